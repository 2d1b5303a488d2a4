//! `references.bib`: the bibliography, read into the citation library's own types, and what is wrong with it.
//!
//! The file is taken apart, `@string` is put in, LaTeX becomes characters, fields are handed down from one entry to
//! another, and each entry is made a work of the library. A fault of the file stops the build; a value that cannot be
//! used is kept with its entry and told where the entry is cited. Nothing in it is ever markup.

mod commands;
mod dates;
mod entry;
mod inherit;
mod journals;
mod kinds;
mod languages;
mod latex;
mod lines;
mod links;
mod maths;
mod names;
mod numbers;
mod scan;
mod slips;
mod strings;
mod value;

use std::sync::Arc;

use inherit::{Entry, Field, Fields};
use lines::Lines;
use scan::RawEntry;
use strings::Strings;
use value::Value;

use super::folder::Folder;
use super::node::File;
use crate::diag::{Diagnostic, Severity, Sink};
use crate::model::{Bibliography, Reference, References};

/// The bibliography and its keys.
pub fn bibliography(folder: &mut Folder<'_>, src: &str, sink: &mut Sink) -> (Option<Bibliography>, Vec<String>, bool) {
    let path = format!("{src}/references.bib");
    if !folder.exists(&path) {
        return (None, Vec::new(), !folder.missed(&path));
    }
    let Some(file) = folder.text(&path, sink) else { return (None, Vec::new(), false) };
    match folder.parsed.bibliography.of(&file, sink, |sink| references(&file, sink)) {
        Some(references) => {
            let keys = references.keys().cloned().collect();
            (Some(Bibliography { file: file.path, text: file.text, references }), keys, true)
        }
        None => (None, Vec::new(), false),
    }
}

/// The references of a bibliography whose text was changed after it was read.
pub fn references_again(bibliography: &Bibliography) -> Arc<References> {
    let file = File { path: bibliography.file.clone(), text: bibliography.text.clone() };
    references(&file, &mut Sink::new()).unwrap_or_default()
}

fn references(file: &File, sink: &mut Sink) -> Option<Arc<References>> {
    let mut faults = Sink::new();
    let lines = Lines::new(&file.path, &file.text);
    let raw = scan::scanned(&file.text, &lines, &mut faults);
    let mut references = References::new();
    let strings = Strings::new(&raw, &lines, &mut faults);
    let mut said = Vec::new();
    let mut entries: Vec<Entry> = Vec::new();
    for entry in &raw.entries {
        let mut own = Sink::new();
        entries.push(spelt(entry, &strings, &lines, &mut own, &mut faults));
        said.push(own);
    }
    if faults.count(Severity::Error) == 0 {
        inherit::inherited(&mut entries, &lines, &mut faults);
        for (entry, said) in entries.iter().zip(said).filter(|(entry, _)| entry.kind != "xdata") {
            add(entry, &lines, said, &mut references);
        }
    }
    let failed = faults.count(Severity::Error) > 0;
    sink.extend(faults);
    (!failed).then(|| Arc::new(references))
}

fn add(entry: &Entry, lines: &Lines, mut said: Sink, references: &mut References) {
    let (work, beside) = entry::work(entry, lines, &mut said);
    let reference = Reference { work, beside, key_at: entry.key_at.clone(), said };
    let others = entry.fields.get("ids").map(|field| field.written.clone()).unwrap_or_default();
    for key in others.split(',').map(str::trim).filter(|key| !key.is_empty()) {
        references.entry(key.to_owned()).or_insert_with(|| reference.clone());
    }
    references.insert(entry.key.clone(), reference);
}

/// Fields that BibTeX and exports of other programs name otherwise.
fn usual(name: &str) -> &str {
    match name {
        "journal" => "journaltitle",
        "journalsubtitle" => "journalsubtitle",
        "address" => "location",
        "school" => "institution",
        "annote" => "annotation",
        "archiveprefix" => "eprinttype",
        "primaryclass" => "eprintclass",
        "key" => "sortkey",
        "ee" => "url",
        "isbn-13" | "isbn13" => "isbn",
        "organisation" => "organization",
        other => other,
    }
}

/// An entry's texts, with `@string` put in and LaTeX converted.
fn spelt(raw: &RawEntry<'_>, strings: &Strings, lines: &Lines, said: &mut Sink, faults: &mut Sink) -> Entry {
    let mut fields = Fields::new();
    for field in &raw.fields {
        let (mut written, mut value) = (String::new(), Value::default());
        let mut unknown = latex::Faults::new();
        for part in strings.spelt(field, lines, faults) {
            written.push_str(&part.text);
            let before = unknown.len();
            value.append(latex::converted(&part.text, part.at, &mut unknown));
            if !part.written {
                // The place is that of the name, which has no such letters.
                unknown[before..].iter_mut().for_each(|(at, _)| *at = part.at..part.at + 1);
            }
        }
        let name = usual(&field.name).to_owned();
        if is_printed(&name) {
            for (at, message) in unknown {
                let diagnostic = Diagnostic::warning("raw-latex", message).at(&lines.origin(&at)).about(raw.key);
                said.push(diagnostic.hint("write the characters themselves: the file is UTF-8"));
            }
        }
        if fields.contains_key(&name) && raw.fields.iter().filter(|other| other.name == field.name).count() > 1 {
            let message = format!("the field `{}` stands twice in `{}`, and the first is taken", field.name, raw.key);
            let diagnostic = Diagnostic::warning("bib-value", message).at(&lines.origin(&field.at)).about(raw.key);
            said.push(diagnostic.hint("take one of them out"));
            continue;
        }
        fields.insert(name, Field { written, value, at: field.span() });
    }
    Entry {
        key: raw.key.to_owned(),
        key_at: raw.key_at.clone(),
        kind: raw.kind.to_ascii_lowercase(),
        kind_at: raw.kind_at.clone(),
        fields,
    }
}

/// Whether what LaTeX makes of a field is in a printed reference.
fn is_printed(name: &str) -> bool {
    !matches!(
        name,
        "abstract"
            | "keywords"
            | "file"
            | "annotation"
            | "url"
            | "doi"
            | "eprint"
            | "urldate"
            | "timestamp"
            | "owner"
            | "groups"
            | "mendeley-groups"
            | "mendeley-tags"
            | "bdsk-url-1"
            | "bdsk-url-2"
            | "bdsk-file-1"
            | "sortkey"
            | "issn"
            | "isbn"
            | "note"
            | "comment"
            | "review"
            | "ids"
            | "crossref"
            | "xdata"
            | "internal-note"
            | "affiliation"
            | "author_keywords"
    )
}
