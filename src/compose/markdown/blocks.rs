//! Events to blocks: paragraphs, lists, quotes, code, tables, displays and images.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{Alignment, Event, HeadingLevel, Tag, TagEnd};

use super::{Events, lost};
use crate::compose::document::{Block, BlockKind, Inline, InlineKind, Place, plain};
use crate::compose::inline::{Context, Piece};
use crate::compose::table::{Align, Cell, Column, HeadCell, Line, Paragraph, Table, TableRow, Width};
use crate::diag::{Diagnostic, Sink};
use crate::model::{DisplayKind, Shape, Text};

/// The events of a footnote's text, and where it stands.
type Note = (Vec<(Event<'static>, Range<usize>)>, Range<usize>);

/// Reads the events of one text.
pub struct Reader<'a, 'b> {
    pub text: &'a Text,
    depth: usize,
    pub context: &'a Context<'b>,
    pub sink: &'a mut Sink,
    /// The text of each footnote.
    pub notes: BTreeMap<String, Note>,
    pub called: BTreeSet<String>,
    /// Names of links that are used.
    pub links: BTreeSet<String>,
    /// How many blocks and inlines are open.
    nesting: usize,
    /// Whether HTML was told of that opens an element.
    opened: bool,
}

/// Deeper than any text that can be read on paper.
const DEEPEST: usize = 24;

impl<'a, 'b> Reader<'a, 'b> {
    /// A reader of a text; the texts of its footnotes are looked up first, since calls stand before them.
    pub fn new(
        text: &'a Text,
        depth: usize,
        context: &'a Context<'b>,
        sink: &'a mut Sink,
        events: &[(Event<'_>, Range<usize>)],
    ) -> Self {
        let mut reader = Self {
            text,
            depth,
            context,
            sink,
            notes: BTreeMap::new(),
            called: BTreeSet::new(),
            links: BTreeSet::new(),
            nesting: 0,
            opened: false,
        };
        reader.collect_notes(events);
        reader
    }

    pub fn place(&self, range: &Range<usize>) -> Place {
        Place::Part(self.text.clone(), range.clone())
    }

    pub fn report(&mut self, code: &'static str, message: &str, range: &Range<usize>, hint: &str) {
        let diagnostic = Diagnostic::error(code, message).at(&self.text.place(range.clone())).hint(hint);
        self.sink.push(diagnostic);
    }

    fn collect_notes(&mut self, events: &[(Event<'_>, Range<usize>)]) {
        let mut open: Option<String> = None;
        for (event, range) in events {
            match event {
                Event::Start(Tag::FootnoteDefinition(label)) => {
                    let name = lost::folded(label);
                    open = match self.notes.get(&name).map(|(_, first)| first.clone()) {
                        Some(first) => {
                            self.second_note(label, range, &first);
                            None
                        }
                        None => {
                            self.notes.insert(name.clone(), (Vec::new(), range.clone()));
                            Some(name)
                        }
                    };
                }
                Event::End(TagEnd::FootnoteDefinition) => open = None,
                other => {
                    if let Some((held, _)) = open.as_ref().and_then(|label| self.notes.get_mut(label)) {
                        held.push((other.clone().into_static(), range.clone()));
                    }
                }
            }
        }
    }

    /// Opens one more level for some reading, or passes over it where there are too many.
    pub fn nested<T: Default>(
        &mut self,
        events: &mut Events<'_>,
        read: impl FnOnce(&mut Self, &mut Events<'_>) -> T,
    ) -> T {
        if self.nesting >= DEEPEST {
            let range = events.peek().map_or(0..0, |(_, range)| range.clone());
            let hint = "take some of the nested lists, quotes or emphasis apart";
            self.report("too-deep", "this is nested too deeply to be set", &range, hint);
            let mut open = 1;
            for (event, _) in events.by_ref() {
                match event {
                    Event::Start(_) => open += 1,
                    Event::End(_) => open -= 1,
                    _ => {}
                }
                if open == 0 {
                    break;
                }
            }
            return T::default();
        }
        self.nesting += 1;
        let made = read(self, events);
        self.nesting -= 1;
        made
    }

    /// Blocks up to the end tag that the caller opened.
    pub fn blocks(&mut self, events: &mut Events<'_>, end: Option<TagEnd>) -> Vec<Block> {
        self.nested(events, |reader, events| reader.blocks_here(events, end))
    }

    fn blocks_here(&mut self, events: &mut Events<'_>, end: Option<TagEnd>) -> Vec<Block> {
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
            Tag::Heading { level, id, classes, attrs } => {
                self.attributes(range, &classes, &attrs);
                let content = self.only_inlines(events, TagEnd::Heading(level), range);
                let level = heading_level(level) + self.depth;
                BlockKind::Heading { level, label: id.map(|id| id.to_string()), content }
            }
            Tag::BlockQuote(kind) => BlockKind::Quote(self.blocks(events, Some(TagEnd::BlockQuote(kind)))),
            Tag::CodeBlock(_) => {
                let mut code = String::new();
                for (event, _) in events.by_ref() {
                    match event {
                        Event::Text(text) => code.push_str(&text),
                        Event::End(TagEnd::CodeBlock) => break,
                        _ => {}
                    }
                }
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
                // It is composed where it is called.
                events.by_ref().find(|(event, _)| *event == Event::End(TagEnd::FootnoteDefinition));
                return;
            }
            Tag::HtmlBlock => {
                let mut html = String::new();
                for (event, _) in events.by_ref() {
                    match event {
                        Event::Html(line) => html.push_str(&line),
                        Event::End(TagEnd::HtmlBlock) => break,
                        _ => {}
                    }
                }
                return self.html(&html, range);
            }
            other => {
                let content = self.loose(Event::Start(other), range.clone(), events);
                return self.paragraph(content, range, found);
            }
        };
        found.push(Block { kind, place });
    }

    /// A comment is left out; other HTML would be lost on the page, so it is refused.
    pub fn html(&mut self, html: &str, range: &Range<usize>) {
        let after = |part: &str| part.split_once("-->").map_or(String::new(), |(_, rest)| rest.to_owned());
        let mut parts = html.split("<!--");
        let before = parts.next().unwrap_or("").to_owned();
        let bare: String = std::iter::once(before).chain(parts.map(after)).collect();
        let bare = bare.trim();
        let open = html.rfind("<!--").is_some_and(|at| !html[at..].contains("-->"));
        if open {
            let at = range.start + html.rfind("<!--").unwrap_or(0);
            let message = "this comment is opened, and nothing closes it: all that follows is in it";
            self.report("unclosed-comment", message, &(at..at + 4), "write `-->` where it ends");
            return;
        }
        if html.contains("-->") && !bare.is_empty() && !bare.contains('<') {
            let at =
                html.find(bare).map_or_else(|| range.clone(), |at| range.start + at..range.start + at + bare.len());
            let message = "words on the line on which a comment begins or ends are no Markdown";
            self.report("raw-html", message, &at, "put the words on a line of their own");
            return;
        }
        // What closes an element is told with what opens it.
        if bare.is_empty() || (bare.starts_with("</") && bare.matches('<').count() == 1 && self.opened) {
            return;
        }
        self.opened = true;
        let name: String =
            bare.chars().skip_while(|c| !c.is_alphabetic()).take_while(char::is_ascii_alphanumeric).collect();
        let markdown = match name.to_ascii_lowercase().as_str() {
            "b" | "strong" => "write `**words**`",
            "i" | "em" => "write `*words*`",
            "sub" | "sup" => "write it as mathematics, such as `$x_1$` or `$x^2$`",
            "br" => "end the line with a backslash",
            "a" => "write `[words](https://…)`",
            "img" | "figure" => "write `![What it shows](file.png)`",
            "table" | "tr" | "td" => "write the table in Markdown, with `|` between the cells",
            "div" | "span" | "p" | "center" | "font" | "u" => "take it out, and what closes it, too",
            _ => "write it in Markdown",
        };
        let hint = format!("{markdown}; `<` that is meant as text is written `\\<`");
        self.report("raw-html", "HTML cannot be typeset", range, &hint);
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
                    (true, Some(_)) if self.nesting > 1 => {
                        let message = format!("a {} cannot stand inside a list, quote or note", shape.as_str());
                        let hint = "put it into a paragraph of its own";
                        self.sink.push(Diagnostic::error("display-in-text", message).at(&place.origin()).hint(hint));
                    }
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
        if let [Inline { kind: InlineKind::Math(formula), .. }] = &content[..]
            && formula.display
        {
            found.push(Block { kind: BlockKind::Math(formula.clone()), place });
            return;
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
            let same = displays.iter().filter(|display| of_shape(&display.kind)).map(|display| display.id.as_str());
            let message = format!("there is no {} `{id}` in displays.yaml", shape.as_str());
            let mut told = Diagnostic::error("unknown-display", message).at(&place.of(id)).suggest(id, same.clone());
            if displays.iter().any(|display| display.id.as_str() == id) {
                let other = if shape == Shape::Table { "figure" } else { "table" };
                told = told.hint(format!("it is a {other}: write `{{{{ {other} {id} }}}}`"));
            } else if told.hints.is_empty() {
                let ids: Vec<&str> = same.collect();
                told = told.hint(match ids.is_empty() {
                    true => format!("add it to displays.yaml, under `{}s:`", shape.as_str()),
                    false => format!("displays.yaml has {}", ids.join(", ")),
                });
            }
            self.sink.push(told);
        }
        found
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
        while let Some((event, row)) = events.next() {
            match event {
                Event::Start(Tag::TableHead) => {
                    let cells = self.cells(events, TagEnd::TableHead, range);
                    table
                        .header
                        .push(cells.into_iter().map(|content| HeadCell { content, span: 1, rule: false }).collect());
                }
                Event::Start(Tag::TableRow) => {
                    self.width(alignments.len(), &row);
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

fn heading_level(level: HeadingLevel) -> usize {
    level as usize
}
