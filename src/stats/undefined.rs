//! Why a number does not exist. It takes the place of NaN and is not an error
//! of the program: the page may print it where the number would stand.

use std::fmt;

/// The reason for which a statistic has no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Undefined {
    /// Nothing was observed.
    NoObservations,
    /// One observation has no spread.
    OneObservation,
    /// All values are alike, so there is nothing to divide by.
    ZeroVariance,
    /// A standard deviation below zero was given.
    NegativeDeviation,
    /// A value is NaN or infinite, or the result is too large to be held.
    NotFinite,
    /// Degrees of freedom must be above zero, 0.1 at least.
    DegreesOfFreedom,
    /// A probability lies outside of its range.
    NotAProbability,
    /// A confidence level must lie strictly between 0 and 1.
    ConfidenceLevel,
    /// More were counted than there are.
    CountAboveTotal,
    /// Nobody was measured twice.
    NoPairs,
    /// Lists that belong together differ in length.
    UnequalLengths,
    /// Every difference is zero, and zeros have no sign to be ranked by.
    NoDifference,
    /// One item agrees with itself only.
    OneItem,
    /// A table of agreement has not as many rows as columns.
    NotSquare,
    /// Both raters used one category, the same: chance alone agrees fully.
    OneCategory,
}

impl fmt::Display for Undefined {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::NoObservations => "there are no observations",
            Self::OneObservation => "one observation has no spread, two are needed",
            Self::ZeroVariance => "all values are alike, the variance is zero",
            Self::NegativeDeviation => "a standard deviation cannot be below zero",
            Self::NotFinite => "a value is not a finite number",
            Self::DegreesOfFreedom => "there are too few degrees of freedom",
            Self::NotAProbability => "a probability must lie between 0 and 1",
            Self::ConfidenceLevel => "a confidence level must lie between 0 and 1, both excluded",
            Self::CountAboveTotal => "the count is larger than the total",
            Self::NoPairs => "nobody has both values",
            Self::UnequalLengths => "the lists differ in length",
            Self::NoDifference => "all differences are zero",
            Self::OneItem => "one item has no consistency, two are needed",
            Self::NotSquare => "the table does not have as many rows as columns",
            Self::OneCategory => "both raters used one category only, so that chance alone agrees fully",
        })
    }
}

impl std::error::Error for Undefined {}

/// Lets a finite number through.
pub(super) fn finite(value: f64) -> Result<f64, Undefined> {
    if value.is_finite() { Ok(value) } else { Err(Undefined::NotFinite) }
}
