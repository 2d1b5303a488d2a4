//! What a reader of `mdbook serve` sees while the study has errors: the errors, where the chapters were.

use mdbook_core::book::Book;

use super::super::stages::Run;
use crate::diag::{Palette, Severity, plural, render};
use crate::web::message;

/// Puts the errors into every chapter; the next save that mends them brings the chapters back.
pub fn failed(book: &mut Book, run: &Run) {
    let errors = run.sink.diagnostics().iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    let told: Vec<String> = errors.map(|diagnostic| render(diagnostic, &run.sources, Palette::Plain)).collect();
    let title = format!("The study has {}", plural(told.len(), "error"));
    let content = message(&title, "Mend and save: the chapters come back.", &told.join("\n"));
    book.for_each_chapter_mut(|chapter| chapter.content.clone_from(&content));
}
