//! The mean and the standard deviation, of data or as reported.
//!
//! One variance for the whole project: divided by n − 1. Every sum is exact
//! until it is rounded, so that no result depends on the order of the values.
//! Decimals and fractions are counted in steps, in whole numbers; of other
//! values the doubles are summed, in two passes.

use super::exact_sum::ExactSum;
use super::steps::Step;
use super::tally::Tally;
use super::undefined::{Undefined, finite};

/// A sample in three numbers: how many, their mean, their standard deviation.
///
/// The standard deviation is the one divided by n − 1, in the unit of the data
/// and never negative. There are two observations at least.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Summary {
    n: u64,
    mean: f64,
    sd: f64,
}

impl Summary {
    /// A summary as it was reported.
    ///
    /// Undefined for fewer than two observations, for a value that is not
    /// finite and for a negative standard deviation. A standard deviation of 0
    /// is a summary; what divides by it is undefined then.
    pub fn new(n: u64, mean: f64, sd: f64) -> Result<Self, Undefined> {
        match n {
            0 => return Err(Undefined::NoObservations),
            1 => return Err(Undefined::OneObservation),
            _ => {}
        }
        if finite(sd)? < 0.0 {
            return Err(Undefined::NegativeDeviation);
        }
        let mean = finite(mean)?;
        Ok(Self { n, mean, sd })
    }

    /// The summary of data, SD = √(Σ(x − mean)² / (n − 1)).
    ///
    /// Of decimals and fractions, mean and variance are those of the decimals,
    /// rounded once: the mean of 0.1, 0.2 and 0.3 is 0.2. Of other values in two
    /// passes: the mean first, then the squared deviations from it, less
    /// what the rounding of the mean added. All values alike give exactly 0.
    /// The order of the values changes no bit. Undefined as for
    /// [`Summary::new`].
    ///
    /// Reference: Chan, Golub & LeVeque (1983), Algorithms for computing the
    /// sample variance, The American Statistician 37(3), 242–247.
    pub fn of(values: &[f64]) -> Result<Self, Undefined> {
        match Step::of(values.iter().copied()).and_then(|step| Tally::of(step, values)) {
            Some(tally) => tally.summary(),
            None => Moments::of(values.iter().copied())?.summary(),
        }
    }

    /// The number of observations, at least 2.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// The mean, in the unit of the data.
    pub fn mean(&self) -> f64 {
        self.mean
    }

    /// The standard deviation, in the unit of the data.
    pub fn sd(&self) -> f64 {
        self.sd
    }

    /// The standard error of the mean, SD / √n, in the unit of the data.
    ///
    /// Undefined if the standard deviation is 0, or so small beside the mean
    /// that it holds nothing but rounding: a standard error below 10ε·|mean|
    /// with ε = 2⁻⁵², as in R's `t.test`.
    pub fn standard_error(&self) -> Result<f64, Undefined> {
        let se = self.sd / (self.n as f64).sqrt();
        if se > 0.0 && se >= self.rounding() { Ok(se) } else { Err(Undefined::ZeroVariance) }
    }

    /// The standard error below which all values are alike but for rounding.
    pub(super) fn rounding(&self) -> f64 {
        10.0 * f64::EPSILON * self.mean.abs()
    }
}

/// The arithmetic mean, Σx / n, in the unit of the data.
///
/// Of decimals and fractions it is that of the decimals, rounded once; of other
/// values the sum is rounded once. The order of the values changes no bit, and
/// the mean never leaves the range of the data. Undefined without
/// observations, and if a value or the sum is not finite.
pub fn mean(values: &[f64]) -> Result<f64, Undefined> {
    match Step::of(values.iter().copied()) {
        Some(step) if !values.is_empty() => Ok(step.quotient(step.total(values), values.len() as u64)),
        _ => Ok(Centre::of(values.iter().copied())?.mean),
    }
}

/// Where values lie: the first pass.
struct Centre {
    n: u64,
    mean: f64,
    least: f64,
    most: f64,
}

impl Centre {
    fn of(values: impl Iterator<Item = f64>) -> Result<Self, Undefined> {
        let (mut n, mut sum) = (0_u64, ExactSum::new());
        let (mut least, mut most) = (f64::INFINITY, f64::NEG_INFINITY);
        for value in values {
            n += 1;
            sum.add(value);
            least = least.min(value);
            most = most.max(value);
        }
        if n == 0 {
            return Err(Undefined::NoObservations);
        }
        let mean = finite(sum.total())? / n as f64;
        // Without a sign where it is 0: the least of 0 and −0 depends on their order.
        Ok(Self { n, mean: mean.max(least).min(most) + 0.0, least, most })
    }
}

/// How values lie about their mean: the second pass.
pub(super) struct Moments {
    centre: Centre,
    /// A power of two close to the largest deviation. Deviations are squared
    /// in this unit, where no square overflows or is lost.
    unit: f64,
    /// Σ(x − mean), which is not 0 because the mean is rounded.
    rest: f64,
    /// Σ(x − mean)² about the true mean, never negative.
    squares: f64,
}

impl Moments {
    /// Undefined without values, and if one or their sum is not finite.
    pub(super) fn of(values: impl Iterator<Item = f64> + Clone) -> Result<Self, Undefined> {
        let centre = Centre::of(values.clone())?;
        let unit = power_of_two_near((centre.most - centre.mean).max(centre.mean - centre.least));
        let mut moments = Self { centre, unit, rest: 0.0, squares: 0.0 };
        let (mut squares, mut rest) = (ExactSum::new(), ExactSum::new());
        for value in values {
            let deviation = moments.deviation(value);
            squares.add(deviation * deviation);
            rest.add(deviation);
        }
        moments.rest = rest.total();
        moments.squares = finite(squares.total() - moments.rest * moments.rest / moments.count())?.max(0.0);
        Ok(moments)
    }

    /// The three numbers. Undefined for one value, and if the standard
    /// deviation is too large.
    pub(super) fn summary(&self) -> Result<Summary, Undefined> {
        Summary::new(self.centre.n, self.centre.mean, finite(self.unit * self.variance().sqrt())?)
    }

    /// The summary of values whose spread is known to be rounding alone.
    pub(super) fn without_spread(&self) -> Result<Summary, Undefined> {
        Summary::new(self.centre.n, self.centre.mean, 0.0)
    }

    /// From the least to the most.
    pub(super) fn range(&self) -> f64 {
        self.centre.most - self.centre.least
    }

    /// Divided by n − 1, in squared units; 0 for one value.
    fn variance(&self) -> f64 {
        self.squares / (self.count() - 1.0).max(1.0)
    }

    /// Pearson's product-moment correlation of two lists of equal length, from
    /// −1 to 1.
    ///
    /// Σ(x − x̄)(y − ȳ) / √(Σ(x − x̄)²·Σ(y − ȳ)²), each sum less what the rounding
    /// of the means added. The lists are those that the moments are of.
    /// Undefined where a variance is 0.
    ///
    /// Reference: Pearson (1896), Mathematical contributions to the theory of
    /// evolution III, Philosophical Transactions of the Royal Society A 187,
    /// 253–318.
    pub(super) fn correlation(&self, values: &[f64], other: &Self, others: &[f64]) -> Result<f64, Undefined> {
        if self.squares == 0.0 || other.squares == 0.0 {
            return Err(Undefined::ZeroVariance);
        }
        let mut products = ExactSum::new();
        for (&x, &y) in values.iter().zip(others) {
            products.add(self.deviation(x) * other.deviation(y));
        }
        let shared = products.total() - self.rest * other.rest / self.count();
        Ok((shared / (self.squares * other.squares).sqrt()).clamp(-1.0, 1.0) + 0.0)
    }

    fn count(&self) -> f64 {
        self.centre.n as f64
    }

    /// From the mean, in the unit of deviations.
    fn deviation(&self, value: f64) -> f64 {
        (value - self.centre.mean) * self.unit.recip()
    }
}

/// 2 to the whole part of log₂ of a number ≥ 0, from 2⁻¹⁰⁰⁰ to 2¹⁰⁰⁰.
fn power_of_two_near(size: f64) -> f64 {
    let exponent = (size.to_bits() >> 52).clamp(23, 2023);
    f64::from_bits(exponent << 52)
}
