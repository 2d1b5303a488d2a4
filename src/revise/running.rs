//! The running text of two papers beside each other: parts, passages, sentences.

use super::align::{Pair, align};
use super::difference::{SentenceChange, Status, wording};
use super::edition::Edition;
use super::passages::{Part, Passage, Shape};
use super::words::{Piece, bag, compare, likeness, sentences};

/// What is different on the first page: title, authors and the like.
pub fn front(old: &Edition, new: &Edition) -> Vec<SentenceChange> {
    let names = new.front.keys().chain(old.front.keys().filter(|name| !new.front.contains_key(*name)));
    let changed = names.filter_map(|name| {
        let text = |edition: &Edition| edition.front.get(name).cloned().unwrap_or_default();
        let words = wording(name, &text(old), &text(new))?;
        Some(SentenceChange {
            file: "the first page".to_owned(),
            line: 0,
            shape: match name.as_str() {
                "title" => "title",
                "subtitle" => "subtitle",
                "kind" => "kind",
                "authors" => "authors",
                "affiliations" => "affiliations",
                "keywords" => "keywords",
                _ => "date",
            },
            status: Status::Changed,
            figures_only: false,
            pieces: words.pieces,
        })
    });
    changed.collect()
}

/// How the parts of two papers belong to each other, in the order of the new one; those that are gone come where they were.
pub fn paired<'o, 'n>(old: &'o [Part], new: &'n [Part]) -> Vec<(Option<&'o Part>, Option<&'n Part>)> {
    let names = |parts: &[Part]| parts.iter().map(|part| part.name.clone()).collect::<Vec<_>>();
    let pairs = align(&names(old), &names(new), |_, _| 0.0);
    fn named<'a>(name: &str, parts: &'a [Part]) -> Option<&'a Part> {
        parts.iter().find(|part| part.name == name)
    }
    let beside = pairs.into_iter().filter_map(|pair| match pair {
        Pair::Both(a, b) => Some((Some(&old[a]), Some(&new[b]))),
        // A part that stands elsewhere now is told there.
        Pair::Old(a) => named(&old[a].name, new).is_none().then_some((Some(&old[a]), None)),
        Pair::New(b) => Some((named(&new[b].name, old), Some(&new[b]))),
    });
    beside.collect()
}

/// How the passages of two parts belong to each other.
pub fn beside(old: &[Passage], new: &[Passage]) -> Vec<Pair> {
    let keys = |some: &[Passage]| {
        let key = |passage: &Passage| (passage.shape, passage.text.clone(), format!("{:?}", passage.table));
        some.iter().map(key).collect::<Vec<_>>()
    };
    let bags = |some: &[Passage]| some.iter().map(|passage| bag(&passage.text)).collect::<Vec<_>>();
    let (from, to) = (bags(old), bags(new));
    let pairs = align(&keys(old), &keys(new), |a, b| match (&old[a].table, &new[b].table) {
        (Some(one), Some(other)) => one.likeness(other).max(if old[a].text == new[b].text { 0.5 } else { 0.0 }),
        _ if old[a].shape != new[b].shape || old[a].shape == Shape::Display => 0.0,
        _ => likeness(&from[a], &to[b]),
    });
    headings(pairs, old, new)
}

/// A heading that is gone and one that came in its place are one heading, whatever it says now.
fn headings(pairs: Vec<Pair>, old: &[Passage], new: &[Passage]) -> Vec<Pair> {
    let mut out: Vec<Pair> = Vec::new();
    for pair in pairs {
        if let Pair::New(b) = pair
            && new[b].shape == Shape::Heading
        {
            // The headings that went since the last passage that both have.
            let since = out.iter().rposition(|pair| matches!(pair, Pair::Both(..))).map_or(0, |at| at + 1);
            let went = |pair: &Pair| matches!(pair, Pair::Old(a) if old[*a].shape == Shape::Heading);
            if let Some(at) = out[since..].iter().position(went) {
                let Pair::Old(a) = out[since + at] else { unreachable!("it went") };
                let later = out.split_off(since + at);
                let (came, went): (Vec<Pair>, Vec<Pair>) =
                    later.into_iter().skip(1).partition(|pair| matches!(pair, Pair::New(_)));
                out.extend(came);
                out.push(Pair::Both(a, b));
                out.extend(went);
                continue;
            }
        }
        out.push(pair);
    }
    out
}

/// Sentences that are not what they were, in the order of the new paper.
pub fn running(old: &Edition, new: &Edition) -> Vec<SentenceChange> {
    let mut out = Vec::new();
    for (was, now) in paired(&old.parts, &new.parts) {
        let (from, to) = (was.map_or(&[][..], |part| &part.passages), now.map_or(&[][..], |part| &part.passages));
        let file = now.or(was).map_or("", |part| part.file.as_str());
        for pair in beside(from, to) {
            match pair {
                Pair::Old(a) => told(file, Some(&from[a]), None, &mut out),
                Pair::New(b) => told(file, None, Some(&to[b]), &mut out),
                Pair::Both(a, b) => told(file, Some(&from[a]), Some(&to[b]), &mut out),
            }
        }
    }
    out
}

fn told(file: &str, was: Option<&Passage>, now: Option<&Passage>, out: &mut Vec<SentenceChange>) {
    let Some(passage) = now.or(was).filter(|passage| passage.shape != Shape::Display) else { return };
    let text = |passage: Option<&Passage>| passage.map_or(String::new(), as_text);
    let (old, new) = (text(was), text(now));
    let status = Status::of(was, now);
    for sentence in sentences(&compare(&old, &new)) {
        out.push(SentenceChange {
            file: file.to_owned(),
            line: passage.line_at(sentence.at),
            shape: shape(passage.shape),
            status,
            figures_only: status == Status::Changed && sentence.pieces.iter().all(only_figures),
            pieces: sentence.pieces,
        });
    }
}

/// A passage in words; a table row by row.
fn as_text(passage: &Passage) -> String {
    let Some(table) = &passage.table else { return passage.text.clone() };
    let rows = table.rows.iter().map(|row| row.cells.join(" | "));
    std::iter::once(passage.text.clone()).chain(rows).collect::<Vec<_>>().join("; ")
}

fn shape(shape: Shape) -> &'static str {
    match shape {
        Shape::Heading => "heading",
        Shape::Paragraph => "paragraph",
        Shape::Item => "item",
        Shape::Quote => "quote",
        Shape::Footnote => "footnote",
        Shape::Code => "code",
        Shape::Formula => "formula",
        Shape::Image => "image",
        Shape::Table => "table",
        Shape::Display => "display",
    }
}

fn only_figures(piece: &Piece) -> bool {
    match piece {
        Piece::Same(_) => true,
        Piece::Deleted(text) | Piece::Inserted(text) => !text.contains(char::is_alphabetic),
    }
}
