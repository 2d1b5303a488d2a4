//! The entries of a bibliography as they stand in the file: kind, key and fields, none of them understood yet.
//!
//! The file is taken apart where an entry begins a line, and each part is parsed by itself, so that every fault of the
//! file is told at once.

use std::collections::BTreeMap;
use std::ops::Range;

use biblatex::{Pair, ParseErrorKind, RawBibliography, RawChunk};

use super::lines::Lines;
use super::slips;
use crate::diag::{Diagnostic, Sink};

#[derive(Debug, Default)]
pub struct Raw<'t> {
    pub entries: Vec<RawEntry<'t>>,
    /// `@string` definitions: name in small letters, its bytes, and what it stands for.
    pub strings: Vec<(String, Range<usize>, Vec<Piece<'t>>)>,
    /// Whether a definition could not be read, so that a name may be one of its.
    pub strings_lost: bool,
}

#[derive(Debug)]
pub struct RawEntry<'t> {
    pub kind: &'t str,
    pub kind_at: Range<usize>,
    pub key: &'t str,
    pub key_at: Range<usize>,
    pub fields: Vec<RawField<'t>>,
}

#[derive(Debug)]
pub struct RawField<'t> {
    /// In small letters.
    pub name: String,
    pub at: Range<usize>,
    pub value: Vec<Piece<'t>>,
}

/// A part of a value: a text between braces or quotation marks, or a name of a `@string`; with its first byte.
#[derive(Debug, Clone)]
pub enum Piece<'t> {
    Text(&'t str, usize),
    Name(&'t str, usize),
}

impl RawField<'_> {
    /// The bytes of the whole value.
    pub fn span(&self) -> Range<usize> {
        let ends = self.value.iter().map(|piece| match piece {
            Piece::Text(text, at) | Piece::Name(text, at) => *at..at + text.len(),
        });
        ends.reduce(|first, last| first.start..last.end).unwrap_or_else(|| self.at.clone())
    }
}

/// Reads all entries. What is wrong goes into the sink, and then nothing should be made of what was read.
pub fn scanned<'t>(text: &'t str, lines: &Lines, sink: &mut Sink) -> Raw<'t> {
    let mut raw = Raw::default();
    for (at, kind) in slips::without_sign(text) {
        let diagnostic = Diagnostic::error("bib-syntax", "this reference has no at sign, and is not read");
        sink.push(diagnostic.at(&lines.origin(&at)).hint(format!("write `@{kind}{{`")));
    }
    for segment in segments(text) {
        let part = &text[segment.clone()];
        let kind = part[1..].split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or("").to_ascii_lowercase();
        if kind == "comment" || kind == "preamble" {
            continue;
        }
        match RawBibliography::parse(part) {
            Ok(parsed) => taken(parsed, segment.start, &mut raw),
            Err(error) => {
                raw.strings_lost |= kind == "string";
                let slip = slips::slip(text, &segment).unwrap_or_else(|| {
                    let at = segment.start + error.span.start..segment.start + error.span.end;
                    slips::Slip { at, message: unread(&error.kind), hint: hint(part, error.span.start) }
                });
                sink.push(Diagnostic::error("bib-syntax", slip.message).at(&lines.origin(&slip.at)).hint(slip.hint));
            }
        }
    }
    twice(&raw, lines, sink);
    raw
}

fn unread(kind: &ParseErrorKind) -> String {
    format!("this reference cannot be read: {kind}")
}

/// A bare word as a value is the most usual fault that the parser has no word for.
fn hint(part: &str, at: usize) -> String {
    let before = part.get(..at).unwrap_or("").trim_end();
    match before.strip_suffix('=').map(|before| before.trim_end().rsplit(|c: char| !c.is_alphanumeric()).next()) {
        Some(Some(name)) => format!("put its value in braces: `{name} = {{…}}`"),
        _ => "look above this place, too, for a brace or comma that is missing".to_owned(),
    }
}

/// Where each entry begins and the next one does: at an at sign with a word and a brace that begin a line.
fn segments(text: &str) -> Vec<Range<usize>> {
    let mut starts = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let head = line.trim_start();
        if let Some(behind) = head.strip_prefix('@') {
            let name = behind.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(behind.len());
            if name > 0 {
                starts.push(at + line.len() - head.len());
            }
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]).collect::<Vec<_>>();
    starts.into_iter().zip(ends).map(|(start, end)| start..end).collect()
}

fn taken<'t>(parsed: RawBibliography<'t>, from: usize, raw: &mut Raw<'t>) {
    let fields = |fields: Vec<Pair<'t>>| {
        let field = fields.into_iter().map(|pair| {
            let value = pair.value.v.into_iter().map(|chunk| match chunk.v {
                RawChunk::Normal(text) => Piece::Text(text, from + chunk.span.start),
                RawChunk::Abbreviation(name) => Piece::Name(name, from + chunk.span.start),
            });
            RawField {
                name: pair.key.v.to_ascii_lowercase(),
                at: from + pair.key.span.start..from + pair.key.span.end,
                value: value.collect(),
            }
        });
        field.collect::<Vec<_>>()
    };
    for entry in parsed.entries {
        let entry = entry.v;
        raw.entries.push(RawEntry {
            kind: entry.kind.v,
            kind_at: from + entry.kind.span.start..from + entry.kind.span.end,
            key: entry.key.v,
            key_at: from + entry.key.span.start..from + entry.key.span.end,
            fields: fields(entry.fields),
        });
    }
    let strings = fields(parsed.abbreviations).into_iter();
    raw.strings.extend(strings.map(|field| (field.name, field.at, field.value)));
}

/// Keys that stand twice or are missing.
fn twice(raw: &Raw<'_>, lines: &Lines, sink: &mut Sink) {
    let mut seen: BTreeMap<&str, &Range<usize>> = BTreeMap::new();
    for entry in &raw.entries {
        if entry.key.is_empty() {
            let message = "this reference has no key by which it can be cited";
            let hint = "write a key after the brace, and a comma: `{smith2020,`";
            sink.push(Diagnostic::error("bib-syntax", message).at(&lines.origin(&entry.key_at)).hint(hint));
        } else if let Some(first) = seen.get(entry.key) {
            let line = lines.origin(first).line;
            let message = format!("the key `{}` stands twice", entry.key);
            let hint = format!("it stands first on line {line}: give each reference a key of its own");
            sink.push(Diagnostic::error("bib-syntax", message).at(&lines.origin(&entry.key_at)).hint(hint));
        } else {
            seen.insert(entry.key, &entry.key_at);
        }
    }
}
