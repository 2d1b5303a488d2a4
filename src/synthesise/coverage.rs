//! What the grid leaves out: notable results, themes and excerpts that no proposition uses, and silent strands.

use super::fit;
use super::grid::Row;
use super::spread;
use crate::analyse::{Field, Findings, Kind, StudyResult};
use crate::diag::{Diagnostic, Sink};
use crate::model::{Address, CodeId, LARGE_SMD, PropositionId, Subject, ThemeId};

/// Why a result ought not to go unmentioned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notable {
    SignificantChange,
    LargeDeparture,
}

impl Notable {
    pub fn as_str(self) -> &'static str {
        match self {
            Notable::SignificantChange => "significant change",
            Notable::LargeDeparture => "large departure from the norm",
        }
    }
}

/// A notable result or theme and the propositions that use it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Usage<T> {
    pub what: T,
    pub used_by: Vec<PropositionId>,
}

#[derive(Debug, Clone, Default)]
pub struct Coverage {
    pub results: Vec<Usage<(Address, Notable)>>,
    pub themes: Vec<Usage<ThemeId>>,
    pub codes: Vec<Usage<CodeId>>,
}

pub fn coverage(findings: &Findings, rows: &[Row], sink: &mut Sink) -> Coverage {
    fit::check(findings, rows, sink);
    if rows.is_empty() {
        return Coverage::default();
    }
    let coverage = Coverage {
        results: notable_results(findings, rows, sink),
        themes: themes(findings, rows, sink),
        codes: codes(findings, rows),
    };
    for usage in coverage.codes.iter().filter(|usage| usage.used_by.is_empty()) {
        if let Some(code) = findings.study.qualitative.codebook.code(usage.what.as_str()) {
            let message = format!("no proposition uses the code `{}`", code.id);
            sink.push(Diagnostic::note("unused-code", message).at(&code.origin).about(code.id.to_string()));
        }
    }
    let unused: Vec<&CodeId> =
        coverage.codes.iter().filter(|code| code.used_by.is_empty()).map(|code| &code.what).collect();
    spread::unused_excerpts(findings, rows, &unused, sink);
    spread::narrow(findings, rows, sink);
    coverage
}

fn users(rows: &[Row], uses: impl Fn(&Subject) -> bool) -> Vec<PropositionId> {
    let using = rows.iter().filter(|row| row.claims().any(|claim| uses(&claim.subject)));
    using.map(|row| row.id.clone()).collect()
}

/// Why a result is notable, for certain: its whole rounding interval says so.
fn notable(result: &StudyResult, alpha: f64) -> Option<Notable> {
    match result.kind {
        Kind::Change { .. } => {
            let p = result.quantity(Field::P)?.known()?;
            p.below(alpha).then_some(Notable::SignificantChange)
        }
        Kind::Norm { .. } => {
            let smd = result.quantity(Field::Smd)?.known()?;
            (smd.low >= LARGE_SMD || smd.high <= -LARGE_SMD).then_some(Notable::LargeDeparture)
        }
        _ => None,
    }
}

fn notable_results(findings: &Findings, rows: &[Row], sink: &mut Sink) -> Vec<Usage<(Address, Notable)>> {
    let alpha = findings.study.conventions.alpha();
    let mut found = Vec::new();
    for result in findings.own() {
        let Some(why) = notable(result, alpha) else { continue };
        let uses = |subject: &Subject| match subject {
            Subject::Result(address) => bare(address.as_str()) == result.address.as_str(),
            _ => false,
        };
        let used_by = users(rows, uses);
        if used_by.is_empty() {
            let message = format!("no proposition uses `{}`, a {}", result.address, why.as_str());
            let diagnostic = Diagnostic::warning("unused-result", message)
                .at(&result.origin)
                .about(result.address.to_string())
                .hint("name it as evidence where it bears on a proposition");
            sink.push(diagnostic);
        }
        found.push(Usage { what: (result.address.clone(), why), used_by });
    }
    found
}

/// An address without its source and its group: who speaks of one group speaks of the result.
fn bare(address: &str) -> &str {
    let bare = address.strip_prefix("reported.").or_else(|| address.strip_prefix("computed.")).unwrap_or(address);
    bare.split('@').next().unwrap_or(bare)
}

/// Whether a subject speaks of a theme: the theme itself, one of its codes, or an excerpt that carries one.
fn touches_theme(findings: &Findings, theme: &ThemeId, subject: &Subject) -> bool {
    let book = &findings.study.qualitative.codebook;
    let of_theme = |code: &CodeId| book.theme_of(code).is_some_and(|found| found.id == *theme);
    match subject {
        Subject::Theme(id, _) => id == theme,
        Subject::Code(id, _) => of_theme(id),
        Subject::Excerpt(id) => {
            findings.study.qualitative.excerpts.iter().any(|e| e.id == *id && e.codes.iter().any(of_theme))
        }
        Subject::Result(address) => findings.get(address.as_str()).is_some_and(|result| match &result.kind {
            Kind::Theme { theme: found, .. } => found == theme,
            Kind::Code { code, .. } => of_theme(code),
            _ => false,
        }),
    }
}

fn themes(findings: &Findings, rows: &[Row], sink: &mut Sink) -> Vec<Usage<ThemeId>> {
    let mut found = Vec::new();
    for theme in &findings.study.qualitative.codebook.themes {
        let used_by = users(rows, |subject| touches_theme(findings, &theme.id, subject));
        if used_by.is_empty() {
            let message = format!("no proposition uses the theme `{}`", theme.id);
            let hint = "name the theme, one of its codes or an excerpt as evidence";
            let diagnostic = Diagnostic::warning("unused-theme", message).at(&theme.origin);
            sink.push(diagnostic.about(theme.id.to_string()).hint(hint));
        }
        found.push(Usage { what: theme.id.clone(), used_by });
    }
    found
}

fn names_code(findings: &Findings, code: &CodeId, subject: &Subject) -> bool {
    let book = &findings.study.qualitative.codebook;
    match subject {
        Subject::Code(id, _) => id == code,
        Subject::Theme(theme, _) => book.theme_of(code).is_some_and(|found| found.id == *theme),
        Subject::Excerpt(id) => {
            findings.study.qualitative.excerpts.iter().any(|e| e.id == *id && e.codes.contains(code))
        }
        Subject::Result(address) => findings.get(address.as_str()).is_some_and(|result| match &result.kind {
            Kind::Code { code: found, .. } => found == code,
            _ => false,
        }),
    }
}

fn codes(findings: &Findings, rows: &[Row]) -> Vec<Usage<CodeId>> {
    let codes = findings.study.qualitative.codebook.codes();
    codes
        .map(|code| Usage { what: code.id.clone(), used_by: users(rows, |s| names_code(findings, &code.id, s)) })
        .collect()
}
