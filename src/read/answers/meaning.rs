//! What a cell means in its column: a number within bounds, a count, a level, several levels.

use std::collections::BTreeSet;
use std::sync::Arc;

use indexmap::IndexSet;

use super::labelled::{Labelled, Said};
use super::levels::{Levels, Unnamed};
use super::missing::Missing;
use super::number::{NoNumber, no_number, number};
use super::rows::Cell;
use crate::model::{Variable, VariableKind};

/// The lowest and the highest number of a column, and what sets them.
#[derive(Debug, Clone, PartialEq)]
pub struct Bounds {
    pub low: f64,
    pub high: f64,
    /// Such as `the range of the scale `strain``.
    pub what: String,
}

/// How the cells of a column are read.
#[derive(Debug, Clone)]
pub struct Column {
    pub meaning: Meaning,
    pub missing: Arc<Missing>,
}

#[derive(Debug, Clone)]
pub enum Meaning {
    Number(Numbers),
    Level(Levels),
    Set(Levels),
    /// Levels that nobody named: they are what the column holds.
    Gathered(Gathered),
}

#[derive(Debug, Clone)]
pub struct Numbers {
    pub bounds: Vec<Bounds>,
    pub whole: bool,
    /// The scale whose items are here; none for scores and variables.
    pub scale: Option<String>,
    /// What labels of answers count as.
    pub answers: Option<Labelled>,
}

/// Levels as they were found.
#[derive(Debug, Clone, Default)]
pub struct Gathered {
    pub found: IndexSet<String>,
    /// The labels that the file gives to codes.
    labels: BTreeSet<String>,
}

/// More levels than a variable has that people are compared by.
pub const MOST_GATHERED: usize = 50;

/// A cell's value: levels are their positions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value {
    None,
    Number(f64),
    Set(u64),
}

/// Why a cell has no value.
#[derive(Debug, Clone, PartialEq)]
pub enum Problem {
    NoNumber(NoNumber),
    NotWhole,
    Negative,
    /// By the position of its bounds.
    Outside(usize),
    /// A label of an answer that the study does not map.
    UnknownAnswer(String),
    /// A number and a label that say two numbers.
    AnswerDiffers(f64, f64),
    UnlabelledAnswer,
    Level(String),
    /// A text that names several levels, and what they are.
    SeveralLevels(String, String),
    /// A code without a label that is the label of another.
    UnlabelledGroup,
    TooManyLevels,
    Fault,
    Uncomputed,
}

impl Column {
    /// The digits that are values as they stand: a bit each.
    pub fn digits(&self) -> u16 {
        let Meaning::Number(numbers) = &self.meaning else { return 0 };
        let sound = |digit: &u16| {
            let number = f64::from(*digit);
            !self.missing.has(number) && numbers.within(number).is_ok()
        };
        if numbers.answers.as_ref().is_some_and(|answers| !answers.plain()) {
            return 0;
        }
        (0..10).filter(sound).fold(0, |digits, digit| digits | 1 << digit)
    }

    /// Reads a cell.
    pub fn read(&mut self, cell: &Cell<'_>) -> Result<Value, Problem> {
        let missing = &*self.missing;
        match cell {
            Cell::Uncomputed => return Err(Problem::Uncomputed),
            cell if missing.holds(cell) => return Ok(Value::None),
            Cell::Fault(_) => return Err(Problem::Fault),
            Cell::Text(text, _) if text.starts_with('#') && no_number(text) == NoNumber::Error => {
                return Err(Problem::Fault);
            }
            _ => {}
        }
        match &mut self.meaning {
            Meaning::Number(numbers) => numbers.read(cell, missing),
            Meaning::Level(levels) => match levels.find(cell) {
                Ok(at) => Ok(Value::Number(at as f64)),
                Err(unnamed) => Err(Problem::unnamed(unnamed, &cell.shown())),
            },
            Meaning::Set(levels) => set(levels, cell, missing),
            Meaning::Gathered(gathered) => gathered.read(cell),
        }
    }
}

impl Meaning {
    /// How the values of a variable are read.
    pub fn of(variable: &Variable) -> Self {
        let numbers = |whole| Numbers { bounds: Vec::new(), whole, scale: None, answers: None };
        match variable.kind {
            VariableKind::Categorical if variable.multiple => Meaning::Set(Levels::of(&variable.levels)),
            VariableKind::Categorical => Meaning::Level(Levels::of(&variable.levels)),
            VariableKind::Continuous => Meaning::Number(numbers(false)),
            VariableKind::Count => Meaning::Number(numbers(true)),
        }
    }

    pub fn is_set(&self) -> bool {
        matches!(self, Meaning::Set(_))
    }

    pub fn levels(&self) -> Option<&Levels> {
        match self {
            Meaning::Level(levels) | Meaning::Set(levels) => Some(levels),
            Meaning::Number(_) | Meaning::Gathered(_) => None,
        }
    }

    pub fn levels_mut(&mut self) -> Option<&mut Levels> {
        match self {
            Meaning::Level(levels) | Meaning::Set(levels) => Some(levels),
            Meaning::Number(_) | Meaning::Gathered(_) => None,
        }
    }

    /// What a level is called, by its position.
    pub fn level(&self, at: f64) -> &str {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is a position")]
        let at = at as usize;
        match self {
            Meaning::Level(levels) | Meaning::Set(levels) => levels.id(at),
            Meaning::Gathered(gathered) => gathered.found.get_index(at).map_or("", String::as_str),
            Meaning::Number(_) => "",
        }
    }
}

impl Numbers {
    fn read(&self, cell: &Cell<'_>, missing: &Missing) -> Result<Value, Problem> {
        let number = match cell {
            Cell::Number(number, label) if number.is_finite() => match &self.answers {
                None => *number,
                Some(answers) => match answers.coded(*number, *label) {
                    Said::Number(number) => number,
                    Said::Unknown => {
                        let said = label.map_or_else(|| cell.shown().into_owned(), str::to_owned);
                        return Err(Problem::UnknownAnswer(said));
                    }
                    Said::Unlabelled => return Err(Problem::UnlabelledAnswer),
                },
            },
            Cell::Text(text, label) => match number(text) {
                Some(number) if missing.has(number) => return Ok(Value::None),
                Some(number) => match self.answers.as_ref().map(|answers| answers.coded(number, *label)) {
                    None => number,
                    Some(Said::Number(number)) => number,
                    Some(Said::Unknown) => return Err(Problem::UnknownAnswer(label.unwrap_or(text).to_owned())),
                    Some(Said::Unlabelled) => return Err(Problem::UnlabelledAnswer),
                },
                None => self.words(text, *label)?,
            },
            Cell::Date(_) => return Err(Problem::NoNumber(NoNumber::Date)),
            _ => return Err(Problem::NoNumber(NoNumber::Other)),
        };
        if self.whole && number.fract() != 0.0 {
            return Err(Problem::NotWhole);
        }
        if self.whole && number < 0.0 {
            return Err(Problem::Negative);
        }
        self.within(number).map(|()| Value::Number(number)).map_err(Problem::Outside)
    }

    /// The number of an answer that is given in words.
    fn words(&self, text: &str, label: Option<&str>) -> Result<f64, Problem> {
        let what = no_number(text);
        let Some(answers) = &self.answers else { return Err(Problem::NoNumber(what)) };
        if let Some(number) = answers.find(text).or_else(|| answers.find(label?)) {
            return Ok(number);
        }
        match what {
            NoNumber::Labelled(number, words) => match answers.find(&words) {
                Some(said) if said == number => Ok(number),
                Some(said) => Err(Problem::AnswerDiffers(number, said)),
                None => Err(Problem::UnknownAnswer(text.to_owned())),
            },
            NoNumber::Words => Err(Problem::UnknownAnswer(text.to_owned())),
            other => Err(Problem::NoNumber(other)),
        }
    }

    fn within(&self, number: f64) -> Result<(), usize> {
        let outside = self.bounds.iter().position(|bounds| number < bounds.low || number > bounds.high);
        outside.map_or(Ok(()), Err)
    }
}

impl Gathered {
    /// Takes over the labels that a file gives to codes.
    pub fn bind(&mut self, labels: &[(String, String)]) {
        self.labels = labels.iter().map(|(_, label)| label.clone()).collect();
    }

    fn read(&mut self, cell: &Cell<'_>) -> Result<Value, Problem> {
        let text = cell.label().map_or_else(|| cell.shown().into_owned(), str::to_owned);
        if cell.label().is_none() && self.labels.contains(&text) {
            return Err(Problem::UnlabelledGroup);
        }
        let at = self.found.get_index_of(&text).unwrap_or_else(|| self.found.insert_full(text).0);
        if at < MOST_GATHERED { Ok(Value::Number(at as f64)) } else { Err(Problem::TooManyLevels) }
    }
}

/// The levels that a cell names, with semicolons between them.
fn set(levels: &Levels, cell: &Cell<'_>, missing: &Missing) -> Result<Value, Problem> {
    match levels.find(cell) {
        Ok(at) => return Ok(Value::Set(1 << at)),
        Err(several @ Unnamed::Several(_)) => return Err(Problem::unnamed(several, &cell.shown())),
        Err(Unnamed::Unknown) => {}
    }
    let text = cell.shown();
    let mut set = 0_u64;
    for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        if missing.holds(&Cell::Text(part.into(), None)) {
            continue;
        }
        set |= 1 << levels.text(part).map_err(|unnamed| Problem::unnamed(unnamed, part))?;
    }
    Ok(if set == 0 { Value::None } else { Value::Set(set) })
}

impl Problem {
    fn unnamed(unnamed: Unnamed, text: &str) -> Self {
        match unnamed {
            Unnamed::Unknown => Problem::Level(text.to_owned()),
            Unnamed::Several(what) => Problem::SeveralLevels(text.to_owned(), what),
        }
    }
}
