//! [`Document`] to PDF and figure files: the only room that knows Tera, Plotters and Typst.
//!
//! Generated markup carries a map back to the user's files, so that whatever Typst has to say is said there. What the
//! page shows is inert by now; here it gets its form. The world is kept between builds, so that Typst remembers.

mod draw;
mod drawings;
mod escape;
mod export;
mod formulas;
mod glyphs;
mod markup;
mod overflow;
mod pages;
mod tables;
mod template;
mod world;

pub use export::Figure;
pub use pages::Pages;

use crate::compose::Document;
use crate::diag::{Sink, Stop};
use crate::model::Study;

/// The typesetter of one study; it may be kept from build to build.
pub struct Typesetter {
    world: world::PaperWorld,
    glyphs: glyphs::Glyphs,
}

impl Typesetter {
    /// Loads the fonts of the program and of the study.
    pub fn new(study: &Study) -> Self {
        let world = world::PaperWorld::new(&study.template.fonts);
        let glyphs = glyphs::Glyphs::new(world.book());
        Self { world, glyphs }
    }

    /// Forgets what the typesetter remembers of earlier builds, as a new process would have it.
    pub fn forget() {
        typst::comemo::evict(0);
    }

    /// Draws the figures, each as an SVG that stands alone and as a PNG at 300 dpi.
    ///
    /// # Errors
    /// When a figure cannot be drawn; the sink says why.
    pub fn figures(&mut self, document: &Document, sink: &mut Sink) -> Result<Vec<Figure>, Stop> {
        let drawings = drawings::drawings(document);
        let figures = export::figures(&mut self.world, &drawings, document, sink);
        sink.stop_on_errors()?;
        Ok(figures)
    }

    /// Writes the markup of the whole paper.
    ///
    /// # Errors
    /// When a character has no glyph or the template cannot be used; the sink says where.
    pub fn markup(&self, document: &Document, study: &Study, sink: &mut Sink) -> Result<Pages, Stop> {
        let pages = pages::pages(document, study, &self.glyphs, sink);
        sink.stop_on_errors()?;
        Ok(pages)
    }

    /// Typesets the paper.
    ///
    /// # Errors
    /// When Typst refuses something or a table runs out of its column; the sink says where.
    pub fn pdf(&mut self, document: &Document, pages: &Pages, sink: &mut Sink) -> Result<Vec<u8>, Stop> {
        let pdf = export::pdf(&mut self.world, document, pages, sink);
        sink.stop_on_errors()?;
        Ok(pdf.unwrap_or_default())
    }
}
