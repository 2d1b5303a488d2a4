//! The page's frame: Tera makes the main file of a template, with Typst escaping as its autoescape.
//!
//! A template sees plain strings and paths of generated files; it can only print what is safe.

use std::ops::Range;
use std::sync::Arc;

use serde::Serialize;
use tera::{Context, Delimiters, Tera};

use super::escape::autoescape;
use crate::compose::Document;
use crate::diag::{Diagnostic, Origin, Sink};

/// The template that the program brings.
const ARTICLE: [(&str, &str); 2] = [
    ("paper.typ", include_str!("../../templates/article/paper.typ")),
    ("style.typ", include_str!("../../templates/article/style.typ")),
];

/// What a template may print.
#[derive(Serialize)]
struct View<'a> {
    title: &'a str,
    subtitle: Option<&'a str>,
    short_title: &'a str,
    kind: Option<&'a str>,
    authors: Vec<AuthorView<'a>>,
    affiliations: &'a [String],
    keywords: &'a [String],
    date: Option<String>,
    draft: bool,
    /// Paths of generated files.
    notice: Option<&'a str>,
    licence: Option<&'a str>,
    summary: Option<&'a str>,
    chapters: &'a [String],
    declarations: Vec<DeclarationView<'a>>,
    appendices: &'a [String],
    bibliography: bool,
}

#[derive(Serialize)]
struct AuthorView<'a> {
    name: &'a str,
    affiliations: String,
    orcid: Option<&'a str>,
    email: Option<&'a str>,
    corresponding: bool,
}

#[derive(Serialize)]
struct DeclarationView<'a> {
    label: &'a str,
    path: &'a str,
}

/// Paths of the generated files that the main file includes.
#[derive(Debug, Default)]
pub struct Parts {
    pub notice: Option<String>,
    pub licence: Option<String>,
    pub summary: Option<String>,
    pub chapters: Vec<String>,
    pub declarations: Vec<String>,
    pub appendices: Vec<String>,
}

/// The files of a template: the study's own, or the built-in ones.
pub fn files(own: &[(Arc<str>, Arc<str>)]) -> Vec<(String, String)> {
    if own.is_empty() {
        return ARTICLE.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    }
    own.iter().map(|(name, text)| (name.to_string(), text.to_string())).collect()
}

/// Renders `paper.typ` of a template.
pub fn main_file(
    name: &str,
    files: &[(String, String)],
    document: &Document,
    parts: &Parts,
    sink: &mut Sink,
) -> Option<String> {
    let mut tera = Tera::new();
    tera.autoescape_on(vec![".typ"]);
    tera.set_escape_fn(autoescape);
    let delimiters = Delimiters {
        block_start: "<%".into(),
        block_end: "%>".into(),
        variable_start: "<<".into(),
        variable_end: ">>".into(),
        comment_start: "<#".into(),
        comment_end: "#>".into(),
    };
    let rendered = tera
        .set_delimiters(delimiters)
        .and_then(|()| {
            let paper = files.iter().filter(|(file, _)| file == "paper.typ");
            tera.add_raw_templates(paper.map(|(file, text)| (file.as_str(), text.as_str())))
        })
        .and_then(|()| tera.render("paper.typ", &context(document, parts)?));
    match rendered {
        Ok(text) => Some(text),
        Err(error) => {
            let paper = files.iter().find(|(file, _)| file == "paper.typ").map_or("", |(_, text)| text);
            sink.push(fault(name, paper, &error.to_string()));
            None
        }
    }
}

/// Tera's message names the place below it: ` --> paper.typ:3:1`.
fn fault(name: &str, paper: &str, text: &str) -> Diagnostic {
    let file: Arc<str> = format!("templates/{name}/paper.typ").into();
    if let Some((at, end)) =
        text.to_lowercase().contains("unexpected end of input").then(|| open_block(paper)).flatten()
    {
        let message = "the template cannot be used: this block is opened, and nothing closes it";
        let hint = format!("write `<% {end} %>` where it ends");
        return Diagnostic::error("template", message).at(&Origin::of_range(&file, paper, at)).hint(hint);
    }
    let place = text.lines().find_map(|line| {
        let (line, column) = line.trim().strip_prefix("--> paper.typ:")?.split_once(':')?;
        Some(Origin::new(&file, line.parse().ok()?, column.parse().ok()?, 1))
    });
    let first = text.lines().next().unwrap_or("").trim_start_matches("error: ");
    let (what, more) = first.split_once(". ").unwrap_or((first.trim_end_matches('.'), ""));
    let message = format!("the template cannot be used: {}", uncapitalised(what));
    let mut place = place.unwrap_or_else(|| Origin::start_of(&file));
    let named = first.split('`').nth(1).filter(|_| first.contains("is not defined"));
    if let Some(named) = named {
        place.width = u32::try_from(named.chars().count()).unwrap_or(1);
    }
    let diagnostic = Diagnostic::error("template", message).at(&place);
    let known = more.split(": ").nth(1).unwrap_or("").trim_end_matches('.').split(", ");
    let diagnostic = named.into_iter().fold(diagnostic, |told, named| told.suggest(named, known.clone()));
    if more.is_empty() { diagnostic } else { diagnostic.hint(uncapitalised(more)) }
}

/// The last block of a template that nothing closes: its bytes, and the word that would close it.
fn open_block(paper: &str) -> Option<(Range<usize>, String)> {
    let mut open: Vec<(Range<usize>, String)> = Vec::new();
    let mut from = 0;
    while let Some(start) = paper[from..].find("<%").map(|at| from + at) {
        let end = paper[start..].find("%>").map_or(paper.len(), |at| start + at + 2);
        let inside = paper[start + 2..end].trim_start_matches(['-', ' ']);
        let word = inside.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
        match word {
            "if" | "for" | "block" | "filter" | "macro" => open.push((start..end, format!("end{word}"))),
            _ if word.starts_with("end") => drop(open.pop()),
            _ => {}
        }
        from = end;
    }
    open.pop()
}

fn uncapitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_lowercase().chain(chars).collect())
}

fn context(document: &Document, parts: &Parts) -> Result<Context, tera::Error> {
    let numbers = |author: &crate::model::Author| {
        author.affiliations.iter().map(|index| (index + 1).to_string()).collect::<Vec<_>>().join(",")
    };
    let authors = document.authors.iter().map(|author| AuthorView {
        name: &author.name,
        affiliations: numbers(author),
        orcid: author.orcid.as_deref(),
        email: author.email.as_deref(),
        corresponding: author.corresponding,
    });
    let declarations = document.declarations.iter().zip(&parts.declarations);
    let view = View {
        title: &document.title,
        subtitle: document.subtitle.as_deref(),
        short_title: &document.short_title,
        kind: document.kind.as_deref(),
        authors: authors.collect(),
        affiliations: &document.affiliations,
        keywords: &document.keywords,
        date: document.date_in_words(),
        draft: document.draft,
        notice: parts.notice.as_deref(),
        licence: parts.licence.as_deref(),
        summary: parts.summary.as_deref(),
        chapters: &parts.chapters,
        declarations: declarations.map(|((label, _), path)| DeclarationView { label, path }).collect(),
        appendices: &parts.appendices,
        bibliography: document.cites && document.bibliography.is_some(),
    };
    Context::from_serialize(&view)
}
