//! The study with participant-level data: its results against R's, and the same tables from every format.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::driver::{Study, files_under, repository};

fn root() -> PathBuf {
    repository().join("tests/studies/stroke-peers")
}

/// The study with its answers in another format.
fn in_format(format: &str) -> Study {
    let study = Study::copy_of(&root());
    for name in ["participants.csv", "responses.csv"] {
        fs::remove_file(study.root.join("data/quantitative").join(name)).expect("the study has it");
    }
    let overlay = root().join("formats").join(format);
    for path in files_under(&overlay) {
        let name = path.strip_prefix(&overlay).expect("it lies there").to_string_lossy().into_owned();
        study.put(&name, fs::read(&path).expect("a readable file"));
    }
    study
}

/// What does not depend on where the answers stood: everything but the file's names.
fn made(study: &Study) -> BTreeMap<String, Vec<u8>> {
    let wanted = |path: &str| path.starts_with("tables/") || path.ends_with(".svg") || path == "results.json";
    study.products().into_iter().filter(|(path, _)| wanted(path)).collect()
}

#[test]
fn every_format_gives_the_same_tables_byte_for_byte() {
    let study = Study::copy_of(&root());
    assert_eq!(study.run(&["build"]).code, 0);
    let wanted = made(&study);
    assert!(wanted.len() > 10, "{:?}", wanted.keys());
    for format in ["xlsx", "sav", "wide"] {
        let other = in_format(format);
        let ran = other.run(&["build"]);
        assert_eq!(ran.code, 0, "{format}:\n{}", ran.stderr);
        let found = made(&other);
        assert_eq!(found.keys().collect::<Vec<_>>(), wanted.keys().collect::<Vec<_>>(), "{format}");
        for (path, bytes) in &wanted {
            assert!(found[path] == *bytes, "{format} gives another {path}");
        }
    }
}

/// The order of the rows of a file reaches no output.
#[test]
fn rows_in_another_order_change_no_bit() {
    let study = Study::copy_of(&root());
    assert_eq!(study.run(&["build"]).code, 0);
    let wanted = made(&study);
    for name in ["participants.csv", "responses.csv"] {
        let path = format!("data/quantitative/{name}");
        let text = String::from_utf8(study.read(&path)).expect("UTF-8");
        let mut lines: Vec<&str> = text.lines().collect();
        lines[1..].sort_by_key(|line| line.chars().rev().collect::<String>());
        study.put(&path, lines.join("\n") + "\n");
    }
    assert_eq!(study.run(&["build"]).code, 0);
    assert!(made(&study) == wanted);
}

/// An independent computation in R of everything that the answers say.
#[test]
fn every_result_of_the_answers_is_rs() {
    let said = Study::at(root()).run(&["results", "--format", "json"]).ended(0);
    let results: Vec<serde_json::Value> = serde_json::from_str(&said).expect("an array of results");
    let by_address: BTreeMap<&str, &serde_json::Value> =
        results.iter().map(|result| (result["address"].as_str().expect("an address"), result)).collect();
    let mut compared = 0;
    let mut wrong = Vec::new();
    for (address, field, wanted) in expected(&root().join("make/expected.csv")) {
        let found = by_address.get(address.as_str()).and_then(|result| result.get(&field));
        compared += 1;
        match (found, wanted) {
            (None, _) => wrong.push(format!("{address}.{field}: there is none")),
            (Some(found), None) if found.is_null() => {}
            (Some(found), None) => wrong.push(format!("{address}.{field} is {found}, and R has none")),
            (Some(found), Some(wanted)) => {
                let close = if field.starts_with('p') { 1e-9 } else { 1e-12 };
                let near = |found: f64| (found - wanted).abs() <= (close * wanted.abs()).max(1e-13);
                if !found.as_f64().is_some_and(near) {
                    wrong.push(format!("{address}.{field} is {found}, and R says {wanted}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {compared}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(compared > 5000, "{compared} values were compared");
}

fn expected(path: &Path) -> Vec<(String, String, Option<f64>)> {
    let text = fs::read_to_string(path).expect("R's results");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows = reader.records().map(|row| {
        let row = row.expect("a row");
        let value = (&row[2] != "NA").then(|| row[2].parse().expect("a number"));
        (row[0].to_owned(), row[1].to_owned(), value)
    });
    rows.collect()
}
