//! The people and the excerpts that a result rests on.

use crate::analyse::{Contrasted, Findings, Kind, Source, StudyResult};
use crate::diag::Origin;
use crate::model::{Described, Excerpt, ScaleId, TimepointId};
use crate::stats::difference;

/// What a result was made of, as far as the study holds it.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    /// What each number of a row is.
    pub columns: Vec<String>,
    pub people: Vec<Row>,
    pub excerpts: Vec<Quoted>,
}

/// One participant with the numbers that went into the result.
#[derive(Debug, Clone)]
pub struct Row {
    pub participant: String,
    /// Of results that compare groups.
    pub group: Option<String>,
    /// Where the participant's answers stand: a file, and a line, row or case of it.
    pub places: Vec<(String, u32)>,
    /// One a column.
    pub values: Vec<f64>,
}

/// An excerpt that the result counts.
#[derive(Debug, Clone)]
pub struct Quoted {
    pub id: String,
    pub origin: Origin,
}

/// The scale or variable that a result is of.
pub fn subject(kind: &Kind) -> Option<Described> {
    match kind {
        Kind::DescribeScale { scale, .. }
        | Kind::Norm { scale, .. }
        | Kind::Change { scale, .. }
        | Kind::Contrast { scale, .. }
        | Kind::Reliability { scale, .. }
        | Kind::Missing { scale, .. } => Some(Described::Scale(scale.clone())),
        Kind::DescribeVariable { variable, .. } => Some(Described::Variable(variable.clone())),
        Kind::Attrition { subject, level: None } => Some(subject.clone()),
        _ => None,
    }
}

pub fn of(result: &StudyResult, findings: &Findings) -> Rows {
    let excerpts = || findings.study.qualitative.excerpts.iter();
    let at = |excerpt: &&Excerpt, at: &Option<TimepointId>| at.is_none() || excerpt.timepoint == *at;
    match &result.kind {
        Kind::Code { code, timepoint } => quoted(excerpts().filter(|e| at(e, timepoint) && e.codes.contains(code))),
        Kind::Theme { theme, timepoint } => {
            let book = &findings.study.qualitative.codebook;
            let of_theme = |excerpt: &&Excerpt| {
                excerpt.codes.iter().any(|code| book.theme_of(code).is_some_and(|found| found.id == *theme))
            };
            quoted(excerpts().filter(|e| at(e, timepoint)).filter(of_theme))
        }
        Kind::DescribeScale { scale, timepoint } | Kind::Norm { scale, timepoint } => {
            scores(result, findings, scale, &[timepoint])
        }
        Kind::Change { scale, comparison } => scores(result, findings, scale, &[&comparison.from, &comparison.to]),
        Kind::Contrast { scale, when, .. } => match when {
            Contrasted::At(timepoint) => scores(result, findings, scale, &[timepoint]),
            Contrasted::Change(comparison) => scores(result, findings, scale, &[&comparison.from, &comparison.to]),
        },
        _ => Rows::default(),
    }
}

fn quoted<'a>(excerpts: impl Iterator<Item = &'a Excerpt>) -> Rows {
    let excerpts = excerpts.map(|excerpt| Quoted { id: excerpt.id.to_string(), origin: excerpt.origin.clone() });
    Rows { excerpts: excerpts.collect(), ..Rows::default() }
}

/// People with a score at each of the timepoints, and the change between two.
fn scores(result: &StudyResult, findings: &Findings, scale: &ScaleId, at: &[&TimepointId]) -> Rows {
    let study = &findings.study;
    let Some(answers) = study.answers.as_ref().filter(|_| result.source == Source::Computed) else {
        return Rows::default();
    };
    let position = |id: &&&TimepointId| study.timepoints.iter().position(|timepoint| timepoint.id == ***id);
    let waves: Vec<usize> = at.iter().filter_map(|id| position(&id)).collect();
    let columns: Option<Vec<_>> = waves.iter().map(|wave| findings.scores.at(scale, *wave)).collect();
    let Some(columns) = columns.filter(|columns| columns.len() == at.len()) else { return Rows::default() };
    let of_group = |person: usize| {
        let variable = study.group()?;
        let at = answers.facts.column(variable.id.as_str())?.number(person)?;
        variable.levels.get(at as usize).map(|level| level.id.clone())
    };
    let compared = match &result.kind {
        Kind::Contrast { first, second, .. } => Some((first, second)),
        _ => None,
    };
    let mut rows = Rows { columns: at.iter().map(|id| id.to_string()).collect(), ..Rows::default() };
    let later_first = study.conventions.change == crate::model::ChangeSign::LaterMinusEarlier;
    if at.len() == 2 {
        rows.columns.push("change".to_owned());
    }
    for (person, name) in answers.people.iter().enumerate() {
        if result.group.is_some() && of_group(person) != result.group {
            continue;
        }
        let values: Option<Vec<f64>> = columns.iter().map(|column| column.number(person)).collect();
        let Some(mut values) = values else { continue };
        if let [from, to] = values[..] {
            values.push(if later_first { difference(to, from) } else { difference(from, to) });
        }
        let place = |wave: &usize| {
            let table = &answers.waves[*wave];
            let line = table.lines.get(person).copied().filter(|line| *line > 0)?;
            Some((table.file.to_string(), line))
        };
        let mut places: Vec<(String, u32)> = waves.iter().filter_map(place).collect();
        places.dedup();
        let group = compared.as_ref().and_then(|(first, second)| {
            let level = of_group(person)?;
            [first, second].into_iter().find(|wanted| ***wanted == level).map(|level| level.to_string())
        });
        if compared.is_some() && group.is_none() {
            continue;
        }
        rows.people.push(Row { participant: name.to_string(), group, places, values });
    }
    rows
}
