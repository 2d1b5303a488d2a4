//! The renderer: the paper, its figures and tables in the folder that mdBook names.

use std::process::ExitCode;

use mdbook_renderer::RenderContext;
use serde_json::Value;

use super::super::build;
use super::super::manner::{Colour, settle};
use super::super::stages::Run;
use super::is_served;

/// Builds what `synthesist build` builds.
pub fn print(value: Value) -> serde_json::Result<ExitCode> {
    let context: RenderContext = serde_json::from_value(value)?;
    let has = |key: &str| matches!(context.config.get::<Value>(key), Ok(Some(_)));
    // The preprocessor has told all that is no error already, in the same run of mdBook.
    let filled = has("preprocessor.synthesist") && has("output.html");
    settle(Colour::Auto, filled);
    let mut run = Run::quiet();
    let built = build::build_into(&mut run, &context.root, &context.destination);
    run.tell();
    // mdBook would end where it is served; so the last good paper stays, and the next save makes another.
    let sound = built.is_ok() && !run.has_errors();
    Ok(if sound || is_served(&context.config) { ExitCode::SUCCESS } else { ExitCode::from(1) })
}
