//! Percentages against counts and totals, and counts against each other.

use std::collections::BTreeMap;

use super::Tables;
use super::figure::{Reading, span};
use super::finding::{Finding, Verdict};
use super::words::{listed, ought};
use crate::model::{ShareRow, TimepointId, VariableId};
use crate::stats::Span;

pub fn findings(tables: &Tables<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut groups: BTreeMap<(&VariableId, Option<&TimepointId>), Vec<&ShareRow>> = BTreeMap::new();
    for row in &tables.reported.share {
        groups.entry((&row.variable, row.timepoint.as_ref())).or_default().push(row);
    }
    let mut totals: Vec<u64> = tables.reported.share.iter().filter_map(|row| row.total).collect();
    totals.sort_unstable();
    totals.dedup();
    for ((variable, _), rows) in &groups {
        let variable = tables.measures.variable(variable.as_str());
        let single = variable.is_some_and(|variable| !variable.multiple) && tables.stated;
        let complete = variable.is_some_and(|variable| variable.levels.len() == rows.len()) && rows.len() > 1;
        let sum = counts(rows);
        let wrong = wrong_count(rows, single && complete);
        for row in rows {
            found.extend(percent(row, wrong.filter(|wrong| std::ptr::eq(*wrong, *row)).is_some(), sum, &totals));
        }
        if single && wrong.is_none() {
            found.extend(sums(rows, complete, sum));
        }
    }
    found
}

/// The sum of all counts and their one total, where all are printed.
fn counts(rows: &[&ShareRow]) -> Option<(u64, u64)> {
    let total = rows.first()?.total?;
    if rows.iter().any(|row| row.total != Some(total)) {
        return None;
    }
    let sum = rows.iter().map(|row| row.count).sum::<Option<u64>>()?;
    Some((sum, total))
}

fn fits(percent: Span, count: u64, total: u64) -> bool {
    total > 0 && percent.contains(100.0 * count as f64 / total as f64)
}

/// The count of a total that has a percentage, where there is only one.
fn only_count(percent: Span, total: u64) -> Option<u64> {
    let middle = (percent.low + percent.high) / 200.0 * total as f64;
    let nearest = middle.round().clamp(0.0, total as f64) as u64;
    let fit = |count: &u64| fits(percent, *count, total);
    let near = [nearest.checked_sub(1), Some(nearest), nearest.checked_add(1).filter(|count| *count <= total)];
    let fitting: Vec<u64> = near.into_iter().flatten().filter(fit).collect();
    match fitting[..] {
        [only] => Some(only),
        _ => None,
    }
}

/// A count that neither fits its percentage nor, with the others, the total, where the count of the percentage does.
fn wrong_count<'a>(rows: &[&'a ShareRow], complete: bool) -> Option<&'a ShareRow> {
    let (sum, total) = counts(rows)?;
    let candidates = rows.iter().copied().filter(|row| {
        let (Some(count), Some(percent)) = (row.count, &row.percent) else { return false };
        let percent = span(percent, Reading::Either);
        let other = total.checked_sub(sum - count).filter(|other| fits(percent, *other, total));
        !fits(percent, count, total) && sum != total && other.is_some()
    });
    let candidates: Vec<&ShareRow> = candidates.collect();
    match candidates[..] {
        [row] if complete => Some(row),
        _ => None,
    }
}

/// `totals` are all that the table has.
fn percent(row: &ShareRow, count_is_wrong: bool, sum: Option<(u64, u64)>, totals: &[u64]) -> Option<Finding> {
    let printed = row.percent.as_ref()?;
    let own = span(printed, Reading::Either);
    let column = if count_is_wrong { "count" } else { "percent" };
    let origin = row.places.of(column).unwrap_or(&row.origin);
    let finding = |verdict| Finding::new("percent", row.address(), origin, verdict).field(column);
    let text = printed.text();
    let (Some(count), Some(total)) = (row.count, row.total.filter(|total| *total > 0)) else {
        let message = format!(
            "{text} per cent cannot be judged without the count and the total, which the source does not print."
        );
        return Some(finding(Verdict::CannotTell).printed(text).say(message));
    };
    if fits(own, count, total) {
        return Some(finding(Verdict::Consistent).printed(text).say(format!("{count} of {total} is {text} per cent.")));
    }
    let exact = 100.0 * count as f64 / total as f64;
    let would_be = ought(&[Span::new(exact, exact)], printed.decimals());
    if count_is_wrong {
        let others: Vec<String> = match sum {
            // With the others, the count makes the total.
            Some((sum, total)) => vec![(total + count - sum).to_string()],
            None => Vec::new(),
        };
        let message = format!(
            "The count is printed as {count}, which is {would_be} per cent of {total} and not {text}; {} would fit both the percentage and the total.",
            listed(&others)
        );
        return Some(
            finding(Verdict::Inconsistent).printed(count.to_string()).recomputed(others.join(" or ")).say(message),
        );
    }
    let mut message = format!("{count} of {total} is {would_be} per cent, and {text} is printed");
    let totals: Vec<u64> = totals.iter().copied().filter(|other| *other >= count && fits(own, count, *other)).collect();
    let other = only_count(own, total);
    match (&totals[..], other) {
        ([other], _) => message.push_str(&format!("; {count} of {other} would explain it")),
        (_, Some(other)) if sum.is_none_or(|(sum, total)| sum != total) => {
            message.push_str(&format!("; a count of {other} would explain it"));
        }
        _ => {}
    }
    Some(finding(Verdict::Inconsistent).printed(text).recomputed(would_be).say(message + "."))
}

/// The counts of a variable with one level for each person.
fn sums(rows: &[&ShareRow], complete: bool, sum: Option<(u64, u64)>) -> Option<Finding> {
    let first = rows.first()?;
    let address = match &first.timepoint {
        Some(timepoint) => format!("share.{}.{timepoint}", first.variable),
        None => format!("share.{}", first.variable),
    };
    let finding = |verdict| Finding::new("counts-against-total", address.clone(), &first.origin, verdict);
    Some(match sum {
        Some((sum, total)) if sum > total || complete && sum < total => finding(Verdict::Inconsistent)
            .printed(sum.to_string())
            .recomputed(total.to_string())
            .say(format!("The counts add up to {sum}, and the total is {total}.")),
        Some((sum, total)) if complete => finding(Verdict::Consistent)
            .printed(sum.to_string())
            .say(format!("The counts add up to the total of {total}.")),
        _ => finding(Verdict::CannotTell)
            .say("The counts cannot be added up: not every level is printed with its count and one total."),
    })
}
