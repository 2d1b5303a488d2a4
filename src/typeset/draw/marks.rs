//! The marks that carry a meaning by shape and fill, so that colour is never alone.

use super::canvas::{Canvas, Point};
use super::theme::{ACCENT, INK, Ink, LINE, PAPER, STRONG};
use crate::compose::chart;

/// Shapes that stay apart when small: one a timepoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Disc,
    Square,
    Diamond,
    Up,
    Down,
    Hexagon,
}

impl Shape {
    /// The shape of the nth timepoint; beyond the last they come round again.
    pub fn nth(n: usize) -> Shape {
        use Shape::{Diamond, Disc, Down, Hexagon, Square, Up};
        [Disc, Square, Diamond, Up, Down, Hexagon][n % 6]
    }

    /// Corners about the centre, in radii, sized so that all shapes weigh the same.
    fn corners(self) -> &'static [Point] {
        match self {
            Shape::Disc => &[],
            Shape::Square => &[(-0.89, -0.89), (0.89, -0.89), (0.89, 0.89), (-0.89, 0.89)],
            Shape::Diamond => &[(0.0, -1.2), (1.2, 0.0), (0.0, 1.2), (-1.2, 0.0)],
            Shape::Up => &[(0.0, -1.35), (1.25, 0.85), (-1.25, 0.85)],
            Shape::Down => &[(0.0, 1.35), (1.25, -0.85), (-1.25, -0.85)],
            Shape::Hexagon => &[(-1.1, 0.0), (-0.55, -0.95), (0.55, -0.95), (1.1, 0.0), (0.55, 0.95), (-0.55, 0.95)],
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fill {
    Solid,
    Hollow,
}

pub fn mark(canvas: &mut Canvas, shape: Shape, centre: Point, radius: f64, fill: Fill, ink: Ink) {
    let ground = if fill == Fill::Solid { ink } else { PAPER };
    if shape == Shape::Disc {
        canvas.disc(centre, radius, ground);
        canvas.ring(centre, radius, LINE, ink);
        return;
    }
    let place = |&(x, y): &Point| (centre.0 + x * radius, centre.1 + y * radius);
    let corners: Vec<Point> = shape.corners().iter().map(place).collect();
    // The first side is drawn twice, which closes the corner that a path leaves open.
    let outline = corners.iter().chain(corners.iter().take(2)).copied().collect();
    canvas.fill(corners, ground);
    canvas.path(outline, LINE, ink);
}

/// The verdict of a claim or row: a disc, a ring with a dot, a crossed square.
pub fn verdict(canvas: &mut Canvas, verdict: chart::Mark, centre: Point, radius: f64) {
    match verdict {
        chart::Mark::Holds => mark(canvas, Shape::Disc, centre, radius, Fill::Solid, ACCENT),
        chart::Mark::CannotTell => {
            mark(canvas, Shape::Disc, centre, radius, Fill::Hollow, INK);
            canvas.disc(centre, radius * 0.35, INK);
        }
        chart::Mark::Contradicted => {
            mark(canvas, Shape::Square, centre, radius, Fill::Hollow, INK);
            let arm = radius * 0.5;
            for rise in [-arm, arm] {
                canvas.line((centre.0 - arm, centre.1 - rise), (centre.0 + arm, centre.1 + rise), STRONG, INK);
            }
        }
    }
}

pub fn verdict_word(verdict: chart::Mark) -> &'static str {
    match verdict {
        chart::Mark::Holds => "holds",
        chart::Mark::CannotTell => "cannot tell",
        chart::Mark::Contradicted => "contradicted",
    }
}

/// A filled arrow head with its tip at the point, looking along the direction.
pub fn arrow_head(canvas: &mut Canvas, tip: Point, (dx, dy): Point, size: f64, ink: Ink) {
    let back = (tip.0 - dx * size, tip.1 - dy * size);
    let (wx, wy) = (-dy * size * 0.55, dx * size * 0.55);
    canvas.fill(vec![tip, (back.0 + wx, back.1 + wy), (back.0 - wx, back.1 - wy)], ink);
}
