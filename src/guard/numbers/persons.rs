//! Figures that are values of single people.

use super::plan::{Plan, Rule};
use crate::analyse::{Field, Findings, Kind, Source, StudyResult};
use crate::model::{Column, TimepointId};

/// Withholds lowest and highest values, and quartiles of small samples.
pub fn protect(findings: &Findings, threshold: u64, plan: &mut Plan) {
    for (at, result) in findings.results().iter().enumerate() {
        if shows_positions(&result.kind) {
            for field in [Field::Min, Field::Max] {
                let people = result.value(field).map_or(0, |value| shared(findings, result, value));
                if people < threshold {
                    plan.hide(at, field, Rule::Extreme);
                }
            }
            let n = result.value(Field::N).unwrap_or(0.0) as u64;
            // What lies between two of them is a group of people, and has to be one that is not small.
            for (field, parts) in [(Field::Median, 2), (Field::Q1, 4), (Field::Q3, 4)] {
                if n < parts * threshold {
                    plan.hide(at, field, Rule::Position);
                }
            }
        }
    }
}

/// Whether a result of some kind holds values of single people.
fn shows_positions(kind: &Kind) -> bool {
    match kind {
        Kind::DescribeScale { .. } | Kind::DescribeVariable { .. } => true,
        Kind::Norm { .. }
        | Kind::Change { .. }
        | Kind::Family { .. }
        | Kind::Contrast { .. }
        | Kind::Share { .. }
        | Kind::Reliability { .. }
        | Kind::Missing { .. }
        | Kind::Attrition { .. }
        | Kind::Flow { .. }
        | Kind::Theme { .. }
        | Kind::Code { .. }
        | Kind::Agreement { .. }
        | Kind::Corpus { .. } => false,
    }
}

/// How many people of a result's sample have a value; nobody where the study has no data of theirs.
fn shared(findings: &Findings, result: &StudyResult, value: f64) -> u64 {
    let study = &findings.study;
    let Some(answers) = study.answers.as_ref().filter(|_| result.source == Source::Computed) else { return 0 };
    let wave = |timepoint: &TimepointId| study.timepoints.iter().position(|known| known.id == *timepoint);
    let column: Option<&Column> = match &result.kind {
        Kind::DescribeScale { scale, timepoint } => wave(timepoint).and_then(|wave| findings.scores.at(scale, wave)),
        Kind::DescribeVariable { variable, timepoint: None } => answers.facts.column(variable.as_str()),
        Kind::DescribeVariable { variable, timepoint: Some(timepoint) } => {
            wave(timepoint).and_then(|wave| answers.waves.get(wave)?.column(variable.as_str()))
        }
        _ => None,
    };
    let group = result.group.as_ref().map(|level| {
        let variable = study.group();
        let at = variable.and_then(|variable| variable.levels.iter().position(|known| known.id == *level));
        let column = variable.and_then(|variable| answers.facts.column(variable.id.as_str()));
        move |person: usize| column.and_then(|column| column.number(person)) == at.map(|at| at as f64)
    });
    let Some(column) = column else { return 0 };
    let people = (0..answers.people.len()).filter(|person| group.as_ref().is_none_or(|group| group(*person)));
    people.filter(|person| column.number(*person) == Some(value)).count() as u64
}
