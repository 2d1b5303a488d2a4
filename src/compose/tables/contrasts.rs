//! Groups against each other at timepoints and in their changes.

use super::columns::{Columns, Head, interval, numbers};
use super::propositions::group_label;
use crate::analyse::{Contrasted, Field, Findings, Kind, StudyResult};
use crate::compose::document::Place;
use crate::compose::table::{Cell, Table, TableRow, words};
use crate::model::{Comparison, LevelId, ScaleId, TimepointId};

/// What is contrasted: a group of rows each.
pub struct Wanted<'a> {
    pub scales: &'a [ScaleId],
    pub timepoints: &'a [TimepointId],
    pub comparisons: &'a [Comparison],
}

pub fn table(wanted: &Wanted<'_>, findings: &Findings, place: &Place) -> Table {
    let contrasts: Vec<(&StudyResult, &ScaleId, &Contrasted, (&LevelId, &LevelId))> = findings
        .own()
        .filter_map(|result| match &result.kind {
            Kind::Contrast { scale, when, first, second } => Some((result, scale, when, (first, second))),
            _ => None,
        })
        .collect();
    let mut groups: Vec<(&LevelId, &LevelId)> = Vec::new();
    for (.., pair) in &contrasts {
        if !groups.contains(pair) {
            groups.push(*pair);
        }
    }
    let label = |group: &LevelId| group_label(group, findings).unwrap_or_else(|| group.to_string());
    let three = [Head::Number("n", "n"), Head::Number("mean", "Mean"), Head::Number("SD", "SD")];
    let mut columns = Columns::new("scale", "Scale", findings, place);
    match &groups[..] {
        [(first, second)] => {
            columns.over(&label(first), &three);
            columns.over(&label(second), &three);
        }
        _ => {
            columns.over("First group", &three);
            columns.over("Second group", &three);
        }
    }
    columns.over(
        "Difference",
        &[Head::Number("difference", "Mean"), Head::Interval, Head::Number("p", "p"), Head::Number("d", "d")],
    );
    let whens = wanted.timepoints.iter().cloned().map(Contrasted::At);
    let whens = whens.chain(wanted.comparisons.iter().cloned().map(Contrasted::Change));
    let mut rows = Vec::new();
    for when in whens {
        for pair in &groups {
            let of_block: Vec<_> = contrasts
                .iter()
                .filter(|(_, scale, at, of)| **at == when && of == pair && wanted.scales.contains(scale))
                .collect();
            if of_block.is_empty() {
                continue;
            }
            let mut title = match &when {
                Contrasted::At(timepoint) => format!("At {timepoint}"),
                Contrasted::Change(comparison) => format!("Change from {} to {}", comparison.from, comparison.to),
            };
            if groups.len() > 1 {
                title.push_str(&format!(": {} and {}", label(pair.0), label(pair.1)));
            }
            rows.push(TableRow::Group(words(title, place)));
            for (result, scale, ..) in of_block {
                let name = findings.study.measures.scale(scale.as_str()).map_or("", |scale| scale.label.as_str());
                let mut cells = vec![Cell::label(name, 0, place)];
                let means = [
                    Field::NFirst,
                    Field::MeanFirst,
                    Field::SdFirst,
                    Field::NSecond,
                    Field::MeanSecond,
                    Field::SdSecond,
                    Field::Difference,
                ];
                cells.extend(numbers(findings, Some(result), &means));
                cells.extend(interval(findings, Some(result)));
                cells.extend(numbers(findings, Some(result), &[Field::P, Field::Smd]));
                rows.push(TableRow::Data(cells));
            }
        }
    }
    columns.table(rows)
}
