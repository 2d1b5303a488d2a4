//! `content/paper.yaml`: authors, affiliations, keywords, declarations.

use super::decode::Decoder;
use super::folder::Folder;
use super::names::{Names, Unique};
use super::node::Node;
use crate::diag::{Diagnostic, Severity, Sink};
use crate::model::{Affiliation, At, Author, Declaration, Manifest, Paper};

/// The paper's surroundings, and the file name of the chapter that is its abstract.
pub fn paper(folder: &mut Folder<'_>, path: &str, manifest: &Manifest, sink: &mut Sink) -> (Paper, Option<At<String>>) {
    let bare = Paper {
        subtitle: None,
        short_title: None,
        kind: None,
        authors: manifest.authors.iter().map(|name| named(name)).collect(),
        affiliations: Vec::new(),
        keywords: Vec::new(),
        notice: None,
        licence: None,
        date: None,
        declarations: Vec::new(),
    };
    let Some(file) = folder.optional(path, sink) else { return (bare, None) };
    let Some(root) = folder.yaml(&file, sink) else { return (bare, None) };
    let mut d = Decoder { file: &file, sink };
    let Some(mut fields) = d.fields(&root, "paper") else { return (bare, None) };
    let mut seen = Unique::default();
    let before = d.sink.count(Severity::Error);
    let affiliations = d.optional(&mut fields, "affiliations", |d, n| {
        d.list(n, |d, n| {
            let mut inner = d.fields(n, "affiliation")?;
            let id = d.required(&mut inner, "id", Decoder::id);
            let name = d.required(&mut inner, "name", Decoder::string);
            d.finish(inner);
            let id = id?;
            seen.claim("affiliation", &id, d.sink);
            Some((id.value, name?))
        })
    });
    let affiliations = affiliations.unwrap_or_default();
    let ids = affiliations.iter().map(|(id, _)| id.clone()).collect();
    let complete = d.sink.count(Severity::Error) == before;
    let ids = Names::new("affiliation", "paper.yaml", ids, complete);
    let authors = d.optional(&mut fields, "authors", |d, n| d.list(n, |d, n| author(d, n, &ids)));
    let strings = |d: &mut Decoder<'_>, n| d.list(n, Decoder::string);
    let paper = Paper {
        subtitle: d.optional(&mut fields, "subtitle", Decoder::string),
        short_title: d.optional(&mut fields, "short-title", Decoder::string),
        kind: d.optional(&mut fields, "kind", Decoder::string),
        authors: authors.unwrap_or(bare.authors),
        affiliations: affiliations.into_iter().map(|(_, name)| Affiliation { name }).collect(),
        keywords: d.optional(&mut fields, "keywords", strings).unwrap_or_default(),
        notice: d.optional(&mut fields, "notice", Decoder::text),
        licence: d.optional(&mut fields, "licence", Decoder::text),
        date: d.optional(&mut fields, "date", date),
        declarations: d.optional(&mut fields, "declarations", |d, n| d.list(n, declaration)).unwrap_or_default(),
    };
    let summary = d.optional(&mut fields, "abstract", Decoder::name);
    d.finish(fields);
    (paper, summary)
}

fn named(name: &str) -> Author {
    Author { name: name.to_owned(), affiliations: Vec::new(), orcid: None, email: None, corresponding: false }
}

fn author(d: &mut Decoder<'_>, node: &Node, ids: &Names) -> Option<Author> {
    let mut fields = d.fields(node, "author")?;
    let name = d.required(&mut fields, "name", Decoder::string);
    let affiliations = d.optional(&mut fields, "affiliations", |d, n| {
        d.list(n, |d, n| {
            let id = d.name(n)?;
            ids.check(&id.value, &id.origin, d.sink);
            ids.position(&id.value)
        })
    });
    let author = Author {
        orcid: d.optional(&mut fields, "orcid", Decoder::string),
        email: d.optional(&mut fields, "email", Decoder::string),
        corresponding: d.optional(&mut fields, "corresponding", Decoder::boolean).unwrap_or(false),
        affiliations: affiliations.unwrap_or_default(),
        name: name.unwrap_or_default(),
    };
    d.finish(fields);
    Some(author)
}

fn declaration(d: &mut Decoder<'_>, node: &Node) -> Option<Declaration> {
    let mut fields = d.fields(node, "declaration")?;
    let label = d.required(&mut fields, "label", Decoder::string);
    let text = d.required(&mut fields, "text", Decoder::text);
    d.finish(fields);
    Some(Declaration { label: label?, text: text? })
}

fn date(d: &mut Decoder<'_>, node: &Node) -> Option<(i32, u8, u8)> {
    let text = d.string(node)?;
    let parts: Vec<&str> = text.split('-').collect();
    let parsed = match parts[..] {
        [year, month, day] => {
            let date = (year.parse().ok(), month.parse().ok(), day.parse().ok());
            match date {
                (Some(y), Some(m), Some(d)) if (1..=12).contains(&m) && (1..=days(y, m)).contains(&d) => {
                    Some((y, m, d))
                }
                _ => None,
            }
        }
        _ => None,
    };
    if parsed.is_none() {
        let diagnostic = Diagnostic::error("malformed-date", format!("`{text}` is not a date")).at(&d.place(node));
        let hint = match turned(&text) {
            Some(date) => format!("write year-month-day: `{date}`"),
            None => "write year-month-day, such as `2026-01-31`".to_owned(),
        };
        d.sink.push(diagnostic.hint(hint));
    }
    parsed
}

/// A date that begins with its day and has dots or slashes, the other way round; `None` where it may be read in two ways.
fn turned(text: &str) -> Option<String> {
    let parts: Vec<u32> = text.split(['.', '/', '-']).map(|part| part.trim().parse().ok()).collect::<Option<_>>()?;
    let (year, month, day) = match parts[..] {
        [year, month, day] if year > 31 => (year, month, day),
        [day, month, year] if text.contains('.') || day > 12 => (year, month, day),
        _ => return None,
    };
    let fits = (1000..10_000).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    fits.then(|| format!("{year:04}-{month:02}-{day:02}"))
}

fn days(year: i32, month: u8) -> u8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}
