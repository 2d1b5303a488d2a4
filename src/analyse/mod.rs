//! [`Scored`] to [`Findings`]: every result of a study, with its address, its source and its place.
//!
//! Here printed figures meet the statistics that follow from them. A figure is carried with the interval that rounding
//! leaves open, and what is computed from it has an interval too. What is undefined is absent with its reason. Nothing
//! is judged here: that is `synthesise`.

mod change;
mod describe;
mod field;
mod finding;
mod norm;
mod qualitative;
mod quantity;
mod share;

pub use field::Field;
pub use finding::{Findings, Kind, Source, StudyResult};
pub use quantity::{Known, Open, Quantity};

use crate::diag::Sink;
use crate::model::Study;
use crate::score::Scored;

/// Computes every result of a study.
pub fn analyse(scored: Scored, sink: &mut Sink) -> Findings {
    let study = scored.study;
    let mut results = describe::results(&study, sink);
    results.extend(norm::results(&study));
    results.extend(change::results(&study, sink));
    results.extend(share::results(&study, sink));
    results.extend(qualitative::results(&study));
    Findings::new(study, results)
}

/// The study's confidence level, which `read` has checked.
fn confidence(study: &Study) -> crate::stats::Confidence {
    crate::stats::Confidence::new(study.conventions.confidence).expect("`read` admits levels between 0.5 and 1 only")
}
