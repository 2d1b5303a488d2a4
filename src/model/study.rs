//! The whole study, as its files say it.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::{
    Answers, Disclosure, Display, Equivalence, FitVocabulary, Magnitude, Manifest, Measures, Paper, Proposition,
    Qualitative, Reported, SpreadLimits, StrandId, Text, TimepointId, Variable, VariableId,
};
use crate::diag::{Acceptance, Origin, Sink};

#[derive(Debug, Clone)]
pub struct Timepoint {
    pub id: TimepointId,
    pub label: String,
    pub month: f64,
    /// What stands for it in the data, besides its id and its label.
    pub values: Vec<String>,
}

#[derive(Debug, Clone)]
pub struct Strand {
    pub id: StrandId,
    pub label: String,
}

/// The sign of every change, printed and computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeSign {
    LaterMinusEarlier,
    EarlierMinusLater,
}

/// What a change is divided by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EffectSize {
    SdBaselinePairs,
    SdBaselineAll,
    SdChange,
    SdAverage,
}

/// How the p values of a family of tests are adjusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Adjustment {
    None,
    Holm,
    BenjaminiHochberg,
}

#[derive(Debug, Clone)]
pub struct Conventions {
    pub change: ChangeSign,
    pub effect_size: EffectSize,
    /// Confidence level of every interval, between 0 and 1; a test is significant at one minus it.
    pub confidence: f64,
    pub adjust: Adjustment,
    pub fit: FitVocabulary,
    /// What `comparable` means on a scale that has no bound of its own, in SDs.
    pub equivalence: Option<Equivalence>,
    /// What the words for sizes mean.
    pub magnitude: Option<Magnitude>,
    pub spread: SpreadLimits,
}

impl Default for Conventions {
    /// What holds where a study says nothing.
    fn default() -> Self {
        Self {
            change: ChangeSign::LaterMinusEarlier,
            effect_size: EffectSize::SdBaselinePairs,
            confidence: 0.95,
            adjust: Adjustment::None,
            fit: FitVocabulary::Fetters2013,
            equivalence: None,
            magnitude: None,
            spread: SpreadLimits::default(),
        }
    }
}

impl Conventions {
    /// The level of significance.
    pub fn alpha(&self) -> f64 {
        ((1.0 - self.confidence) * 1e12).round() / 1e12
    }
}

/// What a chapter is in the paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Abstract,
    Body,
    /// After the reference list.
    Appendix,
}

/// A chapter's prose; its first heading is its title.
#[derive(Debug, Clone)]
pub struct Chapter {
    /// Path from the study's root.
    pub file: Arc<str>,
    pub text: Text,
    pub role: Role,
    /// 0 for a chapter, 1 for a section of the chapter before it, and so on.
    pub depth: usize,
}

/// A bibliography: its file, and each reference by its key.
#[derive(Debug, Clone)]
pub struct Bibliography {
    pub file: Arc<str>,
    pub text: Arc<str>,
    pub references: Arc<References>,
}

pub type References = BTreeMap<String, Reference>;

/// Two bibliographies of one text have the same references.
impl PartialEq for Bibliography {
    fn eq(&self, other: &Self) -> bool {
        self.file == other.file && self.text == other.text
    }
}

/// A work in the citation library's own types.
#[derive(Debug, Clone)]
pub struct Reference {
    pub work: hayagriva::Entry,
    pub beside: Beside,
    /// Bytes of its key in the file.
    pub key_at: Range<usize>,
    /// What its fields hold that cannot be printed: told where it is cited.
    pub said: Sink,
}

/// What a reference prints for which the citation library's types have no place.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Beside {
    /// The year that a range of years ends with.
    pub until: Option<i32>,
    /// Words in place of a date, such as `in press`.
    pub instead_of_date: Option<String>,
    /// The address as it was written, where the library writes it otherwise.
    pub address: Option<String>,
}

/// A template's files, in the order of their names.
#[derive(Debug, Clone)]
pub struct Template {
    /// Name within the template's folder, and text.
    pub files: Vec<(Arc<str>, Arc<str>)>,
    /// Font files of the study, beside those that the program brings.
    pub fonts: Vec<(Arc<str>, Arc<[u8]>)>,
}

#[derive(Debug, Clone)]
pub struct Image {
    /// Path from the study's root.
    pub file: Arc<str>,
    pub bytes: Arc<[u8]>,
}

#[derive(Debug, Clone)]
pub struct Study {
    pub manifest: Manifest,
    pub timepoints: Vec<Timepoint>,
    pub strands: Vec<Strand>,
    pub conventions: Conventions,
    pub disclosure: Disclosure,
    /// Words with a capital in excerpts that name nobody who could be known by them.
    pub known_words: Vec<String>,
    /// Findings of the checks that the author lets stand.
    pub accept: Vec<Acceptance>,
    pub measures: Measures,
    pub reported: Reported,
    /// Participant-level data, where the study has any.
    pub answers: Option<Answers>,
    /// The categorical variable of participants by which they are compared.
    pub group: Option<VariableId>,
    pub qualitative: Qualitative,
    pub propositions: Vec<Proposition>,
    pub displays: Vec<Display>,
    pub paper: Paper,
    pub chapters: Vec<Chapter>,
    pub bibliography: Option<Bibliography>,
    /// Keys of the bibliography, sorted.
    pub citation_keys: Vec<String>,
    pub images: Vec<Image>,
    pub template: Template,
    /// Every file that was read, from the study's root, with the SHA-256 of its bytes.
    pub inputs: Vec<(Arc<str>, String)>,
    /// Where the study's timepoints stand, for diagnostics about the whole.
    pub origin: Origin,
}

impl Study {
    /// Position of a timepoint in the study's order.
    pub fn timepoint(&self, id: &str) -> Option<&Timepoint> {
        self.timepoints.iter().find(|timepoint| timepoint.id.as_str() == id)
    }

    /// The variable by which participants are compared, with its levels.
    pub fn group(&self) -> Option<&Variable> {
        self.measures.variable(self.group.as_ref()?.as_str())
    }
}
