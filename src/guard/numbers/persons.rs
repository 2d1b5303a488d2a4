//! Figures that are values of single people, and pairs of figures that differ by few people.

use std::collections::BTreeMap;

use super::plan::{Plan, Rule};
use crate::analyse::{Field, Findings, Kind, Source, StudyResult};
use crate::model::{Column, Described, EffectSize, ScaleId, TimepointId};

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
                let ends = [&comparison.from, &comparison.to];
                let near = ends.map(|timepoint| samples.near(result, scale, timepoint, threshold));
                if near.contains(&true) {
                    plan.hide_where(at, result, Rule::Differencing, |field| of_pairs(field, findings));
                }
                // Where everybody of one timepoint was measured twice, the change leads from their mean to the pairs'
                // mean at the other.
                let all = ends.map(|timepoint| samples.beyond(result, scale, timepoint));
                let few = |more: Option<u64>| more.is_some_and(|more| (1..threshold).contains(&more));
                if all[0] == Some(0) && few(all[1]) || all[1] == Some(0) && few(all[0]) {
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
    Completers,
}

impl Samples {
    fn of(findings: &Findings) -> Self {
        let mut samples = Samples { sizes: BTreeMap::new() };
        let first = findings.study.timepoints.first().map(|timepoint| timepoint.id.clone());
        for result in findings.results() {
            let group = result.group.as_ref().map(ToString::to_string);
            let mut add = |scale: &ScaleId, timepoint: &TimepointId, origin: Origin, n: Field, mean: Field| {
                if let (Some(n), Some(_)) = (result.value(n), result.value(mean)) {
                    let key = (scale.clone(), timepoint.clone(), group.clone());
                    samples.sizes.entry(key).or_default().push((origin, n as u64));
                }
            };
            match &result.kind {
                Kind::DescribeScale { scale, timepoint } => {
                    add(scale, timepoint, Origin::Described, Field::N, Field::Mean);
                }
                Kind::Change { scale, comparison } => {
                    let pairs = || Origin::Pairs(result.address.to_string());
                    add(scale, &comparison.from, pairs(), Field::N, Field::MeanFrom);
                    add(scale, &comparison.to, pairs(), Field::N, Field::MeanTo);
                }
                Kind::Attrition { subject: Described::Scale(scale), .. } => {
                    if let Some(first) = &first {
                        add(scale, first, Origin::Completers, Field::NFirst, Field::MeanFirst);
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

    /// How many people of the timepoint were not measured twice; `None` where there would be fewer than none.
    fn beyond(&self, result: &StudyResult, scale: &ScaleId, timepoint: &TimepointId) -> Option<u64> {
        let n = result.value(Field::N)? as u64;
        let mut described = self.others(result, scale, timepoint).filter(|(origin, _)| *origin == Origin::Described);
        described.next().and_then(|(_, all)| all.checked_sub(n))
    }
}
