//! What an effect size may have been divided by.

use super::blame::Set;
use super::figure::{Reading, span};
use super::scene::{ES, R, SD_FROM, SD_TO, Scene};
use crate::model::EffectSize;
use crate::stats::{Half, Span};

/// The denominator of an effect size.
///
/// Each also with Hedges' factor 1 − 3 / (4·df − 1) for small samples (Hedges 1981, Journal of Educational Statistics
/// 6(2), 107–128). Names after Lakens (2013), Frontiers in Psychology 4, 863.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Denominator {
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
    FromCorrected,
    ToCorrected,
    AverageCorrected,
    PooledCorrected,
    ChangeCorrected,
}

use Denominator::{
    Average, AverageCorrected, Change, ChangeCorrected, From, FromCorrected, Pooled, PooledCorrected, Repeated, To,
    ToCorrected,
};

impl Denominator {
    pub const ALL: [Denominator; 11] = [
        From,
        To,
        Average,
        Pooled,
        Change,
        Repeated,
        FromCorrected,
        ToCorrected,
        AverageCorrected,
        PooledCorrected,
        ChangeCorrected,
    ];

    /// The one that a convention of the study means, where all people were measured twice.
    pub fn of(convention: EffectSize) -> Self {
        match convention {
            EffectSize::SdBaselineAll | EffectSize::SdBaselinePairs => From,
            EffectSize::SdChange => Change,
            EffectSize::SdAverage => Average,
        }
    }

    /// Its name; `from` and `to` are the timepoints.
    pub fn words(self, from: &str, to: &str) -> String {
        let name = match self {
            From | FromCorrected => format!("the SD at {from}"),
            To | ToCorrected => format!("the SD at {to}"),
            Average | AverageCorrected => "the mean of both SDs".to_owned(),
            Pooled | PooledCorrected => "the root of the mean of both variances".to_owned(),
            Change | ChangeCorrected => "the SD of the change".to_owned(),
            Repeated => "the SD of the change, corrected for the correlation".to_owned(),
        };
        match self {
            FromCorrected | ToCorrected | AverageCorrected | PooledCorrected | ChangeCorrected => {
                format!("{name}, with Hedges' correction")
            }
            _ => name,
        }
    }

    /// Whether its SDs are printed. That of the change follows from its interval or test.
    pub fn is_known(self, scene: &Scene<'_>) -> bool {
        let has = |bit: Set| scene.figure(bit).is_some();
        let error = [super::scene::SD, super::scene::SE].into_iter().any(has)
            || [super::scene::LOW, super::scene::HIGH, super::scene::T, super::scene::P].into_iter().any(has);
        match self {
            From | FromCorrected => has(SD_FROM),
            To | ToCorrected => has(SD_TO),
            Average | AverageCorrected | Pooled | PooledCorrected => has(SD_FROM) && has(SD_TO),
            Change | ChangeCorrected => error && scene.row.n.is_some(),
            Repeated => error && scene.row.n.is_some() && has(R),
        }
    }

    /// The halves of the plane in which a change with this sign has the effect size; none where an SD is missing.
    pub fn halves(self, scene: &Scene<'_>, set: Set, reading: Reading, n: u64, es: Span, sign: f64) -> Vec<Half> {
        let of = |bit: Set| scene.figure(bit).filter(|_| set & bit != 0).map(|printed| span(printed, reading));
        let two = |f: fn(f64, f64) -> f64| {
            let (a, b) = (of(SD_FROM)?, of(SD_TO)?);
            Some(Span::new(f(a.low.max(0.0), b.low.max(0.0)), f(a.high, b.high)))
        };
        let df = n.saturating_sub(1) as f64;
        let corrected =
            matches!(self, FromCorrected | ToCorrected | AverageCorrected | PooledCorrected | ChangeCorrected);
        let factor = if corrected { 1.0 - 3.0 / (4.0 * df - 1.0) } else { 1.0 };
        if factor <= 0.0 || set & ES == 0 {
            return Vec::new();
        }
        let es = es.times(factor.recip());
        let slack = 1e-9 * (1.0 + es.high.abs());
        let (least, most) = ((es.low - slack).max(0.0), es.high + slack);
        let fixed = match self {
            From | FromCorrected => of(SD_FROM),
            To | ToCorrected => of(SD_TO),
            Average | AverageCorrected => two(|a, b| (a + b) / 2.0),
            Pooled | PooledCorrected => two(|a, b| ((a * a + b * b) / 2.0).sqrt()),
            Change | ChangeCorrected | Repeated => None,
        };
        if let Some(sd) = fixed {
            let sd = Span::new(sd.low.max(0.0), sd.high);
            return vec![Half::new(sign, 0.0, most * sd.high), Half::new(-sign, 0.0, -least * sd.low)];
        }
        let root = (n as f64).sqrt();
        let of_error = match self {
            Change | ChangeCorrected => Some((root, root)),
            Repeated => of(R).map(|r| {
                let by = |r: f64| root / (2.0 * (1.0 - r.clamp(-1.0, 1.0))).sqrt();
                (by(r.low), by(r.high))
            }),
            _ => None,
        };
        let Some((low, high)) = of_error.filter(|(_, high)| high.is_finite()) else { return Vec::new() };
        vec![Half::new(sign, -most * high, 0.0), Half::new(-sign, least * low, 0.0)]
    }
}

/// The denominators with which a whole scene is possible.
pub fn fitting(scene: &Scene<'_>) -> Vec<Denominator> {
    let fits = |denominator: &Denominator| {
        let tried = Scene { denominators: vec![*denominator], ..scene.clone() };
        denominator.is_known(scene) && tried.possible(tried.all(), Reading::Either)
    };
    Denominator::ALL.into_iter().filter(fits).collect()
}

/// The fewest effect sizes that show by which rule a table was made.
const FEWEST: usize = 4;

/// What the effect sizes of a table were divided by, where most of those that can show it agree.
///
/// A source divides all its effect sizes by the same thing. Where the SDs of the pairs themselves are printed, what was
/// divided by is among the denominators, and every sound effect size fits it; so of several those are kept that fit the
/// most rows.
pub fn of_table(scenes: &[Scene<'_>]) -> Vec<Denominator> {
    let telling = scenes.iter().filter(|scene| scene.figure(ES).is_some() && scene.same_people());
    let sound = telling.filter(|scene| scene.possible(scene.all(), Reading::Either));
    let rows: Vec<Vec<Denominator>> = sound.map(fitting).collect();
    let count = |denominator: Denominator| rows.iter().filter(|fits| fits.contains(&denominator)).count();
    let most = Denominator::ALL.into_iter().map(count).max().unwrap_or(0);
    if most < FEWEST || 4 * most < 3 * rows.len() {
        return Vec::new();
    }
    Denominator::ALL.into_iter().filter(|denominator| count(*denominator) == most).collect()
}
