//! What the search is after: spans to be met, and what it costs to miss them.

use super::targets::Span;
use crate::audit::{KeptChange, KeptWave};

/// How heavy a figure is that lies one half of its rounding interval outside of it.
const MEAN: f64 = 64.0;
const SD: f64 = 48.0;
/// Of a smallest or greatest score.
pub const END: f64 = 48.0;
const CHANGE: f64 = 16.0;
const LIMIT: f64 = 8.0;
const P: f64 = 4.0;
const ES: f64 = 2.0;

/// A figure to be met: within `inner` it costs nothing.
#[derive(Debug, Clone, Copy)]
pub struct Aim {
    /// The whole rounding interval.
    pub whole: Span,
    /// The interval less a little at both ends, so that what is met stays met when it is printed.
    inner: Span,
    unit: f64,
    /// What the figure varies by, such as an SD for a mean: the unit of a search that is not yet near.
    natural: f64,
    pub weight: f64,
}

impl Aim {
    fn new(span: Span, weight: f64, natural: f64, margin: f64) -> Self {
        let width = span.high - span.low;
        let (unit, margin) = match width.is_finite() {
            true => ((width / 2.0).max(f64::MIN_POSITIVE), margin * width),
            // A bound has no middle; its own size tells how far is far.
            false => {
                let end = if span.low.is_finite() { span.low } else { span.high };
                ((0.1 * end.abs()).max(1e-3), 1e-9 * end.abs())
            }
        };
        let natural = if natural.is_finite() { natural } else { 0.0 };
        Self { whole: span, inner: Span::new(span.low + margin, span.high - margin), unit, natural, weight }
    }

    /// Nothing within, and more the farther outside, in half rounding intervals; with a blur, in more of what the
    /// figure varies by.
    pub fn cost(&self, value: f64, blur: f64) -> f64 {
        let off = if value.is_nan() {
            f64::INFINITY
        } else if value < self.inner.low {
            self.inner.low - value
        } else if value > self.inner.high {
            value - self.inner.high
        } else {
            return 0.0;
        };
        // A number that cannot be made, such as a t without spread, is far off.
        if off.is_finite() { self.weight * off / (self.unit + blur * self.natural) } else { self.weight * 1e6 }
    }
}

/// The aims of one timepoint.
#[derive(Debug, Clone)]
pub struct WaveAims {
    pub mean: Option<Aim>,
    pub sd: Option<Aim>,
    /// Places between which every score lies.
    pub low: i64,
    pub high: i64,
    /// Where the smallest and the greatest score have to lie, if they have to.
    pub least: Option<(i64, i64)>,
    pub most: Option<(i64, i64)>,
}

/// The aims of one change.
#[derive(Debug, Clone)]
pub struct ChangeAims {
    pub from: usize,
    pub to: usize,
    pub change: Option<Aim>,
    pub low: Option<Aim>,
    pub high: Option<Aim>,
    pub t: Option<Aim>,
    pub es: Option<Aim>,
    /// The standard error of the change, and the correlation of the two measurements.
    pub error: Option<Aim>,
    pub r: Option<Aim>,
    /// Of the change, where its p value leaves one sign only.
    pub sign: Option<f64>,
    /// Half an interval in standard errors.
    pub reach: f64,
}

/// How the aims of one try are made.
#[derive(Debug, Clone, Copy)]
pub struct Manner {
    /// Whether the smallest and the greatest score are to be the very numbers printed.
    pub pinned: bool,
    /// The part of a rounding interval that is kept clear at either end.
    pub margin: f64,
}

impl WaveAims {
    pub fn new(
        kept: &KeptWave,
        natural: f64,
        manner: Manner,
        (low, high): (i64, i64),
        [least, most]: [Option<(i64, i64)>; 2],
    ) -> Self {
        let aim = |span: Option<Span>, weight: f64| span.map(|span| Aim::new(span, weight, natural, manner.margin));
        Self { mean: aim(kept.mean, MEAN), sd: aim(kept.sd, SD), low, high, least, most }
    }
}

impl ChangeAims {
    pub fn new(kept: &KeptChange, [from, to]: [usize; 2], natural: f64, manner: Manner, reach: f64) -> Self {
        let aim = |span: Option<Span>, weight: f64, natural: f64| {
            span.map(|span| Aim::new(span, weight, natural, manner.margin))
        };
        Self {
            from,
            to,
            change: aim(kept.change, CHANGE, natural),
            low: aim(kept.low, LIMIT, natural),
            high: aim(kept.high, LIMIT, natural),
            t: aim(kept.t, P, 1.0),
            es: aim(kept.es, ES, 0.3),
            error: aim(kept.error, LIMIT, natural),
            r: aim(kept.r, ES, 0.3),
            sign: kept.sign,
            reach,
        }
    }
}
