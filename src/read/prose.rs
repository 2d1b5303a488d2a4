//! `SUMMARY.md` and the chapters it lists, the bibliography, the images that chapters show, and the template.

use std::path::{Component, Path};
use std::sync::Arc;

use mdbook_summary::SummaryItem;
use pulldown_cmark::{Event, Parser, Tag};

use super::folder::Folder;
use super::images;
use super::node::File;
use crate::diag::{Diagnostic, Origin, Sink};
use crate::model::{At, Bibliography, Chapter, Image, Role, Template, Text};

/// The chapters in the order of `SUMMARY.md`.
pub fn chapters(
    folder: &mut Folder<'_>,
    src: &str,
    summary_chapter: Option<&At<String>>,
    sink: &mut Sink,
) -> Vec<Chapter> {
    let Some(file) = folder.text(&format!("{src}/SUMMARY.md"), sink) else { return Vec::new() };
    let summary = match mdbook_summary::parse_summary(&file.text) {
        Ok(summary) => summary,
        Err(error) => {
            let reason = error.chain().last().map(ToString::to_string).unwrap_or_default();
            sink.push(bad_summary(&file, &reason));
            return Vec::new();
        }
    };
    let mut listed = Vec::new();
    let abstract_name = summary_chapter.map(|name| name.value.clone());
    flatten(&summary.prefix_chapters, 0, Role::Body, &mut listed);
    flatten(&summary.numbered_chapters, 0, Role::Body, &mut listed);
    flatten(&summary.suffix_chapters, 0, Role::Appendix, &mut listed);
    if let Some(name) = summary_chapter.filter(|name| !listed.iter().any(|(path, ..)| *path == name.value)) {
        let message = format!("the abstract `{}` is not a chapter of SUMMARY.md", name.value);
        let known: Vec<&str> = listed.iter().map(|(path, ..)| path.as_str()).collect();
        let diagnostic = Diagnostic::error("unknown-reference", message).at(&name.origin).suggest(&name.value, known);
        sink.push(diagnostic.hint("list it in SUMMARY.md"));
    }
    let mut chapters = Vec::new();
    for (path, depth, role) in listed {
        let role = if abstract_name.as_ref() == Some(&path) { Role::Abstract } else { role };
        chapters.extend(chapter(folder, src, &path, depth, role, &file, sink));
    }
    chapters
}

/// mdBook's reader names the place in its message: `failed to parse SUMMARY.md line 5, column 3: …`.
fn bad_summary(file: &File, reason: &str) -> Diagnostic {
    let place = || -> Option<(Origin, &str)> {
        let (_, rest) = reason.split_once(" line ")?;
        let (line, rest) = rest.split_once(", column ")?;
        let (column, rest) = rest.split_once(": ")?;
        Some((Origin::new(&file.path, line.parse().ok()?, column.parse().ok()?, 1), rest))
    };
    let (origin, reason) = place().unwrap_or_else(|| (file.start(), reason));
    Diagnostic::error("bad-summary", format!("SUMMARY.md cannot be read: {}", reason.to_lowercase()))
        .at(&origin)
        .hint("a chapter is `- [Title](file.md)`")
}

fn flatten(items: &[SummaryItem], depth: usize, role: Role, listed: &mut Vec<(String, usize, Role)>) {
    for item in items {
        if let SummaryItem::Link(link) = item {
            if let Some(path) = &link.location {
                listed.push((path.to_string_lossy().replace('\\', "/"), depth, role));
            }
            // A draft, which has no file, has no heading for those below it to stand under.
            let below = if link.location.is_some() { depth + 1 } else { depth };
            flatten(&link.nested_items, below, role, listed);
        }
    }
}

fn chapter(
    folder: &mut Folder<'_>,
    src: &str,
    path: &str,
    depth: usize,
    role: Role,
    summary: &File,
    sink: &mut Sink,
) -> Option<Chapter> {
    let at = summary.text.find(&format!("]({path}")).map_or(0..0, |at| at + 2..at + 2 + path.len());
    let origin = summary.place(&at);
    if leaves_study(path) {
        sink.push(Diagnostic::error("outside-study", format!("the chapter `{path}` lies outside {src}/")).at(&origin));
        return None;
    }
    let full = format!("{src}/{path}");
    if !folder.exists(&full) {
        let known = folder.list(src, &[".md"]);
        let diagnostic = Diagnostic::error("no-chapter", format!("there is no file {full}"))
            .at(&origin)
            .suggest(path, known.iter().map(String::as_str))
            .hint("write the chapter, or take its line out of SUMMARY.md");
        sink.push(diagnostic);
        return None;
    }
    let file = folder.text(&full, sink)?;
    let text = Text::verbatim(&file.path, &file.text, 0..file.text.len());
    Some(Chapter { file: file.path, text, role, depth })
}

fn leaves_study(path: &str) -> bool {
    Path::new(path).components().any(|part| !matches!(part, Component::Normal(_) | Component::CurDir))
}

/// The bibliography and its keys.
pub fn bibliography(folder: &mut Folder<'_>, src: &str, sink: &mut Sink) -> (Option<Bibliography>, Vec<String>, bool) {
    let path = format!("{src}/references.bib");
    if !folder.exists(&path) {
        return (None, Vec::new(), true);
    }
    let Some(file) = folder.text(&path, sink) else { return (None, Vec::new(), false) };
    match folder.parsed.bibliography.of(&file, sink, |sink| citation_keys(&file, sink)) {
        Some(keys) => (Some(Bibliography { file: file.path, text: file.text }), keys.to_vec(), true),
        None => (None, Vec::new(), false),
    }
}

/// The keys of a bibliography, sorted; what is wrong with it goes into the sink.
fn citation_keys(file: &File, sink: &mut Sink) -> Option<Arc<[String]>> {
    match hayagriva::io::from_biblatex_str(&file.text) {
        Ok(library) => {
            let mut keys: Vec<String> = library.keys().map(str::to_owned).collect();
            keys.sort();
            for key in &keys {
                raw_latex(file, key, &library, sink);
            }
            Some(keys.into())
        }
        Err(errors) => {
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

/// The images that chapters show, each read once.
pub fn images(folder: &mut Folder<'_>, src: &str, chapters: &[Chapter], sink: &mut Sink) -> Vec<Image> {
    let mut images: Vec<Image> = Vec::new();
    for chapter in chapters {
        for (event, span) in Parser::new(&chapter.text.markdown).into_offset_iter() {
            let Event::Start(Tag::Image { dest_url, .. }) = event else { continue };
            let origin = chapter.text.place(span);
            let path = format!("{src}/{}", dest_url.trim_start_matches("./"));
            if images.iter().any(|image| *image.file == *path) {
                continue;
            }
            if let Some(bytes) = image(folder, &dest_url, &path, &origin, sink) {
                images.push(Image { file: Arc::from(path), bytes });
            }
        }
    }
    images
}

fn image(folder: &mut Folder<'_>, url: &str, path: &str, origin: &Origin, sink: &mut Sink) -> Option<Arc<[u8]>> {
    let known = [".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp"];
    let fault = if url.contains("://") {
        Some(("remote-image", "nothing is fetched from the network: put the image into the study".to_owned()))
    } else if leaves_study(url) {
        Some(("outside-study", "an image lies inside the study's folder of prose".to_owned()))
    } else if !known.iter().any(|ending| url.to_lowercase().ends_with(ending)) {
        Some(("unknown-image", format!("an image is one of {}", known.join(", "))))
    } else if !folder.exists(path) {
        Some(("no-image", "check the path: it counts from the folder of prose".to_owned()))
    } else {
        None
    };
    match fault {
        Some((code, hint)) => {
            let message = format!("the image `{url}` cannot be shown");
            sink.push(Diagnostic::error(code, message).at(origin).hint(hint));
            None
        }
        // Its hash is that of the file; what goes on the page is the picture alone.
        None => folder.bytes(path, sink).map(|bytes| images::bare(&bytes).into()),
    }
}

/// The files of the study's template; empty where the study has none and the built-in one serves.
pub fn template(folder: &mut Folder<'_>, name: &str, sink: &mut Sink) -> Template {
    let home = format!("templates/{name}");
    let mut files = Vec::new();
    for file in folder.list(&home, &[".typ"]) {
        if let Some(text) = folder.text(&format!("{home}/{file}"), sink) {
            files.push((Arc::from(file), text.text));
        }
    }
    let mut fonts = Vec::new();
    for file in folder.list("templates/fonts", &[".ttf", ".otf", ".ttc", ".otc"]) {
        if let Some(bytes) = folder.bytes(&format!("templates/fonts/{file}"), sink) {
            fonts.push((Arc::from(file), bytes));
        }
    }
    Template { files, fonts }
}
