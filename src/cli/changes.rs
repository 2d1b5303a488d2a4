//! What is different between two builds of a study: figures, verdicts, pages.

use std::collections::BTreeMap;

use crate::analyse::{Field, Findings, Quantity, StudyResult, Unit};
use crate::diag::plural;
use crate::synthesise::{Claim, Grid, Verdict};

/// A figure that is not what it was.
#[derive(Debug, Clone, PartialEq)]
pub struct Moved {
    /// An address with its field.
    pub address: String,
    /// As shown; `None` where there was no such figure.
    pub before: Option<String>,
    pub after: Option<String>,
}

/// A proposition or a claim whose verdict is another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turned {
    pub proposition: String,
    /// Position of the proposition, from 1.
    pub number: usize,
    /// What the claim is on; `None` for the proposition as a whole.
    pub evidence: Option<String>,
    pub before: Verdict,
    pub after: Verdict,
}

/// Everything that differs.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Changes {
    /// In the order of the results; what is printed or read comes before what follows from it.
    pub figures: Vec<Moved>,
    pub verdicts: Vec<Turned>,
    pub propositions_added: Vec<String>,
    pub propositions_removed: Vec<String>,
    /// Numbers of the pages that look different, from 1.
    pub pages: Vec<usize>,
}

impl Changes {
    /// Between two grids, and between the looks of their pages.
    pub fn between(before: &Grid, after: &Grid, pages: (&[String], &[String])) -> Self {
        let (old_pages, new_pages) = pages;
        let looks = new_pages.iter().enumerate().filter(|(at, key)| old_pages.get(*at) != Some(key));
        let ids = |grid: &Grid| grid.rows.iter().map(|row| row.id.to_string()).collect::<Vec<_>>();
        let (old, new) = (ids(before), ids(after));
        let without = |some: &[String], others: &[String]| -> Vec<String> {
            some.iter().filter(|id| !others.contains(id)).cloned().collect()
        };
        Self {
            figures: figures(&before.findings, &after.findings),
            verdicts: verdicts(before, after),
            propositions_added: without(&new, &old),
            propositions_removed: without(&old, &new),
            pages: looks.map(|(at, _)| at + 1).collect(),
        }
    }

    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// One line: `change.wellbeing.T1-T2.p: 0.020 → 0.210; proposition 3 now contradicted; pages 7 and 9`.
    pub fn line(&self) -> String {
        const SHOWN: usize = 3;
        let mut parts: Vec<String> = self.figures.iter().take(SHOWN).map(Moved::line).collect();
        if self.figures.len() > SHOWN {
            parts.push(format!("and {}", plural(self.figures.len() - SHOWN, "more figure")));
        }
        let whole = self.verdicts.iter().filter(|turned| turned.evidence.is_none());
        parts.extend(whole.map(|turned| format!("proposition {} now {}", turned.number, turned.after.as_str())));
        let claims = self.verdicts.iter().filter(|turned| turned.evidence.is_some()).count();
        if claims > 0 && parts.iter().all(|part| !part.starts_with("proposition")) {
            parts.push(format!("the verdict of {} changed", plural(claims, "claim")));
        }
        parts.extend(self.propositions_added.iter().map(|id| format!("proposition `{id}` is new")));
        parts.extend(self.propositions_removed.iter().map(|id| format!("proposition `{id}` is gone")));
        if !self.pages.is_empty() {
            parts.push(pages(&self.pages));
        }
        if parts.is_empty() { "nothing that shows".to_owned() } else { parts.join("; ") }
    }
}

impl Moved {
    pub fn line(&self) -> String {
        match (&self.before, &self.after) {
            (Some(before), Some(after)) => format!("{}: {before} → {after}", self.address),
            (None, Some(after)) => format!("{}: now {after}", self.address),
            (Some(before), None) => format!("{}: {before}, now absent", self.address),
            (None, None) => self.address.clone(),
        }
    }
}

/// `page 3`, `pages 7 and 9`, `pages 1 to 12`.
fn pages(numbers: &[usize]) -> String {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *number => *last = *number,
            _ => runs.push((*number, *number)),
        }
    }
    let run = |(first, last): &(usize, usize)| match last - first {
        0 => vec![first.to_string()],
        1 => vec![first.to_string(), last.to_string()],
        _ => vec![format!("{first} to {last}")],
    };
    let list: Vec<String> = runs.iter().flat_map(run).collect();
    let noun = if numbers.len() == 1 { "page" } else { "pages" };
    match list.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{noun} {} and {last}", rest.join(", ")),
        _ => format!("{noun} {}", list.concat()),
    }
}

fn figures(before: &Findings, after: &Findings) -> Vec<Moved> {
    if after.has_figures_of(before) {
        return Vec::new();
    }
    fn by_address(findings: &Findings) -> BTreeMap<&str, &StudyResult> {
        findings.results().iter().map(|result| (result.address.as_str(), result)).collect()
    }
    let (old, new) = (by_address(before), by_address(after));
    let after_study = &after.study;
    let mut moved = Vec::new();
    for result in after.results() {
        let was = old.get(result.address.as_str());
        for (field, quantity) in &result.fields {
            let before = was.and_then(|was| was.quantity(*field));
            if before != Some(quantity) {
                moved.push((*field, before.cloned(), Some(quantity.clone()), result));
            }
        }
    }
    for result in before.results().iter().filter(|result| !new.contains_key(result.address.as_str())) {
        moved.extend(result.fields.iter().map(|(field, old)| (*field, Some(old.clone()), None, result)));
    }
    let printed = |quantity: &Option<Quantity>| {
        quantity.as_ref().and_then(Quantity::known).is_some_and(|known| known.printed.is_some())
    };
    moved.sort_by_key(|(_, before, after, _)| !(printed(before) || printed(after)));
    let shown = moved.into_iter().filter_map(|(field, before, after, result)| {
        let unit = Unit::of(result, &after_study.measures);
        let text = |quantity: Option<Quantity>| quantity.as_ref().and_then(|quantity| shown(field, quantity, unit));
        let (before, after) = (text(before), text(after));
        (before != after).then(|| Moved { address: format!("{}.{}", result.address, field.as_str()), before, after })
    });
    shown.collect()
}

/// A figure as it stands in print, or with the decimals that the page gives it.
fn shown(field: Field, quantity: &Quantity, unit: Unit) -> Option<String> {
    Some(quantity.known()?.text(field, None, unit).replace('\u{2212}', "-"))
}

fn verdicts(before: &Grid, after: &Grid) -> Vec<Turned> {
    let mut turned = Vec::new();
    for row in &after.rows {
        let Some(old) = before.row(row.id.as_str()) else { continue };
        let mut tell = |evidence: Option<String>, before: Verdict, after: Verdict| {
            if before != after {
                let (proposition, number) = (row.id.to_string(), row.index + 1);
                turned.push(Turned { proposition, number, evidence, before, after });
            }
        };
        tell(None, old.verdict, row.verdict);
        for claim in row.claims() {
            if let Some(was) = old.claims().find(|was| same(was, claim)) {
                tell(Some(claim.subject.to_string()), was.verdict, claim.verdict);
            }
        }
    }
    turned
}

/// Whether two claims say the same of the same evidence.
fn same(one: &Claim, other: &Claim) -> bool {
    let expected = |claim: &Claim| claim.tests.iter().map(|test| test.expect.clone()).collect::<Vec<_>>();
    one.subject == other.subject && expected(one) == expected(other)
}
