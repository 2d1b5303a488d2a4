//! Figures that are printed twice.

use super::Tables;
use super::figure::{Reading, span};
use super::finding::{Finding, Verdict};
use crate::model::{AgainRow, Described, Printed, VariableKind};

pub fn findings(tables: &Tables<'_>) -> Vec<Finding> {
    tables.reported.again.iter().filter_map(|again| finding(tables, again)).collect()
}

/// What stands in the first place: a figure, or a count.
enum First {
    Figure(Printed),
    Count(u64),
}

fn finding(tables: &Tables<'_>, again: &AgainRow) -> Option<Finding> {
    let (first, field) = first(tables, again)?;
    let here = again.places.of("printed").unwrap_or(&again.origin);
    let (there, verdict) = match &first {
        First::Count(count) => {
            let same = again.printed.value() == *count as f64;
            (count.to_string(), if same { Verdict::Consistent } else { Verdict::Inconsistent })
        }
        First::Figure(figure) => (figure.text().to_owned(), compare(figure, &again.printed, whole(tables, again))),
    };
    let (text, place) = (again.printed.text(), &again.place);
    let message = match verdict {
        Verdict::Consistent => format!("{text} ({place}) can be the {there} of the table."),
        Verdict::CannotTell => {
            format!(
                "{text} ({place}) and {there} in the table can be one figure only if one was rounded and the other cut off."
            )
        }
        Verdict::Inconsistent => {
            format!("{text} is printed ({place}), and {there} in the table; both cannot be right.")
        }
    };
    let finding = Finding::new("printed-twice", again.address.clone(), here, verdict).field(field);
    Some(finding.printed(text).recomputed(there).say(message))
}

fn first(tables: &Tables<'_>, again: &AgainRow) -> Option<(First, &'static str)> {
    let reported = tables.reported;
    let pick = |field: &'static str, figure: Option<&Printed>, count: Option<u64>| {
        let first = match (figure, count) {
            (Some(figure), _) => First::Figure(figure.clone()),
            (None, Some(count)) => First::Count(count),
            (None, None) => return None,
        };
        (again.field == field).then_some((first, field))
    };
    if let Some(row) = reported.describe.iter().find(|row| row.address() == again.address) {
        let cells = [
            ("n", None, row.n),
            ("mean", row.mean.as_ref(), None),
            ("sd", row.sd.as_ref(), None),
            ("min", row.min.as_ref(), None),
            ("max", row.max.as_ref(), None),
            ("se", row.se.as_ref(), None),
            ("median", row.median.as_ref(), None),
        ];
        return cells.into_iter().find_map(|(field, figure, count)| pick(field, figure, count));
    }
    if let Some(row) = reported.change.iter().find(|row| row.address() == again.address) {
        let cells = [
            ("n", None, row.n),
            ("change", row.change.as_ref(), None),
            ("ci_low", row.ci_low.as_ref(), None),
            ("ci_high", row.ci_high.as_ref(), None),
            ("p", row.p.as_ref(), None),
            ("es", row.es.as_ref(), None),
            ("t", row.t.as_ref(), None),
            ("df", row.df.as_ref(), None),
            ("sd", row.sd.as_ref(), None),
            ("se", row.se.as_ref(), None),
            ("r", row.r.as_ref(), None),
        ];
        return cells.into_iter().find_map(|(field, figure, count)| pick(field, figure, count));
    }
    let row = reported.share.iter().find(|row| row.address() == again.address)?;
    let cells = [("count", None, row.count), ("total", None, row.total), ("percent", row.percent.as_ref(), None)];
    cells.into_iter().find_map(|(field, figure, count)| pick(field, figure, count))
}

/// Whether the figure is a whole number for sure: the smallest or the greatest count.
fn whole(tables: &Tables<'_>, again: &AgainRow) -> bool {
    let row = tables.reported.describe.iter().find(|row| row.address() == again.address);
    let count = row.is_some_and(|row| match &row.subject {
        Described::Variable(id) => {
            tables.measures.variable(id.as_str()).is_some_and(|variable| variable.kind == VariableKind::Count)
        }
        Described::Scale(_) => false,
    });
    count && ["min", "max"].contains(&again.field.as_str())
}

/// A whole number that is cut off stays what it is.
fn compare(first: &Printed, second: &Printed, whole: bool) -> Verdict {
    let meets = |a: Reading, b: Reading| !span(first, a).and(span(second, b)).is_empty();
    let cut = |long: &Printed, short: &Printed| {
        let unit = 10f64.powi(-i32::try_from(short.decimals()).unwrap_or(0));
        let cut = (long.value().abs() / unit + 1e-9).floor() * unit;
        long.decimals() >= short.decimals() && (cut - short.value().abs()).abs() < unit * 1e-6
    };
    let same_sign = first.value() * second.value() >= 0.0;
    if meets(Reading::Rounded, Reading::Rounded) || same_sign && (cut(first, second) || cut(second, first)) {
        Verdict::Consistent
    } else if !whole && meets(Reading::Either, Reading::Either) {
        Verdict::CannotTell
    } else {
        Verdict::Inconsistent
    }
}
