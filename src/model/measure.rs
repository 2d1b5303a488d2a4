//! What is measured: instruments with their scales and norms, and the variables that describe participants.

use super::{CitationKey, InstrumentId, LevelId, Printed, ScaleId, VariableId};
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
    pub origin: Origin,
}

/// A level of a categorical variable.
#[derive(Debug, Clone)]
pub struct LevelOf {
    pub id: LevelId,
    pub label: String,
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
