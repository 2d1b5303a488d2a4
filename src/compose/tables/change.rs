//! Change of each scale over each pair of timepoints.

use super::{cell, head};
use crate::analyse::{Field, Findings};
use crate::compose::document::Place;
use crate::compose::number;
use crate::compose::sentence::shown;
use crate::compose::table::{Align, Cell, Column, Table, TableRow, Width, words};
use crate::model::{Adjustment, Comparison, ScaleId};

pub fn table(comparisons: &[Comparison], scales: &[ScaleId], findings: &Findings, place: &Place) -> Table {
    let study = &findings.study;
    let level = format!("{}% CI", number::fixed(study.conventions.confidence * 100.0, 0));
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
            let mut cells = vec![Cell::label(scale.label.clone(), 0, place)];
            for comparison in comparisons {
                let result = findings.change(&scale.id, comparison);
                let get = |field| result.and_then(|result| shown(findings, result, field));
                cells.push(cell(findings, result, Field::N));
                cells.push(cell(findings, result, Field::Change));
                let low = get(Field::CiLow);
                cells.push(low.map_or(Cell::Empty, |text| Cell::Number {
                    text,
                    before: String::new(),
                    after: ",".into(),
                }));
                cells.push(cell(findings, result, Field::CiHigh));
                cells.push(cell(findings, result, Field::P));
                cells.extend(adjusted.map(|(field, _)| cell(findings, result, field)));
                cells.push(cell(findings, result, Field::Es));
            }
            rows.push(TableRow::Data(cells));
        }
    }
    Table { columns, header: vec![top, below], rows, compact: true }
}
