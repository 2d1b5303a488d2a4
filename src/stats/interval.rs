//! The confidence level, and the interval of a mean.

use super::law::StudentT;
use super::moments::Summary;
use super::steps::difference;
use super::undefined::{Undefined, finite};

/// A confidence level strictly between 0 and 1; 0.95 for the usual interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Confidence(f64);

impl Confidence {
    /// Undefined unless 0 < `level` < 1; a percentage is not a level.
    pub fn new(level: f64) -> Result<Self, Undefined> {
        if level > 0.0 && level < 1.0 { Ok(Self(level)) } else { Err(Undefined::ConfidenceLevel) }
    }

    /// The level, between 0 and 1.
    pub fn level(&self) -> f64 {
        self.0
    }

    /// What lies outside, on both sides together: 1 − level.
    pub(super) fn outside(&self) -> f64 {
        difference(1.0, self.0)
    }
}

/// The interval of a mean, in the unit of the data; `df` is a pure number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MeanInterval {
    /// The standard error of the mean.
    pub se: f64,
    /// The degrees of freedom, n − 1.
    pub df: f64,
    /// The lower limit.
    pub low: f64,
    /// The upper limit.
    pub high: f64,
}

/// The interval of a mean by Student's t: mean ± t·SD / √n, with n − 1 degrees
/// of freedom.
///
/// Undefined if the standard deviation is 0.
///
/// Reference: Student (1908), The probable error of a mean, Biometrika 6(1), 1–25.
pub fn mean_interval(summary: &Summary, confidence: Confidence) -> Result<MeanInterval, Undefined> {
    let se = summary.standard_error()?;
    let df = (summary.n() - 1) as f64;
    let limits = around(summary.mean(), se, df, confidence)?;
    Ok(MeanInterval { se, df, low: limits.low, high: limits.high })
}

/// The two limits of an interval.
pub(super) struct Limits {
    pub(super) low: f64,
    pub(super) high: f64,
}

/// estimate ± t·se, the one place where a t interval is made.
pub(super) fn around(estimate: f64, se: f64, df: f64, confidence: Confidence) -> Result<Limits, Undefined> {
    let margin = StudentT::new(df)?.two_sided_quantile(confidence.outside())? * se;
    Ok(Limits { low: finite(estimate - margin)?, high: finite(estimate + margin)? })
}
