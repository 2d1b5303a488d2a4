//! How wide the parts of a forest of changes are, and how far its axis goes.

use super::axis;
use super::text;
use super::theme::{GAP, INK, NOTE, Style};
use crate::compose::chart::{ChangeForest, ForestChange};

const LEAST_PLOT: f64 = 70.0;
pub const BETWEEN: f64 = 12.0;
/// An end this many times farther out than nine in ten of them does not set the axis: its interval runs off.
const OUTLYING: f64 = 1.6;
/// The numbers beside the plot.
pub const PRINTED: Style = NOTE.ink(INK);
pub const HEAVY: Style = PRINTED.semibold();
pub const WORSE: &str = "\u{2190} worse";
pub const BETTER: &str = "better \u{2192}";
pub const DAGGER: &str = "\u{2020}";

/// All changes, row by row.
pub fn changes(chart: &ChangeForest) -> impl Iterator<Item = &ForestChange> {
    let rows = chart.groups.iter().flat_map(|group| &group.rows);
    rows.flat_map(|row| row.changes.iter().flatten())
}

/// The stretch of the axis: all estimates, and all intervals but those that are far wider than the rest.
pub fn reach(chart: &ChangeForest) -> (f64, f64) {
    let ends = |change: &ForestChange| {
        let (low, high) = change.estimate.interval.unwrap_or((change.estimate.value, change.estimate.value));
        [low, high]
    };
    let mut sizes: Vec<f64> = changes(chart).flat_map(ends).filter_map(axis::placeable).map(f64::abs).collect();
    sizes.sort_by(f64::total_cmp);
    let most = sizes.get(sizes.len() * 9 / 10).map_or(1.0, |size| OUTLYING * size);
    let values = changes(chart).map(|change| change.estimate.value);
    let kept = changes(chart).flat_map(ends).filter(|end| end.abs() <= most).chain(values);
    let (low, high) = axis::extent(kept).unwrap_or((-1.0, 1.0));
    let step = axis::step((high - low).max(1.0), 6, 6);
    // A little beyond, so that a mark on the edge stays whole.
    let pad = step * 0.12;
    ((low - pad).min(-step), (high + pad).max(step))
}

/// Widths that all comparisons share.
#[derive(Debug, Clone, Copy)]
pub struct Columns {
    /// Comparisons side by side.
    pub abreast: usize,
    pub cell: f64,
    pub plot: f64,
    /// Nought, as is the next, where there is no room for words.
    pub change: f64,
    pub p: f64,
}

impl Columns {
    /// As many side by side as leave each plot its least width; the text goes where even one has no room for it.
    pub fn of(chart: &ChangeForest, room: f64) -> Columns {
        let heads: Vec<String> = (0..chart.comparisons.len()).map(|comparison| head(chart, comparison)).collect();
        let change =
            text::widest(changes(chart).map(|change| change.text.as_str()), PRINTED) + text::width(DAGGER, PRINTED);
        let change = change.max(text::widest(heads.iter().map(String::as_str), NOTE)).min(130.0);
        let p = text::widest(changes(chart).map(|change| change.p.as_str()).chain(["p"]), HEAVY).min(40.0);
        let words = change + p + 2.0 * GAP + 3.0;
        let fits = LEAST_PLOT + words + BETWEEN <= room;
        let (words, change, p) = if fits { (words, change, p) } else { (0.0, 0.0, 0.0) };
        let most = (room / (LEAST_PLOT + words + BETWEEN)).floor() as usize;
        let abreast = most.clamp(1, chart.comparisons.len().max(1));
        let cell = (room / abreast as f64 - BETWEEN).min(330.0);
        Columns { abreast, cell, plot: cell - words, change, p }
    }
}

/// What stands over the printed changes of a comparison: what is taken from what.
pub fn head(chart: &ChangeForest, comparison: usize) -> String {
    let difference = chart.differences.get(comparison).map_or("Change", String::as_str);
    format!("{difference} ({} CI)", chart.confidence)
}
