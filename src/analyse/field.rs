//! The fields of a result: what each is called, what part it plays, and so with how many decimals it is shown.
//!
//! This is the one place that knows. A field has no name without a role, a role no decimals by default, and a kind of
//! result no unit by default: who adds one is asked by the compiler.

use super::finding::{Kind, StudyResult};
use super::quantity::Known;
use crate::model::{Described, Measures, VariableKind};

macro_rules! fields {
    ($($variant:ident = $name:literal: $role:ident),* $(,)?) => {
        /// A field of a result.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Field { $($variant),* }

        impl Field {
            pub const ALL: &[Field] = &[$(Field::$variant),*];

            pub fn as_str(self) -> &'static str {
                match self { $(Field::$variant => $name),* }
            }

            /// The part that it plays in any result.
            pub fn role(self) -> Role {
                match self { $(Field::$variant => Role::$role),* }
            }
        }
    };
}

/// What a field is of its result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A number of people, items, tests or excerpts.
    Count,
    /// 1, 0 or −1; or 1 for yes and 0 for no.
    Sign,
    /// A mean, a quartile or a difference, in the unit of the result.
    Estimate,
    /// A standard deviation or error, in the unit of the result.
    Spread,
    /// The least or the greatest value that was observed, in the unit of the result.
    Extreme,
    /// An end of the confidence interval, in the unit of what the result estimates.
    Limit,
    /// From 0 to 100.
    Percent,
    /// From 0 to 1.
    Share,
    /// A statistic of a test, such as t.
    Statistic,
    DegreesOfFreedom,
    /// A sum of ranks: whole, or a half where ranks are tied.
    RankSum,
    P,
    /// A difference in standard deviations.
    Standardised,
    /// A pure number: a correlation, alpha, kappa.
    Coefficient,
}

/// The unit of what a result estimates: of its estimates, spreads, extremes and limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// That of a scale or variable, with its decimals; `counts` where its values are whole though their mean is not.
    Measure {
        decimals: usize,
        counts: bool,
    },
    Percent,
    /// None: alpha and kappa; and results of counts alone.
    Pure,
}

impl Unit {
    /// The unit of the figures of a result.
    pub fn of(result: &StudyResult, measures: &Measures) -> Self {
        let scale = |id: &crate::model::ScaleId| {
            let decimals = measures.scale(id.as_str()).map_or(1, |scale| scale.decimals);
            Unit::Measure { decimals: result.printed_decimals().unwrap_or(decimals), counts: false }
        };
        let variable = |id: &crate::model::VariableId| {
            let variable = measures.variable(id.as_str());
            let decimals = variable.map_or(1, |variable| variable.decimals);
            let counts = variable.is_some_and(|variable| variable.kind == VariableKind::Count);
            Unit::Measure { decimals: result.printed_decimals().unwrap_or(decimals), counts }
        };
        match &result.kind {
            Kind::DescribeScale { scale: id, .. }
            | Kind::Norm { scale: id, .. }
            | Kind::Change { scale: id, .. }
            | Kind::Contrast { scale: id, .. }
            | Kind::Attrition { subject: Described::Scale(id), level: None } => scale(id),
            Kind::DescribeVariable { variable: id, .. }
            | Kind::Attrition { subject: Described::Variable(id), level: None } => variable(id),
            Kind::Attrition { level: Some(_), .. } | Kind::Share { .. } | Kind::Missing { .. } => Unit::Percent,
            Kind::Reliability { .. }
            | Kind::Agreement { .. }
            | Kind::Family { .. }
            | Kind::Flow { .. }
            | Kind::Theme { .. }
            | Kind::Code { .. }
            | Kind::Corpus { .. } => Unit::Pure,
        }
    }

    /// The same with one decimal more, for a bound that lies between figures.
    pub fn finer(self) -> Self {
        match self {
            Unit::Measure { decimals, counts } => Unit::Measure { decimals: decimals + 1, counts },
            Unit::Percent | Unit::Pure => self,
        }
    }

    fn decimals(self) -> usize {
        match self {
            Unit::Measure { decimals, .. } => decimals,
            Unit::Percent => 1,
            Unit::Pure => 2,
        }
    }
}

fields! {
    N = "n": Count,
    Missing = "missing": Count,
    Mean = "mean": Estimate,
    Sd = "sd": Spread,
    Se = "se": Spread,
    Min = "min": Extreme,
    Q1 = "q1": Estimate,
    Median = "median": Estimate,
    Q3 = "q3": Estimate,
    Max = "max": Extreme,
    CiLow = "ci_low": Limit,
    CiHigh = "ci_high": Limit,
    NormMean = "norm_mean": Estimate,
    NormSd = "norm_sd": Spread,
    NormN = "norm_n": Count,
    Difference = "difference": Estimate,
    Smd = "smd": Standardised,
    T = "t": Statistic,
    Df = "df": DegreesOfFreedom,
    P = "p": P,
    MeanFrom = "mean_from": Estimate,
    MeanTo = "mean_to": Estimate,
    SdFrom = "sd_from": Spread,
    SdTo = "sd_to": Spread,
    R = "r": Coefficient,
    Change = "change": Estimate,
    PHolm = "p_holm": P,
    PBh = "p_bh": P,
    Es = "es": Standardised,
    EsBaselinePairs = "es_baseline_pairs": Standardised,
    EsBaselineAll = "es_baseline_all": Standardised,
    EsChange = "es_change": Standardised,
    EsAverage = "es_average": Standardised,
    W = "w": RankSum,
    PWilcoxon = "p_wilcoxon": P,
    WilcoxonExact = "wilcoxon_exact": Sign,
    Direction = "direction": Sign,
    Count = "count": Count,
    Total = "total": Count,
    Percent = "percent": Percent,
    Excerpts = "excerpts": Count,
    Participants = "participants": Count,
    Share = "share": Share,
    Sites = "sites": Count,
    TopShare = "top_share": Share,
    Codes = "codes": Count,
    Themes = "themes": Count,
    Tests = "tests": Count,
    Significant = "significant": Count,
    HolmSignificant = "holm_significant": Count,
    BhSignificant = "bh_significant": Count,
    Items = "items": Count,
    Alpha = "alpha": Coefficient,
    Kappa = "kappa": Coefficient,
    NFirst = "n_first": Count,
    MeanFirst = "mean_first": Estimate,
    SdFirst = "sd_first": Spread,
    NSecond = "n_second": Count,
    MeanSecond = "mean_second": Estimate,
    SdSecond = "sd_second": Spread,
    Complete = "complete": Count,
    Lost = "lost": Count,
    Returned = "returned": Count,
    Joined = "joined": Count,
    CompleteItems = "complete_items": Count,
    Filled = "filled": Count,
    Partial = "partial": Count,
    Unanswered = "unanswered": Count,
    CountFirst = "count_first": Count,
    TotalFirst = "total_first": Count,
    PercentFirst = "percent_first": Percent,
    CountSecond = "count_second": Count,
    TotalSecond = "total_second": Count,
    PercentSecond = "percent_second": Percent,
}

impl Field {
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| field.as_str() == name)
    }

    /// With how many decimals a computed figure is shown, in a result of some unit.
    pub fn decimals(self, value: f64, unit: Unit) -> usize {
        match self.role() {
            Role::Count | Role::Sign => 0,
            Role::Extreme if matches!(unit, Unit::Measure { counts: true, .. }) => 0,
            Role::Estimate | Role::Spread | Role::Extreme | Role::Limit => unit.decimals(),
            Role::Percent => Unit::Percent.decimals(),
            Role::P => 3,
            // Whole but for the last bits of a double.
            Role::DegreesOfFreedom | Role::RankSum => usize::from((value - value.round()).abs() > 1e-9),
            Role::Share | Role::Statistic | Role::Standardised | Role::Coefficient => Unit::Pure.decimals(),
        }
    }

    /// Whether it has no decimals: it counts things, or is a sign.
    pub fn is_count(self) -> bool {
        matches!(self.role(), Role::Count | Role::Sign)
    }

    /// Whether it is a p value.
    pub fn is_p(self) -> bool {
        self.role() == Role::P
    }
}

impl Known {
    /// With how many decimals it is shown where nobody asks for others: those to which a disclosure profile rounded it,
    /// or those of its field.
    pub fn decimals(&self, field: Field, unit: Unit) -> usize {
        self.rounded.unwrap_or_else(|| field.decimals(self.value, unit))
    }
}
