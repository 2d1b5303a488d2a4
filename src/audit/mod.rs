//! [`Findings`] to [`Audit`]: whether printed figures can stand beside each other.

use crate::analyse::Findings;

/// What came of the audit.
#[derive(Debug, Clone, Default)]
pub struct Audit {}

/// Audits the study's reported results.
pub fn audit(_findings: &Findings) -> Audit {
    Audit {}
}
