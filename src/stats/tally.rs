//! Sums and squares of values that are counted in steps: whole numbers, and so exact.
//!
//! It knows no values without a step; for these there is `moments`.

use super::moments::Summary;
use super::steps::{Step, quotient};
use super::undefined::Undefined;

/// Values as whole multiples of a step, less one of them, so that squares stay small.
pub(super) struct Tally {
    step: Step,
    /// How many steps the first value is.
    origin: i64,
    /// Each value less the first, in steps.
    counts: Vec<i64>,
    sum: i128,
    /// n·Σx² − (Σx)², the same wherever the values begin: n·(n − 1) times the variance in steps.
    spread: i128,
}

impl Tally {
    /// `None` where a square is too large for an i128.
    pub(super) fn of(step: Step, values: &[f64]) -> Option<Self> {
        Self::of_counts(step, values.iter().map(|value| step.count(*value)).collect())
    }

    /// The same of values that are counted in steps already.
    pub(super) fn of_counts(step: Step, mut counts: Vec<i64>) -> Option<Self> {
        let origin = counts.first().copied().unwrap_or(0);
        counts.iter_mut().for_each(|count| *count -= origin);
        let sum = counts.chunks(1 << 20).map(|counts| i128::from(counts.iter().sum::<i64>())).sum();
        let spread = cross(&counts, sum, &counts, sum)?;
        Some(Self { step, origin, counts, sum, spread })
    }

    fn n(&self) -> u64 {
        self.counts.len() as u64
    }

    /// Whether all values are alike.
    fn is_constant(&self) -> bool {
        self.spread == 0
    }

    /// n·(n − 1) times the variance, in squared steps.
    pub(super) fn spread(&self) -> i128 {
        self.spread
    }

    /// The number, the mean and the standard deviation. Undefined for fewer than two values.
    pub(super) fn summary(&self) -> Result<Summary, Undefined> {
        let n = self.n();
        if n == 0 {
            return Err(Undefined::NoObservations);
        }
        let total = self.sum + i128::from(self.origin) * i128::from(n);
        let degrees = i128::from(n) * i128::from(n.max(2) - 1);
        let sd = quotient(self.spread, degrees).sqrt() / self.step.parts() as f64;
        Summary::new(n, self.step.quotient(total, n), sd)
    }

    /// Pearson's product-moment correlation with other values of the same people, from −1 to 1. Undefined where one of
    /// the two is constant; `None` where a product is too large.
    ///
    /// Reference: Pearson (1896), Mathematical contributions to the theory of evolution III, Philosophical Transactions
    /// of the Royal Society A 187, 253–318.
    pub(super) fn correlation(&self, other: &Self) -> Option<Result<f64, Undefined>> {
        if self.is_constant() || other.is_constant() {
            return Some(Err(Undefined::ZeroVariance));
        }
        let shared = cross(&self.counts, self.sum, &other.counts, other.sum)?;
        let deviations = (self.spread as f64 * other.spread as f64).sqrt();
        Some(Ok((shared as f64 / deviations).clamp(-1.0, 1.0)))
    }
}

/// n·Σxy − Σx·Σy.
fn cross(first: &[i64], first_sum: i128, second: &[i64], second_sum: i128) -> Option<i128> {
    let largest = |counts: &[i64]| counts.iter().map(|count| count.unsigned_abs()).max().unwrap_or(0);
    let n = first.len() as u64;
    let small = largest(first).checked_mul(largest(second)).and_then(|most| most.checked_mul(n.max(1)));
    let pairs = || first.iter().zip(second);
    // Products of small numbers are added in words of the machine.
    let products = match small {
        Some(most) if most < 1 << 62 => i128::from(pairs().map(|(x, y)| x * y).sum::<i64>()),
        _ => pairs().try_fold(0_i128, |sum, (x, y)| sum.checked_add(i128::from(*x).checked_mul(i128::from(*y))?))?,
    };
    products.checked_mul(i128::from(n))?.checked_sub(first_sum.checked_mul(second_sum)?)
}
