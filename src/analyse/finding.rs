//! A result with its address, and all results of a study.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use super::field::Field;
use super::quantity::Quantity;
use crate::diag::Origin;
use crate::model::{Address, CodeId, Comparison, Described, LevelId, ScaleId, Study, ThemeId, TimepointId, VariableId};
use crate::score::Scores;

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
    /// How far the items of a scale hang together.
    Reliability {
        scale: ScaleId,
        timepoint: TimepointId,
    },
    /// One group less another.
    Contrast {
        scale: ScaleId,
        when: Contrasted,
        first: LevelId,
        second: LevelId,
    },
    /// Completers less drop-outs, at the first timepoint.
    Attrition {
        subject: Described,
        /// The level that is counted, for a categorical variable.
        level: Option<LevelId>,
    },
    /// How the scores of a scale came about, of those who took part.
    Missing {
        scale: ScaleId,
        timepoint: TimepointId,
    },
    /// Who took part.
    Flow {
        timepoint: Option<TimepointId>,
    },
    /// Two coders on one code.
    Agreement {
        code: CodeId,
    },
}

impl Kind {
    /// Where results of this kind stand among all.
    fn rank(&self) -> usize {
        match self {
            Kind::DescribeScale { .. } | Kind::DescribeVariable { .. } => 0,
            Kind::Norm { .. } => 1,
            Kind::Change { .. } => 2,
            Kind::Family { .. } => 3,
            Kind::Contrast { .. } => 4,
            Kind::Share { .. } => 5,
            Kind::Reliability { .. } => 6,
            Kind::Missing { .. } => 7,
            Kind::Attrition { .. } => 8,
            Kind::Flow { .. } => 9,
            Kind::Theme { .. } => 10,
            Kind::Code { .. } => 11,
            Kind::Agreement { .. } => 12,
            Kind::Corpus { .. } => 13,
        }
    }
}

/// What of two groups is compared: their scores at a timepoint, or their changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Contrasted {
    At(TimepointId),
    Change(Comparison),
}

impl fmt::Display for Contrasted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Contrasted::At(timepoint) => write!(f, "{timepoint}"),
            Contrasted::Change(comparison) => write!(f, "{comparison}"),
        }
    }
}

/// One result: an address and what stands there.
#[derive(Debug, Clone, PartialEq)]
pub struct StudyResult {
    pub address: Address,
    pub source: Source,
    pub kind: Kind,
    /// The group of people that it is of; `None` for everybody.
    pub group: Option<LevelId>,
    /// The row or excerpt that it rests on, or the first of several.
    pub origin: Origin,
    /// Every field of the kind, known or absent.
    pub fields: Vec<(Field, Quantity)>,
}

impl StudyResult {
    pub fn quantity(&self, field: Field) -> Option<&Quantity> {
        self.fields.iter().find(|(name, _)| *name == field).map(|(_, quantity)| quantity)
    }

    /// The decimals of its printed mean or change: what follows from it is as fine.
    pub fn printed_decimals(&self) -> Option<usize> {
        let printed = |field| Some(self.quantity(field)?.known()?.printed.as_ref()?.decimals());
        printed(Field::Mean).or_else(|| printed(Field::Change))
    }

    /// Whether any of its figures is withheld.
    pub fn withholds(&self) -> bool {
        self.fields.iter().any(|(_, quantity)| quantity.withheld().is_some())
    }

    /// The value of a field, where it has the field and the field is known.
    pub fn value(&self, field: Field) -> Option<f64> {
        self.quantity(field).and_then(Quantity::value)
    }
}

/// Every result of a study, and the study.
///
/// Where the data hold a result that is reported too, the address means the computed one, and the reported one stands
/// at `reported.` and the address.
#[derive(Debug, Clone)]
pub struct Findings {
    pub study: Study,
    pub scores: Arc<Scores>,
    results: Arc<Vec<StudyResult>>,
    index: Arc<BTreeMap<Address, usize>>,
}

/// All that was computed of a study's data, without the study. A clone of it costs nothing.
#[derive(Debug, Clone)]
pub struct Figures {
    scores: Arc<Scores>,
    results: Arc<Vec<StudyResult>>,
    index: Arc<BTreeMap<Address, usize>>,
}

impl Figures {
    /// The findings of a study whose data are those that the figures were computed of: every file under `data/` is the
    /// same. Texts, propositions and displays may be others.
    pub fn of(self, study: Study) -> Findings {
        let Self { scores, results, index } = self;
        Findings { study, scores, results, index }
    }
}

const REPORTED: &str = "reported.";
const COMPUTED: &str = "computed.";

impl Findings {
    pub(super) fn new(
        study: Study,
        scores: Scores,
        computed: Vec<StudyResult>,
        mut reported: Vec<StudyResult>,
    ) -> Self {
        let own: BTreeSet<Address> = computed.iter().map(|result| result.address.clone()).collect();
        for result in &mut reported {
            if own.contains(&result.address) {
                result.address = Address::new(format!("{REPORTED}{}", result.address));
            }
        }
        let mut results = reported;
        // In the order of the address table: descriptives of both sources before the norms of both, and so on.
        results.extend(computed);
        results.sort_by_key(|result| result.kind.rank());
        let index = results.iter().enumerate().map(|(at, result)| (result.address.clone(), at)).collect();
        Figures { scores: Arc::new(scores), results: Arc::new(results), index: Arc::new(index) }.of(study)
    }

    /// What was computed, to be kept for a study with the same data.
    pub fn figures(&self) -> Figures {
        let Self { scores, results, index, .. } = self;
        Figures { scores: scores.clone(), results: results.clone(), index: index.clone() }
    }

    /// Whether these are the very figures of other findings, and not only equal ones.
    pub fn has_figures_of(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.results, &other.results)
    }

    /// The same findings with other figures in one result.
    pub fn altered(&self, address: &Address, figure: impl Fn(Field, &Quantity) -> Quantity) -> Self {
        let mut findings = self.clone();
        if let Some(result) = self.index.get(address).and_then(|at| Arc::make_mut(&mut findings.results).get_mut(*at)) {
            result.fields.iter_mut().for_each(|(field, quantity)| *quantity = figure(*field, quantity));
        }
        findings
    }

    /// All results, in the order of the address table of the guide.
    pub fn results(&self) -> &[StudyResult] {
        &self.results
    }

    /// The same, for what withholds figures. Addresses and kinds stay as they are.
    pub fn results_mut(&mut self) -> &mut [StudyResult] {
        Arc::make_mut(&mut self.results).as_mut_slice()
    }

    /// The result at an address; `reported.` or `computed.` before it asks for that source alone.
    pub fn get(&self, address: &str) -> Option<&StudyResult> {
        let at = |address: &str| self.index.get(&Address::new(address)).and_then(|at| self.results.get(*at));
        let (wanted, bare) = if let Some(bare) = address.strip_prefix(REPORTED) {
            (Source::Reported, bare)
        } else if let Some(bare) = address.strip_prefix(COMPUTED) {
            (Source::Computed, bare)
        } else {
            return at(address);
        };
        at(address).or_else(|| at(bare).filter(|result| result.source == wanted))
    }

    pub fn addresses(&self) -> impl Iterator<Item = &str> {
        self.index.keys().map(Address::as_str)
    }

    /// A result of everybody, or of one group.
    pub fn of(&self, bare: impl fmt::Display, group: Option<&LevelId>) -> Option<&StudyResult> {
        match group {
            Some(group) => self.get(&format!("{bare}@{group}")),
            None => self.get(&bare.to_string()),
        }
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

    /// The study's own results of everybody: no group's, and none from print that the data hold, too.
    pub fn own(&self) -> impl Iterator<Item = &StudyResult> {
        self.results.iter().filter(|result| result.group.is_none() && !result.address.as_str().starts_with(REPORTED))
    }

    /// The reported result beside a computed one.
    pub fn reported_beside(&self, computed: &StudyResult) -> Option<&StudyResult> {
        let reported = self.index.get(&Address::new(format!("{REPORTED}{}", computed.address)))?;
        self.results.get(*reported).filter(|_| computed.source == Source::Computed)
    }
}
