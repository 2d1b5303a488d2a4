//! Shares: counts of a total with Wilson's interval, in per cent.

use super::confidence;
use super::field::Field;
use super::finding::{Kind, Source, StudyResult};
use super::quantity::{NOT_PRINTED, Quantity};
use crate::diag::{Diagnostic, Sink};
use crate::model::{Address, Impossible, ShareRow, Study};
use crate::stats::{ProportionInterval, wilson};

/// One result a row of `share.csv`.
pub fn results(study: &Study, sink: &mut Sink) -> Vec<StudyResult> {
    for row in &study.reported.share {
        for Impossible { column, text, reason, origin } in row.impossible() {
            let message = format!("`{}` of `{}`: {text} {reason}", row.level, row.variable);
            let diagnostic = Diagnostic::warning("impossible-value", message).at(&origin);
            let diagnostic = diagnostic.about(format!("{}.{column}", row.address()));
            sink.push(diagnostic.hint("check it against the source; it stays as printed"));
        }
    }
    study.reported.share.iter().map(|row| result(row, study)).collect()
}

fn result(row: &ShareRow, study: &Study) -> StudyResult {
    let interval = match (row.count, row.total) {
        (Some(count), Some(total)) => wilson(count, total, confidence(study)).map_err(|why| why.to_string()),
        _ => Err(NOT_PRINTED.to_owned()),
    };
    let of = |pick: fn(&ProportionInterval) -> f64| match &interval {
        Ok(interval) => Quantity::exact(100.0 * pick(interval)),
        Err(reason) => Quantity::Absent(reason.clone()),
    };
    let percent = match (&row.percent, row.count, row.total) {
        (Some(printed), ..) => Quantity::printed(Some(printed)),
        (None, Some(count), Some(total)) if total > 0 => Quantity::exact(100.0 * count as f64 / total as f64),
        _ => Quantity::absent(NOT_PRINTED),
    };
    let address = match &row.timepoint {
        Some(timepoint) => format!("share.{}.{timepoint}.{}", row.variable, row.level),
        None => format!("share.{}.{}", row.variable, row.level),
    };
    StudyResult {
        address: Address::new(address),
        source: Source::Reported,
        kind: Kind::Share {
            variable: row.variable.clone(),
            timepoint: row.timepoint.clone(),
            level: row.level.clone(),
        },
        group: None,
        origin: row.origin.clone(),
        fields: vec![
            (Field::Count, Quantity::printed_count(row.count)),
            (Field::Total, Quantity::printed_count(row.total)),
            (Field::Percent, percent),
            (Field::CiLow, of(|i| i.low)),
            (Field::CiHigh, of(|i| i.high)),
        ],
    }
}
