//! [`Study`](crate::model::Study) to [`Rehearsal`]: participant-level data made to agree with printed summaries.
//!
//! The audit comes before a search: what it finds impossible is told with its reason, and the rest is looked for. All chance
//! is drawn in `chance`, from a seed. Nothing that is made here was observed, and the data say so themselves.

mod aims;
mod attendance;
mod chance;
mod fit;
mod kept;
mod levels;
mod outcome;
mod rehearsal;
mod search;
mod settle;
mod start;
mod sums;
mod targets;
mod task;
mod wanted;

pub use outcome::{Outcome, Status};
pub use rehearsal::{Rehearsal, Sheet, simulate};
