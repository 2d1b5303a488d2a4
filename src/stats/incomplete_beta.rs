//! The regularised incomplete beta function, to about 14 digits.
//!
//! `statrs` reaches 9 digits here, and fewer for large parameters. This is the
//! continued fraction of Didonato & Morris behind Loader's prefactor, which
//! keeps its digits when the parameters reach 10⁸ and more. It knows nothing
//! of the distributions that are made of it.
//!
//! References: Didonato & Morris (1992), Algorithm 708, ACM Transactions on
//! Mathematical Software 18(3), 360–373. Loader (2000), Fast and accurate
//! computation of binomial probabilities.

use std::f64::consts::TAU;

/// A place x between 0 and 1 with its complement y = 1 − x, each to full
/// relative precision, and their logarithms, which outlive an underflow.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    x: f64,
    y: f64,
    ln_x: f64,
    ln_y: f64,
}

impl Place {
    /// The place where y / x = s², for s ≥ 0.
    pub(super) fn from_root_odds(s: f64) -> Self {
        if s > 1.0 {
            return Self::from_root_odds(s.recip()).swapped();
        }
        let odds = s * s;
        Self { x: 1.0 / (1.0 + odds), y: odds / (1.0 + odds), ln_x: -odds.ln_1p(), ln_y: 2.0 * s.ln() - odds.ln_1p() }
    }

    fn swapped(self) -> Self {
        Self { x: self.y, y: self.x, ln_x: self.ln_y, ln_y: self.ln_x }
    }
}

/// Both tails of a beta distribution at one place.
///
/// `ln_slope` is the logarithm of xᵃyᵇ / B(a, b), the derivative of the lower
/// tail in ln(x / y).
#[derive(Debug, Clone, Copy)]
pub(super) struct Tails {
    pub(super) lower: f64,
    pub(super) upper: f64,
    pub(super) ln_lower: f64,
    pub(super) ln_upper: f64,
    pub(super) ln_slope: f64,
}

impl Tails {
    fn swapped(self) -> Self {
        Self {
            lower: self.upper,
            upper: self.lower,
            ln_lower: self.ln_upper,
            ln_upper: self.ln_lower,
            ln_slope: self.ln_slope,
        }
    }
}

/// Iₓ(a, b) and 1 − Iₓ(a, b), for a, b > 0.
///
/// The fraction is expanded from the side where it converges, and that tail is
/// a product of positive factors; the other is its complement and never small.
pub(super) fn tails(a: f64, b: f64, at: Place) -> Tails {
    // x > (a + 1) / (a + b + 2), written so that a large a does not swallow it.
    if (b + 1.0) * at.x > (a + 1.0) * at.y {
        return lower_first(b, a, at.swapped()).swapped();
    }
    lower_first(a, b, at)
}

fn lower_first(a: f64, b: f64, at: Place) -> Tails {
    let ln_slope = ln_slope(a, b, at);
    let fraction = continued_fraction(a, b, at);
    let lower = (ln_slope.exp() * fraction).min(1.0);
    Tails { lower, upper: 1.0 - lower, ln_lower: ln_slope + fraction.ln(), ln_upper: (-lower).ln_1p(), ln_slope }
}

/// Iₓ(a, b) divided by xᵃyᵇ / B(a, b): BFRAC of Algorithm 708.
///
/// With b = ½ it ends within some 70 terms. Close to the mean it takes a
/// quarter of the square root of the smaller parameter; the bound lies above.
fn continued_fraction(a: f64, b: f64, Place { x, y, .. }: Place) -> f64 {
    let c = 1.0 + (a * y - b * x);
    let c1 = 1.0 + 1.0 / a;
    let (mut p, mut s) = (1.0, a + 1.0);
    let (mut before, mut before_below) = (0.0, 1.0);
    let (mut above, mut below) = (1.0, c / c1);
    let mut ratio = c1 / c;
    let most_steps = 10_000 + a.min(b).sqrt().min(1e7) as u32;
    for step in 1..=most_steps {
        let n = f64::from(step);
        let t = n / a;
        let w = n * (b - n) * x;
        let shrink = a / s;
        let alpha = p * (p + b / a) * shrink * shrink * w * x;
        let beta = n + w / s + (t + 1.0) / (c1 + t + t) * (c + n * (1.0 + y));
        p = t + 1.0;
        s += 2.0;
        let next = alpha * before + beta * above;
        let next_below = alpha * before_below + beta * below;
        let last = ratio;
        ratio = next / next_below;
        if (ratio - last).abs() <= f64::EPSILON * ratio {
            break;
        }
        (before, before_below) = (above / next_below, below / next_below);
        (above, below) = (ratio, 1.0);
    }
    ratio
}

/// ln(xᵃyᵇ / B(a, b)) by Loader's saddle-point expansion.
fn ln_slope(a: f64, b: f64, at: Place) -> f64 {
    let n = a + b;
    let excess = a * at.y - b * at.x;
    let stirling = stirling_error(n) - stirling_error(a) - stirling_error(b);
    let deviance = deviance(a, -excess, (n / a).ln() + at.ln_x) + deviance(b, excess, (n / b).ln() + at.ln_y);
    0.5 * (a / TAU * (b / n)).ln() + stirling - deviance
}

/// k·(u − ln(1 + u)) where `excess` = k·u and `ln_ratio` = ln(1 + u): Loader's
/// `bd0`. The series serves where the difference would cancel.
fn deviance(k: f64, excess: f64, ln_ratio: f64) -> f64 {
    let u = excess / k;
    let r = u / (u + 2.0);
    if r.abs() >= 0.1 {
        // The given logarithm is a difference of two, which matters less than the rounding of 1 + u where that is
        // small only.
        return excess - k * if u > -0.5 { u.ln_1p() } else { ln_ratio };
    }
    let square = r * r;
    let series = (1..=9_i32).rev().fold(0.0, |sum, term| sum * square + f64::from(2 * term + 1).recip());
    k * r * (u - 2.0 * square * series)
}

/// ln Γ(n + 1) less Stirling's formula: Loader's `stirlerr`.
///
/// Below 16 the recursion δ(n) − δ(n + 1) = (n + ½)·ln(1 + 1/n) − 1 leads up
/// to where the series holds.
fn stirling_error(n: f64) -> f64 {
    let (mut n, mut carried) = (n, 0.0);
    while n < 16.0 {
        carried += (n + 0.5) * n.recip().ln_1p() - 1.0;
        n += 1.0;
    }
    let square = (n * n).recip();
    let series = [1.0 / 1188.0, -1.0 / 1680.0, 1.0 / 1260.0, -1.0 / 360.0, 1.0 / 12.0];
    carried + series.iter().fold(0.0, |sum, term| sum * square + term) / n
}
