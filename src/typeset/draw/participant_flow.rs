//! Who answered what when: boxes from everybody enrolled down to those who answered at every timepoint, a column a
//! group, with those who left and came beside the way.

use super::canvas::{Canvas, Point};
use super::flow_box::FlowBox;
use super::legend::{self, Entry};
use super::marks;
use super::theme::{AXIS, BODY, INK, Ink, LINE, NOTE, PAPER, THIN, TINT};
use super::time_axis;
use crate::compose::Shown;
use crate::compose::chart::{FlowColumn, FlowWave, ParticipantFlow};

const BETWEEN: f64 = 14.0;
const NARROWEST: f64 = 104.0;
const WIDEST: f64 = 220.0;
/// A way down between two boxes, at the least, and before and after what stands beside it.
const DOWN: f64 = 13.0;
const ASIDE: f64 = 6.0;
/// Between boxes beside the same way.
const APART: f64 = 4.0;
/// The main boxes' share of a column; their middle is the way.
const MAIN: f64 = 0.74;
/// From the way to the boxes beside it.
const BRANCH: f64 = 15.0;
const HEAD_SIZE: f64 = 4.2;

const EVERYWHERE: &str = "All timepoints";

pub fn draw(canvas: &mut Canvas, chart: &ParticipantFlow) -> f64 {
    // Half a line on each side, so that no outline is cut.
    let room = canvas.width() - LINE;
    if chart.columns.is_empty() {
        return 0.0;
    }
    let abreast = (((room + BETWEEN) / (NARROWEST + BETWEEN)).floor() as usize).clamp(1, chart.columns.len());
    let width = ((room - BETWEEN * (abreast - 1) as f64) / abreast as f64).min(WIDEST);
    let mut y = legend::strip(canvas, &entries(chart), (0.0, 0.0), room) + 1.0;
    for (i, columns) in chart.columns.chunks(abreast).enumerate() {
        let whole = columns.len() as f64 * (width + BETWEEN) - BETWEEN;
        let block = Block { chart, columns, width, left: (room - whole + LINE) / 2.0 };
        if chart.columns.len() > 1 && i == 0 {
            y = block.everybody(canvas, y);
        }
        y = block.draw(canvas, y) + 2.0 * DOWN;
    }
    y - 2.0 * DOWN + 1.0
}

/// Groups that stand side by side.
struct Block<'a> {
    chart: &'a ParticipantFlow,
    columns: &'a [FlowColumn],
    width: f64,
    left: f64,
}

impl Block<'_> {
    fn column(&self, i: usize) -> f64 {
        self.left + i as f64 * (self.width + BETWEEN)
    }

    fn way(&self, i: usize) -> f64 {
        self.column(i) + self.width * MAIN / 2.0
    }

    fn main(&self, head: &str, words: &str, count: u64) -> FlowBox {
        FlowBox::of(head, &[(words, count)], BODY, self.width * MAIN)
    }

    /// The box above all columns and the ways from it to each; gives where the columns begin.
    fn everybody(&self, canvas: &mut Canvas, top: f64) -> f64 {
        let all = self.main("", "Enrolled", self.chart.enrolled);
        let (first, last) = (self.way(0), self.way(self.columns.len() - 1));
        let middle = (first + last) / 2.0;
        let bottom = top + all.height;
        let bus = bottom + DOWN * 0.7;
        canvas.line((middle, bottom), (middle, bus), LINE, AXIS);
        for i in 0..self.columns.len() {
            let corner = (self.way(i), bus);
            canvas.path(vec![(middle, bus), corner, (corner.0, bus + 1.0)], LINE, AXIS);
            arrow(canvas, corner, (corner.0, bus + DOWN));
        }
        all.paint(canvas, (middle - self.width * MAIN / 2.0, top), PAPER, (LINE, INK));
        let right = middle + self.width * MAIN / 2.0;
        canvas.shows(self.chart.shown.as_ref(), (middle - self.width * MAIN / 2.0, top), (right, bottom));
        bus + DOWN
    }

    /// The columns from their heads down; gives the bottom.
    fn draw(&self, canvas: &mut Canvas, top: f64) -> f64 {
        let heads: Vec<FlowBox> =
            self.columns.iter().map(|column| self.main(&column.label, "Enrolled", column.enrolled)).collect();
        let whole: Vec<Option<&Shown>> = self.columns.iter().map(|column| column.shown.as_ref()).collect();
        let mut bottoms = vec![0.0; self.columns.len()];
        let mut y = self.row(canvas, &mut bottoms, (0.0, top), heads.into_iter().map(Some).collect(), (PAPER, &whole));
        for (tick, name) in self.chart.ticks.iter().map(time_axis::name).enumerate() {
            let waves: Vec<Option<&FlowWave>> = self.columns.iter().map(|column| column.waves.get(tick)).collect();
            let sides = |wave: &Option<&FlowWave>| wave.map_or(Vec::new(), |wave| self.sides(tick, wave));
            let beside: Vec<Vec<Side>> = waves.iter().map(sides).collect();
            let at: Vec<Option<&Shown>> = waves.iter().map(|wave| wave.and_then(|wave| wave.shown.as_ref())).collect();
            let below = self.beside(canvas, &beside, &at, y);
            let boxes = waves.iter().map(|wave| wave.map(|wave| self.main(&name, "Answered", wave.answered)));
            y = self.row(canvas, &mut bottoms, (y, below), boxes.collect(), (PAPER, &at));
        }
        let last = self.columns.iter().map(|column| Some(self.main(EVERYWHERE, "Answered", column.complete)));
        self.row(canvas, &mut bottoms, (y, y + DOWN), last.collect(), (TINT, &whole))
    }

    /// A row of main boxes with the ways down to them from the boxes before; gives its bottom.
    fn row(
        &self,
        canvas: &mut Canvas,
        bottoms: &mut [f64],
        (before, top): (f64, f64),
        boxes: Vec<Option<FlowBox>>,
        (ground, shown): (Ink, &[Option<&Shown>]),
    ) -> f64 {
        let height = boxes.iter().flatten().map(|item| item.height).fold(0.0, f64::max);
        for (i, item) in boxes.into_iter().enumerate() {
            let Some(mut item) = item else { continue };
            // Boxes of a row end at the same height, so that ways start there together.
            item.height = height;
            if before > 0.0 {
                arrow(canvas, (self.way(i), bottoms[i]), (self.way(i), top));
            }
            item.paint(canvas, (self.column(i), top), ground, (LINE, INK));
            let right = self.column(i) + self.width * MAIN;
            canvas.shows(shown[i], (self.column(i), top), (right, top + height));
            bottoms[i] = top + height;
        }
        top + height
    }

    /// What stands beside the way to a timepoint: those who left it, and those who came to it.
    fn sides(&self, tick: usize, wave: &FlowWave) -> Vec<Side> {
        let width = self.width - self.width * MAIN / 2.0 - BRANCH;
        let style = NOTE.ink(INK);
        let lost = if tick == 0 { "No answer" } else { "Lost" };
        let mut sides = vec![Side { out: true, item: FlowBox::of("", &[(lost, wave.lost)], style, width) }];
        let came = [("Returned", wave.returned), ("Joined", wave.joined)];
        let came: Vec<(&str, u64)> = came.into_iter().filter(|(_, count)| *count > 0).collect();
        if !came.is_empty() {
            sides.push(Side { out: false, item: FlowBox::of("", &came, style, width) });
        }
        sides
    }

    /// Draws what stands beside the ways, level by level; gives where the next boxes begin.
    fn beside(&self, canvas: &mut Canvas, columns: &[Vec<Side>], shown: &[Option<&Shown>], top: f64) -> f64 {
        let mut y = top + ASIDE;
        for level in 0..2 {
            let sides = || columns.iter().enumerate().filter_map(|(i, sides)| sides.get(level).map(|side| (i, side)));
            let height = sides().map(|(_, side)| side.item.height).fold(0.0, f64::max);
            for (i, side) in sides() {
                let (way, left) = (self.way(i), self.way(i) + BRANCH);
                let middle = y + side.item.height / 2.0;
                let (from, to) = if side.out { (way, left) } else { (left, way) };
                arrow(canvas, (from, middle), (to, middle));
                side.item.paint(canvas, (left, y), PAPER, (THIN, AXIS));
                let right = self.column(i) + self.width;
                canvas.shows(shown[i], (left, y), (right, y + side.item.height));
            }
            y += if height > 0.0 { height + APART } else { 0.0 };
        }
        (y - APART + ASIDE + HEAD_SIZE).max(top + DOWN)
    }
}

/// A box beside the way, and whether people leave it or come to it.
struct Side {
    out: bool,
    item: FlowBox,
}

/// A line that ends in a head; it goes straight down or to a side.
fn arrow(canvas: &mut Canvas, from: Point, to: Point) {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = dx.hypot(dy).max(1e-9);
    let along = (dx / length, dy / length);
    let neck = (to.0 - along.0 * HEAD_SIZE * 0.9, to.1 - along.1 * HEAD_SIZE * 0.9);
    canvas.line(from, neck, LINE, AXIS);
    marks::arrow_head(canvas, to, along, HEAD_SIZE, AXIS);
}

/// What the words in the boxes mean, as far as they occur.
fn entries(chart: &ParticipantFlow) -> Vec<Entry<'static>> {
    let waves = || chart.columns.iter().flat_map(|column| &column.waves);
    let later = || chart.columns.iter().flat_map(|column| column.waves.iter().skip(1));
    let mut entries = Vec::new();
    if later().next().is_some() {
        entries.push(Entry::note("Lost: answered at the timepoint before, but not at this one"));
    }
    if waves().any(|wave| wave.returned > 0) {
        entries.push(Entry::note("Returned: answered again, after a gap"));
    }
    if waves().any(|wave| wave.joined > 0) {
        entries.push(Entry::note("Joined: answered for the first time"));
    }
    entries
}
