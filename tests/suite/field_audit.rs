//! Whole columns with one slip, as printed tables were found to have them.

use std::fs;

use synthesist::audit::{Audit, Finding, Verdict};

use crate::audit::audited_as;
use crate::driver::repository;

/// The audit of a table, as that of a study that divides by the SD of the pairs at the earlier timepoint.
fn audited(name: &str) -> Audit {
    let read = |table: &str| {
        let path = repository().join(format!("tests/golden/audit/{name}-{table}.csv"));
        fs::read_to_string(path).expect("a readable file")
    };
    audited_as(&[("describe.csv", read("describe")), ("change.csv", read("change"))], true)
}

fn only(audit: &Audit) -> &Finding {
    let found: Vec<&Finding> =
        audit.findings.iter().filter(|finding| finding.verdict == Verdict::Inconsistent).collect();
    assert_eq!(found.len(), 1, "{:?}", found.iter().map(|finding| &finding.message).collect::<Vec<_>>());
    found[0]
}

/// Twelve rows with limits of a 90% interval are one fault of the limits, and none of the true t and p.
#[test]
fn a_column_of_another_level_is_one_finding() {
    let audit = audited("all_ci_90");
    let finding = only(&audit);
    assert_eq!(finding.cells.len(), 24);
    assert!(finding.cells.iter().all(|(about, _)| about.ends_with(".ci_low") || about.ends_with(".ci_high")));
    assert!(finding.message.contains("the limits of a 90% interval"), "{}", finding.message);
}

/// Limits of no usual level beside a sound t: the limits are at fault, and the message is short.
#[test]
fn limits_of_an_unusual_level_are_named() {
    let audit = audited("ci_level_19");
    let finding = only(&audit);
    let cells: Vec<&str> = finding.cells.iter().map(|(about, _)| about.as_str()).collect();
    assert_eq!(cells, ["change.s0.T1-T2.ci_low", "change.s0.T1-T2.ci_high"]);
    assert!(finding.message.contains("98.9% interval") && finding.message.len() < 300, "{}", finding.message);
}

/// Effect sizes that all are d_z, where the study says otherwise, are one finding that says what they are.
#[test]
fn another_denominator_of_a_whole_column_is_named() {
    let audit = audited("es_all_dz");
    let finding = only(&audit);
    assert_eq!((finding.rule, finding.cells.len()), ("another-denominator", 24));
    assert!(finding.message.contains("24 of 24") && finding.message.contains("(d_z)"), "{}", finding.message);
    assert!(finding.advice.as_ref().is_some_and(|advice| advice.contains("effect-size: sd-change")));
}
