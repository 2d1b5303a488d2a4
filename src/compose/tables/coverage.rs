//! What the grid uses and what it leaves out: notable results, themes and codes, with their propositions.

use super::head;
use super::propositions::{result_label, subject_label};
use crate::analyse::Field;
use crate::compose::document::{Inline, InlineKind, Place};
use crate::compose::sentence::{p_clause, shown};
use crate::compose::shown::Shown;
use crate::compose::table::{Align, Cell, Column, Table, TableRow, Width, words};
use crate::model::{PropositionId, Subject};
use crate::synthesise::{Grid, Notable, Spread};

pub fn table(grid: &Grid, place: &Place) -> Table {
    let mut rows = Vec::new();
    for (why, title) in [
        (Notable::SignificantChange, "Nominally significant changes"),
        (Notable::LargeDeparture, "Large departures from the norm"),
    ] {
        let of_kind: Vec<_> = grid.coverage.results.iter().filter(|usage| usage.what.1 == why).collect();
        if !of_kind.is_empty() {
            rows.push(TableRow::Group(words(title, place)));
        }
        for usage in of_kind {
            let Some(result) = grid.findings.get(usage.what.0.as_str()) else { continue };
            let figure = match why {
                Notable::SignificantChange => shown(&grid.findings, result, Field::P).map(|p| p_clause(&p)),
                Notable::LargeDeparture => {
                    shown(&grid.findings, result, Field::Smd).map(|smd| format!("{smd} norm SDs"))
                }
            };
            let label = result_label(&result.kind, &grid.findings);
            let field = if why == Notable::SignificantChange { Field::P } else { Field::Smd };
            let place = Place::Shown(Shown::fields(result, &[field]));
            rows.push(row(label, figure.unwrap_or_default(), &usage.used_by, grid, &place));
        }
    }
    if !grid.coverage.themes.is_empty() {
        rows.push(TableRow::Group(words("Themes", place)));
    }
    for usage in &grid.coverage.themes {
        let label = subject_label(&Subject::Theme(usage.what.clone(), None), &grid.findings);
        let spread = Spread::of_theme(&grid.findings.study, &usage.what).in_words();
        let place = of_words("theme", usage.what.as_str(), grid, place);
        rows.push(row(label, spread, &usage.used_by, grid, &place));
    }
    if !grid.coverage.codes.is_empty() {
        rows.push(TableRow::Group(words("Codes", place)));
    }
    for usage in &grid.coverage.codes {
        let label = subject_label(&Subject::Code(usage.what.clone(), None), &grid.findings);
        let place = of_words("code", usage.what.as_str(), grid, place);
        rows.push(row(label, people(grid, "code", usage.what.as_str()), &usage.used_by, grid, &place));
    }
    propositions(grid, place, &mut rows);
    bare_findings(grid, place, &mut rows);
    let column = |name: &str, width| Column { name: name.to_owned(), align: Align::Left, width };
    Table {
        columns: vec![
            column("evidence", Width::Share(1.0)),
            column("figure", Width::Share(1.3)),
            column("propositions", Width::Share(0.5)),
        ],
        header: vec![vec![
            head("Evidence", 1, place),
            head("What it shows", 1, place),
            head("Used by proposition", 1, place),
        ]],
        rows,
        compact: true,
    }
}

/// Whose words stand behind each proposition, and how many findings qualify or challenge it.
fn propositions(grid: &Grid, place: &Place, rows: &mut Vec<TableRow>) {
    let spoken = || grid.rows.iter().filter(|row| row.spread.excerpts > 0);
    if spoken().next().is_some() {
        rows.push(TableRow::Group(words("Words behind each proposition", place)));
    }
    for of in spoken() {
        let stances = of.stances();
        let sides =
            [(stances.supports, "supporting"), (stances.qualifies, "qualifying"), (stances.challenges, "challenging")];
        let sides = sides.iter().filter(|(count, _)| *count > 0).map(|(count, side)| format!("{count} {side}"));
        let sides = sides.collect::<Vec<_>>().join(", ");
        let figure = match sides.is_empty() {
            true => of.spread.in_words(),
            false => format!("{}; findings: {sides}", of.spread.in_words()),
        };
        let label = format!("Proposition {}", of.index + 1);
        let place = Place::Known(grid.proposition(of).origin.clone());
        rows.push(row(label, figure, std::slice::from_ref(&of.id), grid, &place));
    }
}

/// The other side of coverage: findings that name no evidence.
fn bare_findings(grid: &Grid, place: &Place, rows: &mut Vec<TableRow>) {
    let bare = grid.rows.iter().flat_map(|row| row.findings().filter(|f| f.claims.is_empty()).map(move |f| (row, f)));
    let mut bare = bare.peekable();
    if bare.peek().is_some() {
        rows.push(TableRow::Group(words("Findings without evidence", place)));
    }
    for (row_of, finding) in bare {
        let words: Vec<&str> = finding.text.markdown.split_whitespace().collect();
        let mut label = words.iter().take(12).copied().collect::<Vec<_>>().join(" ");
        if words.len() > 12 {
            label.push_str(" …");
        }
        let place = Place::Known(finding.text.origin());
        rows.push(row(label, "nothing bears it out".to_owned(), std::slice::from_ref(&row_of.id), grid, &place));
    }
}

/// The result of a theme or code; the display itself where there is none.
fn of_words(kind: &str, id: &str, grid: &Grid, place: &Place) -> Place {
    let result = grid.findings.get(&format!("{kind}.{id}"));
    result.map_or_else(|| place.clone(), |result| Place::Shown(Shown::whole(result)))
}

fn people(grid: &Grid, kind: &str, id: &str) -> String {
    let people = grid.findings.get(&format!("{kind}.{id}")).and_then(|result| result.value(Field::Participants));
    people.map(|people| crate::diag::plural(people as usize, "participant")).unwrap_or_default()
}

fn row(label: String, figure: String, used_by: &[PropositionId], grid: &Grid, place: &Place) -> TableRow {
    let numbers = used_by.iter().filter_map(|id| grid.row(id.as_str())).map(|row| (row.index + 1).to_string());
    let numbers = numbers.collect::<Vec<_>>().join(", ");
    let used = match numbers.is_empty() {
        false => words(numbers, place),
        true => vec![Inline { kind: InlineKind::Emphasis(words("none", place)), place: place.clone() }],
    };
    TableRow::Data(vec![Cell::label(label, 0, place), Cell::prose(words(figure, place)), Cell::prose(used)])
}
