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

const HEAD: &str = "scale,from,to,n,change,ci_low,ci_high,p,es,t,df,sd,se,r\n";

fn changes(rows: &str) -> Audit {
    audited_as(&[("change.csv", format!("{HEAD}{rows}"))], false)
}

/// A figure that cannot be by itself is the one that is named, and nothing beside it.
#[test]
fn an_impossible_figure_is_named_alone() {
    for (row, cell, reason) in [
        ("30,1.0,0.1,1.9,0.03,,,,,,3.35", "r", "3.35 cannot be a correlation"),
        ("30,1.0,0.1,1.9,0.03,,,,,,-1.20", "r", "−1.20 cannot be a correlation"),
        ("30,1.0,,,1.03,,,,,,", "p", "1.03 cannot be a p value"),
        ("30,1.0,,,-0.03,,,,,,", "p", "−0.03 cannot be a p value"),
        ("30,1.0,,,,,,,-2.4,,", "sd", "−2.4 cannot be an SD"),
        ("30,1.0,,,,,,,,-0.4,", "se", "−0.4 cannot be a standard error"),
    ] {
        let audit = changes(&format!("a,T1,T2,{row}\n"));
        let finding = only(&audit);
        assert_eq!((finding.rule, finding.about()), ("impossible-value", format!("change.a.T1-T2.{cell}")));
        assert!(finding.message.starts_with(reason), "{}", finding.message);
    }
    // A sound SD is not blamed for a correlation that cannot be.
    let describe = "scale,timepoint,n,mean,sd,min,max\na,T1,30,10.0,4.0,,\na,T2,30,12.0,4.0,,\n";
    let change = format!("{HEAD}a,T1,T2,30,2.0,0.5,3.5,0.011,,2.74,29,4.0,0.73,3.35\n");
    let audit = audited_as(&[("describe.csv", describe.to_owned()), ("change.csv", change)], false);
    assert_eq!(only(&audit).about(), "change.a.T1-T2.r");
    // Limits themselves can be.
    let audit = changes("a,T1,T2,30,1.0,,,,,,,,,1.00\nb,T1,T2,30,1.0,,,,,,,,,-1.00\n");
    assert!(audit.findings.iter().all(|finding| finding.verdict != Verdict::Inconsistent));
}

/// p.adjust(c(.04, .045, .5, .6), "BH") is .09 .09 .60 .60, and p.adjust(c(.001, .002, .06, .06), "BH") has two below
/// 0.05: bounds do not tell which.
#[test]
fn bounds_leave_the_number_of_significant_tests_open() {
    let rows: String = ["<0.05", "<0.05", ">0.05", ">0.05"]
        .iter()
        .zip(["a", "b", "c", "d"])
        .map(|(p, scale)| format!("{scale},T1,T2,30,,,,{p},,,,,,\n"))
        .collect();
    let family = &changes(&rows).families[0];
    assert_eq!((family.tests, family.below, family.holm, family.bh), (4, (2, 2), (0, 2), (0, 2)));
    let words = family.words();
    assert!(words.contains("; 0 to 2 after Holm's adjustment, 0 to 2 after Benjamini and Hochberg's."), "{words}");
    let sure = changes("a,T1,T2,30,,,,<0.001,,,,,,\nb,T1,T2,30,,,,0.20,,,,,,\nc,T1,T2,30,,,,>0.05,,,,,,\n");
    assert_eq!((sure.families[0].holm, sure.families[0].bh), ((1, 1), (1, 1)));
}
