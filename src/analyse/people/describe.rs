//! Descriptives of scales and variables, and the distance of scales from their norms.

use super::super::norm;
use super::{Data, Sample, quantity};
use crate::analyse::field::Field;
use crate::analyse::finding::{Kind, StudyResult};
use crate::analyse::quantity::Quantity;
use crate::model::{Column, VariableKind};
use crate::stats::{Confidence, Summary, extremes, mean, mean_interval, quartiles};

/// Scales at each timepoint where they were asked, then continuous and count variables, then norms.
pub fn results(data: &Data<'_>) -> Vec<StudyResult> {
    let mut results = Vec::new();
    let mut norms = Vec::new();
    for sample in &data.samples {
        for scores in data.scored.scores.scales() {
            let scale = &scores.scale;
            for (wave, column) in scores.waves.iter().enumerate() {
                let Some(column) = column else { continue };
                let timepoint = &data.timepoint(wave).id;
                let kind = Kind::DescribeScale { scale: scale.clone(), timepoint: timepoint.clone() };
                let fields = fields(sample, column, data.level);
                let of = |name| {
                    let found = fields.iter().find(|(field, _)| *field == name).map(|(_, quantity)| quantity.clone());
                    found.expect("descriptives have this field")
                };
                if let Some((scale, norm)) =
                    data.study.measures.scale(scale.as_str()).and_then(|scale| Some((scale, scale.norm.as_ref()?)))
                {
                    let fields =
                        norm::fields([of(Field::N), of(Field::Mean), of(Field::Sd)], of(Field::Sd), norm, data.level);
                    let address = sample.address(format_args!("norm.{}.{timepoint}", scale.id));
                    let kind = Kind::Norm { scale: scale.id.clone(), timepoint: timepoint.clone() };
                    norms.push(data.result(sample, address, kind, fields));
                }
                let address = sample.address(format_args!("describe.{scale}.{timepoint}"));
                results.push(data.result(sample, address, kind, fields));
            }
        }
        for asked in data.asked(|kind| kind != VariableKind::Categorical) {
            let variable = &asked.variable.id;
            let timepoint = asked.wave.map(|wave| data.timepoint(wave).id.clone());
            let address = match &timepoint {
                Some(timepoint) => sample.address(format_args!("describe.{variable}.{timepoint}")),
                None => sample.address(format_args!("describe.{variable}")),
            };
            let kind = Kind::DescribeVariable { variable: variable.clone(), timepoint };
            results.push(data.result(sample, address, kind, fields(sample, asked.column, data.level)));
        }
    }
    results.extend(norms);
    results
}

/// `missing` are people of the sample without a value.
fn fields(sample: &Sample, column: &Column, level: Confidence) -> Vec<(Field, Quantity)> {
    let mut values = sample.values(column);
    let n = values.len();
    let summary = Summary::of(&values);
    // Of one value there is a mean and nothing else.
    let mean = quantity(summary.map(|summary| summary.mean()).or_else(|_| mean(&values)));
    let interval = summary.and_then(|summary| mean_interval(&summary, level));
    let ends = extremes(&values);
    // Last, because it puts the values into another order.
    let quarters = quartiles(&mut values);
    vec![
        (Field::N, Quantity::count(n as u64)),
        (Field::Missing, Quantity::count((sample.people.len() - n) as u64)),
        (Field::Mean, mean),
        (Field::Sd, quantity(summary.map(|summary| summary.sd()))),
        (Field::Se, quantity(interval.map(|interval| interval.se))),
        (Field::Min, quantity(ends.map(|ends| ends.0))),
        (Field::Q1, quantity(quarters.map(|quarters| quarters.q1))),
        (Field::Median, quantity(quarters.map(|quarters| quarters.median))),
        (Field::Q3, quantity(quarters.map(|quarters| quarters.q3))),
        (Field::Max, quantity(ends.map(|ends| ends.1))),
        (Field::CiLow, quantity(interval.map(|interval| interval.low))),
        (Field::CiHigh, quantity(interval.map(|interval| interval.high))),
    ]
}
