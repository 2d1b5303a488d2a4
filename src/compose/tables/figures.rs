//! Printed figures that cannot stand together, as the audit finds them.

use super::head;
use super::propositions::result_label;
use crate::analyse::{Field, Findings};
use crate::audit::{Audit, Finding, Verdict};
use crate::compose::document::Place;
use crate::compose::sentence::field_label;
use crate::compose::shown::Shown;
use crate::compose::table::{Align, Cell, Column, Line, Paragraph, Table, TableRow, Width, words};
use crate::model::SourceNote;

/// Every inconsistent finding, and at will those that cannot be told, below the name of the table that they are in.
pub fn table(undecided: bool, audit: &Audit, findings: &Findings, place: &Place) -> Table {
    let wanted = |finding: &&Finding| match finding.verdict {
        Verdict::Inconsistent => true,
        Verdict::CannotTell => undecided,
        Verdict::Consistent => false,
    };
    // The guard takes what is withheld out of the study, so no finding can name it.
    let found: Vec<Finding> = audit.findings.iter().filter(wanted).cloned().collect();
    let reported = &findings.study.reported;
    let printed = |kind: &str, note: &Option<SourceNote>| match note.as_ref().and_then(|note| note.table.as_ref()) {
        Some(table) => format!("{kind} ({table})"),
        None => kind.to_owned(),
    };
    let groups = [
        ("describe.", printed("Descriptives", &reported.describe_source)),
        ("change.", printed("Changes", &reported.change_source)),
        ("share.", printed("Shares", &reported.share_source)),
    ];
    let mut rows = Vec::new();
    let mut group = |name: &str, own: Vec<&Finding>| {
        if !own.is_empty() {
            rows.push(TableRow::Group(words(name, place)));
            rows.extend(own.into_iter().map(|finding| TableRow::Data(row(finding, findings))));
        }
    };
    for (prefix, name) in &groups {
        let own = found.iter().filter(|f| f.rule != "printed-twice" && f.address.starts_with(prefix));
        group(name, own.collect());
    }
    group("Printed twice", found.iter().filter(|finding| finding.rule == "printed-twice").collect());
    let column = |name: &str, width| Column { name: name.to_owned(), align: Align::Left, width };
    Table {
        columns: vec![
            column("result", Width::Share(1.5)),
            column("figure", Width::Share(0.8)),
            column("printed", Width::Share(0.6)),
            column("finding", Width::Share(3.2)),
        ],
        header: vec![vec![
            head("Result", 1, place),
            head("Figure", 1, place),
            head("Printed", 1, place),
            head("What the audit finds", 1, place),
        ]],
        rows,
        compact: true,
    }
}

fn row(finding: &Finding, findings: &Findings) -> Vec<Cell> {
    let result = findings.get(&format!("reported.{}", finding.address));
    let label = match result {
        Some(result) => result_label(&result.kind, findings),
        None => {
            let id = finding.address.split('.').nth(1).unwrap_or("");
            findings.study.measures.variable(id).map_or_else(|| id.to_owned(), |variable| variable.label.clone())
        }
    };
    let field = finding.field.and_then(Field::parse);
    let shown = Shown {
        origin: finding.origin.clone(),
        address: result.map(|result| result.address.clone()),
        fields: field.into_iter().collect(),
    };
    let place = &Place::Shown(shown);
    let figure = finding.field.map_or("", |field| Field::parse(field).map_or(field, field_label));
    let line = match finding.verdict {
        Verdict::CannotTell => Line::CannotTell,
        _ => Line::Plain,
    };
    let mut lines = vec![Paragraph { content: words(finding.message.clone(), place), line }];
    if let Some(reason) = &finding.accepted {
        lines.push(Paragraph { content: words(reason.clone(), place), line: Line::Small });
    }
    vec![
        Cell::label(label, 0, place),
        Cell::prose(words(figure, place)),
        Cell::prose(words(finding.printed.clone(), place)),
        Cell::Prose(lines),
    ]
}
