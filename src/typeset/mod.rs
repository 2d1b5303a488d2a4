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
mod outlines;
mod overflow;
mod pages;
mod references;
mod revision;
mod sheets;
mod tables;
mod template;
mod unprinted;
mod world;

pub use export::Figure;
pub use pages::Pages;
pub use sheets::{Sheets, Spot};

use crate::compose::Document;
use crate::diag::{Sink, Stop};
use crate::model::Study;

/// The typesetter of one study; it may be kept from build to build.
pub struct Typesetter {
    world: world::PaperWorld,
    /// The figures of the last build, with the drawings that they were made of.
    figures: Vec<(draw::Drawing, Figure)>,
    glyphs: glyphs::Glyphs,
}

impl Typesetter {
    /// Loads the fonts of the program and of the study.
    pub fn new(study: &Study) -> Self {
        let world = world::PaperWorld::new(&study.template.fonts);
        let glyphs = glyphs::Glyphs::new(world.book());
        Self { world, figures: Vec::new(), glyphs }
    }

    /// Forgets what the typesetter remembers of earlier builds, as a new process would have it.
    pub fn forget() {
        typst::comemo::evict(0);
    }

    /// Forgets what was not needed for many builds. It takes time: do it while nobody waits for a page.
    ///
    /// Of a part of the paper that stands still only the whole is needed again, and not its tables; they are to be there
    /// when the author comes back to that part.
    pub fn tidy() {
        typst::comemo::evict(32);
    }

    /// Draws the figures, each as an SVG that stands alone and as a PNG at 300 dpi.
    ///
    /// # Errors
    /// When a figure cannot be drawn; the sink says why.
    pub fn figures(&mut self, document: &Document, sink: &mut Sink) -> Result<Vec<Figure>, Stop> {
        let drawings = drawings::drawings(document);
        let known = std::mem::take(&mut self.figures);
        self.figures = export::figures(&mut self.world, drawings, &known, document, sink);
        sink.stop_on_errors()?;
        Ok(self.figures.iter().map(|(_, figure)| figure.clone()).collect())
    }

    /// Draws the figures as SVG that stands alone, by their ids: the same bytes as those of [`Typesetter::figures`].
    ///
    /// # Errors
    /// When a figure cannot be drawn; the sink says why.
    pub fn vectors(&mut self, document: &Document, sink: &mut Sink) -> Result<Vec<(String, String)>, Stop> {
        let vectors = export::vectors(&mut self.world, &drawings::drawings(document), document, sink);
        sink.stop_on_errors()?;
        Ok(vectors)
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

    /// Lays the paper out on its pages.
    ///
    /// # Errors
    /// When Typst refuses something or a table runs out of its column; the sink says where.
    pub fn sheets(&mut self, document: &Document, pages: &Pages, sink: &mut Sink) -> Result<Sheets, Stop> {
        let sheets = export::sheets(&mut self.world, document, pages, sink);
        sink.stop_on_errors()?;
        Ok(sheets.expect("without pages there is an error"))
    }

    /// Typesets the paper.
    ///
    /// # Errors
    /// As [`Typesetter::sheets`].
    pub fn pdf(&mut self, document: &Document, pages: &Pages, sink: &mut Sink) -> Result<Vec<u8>, Stop> {
        let sheets = self.sheets(document, pages, sink)?;
        self.bound(&sheets, document, pages, sink)
    }

    /// The PDF of a paper that this typesetter has laid out.
    ///
    /// # Errors
    /// When the study's PDF standards do not go together, or the page breaks one of them; the sink says where.
    pub fn bound(&self, sheets: &Sheets, document: &Document, pages: &Pages, sink: &mut Sink) -> Result<Vec<u8>, Stop> {
        let pdf = export::pdf(sheets, &self.world, document, pages, sink);
        sink.stop_on_errors()?;
        Ok(pdf.unwrap_or_default())
    }

    /// What stands at a point of a page, in points from its upper left corner, and where it comes from. The sheets are
    /// those that this typesetter laid out last.
    pub fn place_at(&self, sheets: &Sheets, pages: &Pages, page: usize, point: (f64, f64)) -> Option<Spot> {
        sheets.place(page, point, &self.world, pages)
    }

    /// All that stands on a page with where it comes from, in the order in which it was set.
    pub fn spots(&self, sheets: &Sheets, pages: &Pages, page: usize) -> Vec<Spot> {
        sheets.spots(page, &self.world, pages)
    }
}
