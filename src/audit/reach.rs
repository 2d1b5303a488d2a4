//! How far the limits of an interval lie from the change: by Student's t, or by a slip in its place.

use crate::model::at_most;
use crate::stats::{StudentT, normal_quantile};

/// Half of an interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reach {
    /// The quantile of Student's t at a level such as 0.95, in standard errors.
    Student(f64),
    /// The quantile of the normal distribution, in standard errors.
    Normal(f64),
    /// So many standard errors, and so many SDs of the change.
    Errors(f64),
    Deviations(f64),
    /// Student's t at a level that no source uses, by which the limits would be explained; and how many times as far
    /// they lie from the change as the study's.
    Implied(f64, f64),
    /// A reach that is so many times that of Student's t at a level: no slip, but a question how sure one is.
    Stretched(f64, f64),
}

impl Reach {
    /// Half of the interval in standard errors, for `n` pairs; `None` where it is not defined.
    pub fn in_errors(self, law: &StudentT, n: u64) -> Option<f64> {
        match self {
            Reach::Student(level) | Reach::Implied(level, _) => law.two_sided_quantile(1.0 - level).ok(),
            Reach::Normal(level) => normal_quantile((1.0 - level) / 2.0).ok(),
            Reach::Errors(times) => Some(times),
            Reach::Deviations(times) => Some(times * (n as f64).sqrt()),
            Reach::Stretched(level, times) => Some(times * law.two_sided_quantile(1.0 - level).ok()?),
        }
    }

    /// How many times the half of an interval at a level this one is.
    pub fn against(self, level: f64, n: u64) -> Option<f64> {
        let law = StudentT::new(n.saturating_sub(1) as f64).ok()?;
        Some(self.in_errors(&law, n)? / Reach::Student(level).in_errors(&law, n)?)
    }

    /// The slips of a source whose level is this one, the likeliest first.
    pub fn slips(level: f64) -> Vec<Self> {
        let levels = [0.9, 0.99, 0.95, 0.8].into_iter().filter(|other| (other - level).abs() > 1e-9);
        let students = levels.clone().map(Reach::Student);
        let normals = [level].into_iter().chain(levels).map(Reach::Normal);
        let others = [Reach::Errors(1.0), Reach::Errors(2.0), Reach::Deviations(1.0), Reach::Deviations(1.96)];
        students.chain(normals).chain(others).collect()
    }

    /// What the limits are: the rest of `these are …`.
    pub fn words(self) -> String {
        match self {
            Reach::Student(level) | Reach::Stretched(level, _) => {
                format!("the limits of a {} interval", percent(level))
            }
            Reach::Implied(level, times) => format!(
                "{} times as far from the change as they would be, as those of a {} interval are",
                at_most(times, 2),
                percent(level)
            ),
            Reach::Normal(level) => format!(
                "the limits of a {} interval by the normal distribution (z), where Student's t belongs",
                percent(level)
            ),
            Reach::Errors(1.0) => "the change less and plus one standard error".to_owned(),
            Reach::Errors(times) => format!("the change less and plus {times} standard errors"),
            Reach::Deviations(1.0) => "the change less and plus one SD".to_owned(),
            Reach::Deviations(times) => {
                format!("the change less and plus {times} SDs of the change, the limits of agreement")
            }
        }
    }
}

/// A level in per cent, to one decimal.
pub fn percent(level: f64) -> String {
    format!("{}%", at_most(100.0 * level, 1))
}
