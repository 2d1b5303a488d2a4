//! What became of each printed figure of a scale, by the statistics of the scores that were found.
//!
//! They are computed anew, as from any study's data, and not taken from the search.

use super::attendance::Wanted;
use super::kept::{Kept, change_address, wave_address};
use super::outcome::{Outcome, Proof, Status};
use super::targets::{Change, Rules, Targets, rounding};
use crate::model::{EffectSize, Printed};
use crate::stats::{StudentT, Summary, differences, mean};

/// A scale with the scores that were found for it.
pub struct Settled<'a> {
    pub targets: &'a Targets,
    pub rules: &'a Rules,
    pub wanted: &'a Wanted,
    pub kept: &'a Kept,
    pub scores: &'a [Vec<Option<f64>>],
}

/// The outcome of every printed figure, timepoints first.
pub fn settle(settled: &Settled<'_>) -> Vec<Outcome> {
    let waves = (0..settled.kept.waves.len()).flat_map(|wave| settled.wave(wave));
    let changes = (0..settled.kept.changes.len()).flat_map(|at| settled.change(at));
    waves.chain(changes).collect()
}

/// A printed figure beside the one that the data have.
pub fn outcome(address: String, printed: &Printed, achieved: Option<f64>, proof: Option<&Proof>) -> Outcome {
    let near = |value: f64| (value - printed.value()).abs() <= 1e-9 * (1.0 + printed.value().abs());
    let status = match achieved {
        Some(value) if near(value) && !printed.is_bound() => Status::Exact,
        Some(value) if rounding(printed).contains(value) => Status::WithinRounding,
        _ => proof.map_or(Status::Missed, |proof| Status::Impossible(proof.clone())),
    };
    Outcome { address, printed: printed.text().to_owned(), achieved, status }
}

/// A printed number of people beside the one that the data have.
pub fn count_outcome(address: String, printed: u64, achieved: u64, proof: Option<&Proof>) -> Outcome {
    let status = match achieved == printed {
        true => Status::Exact,
        false => proof.map_or(Status::Missed, |proof| Status::Impossible(proof.clone())),
    };
    Outcome { address, printed: printed.to_string(), achieved: Some(achieved as f64), status }
}

impl Settled<'_> {
    fn wave(&self, at: usize) -> Vec<Outcome> {
        let (wave, kept) = (&self.targets.waves[at], &self.kept.waves[at]);
        let address = wave_address(self.targets, wave);
        let scores: Vec<f64> = self.scores[at].iter().flatten().copied().collect();
        let proof = |field: &str| kept.impossible.iter().find(|(name, _)| *name == field).map(|(_, proof)| proof);
        let n = wave.n.map(|n| count_outcome(format!("{address}.n"), n, scores.len() as u64, None));
        let least = scores.iter().copied().reduce(f64::min);
        let most = scores.iter().copied().reduce(f64::max);
        let sd = Summary::of(&scores).ok().map(|summary| summary.sd());
        let figures = [
            ("mean", &wave.mean, mean(&scores).ok()),
            ("sd", &wave.sd, sd),
            ("min", &wave.min, least),
            ("max", &wave.max, most),
        ];
        let figures = figures.into_iter().filter_map(|(field, printed, achieved)| {
            Some(outcome(format!("{address}.{field}"), printed.as_ref()?, achieved, proof(field)))
        });
        n.into_iter().chain(figures).collect()
    }

    fn change(&self, at: usize) -> Vec<Outcome> {
        let (change, kept) = (&self.targets.changes[at], &self.kept.changes[at]);
        let address = change_address(self.targets, change);
        let made = Made::of(self, change);
        let proof = |field: &str| kept.impossible.iter().find(|(name, _)| *name == field).map(|(_, proof)| proof);
        let pairs = self.wanted.impossible.iter().find(|(position, _)| *position == at).map(|(_, proof)| proof);
        let n = change.n.map(|n| count_outcome(format!("{address}.n"), n, made.n, pairs));
        let figures = [
            ("change", &change.change, made.change),
            ("ci_low", &change.low, made.low),
            ("ci_high", &change.high, made.high),
            ("p", &change.p, made.p),
            ("es", &change.es, made.es),
        ];
        let figures = figures.into_iter().filter_map(|(field, printed, achieved)| {
            Some(outcome(format!("{address}.{field}"), printed.as_ref()?, achieved, proof(field)))
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
}

impl Made {
    fn of(settled: &Settled<'_>, change: &Change) -> Self {
        let Settled { rules, scores, .. } = settled;
        let (all, to) = (&scores[change.from], &scores[change.to]);
        let pairs: Vec<(f64, f64)> = all.iter().zip(to).filter_map(|(from, to)| Some(((*from)?, (*to)?))).collect();
        let (before, after): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
        let changes = differences(&before, &after).into_iter().map(|change| rules.factor() * change);
        let changes: Vec<f64> = changes.collect();
        let mut made = Self { n: pairs.len() as u64, change: mean(&changes).ok(), ..Self::default() };
        let Ok(summary) = Summary::of(&changes) else { return made };
        let sd = |values: Vec<f64>| Summary::of(&values).ok().map(|summary| summary.sd()).filter(|sd| *sd > 0.0);
        let from = || sd(pairs.iter().map(|(from, _)| *from).collect());
        let divisor = match rules.es {
            EffectSize::SdChange => Some(summary.sd()).filter(|sd| *sd > 0.0),
            EffectSize::SdBaselineAll => sd(all.iter().flatten().copied().collect()),
            EffectSize::SdBaselinePairs => from(),
            EffectSize::SdAverage => {
                from().zip(sd(pairs.iter().map(|(_, to)| *to).collect())).map(|(a, b)| (a + b) / 2.0)
            }
        };
        made.es = divisor.map(|divisor| summary.mean() / divisor);
        let law = StudentT::new((summary.n() - 1) as f64);
        if let (Ok(error), Ok(law)) = (summary.standard_error(), law) {
            let reach = law.two_sided_quantile(1.0 - rules.confidence.level()).ok();
            made.low = reach.map(|reach| summary.mean() - reach * error);
            made.high = reach.map(|reach| summary.mean() + reach * error);
            made.p = law.two_sided_p(summary.mean() / error).ok();
        }
        made
    }
}
