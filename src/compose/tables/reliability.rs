//! Cronbach's alpha of each scale at each timepoint.

use super::columns::{Columns, Head, interval, numbers};
use crate::analyse::{Field, Findings};
use crate::compose::document::Place;
use crate::compose::table::{Cell, Table, TableRow};
use crate::model::{ScaleId, TimepointId};

pub fn table(scales: &[ScaleId], timepoints: &[TimepointId], findings: &Findings, place: &Place) -> Table {
    let at = |scale: &ScaleId, timepoint: &TimepointId| findings.get(&format!("reliability.{scale}.{timepoint}"));
    let asked = |timepoint: &&TimepointId| scales.iter().any(|scale| at(scale, timepoint).is_some());
    let timepoints: Vec<&TimepointId> = timepoints.iter().filter(asked).collect();
    let mut columns = Columns::new("scale", "Scale", findings, place);
    columns.over("", &[Head::Number("items", "Items")]);
    for timepoint in &timepoints {
        let heads = [Head::Number("n", "n"), Head::Number("alpha", "Alpha"), Head::Interval];
        columns.over(timepoint.as_str(), &heads);
    }
    let mut rows = Vec::new();
    for scale in findings.study.measures.scales().filter(|scale| scales.contains(&scale.id)) {
        let Some(first) = timepoints.iter().find_map(|timepoint| at(&scale.id, timepoint)) else { continue };
        let mut cells = vec![Cell::label(scale.label.clone(), 0, &Place::Known(scale.origin.clone()))];
        cells.extend(numbers(findings, Some(first), &[Field::Items]));
        for timepoint in &timepoints {
            let result = at(&scale.id, timepoint);
            cells.extend(numbers(findings, result, &[Field::N, Field::Alpha]));
            cells.extend(interval(findings, result));
        }
        rows.push(TableRow::Data(cells));
    }
    columns.table(rows)
}
