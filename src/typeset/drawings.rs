//! The figures of a document, drawn at the width that they have on the page.

use std::sync::OnceLock;

use super::draw::{Drawing, draw_marked, draw_parts, register_fonts};
use crate::compose::chart::Chart;
use crate::compose::{Body, Document};

/// Width of a figure on the page.
const FIGURE_MM: f64 = 165.0;

/// Every figure of a document, drawn.
pub fn drawings(document: &Document) -> Vec<(String, Drawing)> {
    let drawn = charts(document).map(|(id, chart, mark)| (id.to_owned(), draw_marked(chart, FIGURE_MM, mark)));
    drawn.collect()
}

/// Every figure of a document as it is on its pages: in parts, where it is higher than one.
pub fn parted(document: &Document, tallest_mm: f64) -> Vec<(String, Vec<Drawing>)> {
    let drawn =
        charts(document).map(|(id, chart, mark)| (id.to_owned(), draw_parts(chart, FIGURE_MM, mark, tallest_mm)));
    drawn.collect()
}

/// The charts of a document, each with the id of its figure and the mark that it bears.
fn charts(document: &Document) -> impl Iterator<Item = (&str, &Chart, Option<&'static str>)> {
    static FONTS: OnceLock<()> = OnceLock::new();
    FONTS.get_or_init(|| {
        // Without its fonts a chart is drawn with estimated widths; the bundled ones can always be read.
        let registered = register_fonts(
            include_bytes!("../../templates/fonts/SourceSans3-Regular.ttf"),
            include_bytes!("../../templates/fonts/SourceSans3-It.ttf"),
            include_bytes!("../../templates/fonts/SourceSans3-Semibold.ttf"),
        );
        debug_assert!(registered.is_ok());
    });
    // A figure leaves its paper easily, and says by itself that it shows nobody.
    let mark = document.simulated.then_some("Simulated data");
    document.displays.iter().filter_map(move |view| match &view.body {
        Body::Figure { chart, .. } => Some((view.id.as_str(), chart, mark)),
        Body::Table(_) => None,
    })
}
