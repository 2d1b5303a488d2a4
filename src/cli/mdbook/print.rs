//! The renderer: the paper, its figures and tables in the folder that mdBook names.

use std::process::ExitCode;

use mdbook_renderer::RenderContext;
use serde_json::Value;

use super::super::build;
use super::super::manner::{Colour, settle};
use super::super::stages::Run;

/// Builds what `synthesist build` builds.
pub fn print(value: Value) -> serde_json::Result<ExitCode> {
    let context: RenderContext = serde_json::from_value(value)?;
    // The preprocessor has told all that is no error already, in the same run of mdBook.
    let filled = matches!(context.config.get::<Value>("preprocessor.synthesist"), Ok(Some(_)));
    settle(Colour::Auto, filled && matches!(context.config.get::<Value>("output.html"), Ok(Some(_))));
    let mut run = Run::quiet();
    let built = build::build_into(&mut run, &context.root, &context.destination);
    run.tell();
    let sound = built.is_ok() && !run.has_errors();
    Ok(if sound { ExitCode::SUCCESS } else { ExitCode::from(1) })
}
