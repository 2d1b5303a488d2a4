//! `grid`: the synthesis grid for people, programs, spreadsheets and other documents.

use serde_json::{Map, Value, json};

use super::Outcome;
use super::arguments::{Arguments, GridFormat};
use super::output::print;
use super::stages::Run;
use crate::compose::{Words, text_cell};
use crate::synthesise::{Cell, Grid, JudgedFinding, Row};

pub fn command(arguments: &Arguments, format: GridFormat) -> Outcome {
    let mut run = Run::new();
    let Ok(grid) = run.grid(&arguments.study) else {
        run.tell();
        return Outcome::Faulty;
    };
    print(&match format {
        GridFormat::Table => table(&grid),
        GridFormat::Json => json(&grid),
        GridFormat::Csv => csv(&grid),
        GridFormat::Md => markdown(&grid),
    });
    Outcome::Well
}

/// The grid as JSON.
pub fn json(grid: &Grid) -> String {
    let words = Words::new(grid);
    let strands: Vec<&str> = grid.findings.study.strands.iter().map(|strand| strand.id.as_str()).collect();
    let rows: Vec<Value> = grid
        .rows
        .iter()
        .map(|row| {
            let stated = grid.proposition(row);
            let cells: Map<String, Value> = row
                .cells
                .iter()
                .map(|cell| {
                    (cell.strand.to_string(), Value::Array(cell.findings.iter().map(|f| finding(f, &words)).collect()))
                })
                .collect();
            let verdicts: Map<String, Value> = row
                .cells
                .iter()
                .map(|cell| (cell.strand.to_string(), json!(cell.verdict.map(|verdict| verdict.as_str()))))
                .collect();
            json!({
                "id": row.id.as_str(),
                "statement": words.of(&stated.statement),
                "fit": stated.fit.as_ref().map(|fit| fit.value.as_str()),
                "note": stated.note.as_ref().map(|note| words.of(note)),
                "interpretation": stated.interpretation.as_ref().map(|text| words.of(text)),
                "verdict": row.verdict.as_str(),
                "verdicts": verdicts,
                "cells": cells,
                "spread": spread(row),
                "stances": stances(row),
            })
        })
        .collect();
    format!("{:#}\n", json!({"strands": strands, "rows": rows}))
}

/// Whom the excerpts behind a proposition are from; `top_share` is what one participant gave, `top_site_share` one site.
fn spread(row: &Row) -> Value {
    let spread = &row.spread;
    let timepoints: Vec<&str> = spread.timepoints.iter().map(|timepoint| timepoint.as_str()).collect();
    json!({
        "excerpts": spread.excerpts,
        "participants": spread.participants,
        "sites": spread.sites,
        "timepoints": timepoints,
        "top_share": spread.top_participant.as_ref().map(|(_, share)| share),
        "top_site_share": spread.top_site.as_ref().map(|(_, share)| share),
    })
}

fn stances(row: &Row) -> Value {
    let stances = row.stances();
    json!({
        "supports": stances.supports,
        "qualifies": stances.qualifies,
        "challenges": stances.challenges,
        "unsaid": stances.unsaid,
    })
}

fn finding(finding: &JudgedFinding, words: &Words<'_>) -> Value {
    let evidence: Vec<Value> = finding
        .claims
        .iter()
        .map(|claim| {
            let expect: Vec<&str> = claim.tests.iter().map(|test| test.expect.as_str()).collect();
            json!({
                "evidence": claim.subject.to_string(),
                "expect": expect,
                "verdict": claim.verdict.as_str(),
                "contradiction": claim.contradiction.as_ref().map(|text| words.of(text)),
            })
        })
        .collect();
    json!({
        "text": words.of(&finding.text),
        "stance": finding.stance.map(|stance| stance.as_str()),
        "verdict": finding.verdict.as_str(),
        "evidence": evidence,
    })
}

/// What a cell says, a line a finding.
fn told(cell: &Cell, words: &Words<'_>) -> Vec<String> {
    if cell.findings.is_empty() {
        return vec!["silent".to_owned()];
    }
    cell.findings.iter().map(|finding| format!("[{}] {}", finding.verdict.as_str(), words.of(&finding.text))).collect()
}

fn fit(grid: &Grid, row: &Row) -> String {
    grid.proposition(row).fit.as_ref().map_or(String::new(), |fit| fit.value.as_str().to_owned())
}

fn table(grid: &Grid) -> String {
    let words = Words::new(grid);
    let mut out = String::new();
    for row in &grid.rows {
        let stated = grid.proposition(row);
        out.push_str(&format!("{}. {} ({}; {})\n", row.index + 1, row.id, row.verdict.as_str(), fit(grid, row)));
        out.push_str(&wrapped(&words.of(&stated.statement), 3, 3));
        for (cell, strand) in row.cells.iter().zip(&grid.findings.study.strands) {
            out.push_str(&format!("   {}\n", strand.label));
            for text in told(cell, &words) {
                out.push_str(&wrapped(&format!("- {text}"), 5, 7));
            }
        }
        out.push('\n');
    }
    out
}

/// Text at most a hundred columns wide, its first line and the rest indented.
fn wrapped(text: &str, first: usize, rest: usize) -> String {
    let mut out = " ".repeat(first);
    let mut column = first;
    for word in text.split(' ') {
        let width = word.chars().count();
        if column > rest && column + 1 + width > 100 {
            out.push('\n');
            out.push_str(&" ".repeat(rest));
            column = rest;
        } else if column > first {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += width;
    }
    out.push('\n');
    out
}

fn csv(grid: &Grid) -> String {
    let words = Words::new(grid);
    let mut writer = csv::Writer::from_writer(Vec::new());
    let strands = grid.findings.study.strands.iter().map(|strand| strand.id.as_str());
    let header: Vec<&str> = ["id", "statement", "fit", "verdict"].into_iter().chain(strands).collect();
    let mut sound = writer.write_record(&header).is_ok();
    for row in &grid.rows {
        let statement = words.of(&grid.proposition(row).statement);
        let head = [row.id.to_string(), statement, fit(grid, row), row.verdict.as_str().to_owned()];
        let cells = row.cells.iter().map(|cell| told(cell, &words).join("\n"));
        let record = head.into_iter().chain(cells).map(|cell| text_cell(&cell).into_owned());
        sound &= writer.write_record(record).is_ok();
    }
    debug_assert!(sound, "writing CSV to memory cannot fail");
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

fn markdown(grid: &Grid) -> String {
    let words = Words::new(grid);
    let escape = |text: &str| text.replace('\\', "\\\\").replace('|', "\\|");
    let mut out = String::from("| Synthesising proposition |");
    for strand in &grid.findings.study.strands {
        out.push_str(&format!(" {} |", escape(&strand.label)));
    }
    out.push_str(" Fit |\n|---|");
    out.push_str(&"---|".repeat(grid.findings.study.strands.len() + 1));
    out.push('\n');
    for row in &grid.rows {
        let statement = words.of(&grid.proposition(row).statement);
        out.push_str(&format!("| {}. {} |", row.index + 1, escape(&statement)));
        for cell in &row.cells {
            out.push_str(&format!(" {} |", escape(&told(cell, &words).join("<br>"))));
        }
        out.push_str(&format!(" {} |\n", fit(grid, row)));
    }
    out
}
