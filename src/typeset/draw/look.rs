//! What a group looks like wherever groups are compared: a colour, a shape and a dash of its own, none of them alone.

use super::canvas::{Canvas, Point};
use super::legend::Entry;
use super::marks::{self, Fill, Shape};
use super::theme::{GROUPS, Ink, LINE, MARK};

#[derive(Debug, Clone, Copy)]
pub struct Look {
    pub ink: Ink,
    pub shape: Shape,
    /// Lengths of dashes and gaps; empty for a whole line.
    pub dash: &'static [f64],
}

const DASHES: [&[f64]; 4] = [&[], &[4.0, 2.0], &[1.2, 1.6], &[5.0, 1.6, 1.2, 1.6]];

impl Look {
    /// The look of the nth group. Beyond the last colour they come round again with other shapes, and twelve groups
    /// stay apart.
    pub fn nth(n: usize) -> Look {
        Look { ink: GROUPS[n % GROUPS.len()], shape: Shape::nth(n), dash: DASHES[n % DASHES.len()] }
    }

    pub fn mark(&self, canvas: &mut Canvas, at: Point, fill: Fill) {
        marks::mark(canvas, self.shape, at, MARK, fill, self.ink);
    }

    pub fn line(&self, canvas: &mut Canvas, from: Point, to: Point) {
        canvas.stroke(from, to, LINE, self.ink, self.dash);
    }
}

/// Keys of groups by their marks, on a piece of their lines where they have such.
pub fn entries<'a>(labels: impl IntoIterator<Item = &'a str>, lined: bool) -> Vec<Entry<'a>> {
    let entry = |(n, label): (usize, &str)| {
        let look = Look::nth(n);
        let width = if lined { 19.0 } else { 7.0 };
        Entry::new(width, label, move |canvas: &mut Canvas, x, y| {
            if lined {
                look.line(canvas, (x, y), (x + width, y));
            }
            look.mark(canvas, (x + width / 2.0, y), Fill::Solid);
        })
    };
    labels.into_iter().enumerate().map(entry).collect()
}
