//! The one place that speaks to Plotters: shapes in points become SVG in whole units.
//!
//! Coordinates are brought inside the sheet here, so that no chart can draw beyond its view box, and nothing that is
//! not a number reaches the SVG.

use plotters::backend::SVGBackend;
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea};
use plotters::element::{Circle, PathElement, Polygon, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontTransform, RGBColor, TextStyle};

use super::Drawing;
use super::canvas::{POINTS_PER_MM, Point, Shape, Turn};
use super::text;
use super::theme::{Anchor, Ink, Style};

/// Units of the view box in a point: Plotters has whole coordinates only.
const UNITS: f64 = 20.0;
/// How far letters go above and below their baseline, in ems.
const RISE: f64 = 0.76;
const FALL: f64 = 0.25;

type Backend<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Fault = DrawingAreaErrorKind<std::io::Error>;

/// A sheet in whole units.
pub struct Sheet {
    size: (u32, u32),
}

impl Sheet {
    /// A sheet of a size in points.
    pub fn new(width: f64, height: f64) -> Sheet {
        let whole = |points: f64| (points * UNITS).ceil() as u32;
        Sheet { size: (whole(width), whole(height)) }
    }

    pub fn draw(&self, shapes: &[Shape]) -> Drawing {
        let mut svg = String::new();
        self.emit(&mut svg, shapes).expect("a string takes every shape");
        let mm = |units: u32| f64::from(units) / UNITS / POINTS_PER_MM;
        let (width_mm, height_mm) = (mm(self.size.0), mm(self.size.1));
        let body = svg.split_once('\n').map_or("", |(_root, body)| body);
        let root = format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width_mm:.3}mm" height="{height_mm:.3}mm" viewBox="0 0 {} {}">"#,
            self.size.0, self.size.1
        );
        Drawing { svg: format!("{root}\n{}", attributes(body)), width_mm, height_mm, regions: Vec::new() }
    }

    fn emit(&self, svg: &mut String, shapes: &[Shape]) -> Result<(), Fault> {
        let area = SVGBackend::with_string(svg, self.size).into_drawing_area();
        for shape in shapes {
            self.put(&area, shape)?;
        }
        area.present()
    }

    fn put(&self, area: &Backend, shape: &Shape) -> Result<(), Fault> {
        match shape {
            Shape::Path(points, weight, ink) => {
                let weight = units(*weight).max(1) as u32;
                area.draw(&PathElement::new(self.points(points), colour(*ink).stroke_width(weight)))
            }
            Shape::Fill(points, ink) => area.draw(&Polygon::new(self.points(points), colour(*ink).filled())),
            Shape::Disc(centre, radius, ink) => {
                let (centre, radius) = self.round(*centre, *radius, 0.0);
                area.draw(&Circle::new(centre, radius, colour(*ink).filled()))
            }
            Shape::Ring(centre, radius, weight, ink) => {
                let (centre, radius) = self.round(*centre, *radius, *weight);
                let weight = units(*weight).max(1) as u32;
                area.draw(&Circle::new(centre, radius, colour(*ink).stroke_width(weight)))
            }
            Shape::Text(at, words, style, turn) => self.set(area, *at, words, *style, *turn),
        }
    }

    /// Text by its baseline: the shift that Plotters adds to place it by its top is taken away in `attributes`.
    fn set(&self, area: &Backend, (x, y): Point, words: &str, style: Style, turn: Turn) -> Result<(), Fault> {
        let anchor = match style.anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        // The backend divides a size by 1.24.
        let size = style.size * UNITS * 1.24;
        let font = FontDesc::new(FontFamily::Name(text::FAMILY), size, style.face.plotters());
        let ink = colour(style.ink);
        let font = TextStyle::from(font).color(&ink).pos(Pos::new(anchor, VPos::Top));
        let (rise, fall) = (RISE * style.size, FALL * style.size);
        let within = |baseline: f64, far: u32| baseline.min(f64::from(far) / UNITS - fall).max(rise);
        match turn {
            Turn::None => area.draw(&Text::new(words, self.point((x, within(y, self.size.1))), font)),
            Turn::Upwards => {
                let font = font.transform(FontTransform::Rotate270);
                area.draw(&Text::new(words, self.point((within(x, self.size.0), y)), font))
            }
        }
    }

    fn points(&self, points: &[Point]) -> Vec<(i32, i32)> {
        points.iter().map(|&point| self.point(point)).collect()
    }

    fn point(&self, (x, y): Point) -> (i32, i32) {
        (units(x).min(self.size.0 as i32), units(y).min(self.size.1 as i32))
    }

    /// A circle with its line, wholly inside.
    fn round(&self, (x, y): Point, radius: f64, weight: f64) -> ((i32, i32), u32) {
        let (wide, high) = (self.size.0 as i32, self.size.1 as i32);
        let edge = units(weight / 2.0);
        let radius = units(radius).min(wide / 2 - edge).min(high / 2 - edge).max(1);
        let inside = |value: i32, size: i32| value.min(size - radius - edge).max(radius + edge);
        ((inside(units(x), wide), inside(units(y), high)), radius as u32)
    }
}

/// Mends what Plotters cannot say: a semibold; a family whose name ends in a digit, which CSS wants in quotes; and a
/// baseline, since a shift moves only the first letter of a text that runs from right to left.
///
/// Quotation marks in a text are escaped, so that each pattern can only be an attribute.
fn attributes(body: &str) -> String {
    let family = format!(r#"font-family="{}""#, text::FAMILY);
    let quoted = format!(r#"font-family="'{}'""#, text::FAMILY);
    body.replace(&family, &quoted)
        .replace(r#"font-weight="bold""#, r#"font-weight="600""#)
        .replace(r#" dy="0.76em""#, "")
        .replace(r#" opacity="1""#, "")
}

fn colour(ink: Ink) -> RGBColor {
    RGBColor(ink.0, ink.1, ink.2)
}

/// Whole units from points, never below nought; what is not a number becomes nought.
fn units(points: f64) -> i32 {
    (points * UNITS).round().clamp(0.0, 2e9) as i32
}
