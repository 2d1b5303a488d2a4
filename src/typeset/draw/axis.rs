//! From numbers to places: scales, round ticks and how a tick is written. No number is made here, only positions.

use super::canvas::{Canvas, Point};
use super::text;
use super::theme::{AXIS, GAP, HALF_CAP, NOTE, SMALL, THIN};
use crate::compose::number::fixed;

/// Beyond this a number is shown at the edge: no scale of a study comes near it.
const HUGE: f64 = 1e12;

/// The number, if it is one that can be placed.
pub fn placeable(value: f64) -> Option<f64> {
    value.is_finite().then_some(value.clamp(-HUGE, HUGE))
}

/// A stretch of numbers laid on a stretch of points.
#[derive(Debug, Clone, Copy)]
pub struct Scale {
    pub low: f64,
    pub high: f64,
    from: f64,
    to: f64,
}

impl Scale {
    /// An empty or turned stretch is widened to one that can be drawn.
    pub fn new((low, high): (f64, f64), (from, to): (f64, f64)) -> Scale {
        let low = placeable(low).unwrap_or(0.0);
        let high = placeable(high).unwrap_or(1.0);
        let high = if high > low { high } else { low + 1.0 };
        Scale { low, high, from, to }
    }

    /// The place of a number, at the edge where it lies beyond.
    pub fn at(&self, value: f64) -> f64 {
        let value = if value.is_nan() { self.low } else { value.clamp(self.low, self.high) };
        self.from + (value - self.low) / (self.high - self.low) * (self.to - self.from)
    }

    pub fn holds(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }
}

/// Lowest and highest of what can be placed.
pub fn extent(values: impl IntoIterator<Item = f64>) -> Option<(f64, f64)> {
    let widen = |reach: Option<(f64, f64)>, value: f64| match reach {
        Some((low, high)) => Some((value.min(low), value.max(high))),
        None => Some((value, value)),
    };
    values.into_iter().filter_map(placeable).fold(None, widen)
}

/// A stretch about nought whose sides have room for the words that say what they mean.
pub fn with_room_for((low, high): (f64, f64), width: f64, words: [&str; 2]) -> (f64, f64) {
    let [below, above] = words.map(|words| ((text::width(words, NOTE) + 6.0) / width).min(0.48));
    let high = high.max(-low * above / (1.0 - above));
    (low.min(-high * below / (1.0 - below)), high)
}

/// The step, 1, 2 or 5 of a power of ten, that cuts a stretch in at most so many parts.
pub fn step(span: f64, most: usize, decimals: usize) -> f64 {
    let finest = 10f64.powi(-(decimals.min(12) as i32));
    let raw = (span / most.max(1) as f64).max(finest);
    let power = 10f64.powf(raw.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|unit| unit * power).find(|step| *step >= raw * 0.999);
    step.unwrap_or(raw)
}

/// The multiples of a step inside a stretch.
pub fn ticks(low: f64, high: f64, step: f64) -> Vec<f64> {
    const MOST: f64 = 40.0;
    let first = (low / step - 1e-9).ceil();
    let last = (high / step + 1e-9).floor();
    let count = (last - first).clamp(-1.0, MOST) as i64;
    (0..=count).map(|i| (first + i as f64) * step).collect()
}

/// A tick as written: a true minus, no negative nought.
pub fn label(value: f64, decimals: usize) -> String {
    fixed(value, decimals.min(12))
}

/// Decimals that tell the ticks of a step apart.
pub fn decimals_of(step: f64) -> usize {
    (-(step.log10() + 1e-9).floor()).clamp(0.0, 12.0) as usize
}

/// A horizontal axis with its ticks and title below; gives the height that it takes.
pub fn below(canvas: &mut Canvas, scale: &Scale, y: f64, most: usize, title: &[String]) -> f64 {
    canvas.line((scale.from, y), (scale.to, y), THIN, AXIS);
    let step = step(scale.high - scale.low, most, 6);
    let decimals = decimals_of(step);
    let baseline = y + 3.0 + SMALL;
    let places = ticks(scale.low, scale.high, step).into_iter();
    let labels: Vec<(f64, String)> = places.map(|value| (scale.at(value), label(value, decimals))).collect();
    for (x, _) in &labels {
        canvas.line((*x, y), (*x, y + 2.0), THIN, AXIS);
    }
    for (x, words) in apart(labels) {
        canvas.text((x, baseline), &words, NOTE.middle());
    }
    let middle = (scale.from + scale.to) / 2.0;
    canvas.lines((middle, baseline + NOTE.leading()), title, NOTE.middle());
    baseline - y + title.len() as f64 * NOTE.leading() + GAP
}

/// Those of the centred labels, from left to right, that do not run into the one before.
pub fn apart(labels: Vec<(f64, String)>) -> Vec<(f64, String)> {
    let mut kept: Vec<(f64, String)> = Vec::new();
    let mut free = f64::NEG_INFINITY;
    for (x, words) in labels {
        let half = text::width(&words, NOTE) / 2.0;
        if x - half >= free {
            free = x + half + 2.0;
            kept.push((x, words));
        }
    }
    kept
}

/// A line of text in the middle of an area that has nothing to show.
pub fn nothing(canvas: &mut Canvas, (x, y): Point, words: &str) {
    canvas.text((x, y + SMALL * HALF_CAP), words, NOTE.italic().middle());
}
