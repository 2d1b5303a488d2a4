//! What an entry has from others: `crossref` and `xdata`, as BibLaTeX hands fields down.

use std::collections::BTreeMap;
use std::ops::Range;

use super::lines::Lines;
use super::value::Value;
use crate::diag::{Diagnostic, Sink};

/// A field's text as written, what it prints, and where it stands.
#[derive(Debug, Clone)]
pub struct Field {
    /// The text before LaTeX was converted, for fields that are read letter for letter.
    pub written: String,
    pub value: Value,
    pub at: Range<usize>,
}

pub type Fields = BTreeMap<String, Field>;

/// An entry whose fields are texts.
#[derive(Debug, Clone)]
pub struct Entry {
    pub key: String,
    pub key_at: Range<usize>,
    /// In small letters.
    pub kind: String,
    pub kind_at: Range<usize>,
    pub fields: Fields,
}

/// Entries that hand down to entries that hand down end somewhere.
const LONGEST_CHAIN: usize = 40;

/// Hands all fields down. A circle is told once, at the field that closes it.
pub fn inherited(entries: &mut [Entry], lines: &Lines, sink: &mut Sink) {
    let index: BTreeMap<String, usize> =
        entries.iter().enumerate().map(|(at, entry)| (entry.key.clone(), at)).collect();
    let mut state = vec![State::New; entries.len()];
    for at in 0..entries.len() {
        resolve(at, entries, &index, &mut state, &mut Vec::new(), lines, sink);
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum State {
    New,
    Open,
    Done,
}

fn resolve(
    at: usize,
    entries: &mut [Entry],
    index: &BTreeMap<String, usize>,
    state: &mut [State],
    chain: &mut Vec<usize>,
    lines: &Lines,
    sink: &mut Sink,
) {
    if state[at] != State::New {
        return;
    }
    state[at] = State::Open;
    chain.push(at);
    for name in ["crossref", "xdata"] {
        let Some(field) = entries[at].fields.get(name).cloned() else { continue };
        for key in field.written.split(',').map(str::trim).filter(|key| !key.is_empty()) {
            let origin = lines.origin(&field.at);
            let Some(&from) = index.get(key) else {
                let message = format!("there is no reference `{key}` from which this one could have anything");
                let known = entries.iter().map(|entry| entry.key.as_str());
                sink.push(Diagnostic::warning("bib-value", message).at(&origin).about(key).suggest(key, known));
                continue;
            };
            if state[from] == State::Open {
                let start = chain.iter().position(|link| *link == from).unwrap_or(0);
                let mut circle: Vec<String> =
                    chain[start..].iter().map(|link| format!("`{}`", entries[*link].key)).collect();
                circle.push(format!("`{key}`"));
                let message = format!("this reference would have its fields from itself: {}", circle.join(" → "));
                let hint = format!("take `{name}` out of one of them");
                sink.push(Diagnostic::error("bib-syntax", message).at(&origin).hint(hint));
                continue;
            }
            if chain.len() >= LONGEST_CHAIN {
                let message = format!("more than {LONGEST_CHAIN} references have their fields from each other");
                sink.push(Diagnostic::error("bib-syntax", message).at(&origin).hint("write the fields out"));
                continue;
            }
            resolve(from, entries, index, state, chain, lines, sink);
            let parent = entries[from].clone();
            match name {
                "xdata" => take_all(&mut entries[at], &parent),
                _ => take_down(&mut entries[at], &parent),
            }
        }
    }
    chain.pop();
    state[at] = State::Done;
}

fn take_all(child: &mut Entry, parent: &Entry) {
    for (name, field) in parent.fields.iter().filter(|(name, _)| *name != "xdata" && *name != "crossref") {
        child.fields.entry(name.clone()).or_insert_with(|| field.clone());
    }
}

/// Fields that belong to the one entry only.
const OWN: [&str; 22] = [
    "crossref",
    "xref",
    "xdata",
    "ids",
    "entryset",
    "entrysubtype",
    "label",
    "options",
    "related",
    "relatedtype",
    "sortkey",
    "sorttitle",
    "shorttitle",
    "shorthand",
    "doi",
    "eprint",
    "pages",
    "eid",
    "abstract",
    "keywords",
    "file",
    "annotation",
];

fn take_down(child: &mut Entry, parent: &Entry) {
    let within = child.kind.starts_with("in")
        || child.kind == "conference"
        || child.kind.starts_with("supp")
        || child.kind == "bookinbook";
    let several = parent.kind.starts_with("mv");
    let prefix = match (within, several, parent.kind.as_str(), child.kind.as_str()) {
        (_, true, ..) => "main",
        (true, ..) => "book",
        (_, _, "periodical", _) | (_, _, _, "article") => "journal",
        _ => "main",
    };
    for (name, field) in &parent.fields {
        if OWN.contains(&name.as_str()) {
            continue;
        }
        let name = match name.as_str() {
            "title" | "subtitle" | "titleaddon" => format!("{prefix}{name}"),
            "author"
                if within
                    && matches!(parent.kind.as_str(), "book" | "mvbook")
                    && child.fields.contains_key("author") =>
            {
                "bookauthor".to_owned()
            }
            _ => name.clone(),
        };
        child.fields.entry(name).or_insert_with(|| field.clone());
    }
}
