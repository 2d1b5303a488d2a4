//! The running text of a paper as passages: a paragraph, heading or item each, in plain words with its place.
//!
//! `mark` walks a document in this very order.

use serde::{Deserialize, Serialize};

use super::tables::Tabled;
use crate::compose::{Block, BlockKind, Document, Inline, InlineKind, Place};

/// What a passage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Shape {
    Heading,
    Paragraph,
    Item,
    Quote,
    Footnote,
    Code,
    Formula,
    Image,
    Table,
    /// A place where a table or figure of `displays.yaml` stands.
    Display,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Passage {
    pub shape: Shape,
    /// Words without markup; citations, footnotes and formulas as they are written.
    pub text: String,
    /// The line where it begins.
    pub line: u32,
    /// Bytes of the text before each further line of the file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub breaks: Vec<usize>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<Tabled>,
}

impl Passage {
    /// The line of the file in which a byte of the text stands.
    pub fn line_at(&self, at: usize) -> u32 {
        let further = self.breaks.iter().filter(|start| **start <= at).count();
        self.line + u32::try_from(further).unwrap_or(0)
    }
}

/// A part of the paper: a chapter, the abstract, a declaration.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// What it is called, unique in a paper: a file, or `declaration Funding`.
    pub name: String,
    /// The file that it stands in.
    pub file: String,
    pub passages: Vec<Passage>,
}

/// All parts of a paper in the order of its pages.
pub fn parts(document: &Document) -> Vec<Part> {
    let named = |name: String, file: Option<&str>, blocks: &[Block]| {
        let own = blocks.first().map(|block| block.place.origin().file.to_string());
        let file = file.map(str::to_owned).or(own).unwrap_or_default();
        let mut walk = Walk { document, passages: Vec::new() };
        walk.blocks(blocks, Shape::Paragraph);
        Part { name, file, passages: walk.passages }
    };
    let mut out = Vec::new();
    out.push(named("notice".into(), None, &document.notice));
    out.push(named("licence".into(), None, &document.licence));
    out.push(named("abstract".into(), None, &document.summary));
    out.extend(document.chapters.iter().map(|part| named(part.file.to_string(), Some(&part.file), &part.blocks)));
    let declared = document.declarations.iter();
    out.extend(declared.map(|(label, blocks)| named(format!("declaration {label}"), None, blocks)));
    out.extend(document.appendices.iter().map(|part| named(part.file.to_string(), Some(&part.file), &part.blocks)));
    out.retain(|part| !part.passages.is_empty());
    out
}

struct Walk<'a> {
    document: &'a Document,
    passages: Vec<Passage>,
}

impl Walk<'_> {
    fn blocks(&mut self, blocks: &[Block], within: Shape) {
        blocks.iter().for_each(|block| self.block(block, within));
    }

    fn block(&mut self, block: &Block, within: Shape) {
        match &block.kind {
            BlockKind::Heading { content, .. } => self.words(Shape::Heading, content, block),
            BlockKind::Paragraph(content) => self.words(within, content, block),
            BlockKind::List { items, .. } => items.iter().for_each(|item| self.blocks(item, Shape::Item)),
            BlockKind::Quote(blocks) => self.blocks(blocks, Shape::Quote),
            BlockKind::Changed(blocks) => self.blocks(blocks, within),
            BlockKind::Rule => {}
            BlockKind::Code(code) => self.push(Shape::Code, code.clone(), block),
            BlockKind::Math(formula) => self.push(Shape::Formula, formula.source.to_string(), block),
            BlockKind::Image { file, alt } => {
                let bytes = self.document.images.iter().find(|(name, _)| **name == **file);
                let look = bytes.map(|(_, bytes)| super::look(bytes)).unwrap_or_default();
                self.push(Shape::Image, format!("![{alt}]({file}) {look}").trim_end().to_owned(), block);
            }
            BlockKind::Display(index) => {
                let label = self.document.displays.get(*index).map(|view| view.label.clone());
                self.push(Shape::Display, label.unwrap_or_default(), block);
            }
            BlockKind::Table(table) => {
                let table = Tabled::of(table);
                let heads = table.columns.join(" | ");
                self.push(Shape::Table, heads, block);
                if let Some(last) = self.passages.last_mut() {
                    last.table = Some(table);
                }
            }
        }
    }

    fn push(&mut self, shape: Shape, text: String, block: &Block) {
        let line = block.place.origin().line;
        self.passages.push(Passage { shape, text, line, breaks: Vec::new(), table: None });
    }

    fn words(&mut self, shape: Shape, content: &[Inline], block: &Block) {
        let mut text = String::new();
        let mut breaks = Vec::new();
        write(content, &mut text, &mut |at, newlines| breaks.extend(newlines.iter().map(|offset| at + offset)));
        let line = content.first().map_or_else(|| block.place.origin(), |first| first.place.origin()).line;
        self.passages.push(Passage { shape, text, line, breaks, table: None });
        notes(content).into_iter().for_each(|blocks| self.blocks(blocks, Shape::Footnote));
    }
}

/// The texts of the footnotes that are first called among inlines, in order.
fn notes(content: &[Inline]) -> Vec<&[Block]> {
    let mut found: Vec<&[Block]> = Vec::new();
    for inline in content {
        match &inline.kind {
            InlineKind::Emphasis(content)
            | InlineKind::Strong(content)
            | InlineKind::Strike(content)
            | InlineKind::Inserted(content)
            | InlineKind::Link { content, .. } => found.extend(notes(content)),
            InlineKind::Footnote { content: Some(blocks), .. } => found.push(blocks),
            _ => {}
        }
    }
    found
}

/// The words of inlines: no markup, but citations, footnotes and formulas as they are written.
pub fn words_of(content: &[Inline]) -> String {
    let mut text = String::new();
    write(content, &mut text, &mut |_, _| {});
    text
}

/// Writes words; `lines` hears where further lines of the file begin, in bytes from the beginning of a piece of text.
fn write(content: &[Inline], out: &mut String, lines: &mut impl FnMut(usize, &[usize])) {
    for inline in content {
        let at = out.len();
        match &inline.kind {
            InlineKind::Emphasis(content)
            | InlineKind::Strong(content)
            | InlineKind::Strike(content)
            | InlineKind::Inserted(content)
            | InlineKind::Link { content, .. } => write(content, out, lines),
            kind => out.push_str(&leaf(kind)),
        }
        if let (InlineKind::Text(text), Place::Part(source, range)) = (&inline.kind, &inline.place) {
            let written = source.markdown.get(range.clone()).unwrap_or("");
            let ends = written.char_indices().filter(|(_, c)| *c == '\n').map(|(end, _)| (end + 1).min(text.len()));
            lines(at, &ends.collect::<Vec<_>>());
        }
    }
}

/// The words of an inline that holds no others.
pub fn leaf(kind: &InlineKind) -> String {
    match kind {
        InlineKind::Text(text) | InlineKind::Code(text) => text.clone(),
        InlineKind::Cite(citing) => {
            let cited = citing.citations.iter().map(|citation| match &citation.locator {
                Some(locator) => format!("@{}, {locator}", citation.key),
                None => format!("@{}", citation.key),
            });
            format!("[{}]", cited.collect::<Vec<_>>().join("; "))
        }
        InlineKind::Reference(target) => target.text.clone(),
        InlineKind::Math(formula) => format!("${}$", formula.source),
        InlineKind::Footnote { label, .. } => format!("[^{label}]"),
        InlineKind::Break => " ".to_owned(),
        InlineKind::Deleted(_)
        | InlineKind::Emphasis(_)
        | InlineKind::Strong(_)
        | InlineKind::Strike(_)
        | InlineKind::Inserted(_)
        | InlineKind::Link { .. } => String::new(),
    }
}
