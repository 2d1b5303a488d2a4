//! The names of what a result holds.

macro_rules! fields {
    ($($variant:ident = $name:literal),* $(,)?) => {
        /// A field of a result.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Field { $($variant),* }

        impl Field {
            pub const ALL: &[Field] = &[$(Field::$variant),*];

            pub fn as_str(self) -> &'static str {
                match self { $(Field::$variant => $name),* }
            }
        }
    };
}

fields! {
    N = "n",
    Missing = "missing",
    Mean = "mean",
    Sd = "sd",
    Se = "se",
    Min = "min",
    Q1 = "q1",
    Median = "median",
    Q3 = "q3",
    Max = "max",
    CiLow = "ci_low",
    CiHigh = "ci_high",
    NormMean = "norm_mean",
    NormSd = "norm_sd",
    NormN = "norm_n",
    Difference = "difference",
    Smd = "smd",
    T = "t",
    Df = "df",
    P = "p",
    MeanFrom = "mean_from",
    MeanTo = "mean_to",
    SdFrom = "sd_from",
    SdTo = "sd_to",
    R = "r",
    Change = "change",
    PHolm = "p_holm",
    PBh = "p_bh",
    Es = "es",
    EsBaselinePairs = "es_baseline_pairs",
    EsBaselineAll = "es_baseline_all",
    EsChange = "es_change",
    EsAverage = "es_average",
    W = "w",
    PWilcoxon = "p_wilcoxon",
    Direction = "direction",
    Count = "count",
    Total = "total",
    Percent = "percent",
    Excerpts = "excerpts",
    Participants = "participants",
    Share = "share",
    Sites = "sites",
    TopShare = "top_share",
    Codes = "codes",
    Themes = "themes",
    Tests = "tests",
    Significant = "significant",
    HolmSignificant = "holm_significant",
    BhSignificant = "bh_significant",
    Items = "items",
    Alpha = "alpha",
    Kappa = "kappa",
    NFirst = "n_first",
    MeanFirst = "mean_first",
    SdFirst = "sd_first",
    NSecond = "n_second",
    MeanSecond = "mean_second",
    SdSecond = "sd_second",
    Complete = "complete",
    Lost = "lost",
    Returned = "returned",
    Joined = "joined",
    CompleteItems = "complete_items",
    Filled = "filled",
    Partial = "partial",
    Unanswered = "unanswered",
    CountFirst = "count_first",
    TotalFirst = "total_first",
    PercentFirst = "percent_first",
    CountSecond = "count_second",
    TotalSecond = "total_second",
    PercentSecond = "percent_second",
}

impl Field {
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| field.as_str() == name)
    }

    /// Whether it counts things, and so has no decimals.
    pub fn is_count(self) -> bool {
        use Field::{
            BhSignificant, Codes, Complete, CompleteItems, Count, CountFirst, CountSecond, Direction, Excerpts, Filled,
            HolmSignificant, Items, Joined, Lost, Missing, N, NFirst, NSecond, NormN, Partial, Participants, Returned,
            Significant, Sites, Tests, Themes, Total, TotalFirst, TotalSecond, Unanswered,
        };
        matches!(
            self,
            N | Missing
                | NormN
                | Count
                | Total
                | Excerpts
                | Participants
                | Sites
                | Codes
                | Themes
                | Tests
                | Significant
                | HolmSignificant
                | BhSignificant
                | Direction
                | Items
                | NFirst
                | NSecond
                | Complete
                | Lost
                | Returned
                | Joined
                | CompleteItems
                | Filled
                | Partial
                | Unanswered
                | CountFirst
                | TotalFirst
                | CountSecond
                | TotalSecond
        )
    }

    /// Whether it is a p value.
    pub fn is_p(self) -> bool {
        matches!(self, Field::P | Field::PHolm | Field::PBh | Field::PWilcoxon)
    }
}
