//! A result with its address, and all results of a study.

use std::collections::BTreeMap;

use super::field::Field;
use super::quantity::Quantity;
use crate::diag::Origin;
use crate::model::{Address, CodeId, Comparison, LevelId, ScaleId, Study, ThemeId, TimepointId, VariableId};

/// Where a result comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// From the study's own data.
    Computed,
    /// From print, or from what is printed.
    Reported,
}

impl Source {
    pub fn as_str(self) -> &'static str {
        match self {
            Source::Computed => "computed",
            Source::Reported => "reported",
        }
    }
}

/// What a result is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    DescribeScale {
        scale: ScaleId,
        timepoint: TimepointId,
    },
    DescribeVariable {
        variable: VariableId,
        timepoint: Option<TimepointId>,
    },
    Norm {
        scale: ScaleId,
        timepoint: TimepointId,
    },
    Change {
        scale: ScaleId,
        comparison: Comparison,
    },
    Share {
        variable: VariableId,
        timepoint: Option<TimepointId>,
        level: LevelId,
    },
    Theme {
        theme: ThemeId,
        timepoint: Option<TimepointId>,
    },
    Code {
        code: CodeId,
        timepoint: Option<TimepointId>,
    },
    Corpus {
        timepoint: Option<TimepointId>,
    },
    /// The tests of one comparison together.
    Family {
        comparison: Comparison,
    },
}

/// One result: an address and what stands there.
#[derive(Debug, Clone, PartialEq)]
pub struct StudyResult {
    pub address: Address,
    pub source: Source,
    pub kind: Kind,
    /// The row or excerpt that it rests on, or the first of several.
    pub origin: Origin,
    /// Every field of the kind, known or absent.
    pub fields: Vec<(Field, Quantity)>,
}

impl StudyResult {
    pub fn quantity(&self, field: Field) -> Option<&Quantity> {
        self.fields.iter().find(|(name, _)| *name == field).map(|(_, quantity)| quantity)
    }

    /// The value of a field, where it has the field and the field is known.
    pub fn value(&self, field: Field) -> Option<f64> {
        self.quantity(field).and_then(Quantity::value)
    }
}

/// Every result of a study, and the study.
#[derive(Debug, Clone)]
pub struct Findings {
    pub study: Study,
    results: Vec<StudyResult>,
    index: BTreeMap<Address, usize>,
}

impl Findings {
    pub(super) fn new(study: Study, results: Vec<StudyResult>) -> Self {
        let index = results.iter().enumerate().map(|(at, result)| (result.address.clone(), at)).collect();
        Self { study, results, index }
    }

    /// All results, in the order of the address table of the guide.
    pub fn results(&self) -> &[StudyResult] {
        &self.results
    }

    /// The result at an address; `reported.` or `computed.` before it asks for that source alone.
    pub fn get(&self, address: &str) -> Option<&StudyResult> {
        let (wanted, bare) = match address.split_once('.') {
            Some(("reported", rest)) => (Some(Source::Reported), rest),
            Some(("computed", rest)) => (Some(Source::Computed), rest),
            _ => (None, address),
        };
        let at = *self.index.get(&Address::new(bare))?;
        self.results.get(at).filter(|result| wanted.is_none_or(|source| source == result.source))
    }

    pub fn addresses(&self) -> impl Iterator<Item = &str> {
        self.index.keys().map(Address::as_str)
    }

    pub fn describe(&self, scale: &ScaleId, timepoint: &TimepointId) -> Option<&StudyResult> {
        self.get(&format!("describe.{scale}.{timepoint}"))
    }

    pub fn norm(&self, scale: &ScaleId, timepoint: &TimepointId) -> Option<&StudyResult> {
        self.get(&format!("norm.{scale}.{timepoint}"))
    }

    pub fn change(&self, scale: &ScaleId, comparison: &Comparison) -> Option<&StudyResult> {
        self.get(&format!("change.{scale}.{comparison}"))
    }
}
