//! The levels of a variable at each timepoint.

use super::{cell, head};
use crate::analyse::{Field, Findings};
use crate::compose::document::Place;
use crate::compose::sentence::shown;
use crate::compose::table::{Align, Cell, Column, Table, TableRow, Width};
use crate::model::{TimepointId, VariableId};

pub fn table(variable: &VariableId, timepoints: &[TimepointId], findings: &Findings, place: &Place) -> Table {
    let levels = findings.study.measures.variable(variable.as_str()).map(|v| v.levels.clone()).unwrap_or_default();
    let at = |timepoint: &TimepointId, level: &str| findings.get(&format!("share.{variable}.{timepoint}.{level}"));
    let answered = |timepoint: &TimepointId| levels.iter().any(|level| at(timepoint, level.id.as_str()).is_some());
    let shown_at: Vec<&TimepointId> = timepoints.iter().filter(|timepoint| answered(timepoint)).collect();

    let mut columns = vec![Column { name: variable.to_string(), align: Align::Left, width: Width::Share(1.0) }];
    let (mut top, mut below) = (vec![head("", 1, place)], vec![head("", 1, place)]);
    for timepoint in &shown_at {
        let mut totals: Vec<String> = levels
            .iter()
            .filter_map(|level| shown(findings, at(timepoint, level.id.as_str())?, Field::Total))
            .collect();
        totals.dedup();
        let base = if let [total] = &totals[..] { format!(" (n = {total})") } else { String::new() };
        top.push(head(format!("{timepoint}{base}"), 2, place));
        for (name, label) in [("count", "Count"), ("percent", "%")] {
            columns.push(Column { name: format!("{timepoint} {name}"), align: Align::Decimal, width: Width::Content });
            below.push(head(label, 1, place));
        }
    }
    let rows = levels.iter().map(|level| {
        let mut cells = vec![Cell::label(level.label.clone(), 0, place)];
        for timepoint in &shown_at {
            let result = at(timepoint, level.id.as_str());
            cells.push(cell(findings, result, Field::Count));
            cells.push(cell(findings, result, Field::Percent));
        }
        TableRow::Data(cells)
    });
    Table { columns, header: vec![top, below], rows: rows.collect(), compact: true }
}
