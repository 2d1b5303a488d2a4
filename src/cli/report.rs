//! `build --format json`: what was written and what was said, for programs.

use std::path::Path;

use serde_json::{Value, json};

use super::Outcome;
use super::check::diagnostic;
use super::output::print;
use super::output_folder::{MANIFEST, OutputFolder};
use super::stages::Run;
use crate::diag::Stop;

/// Prints the report of a build that gave the path of its paper.
pub fn report(run: &Run, root: &Path, built: &Result<String, Stop>) -> Outcome {
    let paper = built.as_ref().ok().filter(|_| !run.has_errors());
    // The build folder's own manifest knows every file with its hash.
    let outputs = paper.and_then(|paper| {
        let folder = Path::new(paper).parent()?;
        let manifest: Value = serde_json::from_slice(&OutputFolder::peek(root, folder, MANIFEST)?).ok()?;
        manifest.get("outputs").cloned()
    });
    let diagnostics: Vec<Value> = run.sink.diagnostics().iter().map(diagnostic).collect();
    let report = json!({"paper": paper, "outputs": outputs.unwrap_or_else(|| json!({})), "diagnostics": diagnostics});
    print(&format!("{report:#}\n"));
    if paper.is_some() { Outcome::Well } else { Outcome::Faulty }
}
