//! What `book.toml` says.

use std::sync::Arc;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PdfStandard {
    Ua1,
    A2a,
    A2b,
    A3a,
    A3b,
}

impl PdfStandard {
    pub const ALL: [PdfStandard; 5] =
        [PdfStandard::Ua1, PdfStandard::A2a, PdfStandard::A2b, PdfStandard::A3a, PdfStandard::A3b];

    pub fn as_str(self) -> &'static str {
        match self {
            PdfStandard::Ua1 => "ua-1",
            PdfStandard::A2a => "a-2a",
            PdfStandard::A2b => "a-2b",
            PdfStandard::A3a => "a-3a",
            PdfStandard::A3b => "a-3b",
        }
    }
}

/// A citation style: one that Typst ships, or the text of a `.csl` file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Csl {
    Named(String),
    File { path: String, text: Arc<str> },
}

#[derive(Debug, Clone)]
pub struct Manifest {
    pub title: String,
    pub authors: Vec<String>,
    /// A BCP 47 tag such as `en` or `en-GB`.
    pub language: String,
    /// The folder of the prose, from the study's root.
    pub src: String,
    pub build_dir: String,
    pub template: String,
    pub csl: Csl,
    pub pdf_standards: Vec<PdfStandard>,
    /// Whether the grid shows evidence and verdicts.
    pub draft: bool,
}
