//! The columns that a file may have: every name that the study knows, and what stands in its column.

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexSet;

use super::Known;
use super::header::{Target, Which};
use super::labelled::Labelled;
use super::levels::Levels;
use super::meaning::{Bounds, Column, Gathered, Meaning, Numbers};
use super::missing::Missing;
use crate::model::Scale;

/// What a name stands for.
#[derive(Clone)]
pub enum Wanted {
    /// A variable.
    Known(Column),
    /// An item or a score, which are asked at a timepoint.
    Asked(Column),
    Group,
}

/// What each column stands for that a file may have; more than one thing where the pattern of names leaves it open.
pub fn columns(
    wanted: &BTreeMap<String, Wanted>,
    which: Which,
    known: &Known<'_>,
) -> BTreeMap<String, Vec<(Target, String)>> {
    let mut columns: BTreeMap<String, Vec<(Target, String)>> = BTreeMap::new();
    let mut add = |column: String, target, name: &str| {
        let meant = columns.entry(column).or_default();
        let this = (target, name.to_owned());
        if !meant.contains(&this) {
            meant.push(this);
        }
    };
    for (name, what) in wanted {
        match (which, &known.layout.wide) {
            (Which::Participants, _) => add(name.clone(), Target::Facts, name),
            (Which::Responses, None) => add(name.clone(), Target::Row, name),
            (Which::Responses, Some(pattern)) => {
                for (wave, timepoint) in known.timepoints.iter().enumerate() {
                    let texts = [timepoint.id.as_str()].into_iter().chain(timepoint.values.iter().map(String::as_str));
                    for text in texts.collect::<IndexSet<_>>() {
                        add(pattern.name(name, text), Target::Wave(wave), name);
                    }
                }
                // What was asked once may stand beside what was asked at each timepoint.
                if !matches!(what, Wanted::Asked(_)) {
                    add(name.clone(), Target::Facts, name);
                }
            }
        }
    }
    columns
}

/// Every name that may stand in a file, without timepoints.
pub fn wanted(known: &Known<'_>, which: Which) -> BTreeMap<String, Wanted> {
    let mut wanted = BTreeMap::new();
    let missing = known.missing();
    let group = known.group.map(|group| group.value.as_str());
    for variable in &known.measures.variables {
        let id = variable.id.as_str();
        let what = if group == Some(id) {
            Wanted::Group
        } else {
            let missing = own(variable.no_answer.as_deref(), id, &missing);
            Wanted::Known(Column { meaning: Meaning::of(variable), missing })
        };
        wanted.insert(id.to_owned(), what);
    }
    if let Some(group) = group {
        wanted.insert(group.to_owned(), Wanted::Group);
    }
    if which == Which::Participants {
        return wanted;
    }
    for scale in known.measures.scales() {
        let id = scale.id.as_str();
        let within = |range: Option<(f64, f64)>, what: String| range.map(|(low, high)| Bounds { low, high, what });
        let missing = own(scale.no_answer.as_deref(), id, &missing);
        let answers = Labelled::new(&scale.scoring.answers);
        for item in &scale.scoring.items {
            let of_answers = answers.as_ref().filter(|_| known.complete).map(Labelled::range);
            let bounds = within(scale.scoring.item_range, format!("the range of an item of `{id}`"))
                .or_else(|| within(of_answers, format!("the numbers of `answers` of `{id}`")));
            add(&mut wanted, &item.column, bounds, Some(id), answers.as_ref(), &missing);
        }
        if let Some(column) = score_column(scale) {
            let bounds = within(scale.range, format!("the range of `{id}`"));
            add(&mut wanted, column, bounds, None, None, &missing);
        }
    }
    wanted
}

/// Adds what a scale says of a column; several scales may share an item.
fn add(
    wanted: &mut BTreeMap<String, Wanted>,
    name: &str,
    bounds: Option<Bounds>,
    scale: Option<&str>,
    answers: Option<&Labelled>,
    missing: &Arc<Missing>,
) {
    let entry = wanted.entry(name.to_owned()).or_insert_with(|| {
        let numbers = Numbers { bounds: Vec::new(), whole: false, scale: scale.map(str::to_owned), answers: None };
        Wanted::Asked(Column { meaning: Meaning::Number(numbers), missing: missing.clone() })
    });
    let Wanted::Asked(column) = entry else { return };
    let Meaning::Number(numbers) = &mut column.meaning else { return };
    if missing.owner.is_some() {
        column.missing = missing.clone();
    }
    if numbers.answers.is_none() {
        numbers.answers = answers.cloned();
    }
    let known = |bounds: &Bounds| numbers.bounds.iter().any(|b| (b.low, b.high) == (bounds.low, bounds.high));
    let bounds = bounds.filter(|bounds| !known(bounds));
    numbers.bounds.extend(bounds);
}

fn own(texts: Option<&[String]>, owner: &str, study: &Arc<Missing>) -> Arc<Missing> {
    match texts {
        Some(texts) => Arc::new(Missing::new(texts.iter().map(String::as_str), Some(owner))),
        None => study.clone(),
    }
}

/// The column of a scale's scores; its own id where the study does not say how else it is scored.
pub fn score_column(scale: &Scale) -> Option<&str> {
    let scoring = &scale.scoring;
    match &scoring.column {
        Some(column) => Some(column),
        None => (scoring.items.is_empty() && scoring.parts.is_empty()).then_some(scale.id.as_str()),
    }
}

impl Known<'_> {
    /// What stands for no answer in the columns of which the study says nothing else.
    pub fn missing(&self) -> Arc<Missing> {
        Arc::new(Missing::new(self.layout.missing.iter().map(|text| text.value.as_str()), None))
    }

    /// How the column of groups is read: by its declared levels, or by what is found there.
    pub fn group_column(&self) -> Option<Column> {
        let group = self.group?;
        let study = self.missing();
        Some(match self.measures.variable(&group.value) {
            Some(variable) => Column {
                meaning: Meaning::Level(Levels::of(&variable.levels)),
                missing: own(variable.no_answer.as_deref(), variable.id.as_str(), &study),
            },
            None => Column { meaning: Meaning::Gathered(Gathered::default()), missing: study },
        })
    }
}
