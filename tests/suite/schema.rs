//! The JSON Schemas in `docs/schema` say what the readers say: the same keys, the same words, each of them explained.
//!
//! One study has every kind of mapping. In a copy of it each mapping gets a key that nobody knows, and the keys that the
//! program then lists are compared with those of the schema at that place; the words of choices likewise. Types, ranges
//! and required keys are not compared here.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use crate::driver::{Draft, repository};

/// Begins what is put in the place of a key or a word; a number follows. No known name is near to it.
const MARK: &str = "zzzz-qqqq-";

/// Stands before the word of a choice in the files below, and nowhere else.
const CHOICE: char = '§';

/// Schema, path and text of each file. A mapping is written in braces if its keys are to be compared; those of the file
/// itself always are. No other brace stands there.
const FILES: [(&str, &str, &str); 8] = [
    ("study", "data/study.yaml", STUDY),
    ("instruments", "data/quantitative/instruments.yaml", INSTRUMENTS),
    ("reported", "data/quantitative/reported/reported.yaml", REPORTED),
    ("codebook", "data/qualitative/codebook.yaml", CODEBOOK),
    ("memo", "data/qualitative/memos/purpose.md", MEMO),
    ("paper", "content/paper.yaml", PAPER),
    ("propositions", "content/propositions.yaml", PROPOSITIONS),
    ("displays", "content/displays.yaml", DISPLAYS),
];

const STUDY: &str = r#"timepoints:
  - {id: T1, label: Before, month: 0}
  - {id: T2, label: After, month: 6}
strands:
  - {id: quantitative, label: Numbers}
  - {id: qualitative, label: Words}
attribution: "S(?<site>[0-9]+)-P(?<person>[0-9]+)-(?<timepoint>T[0-9])"
layout: {missing: [NA]}
conventions: {change: §later-minus-earlier, effect-size: §sd-change, confidence: 0.95, adjust: §none, fit: §fetters-2013,
  equivalence: {smd: 0.5, citation: roe2018}, magnitude: §cohen-1988, spread: {least: 6}}
disclosure: {profile: §open, zeros: §show, attribution: §as-is}
accept:
  - {code: impossible-sd, reason: So it is printed.}
"#;

const INSTRUMENTS: &str = "\
instruments:
  - id: wellness
    name: The Wellness Questionnaire
    scales:
      - {id: strain, label: Strain, range: [0, 30], better: §lower}
      - {id: wellbeing, label: Wellbeing, items: [w1, w2], score: §sum, item-range: [0, 30], better: higher,
         missing: {at-most: 1, fill: §person-mean}, norm: {mean: 51.6, sd: 8.7}, equivalence: {difference: 3, citation: roe2018}}
  - {id: other, name: Another, scales: []}
variables:
  - {id: age, label: Age, kind: §continuous}
  - {id: gender, label: Gender, kind: categorical, levels: [male, {id: female, label: Female}]}
";

const REPORTED: &str = "\
describe: {table: Table 1}
change: {table: Table 2}
share: {table: Table 3}
";

const CODEBOOK: &str = "\
themes:
  - {id: growth, label: Growth, codes: [{id: purpose, label: Purpose, valence: §positive}]}
  - {id: effort, label: Effort, codes: [{id: tiredness, label: Tiredness}]}
";

const MEMO: &str = "\
---
codes: [purpose]
---
Purpose is what most spoke of.

> There was a reason to get up.
> — S1-P1-T1
";

const PAPER: &str = "\
authors: [{name: A. Author, affiliations: [here]}]
affiliations: [{id: here, name: The Garden}]
date: 2024-05-06
declarations: [{label: Funding, text: None.}]
";

const PROPOSITIONS: &str = "\
propositions:
  - {id: tiring, statement: It is tiring., findings: , fit: confirmation}
  - id: stronger
    statement: Gardening makes people stronger.
    fit: §confirmation
    findings:
      qualitative:
        - {text: People spoke of purpose., stance: §supports, evidence: [{code: purpose, expect: [§significant]}]}
";

const DISPLAYS: &str = "\
tables:
  - {id: t0, kind: §codebook, caption: A caption.}
  - {id: t1, kind: participants, caption: A caption.}
  - {id: t2, kind: shares, variable: gender, caption: A caption.}
  - {id: t3, kind: outcomes, caption: A caption.}
  - {id: t4, kind: change, caption: A caption.}
  - {id: t5, kind: pairs, caption: A caption.}
  - {id: t6, kind: contrasts, caption: A caption.}
  - {id: t7, kind: reliability, caption: A caption.}
  - {id: t8, kind: missing, caption: A caption.}
  - {id: t9, kind: attrition, caption: A caption.}
  - {id: t10, kind: agreement, caption: A caption.}
  - {id: t11, kind: audit, show: §all, caption: A caption.}
  - {id: t12, kind: propositions, caption: A caption.}
  - {id: t13, kind: excerpts, caption: A caption.}
  - {id: t14, kind: coverage, caption: A caption.}
figures:
  - {id: f0, kind: §evidence-map, caption: A caption., alt: What is seen.}
  - {id: f1, kind: trajectories, caption: A caption., alt: What is seen.}
  - {id: f2, kind: distribution, caption: A caption., alt: What is seen.}
  - {id: f3, kind: participant-flow, caption: A caption., alt: What is seen.}
  - {id: f4, kind: change-forest, caption: A caption., alt: What is seen.}
  - {id: f5, kind: norm-profile, caption: A caption., alt: What is seen.}
  - {id: f6, kind: themes-by-timepoint, level: §theme, caption: A caption., alt: What is seen.}
  - {id: f7, kind: evidence-spread, caption: A caption., alt: What is seen.}
  - {id: f8, kind: joint-display, rows: [{scale: wellbeing}], caption: A caption., alt: What is seen.}
";

#[test]
fn keys_are_those_of_the_program() {
    let (said, files) = told_of(key_in_each_mapping);
    let mut faults = Vec::new();
    for (name, value) in &files {
        let schema = schema(name);
        let mut met = BTreeSet::new();
        walk(&schema, &schema, value, &mut |parts, value| {
            let mark = value.as_object().and_then(|map| map.keys().find_map(|key| key.strip_prefix(MARK)));
            let Some(number) = mark else { return };
            let closed: Vec<&Value> = parts.iter().copied().filter(|part| is_closed(part)).collect();
            let keys: BTreeSet<String> = closed
                .iter()
                .filter_map(|part| part["properties"].as_object())
                .flat_map(|map| map.keys().cloned())
                .collect();
            met.extend(closed.iter().map(|part| std::ptr::from_ref::<Value>(part)));
            faults.extend(difference(name, number, &keys, listed(&said, number), false));
        });
        let unmet =
            everywhere(&schema, &is_closed).into_iter().filter(|part| !met.contains(&std::ptr::from_ref(*part)));
        faults.extend(unmet.map(|part| format!("{name}: nothing is like {}", part["properties"])));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn words_are_those_of_the_program() {
    let (said, files) = told_of(nonsense_for_each_word);
    let mut faults = Vec::new();
    for (name, value) in &files {
        let schema = schema(name);
        let mut met = BTreeSet::new();
        walk(&schema, &schema, value, &mut |parts, value| {
            let Some(number) = value.as_str().and_then(|word| word.strip_prefix(MARK)) else { return };
            let words: BTreeSet<String> =
                parts.iter().filter_map(|part| part["const"].as_str()).map(str::to_owned).collect();
            met.extend(parts.iter().copied().filter(|part| is_choice(part)).map(std::ptr::from_ref::<Value>));
            // The program names those words for fit that the study has chosen; a schema knows no other file.
            let either = parts.first().is_some_and(|part| part["title"] == "Fit");
            faults.extend(difference(name, number, &words, listed(&said, number), either));
        });
        let unmet =
            everywhere(&schema, &is_choice).into_iter().filter(|part| !met.contains(&std::ptr::from_ref(*part)));
        faults.extend(unmet.map(|part| format!("{name}: nothing is like the choice “{}”", part["title"])));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// An editor shows the title, the explanation and examples of a key.
#[test]
fn every_key_is_explained() {
    for (name, _, _) in FILES {
        let schema = schema(name);
        assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#", "{name}");
        assert_eq!(schema["$id"], format!("{name}.json"));
        for part in everywhere(&schema, &|part| part["properties"].is_object()) {
            for (key, about) in part["properties"].as_object().into_iter().flatten() {
                let about = resolved(&schema, about);
                if !about.is_object() || about["doNotSuggest"] == true {
                    continue;
                }
                let texts =
                    ["title", "description"].iter().all(|word| about[*word].as_str().is_some_and(|t| !t.is_empty()));
                // An editor writes a single example behind a key that it completes, so there are several.
                let examples =
                    about["examples"].as_array().map_or(0, Vec::len) + usize::from(!about["default"].is_null());
                assert!(texts && examples > 1, "{name}: `{key}` is not explained");
            }
        }
    }
}

fn schema(name: &str) -> Value {
    let path = repository().join(format!("docs/schema/{name}.json"));
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What `check` says of the study with marks in its files, and these files as values.
fn told_of(mark: fn(&str, &mut usize) -> String) -> (Vec<Value>, Vec<(&'static str, Value)>) {
    let mut draft = Draft::minimal();
    let mut files = Vec::new();
    let mut number = 0;
    for (name, path, text) in FILES {
        let (before, yaml, after) = match text.strip_prefix("---\n").and_then(|rest| rest.split_once("---\n")) {
            Some((yaml, body)) => ("---\n", yaml, format!("---\n{body}")),
            None => ("", text, String::new()),
        };
        let marked = mark(yaml, &mut number).replace(CHOICE, "");
        files.push((name, serde_yaml::from_str::<Value>(&marked).expect("this is YAML")));
        draft = draft.with(path, format!("{before}{marked}{after}"));
    }
    let told = draft.run(&["check", "--format", "json"]).ended(1);
    let told: Value = serde_json::from_str(&told).expect("JSON");
    (told["diagnostics"].as_array().expect("a list").clone(), files)
}

fn key_in_each_mapping(yaml: &str, number: &mut usize) -> String {
    let mut next = || {
        *number += 1;
        format!("{MARK}{number}: 1")
    };
    let mut out = next() + "\n";
    for piece in yaml.split_inclusive('{') {
        out.push_str(piece);
        if piece.ends_with('{') {
            out.push_str(&next());
            out.push_str(", ");
        }
    }
    out
}

fn nonsense_for_each_word(yaml: &str, number: &mut usize) -> String {
    let mut pieces = yaml.split(CHOICE);
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        *number += 1;
        let end = piece.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(piece.len());
        out.push_str(&format!("{MARK}{number}{}", &piece[end..]));
    }
    out
}

/// The names that the program lists where it refuses a mark.
fn listed(said: &[Value], number: &str) -> Option<BTreeSet<String>> {
    let quoted = format!("`{MARK}{number}`");
    let text = |told: &Value, key: &str| told[key].as_str().unwrap_or_default().to_owned();
    let told = said.iter().find(|told| text(told, "message").contains(&quoted))?;
    let whole = format!("{}; {}", text(told, "message"), text(told, "hint"));
    let leads = ["known keys: ", "not one of ", "or one of ", "the kinds are "];
    let names = leads.iter().find_map(|lead| whole.split_once(lead).map(|(_, names)| names.to_owned()))?;
    Some(names.split(';').next().unwrap_or_default().split(", ").map(|name| name.trim().to_owned()).collect())
}

fn difference(
    name: &str,
    number: &str,
    schema: &BTreeSet<String>,
    program: Option<BTreeSet<String>>,
    part_is_enough: bool,
) -> Option<String> {
    let Some(program) = program else { return Some(format!("{name}: the program does not refuse {MARK}{number}")) };
    let alike = *schema == program || (part_is_enough && program.is_subset(schema));
    let only = |these: &BTreeSet<String>, those: &BTreeSet<String>| {
        these.difference(those).map(String::as_str).collect::<Vec<_>>().join(", ")
    };
    (!alike).then(|| {
        let (program_only, schema_only) = (only(&program, schema), only(schema, &program));
        format!("{name}: at {MARK}{number} only the program has [{program_only}], only the schema [{schema_only}]")
    })
}

fn is_closed(part: &Value) -> bool {
    part["additionalProperties"] == false
}

/// One of a few words.
fn is_choice(part: &Value) -> bool {
    ["oneOf", "anyOf"]
        .iter()
        .any(|word| part[*word].as_array().into_iter().flatten().any(|one| one["const"].is_string()))
}

/// Every part of a schema that is such.
fn everywhere<'s>(part: &'s Value, such: &dyn Fn(&Value) -> bool) -> Vec<&'s Value> {
    let mut found: Vec<&'s Value> = Vec::new();
    if such(part) {
        found.push(part);
    }
    match part {
        Value::Object(map) => found.extend(map.values().flat_map(|inner| everywhere(inner, such))),
        Value::Array(items) => found.extend(items.iter().flat_map(|inner| everywhere(inner, such))),
        _ => {}
    }
    found
}

fn resolved<'s>(schema: &'s Value, part: &'s Value) -> &'s Value {
    match part["$ref"].as_str() {
        Some(name) => &schema["definitions"][name.trim_start_matches("#/definitions/")],
        None => part,
    }
}

/// What of a schema is about a value: the part itself, and those of its alternatives that may be meant.
fn about<'s>(schema: &'s Value, part: &'s Value, value: &Value, found: &mut Vec<&'s Value>) {
    let part = resolved(schema, part);
    found.push(part);
    for word in ["allOf", "anyOf", "oneOf"] {
        for one in part[word].as_array().into_iter().flatten() {
            let one = resolved(schema, one);
            if one["type"] != "object" || value.is_object() {
                about(schema, one, value, found);
            }
        }
    }
    let kind = &part["if"]["properties"]["kind"]["const"];
    if is_closed(&part["then"]) && *kind == value["kind"] {
        about(schema, &part["then"], value, found);
    }
}

/// Meets a value and everything within it, each with what the schema says about it.
fn walk<'s>(schema: &'s Value, part: &'s Value, value: &Value, meet: &mut dyn FnMut(&[&'s Value], &Value)) {
    let mut parts = Vec::new();
    about(schema, part, value, &mut parts);
    meet(&parts, value);
    let first = |pick: &dyn Fn(&'s Value) -> &'s Value| parts.iter().copied().map(pick).find(|found| found.is_object());
    match value {
        Value::Object(map) => {
            for (key, inner) in map {
                let own = first(&|part| &part["properties"][key.as_str()]);
                if let Some(next) = own.or_else(|| first(&|part| &part["additionalProperties"])) {
                    walk(schema, next, inner, meet);
                }
            }
        }
        Value::Array(items) => {
            for inner in items {
                if let Some(next) = first(&|part| &part["items"]) {
                    walk(schema, next, inner, meet);
                }
            }
        }
        _ => {}
    }
}
