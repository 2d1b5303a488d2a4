//! Which means and standard deviations a number of scores between limits can have.
//!
//! Everything here holds for all data: what lies outside of these spans is impossible. Scores are taken as any real
//! numbers, which leaves the spans a little too wide where only some scores are possible; `grim` closes that gap.

use super::span::Span;

/// A number of scores, and where they lie.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sample {
    pub n: u64,
    /// Whether the number is printed, or else only what was chosen for it. Nothing follows from a number that is not
    /// certain.
    pub certain: bool,
    /// Where every score lies.
    pub all: Span,
    /// Where the smallest lies, and where the greatest.
    pub least: Span,
    pub most: Span,
}

impl Sample {
    /// Scores in a range, of which the smallest and the greatest are known to lie somewhere.
    pub fn new(n: u64, certain: bool, range: Span, least: Span, most: Span) -> Self {
        let all = Span::new(range.low.max(least.low), range.high.min(most.high));
        let (mut least, mut most) = (least.and(all), most.and(all));
        if n == 1 && certain {
            least = least.and(most);
            most = least;
        }
        Self { n, certain, all, least, most }
    }

    /// Whether such scores can be thought of at all.
    pub fn is_possible(&self) -> bool {
        let spans = [self.all, self.least, self.most];
        self.n > 0 && !spans.iter().any(Span::is_empty) && self.least.low <= self.most.high
    }

    fn count(&self) -> f64 {
        self.n as f64
    }

    /// Every mean: one score is at the smallest and one at the greatest place that is known for them.
    pub fn means(&self) -> Span {
        let (n, rest) = (self.count(), self.count() - 1.0);
        if !self.certain {
            return self.all;
        }
        if self.n == 1 {
            return self.least;
        }
        let low = (rest * self.all.low + self.most.low.max(self.all.low)) / n;
        let high = (rest * self.all.high + self.least.high.min(self.all.high)) / n;
        Span::new(low, high)
    }

    /// Every standard deviation, given that the mean lies in a span; an empty span where no mean of it is possible.
    pub fn deviations(&self, mean: Span) -> Span {
        let mean = mean.and(self.means());
        if !self.certain {
            // Two scores, one at either end, have the greatest SD of all numbers of scores.
            return Span::new(0.0, (self.all.high - self.all.low) * 0.5_f64.sqrt());
        }
        if mean.is_empty() || self.n < 2 {
            return Span::new(1.0, 0.0);
        }
        let rest = self.count() - 1.0;
        Span::new((self.least_squares(mean) / rest).sqrt(), (self.most_squares(mean) / rest).sqrt())
    }

    /// The least sum of squared deviations for any mean of a span. It is convex in the mean.
    fn least_squares(&self, mean: Span) -> f64 {
        let (low, high) = (self.least.high, self.most.low);
        if low < high {
            self.least_squares_at(mean.nearest((low + high) / 2.0))
        } else if mean.low > low {
            self.least_squares_at(mean.low)
        } else if mean.high < high {
            self.least_squares_at(mean.high)
        } else {
            0.0
        }
    }

    /// One score is no greater than `least.high`, one no smaller than `most.low`, the others are alike; or, where the
    /// mean lies far to one side, only the score at the other side is held back.
    fn least_squares_at(&self, mean: f64) -> f64 {
        let n = self.count();
        let (low, high) = (self.least.high, self.most.low);
        let held_low = if low >= high {
            mean > low
        } else if self.n == 2 {
            mean > (low + high) / 2.0
        } else {
            let others = (n * mean - low - high) / (n - 2.0);
            if (low..=high).contains(&others) {
                return (low - mean).powi(2) + (high - mean).powi(2) + (n - 2.0) * (others - mean).powi(2);
            }
            others > high
        };
        let held = if held_low { low } else { high };
        let others = (n * mean - held) / (n - 1.0);
        (held - mean).powi(2) + (n - 1.0) * (others - mean).powi(2)
    }

    /// The greatest sum of squared deviations: all scores at the limits, but for one. Where the number at the upper
    /// limit is given, the sum is convex in what the last one is, so that it is greatest at an end of the span or where
    /// the last one is at a limit, too.
    ///
    /// Reference: Bhatia & Davis (2000), A better bound on the variance, American Mathematical Monthly 107(4), 353–357.
    fn most_squares(&self, mean: Span) -> f64 {
        let Span { low, high } = self.all;
        if !(low.is_finite() && high.is_finite()) {
            return f64::INFINITY;
        }
        let (n, width) = (self.count(), high - low);
        if width <= 0.0 {
            return 0.0;
        }
        let at = |mean: f64| {
            let upper = (n * (mean - low) / width).floor().clamp(0.0, n - 1.0);
            let last = n * mean - upper * high - (n - 1.0 - upper) * low;
            upper * (high - mean).powi(2) + (n - 1.0 - upper) * (low - mean).powi(2) + (last - mean).powi(2)
        };
        let first = (n * (mean.low - low) / width).ceil();
        let last = (n * (mean.high - low) / width).floor();
        let mut most = at(mean.low).max(at(mean.high));
        if first <= last {
            for upper in [(n / 2.0).floor(), (n / 2.0).ceil()] {
                let upper = upper.clamp(first, last);
                most = most.max(upper * (n - upper) / n * width * width);
            }
        }
        // What the division above rounded off must not make an SD impossible.
        most * (1.0 + 1e-12) + 1e-12 * width * width
    }

    /// The mean of some of the people, given the mean and, where it is known, the SD of all.
    ///
    /// The others lie between the limits; and the squared deviations of two groups' means are no more than those of
    /// all scores: |m − mean| ≤ SD·√((n − 1)(n − k) / (n·k)) for k of n people.
    pub fn part_means(&self, part: u64, mean: Span, sd: Option<Span>) -> Span {
        if !self.certain {
            return self.all;
        }
        let (n, k) = (self.count(), part as f64);
        let rest = n - k;
        let mean = mean.and(self.means());
        let low = (n * mean.low - if rest > 0.0 { rest * self.all.high } else { 0.0 }) / k;
        let high = (n * mean.high - if rest > 0.0 { rest * self.all.low } else { 0.0 }) / k;
        let mut span = Span::new(low, high).and(self.all);
        if let Some(sd) = sd {
            let far = sd.high * ((n - 1.0) * rest / (n * k)).sqrt();
            span = span.and(Span::new(mean.low - far, mean.high + far));
        }
        let slack = 1e-9 * (1.0 + span.low.abs().min(span.high.abs()));
        Span::new(span.low - slack, span.high + slack)
    }

    /// The root of the sum of squared deviations of some of the people from their own mean.
    ///
    /// It is at most that of all, and at least what is left when the others lie as far from the mean of all as they
    /// can: with d the greatest distance and r others, they take away r·d² + (r·d)² / k at most.
    pub fn part_norms(&self, part: u64, mean: Span, sd: Option<Span>) -> Span {
        let (n, k) = (self.count(), part as f64);
        let rest = n - k;
        let widest = (self.all.high - self.all.low) / 2.0 * k.sqrt();
        let Some(sd) = sd.filter(|_| self.certain) else { return Span::new(0.0, widest) };
        let mean = mean.and(self.means());
        let far = (self.all.high - mean.low).max(mean.high - self.all.low);
        let taken = if rest > 0.0 { rest * far * far * (1.0 + rest / k) } else { 0.0 };
        let left = (n - 1.0) * sd.low.max(0.0).powi(2) - taken;
        let low = if left > 0.0 { left.sqrt() } else { 0.0 };
        Span::new(low * (1.0 - 1e-9), (sd.high * (n - 1.0).sqrt()).min(widest) * (1.0 + 1e-9))
    }
}
