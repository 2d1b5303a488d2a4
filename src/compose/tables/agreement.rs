//! Cohen's kappa of two coders, a row a code.

use super::columns::{Columns, Head, interval, numbers};
use crate::analyse::{Field, Findings};
use crate::compose::document::Place;
use crate::compose::table::{Cell, Table, TableRow, words};
use crate::model::CodeId;

pub fn table(codes: &[CodeId], findings: &Findings, place: &Place) -> Table {
    let mut columns = Columns::new("code", "Code", findings, place);
    columns.over("", &[Head::Number("excerpts", "Excerpts"), Head::Number("kappa", "Kappa"), Head::Interval]);
    let mut rows = Vec::new();
    for theme in &findings.study.qualitative.codebook.themes {
        let of_theme: Vec<TableRow> = theme
            .codes
            .iter()
            .filter(|code| codes.is_empty() || codes.contains(&code.id))
            .filter_map(|code| {
                let result = findings.get(&format!("agreement.{}", code.id))?;
                let mut cells = vec![Cell::label(code.label.clone(), 0, &Place::Known(code.origin.clone()))];
                cells.extend(numbers(findings, Some(result), &[Field::N, Field::Kappa]));
                cells.extend(interval(findings, Some(result)));
                Some(TableRow::Data(cells))
            })
            .collect();
        if !of_theme.is_empty() {
            rows.push(TableRow::Group(words(theme.label.clone(), &Place::Known(theme.origin.clone()))));
            rows.extend(of_theme);
        }
    }
    columns.table(rows)
}
