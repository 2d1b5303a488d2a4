//! Generated Typst markup with a map back: every stretch knows the place in the user's files that it comes from.

use std::ops::Range;
use std::sync::Arc;

use typst::foundations::Bytes;
use typst::visualize::{ExchangeFormat, RasterImage, SvgImage};

use super::escape::{escape, literal};
use super::glyphs::Glyphs;
use crate::compose::references::Printed;
use crate::compose::{Block, BlockKind, Citing, Formula, Inline, InlineKind, Place, chapter_label};
use crate::diag::{Diagnostic, Origin, Sink};

/// A generated file.
#[derive(Debug, Default)]
pub struct Markup {
    pub text: String,
    /// Stretches of the text with their places; inner ones lie within outer ones.
    pub map: Vec<(Range<usize>, Place)>,
    /// Characters without a glyph that do not stand at the place that they come from.
    pub repeated: Vec<(char, Origin)>,
}

impl Markup {
    /// The innermost place that a byte of the file comes from.
    pub fn place(&self, at: usize) -> Option<&Place> {
        let around = self.map.iter().filter(|(range, _)| range.start <= at && at <= range.end);
        around.min_by_key(|(range, _)| range.len()).map(|(_, place)| place)
    }
}

/// Writes blocks and inlines as markup.
pub struct Writer<'a> {
    pub markup: Markup,
    pub glyphs: &'a Glyphs,
    pub sink: &'a mut Sink,
    /// Name of the display at a position, and whether it is written in place.
    pub displays: &'a [String],
    /// The study's images by their paths.
    pub images: &'a [(Arc<str>, Arc<[u8]>)],
    /// Citations as they are printed.
    pub printed: &'a Printed,
    /// The file of the chapter whose title comes next: a title without an id has a label for links to the chapter.
    pub chapter: Option<Arc<str>>,
}

/// For texts that cite nothing.
static NOTHING_CITED: Printed = Printed { groups: Vec::new(), items: Vec::new(), hanging: false, in_notes: false };

impl<'a> Writer<'a> {
    pub fn new(
        glyphs: &'a Glyphs,
        displays: &'a [String],
        images: &'a [(Arc<str>, Arc<[u8]>)],
        sink: &'a mut Sink,
    ) -> Self {
        let markup = Markup { text: "#import \"/style.typ\": *\n".to_owned(), ..Markup::default() };
        Self { markup, glyphs, sink, displays, images, printed: &NOTHING_CITED, chapter: None }
    }

    pub fn raw(&mut self, text: &str) {
        self.markup.text.push_str(text);
    }

    /// Writes something and remembers where it comes from.
    pub fn placed(&mut self, place: &Place, write: impl FnOnce(&mut Self)) {
        let start = self.markup.text.len();
        write(self);
        let end = self.markup.text.len();
        self.markup.map.push((start..end, place.clone()));
    }

    /// Text as it stands, once it is known that every character can be printed.
    pub fn text(&mut self, text: &str, place: &Place) {
        self.check(text, place);
        let escaped = escape(text);
        self.placed(place, |w| w.raw(&escaped));
    }

    pub fn check(&mut self, text: &str, place: &Place) {
        let missing = text.chars().filter(|c| !self.glyphs.has(*c));
        let (written, repeated): (Vec<char>, Vec<char>) = missing.partition(|c| place.holds(*c));
        Glyphs::tell(written, &|c| place.of_char(c), self.sink);
        self.markup.repeated.extend(repeated.into_iter().map(|c| (c, place.origin())));
    }

    /// Typst would decode an image only when it no longer knows who shows it.
    fn decodes(&mut self, file: &str, place: &Place) {
        let Some((_, bytes)) = self.images.iter().find(|(name, _)| **name == *file) else { return };
        let bytes = Bytes::new(bytes.to_vec());
        let fault = match ExchangeFormat::detect(&bytes) {
            Some(format) => RasterImage::plain(bytes, format).err().map(|reason| reason.to_string()),
            None if file.to_lowercase().ends_with(".svg") => {
                SvgImage::new(bytes).err().map(|_| "it is not a sound SVG".to_owned())
            }
            None => Some("it is not what its ending says".to_owned()),
        };
        if let Some(reason) = fault {
            let message = format!("the image {file} cannot be read: {reason}");
            self.sink.push(Diagnostic::error("damaged-image", message).at(&place.origin()));
        }
    }

    pub fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            let place = block.place.clone();
            self.placed(&place, |w| w.block(block));
            self.raw("\n\n");
        }
    }

    fn block(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Heading { level, label, content } => {
                self.raw(&format!("#heading(level: {level})["));
                self.inlines(content);
                self.raw("]");
                let own = self.chapter.take().map(|file| chapter_label(&file));
                if let Some(label) = label.as_ref().or(own.as_ref()) {
                    self.raw(&format!(" #label({})", literal(label)));
                }
            }
            BlockKind::Paragraph(content) => {
                self.inlines(content);
            }
            BlockKind::List { start, items } => {
                match start {
                    Some(start) => self.raw(&format!("#enum(start: {start}, tight: false")),
                    None => self.raw("#list(tight: false"),
                }
                for item in items {
                    self.raw(", [");
                    self.blocks(item);
                    self.raw("]");
                }
                self.raw(")");
            }
            BlockKind::Quote(blocks) => {
                self.raw("#quote(block: true)[");
                self.blocks(blocks);
                self.raw("]");
            }
            BlockKind::Code(code) => {
                self.check(&code.replace(['\n', '\t'], " "), &block.place);
                self.raw(&format!("#raw(block: true, {})", literal(code)));
            }
            BlockKind::Math(formula) => self.formula(formula, &block.place),
            BlockKind::Rule => self.raw("#rule"),
            BlockKind::Table(table) => {
                self.raw("#plain-table(");
                super::tables::arguments(self, table, &block.place);
                self.raw(")");
            }
            BlockKind::Image { file, alt } => {
                self.decodes(file, &block.place);
                self.raw(&format!("#plain-image({}, alt: {})", literal(&format!("/{file}")), literal(alt)));
            }
            BlockKind::Changed(blocks) => {
                self.raw(&format!("#[{}", super::revision::BAR));
                self.blocks(blocks);
                self.raw("]");
            }
            BlockKind::Display(index) => {
                if let Some(name) = self.displays.get(*index) {
                    let name = name.clone();
                    self.raw(&format!("#include {}", literal(&name)));
                }
            }
        }
    }

    pub fn inlines(&mut self, inlines: &[Inline]) {
        for (at, inline) in inlines.iter().enumerate() {
            let place = inline.place.clone();
            let next = inlines.get(at + 1).map(|inline| &inline.kind);
            self.placed(&place, |w| match (&inline.kind, next) {
                // The citation says what stands between it and the word before it.
                (InlineKind::Text(text), Some(InlineKind::Cite(citing))) if citing.joint.is_given() => {
                    w.text(text.trim_end(), &place);
                }
                _ => w.inline(inline),
            });
        }
    }

    fn cite(&mut self, citing: &Citing, place: &Place) {
        self.raw(citing.joint.text());
        let printed = self.printed.groups.get(citing.group).map_or(&[][..], Vec::as_slice);
        if self.printed.in_notes {
            self.raw("#footnote[");
        }
        super::references::runs(self, printed, place);
        if self.printed.in_notes {
            self.raw("];");
        }
    }

    fn wrapped(&mut self, function: &str, content: &[Inline]) {
        self.raw(&format!("#{function}["));
        self.inlines(content);
        self.raw("]");
    }

    fn inline(&mut self, inline: &Inline) {
        match &inline.kind {
            InlineKind::Text(text) => self.text(text, &inline.place),
            InlineKind::Emphasis(content) => self.wrapped("emph", content),
            InlineKind::Strong(content) => self.wrapped("strong", content),
            InlineKind::Strike(content) => self.wrapped("strike", content),
            InlineKind::Code(code) => {
                self.check(code, &inline.place);
                self.raw(&format!("#raw({})", literal(code)));
            }
            InlineKind::Link { url, content } => {
                match url.strip_prefix('#') {
                    Some(label) => self.raw(&format!("#link(label({}))[", literal(label))),
                    None => self.raw(&format!("#link({})[", literal(url))),
                }
                self.inlines(content);
                self.raw("]");
            }
            InlineKind::Cite(citing) => self.cite(citing, &inline.place),
            InlineKind::Reference(target) => {
                self.raw(&format!("#link(label({}))[", literal(&target.label)));
                // A reference does not break between its word and its number.
                self.text(&target.text.replace(' ', "\u{a0}"), &inline.place);
                self.raw("]");
            }
            InlineKind::Math(formula) => self.formula(formula, &inline.place),
            InlineKind::Footnote { label, content } => match content {
                Some(blocks) => {
                    self.raw("#footnote[");
                    self.blocks(blocks);
                    self.raw(&format!("]#label({})", literal(&footnote_label(&inline.place, label))));
                }
                None => {
                    let label = footnote_label(&inline.place, label);
                    self.raw(&format!("#footnote(label({}))", literal(&label)));
                }
            },
            InlineKind::Break => self.raw("#linebreak()"),
            InlineKind::Inserted(content) => self.wrapped(super::revision::INSERTED, content),
            InlineKind::Deleted(text) => {
                self.raw(&format!("#{}[", super::revision::DELETED));
                self.text(text, &inline.place);
                self.raw("]");
            }
        }
    }

    fn formula(&mut self, formula: &Formula, place: &Place) {
        self.check(&formula.source, place);
        let alt = literal(&formula.source);
        self.raw(&format!("#math.equation(block: {}, alt: {alt}, $", formula.display));
        super::formulas::terms(&mut self.markup.text, &formula.terms);
        self.raw("$)");
    }
}

/// Footnotes of different chapters may have the same label.
fn footnote_label(place: &Place, label: &str) -> String {
    // One file may hold several texts, each with notes of its own.
    let text = match place {
        Place::Part(text, _) => text.origin(),
        Place::Known(_) | Place::Shown(_) => place.origin(),
    };
    format!("fn:{}:{}:{}:{label}", text.file, text.line, text.column)
}
