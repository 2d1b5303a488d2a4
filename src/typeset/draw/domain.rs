//! How much of a scale a panel shows, and with which ticks.

use super::axis;

/// The least share of a scale's range that a panel shows: small changes must not look like large ones.
const LEAST_SHARE: f64 = 0.3;

/// What the vertical axis shows.
#[derive(Debug, Clone, Copy)]
pub struct Domain {
    pub low: f64,
    pub high: f64,
    step: f64,
}

/// A scale as far as its axis is concerned.
#[derive(Debug, Clone, Copy)]
pub struct Extent {
    /// The scale's own range, where it is known.
    pub range: Option<(f64, f64)>,
    pub decimals: usize,
    /// Into how many parts the axis is cut at most.
    pub parts: usize,
}

impl Domain {
    /// All values, out to round numbers, and never less than a share of the scale's range.
    pub fn of(values: impl IntoIterator<Item = f64>, extent: Extent) -> Domain {
        let range = extent.range.filter(|(low, high)| low.is_finite() && high.is_finite() && low < high);
        let (low, high) = axis::extent(values).or(range).unwrap_or((0.0, 1.0));
        let finest = 4.0 * 10f64.powi(-(extent.decimals.min(12) as i32));
        let least = range.map_or(finest, |(low, high)| finest.max(LEAST_SHARE * (high - low)));
        let span = (1.16 * (high - low)).max(least).max(1e-9 * high.abs());
        let (start, end) = ((low + high - span) / 2.0, (low + high + span) / 2.0);
        let step = axis::step(span, extent.parts, extent.decimals);
        let (start, end) = ((start / step + 1e-9).floor() * step, (end / step - 1e-9).ceil() * step);
        // A panel has no room to spend where the scale has no values, unless an interval goes there.
        let (floor, ceiling) = range.unwrap_or((start, end));
        Domain { low: start.max(floor.min(low)), high: end.min(ceiling.max(high)), step }
    }

    pub fn ticks(&self) -> Vec<f64> {
        axis::ticks(self.low, self.high, self.step)
    }
}
