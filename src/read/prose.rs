//! `SUMMARY.md` and the chapters it lists, the bibliography, the images that chapters show, and the template.

use std::path::{Component, Path};
use std::sync::Arc;

use mdbook_summary::SummaryItem;
use pulldown_cmark::{Event, Parser, Tag};

use super::folder::Folder;
use super::images;
use super::node::File;
use super::{slips, summary};
use crate::diag::{Diagnostic, Origin, Sink, nearest};
use crate::model::{At, Chapter, Image, Role, Template, Text};

/// The chapters in the order of `SUMMARY.md`.
pub fn chapters(
    folder: &mut Folder<'_>,
    src: &str,
    summary_chapter: Option<&At<String>>,
    sink: &mut Sink,
) -> Vec<Chapter> {
    let path = format!("{src}/SUMMARY.md");
    if folder.missed(&path) {
        return Vec::new();
    }
    let Some(file) = folder.text(&path, sink) else { return Vec::new() };
    let items = match mdbook_summary::parse_summary(&file.text) {
        Ok(items) => items,
        Err(error) => {
            let reason = error.chain().last().map(ToString::to_string).unwrap_or_default();
            sink.push(summary::fault(&file, &reason, &folder.list(src, &[".md"])));
            return Vec::new();
        }
    };
    let mut listed = Vec::new();
    let abstract_name = summary_chapter.map(|name| name.value.clone());
    flatten(&items.prefix_chapters, 0, Role::Body, &mut listed);
    flatten(&items.numbered_chapters, 0, Role::Body, &mut listed);
    flatten(&items.suffix_chapters, 0, Role::Appendix, &mut listed);
    if let Some(name) = summary_chapter.filter(|name| !listed.iter().any(|link| link.path == name.value)) {
        let message = format!("the abstract `{}` is not a chapter of SUMMARY.md", name.value);
        let known: Vec<&str> = listed.iter().map(|link| link.path.as_str()).collect();
        let diagnostic = Diagnostic::error("unknown-reference", message).at(&name.origin).suggest(&name.value, known);
        sink.push(diagnostic.hint("list it in SUMMARY.md"));
    }
    summary::unlisted(folder, src, &listed, sink);
    let mut chapters = Vec::new();
    for link in &listed {
        let role = if abstract_name.as_ref() == Some(&link.path) { Role::Abstract } else { link.role };
        let others: Vec<&str> = listed.iter().map(|link| link.path.as_str()).collect();
        chapters.extend(chapter(folder, src, link, role, &others, &file, sink));
    }
    chapters
}

/// A line of `SUMMARY.md` that names a file.
pub struct Listed {
    pub path: String,
    name: String,
    depth: usize,
    role: Role,
}

fn flatten(items: &[SummaryItem], depth: usize, role: Role, listed: &mut Vec<Listed>) {
    for item in items {
        if let SummaryItem::Link(link) = item {
            if let Some(path) = &link.location {
                let path = path.to_string_lossy().replace('\\', "/");
                listed.push(Listed { path, name: link.name.clone(), depth, role });
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
    link: &Listed,
    role: Role,
    listed: &[&str],
    summary: &File,
    sink: &mut Sink,
) -> Option<Chapter> {
    let (path, depth) = (link.path.as_str(), link.depth);
    let at = summary.text.find(&format!("]({path}")).map_or(0..0, |at| at + 2..at + 2 + path.len());
    let origin = summary.place(&at);
    if leaves_study(path) {
        let name = path.rsplit('/').next().unwrap_or(path);
        let diagnostic = Diagnostic::error("outside-study", format!("the chapter `{path}` lies outside {src}/"));
        sink.push(diagnostic.at(&origin).hint(format!("put it into {src}/, and write its path from there, `{name}`")));
        return None;
    }
    let full = format!("{src}/{path}");
    if !folder.exists(&full) {
        let known = folder.list(src, &[".md"]);
        let diagnostic = Diagnostic::error("no-chapter", format!("there is no file {full}"))
            .at(&origin)
            .suggest(path, known.iter().map(String::as_str));
        let other = |name: &&String| !listed.contains(&name.as_str()) && *name != "SUMMARY.md" && !is_readme(name);
        let others: Vec<String> = known.iter().filter(other).map(|name| format!("`{name}`")).collect();
        let diagnostic = match (diagnostic.hints.is_empty(), &others[..]) {
            (true, [other]) => {
                diagnostic.hint(format!("SUMMARY.md does not list {other}: if this is the chapter, name it here"))
            }
            (true, [_, ..]) => diagnostic.hint(format!("SUMMARY.md does not list {}", others.join(", "))),
            _ => diagnostic,
        };
        sink.push(diagnostic.hint("write the chapter, or take its line out of SUMMARY.md"));
        return None;
    }
    let file = folder.text(&full, sink)?;
    let text = Text::verbatim(&file.path, &file.text, 0..file.text.len());
    slips::slips(&text, sink);
    if role != Role::Abstract {
        summary::renamed(&text, &link.name, &origin, sink);
    }
    Some(Chapter { file: file.path, text, role, depth })
}

/// Whether a file is about the folder, and no chapter.
pub fn is_readme(name: &str) -> bool {
    name.eq_ignore_ascii_case("readme.md")
}

fn leaves_study(path: &str) -> bool {
    Path::new(path).components().any(|part| !matches!(part, Component::Normal(_) | Component::CurDir))
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
    let (home, name) = path.rsplit_once('/').unwrap_or(("", path));
    let src = path.strip_suffix(url.trim_start_matches("./")).unwrap_or("").trim_end_matches('/');
    let fault = if url.contains("://") {
        Some(("remote-image", "nothing is fetched from the network: put the image into the study".to_owned()))
    } else if leaves_study(url) {
        let name = url.rsplit('/').next().unwrap_or(url);
        Some(("outside-study", format!("copy the image into {src}/, and write `{name}` alone as its path")))
    } else if !KNOWN.iter().any(|ending| url.to_lowercase().ends_with(ending)) {
        Some(("unknown-image", format!("save it as PNG or SVG; an image is one of {}", KNOWN.join(", "))))
    } else if !folder.exists(path) {
        let there = folder.list(home, &[""]);
        let images = there.iter().filter(|other| KNOWN.iter().any(|ending| other.to_lowercase().ends_with(ending)));
        let stem = |name: &str| name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_lowercase();
        let same = images.clone().find(|other| stem(other) == stem(name)).map(String::as_str);
        let near = same.or_else(|| nearest(name, images.map(String::as_str)));
        let hint = near.map(|near| format!("did you mean `{near}`?"));
        Some((
            "no-image",
            hint.unwrap_or_else(|| format!("there is no file {path}: put it there, or correct the path")),
        ))
    } else {
        None
    };
    if let Some((code, hint)) = fault {
        let message = format!("the image `{url}` cannot be shown");
        sink.push(Diagnostic::error(code, message).at(origin).hint(hint));
        return None;
    }
    let bytes = folder.bytes(path, sink)?;
    if !images::is_image(&bytes) {
        let ending = url.rsplit('.').next().unwrap_or("").to_uppercase();
        let diagnostic = Diagnostic::error("damaged-image", format!("the file {path} is no {ending} image")).at(origin);
        sink.push(diagnostic.hint("its name says so, and its content is another: export it again"));
        return None;
    }
    // Its hash is that of the file; what goes on the page is the picture alone.
    Some(images::bare(&bytes).into())
}

/// The endings of images.
const KNOWN: [&str; 6] = [".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp"];

/// Whether bytes begin as a font of TrueType or OpenType does, or a collection of them.
fn is_font(bytes: &[u8]) -> bool {
    [&b"\x00\x01\x00\x00"[..], b"OTTO", b"true", b"ttcf"].iter().any(|start| bytes.starts_with(start))
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
        let path = format!("templates/fonts/{file}");
        let Some(bytes) = folder.bytes(&path, sink) else { continue };
        if !is_font(&bytes) {
            let origin = Origin::start_of(&Arc::from(path.as_str()));
            let diagnostic = Diagnostic::error("bad-font", format!("{path} is no font")).at(&origin);
            sink.push(diagnostic.hint("download the font itself, a file that ends in .ttf or .otf"));
            continue;
        }
        fonts.push((Arc::from(file), bytes));
    }
    Template { files, fonts }
}
