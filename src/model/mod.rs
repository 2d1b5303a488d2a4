//! The nouns of a study: what its files say, checked, and nothing that was computed.
//!
//! `read` is the only room that makes these values; every reference in them resolves and every id is unique. Numbers
//! from print are [`Printed`]: the text as it stands and the interval that rounding leaves open.

mod answers;
mod disclosure;
mod display;
mod id;
mod impossible;
mod manifest;
pub mod marks;
mod measure;
mod numeral;
mod paper;
mod printed;
mod proposition;
mod qualitative;
mod reported;
mod study;
mod text;
mod yardstick;

pub use answers::{Answers, Column, Table, Values};
pub use disclosure::{Attribution, Disclosure, Profile, Zeros};
pub use display::{AuditShow, Display, DisplayKind, FigureKind, JointRequest, Level, Shape, TableKind};
pub use id::{
    Address, CitationKey, CodeId, Comparison, DisplayId, InstrumentId, LevelId, PropositionId, ScaleId, StrandId,
    ThemeId, TimepointId, VariableId,
};
pub use impossible::Impossible;
pub use manifest::{Csl, Manifest, PdfStandard};
pub use measure::{
    Better, Instrument, Item, LevelOf, Measures, Norm, Scale, ScoreRule, Scoring, Variable, VariableKind,
};
pub use numeral::{at_most, fixed, in_words, p_value, round, scientific};
pub use paper::{Affiliation, Author, Declaration, Paper};
pub use printed::Printed;
pub use proposition::{Evidence, Expect, Finding, Fit, FitVocabulary, Operator, Proposition, Stance, Subject, Word};
pub use qualitative::{Code, Codebook, Excerpt, ExcerptId, Participant, Qualitative, SecondCoding, Theme, Valence};
pub use reported::{AgainRow, ChangeRow, DescribeRow, Described, Places, Reported, ShareRow, SourceNote};
pub use study::{
    Adjustment, Beside, Bibliography, ChangeSign, Chapter, Conventions, EffectSize, Image, Reference, References, Role,
    Strand, Study, Template, Timepoint,
};
pub use text::{At, Text};
pub use yardstick::{Equivalence, LARGE_SMD, MEDIUM_SMD, Magnitude, SMALL_SMD, Size, SpreadLimits};
