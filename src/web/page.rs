//! The pages put together, in the order of the paper.

use super::citations::references;
use super::escape::{address, attribute, data};
use super::links::{parts, targets};
use super::masthead::{SIMULATED, masthead};
use super::writer::{Ledger, Writer};
use super::{Book, Page, Part};
use crate::compose::{Block, BlockKind, Inline, InlineKind, Place};
use crate::diag::Origin;
use crate::model::Role;

/// The look of what mdBook has no look for.
const STYLE: &str = include_str!("style.css");

pub fn pages(book: &Book<'_>) -> Vec<Page> {
    let targets = targets(book);
    let mut ledger = Ledger::default();
    let in_notes = book.document.printed.in_notes;
    let mut written = Vec::new();
    // The title's own texts come first on paper, wherever their page stands.
    let first = book.addresses.first.clone().map(Part::Chapter);
    let mut over = None;
    for (index, (part, blocks)) in parts(book.document, book.study).into_iter().enumerate() {
        if index == 0 {
            let path = first.as_ref().map(|part| book.addresses.of(part)).unwrap_or_default();
            let mut w = Writer::new(book, &targets, &mut ledger, path, in_notes);
            masthead(&mut w);
            over = Some(w.finish());
        }
        let mut w = Writer::new(book, &targets, &mut ledger, book.addresses.of(&part), in_notes);
        content(&mut w, &part, blocks);
        written.push((part, w.finish()));
    }
    let mut pages: Vec<Page> = written
        .into_iter()
        .map(|(part, html)| {
            let over = over.as_ref().filter(|_| first.as_ref() == Some(&part)).cloned().unwrap_or_default();
            let text = over + &html;
            Page { content: framed(book, text), part }
        })
        .collect();
    if book.document.cites && book.document.bibliography.is_some() {
        pages.push(Page { part: Part::References, content: framed(book, references(book)) });
    }
    pages
}

fn content(w: &mut Writer<'_>, part: &Part, blocks: &[Block]) {
    match part {
        Part::Declarations => {
            w.heading(1, None, &words("Declarations"));
            w.raw("\n\n");
            for (label, blocks) in &w.book.document.declarations {
                w.heading(2, None, &words(label));
                w.raw("\n\n");
                w.blocks(blocks);
            }
        }
        Part::Chapter(file) => {
            let summary = w.book.study.chapters.iter().any(|c| c.role == Role::Abstract && c.file == *file);
            if summary {
                w.heading(1, None, &words("Abstract"));
                w.raw("\n\n");
            } else if let Some(Block { kind: BlockKind::Heading { level, .. }, .. }) = blocks.first() {
                // A page begins at the first level, however deep its chapter stands in the paper.
                w.raised = level.saturating_sub(1);
            }
            w.blocks(blocks);
        }
        Part::References => {}
    }
}

fn words(text: &str) -> Vec<Inline> {
    let place = Place::Known(Origin::start_of(&"book.toml".into()));
    vec![Inline { kind: InlineKind::Text(text.to_owned()), place }]
}

/// What stands around every page.
fn framed(book: &Book<'_>, text: String) -> String {
    let style = if book.styled { format!("<style>\n{STYLE}</style>\n\n") } else { String::new() };
    let mark = match book.document.simulated {
        true => format!("<p class=\"syn-simulated\">{SIMULATED}</p>\n\n"),
        false => String::new(),
    };
    format!("{style}{mark}{}\n", text.trim_end())
}

/// The address of an image of the study. mdBook copies what lies among the chapters, as it lies there; where
/// participants are guarded the page holds the image that the guard lets through.
pub fn image(book: &Book<'_>, file: &str, from: &str) -> String {
    let inside = file.strip_prefix(&format!("{}/", book.study.manifest.src));
    match inside {
        Some(path) if !book.study.disclosure.guards() => {
            let up = "../".repeat(from.matches('/').count());
            attribute(&format!("{up}{}", address(path)))
        }
        _ => {
            let bytes = book.document.images.iter().find(|(name, _)| **name == *file).map(|(_, bytes)| &bytes[..]);
            let kind = match file.rsplit('.').next().unwrap_or("").to_ascii_lowercase().as_str() {
                "svg" => "image/svg+xml",
                "jpg" | "jpeg" => "image/jpeg",
                "gif" => "image/gif",
                "webp" => "image/webp",
                _ => "image/png",
            };
            data(kind, bytes.unwrap_or_default())
        }
    }
}
