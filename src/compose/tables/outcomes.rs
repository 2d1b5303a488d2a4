//! Scales at each timepoint, beside their norms.

use super::{cell, head, range};
use crate::analyse::{Field, Findings};
use crate::compose::document::Place;
use crate::compose::shown::Shown;
use crate::compose::table::{Align, Cell, Column, Table, TableRow, Width, words};
use crate::model::{Instrument, InstrumentId, LevelOf, Scale, TimepointId};

pub fn table(
    instruments: &[InstrumentId],
    timepoints: &[TimepointId],
    groups: bool,
    findings: &Findings,
    place: &Place,
) -> Table {
    let measures = &findings.study.measures;
    let chosen: Vec<&Instrument> = measures.instruments.iter().filter(|i| instruments.contains(&i.id)).collect();
    let with_norms = chosen.iter().flat_map(|i| &i.scales).any(|scale| scale.norm.is_some());

    let mut columns = vec![Column { name: "scale".into(), align: Align::Left, width: Width::Share(1.0) }];
    let (mut top, mut below) = (vec![head("", 1, place)], vec![head("Scale", 1, place)]);
    let mut column = |name: String, label: &str, below: &mut Vec<_>| {
        columns.push(Column { name, align: Align::Decimal, width: Width::Content });
        below.push(head(label, 1, place));
    };
    for timepoint in timepoints {
        top.push(head(timepoint_label(findings, timepoint), 4, place));
        for (name, label) in [("n", "n"), ("mean", "Mean"), ("SD", "SD"), ("range", "Range")] {
            column(format!("{timepoint} {name}"), label, &mut below);
        }
    }
    if with_norms {
        top.push(head("Norm", 2, place));
        column("norm mean".into(), "Mean", &mut below);
        column("norm SD".into(), "SD", &mut below);
    }
    let mut rows = Vec::new();
    for instrument in &chosen {
        if instrument.scales.len() > 1 || chosen.len() > 1 {
            rows.push(TableRow::Group(words(instrument.name.clone(), place)));
        }
        for scale in &instrument.scales {
            rows.push(row(scale, None, timepoints, with_norms, findings, place));
            for group in groups.then(|| findings.study.group()).flatten().into_iter().flat_map(|group| &group.levels) {
                rows.push(row(scale, Some(group), timepoints, with_norms, findings, place));
            }
        }
    }
    Table { columns, header: vec![top, below], rows, compact: true }
}

fn timepoint_label(findings: &Findings, id: &TimepointId) -> String {
    match findings.study.timepoint(id.as_str()) {
        Some(timepoint) if timepoint.label != id.as_str() => format!("{id}: {}", timepoint.label),
        _ => id.to_string(),
    }
}

/// A scale's row, of everybody or, below it, of one group.
fn row(
    scale: &Scale,
    group: Option<&LevelOf>,
    timepoints: &[TimepointId],
    with_norms: bool,
    findings: &Findings,
    place: &Place,
) -> TableRow {
    let mut cells = vec![match group {
        Some(group) => Cell::label(group.label.clone(), 1, place),
        None => Cell::label(scale.label.clone(), 0, &Place::Known(scale.origin.clone())),
    }];
    for timepoint in timepoints {
        let result = findings.of(format_args!("describe.{}.{timepoint}", scale.id), group.map(|group| &group.id));
        cells.extend([Field::N, Field::Mean, Field::Sd].map(|field| cell(findings, result, field)));
        cells.push(range(findings, result));
    }
    if with_norms {
        let norm = scale.norm.as_ref().filter(|_| group.is_none());
        // A norm is of no timepoint: any of its results shows it.
        let result = timepoints.iter().find_map(|timepoint| findings.norm(&scale.id, timepoint));
        let shown = |field| Some(result.map_or_else(|| Shown::at(&scale.origin), |r| Shown::fields(r, &[field])));
        let cell = |figure: Option<&str>, field| Cell::maybe(figure.map(str::to_owned)).of(shown(field));
        cells.push(cell(norm.map(|norm| norm.mean.text()), Field::NormMean));
        cells.push(cell(norm.map(|norm| norm.sd.text()), Field::NormSd));
    }
    TableRow::Data(cells)
}
