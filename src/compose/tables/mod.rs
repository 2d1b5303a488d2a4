//! Each kind of table: results in, a [`Table`] out.

mod agreement;
mod attrition;
mod audit;
mod change;
mod codebook;
mod columns;
mod contrasts;
mod coverage;
mod excerpts;
mod figures;
mod missing;
mod outcomes;
mod pairs;
mod participants;
mod participants_by_group;
mod propositions;
mod reliability;
mod shares;

pub use propositions::result_label;

use super::document::{Inline, InlineKind, Place};
use super::inline::Context;
use super::sentence::shown_or_mark;
use super::shown::Shown;
use super::table::{Cell, HeadCell, Table, words};
use crate::analyse::{Field, Findings, Kind, StudyResult, Test};
use crate::diag::Sink;
use crate::model::{AuditShow, Display, TableKind};

/// Makes a table of its kind.
pub fn table(kind: &TableKind, display: &Display, context: &Context<'_>, sink: &mut Sink) -> Table {
    let findings = &context.grid.findings;
    let place = Place::Known(display.origin.clone());
    match kind {
        TableKind::Participants { variables, groups } => match findings.study.group().filter(|_| *groups) {
            Some(group) => participants_by_group::table(variables, &group.levels, findings, &place),
            None => participants::table(variables, findings, &place),
        },
        TableKind::Shares { variable, timepoints } => shares::table(variable, timepoints, findings, &place),
        TableKind::Outcomes { instruments, timepoints, groups } => {
            outcomes::table(instruments, timepoints, *groups, findings, &place)
        }
        TableKind::Change { comparisons, scales, groups } => {
            change::table(comparisons, scales, *groups, findings, &place)
        }
        TableKind::Pairs { comparisons, scales } => pairs::table(comparisons, scales, findings, &place),
        TableKind::Contrasts { scales, timepoints, comparisons } => {
            contrasts::table(&contrasts::Wanted { scales, timepoints, comparisons }, findings, &place)
        }
        TableKind::Reliability { scales, timepoints } => reliability::table(scales, timepoints, findings, &place),
        TableKind::Missing { scales, timepoints } => missing::table(scales, timepoints, findings, &place),
        TableKind::Attrition { scales, variables } => attrition::table(scales, variables, findings, &place),
        TableKind::Agreement { codes } => agreement::table(codes, findings, &place),
        TableKind::Audit { show: AuditShow::Findings { undecided } } => {
            figures::table(*undecided, &context.grid.audit, findings, &place)
        }
        TableKind::Audit { show } => audit::table(*show == AuditShow::All, findings, &place),
        TableKind::Propositions => propositions::table(context, &place, sink),
        TableKind::Excerpts { codes, at_most } => excerpts::table(codes, *at_most, context, &place, sink),
        TableKind::Codebook => codebook::table(context, &place, sink),
        TableKind::Coverage => coverage::table(context.grid, &place),
    }
}

/// The test behind the p values of a table, where it was run here.
pub fn test_of(kind: &TableKind, findings: &Findings) -> Option<String> {
    let of = |wanted: fn(&Kind) -> bool| {
        findings.own().filter(|result| wanted(&result.kind)).find_map(|result| Test::of(Field::P, result))
    };
    let test = match kind {
        TableKind::Change { .. } => of(|kind| matches!(kind, Kind::Change { .. })),
        TableKind::Contrasts { .. } => of(|kind| matches!(kind, Kind::Contrast { .. })),
        TableKind::Attrition { .. } => of(|kind| matches!(kind, Kind::Attrition { level: None, .. })),
        TableKind::Participants { .. }
        | TableKind::Shares { .. }
        | TableKind::Outcomes { .. }
        | TableKind::Pairs { .. }
        | TableKind::Reliability { .. }
        | TableKind::Missing { .. }
        | TableKind::Agreement { .. }
        | TableKind::Audit { .. }
        | TableKind::Propositions
        | TableKind::Excerpts { .. }
        | TableKind::Codebook
        | TableKind::Coverage => None,
    };
    test.map(Test::name)
}

/// A cell of the header; the symbols of statistics stand in italics.
fn head(text: impl Into<String>, span: usize, place: &Place) -> HeadCell {
    let text: String = text.into();
    let symbol = |name: &str| Inline { kind: InlineKind::Emphasis(words(name, place)), place: place.clone() };
    let content = match text.split_once(' ') {
        None if matches!(text.as_str(), "n" | "p") => vec![symbol(&text)],
        Some((name @ ("n" | "p"), rest)) => {
            let mut content = vec![symbol(name)];
            content.extend(words(format!(" {rest}"), place));
            content
        }
        _ => words(text, place),
    };
    HeadCell { content, span, rule: span > 1 }
}

/// A field as a cell, empty where it is absent.
fn cell(findings: &Findings, result: Option<&StudyResult>, field: Field) -> Cell {
    let text = result.and_then(|result| shown_or_mark(findings, result, field));
    Cell::maybe(text).of(result.map(|result| Shown::fields(result, &[field])))
}

/// `28.0–70.0`, aligned on the point of the second number.
fn range(findings: &Findings, result: Option<&StudyResult>) -> Cell {
    let get = |field| result.and_then(|result| shown_or_mark(findings, result, field));
    match get(Field::Min).zip(get(Field::Max)) {
        Some((low, high)) => {
            let shown = result.map(|result| Shown::fields(result, &[Field::Min, Field::Max]));
            Cell::number(high).within(format!("{low}–"), "").of(shown)
        }
        None => Cell::Empty,
    }
}
