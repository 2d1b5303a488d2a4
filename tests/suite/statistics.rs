//! The document on statistics tells the truth: every number that it quotes is what the program makes of its study.
//!
//! The numbers in the document were made with R; the R code stands beside them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use regex::Regex;
use serde_json::Value;

use crate::driver::{Draft, files_under, repository};
use crate::guide::{blocks, document, study_in};

const DOCUMENT: &str = "docs/statistics.md";

/// A row of a table whose head is `address.field`.
struct Quoted {
    /// A setting of `study.yaml` under which the value is the one that stands here; empty for the study as it is.
    setting: String,
    address: String,
    field: String,
    /// `None` for a dash: absent.
    value: Option<String>,
}

fn quoted() -> Vec<Quoted> {
    let head = Regex::new(r"^\| address\.field \| value(?: with `(.+)`)? \|$").expect("a sound pattern");
    let row = Regex::new(r"^\| `(.+)\.([a-z0-9_]+)` \| (–|[−0-9.]+) \|$").expect("a sound pattern");
    let mut setting = None;
    let mut found = Vec::new();
    for line in document(DOCUMENT).lines() {
        if let Some(head) = head.captures(line) {
            setting = Some(head.get(1).map_or("", |setting| setting.as_str()).to_owned());
        } else if !line.starts_with('|') {
            setting = None;
        } else if let (Some(setting), false) = (&setting, line == "|---|---|") {
            let row = row.captures(line).unwrap_or_else(|| panic!("`{line}` is no address with its value"));
            found.push(Quoted {
                setting: setting.clone(),
                address: row[1].to_owned(),
                field: row[2].to_owned(),
                value: Some(row[3].replace('−', "-")).filter(|value| value != "–"),
            });
        }
    }
    found
}

/// The study of the document, with another setting in place of its own where one is given.
fn study(setting: &str) -> Draft {
    let draft = study_in(DOCUMENT);
    let Some((key, _)) = setting.split_once(": ") else { return draft };
    let path = "data/study.yaml";
    let text = draft.text(path);
    let old = text.lines().find(|line| line.trim_start().starts_with(&format!("{key}: "))).expect("the study has it");
    draft.edit(path, old.trim_start(), setting)
}

/// Every result by its address.
fn results(setting: &str) -> BTreeMap<String, Value> {
    let json = study(setting).run(&["results", "--format", "json"]).quiet();
    let results: Vec<Value> = serde_json::from_str(&json).expect("JSON");
    results.into_iter().map(|result| (result["address"].as_str().expect("an address").to_owned(), result)).collect()
}

#[test]
fn every_number_is_the_programs() {
    let mut settings: BTreeMap<String, BTreeMap<String, Value>> = BTreeMap::new();
    let mut wrong = Vec::new();
    for Quoted { setting, address, field, value } in quoted() {
        let results = settings.entry(setting.clone()).or_insert_with(|| results(&setting));
        let bare = address.strip_prefix("computed.").unwrap_or(&address);
        let Some(result) = results.get(bare) else {
            wrong.push(format!("there is no {address}"));
            continue;
        };
        let source = if address.starts_with("reported.") { "reported" } else { "computed" };
        let agrees = match (&value, &result[&field]) {
            (None, Value::Null) => result.get(&field).is_some(),
            (Some(text), Value::Number(number)) => as_quoted(text, number.as_f64().expect("a number")),
            _ => false,
        };
        if !agrees || result["source"] != source {
            let shown = value.as_deref().unwrap_or("–");
            wrong.push(format!("{setting} {address}.{field} is quoted as {shown} and is {}", result[&field]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whether a number rounds to what is quoted.
fn as_quoted(text: &str, number: f64) -> bool {
    let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let half = 0.5 * 10f64.powi(-i32::try_from(decimals).expect("a few decimals"));
    (number - text.parse::<f64>().expect("a number")).abs() <= half * (1.0 + 1e-9)
}

/// Every kind of address that the study has is quoted, of groups and from print, too, and every field is named.
#[test]
fn every_kind_of_result_is_there() {
    let text = document(DOCUMENT);
    let shapes = Shapes::of(&study(""));
    let told: BTreeSet<String> = quoted().iter().map(|quoted| shapes.of_address(&quoted.address)).collect();
    let mut fields = BTreeSet::new();
    let mut made = BTreeSet::new();
    for setting in ["", "group: site"] {
        for (address, result) in results(setting) {
            made.insert(shapes.of_address(&address));
            let names = result.as_object().expect("an object").keys();
            fields.extend(names.filter(|name| !matches!(name.as_str(), "address" | "source")).cloned());
        }
    }
    let heads: BTreeSet<&str> = made.iter().filter_map(|shape| shape.split(['.', '@']).next()).collect();
    let kinds = "agreement attrition change code contrast corpus describe family flow missing norm reliability \
                 reported share theme";
    assert_eq!(heads, kinds.split(' ').collect());
    let silent: Vec<&String> = made.difference(&told).collect();
    assert!(silent.is_empty(), "the document quotes nothing of {silent:?}");
    let unnamed: Vec<&String> = fields.iter().filter(|field| !text.contains(&format!("`{field}`"))).collect();
    assert!(unnamed.is_empty(), "the document does not name the fields {unnamed:?}");
}

/// What an address is made of, without the names of this study.
struct Shapes {
    scales: BTreeSet<String>,
    variables: BTreeSet<String>,
    timepoint: Regex,
    comparison: Regex,
}

impl Shapes {
    fn of(study: &Draft) -> Self {
        let measures = study.text("data/quantitative/instruments.yaml");
        let (instruments, variables) = measures.split_once("\nvariables:").expect("both");
        let id = Regex::new(r"(?m)^ +- \{?id: ([a-z-]+)").expect("a sound pattern");
        let ids = |text| id.captures_iter(text).map(|found| found[1].to_owned()).collect();
        Self {
            scales: ids(instruments),
            variables: ids(variables),
            timepoint: Regex::new("^T[0-9]$").expect("a sound pattern"),
            comparison: Regex::new("^T[0-9]-T[0-9]$").expect("a sound pattern"),
        }
    }

    /// Such as `describe.SCALE.T@G`.
    fn of_address(&self, address: &str) -> String {
        let (bare, group) = match address.split_once('@') {
            Some((bare, group)) if group.contains("-vs-") => (bare, "@A-vs-B"),
            Some((bare, _)) => (bare, "@G"),
            None => (address, ""),
        };
        let kinds = 1 + usize::from(bare.starts_with("reported.") || bare.starts_with("computed."));
        let part = |(at, part): (usize, &str)| match part {
            part if at < kinds => part.to_owned(),
            part if self.timepoint.is_match(part) => "T".to_owned(),
            part if self.comparison.is_match(part) => "F-T".to_owned(),
            part if self.scales.contains(part) => "SCALE".to_owned(),
            part if self.variables.contains(part) => "VARIABLE".to_owned(),
            _ => "ID".to_owned(),
        };
        bare.split('.').enumerate().map(part).collect::<Vec<_>>().join(".") + group
    }
}

#[test]
fn the_study_builds() {
    let ran = study("").write().run(&["build"]);
    // Its eight people are invented, and what is told of them is no secret.
    let codes = ran.stderr.lines().filter(|line| line.starts_with("note[") || line.starts_with("warning["));
    let open = ["note[disclosure-open]", "warning[candidate-samples]"];
    assert!(codes.into_iter().all(|line| open.iter().any(|code| line.starts_with(code))), "{}", ran.stderr);
    assert_eq!(ran.ended(0), "build/paper.pdf\n");
}

/// What the document shows `check` to say after two edits is what it says: a score and a printed mean that do not fit.
#[test]
fn differences_are_told_as_shown() {
    let shown: Vec<String> = blocks(&document(DOCUMENT))
        .into_iter()
        .filter_map(|(_, body)| body.strip_prefix("$ synthesist -C evenings check\n").map(str::to_owned))
        .collect();
    let edits = [
        ("data/quantitative/responses.csv", "P1,T1,2,3,1,2,9,", "P1,T1,2,3,1,2,8,"),
        ("data/quantitative/reported/describe.csv", "strain,T1,8,7.9,", "strain,T1,8,8.2,"),
    ];
    assert_eq!(shown.len(), edits.len());
    for ((path, old, new), shown) in edits.into_iter().zip(shown) {
        let ran = study("").edit(path, old, new).run(&["check"]);
        assert_eq!((ran.code, format!("{}{}", ran.stderr, ran.stdout)), (0, shown));
    }
}

/// Each reason for which there is no number, in the words of the document, is one that the program gives.
#[test]
fn reasons_are_those_of_the_program() {
    let text = document(DOCUMENT);
    let (_, table) = text.split_once("| the reason | is given for |\n|---|---|\n").expect("a table of reasons");
    let sources: String =
        files_under(&repository().join("src")).into_iter().filter_map(|path| fs::read_to_string(path).ok()).collect();
    for row in table.lines().take_while(|line| line.starts_with('|')) {
        let reason = row.trim_start_matches("| ").split(" |").next().expect("a cell");
        assert!(sources.contains(&format!("\"{reason}\"")), "nothing says `{reason}`");
    }
}

/// Formulas are written in the notation that the program itself sets, and in no other.
#[test]
fn formulas_can_be_read() {
    let text = document(DOCUMENT);
    let code = Regex::new(r"(?ms)^```.*?^```$|`[^`\n]*`").expect("a sound pattern");
    let formula = Regex::new(r"(?s)\$\$\n(.+?)\n\$\$|\$([^$\n]+)\$").expect("a sound pattern");
    let prose = code.replace_all(&text, "");
    let mut chapter = String::from("# Findings\n");
    for found in formula.captures_iter(&prose) {
        match (found.get(1), found.get(2)) {
            (Some(display), _) => chapter += &format!("\n$$\n{}\n$$\n", display.as_str()),
            (_, Some(inline)) => chapter += &format!("\nSee ${}$.\n", inline.as_str()),
            _ => unreachable!("one of the two"),
        }
    }
    assert!(chapter.matches("$$").count() > 40, "the formulas are found");
    study("").with("content/findings.md", chapter).run(&["check"]).quiet();
}

/// Links within the document, and those to a section of the guide, name a heading that is there.
#[test]
fn sections_are_there() {
    let link = Regex::new(r"\]\((guide\.md)?#([^)]+)\)").expect("a sound pattern");
    let anchors = |path: &str| -> BTreeSet<String> {
        let text = document(path);
        let headings = text.lines().filter(|line| line.starts_with('#'));
        let anchor = |line: &str| {
            let title = line.trim_start_matches('#').trim().to_lowercase();
            let kept = title.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-'));
            kept.map(|c| if c == ' ' { '-' } else { c }).collect::<String>()
        };
        headings.map(anchor).collect()
    };
    let (own, guide) = (anchors(DOCUMENT), anchors("docs/guide.md"));
    for found in link.captures_iter(&document(DOCUMENT)) {
        let there = if found.get(1).is_some() { &guide } else { &own };
        assert!(there.contains(&found[2]), "there is no section `{}`", &found[2]);
    }
}
