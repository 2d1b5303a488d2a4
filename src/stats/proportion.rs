//! The interval of a proportion.

use super::interval::Confidence;
use super::law::normal_quantile;
use super::undefined::Undefined;

/// A proportion with its interval, all three between 0 and 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ProportionInterval {
    /// count / total.
    pub estimate: f64,
    /// The lower limit, exactly 0 if nothing was counted.
    pub low: f64,
    /// The upper limit, exactly 1 if everything was counted.
    pub high: f64,
}

/// Wilson's score interval of `count` out of `total`, without a continuity
/// correction.
///
/// (p + z² / 2n ± z·√(p(1 − p) / n + z² / 4n²)) / (1 + z² / n), where p is the
/// estimate, n the total and z the normal quantile of the level. The lower
/// limit is computed from the product of the two, p² / (1 + z² / n), so that
/// nothing cancels when p is small. Undefined if the total is 0 or less than
/// the count.
///
/// References: Wilson (1927), Probable inference, the law of succession, and
/// statistical inference, Journal of the American Statistical Association 22,
/// 209–212. Newcombe (1998), Two-sided confidence intervals for the single
/// proportion, Statistics in Medicine 17, 857–872.
pub fn wilson(count: u64, total: u64, confidence: Confidence) -> Result<ProportionInterval, Undefined> {
    if total == 0 {
        return Err(Undefined::NoObservations);
    }
    let Some(others) = total.checked_sub(count) else {
        return Err(Undefined::CountAboveTotal);
    };
    let z = normal_quantile(confidence.outside() / 2.0)?;
    let (k, n, rest) = (count as f64, total as f64, others as f64);
    let estimate = k / n;
    let half_z = z / 2.0;
    let wide = n + z * z;
    let high = (k + 2.0 * half_z * half_z + z * (estimate * rest + half_z * half_z).sqrt()) / wide;
    let low = if count == 0 { 0.0 } else { k * estimate / (wide * high) };
    // Rounding must not leave the estimate outside; this is also what makes the
    // upper limit of a full count exactly 1.
    Ok(ProportionInterval { estimate, low: low.min(estimate), high: high.max(estimate).min(1.0) })
}
