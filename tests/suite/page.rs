//! What stands on the pages of a PDF, as a reader copies it.

use hayro_interpret::font::Glyph;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache, InterpreterSettings, Paint,
    PathDrawMode, SoftMask, interpret_page,
};
use kurbo::{Affine, BezPath, Rect};

/// Every letter of every page in the order in which they are set; neither spaces nor hyphens, which depend on where
/// lines are broken.
pub fn letters(pdf: &[u8]) -> String {
    letters_of_pages(pdf).concat()
}

/// The same, page by page.
pub fn letters_of_pages(pdf: &[u8]) -> Vec<String> {
    let pdf = Pdf::new(pdf.to_vec()).expect("a sound PDF");
    let cache = InterpreterCache::new();
    let pages = pdf.pages().iter().map(|page| {
        let mut gathered = Letters::default();
        let anywhere = Rect::new(0.0, 0.0, 1.0, 1.0);
        let settings = InterpreterSettings::default();
        let mut context = Context::new(Affine::IDENTITY, anywhere, &cache, pdf.xref(), settings);
        interpret_page(page, &mut context, &mut gathered);
        plain(&gathered.text)
    });
    pages.collect()
}

/// A text as [`letters`] gives it.
pub fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{ad}' | '\u{2010}' | '\u{200b}')).collect()
}

#[derive(Default)]
struct Letters {
    text: String,
}

impl Device<'_> for Letters {
    fn draw_glyph(&mut self, glyph: &Glyph<'_>, _: Affine, _: Affine, _: &Paint<'_>, _: &GlyphDrawMode) {
        match glyph.as_unicode() {
            Some(BfString::Char(c)) => self.text.push(c),
            Some(BfString::String(letters)) => self.text.push_str(&letters),
            None => self.text.push('\u{fffd}'),
        }
    }

    fn set_soft_mask(&mut self, _: Option<SoftMask<'_>>) {}
    fn set_blend_mode(&mut self, _: BlendMode) {}
    fn draw_path(&mut self, _: &BezPath, _: Affine, _: &Paint<'_>, _: &PathDrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'_, '_>, _: Affine) {}
    fn pop_clip_path(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
