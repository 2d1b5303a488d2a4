//! Change of each scale over each pair of timepoints.

use super::columns::{interval, numbers};
use super::{cell, head};
use crate::analyse::{Field, Findings};
use crate::compose::document::Place;
use crate::compose::number;
use crate::compose::table::{Align, Cell, Column, Table, TableRow, Width, words};
use crate::model::{Adjustment, Comparison, LevelOf, Scale, ScaleId};

pub fn table(
    comparisons: &[Comparison],
    scales: &[ScaleId],
    groups: bool,
    findings: &Findings,
    place: &Place,
) -> Table {
    let study = &findings.study;
    let level = format!("{} CI", number::level(study.conventions.confidence));
    let adjusted = match study.conventions.adjust {
        Adjustment::None => None,
        Adjustment::Holm => Some((Field::PHolm, "p (Holm)")),
        Adjustment::BenjaminiHochberg => Some((Field::PBh, "p (BH)")),
    };
    let mut columns = vec![Column { name: "scale".into(), align: Align::Left, width: Width::Share(1.0) }];
    let (mut top, mut below) = (vec![head("", 1, place)], vec![head("Scale", 1, place)]);
    for comparison in comparisons {
        let width = 6 + usize::from(adjusted.is_some());
        top.push(head(format!("{} to {}", comparison.from, comparison.to), width, place));
        let mut names = vec!["n", "change", "CI low", "CI high", "p"];
        names.extend(adjusted.map(|(field, _)| field.as_str()));
        names.push("ES");
        columns.extend(names.iter().map(|name| Column {
            name: format!("{comparison} {name}"),
            align: Align::Decimal,
            width: Width::Content,
        }));
        below.extend([
            head("n", 1, place),
            head("Change", 1, place),
            head(level.clone(), 2, place),
            head("p", 1, place),
        ]);
        below.extend(adjusted.map(|(_, label)| head(label, 1, place)));
        below.push(head("ES", 1, place));
    }
    for cell in &mut below {
        cell.rule = false;
    }
    let mut rows = Vec::new();
    for instrument in &study.measures.instruments {
        let chosen: Vec<_> = instrument.scales.iter().filter(|scale| scales.contains(&scale.id)).collect();
        if chosen.is_empty() {
            continue;
        }
        if study.measures.instruments.len() > 1 {
            rows.push(TableRow::Group(words(instrument.name.clone(), place)));
        }
        for scale in chosen {
            rows.push(row(scale, None, comparisons, adjusted, findings, place));
            for group in groups.then(|| study.group()).flatten().into_iter().flat_map(|group| &group.levels) {
                rows.push(row(scale, Some(group), comparisons, adjusted, findings, place));
            }
        }
    }
    Table { columns, header: vec![top, below], rows, compact: true }
}

/// A scale's row, of everybody or, below it, of one group.
fn row(
    scale: &Scale,
    group: Option<&LevelOf>,
    comparisons: &[Comparison],
    adjusted: Option<(Field, &str)>,
    findings: &Findings,
    place: &Place,
) -> TableRow {
    let mut cells = vec![match group {
        Some(group) => Cell::label(group.label.clone(), 1, place),
        None => Cell::label(scale.label.clone(), 0, &Place::Known(scale.origin.clone())),
    }];
    for comparison in comparisons {
        let result = findings.of(format_args!("change.{}.{comparison}", scale.id), group.map(|group| &group.id));
        cells.extend(numbers(findings, result, &[Field::N, Field::Change]));
        cells.extend(interval(findings, result));
        cells.extend(numbers(findings, result, &[Field::P]));
        cells.extend(adjusted.map(|(field, _)| cell(findings, result, field)));
        cells.extend(numbers(findings, result, &[Field::Es]));
    }
    TableRow::Data(cells)
}
