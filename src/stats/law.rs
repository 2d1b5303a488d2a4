//! The distributions: Student's t and the standard normal, tails and quantiles.
//!
//! A small tail is computed as a tail, never as one less a cumulative
//! probability, so that a p-value of 10⁻³⁰⁰ has its digits. This is the only file that may use
//! `statrs`; it knows of no test and no interval.

use std::f64::consts::{FRAC_1_SQRT_2, SQRT_2};

use statrs::function::erf::erfc_inv;

use super::incomplete_beta::{Place, Tails, tails};
use super::undefined::{Undefined, finite};

/// The fewest degrees of freedom. No test here has fewer than one, but rounding
/// may fall short of it; far below, the quantiles leave the range of doubles.
const LEAST_DF: f64 = 0.1;

/// The bracket of ln(t / √df): within it the exponential is a normal double.
const LEAST_LN: f64 = -700.0;
const MOST_LN: f64 = 709.0;

/// Student's t distribution, for degrees of freedom from 0.1 up, whole or not.
///
/// With x = df / (df + t²), the two-sided tail P(|T| > |t|) is the regularised
/// incomplete beta function Iₓ(df / 2, 1 / 2).
///
/// Reference: Abramowitz & Stegun (1964), Handbook of mathematical functions,
/// 26.7.1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StudentT {
    df: f64,
}

impl StudentT {
    /// Undefined unless `df` is finite and at least 0.1.
    pub fn new(df: f64) -> Result<Self, Undefined> {
        if finite(df)? >= LEAST_DF { Ok(Self { df }) } else { Err(Undefined::DegreesOfFreedom) }
    }

    /// The two-sided p-value, P(|T| > |t|), from 0 to 1.
    ///
    /// It is 1 at t = 0 and becomes 0 only below the smallest double, about
    /// 10⁻³⁰⁸. Undefined if `t` is not finite.
    pub fn two_sided_p(&self, t: f64) -> Result<f64, Undefined> {
        let t = finite(t)?;
        if t == 0.0 {
            return Ok(1.0);
        }
        Ok(self.tails_at(t.abs() / self.df.sqrt()).lower)
    }

    /// The critical value: the t ≥ 0 with P(|T| > t) = `p`.
    ///
    /// For a confidence level of 0.95, `p` is 0.05. Undefined unless
    /// 0 < `p` ≤ 1, or if the value is too large for a double.
    ///
    /// Newton's method on ln(t / √df), half the logit of 1 − x, kept within a
    /// bracket, for the logarithm of the smaller of the tail and its
    /// complement. It starts from Wallace's approximation: Wallace (1959),
    /// Bounds on normal approximations to Student's and the chi-square
    /// distributions, Annals of Mathematical Statistics 30, 1121–1130.
    pub fn two_sided_quantile(&self, p: f64) -> Result<f64, Undefined> {
        if !(p > 0.0 && p <= 1.0) {
            return Err(Undefined::NotAProbability);
        }
        if p == 1.0 {
            return Ok(0.0);
        }
        let mut at = self.wallace(p);
        let (mut low, mut high) = (LEAST_LN, MOST_LN);
        for _ in 0..200 {
            let gap = self.gap(at, p);
            if gap.short {
                low = low.max(at);
            } else {
                high = high.min(at);
            }
            let step = if (low..=high).contains(&(at + gap.step)) { gap.step } else { (low + high) / 2.0 - at };
            at += step;
            if step.abs() < 1e-10 {
                break;
            }
        }
        if at > MOST_LN - 1.0 {
            return Err(Undefined::NotFinite);
        }
        finite(self.df.sqrt() * at.exp())
    }

    /// The tails of the beta distribution at s = t / √df.
    fn tails_at(&self, s: f64) -> Tails {
        tails(self.df / 2.0, 0.5, Place::from_root_odds(s))
    }

    /// How far ln s is from the place where the two-sided tail is `p`.
    fn gap(&self, ln_s: f64, p: f64) -> Gap {
        let here = self.tails_at(ln_s.exp());
        if p <= 0.5 {
            let excess = here.ln_lower - p.ln();
            Gap { short: excess > 0.0, step: excess * (here.ln_lower - here.ln_slope).exp() / 2.0 }
        } else {
            let excess = (-p).ln_1p() - here.ln_upper;
            Gap { short: excess > 0.0, step: excess * (here.ln_upper - here.ln_slope).exp() / 2.0 }
        }
    }

    /// A first ln(t / √df) from the normal quantile.
    fn wallace(&self, p: f64) -> f64 {
        let z = upper_normal_quantile(p / 2.0);
        let stretch = (8.0 * self.df + 3.0) / (8.0 * self.df + 1.0);
        let squared = (z * stretch).powi(2) / self.df;
        if squared > 700.0 {
            return squared.min(2.0 * MOST_LN) / 2.0;
        }
        squared.exp_m1().max(f64::MIN_POSITIVE).ln() / 2.0
    }
}

/// One step of Newton's method, and whether the place is short of the goal.
struct Gap {
    short: bool,
    step: f64,
}

/// The upper tail of the standard normal distribution, P(Z > z) = erfc(z / √2) / 2.
///
/// Undefined if `z` is not finite. Reference: Abramowitz & Stegun (1964), 26.2.29.
pub fn normal_upper_tail(z: f64) -> Result<f64, Undefined> {
    Ok(libm::erfc(finite(z)? * FRAC_1_SQRT_2) / 2.0)
}

/// The two-sided p-value of a standard normal statistic, P(|Z| > |z|).
///
/// Undefined if `z` is not finite.
pub fn normal_two_sided_p(z: f64) -> Result<f64, Undefined> {
    Ok(libm::erfc(finite(z)?.abs() * FRAC_1_SQRT_2))
}

/// The standard normal quantile of an upper tail: the z with P(Z > z) = `tail`.
///
/// Positive for a tail below one half. Undefined unless 0 < `tail` < 1.
pub fn normal_quantile(tail: f64) -> Result<f64, Undefined> {
    if !(tail > 0.0 && tail < 1.0) {
        return Err(Undefined::NotAProbability);
    }
    finite(upper_normal_quantile(tail))
}

fn upper_normal_quantile(tail: f64) -> f64 {
    SQRT_2 * erfc_inv(2.0 * tail)
}
