//! Events to pieces of running text: emphasis, links, citations, values, mathematics, footnotes.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::blocks::Reader;
use super::{Events, lost};
use crate::compose::document::{Inline, InlineKind};
use crate::compose::formula;
use crate::compose::inline::{self, Piece, Run};
use crate::compose::together::keep_together;

/// Pieces so far, and the text since the last of them.
#[derive(Default)]
pub struct Gathered {
    pub pieces: Vec<Piece>,
    run: Run,
}

impl Reader<'_, '_> {
    pub fn only_inlines(&mut self, events: &mut Events<'_>, end: TagEnd, range: &Range<usize>) -> Vec<Inline> {
        let pieces = self.nested(events, |reader, events| reader.pieces(events, end));
        self.without_displays(pieces, range)
    }

    fn without_displays(&mut self, pieces: Vec<Piece>, range: &Range<usize>) -> Vec<Inline> {
        let mut found = Vec::new();
        for piece in pieces {
            match piece {
                Piece::Inline(inline) => found.push(inline),
                Piece::Display { .. } | Piece::Image { .. } => {
                    let hint = "put it into a paragraph of its own";
                    self.report("display-in-text", "a table or figure cannot stand here", range, hint);
                }
            }
        }
        found
    }

    /// Inlines that begin with an event already taken, up to the next block.
    pub fn loose(&mut self, first: Event<'_>, range: Range<usize>, events: &mut Events<'_>) -> Vec<Piece> {
        let mut gathered = Gathered::default();
        self.inline_event(first, range, events, &mut gathered);
        while let Some((event, _)) = events.peek() {
            let inline = match event {
                Event::Start(tag) => matches!(
                    tag,
                    Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
                ),
                Event::End(_) | Event::Rule | Event::Html(_) => false,
                _ => true,
            };
            if !inline {
                break;
            }
            if let Some((event, range)) = events.next() {
                self.inline_event(event, range, events, &mut gathered);
            }
        }
        self.finish(gathered)
    }

    /// Inlines up to an end tag.
    pub fn pieces(&mut self, events: &mut Events<'_>, end: TagEnd) -> Vec<Piece> {
        let mut gathered = Gathered::default();
        while let Some((event, range)) = events.next() {
            if matches!(&event, Event::End(tag) if *tag == end) {
                break;
            }
            self.inline_event(event, range, events, &mut gathered);
        }
        self.finish(gathered)
    }

    fn finish(&mut self, mut gathered: Gathered) -> Vec<Piece> {
        self.flush(&mut gathered);
        gathered.pieces
    }

    fn flush(&mut self, gathered: &mut Gathered) {
        let mut run = std::mem::take(&mut gathered.run);
        if !run.is_empty() {
            keep_together(&mut run);
            gathered.pieces.extend(inline::pieces(&run, self.text, self.context, self.sink));
        }
    }

    fn inline_event(&mut self, event: Event<'_>, range: Range<usize>, events: &mut Events<'_>, out: &mut Gathered) {
        match event {
            Event::Text(text) => {
                let escaped = range.start > 0 && self.text.markdown.as_bytes()[range.start - 1] == b'\\';
                return out.run.push(&text, range, escaped);
            }
            Event::SoftBreak => return out.run.push(" ", range, false),
            _ => self.flush(out),
        }
        let place = self.place(&range);
        let kind = match event {
            Event::Code(code) => {
                self.run_code(&code, &range);
                InlineKind::Code(code.to_string())
            }
            Event::HardBreak => InlineKind::Break,
            Event::InlineMath(source) => match self.math(&source, false, &range) {
                Some(formula) => InlineKind::Math(formula),
                None => return,
            },
            Event::DisplayMath(source) => match self.math(&source, true, &range) {
                Some(formula) => InlineKind::Math(formula),
                None => return,
            },
            Event::FootnoteReference(label) => self.footnote(&label),
            Event::InlineHtml(html) | Event::Html(html) => return self.html(&html, &range),
            Event::Start(Tag::Emphasis) => InlineKind::Emphasis(self.only_inlines(events, TagEnd::Emphasis, &range)),
            Event::Start(Tag::Strong) => InlineKind::Strong(self.only_inlines(events, TagEnd::Strong, &range)),
            Event::Start(Tag::Strikethrough) => {
                self.single_tilde(&range);
                InlineKind::Strike(self.only_inlines(events, TagEnd::Strikethrough, &range))
            }
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                self.used(link_type, &id);
                self.title("link", &title, &range);
                let content = self.only_inlines(events, TagEnd::Link, &range);
                match self.link(link_type, &dest_url, &range) {
                    Some(url) => InlineKind::Link { url, content },
                    // The words stay of a link that is at fault, or leads to what has no place on paper.
                    None => return out.pieces.extend(content.into_iter().map(Piece::Inline)),
                }
            }
            Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
                self.used(link_type, &id);
                self.title("image", &title, &range);
                return self.image(&dest_url, &range, events, out);
            }
            _ => return,
        };
        out.pieces.push(Piece::Inline(Inline { kind, place }));
    }

    fn math(&mut self, source: &str, display: bool, range: &Range<usize>) -> Option<formula::Formula> {
        match formula::parse(source, display) {
            Ok(formula) => Some(formula),
            Err(fault) => {
                let start = range.start + if display { 2 } else { 1 };
                let at = start + fault.range.start..start + fault.range.end;
                let hint =
                    "the guide lists the notation that formulas may use; a dollar sign meant as text is written `\\$`";
                self.report("malformed-math", &fault.message, &at, hint);
                None
            }
        }
    }

    /// A call of a footnote; the parser takes a call without a text for text.
    fn footnote(&mut self, label: &str) -> InlineKind {
        let label = &lost::folded(label);
        let first = self.called.insert(label.clone());
        let events = self.notes.get(label).filter(|_| first).map(|(events, _)| events.clone());
        let content = events.map(|events| self.blocks(&mut events.into_iter().peekable(), None));
        InlineKind::Footnote { label: label.clone(), content }
    }
}
