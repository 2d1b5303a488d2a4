//! Participants' answers through the whole program: what is computed, what is absent and why, groups, both sources.

use serde_json::Value;

use crate::driver::Draft;

const STUDY: &str = "\
timepoints:
  - {id: T1, label: Before, month: 0}
  - {id: T2, label: After, month: 6}
strands:
  - {id: numbers, label: Numbers}
disclosure: {profile: open}
";

const INSTRUMENTS: &str = "\
instruments:
  - id: mood
    name: Mood
    scales:
      - id: mood
        label: Mood
        items: [m1, m2, m3]
        reverse: [m3]
        item-range: [0, 4]
        range: [0, 12]
        better: lower
        missing: {at-most: 1, fill: person-mean}
variables:
  - {id: arm, label: Arm, kind: categorical, levels: [a, b, c]}
";

const PARTICIPANTS: &str = "participant,arm\np1,a\np2,b\np3,c\np4,a\np5,b\n";

const RESPONSES: &str = "\
participant,timepoint,m1,m2,m3
p1,T1,0,0,4
p2,T1,4,4,0
p3,T1,1,2,
p4,T1,3,,
p5,T1,2,2,2
p1,T2,1,0,3
p2,T2,3,3,1
p3,T2,1,1,2
p4,T2,2,2,2
";

fn draft() -> Draft {
    Draft::numbers()
        .with("data/study.yaml", STUDY)
        .with("data/quantitative/instruments.yaml", INSTRUMENTS)
        .with("data/quantitative/participants.csv", PARTICIPANTS)
        .with("data/quantitative/responses.csv", RESPONSES)
}

/// The one result at an address.
#[track_caller]
fn result(draft: &Draft, address: &str) -> Value {
    let said = draft.run(&["results", address, "--format", "json"]);
    let results: Vec<Value> = serde_json::from_str(&said.ended(0)).expect("an array");
    let bare = address.strip_prefix("computed.").unwrap_or(address);
    let exact = results.iter().filter(|result| result["address"] == bare).collect::<Vec<_>>();
    let [result] = &exact[..] else { panic!("{} results at {address}", exact.len()) };
    Value::clone(result)
}

#[track_caller]
fn holds(result: &Value, wanted: &[(&str, f64)]) {
    for (field, wanted) in wanted {
        let found = result[field].as_f64().unwrap_or_else(|| panic!("{field} is absent in {result}"));
        assert!((found - wanted).abs() <= 1e-12 * wanted.abs().max(1.0), "{field} is {found}, not {wanted}");
    }
}

/// Scored by hand: 0, 12, (1 + 2) / 2 * 3 = 4.5, none, 6.
#[test]
fn items_are_turned_filled_and_summed() {
    let described = result(&draft(), "describe.mood.T1");
    holds(&described, &[("n", 4.0), ("missing", 1.0), ("mean", 5.625), ("min", 0.0), ("max", 12.0), ("median", 5.25)]);
    holds(
        &result(&draft(), "missing.mood.T1"),
        &[
            ("participants", 5.0),
            ("n", 4.0),
            ("missing", 1.0),
            ("complete_items", 3.0),
            ("filled", 1.0),
            ("partial", 1.0),
            ("unanswered", 0.0),
        ],
    );
    // Of the pairs: 0 to 2, 12 to 9, 4.5 to 4.
    holds(
        &result(&draft(), "change.mood.T1-T2"),
        &[("n", 3.0), ("change", -0.5), ("mean_from", 5.5), ("mean_to", 5.0)],
    );
    holds(&result(&draft(), "flow.T2"), &[("participants", 4.0), ("lost", 1.0), ("missing", 1.0), ("joined", 0.0)]);
    holds(&result(&draft(), "flow"), &[("participants", 5.0), ("complete", 4.0)]);
}

#[test]
fn what_has_no_value_is_null() {
    let alone =
        draft().with("data/quantitative/responses.csv", "participant,timepoint,m1,m2,m3\np1,T1,0,0,4\np1,T2,1,1,3\n");
    let described = result(&alone, "describe.mood.T1");
    holds(&described, &[("n", 1.0), ("missing", 4.0), ("mean", 0.0)]);
    assert!(described["sd"].is_null() && described["ci_low"].is_null());
    let change = result(&alone, "change.mood.T1-T2");
    holds(&change, &[("n", 1.0), ("change", 3.0), ("direction", 1.0)]);
    for field in ["sd", "se", "t", "df", "p", "p_holm", "es", "r", "ci_low"] {
        assert!(change[field].is_null(), "{field} of one pair is {}", change[field]);
    }
    let alike = "participant,timepoint,m1,m2,m3\np1,T1,1,1,3\np2,T1,2,2,2\np1,T2,2,1,3\np2,T2,3,2,2\n";
    let change = result(&draft().with("data/quantitative/responses.csv", alike), "change.mood.T1-T2");
    holds(&change, &[("n", 2.0), ("change", 1.0), ("sd", 0.0), ("r", 1.0)]);
    assert!(change["t"].is_null() && change["p"].is_null() && change["es_change"].is_null());
}

#[test]
fn groups_stand_behind_an_at_sign() {
    let grouped = draft().with("data/study.yaml", format!("{STUDY}group: arm\n"));
    holds(&result(&grouped, "describe.mood.T1@b"), &[("n", 2.0), ("mean", 9.0)]);
    holds(&result(&grouped, "flow.T2@b"), &[("participants", 1.0), ("lost", 1.0)]);
    let contrast = result(&grouped, "contrast.mood.T1@a-vs-b");
    holds(&contrast, &[("n_first", 1.0), ("n_second", 2.0), ("difference", -9.0)]);
    assert!(contrast["p"].is_null());
    holds(&result(&grouped, "share.arm.a@b"), &[("count", 0.0), ("total", 2.0)]);
    let two = grouped
        .with("data/quantitative/instruments.yaml", INSTRUMENTS.replace("[a, b, c]", "[a, b]"))
        .with("data/quantitative/participants.csv", PARTICIPANTS.replace(",c", ",b"));
    holds(&result(&two, "contrast.mood.T1"), &[("n_first", 1.0), ("n_second", 3.0), ("difference", -7.5)]);
    // Change of p1 and p4 (who has no score before): 2; of p2 and p3: -3 and -0.5.
    holds(&result(&two, "contrast.mood.T1-T2"), &[("n_first", 1.0), ("n_second", 2.0), ("difference", 3.75)]);
}

#[test]
fn swapping_the_sign_turns_every_change() {
    let turned = draft().with("data/study.yaml", format!("{STUDY}conventions: {{change: earlier-minus-later}}\n"));
    let (one, other) = (result(&draft(), "change.mood.T1-T2"), result(&turned, "change.mood.T1-T2"));
    for field in ["change", "t", "es", "es_change", "es_average", "es_baseline_all", "es_baseline_pairs"] {
        let (one, other) = (one[field].as_f64().expect(field), other[field].as_f64().expect(field));
        assert_eq!(one, -other, "{field}");
    }
    for field in ["n", "p", "sd", "se", "direction", "p_wilcoxon", "mean_from", "mean_to", "r"] {
        assert_eq!(one[field], other[field], "{field}");
    }
    assert_eq!(one["ci_low"].as_f64(), other["ci_high"].as_f64().map(|high| -high));
}

const DESCRIBE: &str = "scale,timepoint,n,mean,sd,min,max\nmood,T1,4,5.6,4.96,0.0,12.0\nmood,T2,4,5.2,2.95,2.0,9.0\n";

#[test]
fn printed_results_are_compared_with_the_data() {
    let both = draft().with("data/quantitative/reported/describe.csv", DESCRIBE);
    let said = both.run(&["results", "describe.mood.T1", "--format", "json"]);
    assert_eq!(said.stderr, "");
    let ran = both.run(&["check"]);
    // The mean at T2 is 5.25, which may be printed as 5.2 or 5.3; the SD is 2.99.
    assert_eq!(
        ran.stderr.lines().filter(|line| line.starts_with("warning")).collect::<Vec<_>>(),
        ["warning[reported-differs]: `describe.mood.T2.sd` is printed as 2.95, and the data give 2.9861"]
    );
    holds(&result(&both, "describe.mood.T1"), &[("n", 4.0), ("mean", 5.625)]);
    let reported = result(&both, "reported.describe.mood.T1");
    assert_eq!((reported["source"].as_str(), reported["mean"].as_f64()), (Some("reported"), Some(5.6)));
    assert_eq!(reported["address"], "reported.describe.mood.T1");
    assert_eq!(result(&both, "computed.describe.mood.T1")["source"], "computed");
}

/// A column `simulated` marks the study, and the mark is on every page.
#[test]
fn simulated_answers_mark_every_page() {
    let text = RESPONSES.lines().enumerate();
    let marked: Vec<String> =
        text.map(|(at, line)| format!("{line},{}", if at == 0 { "simulated" } else { "yes" })).collect();
    let study = draft().with("data/quantitative/responses.csv", marked.join("\n") + "\n").write();
    study.run(&["build"]).ended(0);
    let pages = crate::page::letters_of_pages(&study.read("build/paper.pdf"));
    assert!(!pages.is_empty());
    for page in pages {
        assert!(page.contains("Simulateddata"), "{page}");
    }
}
