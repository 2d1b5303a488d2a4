//! Marks in the cells of a table: what each was, rows that came, rows that went.

use super::edits::{Edits, whole};
use crate::compose::{Cell, Inline, InlineKind, Line, Paragraph, Place, Table, TableRow};
use crate::revise::align::{Pair, align};
use crate::revise::passages::words_of;
use crate::revise::tables::{Match, Tabled, words_in};
use crate::revise::words::{Piece, bag, compare, likeness};

/// Marks what is different from an earlier table; without one only that it is new, which its caption says.
pub fn table(was: Option<&Tabled>, table: &mut Table) {
    let Some(was) = was else { return };
    let now = Tabled::of(table);
    let matched = Match::of(was, &now);
    let columns = table.columns.len();
    let place = place_in(table);
    let mut rows: Vec<Vec<TableRow>> = Vec::new();
    // Headings of groups go with the row below them.
    let mut heads: Vec<TableRow> = Vec::new();
    for row in std::mem::take(&mut table.rows) {
        heads.push(row);
        if matches!(heads.last(), Some(TableRow::Data(_))) {
            rows.push(std::mem::take(&mut heads));
        }
    }
    let known: Vec<&str> = was.rows.iter().filter_map(|row| row.group.as_deref()).collect();
    let mut out: Vec<TableRow> = Vec::new();
    // The heading that the next row would stand under.
    let mut under: Option<&str> = None;
    for (at, pair) in matched.rows.iter().enumerate() {
        match pair {
            Pair::Old(a) => {
                let row = &was.rows[*a];
                let next = matched.rows[at..].iter().find_map(|pair| match pair {
                    Pair::Both(_, b) | Pair::New(b) => Some(*b),
                    Pair::Old(_) => None,
                });
                if row.group.as_deref() != under {
                    let next = next.filter(|b| now.rows[*b].group == row.group);
                    match (next, &row.group, &place) {
                        (Some(b), ..) => {
                            let data = rows[b].pop();
                            out.extend(std::mem::take(&mut rows[b]).into_iter().map(|head| heading(head, &known)));
                            rows[b].extend(data);
                        }
                        (None, Some(group), Some(place)) => {
                            let words = InlineKind::Deleted(group.clone());
                            out.push(TableRow::Group(vec![Inline { kind: words, place: place.clone() }]));
                        }
                        _ => {}
                    }
                    under = row.group.as_deref();
                }
                let cells = (0..columns).map(|new| {
                    let text = matched.old_column(new).and_then(|old| row.cells.get(old));
                    gone(text.map_or("", String::as_str))
                });
                out.push(TableRow::Data(cells.collect()));
            }
            Pair::New(b) | Pair::Both(_, b) => {
                let old = if let Pair::Both(a, _) = pair { Some(&was.rows[*a]) } else { None };
                out.extend(std::mem::take(&mut rows[*b]).into_iter().map(|row| match row {
                    TableRow::Data(cells) => {
                        let cells = cells.into_iter().enumerate().map(|(new, cell)| {
                            let before = old.and_then(|old| old.cells.get(matched.old_column(new)?));
                            changed(before.map_or("", String::as_str), cell)
                        });
                        TableRow::Data(cells.collect())
                    }
                    head => heading(head, &known),
                }));
                under = now.rows[*b].group.as_deref();
            }
        }
    }
    out.extend(heads);
    table.rows = out;
}

/// The heading over a group of rows, marked where no group was called so.
fn heading(row: TableRow, known: &[&str]) -> TableRow {
    match row {
        TableRow::Group(content) => {
            let words = words_of(&content);
            if known.contains(&words.as_str()) {
                return TableRow::Group(content);
            }
            let mut edits = Edits::of(&[Piece::Inserted(words)]);
            TableRow::Group(whole(&mut edits, content))
        }
        data => data,
    }
}

/// A place of something that stands in a table.
fn place_in(table: &Table) -> Option<Place> {
    let heads = table.header.iter().flatten().find_map(|cell| cell.content.first());
    let groups =
        table.rows.iter().find_map(|row| if let TableRow::Group(content) = row { content.first() } else { None });
    groups.or(heads).map(|inline| inline.place.clone())
}

fn gone(text: &str) -> Cell {
    match text {
        "" => Cell::Empty,
        text => Cell::Changed { before: text.replace('\n', " "), now: Box::new(Cell::Empty) },
    }
}

/// A cell beside what it was.
fn changed(before: &str, cell: Cell) -> Cell {
    let now = words_in(&cell);
    if now == before {
        return cell;
    }
    match cell {
        Cell::Label { content, indent } => {
            let mut edits = Edits::of(&compare(before, &now));
            Cell::Label { content: whole(&mut edits, content), indent }
        }
        Cell::Prose(paragraphs) => Cell::Prose(prose(before, &now, paragraphs)),
        cell @ (Cell::Empty | Cell::Number { .. } | Cell::Changed { .. }) => {
            Cell::Changed { before: before.to_owned(), now: Box::new(cell) }
        }
    }
}

/// The paragraphs of a cell, their words marked line by line.
fn prose(before: &str, now: &str, paragraphs: Vec<Paragraph>) -> Vec<Paragraph> {
    let (old, new): (Vec<&str>, Vec<&str>) = (before.split('\n').collect(), now.split('\n').collect());
    if new.len() != paragraphs.len() {
        let mut edits = Edits::of(&[Piece::Inserted(now.to_owned())]);
        return paragraphs.into_iter().map(|paragraph| of_paragraph(&mut edits, paragraph)).collect();
    }
    let bags = |lines: &[&str]| lines.iter().map(|line| bag(line)).collect::<Vec<_>>();
    let (from, to) = (bags(&old), bags(&new));
    let pairs = align(&old, &new, |a, b| likeness(&from[a], &to[b]));
    let mut paragraphs: Vec<Option<Paragraph>> = paragraphs.into_iter().map(Some).collect();
    let place = paragraphs.iter().flatten().find_map(|paragraph| Some(paragraph.content.first()?.place.clone()));
    let mut out = Vec::new();
    for pair in pairs {
        let (was, at) = match pair {
            Pair::Both(a, b) => (old[a], b),
            Pair::New(b) => ("", b),
            Pair::Old(a) => {
                if let Some(place) = place.clone().filter(|_| !old[a].is_empty()) {
                    let words = Inline { kind: InlineKind::Deleted(old[a].to_owned()), place };
                    out.push(Paragraph { content: vec![words], line: Line::Plain });
                }
                continue;
            }
        };
        if let Some(paragraph) = paragraphs[at].take() {
            let mut edits = Edits::of(&compare(was, new[at]));
            out.push(if was == new[at] { paragraph } else { of_paragraph(&mut edits, paragraph) });
        }
    }
    out
}

fn of_paragraph(edits: &mut Edits, paragraph: Paragraph) -> Paragraph {
    let content = whole(edits, paragraph.content);
    edits.skip(1);
    Paragraph { content, line: paragraph.line }
}
