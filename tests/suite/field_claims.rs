//! Faults that were found in use: findings whose words go beyond their evidence, fits that the stances rule out, changes
//! of which only an interval or two means are printed, and figures that are printed as zero.

use serde_json::Value;

use crate::driver::Draft;

const PROPOSITIONS: &str = "content/propositions.yaml";
const CHANGE: &str = "data/quantitative/reported/change.csv";
const DESCRIBE: &str = "data/quantitative/reported/describe.csv";
const SHARE: &str = "data/quantitative/reported/share.csv";

fn check(draft: &Draft) -> Value {
    let ran = draft.run(&["check", "--format", "json"]);
    serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {}", ran.stderr))
}

/// Diagnostics as `code:line:column message`, of the codes given.
fn told(draft: &Draft, codes: &[&str]) -> Vec<String> {
    let report = check(draft);
    let all = report["diagnostics"].as_array().expect("a list").iter();
    all.filter(|told| codes.iter().any(|code| told["code"] == *code))
        .map(|told| {
            format!(
                "{}:{}:{} {}",
                told["code"].as_str().unwrap_or(""),
                told["line"],
                told["column"],
                told["message"].as_str().unwrap_or("")
            )
        })
        .collect()
}

const WORDS: [&str; 3] = ["wording", "beyond-evidence", "not-shown"];

/// One scale with a norm, seven people at follow-up.
fn held() -> Draft {
    Draft::minimal()
        .with(
            "data/quantitative/instruments.yaml",
            "instruments:\n  - id: held\n    name: Held\n    scales:\n      - {id: wb, label: Wellbeing, better: higher, decimals: 1, \
             norm: {mean: 50.0, sd: 10.0, n: 5000, population: adults}}\n",
        )
        .with(CHANGE, "scale,from,to,n,change,ci_low,ci_high,p,es\nwb,T1,T2,7,-8.0,-17.0,1.0,0.072,-0.89\n")
        .with(DESCRIBE, "scale,timepoint,n,mean,sd,min,max\nwb,T1,400,42.1,9.0,,\nwb,T2,7,36.0,9.0,,\n")
        .without(SHARE)
        .with("content/SUMMARY.md", "# Summary\n\n- [Text](text.md)\n")
        .with("content/text.md", "# Text\n\nNothing is said.\n")
        .with("content/displays.yaml", "tables: []\n")
        .with("content/paper.yaml", "authors: [{name: A. Author}]\ndate: 2024-05-06\n")
        .with(PROPOSITIONS, "propositions: []\n")
}

fn finding(text: &str, evidence: &str) -> String {
    format!(
        "propositions:\n  - id: a\n    statement: S.\n    interpretation: x\n    findings:\n      quantitative:\n        \
         - text: {text}\n          evidence: [{evidence}]\n"
    )
}

#[test]
fn stable_over_a_wide_interval_is_told() {
    let evidence = "{result: change.wb.T1-T2, expect: [not-significant]}";
    let draft =
        held().with(PROPOSITIONS, finding("Wellbeing remained stable and was unchanged over the year.", evidence));
    let found = told(&draft, &WORDS);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("wording:7:36 the word `stable` does not fit"), "{found:?}");
    assert!(found[0].contains("es is \u{2212}0.89"), "{found:?}");
}

#[test]
fn similar_to_the_norm_at_most_of_an_sd_is_told() {
    let evidence = "{result: norm.wb.T1, expect: [\"smd < 0\"]}";
    let draft = held().with(PROPOSITIONS, finding("Wellbeing before was similar to the norm.", evidence));
    let found = told(&draft, &WORDS);
    assert!(found.len() == 1 && found[0].contains("`similar` does not fit `norm.wb.T1`: smd is"), "{found:?}");
}

/// With a bound an interval inside of it shows it, one that passes it does not.
#[test]
fn an_absence_is_held_against_the_bound_of_equivalence() {
    let bound = |smd: &str| {
        let bound = format!("conventions:\n  equivalence: {{smd: {smd}, citation: roe2018}}\n");
        let evidence = "{result: change.strain.T1-T2, expect: [not-significant]}";
        let draft = Draft::minimal().edit("data/study.yaml", "conventions:\n", &bound);
        told(&draft.with(PROPOSITIONS, finding("Strain did not change.", evidence)), &WORDS)
    };
    assert!(bound("0.5").is_empty(), "{:?}", bound("0.5"));
    let wide = bound("0.2");
    assert!(wide.len() == 1 && wide[0].starts_with("not-shown:"), "{wide:?}");
}

#[test]
fn a_word_of_significance_wants_a_test() {
    let evidence = "{result: share.gender.female, expect: [\"percent > 60\"]}";
    let text = "The odds ratio was 2.53, and significant.";
    let found = told(&Draft::minimal().with(PROPOSITIONS, finding(text, evidence)), &WORDS);
    assert!(found.len() == 1 && found[0].starts_with("beyond-evidence:7:"), "{found:?}");
    assert!(found[0].contains("`significant` says more than its evidence: no result behind it has a `p`"), "{found:?}");
    // In prose and in a statement, too.
    let prose = "# Results\n\nSignificantly more women ({{ share.gender.female.percent }}%) than men took part.\n";
    let found = told(&held_prose(prose), &WORDS);
    assert!(found.len() == 1 && found[0].starts_with("beyond-evidence:3:"), "{found:?}");
}

fn held_prose(prose: &str) -> Draft {
    let text = "# Summary\n\n- [Results](results.md)\n";
    Draft::minimal()
        .with("content/SUMMARY.md", text)
        .with("content/results.md", prose)
        .with("content/displays.yaml", "tables: []\n")
        .with("content/paper.yaml", "authors: [{name: A. Author}]\ndate: 2024-05-06\n")
}

#[test]
fn a_fit_is_held_against_stances_and_silence() {
    let study = |vocabulary: &str, fit: &str, survey: &str, voices: &str| {
        let strand = |name: &str, stances: &str, evidence: &str| match stances {
            "" => String::new(),
            stances => {
                let findings = stances
                    .split(',')
                    .map(|stance| format!("        - {{text: Words., stance: {stance}, evidence: [{evidence}]}}\n"));
                format!("      {name}:\n{}", findings.collect::<String>())
            }
        };
        let yaml = format!(
            "propositions:\n  - id: a\n    statement: S.\n    fit: {fit}\n    interpretation: x\n    findings:\n{}{}",
            strand("quantitative", survey, "{result: change.wellbeing.T1-T2, expect: [increase]}"),
            strand("qualitative", voices, "{code: purpose}")
        );
        let draft = Draft::minimal()
            .edit("data/study.yaml", "conventions:\n", &format!("conventions:\n  fit: {vocabulary}\n"))
            .edit("content/results.md", ", @prop-stronger", "")
            .with(PROPOSITIONS, yaml);
        told(&draft, &["doubtful-fit", "no-silence", "silent-strand"])
    };
    let (fetters, farmer) = ("fetters-2013", "farmer-2006");
    let doubted = [
        (fetters, "confirmation", "supports", ""),
        (fetters, "confirmation", "supports", "challenges"),
        (fetters, "confirmation", "supports,qualifies", "challenges"),
        (fetters, "expansion", "", "supports"),
        (fetters, "expansion", "supports", "challenges"),
        (fetters, "discordance", "supports", "supports"),
        (fetters, "discordance", "challenges", "challenges"),
        (fetters, "discordance", "supports", ""),
        (farmer, "agreement", "supports", ""),
        (farmer, "agreement", "challenges", "supports"),
        (farmer, "partial-agreement", "supports", ""),
        (farmer, "partial-agreement", "supports", "challenges"),
        (farmer, "dissonance", "supports", "supports"),
        (farmer, "silence", "supports", "supports"),
    ];
    for (vocabulary, fit, survey, voices) in doubted {
        let found = study(vocabulary, fit, survey, voices);
        let code = if fit == "silence" { "no-silence:4:10 " } else { "doubtful-fit:4:10 " };
        assert!(found.len() == 1 && found[0].starts_with(code), "{fit} of {survey} and {voices}: {found:?}");
    }
    let sound = [
        (fetters, "confirmation", "supports", "supports"),
        (fetters, "confirmation", "supports,qualifies", "supports"),
        (fetters, "confirmation", "challenges", "challenges"),
        (fetters, "expansion", "supports", "qualifies"),
        (fetters, "expansion", "supports", "supports"),
        (fetters, "discordance", "supports", "challenges"),
        (fetters, "discordance", "supports", "supports,qualifies"),
        (farmer, "agreement", "supports", "supports"),
        (farmer, "partial-agreement", "supports", "qualifies"),
        (farmer, "dissonance", "challenges", "supports"),
        (farmer, "silence", "supports", ""),
    ];
    for (vocabulary, fit, survey, voices) in sound {
        let found = study(vocabulary, fit, survey, voices);
        assert!(found.is_empty(), "{fit} of {survey} and {voices}: {found:?}");
    }
}

/// The verdicts on expectations of a change of which only these cells are printed.
fn verdicts(n: &str, cells: &str, expect: &str) -> String {
    let change = format!("scale,from,to,n,change,ci_low,ci_high,p,es\nwellbeing,T1,T2,{n},{cells}\n");
    let evidence = format!("{{result: change.wellbeing.T1-T2, expect: [{expect}]}}");
    let draft = Draft::minimal().with(CHANGE, change).with(PROPOSITIONS, finding("Words.", &evidence));
    check(&draft)["claims"][0]["verdict"].as_str().unwrap_or("none").to_owned()
}

#[test]
fn an_interval_without_its_middle_decides_what_it_can() {
    let cases = [
        (",0.67,7.13,,", "increase", "holds"),
        (",0.67,7.13,,", "decrease", "contradicted"),
        (",0.67,7.13,,", "better", "holds"),
        (",0.67,7.13,,", "significant", "holds"),
        (",0.67,7.13,,", "not-significant", "contradicted"),
        (",-7.13,-0.67,,", "decrease", "holds"),
        (",-0.67,7.13,,", "significant", "contradicted"),
        (",-0.67,7.13,,", "not-significant", "holds"),
        (",-0.67,7.13,,", "increase", "cannot tell"),
        // A limit that is printed as zero lies on either side.
        (",0.00,7.13,,", "significant", "cannot tell"),
        (",0.67,,,", "increase", "cannot tell"),
        // What is printed goes before what follows.
        (",0.67,7.13,0.20,", "significant", "contradicted"),
    ];
    for (cells, expect, wanted) in cases {
        // Another number of people than at the timepoints, so that their means say nothing.
        assert_eq!(verdicts("12", cells, expect), wanted, "{cells} {expect}");
    }
}

#[test]
fn two_means_of_the_same_people_give_a_change() {
    let describe = |first: u32, second: u32| {
        format!(
            "scale,timepoint,n,mean,sd,min,max\nwellbeing,T1,{first},49.0,9.1,,\nwellbeing,T2,{second},52.9,7.7,,\n"
        )
    };
    let change = "scale,from,to,n,change,ci_low,ci_high,p,es\nwellbeing,T1,T2,20,,,,,\n";
    let results = |describe: String| -> Value {
        let draft = Draft::minimal()
            .with(CHANGE, change)
            .with(DESCRIBE, describe)
            .with(PROPOSITIONS, finding("Words.", "{result: describe.wellbeing.T1, expect: [\"n > 0\"]}"));
        let ran = draft
            .with("content/results.md", "# Results\n\nNothing.\n")
            .with("content/abstract.md", "# Abstract\n\nNothing.\n")
            .with("content/displays.yaml", "tables: []\n")
            .run(&["results", "--format", "json"]);
        let all: Value = serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {}", ran.stderr));
        let found = all.as_array().expect("a list").iter().find(|r| r["address"] == "change.wellbeing.T1-T2").cloned();
        found.expect("the change")
    };
    let same = results(describe(20, 20));
    assert!((same["change"].as_f64().expect("a change") - 3.9).abs() < 1e-9, "{same}");
    assert_eq!((same["direction"].as_i64(), same["p"].as_f64()), (Some(1), None), "{same}");
    // Where others were measured at one of them, it would be the change of nobody.
    let others = results(describe(32, 20));
    assert!(others["change"].is_null() && others["direction"].is_null(), "{others}");
}

#[test]
fn a_p_of_zero_is_the_bound_that_it_can_stand_for() {
    for (printed, shown, value) in [
        ("0.000", "p < 0.001", 0.001),
        (".00", "p < 0.01", 0.01),
        ("<.05", "p < 0.05", 0.05),
        ("1.000", "p > 0.999", 0.999),
    ] {
        let change = format!("scale,from,to,n,change,ci_low,ci_high,p,es\nwellbeing,T1,T2,20,3.9,,,{printed},0.43\n");
        let prose =
            "# Results\n\nWellbeing rose ({{ change.wellbeing.T1-T2 }}), *p* = {{ change.wellbeing.T1-T2.p }}.\n";
        let draft = held_prose(prose).with(CHANGE, change).with(PROPOSITIONS, "propositions: []\n");
        let study = draft.write();
        let json: Value = serde_json::from_str(&study.run(&["results", "--format", "json"]).stdout).expect("JSON");
        let change =
            json.as_array().expect("a list").iter().find(|r| r["address"] == "change.wellbeing.T1-T2").expect("it");
        assert_eq!(change["p"].as_f64(), Some(value), "{printed}: {change}");
        assert!(change["bounds"]["p"].is_string(), "{printed}: {change}");
        let explained = study.run(&["explain", "change.wellbeing.T1-T2.p"]).stdout;
        assert!(explained.contains(&shown[2..].replace(' ', "")), "{printed}: {explained}");
    }
}

#[test]
fn columns_that_have_no_place_yet_are_told_with_what_to_do() {
    let describe = "scale,timepoint,n,mean,sd,min,max,median,q1,q3,arm\nwellbeing,T1,32,49.0,9.1,30,66,48,40,55,a\n";
    let draft = Draft::minimal().with(DESCRIBE, describe);
    let found = told(&draft, &["unknown-column", "missing-column"]);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].contains("`arm`: printed results of separate groups cannot be entered yet"), "{found:?}");
    assert!(
        found[1].starts_with("unknown-column:1:42 `q1`, `q3`: printed quartiles cannot be entered yet"),
        "{found:?}"
    );
    // The hint is followed.
    let followed = "scale,timepoint,n,mean,sd,min,max,median,note\n\
                    wellbeing,T1,32,49.0,9.1,30,66,48,IQR 40 to 55\nwellbeing,T2,20,52.9,7.7,38,69,,\n\
                    strain,T1,32,8.0,5.5,0,21,,\nstrain,T2,20,8.6,5.9,0,22,,\n";
    let report = check(&Draft::minimal().with(DESCRIBE, followed));
    let errors = report["diagnostics"].as_array().expect("a list").iter().filter(|d| d["severity"] == "error").count();
    assert_eq!(errors, 0, "{report:#}");
}

/// A percentage alone, a median alone: what is there is printed.
#[test]
fn sentence_forms_print_what_is_there() {
    let share = "variable,timepoint,level,count,total,percent\ngender,,female,,,37.5\n";
    let describe = "scale,timepoint,n,mean,sd,min,max,median\nwellbeing,T1,,,,,,48\nwellbeing,T2,,,,,,\n";
    let prose = "# Results\n\nOf them {{ share.gender.female }} were women; {{ describe.wellbeing.T1 }}.\n";
    let draft = held_prose(prose)
        .with(SHARE, share)
        .with(DESCRIBE, describe)
        .with(CHANGE, "scale,from,to,n,change,ci_low,ci_high,p,es\n")
        .with(PROPOSITIONS, "propositions: []\n");
    assert!(told(&draft, &["absent-value"]).is_empty());
    let nothing = draft.with("content/results.md", "# Results\n\nThere: {{ describe.wellbeing.T2 }}.\n");
    let found = told(&nothing, &["absent-value"]);
    assert!(found.len() == 1 && found[0].starts_with("absent-value:3:11 "), "{found:?}");
}
