//! The mean and the standard deviation, of data or as reported.
//!
//! One variance for the whole project: divided by n − 1, in two passes.

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
    /// Two passes: the mean first, then the squared deviations from it, less
    /// what the rounding of the mean added. All values alike give exactly 0.
    /// Undefined as for [`Summary::new`].
    ///
    /// Reference: Chan, Golub & LeVeque (1983), Algorithms for computing the
    /// sample variance, The American Statistician 37(3), 242–247.
    pub fn of(values: &[f64]) -> Result<Self, Undefined> {
        let mean = mean(values)?;
        let count = values.len() as f64;
        let squares = compensated_sum(values.iter().map(|value| (value - mean).powi(2)));
        let rest = compensated_sum(values.iter().map(|value| value - mean));
        let variance = (squares - rest * rest / count).max(0.0) / (count - 1.0).max(1.0);
        Self::new(values.len() as u64, mean, finite(variance.sqrt())?)
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
    /// Undefined if the standard deviation is 0.
    pub fn standard_error(&self) -> Result<f64, Undefined> {
        let se = self.sd / (self.n as f64).sqrt();
        if se > 0.0 { Ok(se) } else { Err(Undefined::ZeroVariance) }
    }
}

/// The arithmetic mean, Σx / n, in the unit of the data.
///
/// The sum is compensated, and the mean never leaves the range of the data.
/// Undefined without observations, and if a value or the sum is not finite.
pub fn mean(values: &[f64]) -> Result<f64, Undefined> {
    if values.is_empty() {
        return Err(Undefined::NoObservations);
    }
    let mean = finite(compensated_sum(values.iter().copied()) / values.len() as f64)?;
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    Ok(mean.max(least).min(most))
}

/// A sum that carries what rounding took from it.
///
/// Reference: Neumaier (1974), Rundungsfehleranalyse einiger Verfahren zur
/// Summation endlicher Summen, ZAMM 54(1), 39–51.
fn compensated_sum(values: impl Iterator<Item = f64>) -> f64 {
    let (mut sum, mut lost) = (0.0_f64, 0.0);
    for value in values {
        let next = sum + value;
        lost += if sum.abs() >= value.abs() { (sum - next) + value } else { (value - next) + sum };
        sum = next;
    }
    sum + lost
}
