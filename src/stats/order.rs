//! What the order of values tells: quartiles, the least and the most.

use super::steps::Step;
use super::undefined::{Undefined, finite};

/// The three cuts that divide ordered values into four parts, in the unit of
/// the data: q1 ≤ median ≤ q3.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quartiles {
    /// A quarter of the values lies below.
    pub q1: f64,
    /// Half of them.
    pub median: f64,
    /// Three quarters.
    pub q3: f64,
}

/// The quartiles of data, type 7: R's default, and that of NumPy and Excel's
/// `QUARTILE.INC`.
///
/// With x₍₁₎ ≤ … ≤ x₍ₙ₎ and m = 1 + (n − 1)·p, the p-quantile is
/// (1 − h)·x₍ₖ₎ + h·x₍ₖ₊₁₎, where k is the whole part of m and h the rest. Of one
/// value all three are that value. Moves the values about, and takes a time
/// proportional to their number. Undefined without values, and if one is not
/// finite.
///
/// Reference: Hyndman & Fan (1996), Sample quantiles in statistical packages,
/// The American Statistician 50(4), 361–365.
pub fn quartiles(values: &mut [f64]) -> Result<Quartiles, Undefined> {
    extremes(values)?;
    let median = cut(values, 2);
    // Between neighbouring doubles rounding may put a quartile one place
    // beyond the median.
    Ok(Quartiles { q1: cut(values, 1).min(median), median, q3: cut(values, 3).max(median) })
}

/// The least and the most of the values, in the unit of the data.
///
/// Undefined without values, and if one is not finite.
pub fn extremes(values: &[f64]) -> Result<(f64, f64), Undefined> {
    if values.is_empty() {
        return Err(Undefined::NoObservations);
    }
    let (mut least, mut most) = (f64::INFINITY, f64::NEG_INFINITY);
    for &value in values {
        let value = finite(value)?;
        least = least.min(value);
        most = most.max(value);
    }
    Ok((unsigned_zero(least), unsigned_zero(most)))
}

/// The quantile of so many quarters. There is a value at least.
fn cut(values: &mut [f64], quarters: usize) -> f64 {
    let steps = values.len() - 1;
    // (n − 1) · quarters / 4 and what is left, without a product that overflows.
    let (fours, rest) = (steps / 4, steps % 4);
    let at = fours * quarters + rest * quarters / 4;
    let share = rest * quarters % 4;
    let (_, &mut low, above) = values.select_nth_unstable_by(at, f64::total_cmp);
    let high = above.iter().copied().fold(f64::INFINITY, f64::min);
    unsigned_zero(if share == 0 || high == low { low } else { between(low, high, share) })
}

/// So many quarters of the way from `low` to `high`: of decimals the decimal.
fn between(low: f64, high: f64, quarters: usize) -> f64 {
    match Step::of([low, high].into_iter()) {
        Some(step) => {
            let (low, high) = (i128::from(step.count(low)), i128::from(step.count(high)));
            step.quotient((4 - quarters as i128) * low + quarters as i128 * high, 4)
        }
        None => {
            let share = quarters as f64 / 4.0;
            (1.0 - share) * low + share * high
        }
    }
}

/// 0 for −0, whose place among zeros is nobody's matter.
fn unsigned_zero(value: f64) -> f64 {
    value + 0.0
}
