//! A look at a table before it is read: rows below the header that are no participants, a column of row numbers, and what
//! all texts of a column say of its meaning.
//!
//! Survey platforms put the questions and their own marks into rows below the header; read as participants they would be
//! people who do not exist.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Known;
use super::fault::{Fault, Faults};
use super::header::{self, Plan, Role, Which};
use super::meaning::{Column, Meaning};
use super::number::{NoNumber, no_number, number};
use super::rows::{Cell, Rows};
use crate::diag::{Sink, Sources};

/// Rows in which a second and a third header row may stand.
const AHEAD: usize = 3;

/// Rows that may stand above a header.
const ABOVE: usize = 10;

/// What a row is that holds no answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Extra {
    /// The words of the questions, and the ids by which Qualtrics imports them.
    Qualtrics,
    /// A row without an id, in which the answers or parts of a question are named.
    Second,
    /// The names of the header again, in other writing.
    Names,
    /// A row that looks like one of questions, and has an id.
    Doubtful,
}

#[derive(Debug, Default)]
pub struct Preview {
    extra: Vec<(u32, Extra)>,
    /// What stands in a second header row, by column.
    pub second: Vec<String>,
    /// Where the header stands, if that is below other rows.
    pub header_below: Option<u32>,
    /// Whether the first column has no name, and holds the numbers or names of rows.
    row_names: bool,
    /// The texts of the columns in which some text may name two levels.
    texts: BTreeMap<usize, BTreeSet<String>>,
}

/// A row near the header.
struct Near {
    number: u32,
    cells: Vec<String>,
    empty_id: bool,
    numbers: usize,
    words: usize,
}

/// Looks at the beginning of a table, and over all of it where that is needed.
pub fn preview<R: Rows>(rows: &mut R, which: Which, known: &Known<'_>) -> Preview {
    let (mut sink, mut sources) = (Sink::new(), Sources::default());
    let mut faults = Faults::new(&Arc::from(""), &mut sources, &mut sink);
    let mut preview = Preview::default();
    let Some(plan) = header::plan(rows, which, known, &mut faults) else {
        preview.header_below = header_below(rows, known);
        return preview;
    };
    let mut near = Vec::new();
    while near.len() < AHEAD && matches!(rows.advance(), Ok(true)) {
        near.push(Near::of(rows, &plan, known));
    }
    preview.extra = extra(&near, &plan, rows.names());
    let second = preview.extra.iter().find(|(_, extra)| *extra == Extra::Second);
    if let Some(row) = second.and_then(|(number, _)| near.iter().find(|row| row.number == *number)) {
        preview.second.clone_from(&row.cells);
    }
    let doubtful = doubtful(&plan);
    let unnamed = plan.roles.first() == Some(&Role::Unnamed);
    if doubtful.is_empty() && !unnamed {
        return preview;
    }
    let mut names = RowNames::default();
    let answers = near.iter().filter(|row| !preview.skips(row.number));
    for row in answers.collect::<Vec<_>>() {
        names.see(row.cells.first().map_or("", String::as_str));
        for (at, column) in &doubtful {
            let text = row.cells.get(*at).map_or("", String::as_str);
            note(preview.texts.entry(*at).or_default(), text, column);
        }
    }
    while matches!(rows.advance(), Ok(true)) {
        if unnamed {
            names.see(&rows.cell(0).shown());
        }
        for (at, column) in doubtful.iter().filter(|(at, _)| *at < rows.width()) {
            note(preview.texts.entry(*at).or_default(), &rows.cell(*at).shown(), column);
        }
    }
    preview.row_names = unnamed && names.hold();
    preview
}

/// The row that has the name of the column of ids in it, where the first row has not: titles of exports stand above.
fn header_below<R: Rows>(rows: &mut R, known: &Known<'_>) -> Option<u32> {
    let id = &known.layout.participant;
    if rows.names().contains(id) {
        return None;
    }
    for _ in 0..ABOVE {
        if !matches!(rows.advance(), Ok(true)) {
            return None;
        }
        if (0..rows.width()).any(|at| *rows.cell(at).shown() == **id) {
            return Some(rows.number());
        }
    }
    None
}

/// The columns in which some text may name two levels, and how they are read.
fn doubtful(plan: &Plan) -> Vec<(usize, Option<&Column>)> {
    let found = plan.roles.iter().enumerate().filter_map(|(at, role)| {
        let column = match role {
            Role::Value { meaning, .. } => Some(&plan.columns[*meaning]),
            Role::Group => plan.group.as_ref(),
            Role::Timepoint if plan.timepoints.doubtful() => return Some((at, None)),
            Role::Timepoint | Role::Skip | Role::Unnamed | Role::Id | Role::Simulated => None,
        };
        let doubtful = column?.meaning.levels().is_some_and(super::levels::Levels::doubtful);
        doubtful.then_some((at, column))
    });
    found.collect()
}

fn note(texts: &mut BTreeSet<String>, text: &str, column: &Option<&Column>) {
    let missing = |text: &str| {
        text.is_empty() || column.is_some_and(|column| column.missing.holds(&Cell::Text(text.into(), None)))
    };
    let several = column.is_some_and(|column| matches!(column.meaning, Meaning::Set(_)));
    let parts = text.split(if several { ';' } else { '\0' }).map(str::trim);
    texts.extend(parts.filter(|part| !missing(part)).map(str::to_owned));
}

impl Near {
    fn of<R: Rows>(rows: &R, plan: &Plan, known: &Known<'_>) -> Self {
        let cells: Vec<String> = (0..rows.width()).map(|at| rows.cell(at).shown().into_owned()).collect();
        let (mut numbers, mut words) = (0, 0);
        for (at, role) in plan.roles.iter().enumerate().take(cells.len()) {
            let Role::Value { meaning, .. } = role else { continue };
            let column = &plan.columns[*meaning];
            let Meaning::Number(known) = &column.meaning else { continue };
            let text = &cells[at];
            let answer = known.answers.as_ref().is_some_and(|answers| answers.find(text).is_some());
            if number(text).is_some() || answer || matches!(rows.cell(at), Cell::Date(_)) {
                numbers += 1;
            } else if matches!(no_number(text), NoNumber::Words)
                && !column.missing.holds(&Cell::Text(text.as_str().into(), None))
            {
                words += 1;
            } else if !text.is_empty() && !matches!(no_number(text), NoNumber::NoAnswer) {
                numbers += 1;
            }
        }
        let missing = known.missing();
        let empty_id = plan.id >= cells.len() || missing.holds(&rows.cell(plan.id));
        Self { number: rows.number(), cells, empty_id, numbers, words }
    }
}

/// The rows below the header that hold no answers.
fn extra(near: &[Near], plan: &Plan, names: &[String]) -> Vec<(u32, Extra)> {
    let import = |row: &Near| row.cells.iter().any(|cell| cell.replace(['\'', ' '], "\"").starts_with("{\"ImportId\""));
    if let Some(last) = near.iter().position(import) {
        return near[..=last].iter().map(|row| (row.number, Extra::Qualtrics)).collect();
    }
    let Some((first, others)) = near.split_first() else { return Vec::new() };
    let plain =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let id = first.cells.get(plan.id).map_or("", String::as_str);
    let named = names.get(plan.id).is_some_and(|name| plain(name) == plain(id) && !plain(id).is_empty());
    let what = if named && first.numbers == 0 {
        Extra::Names
    } else if first.empty_id && first.numbers == 0 && first.cells.iter().any(|cell| !cell.is_empty()) {
        Extra::Second
    } else if first.words > 0 && first.numbers == 0 && others.iter().any(|row| row.numbers > 0 && row.words == 0) {
        Extra::Doubtful
    } else {
        return Vec::new();
    };
    vec![(first.number, what)]
}

/// Whether texts can be the numbers or names of rows: whole numbers that grow, or names of which none comes twice.
#[derive(Default)]
struct RowNames {
    seen: BTreeSet<String>,
    last: Option<f64>,
    growing: bool,
    broken: bool,
    any: bool,
}

impl RowNames {
    fn see(&mut self, text: &str) {
        let whole = number(text).filter(|number| number.fract() == 0.0);
        let grows = whole.is_some_and(|number| self.last.is_none_or(|last| last < number));
        self.growing = grows && (self.growing || !self.any);
        self.last = whole;
        self.any = true;
        self.broken |= text.is_empty() || !self.seen.insert(text.to_owned());
    }

    fn hold(&self) -> bool {
        self.any && (self.growing || !self.broken)
    }
}

impl Preview {
    /// Whether a row holds no answers.
    pub fn skips(&self, row: u32) -> bool {
        self.extra.iter().any(|(number, _)| *number == row)
    }

    /// Decides what the columns mean of which all texts were looked at.
    pub fn settle(&self, plan: &mut Plan) {
        for (at, texts) in &self.texts {
            let texts = texts.iter().map(String::as_str);
            let levels = match plan.roles.get(*at) {
                Some(Role::Value { meaning, .. }) => plan.columns[*meaning].meaning.levels_mut(),
                Some(Role::Group) => plan.group.as_mut().and_then(|group| group.meaning.levels_mut()),
                Some(Role::Timepoint) => Some(&mut plan.timepoints),
                _ => None,
            };
            if let Some(levels) = levels {
                levels.settle(texts);
            }
        }
        if self.row_names {
            plan.roles[0] = Role::Skip;
        }
    }

    /// Says what is read past.
    pub fn tell<R: Rows>(&self, rows: &mut R, faults: &mut Faults<'_>) {
        if self.row_names {
            let place = rows.header(Some(0));
            let message = "the first column has no name and holds the numbers or names of rows: it is not read";
            let hint = "`layout: {ignore: [\"\"]}` in study.yaml says so, and R's `write.csv(…, row.names = FALSE)` leaves it out";
            faults.at(Fault::note("row-names", message).hint(hint), place);
        }
    }

    /// Says of a row that it holds no answers; the first of several says it for all.
    pub fn tell_extra<R: Rows>(&self, rows: &mut R, faults: &mut Faults<'_>) {
        let number = rows.number();
        let Some((first, what)) = self.extra.first().filter(|(first, _)| *first == number) else { return };
        let place = rows.place(None);
        let these = match self.extra.last() {
            Some((last, _)) if last != first => format!("{}s {first} and {last} are", R::ROW),
            _ => format!("this {} is", R::ROW),
        };
        let fault = match what {
            Extra::Qualtrics => Fault::note(
                "header-row",
                format!("{these} the questions and the marks of Qualtrics, and no participants: not read"),
            ),
            Extra::Second => {
                Fault::note("header-row", format!("{these} a second header, for no participant: not read"))
            }
            Extra::Names => Fault::note("header-row", format!("{these} a second header: not read")),
            Extra::Doubtful => Fault::new("header-row", format!("{these} a second header, or answers in words"))
                .hint("if it holds the questions, delete it, and keep one row of names")
                .hint("if it holds a person's answers, say what their labels count as: `answers` in instruments.yaml"),
        };
        faults.at(fault, place);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_rows_grow_or_come_once() {
        let hold = |texts: &[&str]| {
            let mut names = RowNames::default();
            texts.iter().for_each(|text| names.see(text));
            names.hold()
        };
        assert!(hold(&["1", "2", "7"]) && hold(&["P01", "P02"]) && hold(&["3", "1", "2"]));
        assert!(!hold(&["1", "1", "2"]) && !hold(&["a", "", "b"]) && !hold(&[]));
    }
}
