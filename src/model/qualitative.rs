//! The words: themes, codes, memos' excerpts and whose they are.

use std::fmt;
use std::sync::Arc;

use super::{CodeId, Text, ThemeId, TimepointId};
use crate::diag::Origin;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Valence {
    Positive,
    Negative,
    Mixed,
    Neutral,
}

impl Valence {
    pub fn as_str(self) -> &'static str {
        match self {
            Valence::Positive => "positive",
            Valence::Negative => "negative",
            Valence::Mixed => "mixed",
            Valence::Neutral => "neutral",
        }
    }
}

#[derive(Debug, Clone)]
pub struct Theme {
    pub id: ThemeId,
    pub label: String,
    pub definition: Option<Text>,
    pub codes: Vec<Code>,
    pub origin: Origin,
}

#[derive(Debug, Clone)]
pub struct Code {
    pub id: CodeId,
    pub label: String,
    pub definition: Option<Text>,
    pub valence: Option<Valence>,
    pub origin: Origin,
}

#[derive(Debug, Clone, Default)]
pub struct Codebook {
    pub themes: Vec<Theme>,
}

impl Codebook {
    pub fn codes(&self) -> impl Iterator<Item = &Code> {
        self.themes.iter().flat_map(|theme| &theme.codes)
    }

    pub fn theme(&self, id: &str) -> Option<&Theme> {
        self.themes.iter().find(|theme| theme.id.as_str() == id)
    }

    pub fn code(&self, id: &str) -> Option<&Code> {
        self.codes().find(|code| code.id.as_str() == id)
    }

    pub fn theme_of(&self, code: &CodeId) -> Option<&Theme> {
        self.themes.iter().find(|theme| theme.codes.iter().any(|c| &c.id == code))
    }
}

/// One person of the study: a site, where sites are told apart, and a person there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Participant {
    pub site: Option<Arc<str>>,
    pub person: Arc<str>,
}

/// An attribution and a number in reading order: `S6-PW02-T2/1`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExcerptId {
    pub attribution: Arc<str>,
    pub number: usize,
}

impl fmt::Display for ExcerptId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.attribution, self.number)
    }
}

/// A coded segment with its attribution.
#[derive(Debug, Clone)]
pub struct Excerpt {
    pub id: ExcerptId,
    pub participant: Participant,
    pub timepoint: Option<TimepointId>,
    pub codes: Vec<CodeId>,
    pub text: Text,
    /// Whether these are the participant's own words, not a paraphrase.
    pub verbatim: bool,
    pub origin: Origin,
}

/// What a second coder found in an excerpt, beside the codes of the memo.
#[derive(Debug, Clone)]
pub struct SecondCoding {
    pub excerpt: ExcerptId,
    pub codes: Vec<CodeId>,
    pub origin: Origin,
}

#[derive(Debug, Clone, Default)]
pub struct Qualitative {
    pub codebook: Codebook,
    pub excerpts: Vec<Excerpt>,
    /// In the order of their file; an excerpt at most once.
    pub second_coding: Vec<SecondCoding>,
}

impl Qualitative {
    pub fn excerpt(&self, id: &str) -> Option<&Excerpt> {
        self.excerpts.iter().find(|excerpt| excerpt.id.to_string() == id)
    }
}
