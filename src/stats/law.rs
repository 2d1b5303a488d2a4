//! The distributions: Student's t, Fisher's F and the standard normal, tails
//! and quantiles.
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

/// The bracket of ln(t / √df), half a logit: within it the exponential is a
/// normal double.
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
        Ok(self.beta().tails_at(t.abs() / self.df.sqrt()).lower)
    }

    /// The critical value: the t ≥ 0 with P(|T| > t) = `p`.
    ///
    /// For a confidence level of 0.95, `p` is 0.05. Undefined unless
    /// 0 < `p` ≤ 1, or if the value is too large for a double.
    ///
    /// The search starts from Wallace's approximation: Wallace (1959), Bounds
    /// on normal approximations to Student's and the chi-square distributions,
    /// Annals of Mathematical Statistics 30, 1121–1130.
    pub fn two_sided_quantile(&self, p: f64) -> Result<f64, Undefined> {
        if !(p > 0.0 && p <= 1.0) {
            return Err(Undefined::NotAProbability);
        }
        if p == 1.0 {
            return Ok(0.0);
        }
        let at = self.beta().half_logit(&Goal::lower(p), self.wallace(p))?;
        finite(self.df.sqrt() * at.exp())
    }

    /// With y / x = t² / df, so that half the logit of y is ln(t / √df).
    fn beta(&self) -> Beta {
        Beta { a: self.df / 2.0, b: 0.5 }
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

/// Fisher's F distribution, the ratio of two variances, for degrees of freedom
/// from 0.1 up, whole or not.
///
/// With x = df₁·f / (df₁·f + df₂), the lower tail P(F < f) is the regularised
/// incomplete beta function Iₓ(df₁ / 2, df₂ / 2).
///
/// Reference: Abramowitz & Stegun (1964), Handbook of mathematical functions,
/// 26.6.2.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FisherF {
    df1: f64,
    df2: f64,
}

impl FisherF {
    /// With the degrees of freedom of the numerator and the denominator.
    ///
    /// Undefined unless both are finite and at least 0.1.
    pub fn new(df1: f64, df2: f64) -> Result<Self, Undefined> {
        if finite(df1)?.min(finite(df2)?) >= LEAST_DF {
            Ok(Self { df1, df2 })
        } else {
            Err(Undefined::DegreesOfFreedom)
        }
    }

    /// The lower tail, P(F < f); 0 at f ≤ 0. Undefined if `f` is not finite.
    pub fn lower_tail(&self, f: f64) -> Result<f64, Undefined> {
        Ok(if finite(f)? > 0.0 { self.beta().tails_at(self.root_odds(f)).lower } else { 0.0 })
    }

    /// The upper tail, P(F > f); 1 at f ≤ 0. Undefined if `f` is not finite.
    pub fn upper_tail(&self, f: f64) -> Result<f64, Undefined> {
        Ok(if finite(f)? > 0.0 { self.beta().tails_at(self.root_odds(f)).upper } else { 1.0 })
    }

    /// The f with P(F < f) = `tail`.
    ///
    /// Undefined unless 0 < `tail` < 1, or if the value is too large or too
    /// small for a double.
    pub fn lower_quantile(&self, tail: f64) -> Result<f64, Undefined> {
        self.quantile(tail, Goal::lower, -1.0)
    }

    /// The f with P(F > f) = `tail`. Undefined as the lower quantile is.
    pub fn upper_quantile(&self, tail: f64) -> Result<f64, Undefined> {
        self.quantile(tail, Goal::upper, 1.0)
    }

    /// The search starts from the normal approximation of the logit: mean
    /// ln(df₁ / df₂), variance 2 / df₁ + 2 / df₂. `side` is the sign of a small
    /// tail's place.
    fn quantile(&self, tail: f64, goal: fn(f64) -> Goal, side: f64) -> Result<f64, Undefined> {
        if !(tail > 0.0 && tail < 1.0) {
            return Err(Undefined::NotAProbability);
        }
        let spread = (2.0 / self.df1 + 2.0 / self.df2).sqrt();
        let logit = (self.df1 / self.df2).ln() + side * upper_normal_quantile(tail) * spread;
        let at = self.beta().half_logit(&goal(tail), (-logit / 2.0).clamp(LEAST_LN, MOST_LN))?;
        let root = (self.df2 / self.df1).sqrt() * (-at).exp();
        let quantile = finite(root * root)?;
        if quantile >= f64::MIN_POSITIVE { Ok(quantile) } else { Err(Undefined::NotFinite) }
    }

    fn beta(&self) -> Beta {
        Beta { a: self.df1 / 2.0, b: self.df2 / 2.0 }
    }

    /// √(y / x) of the beta distribution's place, for f > 0.
    fn root_odds(&self, f: f64) -> f64 {
        (self.df2 / self.df1).sqrt() / f.sqrt()
    }
}

/// A beta distribution, at places told by the root of their odds, s = √(y / x).
struct Beta {
    a: f64,
    b: f64,
}

impl Beta {
    fn tails_at(&self, s: f64) -> Tails {
        tails(self.a, self.b, Place::from_root_odds(s))
    }

    /// The ln s whose tails are as wanted.
    ///
    /// Newton's method on ln s, half the logit of y, kept within a bracket, for
    /// the logarithm of the smaller tail. Undefined at the end of the bracket.
    fn half_logit(&self, goal: &Goal, start: f64) -> Result<f64, Undefined> {
        let mut at = start;
        let (mut low, mut high) = (LEAST_LN, MOST_LN);
        for _ in 0..200 {
            let gap = self.gap(at, goal);
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
        if at > MOST_LN - 1.0 { Err(Undefined::NotFinite) } else { Ok(at) }
    }

    /// How far ln s is from the place where the tails are as wanted.
    fn gap(&self, ln_s: f64, goal: &Goal) -> Gap {
        let here = self.tails_at(ln_s.exp());
        let (excess, ln_tail) = if goal.ln_lower <= goal.ln_upper {
            (here.ln_lower - goal.ln_lower, here.ln_lower)
        } else {
            (goal.ln_upper - here.ln_upper, here.ln_upper)
        };
        Gap { short: excess > 0.0, step: excess * (ln_tail - here.ln_slope).exp() / 2.0 }
    }
}

/// The logarithms of both tails at the place that is sought.
struct Goal {
    ln_lower: f64,
    ln_upper: f64,
}

impl Goal {
    fn lower(tail: f64) -> Self {
        Self { ln_lower: tail.ln(), ln_upper: (-tail).ln_1p() }
    }

    fn upper(tail: f64) -> Self {
        Self { ln_lower: (-tail).ln_1p(), ln_upper: tail.ln() }
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
