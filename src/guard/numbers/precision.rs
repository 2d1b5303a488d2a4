//! Computed statistics with the decimals that tables print, and the interval that such rounding leaves.
//!
//! The mean of n whole numbers at full precision is their sum, and two sums that differ by one person are that person's
//! score. What is rounded is an interval again, as a printed figure is, and claims are judged by the whole of it.

use crate::analyse::{Field, Findings, Kind, Known, Open, Quantity, Source, StudyResult};
use crate::model::{Described, Measures};

/// Rounds every computed statistic of people.
pub fn round(findings: &mut Findings) {
    let measures = findings.study.measures.clone();
    for result in findings.results_mut() {
        if result.source != Source::Computed {
            continue;
        }
        let Some(scale) = decimals_of(result, &measures) else { continue };
        for (field, quantity) in &mut result.fields {
            let field = *field;
            if let (false, Quantity::Known(known)) = (field.is_count(), &*quantity) {
                *quantity = Quantity::Known(rounded(field, known, scale));
            }
        }
    }
}

/// The decimals of what a statistic is of; `None` for counts of people and for the strand of words.
fn decimals_of(result: &StudyResult, measures: &Measures) -> Option<usize> {
    let of_scale = |id: &crate::model::ScaleId| measures.scale(id.as_str()).map(|scale| scale.decimals);
    let of_variable = |id: &crate::model::VariableId| measures.variable(id.as_str()).map(|variable| variable.decimals);
    match &result.kind {
        Kind::DescribeScale { scale, .. }
        | Kind::Norm { scale, .. }
        | Kind::Change { scale, .. }
        | Kind::Contrast { scale, .. }
        | Kind::Reliability { scale, .. } => of_scale(scale),
        Kind::DescribeVariable { variable, .. } => of_variable(variable),
        Kind::Attrition { subject, level: None } => match subject {
            Described::Scale(scale) => of_scale(scale),
            Described::Variable(variable) => of_variable(variable),
        },
        _ => None,
    }
}

fn decimals(field: Field, scale: usize) -> usize {
    use Field::{Alpha, Df, Es, EsAverage, EsBaselineAll, EsBaselinePairs, EsChange, R, Smd, T, W};
    match field {
        _ if field.is_p() => 3,
        R | Smd | T | Es | EsBaselinePairs | EsBaselineAll | EsChange | EsAverage | Alpha => 2,
        Df | W => 1,
        _ => scale,
    }
}

fn rounded(field: Field, known: &Known, scale: usize) -> Known {
    if known.printed.is_some() {
        return known.clone();
    }
    let decimals = decimals(field, scale);
    let unit = 10f64.powi(decimals as i32);
    let half = 0.5 / unit;
    let value = (known.value * unit).round() / unit;
    let value = if value == 0.0 { 0.0 } else { value };
    if field.is_p() {
        // A p value is never nought: it is under the least that is printed.
        if value == 0.0 {
            let under = 1.0 / unit;
            return Known { value: under, low: 0.0, high: under, open: Open { low: false, high: true }, printed: None };
        }
        return Known { value, low: value - half, high: (value + half).min(1.0), open: Open::default(), printed: None };
    }
    Known { value, low: value - half, high: value + half, open: Open::default(), printed: None }
}

/// A p value as it is shown.
pub fn shown_p(field: Field, p: f64) -> f64 {
    rounded(field, &Known::exact(p), 0).value
}
