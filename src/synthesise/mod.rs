//! [`Findings`] to the [`Grid`]: where numbers and voices meet, and every claim gets its verdict.
//!
//! A claim is a piece of evidence with what is expected of it. A printed figure decides only where its whole rounding
//! interval does. Coverage is looked at from both sides: claims that name no evidence, and evidence that no claim uses.

mod coverage;
mod evaluate;
mod fit;
mod grid;
mod observed;
mod size;
mod spread;
mod verdict;

pub use coverage::{Coverage, Notable, Usage};
pub use evaluate::unknown_address;
pub use grid::{Cell, Claim, Grid, JudgedFinding, Row, Tally, Test};
pub use observed::observed;
pub use size::{Yardstick, equivalence_bound, unit};
pub use spread::{Spread, Stances};
pub use verdict::Verdict;

use std::sync::Arc;

use crate::analyse::Findings;
use crate::audit::Audit;
use crate::diag::{Severity, Sink};

/// Judges every claim of the study's propositions. The audit is that of its printed figures, for the tables of it.
pub fn synthesise(findings: Findings, audit: Arc<Audit>, sink: &mut Sink) -> Grid {
    let before = sink.count(Severity::Error);
    let rows = grid::rows(&findings, sink);
    // What a faulty claim was to name would seem unused.
    let mut unheard = Sink::new();
    let sound = sink.count(Severity::Error) == before;
    let coverage = coverage::coverage(&findings, &rows, if sound { sink } else { &mut unheard });
    Grid { findings, rows, coverage, audit }
}
