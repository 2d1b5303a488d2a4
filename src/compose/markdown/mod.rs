//! Markdown to blocks: CommonMark with tables, footnotes and mathematics, and our conventions inside it.

mod blocks;
mod inlines;
mod links;
mod lost;
mod words;

use std::iter::Peekable;
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use blocks::Reader;

use super::document::{Block, BlockKind, Inline, InlineKind};
use super::inline::{Context, Run};
use crate::diag::{Diagnostic, Sink};
use crate::model::{Shape, Text};

type Events<'a> = Peekable<std::vec::IntoIter<(Event<'a>, Range<usize>)>>;

/// The blocks of a text. Headings are lowered by `depth` levels.
pub fn blocks(text: &Text, depth: usize, context: &Context<'_>, sink: &mut Sink) -> Vec<Block> {
    if text.is_literal() {
        return words::paragraphs(text);
    }
    let source = text.markdown.clone();
    let events = events(&source);
    let definitions = lost::definitions(text, &events);
    let mut reader = Reader::new(text, depth, context, sink, &events);
    let found = reader.blocks(&mut events.into_iter().peekable(), None);
    reader.idle_notes();
    reader.idle_links(definitions);
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

/// A heading of a chapter.
pub struct Heading {
    pub label: Option<String>,
    /// Its words in the text, without marks and label.
    pub words: Range<usize>,
    pub range: Range<usize>,
    pub level: usize,
}

/// The headings of a chapter, for cross-references; the first is its title.
pub fn headings(text: &Text) -> Vec<Heading> {
    let mut found: Vec<Heading> = Vec::new();
    let mut open = false;
    for (event, range) in events(&text.markdown) {
        match event {
            Event::Start(Tag::Heading { id, level, .. }) => {
                open = true;
                let (label, start) = (id.map(|id| id.to_string()), range.start);
                found.push(Heading { label, words: start..start, range, level: level as usize });
            }
            Event::End(TagEnd::Heading(_)) => open = false,
            _ if open => {
                if let Some(heading) = found.last_mut() {
                    let fresh = heading.words.is_empty();
                    let start = if fresh { range.start } else { heading.words.start };
                    heading.words = start..range.end.max(heading.words.end);
                }
            }
            _ => {}
        }
    }
    found
}

/// The displays that a chapter places, in order, each with its place. What stands in code or is escaped places none.
pub fn placed(text: &Text) -> Vec<(Shape, String, Range<usize>)> {
    let mut found = Vec::new();
    let mut run = Run::default();
    let mut code = false;
    for (event, range) in events(&text.markdown) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => code = true,
            Event::End(TagEnd::CodeBlock) => code = false,
            Event::Text(piece) if !code => {
                let escaped = range.start > 0 && text.markdown.as_bytes()[range.start - 1] == b'\\';
                run.push(&piece, range, escaped);
            }
            _ => found.extend(std::mem::take(&mut run).displays()),
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
