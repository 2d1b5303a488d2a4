//! Printed tables by their paths, for the audit: CSV files of the shapes of `reported/`, with a study or without one.
//!
//! Without a study every id is free: what a table names is made known as it stands there, without a range.

use std::collections::BTreeMap;
use std::path::Path;

use super::folder::Folder;
use super::names::Names;
use super::node::File;
use super::parsed::Parsed;
use super::reported::{Known, Shape, duplicates, repeated, rows};
use crate::diag::{Diagnostic, Sink, Sources, Stop};
use crate::model::{
    Better, Instrument, InstrumentId, LevelId, LevelOf, Measures, Reported, Scale, ScaleId, Scoring, Study, Timepoint,
    TimepointId, Variable, VariableId, VariableKind,
};

/// Tables that were read by their paths, and what is known of their scales.
pub struct PrintedTables {
    pub reported: Reported,
    pub measures: Measures,
}

/// Reads CSV files, each by the shape that its header tells. A study lends its instruments and timepoints.
///
/// # Errors
/// When anything in the files is wrong; the sink says what.
pub fn printed_tables(
    paths: &[String],
    study: Option<&Study>,
    sources: &mut Sources,
    sink: &mut Sink,
) -> Result<PrintedTables, Stop> {
    let mut parsed = Parsed::default();
    let mut folder = Folder::new(Path::new(""), &mut parsed, sources);
    let mut measures = study.map(|study| study.measures.clone()).unwrap_or_default();
    let mut timepoints = study.map(|study| study.timepoints.clone()).unwrap_or_default();
    let own = timepoints.len();
    let mut shapes = Vec::new();
    for path in paths {
        let Some(file) = folder.text(path, sink) else { continue };
        let Some((shape, cells)) = recognised(&file, sink) else { continue };
        cells.iter().for_each(|cells| learn(shape, cells, &file, &mut measures, &mut timepoints));
        shapes.push((path, shape));
    }
    let names = timepoints.iter().map(|timepoint| timepoint.id.as_str().to_owned()).collect();
    // The order of timepoints is known of a study's own only.
    let timepoint_names = Names::new("timepoint", "data/study.yaml", names, own > 0 && own == timepoints.len());
    let keys = Names::new("reference", "references.bib", Vec::new(), false);
    let known = Known {
        measures: &measures,
        measures_complete: true,
        timepoints: &timepoints,
        timepoint_names: &timepoint_names,
        keys: &keys,
    };
    let mut reported = Reported::default();
    for (path, shape) in shapes {
        rows(&mut folder, path, shape, &known, &mut reported, sink);
    }
    duplicates(&reported, sink);
    sink.stop_on_errors()?;
    repeated(&reported, sink);
    sink.stop_on_errors()?;
    Ok(PrintedTables { reported, measures })
}

type Cells = BTreeMap<String, String>;

/// The shape of a file, and its rows by the names of the columns.
fn recognised(file: &File, sink: &mut Sink) -> Option<(Shape, Vec<Cells>)> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(file.text.as_bytes());
    let mut records = reader.records().map_while(Result::ok);
    let header: Vec<String> = records.next()?.iter().map(|name| name.trim().to_owned()).collect();
    let names: Vec<&str> = header.iter().map(String::as_str).collect();
    let Some(shape) = Shape::of(&names) else {
        let unknown = Diagnostic::error("unknown-table", "this header is not one of a table of printed results")
            .at(&file.start())
            .hint("descriptives begin with scale,timepoint,n,mean,sd,min,max")
            .hint("changes begin with scale,from,to,n,change,ci_low,ci_high,p,es")
            .hint("shares begin with variable,timepoint,level,count,total,percent")
            .hint("figures that are printed again begin with address,field,printed,place");
        sink.push(unknown);
        return None;
    };
    let row = |record: csv::StringRecord| {
        header.iter().cloned().zip(record.iter().map(|cell| cell.trim().to_owned())).collect::<Cells>()
    };
    Some((shape, records.map(row).collect()))
}

/// Makes known what a row names, unless it is known already.
fn learn(shape: Shape, cells: &Cells, file: &File, measures: &mut Measures, timepoints: &mut Vec<Timepoint>) {
    let cell = |name: &str| cells.get(name).map_or("", String::as_str);
    for column in ["timepoint", "from", "to"] {
        let id = cell(column);
        if shape != Shape::Again && !id.is_empty() && !timepoints.iter().any(|timepoint| timepoint.id.as_str() == id) {
            let month = timepoints.len() as f64;
            timepoints.push(Timepoint { id: TimepointId::new(id), label: id.to_owned(), month, values: Vec::new() });
        }
    }
    match shape {
        Shape::Describe if cell("timepoint").is_empty() => learn_variable(cell("scale"), None, file, measures),
        Shape::Describe | Shape::Change => learn_scale(cell("scale"), file, measures),
        Shape::Share => learn_variable(cell("variable"), Some(cell("level")), file, measures),
        Shape::Again => {}
    }
}

fn learn_scale(id: &str, file: &File, measures: &mut Measures) {
    if id.is_empty() || measures.scale(id).is_some() || measures.variable(id).is_some() {
        return;
    }
    let scale = Scale {
        id: ScaleId::new(id),
        label: id.to_owned(),
        origin: file.start(),
        range: None,
        better: Better::Neither,
        decimals: 2,
        norm: None,
        equivalence: None,
        scoring: Scoring::default(),
        no_answer: None,
    };
    let name = "printed tables";
    measures.instruments.push(Instrument {
        id: InstrumentId::new(id),
        name: name.to_owned(),
        short: None,
        citation: None,
        scales: vec![scale],
    });
}

fn learn_variable(id: &str, level: Option<&str>, file: &File, measures: &mut Measures) {
    if id.is_empty() || measures.scale(id).is_some() {
        return;
    }
    if measures.variable(id).is_none() {
        measures.variables.push(Variable {
            id: VariableId::new(id),
            label: id.to_owned(),
            kind: if level.is_some() { VariableKind::Categorical } else { VariableKind::Continuous },
            unit: None,
            decimals: 1,
            levels: Vec::new(),
            // Whether a person has one level only is not known.
            multiple: true,
            no_answer: None,
            origin: file.start(),
        });
    }
    let variable = measures.variables.iter_mut().find(|variable| variable.id.as_str() == id);
    let (Some(variable), Some(level)) = (variable, level) else { return };
    // Levels of a study's own variable are complete, and an unknown one is a fault.
    if variable.multiple && variable.origin.file == file.path && !variable.levels.iter().any(|l| l.id.as_str() == level)
    {
        variable.levels.push(LevelOf { id: LevelId::new(level), label: level.to_owned(), values: Vec::new() });
    }
}
