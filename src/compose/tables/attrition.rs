//! Completers beside drop-outs at the first timepoint.

use super::cell;
use super::columns::{Columns, Head, interval, numbers};
use crate::analyse::{Field, Findings, StudyResult};
use crate::compose::document::Place;
use crate::compose::table::{Cell, Table, TableRow, words};
use crate::model::{ScaleId, VariableId};

pub fn table(scales: &[ScaleId], variables: &[VariableId], findings: &Findings, place: &Place) -> Table {
    let three = [
        Head::Number("n", "n"),
        Head::Number("mean or count", "Mean or no."),
        Head::Number("SD or percent", "SD or %"),
    ];
    let mut columns = Columns::new("characteristic", "Characteristic", findings, place);
    columns.over("Completers", &three);
    columns.over("Drop-outs", &three);
    columns.over("Difference", &[Head::Number("difference", "Mean"), Head::Interval, Head::Number("p", "p")]);
    let measures = &findings.study.measures;
    let mut rows = Vec::new();
    for variable in measures.variables.iter().filter(|variable| variables.contains(&variable.id)) {
        if let Some(result) = findings.get(&format!("attrition.{}", variable.id)) {
            rows.push(TableRow::Data(means(variable.label.clone(), result, findings, place)));
            continue;
        }
        let levels: Vec<(&str, &StudyResult)> = variable
            .levels
            .iter()
            .filter_map(|level| {
                let result = findings.get(&format!("attrition.{}.{}", variable.id, level.id))?;
                Some((level.label.as_str(), result))
            })
            .collect();
        if levels.is_empty() {
            continue;
        }
        let mut heading = vec![Cell::label(variable.label.clone(), 0, place)];
        heading.resize(11, Cell::Empty);
        rows.push(TableRow::Data(heading));
        rows.extend(levels.into_iter().map(|(label, result)| TableRow::Data(shares(label, result, findings, place))));
    }
    let asked = measures.scales().filter(|scale| scales.contains(&scale.id));
    let scales: Vec<TableRow> = asked
        .filter_map(|scale| {
            let result = findings.get(&format!("attrition.{}", scale.id))?;
            Some(TableRow::Data(means(scale.label.clone(), result, findings, place)))
        })
        .collect();
    if !rows.is_empty() && !scales.is_empty() {
        let first = findings.study.timepoints.first().map_or("", |timepoint| timepoint.id.as_str());
        rows.push(TableRow::Group(words(format!("Scores at {first}"), place)));
    }
    rows.extend(scales);
    columns.table(rows)
}

fn means(label: String, result: &StudyResult, findings: &Findings, place: &Place) -> Vec<Cell> {
    let fields = [
        Field::NFirst,
        Field::MeanFirst,
        Field::SdFirst,
        Field::NSecond,
        Field::MeanSecond,
        Field::SdSecond,
        Field::Difference,
    ];
    let mut cells = vec![Cell::label(label, 0, place)];
    cells.extend(numbers(findings, Some(result), &fields));
    cells.extend(interval(findings, Some(result)));
    cells.extend(numbers(findings, Some(result), &[Field::P]));
    cells
}

fn shares(label: &str, result: &StudyResult, findings: &Findings, place: &Place) -> Vec<Cell> {
    let percent = |field| cell(findings, Some(result), field).within("", "%");
    let mut cells = vec![Cell::label(label, 1, place)];
    for (total, count, share) in [
        (Field::TotalFirst, Field::CountFirst, Field::PercentFirst),
        (Field::TotalSecond, Field::CountSecond, Field::PercentSecond),
    ] {
        cells.extend(numbers(findings, Some(result), &[total, count]));
        cells.push(percent(share));
    }
    cells.resize(11, Cell::Empty);
    cells
}
