//! Distance from the norm: the difference, in the norm's SDs, and its test.

use super::confidence;
use super::describe::{summary, summary_of};
use super::field::Field;
use super::finding::{Kind, Source, StudyResult};
use super::quantity::{Known, Quantity, derive};
use crate::model::{Address, DescribeRow, Described, Norm, Scale, Study};
use crate::stats::{Comparison, Undefined, difference, one_sample, standardised_mean_difference, welch};

/// One result a scale with a norm and a timepoint.
pub fn results(study: &Study) -> Vec<StudyResult> {
    let rows = study.reported.describe.iter().filter_map(|row| {
        let Described::Scale(id) = &row.subject else { return None };
        let scale = study.measures.scale(id.as_str())?;
        Some(result(row, scale, scale.norm.as_ref()?, study))
    });
    rows.flatten().collect()
}

fn result(row: &DescribeRow, scale: &Scale, norm: &Norm, study: &Study) -> Option<StudyResult> {
    let timepoint = row.timepoint.clone()?;
    Some(StudyResult {
        address: Address::new(format!("norm.{}.{timepoint}", scale.id)),
        source: Source::Reported,
        kind: Kind::Norm { scale: scale.id.clone(), timepoint },
        group: None,
        origin: row.origin.clone(),
        fields: fields(summary(row, study), Quantity::printed(row.sd.as_ref()), norm, confidence(study)),
    })
}

/// n, mean and SD against a norm; `shown` is the SD that is handed on, be it a possible one or not.
pub fn fields(
    [n, mean, sd]: [Quantity; 3],
    shown: Quantity,
    norm: &Norm,
    level: crate::stats::Confidence,
) -> Vec<(Field, Quantity)> {
    let norm_mean = Quantity::printed(Some(&norm.mean));
    let norm_sd = Quantity::printed(Some(&norm.sd));
    let norm_n = norm.n.map_or_else(
        || Quantity::absent("the norm's sample size is not given, so the norm is taken as fixed"),
        Quantity::count,
    );
    let compared = |x: &[f64]| -> Result<Comparison, Undefined> {
        let group = summary_of(x[0], x[1], x[2])?;
        match norm.n {
            Some(n) => welch(&group, &summary_of(n as f64, x[3], x[4])?, level),
            None => one_sample(&group, x[3], level),
        }
    };
    let arguments = [&n, &mean, &sd, &norm_mean, &norm_sd];
    let tested = |pick: fn(Comparison) -> f64| derive(&arguments, |x| compared(x).map(pick));
    let distance = derive(&[&mean, &norm_mean], |x| Ok(difference(x[0], x[1])));
    let smd = derive(&[&mean, &norm_mean, &norm_sd], |x| standardised_mean_difference(difference(x[0], x[1]), x[2]));
    let p = widen_over_zero(tested(|c| c.p), &distance);
    vec![
        (Field::N, n.clone()),
        (Field::Mean, mean.clone()),
        (Field::Sd, shown),
        (Field::NormMean, norm_mean.clone()),
        (Field::NormSd, norm_sd.clone()),
        (Field::NormN, norm_n),
        (Field::Difference, distance),
        (Field::Smd, smd),
        (Field::T, tested(|c| c.t)),
        (Field::Df, tested(|c| c.df)),
        (Field::P, p),
        (Field::CiLow, tested(|c| c.low)),
        (Field::CiHigh, tested(|c| c.high)),
    ]
}

/// p is greatest where the difference is zero, which lies between the corners where the rounding interval spans it.
fn widen_over_zero(p: Quantity, difference: &Quantity) -> Quantity {
    match (p, difference.known()) {
        (Quantity::Known(p), Some(d)) if d.low <= 0.0 && d.high >= 0.0 => Quantity::Known(Known { high: 1.0, ..p }),
        (p, _) => p,
    }
}
