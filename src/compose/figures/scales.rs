//! Charts of scales: means over time, changes, distances from the norm.

use super::{confidence, ticks};
use crate::analyse::{Field, Findings, Known, StudyResult};
use crate::compose::chart::{
    ChangeForest, Estimate, ForestChange, ForestGroup, ForestRow, GroupSeries, NormProfile, Polarity, ProfileGroup,
    ProfileRow, Trajectories, TrajectoryPanel,
};
use crate::compose::number;
use crate::compose::sentence::shown;
use crate::compose::shown::Shown;
use crate::model::{Better, ChangeSign, Comparison, Instrument, LevelOf, Scale, ScaleId, TimepointId};

pub fn polarity(scale: &Scale) -> Polarity {
    match scale.better {
        Better::Higher => Polarity::HigherIsBetter,
        Better::Lower => Polarity::LowerIsBetter,
        Better::Neither => Polarity::Neither,
    }
}

/// The interval of a result as numbers, where it has one.
fn interval(result: &StudyResult) -> Option<(f64, f64)> {
    result.value(Field::CiLow).zip(result.value(Field::CiHigh))
}

/// Means over time; with a line a group, and with every participant's own course behind them, where that is wanted.
pub fn trajectories(scales: &[ScaleId], groups: bool, participants: bool, findings: &Findings) -> Trajectories {
    let study = &findings.study;
    let mut panels = Vec::new();
    for instrument in &study.measures.instruments {
        for scale in instrument.scales.iter().filter(|scale| scales.contains(&scale.id)) {
            let mut panel = panel(instrument, scale, findings);
            if let Some(variable) = study.group().filter(|_| groups) {
                panel.groups = variable.levels.iter().map(|level| series(scale, level, findings)).collect();
            }
            if participants {
                panel.courses = super::people::plain_courses(scale, findings);
            }
            panels.push(panel);
        }
    }
    Trajectories { ticks: ticks(study, None), confidence: confidence(study), panels }
}

pub fn panel(instrument: &Instrument, scale: &Scale, findings: &Findings) -> TrajectoryPanel {
    let at = |timepoint: &TimepointId| findings.describe(&scale.id, timepoint);
    let study = &findings.study;
    let means = study.timepoints.iter().map(|timepoint| {
        let result = at(&timepoint.id)?;
        Some(Estimate { value: result.value(Field::Mean)?, interval: interval(result) })
    });
    let counts = study.timepoints.iter().map(|timepoint| Some(at(&timepoint.id)?.value(Field::N)? as u64));
    let marks = study.timepoints.iter().map(|timepoint| at(&timepoint.id).map(Shown::whole));
    TrajectoryPanel {
        group: instrument.name.clone(),
        title: scale.label.clone(),
        range: scale.range,
        polarity: polarity(scale),
        norm: scale.norm.as_ref().map(|norm| (norm.mean.value(), norm.sd.value())),
        means: means.collect(),
        counts: counts.collect(),
        shown: Some(Shown::at(&scale.origin)),
        marks: marks.collect(),
        decimals: scale.decimals,
        groups: Vec::new(),
        courses: Vec::new(),
    }
}

fn series(scale: &Scale, level: &LevelOf, findings: &Findings) -> GroupSeries {
    let at = |timepoint: &TimepointId| findings.get(&format!("describe.{}.{timepoint}@{}", scale.id, level.id));
    let timepoints = || findings.study.timepoints.iter().map(|timepoint| at(&timepoint.id));
    let mean = |result: Option<&StudyResult>| {
        let result = result?;
        Some(Estimate { value: result.value(Field::Mean)?, interval: interval(result) })
    };
    let count = |result: Option<&StudyResult>| Some(result?.value(Field::N)? as u64);
    GroupSeries {
        label: level.label.clone(),
        means: timepoints().map(mean).collect(),
        counts: timepoints().map(count).collect(),
        marks: timepoints().map(|result| result.map(Shown::whole)).collect(),
    }
}

/// Instruments with those of their scales that are wanted; instruments without any are left out.
fn grouped<'a>(
    findings: &'a Findings,
    scales: &'a [ScaleId],
) -> impl Iterator<Item = (&'a Instrument, Vec<&'a Scale>)> {
    findings.study.measures.instruments.iter().filter_map(|instrument| {
        let chosen: Vec<&Scale> = instrument.scales.iter().filter(|scale| scales.contains(&scale.id)).collect();
        (!chosen.is_empty()).then_some((instrument, chosen))
    })
}

pub fn change_forest(comparisons: &[Comparison], scales: &[ScaleId], findings: &Findings) -> ChangeForest {
    let groups = grouped(findings, scales).map(|(instrument, scales)| ForestGroup {
        label: instrument.name.clone(),
        rows: scales
            .into_iter()
            .map(|scale| ForestRow {
                label: scale.label.clone(),
                shown: Some(Shown::at(&scale.origin)),
                changes: comparisons.iter().map(|comparison| forest_change(scale, comparison, findings)).collect(),
            })
            .collect(),
    });
    let first: Vec<&str> = comparisons.iter().map(|comparison| comparison.from.as_str()).collect();
    let unit = match first.split_first() {
        Some((from, rest)) if rest.iter().all(|other| other == from) => format!("SDs at {from}"),
        _ => "SDs at the earlier timepoint".to_owned(),
    };
    ChangeForest {
        comparisons: comparisons.iter().map(|c| format!("{} to {}", c.from, c.to)).collect(),
        differences: comparisons.iter().map(|comparison| difference(comparison, findings)).collect(),
        unit,
        significance: format!("p < {}, unadjusted", number::short(findings.study.conventions.alpha())),
        confidence: confidence(&findings.study),
        groups: groups.collect(),
    }
}

/// What is taken from what, as the study prints its changes: `T1 − T2` or `T2 − T1`.
pub fn difference(comparison: &Comparison, findings: &Findings) -> String {
    match findings.study.conventions.change {
        ChangeSign::LaterMinusEarlier => format!("{} \u{2212} {}", comparison.to, comparison.from),
        ChangeSign::EarlierMinusLater => format!("{} \u{2212} {}", comparison.from, comparison.to),
    }
}

/// A change in SDs of everybody at the earlier timepoint, turned so that positive is an improvement.
fn forest_change(scale: &Scale, comparison: &Comparison, findings: &Findings) -> Option<ForestChange> {
    let result = findings.change(&scale.id, comparison)?;
    let standardised = result.value(Field::EsBaselineAll)?;
    let change = result.value(Field::Change)?;
    let sd = findings.describe(&scale.id, &comparison.from)?.value(Field::Sd)?;
    let time = match findings.study.conventions.change {
        ChangeSign::LaterMinusEarlier => 1.0,
        ChangeSign::EarlierMinusLater => -1.0,
    };
    let turn = if scale.better == Better::Lower { -time } else { time };
    let turned = |(low, high): (f64, f64)| {
        let ends = (turn * low / sd, turn * high / sd);
        (ends.0.min(ends.1), ends.0.max(ends.1))
    };
    let alpha = findings.study.conventions.alpha();
    let below = |field| {
        result.quantity(field).and_then(|q| q.known()).is_some_and(|p: &Known| p.below(alpha) || p.value < alpha)
    };
    let get = |field| shown(findings, result, field).unwrap_or_default();
    let limits = (!get(Field::CiLow).is_empty())
        .then(|| format!(" ({})", number::interval(&get(Field::CiLow), &get(Field::CiHigh))));
    Some(ForestChange {
        estimate: Estimate { value: turn * standardised, interval: interval(result).map(turned) },
        significant: below(Field::P),
        holm_significant: below(Field::PHolm),
        text: format!("{}{}", get(Field::Change), limits.unwrap_or_default()),
        p: get(Field::P),
        doubtful: doubtful(result, change),
        shown: Some(Shown::whole(result)),
    })
}

/// Whether no change within its rounding can lie in the middle of its interval.
fn doubtful(result: &StudyResult, change: f64) -> bool {
    let known = |field| result.quantity(field).and_then(|quantity| quantity.known());
    let (Some(low), Some(high), Some(printed)) = (known(Field::CiLow), known(Field::CiHigh), known(Field::Change))
    else {
        return false;
    };
    let middle = ((low.low + high.low) / 2.0, (low.high + high.high) / 2.0);
    let slack = 1e-9 * change.abs().max(1.0);
    printed.high + slack < middle.0 || printed.low - slack > middle.1
}

pub fn norm_profile(timepoints: &[TimepointId], scales: &[ScaleId], findings: &Findings) -> NormProfile {
    let groups = grouped(findings, scales).filter_map(|(instrument, scales)| {
        let rows: Vec<ProfileRow> = scales
            .into_iter()
            .filter(|scale| scale.norm.is_some())
            .map(|scale| ProfileRow {
                label: scale.label.clone(),
                polarity: polarity(scale),
                distances: timepoints.iter().map(|timepoint| distance(scale, timepoint, findings)).collect(),
                shown: Some(Shown::at(&scale.origin)),
                marks: timepoints.iter().map(|at| findings.norm(&scale.id, at).map(Shown::whole)).collect(),
            })
            .collect();
        (!rows.is_empty()).then(|| ProfileGroup { label: instrument.name.clone(), rows })
    });
    NormProfile {
        ticks: ticks(&findings.study, Some(timepoints)),
        confidence: confidence(&findings.study),
        groups: groups.collect(),
    }
}

/// The difference from the norm with its interval, both in SDs of the norm.
fn distance(scale: &Scale, timepoint: &TimepointId, findings: &Findings) -> Option<Estimate> {
    let result = findings.norm(&scale.id, timepoint)?;
    let sd = result.value(Field::NormSd)?;
    let interval = interval(result).map(|(low, high)| (low / sd, high / sd));
    Some(Estimate { value: result.value(Field::Smd)?, interval })
}
