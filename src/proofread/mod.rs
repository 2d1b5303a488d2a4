//! [`Grid`] to diagnostics: sentences beside the evidence that they name.
//!
//! Words of direction and significance, and digits that no result stands behind. It says nothing of what the claims
//! themselves are worth: that is `synthesise`.

use crate::diag::Sink;
use crate::synthesise::Grid;

/// Reads the study's findings and prose against its results.
pub fn proofread(_grid: &Grid, _sink: &mut Sink) {}
