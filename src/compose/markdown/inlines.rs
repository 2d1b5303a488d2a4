//! Events to pieces of running text: emphasis, links, citations, values, mathematics, footnotes.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::Events;
use super::blocks::Reader;
use crate::compose::document::{Inline, InlineKind, plain};
use crate::compose::formula;
use crate::compose::inline::{self, Piece, Run};
use crate::compose::together::keep_together;
use crate::diag::Diagnostic;

/// Pieces so far, and the text since the last of them.
#[derive(Default)]
struct Gathered {
    pieces: Vec<Piece>,
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
            Event::Code(code) => InlineKind::Code(code.to_string()),
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
                InlineKind::Strike(self.only_inlines(events, TagEnd::Strikethrough, &range))
            }
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                let content = self.only_inlines(events, TagEnd::Link, &range);
                match self.link(link_type, &dest_url, &range) {
                    Some(url) => InlineKind::Link { url, content },
                    // A link to another file of the study leads nowhere on paper; its words stay.
                    None => return out.pieces.extend(content.into_iter().map(Piece::Inline)),
                }
            }
            Event::Start(Tag::Image { dest_url, .. }) => return self.image(&dest_url, &range, events, out),
            _ => return,
        };
        out.pieces.push(Piece::Inline(Inline { kind, place }));
    }

    /// Where a link leads on paper: the web, a mail address, or a part of this paper, written `#sec-id`.
    fn link(&mut self, kind: LinkType, url: &str, range: &Range<usize>) -> Option<String> {
        if kind == LinkType::Email {
            return Some(format!("mailto:{url}"));
        }
        if let Some(label) = url.strip_prefix('#') {
            if self.context.targets.iter().any(|target| target.label == label) {
                return Some(url.to_owned());
            }
            let known = self.context.targets.iter().map(|target| target.label.as_str());
            let diagnostic = Diagnostic::error("unknown-target", format!("`#{label}` points at nothing"))
                .at(&self.text.place(range.clone()))
                .suggest(label, known);
            self.sink.push(diagnostic);
            return None;
        }
        let scheme = url.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
        match scheme.as_deref() {
            Some("http" | "https" | "mailto" | "doi") => Some(url.to_owned()),
            None if url.split('#').next().is_some_and(|path| path.ends_with(".md")) => None,
            _ => {
                let hint = "a link begins with `https:` or `mailto:`, or names a section as `#sec-id`";
                self.report("bad-link", "this link leads nowhere on paper", range, hint);
                None
            }
        }
    }

    /// An image needs a description.
    fn image(&mut self, url: &str, range: &Range<usize>, events: &mut Events<'_>, out: &mut Gathered) {
        let alt = plain(&self.only_inlines(events, TagEnd::Image, range));
        if alt.trim().is_empty() {
            let hint = format!("say what it shows between the brackets: `![What it shows]({url})`");
            self.report("no-alt", "this image has no description for readers who cannot see it", range, &hint);
            return;
        }
        let study = &self.context.grid.findings.study;
        let file = format!("{}/{}", study.manifest.src, url.trim_start_matches("./"));
        if !study.images.iter().any(|image| *image.file == *file) {
            self.report("no-image", "an image can stand in a chapter only", range, "move it into a chapter");
            return;
        }
        out.pieces.push(Piece::Image { file, alt, place: self.place(range) });
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
        let first = self.called.insert(label.to_owned());
        let events = self.notes.get(label).filter(|_| first).map(|(events, _)| events.clone());
        let content = events.map(|events| self.blocks(&mut events.into_iter().peekable(), None));
        InlineKind::Footnote { label: label.to_owned(), content }
    }
}
