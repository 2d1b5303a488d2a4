//! A paper that is laid out: its pages as vector pictures, and what of the study stands at a point of them.

use std::hash::{Hash, Hasher};
use std::ops::Range;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use typst::WorldExt;
use typst::layout::{Frame, FrameItem, Point, Transform};
use typst::syntax::Span;
use typst::visualize::{Image, ImageKind};
use typst_layout::PagedDocument;
use typst_svg::SvgOptions;

use super::draw::Drawing;
use super::markup::Markup;
use super::outlines;
use super::pages::Pages;
use super::world::PaperWorld;
use crate::compose::Place;
use crate::diag::Origin;

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
        let mut hasher = Sha(Vec::with_capacity(1 << 18));
        looks(&page.frame, &mut hasher);
        hasher.name()
    }

    /// Width and height of a page in points.
    pub fn size(&self, page: usize) -> (f64, f64) {
        let size = self.paged.pages().get(page).map(|page| page.frame.size());
        size.map_or((0.0, 0.0), |size| (size.x.to_pt(), size.y.to_pt()))
    }

    /// A page as SVG, its letters and those of its figures as outlines: it looks the same where a font is not installed.
    pub fn svg(&self, page: usize) -> Option<String> {
        let page = self.paged.pages().get(page)?;
        let mut svg = typst_svg::svg(page, &SvgOptions::default());
        for (drawing, outlined) in outlines::drawings(&page.frame) {
            let (drawing, outlined) = (STANDARD.encode(drawing), STANDARD.encode(outlined));
            svg = svg.replacen(&drawing, &outlined, 1);
        }
        Some(svg)
    }

    /// The words of a page in the order in which they were set, for those who hear the page.
    pub fn text(&self, page: usize) -> String {
        let mut words = String::new();
        if let Some(page) = self.paged.pages().get(page) {
            collect(&page.frame, &mut words);
        }
        words.trim().to_owned()
    }

    /// What stands at a point of a page, in points from its upper left corner.
    pub(super) fn place(&self, page: usize, point: (f64, f64), world: &PaperWorld, pages: &Pages) -> Option<Spot> {
        let frame = &self.paged.pages().get(page)?.frame;
        let mut best: Option<(f64, Spot)> = None;
        walk(frame, Transform::identity(), &mut |item| {
            // An image lies behind whatever else stands there.
            let behind = if matches!(item, Item::Image(..)) { 0.5 } else { 0.0 };
            let distance = item.area().outside(point) + behind;
            if distance < REACH && best.as_ref().is_none_or(|(known, _)| distance < *known) {
                let spot = match &item {
                    Item::Glyph(area, span, offset) => written(*area, *span, *offset, world, pages),
                    Item::Image(area, image) => pictured(*area, image, point, pages),
                };
                best = spot.map(|spot| (distance, spot)).or(best.take());
            }
        });
        best.map(|(_, spot)| spot)
    }

    /// Everything on a page that shows a result or comes from a text, in the order in which it was set. What stands side
    /// by side and comes from one place is one.
    pub(super) fn spots(&self, page: usize, world: &PaperWorld, pages: &Pages) -> Vec<Spot> {
        let Some(page) = self.paged.pages().get(page) else { return Vec::new() };
        let mut spots: Vec<Spot> = Vec::new();
        // Letters that follow each other are mostly of one piece of markup, and looking it up takes time.
        let mut last: Option<(Span, Option<Piece<'_>>)> = None;
        walk(&page.frame, Transform::identity(), &mut |item| match item {
            Item::Glyph(area, span, offset) => {
                if last.as_ref().is_none_or(|(known, _)| *known != span) {
                    last = Some((span, piece(span, world, pages)));
                }
                let Some((_, Some((markup, range)))) = &last else { return };
                let Some(place) = markup.place((range.start + usize::from(offset)).min(range.end)) else { return };
                match spots.last_mut() {
                    Some(spot) if spot.place == *place && spot.area.joins(&area) => spot.area = spot.area.with(&area),
                    _ => spots.push(Spot { area, place: place.clone() }),
                }
            }
            Item::Image(area, image) => {
                if let Some((drawing, _)) = drawing_of(image, pages) {
                    let scale = area.width() / drawing.width_mm;
                    let marks = drawing.regions.iter().map(|region| Spot {
                        area: area.within(region.from, region.to, scale),
                        place: Place::Shown(region.shown.clone()),
                    });
                    spots.extend(marks);
                }
            }
        });
        spots
    }
}

/// How far from a text or an image, and from a mark of a chart, a point may lie that is meant to be on it, in points.
const REACH: f64 = 12.0;
const MARK_REACH: f64 = 6.0;

/// Something on a page, and where it comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Spot {
    pub area: Area,
    pub place: Place,
}

/// A box of a page, in points from its upper left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Area {
    /// How far a point lies outside.
    fn outside(&self, (x, y): (f64, f64)) -> f64 {
        let dx = (self.left - x).max(x - self.right).max(0.0);
        let dy = (self.top - y).max(y - self.bottom).max(0.0);
        dx.hypot(dy)
    }

    fn width(&self) -> f64 {
        self.right - self.left
    }

    /// Whether another follows on the same line.
    fn joins(&self, next: &Area) -> bool {
        let high = self.bottom - self.top;
        (next.bottom - self.bottom).abs() < 0.4 * high && (-high..high).contains(&(next.left - self.right))
    }

    fn with(&self, other: &Area) -> Area {
        Area {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// A box of what is drawn within, given in units of which one is so many points.
    fn within(&self, from: (f64, f64), to: (f64, f64), scale: f64) -> Area {
        Area {
            left: self.left + from.0 * scale,
            top: self.top + from.1 * scale,
            right: self.left + to.0 * scale,
            bottom: self.top + to.1 * scale,
        }
    }
}

/// What a letter was made of.
fn written(area: Area, span: Span, offset: u16, world: &PaperWorld, pages: &Pages) -> Option<Spot> {
    let (markup, range) = piece(span, world, pages)?;
    let at = (range.start + usize::from(offset)).min(range.end);
    Some(Spot { area, place: markup.place(at)?.clone() })
}

/// A generated file, and bytes of it.
type Piece<'a> = (&'a Markup, Range<usize>);

/// The piece of generated markup that a span is.
fn piece<'a>(span: Span, world: &PaperWorld, pages: &'a Pages) -> Option<Piece<'a>> {
    let markup = pages.maps.get(span.id()?.vpath().get_with_slash())?;
    Some((markup, world.range(span)?))
}

/// The mark of a chart at a point, or the chart's display; of an image of the study's own its file.
fn pictured(area: Area, image: &Image, (x, y): (f64, f64), pages: &Pages) -> Option<Spot> {
    let Some((drawing, origin)) = drawing_of(image, pages) else {
        let file = pages.files.iter().find(|(_, bytes)| data(image) == Some(bytes.as_slice()))?;
        let origin = Origin::start_of(&file.0.trim_start_matches('/').into());
        return Some(Spot { area, place: Place::Known(origin) });
    };
    let scale = area.width() / drawing.width_mm;
    let at = ((x - area.left) / scale, (y - area.top) / scale);
    Some(match drawing.shown(at, MARK_REACH / scale) {
        Some(region) => {
            Spot { area: area.within(region.from, region.to, scale), place: Place::Shown(region.shown.clone()) }
        }
        None => Spot { area, place: Place::Known(origin.clone()) },
    })
}

/// The chart that an image of the page is: images know no file, so that their content tells.
fn drawing_of<'a>(image: &Image, pages: &'a Pages) -> Option<&'a (Drawing, Origin)> {
    let data = data(image)?;
    pages.drawings.iter().find(|(drawing, _)| drawing.svg.as_bytes() == data)
}

fn data(image: &Image) -> Option<&[u8]> {
    match image.kind() {
        ImageKind::Svg(svg) => Some(svg.data().as_slice()),
        ImageKind::Raster(raster) => Some(raster.data().as_slice()),
        ImageKind::Pdf(_) => None,
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

/// What of a frame comes from somewhere: a letter with its span and where in the span, or an image.
enum Item<'a> {
    Glyph(Area, Span, u16),
    Image(Area, &'a Image),
}

impl Item<'_> {
    fn area(&self) -> &Area {
        match self {
            Item::Glyph(area, ..) | Item::Image(area, _) => area,
        }
    }
}

/// Goes through all letters and images where they really stand.
fn walk<'a>(frame: &'a Frame, at: Transform, see: &mut impl FnMut(Item<'a>)) {
    for (position, item) in frame.items() {
        let here = at.pre_concat(Transform::translate(position.x, position.y));
        let corner = Point::zero().transform(here);
        let (x, y) = (corner.x.to_pt(), corner.y.to_pt());
        match item {
            FrameItem::Group(group) => walk(&group.frame, here.pre_concat(group.transform), see),
            FrameItem::Text(text) => {
                let size = text.size.to_pt();
                let mut left = x;
                for glyph in &text.glyphs {
                    let right = left + glyph.x_advance.at(text.size).to_pt();
                    let area = Area { left, top: y - 0.8 * size, right, bottom: y + 0.25 * size };
                    if !glyph.span.0.is_detached() {
                        see(Item::Glyph(area, glyph.span.0, glyph.span.1));
                    }
                    left = right;
                }
            }
            FrameItem::Image(image, size, _) => {
                let area = Area { left: x, top: y, right: x + size.x.to_pt(), bottom: y + size.y.to_pt() };
                see(Item::Image(area, image));
            }
            _ => {}
        }
    }
}

/// A hasher whose answer is the same in every process. It takes its bytes together first: they come by a few.
struct Sha(Vec<u8>);

impl Sha {
    fn digest(&self) -> impl AsRef<[u8]> + use<> {
        use sha2::Digest;
        sha2::Sha256::digest(&self.0)
    }

    fn name(&self) -> String {
        self.digest().as_ref().iter().take(12).map(|byte| format!("{byte:02x}")).collect()
    }
}

impl Hasher for Sha {
    fn write(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    fn finish(&self) -> u64 {
        self.digest().as_ref().iter().take(8).fold(0, |value, byte| value << 8 | u64::from(*byte))
    }
}
