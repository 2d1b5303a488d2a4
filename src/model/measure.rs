//! What is measured: instruments with their scales and norms, and the variables that describe participants.

use std::sync::Arc;

use super::{CitationKey, Equivalence, InstrumentId, LevelId, Printed, ScaleId, VariableId};
use crate::diag::Origin;

/// Polarity of a scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    Higher,
    Lower,
    Neither,
}

#[derive(Debug, Clone)]
pub struct Instrument {
    pub id: InstrumentId,
    pub name: String,
    /// Used where space is short.
    pub short: Option<String>,
    pub citation: Option<CitationKey>,
    pub scales: Vec<Scale>,
}

#[derive(Debug, Clone)]
pub struct Scale {
    pub id: ScaleId,
    pub label: String,
    pub origin: Origin,
    /// Lowest and highest possible score.
    pub range: Option<(f64, f64)>,
    pub better: Better,
    /// Decimals of a computed mean of this scale.
    pub decimals: usize,
    pub norm: Option<Norm>,
    /// What `comparable` means on this scale, in its points.
    pub equivalence: Option<Equivalence>,
    pub scoring: Scoring,
    /// What means no answer in its columns, where the study says so for this scale alone.
    pub no_answer: Option<Vec<String>>,
}

/// How a scale's score comes about, where there is participant-level data.
#[derive(Debug, Clone)]
pub struct Scoring {
    /// The items; none where the scale is scored already, or made of other scales.
    pub items: Vec<Item>,
    /// The scales of which this one is a total; empty where it is none.
    pub parts: Vec<ScaleId>,
    pub rule: ScoreRule,
    /// The lowest and the highest answer to an item.
    pub item_range: Option<(f64, f64)>,
    /// The most items without an answer for which there is still a score, each filled by the person's mean of the rest.
    pub missing_at_most: usize,
    /// The column of scores that the study brings. Beside items, scores are checked against it; without items and
    /// parts it is the scale's score, and the scale's own id where nothing else is said.
    pub column: Option<Arc<str>>,
    /// The distance between possible scores, where the study gives it.
    pub step: Option<f64>,
    /// What the labels of answers count as; none where answers are numbers.
    pub answers: Vec<(String, f64)>,
}

impl Default for Scoring {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            parts: Vec::new(),
            rule: ScoreRule::Sum,
            item_range: None,
            missing_at_most: 0,
            column: None,
            step: None,
            answers: Vec::new(),
        }
    }
}

/// An item of a scale: a column of answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub column: Arc<str>,
    /// Whether an answer counts from the other end of the item's range.
    pub reversed: bool,
}

/// What a score is of its items, or of its parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScoreRule {
    Sum,
    Mean,
}

/// Mean and standard deviation of a reference population.
#[derive(Debug, Clone)]
pub struct Norm {
    pub mean: Printed,
    pub sd: Printed,
    /// People in the reference sample; a norm without it is taken as fixed.
    pub n: Option<u64>,
    pub population: String,
    pub citation: Option<CitationKey>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VariableKind {
    Categorical,
    Continuous,
    Count,
}

/// Something known of participants that is not a scale.
#[derive(Debug, Clone)]
pub struct Variable {
    pub id: VariableId,
    pub label: String,
    pub kind: VariableKind,
    pub unit: Option<String>,
    pub decimals: usize,
    pub levels: Vec<LevelOf>,
    /// Whether one person may have several levels, so that counts do not add up to the total.
    pub multiple: bool,
    /// What means no answer in its column, where the study says so for this variable alone.
    pub no_answer: Option<Vec<String>>,
    pub origin: Origin,
}

/// A level of a categorical variable.
#[derive(Debug, Clone)]
pub struct LevelOf {
    pub id: LevelId,
    pub label: String,
    /// What stands for it in the data, besides its id and its label.
    pub values: Vec<String>,
}

/// Every instrument and variable of a study.
#[derive(Debug, Clone, Default)]
pub struct Measures {
    pub instruments: Vec<Instrument>,
    pub variables: Vec<Variable>,
}

impl Measures {
    pub fn scales(&self) -> impl Iterator<Item = &Scale> {
        self.instruments.iter().flat_map(|instrument| &instrument.scales)
    }

    pub fn scale(&self, id: &str) -> Option<&Scale> {
        self.scales().find(|scale| scale.id.as_str() == id)
    }

    pub fn variable(&self, id: &str) -> Option<&Variable> {
        self.variables.iter().find(|variable| variable.id.as_str() == id)
    }
}
