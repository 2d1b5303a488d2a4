//! The guarding of numbers: what is withheld, how it reads, and that nothing gives it away.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::Value;

use crate::attacker::{Seen, Shown};
use crate::driver::{Draft, Ran, Study, repository};

/// The repository's own study under a profile, with what its build said.
fn root(profile: &str) -> (Study, Ran) {
    let study = Study::copy_of(repository());
    study.edit("data/study.yaml", "disclosure: {profile: open}", &format!("disclosure: {{profile: {profile}}}"));
    let ran = study.run(&["build"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    (study, ran)
}

static STANDARD: LazyLock<(Study, Ran)> = LazyLock::new(|| root("standard"));
static STRICT: LazyLock<(Study, Ran)> = LazyLock::new(|| root("strict"));

fn attacked(study: &Study, threshold: i64, zeros: bool) -> Shown {
    let mut shown = Shown::of(study, threshold, zeros);
    shown.multiple.insert("service-use".into());
    shown.partial.extend(["first-language".to_owned(), "child-at-home".to_owned()]);
    shown
}

/// Counts as the source prints them, by variable with its timepoint and by level.
fn printed() -> BTreeMap<(String, String), i64> {
    let path = repository().join("data/quantitative/reported/share.csv");
    let rows = csv::Reader::from_path(path).expect("the file is there").into_deserialize();
    let rows: Vec<BTreeMap<String, String>> = rows.collect::<Result<_, _>>().expect("well-formed CSV");
    let variable = |row: &BTreeMap<String, String>| match row["timepoint"].as_str() {
        "" => row["variable"].clone(),
        timepoint => format!("{}.{timepoint}", row["variable"]),
    };
    rows.iter().map(|row| ((variable(row), row["level"].clone()), row["count"].parse().expect("a count"))).collect()
}

#[test]
fn no_withheld_count_of_the_own_study_is_recovered() {
    for (built, threshold, zeros) in [(&*STANDARD, 5, false), (&*STRICT, 10, true)] {
        let shown = attacked(&built.0, threshold, zeros);
        assert!(shown.withheld().len() > 20, "{:?}", shown.withheld());
        assert_eq!(shown.recovered(), Vec::<String>::new(), "threshold {threshold}");
        assert_eq!(shown.hashed_data(), Vec::<String>::new());
        // Every small count is withheld, and nothing of it stands in any table or behind its words in the paper.
        for ((variable, level), count) in printed() {
            let key = ("reported".to_owned(), variable, "@".to_owned(), level.clone());
            let seen = &shown.counts[&key];
            let small = count < threshold && (count > 0 || zeros);
            assert!(!small || seen.count.is_none(), "{key:?} is {count} and shown");
            assert_eq!(seen.under.is_some(), small, "{key:?} is {count}: {seen:?}");
            assert!(seen.count.is_none_or(|shown| shown == count), "{key:?}");
            assert!(seen.count.is_some() || seen.percent.is_none() && seen.limits.is_none(), "{key:?}: {seen:?}");
        }
        assert!(shown.printed_behind("Prefer not to say").iter().all(|found| found.starts_with(['<', '‡'])));
    }
}

/// The attacker is no straw man: with one withheld count put back the others beside it fall.
#[test]
fn a_count_that_is_put_back_gives_others_away() {
    let sound = attacked(&STANDARD.0, 5, false);
    let counts = printed();
    let hidden = |variable: &str| -> Vec<(String, String, String, String)> {
        sound.withheld().into_iter().filter(|key| key.1 == variable).collect()
    };
    let gender = hidden("gender");
    assert_eq!(gender.len(), 2, "{gender:?}");
    for key in &gender {
        let mut weak = sound.clone();
        let count = counts[&(key.1.clone(), key.3.clone())];
        weak.counts.insert(key.clone(), Seen { count: Some(count), ..sound.counts[key].clone() });
        let found = weak.recovered();
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("gender"), "{found:?}");
    }
    // A percentage is as good as its count, and so is an interval.
    for leak in [
        |seen: &Seen| Seen { percent: Some(31.25), ..seen.clone() },
        |seen: &Seen| Seen { limits: Some((31.0, 31.5)), ..seen.clone() },
    ] {
        let mut weak = sound.clone();
        let key = gender.iter().find(|key| key.3 == "male").expect("it is withheld").clone();
        weak.counts.insert(key.clone(), leak(&sound.counts[&key]));
        assert_eq!(weak.recovered().len(), 2, "{:?}", weak.recovered());
    }
    // And the hash of a file of data is told where nothing is guarded.
    let (open, _) = &*crate::root::BUILT;
    assert!(Shown::of(open, 5, false).hashed_data().iter().any(|path| path.ends_with("share.csv")));
}

#[test]
fn a_guarded_build_says_so_once_and_is_the_same_twice() {
    let (study, ran) = &*STANDARD;
    assert_eq!(ran.stderr.matches("note[withheld]").count(), 1, "{}", ran.stderr);
    assert!(!ran.stderr.contains("disclosure-open"), "{}", ran.stderr);
    let before = study.products();
    assert_eq!(study.run(&["build"]).code, 0);
    assert!(before == study.products(), "two builds differ");
    let open = &crate::root::BUILT.1.stderr;
    assert_eq!(open.matches("note[disclosure-open]").count(), 1, "{open}");
}

/// The study with groups, drop-outs, several levels for one person, and people who answered nothing.
#[test]
fn no_withheld_count_of_a_whole_study_is_recovered() {
    for (profile, threshold, zeros) in [("standard", 5, false), ("strict", 10, true)] {
        let study = Study::copy_of(&repository().join("tests/studies/stroke-peers"));
        study.edit("data/study.yaml", "{profile: open}", &format!("{{profile: {profile}}}"));
        let ran = study.run(&["build"]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        let mut shown = Shown::of(&study, threshold, zeros);
        shown.multiple.insert("help".into());
        // The clinics' report prints one level alone.
        shown.partial.extend(["reported activity.T0".to_owned(), "reported activity.T1".to_owned()]);
        shown.group = Some("arm".into());
        assert!(shown.withheld().len() > 5, "{:?}", shown.withheld());
        assert_eq!(shown.recovered(), Vec::<String>::new(), "{profile}");
        assert_eq!(shown.hashed_data(), Vec::<String>::new());
    }
}

/// Participants with an arm and answers, made up; a count each of the arms' levels.
fn people(arms: &[&str], genders: &[&str], services: &[u8], later: &[bool]) -> Draft {
    let mut participants = String::from("participant,arm,gender,services\n");
    let mut responses = String::from("participant,timepoint,mood\n");
    for (at, ((arm, gender), (services, later))) in arms.iter().zip(genders).zip(services.iter().zip(later)).enumerate()
    {
        let named = ["doctor", "nurse", "crisis"].iter().enumerate();
        let named: Vec<&str> = named.filter(|(bit, _)| services >> bit & 1 == 1).map(|(_, name)| *name).collect();
        participants.push_str(&format!("p{at:02},{arm},{gender},{}\n", named.join(";")));
        responses.push_str(&format!("p{at:02},T1,{}\n", at % 7));
        if *later {
            responses.push_str(&format!("p{at:02},T2,{}\n", at % 5));
        }
    }
    Draft::numbers()
        .with("data/study.yaml", GUARDED)
        .with("data/quantitative/instruments.yaml", MEASURES)
        .with("data/quantitative/participants.csv", participants)
        .with("data/quantitative/responses.csv", responses)
        .with("content/displays.yaml", DISPLAYS)
        .with("content/numbers.md", "# Numbers\n\n{{ table people }}\n\n{{ table stayed }}\n\n{{ figure spread }}\n")
}

const GUARDED: &str = "\
timepoints:
  - {id: T1, label: Before, month: 0}
  - {id: T2, label: After, month: 6}
strands:
  - {id: numbers, label: Numbers}
group: arm
";

const MEASURES: &str = "\
instruments:
  - id: mood
    name: Mood
    scales:
      - {id: mood, label: Mood, range: [0, 6], step: 1, better: lower, decimals: 1}
variables:
  - {id: arm, label: Arm, kind: categorical, levels: [a, b, c]}
  - {id: gender, label: Gender, kind: categorical, levels: [woman, man, other]}
  - {id: services, label: Services, kind: categorical, multiple: true, levels: [doctor, nurse, crisis]}
";

const DISPLAYS: &str = "\
tables:
  - {id: people, kind: participants, groups: true, variables: [gender, services], caption: People.}
  - {id: stayed, kind: attrition, caption: Who stayed.}
figures:
  - {id: spread, kind: distribution, caption: Scores., alt: Dots.}
";

/// The counts of a study as they are, by the attacker's own reading of an open build.
fn truth(draft: &Draft) -> Shown {
    let open = draft.clone().append("data/study.yaml", "disclosure: {profile: open}\n").write();
    Shown::of(&open, 5, false)
}

fn shown(study: &Study, threshold: i64, zeros: bool) -> Shown {
    let mut shown = Shown::of(study, threshold, zeros);
    shown.multiple.insert("services".into());
    shown.group = Some("arm".into());
    shown
}

/// Small studies by chance: counts in one and two ways, with groups, drop-outs and people in no group.
#[test]
fn no_withheld_count_of_any_small_study_is_recovered() {
    let mut runner = TestRunner::deterministic();
    let person = (0..20_u8, 0..20_u8, 0..8_u8, 0..10_u8);
    let mut withheld = 0;
    for round in 0..14 {
        let drawn = proptest::collection::vec(person.clone(), 12..60).new_tree(&mut runner).expect("a draw").current();
        let level = |at: u8, of: [&'static str; 3]| if at < 12 { of[0] } else { of[1 + usize::from(at > 17)] };
        let arms: Vec<&str> = drawn
            .iter()
            .map(|person| match (round % 3, person.0) {
                (0, 0) => "",
                (1, at) => level(at, ["a", "b", "b"]),
                (_, at) => level(at, ["a", "b", "c"]),
            })
            .collect();
        let genders: Vec<&str> = drawn.iter().map(|person| level(person.1, ["woman", "man", "other"])).collect();
        let services: Vec<u8> = drawn.iter().map(|person| person.2 & person.1).collect();
        let later: Vec<bool> = drawn.iter().map(|person| person.3 > 1 + round % 5).collect();
        let (threshold, zeros, setting) = match round % 2 {
            0 => (5, false, ""),
            _ => (10, true, "disclosure: {profile: strict}\n"),
        };
        let draft = people(&arms, &genders, &services, &later);
        let study = draft.clone().append("data/study.yaml", setting).write();
        let ran = study.run(&[if round < 2 { "build" } else { "tables" }]);
        assert_eq!(ran.code, 0, "round {round}:\n{}", ran.stderr);
        let guarded = shown(&study, threshold, zeros);
        withheld += guarded.withheld().len();
        let known = truth(&draft);
        for (key, seen) in &guarded.counts {
            let count = known.counts[key].count;
            assert!(seen.count.is_none() || seen.count == count, "round {round}: {key:?}");
            // Who of each group took part, and who dropped out, is shown where the group itself is.
            let own = key.1 == "arm" && (key.2.starts_with('@') || key.2.starts_with(char::is_numeric));
            let small = count.is_some_and(|count| count < threshold && (count > 0 || zeros));
            assert!(own || !small || seen.count.is_none() || seen.total == Some(0), "round {round}: {key:?} {seen:?}");
        }
        assert_eq!(guarded.recovered(), Vec::<String>::new(), "round {round}: {drawn:?}");
        // What is weakened by any one count is told by the attacker, or it was needless to withhold it.
        if round < 2 {
            assert!(guarded.texts.keys().any(|path| path == "figures/spread.svg"));
            assert_eq!(guarded.hashed_data(), Vec::<String>::new());
        }
    }
    assert!(withheld > 100, "{withheld} counts were withheld in all");
}

#[track_caller]
fn result(study: &Study, address: &str) -> Value {
    let said = study.run(&["results", address, "--format", "json"]).ended(0);
    let results: Vec<Value> = serde_json::from_str(&said).expect("an array");
    results.into_iter().find(|result| result["address"] == address).unwrap_or_else(|| panic!("{address}"))
}

fn withheld(result: &Value) -> BTreeSet<&str> {
    result["withheld"].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// Thirty people: three in arm c, one who is neither woman nor man, two who drop out.
fn thirty() -> Draft {
    let arms: Vec<&str> = (0..30)
        .map(|at| {
            if at < 14 {
                "a"
            } else if at < 27 {
                "b"
            } else {
                "c"
            }
        })
        .collect();
    let genders: Vec<&str> = (0..30).map(|at| if at == 5 { "other" } else { ["woman", "man"][at % 2] }).collect();
    let services: Vec<u8> = (0..30).map(|at| if at < 29 { 1 } else { 0 }).collect();
    let later: Vec<bool> = (0..30).map(|at| at > 1).collect();
    people(&arms, &genders, &services, &later)
}

#[test]
fn small_groups_and_single_people() {
    let study = thirty().write();
    // A group of three has no figures at all, and the next smallest hides its size.
    for group in ["b", "c"] {
        let described = result(&study, &format!("describe.mood.T1@{group}"));
        assert!(described["n"].is_null() && described["mean"].is_null(), "{described}");
        assert!(result(&study, &format!("flow@{group}"))["participants"].is_null());
    }
    let all = result(&study, "describe.mood.T1");
    assert_eq!(all["n"].as_f64(), Some(30.0));
    assert_eq!(result(&study, "describe.mood.T1@a")["n"].as_f64(), Some(14.0));
    // Five people have the lowest score and four the highest.
    assert_eq!(all["min"].as_f64(), Some(0.0));
    assert!(withheld(&all).contains("max"), "{all}");
    assert!(all["median"].is_number() && all["q1"].is_number());
    assert!(withheld(&result(&study, "describe.mood.T1@a")).contains("q1"));
    // Two people have no second score, and all that have one have the first. Without decimals their sum is open; with
    // one, the mean of everybody before and that of the others leave fewer sums than the threshold.
    let coarser = thirty().edit("data/quantitative/instruments.yaml", "decimals: 1", "decimals: 0").write();
    assert_eq!(result(&coarser, "describe.mood.T1")["mean"].as_f64(), Some(3.0));
    assert!(result(&coarser, "change.mood.T1-T2")["mean_from"].is_number());
    let finer = thirty().edit("data/quantitative/instruments.yaml", "decimals: 1", "decimals: 2").write();
    for study in [&study, &finer] {
        let (all, change) = (result(study, "describe.mood.T1"), result(study, "change.mood.T1-T2"));
        assert!(all["mean"].is_null() && all["ci_low"].is_null(), "{all}");
        assert!(change["change"].is_number() && change["mean_from"].is_number() && change["df"] == 27.0, "{change}");
        let stayed = result(study, "attrition.mood");
        assert!(stayed["mean_second"].is_null() && stayed["difference"].is_null(), "{stayed}");
        assert_eq!((stayed["n_second"].as_f64(), stayed["mean_first"].is_number()), (Some(2.0), true));
    }
    // All but one have seen a doctor.
    assert!(result(&study, "share.services.doctor")["count"].is_null());
}

#[test]
fn what_is_withheld_is_told_in_words_and_decides_what_it_can() {
    let prose = "# Numbers\n\nA: {{ share.gender.other.count }} of {{ share.gender.other.total }}, \
                 {{ share.gender.other.percent }}%.\n\nB: {{ Words(share.gender.other.count) }} and \
                 {{ share.gender.man.percent }}% and {{ share.gender.man.count }}.\n\nC: {{ share.gender.other }}; \
                 {{ share.gender.man }}; {{ describe.mood.T1@c }}.\n";
    let propositions = "\
propositions:
  - id: one
    statement: Few.
    findings:
      numbers:
        - text: Few.
          evidence:
            - {result: share.gender.other, expect: [count < 5]}
            - {result: share.gender.other, expect: [count >= 5]}
            - {result: share.gender.other, expect: [count == 1]}
            - {result: share.gender.man, expect: [count > 2]}
";
    let study = thirty().with("content/numbers.md", prose).with("content/propositions.yaml", propositions).write();
    assert_eq!(study.run(&["build"]).code, 0);
    let letters = crate::page::letters(&study.read("build/paper.pdf"));
    for words in [
        "A: fewer than 5 of 30, under 16.7%.",
        "B: Fewer than five and withheld and an undisclosed number.",
        "C: fewer than 5 of 30; an undisclosed number of 30; withheld to protect participants.",
    ] {
        assert!(letters.contains(&crate::page::plain(words)), "{words}\n{letters}");
    }
    let check: Value = serde_json::from_str(&study.run(&["check", "--format", "json"]).stdout).expect("JSON");
    let verdicts: Vec<&str> =
        check["claims"].as_array().expect("claims").iter().map(|c| c["verdict"].as_str().expect("one")).collect();
    assert_eq!(verdicts, ["holds", "contradicted", "cannot tell", "cannot tell"]);
    assert!(check["claims"].as_array().expect("claims").iter().all(|claim| claim["observed"].is_null()));
}

/// Nothing of a person is in a figure, and its caption says so.
#[test]
fn figures_show_no_single_person() {
    let study = thirty().write();
    assert_eq!(study.run(&["figures"]).code, 0);
    let svg = String::from_utf8(study.read("build/figures/spread.svg")).expect("UTF-8");
    let open = thirty().append("data/study.yaml", "disclosure: {profile: open}\n").write();
    assert_eq!(open.run(&["figures"]).code, 0);
    let open = String::from_utf8(open.read("build/figures/spread.svg")).expect("UTF-8");
    // A mark for each person is a path; so is a letter, and there are as many of those.
    let [few, many] = [svg, open].map(|svg| svg.matches("<path").count());
    assert!(few * 2 < many, "{few} and {many} paths");
}

#[test]
fn few_candidate_samples_are_told_or_withheld() {
    let instruments = "instruments:\n  - id: i\n    name: I\n    scales:\n      - {id: item, label: Item, range: [1, 5], step: 1, better: higher}\n";
    let draft = Draft::numbers()
        .with("data/study.yaml", format!("{}disclosure: {{profile: open}}\n", GUARDED.replace("group: arm\n", "")))
        .with("data/quantitative/instruments.yaml", instruments)
        .with(
            "data/quantitative/reported/describe.csv",
            "scale,timepoint,n,mean,sd,min,max\nitem,T1,6,4.33,0.52,,\nitem,T2,12,3.0,1.4,,\n",
        );
    let said = draft.run(&["build"]);
    assert_eq!(said.stderr.matches("warning[candidate-samples]").count(), 1, "{}", said.stderr);
    assert!(said.stderr.contains("`describe.item.T1`"), "{}", said.stderr);
    let guarded = draft.edit("data/study.yaml", "profile: open", "profile: standard").write();
    let one = result(&guarded, "describe.item.T1");
    assert!(one["sd"].is_null() && one["mean"].is_number(), "{one}");
    assert!(result(&guarded, "describe.item.T2")["sd"].is_number());
    // Of six people who add up to one less than they could, the mean alone tells all.
    guarded.edit("data/quantitative/reported/describe.csv", "6,4.33,0.52", "6,4.83,0.41");
    assert!(result(&guarded, "describe.item.T1")["mean"].is_null());
}
