//! Numbers of people against each other: pairs against both timepoints, and timepoints against the sample.

use super::Tables;
use super::finding::{Finding, Verdict};
use crate::model::{DescribeRow, Described, TimepointId};

pub fn findings(tables: &Tables<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    pairs(tables, &mut found);
    timepoints(tables, &mut found);
    found
}

fn pairs(tables: &Tables<'_>, found: &mut Vec<Finding>) {
    for row in &tables.reported.change {
        let Some(n) = row.n else { continue };
        let subject = Described::Scale(row.scale.clone());
        let at = |timepoint: &TimepointId| -> Option<&DescribeRow> {
            let mut rows = tables.reported.describe.iter();
            rows.find(|other| other.subject == subject && other.timepoint.as_ref() == Some(timepoint))
        };
        let numbers: Vec<(&TimepointId, Option<u64>)> = [&row.comparison.from, &row.comparison.to]
            .into_iter()
            .map(|timepoint| (timepoint, at(timepoint).and_then(|row| row.n)))
            .collect();
        let known: Vec<(&TimepointId, u64)> =
            numbers.iter().filter_map(|(timepoint, n)| Some((*timepoint, (*n)?))).collect();
        let least = known.iter().min_by_key(|(_, n)| *n);
        let finding = |verdict| {
            let origin = row.places.of("n").unwrap_or(&row.origin);
            Finding::new("pairs-against-n", row.address(), origin, verdict).field("n").printed(n.to_string())
        };
        found.push(match least {
            Some((timepoint, fewest)) if n > *fewest => finding(Verdict::Inconsistent)
                .recomputed(format!("{fewest} at most"))
                .say(format!("{n} pairs are printed, and {fewest} people at {timepoint}; pairs cannot be more.")),
            Some(_) if known.len() == 2 => {
                finding(Verdict::Consistent).say(format!("{n} pairs are no more than the people at either timepoint."))
            }
            _ => finding(Verdict::CannotTell).say(format!(
                "The {n} pairs cannot be judged without n at both timepoints, which the source does not print."
            )),
        });
    }
}

/// A variable that is printed with one total at a timepoint says how many took part there; no scale can have more.
fn timepoints(tables: &Tables<'_>, found: &mut Vec<Finding>) {
    for row in &tables.reported.describe {
        let (Some(n), Some(timepoint)) = (row.n, &row.timepoint) else { continue };
        let totals = tables.reported.share.iter().filter(|share| share.timepoint.as_ref() == Some(timepoint));
        let Some(total) = totals.filter_map(|share| share.total).max() else { continue };
        let origin = row.places.of("n").unwrap_or(&row.origin);
        let finding = |verdict| {
            Finding::new("n-against-sample", row.address(), origin, verdict).field("n").printed(n.to_string())
        };
        found.push(match n > total {
            // Whether the shares are of everybody at the timepoint is not printed.
            true => finding(Verdict::CannotTell).recomputed(format!("{total} at most")).say(format!(
                "{n} people are printed at {timepoint}, and shares there are of {total}; whether these are all who took part is not printed."
            )),
            false => finding(Verdict::Consistent).say(format!("{n} people are no more than the {total} at {timepoint}.")),
        });
    }
}
