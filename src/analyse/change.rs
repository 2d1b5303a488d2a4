//! Change between timepoints as reported, the adjusted p values of its family, and what follows from it.
//!
//! A family is all tests of one pair of timepoints.

use super::family::Family;
use super::field::Field;
use super::finding::{Kind, Source, StudyResult};
use super::quantity::{Known, NOT_PRINTED, Open, Quantity, derive};
use crate::diag::{Diagnostic, Sink};
use crate::model::{Address, ChangeRow, ChangeSign, Comparison, Described, EffectSize, Impossible, Printed, Study};
use crate::stats::Undefined;

/// One result a row of `change.csv`, and one a family of tests.
pub fn results(study: &Study, sink: &mut Sink) -> Vec<StudyResult> {
    study.reported.change.iter().for_each(|row| impossible(row, sink));
    let mut comparisons: Vec<Comparison> = Vec::new();
    for row in &study.reported.change {
        if !comparisons.contains(&row.comparison) {
            comparisons.push(row.comparison.clone());
        }
    }
    let families: Vec<Family<'_>> = comparisons.iter().map(|comparison| Family::new(study, comparison)).collect();
    let mut results: Vec<StudyResult> = Vec::new();
    for row in &study.reported.change {
        if let Some(family) = families.iter().find(|family| family.comparison == row.comparison) {
            results.push(result(row, family, study));
        }
    }
    results.extend(families.iter().map(|family| family.result(study.conventions.alpha())));
    results
}

/// What no analysis can have printed.
fn impossible(row: &ChangeRow, sink: &mut Sink) {
    let hint = "check it against the source; what would follow from it is left out";
    for Impossible { column, text, reason, origin } in row.impossible() {
        let message = format!("`{}` {}: {text} {reason}", row.scale, row.comparison);
        let warning = Diagnostic::warning("impossible-value", message).at(&origin);
        sink.push(warning.about(format!("{}.{column}", row.address())).hint(hint));
    }
    if let (Some(low), Some(high)) = (&row.ci_low, &row.ci_high)
        && low.interval().0 > high.interval().1
    {
        let (low, high) = (low.text(), high.text());
        let message = format!("`{}` {}: the interval from {low} to {high} is turned round", row.scale, row.comparison);
        sink.push(Diagnostic::warning("impossible-value", message).at(&row.origin).hint(hint));
    }
}

fn result(row: &ChangeRow, family: &Family<'_>, study: &Study) -> StudyResult {
    let same = match row.change {
        None => same_people(row, study),
        Some(_) => None,
    };
    let change = match (&row.change, &same) {
        (None, Some([from, to])) => match study.conventions.change {
            ChangeSign::LaterMinusEarlier => derive(&[&to.mean, &from.mean], |x| Ok(x[0] - x[1])),
            ChangeSign::EarlierMinusLater => derive(&[&from.mean, &to.mean], |x| Ok(x[0] - x[1])),
        },
        (printed, _) => Quantity::printed(printed.as_ref()),
    };
    let side = Side::of(row);
    let baseline = baseline_sd(row, study);
    let es_baseline_all = derive(&[&change, &baseline], |x| match x[1] > 0.0 {
        true => Ok(x[0] / x[1]),
        false => Err(Undefined::ZeroVariance),
    });
    let es = match (&row.es, study.conventions.effect_size) {
        (None, EffectSize::SdBaselineAll) => es_baseline_all.clone(),
        (es, _) => Quantity::printed(es.as_ref()),
    };
    let pairs = || Quantity::absent("the source does not print it for the people measured twice");
    let of_pairs =
        |at: usize, pick: fn(&Wave) -> &Quantity| same.as_ref().map_or_else(pairs, |waves| pick(&waves[at]).clone());
    let impossible = row.impossible();
    let sound = |column: &str, printed: Option<&Printed>| match impossible.iter().find(|one| one.column == column) {
        Some(one) => Quantity::absent(format!("{} {}", one.text, one.reason)),
        None => Quantity::printed(printed),
    };
    let df = match row.n {
        _ if row.df.is_some() => sound("df", row.df.as_ref()),
        Some(n) if n > 1 => Quantity::count(n - 1),
        Some(_) => Quantity::absent(Undefined::OneObservation.to_string()),
        None => Quantity::absent(NOT_PRINTED),
    };
    let fields = vec![
        (Field::N, Quantity::printed_count(row.n)),
        (Field::MeanFrom, of_pairs(0, |wave| &wave.mean)),
        (Field::MeanTo, of_pairs(1, |wave| &wave.mean)),
        (Field::SdFrom, of_pairs(0, |wave| &wave.sd)),
        (Field::SdTo, of_pairs(1, |wave| &wave.sd)),
        (Field::R, row.r.as_ref().map_or_else(pairs, |r| sound("r", Some(r)))),
        (Field::Change, change.clone()),
        (Field::Sd, sound("sd", row.sd.as_ref())),
        (Field::Se, sound("se", row.se.as_ref())),
        (Field::CiLow, Quantity::printed(row.ci_low.as_ref())),
        (Field::CiHigh, Quantity::printed(row.ci_high.as_ref())),
        (Field::T, Quantity::printed(row.t.as_ref())),
        (Field::Df, df),
        (Field::P, p_or_bound(row, side.as_ref(), study.conventions.alpha())),
        (Field::PHolm, family.adjusted(row, &family.holm)),
        (Field::PBh, family.adjusted(row, &family.bh)),
        (Field::Es, es),
        (Field::EsBaselinePairs, pairs()),
        (Field::EsBaselineAll, es_baseline_all),
        (Field::EsChange, pairs()),
        (Field::EsAverage, pairs()),
        (Field::W, Quantity::absent(NOT_PRINTED)),
        (Field::PWilcoxon, Quantity::absent(NOT_PRINTED)),
        (Field::WilcoxonExact, Quantity::absent(NOT_PRINTED)),
        (Field::Direction, direction(&change, side.as_ref(), study.conventions.change)),
    ];
    StudyResult {
        address: Address::new(format!("change.{}.{}", row.scale, row.comparison)),
        source: Source::Reported,
        kind: Kind::Change { scale: row.scale.clone(), comparison: row.comparison.clone() },
        group: None,
        origin: row.origin.clone(),
        fields,
    }
}

/// A p value lies between 0 and 1, whatever its rounding interval.
pub(super) fn p_value(row: &ChangeRow) -> Quantity {
    if let Some(one) = row.impossible().into_iter().find(|one| one.column == "p") {
        return Quantity::absent(format!("{} {}", one.text, one.reason));
    }
    match Quantity::printed(row.p.as_ref()) {
        Quantity::Known(p) => Quantity::Known(Known { low: p.low.max(0.0), high: p.high.min(1.0), ..p }),
        absent => absent,
    }
}

/// The SD of everybody at the earlier timepoint.
fn baseline_sd(row: &ChangeRow, study: &Study) -> Quantity {
    let wanted = Described::Scale(row.scale.clone());
    let from = Some(row.comparison.from.clone());
    let described = study.reported.describe.iter().find(|d| d.subject == wanted && d.timepoint == from);
    match described {
        Some(described) => {
            let [_, _, sd] = super::describe::summary(described, study);
            sd
        }
        None => Quantity::absent(NOT_PRINTED),
    }
}

/// One measurement of the people who were measured twice.
struct Wave {
    mean: Quantity,
    sd: Quantity,
}

/// Both measurements, where the rows of the two timepoints are of the people of the change: as many of them at both,
/// and as many as the change is of where it says so.
fn same_people(row: &ChangeRow, study: &Study) -> Option<[Wave; 2]> {
    let wanted = Described::Scale(row.scale.clone());
    let at = |timepoint| {
        let described = study.reported.describe.iter();
        let found = described.filter(|d| d.subject == wanted).find(|d| d.timepoint.as_ref() == Some(timepoint))?;
        let whole = |mean: &&crate::model::Printed| !mean.is_bound();
        found.mean.as_ref().filter(whole)?;
        let [_, mean, sd] = super::describe::summary(found, study);
        Some((found.n?, Wave { mean, sd }))
    };
    let (first, from) = at(&row.comparison.from)?;
    let (second, to) = at(&row.comparison.to)?;
    (first == second && row.n.is_none_or(|n| n == first)).then_some([from, to])
}

/// On which side of zero a printed interval lies, with the whole rounding intervals of its limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Above,
    Below,
    Both,
}

impl Side {
    /// `None` where a limit is not printed, or its rounding leaves the side open.
    fn of(row: &ChangeRow) -> Option<Self> {
        let limits = [row.ci_low.as_ref(), row.ci_high.as_ref()].map(|limit| Quantity::printed(limit).known().cloned());
        let [Some(low), Some(high)] = limits else { return None };
        match (low.above(0.0), high.below(0.0), low.below(0.0) && high.above(0.0)) {
            (true, false, _) => Some(Side::Above),
            (false, true, _) => Some(Side::Below),
            (false, false, true) => Some(Side::Both),
            _ => None,
        }
    }
}

/// The printed p; or, where none is printed, on which side of the level of significance it lies by the interval of that
/// level.
fn p_or_bound(row: &ChangeRow, side: Option<&Side>, alpha: f64) -> Quantity {
    match (&row.p, side) {
        (None, Some(Side::Above | Side::Below)) => Quantity::Known(Known {
            value: alpha,
            low: 0.0,
            high: alpha,
            open: Open { low: false, high: true },
            printed: None,
            rounded: None,
        }),
        (None, Some(Side::Both)) => Quantity::Known(Known {
            value: alpha,
            low: alpha,
            high: 1.0,
            open: Open { low: true, high: false },
            printed: None,
            rounded: None,
        }),
        (Some(_), _) | (None, None) => p_value(row),
    }
}

/// 1 where the later mean is higher, −1 where it is lower, 0 where the printed change is zero. Without a printed change
/// the interval tells, where all of it lies on one side of zero.
fn direction(change: &Quantity, side: Option<&Side>, convention: ChangeSign) -> Quantity {
    let later_minus_earlier = match convention {
        ChangeSign::LaterMinusEarlier => 1.0,
        ChangeSign::EarlierMinusLater => -1.0,
    };
    match (change, side) {
        (Quantity::Absent(_), Some(Side::Above)) => Quantity::exact(later_minus_earlier),
        (Quantity::Absent(_), Some(Side::Below)) => Quantity::exact(-later_minus_earlier),
        (Quantity::Absent(_), Some(Side::Both)) => {
            Quantity::absent("the source prints no change, and its interval lies on both sides of zero")
        }
        _ => derive(&[change], |x| Ok(if x[0] == 0.0 { 0.0 } else { x[0].signum() * later_minus_earlier })),
    }
}
