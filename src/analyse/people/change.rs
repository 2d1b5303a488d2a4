//! Change of the people measured twice: the paired test, its families, effect sizes by name, Wilcoxon's test.

use super::{Data, Sample, quantity};
use crate::analyse::field::Field;
use crate::analyse::finding::{Kind, StudyResult};
use crate::analyse::quantity::Quantity;
use crate::model::{ChangeSign, Column, Comparison, EffectSize, ScaleId};
use crate::stats::{
    Pairs, Summary, Undefined, average_sd, benjamini_hochberg, differences, holm, mean, one_sample, signed_rank,
    standardised_mean_difference,
};

/// For each sample and pair of timepoints, every scale that was asked at both, and then their tests together.
pub fn results(data: &Data<'_>) -> Vec<StudyResult> {
    let mut changes = Vec::new();
    let mut families = Vec::new();
    for sample in &data.samples {
        for (from, to) in comparisons(data) {
            let comparison = Comparison { from: data.timepoint(from).id.clone(), to: data.timepoint(to).id.clone() };
            let tested: Vec<(ScaleId, Vec<(Field, Quantity)>)> = data
                .scored
                .scores
                .scales()
                .iter()
                .filter_map(|scores| {
                    let (before, after) = (scores.waves[from].as_ref()?, scores.waves[to].as_ref()?);
                    Some((scores.scale.clone(), fields(data, sample, before, after)))
                })
                .collect();
            if tested.is_empty() {
                continue;
            }
            let family = Family::of(tested.iter().map(|(_, fields)| of(fields, Field::P)));
            families.push(family.result(data, sample, &comparison));
            for (at, (scale, mut fields)) in tested.into_iter().enumerate() {
                let adjusted = |adjusted: &[Option<f64>]| match adjusted.get(at).copied().flatten() {
                    Some(p) => Quantity::exact(p),
                    None => of(&fields, Field::P),
                };
                let (holm, bh) = (adjusted(&family.holm), adjusted(&family.bh));
                for (field, quantity) in &mut fields {
                    match field {
                        Field::PHolm => *quantity = holm.clone(),
                        Field::PBh => *quantity = bh.clone(),
                        _ => {}
                    }
                }
                let address = sample.address(format_args!("change.{scale}.{comparison}"));
                let kind = Kind::Change { scale, comparison: comparison.clone() };
                changes.push(data.result(sample, address, kind, fields));
            }
        }
    }
    changes.extend(families);
    changes
}

/// Every pair of timepoints, the earlier one first.
pub fn comparisons(data: &Data<'_>) -> impl Iterator<Item = (usize, usize)> {
    let count = data.study.timepoints.len();
    (0..count).flat_map(move |from| (from + 1..count).map(move |to| (from, to)))
}

/// Scores before and after of the people who have both.
pub fn paired(sample: &Sample, before: &Column, after: &Column) -> (Vec<f64>, Vec<f64>) {
    let both = sample.people.iter().filter_map(|person| {
        let person = *person as usize;
        before.number(person).zip(after.number(person))
    });
    both.unzip()
}

/// 1 where a change is the later score less the earlier one, −1 where it is the other way round.
pub fn sign(data: &Data<'_>) -> f64 {
    match data.study.conventions.change {
        ChangeSign::LaterMinusEarlier => 1.0,
        ChangeSign::EarlierMinusLater => -1.0,
    }
}

fn of(fields: &[(Field, Quantity)], name: Field) -> Quantity {
    let found = fields.iter().find(|(field, _)| *field == name).map(|(_, quantity)| quantity.clone());
    found.unwrap_or_else(|| Quantity::absent("there is no such field"))
}

fn fields(data: &Data<'_>, sample: &Sample, before: &Column, after: &Column) -> Vec<(Field, Quantity)> {
    let sign = sign(data);
    let (from, to) = paired(sample, before, after);
    let differences: Vec<f64> = differences(&from, &to).into_iter().map(|difference| sign * difference).collect();
    let pairs = Pairs::of(&from, &to);
    // Of one pair there is a change and nothing else.
    let summary = match &pairs {
        Ok(pairs) => Summary::new(pairs.change.n(), sign * pairs.change.mean(), pairs.change.sd()),
        Err(why) => Err(*why),
    };
    let change = summary.map(|summary| summary.mean()).or_else(|_| mean(&differences));
    let test = summary.and_then(|summary| one_sample(&summary, 0.0, data.level));
    let everybody = Summary::of(&sample.values(before));
    let over = |sd: Result<f64, Undefined>| standardised_mean_difference(change?, sd?);
    let of_pairs = |pick: fn(&Pairs) -> f64| pairs.as_ref().map(pick).map_err(|why| *why);
    let baseline_pairs = over(of_pairs(|pairs| pairs.from.sd()));
    let baseline_all = over(everybody.map(|everybody| everybody.sd()));
    let per_change = over(summary.map(|summary| summary.sd()));
    let average = over(of_pairs(|pairs| average_sd(&pairs.from, &pairs.to)));
    let es = match data.study.conventions.effect_size {
        EffectSize::SdBaselinePairs => baseline_pairs,
        EffectSize::SdBaselineAll => baseline_all,
        EffectSize::SdChange => per_change,
        EffectSize::SdAverage => average,
    };
    let ranks = signed_rank(&differences);
    let direction = change.map(|change| if change == 0.0 { 0.0 } else { sign * change.signum() });
    vec![
        (Field::N, Quantity::count(differences.len() as u64)),
        (Field::MeanFrom, quantity(of_pairs(|pairs| pairs.from.mean()).or_else(|_| mean(&from)))),
        (Field::MeanTo, quantity(of_pairs(|pairs| pairs.to.mean()).or_else(|_| mean(&to)))),
        (Field::SdFrom, quantity(of_pairs(|pairs| pairs.from.sd()))),
        (Field::SdTo, quantity(of_pairs(|pairs| pairs.to.sd()))),
        (Field::R, quantity(pairs.as_ref().map_err(|why| *why).and_then(|pairs| pairs.r))),
        (Field::Change, quantity(change)),
        (Field::Sd, quantity(summary.map(|summary| summary.sd()))),
        (Field::Se, quantity(test.map(|test| test.se))),
        (Field::CiLow, quantity(test.map(|test| test.low))),
        (Field::CiHigh, quantity(test.map(|test| test.high))),
        (Field::T, quantity(test.map(|test| test.t))),
        (Field::Df, quantity(test.map(|test| test.df))),
        (Field::P, quantity(test.map(|test| test.p))),
        (Field::PHolm, Quantity::absent("it is adjusted with its family")),
        (Field::PBh, Quantity::absent("it is adjusted with its family")),
        (Field::Es, quantity(es)),
        (Field::EsBaselinePairs, quantity(baseline_pairs)),
        (Field::EsBaselineAll, quantity(baseline_all)),
        (Field::EsChange, quantity(per_change)),
        (Field::EsAverage, quantity(average)),
        (Field::W, quantity(ranks.as_ref().map(|ranks| ranks.w).map_err(|why| *why))),
        (Field::PWilcoxon, quantity(ranks.as_ref().map(|ranks| ranks.p).map_err(|why| *why))),
        (
            Field::WilcoxonExact,
            quantity(ranks.as_ref().map(|ranks| f64::from(u8::from(ranks.exact))).map_err(|why| *why)),
        ),
        (Field::Direction, quantity(direction)),
    ]
}

/// The tests of one pair of timepoints in one sample, with their adjusted p values.
struct Family {
    p: Vec<f64>,
    holm: Vec<Option<f64>>,
    bh: Vec<Option<f64>>,
}

impl Family {
    /// The adjusted values stand where their tests do; a test without a p value counts for nothing.
    fn of(tests: impl Iterator<Item = Quantity>) -> Self {
        let all: Vec<Option<f64>> = tests.map(|p| p.value()).collect();
        let p: Vec<f64> = all.iter().copied().flatten().collect();
        let spread = |adjusted: Result<Vec<f64>, Undefined>| {
            let mut adjusted = adjusted.unwrap_or_default().into_iter();
            all.iter().map(|p| p.and_then(|_| adjusted.next())).collect()
        };
        Self { holm: spread(holm(&p)), bh: spread(benjamini_hochberg(&p)), p }
    }

    /// How many tests there are, and how many are significant before and after adjustment.
    fn result(&self, data: &Data<'_>, sample: &Sample, comparison: &Comparison) -> StudyResult {
        let alpha = data.study.conventions.alpha();
        let below = |p: &mut dyn Iterator<Item = f64>| Quantity::count(p.filter(|p| *p < alpha).count() as u64);
        let fields = vec![
            (Field::Tests, Quantity::count(self.p.len() as u64)),
            (Field::Significant, below(&mut self.p.iter().copied())),
            (Field::HolmSignificant, below(&mut self.holm.iter().copied().flatten())),
            (Field::BhSignificant, below(&mut self.bh.iter().copied().flatten())),
        ];
        let address = sample.address(format_args!("family.{comparison}"));
        data.result(sample, address, Kind::Family { comparison: comparison.clone() }, fields)
    }
}
