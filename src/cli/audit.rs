//! `audit`: which printed figures cannot stand beside each other.

use serde_json::{Value, json};

use super::Outcome;
use super::arguments::{Arguments, AuditFormat};
use super::output::print;
use super::stages::Run;
use crate::audit::{Audit, Finding, Tables, Verdict, audit_tables};
use crate::diag::{Diagnostic, Origin, Stop, plural};
use crate::model::Conventions;

pub fn command(arguments: &Arguments, files: &[String], format: AuditFormat, all: bool) -> Outcome {
    let mut run = Run::new();
    let audit = if files.is_empty() { of_study(arguments, &mut run) } else { of_files(arguments, files, &mut run) };
    run.tell();
    let Ok(audit) = audit else { return Outcome::Faulty };
    match format {
        AuditFormat::Human => print(&human(&audit, all)),
        AuditFormat::Json => {
            print(&format!("{:#}\n", Value::Array(audit.findings.iter().map(finding).collect())));
        }
    }
    if audit.open().next().is_none() { Outcome::Well } else { Outcome::Faulty }
}

fn of_study(arguments: &Arguments, run: &mut Run) -> Result<Audit, Stop> {
    let study = crate::read::read(&arguments.study, &mut run.sources, &mut run.sink)?;
    if study.disclosure.guards() {
        let profile = study.disclosure.profile.as_str();
        let message = format!("this list is for the authors: it shows figures that `{profile}` withholds");
        let hint = "what a paper shows of it, as the table `audit`, is guarded";
        run.sink.push(Diagnostic::note("audit-unguarded", message).at(&study.origin).hint(hint));
    }
    Ok(audit_tables(&Tables::of(&study)))
}

/// Files by their paths, with the instruments of the study in the folder, where it is one.
fn of_files(arguments: &Arguments, files: &[String], run: &mut Run) -> Result<Audit, Stop> {
    let study = match arguments.study.join("book.toml").exists() && arguments.study.join("data/study.yaml").exists() {
        true => Some(crate::read::read(&arguments.study, &mut run.sources, &mut run.sink)?),
        false => None,
    };
    let tables = crate::read::printed_tables(files, study.as_ref(), &mut run.sources, &mut run.sink)?;
    let usual = Conventions::default();
    Ok(audit_tables(&Tables {
        reported: &tables.reported,
        measures: &tables.measures,
        conventions: study.as_ref().map_or(&usual, |study| &study.conventions),
        stated: study.is_some(),
        accept: study.as_ref().map_or(&[], |study| &study.accept),
    }))
}

/// The findings by file and line, and what they add up to.
fn human(audit: &Audit, all: bool) -> String {
    let mut out = String::new();
    let mut file = "";
    for finding in audit.findings.iter().filter(|finding| all || finding.verdict == Verdict::Inconsistent) {
        if &*finding.origin.file != file {
            file = &finding.origin.file;
            out.push_str(&format!("{}{file}\n", if out.is_empty() { "" } else { "\n" }));
        }
        let verdict = if finding.accepted.is_some() { "accepted" } else { finding.verdict.as_str() };
        let place = format!("{}:{}", finding.origin.line, finding.origin.column);
        out.push_str(&format!("  {place:<8} {verdict} [{}] {}\n", finding.rule, finding.about()));
        out.push_str(&format!("           {}\n", finding.message));
        if finding.cells.len() > 2 {
            out.push_str(&format!("           Lines {}.\n", lines(&finding.cells)));
        }
        if let Some(advice) = &finding.advice {
            out.push_str(&format!("           What to do: {advice}.\n"));
        }
        if let Some(reason) = &finding.accepted {
            out.push_str(&format!("           Accepted: {reason}\n"));
        }
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out.push_str(&format!(
        "{}: {} consistent, {} cannot tell, {} inconsistent, {} accepted\n",
        plural(audit.findings.len(), "check"),
        audit.count(Verdict::Consistent),
        audit.count(Verdict::CannotTell),
        audit.count(Verdict::Inconsistent),
        audit.accepted(),
    ));
    for family in &audit.families {
        out.push_str(&format!("{}\n", family.words()));
    }
    out
}

/// The lines of some cells: `2 to 9, 12`.
fn lines(cells: &[(String, Origin)]) -> String {
    let mut lines: Vec<_> = cells.iter().map(|(_, origin)| origin.line).collect();
    lines.sort_unstable();
    lines.dedup();
    let runs = lines.chunk_by(|a, b| a + 1 == *b).map(|run| match run {
        [first, .., last] => format!("{first} to {last}"),
        [line] => line.to_string(),
        [] => String::new(),
    });
    runs.collect::<Vec<_>>().join(", ")
}

fn finding(finding: &Finding) -> Value {
    let cells = finding.cells.iter().map(
        |(about, origin)| json!({"about": about, "file": &*origin.file, "line": origin.line, "column": origin.column}),
    );
    json!({
        "file": &*finding.origin.file,
        "line": finding.origin.line,
        "column": finding.origin.column,
        "address": finding.address,
        "field": finding.field,
        "rule": finding.rule,
        "severity": finding.severity.as_str(),
        "verdict": finding.verdict.as_str(),
        "printed": ascii(&finding.printed),
        "recomputed": ascii(&finding.recomputed),
        "message": finding.message,
        "cells": cells.collect::<Vec<Value>>(),
        "instead": finding.instead,
        "advice": finding.advice,
        "accepted": finding.accepted,
    })
}

/// Figures with the minus that programs know.
fn ascii(text: &str) -> String {
    text.replace('\u{2212}', "-")
}
