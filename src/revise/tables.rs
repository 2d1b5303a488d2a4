//! Tables as plain words, and what is different between two of them: rows and columns that came or went, and cells.

use serde::{Deserialize, Serialize};

use super::align::{Pair, align};
use super::passages::words_of;
use super::words::{bag, likeness};
use crate::compose::{Cell, Table, TableRow};

/// A table in plain words.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Tabled {
    /// Names of the columns, as in its CSV.
    pub columns: Vec<String>,
    pub rows: Vec<TabledRow>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TabledRow {
    /// The heading over it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    pub cells: Vec<String>,
}

impl TabledRow {
    /// What a row is found by: its heading and its first cell.
    fn key(&self) -> (Option<String>, String) {
        (self.group.clone(), self.cells.first().cloned().unwrap_or_default())
    }

    /// What a row is called: the first line of its first cell.
    pub fn name(&self) -> String {
        let first = self.cells.first().map_or("", String::as_str).lines().next().unwrap_or("");
        match &self.group {
            Some(group) if first.is_empty() => group.clone(),
            _ => first.to_owned(),
        }
    }
}

impl Tabled {
    pub fn of(table: &Table) -> Self {
        let mut group: Option<String> = None;
        let mut rows = Vec::new();
        for row in &table.rows {
            match row {
                TableRow::Group(content) => group = Some(words_of(content)),
                TableRow::Data(cells) => {
                    rows.push(TabledRow { group: group.clone(), cells: cells.iter().map(words_in).collect() });
                }
            }
        }
        Self { columns: table.columns.iter().map(|column| column.name.clone()).collect(), rows }
    }

    /// The share of cells that two tables have in common, row by row.
    pub fn likeness(&self, other: &Self) -> f64 {
        let cells = |table: &Self| {
            let mut all: Vec<String> = table.rows.iter().flat_map(|row| row.cells.clone()).collect();
            all.sort();
            all
        };
        likeness(&cells(self), &cells(other))
    }
}

/// A cell in plain words; a number with the signs around it.
pub fn words_in(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Label { content, .. } => words_of(content),
        Cell::Number { text, before, after, .. } => format!("{before}{text}{}", after.trim_end_matches(',')),
        Cell::Prose(paragraphs) => {
            let lines: Vec<String> = paragraphs.iter().map(|paragraph| words_of(&paragraph.content)).collect();
            lines.join("\n")
        }
        Cell::Changed { now, .. } => words_in(now),
    }
}

/// How the rows and columns of two tables belong to each other.
pub struct Match {
    pub columns: Vec<Pair>,
    pub rows: Vec<Pair>,
}

impl Match {
    pub fn of(old: &Tabled, new: &Tabled) -> Self {
        let columns = align(&old.columns, &new.columns, |_, _| 0.0);
        let keys = |table: &Tabled| table.rows.iter().map(TabledRow::key).collect::<Vec<_>>();
        let bags = |table: &Tabled| -> Vec<Vec<Vec<String>>> {
            table.rows.iter().map(|row| row.cells.iter().map(|cell| bag(cell)).collect()).collect()
        };
        let (from, to) = (bags(old), bags(new));
        let beside: Vec<(usize, usize)> = both(&columns).collect();
        let rows = align(&keys(old), &keys(new), |a, b| {
            let cells = beside.iter().map(|(i, j)| match (from[a].get(*i), to[b].get(*j)) {
                (Some(one), Some(other)) => likeness(one, other),
                _ => 0.0,
            });
            cells.sum::<f64>() / beside.len().max(1) as f64
        });
        Self { columns, rows }
    }

    /// The column of the old table that one of the new table was.
    pub fn old_column(&self, new: usize) -> Option<usize> {
        both(&self.columns).find(|(_, b)| *b == new).map(|(a, _)| a)
    }
}

fn both(pairs: &[Pair]) -> impl Iterator<Item = (usize, usize)> {
    pairs.iter().filter_map(|pair| match pair {
        Pair::Both(a, b) => Some((*a, *b)),
        Pair::Old(_) | Pair::New(_) => None,
    })
}

/// A cell that is not what it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MovedCell {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// The first line of the row's first cell.
    pub row: String,
    pub column: String,
    pub old: String,
    pub new: String,
}

/// What is different between two tables.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct TableChange {
    pub columns_added: Vec<String>,
    pub columns_removed: Vec<String>,
    pub rows_added: Vec<String>,
    pub rows_removed: Vec<String>,
    pub cells: Vec<MovedCell>,
}

impl TableChange {
    pub fn between(old: &Tabled, new: &Tabled) -> Self {
        let matched = Match::of(old, new);
        let mut change = Self::default();
        let columns = &new.columns;
        for pair in &matched.columns {
            match pair {
                Pair::Old(a) => change.columns_removed.push(old.columns[*a].clone()),
                Pair::New(b) => change.columns_added.push(new.columns[*b].clone()),
                Pair::Both(..) => {}
            }
        }
        for pair in &matched.rows {
            match pair {
                Pair::Old(a) => change.rows_removed.push(old.rows[*a].name()),
                Pair::New(b) => change.rows_added.push(new.rows[*b].name()),
                Pair::Both(a, b) => {
                    let (from, to) = (&old.rows[*a], &new.rows[*b]);
                    for (i, j) in both(&matched.columns) {
                        let text = |row: &TabledRow, at: usize| row.cells.get(at).cloned().unwrap_or_default();
                        let (old, new) = (text(from, i), text(to, j));
                        if old != new {
                            let (group, row) = (to.group.clone(), to.name());
                            change.cells.push(MovedCell { group, row, column: columns[j].clone(), old, new });
                        }
                    }
                }
            }
        }
        change
    }

    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
