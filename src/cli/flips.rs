//! Verdicts that are not what they were at the last build.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::diag::{Diagnostic, Severity};
use crate::synthesise::{Claim, Grid, Verdict};

/// One diagnostic a claim whose verdict changed since the grid in `before` was written.
pub fn flips(before: &[u8], grid: &Grid) -> Vec<Diagnostic> {
    let before: Value = serde_json::from_slice(before).unwrap_or_default();
    let old = verdicts(&before);
    let mut found = Vec::new();
    for row in &grid.rows {
        for cell in &row.cells {
            for claim in cell.findings.iter().flat_map(|finding| &finding.claims) {
                let key = key(row.id.as_str(), cell.strand.as_str(), &claim.subject.to_string(), &expectations(claim));
                if let Some(was) = old.get(&key).filter(|was| **was != claim.verdict.as_str()) {
                    found.push(flip(row.id.as_str(), was, claim));
                }
            }
        }
    }
    found
}

fn flip(proposition: &str, was: &str, claim: &Claim) -> Diagnostic {
    let now = claim.verdict.as_str();
    let message = format!(
        "proposition `{proposition}`: the verdict on `{}` was `{was}` at the last build and is now `{now}`",
        claim.subject
    );
    let severity = if claim.verdict == Verdict::Holds { Severity::Note } else { Severity::Warning };
    Diagnostic::new(severity, "verdict-changed", message).at(&claim.origin).about(claim.subject.to_string())
}

fn expectations(claim: &Claim) -> String {
    claim.tests.iter().map(|test| test.expect.as_str()).collect::<Vec<_>>().join(", ")
}

fn key(proposition: &str, strand: &str, evidence: &str, expect: &str) -> String {
    [proposition, strand, evidence, expect].join("\n")
}

/// The verdicts of a grid as JSON, by what they are on.
fn verdicts(grid: &Value) -> BTreeMap<String, String> {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut found = BTreeMap::new();
    for row in list(&grid["rows"]) {
        for (strand, findings) in row["cells"].as_object().into_iter().flatten() {
            for evidence in list(findings).iter().flat_map(|finding| list(&finding["evidence"])) {
                let expect = list(&evidence["expect"]).iter().map(text).collect::<Vec<_>>().join(", ");
                let key = key(&text(&row["id"]), strand, &text(&evidence["evidence"]), &expect);
                found.insert(key, text(&evidence["verdict"]));
            }
        }
    }
    found
}
