//! Computed statistics with the decimals that tables print, and the interval that such rounding leaves.
//!
//! The mean of n whole numbers at full precision is their sum, and two sums that differ by one person are that person's
//! score. What is rounded is an interval again, as a printed figure is, and claims are judged by the whole of it.

use crate::analyse::{Field, Findings, Kind, Known, Open, Quantity, Role, Source, Unit};
use crate::model;

/// Rounds every computed statistic of people to what the page shows of it.
pub fn round(findings: &mut Findings) {
    let measures = findings.study.measures.clone();
    let alpha = findings.study.conventions.alpha();
    for result in findings.results_mut() {
        if result.source != Source::Computed || !is_rounded(&result.kind) {
            continue;
        }
        let unit = Unit::of(result, &measures);
        for (field, quantity) in &mut result.fields {
            if let Quantity::Known(known) = &*quantity {
                *quantity = Quantity::Known(rounded(*field, known, unit, alpha));
            }
        }
    }
}

/// Whether figures of a kind are statistics of people's scores. Others are counts, and what follows from counts that
/// stand beside them.
fn is_rounded(kind: &Kind) -> bool {
    match kind {
        Kind::DescribeScale { .. }
        | Kind::DescribeVariable { .. }
        | Kind::Norm { .. }
        | Kind::Change { .. }
        | Kind::Contrast { .. }
        | Kind::Reliability { .. }
        | Kind::Attrition { level: None, .. } => true,
        Kind::Attrition { level: Some(_), .. }
        | Kind::Share { .. }
        | Kind::Missing { .. }
        | Kind::Flow { .. }
        | Kind::Family { .. }
        | Kind::Theme { .. }
        | Kind::Code { .. }
        | Kind::Corpus { .. }
        | Kind::Agreement { .. } => false,
    }
}

fn rounded(field: Field, known: &Known, unit: Unit, alpha: f64) -> Known {
    let decimals = field.decimals(known.value, unit);
    let half = 0.5 * 10f64.powi(-(decimals as i32));
    let value = model::round(known.value, decimals);
    let near = |value: f64| Known {
        value,
        low: model::round(value - half, decimals + 1),
        high: model::round(value + half, decimals + 1),
        open: Open::default(),
        printed: None,
        rounded: Some(decimals),
    };
    match field.role() {
        _ if known.printed.is_some() => known.clone(),
        Role::Count | Role::Sign => known.clone(),
        // Whole as they are: no rounding hides anything of n − 1, nor of a sum of ranks.
        Role::DegreesOfFreedom | Role::RankSum if decimals == 0 => Known::exact(value),
        Role::Extreme if matches!(unit, Unit::Measure { counts: true, .. }) && known.value == value => known.clone(),
        Role::P => rounded_p(known.value, near(value), alpha),
        Role::DegreesOfFreedom
        | Role::RankSum
        | Role::Extreme
        | Role::Estimate
        | Role::Spread
        | Role::Limit
        | Role::Percent
        | Role::Share
        | Role::Statistic
        | Role::Standardised
        | Role::Coefficient => near(value),
    }
}

/// A p value is never nought, and 1 only where it is: else a bound stands for it, as on the page. On which side of the
/// level of significance it lies is kept, as the family's count of significant tests tells that, too.
fn rounded_p(exact: f64, near: Known, alpha: f64) -> Known {
    let least = model::round(2.0 * (near.high - near.value), 9);
    let open = |low, high| Open { low, high };
    if near.value == 0.0 {
        return Known { value: least, low: 0.0, high: least, open: open(false, true), ..near };
    }
    if near.value == 1.0 && exact < 1.0 {
        let most = model::round(1.0 - least, 9);
        return Known { value: most, low: most, high: 1.0, open: open(true, false), ..near };
    }
    let high = near.high.min(1.0);
    match near.low < alpha && alpha <= high {
        true if exact < alpha => Known { high: alpha, open: open(false, true), ..near },
        true => Known { low: alpha, high, ..near },
        false => Known { high, ..near },
    }
}

/// A p value as it is shown.
pub fn shown_p(field: Field, p: f64, alpha: f64) -> Known {
    rounded(field, &Known::exact(p), Unit::Pure, alpha)
}
