//! What a marked paper says of its changes: a box on its first page, and the list behind it, verdicts first.

use super::difference::{ClaimChange, Difference, DisplayChange, PropositionChange, ResultChange, Status};
use super::words::{Piece, sentences};
use crate::compose::{Block, BlockKind, Inline, InlineKind, Place, Revision};
use crate::diag::{Origin, plural};

/// More than so many entries under one heading are counted, not listed: the paper itself shows them.
const LISTED: usize = 24;

const PROPOSITIONS: &str = "Propositions and verdicts";

/// The list of changes that a marked paper carries. `title` says which papers are compared.
pub fn front(difference: &Difference, title: &str) -> Revision {
    let propositions = difference.propositions.iter().flat_map(proposition).collect();
    let moved = |printed: bool| difference.results.iter().filter_map(move |result| figures(result, printed));
    let (printed, mut computed): (Vec<_>, Vec<_>) = (moved(true).collect(), shortened(moved(false).collect()));
    computed.extend(came_or_went(difference, Status::Added, "New results"));
    computed.extend(came_or_went(difference, Status::Removed, "Results that are gone"));
    let displays = difference.displays.iter().map(display).collect();
    let sections: Vec<(&str, Vec<Vec<Inline>>)> = vec![
        (PROPOSITIONS, propositions),
        ("Printed figures", printed),
        ("Computed figures", computed),
        ("Tables and figures", displays),
    ];
    let there = sections.into_iter().filter(|(_, entries)| !entries.is_empty());
    Revision {
        title: title.to_owned(),
        summary: difference.summary(),
        sections: there.map(|(heading, entries)| (heading.to_owned(), shortened(entries))).collect(),
    }
}

/// More propositions than this are left to the list.
const BOXED: usize = 8;

/// The box on the first page: which papers, how much changed, and which propositions turned.
pub fn notice(revision: &Revision) -> Vec<Block> {
    let paragraph = |content: Vec<Inline>| Block { kind: BlockKind::Paragraph(content), place: nowhere() };
    let key = vec![
        made(InlineKind::Inserted(vec![text("What came")])),
        text(" is underlined, "),
        made(InlineKind::Deleted("what went".to_owned())),
        text(" struck through; a bar stands beside it. The last page lists the changes."),
    ];
    let mut out = vec![
        paragraph(vec![
            strong(&format!("Changes marked: {}.", revision.title)),
            text(&format!(" {}.", revision.summary)),
        ]),
        paragraph(key),
    ];
    let turned = |entry: &&Vec<Inline>| {
        let leads = matches!(entry.first().map(|inline| &inline.kind), Some(InlineKind::Strong(_)));
        leads && entry.iter().any(|inline| matches!(inline.kind, InlineKind::Inserted(_)))
    };
    let verdicts =
        revision.sections.iter().filter(|(heading, _)| heading == PROPOSITIONS).flat_map(|(_, entries)| entries);
    out.extend(verdicts.filter(turned).take(BOXED).cloned().map(paragraph));
    out
}

fn nowhere() -> Place {
    Place::Known(Origin::start_of(&"".into()))
}

fn shortened(mut entries: Vec<Vec<Inline>>) -> Vec<Vec<Inline>> {
    if entries.len() > LISTED + 1 {
        let more = entries.len() - LISTED;
        entries.truncate(LISTED);
        entries.push(vec![text(&format!("and {more} more"))]);
    }
    entries
}

fn made(kind: InlineKind) -> Inline {
    Inline { kind, place: nowhere() }
}

fn text(words: &str) -> Inline {
    made(InlineKind::Text(words.to_owned()))
}

fn strong(words: &str) -> Inline {
    made(InlineKind::Strong(vec![text(words)]))
}

/// What it was, struck, and what it is.
fn from_to(old: Option<&str>, new: Option<&str>) -> Vec<Inline> {
    let old = old.map(|old| made(InlineKind::Deleted(old.to_owned())));
    let new = new.map(|new| made(InlineKind::Inserted(vec![text(new)])));
    let gap = (old.is_some() && new.is_some()).then(|| text(" "));
    old.into_iter().chain(gap).chain(new).collect()
}

/// The sentences in which something changed.
fn pieces(pieces: &[Piece]) -> Vec<Inline> {
    let inline = |piece: &Piece| match piece {
        Piece::Same(words) => text(words),
        Piece::Deleted(words) => made(InlineKind::Deleted(words.clone())),
        Piece::Inserted(words) => made(InlineKind::Inserted(vec![text(words)])),
    };
    let mut out = Vec::new();
    for sentence in sentences(pieces) {
        out.extend((!out.is_empty()).then(|| text(" … ")));
        out.extend(sentence.pieces.iter().map(inline));
    }
    out
}

fn proposition(change: &PropositionChange) -> Vec<Vec<Inline>> {
    let number = change.new_number.or(change.old_number).unwrap_or(0);
    let name = match change.status {
        Status::Removed => format!("Proposition {number} of the earlier paper, {}", change.id),
        _ => format!("Proposition {number}, {}", change.id),
    };
    let mut head = vec![strong(&name)];
    match change.status {
        Status::Added => head.push(text(": new")),
        Status::Removed => head.push(text(": gone")),
        Status::Changed if change.turned() => {
            head.push(text(": "));
            head.extend(from_to(change.old_verdict.as_deref(), change.new_verdict.as_deref()));
        }
        Status::Changed if change.moved => head.push(text(": stands elsewhere")),
        Status::Changed => {}
    }
    let mut out = vec![head];
    out.extend(change.claims.iter().map(claim));
    for wording in &change.wording {
        let mut entry = vec![text(&format!("{}: ", wording.of))];
        entry.extend(pieces(&wording.pieces));
        out.push(entry);
    }
    out
}

fn claim(change: &ClaimChange) -> Vec<Inline> {
    let mut entry = vec![text(&format!("{}: ", change.evidence))];
    let (old, new) = (change.old_expect.join(", "), change.new_expect.join(", "));
    if old == new {
        entry.push(text(&format!("{new} ")));
    } else {
        entry.extend(from_to(
            Some(old.as_str()).filter(|old| !old.is_empty()),
            Some(new.as_str()).filter(|new| !new.is_empty()),
        ));
        entry.push(text(" "));
    }
    if change.old_verdict == change.new_verdict {
        entry.push(text(change.new_verdict.as_deref().unwrap_or("")));
    } else {
        entry.extend(from_to(change.old_verdict.as_deref(), change.new_verdict.as_deref()));
    }
    if change.old_observed != change.new_observed {
        let (old, new) = change.observed();
        entry.push(text("; observed "));
        entry.extend(from_to(old.as_deref(), new.as_deref()));
    }
    entry
}

/// A line a result: what it is of, and its figures.
fn figures(result: &ResultChange, printed: bool) -> Option<Vec<Inline>> {
    let moved: Vec<_> = result.figures.iter().filter(|figure| figure.printed == printed).collect();
    if moved.is_empty() || result.status != Status::Changed {
        return None;
    }
    let mut entry = vec![strong(&result.label), text(&format!(" ({})", result.address))];
    for (index, figure) in moved.iter().enumerate() {
        entry.push(text(&format!("{} {} ", if index == 0 { ":" } else { "," }, figure.field)));
        let minus = |figure: &Option<String>| figure.as_ref().map(|figure| figure.replace('-', "\u{2212}"));
        entry.extend(from_to(minus(&figure.old).as_deref(), minus(&figure.new).as_deref()));
    }
    Some(entry)
}

/// The addresses of results that one of the papers does not have, in one entry.
fn came_or_went(difference: &Difference, status: Status, what: &str) -> Option<Vec<Inline>> {
    let some: Vec<&str> =
        difference.results.iter().filter(|result| result.status == status).map(|result| &*result.address).collect();
    let more = some.len().saturating_sub(LISTED);
    let more = if more > 0 { format!("; and {more} more") } else { String::new() };
    let names = format!(": {}{more}", some[..some.len().min(LISTED)].join("; "));
    (!some.is_empty()).then(|| vec![strong(what), text(&names)])
}

fn display(change: &DisplayChange) -> Vec<Inline> {
    let number = change.new_number.as_deref().or(change.old_number.as_deref()).unwrap_or(&change.label);
    let mut said = Vec::new();
    match change.status {
        Status::Added => said.push("new".to_owned()),
        Status::Removed => said.push("gone".to_owned()),
        Status::Changed => {
            if change.old_number != change.new_number {
                said.push(match (&change.old_number, &change.new_number) {
                    (Some(old), Some(_)) => format!("was {old}"),
                    (Some(_), None) => "no longer placed".to_owned(),
                    _ => "placed now".to_owned(),
                });
            }
            if let Some(table) = &change.table {
                let counted = [
                    (table.cells.len(), "cell", "changed"),
                    (table.rows_added.len(), "row", "added"),
                    (table.rows_removed.len(), "row", "removed"),
                    (table.columns_added.len(), "column", "added"),
                    (table.columns_removed.len(), "column", "removed"),
                ];
                let counted = counted.into_iter().filter(|(count, ..)| *count > 0);
                said.extend(counted.map(|(count, what, how)| format!("{} {how}", plural(count, what))));
            }
            if change.drawing {
                said.push("drawn of other data".to_owned());
            }
            said.extend(change.wording.iter().map(|wording| format!("{} reworded", wording.of)));
        }
    }
    vec![strong(number), text(&format!(": {}", said.join(", ")))]
}
