//! Figures that are values of single people, and pairs of figures that differ by few people.

use std::collections::BTreeMap;

use super::plan::{Plan, Rule};
use crate::analyse::{Field, Findings, Kind, Source, StudyResult};
use crate::model::{Column, EffectSize, ScaleId, TimepointId};

/// Withholds lowest and highest values, quartiles of small samples, and what is of nearly the same people.
pub fn protect(findings: &Findings, threshold: u64, plan: &mut Plan) {
    let samples = Samples::of(findings);
    for (at, result) in findings.results().iter().enumerate() {
        match &result.kind {
            Kind::DescribeScale { .. } | Kind::DescribeVariable { .. } => {
                for field in [Field::Min, Field::Max] {
                    let people = result.value(field).map_or(0, |value| shared(findings, result, value));
                    if people < threshold {
                        plan.hide(at, field, Rule::Extreme);
                    }
                }
                let n = result.value(Field::N).unwrap_or(0.0) as u64;
                // What lies between two of them is a group of people, and has to be one that is not small.
                for (field, parts) in [(Field::Median, 2), (Field::Q1, 4), (Field::Q3, 4)] {
                    if n < parts * threshold {
                        plan.hide(at, field, Rule::Position);
                    }
                }
            }
            Kind::Change { scale, comparison } => {
                let near = |timepoint| samples.near(result, scale, timepoint, threshold);
                let same = |timepoint| samples.same(result, scale, timepoint);
                let (from, to) = (near(&comparison.from), near(&comparison.to));
                if !from && !to {
                    continue;
                }
                plan.hide_where(at, result, Rule::Differencing, |field| of_pairs(field, findings));
                // The mean of the one timepoint is that of everybody there, and the change leads to the other.
                let leads = from && same(&comparison.to) || to && same(&comparison.from);
                if leads {
                    plan.hide_where(at, result, Rule::Differencing, |field| !matches!(field, Field::N | Field::Df));
                }
            }
            _ => {}
        }
    }
}

/// Figures that hold a mean or an SD of the people measured twice at one timepoint.
fn of_pairs(field: Field, findings: &Findings) -> bool {
    use Field::{Es, EsAverage, EsBaselinePairs, MeanFrom, MeanTo, R, SdFrom, SdTo};
    let convention = findings.study.conventions.effect_size;
    match field {
        MeanFrom | MeanTo | SdFrom | SdTo | R | EsBaselinePairs | EsAverage => true,
        Es => matches!(convention, EffectSize::SdBaselinePairs | EffectSize::SdAverage),
        _ => false,
    }
}

/// How many people of a result's sample have a value; nobody where the study has no data of theirs.
fn shared(findings: &Findings, result: &StudyResult, value: f64) -> u64 {
    let study = &findings.study;
    let Some(answers) = study.answers.as_ref().filter(|_| result.source == Source::Computed) else { return 0 };
    let wave = |timepoint: &TimepointId| study.timepoints.iter().position(|known| known.id == *timepoint);
    let column: Option<&Column> = match &result.kind {
        Kind::DescribeScale { scale, timepoint } => wave(timepoint).and_then(|wave| findings.scores.at(scale, wave)),
        Kind::DescribeVariable { variable, timepoint: None } => answers.facts.column(variable.as_str()),
        Kind::DescribeVariable { variable, timepoint: Some(timepoint) } => {
            wave(timepoint).and_then(|wave| answers.waves.get(wave)?.column(variable.as_str()))
        }
        _ => None,
    };
    let group = result.group.as_ref().map(|level| {
        let variable = study.group();
        let at = variable.and_then(|variable| variable.levels.iter().position(|known| known.id == *level));
        let column = variable.and_then(|variable| answers.facts.column(variable.id.as_str()));
        move |person: usize| column.and_then(|column| column.number(person)) == at.map(|at| at as f64)
    });
    let Some(column) = column else { return 0 };
    let people = (0..answers.people.len()).filter(|person| group.as_ref().is_none_or(|group| group(*person)));
    people.filter(|person| column.number(*person) == Some(value)).count() as u64
}

/// The sizes of all samples whose mean of a scale at a timepoint is shown, by group.
struct Samples {
    sizes: BTreeMap<(ScaleId, TimepointId, Option<String>), Vec<(Origin, u64)>>,
}

/// Which result a sample's size is from.
#[derive(Clone, PartialEq)]
enum Origin {
    Described,
    Pairs(String),
    Side,
}

impl Samples {
    fn of(findings: &Findings) -> Self {
        let mut samples = Samples { sizes: BTreeMap::new() };
        let first = findings.study.timepoints.first().map(|timepoint| timepoint.id.clone());
        for result in findings.results() {
            let n = |field| result.value(field).unwrap_or(0.0) as u64;
            let group = result.group.as_ref().map(ToString::to_string);
            let mut add = |scale: &ScaleId, timepoint: &TimepointId, origin: Origin, n: u64| {
                samples.sizes.entry((scale.clone(), timepoint.clone(), group.clone())).or_default().push((origin, n));
            };
            match &result.kind {
                Kind::DescribeScale { scale, timepoint } => add(scale, timepoint, Origin::Described, n(Field::N)),
                Kind::Change { scale, comparison } if result.quantity(Field::MeanFrom).is_some() => {
                    for timepoint in [&comparison.from, &comparison.to] {
                        add(scale, timepoint, Origin::Pairs(result.address.to_string()), n(Field::N));
                    }
                }
                Kind::Attrition { subject: crate::model::Described::Scale(scale), .. } => {
                    if let Some(first) = &first {
                        add(scale, first, Origin::Side, n(Field::NFirst));
                    }
                }
                _ => {}
            }
        }
        samples
    }

    fn others(
        &self,
        result: &StudyResult,
        scale: &ScaleId,
        timepoint: &TimepointId,
    ) -> impl Iterator<Item = &(Origin, u64)> {
        let key = (scale.clone(), timepoint.clone(), result.group.as_ref().map(ToString::to_string));
        let own = Origin::Pairs(result.address.to_string());
        self.sizes.get(&key).into_iter().flatten().filter(move |(origin, _)| *origin != own)
    }

    /// Whether another sample of the same scale and timepoint differs by few people.
    fn near(&self, result: &StudyResult, scale: &ScaleId, timepoint: &TimepointId, threshold: u64) -> bool {
        let n = result.value(Field::N).unwrap_or(0.0) as u64;
        self.others(result, scale, timepoint).any(|(_, other)| (1..threshold).contains(&n.abs_diff(*other)))
    }

    /// Whether everybody of the timepoint was measured twice.
    fn same(&self, result: &StudyResult, scale: &ScaleId, timepoint: &TimepointId) -> bool {
        let n = result.value(Field::N).unwrap_or(0.0) as u64;
        self.others(result, scale, timepoint).any(|(origin, other)| *origin == Origin::Described && *other == n)
    }
}
