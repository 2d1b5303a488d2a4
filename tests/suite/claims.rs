//! The audit of claims on the built program: words with a yardstick, typed digits, the spread of evidence, and what an
//! author lets stand, in the terminal, in JSON and in SARIF.

use std::collections::BTreeSet;

use regex::Regex;
use serde_json::Value;

use crate::driver::{Draft, files_under, program, repository};

const PROPOSITIONS: &str = "content/propositions.yaml";
const RESULTS: &str = "content/results.md";
const STUDY: &str = "data/study.yaml";
const INSTRUMENTS: &str = "data/quantitative/instruments.yaml";
const CHANGE: &str = "data/quantitative/reported/change.csv";
const MEMO: &str = "data/qualitative/memos/purpose.md";

/// The report of `check` in JSON, whatever its exit status.
fn report(draft: &Draft) -> Value {
    let ran = draft.run(&["check", "--format", "json"]);
    serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {}", ran.stderr))
}

/// Diagnostics of a code, with their messages.
fn told(draft: &Draft, code: &str) -> Vec<String> {
    let report = report(draft);
    let all = report["diagnostics"].as_array().expect("a list").iter().filter(|told| told["code"] == code);
    all.map(|told| told["message"].as_str().expect("a message").to_owned()).collect()
}

/// The verdict on one claim with one expectation, in a study with these conventions.
fn verdict(conventions: &str, address: &str, expect: &str) -> String {
    let draft = yardsticks(conventions, address, expect);
    let report = report(&draft);
    report["claims"][0]["verdict"].as_str().unwrap_or_else(|| panic!("{report:#}")).to_owned()
}

fn yardsticks(conventions: &str, address: &str, expect: &str) -> Draft {
    let old = "            - {result: change.wellbeing.T1-T2, expect: [significant, better]}\n";
    Draft::minimal().edit(STUDY, "conventions:\n", &format!("conventions:\n{conventions}")).edit(
        PROPOSITIONS,
        old,
        &format!("            - {{result: {address}, expect: [{expect}]}}\n"),
    )
}

const BOUND: &str = "  equivalence: {smd: 0.5, citation: roe2018}\n";

/// Wellbeing at T2: 52.9 (SD 7.7, n 20) beside 51.6 (8.7): the 95% interval is −2.3 to 4.9, and half a norm SD is 4.35.
#[test]
fn comparable_takes_the_whole_interval() {
    assert_eq!(verdict(BOUND, "norm.wellbeing.T2", "comparable"), "cannot tell");
    assert_eq!(verdict(&BOUND.replace("0.5", "0.7"), "norm.wellbeing.T2", "comparable"), "holds");
    // 3.9 (0.67 to 7.13), in SDs of 9.1: outside of a twentieth, reaching across a half, inside of one.
    let change = |bound: &str| verdict(&BOUND.replace("0.5", bound), "change.wellbeing.T1-T2", "comparable");
    assert_eq!(
        (change("0.05").as_str(), change("0.5").as_str(), change("1").as_str()),
        ("contradicted", "cannot tell", "holds")
    );
    // The limit 0.67 stands for 0.665 to 0.675, and a bound between them leaves it open.
    let points = |bound: &str| {
        let own = format!("better: higher\n        equivalence: {{difference: {bound}, citation: roe2018}}");
        let draft = yardsticks("", "change.wellbeing.T1-T2", "comparable").edit(INSTRUMENTS, "better: higher", &own);
        report(&draft)["claims"][0]["verdict"].as_str().expect("a verdict").to_owned()
    };
    assert_eq!(
        (points("0.66").as_str(), points("0.67").as_str(), points("7.2").as_str()),
        ("contradicted", "cannot tell", "holds")
    );
}

#[test]
fn sizes_are_those_of_the_rule() {
    let cohen = |expect: &str| verdict("  magnitude: cohen-1988\n", "change.wellbeing.T1-T2", expect);
    // The effect size is printed as 0.43.
    assert_eq!(
        (cohen("small").as_str(), cohen("medium").as_str(), cohen("negligible").as_str()),
        ("holds", "contradicted", "contradicted")
    );
    let own = |expect: &str| {
        verdict("  magnitude: {custom: [0.1, 0.43, 0.9], citation: roe2018}\n", "change.wellbeing.T1-T2", expect)
    };
    assert_eq!(
        (own("small").as_str(), own("medium").as_str(), own("large").as_str()),
        ("cannot tell", "cannot tell", "contradicted")
    );
    assert_eq!(verdict("  magnitude: sawilowsky-2009\n", "change.wellbeing.T1-T2", "very-large"), "contradicted");
    assert_eq!(verdict("", "change.wellbeing.T1-T2", "over-one-sd"), "contradicted");
    let large = Draft::minimal().edit(CHANGE, "0.020,0.43", "0.020,-1.43").edit(
        PROPOSITIONS,
        "[significant, better]",
        "[over-one-sd]",
    );
    assert_eq!(report(&large)["claims"][0]["verdict"], "holds");
    assert_eq!(verdict("", "change.wellbeing.T1-T2", "bh-significant"), "holds");
    assert_eq!(verdict("", "change.strain.T1-T2", "bh-significant"), "contradicted");
}

/// The faults of words and of the conventions that give them their meaning, each with what helps.
#[test]
fn a_word_without_a_meaning_is_an_error() {
    let wrong = |conventions: &str, address: &str, expect: &str, code: &str, says: &str| {
        let ran = yardsticks(conventions, address, expect).run(&["check"]);
        assert!(
            ran.code == 1 && ran.stderr.contains(&format!("error[{code}]")) && ran.stderr.contains(says),
            "{}",
            ran.stderr
        );
    };
    let change = "change.wellbeing.T1-T2";
    wrong("", change, "comparable", "no-bound", "conventions: {equivalence: {smd: …, citation: …}}");
    wrong("", change, "medium", "no-rule", "magnitude: cohen-1988");
    wrong("  magnitude: cohen-1988\n", change, "huge", "no-rule", "has no size `huge`");
    wrong(BOUND, "describe.wellbeing.T1", "comparable", "misplaced-word", "and `describe.wellbeing.T1` is none");
    wrong("  magnitude: cohen-1988\n", "describe.wellbeing.T1", "large", "misplaced-word", "has none");
    wrong("", change, "comparible", "malformed-expect", "did you mean `comparable`?");
    wrong("", change, "over one SD", "malformed-expect", "did you mean `over-one-sd`?");
    wrong("  equivalence: {smd: 0.5}\n", change, "better", "missing-key", "citation");
    wrong("  equivalence: {smd: 0, citation: roe2018}\n", change, "better", "out-of-range", "greater than 0");
    wrong("  equivalence: {smd: 0.5, citation: row2018}\n", change, "better", "unknown-reference", "roe2018");
    wrong("  magnitude: cohen\n", change, "better", "unknown-choice", "cohen-1988");
    wrong(
        "  magnitude: {custom: [0.5, 0.2, 0.8], citation: roe2018}\n",
        change,
        "better",
        "malformed-range",
        "rising order",
    );
    wrong("  spread: {participant: 50}\n", change, "better", "out-of-range", "between 0 and 1");
}

/// The draft shows what a word measured by.
#[test]
fn the_grid_shows_the_yardstick() {
    let shown = |draft: Draft| {
        let study = draft.write();
        study.run(&["tables"]).ended(0);
        String::from_utf8(study.read("build/tables/grid.csv")).expect("UTF-8").replace('\u{a0}', " ")
    };
    let grid = shown(yardsticks(&BOUND.replace("0.5", "1"), "change.wellbeing.T1-T2", "comparable"));
    assert!(grid.contains("95% CI 0.67 to 7.13, within ±9.10"), "{grid}");
    let grid = shown(yardsticks(BOUND, "change.wellbeing.T1-T2", "comparable"));
    assert!(grid.contains("comparable (within ±4.55) expected, 95% CI 0.67 to 7.13"), "{grid}");
    let grid = shown(yardsticks("  magnitude: cohen-1988\n", "change.wellbeing.T1-T2", "small, medium"));
    assert!(grid.contains("medium (0.5 to 0.8) expected, ES = 0.43"), "{grid}");
    assert!(grid.contains("ES = 0.43, small"), "{grid}");
}

/// Typed digits with the addresses that they are offered, and those that are passed over.
#[test]
fn digits_are_offered_their_address() {
    let bare = |sentence: &str| told(&Draft::minimal().append(RESULTS, &format!("\n{sentence}\n")), "bare-number");
    let offers = [
        ("Mean wellbeing after six months was 52.9.", "describe.wellbeing.T2.mean"),
        ("Wellbeing rose by 3.9 points.", "change.wellbeing.T1-T2.change"),
        ("For wellbeing the interval reached to 7.13.", "change.wellbeing.T1-T2.ci_high"),
        ("The change in strain had *p* = 0.414.", "change.strain.T1-T2.p"),
        ("The change in strain had *p* = .414.", "change.strain.T1-T2.p"),
        ("The mean age was 42.9 years.", "describe.age.mean"),
        ("Of them 62.5% were female.", "share.gender.female.percent"),
        ("Female gardeners made up 63% of people.", "share.gender.female.percent"),
        ("It was 0.414 in the end.", "change.strain.T1-T2.p"),
    ];
    for (sentence, address) in offers {
        let found = bare(sentence);
        assert!(matches!(&found[..], [one] if one.contains(address)), "{sentence}: {found:?}");
    }
    let quiet = [
        "Mean wellbeing was about 52.9.",
        "Mean wellbeing was 52.9 elsewhere, too [@doe2020].",
        "Mean wellbeing was `52.9` and $52.9$.",
        "The norm of wellbeing is 51.6 (SD 8.7), its range 14 to 70.",
        "With *p* < 0.05 and 95% intervals of wellbeing we went on for 6 months.",
        "In 2024, on 3 May, wellbeing was asked with a 14-item scale, see Table 20 and site 20.",
        "We asked 2 questions at T1.",
        "20 is a round number.",
    ];
    for sentence in quiet {
        let draft = Draft::minimal().append(RESULTS, &format!("\n{sentence}\n"));
        let found = [told(&draft, "bare-number"), told(&draft, "unbound-number")].concat();
        assert!(found.is_empty(), "{sentence}: {found:?}");
    }
}

#[test]
fn digits_without_a_result_are_listed_and_many_are_counted() {
    let unbound = |text: &str| told(&Draft::minimal().append(RESULTS, &format!("\n{text}\n")), "unbound-number");
    for (sentence, number) in [
        ("Wellbeing was 53.4 somewhere.", "53.4"),
        ("Wellbeing of 91% was high.", "91%"),
        ("We asked 29 participants.", "29"),
        ("Strain was asked of all (n = 31).", "31"),
    ] {
        let found = unbound(sentence);
        assert!(matches!(&found[..], [one] if one.contains(&format!("`{number}`"))), "{sentence}: {found:?}");
    }
    let many: String = (1..=9).map(|n| format!("It was 777.{n} then. ")).collect();
    let found = unbound(&many);
    assert_eq!(found.len(), 6);
    assert_eq!(found[5], "4 typed numbers more in this file, from here on, match no result");
}

/// Twelve excerpts, most of them from one participant, or from one site.
fn voices(people: &[(&str, usize)]) -> Draft {
    let excerpts: String = people
        .iter()
        .flat_map(|(who, count)| {
            (0..*count).map(move |at| format!("> Words were said{}.\n> — {who}\n\n", " again".repeat(at)))
        })
        .collect();
    Draft::minimal().append(MEMO, &format!("\n{excerpts}"))
}

#[test]
fn a_narrow_base_is_told() {
    let narrow = |draft: &Draft| told(draft, "narrow-evidence");
    let one = voices(&[("S1-P1-T1", 6)]);
    assert_eq!(
        narrow(&one),
        [
            "the theme `growth` rests on 8 excerpts, and 7 of them come from one participant: 88%, where 50% is the limit",
            "proposition `stronger` rests on 8 excerpts, and 7 of them come from one participant: 88%, where 50% is the limit",
        ]
    );
    let site = voices(&[("S1-P1-T1", 2), ("S1-P2-T2", 2), ("S1-P3-T1", 2)]);
    assert!(narrow(&site)[0].contains("come from site `1`: 100%, where 60% is the limit"), "{:?}", narrow(&site));
    let wide = voices(&[("S1-P3-T1", 2), ("S2-P1-T1", 2), ("S2-P2-T2", 2), ("S3-P4-T1", 2)]);
    assert!(narrow(&wide).is_empty());
    assert!(narrow(&voices(&[("S1-P1-T1", 3)])).is_empty(), "five excerpts are too few");
    let strict =
        wide.edit(STUDY, "conventions:\n", "conventions:\n  spread: {participant: 0.19, site: 0.9, least: 2}\n");
    assert!(!narrow(&strict).is_empty());
    // Without sites in the attributions nothing is said of them.
    let unsited = site.edit(STUDY, "S(?<site>[0-9]+)-P(?<person>[0-9]+)", "(?<person>S[0-9]+-P[0-9]+)").edit(
        STUDY,
        "disclosure: {profile: open}\n",
        "disclosure: {profile: open, attribution: as-is}\n",
    );
    assert!(narrow(&unsited).is_empty(), "{:?}", narrow(&unsited));
}

#[test]
fn the_spread_and_the_stances_stand_in_the_grid() {
    let study = voices(&[("S2-P5-T2", 1)])
        .edit(
            PROPOSITIONS,
            "stance: supports\n          evidence:\n            - {code",
            "stance: challenges\n          evidence:\n            - {code",
        )
        .write();
    let grid: Value = serde_json::from_str(&study.run(&["grid", "--format", "json"]).quiet()).expect("JSON");
    let row = &grid["rows"][0];
    assert_eq!(
        row["spread"],
        serde_json::json!({"excerpts": 3, "participants": 3, "sites": 2, "timepoints": ["T1", "T2"],
            "top_share": 1.0 / 3.0, "top_site_share": 2.0 / 3.0})
    );
    assert_eq!(row["stances"], serde_json::json!({"supports": 0, "qualifies": 0, "challenges": 1, "unsaid": 1}));
    let human = study.run(&["check"]).ended(0);
    assert!(
        human
            .contains("  rests on 3 excerpts, 3 participants, 2 sites, T1 and T2; most from one: 33%; 1 challenging\n"),
        "{human}"
    );
}

#[test]
fn excerpts_that_nothing_reaches_are_listed_once() {
    let narrowed = Draft::minimal()
        .edit(PROPOSITIONS, "{code: purpose, expect: [\"participants >= 2\"]}", "{code: purpose.T2}")
        .append(MEMO, "\n> More was said.\n> — S1-P4-T1\n");
    assert_eq!(
        told(&narrowed, "unused-excerpt"),
        ["no proposition uses these 2 excerpts, by their ids or by a code: `S1-P1-T1/1`, `S1-P4-T1/1`"]
    );
}

/// What is accepted is a note with its reason: in the terminal, in JSON and in SARIF.
#[test]
fn what_is_accepted_is_shown_with_its_reason() {
    let draft = Draft::minimal().edit(PROPOSITIONS, "text: Wellbeing rose.", "text: Wellbeing fell.").append(
        STUDY,
        "accept:\n  - {code: wording, about: change.wellbeing.T1-T2, file: content/propositions.yaml, reason: As the source has it.}\n",
    );
    let ran = draft.run(&["check"]);
    assert_eq!(ran.code, 0);
    assert!(
        ran.stderr.starts_with("note[wording]") && ran.stderr.contains("  = accepted: As the source has it.\n"),
        "{}",
        ran.stderr
    );
    let json = report(&draft);
    assert_eq!(
        (&json["diagnostics"][0]["severity"], &json["diagnostics"][0]["accepted"]),
        (&"note".into(), &"As the source has it.".into())
    );
    let sarif: Value = serde_json::from_str(&draft.run(&["check", "--format", "sarif"]).stdout).expect("JSON");
    let suppressed = &sarif["runs"][0]["results"][0]["suppressions"];
    assert_eq!(*suppressed, serde_json::json!([{"kind": "external", "justification": "As the source has it."}]));
}

#[test]
fn an_acceptance_has_to_accept_something() {
    let accept = |entry: &str| Draft::minimal().append(STUDY, &format!("accept:\n  - {{{entry}}}\n")).run(&["check"]);
    let ran = accept("code: wordin, reason: Why.");
    assert!(ran.code == 1 && ran.stderr.contains("error[unknown-code]: there is no code `wordin`"), "{}", ran.stderr);
    assert!(ran.stderr.contains("did you mean `wording`?"), "{}", ran.stderr);
    let ran = accept("code: csv-separator, reason: Why.");
    assert!(ran.code == 1 && ran.stderr.contains("error[accepted-error]"), "{}", ran.stderr);
    let ran = accept("code: wording, about: change.strain.T1-T2, reason: Why.");
    assert_eq!(ran.code, 0);
    assert!(
        ran.stderr.starts_with("warning[unused-acceptance]: this accepts `wording` about `change.strain.T1-T2`, and nothing of the kind was found\n  --> data/study.yaml:13:12"),
        "{}",
        ran.stderr
    );
    // A build that changed no verdict has nothing to accept, and is not told so.
    accept("code: verdict-changed, reason: Why.").quiet();
}

/// Every rule and result of a log has what the standard requires, and a place in a file of the study.
#[test]
fn sarif_is_whole() {
    let draft = Draft::minimal()
        .edit(PROPOSITIONS, "text: Wellbeing rose.", "text: Wellbeing fell by 3.9.")
        .edit(CHANGE, "0.020", "0.05")
        .append(RESULTS, "\nWellbeing rose by 3.9 points, and 777.7 is not there.\n");
    let ran = draft.run(&["check", "--format", "sarif"]);
    let log: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    assert_eq!((log["version"].as_str(), log["runs"].as_array().map(Vec::len)), (Some("2.1.0"), Some(1)));
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    for rule in rules {
        for text in ["shortDescription", "fullDescription", "help"] {
            assert!(rule[text]["text"].as_str().is_some_and(|text| !text.is_empty()), "{rule:#}");
        }
        assert!(
            ["error", "warning", "note"].contains(&rule["defaultConfiguration"]["level"].as_str().expect("a level"))
        );
        assert!(rule.get("helpUri").is_none());
    }
    let results = run["results"].as_array().expect("results");
    let mut codes = BTreeSet::new();
    for result in results {
        let index = result["ruleIndex"].as_u64().expect("an index") as usize;
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert!(result["message"]["text"].is_string());
        let place = &result["locations"][0]["physicalLocation"];
        assert!(
            place["artifactLocation"]["uri"].as_str().is_some_and(|uri| !uri.starts_with('/') && !uri.contains(' '))
        );
        let number = |key: &str| place["region"][key].as_u64().expect("a number");
        assert!(number("startLine") > 0 && number("endColumn") > number("startColumn"));
        codes.insert(result["ruleId"].as_str().expect("a code").to_owned());
    }
    for code in ["wording", "bare-number", "unbound-number", "undecided-claim"] {
        assert!(codes.contains(code), "{code} is not among {codes:?}");
    }
}

fn explained(arguments: &[&str]) -> crate::driver::Ran {
    let mut command = program();
    command.arg("check").arg("--explain").args(arguments);
    crate::driver::Ran::of(command)
}

/// Every code of the source is explained, without a study; so says the list.
#[test]
fn every_code_is_explained() {
    let list = explained(&[]).quiet();
    let made = Regex::new(r#"Diagnostic::(?:error|warning|note)\(\s*"([a-z0-9-]+)""#).expect("a sound pattern");
    let mut codes = BTreeSet::new();
    for path in files_under(&repository().join("src")) {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        codes.extend(made.captures_iter(&text).map(|found| found[1].to_owned()));
    }
    assert!(codes.len() > 80);
    for code in &codes {
        assert!(list.lines().any(|line| line.split_whitespace().any(|word| word == code)), "{code} is not listed");
        assert!(synthesist::diag::explain(code).is_some(), "{code} is not explained");
    }
}

#[test]
fn a_code_is_explained_by_row_and_section() {
    let told = explained(&["wording"]).quiet();
    assert!(told.starts_with("warning[wording]\n\nWhat to do: change the word"), "{told}");
    assert!(told.contains("To silence it"), "{told}");
    let told = explained(&["verdict-changed"]).quiet();
    assert!(told.starts_with("warning or note[verdict-changed]\n"), "{told}");
    let ran = explained(&["contradicted-clam"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    assert!(ran.stderr.contains("did you mean `contradicted-claim`?"), "{}", ran.stderr);
}

/// Each section of the chapter says what to do and how to silence it, and is about a code that there is.
#[test]
fn the_chapter_is_whole() {
    let chapter = crate::guide::document("docs/claims.md");
    let sections: Vec<&str> = chapter.split("\n### ").skip(1).collect();
    assert!(sections.len() >= 9);
    for section in sections {
        let section = section.split("\n## ").next().unwrap_or(section);
        let code = section.lines().next().unwrap_or("").trim_matches('`');
        assert!(
            synthesist::diag::explain(code).is_some_and(|known| !known.rows.is_empty()),
            "{code} has no row in the guide"
        );
        assert!(section.contains("**What to do.**"), "{code}: what to do?");
        assert!(
            section.contains("To silence it") || section.contains("cannot be silenced"),
            "{code}: how to silence it?"
        );
    }
}
