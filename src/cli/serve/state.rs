//! What the page in the browser shows of the last build.

use serde_json::{Value, json};

use super::Desk;
use crate::cli::changes::Changes;
use crate::cli::resident::Turn;
use crate::compose::Words;
use crate::diag::Severity;
use crate::synthesise::{Grid, Tally};

/// Before anything was built.
pub fn nothing() -> String {
    json!({"version": 0, "pages": []}).to_string()
}

/// The state after a try.
pub fn state(desk: &Desk, turn: &Turn, editor: &str) -> String {
    let built = desk.resident.built.as_ref();
    let sheets = desk.resident.presses.as_ref().and_then(|presses| presses.sheets.as_ref());
    let pages: Vec<Value> = built.map_or_else(Vec::new, |built| {
        let size = |page: usize| sheets.map_or((0.0, 0.0), |(sheets, _)| sheets.size(page));
        let page = |(at, key): (usize, &String)| json!({"key": key, "width": size(at).0, "height": size(at).1});
        built.pages.iter().enumerate().map(page).collect()
    });
    let root = std::path::absolute(&desk.resident.root).unwrap_or_else(|_| desk.resident.root.clone());
    let mut diagnostics: Vec<_> = turn.run.sink.diagnostics().iter().collect();
    diagnostics.sort_by_key(|diagnostic| std::cmp::Reverse(diagnostic.severity));
    let diagnostics: Vec<Value> = diagnostics
        .into_iter()
        .map(|diagnostic| {
            let mut told = crate::cli::check::diagnostic(diagnostic);
            let line = diagnostic.origin.as_ref().and_then(|origin| desk.sources.line(origin));
            told["source"] = json!(line);
            told
        })
        .collect();
    json!({
        "version": desk.version,
        "process": std::process::id(),
        "title": built.map(|built| built.document.title.clone()),
        "sound": turn.came_out,
        "errors": turn.run.sink.count(Severity::Error),
        "took": turn.took.as_millis() as u64,
        "line": turn.line(),
        "root": root.to_string_lossy(),
        "editor": editor,
        "pages": pages,
        "diagnostics": diagnostics,
        "grid": built.map(|built| grid(&built.grid)),
        "changes": turn.changes.as_ref().map(changes),
    })
    .to_string()
}

fn changes(changes: &Changes) -> Value {
    let figures: Vec<Value> = changes
        .figures
        .iter()
        .map(|moved| json!({"address": moved.address, "before": moved.before, "after": moved.after}))
        .collect();
    let verdicts: Vec<Value> = changes
        .verdicts
        .iter()
        .map(|turned| {
            json!({
                "proposition": turned.proposition,
                "number": turned.number,
                "evidence": turned.evidence,
                "before": turned.before.as_str(),
                "after": turned.after.as_str(),
            })
        })
        .collect();
    json!({
        "line": changes.line(),
        "figures": figures,
        "verdicts": verdicts,
        "added": changes.propositions_added,
        "removed": changes.propositions_removed,
        "pages": changes.pages,
    })
}

fn grid(grid: &Grid) -> Value {
    let words = Words::new(grid);
    let rows: Vec<Value> = grid
        .rows
        .iter()
        .map(|row| {
            let stated = grid.proposition(row);
            let tally = Tally::of(row.claims());
            let cells: Vec<Value> = row
                .cells
                .iter()
                .map(|cell| {
                    let strand = grid.findings.study.strands.iter().find(|strand| strand.id == cell.strand);
                    let findings: Vec<Value> = cell
                        .findings
                        .iter()
                        .map(|finding| {
                            let claims: Vec<Value> = finding
                                .claims
                                .iter()
                                .map(|claim| {
                                    let expected: Vec<&str> =
                                        claim.tests.iter().map(|test| test.expect.as_str()).collect();
                                    json!({
                                        "evidence": claim.subject.to_string(),
                                        "expect": expected,
                                        "observed": crate::cli::check::observed(claim),
                                        "verdict": claim.verdict.as_str(),
                                        "file": &*claim.origin.file,
                                        "line": claim.origin.line,
                                        "column": claim.origin.column,
                                    })
                                })
                                .collect();
                            json!({
                                "text": words.of(&finding.text),
                                "verdict": finding.verdict.as_str(),
                                "claims": claims,
                            })
                        })
                        .collect();
                    json!({
                        "strand": strand.map_or(cell.strand.to_string(), |strand| strand.label.clone()),
                        "findings": findings,
                    })
                })
                .collect();
            json!({
                "id": row.id.as_str(),
                "number": row.index + 1,
                "statement": words.of(&stated.statement),
                "verdict": row.verdict.as_str(),
                "holds": tally.holds,
                "contradicted": tally.contradicted,
                "cannot_tell": tally.cannot_tell,
                "cells": cells,
            })
        })
        .collect();
    json!(rows)
}
