//! Numbers of people against each other: pairs against both timepoints, and timepoints against the sample.

use super::Tables;
use super::finding::{Finding, Verdict};
use crate::model::{ChangeRow, DescribeRow, Described, TimepointId};

pub fn findings(tables: &Tables<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    pairs(tables, &mut found);
    three_comparisons(tables, &mut found);
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

/// People who are in two comparisons of the same timepoint are in that of the two others: of three timepoints, the pairs
/// of two comparisons less the people of the timepoint that these share are at most the pairs of the third.
fn three_comparisons(tables: &Tables<'_>, found: &mut Vec<Finding>) {
    let rows = &tables.reported.change;
    for (at, first) in rows.iter().enumerate() {
        for second in rows[at + 1..].iter().filter(|row| row.scale == first.scale) {
            let Some((shared, [a, b])) = shared_timepoint(first, second) else { continue };
            let between = |row: &&ChangeRow| {
                let ends = [&row.comparison.from, &row.comparison.to];
                row.scale == first.scale && (ends == [a, b] || ends == [b, a])
            };
            let subject = Described::Scale(first.scale.clone());
            let mut described = tables.reported.describe.iter();
            let there = described.find(|row| row.subject == subject && row.timepoint.as_ref() == Some(shared));
            let (Some(third), Some(all)) = (rows.iter().find(between), there.and_then(|row| row.n)) else { continue };
            let (Some(x), Some(y), Some(z)) = (first.n, second.n, third.n) else { continue };
            if x.max(y) > all || x.saturating_add(y) <= all.saturating_add(z) {
                continue;
            }
            let origin = third.places.of("n").unwrap_or(&third.origin);
            let comparisons = [first, second].map(|row| row.comparison.to_string());
            let least = x + y - all;
            found.push(
                Finding::new("pairs-against-n", third.address(), origin, Verdict::Inconsistent)
                    .field("n")
                    .printed(z.to_string())
                    .recomputed(format!("{least} at least"))
                    .instead(vec![format!("{}.n", first.address()), format!("{}.n", second.address())])
                    .say(format!(
                        "{z} pairs are printed; of {all} people at {shared}, {x} are in {} and {y} in {}, so that {least} at least are in both.",
                        comparisons[0], comparisons[1]
                    )),
            );
        }
    }
}

/// The timepoint that two comparisons share, and the two others.
fn shared_timepoint<'r>(
    first: &'r ChangeRow,
    second: &'r ChangeRow,
) -> Option<(&'r TimepointId, [&'r TimepointId; 2])> {
    let [a, b] = [&first.comparison, &second.comparison].map(|comparison| [&comparison.from, &comparison.to]);
    let shared = a.into_iter().find(|timepoint| b.contains(timepoint))?;
    let other = |ends: [&'r TimepointId; 2]| ends.into_iter().find(|timepoint| *timepoint != shared);
    Some((shared, [other(a)?, other(b)?])).filter(|(_, [a, b])| a != b)
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
