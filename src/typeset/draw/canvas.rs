//! The surface that charts draw on, in points: shapes are kept here until the height of the sheet is known.
//!
//! Text is cut to the width of the sheet here. What a shape is in SVG is `sheet`'s affair.

use std::ops::Range;

use super::sheet::Sheet;
use super::text;
use super::theme::{Anchor, HALF_CAP, Ink, Style};
use super::{Drawing, Region};
use crate::compose::Shown;

pub const POINTS_PER_MM: f64 = 72.0 / 25.4;
/// Widths that a page can have, in millimetres.
const WIDTHS: (f64, f64) = (50.0, 1000.0);
const TALLEST: f64 = 1e6;

pub type Point = (f64, f64);

/// What is on the surface, in the order in which it was put there.
pub enum Shape {
    Path(Vec<Point>, f64, Ink),
    Fill(Vec<Point>, Ink),
    Disc(Point, f64, Ink),
    Ring(Point, f64, f64, Ink),
    Text(Point, String, Style, Turn),
}

#[derive(Clone, Copy, PartialEq)]
pub enum Turn {
    None,
    Upwards,
}

pub struct Canvas {
    width_mm: f64,
    /// Which of the chart's rows or panels are drawn, counted over all its groups.
    pub part: Range<usize>,
    shapes: Vec<Shape>,
    regions: Vec<Region>,
}

impl Canvas {
    pub fn new(width_mm: f64) -> Canvas {
        let width_mm = if width_mm.is_nan() { WIDTHS.0 } else { width_mm.clamp(WIDTHS.0, WIDTHS.1) };
        Canvas { width_mm, part: 0..usize::MAX, shapes: Vec::new(), regions: Vec::new() }
    }

    pub fn width(&self) -> f64 {
        self.width_mm * POINTS_PER_MM
    }

    pub fn line(&mut self, from: Point, to: Point, weight: f64, ink: Ink) {
        self.path(vec![from, to], weight, ink);
    }

    pub fn path(&mut self, points: Vec<Point>, weight: f64, ink: Ink) {
        self.shapes.push(Shape::Path(points, weight, ink));
    }

    /// A line in dashes and gaps of the given lengths, over and over; an empty pattern is a whole line.
    pub fn stroke(&mut self, from: Point, to: Point, weight: f64, ink: Ink, pattern: &[f64]) {
        const MOST: usize = 2000;
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let length = dx.hypot(dy);
        let at = |way: f64| (from.0 + dx * way / length, from.1 + dy * way / length);
        if pattern.is_empty() || length.is_nan() || length <= 0.0 {
            return self.line(from, to, weight, ink);
        }
        let mut way = 0.0;
        for (i, part) in pattern.iter().cycle().enumerate().take(MOST) {
            if way >= length {
                break;
            }
            let end = way + part.max(0.1);
            if i.is_multiple_of(2) {
                self.line(at(way), at(end.min(length)), weight, ink);
            }
            way = end;
        }
    }

    pub fn dashed(&mut self, from: Point, to: Point, weight: f64, ink: Ink) {
        const DASH: f64 = 2.4;
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let length = dx.hypot(dy);
        let count = (length / DASH / 1.7).ceil().clamp(1.0, 2000.0);
        for i in 0..count as usize {
            let start = i as f64 / count;
            let end = (start + DASH / length.max(DASH)).min(1.0);
            let at = |share: f64| (from.0 + dx * share, from.1 + dy * share);
            self.line(at(start), at(end), weight, ink);
        }
    }

    pub fn fill(&mut self, points: Vec<Point>, ink: Ink) {
        self.shapes.push(Shape::Fill(points, ink));
    }

    pub fn block(&mut self, (x, y): Point, (width, height): Point, ink: Ink) {
        self.fill(vec![(x, y), (x + width, y), (x + width, y + height), (x, y + height)], ink);
    }

    pub fn disc(&mut self, centre: Point, radius: f64, ink: Ink) {
        self.shapes.push(Shape::Disc(centre, radius, ink));
    }

    pub fn ring(&mut self, centre: Point, radius: f64, weight: f64, ink: Ink) {
        self.shapes.push(Shape::Ring(centre, radius, weight, ink));
    }

    /// One line with its baseline at the point; what the sheet has no room for is cut with an ellipsis.
    pub fn text(&mut self, at: Point, words: &str, style: Style) {
        let room = match style.anchor {
            Anchor::Start => self.width() - at.0,
            Anchor::End => at.0,
            Anchor::Middle => 2.0 * at.0.min(self.width() - at.0),
        };
        let words = text::shorten(words, style, room);
        if !words.is_empty() {
            self.shapes.push(Shape::Text(at, words, style, Turn::None));
        }
    }

    /// Lines one below the other, the first with its baseline at the point.
    pub fn lines(&mut self, (x, y): Point, lines: &[String], style: Style) {
        for (i, line) in lines.iter().enumerate() {
            self.text((x, y + i as f64 * style.leading()), line, style);
        }
    }

    /// Lines about the middle of a row.
    pub fn lines_on(&mut self, (x, y): Point, lines: &[String], style: Style) {
        let half = (lines.len().max(1) - 1) as f64 * style.leading() / 2.0;
        self.lines((x, y - half + style.size * HALF_CAP), lines, style);
    }

    /// One line that runs upwards from the point, which lies on the middle of its height.
    pub fn upwards(&mut self, (x, y): Point, words: &str, style: Style) {
        let words = text::shorten(words, style, y);
        if !words.is_empty() {
            let baseline = x + style.size * HALF_CAP;
            self.shapes.push(Shape::Text((baseline, y), words, style, Turn::Upwards));
        }
    }

    /// Notes what stands in a box; nothing is drawn.
    pub fn shows(&mut self, shown: Option<&Shown>, (left, top): Point, (right, bottom): Point) {
        let Some(shown) = shown.filter(|_| [left, top, right, bottom].iter().all(|edge| edge.is_finite())) else {
            return;
        };
        let mm = |points: f64| points / POINTS_PER_MM;
        let (from, to) = ((mm(left.min(right)), mm(top.min(bottom))), (mm(left.max(right)), mm(top.max(bottom))));
        self.regions.push(Region { from, to, shown: shown.clone() });
    }

    /// Notes what stands about a point.
    pub fn shows_at(&mut self, shown: Option<&Shown>, (x, y): Point, radius: f64) {
        self.shows(shown, (x - radius, y - radius), (x + radius, y + radius));
    }

    /// The sheet cut to its height, as SVG.
    pub fn finish(self, height: f64) -> Drawing {
        let height = if height.is_nan() { 1.0 } else { height.clamp(1.0, TALLEST) };
        Drawing { regions: self.regions, ..Sheet::new(self.width_mm * POINTS_PER_MM, height).draw(&self.shapes) }
    }
}
