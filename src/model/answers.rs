//! Participant-level data: who took part, and what each of them answered at each timepoint.
//!
//! Everything is dense: a column has a place for every person, so that a person has one index everywhere. People are
//! sorted by id, and so the order of the rows in a file changes nothing that is computed from them.

use std::sync::Arc;

/// The participant-level data of a study.
#[derive(Debug, Clone, Default)]
pub struct Answers {
    /// Ids of everybody who is named by a file, sorted and unique.
    pub people: Vec<Box<str>>,
    /// What was asked once: the variables of the participants' file.
    pub facts: Table,
    /// What was asked at each timepoint, in the study's order of timepoints, one table each.
    pub waves: Vec<Table>,
    /// Whether a file says of itself that its data are simulated.
    pub simulated: bool,
}

impl Answers {
    /// Whether a person answered anything at a timepoint, by its position in the study's order.
    pub fn took_part(&self, wave: usize, person: usize) -> bool {
        self.waves.get(wave).is_some_and(|wave| wave.columns.iter().any(|column| column.has(person)))
    }
}

/// Columns of one file, or of one timepoint of a file.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// Path of the file from the study's root; empty where there is no such file.
    pub file: Arc<str>,
    /// In the order of the file.
    pub columns: Vec<Column>,
    /// The line, or row of the sheet, or case, in which each person stands; 0 where they do not. As long as `people`.
    pub lines: Vec<u32>,
}

impl Table {
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| &*column.name == name)
    }
}

/// A column of a table: an item, a scale that was scored already, or a variable.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// The item's or variable's name, without a timepoint where the file is wide.
    pub name: Arc<str>,
    /// Its position in the file, from 1.
    pub at: u32,
    pub values: Values,
}

/// A value for every person, or none.
///
/// A categorical variable holds positions of levels; one of which a person may have several holds sets of them.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// Whole numbers from -127 to 127, one byte each; `i8::MIN` where there is none.
    Small(Vec<i8>),
    /// NaN where there is none; never infinite.
    Numbers(Vec<f64>),
    /// A bit a level; `None` where nothing was answered.
    Sets(Vec<Option<u64>>),
}

impl Column {
    /// The number that a person gave; `None` where they gave none, and for sets.
    pub fn number(&self, person: usize) -> Option<f64> {
        match &self.values {
            Values::Small(values) => {
                values.get(person).filter(|value| **value != i8::MIN).map(|value| f64::from(*value))
            }
            Values::Numbers(values) => values.get(person).copied().filter(|value| !value.is_nan()),
            Values::Sets(_) => None,
        }
    }

    /// The levels that a person gave, a bit each.
    pub fn set(&self, person: usize) -> Option<u64> {
        match &self.values {
            Values::Sets(values) => values.get(person).copied().flatten(),
            Values::Small(_) | Values::Numbers(_) => None,
        }
    }

    /// Whether a person gave an answer.
    pub fn has(&self, person: usize) -> bool {
        self.number(person).is_some() || self.set(person).is_some()
    }
}

impl Values {
    /// The smallest store that holds the values as they are.
    pub fn collect(values: impl Iterator<Item = Option<f64>>) -> Self {
        let mut all = Values::Small(Vec::with_capacity(values.size_hint().0));
        values.for_each(|value| all.push(value));
        all
    }

    /// Adds a number, or nothing, at the end. No use for sets.
    pub fn push(&mut self, value: Option<f64>) {
        match (&mut *self, value) {
            (Values::Small(small), None) => small.push(i8::MIN),
            (Values::Small(small), Some(value)) => {
                let byte = value as i8;
                if f64::from(byte) == value && byte != i8::MIN {
                    small.push(byte);
                } else {
                    let wide = small.iter().map(|byte| if *byte == i8::MIN { f64::NAN } else { f64::from(*byte) });
                    *self = Values::Numbers(wide.chain([value]).collect());
                }
            }
            (Values::Numbers(numbers), value) => numbers.push(value.unwrap_or(f64::NAN)),
            (Values::Sets(sets), _) => sets.push(None),
        }
    }
}
