//! What became of each printed figure of a scale, by the statistics of the scores that were found.
//!
//! They are computed anew, as from any study's data, and not taken from the search.

use super::kept::{Kept, change_address, wave_address};
use super::outcome::Outcome;
use super::targets::{Change, Source, Targets};
use crate::model::{EffectSize, Printed};
use crate::stats::{StudentT, Summary, differences, mean};

/// A scale with the scores that were found for it.
pub struct Settled<'a> {
    pub targets: &'a Targets,
    pub source: &'a Source<'a>,
    pub kept: &'a Kept,
    pub scores: &'a [Vec<Option<f64>>],
}

/// The outcome of every printed figure, timepoints first.
pub fn settle(settled: &Settled<'_>) -> Vec<Outcome> {
    let waves = (0..settled.kept.waves.len()).flat_map(|wave| settled.wave(wave));
    let changes = (0..settled.kept.changes.len()).flat_map(|at| settled.change(at));
    waves.chain(changes).collect()
}

impl Settled<'_> {
    fn wave(&self, at: usize) -> Vec<Outcome> {
        let wave = &self.targets.waves[at];
        let verdicts = self.source.verdicts;
        let address = wave_address(self.targets, wave);
        let scores: Vec<f64> = self.scores[at].iter().flatten().copied().collect();
        let n = wave.n.map(|n| Outcome::of_count(format!("{address}.n"), n, scores.len() as u64, verdicts));
        let least = scores.iter().copied().reduce(f64::min);
        let most = scores.iter().copied().reduce(f64::max);
        let sd = Summary::of(&scores).ok().map(|summary| summary.sd());
        let figures = [
            ("mean", &wave.mean, mean(&scores).ok()),
            ("sd", &wave.sd, sd),
            ("min", &wave.min, least),
            ("max", &wave.max, most),
            ("se", &wave.se, sd.map(|sd| sd / (scores.len() as f64).sqrt())),
        ];
        let figures = figures.into_iter().filter_map(|(field, printed, achieved)| {
            Some(Outcome::of(format!("{address}.{field}"), printed.as_ref()?, achieved, verdicts, None))
        });
        n.into_iter().chain(figures).collect()
    }

    fn change(&self, at: usize) -> Vec<Outcome> {
        let (change, kept) = (&self.targets.changes[at], &self.kept.changes[at]);
        let address = change_address(self.targets, change);
        let made = Made::of(self, change);
        let verdicts = self.source.verdicts;
        let n = change.n.map(|n| Outcome::of_count(format!("{address}.n"), n, made.n, verdicts));
        let figures = [
            ("change", &change.change, made.change),
            ("ci_low", &change.low, made.low),
            ("ci_high", &change.high, made.high),
            ("p", &change.p, made.p),
            ("es", &change.es, made.es),
            ("t", &change.t, made.t.map(|t| with_sign_of(t, change))),
            ("df", &change.df, Some(made.n as f64 - 1.0)),
            ("sd", &change.sd, made.sd),
            ("se", &change.se, made.se),
            ("r", &change.r, made.r),
        ];
        let figures = figures.into_iter().filter_map(|(field, printed, achieved)| {
            let why = kept.undetermined.as_ref().filter(|_| field == "es");
            Some(Outcome::of(format!("{address}.{field}"), printed.as_ref()?, achieved, verdicts, why))
        });
        n.into_iter().chain(figures).collect()
    }
}

/// A change as it is computed from scores.
#[derive(Debug, Default)]
struct Made {
    n: u64,
    change: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    p: Option<f64>,
    es: Option<f64>,
    t: Option<f64>,
    sd: Option<f64>,
    se: Option<f64>,
    r: Option<f64>,
}

/// A t as the source prints it: with the sign of the change, with the other one, or without any.
fn with_sign_of(t: f64, change: &Change) -> f64 {
    let printed = change.t.as_ref().map_or(0.0, Printed::value);
    if printed * t < 0.0 { -t } else { t }
}

impl Made {
    fn of(settled: &Settled<'_>, change: &Change) -> Self {
        let Settled { scores, .. } = settled;
        let rules = &settled.source.rules;
        let (all, to) = (&scores[change.from], &scores[change.to]);
        let pairs: Vec<(f64, f64)> = all.iter().zip(to).filter_map(|(from, to)| Some(((*from)?, (*to)?))).collect();
        let (before, after): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
        let changes = differences(&before, &after).into_iter().map(|change| rules.factor() * change);
        let changes: Vec<f64> = changes.collect();
        let mut made = Self { n: pairs.len() as u64, change: mean(&changes).ok(), ..Self::default() };
        let Ok(summary) = Summary::of(&changes) else { return made };
        let sd = |values: Vec<f64>| Summary::of(&values).ok().map(|summary| summary.sd()).filter(|sd| *sd > 0.0);
        let from = || sd(pairs.iter().map(|(from, _)| *from).collect());
        let later = || sd(pairs.iter().map(|(_, to)| *to).collect());
        let divisor = match rules.es {
            EffectSize::SdChange => Some(summary.sd()).filter(|sd| *sd > 0.0),
            EffectSize::SdBaselineAll => sd(all.iter().flatten().copied().collect()),
            EffectSize::SdBaselinePairs => from(),
            EffectSize::SdAverage => from().zip(later()).map(|(a, b)| (a + b) / 2.0),
        };
        made.sd = Some(summary.sd());
        made.r = from().zip(later()).map(|(a, b)| (a * a + b * b - summary.sd().powi(2)) / (2.0 * a * b));
        made.es = divisor.map(|divisor| summary.mean() / divisor);
        let law = StudentT::new((summary.n() - 1) as f64);
        if let (Ok(error), Ok(law)) = (summary.standard_error(), law) {
            let reach = law.two_sided_quantile(1.0 - rules.confidence.level()).ok();
            made.low = reach.map(|reach| summary.mean() - reach * error);
            made.high = reach.map(|reach| summary.mean() + reach * error);
            made.p = law.two_sided_p(summary.mean() / error).ok();
            made.t = Some(summary.mean() / error).filter(|t| t.is_finite());
            made.se = Some(error);
        }
        made
    }
}
