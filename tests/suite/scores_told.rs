//! That no published statistic tells the scores of few people: random studies, attacked.
//!
//! Some are run by `cargo test`; the long run is `cargo test --test suite -- --ignored scores_of_many_studies`, of the
//! seeds that `SYNTHESIST_ATTACKED` says, such as `100-200`, and of 0 to 499 where it says nothing, each under both profiles.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::attacker_scores::{Attack, Knowledge};
use crate::driver::Draft;

/// Chance that is always the same.
struct Chance(u64);

impl Chance {
    fn under(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }

    fn one_of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.under(choices.len() as u64) as usize]
    }
}

/// A made-up study: one scale, two or three timepoints, some groups, and few people who missed a timepoint.
fn study(seed: u64) -> (Draft, Knowledge) {
    let mut chance = Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5DEE_CE66);
    chance.under(2);
    let people = 10 + chance.under(41) as usize;
    let waves = 2 + chance.under(2) as usize;
    let highest = chance.one_of(&[4, 10, 20, 30]);
    let decimals = chance.one_of(&[0, 1, 1, 1, 2]);
    let groups = chance.one_of(&[0, 0, 2, 3]);
    let norm = (chance.under(2) == 0).then_some((f64::from(highest as i32) / 2.0, 4.0, 100.0));
    let mut scores: Vec<Vec<Option<i64>>> = vec![Vec::new(); waves];
    for _ in 0..people {
        let first = chance.under(highest as u64 + 1) as i64;
        for wave in &mut scores {
            let moved = first + chance.under(7) as i64 - 2;
            wave.push(Some(moved.clamp(0, highest)));
        }
    }
    for _ in 0..1 + chance.under(4) {
        let person = chance.under(people as u64) as usize;
        let from = chance.under(waves as u64) as usize;
        match chance.under(3) {
            // Who left does not come back; somebody missed one timepoint alone.
            0 | 1 if from > 0 => scores[from..].iter_mut().for_each(|wave| wave[person] = None),
            _ => scores[from.max(1)][person] = None,
        }
    }
    let names = ["a", "b", "c"];
    let member = |chance: &mut Chance| match chance.under(12) {
        0 => None,
        _ if groups == 0 => None,
        _ => Some(names[chance.under(groups) as usize].to_owned()),
    };
    let groups_of: Vec<Option<String>> = (0..people).map(|_| member(&mut chance)).collect();
    let timepoints: Vec<String> = (1..=waves).map(|wave| format!("T{wave}")).collect();
    let known = Knowledge {
        scale: "mood".into(),
        timepoints,
        scores,
        groups: groups_of,
        highest,
        decimals,
        norm,
        threshold: 5,
    };
    (draft(&known, groups > 0), known)
}

fn draft(known: &Knowledge, grouped: bool) -> Draft {
    let timepoints: String = known
        .timepoints
        .iter()
        .enumerate()
        .map(|(at, id)| format!("  - {{id: {id}, label: {id}, month: {}}}\n", 3 * at))
        .collect();
    let group = if grouped { "group: arm\n" } else { "" };
    let study = format!(
        "timepoints:\n{timepoints}strands:\n  - {{id: numbers, label: Numbers}}\n{group}conventions: {{adjust: holm}}\n"
    );
    let norm =
        known.norm.map_or(String::new(), |(mean, sd, n)| format!(", norm: {{mean: {mean:.1}, sd: {sd:.1}, n: {n}}}"));
    let measures = format!(
        "instruments:\n  - id: mood\n    name: Mood\n    scales:\n      - {{id: mood, label: Mood, range: [0, {}], step: 1, \
         better: lower, decimals: {}{norm}}}\nvariables:\n  - {{id: arm, label: Arm, kind: categorical, levels: [a, b, c]}}\n",
        known.highest, known.decimals
    );
    let (mut participants, mut responses) =
        (String::from("participant,arm\n"), String::from("participant,timepoint,mood\n"));
    for (person, group) in known.groups.iter().enumerate() {
        participants.push_str(&format!("p{person:03},{}\n", group.as_deref().unwrap_or("")));
        for (wave, scores) in known.scores.iter().enumerate() {
            if let Some(score) = scores[person] {
                responses.push_str(&format!("p{person:03},{},{score}\n", known.timepoints[wave]));
            }
        }
    }
    Draft::numbers()
        .with("data/study.yaml", study)
        .with("data/quantitative/instruments.yaml", measures)
        .with("data/quantitative/participants.csv", participants)
        .with("data/quantitative/responses.csv", responses)
        .with("content/numbers.md", "# Numbers\n\nText.\n")
}

fn results(draft: &Draft, profile: &str) -> Vec<Value> {
    let study = draft.clone().append("data/study.yaml", &format!("disclosure: {{profile: {profile}}}\n")).write();
    let ran = study.run(&["results", "--format", "json"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    serde_json::from_str(&ran.stdout).expect("JSON")
}

/// Fields of which the attacker makes use, with their decimals; `None` for those of the scale.
const USED: [(&str, Option<i32>); 18] = [
    ("mean", None),
    ("sd", None),
    ("se", None),
    ("ci_low", None),
    ("ci_high", None),
    ("difference", None),
    ("smd", Some(2)),
    ("t", Some(2)),
    ("mean_from", None),
    ("mean_to", None),
    ("sd_from", None),
    ("sd_to", None),
    ("change", None),
    ("es_change", Some(2)),
    ("es_baseline_pairs", Some(2)),
    ("mean_first", None),
    ("sd_first", None),
    ("mean_second", None),
];

/// How many of the figures that the search withholds could be shown, as far as the attacker gets: of those that are used,
/// the most that can be put back with nothing told. By all ways of putting back where they are few, else in three orders.
fn needless(shown: &[Value], open: &[Value], rules: &BTreeSet<String>, known: &Knowledge) -> (usize, usize) {
    let mut hidden: Vec<(usize, &str, f64)> = Vec::new();
    for (at, result) in shown.iter().enumerate() {
        for (field, decimals) in USED {
            let address = result["address"].as_str().expect("an address");
            let unit = 10f64.powi(decimals.unwrap_or(known.decimals));
            if let (true, Some(value)) = (rules.contains(&format!("{address}.{field}")), open[at][field].as_f64()) {
                hidden.push((at, field, (value * unit).round() / unit));
            }
        }
    }
    let safe = |put: &[usize]| {
        let mut results = shown.to_vec();
        for at in put {
            let (result, field, value) = hidden[*at];
            results[result][field] = value.into();
        }
        Attack::on(&results, known).told().is_empty()
    };
    let greedy = |order: &[usize]| {
        let mut put = Vec::new();
        for at in order {
            put.push(*at);
            if !safe(&put) {
                put.pop();
            }
        }
        put.len()
    };
    let order: Vec<usize> = (0..hidden.len()).collect();
    let most = if hidden.len() <= 7 {
        let sets = (0..1_usize << hidden.len())
            .map(|bits| order.iter().copied().filter(|at| bits >> at & 1 == 1).collect::<Vec<usize>>());
        sets.filter(|set| safe(set)).map(|set| set.len()).max().unwrap_or(0)
    } else {
        let backwards: Vec<usize> = order.iter().rev().copied().collect();
        let (odd, even): (Vec<usize>, Vec<usize>) = order.iter().copied().partition(|at| at % 2 == 1);
        [greedy(&order), greedy(&backwards), greedy(&[odd, even].concat())].into_iter().max().unwrap_or(0)
    };
    (hidden.len(), most)
}

/// The figures that the search withholds.
fn searched(draft: &Draft, profile: &str) -> BTreeSet<String> {
    let study = draft.clone().append("data/study.yaml", &format!("disclosure: {{profile: {profile}}}\n")).write();
    let log: Value = serde_json::from_str(&study.run(&["disclosure", "--format", "json"]).stdout).expect("JSON");
    let entries = log["entries"].as_array().expect("a list").iter();
    entries
        .filter(|entry| entry["rule"] == "differencing")
        .map(|entry| entry["about"].as_str().expect("a figure").to_owned())
        .collect()
}

/// What was attacked.
#[derive(Debug, Default)]
struct Tally {
    studies: usize,
    /// Studies in which something would be told if all were shown.
    in_danger: usize,
    shown: usize,
    withheld: usize,
    /// Withheld by the search, of the figures that the attacker uses; and how many of these could have been shown.
    searched: usize,
    needless: usize,
}

fn attack(seeds: std::ops::Range<u64>) -> Tally {
    let mut tally = Tally::default();
    for seed in seeds {
        let (draft, known) = study(seed);
        let open = results(&draft, "open");
        tally.in_danger += usize::from(!Attack::on(&open, &known).told().is_empty());
        for (profile, threshold) in [("standard", 5), ("strict", 10)] {
            let known = Knowledge { threshold, ..known.clone() };
            let shown = results(&draft, profile);
            let told = Attack::on(&shown, &known).told();
            assert!(told.is_empty(), "study {seed} under {profile}: {told:?}");
            tally.studies += 1;
            if seed % 10 == 0 {
                let (searched, needless) = needless(&shown, &open, &searched(&draft, profile), &known);
                (tally.searched, tally.needless) = (tally.searched + searched, tally.needless + needless);
            }
            for result in shown.iter().filter(|result| result["source"] == "computed") {
                tally.withheld += result["withheld"].as_array().map_or(0, Vec::len);
                tally.shown +=
                    result.as_object().expect("an object").values().filter(|value| value.is_number()).count();
            }
        }
    }
    tally
}

#[test]
fn scores_of_some_studies_are_not_told() {
    let tally = attack(0..6);
    assert_eq!(tally.studies, 12);
    assert!(tally.in_danger > 2 && tally.shown > 2000, "{tally:?}");
}

#[test]
#[ignore = "takes minutes"]
fn scores_of_many_studies_are_not_told() {
    let asked = std::env::var("SYNTHESIST_ATTACKED").unwrap_or_else(|_| "0-500".into());
    let (from, to) = asked.split_once('-').expect("two numbers");
    let tally = attack(from.parse().expect("a number")..to.parse().expect("a number"));
    eprintln!("{tally:?}");
    assert!(tally.in_danger * 8 > tally.studies, "{tally:?}");
}

/// What the guide says of two builds: who has both knows the sum of those who came between.
#[test]
fn two_builds_tell_who_came_between() {
    let (_, mut known) = study(3);
    (known.decimals, known.norm) = (2, None);
    known.groups.iter_mut().for_each(|group| *group = None);
    known.scores.iter_mut().flatten().for_each(|score| *score = Some(score.unwrap_or(2)));
    let after = Attack::on(&results(&draft(&known, false), "standard"), &known);
    assert_eq!(after.told(), []);
    let mut fewer = known.clone();
    fewer.scores.iter_mut().for_each(|wave| wave.truncate(known.groups.len() - 1));
    fewer.groups.pop();
    let before = Attack::on(&results(&draft(&fewer, false), "standard"), &fewer);
    assert_eq!(before.told(), []);
    let told = after.and(before).told();
    assert!(told.iter().any(|told| told.people == [known.groups.len() - 1]), "{told:?}");
}
