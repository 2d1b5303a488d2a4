//! Where a result is used: what changes in the paper when the result does.
//!
//! The grid is judged and the paper composed a second time with other figures in the place of the result's, and the
//! two papers are laid side by side, so that no use need be declared anywhere to be found.

use crate::analyse::{Field, Kind, Known, Quantity, StudyResult};
use crate::compose::{Block, BlockKind, Body, Cell, Document, Inline, InlineKind, Place, Table, TableRow, compose};
use crate::diag::{Origin, Sink};
use crate::synthesise::{Grid, synthesise};

/// What uses a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Used {
    /// A claim names it as evidence.
    Claim,
    /// A sentence shows it.
    Prose,
    /// A sentence shows how many claims hold, and one of them rests on it.
    Verdict,
    Table,
    Figure,
    /// It uses a result that is computed of this one.
    Through,
}

impl Used {
    pub fn as_str(self) -> &'static str {
        match self {
            Used::Claim => "claim",
            Used::Prose => "prose",
            Used::Verdict => "verdict",
            Used::Table => "table",
            Used::Figure => "figure",
            Used::Through => "through",
        }
    }
}

/// One place that uses a result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    pub used: Used,
    /// The words there, the claim with its verdict, or the display's number and id.
    pub what: String,
    pub origin: Origin,
}

/// Everything that shows a result, or one field of it, or judges by it, and what does so of a result that is computed of
/// this one.
pub fn of(result: &StudyResult, wanted: Option<Field>, grid: &Grid) -> Vec<Use> {
    let mut uses = direct(result, wanted, grid);
    for address in follows(result, wanted) {
        let Some(other) = grid.findings.get(&address) else { continue };
        for mut found in direct(other, None, grid) {
            if uses.iter().all(|known| known.origin != found.origin) {
                found.what = format!("{address}: {}", found.what);
                found.used = Used::Through;
                uses.push(found);
            }
        }
    }
    uses
}

/// Addresses of results that are computed of a result: of a test its family, of scores their distance from the norm.
fn follows(result: &StudyResult, wanted: Option<Field>) -> Vec<String> {
    match &result.kind {
        Kind::Change { comparison, .. } if wanted.is_none_or(Field::is_p) => vec![format!("family.{comparison}")],
        Kind::DescribeScale { scale, timepoint } => vec![format!("norm.{scale}.{timepoint}")],
        _ => Vec::new(),
    }
}

fn direct(result: &StudyResult, wanted: Option<Field>, grid: &Grid) -> Vec<Use> {
    let mut uses = claims(result, wanted, grid);
    let Ok(before) = compose(grid, &mut Sink::new()) else { return uses };
    let mut seen: Vec<Use> = Vec::new();
    // Several alterations: a figure may be shown in words, or judged by a limit, that one of them does not change.
    for at in 0..ALTERATIONS {
        let altered = grid.findings.altered(&result.address, |field, quantity| match wanted {
            Some(wanted) if wanted != field => quantity.clone(),
            _ => other(field, quantity, at),
        });
        // First with the verdicts as they are: what is shown of the result itself.
        let standing = Grid { findings: altered.clone(), ..grid.clone() };
        for (judged, grid) in [(false, standing), (true, synthesise(altered, grid.audit.clone(), &mut Sink::new()))] {
            let Ok(after) = compose(&grid, &mut Sink::new()) else { continue };
            for mut found in shown(&before, &after) {
                if seen.iter().any(|earlier| earlier.origin == found.origin) {
                    continue;
                }
                if judged && found.used == Used::Prose {
                    found.used = Used::Verdict;
                }
                seen.push(found);
            }
        }
    }
    seen.sort_by(|a, b| (a.used, &a.origin).cmp(&(b.used, &b.origin)));
    uses.extend(seen);
    uses
}

const ALTERATIONS: usize = 4;

/// Another figure of the same kind in place of one.
fn other(field: Field, quantity: &Quantity, at: usize) -> Quantity {
    let Some(known) = quantity.known() else { return quantity.clone() };
    let value = if field.is_p() {
        [0.0004, 0.04, 0.3, 0.97][at]
    } else if matches!(field, Field::Share | Field::TopShare) {
        (known.value + [0.3, -0.075, 0.5, 0.1][at]).rem_euclid(1.0)
    } else if field.is_count() {
        (known.value + [1.0, -1.0, 10.0, -5.0][at]).max(0.0)
    } else {
        known.value + [1.0, -0.25, 10.0, -10.0][at]
    };
    let moved = value - known.value;
    let printed = known.printed.as_ref().and_then(|printed| {
        let decimals = printed.decimals();
        crate::model::Printed::parse(&crate::model::fixed(value, decimals))
    });
    Quantity::Known(Known {
        value,
        low: known.low + moved,
        high: known.high + moved,
        open: known.open,
        printed,
        rounded: known.rounded,
    })
}

/// Claims that name the result and look at the field.
fn claims(result: &StudyResult, wanted: Option<Field>, grid: &Grid) -> Vec<Use> {
    let mut uses = Vec::new();
    for row in &grid.rows {
        for claim in row.claims() {
            let address = claim.subject.address();
            let found = address.and_then(|address| grid.findings.get(address.as_str()));
            let names = found.is_some_and(|found| found.address == result.address);
            let looks = wanted.is_none_or(|wanted| {
                claim.tests.iter().any(|test| test.field == Some(wanted) || test.expect.contains(wanted.as_str()))
            });
            if names && looks {
                let expected: Vec<&str> = claim.tests.iter().map(|test| test.expect.as_str()).collect();
                let expected = if expected.is_empty() { "no expectation".to_owned() } else { expected.join(", ") };
                let what = format!("{}: {}, {}", row.id, expected, claim.verdict.as_str());
                uses.push(Use { used: Used::Claim, what, origin: claim.origin.clone() });
            }
        }
    }
    uses
}

/// What differs between two papers of the same study.
fn shown(before: &Document, after: &Document) -> Vec<Use> {
    let mut uses = Vec::new();
    let (old, new) = (sentences(before), sentences(after));
    for (old, _) in old.iter().zip(&new).filter(|(old, new)| old.0 != new.0) {
        uses.push(Use { used: Used::Prose, what: old.0.clone(), origin: old.1.origin() });
    }
    for (old, new) in before.displays.iter().zip(&after.displays).filter(|(old, new)| old.body != new.body) {
        let used = match old.body {
            Body::Table(_) => Used::Table,
            Body::Figure { .. } => Used::Figure,
        };
        let number = old.number.as_deref().unwrap_or("not placed");
        uses.push(Use { used, what: format!("{number} ({})", new.id), origin: old.origin.clone() });
    }
    uses
}

/// Every piece of running text with its place, in the order of the paper.
fn sentences(document: &Document) -> Vec<(String, &Place)> {
    let mut found = Vec::new();
    let sections = document.chapters.iter().chain(&document.appendices).map(|section| &section.blocks);
    let declared = document.declarations.iter().map(|(_, blocks)| blocks);
    let rest = [&document.notice, &document.licence, &document.summary];
    for block in rest.into_iter().chain(sections).chain(declared).flatten() {
        of_block(block, &mut found);
    }
    for display in &document.displays {
        display.caption.iter().chain(&display.note).for_each(|inline| of_inline(inline, &mut found));
    }
    found
}

fn of_block<'a>(block: &'a Block, found: &mut Vec<(String, &'a Place)>) {
    match &block.kind {
        BlockKind::Heading { content, .. } | BlockKind::Paragraph(content) => {
            content.iter().for_each(|inline| of_inline(inline, found));
        }
        BlockKind::List { items, .. } => items.iter().flatten().for_each(|block| of_block(block, found)),
        BlockKind::Quote(blocks) => blocks.iter().for_each(|block| of_block(block, found)),
        BlockKind::Table(table) => of_table(table, found),
        _ => {}
    }
}

fn of_table<'a>(table: &'a Table, found: &mut Vec<(String, &'a Place)>) {
    table.header.iter().flatten().flat_map(|cell| &cell.content).for_each(|inline| of_inline(inline, found));
    for row in &table.rows {
        match row {
            TableRow::Group(content) => content.iter().for_each(|inline| of_inline(inline, found)),
            TableRow::Data(cells) => {
                for cell in cells {
                    match cell {
                        Cell::Label { content, .. } => content.iter().for_each(|inline| of_inline(inline, found)),
                        Cell::Prose(paragraphs) => {
                            let content = paragraphs.iter().flat_map(|paragraph| &paragraph.content);
                            content.for_each(|inline| of_inline(inline, found));
                        }
                        Cell::Empty | Cell::Number { .. } | Cell::Changed { .. } => {}
                    }
                }
            }
        }
    }
}

fn of_inline<'a>(inline: &'a Inline, found: &mut Vec<(String, &'a Place)>) {
    match &inline.kind {
        InlineKind::Text(text) => found.push((text.clone(), &inline.place)),
        InlineKind::Emphasis(content)
        | InlineKind::Strong(content)
        | InlineKind::Strike(content)
        | InlineKind::Link { content, .. } => content.iter().for_each(|inline| of_inline(inline, found)),
        InlineKind::Footnote { content: Some(blocks), .. } => blocks.iter().for_each(|block| of_block(block, found)),
        _ => {}
    }
}
