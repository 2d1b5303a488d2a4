//! A result's whole derivation, for people: where it stands, what it was made of, by which formula, and where it is used.
//!
//! Nothing is computed anew: formulas show the numbers of the results that they name. Where a result is used is found
//! by asking what changes in the paper when the result does.

mod formula;
mod rows;
mod uses;

pub use rows::{Quoted, Row, Rows};
pub use uses::{Use, Used};

use formula::Formula;

use crate::analyse::{Field, Findings, Quantity, Source, StudyResult};
use crate::diag::Origin;
use crate::model::{Described, ScoreRule};
use crate::synthesise::Grid;

/// Where a result came from, and where it goes.
#[derive(Debug, Clone)]
pub struct Explanation {
    pub address: String,
    /// `computed` or `reported`.
    pub source: &'static str,
    /// What it is of, in words.
    pub label: String,
    /// The file, and where it is one row, the row.
    pub origin: Origin,
    /// How the scale is scored, in words.
    pub scoring: Option<String>,
    /// The fields that were asked about.
    pub fields: Vec<Explained>,
    pub rows: Rows,
    pub uses: Vec<Use>,
}

/// One figure of a result.
#[derive(Debug, Clone)]
pub struct Explained {
    pub field: Field,
    pub value: Option<f64>,
    /// As it stands in print.
    pub printed: Option<String>,
    /// What rounding leaves open, where the figure is not exact.
    pub interval: Option<(f64, f64)>,
    /// With the names of what it is made of; with their numbers.
    pub formula: Option<String>,
    pub numbers: Option<String>,
    /// Whether the formula holds nothing but names, numbers and operators.
    pub arithmetic: bool,
    /// Why there is no value.
    pub absent: Option<String>,
}

/// Explains the result at an address, or one field of it; `None` where there is no such result or field.
pub fn explain(grid: &Grid, address: &str) -> Option<Explanation> {
    let findings = &grid.findings;
    let (result, wanted) = asked(findings, address)?;
    Some(Explanation {
        address: result.address.to_string(),
        source: result.source.as_str(),
        label: crate::compose::label_of(result, findings),
        origin: result.origin.clone(),
        scoring: scoring(result, findings),
        fields: derivation(findings, result, wanted),
        rows: rows::of(result, findings),
        uses: uses::of(result, wanted, grid),
    })
}

/// How each field of a result, or one of them, was made.
pub fn derivation(findings: &Findings, result: &StudyResult, wanted: Option<Field>) -> Vec<Explained> {
    let fields = result.fields.iter().filter(|(field, _)| wanted.is_none_or(|wanted| wanted == *field));
    fields.map(|(field, quantity)| explained(*field, quantity, result, findings)).collect()
}

/// A result by its address, or by the address of one of its fields.
fn asked<'a>(findings: &'a Findings, address: &str) -> Option<(&'a StudyResult, Option<Field>)> {
    if let Some(result) = findings.get(address) {
        return Some((result, None));
    }
    let (head, field) = address.rsplit_once('.')?;
    let (result, field) = (findings.get(head)?, Field::parse(field)?);
    result.quantity(field).is_some().then_some((result, Some(field)))
}

fn explained(field: Field, quantity: &Quantity, result: &StudyResult, findings: &Findings) -> Explained {
    let known = quantity.known();
    let printed = known.and_then(|known| known.printed.as_ref()).map(|printed| printed.text().to_owned());
    // What is printed was made elsewhere, by a formula that nobody knows.
    let counted = result.source == Source::Reported && matches!(field, Field::N | Field::Count | Field::Total);
    let made_here = known.filter(|_| printed.is_none() && !counted);
    let formula = made_here.and_then(|_| Formula::of(field, result, findings));
    let absent = match quantity {
        Quantity::Absent(reason) => Some(reason.clone()),
        Quantity::Withheld(_) => Some(crate::analyse::WITHHELD.to_owned()),
        Quantity::Known(_) => None,
    };
    Explained {
        field,
        value: quantity.value(),
        interval: known.filter(|known| known.low < known.high).map(|known| (known.low, known.high)),
        numbers: formula.as_ref().and_then(|formula| formula.numbers(result, findings)),
        arithmetic: formula.as_ref().is_some_and(Formula::is_arithmetic),
        formula: formula.map(|formula| formula.names()),
        printed,
        absent,
    }
}

/// How a scale's scores are made, where the data hold what they are made of.
fn scoring(result: &StudyResult, findings: &Findings) -> Option<String> {
    let Described::Scale(id) = rows::subject(&result.kind)? else { return None };
    findings.study.answers.as_ref()?;
    let scoring = &findings.study.measures.scale(id.as_str())?.scoring;
    let rule = match scoring.rule {
        ScoreRule::Sum => "sum",
        ScoreRule::Mean => "mean",
    };
    if !scoring.parts.is_empty() {
        let parts: Vec<&str> = scoring.parts.iter().map(|part| part.as_str()).collect();
        return Some(format!("{rule} of the scales {}", parts.join(", ")));
    }
    if scoring.items.is_empty() {
        let column = scoring.column.as_deref().unwrap_or(id.as_str());
        return Some(format!("taken as it stands in the column `{column}`"));
    }
    let items: Vec<String> = scoring
        .items
        .iter()
        .map(|item| format!("{}{}", item.column, if item.reversed { " (reversed)" } else { "" }))
        .collect();
    let gaps = match scoring.missing_at_most {
        0 => "no score where an item has no answer".to_owned(),
        most => format!("up to {} without an answer, filled by the person’s mean of the rest", {
            crate::diag::plural(most, "item")
        }),
    };
    Some(format!("{rule} of {}: {}; {gaps}", crate::diag::plural(items.len(), "item"), items.join(", ")))
}
