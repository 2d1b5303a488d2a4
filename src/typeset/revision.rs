//! Marks of change on the page: what came is underlined, what went is struck through, a bar stands in the margin.
//!
//! The functions are our own and stand in a file of their own, so that a study's template need not know them. Colour says
//! nothing that line and stroke do not say, too.

use super::glyphs::Glyphs;
use super::markup::Writer;
use super::pages::Pages;
use crate::compose::{Document, Inline, InlineKind, Place, Revision};
use crate::diag::{Origin, Sink};

/// Names of the functions, which begin so that no template has them.
pub const INSERTED: &str = "synthesist-marks.came";
pub const DELETED: &str = "synthesist-marks.went";
pub const CELL: &str = "synthesist-marks.cell";
pub const AROUND: &str = "synthesist-marks.around";

/// A bar beside every line of the content that follows.
pub const BAR: &str = "#set par.line(numbering: synthesist-marks.bar, number-clearance: 7pt, number-margin: start)\n";

const PATH: &str = "/synthesist-marks.typ";

/// What a generated file of a marked paper begins with.
pub const IMPORT: &str = "#import \"/synthesist-marks.typ\" as synthesist-marks\n";

const FUNCTIONS: &str = r##"// How changes are shown.

#let new-ink = rgb("#0b5d4a")
#let old-ink = rgb("#a8430f")

#let came(body) = underline(stroke: 0.8pt + new-ink, offset: 1.7pt, evade: false, text(fill: new-ink, body))
#let went(body) = { strike(stroke: 0.7pt + old-ink, text(fill: old-ink, body)); h(0.18em, weak: true) }

// Beside a line, as high as the lines stand apart.
#let bar(..) = box(width: 1.5pt, height: 0pt, place(top, dy: -0.95em, rect(width: 1.5pt, height: 1.4em, fill: old-ink)))

// A cell: what it was above what it is.
#let cell(old, new) = {
  if old != [] { went(text(size: 0.9em, old)) }
  if old != [] and new != [] { linebreak() }
  if new != [] { came(new) }
}

// A table or figure that changed.
#let around(body) = block(
  width: 100%, breakable: true, above: 0pt, below: 0pt, stroke: (left: 1.5pt + old-ink), outset: (left: 7pt), body,
)

#let changes(title, summary, sections) = page(
  paper: "a4", margin: (x: 30mm, top: 27mm, bottom: 25mm), header: none, footer: none, columns: 1, background: none,
)[
  #set text(font: "Source Sans 3", size: 9pt, fill: rgb("#1b1f23"), hyphenate: false)
  #set par(justify: false, first-line-indent: 0pt, hanging-indent: 0pt, leading: 0.55em, spacing: 0.7em)
  #block(below: 8pt, text(size: 8.5pt, weight: 600, fill: old-ink, tracking: 0.06em)[WHAT CHANGED])
  #block(below: 7pt, text(size: 15pt, weight: 700, title))
  #block(below: 9pt, text(size: 10pt, summary))
  #block(
    width: 100%, inset: (x: 9pt, y: 7pt), fill: rgb("#f1f5f8"), below: 14pt,
  )[In the paper #came[words that came] are underlined and #went[words that went] struck through; a bar in
    the margin stands beside every paragraph, table or figure in which something changed.]
  #for (heading, entries) in sections {
    block(above: 12pt, below: 5pt, sticky: true, text(size: 10.5pt, weight: 600, heading))
    line(length: 100%, stroke: 0.4pt + rgb("#d4dae0"))
    for entry in entries { block(above: 4.5pt, below: 4.5pt, inset: (left: if entry.under { 12pt } else { 0pt }), entry.body) }
  }
]
"##;

/// Adds the functions and the list of changes; gives the main file that ends with it.
///
/// It stands behind the paper, as the page before it would be the first page to every template.
pub fn behind(document: &Document, main: String, pages: &mut Pages, glyphs: &Glyphs, sink: &mut Sink) -> String {
    let Some(revision) = &document.revision else { return main };
    pages.files.push((PATH.to_owned(), FUNCTIONS.as_bytes().to_vec()));
    let mut writer = Writer::new(glyphs, &[], &[], sink);
    writer.raw(IMPORT);
    list(&mut writer, revision);
    let path = "/text/revision.typ";
    pages.add(path, writer.markup);
    format!("{main}\n#include \"{path}\"\n")
}

fn list(w: &mut Writer<'_>, revision: &Revision) {
    let place = Place::Known(Origin::start_of(&"".into()));
    w.raw("#synthesist-marks.changes([");
    w.text(&revision.title, &place);
    w.raw("], [");
    w.text(&revision.summary, &place);
    w.raw("], (");
    for (heading, entries) in &revision.sections {
        w.raw("([");
        w.text(heading, &place);
        w.raw("], (");
        for entry in entries {
            w.raw(&format!("(under: {}, body: [", !leads(entry)));
            w.inlines(entry);
            w.raw("]), ");
        }
        w.raw(")), ");
    }
    w.raw("))\n");
}

/// Whether an entry begins something, and does not belong to the one above it.
fn leads(entry: &[Inline]) -> bool {
    matches!(entry.first().map(|inline| &inline.kind), Some(InlineKind::Strong(_)))
}
