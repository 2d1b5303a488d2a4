//! Values that were once printed wrongly: limits of alpha, ranks with ties, differences of decimals, halves.

use serde_json::Value;

use crate::driver::Draft;

const STUDY: &str = "\
timepoints:
  - {id: T1, label: Before, month: 0}
  - {id: T2, label: After, month: 6}
strands:
  - {id: numbers, label: Numbers}
disclosure: {profile: PROFILE}
";

fn study(profile: &str, instruments: &str, responses: &str) -> Draft {
    Draft::numbers()
        .with("data/study.yaml", STUDY.replace("PROFILE", profile))
        .with("data/quantitative/instruments.yaml", instruments)
        .with("data/quantitative/responses.csv", responses)
}

fn scale(more: &str) -> String {
    format!("instruments:\n  - id: q\n    name: Q\n    scales:\n      - {{id: s, label: S, better: higher, {more}}}\n")
}

#[track_caller]
fn result(draft: &Draft, address: &str) -> Value {
    let said = draft.run(&["results", address, "--format", "json"]);
    let results: Vec<Value> = serde_json::from_str(&said.ended(0)).expect("an array");
    results.into_iter().find(|result| result["address"] == address).expect("there is such a result")
}

/// What a paragraph of the chapter is on the page.
#[track_caller]
fn printed(draft: &Draft, words: &str) -> String {
    let study = draft.clone().with("content/numbers.md", format!("# Numbers\n\n{words}\n")).write();
    study.run(&["build"]).ended(0);
    let paper = study.json("build/paper.json");
    let text = &paper["parts"][0]["passages"][1]["text"];
    text.as_str().expect("a paragraph").to_owned()
}

/// Two rows for each pair of scores.
fn pairs(scores: &[(&str, &str)]) -> String {
    let rows = scores.iter().enumerate().map(|(at, (from, to))| format!("p{at:02},T1,{from}\np{at:02},T2,{to}\n"));
    format!("participant,timepoint,s\n{}", rows.collect::<String>())
}

/// The smallest exact p of n equal changes, tied as they are: 2 / 2ⁿ.
#[test]
fn wilcoxon_of_equal_changes_is_exact() {
    let all = [("10", "11"), ("11", "12"), ("12", "13"), ("13", "14"), ("9", "10"), ("8", "9")];
    for (n, p) in [(4, 0.125), (5, 0.0625), (6, 0.03125)] {
        let change = result(&study("open", &scale("column: s"), &pairs(&all[..n])), "change.s.T1-T2");
        assert_eq!((change["p_wilcoxon"].as_f64(), change["wilcoxon_exact"].as_i64()), (Some(p), Some(1)), "{n}");
    }
    // R: exactRankTests::wilcox.exact(c(1, 1, 2, 2.5, 5, -1)), the zero dropped.
    let tied = [("1", "2"), ("2", "3"), ("1", "3"), ("0", "2.5"), ("0", "5"), ("4", "4"), ("3", "2")];
    let change = result(&study("open", &scale("column: s"), &pairs(&tied)), "change.s.T1-T2");
    assert_eq!((change["w"].as_f64(), change["p_wilcoxon"].as_f64()), (Some(19.0), Some(0.125)));
}

/// Sum and mean of the same items rank people alike, and so do decimals that no double holds.
#[test]
fn ranks_do_not_hang_on_the_last_bit() {
    let instruments = "\
instruments:
  - id: q
    name: Q
    scales:
      - {id: sum, label: Sum, items: [a, b, c], score: sum, better: higher, missing: {at-most: 1, fill: person-mean}}
      - {id: mean, label: Mean, items: [a, b, c], score: mean, better: higher, missing: {at-most: 1, fill: person-mean}}
      - {id: held, label: Held, column: held, better: higher}
";
    let mut rows = String::from("participant,timepoint,a,b,c,held\n");
    for at in 0..12 {
        let gap = if at % 4 == 0 { String::new() } else { (at % 5).to_string() };
        let held = format!("{}.{}", at, at % 10);
        let later = format!("{}.{}", at + (at % 10 + 3) / 10, (at % 10 + 3) % 10);
        rows.push_str(&format!("p{at:02},T1,{},{gap},{},{held}\n", at % 3, at % 4));
        rows.push_str(&format!("p{at:02},T2,{},{},{},{later}\n", (at + 1) % 3, at % 5, (at * 3) % 4));
    }
    let draft = study("open", instruments, &rows);
    let (sum, mean) = (result(&draft, "change.sum.T1-T2"), result(&draft, "change.mean.T1-T2"));
    assert_eq!((&sum["w"], &sum["p_wilcoxon"]), (&mean["w"], &mean["p_wilcoxon"]));
    let held = result(&draft, "change.held.T1-T2");
    assert_eq!((held["change"].as_f64(), held["sd"].as_f64()), (Some(0.3), Some(0.0)));
    assert_eq!((held["w"].as_f64(), held["p_wilcoxon"].as_f64()), (Some(78.0), Some(2.0_f64.powi(-11))));
}

/// Gains and losses that make up for each other are no increase.
#[test]
fn nothing_comes_of_noise() {
    let scores = [("0.1", "0.4"), ("0.7", "0.4"), ("1.1", "1.3"), ("1.3", "1.1"), ("2.2", "2.9"), ("2.9", "2.2")];
    let change = result(&study("open", &scale("column: s"), &pairs(&scores)), "change.s.T1-T2");
    assert_eq!((change["change"].as_f64(), change["direction"].as_i64()), (Some(0.0), Some(0)));
    assert_eq!((change["t"].as_f64(), change["p"].as_f64(), change["es"].as_f64()), (Some(0.0), Some(1.0), Some(0.0)));
    let means = result(
        &study("open", &scale("column: s"), &pairs(&[("0.1", "0.2"), ("0.2", "0.3"), ("0.3", "0.4")])),
        "describe.s.T1",
    );
    assert_eq!((means["mean"].as_f64(), means["median"].as_f64()), (Some(0.2), Some(0.2)));
}

/// 0.92 with 0.85 to 0.96, not 0.90 to 1.00: the limits have alpha's decimals, whatever the scale's.
#[test]
fn limits_of_alpha_have_alpha_s_decimals() {
    let mut rows = String::from("participant,timepoint,a,b,c,d\n");
    for at in 0..24_u32 {
        let answer = |by: u32| (at * by + at / 5) % 5 / (1 + u32::from(at % 7 == by));
        for timepoint in ["T1", "T2"] {
            rows.push_str(&format!("p{at:02},{timepoint},{},{},{},{}\n", answer(1), answer(1), answer(6), answer(11)));
        }
    }
    for decimals in [0, 1, 3] {
        let of = format!("items: [a, b, c, d], score: sum, range: [0, 16], decimals: {decimals}");
        let [open, guarded] =
            ["open", "standard"].map(|profile| result(&study(profile, &scale(&of), &rows), "reliability.s.T1"));
        for field in ["alpha", "ci_low", "ci_high"] {
            let (open, guarded) = (open[field].as_f64().expect("a number"), guarded[field].as_f64().expect("a number"));
            assert!((open - guarded).abs() <= 0.005 + 1e-12, "{field}: {open} and {guarded}");
            assert_eq!(guarded, (guarded * 100.0).round() / 100.0, "{field}");
        }
    }
}

/// One rule under every profile: 21.25 is 21.3.
#[test]
fn halves_are_rounded_away_from_zero_under_every_profile() {
    let scores: Vec<(String, String)> =
        (0..40).map(|at| (at * 13 % 41).to_string()).map(|from| (from.clone(), format!("{from}.25"))).collect();
    let scores: Vec<(&str, &str)> = scores.iter().map(|(from, to)| (from.as_str(), to.as_str())).collect();
    let texts = ["open", "standard"].map(|profile| {
        let draft = study(profile, &scale("column: s, decimals: 1"), &pairs(&scores));
        printed(&draft, "Changed by {{ change.s.T1-T2.change }} to {{ describe.s.T2.mean }}.")
    });
    assert_eq!(texts[0], texts[1]);
    assert!(texts[0].replace('\u{a0}', " ").starts_with("Changed by 0.3 to "), "{}", texts[0]);
    let means = ["open", "standard"].map(|profile| {
        result(&study(profile, &scale("column: s, decimals: 1"), &pairs(&scores)), "describe.s.T2")["mean"].as_f64()
    });
    assert_eq!(means[1], means[0].map(|mean| (mean * 10.0 + 1e-9).round() / 10.0));
}

/// What a profile rounded is not rounded to another figure, nor shown finer than it is.
#[test]
fn a_profile_s_rounding_is_no_precision() {
    let scores: Vec<(String, String)> =
        (0..40).map(|at| (format!("{}.{}", at % 9, at % 4), (at % 11).to_string())).collect();
    let scores: Vec<(&str, &str)> = scores.iter().map(|(from, to)| (from.as_str(), to.as_str())).collect();
    let draft = study("standard", &scale("column: s, decimals: 1"), &pairs(&scores));
    let finer = draft.with("content/numbers.md", "# Numbers\n\nIt was {{ describe.s.T1.mean:2 }}.\n").run(&["check"]);
    assert!(
        finer.stderr.contains("error[too-fine]: `describe.s.T1.mean` is rounded to 1 decimal by"),
        "{}",
        finer.stderr
    );
}

/// Three timepoints, two groups, and a printed change between the first two.
fn three_timepoints() -> Draft {
    let mut rows = String::from("participant,timepoint,s,visits\n");
    for at in 0..24 {
        for (wave, timepoint) in ["T1", "T2", "T3"].iter().enumerate() {
            rows.push_str(&format!("p{at:02},{timepoint},{},{}\n", (at * 7 + wave * at) % 13, (at + wave) % 4));
        }
    }
    let people: String = (0..24).map(|at| format!("p{at:02},{}\n", ["a", "b"][at % 2])).collect();
    let variables = "variables:\n  - {id: arm, label: Arm, kind: categorical, levels: [a, b]}\n  - {id: visits, label: Visits, kind: count}\n";
    let timepoints =
        STUDY.replace("PROFILE", "open").replace("strands:", "  - {id: T3, label: Later, month: 12}\nstrands:");
    study("open", &format!("{}{variables}", scale("column: s")), &rows)
        .with("data/study.yaml", format!("{timepoints}group: arm\nconventions: {{change: later-minus-earlier}}\n"))
        .with("data/quantitative/participants.csv", format!("participant,arm\n{people}"))
        .with(
            "data/quantitative/reported/change.csv",
            "scale,from,to,n,change,ci_low,ci_high,p,es\ns,T1,T2,24,0.5,,,,\n",
        )
}

/// An option that is left out covers everything there is.
#[test]
fn displays_cover_every_pair_of_timepoints() {
    let displays = "\
tables:
  - {id: beside, kind: contrasts, caption: C.}
  - {id: some, kind: contrasts, comparisons: [T1-T3], caption: C.}
  - {id: changes, kind: change, caption: C.}
figures: []
";
    let written = three_timepoints().with("content/displays.yaml", displays).write();
    written.run(&["tables"]).ended(0);
    let table = |id: &str| String::from_utf8(written.read(&format!("build/tables/{id}.csv"))).expect("UTF-8");
    for change in ["T1 to T2", "T1 to T3", "T2 to T3"] {
        assert!(table("beside").contains(&format!("Change from {change}")), "{change} in {}", table("beside"));
    }
    assert!(table("beside").contains("At T3") && !table("some").contains("At T"), "{}", table("some"));
    for column in ["T1-T2 change", "T1-T3 change", "T2-T3 change"] {
        assert!(table("changes").lines().next().is_some_and(|head| head.contains(column)), "{}", table("changes"));
    }
}

/// The page names the test that was run, and says so where none was.
#[test]
fn a_test_is_named() {
    let draft = three_timepoints();
    let named = printed(
        &draft,
        "{{ test(change.s.T1-T3.p) }}; {{ test(change.s.T1-T3.p_wilcoxon) }}; {{ test(contrast.s.T2.p) }}",
    );
    assert_eq!(named, "paired t-test; exact Wilcoxon signed-rank test; Welch’s t-test");
    for none in ["change.s.T1-T3.n", "reported.change.s.T1-T2.n", "describe.s.T1.mean"] {
        let words = format!("# Numbers\n\n{{{{ test({none}) }}}}\n");
        let said = draft.clone().with("content/numbers.md", words).run(&["check"]);
        assert!(said.stderr.contains(&format!("error[not-a-test]: `{none}` is of no test")), "{}", said.stderr);
    }
}

/// A p value keeps its side of the level of significance where a profile rounds it to that level.
#[test]
fn a_p_value_at_the_level_keeps_its_side() {
    // p is 0.0497…: shown as 0.050, and significant.
    let scores: Vec<(String, String)> = (0..30)
        .map(|at| {
            (format!("{}", at % 7), format!("{:.3}", f64::from(at % 7) + f64::from((at * 11) % 30) / 10.0 - 1.121))
        })
        .collect();
    let scores: Vec<(&str, &str)> = scores.iter().map(|(from, to)| (from.as_str(), to.as_str())).collect();
    let both = ["open", "standard"].map(|profile| study(profile, &scale("column: s, decimals: 2"), &pairs(&scores)));
    let p = both.each_ref().map(|draft| result(draft, "change.s.T1-T2")["p"].as_f64().expect("a p value"));
    let significant = both.each_ref().map(|draft| result(draft, "family.T1-T2")["significant"].as_i64());
    assert_eq!((significant, p[1]), ([Some(1), Some(1)], 0.05));
    assert!((0.0495..0.05).contains(&p[0]), "{p:?}");
    let claims = "propositions:\n  - id: more\n    statement: More.\n    findings:\n      numbers:\n        - text: It rose.\n          \
                  evidence: [{result: change.s.T1-T2, expect: [significant]}]\n";
    let said = both[1].clone().with("content/propositions.yaml", claims).run(&["check", "--format", "json"]);
    let said: Value = serde_json::from_str(&said.stdout).expect("JSON");
    assert_eq!(said["claims"][0]["verdict"], "holds");
}

/// A study of printed changes of four scales.
fn reported(rows: &str) -> Draft {
    let scales: String =
        ["a", "b", "c", "d"].map(|id| format!("      - {{id: {id}, label: Scale {id}, better: higher}}\n")).concat();
    Draft::numbers()
        .with("data/study.yaml", STUDY.replace("PROFILE", "open"))
        .with(
            "data/quantitative/instruments.yaml",
            format!("instruments:\n  - id: q\n    name: Q\n    scales:\n{scales}"),
        )
        .with(
            "data/quantitative/reported/change.csv",
            format!("scale,from,to,n,change,ci_low,ci_high,p,es,t,df,sd,se,r\n{rows}"),
        )
}

/// With R: p.adjust(c(0, 0, .05, .05), m) and p.adjust(c(.05, .05, 1, 1), m) are the ends, by BH 0 0 .05 .05 and
/// .10 .10 1 1, by Holm 0 0 .10 .10 and .20 .20 1 1.
#[test]
fn an_adjusted_bound_reaches_as_far_as_bounds_do() {
    let rows: String = ["<0.05", "<0.05", ">0.05", ">0.05"]
        .iter()
        .zip(["a", "b", "c", "d"])
        .map(|(p, scale)| format!("{scale},T1,T2,30,,,,{p},,,,,,\n"))
        .collect();
    let draft = reported(&rows);
    for (scale, sign, bh, holm) in [("a", "<", 0.1, 0.2), ("b", "<", 0.1, 0.2), ("c", ">", 0.05, 0.1)] {
        let change = result(&draft, &format!("change.{scale}.T1-T2"));
        let of = |field: &str| change[field].as_f64().expect("a number");
        assert!((of("p_bh") - bh).abs() < 1e-12 && (of("p_holm") - holm).abs() < 1e-12, "{change}");
        assert_eq!((&change["bounds"]["p_bh"], &change["bounds"]["p_holm"]), (&sign.into(), &sign.into()), "{change}");
    }
    let family = result(&draft, "family.T1-T2");
    assert_eq!(family["significant"], 2);
    for open in ["holm_significant", "bh_significant"] {
        assert!(family[open].is_null(), "{family}");
    }
    let words = printed(&draft, "{{ family.T1-T2 }}; {{ change.a.T1-T2.p_bh }}; {{ change.c.T1-T2.p_bh }}");
    assert!(!words.contains("Holm") && words.ends_with("; <0.1; >0.05"), "{words}");
    let claims = "propositions:\n  - id: more\n    statement: More.\n    findings:\n      numbers:\n        - text: It rose.\n          \
                  evidence: [{result: change.a.T1-T2, expect: [p_bh > 0.1]}]\n";
    let said = draft.with("content/propositions.yaml", claims).run(&["check"]);
    assert!(said.stderr.contains("p_bh is <0.1"), "{}", said.stderr);
}

/// A p that is exact among bounds is known only between the ends that they leave: p.adjust(c(.03, 0), "holm") is .03, and
/// p.adjust(c(.03, .04), "holm") is .06.
#[test]
fn an_exact_p_among_bounds_is_adjusted_between_ends() {
    let change = result(&reported("a,T1,T2,30,,,,0.03,,,,,,\nb,T1,T2,30,,,,<0.04,,,,,,\n"), "change.a.T1-T2");
    assert!(change["p_holm"].is_null() && change["p"] == 0.03, "{change}");
}

/// A figure that cannot be is told at its cell, once.
#[test]
fn an_impossible_figure_is_told_at_its_cell() {
    let draft = reported("a,T1,T2,30,1.0,0.1,1.9,0.03,,,,,,3.35\nb,T1,T2,30,1.0,,,,,,,,-0.4,\n");
    let said = draft.run(&["check"]).stderr;
    for told in [
        "warning[impossible-value]: `a` T1-T2: 3.35 cannot be a correlation, which lies between −1 and 1\n --> data/quantitative/reported/change.csv:2:34",
        "warning[impossible-value]: `b` T1-T2: −0.4 cannot be a standard error, which is not below 0\n --> data/quantitative/reported/change.csv:3:23",
    ] {
        assert!(said.contains(told), "{said}");
    }
    assert!(!said.contains("audit-inconsistent"), "{said}");
    assert!(result(&draft, "change.a.T1-T2")["r"].is_null());
}
