//! Who took part, a pair of columns for everybody and for each group.

use super::cell;
use super::columns::{Columns, Head, bracketed};
use crate::analyse::{Field, Findings, StudyResult};
use crate::compose::document::{Inline, InlineKind, Place};
use crate::compose::sentence::shown;
use crate::compose::table::{Cell, Table, TableRow, words};
use crate::model::{LevelId, LevelOf, Variable, VariableId, VariableKind};

pub fn table(variables: &[VariableId], levels: &[LevelOf], findings: &Findings, place: &Place) -> Table {
    let mut columns = Columns::new("characteristic", "Characteristic", findings, place);
    let samples: Vec<Option<&LevelId>> =
        std::iter::once(None).chain(levels.iter().map(|level| Some(&level.id))).collect();
    let labels = std::iter::once("Everybody").chain(levels.iter().map(|level| level.label.as_str()));
    for (label, group) in labels.zip(&samples) {
        let people = findings.of("flow", *group).and_then(|result| shown(findings, result, Field::Participants));
        let title = people.map_or_else(|| label.to_owned(), |people| format!("{label} (n = {people})"));
        columns.over(&title, &[Head::Number("n or mean", "No. or mean"), Head::Number("percent or SD", "% or (SD)")]);
    }
    let mut rows = Vec::new();
    for variable in variables.iter().filter_map(|id| findings.study.measures.variable(id.as_str())) {
        match variable.kind {
            VariableKind::Categorical => categorical(variable, &samples, findings, place, &mut rows),
            VariableKind::Continuous | VariableKind::Count => {
                rows.push(TableRow::Data(measured(variable, &samples, findings, place)));
            }
        }
    }
    columns.table(rows)
}

fn categorical(
    variable: &Variable,
    samples: &[Option<&LevelId>],
    findings: &Findings,
    place: &Place,
    rows: &mut Vec<TableRow>,
) {
    let name = Inline { kind: InlineKind::Strong(words(variable.label.clone(), place)), place: place.clone() };
    let mut heading = vec![Cell::Label { content: vec![name], indent: 0 }];
    heading.resize(1 + 2 * samples.len(), Cell::Empty);
    rows.push(TableRow::Data(heading));
    for level in &variable.levels {
        let mut cells = vec![Cell::label(level.label.clone(), 1, place)];
        for group in samples {
            let result = findings.of(format_args!("share.{}.{}", variable.id, level.id), *group);
            cells.extend([cell(findings, result, Field::Count), percent(findings, result)]);
        }
        rows.push(TableRow::Data(cells));
    }
}

fn percent(findings: &Findings, result: Option<&StudyResult>) -> Cell {
    cell(findings, result, Field::Percent).within("", "%")
}

fn measured(variable: &Variable, samples: &[Option<&LevelId>], findings: &Findings, place: &Place) -> Vec<Cell> {
    let unit = variable.unit.as_ref().map(|unit| format!(", {unit}")).unwrap_or_default();
    let mut cells = vec![Cell::label(format!("{}{unit}", variable.label), 0, place)];
    for group in samples {
        let result = findings.of(format_args!("describe.{}", variable.id), *group);
        cells.extend([cell(findings, result, Field::Mean), bracketed(findings, result, Field::Sd)]);
    }
    cells
}
