//! Who carries each theme and code, a column a timepoint: bars of share, with the number of people beside each.

use super::axis::{self, Scale};
use super::bars::{self, Track};
use super::canvas::Canvas;
use super::rows::{self, Group, Rows};
use super::text;
use super::theme::{GAP, HEAD, NOTE};
use super::time_axis;
use crate::compose::chart::ThemesByTimepoint;

const ROW: f64 = 10.5;
const BAR: f64 = 5.6;
const BETWEEN: f64 = 12.0;
const LEAST_COLUMN: f64 = 36.0;
const WIDEST_COLUMN: f64 = 170.0;

pub fn draw(canvas: &mut Canvas, chart: &ThemesByTimepoint) -> f64 {
    let room = canvas.width();
    let groups = groups(chart);
    let label = rows::label_width(&groups, room * 0.36);
    let beside = room - label - GAP;
    let abreast = ((beside / (LEAST_COLUMN + BETWEEN)).floor() as usize).clamp(1, chart.ticks.len().max(1));
    let ticks: Vec<usize> = (0..chart.ticks.len()).collect();
    let mut blocks: Vec<&[usize]> = ticks.chunks(abreast).collect();
    if blocks.is_empty() {
        blocks.push(&[]);
    }
    let mut y = 0.0;
    for ticks in blocks {
        let block = Block { chart, ticks, label, column: (beside / abreast as f64 - BETWEEN).min(WIDEST_COLUMN) };
        y = block.draw(canvas, y) + BETWEEN;
    }
    y - BETWEEN
}

fn groups(chart: &ThemesByTimepoint) -> Vec<Group<'_>> {
    let labels = chart.groups.iter().map(|group| {
        let rows = group.rows.iter().map(|row| row.label.as_str());
        (group.label.as_str(), rows.collect())
    });
    labels.collect()
}

/// The timepoints that stand side by side, with the labels on their left.
struct Block<'a> {
    chart: &'a ThemesByTimepoint,
    ticks: &'a [usize],
    label: f64,
    column: f64,
}

impl Block<'_> {
    fn draw(&self, canvas: &mut Canvas, top: f64) -> f64 {
        let rows = Rows::lay(&groups(self.chart), (self.label, &canvas.part), ROW);
        let heads: Vec<Vec<String>> = self.ticks.iter().map(|&tick| self.head(tick)).collect();
        let lines = heads.iter().map(Vec::len).max().unwrap_or(0);
        let top = top + lines as f64 * HEAD.leading() + NOTE.leading() + GAP;
        let bottom = top + rows.height + GAP;
        let width = self.left(self.ticks.len().max(1)) - BETWEEN;
        rows.paint(canvas, (0.0, top), width);
        rows.show(canvas, (0.0, top), |row| self.chart.groups[row.group].rows[row.index].shown.as_ref());
        for (place, (&tick, head)) in self.ticks.iter().zip(&heads).enumerate() {
            let left = self.left(place);
            let first = top - GAP - NOTE.leading() - (head.len().max(1) - 1) as f64 * HEAD.leading();
            canvas.lines((left, first), head, HEAD);
            self.base(canvas, tick, (left, top - GAP));
            self.bars(canvas, &rows, tick, (left, top));
        }
        let under = |place| axis::below(canvas, &self.scale(self.left(place)), bottom, 2, &[]);
        let bottom = (0..self.ticks.len()).map(under).fold(0.0, f64::max) + bottom;
        let middle = (self.left(0) + width) / 2.0;
        canvas.text((middle, bottom + NOTE.size - 2.0), "Share of participants (%)", NOTE.middle());
        bottom + NOTE.leading()
    }

    fn left(&self, place: usize) -> f64 {
        self.label + GAP + place as f64 * (self.column + BETWEEN)
    }

    fn head(&self, tick: usize) -> Vec<String> {
        text::wrap(&time_axis::name(&self.chart.ticks[tick]), HEAD, self.column, 2)
    }

    /// How many people the shares are of.
    fn base(&self, canvas: &mut Canvas, tick: usize, (x, y): (f64, f64)) {
        if let Some(base) = self.chart.bases.get(tick) {
            canvas.text((x, y), "n", NOTE.italic());
            let words = text::shorten(&format!("= {base}"), NOTE, self.column - 6.0);
            canvas.text((x + text::width("n ", NOTE.italic()) - 0.5, y), &words, NOTE);
        }
    }

    fn track(&self, left: f64) -> Track {
        let counts = self.chart.groups.iter().flat_map(|group| &group.rows);
        Track::of(left, self.column, BAR, counts.flat_map(|row| row.participants.iter().copied()))
    }

    fn scale(&self, left: f64) -> Scale {
        Scale::new((0.0, 100.0), (left, left + self.track(left).width))
    }

    fn bars(&self, canvas: &mut Canvas, rows: &Rows, tick: usize, (left, top): (f64, f64)) {
        let track = self.track(left);
        for row in &rows.rows {
            let theme = &self.chart.groups[row.group].rows[row.index];
            if let Some(cell) = bars::cell(theme, tick) {
                bars::bar(canvas, track, top + row.middle, cell);
                bars::show(canvas, track, top + row.middle, theme, tick);
            }
        }
    }
}
