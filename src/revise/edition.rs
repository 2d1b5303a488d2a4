//! What a paper says, in plain words: all that two papers are compared by. A build keeps it as `paper.json`.
//!
//! It holds nothing that the other files of the build do not show, but for the lines of the prose in its files.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::passages::{Part, parts, words_of};
use super::tables::Tabled;
use crate::analyse::{Field, Quantity, StudyResult, Unit};
use crate::compose::chart::Chart;
use crate::compose::{Body, DisplayView, Document, Words, label_of, number, withheld_figure};
use crate::model::{DisplayKind, TableKind};
use crate::synthesise::{Claim, Grid, JudgedFinding, Row, observed};

/// The form of `paper.json`; another form has another number.
pub const FORM: u32 = 1;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Edition {
    pub form: u32,
    /// Title, authors and whatever else stands on the first page, by name.
    pub front: IndexMap<String, String>,
    /// Pages of the paper, where it was laid out.
    pub pages: Option<usize>,
    pub propositions: Vec<Stated>,
    pub displays: Vec<Displayed>,
    pub parts: Vec<Part>,
    pub results: Vec<Shown>,
}

/// A proposition with what it rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stated {
    pub id: String,
    pub statement: String,
    pub fit: Option<String>,
    pub note: Option<String>,
    pub interpretation: Option<String>,
    pub verdict: String,
    pub findings: Vec<Found>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Found {
    pub strand: String,
    pub text: String,
    pub stance: Option<String>,
    pub claims: Vec<Claimed>,
}

/// A claim with its verdict.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Claimed {
    pub evidence: String,
    pub expect: Vec<String>,
    pub observed: Option<String>,
    pub verdict: String,
    /// Why it is kept although it is contradicted.
    pub contradiction: Option<String>,
}

/// A table or figure; `number` is absent where no chapter places it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Displayed {
    /// Such as `tbl-change`.
    pub label: String,
    pub number: Option<String>,
    pub caption: String,
    pub note: String,
    /// The line of `displays.yaml` where it begins.
    pub line: u32,
    /// Whether it is the grid of the propositions.
    pub grid: bool,
    pub table: Option<Tabled>,
    /// A name for what a figure shows: the same name, the same figure.
    pub chart: Option<String>,
}

/// A result with its figures as the paper would print them, by field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Shown {
    pub address: String,
    /// What it is of, in words.
    pub label: String,
    /// Printed in the source.
    pub printed: IndexMap<String, String>,
    /// Computed from data, or from what is printed.
    pub computed: IndexMap<String, String>,
}

impl Edition {
    /// The edition of a composed paper.
    pub fn of(grid: &Grid, document: &Document, pages: Option<usize>) -> Self {
        let words = Words::new(grid);
        let grids = |view: &DisplayView| {
            grid.findings.study.displays.iter().any(|display| {
                display.id.as_str() == view.id && matches!(display.kind, DisplayKind::Table(TableKind::Propositions))
            })
        };
        let shown = grid.findings.results().iter().map(|result| shown(result, grid));
        Self {
            form: FORM,
            front: front(document),
            pages,
            propositions: grid.rows.iter().map(|row| stated(row, grid, &words)).collect(),
            displays: document.displays.iter().map(|view| displayed(view, grids(view))).collect(),
            parts: parts(document),
            results: shown.collect(),
        }
    }

    /// As JSON, for the build folder.
    pub fn to_json(&self) -> Vec<u8> {
        let mut text = serde_json::to_vec_pretty(self).expect("plain words can be written");
        text.push(b'\n');
        text
    }

    /// Reads what [`Edition::to_json`] wrote.
    ///
    /// # Errors
    /// In words, where it is something else or of another form.
    pub fn from_json(bytes: &[u8]) -> Result<Self, String> {
        let value: serde_json::Value = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        match value["form"].as_u64() {
            Some(form) if form == u64::from(FORM) => serde_json::from_value(value).map_err(|error| error.to_string()),
            Some(form) => Err(format!("it has form {form}, and this version of the program reads form {FORM}")),
            None => Err("it does not say its form".to_owned()),
        }
    }
}

fn front(document: &Document) -> IndexMap<String, String> {
    let authors: Vec<&str> = document.authors.iter().map(|author| author.name.as_str()).collect();
    let entries = [
        ("title", document.title.clone()),
        ("subtitle", document.subtitle.clone().unwrap_or_default()),
        ("kind", document.kind.clone().unwrap_or_default()),
        ("authors", authors.join(", ")),
        ("affiliations", document.affiliations.join("; ")),
        ("keywords", document.keywords.join("; ")),
        ("date", document.date.map(|(year, month, day)| format!("{year}-{month:02}-{day:02}")).unwrap_or_default()),
    ];
    let there = entries.into_iter().filter(|(_, text)| !text.is_empty());
    there.map(|(name, text)| (name.to_owned(), text)).collect()
}

fn stated(row: &Row, grid: &Grid, words: &Words<'_>) -> Stated {
    let stated = grid.proposition(row);
    let findings = row.cells.iter().flat_map(|cell| {
        cell.findings.iter().map(|finding| found(cell.strand.as_str(), finding, words)).collect::<Vec<_>>()
    });
    Stated {
        id: row.id.to_string(),
        statement: words.of(&stated.statement),
        fit: stated.fit.as_ref().map(|fit| fit.value.as_str().to_owned()),
        note: stated.note.as_ref().map(|note| words.of(note)),
        interpretation: stated.interpretation.as_ref().map(|text| words.of(text)),
        verdict: row.verdict.as_str().to_owned(),
        findings: findings.collect(),
    }
}

fn found(strand: &str, finding: &JudgedFinding, words: &Words<'_>) -> Found {
    let claimed = |claim: &Claim| Claimed {
        evidence: claim.subject.to_string(),
        expect: claim.tests.iter().map(|test| test.expect.clone()).collect(),
        observed: observed(claim),
        verdict: claim.verdict.as_str().to_owned(),
        contradiction: claim.contradiction.as_ref().map(|text| words.of(text)),
    };
    Found {
        strand: strand.to_owned(),
        text: words.of(&finding.text),
        stance: finding.stance.map(|stance| stance.as_str().to_owned()),
        claims: finding.claims.iter().map(claimed).collect(),
    }
}

fn displayed(view: &DisplayView, grid: bool) -> Displayed {
    let (table, chart) = match &view.body {
        Body::Table(table) => (Some(Tabled::of(table)), None),
        Body::Figure { chart, alt } => (None, Some(look_of(chart, alt))),
    };
    Displayed {
        label: view.label.clone(),
        number: view.number.clone(),
        caption: words_of(&view.caption),
        note: words_of(&view.note),
        line: view.origin.line,
        grid,
        table,
        chart,
    }
}

/// A name for what a figure shows.
pub fn look_of(chart: &Chart, alt: &str) -> String {
    super::look(format!("{chart:?}{alt}").as_bytes())
}

fn shown(result: &StudyResult, grid: &Grid) -> Shown {
    let (mut printed, mut computed) = (IndexMap::new(), IndexMap::new());
    let unit = Unit::of(result, &grid.findings.study.measures);
    for (field, quantity) in &result.fields {
        let Some(text) = figure(*field, quantity, unit) else { continue };
        let of_source = quantity.known().is_some_and(|known| known.printed.is_some());
        let fields = if of_source { &mut printed } else { &mut computed };
        fields.insert(field.as_str().to_owned(), text);
    }
    let label = label_of(result, &grid.findings);
    Shown { address: result.address.to_string(), label, printed, computed }
}

/// A figure as it stands in print, or with the decimals that the page gives it, its minus in ASCII for other programs;
/// withheld ones as tables show them.
fn figure(field: Field, quantity: &Quantity, unit: Unit) -> Option<String> {
    match quantity {
        Quantity::Known(known) => Some(number::field(field, known, None, unit).replace('\u{2212}', "-")),
        Quantity::Withheld(withheld) => Some(withheld_figure(field, withheld)),
        Quantity::Absent(_) => None,
    }
}
