//! Who gave an answer and who did not: a group of rows a scale, a row a timepoint.

use super::columns::{Columns, Head, numbers};
use crate::analyse::{Field, Findings};
use crate::compose::document::Place;
use crate::compose::table::{Cell, Table, TableRow, words};
use crate::model::{ScaleId, TimepointId};

pub fn table(scales: &[ScaleId], timepoints: &[TimepointId], findings: &Findings, place: &Place) -> Table {
    let mut columns = Columns::new("scale and timepoint", "Scale and timepoint", findings, place);
    columns.over("", &[Head::Number("took part", "Took part")]);
    columns.over(
        "With a score",
        &[
            Head::Number("all items", "All items"),
            Head::Number("gaps filled", "Gaps filled"),
            Head::Number("total", "Total"),
        ],
    );
    columns.over(
        "Without a score",
        &[
            Head::Number("too many gaps", "Too many gaps"),
            Head::Number("no answer", "No answer"),
            Head::Number("total", "Total"),
            Head::Number("percent", "%"),
        ],
    );
    let fields = [
        Field::Participants,
        Field::CompleteItems,
        Field::Filled,
        Field::N,
        Field::Partial,
        Field::Unanswered,
        Field::Missing,
        Field::Percent,
    ];
    let mut rows = Vec::new();
    for scale in findings.study.measures.scales().filter(|scale| scales.contains(&scale.id)) {
        let at = |timepoint: &TimepointId| findings.get(&format!("missing.{}.{timepoint}", scale.id));
        if !timepoints.iter().any(|timepoint| at(timepoint).is_some()) {
            continue;
        }
        rows.push(TableRow::Group(words(scale.label.clone(), &Place::Known(scale.origin.clone()))));
        for timepoint in &findings.study.timepoints {
            let Some(result) = at(&timepoint.id).filter(|_| timepoints.contains(&timepoint.id)) else { continue };
            let mut cells = vec![Cell::label(timepoint.label.clone(), 1, place)];
            cells.extend(numbers(findings, Some(result), &fields));
            rows.push(TableRow::Data(cells));
        }
    }
    columns.table(rows)
}
