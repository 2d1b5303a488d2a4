//! What an effect size may have been divided by.

use super::blame::Set;
use super::figure::{Reading, span};
use super::scene::{ES, HIGH, LOW, P, R, SD, SD_FROM, SD_TO, SE, Scene, T};
use crate::model::EffectSize;
use crate::stats::{Half, Span};

/// An SD that a change may have been divided by. Names after Lakens (2013), Frontiers in Psychology 4, 863.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Over {
    /// The SD printed at the earlier timepoint.
    From,
    /// The SD printed at the later timepoint.
    To,
    /// The mean of the two SDs.
    Average,
    /// The root of the mean of the two variances.
    Pooled,
    /// The SD of the changes.
    Change,
    /// The SD of the changes, corrected for the correlation: SD / √(2·(1 − r)).
    Repeated,
}

/// Hedges' factor for small samples (Hedges 1981, Journal of Educational Statistics 6(2), 107–128).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Correction {
    None,
    /// With n − 1 degrees of freedom.
    Pairs,
    /// With 2n − 2, as of two groups.
    Groups,
}

/// The denominator of an effect size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Denominator {
    pub over: Over,
    pub correction: Correction,
}

/// The other figures beside an effect size: those of a set, of `n` pairs, whose standard error lies in a span.
pub struct Beside<'s, 'a> {
    pub scene: &'s Scene<'a>,
    pub set: Set,
    pub reading: Reading,
    pub n: u64,
    pub error: Span,
}

use Over::{Average, Change, From, Pooled, Repeated, To};

impl Denominator {
    /// Every denominator, the plain ones first.
    pub fn all() -> impl Iterator<Item = Self> {
        let overs = [From, To, Average, Pooled, Change, Repeated];
        [Correction::None, Correction::Pairs, Correction::Groups]
            .into_iter()
            .flat_map(move |correction| overs.map(|over| Self { over, correction }))
    }

    /// The one that a convention of the study means, where all people were measured twice.
    pub fn of(convention: EffectSize) -> Self {
        let over = match convention {
            EffectSize::SdBaselineAll | EffectSize::SdBaselinePairs => From,
            EffectSize::SdChange => Change,
            EffectSize::SdAverage => Average,
        };
        Self { over, correction: Correction::None }
    }

    /// The value of `conventions.effect-size` that means it, where there is one.
    pub fn convention(self) -> Option<&'static str> {
        match (self.correction, self.over) {
            (Correction::None, From) => Some("sd-baseline-pairs"),
            (Correction::None, Change) => Some("sd-change"),
            (Correction::None, Average) => Some("sd-average"),
            _ => None,
        }
    }

    /// Its name; `from` and `to` are the timepoints.
    pub fn words(self, from: &str, to: &str) -> String {
        let name = match self.over {
            From => format!("the SD at {from}"),
            To => format!("the SD at {to}"),
            Average => "the mean of both SDs".to_owned(),
            Pooled => "the root of the mean of both variances".to_owned(),
            Change => "the SD of the change (d_z)".to_owned(),
            Repeated => "the SD of the change, corrected for the correlation (d_rm)".to_owned(),
        };
        match self.correction {
            Correction::None => name,
            Correction::Pairs | Correction::Groups => format!("{name}, with Hedges' correction"),
        }
    }

    /// Whether its SDs are printed. That of the change follows from its interval or test.
    pub fn is_known(self, scene: &Scene<'_>) -> bool {
        let has = |bit: Set| scene.figure(bit).is_some();
        let error = [SD, SE, LOW, HIGH, T, P].into_iter().any(has) && scene.row.n.is_some();
        match self.over {
            From => has(SD_FROM),
            To => has(SD_TO),
            Average | Pooled => has(SD_FROM) && has(SD_TO),
            Change => error,
            Repeated => error && (has(R) || has(SD_FROM) && has(SD_TO)),
        }
    }

    /// What the quotient is multiplied by: Hedges' factor, exact or by his approximation 1 − 3 / (4·df − 1).
    pub fn factor(self, n: u64) -> Span {
        let df = match self.correction {
            Correction::None => return Span::new(1.0, 1.0),
            Correction::Pairs => n.saturating_sub(1) as f64,
            Correction::Groups => 2.0 * n.saturating_sub(1) as f64,
        };
        let near = 1.0 - 3.0 / (4.0 * df - 1.0);
        let exact = libm::exp(libm::lgamma(df / 2.0) - libm::lgamma((df - 1.0) / 2.0)) / (df / 2.0).sqrt();
        if exact.is_finite() { Span::new(near.min(exact), near.max(exact)) } else { Span::new(near, near) }
    }

    /// The SDs that it may be; `None` where an SD is missing.
    pub fn divisor(self, beside: &Beside<'_, '_>) -> Option<Span> {
        let Beside { scene, set, reading, n, error } = beside;
        let of = |bit: Set| scene.span(*set, bit, *reading, *n).map(|sd| Span::new(sd.low.max(0.0), sd.high));
        let two = |f: fn(f64, f64) -> f64| {
            let (a, b) = (of(SD_FROM)?, of(SD_TO)?);
            Some(Span::new(f(a.low, b.low), f(a.high, b.high)))
        };
        let spread = error.times((*n as f64).sqrt());
        match self.over {
            From => of(SD_FROM),
            To => of(SD_TO),
            Average => two(|a, b| (a + b) / 2.0),
            Pooled => two(|a, b| ((a * a + b * b) / 2.0).sqrt()),
            Change => Some(spread),
            Repeated => match scene.span(*set, R, *reading, *n) {
                Some(r) => {
                    let by = |r: f64| (2.0 * (1.0 - r.clamp(-1.0, 1.0))).sqrt().recip();
                    Some(Span::new(spread.low * by(r.low), spread.high * by(r.high)))
                }
                None => without_correlation(of(SD_FROM)?, of(SD_TO)?, spread),
            },
        }
        .filter(|sd| sd.high.is_finite())
    }

    /// The halves of the plane in which a change with this sign has the effect size; none where an SD is missing.
    pub fn halves(self, beside: &Beside<'_, '_>, es: Span, sign: f64) -> Vec<Half> {
        let factor = self.factor(beside.n);
        if factor.low <= 0.0 || beside.set & ES == 0 {
            return Vec::new();
        }
        let es = Span::new(es.low / factor.high, es.high / factor.low);
        let slack = 1e-9 * (1.0 + es.high.abs());
        let (least, most) = ((es.low - slack).max(0.0), es.high + slack);
        if self.over == Change {
            // The SD of the changes is the standard error times √n: both are coordinates of the plane.
            let root = (beside.n as f64).sqrt();
            return vec![Half::new(sign, -most * root, 0.0), Half::new(-sign, least * root, 0.0)];
        }
        let Some(sd) = self.divisor(beside) else { return Vec::new() };
        vec![Half::new(sign, 0.0, most * sd.high), Half::new(-sign, 0.0, -least * sd.low)]
    }
}

/// SD / √(2·(1 − r)), where r follows from the three SDs: √(a·b) / √(1 − (a − b)² / SD²).
fn without_correlation(a: Span, b: Span, spread: Span) -> Option<Span> {
    let apart = Span::new((a.low - b.high).max(b.low - a.high).max(0.0), (a.high - b.low).max(b.high - a.low));
    let inner = |apart: f64, spread: f64| (1.0 - (apart / spread).powi(2)).max(0.0).sqrt();
    let low = (a.low * b.low).sqrt() / inner(apart.low, spread.high);
    let high = (a.high * b.high).sqrt() / inner(apart.high, spread.low);
    (low.is_finite() && !high.is_nan()).then_some(Span::new(low, high))
}

/// The denominators with which a whole scene is possible.
pub fn fitting(scene: &Scene<'_>) -> Vec<Denominator> {
    let fits = |denominator: &Denominator| {
        let tried = Scene { denominators: vec![*denominator], ..scene.clone() };
        denominator.is_known(scene) && tried.possible(tried.all(), Reading::Either)
    };
    Denominator::all().filter(fits).collect()
}

/// Whether the effect size is that of the change as it is printed, rounded, divided by a printed SD.
pub fn of_rounded(scene: &Scene<'_>, change: &crate::model::Printed) -> bool {
    let es = scene.size(ES, ES, Reading::Either);
    [SD_FROM, SD_TO].into_iter().filter_map(|bit| scene.figure(bit)).any(|sd| {
        let sd = span(sd, Reading::Either);
        let by = |sd: f64| change.value().abs() / sd;
        sd.low > 0.0 && es.is_some_and(|es| !es.and(Span::new(by(sd.high), by(sd.low))).is_empty())
    })
}
