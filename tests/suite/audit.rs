//! The audit: quiet on sound tables, and not on faulty ones.

use std::collections::BTreeMap;
use std::fs;

use proptest::prelude::*;
use serde_json::Value;
use synthesist::audit::{Audit, Finding, Tables, Verdict, audit_tables};
use synthesist::diag::{Sink, Sources};
use synthesist::model::Conventions;
use synthesist::read::printed_tables;
use synthesist::stats::StudentT;

use crate::driver::{Ran, Study, program, repository};

/// A table as its cells.
#[derive(Clone)]
struct Csv(Vec<Vec<String>>);

impl Csv {
    fn read(name: &str) -> Self {
        let text = fs::read_to_string(repository().join("tests/golden/audit").join(name)).expect("a readable file");
        Self(text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect())
    }

    fn column(&self, name: &str) -> Option<usize> {
        self.0[0].iter().position(|column| column == name)
    }

    fn cell(&mut self, line: usize, column: &str) -> &mut String {
        let column = self.column(column).expect("a column");
        &mut self.0[line - 1][column]
    }

    fn without(mut self, columns: &[&str]) -> Self {
        for column in columns {
            // The shape of a table asks for some columns; these are emptied.
            if let Some(at) = self.column(column) {
                self.0.iter_mut().skip(1).for_each(|row| row[at].clear());
            }
        }
        self
    }

    fn text(&self) -> String {
        self.0.iter().map(|row| row.join(",") + "\n").collect()
    }
}

/// Audits tables as files without a study.
pub fn audited(files: &[(&str, String)]) -> Audit {
    audited_as(files, false)
}

/// Audits tables, as those of a study with the usual conventions, or without any.
pub fn audited_as(files: &[(&str, String)], stated: bool) -> Audit {
    let folder = tempfile::tempdir().expect("a folder");
    let mut paths = Vec::new();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::write(&path, text).expect("a file");
        paths.push(path.to_string_lossy().into_owned());
    }
    let (mut sources, mut sink) = (Sources::default(), Sink::new());
    let Ok(tables) = printed_tables(&paths, None, &mut sources, &mut sink) else {
        panic!("{:?}", sink.diagnostics());
    };
    let conventions = Conventions::default();
    audit_tables(&Tables {
        reported: &tables.reported,
        measures: &tables.measures,
        conventions: &conventions,
        stated,
        accept: &[],
    })
}

fn inconsistent(audit: &Audit) -> Vec<&Finding> {
    audit.findings.iter().filter(|finding| finding.verdict == Verdict::Inconsistent).collect()
}

/// What a table leaves out.
struct Lean {
    name: &'static str,
    describe: &'static [&'static str],
    change: &'static [&'static str],
}

const LEAN: [Lean; 5] = [
    Lean { name: "everything", describe: &[], change: &[] },
    Lean { name: "no standard errors, no r", describe: &["se"], change: &["se", "r"] },
    Lean { name: "no t, df, SD of change", describe: &["se"], change: &["t", "df", "sd", "se", "r"] },
    Lean {
        name: "no limits of scores, either",
        describe: &["se", "min", "max"],
        change: &["t", "df", "sd", "se", "r"],
    },
    Lean {
        name: "changes with p only",
        describe: &["se"],
        change: &["t", "df", "sd", "se", "r", "ci_low", "ci_high", "es"],
    },
];

fn sound() -> BTreeMap<(String, String), (Csv, Csv)> {
    let mut tables = BTreeMap::new();
    for decimals in ["1", "2", "3"] {
        for way in ["away", "even", "cut"] {
            let read = |name: &str| Csv::read(&format!("{name}-{decimals}-{way}.csv"));
            tables.insert((decimals.to_owned(), way.to_owned()), (read("describe"), read("change")));
        }
    }
    tables
}

#[test]
fn sound_tables_are_quiet() {
    for ((decimals, way), (describe, change)) in sound() {
        for lean in &LEAN {
            let (describe, change) = (describe.clone().without(lean.describe), change.clone().without(lean.change));
            let audit = audited(&[("describe.csv", describe.text()), ("change.csv", change.text())]);
            let said: Vec<&str> = inconsistent(&audit).iter().map(|finding| finding.message.as_str()).collect();
            assert!(said.is_empty(), "{decimals} decimals, {way}, {}: {said:#?}", lean.name);
            assert!(audit.count(Verdict::Consistent) > 50, "{}", audit.count(Verdict::Consistent));
        }
    }
}

#[derive(Default)]
struct Rate {
    planted: usize,
    found: usize,
    named: usize,
}

impl Rate {
    fn add(&mut self, found: bool, named: bool) {
        self.planted += 1;
        self.found += usize::from(found);
        self.named += usize::from(named);
    }
}

/// The rates for every kind of fault, and those that were missed or misnamed; of so many faults one is planted.
fn rates(lean: &Lean, each: usize) -> (BTreeMap<String, Rate>, Vec<String>) {
    let sound = sound();
    let faults = Csv::read("faults.csv");
    let mut rates: BTreeMap<String, Rate> = BTreeMap::new();
    let mut missed = Vec::new();
    for fault in faults.0[1..].iter().step_by(each) {
        let [decimals, way, kind, file, line, field, text, line2, text2] = &fault[..] else { panic!("{fault:?}") };
        let (describe, change) = &sound[&(decimals.clone(), way.clone())];
        let (mut describe, mut change) = (describe.clone().without(lean.describe), change.clone().without(lean.change));
        let table = if file == "describe" { &mut describe } else { &mut change };
        let mut cells = vec![(line.parse::<usize>().expect("a line"), text)];
        cells.extend((!line2.is_empty()).then(|| (line2.parse().expect("a line"), text2)));
        if cells.iter().any(|(line, _)| table.cell(*line, field).is_empty()) {
            continue;
        }
        let mut places = Vec::new();
        let mut was = String::new();
        for (line, text) in cells {
            was = std::mem::replace(table.cell(line, field), text.clone());
            let mut id = |column: &str| table.cell(line, column).clone();
            places.push(match file.as_str() {
                "describe" => format!("describe.{}.{}.{field}", id("scale"), id("timepoint")),
                _ => format!("change.{}.{}-{}.{field}", id("scale"), id("from"), id("to")),
            });
        }
        let audit = audited(&[("describe.csv", describe.text()), ("change.csv", change.text())]);
        let told = inconsistent(&audit);
        let named = told.iter().any(|finding| places.contains(&finding.about()));
        rates.entry(kind.clone()).or_default().add(!told.is_empty(), named);
        rates.entry("all".to_owned()).or_default().add(!told.is_empty(), named);
        if !named {
            let said: Vec<String> =
                told.iter().map(|finding| format!("{}: {}", finding.about(), finding.message)).collect();
            missed.push(format!("{decimals} {way} {kind} {places:?} {was} -> {text}: {said:?}"));
        }
    }
    (rates, missed)
}

fn told(name: &str, rates: &BTreeMap<String, Rate>) -> String {
    let lines = rates.iter().map(|(kind, rate)| {
        format!("{name:<28} {kind:<14} {:>4} planted {:>4} found {:>4} named\n", rate.planted, rate.found, rate.named)
    });
    lines.collect()
}

/// Of faults planted in thorough tables, 95 in a hundred are found and 80 named.
#[test]
fn planted_faults_are_found_and_named() {
    let (rates, missed) = rates(&LEAN[0], 1);
    let told = told(LEAN[0].name, &rates);
    println!("{told}{}", missed.join("\n"));
    let all = &rates["all"];
    assert!(all.planted >= 100, "{told}");
    assert!(100 * all.found >= 95 * all.planted, "{told}{}", missed.join("\n"));
    assert!(100 * all.named >= 80 * all.planted, "{told}{}", missed.join("\n"));
}

/// Leaner tables show less; how much less is told and not judged.
#[test]
fn leaner_tables_show_less() {
    for lean in &LEAN[1..] {
        let (rates, _) = rates(lean, 4);
        println!("{}", told(lean.name, &rates));
        assert!(rates["all"].found > 0);
    }
}

/// The tables of the worked example, gone through row by row, with R beside them: these figures cannot be, and no other.
const SLIPS: [(&str, u64, &str, &str); 16] = [
    ("again", 25, "printed-twice", "describe.peers.max"),
    ("change", 9, "pairs-against-n", "change.professional-support.T1-T3.n"),
    ("change", 11, "pairs-against-n", "change.training.T1-T3.n"),
    ("change", 24, "change-in-middle", "change.communication.T1-T2.ci_high"),
    ("change", 29, "pairs-against-n", "change.conflict-management.T1-T3.n"),
    ("change", 31, "pairs-against-n", "change.team-effectiveness.T1-T3.n"),
    ("change", 35, "pairs-against-n", "change.workplace-resources.T1-T3.n"),
    ("change", 40, "p-against-interval", "change.personal-achievement.T1-T2.p"),
    ("describe", 9, "digits-lost", "describe.wellbeing.T2.sd"),
    ("describe", 67, "outside-range", "describe.personal-achievement.T3.max"),
    ("share", 17, "percent", "share.ethnicity.white-irish.percent"),
    ("share", 19, "percent", "share.ethnicity.arab.percent"),
    ("share", 20, "percent", "share.ethnicity.black-african.percent"),
    ("share", 21, "percent", "share.ethnicity.asian-pakistani.percent"),
    ("share", 22, "percent", "share.ethnicity.mixed-white-asian.percent"),
    ("share", 23, "percent", "share.ethnicity.mixed-other.percent"),
];

/// What `audit` says of a study, as JSON.
fn json(study: &Study, code: i32) -> Vec<Value> {
    let text = study.run(&["audit", "--format", "json"]).ended(code);
    serde_json::from_str::<Value>(&text).expect("JSON").as_array().expect("a list").clone()
}

fn about(finding: &Value) -> String {
    match finding["field"].as_str() {
        Some(field) => format!("{}.{field}", finding["address"].as_str().expect("an address")),
        None => finding["address"].as_str().expect("an address").to_owned(),
    }
}

/// File, line, rule and figure of the findings with a verdict.
fn with_verdict(findings: &[Value], verdict: &str) -> Vec<(String, u64, String, String)> {
    let file = |finding: &Value| {
        let path = finding["file"].as_str().expect("a file");
        path.trim_start_matches("data/quantitative/reported/").trim_end_matches(".csv").to_owned()
    };
    findings
        .iter()
        .filter(|finding| finding["verdict"] == verdict)
        .map(|f| {
            (file(f), f["line"].as_u64().expect("a line"), f["rule"].as_str().expect("a rule").to_owned(), about(f))
        })
        .collect()
}

#[test]
fn the_worked_example_has_these_slips() {
    let findings = json(&Study::at(repository()), 1);
    let slips: Vec<(String, u64, String, String)> = SLIPS
        .iter()
        .map(|(file, line, rule, about)| ((*file).to_owned(), *line, (*rule).to_owned(), (*about).to_owned()))
        .collect();
    assert_eq!(with_verdict(&findings, "inconsistent"), slips);
    let keys = ["file", "line", "address", "rule", "severity", "verdict", "printed", "recomputed", "message"];
    assert!(findings.iter().all(|finding| keys.iter().all(|key| finding.get(key).is_some())));
    assert!(findings.iter().all(|finding| !finding["message"].as_str().expect("words").is_empty()));
    // Every figure that the source prints is looked at.
    for row in ["describe.age.mean", "describe.pay.T2.sd", "change.pay.T1-T3.p", "change.leadership.T1-T2.change"] {
        assert!(findings.iter().any(|finding| about(finding) == row && finding["verdict"] == "consistent"), "{row}");
    }
}

/// An effect size that follows from no printed SD may follow from that of the pairs, which is missing.
#[test]
fn unexplained_effect_sizes_cannot_be_told() {
    let findings = json(&Study::at(repository()), 1);
    let effects: Vec<&Value> = findings.iter().filter(|finding| finding["rule"] == "effect-size").collect();
    assert_eq!(effects.len(), 40);
    let undecided: Vec<&&Value> = effects.iter().filter(|finding| finding["verdict"] == "cannot tell").collect();
    assert!(undecided.len() >= 15);
    for finding in &undecided {
        let message = finding["message"].as_str().expect("words");
        assert!(
            message.contains("without the SD at T1 of the") && message.contains("people measured twice"),
            "{message}"
        );
    }
    // 1.00 / 9.07 is 0.110, and 2.71 / 9.27 is 0.292, cut to 0.2.
    let of = |address: &str| effects.iter().find(|finding| finding["address"] == address).expect("there");
    assert_eq!(of("change.emotional-exhaustion.T1-T3")["verdict"], "consistent");
    let cut: Vec<_> =
        with_verdict(&findings, "consistent").into_iter().filter(|(.., rule, _)| rule == "cut-off").collect();
    for figure in ["change.emotional-exhaustion.T1-T3.es", "change.workplace-conditions.T1-T3.es"] {
        assert!(cut.iter().any(|(.., about)| about == figure), "{cut:?}");
    }
}

const REPORTED: &str = "data/quantitative/reported";

/// Faults that the source does not have, each under its rule.
#[test]
fn each_rule_finds_its_fault() {
    let cases: [(&str, &str, &str, &str, &str); 12] = [
        ("describe", "peers,,30,9.7,", "peers,,30,9.71,", "grim", "describe.peers.mean"),
        (
            "describe",
            "contacts,,30,56.1,54.0,2.0,273.0",
            "contacts,,5,3.00,1.50,1,5",
            "grimmer",
            "describe.contacts.sd",
        ),
        ("describe", "age,,27,42.9,9.0,26.0", "age,,27,24.9,9.0,26.0", "mean-between-limits", "describe.age.mean"),
        (
            "describe",
            "leadership,T2,20,4.4,0.47",
            "leadership,T2,20,4.4,1.07",
            "sd-bounds",
            "describe.leadership.T2.sd",
        ),
        (
            "share",
            "education,,graduate,4,25,16.0",
            "education,,graduate,5,25,20.0",
            "counts-against-total",
            "share.education",
        ),
        ("share", "single,16,25,64.0", "single,15,25,64.0", "percent", "share.marital-status.single.count"),
        ("share", "married,3,25,12.0", "married,3,25,12.5", "percent", "share.marital-status.married.percent"),
        ("change", "21,1.00,-3.46,5.46", "21,3.00,-3.46,5.46", "change-in-middle", "change.wellbeing.T1-T3.change"),
        (
            "change",
            "-1.29,-2.51,-0.06,0.040",
            "-1.29,-2.51,-0.06,0.020",
            "p-against-interval",
            "change.depersonalisation.T1-T3.p",
        ),
        ("change", "0.645,0.09,", "0.645,0.09,called significant", "significance-word", "change.wellbeing.T1-T3.note"),
        ("again", "T1-T2,es,0.56", "T1-T2,es,0.65", "printed-twice", "change.wellbeing.T1-T2.es"),
        ("again", "female,percent,66", "female,percent,67", "printed-twice", "share.gender.female.percent"),
    ];
    for (file, old, new, rule, figure) in cases {
        let study = Study::copy_of(repository());
        study.edit(&format!("{REPORTED}/{file}.csv"), old, new);
        let found = with_verdict(&json(&study, 1), "inconsistent");
        let fresh: Vec<(&str, &str)> = found
            .iter()
            .filter(|(.., about)| !SLIPS.iter().any(|(.., known)| known == about))
            .map(|(_, _, rule, about)| (rule.as_str(), about.as_str()))
            // What the text repeats of the row is not edited with it.
            .filter(|(found, _)| *found == rule || *found != "printed-twice")
            .collect();
        assert_eq!(fresh, [(rule, figure)], "{old} -> {new}");
    }
}

#[test]
fn a_total_is_the_sum_of_its_parts() {
    let study = Study::copy_of(repository());
    study.edit(
        "data/quantitative/instruments.yaml",
        "      - id: personal-achievement\n",
        "      - {id: strain, label: Strain, total-of: [emotional-exhaustion, depersonalisation], score: sum, range: [0, 84], better: lower}\n      - id: personal-achievement\n",
    );
    let path = format!("{REPORTED}/describe.csv");
    let text = String::from_utf8(study.read(&path)).expect("UTF-8");
    for (mean, verdict) in [("11.6", "consistent"), ("12.6", "inconsistent")] {
        study.put(&path, format!("{text}strain,T1,32,{mean},12.0,0.0,50.0,\n"));
        let of = |finding: &&Value| finding["rule"] == "total-against-parts";
        assert_eq!(json(&study, 1).iter().find(of).expect("a finding")["verdict"], verdict);
    }
}

/// A study that accepts them all is quiet, and says why.
#[test]
fn what_is_accepted_is_quiet() {
    let study = Study::copy_of(repository());
    let rules: Vec<&str> = SLIPS.iter().map(|(_, _, rule, _)| *rule).collect();
    let mut accept = String::from("\naccept:\n");
    for (at, rule) in rules.iter().enumerate().filter(|(at, rule)| !rules[..*at].contains(rule)) {
        accept.push_str(&format!("  - {{code: {rule}, reason: Printed so {at}.}}\n"));
    }
    let path = "data/study.yaml";
    let text = String::from_utf8(study.read(path)).expect("UTF-8");
    study.put(path, text.clone() + &accept);
    let findings = json(&study, 0);
    assert_eq!(with_verdict(&findings, "inconsistent").len(), SLIPS.len());
    assert!(
        findings.iter().all(|f| f["verdict"] != "inconsistent" || f["accepted"].is_string() && f["severity"] == "note")
    );
    assert!(!study.run(&["check"]).stderr.contains("audit-inconsistent"));
    let human = study.run(&["audit"]).quiet();
    assert!(human.contains("Accepted: Printed so") && human.contains("0 inconsistent, 16 accepted"), "{human}");
    // One figure alone, by its address.
    let one = "\naccept:\n  - {code: outside-range, about: describe.personal-achievement.T3.max, reason: Known.}\n";
    study.put(path, text + one);
    let accepted: Vec<String> =
        json(&study, 1).iter().filter(|finding| finding["accepted"].is_string()).map(about).collect();
    assert_eq!(accepted, ["describe.personal-achievement.T3.max"]);
}

#[test]
fn the_audit_says_it_to_people() {
    let said = Study::at(repository()).run(&["audit"]).ended(1);
    let shown = "data/quantitative/reported/describe.csv\n  9:22     inconsistent [digits-lost] describe.wellbeing.T2.sd\n           The SD is printed as 9017, which does not go together with a minimum of 32.0 and a maximum of 69.0; it would be 6.1 to 18.4; a decimal point in another place, 9.017, would explain it.\n";
    assert!(said.contains(shown), "{said}");
    assert!(said.contains("Of all 40 tests, 8 below 0.05; about 2 would be if nothing had changed; 0 after Holm's adjustment, 0 after Benjamini and Hochberg's.\n"), "{said}");
    let all = Study::at(repository()).run(&["audit", "--all"]).ended(1);
    assert!(all.contains("cannot tell [effect-size]") && all.contains("consistent [percent]"));
}

/// The program in a folder with some files, which is no study.
fn in_folder(files: &[(&str, &str)], arguments: &[&str]) -> Ran {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    let mut command = program();
    command.current_dir(folder.path()).args(arguments);
    Ran::of(command)
}

#[test]
fn files_need_no_study() {
    let change = "scale,from,to,n,change,ci_low,ci_high,p,es\nmood,pre,post,20,3.9,0.67,7.13,0.020,0.5\n";
    let ran = in_folder(&[("c.csv", change)], &["audit", "c.csv"]);
    assert!(ran.quiet().contains("0 inconsistent"));
    let wrong = change.replace("0.020", "0.200");
    let ran = in_folder(&[("c.csv", &wrong)], &["audit", "c.csv"]);
    let said = "c.csv\n  2:32     inconsistent [p-against-interval] change.mood.pre-post.p\n           The p value is printed as 0.200, which does not go together with a lower limit of 0.67; it would be 0.0202 to 0.0207; two digits the other way round, 0.020, would explain it.\n\n5 checks: 1 consistent, 3 cannot tell, 1 inconsistent, 0 accepted\nOf pre-post: 1 test, 0 below 0.05; about 0 would be if nothing had changed; 0 after Holm's adjustment, 0 after Benjamini and Hochberg's.\n";
    assert_eq!((ran.stdout.as_str(), ran.stderr.as_str(), ran.code), (said, "", 1));
}

#[test]
fn broken_files_are_told() {
    let cases = [
        (
            "mood,pre\n1,2\n",
            "error[unknown-table]: this header is not one of a table of printed results\n --> x.csv:1:1\n  |\n1 | mood,pre\n  | ^\n  = help: descriptives begin with scale,timepoint,n,mean,sd,min,max\n  = help: changes begin with scale,from,to,n,change,ci_low,ci_high,p,es\n  = help: shares begin with variable,timepoint,level,count,total,percent\n  = help: figures that are printed again begin with address,field,printed,place\n1 error\n",
        ),
        (
            "scale,timepoint,n,mean,sd,min,max\nmood,T1,20,\"4,5\",1,1,5\n",
            "error[not-a-number]: `4,5` in column `mean` is not a number\n --> x.csv:2:12\n  |\n2 | mood,T1,20,\"4,5\",1,1,5\n  |            ^^^^^\n  = help: write `4.5`\n1 error\n",
        ),
        (
            "scale,timepoint,n,mean,sd,min\nmood,T1,20,4,1,1\n",
            "error[missing-column]: there is no column `max`\n --> x.csv:1:1\n  |\n1 | scale,timepoint,n,mean,sd,min\n  | ^^^^^\n  = help: add it to the first row, and to each row a cell, which may be empty\n  = help: the columns are scale, timepoint, n, mean, sd, min, max\n1 error\n",
        ),
        (
            "address,field,printed,place\ndescribe.mood.T1,mean,4,text\n",
            "error[unknown-address]: no row of the reported results is `describe.mood.T1`\n --> x.csv:2:1\n  |\n2 | describe.mood.T1,mean,4,text\n  | ^^^^^^^^^^^^^^^^\n1 error\n",
        ),
    ];
    for (text, said) in cases {
        in_folder(&[("x.csv", text)], &["audit", "x.csv"]).said(1, said);
    }
    let ran = in_folder(&[], &["audit", "none.csv"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""));
    assert!(ran.stderr.contains("none.csv"), "{}", ran.stderr);
}

/// A figure as it is printed, by one of three ways.
fn shown(value: f64, decimals: usize, way: u8) -> String {
    let unit = 10f64.powi(decimals as i32);
    let size = value.abs() * unit;
    let whole = match way {
        0 => (size + 0.5 + 1e-9).floor(),
        1 => (size + 0.5 - 1e-9).floor(),
        _ => (size + 1e-9).floor(),
    };
    let text = format!("{:.decimals$}", whole / unit);
    if value < 0.0 && whole > 0.0 { format!("-{text}") } else { text }
}

/// Mean, SD, smallest and greatest.
fn summary(values: &[f64]) -> [f64; 4] {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let sd = (values.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt();
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    [mean, sd, least, values.iter().copied().fold(f64::NEG_INFINITY, f64::max)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever was measured, its printed summaries are never found to contradict each other.
    #[test]
    fn true_summaries_are_never_inconsistent(
        pairs in proptest::collection::vec((0_u32..600, 0_u32..600), 3..25),
        more in proptest::collection::vec(0_u32..600, 0..8),
        grain in prop_oneof![Just(1.0), Just(10.0), Just(100.0)],
        decimals in 0_usize..4,
        way in 0_u8..3,
    ) {
        let from: Vec<f64> = pairs.iter().map(|(a, _)| f64::from(*a) / grain).collect();
        let to: Vec<f64> = pairs.iter().map(|(_, b)| f64::from(*b) / grain).collect();
        // Some people were measured at the first timepoint only.
        let everybody: Vec<f64> = from.iter().copied().chain(more.iter().map(|x| f64::from(*x) / grain)).collect();
        let changes: Vec<f64> = from.iter().zip(&to).map(|(a, b)| b - a).collect();
        let n = changes.len();
        let [change, sd, ..] = summary(&changes);
        prop_assume!(sd > 1e-9);
        let se = sd / (n as f64).sqrt();
        let law = StudentT::new((n - 1) as f64).expect("two or more");
        let reach = law.two_sided_quantile(0.05).expect("a probability") * se;
        let p = law.two_sided_p(change / se).expect("finite");
        let show = |value: f64| shown(value, decimals, way);
        let row = |timepoint: &str, values: &[f64]| {
            let [mean, sd, min, max] = summary(values);
            let se = sd / (values.len() as f64).sqrt();
            format!("mood,{timepoint},{},{},{},{},{},{}\n", values.len(), show(mean), show(sd), show(min), show(max), show(se))
        };
        let describe = format!("scale,timepoint,n,mean,sd,min,max,se\n{}{}", row("T1", &everybody), row("T2", &to));
        let p = if p < 0.001 { "<0.001".to_owned() } else { shown(p, 3, way) };
        let figures = [change, change - reach, change + reach].map(show).join(",");
        let change = format!(
            "scale,from,to,n,change,ci_low,ci_high,p,es,t,df,sd,se\nmood,T1,T2,{n},{figures},{p},,{},{},{},{}\n",
            shown(change / se, 2, way), n - 1, show(sd), show(se)
        );
        let audit = audited(&[("describe.csv", describe.clone()), ("change.csv", change.clone())]);
        let said: Vec<&str> = inconsistent(&audit).iter().map(|finding| finding.message.as_str()).collect();
        prop_assert!(said.is_empty(), "{said:?}\n{describe}{change}");
    }
}
