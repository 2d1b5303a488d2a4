//! Results computed from participant-level data: of everybody, and of each group where a study compares groups.
//!
//! People stand in the order of their ids, so the order of rows in a file reaches no sum.

mod attrition;
mod change;
mod contrast;
mod describe;
mod flow;
mod missing;
mod reliability;
mod share;

use super::finding::{Kind, Source, StudyResult};
use super::{Field, Quantity, confidence};
use crate::diag::Origin;
use crate::model::{Address, Answers, Column, LevelId, ScaleId, Study, Timepoint, Values, Variable, VariableKind};
use crate::score::Scored;
use crate::stats::{Confidence, Undefined, settled};

/// Everything that the answers of participants say.
pub fn results(scored: &Scored) -> Vec<StudyResult> {
    let Some(answers) = &scored.study.answers else { return Vec::new() };
    let data = Data::new(scored, answers);
    // About half of the work of a large study is in the changes. Each thread makes whole results and shares none, so
    // that what comes out does not depend on the threads.
    let (changes, others) = std::thread::scope(|scope| {
        let changes = scope.spawn(|| change::results(&data));
        let others = [describe::results(&data), contrast::results(&data), share::results(&data)];
        let about_answers =
            [reliability::results(&data), missing::results(&data), attrition::results(&data), flow::results(&data)];
        let changes = changes.join().expect("statistics do not panic");
        (changes, others.into_iter().chain(about_answers).flatten())
    });
    changes.into_iter().chain(others).collect()
}

/// The people whom a result is of.
pub struct Sample {
    /// `None` for everybody.
    pub group: Option<LevelId>,
    /// Positions of the people, ascending.
    pub people: Vec<u32>,
}

impl Sample {
    /// An address, with the group where there is one.
    fn address(&self, bare: impl std::fmt::Display) -> Address {
        match &self.group {
            Some(group) => Address::new(format!("{bare}@{group}")),
            None => Address::new(bare.to_string()),
        }
    }

    /// The numbers that these people gave, and nothing for those who gave none.
    fn values(&self, column: &Column) -> Vec<f64> {
        let values = self.people.iter().filter_map(|person| column.number(*person as usize)).collect();
        match column.values {
            Values::Small(_) => values,
            Values::Numbers(_) | Values::Sets(_) => settled(values),
        }
    }
}

/// The answers of a study with the samples that are asked about.
pub struct Data<'a> {
    pub scored: &'a Scored,
    pub study: &'a Study,
    pub answers: &'a Answers,
    pub level: Confidence,
    /// Everybody first, then each group in the order of its levels.
    pub samples: Vec<Sample>,
}

impl<'a> Data<'a> {
    fn new(scored: &'a Scored, answers: &'a Answers) -> Self {
        let study = &scored.study;
        let count = u32::try_from(answers.people.len()).unwrap_or(u32::MAX);
        let mut samples = vec![Sample { group: None, people: (0..count).collect() }];
        if let Some(variable) = study.group()
            && let Some(column) = answers.facts.column(variable.id.as_str())
        {
            samples.extend(variable.levels.iter().enumerate().map(|(at, level)| {
                let of_level = |person: &u32| column.number(*person as usize) == Some(at as f64);
                Sample { group: Some(level.id.clone()), people: (0..count).filter(of_level).collect() }
            }));
        }
        Self { scored, study, answers, level: confidence(study), samples }
    }

    fn everybody(&self) -> &Sample {
        &self.samples[0]
    }

    /// The groups that are compared.
    fn groups(&self) -> &[Sample] {
        &self.samples[1..]
    }

    fn timepoint(&self, wave: usize) -> &'a Timepoint {
        &self.study.timepoints[wave]
    }

    fn scores(&self, scale: &ScaleId, wave: usize) -> Option<&'a Column> {
        self.scored.scores.at(scale, wave)
    }

    /// A result that is computed, at the file in which a timepoint's answers stand.
    fn result(&self, sample: &Sample, address: Address, kind: Kind, fields: Vec<(Field, Quantity)>) -> StudyResult {
        let table = self.answers.waves.iter().find(|wave| !wave.file.is_empty()).unwrap_or(&self.answers.facts);
        let origin = Origin::start_of(&table.file);
        StudyResult { address, source: Source::Computed, kind, group: sample.group.clone(), origin, fields }
    }

    /// Variables of one of the kinds with where they were asked: once, or at a timepoint.
    fn asked(&self, wanted: impl Fn(VariableKind) -> bool) -> Vec<Asked<'a>> {
        let mut asked = Vec::new();
        for variable in self.study.measures.variables.iter().filter(|variable| wanted(variable.kind)) {
            let once = self.answers.facts.column(variable.id.as_str());
            asked.extend(once.map(|column| Asked { variable, wave: None, column }));
            for (wave, table) in self.answers.waves.iter().enumerate() {
                let column = table.column(variable.id.as_str());
                asked.extend(column.map(|column| Asked { variable, wave: Some(wave), column }));
            }
        }
        asked
    }
}

/// A variable's answers.
struct Asked<'a> {
    variable: &'a Variable,
    /// `None` where it was asked once.
    wave: Option<usize>,
    column: &'a Column,
}

/// A number, or why there is none.
fn quantity(value: Result<f64, Undefined>) -> Quantity {
    value.map_or_else(|why| Quantity::absent(why.to_string()), Quantity::exact)
}
