//! The generated files of a paper: a file a chapter, a file a display, and the main file that includes them.

use std::collections::BTreeMap;

use super::draw::Drawing;
use super::drawings::parted;
use super::escape::{array, literal};
use super::glyphs::{self, Glyphs};
use super::markup::{Markup, Writer};
use super::template::{self, Parts};
use super::{references, revision, tables};
use crate::compose::{Block, Body, Cell, DisplayView, Document, Inline, Place, Section, Table, TableRow, plain};
use crate::diag::{Diagnostic, Origin, Sink};
use crate::model::{Csl, Study};

/// Everything that Typst reads for a paper, by path, and where generated markup comes from.
#[derive(Debug, Default)]
pub struct Pages {
    pub files: Vec<(String, Vec<u8>)>,
    /// Maps of the generated files, by path.
    pub maps: BTreeMap<String, Markup>,
    /// The template's `paper.typ` as it was written.
    pub paper: String,
    /// The figures as they are drawn, each with the place of its display.
    pub drawings: Vec<(Drawing, Origin)>,
    /// Characters without a glyph in what repeats other words, such as labels, with where it does.
    repeated: Vec<(char, Origin)>,
}

impl Pages {
    pub(super) fn add(&mut self, path: &str, mut markup: Markup) {
        self.repeated.append(&mut markup.repeated);
        self.files.push((path.to_owned(), markup.text.clone().into_bytes()));
        self.maps.insert(path.to_owned(), markup);
    }
}

pub fn pages(document: &Document, study: &Study, glyphs: &Glyphs, sink: &mut Sink) -> Pages {
    let mut pages = Pages::default();
    let names: Vec<String> = document.displays.iter().map(|view| format!("/displays/{}.typ", view.label)).collect();
    let written = |pages: &mut Pages, path: String, chapter: Option<&Section>, blocks: &[Block], sink: &mut Sink| {
        let mut writer = writer(document, glyphs, &names, sink);
        writer.chapter = chapter.map(|chapter| chapter.file.clone());
        writer.blocks(blocks);
        pages.add(&path, writer.markup);
        path
    };
    let file =
        |pages: &mut Pages, path: String, blocks: &[Block], sink: &mut Sink| written(pages, path, None, blocks, sink);
    let chapter = |pages: &mut Pages, path: String, chapter: &Section, sink: &mut Sink| {
        written(pages, path, Some(chapter), &chapter.blocks, sink)
    };
    let mut parts = Parts::default();
    let optional = |pages: &mut Pages, name: &str, blocks: &[Block], sink: &mut Sink| {
        (!blocks.is_empty()).then(|| file(pages, format!("/text/{name}.typ"), blocks, sink))
    };
    parts.notice = optional(&mut pages, "notice", &document.notice, sink);
    parts.licence = optional(&mut pages, "licence", &document.licence, sink);
    parts.summary = optional(&mut pages, "abstract", &document.summary, sink);
    for (index, section) in document.chapters.iter().enumerate() {
        parts.chapters.push(chapter(&mut pages, format!("/text/chapter-{:02}.typ", index + 1), section, sink));
    }
    for (index, (_, blocks)) in document.declarations.iter().enumerate() {
        parts.declarations.push(file(&mut pages, format!("/text/declaration-{:02}.typ", index + 1), blocks, sink));
    }
    for (index, section) in document.appendices.iter().enumerate() {
        parts.appendices.push(chapter(&mut pages, format!("/text/appendix-{:02}.typ", index + 1), section, sink));
    }
    let drawings = parted(document, TALLEST_MM);
    for (view, path) in document.displays.iter().zip(&names).filter(|(view, _)| view.number.is_some()) {
        let mut writer = writer(document, glyphs, &names, sink);
        let drawn = drawings.iter().find(|(id, _)| *id == view.id).map_or(&[][..], |(_, drawn)| drawn);
        display(&mut writer, view, drawn, study);
        pages.add(path, writer.markup);
    }
    for (id, drawn) in drawings {
        let Some(view) = document.displays.iter().find(|view| view.id == id) else { continue };
        for (part, drawing) in drawn.into_iter().enumerate() {
            if view.number.is_some() {
                legible(view, &drawing, sink);
                pages.repeated.extend(undrawable(view, &drawing, glyphs));
            }
            pages.files.push((figure_path(&id, part), drawing.svg.clone().into_bytes()));
            pages.drawings.push((drawing, view.origin.clone()));
        }
    }
    frame(document, study, &parts, &mut pages, glyphs, sink);
    glyphs::tell_repeated(std::mem::take(&mut pages.repeated), sink);
    pages
}

fn writer<'a>(document: &'a Document, glyphs: &'a Glyphs, names: &'a [String], sink: &'a mut Sink) -> Writer<'a> {
    let mut writer = Writer::new(glyphs, names, &document.images, sink);
    writer.printed = &document.printed;
    if document.revision.is_some() {
        writer.raw(revision::IMPORT);
    }
    writer
}

/// What every page of a paper on simulated data says, whatever its template: no template can leave it out by mistake.
///
/// It is an artifact, as running heads are: content of the page would stand in the middle of a list or table that goes
/// on from one page to the next, which PDF/UA forbids.
const SIMULATED: &str = r##"#set page(foreground: pdf.artifact(kind: "page", place(bottom + left, dx: 20mm, dy: -9mm, text(
  font: "Source Sans 3", size: 8pt, weight: 600, fill: rgb("#a8430f"), lang: "en",
)[Simulated data: made to agree with published figures, answered by nobody])))
"##;

/// What a template prints of the manifest and of `paper.yaml` must have its glyphs, too.
fn around(document: &Document, study: &Study, glyphs: &Glyphs, sink: &mut Sink) {
    let (book, paper) = ("book.toml".to_owned(), format!("{}/paper.yaml", study.manifest.src));
    let authors = document.authors.iter().map(|author| (&paper, author.name.as_str()));
    let emails = document.authors.iter().filter_map(|author| Some((&paper, author.email.as_deref()?)));
    let lists = document.affiliations.iter().chain(&document.keywords).map(|text| (&paper, text.as_str()));
    let own = [&document.subtitle, &document.kind].into_iter().flatten().map(|text| (&paper, text.as_str()));
    let titles = [(&book, document.title.as_str()), (&paper, document.short_title.as_str())];
    let declared = document.declarations.iter().map(|(label, _)| (&paper, label.as_str()));
    let mut missing: BTreeMap<&String, Vec<char>> = BTreeMap::new();
    for (file, text) in titles.into_iter().chain(own).chain(authors).chain(emails).chain(lists).chain(declared) {
        // The short title is the title where the author gave no other.
        let file = if text == document.title { &book } else { file };
        missing.entry(file).or_default().extend(text.chars().filter(|c| !glyphs.has(*c)));
    }
    for (file, missing) in missing {
        Glyphs::tell(missing, &|_| Origin::start_of(&file.as_str().into()), sink);
    }
}

/// The template's files, the bibliography, the images and what the template reads as data.
fn frame(document: &Document, study: &Study, parts: &Parts, pages: &mut Pages, glyphs: &Glyphs, sink: &mut Sink) {
    around(document, study, glyphs, sink);
    let template = template::files(&study.template.files);
    if let Some(main) = template::main_file(&study.manifest.template, &template, document, parts, sink) {
        let main = references::behind(document, main, pages, glyphs, sink);
        let main = revision::behind(document, main, pages, glyphs, sink);
        let main = if document.simulated { format!("{SIMULATED}{main}") } else { main };
        pages.files.push(("/main.typ".into(), main.into_bytes()));
    }
    pages.paper =
        template.iter().find(|(name, _)| name == "paper.typ").map(|(_, text)| text.clone()).unwrap_or_default();
    let rest = template.into_iter().filter(|(name, _)| name != "paper.typ");
    pages.files.extend(rest.map(|(name, text)| (format!("/{name}"), text.into_bytes())));
    let style = match &document.csl {
        Csl::Named(name) | Csl::File { path: name, .. } => name.clone(),
    };
    let (language, region) = match document.language.split_once('-') {
        Some((language, region)) => (language, Some(region)),
        None => (document.language.as_str(), None),
    };
    let paper = serde_json::json!({
        "title": document.title,
        "short-title": document.short_title,
        "authors": document.authors.iter().map(|author| &author.name).collect::<Vec<_>>(),
        "keywords": document.keywords,
        "date": document.date.map(|(year, month, day)| [year, i32::from(month), i32::from(day)]),
        "language": language,
        "region": region,
        "style": style,
        "draft": document.draft,
    });
    pages.files.push(("/paper.json".into(), paper.to_string().into_bytes()));
    pages.files.extend(document.images.iter().map(|(file, bytes)| (format!("/{file}"), bytes.to_vec())));
}

/// The file of a figure, or of one of its parts.
fn figure_path(id: &str, part: usize) -> String {
    if part == 0 { format!("/figures/{id}.svg") } else { format!("/figures/{id}/{}.svg", part + 1) }
}

/// Below this share of its size a figure's letters are too small to be read.
const SMALLEST: f64 = 0.95;

fn legible(view: &DisplayView, drawing: &Drawing, sink: &mut Sink) {
    let share = TALLEST_MM / drawing.height_mm;
    if share < SMALLEST {
        let percent = (100.0 * share).round() as u32;
        let message = format!(
            "the figure `{}` is higher than a page, and is set at {percent}% of its size: its letters are small",
            view.id
        );
        let hint = "show less of it by its options, or in several figures";
        sink.push(Diagnostic::warning("small-figure", message).at(&view.origin).hint(hint));
    }
}

/// The characters of a drawing that no font has a glyph for.
fn undrawable(view: &DisplayView, drawing: &Drawing, glyphs: &Glyphs) -> Vec<(char, Origin)> {
    let texts = drawing.svg.split("</text>").filter_map(|part| part.rsplit('>').next());
    texts.flat_map(str::chars).filter(|c| !glyphs.has(*c)).map(|c| (c, view.origin.clone())).collect()
}

fn display(w: &mut Writer<'_>, view: &DisplayView, drawn: &[Drawing], study: &Study) {
    let place = Place::Known(view.origin.clone());
    w.placed(&place, |w| {
        let function = position(view);
        let kind = if matches!(view.body, Body::Table(_)) { "display-table" } else { "display-figure" };
        let around = if view.changed { format!("{}(", revision::AROUND) } else { String::new() };
        w.raw(&format!("#{function}({around}{kind}(id: {}, ", literal(&view.label)));
        w.raw(&format!("number: {}, caption: [", literal(view.number.as_deref().unwrap_or(""))));
        w.inlines(&view.caption);
        w.raw("], note: [");
        w.inlines(&view.note);
        w.raw("], ");
        match (&view.body, drawn.first()) {
            (Body::Table(table), _) => {
                tables::arguments(w, table, &place);
                let anchors = propositions(view, study);
                w.raw(&format!("anchors: {anchors}, breakable: {}", !floats(view)));
            }
            (Body::Figure { alt, .. }, Some(drawing)) => {
                picture(w, view, alt, drawing, 0);
            }
            (Body::Figure { .. }, None) => {}
        }
        w.raw(if view.changed { ")))\n" } else { "))\n" });
        let Body::Figure { alt, .. } = &view.body else { return };
        for (part, drawing) in drawn.iter().enumerate().skip(1) {
            let function = position(view);
            // No id of a display has a stroke in it.
            let label = format!("{}/{}", view.label, part + 1);
            let number = format!("{} (continued)", view.number.as_deref().unwrap_or(""));
            w.raw(&format!("#{function}(display-figure(id: {}, number: {}, ", literal(&label), literal(&number)));
            w.raw("caption: [], note: [], ");
            picture(w, view, &format!("{alt} Part {} of {}.", part + 1, drawn.len()), drawing, part);
            w.raw("))\n");
        }
    });
}

fn picture(w: &mut Writer<'_>, view: &DisplayView, alt: &str, drawing: &Drawing, part: usize) {
    w.raw(&format!("path: {}, alt: {}, ", literal(&figure_path(&view.id, part)), literal(alt)));
    let (width, height) = fitted(drawing);
    w.raw(&format!("width: {width}mm, height: {height}mm"));
}

/// A drawing higher than this leaves no room for its caption on the page.
const TALLEST_MM: f64 = 205.0;

/// A table of numbers that takes at most so many lines, caption and note included, is kept on one page.
const LINES_ON_A_PAGE: usize = 63;

/// The size of a drawing on the page: as drawn, or smaller where it would leave no room for its caption.
fn fitted(drawing: &Drawing) -> (f64, f64) {
    let scale = (TALLEST_MM / drawing.height_mm).min(1.0);
    (drawing.width_mm * scale, drawing.height_mm * scale)
}

/// Whether a display fits on one page and may be moved to its top or bottom.
fn floats(view: &DisplayView) -> bool {
    match &view.body {
        Body::Figure { .. } => true,
        Body::Table(table) => table.compact && !view.landscape && lines(table, view) <= LINES_ON_A_PAGE,
    }
}

/// About how many lines a table of numbers takes on an upright page, with its caption and note.
fn lines(table: &Table, view: &DisplayView) -> usize {
    let wrapped = |length: usize, width: usize| length.div_ceil(width).max(1);
    let length = |content: &[Inline]| plain(content).chars().count();
    let around = wrapped(length(&view.caption), 90) + wrapped(length(&view.note), 100) + 2 * table.header.len();
    let rows = table.rows.iter().map(|row| match row {
        TableRow::Group(_) => 2,
        TableRow::Data(cells) => cells
            .iter()
            .map(|cell| match cell {
                Cell::Label { content, .. } => wrapped(length(content), 45),
                Cell::Prose(paragraphs) => paragraphs.iter().map(|p| wrapped(length(&p.content), 30)).sum(),
                Cell::Changed { .. } => 2,
                Cell::Empty | Cell::Number { .. } => 1,
            })
            .max()
            .unwrap_or(1),
    });
    around + rows.sum::<usize>()
}

/// The function of the template that says where a display stands.
fn position(view: &DisplayView) -> &'static str {
    match (view.landscape, floats(view), view.wide) {
        (true, ..) => "landscape",
        (false, true, true) => "floating-wide",
        (false, true, false) => "floating",
        (false, false, true) => "in-text-wide",
        (false, false, false) => "in-text",
    }
}

/// Labels of the rows of the grid, so that `@prop-ID` leads to its row.
fn propositions(view: &DisplayView, study: &Study) -> String {
    use crate::model::{DisplayKind, TableKind};
    let grid = study.displays.iter().any(|display| {
        display.id.as_str() == view.id && matches!(display.kind, DisplayKind::Table(TableKind::Propositions))
    });
    if !grid {
        return "()".to_owned();
    }
    let labels = study.propositions.iter().map(|proposition| literal(&format!("prop-{}", proposition.id)));
    array(labels)
}
