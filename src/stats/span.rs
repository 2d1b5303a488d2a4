//! Spans of numbers, and the grid on which scores lie.

/// The possible scores: `origin` + j · `up` / `down`, for whole j.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Grid {
    pub origin: f64,
    pub up: u32,
    pub down: u32,
    /// Whether no other score is possible. A grid that is only likely proves nothing and may be left for a finer one.
    pub sure: bool,
}

impl Grid {
    /// Whole numbers divided by `down`, as a guess.
    pub fn likely(down: u32) -> Self {
        Self { origin: 0.0, up: 1, down: down.max(1), sure: false }
    }

    /// Scores `step` apart, from `origin` on. `None` if the step is no whole number and no whole part of 1.
    pub fn sure(origin: f64, step: f64) -> Option<Self> {
        let whole = |x: f64| ((0.999..1e6).contains(&x) && (x - x.round()).abs() < 1e-9 * x).then(|| x.round() as u32);
        let (up, down) = match (whole(step), whole(step.recip())) {
            (Some(up), _) => (up, 1),
            (None, Some(down)) => (1, down),
            (None, None) => return None,
        };
        // Whole multiples of the step need no offset, and then a score is one division.
        let multiple = origin * f64::from(down) / f64::from(up);
        let origin = if (multiple - multiple.round()).abs() < 1e-9 { 0.0 } else { origin };
        origin.is_finite().then_some(Self { origin, up, down, sure: true })
    }

    /// The distance between two scores.
    pub fn step(&self) -> f64 {
        f64::from(self.up) / f64::from(self.down)
    }

    /// The score of a place on the grid.
    pub fn score(&self, place: i64) -> f64 {
        self.origin + (place * i64::from(self.up)) as f64 / f64::from(self.down)
    }

    /// The places whose scores lie in an interval, first and last; none where the first is after the last.
    pub fn places(&self, low: f64, high: f64) -> (i64, i64) {
        let place = |score: f64| (score - self.origin) / self.step();
        // Decimals are not exact in binary: what is off by a billionth of a step is on the grid.
        ((place(low) - 1e-9).ceil() as i64, (place(high) + 1e-9).floor() as i64)
    }
}

/// All numbers from `low` to `high`, both included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Span {
    pub low: f64,
    pub high: f64,
}

impl Span {
    pub const ALL: Self = Self { low: f64::NEG_INFINITY, high: f64::INFINITY };

    pub fn new(low: f64, high: f64) -> Self {
        Self { low, high }
    }

    pub fn contains(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }

    pub fn is_empty(&self) -> bool {
        self.low > self.high
    }

    pub fn and(&self, other: Self) -> Self {
        Self { low: self.low.max(other.low), high: self.high.min(other.high) }
    }

    /// The nearest number of the span.
    pub fn nearest(&self, value: f64) -> f64 {
        value.min(self.high).max(self.low)
    }

    /// Every difference of a number of this span and one of the other.
    pub fn minus(&self, other: Self) -> Self {
        Self { low: self.low - other.high, high: self.high - other.low }
    }

    /// Every product with one factor.
    pub fn times(&self, factor: f64) -> Self {
        let (a, b) = (self.low * factor, self.high * factor);
        Self { low: a.min(b), high: a.max(b) }
    }
}
