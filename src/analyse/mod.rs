//! [`Scored`] to [`Findings`]: every result of a study, with its address, its source and its place.
//!
//! Here printed figures meet the statistics that follow from them. A figure is carried with the interval that rounding
//! leaves open, and what is computed from it has an interval too. What is undefined is absent with its reason. Nothing
//! is judged here: that is `synthesise`.

mod agreement;
mod change;
mod compare;
mod describe;
mod family;
mod field;
mod finding;
mod norm;
mod people;
mod qualitative;
mod quantity;
mod share;
mod test;
mod text;

pub use compare::{Compared, compared};
pub use field::{Field, Role, Unit};
pub use finding::{Contrasted, Figures, Findings, Kind, Source, StudyResult};
pub use quantity::{Known, Open, Quantity, WITHHELD, Withheld, derive};
pub use test::Test;

use crate::diag::Sink;
use crate::model::Study;
use crate::score::Scored;

/// Computes every result of a study.
pub fn analyse(scored: Scored, sink: &mut Sink) -> Findings {
    let study = &scored.study;
    let mut reported = describe::results(study, sink);
    reported.extend(norm::results(study));
    reported.extend(change::results(study, sink));
    reported.extend(share::results(study, sink));
    let mut computed = people::results(&scored);
    computed.extend(qualitative::results(study));
    computed.extend(agreement::results(study));
    let Scored { study, scores } = scored;
    let findings = Findings::new(study, scores, computed, reported);
    compare::tell(&findings, sink);
    findings
}

/// The study's confidence level, which `read` has checked.
fn confidence(study: &Study) -> crate::stats::Confidence {
    crate::stats::Confidence::new(study.conventions.confidence).expect("`read` admits levels between 0.5 and 1 only")
}
