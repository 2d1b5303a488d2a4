//! What looks like Markdown in a chapter and is none, and what Markdown makes of it that its author hardly meant: it
//! would be printed as it was typed, or as something else, or not at all.
//!
//! Looked at by lines and blocks here. What stands within running text is looked at where that is composed.

mod blocks;
mod lines;

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::diag::{Diagnostic, Severity, Sink};
use crate::model::Text;

/// Reports slips of a chapter, each where it was made.
pub fn slips(text: &Text, sink: &mut Sink) {
    if blocks::front_matter(text, sink) {
        return;
    }
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_MATH;
    let mut page = Page { text, sink, boxes: 0 };
    let mut before = Before::default();
    for (event, range) in Parser::new_ext(&text.markdown, options).into_offset_iter() {
        match &event {
            Event::Start(Tag::Paragraph) => page.paragraph(range.clone(), &before),
            Event::Start(Tag::Heading { .. }) => page.underlined(range.clone()),
            Event::Start(Tag::CodeBlock(kind)) => page.code(kind, range.clone()),
            Event::Start(Tag::HtmlBlock) => page.comment(range.clone()),
            Event::Start(Tag::List(_)) => page.list(range.clone(), &before),
            Event::Start(Tag::BlockQuote(_)) => page.quotation(range.clone(), &before),
            Event::Rule => page.rule(range.clone()),
            _ => {}
        }
        before.note(&event, range);
    }
}

/// The block that ended last.
#[derive(Default)]
struct Before {
    paragraph: Option<Range<usize>>,
    list: Option<Range<usize>>,
    table: Option<Range<usize>>,
}

impl Before {
    fn note(&mut self, event: &Event<'_>, range: Range<usize>) {
        match event {
            Event::End(TagEnd::Paragraph) => *self = Self { paragraph: Some(range), ..Self::default() },
            Event::End(TagEnd::List(_)) => *self = Self { list: Some(range), ..Self::default() },
            Event::End(TagEnd::Table) => *self = Self { table: Some(range), ..Self::default() },
            Event::Start(Tag::Item) | Event::Rule => *self = Self::default(),
            Event::End(TagEnd::Heading(_) | TagEnd::CodeBlock | TagEnd::BlockQuote(_)) => *self = Self::default(),
            _ => {}
        }
    }
}

/// A chapter, and where its slips are told.
struct Page<'a> {
    text: &'a Text,
    sink: &'a mut Sink,
    /// Boxes of other programs that were told of; what closes them is told with them.
    boxes: usize,
}

impl Page<'_> {
    fn tell(&mut self, severity: Severity, code: &'static str, message: &str, range: Range<usize>, hint: &str) {
        let diagnostic = Diagnostic::new(severity, code, message).at(&self.text.place(range));
        self.sink.push(diagnostic.hint(hint));
    }

    fn error(&mut self, code: &'static str, message: &str, range: Range<usize>, hint: &str) {
        self.tell(Severity::Error, code, message, range, hint);
    }

    fn warn(&mut self, code: &'static str, message: &str, range: Range<usize>, hint: &str) {
        self.tell(Severity::Warning, code, message, range, hint);
    }

    fn source(&self, range: Range<usize>) -> &str {
        &self.text.markdown[range]
    }

    /// The first line of a block, without the white space around it.
    fn first_line(&self, range: Range<usize>) -> Range<usize> {
        self.lines(range.clone()).into_iter().next().unwrap_or(range.start..range.start)
    }

    /// The lines of a block, without the white space and the marks of a quotation around them.
    fn lines(&self, range: Range<usize>) -> Vec<Range<usize>> {
        let mut at = range.start;
        let mut lines = Vec::new();
        for line in self.source(range).split_inclusive('\n') {
            let start = at + line.len() - line.trim_start_matches(['>', ' ', '\t']).len();
            lines.push(start..(start + line.trim_start_matches(['>', ' ', '\t']).trim_end().len()).max(start));
            at += line.len();
        }
        lines
    }

    /// How many blanks stand before a place on its line, where nothing else does.
    fn indent(&self, at: usize) -> Option<usize> {
        let line = self.text.markdown[..at].rsplit('\n').next().unwrap_or("");
        line.trim().is_empty().then_some(line.len())
    }
}
