//! Compiling: the paper to PDF, figures to SVG and PNG, and Typst's messages back to the user's files.

use typst::diag::{Severity, SourceDiagnostic, Warned};
use typst::foundations::{Datetime, Smart};
use typst::{World, WorldExt};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandards, Timestamp};
use typst_render::RenderOptions;

use super::draw::Drawing;
use super::escape::literal;
use super::outlines::outlined;
use super::overflow;
use super::pages::Pages;
use super::sheets::Sheets;
use super::unprinted;
use super::world::PaperWorld;
use crate::compose::Document;
use crate::diag::{Diagnostic, Origin, Sink};
use crate::model::PdfStandard;

/// Dots an inch of a PNG.
const DPI: f64 = 300.0;

/// A figure's files.
#[derive(Debug, Clone)]
pub struct Figure {
    pub id: String,
    pub svg: Vec<u8>,
    pub png: Vec<u8>,
}

/// Figures as files of their own: Typst turns their letters into outlines, so that they need no font. What was drawn
/// alike the last time is not made again.
pub fn figures(
    world: &mut PaperWorld,
    drawings: Vec<(String, Drawing)>,
    known: &[(Drawing, Figure)],
    document: &Document,
    sink: &mut Sink,
) -> Vec<(Drawing, Figure)> {
    let old =
        |id: &str, drawing: &Drawing| known.iter().find(|(known, figure)| figure.id == *id && known.svg == drawing.svg);
    let fresh: Vec<&(String, Drawing)> = drawings.iter().filter(|(id, drawing)| old(id, drawing).is_none()).collect();
    let mut made = fresh_figures(world, &fresh, document, sink).into_iter();
    let figures = drawings.iter().filter_map(|(id, drawing)| match old(id, drawing) {
        Some(known) => Some(known.clone()),
        None => made.next().map(|figure| (drawing.clone(), figure)),
    });
    figures.collect()
}

fn fresh_figures(
    world: &mut PaperWorld,
    drawings: &[&(String, Drawing)],
    document: &Document,
    sink: &mut Sink,
) -> Vec<Figure> {
    let Some(pages) = figure_pages(world, drawings, document, sink) else { return Vec::new() };
    let render = RenderOptions { pixel_per_pt: (DPI / 72.0).into(), render_bleed: false };
    let made = drawings.iter().zip(pages.pages()).filter_map(|((id, _), page)| {
        let svg = outlined(page).into_bytes();
        let picture = typst_render::render(page, &render);
        match png(picture.width(), picture.height(), picture.data()) {
            Ok(png) => Some(Figure { id: id.clone(), svg, png }),
            Err(error) => {
                sink.push(Diagnostic::error("figure", format!("figure `{id}` cannot be made a PNG: {error}")));
                None
            }
        }
    });
    made.collect()
}

/// Each drawing as a page of its own.
fn figure_pages(
    world: &mut PaperWorld,
    drawings: &[&(String, Drawing)],
    document: &Document,
    sink: &mut Sink,
) -> Option<PagedDocument> {
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    let mut main = String::from("#set text(font: \"Source Sans 3\")\n");
    for (id, drawing) in drawings {
        let path = format!("/figures/{id}.svg");
        main.push_str(&format!(
            "#page(width: {}mm, height: {}mm, margin: 0mm, image({}, width: 100%))\n",
            drawing.width_mm,
            drawing.height_mm,
            literal(&path)
        ));
        files.push((path, drawing.svg.clone().into_bytes()));
    }
    if drawings.is_empty() {
        return None;
    }
    files.push(("/main.typ".into(), main.into_bytes()));
    world.set_files(files);
    compile(world, &Pages::default(), document, sink)
}

/// Figures as SVG alone, by their ids.
pub fn vectors(
    world: &mut PaperWorld,
    drawings: &[(String, Drawing)],
    document: &Document,
    sink: &mut Sink,
) -> Vec<(String, String)> {
    let all: Vec<&(String, Drawing)> = drawings.iter().collect();
    let Some(pages) = figure_pages(world, &all, document, sink) else { return Vec::new() };
    drawings.iter().zip(pages.pages()).map(|((id, _), page)| (id.clone(), outlined(page))).collect()
}

/// An opaque picture, four bytes a pixel, as PNG that says its resolution. Charts are flat, so quick compression loses
/// little.
fn png(width: u32, height: u32, rgba: &[u8]) -> Result<Vec<u8>, png::EncodingError> {
    let mut opaque = vec![0; rgba.len() / 4 * 3];
    for (to, from) in opaque.chunks_exact_mut(3).zip(rgba.chunks_exact(4)) {
        to.copy_from_slice(&from[..3]);
    }
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_compression(png::Compression::Fast);
    encoder.set_filter(png::Filter::Adaptive);
    let per_metre = (DPI / 0.0254).round() as u32;
    let unit = png::Unit::Meter;
    encoder.set_pixel_dims(Some(png::PixelDimensions { xppu: per_metre, yppu: per_metre, unit }));
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&opaque)?;
    writer.finish()?;
    Ok(bytes)
}

/// The paper laid out on its pages.
pub fn sheets(world: &mut PaperWorld, document: &Document, pages: &Pages, sink: &mut Sink) -> Option<Sheets> {
    world.set_files(pages.files.iter().cloned());
    let paged = compile(world, pages, document, sink)?;
    unprinted::check(&paged, world, document, pages, sink);
    // Marks take room that the paper itself does not.
    if document.revision.is_none() {
        overflow::check(&paged, world, pages, sink);
    }
    Some(Sheets { paged })
}

/// The paper as PDF.
pub fn pdf(
    sheets: &Sheets,
    world: &PaperWorld,
    document: &Document,
    pages: &Pages,
    sink: &mut Sink,
) -> Option<Vec<u8>> {
    let options = PdfOptions {
        ident: Smart::Custom(document.title.clone()),
        creator: Smart::Custom(Some(format!("synthesist {}", env!("CARGO_PKG_VERSION")))),
        timestamp: timestamp(document),
        standards: standards(document, sink)?,
        ..PdfOptions::default()
    };
    match typst_pdf::pdf(&sheets.paged, &options) {
        Ok(pdf) => Some(pdf),
        Err(errors) => {
            errors.iter().for_each(|error| sink.push(translate(error, world, pages, document)));
            None
        }
    }
}

/// The paper's own date, or a fixed one: no clock is read.
fn timestamp(document: &Document) -> Option<Timestamp> {
    let (year, month, day) = document.date.unwrap_or((2000, 1, 1));
    Datetime::from_ymd_hms(year, month, day, 0, 0, 0).map(Timestamp::new_utc)
}

fn standards(document: &Document, sink: &mut Sink) -> Option<PdfStandards> {
    let list: Vec<typst_pdf::PdfStandard> = document
        .standards
        .iter()
        .map(|standard| match standard {
            PdfStandard::Ua1 => typst_pdf::PdfStandard::Ua_1,
            PdfStandard::A2a => typst_pdf::PdfStandard::A_2a,
            PdfStandard::A2b => typst_pdf::PdfStandard::A_2b,
            PdfStandard::A3a => typst_pdf::PdfStandard::A_3a,
            PdfStandard::A3b => typst_pdf::PdfStandard::A_3b,
        })
        .collect();
    match PdfStandards::new(&list) {
        Ok(standards) => Some(standards),
        Err(error) => {
            let origin = Origin::start_of(&"book.toml".into());
            let message = format!("these PDF standards do not go together: {}", error.message());
            sink.push(Diagnostic::error("pdf-standard", message).at(&origin));
            None
        }
    }
}

fn compile(world: &PaperWorld, pages: &Pages, document: &Document, sink: &mut Sink) -> Option<PagedDocument> {
    let Warned { output, warnings } = typst::compile::<PagedDocument>(world);
    for warning in &warnings {
        sink.push(translate(warning, world, pages, document));
    }
    match output {
        Ok(paged) => Some(paged),
        Err(errors) => {
            errors.iter().for_each(|error| sink.push(translate(error, world, pages, document)));
            None
        }
    }
}

/// A message of Typst, at the place in the user's files that the generated markup comes from. A missing font or any
/// other warning would spoil the page, so warnings are errors.
fn translate(diagnostic: &SourceDiagnostic, world: &PaperWorld, pages: &Pages, document: &Document) -> Diagnostic {
    let message = match diagnostic.severity {
        Severity::Error => diagnostic.message.to_string(),
        Severity::Warning => format!("{} (a warning of the typesetter)", diagnostic.message),
    };
    let mut told = Diagnostic::error("typesetting", format!("the page cannot be set: {message}"));
    if let Some((place, made)) = place_of(diagnostic, world, pages, document) {
        told = told.at(&place);
        if let Some(line) = made {
            told = told.hint(format!("it is in what the template makes: `{line}`"));
        }
    }
    for hint in &diagnostic.hints {
        told = told.hint(hint.v.to_string());
    }
    if message.starts_with("unclosed delimiter") {
        told = told.hint("close it: each `(`, `[` and `{` needs its `)`, `]` and `}`");
    }
    told
}

/// A place, and the line at fault where the file itself does not hold it.
type Found = (Origin, Option<String>);

fn place_of(diagnostic: &SourceDiagnostic, world: &PaperWorld, pages: &Pages, document: &Document) -> Option<Found> {
    let traced = diagnostic.trace.iter().map(|point| typst::syntax::DiagSpan::from(point.span));
    let spans = std::iter::once(diagnostic.span).chain(traced);
    let mut elsewhere = None;
    for span in spans {
        let Some((id, range)) = span.id().zip(world.range(span)) else { continue };
        let path = id.vpath().get_with_slash().to_owned();
        if let Some(place) = pages.maps.get(&path).and_then(|markup| markup.place(range.start)) {
            return Some((place.origin(), None));
        }
        if elsewhere.is_none() {
            elsewhere = outside(&path, range.start, world, pages, document);
        }
    }
    elsewhere
}

/// A place in a file that was not generated from the author's words: the bibliography or the template.
fn outside(path: &str, at: usize, world: &PaperWorld, pages: &Pages, document: &Document) -> Option<Found> {
    let bytes = world.file(super::world::id(path)).ok()?;
    let text = std::str::from_utf8(&bytes).ok()?;
    Some(match path {
        // Tera has made it: its lines are not those of the template.
        "/main.typ" => {
            let file = format!("templates/{}/paper.typ", document.template).into();
            let at = at.min(text.len());
            let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
            let line = super::references::as_written(text[start..].lines().next().unwrap_or(""));
            // A line that Tera left as it is has its place in the template.
            let mut there = pages.paper.match_indices(&line).filter(|_| !line.trim().is_empty());
            match (there.next(), there.next()) {
                (Some((begin, _)), None) => {
                    let here = begin + at - start;
                    (Origin::of_range(&file, &pages.paper, here..here), None)
                }
                _ => (Origin::start_of(&file), Some(line.trim().to_owned())),
            }
        }
        _ => (Origin::of_range(&format!("templates/{}{path}", document.template).into(), text, at..at), None),
    })
}
