//! Internal consistency: Cronbach's alpha.

use super::exact_sum::exact_sum;
use super::interval::Confidence;
use super::law::FisherF;
use super::moments::{Moments, Summary};
use super::steps::{Step, quotient};
use super::tally::Tally;
use super::undefined::{Undefined, finite};

/// Alpha with its interval; pure numbers of at most 1, negative where items
/// run against each other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Alpha {
    /// The people.
    pub n: u64,
    /// The items.
    pub items: u64,
    /// Raw alpha, of covariances and not of correlations.
    pub alpha: f64,
    /// The lower limit.
    pub low: f64,
    /// The upper limit.
    pub high: f64,
}

/// Cronbach's alpha of the items of a scale, with Feldt's interval.
///
/// `items` holds one list an item, in each list the people in the same order,
/// reversed items turned round and nobody with a gap. With k items,
/// alpha = k / (k − 1) · (1 − Σ variance of the items / variance of their sum).
/// The limits are 1 − (1 − alpha)·F with the upper and the lower quantile of F
/// for half of what lies outside the level, with n − 1 and (n − 1)(k − 1)
/// degrees of freedom. The order of the people changes no bit. Undefined for
/// fewer than two items or two people, for lists of unequal length, if a value
/// is not finite, and if everybody's sum is the same but for rounding.
///
/// References: Cronbach (1951), Coefficient alpha and the internal structure of
/// tests, Psychometrika 16(3), 297–334. Feldt (1965), The approximate sampling
/// distribution of Kuder–Richardson reliability coefficient twenty,
/// Psychometrika 30(3), 357–370.
pub fn cronbach_alpha(items: &[&[f64]], confidence: Confidence) -> Result<Alpha, Undefined> {
    let [first, others @ ..] = items else {
        return Err(Undefined::NoObservations);
    };
    if others.is_empty() {
        return Err(Undefined::OneItem);
    }
    if others.iter().any(|item| item.len() != first.len()) {
        return Err(Undefined::UnequalLengths);
    }
    let alpha = in_steps(items).unwrap_or_else(|| in_doubles(items))?;
    let (k, n) = (items.len() as f64, first.len() as u64);
    let df = (n - 1) as f64;
    let law = FisherF::new(df, df * (k - 1.0))?;
    let outside = confidence.outside() / 2.0;
    let limit = |f: f64| finite(1.0 - (1.0 - alpha) * f);
    let (low, high) = (limit(law.upper_quantile(outside)?)?, limit(law.lower_quantile(outside)?)?);
    Ok(Alpha { n, items: items.len() as u64, alpha, low, high })
}

/// k·(S − Σ Sᵢ) / ((k − 1)·S) with the spreads of the sum and of the items, in whole numbers and rounded once. `None`
/// where the answers have no common step.
fn in_steps(items: &[&[f64]]) -> Option<Result<f64, Undefined>> {
    let step = Step::of(items.iter().flat_map(|item| item.iter().copied()))?;
    let people = items.first().map_or(0, |item| item.len());
    let mut sums = vec![0_i64; people];
    let mut within = 0_i128;
    for item in items {
        item.iter().zip(&mut sums).for_each(|(answer, sum)| *sum += step.count(*answer));
        within = within.checked_add(Tally::of(step, item)?.spread())?;
    }
    let all = Tally::of_counts(step, sums)?.spread();
    if people < 2 {
        let why = if people == 0 { Undefined::NoObservations } else { Undefined::OneObservation };
        return Some(Err(why));
    }
    if all == 0 {
        return Some(Err(Undefined::ZeroVariance));
    }
    let k = items.len() as i128;
    let alpha = quotient(k.checked_mul(all.checked_sub(within)?)?, (k - 1).checked_mul(all)?);
    Some(Ok(alpha.min(1.0)))
}

/// The same of other answers.
fn in_doubles(items: &[&[f64]]) -> Result<f64, Undefined> {
    let people = items.first().map_or(0, |item| item.len());
    let k = items.len() as f64;
    let sums: Vec<f64> = (0..people).map(|person| items.iter().map(|item| item[person]).sum()).collect();
    let sum = Moments::of(sums.iter().copied())?;
    let sd = sum.summary()?.sd();
    if sum.range() <= rounding(items) {
        return Err(Undefined::ZeroVariance);
    }
    // Shares of the sum's variance: they cannot overflow.
    let share = |item: &&[f64]| Ok((Summary::of(item)?.sd() / sd).powi(2));
    let shares = items.iter().map(share).collect::<Result<Vec<f64>, Undefined>>()?;
    let spread = exact_sum(shares.into_iter());
    Ok(finite(k / (k - 1.0) * (1.0 - spread))?.min(1.0))
}

/// How far apart rounding alone can bring sums that are the same: each of as
/// many roundings as there are items is half of ε at most, up or down.
fn rounding(items: &[&[f64]]) -> f64 {
    let largest = |item: &&[f64]| item.iter().fold(0.0_f64, |largest, value| largest.max(value.abs()));
    items.len() as f64 * f64::EPSILON * items.iter().map(largest).sum::<f64>()
}
