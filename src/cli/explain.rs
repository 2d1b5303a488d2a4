//! `explain`: a result's whole derivation, for people and for programs.

use serde_json::{Value, json};

use super::Outcome;
use super::arguments::{Arguments, ExplainFormat};
use super::output::print;
use super::stages::Run;
use crate::diag::{Origin, Sink};
use crate::explain::{Explained, Explanation, Row, Used, explain};
use crate::synthesise::unknown_address;

/// More people than this are counted, not listed; JSON has them all.
const LISTED: usize = 12;

pub fn command(arguments: &Arguments, address: &str, format: ExplainFormat) -> Outcome {
    let mut run = Run::new();
    let Ok(grid) = run.grid(&arguments.study) else {
        run.tell();
        return Outcome::Faulty;
    };
    let Some(explanation) = explain(&grid, address) else {
        // What else is to be said of the study was not asked for.
        run.sink = Sink::new();
        let mut diagnostic = unknown_address(&grid.findings, address, &grid.findings.study.origin);
        diagnostic.origin = None;
        run.sink.push(diagnostic);
        run.tell();
        return Outcome::WrongUsage;
    };
    print(&match format {
        ExplainFormat::Human => human(&explanation),
        ExplainFormat::Json => format!("{:#}\n", object(&explanation)),
    });
    Outcome::Well
}

fn human(explanation: &Explanation) -> String {
    let mut out = format!("{}  ({})\n{}\n", explanation.address, explanation.source, explanation.label);
    out.push_str(&format!("from {}\n", place(&explanation.origin)));
    if let Some(scoring) = &explanation.scoring {
        out.push_str(&format!("score: {scoring}\n"));
    }
    out.push('\n');
    let width = explanation.fields.iter().map(|explained| explained.field.as_str().len()).max().unwrap_or(0);
    for explained in &explanation.fields {
        out.push_str(&format!("  {:<width$}  {}\n", explained.field.as_str(), figure(explained)));
        let indent = " ".repeat(width + 4);
        let numbers = explained.numbers.as_deref().map(shortened);
        let lines = match explained.arithmetic {
            true => [explained.formula.clone(), numbers],
            // Words with numbers among them need not be told twice.
            false => [numbers.or_else(|| explained.formula.clone()), None],
        };
        for line in lines.into_iter().flatten() {
            out.push_str(&format!("{indent}= {line}\n"));
        }
    }
    out.push_str(&people(explanation));
    if !explanation.rows.excerpts.is_empty() {
        out.push_str(&format!("\n{}\n", crate::diag::plural(explanation.rows.excerpts.len(), "excerpt")));
        for quoted in &explanation.rows.excerpts {
            out.push_str(&format!("  {}  {}\n", quoted.id, place(&quoted.origin)));
        }
    }
    out.push_str(&uses(explanation));
    out
}

/// The value with what is known of it.
fn figure(explained: &Explained) -> String {
    let value = match (explained.value, &explained.absent) {
        (Some(value), _) => short(value),
        (None, Some(why)) => return format!("– {why}"),
        (None, None) => return "–".to_owned(),
    };
    let between = explained.interval.map(|(low, high)| match (low.is_finite(), high.is_finite()) {
        (true, true) => format!("stands for {} to {}", short(low), short(high)),
        (false, _) => format!("below {}", short(high)),
        (_, false) => format!("above {}", short(low)),
    });
    match (&explained.printed, between) {
        (Some(printed), Some(between)) => format!("{value}  printed `{printed}`, {between}"),
        (None, Some(between)) => format!("{value}  {between}, from the rounding of what it is made of"),
        (Some(printed), None) => format!("{value}  printed `{printed}`"),
        (None, None) => value,
    }
}

fn people(explanation: &Explanation) -> String {
    let rows = &explanation.rows;
    if rows.people.is_empty() {
        return String::new();
    }
    let name = |row: &Row| match &row.group {
        Some(group) => format!("{} ({group})", row.participant),
        None => row.participant.clone(),
    };
    let names = rows.people.iter().take(LISTED).map(|row| name(row).chars().count());
    let width = names.max().unwrap_or(0).max("participant".len());
    let mut out = format!("\n{}\n  {:<width$}", crate::diag::plural(rows.people.len(), "participant"), "participant");
    rows.columns.iter().for_each(|column| out.push_str(&format!("  {column:>10}")));
    out.push('\n');
    for row in rows.people.iter().take(LISTED) {
        out.push_str(&format!("  {:<width$}", name(row)));
        row.values.iter().for_each(|value| out.push_str(&format!("  {:>10}", short(*value))));
        let mut places = String::new();
        for (at, (file, line)) in row.places.iter().enumerate() {
            let same = at > 0 && row.places[at - 1].0 == *file;
            places.push_str(&if same { format!(" and {line}") } else { format!("  {file}:{line}") });
        }
        out.push_str(&format!("{places}\n"));
    }
    if rows.people.len() > LISTED {
        out.push_str(&format!("  … and {} more; `--format json` has them all\n", rows.people.len() - LISTED));
    }
    out
}

fn uses(explanation: &Explanation) -> String {
    if explanation.uses.is_empty() {
        return "\nnothing in the paper uses it\n".to_owned();
    }
    let mut out = "\nused by\n".to_owned();
    for found in &explanation.uses {
        let what = match found.used {
            Used::Prose => format!("prose shows `{}`", found.what.trim()),
            Used::Verdict => format!("prose counts verdicts, `{}`", found.what.trim()),
            Used::Claim => format!("claim of {}", found.what),
            Used::Table | Used::Figure => found.what.clone(),
            Used::Through => format!("through {}", found.what.trim()),
        };
        out.push_str(&format!("  {what}  {}\n", place(&found.origin)));
    }
    out
}

fn place(origin: &Origin) -> String {
    format!("{}:{}:{}", origin.file, origin.line, origin.column)
}

/// Six figures are enough for reading; JSON has all.
fn short(value: f64) -> String {
    if value == 0.0 || !value.is_finite() {
        return "0".to_owned();
    }
    let magnitude = value.abs().log10().floor() as i32;
    if !(-4..12).contains(&magnitude) {
        return crate::model::scientific(value, 5);
    }
    let decimals = usize::try_from(5 - magnitude).unwrap_or(0);
    crate::model::at_most(value, decimals)
}

/// A formula whose numbers are shortened.
fn shortened(numbers: &str) -> String {
    let mut out = String::new();
    let mut digits = String::new();
    for c in numbers.chars().chain(Some(' ')) {
        if c.is_ascii_digit() || (c == '.' && !digits.is_empty()) {
            digits.push(c);
            continue;
        }
        match digits.parse::<f64>() {
            Ok(value) if digits.len() > 7 => out.push_str(&short(value)),
            _ => out.push_str(&digits),
        }
        digits.clear();
        out.push(c);
    }
    out.trim_end().to_owned()
}

pub fn object(explanation: &Explanation) -> Value {
    let fields: Vec<Value> = explanation
        .fields
        .iter()
        .map(|explained| {
            let finite = |value: f64| value.is_finite().then_some(value);
            json!({
                "field": explained.field.as_str(),
                "value": explained.value,
                "printed": explained.printed,
                "low": explained.interval.and_then(|(low, _)| finite(low)),
                "high": explained.interval.and_then(|(_, high)| finite(high)),
                "formula": explained.formula,
                "numbers": explained.numbers,
                "absent": explained.absent,
            })
        })
        .collect();
    let rows: Vec<Value> = explanation
        .rows
        .people
        .iter()
        .map(|row| {
            let places: Vec<Value> =
                row.places.iter().map(|(file, line)| json!({"file": file, "line": line})).collect();
            let values: serde_json::Map<String, Value> =
                explanation.rows.columns.iter().cloned().zip(row.values.iter().map(|value| json!(value))).collect();
            json!({"participant": row.participant, "group": row.group, "places": places, "values": values})
        })
        .collect();
    let excerpts: Vec<Value> =
        explanation.rows.excerpts.iter().map(|quoted| with_place(json!({"id": quoted.id}), &quoted.origin)).collect();
    let uses: Vec<Value> = explanation
        .uses
        .iter()
        .map(|found| with_place(json!({"kind": found.used.as_str(), "what": found.what}), &found.origin))
        .collect();
    with_place(
        json!({
            "address": explanation.address,
            "source": explanation.source,
            "label": explanation.label,
            "scoring": explanation.scoring,
            "fields": fields,
            "rows": rows,
            "excerpts": excerpts,
            "uses": uses,
        }),
        &explanation.origin,
    )
}

fn with_place(mut object: Value, origin: &Origin) -> Value {
    if let Some(entries) = object.as_object_mut() {
        entries.insert("file".into(), json!(&*origin.file));
        entries.insert("line".into(), json!(origin.line));
        entries.insert("column".into(), json!(origin.column));
    }
    object
}
