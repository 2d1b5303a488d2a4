//! The figures of a document, drawn at the width that they have on the page.

use std::sync::OnceLock;

use super::draw::{Drawing, draw_marked, register_fonts};
use crate::compose::{Body, Document};

/// Width of a figure on the page.
const FIGURE_MM: f64 = 165.0;

/// Every figure of a document, drawn.
pub fn drawings(document: &Document) -> Vec<(String, Drawing)> {
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
    let drawn = document.displays.iter().filter_map(|view| match &view.body {
        Body::Figure { chart, .. } => Some((view.id.clone(), draw_marked(chart, FIGURE_MM, mark))),
        Body::Table(_) => None,
    });
    drawn.collect()
}
