//! The marks of a forest of changes: the interval with its estimate, and what the legend says of them.

use super::axis::{self, Scale};
use super::canvas::{Canvas, Point};
use super::forest_columns::{DAGGER, changes};
use super::legend::Entry;
use super::marks::{self, Fill, Shape};
use super::theme::{AXIS, INK, Ink, LINE, MARK, PAPER};
use crate::compose::chart::{ChangeForest, ForestChange};

const ARROW: f64 = 4.5;

/// An interval on its row, with an arrow head where it runs off the axis, and its estimate.
pub fn interval(canvas: &mut Canvas, change: &ForestChange, scale: &Scale, y: f64) {
    let Some(value) = axis::placeable(change.estimate.value) else {
        return;
    };
    let ink = if change.significant { INK } else { AXIS };
    if let Some((low, high)) = change.estimate.interval {
        let ends = (scale.at(low), scale.at(high));
        whisker(canvas, ends, y, change.doubtful, ink);
        for end in [low, high].into_iter().filter(|end| !scale.holds(*end)) {
            let outward = if end < scale.low { -1.0 } else { 1.0 };
            marks::arrow_head(canvas, (scale.at(end), y), (outward, 0.0), ARROW, ink);
        }
    }
    let at = (scale.at(value), y);
    estimate(canvas, at, change.significant, change.holm_significant);
}

fn whisker(canvas: &mut Canvas, (low, high): (f64, f64), y: f64, doubtful: bool, ink: Ink) {
    if doubtful {
        canvas.dashed((low, y), (high, y), LINE, ink);
    } else {
        canvas.line((low, y), (high, y), LINE, ink);
    }
}

fn estimate(canvas: &mut Canvas, at: Point, significant: bool, holm: bool) {
    if holm {
        canvas.disc(at, MARK + 2.1, PAPER);
        canvas.ring(at, MARK + 1.9, LINE, INK);
    }
    let (fill, ink) = if significant { (Fill::Solid, INK) } else { (Fill::Hollow, AXIS) };
    marks::mark(canvas, Shape::Disc, at, MARK, fill, ink);
}

/// Keys for what the rows really hold.
pub fn entries(chart: &ChangeForest, (low, high): (f64, f64)) -> Vec<Entry<'static>> {
    let any = |test: &dyn Fn(&ForestChange) -> bool| changes(chart).any(test);
    let off = |end: f64| end < low || end > high;
    let mut entries = Vec::new();
    if any(&|change| change.significant) {
        entries.push(Entry::mark(chart.significance.clone(), |canvas, at| estimate(canvas, at, true, false)));
    }
    if any(&|change| change.holm_significant) {
        let words = "still significant after Holm\u{2019}s adjustment";
        entries.push(Entry::new(9.0, words, |canvas, x, y| estimate(canvas, (x + 4.5, y), true, true)));
    }
    if any(&|change| !change.significant) {
        entries.push(Entry::mark("not significant", |canvas, at| estimate(canvas, at, false, false)));
    }
    if any(&|change| change.doubtful) {
        let words = format!("{DAGGER} change not in the middle of its printed interval");
        entries.push(Entry::new(14.0, words, |canvas, x, y| whisker(canvas, (x, x + 14.0), y, true, INK)));
    }
    if any(&|change| change.estimate.interval.is_some_and(|(low, high)| off(low) || off(high))) {
        entries.push(Entry::mark("runs off the axis", |canvas, (x, y)| {
            whisker(canvas, (x - 4.0, x + 3.5), y, false, INK);
            marks::arrow_head(canvas, (x + 3.5, y), (1.0, 0.0), ARROW, INK);
        }));
    }
    entries
}
