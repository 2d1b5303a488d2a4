//! The parts of a study whose figures have nothing to do with each other: scales and variables with the columns of
//! answers that they are made of.
//!
//! Scales that share items, and totals with their parts, are one part. Each is a small study of its own, which can be
//! scored and analysed again with other answers.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::analyse::Findings;
use crate::model::{
    Answers, Column, Described, Measures, Qualitative, Reported, Scale, Study, Table, Values, VariableKind,
};
use crate::score::{Scored, rescore};

/// The scores of a scale at a timepoint, or the answers to a variable.
pub struct Series {
    pub subject: Described,
    /// Position of the timepoint; `None` for what was asked once.
    pub wave: Option<usize>,
    /// One a person; NaN where there is none.
    pub values: Vec<f64>,
}

/// A column of answers that can be altered.
pub struct Raw {
    pub name: Arc<str>,
    pub wave: Option<usize>,
    /// The distance between possible answers.
    pub step: f64,
    pub low: f64,
    pub high: f64,
    /// One a person; NaN where there is none.
    pub values: Vec<f64>,
    /// The series that one step moves, and how far for each person.
    pub effects: Vec<(usize, Vec<f64>)>,
}

pub struct Unit {
    pub scored: Scored,
    pub series: Vec<Series>,
    pub raws: Vec<Raw>,
}

/// More columns than these of one kind at one timepoint add nothing that they cannot do.
const COLUMNS: usize = 4;
/// The column that tells in each table who took part.
const PRESENT: &str = "\u{0}present";

/// All parts of a study with numbers of participants.
pub fn units(findings: &Findings) -> Vec<Unit> {
    let study = &findings.study;
    let Some(answers) = &study.answers else { return Vec::new() };
    let mut empty = Study {
        answers: None,
        reported: Reported::default(),
        qualitative: Qualitative::default(),
        propositions: Vec::new(),
        displays: Vec::new(),
        chapters: Vec::new(),
        images: Vec::new(),
        inputs: Vec::new(),
        bibliography: None,
        ..study.clone()
    };
    empty.measures = Measures::default();
    components(findings).into_iter().filter_map(|part| unit(&empty, study, answers, &part)).collect()
}

/// Subjects with the names of the columns that they are made of.
#[derive(Default)]
struct Part {
    scales: BTreeSet<String>,
    variables: BTreeSet<String>,
    columns: BTreeSet<String>,
}

fn components(findings: &Findings) -> Vec<Part> {
    let measures = &findings.study.measures;
    let mut parts: Vec<Part> = Vec::new();
    let mut add = |mut new: Part| {
        let (joined, apart): (Vec<Part>, Vec<Part>) =
            std::mem::take(&mut parts).into_iter().partition(|part| !part.columns.is_disjoint(&new.columns));
        for part in joined {
            new.scales.extend(part.scales);
            new.variables.extend(part.variables);
            new.columns.extend(part.columns);
        }
        parts = apart;
        parts.push(new);
    };
    for scale in measures.scales() {
        let mut part = Part::default();
        made_of(scale, measures, &mut part);
        add(part);
    }
    for variable in &measures.variables {
        let name = BTreeSet::from([variable.id.as_str().to_owned()]);
        add(Part { variables: name.clone(), columns: name, ..Part::default() });
    }
    parts
}

fn made_of(scale: &Scale, measures: &Measures, part: &mut Part) {
    if !part.scales.insert(scale.id.as_str().to_owned()) {
        return;
    }
    part.columns.insert(scale.id.as_str().to_owned());
    part.columns.extend(scale.scoring.column.iter().map(|name| name.to_string()));
    part.columns.extend(scale.scoring.items.iter().map(|item| item.column.to_string()));
    for other in scale.scoring.parts.iter().filter_map(|id| measures.scale(id.as_str())) {
        made_of(other, measures, part);
    }
}

fn unit(empty: &Study, study: &Study, answers: &Answers, part: &Part) -> Option<Unit> {
    let group = study.group().map(|variable| variable.id.as_str());
    let mut measures = study.measures.clone();
    for instrument in &mut measures.instruments {
        instrument.scales.retain(|scale| part.scales.contains(scale.id.as_str()));
    }
    let own = |id: &str| part.variables.contains(id);
    measures.variables.retain(|variable| own(variable.id.as_str()) || group == Some(variable.id.as_str()));
    let numeric =
        |id: &str| measures.variable(id).is_some_and(|variable| variable.kind != VariableKind::Categorical && own(id));
    let numbers = part.variables.iter().any(|id| numeric(id)) || !part.scales.is_empty();
    if !numbers {
        return None;
    }
    let kept = |table: &Table, facts: bool| {
        let wanted = |column: &&Column| part.columns.contains(&*column.name) || facts && group == Some(&*column.name);
        let columns = table.columns.iter().filter(wanted).cloned().collect();
        Table { file: table.file.clone(), columns, lines: Vec::new() }
    };
    let waves = answers.waves.iter().enumerate().map(|(wave, table)| {
        let mut table = kept(table, false);
        let present = (0..answers.people.len()).map(|person| answers.took_part(wave, person).then_some(1.0));
        table.columns.push(Column { name: PRESENT.into(), at: 0, values: Values::collect(present) });
        table
    });
    let own_answers = Answers {
        people: answers.people.clone(),
        facts: kept(&answers.facts, true),
        waves: waves.collect(),
        simulated: answers.simulated,
    };
    let scored = rescore(Study { measures, answers: Some(own_answers), ..empty.clone() });
    let series = series(&scored, part);
    let mut unit = Unit { scored, series, raws: Vec::new() };
    unit.raws = raws(&mut unit, part, group);
    (!unit.series.is_empty()).then_some(unit)
}

fn numbers(column: &Column, people: usize) -> Vec<f64> {
    (0..people).map(|person| column.number(person).unwrap_or(f64::NAN)).collect()
}

fn series(scored: &Scored, part: &Part) -> Vec<Series> {
    let Some(answers) = &scored.study.answers else { return Vec::new() };
    let people = answers.people.len();
    let mut series = Vec::new();
    for scores in scored.scores.scales() {
        for (wave, column) in scores.waves.iter().enumerate() {
            let Some(column) = column else { continue };
            let subject = Described::Scale(scores.scale.clone());
            series.push(Series { subject, wave: Some(wave), values: numbers(column, people) });
        }
    }
    let variables = scored.study.measures.variables.iter();
    for variable in variables.filter(|variable| part.variables.contains(variable.id.as_str())) {
        let tables = std::iter::once((None, &answers.facts))
            .chain(answers.waves.iter().enumerate().map(|(at, table)| (Some(at), table)));
        for (wave, table) in tables.filter(|_| variable.kind != VariableKind::Categorical) {
            if let Some(column) = table.column(variable.id.as_str()) {
                let subject = Described::Variable(variable.id.clone());
                series.push(Series { subject, wave, values: numbers(column, people) });
            }
        }
    }
    series
}

/// The columns that can be altered, a few of each that move the same series.
fn raws(unit: &mut Unit, part: &Part, group: Option<&str>) -> Vec<Raw> {
    let Some(answers) = &unit.scored.study.answers else { return Vec::new() };
    let people = answers.people.len();
    let mut found: Vec<(Option<usize>, Column)> = Vec::new();
    found.extend(answers.facts.columns.iter().map(|column| (None, column.clone())));
    for (wave, table) in answers.waves.iter().enumerate() {
        found.extend(table.columns.iter().map(|column| (Some(wave), column.clone())));
    }
    let mut alike: BTreeMap<(Option<usize>, BTreeSet<String>), usize> = BTreeMap::new();
    let mut raws = Vec::new();
    for (wave, column) in found {
        let fixed = &*column.name == PRESENT || wave.is_none() && group == Some(&*column.name);
        if fixed || matches!(column.values, Values::Sets(_)) {
            continue;
        }
        let many = alike.entry((wave, users(&unit.scored.study.measures, &column.name))).or_default();
        *many += 1;
        if *many > COLUMNS {
            continue;
        }
        let values = numbers(&column, people);
        let (step, low, high) = grid(&unit.scored.study.measures, &column.name, &values);
        let mut raw = Raw { name: column.name.clone(), wave, step, low, high, values, effects: Vec::new() };
        raw.effects = effects(unit, part, &raw);
        if !raw.effects.is_empty() {
            raws.push(raw);
        }
    }
    raws
}

/// What is made of a column itself: columns of the same are as good as each other.
fn users(measures: &Measures, name: &str) -> BTreeSet<String> {
    let of_items = measures.scales().filter(|scale| scale.scoring.items.iter().any(|item| &*item.column == name));
    let mut users: BTreeSet<String> = of_items.map(|scale| scale.id.as_str().to_owned()).collect();
    let given = |scale: &&Scale| scale.scoring.column.as_deref() == Some(name) || scale.id.as_str() == name;
    users.extend(measures.scales().filter(given).map(|scale| format!("{} given", scale.id)));
    users.extend(measures.variable(name).map(|_| format!("{name} asked")));
    users
}

/// Step and ends of what can be answered in a column.
fn grid(measures: &Measures, name: &str, values: &[f64]) -> (f64, f64, f64) {
    let there = || values.iter().copied().filter(|value| !value.is_nan());
    let (least, most) = there().fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), value| (a.min(value), b.max(value)));
    let (least, most) = if least <= most { (least, most) } else { (0.0, 0.0) };
    let whole = |unit: f64| there().all(|value| ((value * unit).round() - value * unit).abs() < 1e-6 * unit);
    let by_decimals = [1.0, 10.0, 100.0, 1000.0].into_iter().find(|unit| whole(*unit)).map(|unit| 1.0 / unit);
    let mut step = by_decimals.unwrap_or(0.0);
    let mut range = None;
    for scale in measures.scales() {
        if scale.scoring.items.iter().any(|item| &*item.column == name) {
            range = range.or(scale.scoring.item_range);
        } else if scale.scoring.column.as_deref() == Some(name) || scale.id.as_str() == name {
            range = range.or(scale.range);
            step = scale.scoring.step.filter(|step| *step > 0.0).unwrap_or(step);
        }
    }
    let (low, high) = range.map_or((least, most), |(low, high)| (low.min(least), high.max(most)));
    // Answers that differ by less than a hundredth of what can be are the same answer.
    let step = step.max((high - low) / 100.0);
    let step = if step > 0.0 { step } else { 1.0 };
    // What has no range that is told may be somewhat more than the most that was seen.
    (step, low, if range.is_some() { high } else { high.max(low + 20.0 * step) })
}

/// What a step of every answer in a column does to the series.
fn effects(unit: &mut Unit, part: &Part, raw: &Raw) -> Vec<(usize, Vec<f64>)> {
    let stepped: Vec<f64> = raw.values.iter().map(|value| value + raw.step).collect();
    let before = unit.set(raw.wave, &raw.name, &stepped);
    let after = series(&unit.scored, part);
    unit.put_back(raw.wave, &raw.name, before);
    let mut effects = Vec::new();
    for (at, (old, new)) in unit.series.iter().zip(&after).enumerate() {
        let moved: Vec<f64> = old.values.iter().zip(&new.values).map(|(old, new)| new - old).collect();
        if moved.iter().any(|moved| moved.abs() > 1e-9) {
            effects.push((at, moved));
        }
    }
    effects
}

impl Unit {
    /// Puts other answers into a column and scores them; gives the answers that stood there.
    pub fn set(&mut self, wave: Option<usize>, name: &str, values: &[f64]) -> Option<Values> {
        let new = Values::collect(values.iter().map(|value| Some(*value).filter(|value| !value.is_nan())));
        self.put_back(wave, name, Some(new))
    }

    /// Puts answers into a column and scores them; gives those that stood there.
    pub fn put_back(&mut self, wave: Option<usize>, name: &str, values: Option<Values>) -> Option<Values> {
        let old = self.replace(wave, name, values?);
        self.rescore();
        old
    }

    /// Puts answers into a column, without scoring them.
    pub fn replace(&mut self, wave: Option<usize>, name: &str, values: Values) -> Option<Values> {
        let answers = self.scored.study.answers.as_mut()?;
        let table = match wave {
            Some(wave) => answers.waves.get_mut(wave)?,
            None => &mut answers.facts,
        };
        let column = table.columns.iter_mut().find(|column| &*column.name == name)?;
        Some(std::mem::replace(&mut column.values, values))
    }

    pub fn rescore(&mut self) {
        self.scored.rescore();
    }

    pub fn people(&self) -> usize {
        self.scored.study.answers.as_ref().map_or(0, |answers| answers.people.len())
    }
}
