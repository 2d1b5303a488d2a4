//! One slip in a whole column is one finding.

use std::collections::BTreeMap;

use super::Tables;
use super::finding::{Finding, Verdict};
use crate::diag::{Origin, plural};

/// The fewest rows in which one slip is told as one.
const FEWEST: usize = 3;

/// Makes one finding of many that have the same slip in the same column, where it explains most of a table's
/// contradictions.
pub fn merge(findings: &mut Vec<Finding>, tables: &Tables<'_>) {
    let mut groups: BTreeMap<(String, &'static str, String), Vec<usize>> = BTreeMap::new();
    let open = |finding: &Finding| finding.verdict == Verdict::Inconsistent;
    for (at, finding) in findings.iter().enumerate().filter(|(_, finding)| open(finding)) {
        if let (Some(slip), Some(field)) = (&finding.slip, finding.field) {
            groups.entry((finding.origin.file.to_string(), field, slip.clone())).or_default().push(at);
        }
    }
    let mut gone: Vec<usize> = Vec::new();
    for ((file, field, slip), own) in &groups {
        let all = findings.iter().filter(|finding| open(finding) && &*finding.origin.file == file).count();
        // Beside rows without it, a slip is one of a row; most rows of a column have it where it is one of the column.
        let rows = rows(tables, &findings[own[0]].address);
        if own.len() < FEWEST || 4 * own.len() < 3 * all || 2 * own.len() < rows {
            continue;
        }
        let cells: Vec<(String, Origin)> = own.iter().flat_map(|at| cells(&findings[*at])).collect();
        let first = &mut findings[own[0]];
        let columns = columns(&cells, field);
        let row = match first.message.split_once(|c: char| c.is_whitespace()) {
            Some((word, rest)) => format!("{} {rest}", word.to_lowercase()),
            None => first.message.clone(),
        };
        let line = first.origin.line;
        first.message =
            format!("{columns} in {} of {}: {slip}. In line {line}, {row}", own.len(), plural(rows, "row"),);
        first.cells = cells;
        gone.extend(&own[1..]);
    }
    let mut at = 0;
    findings.retain(|_| {
        at += 1;
        !gone.contains(&(at - 1))
    });
}

fn cells(finding: &Finding) -> Vec<(String, Origin)> {
    match finding.cells.is_empty() {
        true => vec![(finding.about(), finding.origin.clone())],
        false => finding.cells.clone(),
    }
}

/// The columns of some cells: `ci_low and ci_high`.
fn columns(cells: &[(String, Origin)], first: &str) -> String {
    let mut names: Vec<String> = vec![format!("`{first}`")];
    for (about, _) in cells {
        let name = format!("`{}`", about.rsplit('.').next().unwrap_or(first));
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let text = super::words::listed(&names);
    let kind = if names.len() == 1 { "Column" } else { "Columns" };
    format!("{kind} {text}")
}

/// How many rows the table of an address has.
fn rows(tables: &Tables<'_>, address: &str) -> usize {
    let reported = tables.reported;
    match address.split('.').next() {
        Some("change") => reported.change.len(),
        Some("share") => reported.share.len(),
        _ => reported.describe.len(),
    }
}
