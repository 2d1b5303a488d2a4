//! The audit: quiet on sound tables, and not on faulty ones.

use std::collections::BTreeMap;
use std::fs;

use synthesist::audit::{Audit, Finding, Tables, Verdict, audit_tables};
use synthesist::diag::{Sink, Sources};
use synthesist::model::{Adjustment, ChangeSign, Conventions, EffectSize, FitVocabulary};
use synthesist::read::printed_tables;

use crate::driver::repository;

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
    let conventions = Conventions {
        change: ChangeSign::LaterMinusEarlier,
        effect_size: EffectSize::SdBaselinePairs,
        confidence: 0.95,
        adjust: Adjustment::None,
        fit: FitVocabulary::Fetters2013,
    };
    audit_tables(&Tables {
        reported: &tables.reported,
        measures: &tables.measures,
        conventions: &conventions,
        stated: false,
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
    Lean { name: "no limits of scores, either", describe: &["se", "min", "max"], change: &["t", "df", "sd", "se", "r"] },
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

/// The rates for every kind of fault, and those that were missed or misnamed.
fn rates(lean: &Lean) -> (BTreeMap<String, Rate>, Vec<String>) {
    let sound = sound();
    let faults = Csv::read("faults.csv");
    let mut rates: BTreeMap<String, Rate> = BTreeMap::new();
    let mut missed = Vec::new();
    for fault in &faults.0[1..] {
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
            let said: Vec<String> = told.iter().map(|finding| format!("{}: {}", finding.about(), finding.message)).collect();
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
    let (rates, missed) = rates(&LEAN[0]);
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
        let (rates, _) = rates(lean);
        println!("{}", told(lean.name, &rates));
        assert!(rates["all"].found > 0);
    }
}
