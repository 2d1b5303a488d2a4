//! Descriptives: what is printed of a scale or variable, and the interval of its mean.

use super::confidence;
use super::field::Field;
use super::finding::{Kind, Source, StudyResult};
use super::quantity::{NOT_PRINTED, Quantity, derive};
use crate::diag::{Diagnostic, Sink};
use crate::model::{Address, DescribeRow, Described, Impossible, Study, fixed};
use crate::stats::{Summary, Undefined, mean_interval};

/// One result a row of `describe.csv`.
pub fn results(study: &Study, sink: &mut Sink) -> Vec<StudyResult> {
    study.reported.describe.iter().map(|row| result(row, study, sink)).collect()
}

fn result(row: &DescribeRow, study: &Study, sink: &mut Sink) -> StudyResult {
    let n = Quantity::printed_count(row.n);
    let mean = Quantity::printed(row.mean.as_ref());
    let sd = Quantity::printed(row.sd.as_ref());
    let sound = match impossible_sd(row, study) {
        None => sd.clone(),
        Some(reason) => {
            let diagnostic = Diagnostic::warning("impossible-sd", format!("{}: {reason}", named(row)))
                .at(&row.origin)
                .hint("the figure stays as printed; its interval and tests are left out");
            sink.push(diagnostic);
            Quantity::Absent(reason)
        }
    };
    // An SD below 0 is told above.
    for Impossible { text, reason, origin, .. } in row.impossible().into_iter().filter(|one| one.column != "sd") {
        let warning = Diagnostic::warning("impossible-value", format!("{}: {text} {reason}", named(row))).at(&origin);
        sink.push(warning.about(format!("{}.se", row.address())).hint("check it against the source; it is left out"));
    }
    if let (Some(min), Some(max)) = (&row.min, &row.max)
        && min.interval().0 > max.interval().1
    {
        let message = format!("{}: a minimum of {} is above the maximum of {}", named(row), min.text(), max.text());
        let hint = "check it against the source; both stay as printed";
        sink.push(Diagnostic::warning("impossible-value", message).at(&row.origin).hint(hint));
    }
    if let (Some(mean), Some((low, high))) = (&row.mean, limits(row, study))
        && (mean.interval().1 < low || mean.interval().0 > high)
    {
        let message = format!("{}: a mean of {} does not lie between {low} and {high}", named(row), mean.text());
        let hint = "check it against the source; it stays as printed";
        sink.push(Diagnostic::warning("impossible-value", message).at(&row.origin).hint(hint));
    }
    let level = confidence(study);
    let interval = |x: &[f64]| mean_interval(&Summary::new(x[0] as u64, x[1], x[2].max(0.0))?, level);
    let derived = |pick: fn(crate::stats::MeanInterval) -> f64| derive(&[&n, &mean, &sound], |x| interval(x).map(pick));
    let fields = vec![
        (Field::N, n.clone()),
        (Field::Missing, Quantity::absent(NOT_PRINTED)),
        (Field::Mean, mean.clone()),
        (Field::Sd, sd),
        (Field::Se, printed_se(row).unwrap_or_else(|| derived(|i| i.se))),
        (Field::Min, Quantity::printed(row.min.as_ref())),
        (Field::Q1, Quantity::absent(NOT_PRINTED)),
        (Field::Median, Quantity::printed(row.median.as_ref())),
        (Field::Q3, Quantity::absent(NOT_PRINTED)),
        (Field::Max, Quantity::printed(row.max.as_ref())),
        (Field::CiLow, derived(|i| i.low)),
        (Field::CiHigh, derived(|i| i.high)),
    ];
    let (kind, address) = match (&row.subject, &row.timepoint) {
        (Described::Scale(scale), Some(timepoint)) => (
            Kind::DescribeScale { scale: scale.clone(), timepoint: timepoint.clone() },
            format!("describe.{scale}.{timepoint}"),
        ),
        (Described::Variable(variable), timepoint) => (
            Kind::DescribeVariable { variable: variable.clone(), timepoint: timepoint.clone() },
            match timepoint {
                Some(timepoint) => format!("describe.{variable}.{timepoint}"),
                None => format!("describe.{variable}"),
            },
        ),
        (Described::Scale(_), None) => unreachable!("`read` admits a scale only with a timepoint"),
    };
    StudyResult {
        address: Address::new(address),
        source: Source::Reported,
        kind,
        group: None,
        origin: row.origin.clone(),
        fields,
    }
}

/// The printed standard error; absent with the reason where it cannot be one, and `None` where none is printed.
fn printed_se(row: &DescribeRow) -> Option<Quantity> {
    let printed = row.se.as_ref()?;
    Some(match row.impossible().into_iter().find(|one| one.column == "se") {
        Some(one) => Quantity::absent(format!("{} {}", one.text, one.reason)),
        None => Quantity::printed(Some(printed)),
    })
}

fn named(row: &DescribeRow) -> String {
    match &row.timepoint {
        Some(timepoint) => format!("`{}` at {timepoint}", row.subject.as_str()),
        None => format!("`{}`", row.subject.as_str()),
    }
}

/// Why a printed SD cannot be the SD of scores between the printed limits or, where these are not printed, within the
/// scale's range.
///
/// Among n numbers between a and b the SD is at most (b − a) / 2 · √(n / (n − 1)), reached with half of them at
/// either end (Popoviciu's inequality, with n − 1 in the denominator).
pub fn impossible_sd(row: &DescribeRow, study: &Study) -> Option<String> {
    let sd = row.sd.as_ref()?;
    if sd.interval().1 < 0.0 {
        return Some(format!("an SD of {} cannot be: an SD is not below 0", sd.text()));
    }
    let n = row.n.filter(|n| *n > 1)? as f64;
    let (low, high) = limits(row, study)?;
    let most = (high - low) / 2.0 * (n / (n - 1.0)).sqrt();
    (sd.interval().0 > most).then(|| {
        let among = row.n.unwrap_or_default();
        format!(
            "an SD of {} cannot be: {among} scores between {low} and {high} have one of {} at most",
            sd.text(),
            fixed(most, 2)
        )
    })
}

/// The limits of the scores: those that are printed, or else those of the scale.
fn limits(row: &DescribeRow, study: &Study) -> Option<(f64, f64)> {
    let printed = row.min.as_ref().zip(row.max.as_ref()).map(|(min, max)| (min.interval().0, max.interval().1));
    let range = || study.measures.scale(row.subject.as_str()).and_then(|scale| scale.range);
    printed.filter(|(low, high)| low <= high).or_else(range)
}

/// A summary for tests, absent where its SD is impossible.
pub fn summary(row: &DescribeRow, study: &Study) -> [Quantity; 3] {
    let sd = match impossible_sd(row, study) {
        Some(reason) => Quantity::Absent(reason),
        None => Quantity::printed(row.sd.as_ref()),
    };
    [Quantity::printed_count(row.n), Quantity::printed(row.mean.as_ref()), sd]
}

/// A summary of three numbers: n, mean, SD.
pub fn summary_of(n: f64, mean: f64, sd: f64) -> Result<Summary, Undefined> {
    Summary::new(n as u64, mean, sd.max(0.0))
}
