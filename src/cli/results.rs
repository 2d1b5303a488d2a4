//! `results`: every result by its address.

use serde_json::{Map, Value, json};

use super::Outcome;
use super::arguments::{Arguments, ResultsFormat};
use super::output::print;
use super::stages::Run;
use crate::analyse::{Field, Findings, Known, StudyResult};
use crate::diag::{Diagnostic, Sink, nearest};
use crate::model::{fixed, scientific};

pub fn command(arguments: &Arguments, wanted: &[String], format: ResultsFormat) -> Outcome {
    let mut run = Run::new();
    let Ok(grid) = run.grid(&arguments.study) else {
        run.tell();
        return Outcome::Faulty;
    };
    let findings = &grid.findings;
    let mut unknown = Vec::new();
    for address in wanted {
        if !findings.results().iter().any(|result| asked(result, address)) {
            let mut diagnostic = Diagnostic::error("unknown-address", format!("there is no result `{address}`"));
            if let Some(near) = nearest(address, findings.addresses()) {
                diagnostic = diagnostic.hint(format!("did you mean `{near}`?"));
            }
            unknown.push(diagnostic.hint("`synthesist results` without an address lists them all"));
        }
    }
    if !unknown.is_empty() {
        // What else is to be said of the study was not asked for.
        run.sink = Sink::new();
        for diagnostic in unknown {
            run.sink.push(diagnostic);
        }
        run.tell();
        return Outcome::WrongUsage;
    }
    let chosen: Vec<&StudyResult> = findings
        .results()
        .iter()
        .filter(|result| wanted.is_empty() || wanted.iter().any(|address| asked(result, address)))
        .collect();
    print(&match format {
        ResultsFormat::Table => table(&chosen),
        ResultsFormat::Json => format!("{:#}\n", Value::Array(chosen.iter().map(|result| object(result)).collect())),
        ResultsFormat::Csv => csv(&chosen),
    });
    Outcome::Well
}

/// Whether an address, or the beginning of one, asks for a result. Without a source it asks for the study's own.
fn asked(result: &StudyResult, address: &str) -> bool {
    let (source, bare) = match address.split_once('.') {
        Some((source @ ("reported" | "computed"), rest)) => (Some(source), rest),
        _ => (None, address),
    };
    let (beside, full) = match result.address.as_str().strip_prefix("reported.") {
        Some(full) => (true, full),
        None => (false, result.address.as_str()),
    };
    let begins = full == bare || full.strip_prefix(bare).is_some_and(|rest| rest.starts_with('.'));
    begins && source.map_or(!beside, |source| source == result.source.as_str())
}

/// All results as JSON: numbers at full precision, absent and withheld ones null, the latter named under
/// `withheld`; under `bounds` those of which only a bound is known, with its sign.
pub fn json(findings: &Findings) -> String {
    format!("{:#}\n", Value::Array(findings.results().iter().map(object).collect()))
}

fn object(result: &StudyResult) -> Value {
    let mut object = Map::new();
    object.insert("address".into(), json!(result.address.as_str()));
    object.insert("source".into(), json!(result.source.as_str()));
    for (field, quantity) in &result.fields {
        object.insert(field.as_str().into(), quantity.value().map_or(Value::Null, |value| number(*field, value)));
    }
    let bounds: Map<String, Value> = result
        .fields
        .iter()
        .filter_map(|(field, quantity)| Some((field.as_str().to_owned(), json!(sign(quantity)?))))
        .collect();
    if !bounds.is_empty() {
        object.insert("bounds".into(), Value::Object(bounds));
    }
    let withheld: Vec<&str> = result
        .fields
        .iter()
        .filter(|(_, quantity)| quantity.withheld().is_some())
        .map(|(field, _)| field.as_str())
        .collect();
    if !withheld.is_empty() {
        object.insert("withheld".into(), json!(withheld));
    }
    Value::Object(object)
}

/// `<` or `>` where the value is only a bound.
fn sign(quantity: &crate::analyse::Quantity) -> Option<&'static str> {
    let open = quantity.known()?.open;
    if open.high { Some("<") } else { open.low.then_some(">") }
}

fn number(field: Field, value: f64) -> Value {
    if field.is_count() && value.fract() == 0.0 { json!(value as i64) } else { json!(value) }
}

/// Results in blocks of one kind, a column a field that any of them has.
fn table(results: &[&StudyResult]) -> String {
    let mut out = String::new();
    for block in results.chunk_by(|a, b| kind(a) == kind(b)) {
        let fields: Vec<Field> = block[0]
            .fields
            .iter()
            .map(|(field, _)| *field)
            .filter(|field| block.iter().any(|result| text(result, *field, short).is_some()))
            .collect();
        let mut rows = vec![
            std::iter::once("address".to_owned())
                .chain(fields.iter().map(|f| f.as_str().to_owned()))
                .collect::<Vec<_>>(),
        ];
        for result in block {
            let cells = fields.iter().map(|field| text(result, *field, short).unwrap_or("–".to_owned()));
            rows.push(std::iter::once(result.address.to_string()).chain(cells).collect());
        }
        let widths: Vec<usize> = (0..rows[0].len())
            .map(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0))
            .collect();
        for row in &rows {
            let cells = row.iter().zip(&widths).enumerate().map(|(index, (cell, width))| match index {
                0 => format!("{cell:<width$}"),
                _ => format!("{cell:>width$}"),
            });
            out.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
            out.push('\n');
        }
        out.push('\n');
    }
    out
}

fn kind(result: &StudyResult) -> &str {
    let address = result.address.as_str();
    address.strip_prefix("reported.").unwrap_or(address).split(['.', '@']).next().unwrap_or("")
}

/// A field as text: its value, or the mark of one that is withheld.
fn text(result: &StudyResult, field: Field, show: impl Fn(Field, &Known) -> String) -> Option<String> {
    match result.quantity(field)?.withheld() {
        Some(withheld) => Some(crate::compose::withheld_figure(field, withheld)),
        None => {
            let quantity = result.quantity(field)?;
            let bound = sign(quantity).unwrap_or("");
            quantity.known().map(|known| format!("{bound}{}", show(field, known)))
        }
    }
}

/// Four figures are enough for reading, and no more than a profile left; JSON and CSV have all.
fn short(field: Field, known: &Known) -> String {
    let value = known.value;
    if let Some(decimals) = known.rounded {
        return fixed(value, decimals).replace('\u{2212}', "-");
    }
    if field.is_count() || value.fract() == 0.0 {
        return format!("{value}");
    }
    if value.abs() < 1e-3 {
        return scientific(value, 1).replace('\u{2212}', "-");
    }
    let digits = if value.abs() >= 100.0 {
        1
    } else if value.abs() >= 1.0 {
        2
    } else {
        4
    };
    fixed(value, digits).replace('\u{2212}', "-")
}

fn csv(results: &[&StudyResult]) -> String {
    let fields: Vec<Field> = Field::ALL
        .iter()
        .copied()
        .filter(|field| results.iter().any(|result| result.quantity(*field).is_some()))
        .collect();
    let mut writer = csv::Writer::from_writer(Vec::new());
    let header: Vec<&str> = ["address", "source"].into_iter().chain(fields.iter().map(|f| f.as_str())).collect();
    let mut sound = writer.write_record(&header).is_ok();
    for result in results {
        let cells =
            fields.iter().map(|field| text(result, *field, |_, known| known.value.to_string()).unwrap_or_default());
        let names = [result.address.to_string(), result.source.as_str().to_owned()];
        sound &= writer.write_record(names.into_iter().chain(cells)).is_ok();
    }
    debug_assert!(sound, "writing CSV to memory cannot fail");
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}
