//! The preprocessor: each chapter's text gives way to what the paper says there.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use mdbook_core::book::{Book, BookItem, Chapter};
use mdbook_preprocessor::PreprocessorContext;
use serde_json::Value;

use super::super::build;
use super::super::output::print;
use super::super::stages::Run;
use super::failed::failed;
use super::insert::{free, insert};
use crate::diag::{Diagnostic, Stop};
use crate::model::{Manifest, Role, Study};
use crate::typeset::Typesetter;
use crate::web::{self, Addresses, Page, Part};

/// Answers mdBook with the filled book.
pub fn fill(value: Value) -> serde_json::Result<ExitCode> {
    let (context, mut book): (PreprocessorContext, Book) = serde_json::from_value(value)?;
    let mut run = Run::quiet();
    let made = pages(&mut run, &context, &book);
    run.tell();
    match made {
        Ok(made) if !run.has_errors() => put(&mut book, made),
        // mdBook would end where it is served, and the next save would not mend it.
        _ if is_served(&context) => failed(&mut book, &run),
        _ => return Ok(ExitCode::from(1)),
    }
    print(&serde_json::to_string(&book)?);
    Ok(ExitCode::SUCCESS)
}

/// `mdbook serve` says so by the address at which pages wait for news.
fn is_served(context: &PreprocessorContext) -> bool {
    matches!(context.config.get::<String>("output.html.live-reload-endpoint"), Ok(Some(_)))
}

/// What the study makes of the book.
struct Made {
    /// The folder of the prose.
    src: String,
    addresses: Addresses,
    pages: Vec<Page>,
    /// Files of the chapters after the references.
    appendices: Vec<String>,
}

fn pages(run: &mut Run, context: &PreprocessorContext, book: &Book) -> Result<Made, Stop> {
    let grid = run.grid(&context.root)?;
    let document = build::judged(run, &grid, false)?;
    let study = &grid.findings.study;
    if context.renderer == "html" {
        copied(run, context, study);
        run.sink.stop_on_errors()?;
    }
    let figures = Typesetter::new(study).vectors(&document, &mut run.sink)?;
    let addresses = addresses(book, &study.manifest);
    let styled = context.renderer == "html";
    let book = web::Book { document: &document, study, figures: &figures, addresses: &addresses, styled };
    let pages = web::pages(&book);
    let appendices = study.chapters.iter().filter(|chapter| chapter.role == Role::Appendix);
    let appendices = appendices.map(|chapter| chapter.file.to_string()).collect();
    Ok(Made { src: study.manifest.src.clone(), addresses, pages, appendices })
}

/// mdBook copies every file among the chapters that is not Markdown, as it is: with the ids of those who are quoted, and
/// with what images know of where they were taken. Nothing here can keep it from that, so the author has to.
fn copied(run: &mut Run, context: &PreprocessorContext, study: &Study) {
    let removed = context.config.get::<bool>("preprocessor.synthesist.copies-removed");
    if !study.disclosure.guards() || matches!(removed, Ok(Some(true))) {
        return;
    }
    let mut files = Vec::new();
    beside_chapters(&context.root, &study.manifest.src, &mut files);
    files.sort();
    if let Some(first) = files.first() {
        let others = match files.len() {
            1 => String::new(),
            count => format!(" and {}", crate::diag::plural(count - 1, "other file")),
        };
        let message = format!("mdBook copies {first}{others} into the book as they are, and this study is guarded");
        // What is served stays on this machine.
        let diagnostic = match is_served(context) {
            true => Diagnostic::warning("mdbook-copies", message),
            false => Diagnostic::error("mdbook-copies", message),
        };
        let diagnostic = diagnostic
            .hint("they hold ids, words and images that the guard changes: remove them from the book before anybody gets it")
            .hint("say that you do: `copies-removed = true` under `[preprocessor.synthesist]` in book.toml");
        run.sink.push(diagnostic);
    }
}

/// The files below a folder of the study that are not Markdown.
fn beside_chapters(root: &Path, folder: &str, found: &mut Vec<String>) {
    let Ok(entries) = std::fs::read_dir(root.join(folder)) else { return };
    for entry in entries.flatten() {
        let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            beside_chapters(root, &path, found);
        } else if !path.ends_with(".md") {
            found.push(path);
        }
    }
}

/// The path of a chapter's file from the study's root.
fn file_of(chapter: &Chapter, src: &str) -> Option<String> {
    let path = chapter.source_path.as_deref()?;
    Some(format!("{src}/{}", slashes(path)))
}

fn slashes(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

fn addresses(book: &Book, manifest: &Manifest) -> Addresses {
    let mut chapters = BTreeMap::new();
    let mut first = None;
    for chapter in book.chapters() {
        if let Some((file, path)) = file_of(chapter, &manifest.src).zip(chapter.path.as_deref()) {
            let file: std::sync::Arc<str> = file.into();
            first.get_or_insert_with(|| file.clone());
            chapters.insert(file, slashes(path));
        }
    }
    let declarations = free(book, "declarations");
    Addresses { chapters, declarations, references: free(book, "references"), first }
}

/// Fills the chapters, and adds what the paper has and the book has not.
fn put(book: &mut Book, made: Made) {
    let mut filled: BTreeMap<String, String> = BTreeMap::new();
    let mut added = Vec::new();
    for page in made.pages {
        let name = match &page.part {
            Part::Chapter(file) => {
                filled.insert(file.to_string(), page.content);
                continue;
            }
            Part::Declarations => "Declarations",
            Part::References => "References",
        };
        let mut chapter = Chapter::new(name, page.content, made.addresses.of(&page.part), Vec::new());
        chapter.source_path = None;
        added.push(BookItem::Chapter(chapter));
    }
    book.for_each_chapter_mut(|chapter| {
        if let Some(content) = file_of(chapter, &made.src).and_then(|file| filled.remove(&file)) {
            chapter.content = content;
        }
    });
    let appendix = |chapter: &Chapter| file_of(chapter, &made.src).is_some_and(|file| made.appendices.contains(&file));
    insert(book, added, appendix);
}
