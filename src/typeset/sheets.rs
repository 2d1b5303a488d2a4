//! A paper that is laid out: its pages as vector pictures, and what of the study stands at a point of them.

use std::hash::{Hash, Hasher};

use typst::WorldExt;
use typst::layout::{Frame, FrameItem, Point, Transform};
use typst::syntax::Span;
use typst_layout::PagedDocument;
use typst_svg::SvgOptions;

use super::pages::Pages;
use super::world::PaperWorld;
use crate::compose::Place;

/// The pages of a paper.
pub struct Sheets {
    pub(super) paged: PagedDocument,
}

impl Sheets {
    pub fn count(&self) -> usize {
        self.paged.pages().len()
    }

    /// A name for what a page shows: two pages with the same name look the same.
    pub fn key(&self, page: usize) -> String {
        let Some(page) = self.paged.pages().get(page) else { return String::new() };
        let mut hasher = Sha(sha2::Sha256::default());
        looks(&page.frame, &mut hasher);
        hasher.name()
    }

    /// Width and height of a page in points.
    pub fn size(&self, page: usize) -> (f64, f64) {
        let size = self.paged.pages().get(page).map(|page| page.frame.size());
        size.map_or((0.0, 0.0), |size| (size.x.to_pt(), size.y.to_pt()))
    }

    /// A page as SVG, its letters as outlines.
    pub fn svg(&self, page: usize) -> Option<String> {
        Some(typst_svg::svg(self.paged.pages().get(page)?, &SvgOptions::default()))
    }

    /// The words of a page in the order in which they were set, for those who hear the page.
    pub fn text(&self, page: usize) -> String {
        let mut words = String::new();
        if let Some(page) = self.paged.pages().get(page) {
            collect(&page.frame, &mut words);
        }
        words.trim().to_owned()
    }

    /// The place in the user's files that stands at a point of a page, in points from its upper left corner.
    pub(super) fn place(&self, page: usize, x: f64, y: f64, world: &PaperWorld, pages: &Pages) -> Option<Place> {
        let frame = &self.paged.pages().get(page)?.frame;
        let mut best: Option<(f64, Span, u16)> = None;
        nearest(frame, Transform::identity(), (x, y), &mut best);
        let (_, span, offset) = best.filter(|(distance, ..)| *distance < 12.0)?;
        let path = span.id()?.vpath().get_with_slash().to_owned();
        let range = world.range(span)?;
        let at = (range.start + usize::from(offset)).min(range.end);
        pages.maps.get(&path)?.place(at).cloned()
    }
}

/// Hashes what can be seen; where it comes from, which moves with every edit before it, is left out.
fn looks(frame: &Frame, hasher: &mut impl Hasher) {
    frame.size().hash(hasher);
    for (position, item) in frame.items() {
        position.hash(hasher);
        match item {
            FrameItem::Group(group) => {
                (group.transform, &group.clip).hash(hasher);
                looks(&group.frame, hasher);
            }
            FrameItem::Text(text) => {
                (&text.font, text.size, &text.fill, &text.stroke).hash(hasher);
                for glyph in &text.glyphs {
                    (glyph.id, glyph.x_advance, glyph.x_offset, glyph.y_advance, glyph.y_offset).hash(hasher);
                }
            }
            FrameItem::Shape(shape, _) => shape.hash(hasher),
            FrameItem::Image(image, size, _) => (image, size).hash(hasher),
            FrameItem::Link(..) | FrameItem::Tag(_) => {}
        }
    }
}

fn collect(frame: &Frame, words: &mut String) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => collect(&group.frame, words),
            FrameItem::Text(text) => {
                words.push_str(&text.text);
                words.push(' ');
            }
            _ => {}
        }
    }
}

/// Looks for the text or image nearest to a point: how far, its span, and where in the span.
fn nearest(frame: &Frame, at: Transform, point: (f64, f64), best: &mut Option<(f64, Span, u16)>) {
    for (position, item) in frame.items() {
        let here = at.pre_concat(Transform::translate(position.x, position.y));
        let corner = Point::zero().transform(here);
        let (x, y) = (corner.x.to_pt(), corner.y.to_pt());
        let mut offer = |distance: f64, span: Span, offset: u16| {
            if !span.is_detached() && best.is_none_or(|(known, ..)| distance < known) {
                *best = Some((distance, span, offset));
            }
        };
        match item {
            FrameItem::Group(group) => nearest(&group.frame, here.pre_concat(group.transform), point, best),
            FrameItem::Text(text) => {
                let size = text.size.to_pt();
                let mut left = x;
                for glyph in &text.glyphs {
                    let right = left + glyph.x_advance.at(text.size).to_pt();
                    offer(outside(point, (left, right), (y - 0.8 * size, y + 0.25 * size)), glyph.span.0, glyph.span.1);
                    left = right;
                }
            }
            FrameItem::Image(_, size, span) => {
                // Behind whatever else stands there.
                let distance = outside(point, (x, x + size.x.to_pt()), (y, y + size.y.to_pt()));
                offer(distance + 0.5, *span, 0);
            }
            _ => {}
        }
    }
}

/// How far a point lies outside a box.
fn outside((x, y): (f64, f64), (left, right): (f64, f64), (top, bottom): (f64, f64)) -> f64 {
    let dx = (left - x).max(x - right).max(0.0);
    let dy = (top - y).max(y - bottom).max(0.0);
    dx.hypot(dy)
}

/// A hasher whose answer is the same in every process.
struct Sha(sha2::Sha256);

impl Sha {
    fn name(self) -> String {
        use sha2::Digest;
        self.0.finalize().iter().take(12).map(|byte| format!("{byte:02x}")).collect()
    }
}

impl Hasher for Sha {
    fn write(&mut self, bytes: &[u8]) {
        use sha2::Digest;
        self.0.update(bytes);
    }

    fn finish(&self) -> u64 {
        use sha2::Digest;
        let digest = self.0.clone().finalize();
        digest.iter().take(8).fold(0, |value, byte| value << 8 | u64::from(*byte))
    }
}
