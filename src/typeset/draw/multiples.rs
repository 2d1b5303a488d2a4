//! Small panels in rows, under the names of their instruments: a grid that other charts fill.

use super::canvas::Canvas;
use super::ground::{Frame, Ground};
use super::text;
use super::theme::{BODY, GAP, HEAD, NOTE, RULE, THIN};

const BETWEEN: f64 = 11.0;
const BELOW: f64 = 7.0;

/// How the panels of a chart lie, in points.
pub struct Grid {
    pub columns: usize,
    /// A panel with the labels of its axis on its left.
    slot: f64,
    gutter: f64,
    height: f64,
}

impl Grid {
    /// As many columns as the usual width of a slot allows, none wider than the widest; the height of the plots
    /// follows from their width.
    pub fn of(grounds: &[Ground], room: f64, (usual, widest): (f64, f64), height: impl Fn(f64) -> f64) -> Grid {
        let columns = ((room / usual).round() as usize).clamp(1, grounds.len().max(1));
        let slot = ((room - BETWEEN * (columns - 1) as f64) / columns as f64).min(widest);
        let gutter = grounds.iter().map(Ground::gutter).fold(0.0, f64::max);
        Grid { columns, slot, gutter, height: height(slot - gutter) }
    }

    /// A frame of the size that all have, at nought.
    pub fn frame(&self) -> Frame {
        Frame { left: 0.0, top: 0.0, width: self.slot - self.gutter, height: self.height }
    }

    /// Titles and headings, and in each frame what is painted there; gives the bottom of it all.
    pub fn draw(
        &self,
        canvas: &mut Canvas,
        grounds: &[Ground],
        top: f64,
        mut paint: impl FnMut(&mut Canvas, usize, Frame),
    ) -> f64 {
        let mut y = top;
        let mut before = "";
        for (row, grounds) in grounds.chunks(self.columns).enumerate() {
            y = self.headings(canvas, grounds, before, y);
            let lines = grounds.iter().map(|ground| ground.title(self.frame().width).len()).max().unwrap_or(1);
            y += lines as f64 * BODY.leading() + GAP;
            for (i, ground) in grounds.iter().enumerate() {
                let frame = Frame { left: self.left(i) + self.gutter, top: y, ..self.frame() };
                ground.paint_title(canvas, frame);
                paint(canvas, row * self.columns + i, frame);
            }
            y += self.height + grounds.iter().map(Ground::foot).fold(0.0, f64::max) + BELOW;
            before = grounds.last().map_or("", |ground| ground.group);
        }
        y - BELOW
    }

    fn left(&self, column: usize) -> f64 {
        column as f64 * (self.slot + BETWEEN)
    }

    /// The names of the instruments, each with a rule over its panels; `before` is the one that the row above ended
    /// with.
    fn headings(&self, canvas: &mut Canvas, grounds: &[Ground], before: &str, top: f64) -> f64 {
        let runs = grounds.chunk_by(|one, next| one.group == next.group);
        let mut column = 0;
        let mut headings = Vec::new();
        for run in runs {
            let left = self.left(column);
            column += run.len();
            let width = self.left(column) - BETWEEN - left;
            let continued = left == 0.0 && run[0].group == before;
            let suffix = if continued { " (continued)" } else { "" };
            let style = if continued { NOTE.italic() } else { HEAD };
            let name = text::wrap(&format!("{}{suffix}", run[0].group), style, width, 2);
            headings.push((left, width, name, style));
        }
        if grounds.iter().all(|ground| ground.group.trim().is_empty()) {
            return top;
        }
        let lines = headings.iter().map(|(.., name, _)| name.len()).max().unwrap_or(0);
        let rule = top + lines as f64 * HEAD.leading() + 1.5;
        for (left, width, name, style) in headings {
            let first = rule - 3.5 - (name.len().max(1) - 1) as f64 * style.leading();
            canvas.lines((left, first), &name, style);
            canvas.line((left, rule), (left + width, rule), THIN, RULE);
        }
        rule + 3.0
    }
}
