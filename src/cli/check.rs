//! `check`: diagnostics and verdicts, for people, programs and code-review tools.

use std::path::Path;

use serde_json::{Value, json};

use super::Outcome;
use super::arguments::{Arguments, CheckFormat};
use super::build;
use super::codes;
use super::output::print;
use super::sarif::sarif;
use super::stages::Run;
use super::stamp::{Before, unchanged};
use crate::diag::{Diagnostic, Stop};
pub use crate::synthesise::observed;
use crate::synthesise::{Grid, Row, Verdict};

pub fn command(arguments: &Arguments, format: CheckFormat, code: Option<&str>) -> Outcome {
    if let Some(code) = code {
        return codes::command(code);
    }
    let mut run = Run::new();
    let grid = run.grid(&arguments.study).ok();
    let made = grid.as_ref().is_some_and(|grid| proved(&mut run, &arguments.study, grid).is_ok());
    let contradicted = grid.as_ref().map_or(0, |grid| grid.tally().contradicted);
    match format {
        CheckFormat::Human => {
            run.tell();
            if let Some(grid) = &grid {
                print(&human(grid));
            }
        }
        CheckFormat::Json => print(&format!("{:#}\n", report(&run, grid.as_ref()))),
        CheckFormat::Sarif => print(&format!("{:#}\n", sarif(run.sink.diagnostics()))),
    }
    if made && contradicted == 0 && !run.has_errors() { Outcome::Well } else { Outcome::Faulty }
}

/// Composes the paper and sets it, as a build does, and keeps nothing of it: what a build would refuse is told.
///
/// Pages that the last build made and that nothing changed since are not set again.
fn proved(run: &mut Run, root: &Path, grid: &Grid) -> Result<(), Stop> {
    let before = Before::of(root);
    let document = run.document(grid)?;
    match before.and_then(|before| unchanged(root, &before)) {
        Some(_) => Ok(()),
        None => build::proved(run, &document, &grid.findings.study),
    }
}

/// A line a proposition, and below it whatever does not hold.
fn human(grid: &Grid) -> String {
    let mut out = String::new();
    for row in &grid.rows {
        let tally = crate::synthesise::Tally::of(row.claims());
        out.push_str(&format!(
            "{:<12} {}. {}: {} hold, {} contradicted, {} cannot tell\n",
            row.verdict.as_str(),
            row.index + 1,
            row.id,
            tally.holds,
            tally.contradicted,
            tally.cannot_tell,
        ));
        if let Some(spread) = spread(row) {
            out.push_str(&format!("  {spread}\n"));
        }
        for claim in row.claims().filter(|claim| claim.verdict != Verdict::Holds) {
            let tests: Vec<&str> = claim.tests.iter().map(|test| test.expect.as_str()).collect();
            let kept = if claim.contradiction.is_some() { " (kept by the author)" } else { "" };
            out.push_str(&format!(
                "  {:<12} {}: {}; observed {}{kept}\n",
                claim.verdict.as_str(),
                claim.subject,
                tests.join(", "),
                observed(claim).unwrap_or_else(|| "nothing".to_owned()),
            ));
        }
    }
    let tally = grid.tally();
    out.push_str(&format!(
        "{}: {} hold, {} contradicted, {} cannot tell\n",
        crate::diag::plural(tally.claims, "claim"),
        tally.holds,
        tally.contradicted,
        tally.cannot_tell
    ));
    out
}

/// Whom the proposition rests on and which sides its findings take; nothing where no words speak to it.
fn spread(row: &Row) -> Option<String> {
    if row.spread.excerpts == 0 {
        return None;
    }
    let stances = row.stances();
    let sides =
        [(stances.supports, "supporting"), (stances.qualifies, "qualifying"), (stances.challenges, "challenging")];
    let sides: Vec<String> =
        sides.iter().filter(|(count, _)| *count > 0).map(|(count, side)| format!("{count} {side}")).collect();
    let share = |share: f64| format!("{}%", crate::model::fixed(100.0 * share, 0));
    let top = row.spread.top_participant.as_ref().map(|(_, most)| format!("; most from one: {}", share(*most)));
    let sides = if sides.is_empty() { String::new() } else { format!("; {}", sides.join(", ")) };
    Some(format!("rests on {}{}{sides}", row.spread.in_words(), top.unwrap_or_default()))
}

fn report(run: &Run, grid: Option<&Grid>) -> Value {
    let diagnostics: Vec<Value> = run.sink.diagnostics().iter().map(diagnostic).collect();
    let claims: Vec<Value> = grid.map(claims).unwrap_or_default();
    json!({"diagnostics": diagnostics, "claims": claims})
}

pub fn diagnostic(diagnostic: &Diagnostic) -> Value {
    let origin = diagnostic.origin.as_ref();
    let hint = (!diagnostic.hints.is_empty()).then(|| diagnostic.hints.join("; "));
    let mut told = json!({
        "code": diagnostic.code,
        "severity": diagnostic.severity.as_str(),
        "message": diagnostic.message,
        "file": origin.map(|origin| &*origin.file),
        "line": origin.map(|origin| origin.line),
        "column": origin.map(|origin| origin.column),
        "hint": hint,
    });
    if let Some(reason) = &diagnostic.accepted {
        told["accepted"] = json!(reason);
    }
    told
}

fn claims(grid: &Grid) -> Vec<Value> {
    let mut claims = Vec::new();
    for row in &grid.rows {
        for cell in &row.cells {
            for (index, finding) in cell.findings.iter().enumerate() {
                for claim in &finding.claims {
                    let expect: Vec<&str> = claim.tests.iter().map(|test| test.expect.as_str()).collect();
                    claims.push(json!({
                        "proposition": row.id.as_str(),
                        "strand": cell.strand.as_str(),
                        "finding": index + 1,
                        "evidence": claim.subject.to_string(),
                        "expect": expect,
                        "observed": observed(claim),
                        "verdict": claim.verdict.as_str(),
                    }));
                }
            }
        }
    }
    claims
}
