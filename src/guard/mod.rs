//! [`Findings`] to [`Findings`]: what the study's disclosure profile keeps from every output.
//!
//! Whatever stands behind this room sees guarded findings only, so no table, chart, sentence, verdict or file can show
//! what is withheld. Nothing is changed under the profile `open`.

mod log;
mod numbers;
mod words;

pub use log::{Action, Entry, Found, Log};
pub use numbers::open;

use crate::analyse::Findings;
use crate::diag::Sink;

/// Withholds what the profile withholds, and tells what it did in a log that names no withheld value.
pub fn guard(findings: Findings, sink: &mut Sink) -> (Findings, Log) {
    let (mut log, mut of_words) = (Log::default(), Log::default());
    // What is said in words is set against small cells, which are gone from what the numbers leave.
    let findings = words::guard(findings, &mut of_words, sink);
    let findings = numbers::guard(findings, &mut log, sink);
    log.entries.extend(of_words.entries);
    log.found = of_words.found;
    (findings, log)
}
