//! Comparing means from summaries: two groups, or one group and a fixed mean.
//!
//! Equal variances are nowhere assumed, and there is no test that chooses the
//! test.

use std::fmt;

use super::interval::{Confidence, around};
use super::law::StudentT;
use super::moments::Summary;
use super::steps::difference;
use super::undefined::{Undefined, finite};

/// The test that was really run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// Two independent groups, variances not assumed to be equal.
    Welch,
    /// One group against a mean taken as known.
    OneSample,
}

impl fmt::Display for Method {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Welch => "Welch’s t-test",
            Self::OneSample => "one-sample t-test",
        })
    }
}

/// A difference of means with its test and its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Comparison {
    /// First less second, in the unit of the data: positive if the first is
    /// larger.
    pub difference: f64,
    /// The standard error of the difference, in the unit of the data.
    pub se: f64,
    /// difference / se, with the sign of the difference.
    pub t: f64,
    /// The degrees of freedom, not whole in Welch's test.
    pub df: f64,
    /// The two-sided p-value.
    pub p: f64,
    /// The lower limit of the difference.
    pub low: f64,
    /// The upper limit of the difference.
    pub high: f64,
    /// The test.
    pub method: Method,
}

/// Welch's t-test of two independent groups, from their summaries.
///
/// With v = SD² / n for each group, se = √(v₁ + v₂), t = (mean₁ − mean₂) / se and
/// df = (v₁ + v₂)² / (v₁² / (n₁ − 1) + v₂² / (n₂ − 1)). The interval is
/// difference ± t·se with the same degrees of freedom. Undefined if both
/// standard deviations are 0, one may be, or if they hold nothing but rounding
/// beside the means: se below 10ε·|mean| of the larger, ε = 2⁻⁵², as in R.
///
/// References: Welch (1947), The generalization of "Student's" problem when
/// several different population variances are involved, Biometrika 34, 28–35.
/// Satterthwaite (1946), An approximate distribution of estimates of variance
/// components, Biometrics Bulletin 2(6), 110–114.
pub fn welch(first: &Summary, second: &Summary, confidence: Confidence) -> Result<Comparison, Undefined> {
    let error = |group: &Summary| group.sd() / (group.n() as f64).sqrt();
    let se = error(first).hypot(error(second));
    if se <= 0.0 || se < first.rounding().max(second.rounding()) {
        return Err(Undefined::ZeroVariance);
    }
    // Shares of the squared error, not variances: they cannot overflow.
    let part = |group: &Summary| (error(group) / se).powi(4) / (group.n() - 1) as f64;
    let df = 1.0 / (part(first) + part(second));
    let difference = difference(first.mean(), second.mean());
    compare(difference, se, df, confidence, Method::Welch)
}

/// The one-sample t-test of a group against a fixed mean, from its summary.
///
/// difference = mean − `fixed`, se = SD / √n, t = difference / se and
/// df = n − 1. The fixed mean is taken as known: if it was itself estimated and
/// its spread and number are reported, [`welch`] is the test. The interval is
/// difference ± t·se. Undefined if the standard deviation is 0.
///
/// Reference: Student (1908), The probable error of a mean, Biometrika 6(1), 1–25.
pub fn one_sample(summary: &Summary, fixed: f64, confidence: Confidence) -> Result<Comparison, Undefined> {
    let se = summary.standard_error()?;
    let df = (summary.n() - 1) as f64;
    let difference = difference(summary.mean(), finite(fixed)?);
    compare(difference, se, df, confidence, Method::OneSample)
}

/// The mean of two standard deviations, in the unit of the data: what a change
/// is divided by for d_av.
///
/// Not the root of the mean variance, which other programs divide by under the
/// same name.
///
/// Reference: Cumming (2012), Understanding the new statistics, chapter 11.
pub fn average_sd(first: &Summary, second: &Summary) -> f64 {
    // Halved before they are added: the sum of two finite numbers may not be finite.
    first.sd() / 2.0 + second.sd() / 2.0
}

/// A difference in standard deviations of the norm: difference / norm SD.
///
/// A pure number with the sign of the difference, Glass's Δ with the norm as
/// the control. Undefined if the norm's standard deviation is 0 or negative.
/// With a paired change for the difference it is Becker's d, d_z or d_av, after
/// the standard deviation given: that of the first measurement, of the change,
/// or [`average_sd`].
///
/// References: Glass (1976), Primary, secondary, and meta-analysis of research,
/// Educational Researcher 5(10), 3–8. Becker (1988), Synthesizing standardized
/// mean-change measures, British Journal of Mathematical and Statistical
/// Psychology 41, 257–278.
pub fn standardised_mean_difference(difference: f64, norm_sd: f64) -> Result<f64, Undefined> {
    if norm_sd < 0.0 {
        return Err(Undefined::NegativeDeviation);
    }
    if norm_sd == 0.0 {
        return Err(Undefined::ZeroVariance);
    }
    finite(finite(difference)? / finite(norm_sd)?)
}

/// The SD of two groups together: √(((n₁ − 1)·SD₁² + (n₂ − 1)·SD₂²) / (n₁ + n₂ − 2)), in the unit of the data.
///
/// It is 0 only where both are. Undefined if it is too large for a double.
///
/// Reference: Cohen (1988), Statistical power analysis for the behavioral sciences, 2nd ed., p. 67.
pub fn pooled_sd(first: &Summary, second: &Summary) -> Result<f64, Undefined> {
    let degrees = (first.n() - 1 + (second.n() - 1)) as f64;
    let part = |group: &Summary| group.sd() * ((group.n() - 1) as f64 / degrees).sqrt();
    finite(part(first).hypot(part(second)))
}

fn compare(difference: f64, se: f64, df: f64, confidence: Confidence, method: Method) -> Result<Comparison, Undefined> {
    let t = finite(difference / se)?;
    let p = StudentT::new(df)?.two_sided_p(t)?;
    let limits = around(difference, se, df, confidence)?;
    Ok(Comparison { difference, se, t, df, p, low: limits.low, high: limits.high, method })
}
