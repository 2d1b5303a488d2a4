//! Where numbers come from and where they go: formulas that give their values, places that are right.

use crate::driver::{Draft, repository};

use synthesist::explain::derivation;

/// What an arithmetic formula gives: numbers, `+ − × /`, `√`, `²` and brackets.
struct Sum<'a> {
    rest: &'a str,
}

impl Sum<'_> {
    fn of(text: &str) -> f64 {
        let mut sum = Sum { rest: text };
        let value = sum.terms();
        assert_eq!(sum.rest.trim(), "", "all of `{text}` is arithmetic");
        value
    }

    fn takes(&mut self, sign: char) -> bool {
        self.rest = self.rest.trim_start();
        match self.rest.strip_prefix(sign) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn terms(&mut self) -> f64 {
        let mut value = self.factors();
        loop {
            if self.takes('+') {
                value += self.factors();
            } else if self.takes('−') {
                value -= self.factors();
            } else {
                return value;
            }
        }
    }

    fn factors(&mut self) -> f64 {
        let mut value = self.factor();
        loop {
            if self.takes('×') {
                value *= self.factor();
            } else if self.takes('/') {
                value /= self.factor();
            } else {
                return value;
            }
        }
    }

    fn factor(&mut self) -> f64 {
        if self.takes('−') {
            return -self.factor();
        }
        if self.takes('√') {
            return self.factor().sqrt();
        }
        let value = if self.takes('(') {
            let inner = self.terms();
            assert!(self.takes(')'), "a bracket is open before `{}`", self.rest);
            inner
        } else {
            let end = self.rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(self.rest.len());
            let (digits, rest) = self.rest.split_at(end);
            self.rest = rest;
            digits.parse().unwrap_or_else(|_| panic!("a number stands before `{rest}`, not `{digits}`"))
        };
        if self.takes('²') { value * value } else { value }
    }
}

#[test]
fn the_evaluator_of_these_tests_is_sound() {
    assert_eq!(Sum::of("1 + 2 × 3 / (4 − 1)²"), 1.0 + 2.0 * 3.0 / 9.0);
    assert_eq!(Sum::of("−2 − (−3)"), 1.0);
    assert_eq!(Sum::of("√(9) / √4"), 1.5);
}

/// Every formula of every result, worked out by a reader who has nothing but what is shown.
#[test]
fn every_formula_gives_its_value() {
    let mut tried = 0;
    for study in [".", "tests/studies/night-buses", "tests/studies/stroke-peers"] {
        let mut run = synthesist::cli::Run::quiet();
        let grid = run.grid(&repository().join(study)).expect("a sound study");
        for result in grid.findings.results() {
            for explained in derivation(&grid.findings, result, None) {
                let (Some(value), Some(numbers)) = (explained.value, &explained.numbers) else { continue };
                if !explained.arithmetic {
                    continue;
                }
                let given = Sum::of(numbers);
                let close = (given - value).abs() <= 1e-9 * value.abs().max(1e-3);
                assert!(
                    close,
                    "{}.{}: {numbers} is {given}, and the value is {value}",
                    result.address,
                    explained.field.as_str()
                );
                tried += 1;
            }
        }
    }
    assert!(tried > 2000, "only {tried} formulas were tried");
}

fn explained(draft: &Draft, address: &str) -> serde_json::Value {
    let ran = draft.run(&["explain", address, "--format", "json"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    serde_json::from_str(&ran.stdout).expect("JSON")
}

/// Kind, and the word at the place in the file.
fn uses(draft: &Draft, address: &str) -> Vec<(String, String, String)> {
    let explained = explained(draft, address);
    let uses = explained["uses"].as_array().expect("a list");
    let of = |found: &serde_json::Value| {
        let (file, line) = (found["file"].as_str().expect("a file"), found["line"].as_u64().expect("a line"));
        let column = found["column"].as_u64().expect("a column") as usize;
        let text = draft.text(file);
        let line = text.lines().nth(line as usize - 1).expect("the line is there");
        let word: String = line.chars().skip(column - 1).take(12).collect();
        (found["kind"].as_str().expect("a kind").to_owned(), file.to_owned(), word)
    };
    uses.iter().map(of).collect()
}

#[test]
fn a_number_is_found_wherever_it_is_used() {
    let found = uses(&Draft::minimal(), "change.wellbeing.T1-T2.n");
    let has = |kind: &str, file: &str, word: &str| {
        found.iter().any(|(k, f, w)| k == kind && f == file && w.starts_with(word))
    };
    assert!(has("prose", "content/abstract.md", "{{ words(cha"), "{found:?}");
    assert!(has("prose", "content/results.md", "{{ change.we"), "{found:?}");
    assert!(has("table", "content/displays.yaml", "change"), "{found:?}");
    assert!(!found.iter().any(|(_, file, _)| file == "content/methods.md"), "{found:?}");
}

#[test]
fn what_judges_by_a_number_uses_it() {
    let found = uses(&Draft::minimal(), "change.wellbeing.T1-T2");
    assert!(found.iter().any(|(kind, file, _)| kind == "claim" && file == "content/propositions.yaml"), "{found:?}");
    let found = uses(&Draft::minimal(), "code.purpose");
    assert!(found.iter().any(|(kind, ..)| kind == "claim"), "{found:?}");
}

#[test]
fn a_printed_figure_shows_its_interval() {
    let explained = explained(&Draft::minimal(), "change.wellbeing.T1-T2.change");
    let field = &explained["fields"][0];
    let (low, high) = (field["low"].as_f64().expect("an end"), field["high"].as_f64().expect("an end"));
    let value = field["value"].as_f64().expect("a value");
    assert!(low < value && value < high && field["printed"].is_string(), "{field}");
    assert_eq!(field["formula"], serde_json::Value::Null, "what is printed was made elsewhere");
    assert_eq!(explained["file"], "data/quantitative/reported/change.csv");
}

#[test]
fn an_unknown_address_is_wrong_usage() {
    let ran = Draft::minimal().run(&["explain", "change.welbeing.T1-T2"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    assert_eq!(
        ran.stderr,
        "error[unknown-address]: there is no result `change.welbeing.T1-T2`\n  = help: did you mean \
         `change.wellbeing.T1-T2`?\n1 error\n"
    );
}

/// Each participant with the scores and the lines that the change was made of.
#[test]
fn people_stand_with_their_lines() {
    let root = repository().join("tests/studies/stroke-peers");
    let ran = crate::driver::Study::at(&root).run(&["explain", "change.mood.T0-T3", "--format", "json"]);
    let explained: serde_json::Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let rows = explained["rows"].as_array().expect("rows");
    assert_eq!(Some(rows.len() as u64), explained["fields"][0]["value"].as_f64().map(|n| n as u64));
    let text = std::fs::read_to_string(root.join("data/quantitative/responses.csv")).expect("the file");
    let lines: Vec<&str> = text.lines().collect();
    let mut sum = 0.0;
    for row in rows {
        let (id, places) = (row["participant"].as_str().expect("an id"), row["places"].as_array().expect("places"));
        for (place, timepoint) in places.iter().zip(["T0", "T3"]) {
            let line = lines[place["line"].as_u64().expect("a line") as usize - 1];
            assert!(line.contains(id) && line.contains(timepoint), "{id} at {timepoint}: {line}");
        }
        let value = |name: &str| row["values"][name].as_f64().expect("a number");
        assert_eq!(value("change"), value("T3") - value("T0"));
        sum += value("change");
    }
    let change = explained["fields"].as_array().expect("fields").iter().find(|field| field["field"] == "change");
    let change = change.and_then(|field| field["value"].as_f64()).expect("a change");
    assert!((sum / rows.len() as f64 - change).abs() < 1e-12);
}
