//! Who took part: categories with counts and per cent, measurements with mean, SD and range.

use super::{cell, head, range};
use crate::analyse::{Field, Findings};
use crate::compose::document::{Inline, InlineKind, Place};
use crate::compose::sentence::shown_or_mark;
use crate::compose::shown::Shown;
use crate::compose::table::{Align, Cell, Column, Table, TableRow, Width, words};
use crate::model::{Variable, VariableId, VariableKind};

pub fn table(variables: &[VariableId], findings: &Findings, place: &Place) -> Table {
    let column = |name: &str, align, width| Column { name: name.to_owned(), align, width };
    let number = |name: &str| column(name, Align::Decimal, Width::Content);
    let mut rows = Vec::new();
    let known = variables.iter().filter_map(|id| findings.study.measures.variable(id.as_str()));
    for variable in known {
        match variable.kind {
            VariableKind::Categorical => categorical(variable, findings, place, &mut rows),
            VariableKind::Continuous | VariableKind::Count => rows.push(measured(variable, findings, place)),
        }
    }
    Table {
        columns: vec![
            column("characteristic", Align::Left, Width::Share(1.0)),
            number("answered"),
            number("n or mean"),
            number("percent or SD"),
            number("range"),
        ],
        header: vec![vec![
            head("Characteristic", 1, place),
            head("Answered", 1, place),
            head("Number or mean", 1, place),
            head("% or (SD)", 1, place),
            head("Range", 1, place),
        ]],
        rows,
        compact: true,
    }
}

fn categorical(variable: &Variable, findings: &Findings, place: &Place, rows: &mut Vec<TableRow>) {
    let of = |level: &str| findings.get(&format!("share.{}.{level}", variable.id));
    let mut answered: Vec<Option<String>> = variable
        .levels
        .iter()
        .filter_map(|level| of(level.id.as_str()))
        .map(|result| shown_or_mark(findings, result, Field::Total))
        .collect();
    answered.dedup();
    let one_total = if answered.len() == 1 { answered.pop().flatten() } else { None };
    // A variable with one level is a yes-or-no question, and one row answers it.
    if let [level] = &variable.levels[..] {
        let result = of(level.id.as_str());
        let label = match level.label == variable.label {
            true => variable.label.clone(),
            false => format!("{}: {}", variable.label, level.label),
        };
        rows.push(TableRow::Data(counted(label, 0, result, true, findings, place)));
        return;
    }
    let name = Inline { kind: InlineKind::Strong(words(variable.label.clone(), place)), place: place.clone() };
    let label = Cell::Label { content: vec![name], indent: 0 };
    let first = variable.levels.iter().find_map(|level| of(level.id.as_str()));
    let total = Cell::maybe(one_total.clone()).of(first.map(|result| Shown::fields(result, &[Field::Total])));
    rows.push(TableRow::Data(vec![label, total, Cell::Empty, Cell::Empty, Cell::Empty]));
    for level in &variable.levels {
        let result = of(level.id.as_str());
        rows.push(TableRow::Data(counted(level.label.clone(), 1, result, one_total.is_none(), findings, place)));
    }
}

fn counted(
    label: String,
    indent: usize,
    result: Option<&crate::analyse::StudyResult>,
    with_total: bool,
    findings: &Findings,
    place: &Place,
) -> Vec<Cell> {
    let percent = cell(findings, result, Field::Percent).within("", "%");
    let total = if with_total { cell(findings, result, Field::Total) } else { Cell::Empty };
    vec![Cell::label(label, indent, place), total, cell(findings, result, Field::Count), percent, Cell::Empty]
}

fn measured(variable: &Variable, findings: &Findings, place: &Place) -> TableRow {
    let result = findings.get(&format!("describe.{}", variable.id));
    let unit = variable.unit.as_ref().map(|unit| format!(", {unit}")).unwrap_or_default();
    let sd = cell(findings, result, Field::Sd).within("(", ")");
    TableRow::Data(vec![
        Cell::label(format!("{}{unit}", variable.label), 0, place),
        cell(findings, result, Field::N),
        cell(findings, result, Field::Mean),
        sd,
        range(findings, result),
    ])
}
