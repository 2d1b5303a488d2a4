//! `references.bib`: the bibliography and its keys, and what is wrong where it cannot be read.

use std::ops::Range;
use std::sync::Arc;

use super::folder::Folder;
use super::node::File;
use crate::diag::{Diagnostic, Sink};
use crate::model::Bibliography;

/// The bibliography and its keys.
pub fn bibliography(folder: &mut Folder<'_>, src: &str, sink: &mut Sink) -> (Option<Bibliography>, Vec<String>, bool) {
    let path = format!("{src}/references.bib");
    if !folder.exists(&path) {
        return (None, Vec::new(), !folder.missed(&path));
    }
    let Some(file) = folder.text(&path, sink) else { return (None, Vec::new(), false) };
    match folder.parsed.bibliography.of(&file, sink, |sink| citation_keys(&file, sink)) {
        Some(keys) => (Some(Bibliography { file: file.path, text: file.text }), keys.to_vec(), true),
        None => (None, Vec::new(), false),
    }
}

/// The keys of a bibliography, sorted; what is wrong with it goes into the sink.
fn citation_keys(file: &File, sink: &mut Sink) -> Option<Arc<[String]>> {
    if without_sign(&file.text).is_some() {
        slip(file).into_iter().for_each(|slip| sink.push(slip));
        return None;
    }
    match hayagriva::io::from_biblatex_str(&file.text) {
        Ok(library) => {
            let mut keys: Vec<String> = library.keys().map(str::to_owned).collect();
            keys.sort();
            for key in &keys {
                raw_latex(file, key, &library, sink);
                doi_address(file, key, &library, sink);
            }
            Some(keys.into())
        }
        Err(errors) => {
            if let Some(slip) = slip(file) {
                sink.push(slip);
                return None;
            }
            for error in errors {
                let (span, message) = match &error {
                    hayagriva::io::BibLaTeXError::Parse(error) => (error.span.clone(), error.kind.to_string()),
                    hayagriva::io::BibLaTeXError::Type(error) => (error.span.clone(), error.kind.to_string()),
                };
                let message = format!("the bibliography cannot be read: {message}");
                let mut diagnostic = Diagnostic::error("bib-syntax", message).at(&file.place(&span));
                if matches!(error, hayagriva::io::BibLaTeXError::Parse(_)) && !diagnostic.message.contains("duplicate")
                {
                    diagnostic = diagnostic.hint("look above this place, too, for a brace or comma that is missing");
                }
                sink.push(diagnostic);
            }
            None
        }
    }
}

/// The bibliography library prints LaTeX commands and mathematics in titles as they stand.
fn raw_latex(file: &File, key: &str, library: &hayagriva::Library, sink: &mut Sink) {
    let Some(title) = library.get(key).and_then(|entry| entry.title()) else { return };
    let title = title.value.to_string();
    if title.contains('\\') || title.contains('$') {
        let at = file.text.find(&format!("{{{key},")).map_or(0, |at| at + 1);
        let message = format!("the title of `{key}` holds LaTeX commands, which would be printed as they stand");
        let diagnostic = Diagnostic::warning("raw-latex", message)
            .at(&file.place(&(at..at + key.len())))
            .hint("write the characters themselves: the file is UTF-8");
        sink.push(diagnostic);
    }
}

/// Styles put the address before a DOI themselves.
fn doi_address(file: &File, key: &str, library: &hayagriva::Library, sink: &mut Sink) {
    let Some(doi) = library.get(key).and_then(|entry| entry.doi()) else { return };
    let Some(bare) = doi.find("10.").filter(|at| *at > 0).map(|at| &doi[at..]) else { return };
    let from = file.text.find(&format!("{{{key},")).unwrap_or(0);
    let at = file.text[from..].find(doi).map_or(from, |at| from + at);
    let message = format!("the DOI of `{key}` is a whole address, and would be printed with another before it");
    let diagnostic = Diagnostic::warning("doi-address", message).at(&file.place(&(at..at + doi.len()))).about(key);
    sink.push(diagnostic.hint(format!("write the DOI alone: `{bare}`")));
}

/// The first slip of the usual kinds: a key that is missing or stands twice, braces that do not close, a comma left out.
fn slip(file: &File) -> Option<Diagnostic> {
    if let Some((at, kind)) = without_sign(&file.text) {
        let hint = format!("write `@{kind}{{`");
        let diagnostic = Diagnostic::error("bib-syntax", "this reference has no at sign, and is not read");
        return Some(diagnostic.at(&file.place(&at)).hint(hint));
    }
    let entries = entries(&file.text);
    let told = |at: Range<usize>, message: String, hint: String| {
        Some(Diagnostic::error("bib-syntax", message).at(&file.place(&at)).hint(hint))
    };
    for (index, entry) in entries.iter().enumerate() {
        let head = &file.text[entry.head.clone()];
        let Some(open) = head.find('{') else {
            let hint = "write a brace and a key after it, such as `@article{smith2020,`".to_owned();
            return told(entry.head.clone(), format!("`{head}` opens no reference"), hint);
        };
        let from = entry.head.start + open + 1;
        let behind = &file.text[from..entry.end];
        let key_end = from + behind.find([',', '\n', '=', '}']).unwrap_or(behind.len());
        let key = file.text[from..key_end].trim();
        if key.is_empty() || file.text[key_end..].starts_with('=') {
            let hint = "write a key after the brace, and a comma: `{smith2020,`".to_owned();
            return told(from..from, "this reference has no key by which it can be cited".to_owned(), hint);
        }
        if !file.text[key_end..].starts_with([',', '}']) {
            let hint = format!("put a comma after the key: `{key},`");
            return told(key_end..key_end, format!("no comma comes after the key `{key}`"), hint);
        }
        let start = from + file.text[from..key_end].find(key).unwrap_or(0);
        if let Some(first) = entries[..index].iter().find(|other| other.key(&file.text) == key) {
            let line = file.place(&first.head).line;
            let hint = format!("it stands first on line {line}: give each reference a key of its own");
            return told(start..start + key.len(), format!("the key `{key}` stands twice"), hint);
        }
        if let Some((at, message, hint)) = field_slip(&file.text, key_end..entry.end) {
            return told(at, message, hint);
        }
        if !entry.closed {
            let message = format!("the reference `{key}` is not closed");
            let hint = "write a `}` on the line below its last field".to_owned();
            return told(entry.head.start..start + key.len(), message, hint);
        }
    }
    None
}

struct Entry {
    /// From the at sign to the end of its line.
    head: Range<usize>,
    /// Where the next entry begins, or the file ends.
    end: usize,
    closed: bool,
}

impl Entry {
    fn key<'t>(&self, text: &'t str) -> &'t str {
        text[self.head.clone()].split('{').nth(1).unwrap_or("").split([',', '}']).next().unwrap_or("").trim()
    }
}

/// The entries of the file, each of which begins a line; comments and strings are left out.
fn entries(text: &str) -> Vec<Entry> {
    let mut starts = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let kind = line.trim_start();
        let other = ["@comment", "@string", "@preamble"].iter().any(|other| kind.to_lowercase().starts_with(other));
        if kind.starts_with('@') && !other {
            let start = at + line.len() - kind.len();
            starts.push(start..start + kind.trim_end().len());
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).map(|head| head.start).chain([text.len()]).collect::<Vec<_>>();
    let entries = starts.into_iter().zip(ends).map(|(head, end)| {
        let closed = balance(&text[head.start..end]) <= 0;
        Entry { head, end, closed }
    });
    entries.collect()
}

/// An entry at the beginning of a line whose at sign is missing: the place of its kind, and the kind.
fn without_sign(text: &str) -> Option<(Range<usize>, &str)> {
    const KINDS: [&str; 12] = [
        "article",
        "book",
        "inbook",
        "incollection",
        "inproceedings",
        "manual",
        "misc",
        "online",
        "phdthesis",
        "report",
        "techreport",
        "thesis",
    ];
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let kind = line.split('{').next().unwrap_or("");
        if line.contains('{') && KINDS.contains(&kind.to_lowercase().trim()) {
            return Some((at..at + kind.trim_end().len(), kind.trim_end()));
        }
        at += line.len();
    }
    None
}

/// How many braces are open at the end of a text.
fn balance(text: &str) -> i32 {
    let mut escaped = false;
    text.chars().fold(0, |open, sign| {
        let step = match sign {
            '{' if !escaped => 1,
            '}' if !escaped => -1,
            _ => 0,
        };
        escaped = sign == '\\' && !escaped;
        open + step
    })
}

/// A field whose brace is not closed before the next one begins, or that no comma follows.
fn field_slip(text: &str, range: Range<usize>) -> Option<(Range<usize>, String, String)> {
    let mut fields: Vec<Range<usize>> = Vec::new();
    let mut at = range.start;
    for line in text[range.clone()].split_inclusive('\n') {
        let bare = line.trim_start();
        let name = bare.split('=').next().unwrap_or("").trim();
        let begins =
            bare.contains('=') && !name.is_empty() && name.chars().all(|c| c.is_ascii_alphabetic() || c == '-');
        if begins {
            fields.push(at + line.len() - bare.len()..at + line.len());
        } else if let Some(last) = fields.last_mut() {
            last.end = at + line.len();
        }
        at += line.len();
    }
    for (index, field) in fields.iter().enumerate() {
        let whole = text[field.clone()].trim_end();
        let open = balance(whole);
        let last = index + 1 == fields.len();
        let value = whole.split_once('=').map_or("", |(_, value)| value.trim().trim_end_matches(','));
        if value.starts_with('"') && value.matches('"').count() == 1 {
            let quote = field.start + whole.find('"')?;
            let message = "this quotation mark opens a text, and nothing closes it".to_owned();
            let hint = format!(
                "close it: `\"{}\",`",
                value.trim_start_matches('"').lines().next().unwrap_or("").trim_end_matches(',')
            );
            return Some((quote..quote + 1, message, hint));
        }
        if open > 0 {
            let brace = field.start + whole.find('{')?;
            let name = whole.split('=').next().unwrap_or("").trim();
            let value = whole[whole.find('{')? + 1..].trim_end_matches([',', '}', '\n']).trim();
            let hint = format!("close it: `{name} = {{{value}}},`");
            return Some((brace..brace + 1, "this brace opens a text, and nothing closes it".to_owned(), hint));
        }
        if !last && open == 0 && !whole.ends_with(',') {
            let end = field.start + whole.len();
            let hint = "put a comma at the end of this line".to_owned();
            return Some((end..end, "a comma is missing between two fields".to_owned(), hint));
        }
    }
    None
}
