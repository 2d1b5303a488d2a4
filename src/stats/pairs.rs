//! Two measurements of the same people.
//!
//! The test of a paired change is [`super::one_sample`] of the change against
//! 0; its effect sizes are ratios of the change to one of the standard
//! deviations here.

use super::moments::{Moments, Summary};
use super::steps::Step;
use super::tally::Tally;
use super::undefined::Undefined;

/// People measured twice: both measurements, and the change between them.
///
/// All three summaries are of the same people, in the unit of the data.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pairs {
    /// The first measurement of the pairs.
    pub from: Summary,
    /// The second.
    pub to: Summary,
    /// Second less first, person by person: positive for an increase.
    pub change: Summary,
    /// Pearson's product-moment correlation of the two, from −1 to 1;
    /// undefined where one of them is constant.
    pub r: Result<f64, Undefined>,
}

impl Pairs {
    /// The pairs of `from` and `to`, where each place in both is one person.
    ///
    /// Of decimals and fractions all is that of the decimals, rounded once: changes of
    /// 0.4 − 0.1 and 0.5 − 0.2 are alike, and gains and losses that make up for each
    /// other are a mean change of exactly 0. Of other values, changes that lie within
    /// 4ε times the largest measurement of each other, ε = 2⁻⁵², are what rounding
    /// alone can make of one change, and the standard deviation of the change is
    /// 0 then; so is a mean change of no more than that. The order of the people
    /// changes no bit. Undefined without pairs or with one pair, for unequal
    /// lengths, and if a value is not finite.
    pub fn of(from: &[f64], to: &[f64]) -> Result<Self, Undefined> {
        if from.len() != to.len() {
            return Err(Undefined::UnequalLengths);
        }
        if from.is_empty() {
            return Err(Undefined::NoPairs);
        }
        Self::in_steps(from, to).unwrap_or_else(|| Self::in_doubles(from, to))
    }

    /// `None` where the measurements have no common step.
    fn in_steps(from: &[f64], to: &[f64]) -> Option<Result<Self, Undefined>> {
        let step = Step::of(from.iter().chain(to).copied())?;
        let counts = |values: &[f64]| values.iter().map(|value| step.count(*value)).collect::<Vec<i64>>();
        let (first, second) = (counts(from), counts(to));
        let change = Tally::of_counts(step, second.iter().zip(&first).map(|(to, from)| to - from).collect())?;
        let (first, second) = (Tally::of_counts(step, first)?, Tally::of_counts(step, second)?);
        let r = first.correlation(&second)?;
        let all = || Ok(Self { from: first.summary()?, to: second.summary()?, change: change.summary()?, r });
        Some(all())
    }

    fn in_doubles(from: &[f64], to: &[f64]) -> Result<Self, Undefined> {
        let (first, second) = (Moments::of(from.iter().copied())?, Moments::of(to.iter().copied())?);
        let change = Moments::of(from.iter().zip(to).map(|(from, to)| to - from))?;
        let largest = from.iter().chain(to).fold(0.0_f64, |largest, value| largest.max(value.abs()));
        let rounding = 4.0 * f64::EPSILON * largest;
        let summary = if change.range() <= rounding { change.without_spread()? } else { change.summary()? };
        let change = match summary.mean().abs() <= rounding {
            true => Summary::new(summary.n(), 0.0, summary.sd())?,
            false => summary,
        };
        Ok(Self { from: first.summary()?, to: second.summary()?, change, r: first.correlation(from, &second, to) })
    }
}
