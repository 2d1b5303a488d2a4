//! The numbers that the profile withholds.

use super::log::Log;
use crate::analyse::Findings;
use crate::diag::Sink;

pub fn guard(findings: Findings, _log: &mut Log, _sink: &mut Sink) -> Findings {
    findings
}
