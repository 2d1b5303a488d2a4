//! What a paper is made of. Every piece knows the place in the user's files that it comes from.

use std::ops::Range;
use std::sync::Arc;

use super::chart::Chart;
use super::formula::Formula;
use super::references::Printed;
use super::shown::Shown;
use super::table::Table;
use crate::diag::Origin;
use crate::model::{Author, Bibliography, Csl, PdfStandard, Text};

/// Where a piece comes from: a part of a text, worked out only when it is needed; a known place; or what it shows, with
/// the place of that.
#[derive(Debug, Clone, PartialEq)]
pub enum Place {
    Part(Text, Range<usize>),
    Known(Origin),
    Shown(Shown),
}

impl Place {
    pub fn origin(&self) -> Origin {
        match self {
            Place::Part(text, range) => text.place(range.clone()),
            Place::Known(origin) => origin.clone(),
            Place::Shown(shown) => shown.origin.clone(),
        }
    }

    /// What of the study's results stands there.
    pub fn shown(&self) -> Option<&Shown> {
        match self {
            Place::Shown(shown) => Some(shown),
            Place::Part(..) | Place::Known(_) => None,
        }
    }

    /// Whether a character stands within as it is.
    pub fn holds(&self, c: char) -> bool {
        match self {
            Place::Part(text, range) => text.markdown.get(range.clone()).is_some_and(|words| words.contains(c)),
            Place::Known(_) | Place::Shown(_) => false,
        }
    }

    /// The place of a character within, where it stands there as it is.
    pub fn of_char(&self, c: char) -> Origin {
        self.of(c.encode_utf8(&mut [0; 4]))
    }

    /// The place of the last such words within, where they stand there as they are.
    pub fn of(&self, words: &str) -> Origin {
        let Place::Part(text, range) = self else { return self.origin() };
        let within = text.markdown.get(range.clone()).and_then(|all| all.rfind(words));
        within.map_or_else(|| self.origin(), |at| text.place(range.start + at..range.start + at + words.len()))
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Inline {
    pub kind: InlineKind,
    pub place: Place,
}

#[derive(Debug, Clone, PartialEq)]
pub enum InlineKind {
    Text(String),
    Emphasis(Vec<Inline>),
    Strong(Vec<Inline>),
    Strike(Vec<Inline>),
    Code(String),
    Link {
        url: String,
        content: Vec<Inline>,
    },
    Cite(Citing),
    Reference(Target),
    Math(Formula),
    /// A footnote: its text where it is first called, its label alone after that.
    Footnote {
        label: String,
        content: Option<Vec<Block>>,
    },
    Break,
    /// Words that an earlier paper did not have.
    Inserted(Vec<Inline>),
    /// Words of an earlier paper that stood here.
    Deleted(String),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Citation {
    pub key: String,
    /// Such as `p. 3`.
    pub locator: Option<String>,
}

/// Citations that stand together.
#[derive(Debug, Clone)]
pub struct Citing {
    pub citations: Vec<Citation>,
    /// Position in the printed citations of the document, given when it is whole.
    pub group: usize,
    pub joint: Joint,
}

impl Citing {
    pub fn new(citations: Vec<Citation>) -> Self {
        Self { citations, group: 0, joint: Joint::None }
    }
}

/// Where a citation stands among the others is nothing of its own.
impl PartialEq for Citing {
    fn eq(&self, other: &Self) -> bool {
        self.citations == other.citations
    }
}

/// What joins a citation to the word before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joint {
    /// It stands at its word, as it was written.
    None,
    Blank,
    /// A blank at which no line ends.
    NoBreak,
    /// Nothing, where a blank was written.
    Tight,
}

impl Joint {
    /// Whether it takes the place of the blank that was written.
    pub fn is_given(self) -> bool {
        matches!(self, Joint::NoBreak | Joint::Tight)
    }

    /// What stands in that place.
    pub fn text(self) -> &'static str {
        match self {
            Joint::NoBreak => "\u{a0}",
            Joint::None | Joint::Blank | Joint::Tight => "",
        }
    }
}

/// What a cross-reference points at, with the words that stand for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// Such as `tbl-change`, unique in the document.
    pub label: String,
    /// Such as `Table 4`.
    pub text: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    pub kind: BlockKind,
    pub place: Place,
}

#[derive(Debug, Clone, PartialEq)]
pub enum BlockKind {
    /// `label` is the target of cross-references, such as `sec-methods`.
    Heading {
        level: usize,
        label: Option<String>,
        content: Vec<Inline>,
    },
    Paragraph(Vec<Inline>),
    /// Numbered from the given number, or bulleted.
    List {
        start: Option<u64>,
        items: Vec<Vec<Block>>,
    },
    Quote(Vec<Block>),
    Code(String),
    Math(Formula),
    Rule,
    Table(Table),
    /// An image of the study's own; the path counts from the study's root.
    Image {
        file: String,
        alt: String,
    },
    /// Position in [`Document::displays`].
    Display(usize),
    /// Blocks beside which a bar in the margin says that something in them is not as it was.
    Changed(Vec<Block>),
}

/// A table or figure of the paper.
#[derive(Debug, Clone, PartialEq)]
pub struct DisplayView {
    pub id: String,
    /// Such as `tbl-change`.
    pub label: String,
    /// Such as `Table 4`; displays that no chapter places have no number.
    pub number: Option<String>,
    pub caption: Vec<Inline>,
    pub note: Vec<Inline>,
    pub landscape: bool,
    /// Whether it needs more room than the text's own width.
    pub wide: bool,
    pub body: Body,
    /// Whether it is not as it was in an earlier paper, where that is shown.
    pub changed: bool,
    pub origin: Origin,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    Table(Table),
    Figure { chart: Chart, alt: String },
}

/// The label of a chapter's title, for links to the chapter. No name that an author gives has a colon in it.
pub fn chapter_label(file: &str) -> String {
    format!("chapter:{file}")
}

/// The file of the chapter that a label stands for.
pub fn chapter_of(label: &str) -> Option<&str> {
    label.strip_prefix("chapter:")
}

/// A chapter of the paper.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Path of its file.
    pub file: Arc<str>,
    pub blocks: Vec<Block>,
}

/// Names of affiliations; the first is number 1.
pub type Affiliations = Vec<String>;

/// The whole paper, ready to be typeset.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    pub title: String,
    pub subtitle: Option<String>,
    pub short_title: String,
    pub kind: Option<String>,
    pub language: String,
    pub authors: Vec<Author>,
    pub affiliations: Affiliations,
    pub keywords: Vec<String>,
    pub date: Option<(i32, u8, u8)>,
    pub notice: Vec<Block>,
    pub licence: Vec<Block>,
    pub summary: Vec<Block>,
    pub chapters: Vec<Section>,
    pub declarations: Vec<(String, Vec<Block>)>,
    pub appendices: Vec<Section>,
    /// In the order of their numbers, those without one last.
    pub displays: Vec<DisplayView>,
    pub bibliography: Option<Bibliography>,
    /// Citations and references as they are printed.
    pub printed: Printed,
    /// Whether anything is cited; a bibliography that nothing cites is not printed.
    pub cites: bool,
    pub csl: Csl,
    /// Name of the template.
    pub template: String,
    pub standards: Vec<PdfStandard>,
    pub draft: bool,
    /// Whether the participant-level data are simulated, which every page and figure says.
    pub simulated: bool,
    /// Images that chapters show: path and bytes.
    pub images: Vec<(Arc<str>, Arc<[u8]>)>,
    /// What a paper with its changes marked says of them behind its last page; `None` for every other.
    pub revision: Option<Revision>,
}

/// The list of changes of a paper that has them marked.
#[derive(Debug, Clone, PartialEq)]
pub struct Revision {
    /// Which papers are compared.
    pub title: String,
    /// All of it in a line.
    pub summary: String,
    /// Headings, each with what stands under it.
    pub sections: Vec<(String, Vec<Vec<Inline>>)>,
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
            InlineKind::Link { content, .. } | InlineKind::Inserted(content) => out.push_str(&plain(content)),
            InlineKind::Cite(citing) => {
                let keys: Vec<String> = citing.citations.iter().map(|citation| format!("@{}", citation.key)).collect();
                out.push_str(&format!("[{}]", keys.join("; ")));
            }
            InlineKind::Reference(target) => out.push_str(&target.text),
            InlineKind::Math(formula) => out.push_str(&formula.source),
            InlineKind::Footnote { .. } => {}
            InlineKind::Deleted(text) => out.push_str(text),
            InlineKind::Break => out.push(' '),
        }
    }
    out
}

impl Document {
    /// The paper's own date, such as `31 January 2026`.
    pub fn date_in_words(&self) -> Option<String> {
        let (year, month, day) = self.date?;
        const MONTHS: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        let month = MONTHS.get(usize::from(month).wrapping_sub(1)).unwrap_or(&"");
        Some(format!("{day} {month} {year}"))
    }
}
