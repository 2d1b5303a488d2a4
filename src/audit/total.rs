//! A scale that is the total of others, against these.

use super::Tables;
use super::figure::{Reading, span};
use super::finding::{Finding, Verdict};
use super::wave;
use super::wave_findings::Faulty;
use super::words::{listed, ought};
use crate::model::{DescribeRow, Described, Printed, ScaleId, ScoreRule, TimepointId};
use crate::stats::Span;

pub fn findings(tables: &Tables<'_>, faulty: &Faulty) -> Vec<Finding> {
    let mut found = Vec::new();
    for scale in tables.measures.scales().filter(|scale| !scale.scoring.parts.is_empty()) {
        let rows = tables.reported.describe.iter().filter(|row| row.subject == Described::Scale(scale.id.clone()));
        for row in rows {
            let Some(timepoint) = &row.timepoint else { continue };
            found.extend(finding(tables, faulty, row, timepoint, &scale.scoring.parts, scale.scoring.rule));
        }
    }
    found
}

fn finding(
    tables: &Tables<'_>,
    faulty: &Faulty,
    row: &DescribeRow,
    timepoint: &TimepointId,
    parts: &[ScaleId],
    rule: ScoreRule,
) -> Option<Finding> {
    let mean = row.mean.as_ref()?;
    let of = |part: &ScaleId| -> Option<&DescribeRow> {
        let mut rows = tables.reported.describe.iter();
        rows.find(|other| {
            other.subject == Described::Scale(part.clone()) && other.timepoint.as_ref() == Some(timepoint)
        })
    };
    let finding = |verdict| {
        let origin = row.places.of("mean").unwrap_or(&row.origin);
        Finding::new("total-against-parts", row.address(), origin, verdict).field("mean").printed(mean.text())
    };
    let others: Vec<&DescribeRow> = parts.iter().filter_map(of).collect();
    let sound = |row: &&DescribeRow| {
        row.n.is_some() && faulty.get(&row.address()).is_none_or(|bad| bad & (wave::MEAN | wave::N) == 0)
    };
    let means: Option<Vec<&Printed>> = others.iter().map(|other| other.mean.as_ref()).collect();
    let same = others.iter().all(|other| other.n == row.n) && others.iter().all(sound) && sound(&row);
    let Some(means) = means.filter(|means| same && means.len() == parts.len()) else {
        let message = "The mean of the total cannot be judged without the means of all its parts for the same people, which the source does not print.";
        return Some(finding(Verdict::CannotTell).say(message));
    };
    let share = if rule == ScoreRule::Mean { (parts.len() as f64).recip() } else { 1.0 };
    let spans: Vec<Span> = means.iter().map(|mean| span(mean, Reading::Either)).collect();
    let sum = Span::new(spans.iter().map(|s| s.low).sum(), spans.iter().map(|s| s.high).sum()).times(share);
    let told: Vec<String> = means.iter().map(|mean| mean.text().to_owned()).collect();
    let would_be = ought(&[sum], mean.decimals());
    Some(match sum.and(span(mean, Reading::Either)).is_empty() {
        true => finding(Verdict::Inconsistent).recomputed(would_be.clone()).say(format!(
            "The mean of the total is printed as {}; its parts have means of {}, which make {would_be}.",
            mean.text(),
            listed(&told)
        )),
        false => finding(Verdict::Consistent).say("The mean of the total fits the means of its parts."),
    })
}
