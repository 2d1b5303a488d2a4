//! Small panels in rows, under the names of their instruments: a grid that other charts fill.

use super::canvas::Canvas;
use super::ground::{Frame, Ground};
use super::text;
use super::theme::{BODY, GAP, HEAD, NOTE, RULE, THIN};

const BETWEEN: f64 = 11.0;
const BELOW: f64 = 7.0;
/// A page has room for so much and a caption.
const TALLEST: f64 = 570.0;

/// How the panels of a chart lie, in points.
pub struct Grid {
    pub columns: usize,
    /// A panel with the labels of its axis on its left.
    slot: f64,
    gutter: f64,
    height: f64,
}

/// How wide the slots of panels are, and how high their plots.
pub struct Wish {
    pub usual: f64,
    pub widest: f64,
    /// Where a page has no room for all rows, slots may become so narrow.
    pub narrowest: f64,
    /// The share of a plot's width that is its height, and between what; lower only where nothing else helps.
    pub rise: f64,
    pub heights: (f64, f64),
    pub lowest: f64,
}

impl Grid {
    /// As many columns as the usual width of a slot allows. Where a page has no room for all rows, plots become lower,
    /// then columns more.
    pub fn of(grounds: &[Ground], (room, top): (f64, f64), wish: &Wish) -> Grid {
        let most = grounds.len().max(1);
        let usual = ((room / wish.usual).round() as usize).clamp(1, most);
        let grids = (usual..=most).map(|columns| Grid::with(grounds, columns, room, wish));
        let wide = |grid: &Grid| grid.columns == usual || grid.slot >= wish.narrowest;
        let mut last = None;
        for grid in grids.take_while(wide) {
            let spare = TALLEST - top - grid.whole(grounds);
            let height = grid.height.min(grid.height + spare / most.div_ceil(grid.columns) as f64);
            let fits = height >= wish.heights.0;
            last = Some(Grid { height: height.max(wish.lowest), ..grid });
            if fits {
                break;
            }
        }
        last.expect("the usual number of columns is always tried")
    }

    fn with(grounds: &[Ground], columns: usize, room: f64, wish: &Wish) -> Grid {
        let slot = ((room - BETWEEN * (columns - 1) as f64) / columns as f64).min(wish.widest);
        let gutter = grounds.iter().map(Ground::gutter).fold(0.0, f64::max);
        let height = (wish.rise * (slot - gutter)).clamp(wish.heights.0, wish.heights.1);
        Grid { columns, slot, gutter, height }
    }

    /// How high all rows are together, as long as no name needs a second line.
    fn whole(&self, grounds: &[Ground]) -> f64 {
        let words = HEAD.leading() + BODY.leading() + GAP + 4.5 + BELOW;
        let foot = grounds.iter().map(Ground::foot).fold(0.0, f64::max);
        grounds.len().div_ceil(self.columns) as f64 * (words + self.height + foot)
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
