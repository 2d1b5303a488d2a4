//! What stands for a level, a group or a timepoint in the data.
//!
//! Three things may name one: its `value`, its id and its label. A column has one meaning: where a text would name two of
//! them, all texts of the column decide which of the three is meant. In a file that labels its values the labels decide.

use std::collections::{BTreeMap, BTreeSet};

use super::rows::Cell;
use crate::model::{LevelOf, Timepoint};

/// By what a text names a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Value,
    Id,
    Label,
}

impl By {
    const ALL: [By; 3] = [By::Value, By::Id, By::Label];

    fn word(self) -> &'static str {
        match self {
            By::Value => "`value`",
            By::Id => "id",
            By::Label => "label",
        }
    }
}

/// Why a cell names no level.
#[derive(Debug, Clone, PartialEq)]
pub enum Unnamed {
    Unknown,
    /// It names several: what is said of that.
    Several(String),
}

/// A code of a file whose label and whose `value` in the study name two levels.
#[derive(Debug, Clone, PartialEq)]
pub struct Contradiction {
    pub code: String,
    pub label: String,
    pub labelled: String,
    pub valued: String,
}

/// The levels of a variable, or the timepoints, by what stands for them in the data.
#[derive(Debug, Clone)]
pub struct Levels {
    entries: Vec<Entry>,
    /// The one way of naming that a column uses, where it matters.
    by: Option<By>,
    exact: BTreeMap<String, Result<usize, Unnamed>>,
    folded: BTreeMap<String, Result<usize, Unnamed>>,
    /// What the codes of a file mean that labels them.
    codes: Option<Codes>,
}

#[derive(Debug, Clone)]
struct Entry {
    id: String,
    label: String,
    values: Vec<String>,
}

#[derive(Debug, Clone)]
struct Codes {
    meant: BTreeMap<String, Option<usize>>,
    /// Whether a label names a level: then a code without a label does not name one by its own digits.
    by_label: bool,
}

impl Levels {
    pub fn of(levels: &[LevelOf]) -> Self {
        let entry = |level: &LevelOf| Entry {
            id: level.id.to_string(),
            label: level.label.clone(),
            values: level.values.clone(),
        };
        Self::from(levels.iter().map(entry).collect())
    }

    pub fn of_timepoints(timepoints: &[Timepoint]) -> Self {
        let entry = |timepoint: &Timepoint| Entry {
            id: timepoint.id.to_string(),
            label: timepoint.label.clone(),
            values: timepoint.values.clone(),
        };
        Self::from(timepoints.iter().map(entry).collect())
    }

    fn from(entries: Vec<Entry>) -> Self {
        let mut levels = Self { entries, by: None, exact: BTreeMap::new(), folded: BTreeMap::new(), codes: None };
        levels.index();
        levels
    }

    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|entry| entry.id.as_str())
    }

    pub fn id(&self, at: usize) -> &str {
        self.entries.get(at).map_or("", |entry| entry.id.as_str())
    }

    /// Everything by which a level may be named.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().flat_map(Entry::names)
    }

    /// Whether some text would name two levels.
    pub fn doubtful(&self) -> bool {
        self.codes.is_none() && self.exact.values().chain(self.folded.values()).any(Result::is_err)
    }

    fn index(&mut self) {
        let names: BTreeSet<String> = self.names().map(str::to_owned).collect();
        self.folded = names.iter().map(|name| (name.to_lowercase(), self.resolve(&name.to_lowercase()))).collect();
        self.exact = names.into_iter().map(|name| (name.clone(), self.resolve(&name))).collect();
    }

    /// The level that a text names, from the levels themselves.
    fn resolve(&self, text: &str) -> Result<usize, Unnamed> {
        let mut found: Vec<(usize, By)> = Vec::new();
        for by in By::ALL.into_iter().filter(|by| self.by.is_none_or(|only| only == *by)) {
            for at in self.named(text, by) {
                if !found.iter().any(|(other, _)| *other == at) {
                    found.push((at, by));
                }
            }
        }
        match found[..] {
            [] => Err(Unnamed::Unknown),
            [(only, _)] => Ok(only),
            [(first, by), (second, other), ..] => Err(Unnamed::Several(format!(
                "the {} of `{}` and the {} of `{}`",
                by.word(),
                self.id(first),
                other.word(),
                self.id(second)
            ))),
        }
    }

    /// The levels that a text names in one way: as it is written, or else in capital or small letters.
    fn named(&self, text: &str, by: By) -> Vec<usize> {
        let all = |test: &dyn Fn(&str) -> bool| -> Vec<usize> {
            let entries = self.entries.iter().enumerate();
            entries.filter(|(_, entry)| entry.by(by).any(test)).map(|(at, _)| at).collect()
        };
        let exact = all(&|name| name == text);
        if exact.is_empty() { all(&|name| name.to_lowercase() == text.to_lowercase()) } else { exact }
    }

    /// The level that a text names.
    pub fn text(&self, text: &str) -> Result<usize, Unnamed> {
        let found = self.exact.get(text).or_else(|| self.folded.get(&text.to_lowercase()));
        found.cloned().unwrap_or(Err(Unnamed::Unknown))
    }

    /// The level that a cell names.
    pub fn find(&self, cell: &Cell<'_>) -> Result<usize, Unnamed> {
        let shown = cell.shown();
        let Some(codes) = &self.codes else { return self.text(&shown) };
        match codes.meant.get(&*shown) {
            Some(Some(at)) => Ok(*at),
            Some(None) => Err(Unnamed::Unknown),
            None if codes.by_label => self.valued(&shown).ok_or(Unnamed::Unknown),
            None => self.text(&shown),
        }
    }

    /// The level whose `value` is a code.
    fn valued(&self, code: &str) -> Option<usize> {
        self.entries.iter().position(|entry| entry.values.iter().any(|value| value == code))
    }

    /// Takes over what a file says that its codes stand for. A label and a `value` that name two levels are given back.
    pub fn bind(&mut self, labels: &[(String, String)]) -> Vec<Contradiction> {
        let mut wrong = Vec::new();
        if labels.is_empty() {
            return wrong;
        }
        let mut codes = Codes { meant: BTreeMap::new(), by_label: false };
        for (code, label) in labels {
            let named = [By::Label, By::Id, By::Value].into_iter().find_map(|by| match self.named(label, by)[..] {
                [only] => Some(only),
                _ => None,
            });
            codes.by_label |= named.is_some();
            let valued = self.valued(code);
            if let (Some(named), Some(valued)) = (named, valued)
                && named != valued
            {
                let (code, label) = (code.clone(), label.clone());
                let (labelled, valued) = (self.id(named).to_owned(), self.id(valued).to_owned());
                wrong.push(Contradiction { code, label, labelled, valued });
            }
            codes.meant.insert(code.clone(), named.or(valued));
        }
        if !codes.by_label {
            // The labels are of another language or wording: then the codes themselves are what names the levels.
            for (code, meant) in codes.meant.iter_mut().filter(|(_, meant)| meant.is_none()) {
                *meant = self.text(code).ok();
            }
        }
        self.codes = Some(codes);
        wrong
    }

    /// Decides by all texts of a column which way of naming is meant. It stays open where two ways explain them, and
    /// differently.
    pub fn settle<'a>(&mut self, texts: impl Iterator<Item = &'a str> + Clone) {
        let known = |text: &&str| !matches!(self.text(text), Err(Unnamed::Unknown));
        let read = |by: By| -> Option<Vec<usize>> {
            let each = texts.clone().filter(known).map(|text| match self.named(text, by)[..] {
                [only] => Some(only),
                _ => None,
            });
            each.collect()
        };
        let ways: Vec<(By, Vec<usize>)> = By::ALL.into_iter().filter_map(|by| Some((by, read(by)?))).collect();
        if let [(by, first), others @ ..] = &ways[..]
            && others.iter().all(|(_, other)| other == first)
        {
            self.by = Some(*by);
            self.index();
        }
    }
}

impl Entry {
    fn by(&self, by: By) -> impl Iterator<Item = &str> {
        let (values, other) = match by {
            By::Value => (&self.values[..], None),
            By::Id => (&[][..], Some(self.id.as_str())),
            By::Label => (&[][..], Some(self.label.as_str())),
        };
        values.iter().map(String::as_str).chain(other)
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        By::ALL.into_iter().flat_map(|by| self.by(by))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Levels by id, label and value.
    fn levels(all: &[(&str, &str, &str)]) -> Levels {
        let entry = |(id, label, value): &(&str, &str, &str)| Entry {
            id: (*id).to_owned(),
            label: (*label).to_owned(),
            values: Some((*value).to_owned()).filter(|value| !value.is_empty()).into_iter().collect(),
        };
        Levels::from(all.iter().map(entry).collect())
    }

    fn labels(all: &[(&str, &str)]) -> Vec<(String, String)> {
        all.iter().map(|(code, label)| ((*code).to_owned(), (*label).to_owned())).collect()
    }

    fn code(levels: &Levels, code: f64) -> Option<usize> {
        levels.find(&Cell::Number(code, None)).ok()
    }

    #[test]
    fn all_texts_of_a_column_decide_what_is_meant() {
        let shifted = levels(&[("none", "0", "1"), ("one", "1", "2"), ("two", "2", "3")]);
        assert!(shifted.doubtful() && matches!(shifted.text("1"), Err(Unnamed::Several(_))));
        let settled = |texts: &[&str]| {
            let mut levels = shifted.clone();
            levels.settle(texts.iter().copied());
            levels.text("1").ok()
        };
        assert_eq!(settled(&["1", "2", "3"]), Some(0));
        assert_eq!(settled(&["0", "1", "2"]), Some(1));
        assert_eq!(settled(&["0", "1", "2", "typo"]), Some(1));
        assert_eq!((settled(&["1", "2"]), settled(&["0", "1", "3"])), (None, None));
        assert!(!levels(&[("a", "A", "1"), ("b", "B", "2")]).doubtful());
    }

    #[test]
    fn labels_of_a_file_decide() {
        let mut kids = levels(&[("0", "0", ""), ("1", "1", ""), ("2", "2", "")]);
        assert_eq!(kids.bind(&labels(&[("1", "0"), ("2", "1"), ("3", "2")])), []);
        assert_eq!([1.0, 2.0, 3.0, 0.0].map(|number| code(&kids, number)), [Some(0), Some(1), Some(2), None]);
        let mut gender = levels(&[("female", "Female", "0"), ("male", "Male", "1")]);
        let wrong = gender.bind(&labels(&[("1", "Female"), ("2", "Male")]));
        assert_eq!((wrong.len(), &*wrong[0].labelled, &*wrong[0].valued), (1, "female", "male"));
        let mut german = levels(&[("female", "Woman", "1"), ("male", "Man", "2")]);
        assert_eq!(german.bind(&labels(&[("1", "Frau"), ("2", "Mann")])), []);
        assert_eq!((code(&german, 1.0), code(&german, 2.0)), (Some(0), Some(1)));
        let mut ids = levels(&[("1", "Woman", ""), ("2", "Man", "")]);
        ids.bind(&labels(&[("1", "Frau")]));
        assert_eq!((code(&ids, 1.0), code(&ids, 2.0)), (Some(0), Some(1)));
    }
}
