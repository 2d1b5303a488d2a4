//! The people measured twice beside everybody: does a change stand for the sample?

use super::columns::{Columns, Head, numbers};
use crate::analyse::{Field, Findings};
use crate::compose::document::Place;
use crate::compose::table::{Cell, Table, TableRow, words};
use crate::model::{Comparison, ScaleId};

pub fn table(comparisons: &[Comparison], scales: &[ScaleId], findings: &Findings, place: &Place) -> Table {
    let three = [Head::Number("n", "n"), Head::Number("mean", "Mean"), Head::Number("SD", "SD")];
    let mut columns = Columns::new("scale", "Scale", findings, place);
    columns.over("Everybody, earlier", &three);
    columns.over("Everybody, later", &three);
    let pairs = [
        Head::Number("n", "n"),
        Head::Number("mean earlier", "Mean"),
        Head::Number("SD earlier", "SD"),
        Head::Number("mean later", "Mean"),
        Head::Number("SD later", "SD"),
        Head::Number("r", "r"),
    ];
    columns.over("Those measured twice, earlier and later", &pairs);
    let mut rows = Vec::new();
    for comparison in comparisons {
        rows.push(TableRow::Group(words(format!("{} to {}", comparison.from, comparison.to), place)));
        for scale in findings.study.measures.scales().filter(|scale| scales.contains(&scale.id)) {
            let Some(change) = findings.change(&scale.id, comparison) else { continue };
            let mut cells = vec![Cell::label(scale.label.clone(), 0, &Place::Known(scale.origin.clone()))];
            for timepoint in [&comparison.from, &comparison.to] {
                let everybody = findings.describe(&scale.id, timepoint);
                cells.extend(numbers(findings, everybody, &[Field::N, Field::Mean, Field::Sd]));
            }
            let fields = [Field::N, Field::MeanFrom, Field::SdFrom, Field::MeanTo, Field::SdTo, Field::R];
            cells.extend(numbers(findings, Some(change), &fields));
            rows.push(TableRow::Data(cells));
        }
    }
    columns.table(rows)
}
