//! The columns of a table of numbers: a label, and numbers under heads of two lines.

use super::{cell, head};
use crate::analyse::{Field, Findings, StudyResult};
use crate::compose::document::Place;
use crate::compose::number;
use crate::compose::table::{Align, Cell, Column, HeadCell, Table, TableRow, Width};

/// A head for one column of numbers, or for the two of an interval.
pub enum Head<'a> {
    /// The name in the CSV file, and the label on the page.
    Number(&'a str, &'a str),
    Interval,
}

/// Columns as they are added from left to right.
pub struct Columns<'a> {
    columns: Vec<Column>,
    top: Vec<HeadCell>,
    below: Vec<HeadCell>,
    level: String,
    place: &'a Place,
}

impl<'a> Columns<'a> {
    /// Begins with the column of labels.
    pub fn new(name: &str, label: &str, findings: &Findings, place: &'a Place) -> Self {
        Self {
            columns: vec![Column { name: name.to_owned(), align: Align::Left, width: Width::Share(1.0) }],
            top: vec![head("", 1, place)],
            below: vec![head(label, 1, place)],
            level: format!("{} CI", number::level(findings.study.conventions.confidence)),
            place,
        }
    }

    /// Adds columns below a common head, which may be empty.
    pub fn over(&mut self, common: &str, heads: &[Head<'_>]) {
        let mut span = 0;
        for one in heads {
            let named = |name: &str| if common.is_empty() { name.to_owned() } else { format!("{common} {name}") };
            let mut column = |name: &str| {
                self.columns.push(Column { name: named(name), align: Align::Decimal, width: Width::Content });
                span += 1;
            };
            let mut label = match one {
                Head::Number(name, label) => {
                    column(name);
                    head(*label, 1, self.place)
                }
                Head::Interval => {
                    column("CI low");
                    column("CI high");
                    head(self.level.clone(), 2, self.place)
                }
            };
            label.rule = false;
            self.below.push(label);
        }
        let mut common = head(common, span, self.place);
        common.rule = !common.content.is_empty() && !crate::compose::document::plain(&common.content).is_empty();
        self.top.push(common);
    }

    pub fn table(self, rows: Vec<TableRow>) -> Table {
        let bare = self.top.iter().all(|cell| crate::compose::document::plain(&cell.content).is_empty());
        let header = if bare { vec![self.below] } else { vec![self.top, self.below] };
        Table { columns: self.columns, header, rows, compact: true }
    }
}

/// Fields as cells.
pub fn numbers(findings: &Findings, result: Option<&StudyResult>, fields: &[Field]) -> Vec<Cell> {
    fields.iter().map(|field| cell(findings, result, *field)).collect()
}

/// The two cells of an interval.
pub fn interval(findings: &Findings, result: Option<&StudyResult>) -> [Cell; 2] {
    [cell(findings, result, Field::CiLow).within("", ","), cell(findings, result, Field::CiHigh)]
}

/// A number in brackets, empty where it is absent.
pub fn bracketed(findings: &Findings, result: Option<&StudyResult>, field: Field) -> Cell {
    cell(findings, result, field).within("(", ")")
}
