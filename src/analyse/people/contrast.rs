//! Groups against each other: Welch's test of scores at a timepoint, and of changes between two.

use super::change::{comparisons, paired, sign};
use super::{Data, Sample, quantity};
use crate::analyse::field::Field;
use crate::analyse::finding::{Contrasted, Kind, StudyResult};
use crate::analyse::quantity::Quantity;
use crate::model::{Address, Comparison};
use crate::stats::{
    Confidence, Summary, Undefined, difference_of_means, differences, mean, pooled_sd, standardised_mean_difference,
    welch,
};

/// Every scale at every timepoint, then every change, for each two groups.
pub fn results(data: &Data<'_>) -> Vec<StudyResult> {
    let mut results = Vec::new();
    for scores in data.scored.scores.scales() {
        for (wave, column) in scores.waves.iter().enumerate() {
            let Some(column) = column else { continue };
            let when = Contrasted::At(data.timepoint(wave).id.clone());
            results.extend(pairs(data).map(|(first, second)| {
                let fields = compared(&first.values(column), &second.values(column), data.level);
                result(data, &scores.scale, when.clone(), (first, second), fields)
            }));
        }
        for (from, to) in comparisons(data) {
            let (Some(before), Some(after)) = (&scores.waves[from], &scores.waves[to]) else { continue };
            let comparison = Comparison { from: data.timepoint(from).id.clone(), to: data.timepoint(to).id.clone() };
            let changes = |sample: &Sample| -> Vec<f64> {
                let (from, to) = paired(sample, before, after);
                differences(&from, &to).into_iter().map(|difference| sign(data) * difference).collect()
            };
            results.extend(pairs(data).map(|(first, second)| {
                let fields = compared(&changes(first), &changes(second), data.level);
                result(data, &scores.scale, Contrasted::Change(comparison.clone()), (first, second), fields)
            }));
        }
    }
    results
}

/// Each two groups, in the order of their levels.
fn pairs<'a>(data: &'a Data<'_>) -> impl Iterator<Item = (&'a Sample, &'a Sample)> {
    let groups = data.groups();
    groups.iter().enumerate().flat_map(move |(at, first)| groups[at + 1..].iter().map(move |second| (first, second)))
}

fn result(
    data: &Data<'_>,
    scale: &crate::model::ScaleId,
    when: Contrasted,
    (first, second): (&Sample, &Sample),
    fields: Vec<(Field, Quantity)>,
) -> StudyResult {
    let (Some(a), Some(b)) = (&first.group, &second.group) else { unreachable!("groups have names") };
    let bare = format!("contrast.{scale}.{when}");
    // With two groups there is nothing else that could be meant.
    let address = if data.groups().len() == 2 { bare } else { format!("{bare}@{a}-vs-{b}") };
    let kind = Kind::Contrast { scale: scale.clone(), when, first: a.clone(), second: b.clone() };
    data.result(data.everybody(), Address::new(address), kind, fields)
}

/// Two independent groups: first less second, by Welch, and in pooled SDs.
pub fn compared(first: &[f64], second: &[f64], level: Confidence) -> Vec<(Field, Quantity)> {
    let summaries = (Summary::of(first), Summary::of(second));
    let mean_of = |summary: Result<Summary, Undefined>, values| match summary {
        Ok(summary) => Ok(summary.mean()),
        Err(_) => mean(values),
    };
    let means = (mean_of(summaries.0, first), mean_of(summaries.1, second));
    let difference = means.0.and_then(|one| {
        let other = means.1?;
        Ok(difference_of_means(first, second).unwrap_or(one - other))
    });
    let test = summaries.0.and_then(|first| welch(&first, &summaries.1?, level));
    let pooled = || -> Result<f64, Undefined> {
        standardised_mean_difference(difference?, pooled_sd(&summaries.0?, &summaries.1?)?)
    };
    vec![
        (Field::NFirst, Quantity::count(first.len() as u64)),
        (Field::MeanFirst, quantity(means.0)),
        (Field::SdFirst, quantity(summaries.0.map(|summary| summary.sd()))),
        (Field::NSecond, Quantity::count(second.len() as u64)),
        (Field::MeanSecond, quantity(means.1)),
        (Field::SdSecond, quantity(summaries.1.map(|summary| summary.sd()))),
        (Field::Difference, quantity(difference)),
        (Field::Smd, quantity(pooled())),
        (Field::Se, quantity(test.map(|test| test.se))),
        (Field::T, quantity(test.map(|test| test.t))),
        (Field::Df, quantity(test.map(|test| test.df))),
        (Field::P, quantity(test.map(|test| test.p))),
        (Field::CiLow, quantity(test.map(|test| test.low))),
        (Field::CiHigh, quantity(test.map(|test| test.high))),
    ]
}
