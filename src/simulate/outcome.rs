//! What became of each printed figure.

use crate::audit::{Verdicts, as_cut, as_rounded};
use crate::model::Printed;

/// A printed figure, what the simulated data have in its place, and how the two agree.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The result and its field, such as `describe.wellbeing.T2.sd`.
    pub address: String,
    pub printed: String,
    /// `None` where the data have no such number.
    pub achieved: Option<f64>,
    pub status: Status,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Status {
    /// The very number that is printed.
    Exact,
    /// Within the rounding interval of what is printed, or on its side of a printed bound.
    WithinRounding,
    /// What is printed if the figure is cut off instead of rounded.
    CutOff,
    /// No data were found that meet it; whether there are any is not known.
    Missed,
    /// By what rule it was made is not known, and why.
    Undetermined(String),
    /// No data meet it, as the audit says.
    Impossible(String),
}

impl Outcome {
    /// A printed figure beside the one that the data have.
    pub fn of(
        address: String,
        printed: &Printed,
        achieved: Option<f64>,
        verdicts: &Verdicts<'_>,
        undetermined: Option<&String>,
    ) -> Self {
        let near = |value: f64| (value - printed.value()).abs() <= 1e-9 * (1.0 + printed.value().abs());
        let against = verdicts.against(&address).map(|finding| Status::Impossible(finding.message.clone()));
        let unmet = || against.or_else(|| undetermined.map(|why| Status::Undetermined(why.clone())));
        let status = match achieved {
            Some(value) if near(value) && !printed.is_bound() => Status::Exact,
            Some(value) if as_rounded(printed).contains(value) => Status::WithinRounding,
            Some(value) if as_cut(printed).contains(value) => Status::CutOff,
            _ => unmet().unwrap_or(Status::Missed),
        };
        Self { address, printed: printed.text().to_owned(), achieved, status }
    }

    /// A printed number of people beside the one that the data have.
    pub fn of_count(address: String, printed: u64, achieved: u64, verdicts: &Verdicts<'_>) -> Self {
        let status = match (achieved == printed, verdicts.against(&address)) {
            (true, _) => Status::Exact,
            (false, Some(finding)) => Status::Impossible(finding.message.clone()),
            (false, None) => Status::Missed,
        };
        Self { address, printed: printed.to_string(), achieved: Some(achieved as f64), status }
    }
}
