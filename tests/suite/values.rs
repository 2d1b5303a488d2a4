//! What stands between double braces, and what stands for it on the page.
//!
//! The words are made by hand from the printed figures of the minimal study, the computed ones with R.

use crate::driver::Draft;
use crate::page::{letters, plain};

/// As written, and as printed.
const VALUES: [(&str, &str); 45] = [
    // As printed in the source, zeros and all.
    ("describe.wellbeing.T1.mean", "49.0"),
    ("describe.age.sd", "9.0"),
    ("describe.age.min", "26"),
    ("change.wellbeing.T1-T2.p", "0.020"),
    ("change.strain.T1-T2.ci_low", "−0.90"),
    ("share.gender.female.percent", "62.5"),
    ("norm.wellbeing.T2.norm_n", "7020"),
    // With fewer decimals, without a sign, in words.
    ("change.wellbeing.T1-T2.ci_high:1", "7.1"),
    ("change.wellbeing.T1-T2.p:2", "0.02"),
    ("change.wellbeing.T1-T2.p:1", "<0.1"),
    ("abs(change.strain.T1-T2.ci_low)", "0.90"),
    ("abs(change.strain.T1-T2.ci_low):1", "0.9"),
    ("words(share.gender.female.count)", "twenty"),
    ("Words(share.gender.male.total)", "Thirty-two"),
    ("percent(code.purpose.share)", "100%"),
    // Computed, each with the decimals of its field.
    ("norm.wellbeing.T2.difference", "1.3"),
    ("norm.wellbeing.T2.smd", "0.15"),
    ("norm.wellbeing.T2.smd:3", "0.149"),
    ("norm.wellbeing.T2.t", "0.75"),
    ("norm.wellbeing.T2.df", "19.1"),
    ("norm.wellbeing.T2.p", "0.460"),
    ("norm.wellbeing.T2.ci_low", "−2.3"),
    ("norm.wellbeing.T2.ci_high", "4.9"),
    ("describe.wellbeing.T1.se", "1.6"),
    ("describe.wellbeing.T1.ci_low", "45.7"),
    ("describe.wellbeing.T1.ci_high", "52.3"),
    ("share.gender.female.ci_low", "45.3"),
    ("share.gender.female.ci_high", "77.1"),
    ("change.wellbeing.T1-T2.p_holm", "0.040"),
    ("change.strain.T1-T2.p_bh", "0.414"),
    ("change.wellbeing.T1-T2.df", "19"),
    ("change.wellbeing.T1-T2.es_baseline_all", "0.43"),
    // Counts of voices and of the grid.
    ("code.purpose.participants", "2"),
    ("theme.growth.T1.excerpts", "1"),
    ("corpus.sites", "1"),
    ("family.T1-T2.holm_significant", "1"),
    ("synthesis.claims", "6"),
    ("synthesis.stronger.holds", "4"),
    // Whole results.
    ("describe.wellbeing.T1", "mean 49.0, SD 9.1, range 30 to 66, n = 32"),
    ("change.wellbeing.T1-T2", "mean change 3.9, 95% CI 0.67 to 7.13, p = 0.020, ES 0.43, n = 20"),
    ("norm.wellbeing.T2", "mean 52.9, norm 51.6, difference 1.3, 95% CI −2.3 to 4.9, standardised 0.15, p = 0.460"),
    ("share.gender.female", "20 of 32 (62.5%)"),
    ("code.purpose", "2 participants, 2 excerpts"),
    ("corpus", "2 excerpts, 2 participants"),
    ("family.T1-T2", "2 tests, significant 1, after Holm 1"),
];

#[test]
fn values_on_the_page() {
    let lines = VALUES
        .iter()
        .enumerate()
        .map(|(index, (value, _))| format!("Value {index}: {{{{ {value} }}}} stands here.\n\n"));
    let study = Draft::minimal().append("content/details.md", &format!("\n{}", lines.collect::<String>())).write();
    study.run(&["build"]).quiet();
    let page = letters(&study.read("build/paper.pdf"));
    for (index, (value, printed)) in VALUES.iter().enumerate() {
        let begins = plain(&format!("Value {index}: "));
        let after = page.split_once(&begins).unwrap_or_else(|| panic!("no value {index} on the page")).1;
        let found = after.split_once("standshere").expect("the rest of the sentence").0;
        assert_eq!(found, plain(printed), "{value}");
    }
}

/// Before a bound the equals sign becomes the sign of the bound.
#[test]
fn bounds_on_the_page() {
    let study = Draft::minimal()
        .edit("data/quantitative/reported/change.csv", "0.020", "<0.001")
        .append("data/study.yaml", "\naccept:\n  - {code: p-against-interval, reason: A bound is wanted here.}\n")
        .append(
            "content/details.md",
            "\nAs p = {{ change.wellbeing.T1-T2.p }} or p = {{ change.strain.T1-T2.p }} it stands.\n",
        )
        .write();
    study.run(&["build"]).quiet();
    let page = letters(&study.read("build/paper.pdf"));
    assert!(page.contains("Asp<0.001orp=0.414itstands."), "{page}");
    assert!(page.contains("7.13,p<0.001,ES0.43"), "{page}");
}

/// Numbers of displays, names of sections and citations stand where prose refers to them.
#[test]
fn references_on_the_page() {
    let study = Draft::minimal().write();
    study.run(&["build"]).quiet();
    let page = letters(&study.read("build/paper.pdf"));
    assert!(page.contains("SeeTable1,Figure1,Proposition1and“Methods”."), "{page}");
    assert!(page.contains("Table1.Howscoreschanged."), "{page}");
    assert!(page.contains("Asprintedexcerptsgo."), "{page}");
    assert!(page.contains("[1]DoeJ.Ongardens.JournalofGardens2020;1:1–9."), "{page}");
}
