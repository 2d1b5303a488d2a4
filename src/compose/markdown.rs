//! Markdown to blocks: CommonMark with tables, footnotes and mathematics, and our conventions inside it.

use std::collections::{BTreeMap, BTreeSet};
use std::iter::Peekable;
use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::document::{Block, BlockKind, Inline, InlineKind, Place};
use super::formula;
use super::inline::{self, Context, Piece, Run};
use super::table::{Align, Cell, Column, HeadCell, Line, Paragraph, Table, TableRow, Width};
use crate::diag::{Diagnostic, Sink};
use crate::model::{DisplayKind, Shape, Text};

type Events<'a> = Peekable<std::vec::IntoIter<(Event<'a>, Range<usize>)>>;

/// The blocks of a text. Headings are lowered by `depth` levels.
pub fn blocks(text: &Text, depth: usize, context: &Context<'_>, sink: &mut Sink) -> Vec<Block> {
    let source = text.markdown.clone();
    let events = events(&source);
    let mut reader = Reader { text, depth, context, sink, notes: BTreeMap::new(), called: BTreeSet::new() };
    reader.collect_notes(&events);
    let mut events = events.into_iter().peekable();
    reader.blocks(&mut events, None)
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

struct Reader<'a, 'b> {
    text: &'a Text,
    depth: usize,
    context: &'a Context<'b>,
    sink: &'a mut Sink,
    /// Events of each footnote's definition.
    notes: BTreeMap<String, Vec<(Event<'static>, Range<usize>)>>,
    called: BTreeSet<String>,
}

impl Reader<'_, '_> {
    fn place(&self, range: &Range<usize>) -> Place {
        Place::Part(self.text.clone(), range.clone())
    }

    fn report(&mut self, code: &'static str, message: &str, range: &Range<usize>, hint: &str) {
        let diagnostic = Diagnostic::error(code, message).at(&self.text.place(range.clone())).hint(hint);
        self.sink.push(diagnostic);
    }

    fn collect_notes(&mut self, events: &[(Event<'_>, Range<usize>)]) {
        let mut open: Option<String> = None;
        for (event, range) in events {
            match event {
                Event::Start(Tag::FootnoteDefinition(label)) => {
                    open = Some(label.to_string());
                    self.notes.insert(label.to_string(), Vec::new());
                }
                Event::End(TagEnd::FootnoteDefinition) => open = None,
                other => {
                    if let Some(held) = open.as_ref().and_then(|label| self.notes.get_mut(label)) {
                        held.push((other.clone().into_static(), range.clone()));
                    }
                }
            }
        }
    }

    /// Blocks up to the end tag that the caller opened.
    fn blocks(&mut self, events: &mut Events<'_>, end: Option<TagEnd>) -> Vec<Block> {
        let mut found = Vec::new();
        while let Some((event, range)) = events.next() {
            match event {
                Event::End(tag) if Some(tag) == end => break,
                Event::Start(tag) => self.tag(tag, &range, events, &mut found),
                Event::Rule => found.push(Block { kind: BlockKind::Rule, place: self.place(&range) }),
                Event::Html(html) => self.html(&html, &range),
                Event::End(_) => {}
                // A tight list item holds inlines without a paragraph around them.
                other => {
                    let content = self.loose(other, range.clone(), events);
                    self.paragraph(content, &range, &mut found);
                }
            }
        }
        found
    }

    fn tag(&mut self, tag: Tag<'_>, range: &Range<usize>, events: &mut Events<'_>, found: &mut Vec<Block>) {
        let place = self.place(range);
        let kind = match tag {
            Tag::Paragraph => {
                let content = self.pieces(events, TagEnd::Paragraph);
                return self.paragraph(content, range, found);
            }
            Tag::Heading { level, id, .. } => {
                let content = self.only_inlines(events, TagEnd::Heading(level), range);
                let level = heading_level(level) + self.depth;
                BlockKind::Heading { level, label: id.map(|id| id.to_string()), content }
            }
            Tag::BlockQuote(kind) => BlockKind::Quote(self.blocks(events, Some(TagEnd::BlockQuote(kind)))),
            Tag::CodeBlock(kind) => {
                let mut code = String::new();
                for (event, _) in events.by_ref() {
                    match event {
                        Event::Text(text) => code.push_str(&text),
                        Event::End(TagEnd::CodeBlock) => break,
                        _ => {}
                    }
                }
                let _: CodeBlockKind<'_> = kind;
                BlockKind::Code(code.trim_end().to_owned())
            }
            Tag::List(start) => {
                let mut items = Vec::new();
                while let Some((event, _)) = events.next() {
                    match event {
                        Event::Start(Tag::Item) => items.push(self.blocks(events, Some(TagEnd::Item))),
                        Event::End(TagEnd::List(_)) => break,
                        _ => {}
                    }
                }
                BlockKind::List { start, items }
            }
            Tag::Table(alignments) => BlockKind::Table(self.table(&alignments, events, range)),
            Tag::FootnoteDefinition(_) => {
                self.blocks(events, Some(TagEnd::FootnoteDefinition));
                return;
            }
            Tag::HtmlBlock => {
                while let Some((event, range)) = events.next() {
                    match event {
                        Event::Html(html) => self.html(&html, &range),
                        Event::End(TagEnd::HtmlBlock) => break,
                        _ => {}
                    }
                }
                return;
            }
            other => {
                let content = self.loose(Event::Start(other), range.clone(), events);
                return self.paragraph(content, range, found);
            }
        };
        found.push(Block { kind, place });
    }

    /// A comment is left out; other HTML would be lost on the page, so it is refused.
    fn html(&mut self, html: &str, range: &Range<usize>) {
        let bare = html.trim();
        if !bare.is_empty() && !bare.starts_with("<!--") && !bare.ends_with("-->") {
            let hint = "write it in Markdown; `<` that is meant as text is written `\\<`";
            self.report("raw-html", "HTML cannot be typeset", range, hint);
        }
    }

    /// A paragraph, or the display or image that stands alone in it.
    fn paragraph(&mut self, pieces: Vec<Piece>, range: &Range<usize>, found: &mut Vec<Block>) {
        let place = self.place(range);
        let lone = pieces.iter().all(|piece| match piece {
            Piece::Display { .. } | Piece::Image { .. } => true,
            Piece::Inline(inline) => matches!(&inline.kind, InlineKind::Text(text) if text.trim().is_empty()),
        });
        let mut content = Vec::new();
        for piece in pieces {
            match piece {
                Piece::Inline(inline) => content.push(inline),
                Piece::Image { file, alt, place } if lone => {
                    found.push(Block { kind: BlockKind::Image { file, alt }, place });
                }
                Piece::Image { place, .. } => {
                    let message = "an image stands alone in its paragraph";
                    let hint = "put empty lines around it";
                    self.sink.push(Diagnostic::error("display-in-text", message).at(&place.origin()).hint(hint));
                }
                Piece::Display { shape, id, place } => match (lone, self.display(shape, &id, &place)) {
                    (true, Some(index)) => found.push(Block { kind: BlockKind::Display(index), place }),
                    (false, _) => {
                        let message = format!("a {} stands alone in its paragraph", shape.as_str());
                        let hint = "put empty lines around it";
                        self.sink.push(Diagnostic::error("display-in-text", message).at(&place.origin()).hint(hint));
                    }
                    (true, None) => {}
                },
            }
        }
        if let [Inline { kind: InlineKind::Math(formula), .. }] = &content[..] {
            if formula.display {
                found.push(Block { kind: BlockKind::Math(formula.clone()), place });
                return;
            }
        }
        if !lone {
            found.push(Block { kind: BlockKind::Paragraph(content), place });
        }
    }

    fn display(&mut self, shape: Shape, id: &str, place: &Place) -> Option<usize> {
        let displays = &self.context.grid.findings.study.displays;
        let of_shape = |kind: &DisplayKind| match kind {
            DisplayKind::Table(_) => shape == Shape::Table,
            DisplayKind::Figure(_) => shape == Shape::Figure,
        };
        let found = displays.iter().position(|display| of_shape(&display.kind) && display.id.as_str() == id);
        if found.is_none() {
            let known = displays.iter().filter(|display| of_shape(&display.kind)).map(|display| display.id.as_str());
            let message = format!("there is no {} `{id}` in displays.yaml", shape.as_str());
            self.sink.push(Diagnostic::error("unknown-display", message).at(&place.origin()).suggest(id, known));
        }
        found
    }

    fn only_inlines(&mut self, events: &mut Events<'_>, end: TagEnd, range: &Range<usize>) -> Vec<Inline> {
        let pieces = self.pieces(events, end);
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
    fn loose(&mut self, first: Event<'_>, range: Range<usize>, events: &mut Events<'_>) -> Vec<Piece> {
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
    fn pieces(&mut self, events: &mut Events<'_>, end: TagEnd) -> Vec<Piece> {
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
        let run = std::mem::take(&mut gathered.run);
        if !run.is_empty() {
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
            Event::FootnoteReference(label) => self.footnote(&label, &range),
            Event::InlineHtml(html) | Event::Html(html) => return self.html(&html, &range),
            Event::Start(Tag::Emphasis) => InlineKind::Emphasis(self.only_inlines(events, TagEnd::Emphasis, &range)),
            Event::Start(Tag::Strong) => InlineKind::Strong(self.only_inlines(events, TagEnd::Strong, &range)),
            Event::Start(Tag::Strikethrough) => {
                InlineKind::Strike(self.only_inlines(events, TagEnd::Strikethrough, &range))
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                let content = self.only_inlines(events, TagEnd::Link, &range);
                InlineKind::Link { url: dest_url.to_string(), content }
            }
            Event::Start(Tag::Image { dest_url, .. }) => return self.image(&dest_url, &range, events, out),
            _ => return,
        };
        out.pieces.push(Piece::Inline(Inline { kind, place }));
    }

    /// An image needs a description.
    fn image(&mut self, url: &str, range: &Range<usize>, events: &mut Events<'_>, out: &mut Gathered) {
        let alt = plain(&self.only_inlines(events, TagEnd::Image, range));
        if alt.trim().is_empty() {
            let hint = "say what it shows: `![description](file.svg)`";
            self.report("no-alt", "this image has no description for readers who cannot see it", range, hint);
            return;
        }
        let src = &self.context.grid.findings.study.manifest.src;
        out.pieces.push(Piece::Image { file: format!("{src}/{url}"), alt, place: self.place(range) });
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

    fn footnote(&mut self, label: &str, range: &Range<usize>) -> InlineKind {
        let first = self.called.insert(label.to_owned());
        let content = match self.notes.get(label).cloned() {
            Some(events) if first => Some(self.blocks(&mut events.into_iter().peekable(), None)),
            Some(_) => None,
            None => {
                self.report("unknown-footnote", "this footnote has no text", range, "add `[^label]: …` to the chapter");
                None
            }
        };
        InlineKind::Footnote { label: label.to_owned(), content }
    }

    fn table(&mut self, alignments: &[Alignment], events: &mut Events<'_>, range: &Range<usize>) -> Table {
        let columns = alignments.iter().enumerate().map(|(index, alignment)| Column {
            name: format!("column {}", index + 1),
            align: match alignment {
                Alignment::Right => Align::Decimal,
                Alignment::Center => Align::Centre,
                _ => Align::Left,
            },
            width: Width::Share(1.0),
        });
        let mut table = Table { columns: columns.collect(), header: Vec::new(), rows: Vec::new(), compact: false };
        while let Some((event, _)) = events.next() {
            match event {
                Event::Start(Tag::TableHead) => {
                    let cells = self.cells(events, TagEnd::TableHead, range);
                    table
                        .header
                        .push(cells.into_iter().map(|content| HeadCell { content, span: 1, rule: false }).collect());
                }
                Event::Start(Tag::TableRow) => {
                    let cells = self.cells(events, TagEnd::TableRow, range);
                    let prose = |content| Cell::Prose(vec![Paragraph { content, line: Line::Plain }]);
                    table.rows.push(TableRow::Data(cells.into_iter().map(prose).collect()));
                }
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        for (column, cells) in table.columns.iter_mut().zip(table.header.first().into_iter().flatten()) {
            column.name = plain(&cells.content);
        }
        table
    }

    fn cells(&mut self, events: &mut Events<'_>, end: TagEnd, range: &Range<usize>) -> Vec<Vec<Inline>> {
        let mut cells = Vec::new();
        while let Some((event, _)) = events.next() {
            match event {
                Event::Start(Tag::TableCell) => cells.push(self.only_inlines(events, TagEnd::TableCell, range)),
                Event::End(tag) if tag == end => break,
                _ => {}
            }
        }
        cells
    }
}

/// Pieces so far, and the text since the last of them.
#[derive(Default)]
struct Gathered {
    pieces: Vec<Piece>,
    run: Run,
}

fn heading_level(level: HeadingLevel) -> usize {
    level as usize
}

/// The words of inlines without any markup.
pub fn plain(inlines: &[Inline]) -> String {
    let mut out = String::new();
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(text) | InlineKind::Code(text) => out.push_str(text),
            InlineKind::Emphasis(content) | InlineKind::Strong(content) | InlineKind::Strike(content) => {
                out.push_str(&plain(content));
            }
            InlineKind::Link { content, .. } => out.push_str(&plain(content)),
            InlineKind::Cite(citations) => {
                let keys: Vec<String> = citations.iter().map(|citation| format!("@{}", citation.key)).collect();
                out.push_str(&format!("[{}]", keys.join("; ")));
            }
            InlineKind::Reference(target) => out.push_str(&target.text),
            InlineKind::Math(formula) => out.push_str(&formula.source),
            InlineKind::Footnote { .. } => {}
            InlineKind::Break => out.push(' '),
        }
    }
    out
}
