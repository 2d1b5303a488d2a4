//! Whether some mean and standard deviation can be made of scores on a grid.
//!
//! A mean of n whole numbers is a whole number divided by n, and the sum of their squares is even or odd as their sum
//! is. With the limits of `spread` this decides which printed means and SDs are possible, so far as n, the smallest and
//! the greatest score are known. Only a grid that is sure may be used for a proof.
//!
//! References: Brown & Heathers (2017), The GRIM test, Social Psychological and Personality Science 8(4), 363–369.
//! Anaya (2016), The GRIMMER test, PeerJ Preprints 4:e2400v1.

use super::span::{Grid, Span};
use super::spread::Sample;

/// More sums than this are not tried, and then nothing is said to be impossible.
const MOST_SUMS: i64 = 200_000;

/// Whether scores on the grid can have a mean in one span and an SD in the other.
pub fn possible_on_grid(sample: &Sample, grid: &Grid, mean: Span, sd: Span) -> bool {
    let Some(places) = Places::of(sample, grid) else { return true };
    if places.is_empty() {
        return false;
    }
    let n = sample.n as i64;
    let sum = |mean: f64| (mean - grid.origin) / grid.step() * sample.n as f64;
    let (low, high) = ((sum(mean.low) - 1e-6).ceil(), (sum(mean.high) + 1e-6).floor());
    let (low, high) = (low.max((n * places.low) as f64) as i64, high.min((n * places.high) as f64) as i64);
    if high - low > MOST_SUMS {
        return true;
    }
    let rest = (n - 1) as f64 / (grid.step() * grid.step());
    let squares = Span::new(sd.low.max(0.0).powi(2) * rest, sd.high.max(0.0).powi(2) * rest);
    (low..=high).any(|sum| {
        let Some((least, most)) = places.squares(n, sum) else { return false };
        let middle = (sum as f64).powi(2) / n as f64;
        let slack = 1e-9 * (1.0 + middle);
        let least = least.max((squares.low + middle - slack).ceil());
        let most = most.min((squares.high + middle + slack).floor());
        // One more in between is enough for either parity.
        most - least >= 1.0 || (most == least && (least as i64 - sum) % 2 == 0)
    })
}

/// The limits of a sample as places on the grid.
struct Places {
    low: i64,
    high: i64,
    /// The smallest score is at most here, the greatest at least here.
    least: i64,
    most: i64,
    is_empty: bool,
}

impl Places {
    /// `None` without limits, or where the squares of the places would not be exact.
    fn of(sample: &Sample, grid: &Grid) -> Option<Self> {
        let (low, high) = grid.places(sample.all.low, sample.all.high);
        let finite = sample.all.low.is_finite() && sample.all.high.is_finite();
        if !finite || low.abs().max(high.abs()) > 100_000 || sample.n > 100_000 {
            return None;
        }
        let least = grid.places(sample.least.low, sample.least.high);
        let most = grid.places(sample.most.low, sample.most.high);
        let is_empty = low > high || least.0 > least.1 || most.0 > most.1;
        Some(Self { low, high, least: least.1, most: most.0, is_empty })
    }

    fn is_empty(&self) -> bool {
        self.is_empty
    }

    /// The least and the greatest sum of squares of n places with a sum; `None` where there are no such places.
    fn squares(&self, n: i64, sum: i64) -> Option<(f64, f64)> {
        Some((self.least_squares(n, sum)?, self.most_squares(n, sum)))
    }

    /// All places but those that are held at a limit are as equal as whole numbers can be.
    fn least_squares(&self, n: i64, sum: i64) -> Option<f64> {
        let held = [(false, false), (true, false), (false, true), (true, true)];
        let squares = held.into_iter().filter_map(|(at_least, at_most)| {
            let count = n - i64::from(at_least) - i64::from(at_most);
            let rest = sum - if at_least { self.least } else { 0 } - if at_most { self.most } else { 0 };
            let fixed = |on: bool, place: i64| if on { (place as f64).powi(2) } else { 0.0 };
            let fixed = fixed(at_least, self.least) + fixed(at_most, self.most);
            if count <= 0 {
                return (count == 0 && rest == 0).then_some(fixed);
            }
            let (each, more) = (rest.div_euclid(count), rest.rem_euclid(count));
            let top = each + i64::from(more > 0);
            let kept = each >= self.low && top <= self.high;
            let small = at_least || each <= self.least;
            let great = at_most || top >= self.most || (at_least && self.least >= self.most);
            let squares = (count - more) as f64 * (each as f64).powi(2) + more as f64 * ((each + 1) as f64).powi(2);
            (kept && small && great).then_some(fixed + squares)
        });
        squares.min_by(f64::total_cmp)
    }

    /// All places but one are at a limit.
    fn most_squares(&self, n: i64, sum: i64) -> f64 {
        let width = self.high - self.low;
        let above = sum - n * self.low;
        let (upper, last) = if width == 0 { (0, 0) } else { (above / width, above % width) };
        let lower = n - upper - i64::from(last > 0);
        let square = |place: i64| (place as f64).powi(2);
        let one = if last > 0 { square(self.low + last) } else { 0.0 };
        upper as f64 * square(self.high) + lower as f64 * square(self.low) + one
    }
}
