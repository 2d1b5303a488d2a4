//! Markdown to blocks: CommonMark with tables, footnotes and mathematics, and our conventions inside it.

mod blocks;
mod inlines;

use std::iter::Peekable;
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use blocks::Reader;

use super::document::{Block, BlockKind, Inline, InlineKind};
use super::inline::Context;
use crate::diag::{Diagnostic, Sink};
use crate::model::{Shape, Text};

type Events<'a> = Peekable<std::vec::IntoIter<(Event<'a>, Range<usize>)>>;

/// The blocks of a text. Headings are lowered by `depth` levels.
pub fn blocks(text: &Text, depth: usize, context: &Context<'_>, sink: &mut Sink) -> Vec<Block> {
    let source = text.markdown.clone();
    let events = events(&source);
    let mut reader = Reader::new(text, depth, context, sink, &events);
    let found = reader.blocks(&mut events.into_iter().peekable(), None);
    reader.idle_notes();
    found
}

/// The inlines of a text that is one paragraph: captions, statements, findings.
pub fn inlines(text: &Text, context: &Context<'_>, sink: &mut Sink) -> Vec<Inline> {
    let mut found = Vec::new();
    for block in blocks(text, 0, context, sink) {
        match block.kind {
            BlockKind::Paragraph(content) => {
                if !found.is_empty() {
                    found.push(Inline { kind: InlineKind::Break, place: block.place });
                }
                found.extend(content);
            }
            _ => {
                let message = "only running text can stand here: no headings, lists, tables or displays";
                sink.push(Diagnostic::error("not-running-text", message).at(&block.place.origin()));
            }
        }
    }
    found
}

/// Labels of the headings of a chapter with their text, for cross-references; the first heading is its title.
pub fn headings(text: &Text) -> Vec<(Option<String>, String, Range<usize>, usize)> {
    let mut found = Vec::new();
    let mut open: Option<(Option<String>, String, Range<usize>, usize)> = None;
    for (event, range) in events(&text.markdown) {
        match event {
            Event::Start(Tag::Heading { id, level, .. }) => {
                open = Some((id.map(|id| id.to_string()), String::new(), range, level as usize));
            }
            Event::End(TagEnd::Heading(_)) => found.extend(open.take()),
            Event::Text(piece) | Event::Code(piece) => {
                if let Some((_, title, ..)) = &mut open {
                    title.push_str(&piece);
                }
            }
            _ => {}
        }
    }
    found
}

/// The displays that a chapter places, in order.
pub fn placed(text: &Text) -> Vec<(Shape, String)> {
    let mut found = Vec::new();
    for part in text.markdown.split("{{").skip(1) {
        let Some((inside, _)) = part.split_once("}}") else { continue };
        let inside = inside.trim();
        for (word, shape) in [("table ", Shape::Table), ("figure ", Shape::Figure)] {
            if let Some(id) = inside.strip_prefix(word) {
                found.push((shape, id.trim().to_owned()));
            }
        }
    }
    found
}

fn events(source: &str) -> Vec<(Event<'_>, Range<usize>)> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_SMART_PUNCTUATION
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_MATH;
    Parser::new_ext(source, options).into_offset_iter().collect()
}
