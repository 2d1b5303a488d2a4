//! The repository's own study, built once: every printed figure, what R makes of them, the grid and the commands.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

use crate::driver::{Ran, Study, files_under, program, repository};

/// A copy of the study, so that tests leave the repository alone, and what its one build said.
pub static BUILT: LazyLock<(Study, Ran)> = LazyLock::new(|| {
    let study = Study::copy_of(repository());
    let ran = study.run_in(&["build"], &[("TZ", "UTC"), ("LC_ALL", "C")]);
    (study, ran)
});

fn here() -> Study {
    Study::at(repository())
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

fn keys(object: &Value) -> Vec<&str> {
    object.as_object().expect("an object").keys().map(String::as_str).collect()
}

/// The study's results by address.
static RESULTS: LazyLock<BTreeMap<String, Value>> = LazyLock::new(|| {
    let results = json(&here().run(&["results", "--format", "json"]).quiet());
    let results = results.as_array().expect("a list").iter();
    results.map(|result| (result["address"].as_str().expect("an address").to_owned(), result.clone())).collect()
});

#[track_caller]
fn field(address: &str, field: &str) -> Value {
    let result = RESULTS.get(address).unwrap_or_else(|| panic!("there is no result {address}"));
    result.get(field).unwrap_or_else(|| panic!("{address} has no {field}")).clone()
}

fn rows(path: &str) -> Vec<BTreeMap<String, String>> {
    let reader = csv::Reader::from_path(repository().join(path)).expect("the file is there");
    reader.into_deserialize().collect::<Result<_, _>>().expect("well-formed CSV")
}

/// A number as printed: `0.2`, `-1.29`, `<0.001`.
fn printed(text: &str) -> f64 {
    text.trim_start_matches('<').parse().unwrap_or_else(|_| panic!("`{text}` is a number"))
}

#[test]
fn every_printed_figure_is_a_result() {
    let mut seen = 0;
    let mut same = |address: &str, row: &BTreeMap<String, String>, fields: &[&str]| {
        for name in fields {
            let found = field(address, name);
            match row[*name].as_str() {
                // A figure that follows from others is computed where it is not printed.
                "" if *name == "percent" => assert!(found.is_number(), "{address}.{name}"),
                "" => assert!(found.is_null(), "{address}.{name}"),
                text => assert_eq!(found.as_f64(), Some(printed(text)), "{address}.{name}"),
            }
            seen += 1;
        }
    };
    let at = |parts: &[&str]| parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(".");
    for row in rows("data/quantitative/reported/describe.csv") {
        let address = at(&["describe", &row["scale"], &row["timepoint"]]);
        same(&address, &row, &["n", "mean", "sd", "min", "max"]);
    }
    for row in rows("data/quantitative/reported/change.csv") {
        let address = format!("change.{}.{}-{}", row["scale"], row["from"], row["to"]);
        same(&address, &row, &["n", "change", "ci_low", "ci_high", "p", "es"]);
    }
    for row in rows("data/quantitative/reported/share.csv") {
        let address = at(&["share", &row["variable"], &row["timepoint"], &row["level"]]);
        same(&address, &row, &["count", "total", "percent"]);
    }
    assert_eq!(seen, 66 * 5 + 40 * 6 + 60 * 3);
}

/// Typed by hand from the tables of the source, Gillard and others (2022), so that an error of transcription shows.
#[test]
fn figures_of_the_source() {
    let typed = [
        ("describe.age", "mean", 42.9),
        ("describe.contacts", "max", 273.0),
        ("describe.sick-days", "sd", 13.8),
        ("describe.wellbeing.T1", "mean", 49.8),
        ("describe.wellbeing.T2", "sd", 9017.0),
        ("describe.pay.T2", "sd", 1.23),
        ("describe.prospects.T3", "max", 4.8),
        ("describe.team-effectiveness.T1", "n", 26.0),
        ("describe.conflict-management.T3", "min", 2.7),
        ("describe.personal-achievement.T3", "max", 56.0),
        ("norm.overall-satisfaction.T1", "norm_mean", 3.44),
        ("norm.workplace-conditions.T1", "norm_sd", 0.91),
        ("norm.wellbeing.T1", "norm_n", 7020.0),
        ("change.wellbeing.T1-T2", "ci_high", 7.13),
        ("change.prospects.T1-T2", "p", 0.004),
        ("change.communication.T1-T2", "ci_high", 1.6),
        ("change.communication.T1-T3", "es", 0.86),
        ("change.workplace-conditions.T1-T3", "change", -0.01),
        ("change.emotional-exhaustion.T1-T3", "ci_low", -5.89),
        ("change.depersonalisation.T1-T3", "p", 0.04),
        ("change.personal-achievement.T1-T3", "n", 13.0),
        ("share.gender.female", "count", 21.0),
        ("share.ethnicity.white-irish", "percent", 9.0),
        ("share.religion.christian", "percent", 28.6),
        ("share.service-use.T3.wellbeing-services", "count", 12.0),
    ];
    for (address, name, value) in typed {
        assert_eq!(field(address, name).as_f64(), Some(value), "{address}.{name}");
    }
}

/// Intervals, distances from the norm, adjusted p values and shares, as R computes them (tests/golden/root.R).
#[test]
fn what_follows_is_as_in_r() {
    let golden = rows("tests/golden/root.csv");
    assert!(golden.len() > 800, "{} values of R", golden.len());
    for row in golden {
        let (address, name) = (row["address"].as_str(), row["field"].as_str());
        let found = field(address, name);
        let Ok(wanted) = row["value"].parse::<f64>() else {
            assert!(found.is_null(), "{address}.{name} does not exist, and is {found}");
            continue;
        };
        let found = found.as_f64().unwrap_or_else(|| panic!("{address}.{name} is absent"));
        // A difference of near figures has lost digits, in R as here.
        let error = (found - wanted).abs();
        assert!(error <= 1e-9 * wanted.abs() + 1e-13, "{address}.{name}: {found:e}, in R {wanted:e}");
    }
}

/// An impossible SD stays as printed, and nothing is computed from it.
#[test]
fn nothing_follows_from_an_impossible_figure() {
    for (address, name) in [
        ("describe.wellbeing.T2", "se"),
        ("describe.wellbeing.T2", "ci_low"),
        ("norm.wellbeing.T2", "t"),
        ("norm.wellbeing.T2", "p"),
    ] {
        assert!(field(address, name).is_null(), "{address}.{name}");
    }
}

/// A share that is not printed is the count over its total.
#[test]
fn shares_that_are_not_printed() {
    assert_eq!(field("share.service-use.T1.psychiatrist", "percent").as_f64(), Some(21.875));
    assert_eq!(field("share.service-use.T3.crisis-team", "percent").as_f64(), Some(0.0));
}

/// An excerpt, found by its attribution without the program's own reader.
struct Voice {
    site: String,
    person: String,
    timepoint: String,
    codes: BTreeSet<String>,
}

fn voices() -> Vec<Voice> {
    let line = Regex::new(r"(?m)^> . S(\d+)-PW(\d+)-(T\d)(?: \[([^\]]+)\])?$").expect("a sound pattern");
    let front = Regex::new(r"(?m)^codes: \[([^\]]+)\]$").expect("a sound pattern");
    let codes = |list: &str| list.split(',').map(|code| code.trim().to_owned()).collect::<BTreeSet<_>>();
    let mut found = Vec::new();
    for path in files_under(&repository().join("data/qualitative/memos")) {
        let text = std::fs::read_to_string(&path).expect("a readable file");
        let of_memo = codes(&front.captures(&text).expect("a memo has codes")[1]);
        found.extend(line.captures_iter(&text).map(|voice| Voice {
            site: voice[1].to_owned(),
            person: format!("{}-{}", &voice[1], &voice[2]),
            timepoint: voice[3].to_owned(),
            codes: voice.get(4).map_or_else(|| of_memo.clone(), |list| codes(list.as_str())),
        }));
    }
    found
}

/// The same but for the last bit, which reading JSON may turn.
#[track_caller]
fn near(found: Option<f64>, wanted: Option<f64>, what: &str) {
    let same = match (found, wanted) {
        (Some(found), Some(wanted)) => (found - wanted).abs() <= 1e-15,
        (found, wanted) => found == wanted,
    };
    assert!(same, "{what}: {found:?}, wanted {wanted:?}");
}

/// People and excerpts behind every code, theme and timepoint, counted again.
#[test]
fn voices_are_counted() {
    let voices = voices();
    let book = std::fs::read_to_string(repository().join("data/qualitative/codebook.yaml")).expect("a readable file");
    let mut themes: Vec<(String, BTreeSet<String>)> = Vec::new();
    for line in book.lines() {
        if let Some(theme) = line.strip_prefix("  - id: ") {
            themes.push((format!("theme.{theme}"), BTreeSet::new()));
        } else if let Some(code) = line.strip_prefix("      - id: ") {
            themes.last_mut().expect("a theme").1.insert(code.to_owned());
        }
    }
    let codes: Vec<_> = themes.iter().flat_map(|(_, codes)| codes).collect();
    let codes: Vec<_> = codes.iter().map(|code| (format!("code.{code}"), BTreeSet::from([(*code).clone()]))).collect();
    assert_eq!((voices.len(), themes.len(), codes.len()), (41, 3, 20));
    let count = |of: BTreeSet<&str>| Some(of.len() as f64);
    for (address, codes) in themes.iter().chain(&codes) {
        for timepoint in ["", "T1", "T2", "T3"] {
            let address = if timepoint.is_empty() { address.clone() } else { format!("{address}.{timepoint}") };
            let then: Vec<&Voice> =
                voices.iter().filter(|voice| timepoint.is_empty() || voice.timepoint == timepoint).collect();
            let carrying: Vec<&&Voice> = then.iter().filter(|voice| !voice.codes.is_disjoint(codes)).collect();
            let people: BTreeSet<&str> = carrying.iter().map(|voice| voice.person.as_str()).collect();
            let everybody: BTreeSet<&str> = then.iter().map(|voice| voice.person.as_str()).collect();
            let most = people.iter().map(|who| carrying.iter().filter(|voice| voice.person == *who).count()).max();
            let sites = carrying.iter().map(|voice| voice.site.as_str()).collect();
            let share = people.len() as f64 / everybody.len() as f64;
            assert_eq!(field(&address, "excerpts").as_f64(), Some(carrying.len() as f64), "{address}");
            assert_eq!(field(&address, "sites").as_f64(), count(sites), "{address}");
            near(field(&address, "share").as_f64(), Some(share), &address);
            let top = most.map(|most| most as f64 / carrying.len() as f64);
            near(field(&address, "top_share").as_f64(), top, &address);
            assert_eq!(field(&address, "participants").as_f64(), count(people), "{address}");
        }
    }
    let corpus = ["excerpts", "participants", "sites"].map(|name| field("corpus.T2", name).as_f64());
    let then: Vec<&Voice> = voices.iter().filter(|voice| voice.timepoint == "T2").collect();
    let people = then.iter().map(|voice| voice.person.as_str()).collect();
    let sites = then.iter().map(|voice| voice.site.as_str()).collect();
    assert_eq!(corpus, [Some(then.len() as f64), count(people), count(sites)]);
}

/// The tables of the paper show every figure as it was printed, digit for digit.
#[test]
fn tables_show_what_was_printed() {
    let table = |name: &str| {
        let text = String::from_utf8(BUILT.0.read(&format!("build/tables/{name}.csv"))).expect("UTF-8");
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        reader.deserialize().collect::<Result<Vec<BTreeMap<String, String>>, _>>().expect("well-formed CSV")
    };
    let label = Regex::new(r"- id: (\S+)\n\s+label: (.+)").expect("a sound pattern");
    let measures = std::fs::read_to_string(repository().join("data/quantitative/instruments.yaml")).expect("readable");
    let labels: BTreeMap<&str, &str> = label
        .captures_iter(&measures)
        .map(|found| (found.get(1).expect("an id").as_str(), found.get(2).expect("a label").as_str()))
        .collect();
    let (change, outcomes) = (table("change"), table("outcomes"));
    let row = |table: &[BTreeMap<String, String>], scale: &str| -> BTreeMap<String, String> {
        let found = table.iter().find(|row| row["scale"] == labels[scale]);
        found.unwrap_or_else(|| panic!("no row of {scale}")).clone()
    };
    for printed in rows("data/quantitative/reported/change.csv") {
        let shown = row(&change, &printed["scale"]);
        let pair = format!("{}-{}", printed["from"], printed["to"]);
        for (column, name) in
            [("n", "n"), ("change", "change"), ("ci_low", "CI low"), ("ci_high", "CI high"), ("p", "p"), ("es", "ES")]
        {
            assert_eq!(shown[&format!("{pair} {name}")], printed[column], "{} {pair} {name}", printed["scale"]);
        }
    }
    for printed in rows("data/quantitative/reported/describe.csv").iter().filter(|row| !row["timepoint"].is_empty()) {
        let shown = row(&outcomes, &printed["scale"]);
        let range = format!("{} to {}", printed["min"], printed["max"]);
        for (name, value) in
            [("n", &printed["n"]), ("mean", &printed["mean"]), ("SD", &printed["sd"]), ("range", &range)]
        {
            assert_eq!(shown[&format!("{} {name}", printed["timepoint"])], *value, "{} {name}", printed["scale"]);
        }
    }
}

#[test]
fn results_have_the_documented_fields() {
    let fields: BTreeMap<&str, &[&str]> = BTreeMap::from([
        (
            "describe",
            ["n", "missing", "mean", "sd", "se", "min", "q1", "median", "q3", "max", "ci_low", "ci_high"].as_slice(),
        ),
        (
            "norm",
            &[
                "n",
                "mean",
                "sd",
                "norm_mean",
                "norm_sd",
                "norm_n",
                "difference",
                "smd",
                "t",
                "df",
                "p",
                "ci_low",
                "ci_high",
            ],
        ),
        (
            "change",
            &[
                "n",
                "mean_from",
                "mean_to",
                "sd_from",
                "sd_to",
                "r",
                "change",
                "sd",
                "se",
                "ci_low",
                "ci_high",
                "t",
                "df",
                "p",
                "p_holm",
                "p_bh",
                "es",
                "es_baseline_pairs",
                "es_baseline_all",
                "es_change",
                "es_average",
                "w",
                "p_wilcoxon",
                "wilcoxon_exact",
                "direction",
            ],
        ),
        ("share", &["count", "total", "percent", "ci_low", "ci_high"]),
        ("theme", &["excerpts", "participants", "share", "sites", "top_share"]),
        ("code", &["excerpts", "participants", "share", "sites", "top_share"]),
    ]);
    for (address, result) in RESULTS.iter() {
        let kind = address.split('.').next().expect("a first part");
        let Some(wanted) = fields.get(kind) else { continue };
        assert_eq!(&keys(result)[..2], ["address", "source"]);
        assert_eq!(&keys(result)[2..], *wanted, "{address}");
        assert!(["computed", "reported"].contains(&result["source"].as_str().expect("a source")), "{address}");
    }
    let kinds: BTreeSet<&str> = RESULTS.keys().filter_map(|address| address.split('.').next()).collect();
    assert_eq!(kinds, BTreeSet::from(["change", "code", "corpus", "describe", "family", "norm", "share", "theme"]));
}

#[test]
fn grid_as_json() {
    let grid = json(&here().run(&["grid", "--format", "json"]).quiet());
    assert_eq!(keys(&grid), ["strands", "rows"]);
    assert_eq!(grid["strands"], serde_json::json!(["quantitative", "qualitative"]));
    let rows = grid["rows"].as_array().expect("a list");
    let ids: Vec<&str> = rows.iter().filter_map(|row| row["id"].as_str()).collect();
    assert_eq!(
        ids,
        ["wellbeing-sustained", "satisfaction-and-teamwork", "early-strain", "prospects-and-training", "connection"]
    );
    for row in rows {
        for key in ["id", "statement", "fit", "note", "interpretation", "cells"] {
            assert!(keys(row).contains(&key), "a row has no `{key}`");
        }
        assert_eq!(keys(&row["cells"]), ["quantitative", "qualitative"]);
        for finding in
            row["cells"].as_object().expect("cells").values().flat_map(|cell| cell.as_array().expect("a list"))
        {
            assert_eq!(keys(finding), ["text", "stance", "verdict", "evidence"]);
            assert!(finding["evidence"].is_array());
        }
    }
    assert_eq!(grid, BUILT.0.json("build/grid.json"), "the same as the build writes");
}

#[test]
fn grid_for_people_and_spreadsheets() {
    let table = here().run(&["grid"]).quiet();
    assert!(table.starts_with("1. wellbeing-sustained (contradicted; confirmation)\n"), "{table}");
    assert_eq!(table.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_digit())).count(), 5);
    let markdown = here().run(&["grid", "--format", "md"]).quiet();
    let lines: Vec<&str> = markdown.lines().collect();
    assert_eq!(lines[0], "| Synthesising proposition | Quantitative analysis | Qualitative analysis | Fit |");
    assert_eq!((lines[1], lines.len()), ("|---|---|---|---|", 7));
    let text = here().run(&["grid", "--format", "csv"]).quiet();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header: Vec<String> = reader.headers().expect("a header").iter().map(str::to_owned).collect();
    assert_eq!(header, ["id", "statement", "fit", "verdict", "quantitative", "qualitative"]);
    assert_eq!(reader.records().filter_map(Result::ok).count(), 5);
}

/// The grid says what the paper says: values are filled in, whatever the format.
#[test]
fn the_grid_has_its_values() {
    for format in ["table", "json", "csv", "md"] {
        let told = here().run(&["grid", "--format", format]).quiet();
        let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(!told.contains("{{"), "{format}: {told}");
        assert!(told.contains("(49.8 beside a norm of 51.6)"), "{format}: {told}");
    }
}

/// The report of `check`, made once.
static REPORT: LazyLock<Value> = LazyLock::new(|| json(&here().run(&["check", "--format", "json"]).ended(1)));

#[test]
fn check_lists_what_is_contradicted() {
    assert_eq!(keys(&REPORT), ["diagnostics", "claims"]);
    for told in REPORT["diagnostics"].as_array().expect("a list") {
        assert_eq!(keys(told), ["code", "severity", "message", "file", "line", "column", "hint"]);
        assert!(["warning", "note"].contains(&told["severity"].as_str().expect("a severity")), "{told}");
    }
    let claims = REPORT["claims"].as_array().expect("a list");
    for claim in claims {
        let wanted = ["proposition", "strand", "finding", "evidence", "expect", "observed", "verdict"];
        assert_eq!(keys(claim), wanted);
    }
    let verdict = |verdict: &'static str| claims.iter().filter(move |claim| claim["verdict"] == verdict);
    let contradicted: Vec<&str> = verdict("contradicted").filter_map(|claim| claim["evidence"].as_str()).collect();
    assert_eq!(
        contradicted,
        [
            "norm.emotional-exhaustion.T1",
            "norm.emotional-exhaustion.T3",
            "norm.depersonalisation.T1",
            "norm.depersonalisation.T3",
            "change.depersonalisation.T1-T3",
            "share.service-use.T3.wellbeing-services",
            "norm.personal-satisfaction.T1",
            "norm.workload.T1",
            "norm.professional-support.T1",
            "norm.training.T1",
            "norm.overall-satisfaction.T1",
            "change.training.T1-T3",
            "change.prospects.T1-T3",
            "norm.communication.T1",
            "norm.team-effectiveness.T3",
            "norm.depersonalisation.T1",
            "norm.depersonalisation.T2",
            "norm.depersonalisation.T3",
            "change.communication.T1-T2",
        ]
    );
    assert_eq!((verdict("holds").count(), verdict("cannot tell").count()), (claims.len() - 19 - 6, 6));
}

/// The verdicts made again from the figures of R and the claims as they stand, for claims of the plainest form.
#[test]
fn verdicts_made_again() {
    let golden: BTreeMap<(String, String), f64> = rows("tests/golden/root.csv")
        .into_iter()
        .filter_map(|row| Some(((row["address"].clone(), row["field"].clone()), row["value"].parse().ok()?)))
        .collect();
    let mut judged = 0;
    for claim in REPORT["claims"].as_array().expect("a list") {
        let address = claim["evidence"].as_str().expect("an address");
        let [expect] = &claim["expect"].as_array().expect("a list")[..] else { continue };
        let words: Vec<&str> = expect.as_str().expect("text").split(' ').collect();
        let (left, limit) = match words[..] {
            ["smd", _, limit] => (golden.get(&(address.to_owned(), "smd".to_owned())).copied(), limit),
            ["abs(smd)", _, limit] => (golden.get(&(address.to_owned(), "smd".to_owned())).map(|smd| smd.abs()), limit),
            _ => continue,
        };
        let (left, limit) = (left.expect("R has it"), limit.parse::<f64>().expect("a number"));
        let truth = match words[1] {
            "<" => left < limit,
            "<=" => left <= limit,
            ">" => left > limit,
            ">=" => left >= limit,
            other => panic!("no operator `{other}`"),
        };
        match claim["verdict"].as_str().expect("a verdict") {
            "holds" => assert!(truth, "{address} {expect}: R has {left}"),
            "contradicted" => assert!(!truth, "{address} {expect}: R has {left}"),
            // Rounding can decide only what is near the limit: printed means have one decimal.
            _ => assert!((left - limit).abs() < 0.25, "{address} {expect}: R has {left}"),
        }
        judged += 1;
    }
    assert!(judged > 60, "{judged} claims judged again");
}

#[test]
fn check_for_people() {
    let ran = here().run(&["check"]);
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.ends_with("\n25 warnings, 6 notes\n"), "{}", ran.stderr);
    let last = ran.stdout.lines().last().expect("a summary");
    assert_eq!(last, "171 claims: 146 hold, 19 contradicted, 6 cannot tell");
}

#[test]
fn check_as_sarif() {
    let ran = here().run(&["check", "--format", "sarif"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""));
    let sarif = json(&ran.stdout);
    assert_eq!(sarif["version"], "2.1.0");
    assert_eq!(sarif["runs"].as_array().map(Vec::len), Some(1));
    let run = &sarif["runs"][0];
    assert_eq!(run["tool"]["driver"]["name"], "synthesist");
    let rules: Vec<&str> = run["tool"]["driver"]["rules"]
        .as_array()
        .expect("rules")
        .iter()
        .filter_map(|rule| rule["id"].as_str())
        .collect();
    let results = run["results"].as_array().expect("results");
    assert_eq!(results.len(), REPORT["diagnostics"].as_array().expect("a list").len());
    for result in results {
        assert!(rules.contains(&result["ruleId"].as_str().expect("a rule")), "{result}");
        assert!(["error", "warning", "note"].contains(&result["level"].as_str().expect("a level")), "{result}");
        assert!(result["message"]["text"].as_str().is_some_and(|text| !text.is_empty()), "{result}");
        for location in result["locations"].as_array().expect("locations") {
            let place = &location["physicalLocation"];
            let file = place["artifactLocation"]["uri"].as_str().expect("a file");
            assert!(repository().join(file).is_file(), "{file}");
            let region = &place["region"];
            let number = |key: &str| region[key].as_u64().expect("a number");
            assert!(number("startLine") >= 1 && number("startColumn") >= 1, "{region}");
            assert!(number("endColumn") > number("startColumn"), "{region}");
        }
    }
}

#[test]
fn build_warns_and_writes_everything() {
    let (study, ran) = &*BUILT;
    assert_eq!((ran.code, ran.stdout.as_str()), (0, "build/paper.pdf\n"), "{}", ran.stderr);
    assert!(ran.stderr.contains("warning[kept-contradiction]"), "{}", ran.stderr);
    let products: Vec<String> = study.products().into_keys().collect();
    let displays = std::fs::read_to_string(repository().join("content/displays.yaml")).expect("a readable file");
    let (tables, figures) = displays.split_once("\nfigures:").expect("figures follow tables");
    let ids = |text: &str| -> Vec<String> {
        let ids = text.lines().filter_map(|line| line.strip_prefix("  - id: "));
        ids.map(str::to_owned).collect()
    };
    let mut wanted: Vec<String> =
        ["grid.json", "manifest.json", "paper.json", "paper.pdf", "results.json"].map(str::to_owned).to_vec();
    wanted.extend(ids(tables).iter().map(|id| format!("tables/{id}.csv")));
    wanted.extend(ids(figures).iter().flat_map(|id| [format!("figures/{id}.png"), format!("figures/{id}.svg")]));
    wanted.sort();
    assert_eq!(products, wanted);
    let pdf = study.read("build/paper.pdf");
    assert!(pdf.starts_with(b"%PDF-1.") && pdf.ends_with(b"%%EOF"), "a whole PDF");
}

#[test]
fn build_strict_admits_no_contradiction() {
    let study = Study::copy_of(repository());
    let ran = study.run(&["build", "--strict"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""));
    assert!(
        ran.stderr.contains("error[strict]: 19 claims contradicted, and `--strict` admits none\n"),
        "{}",
        ran.stderr
    );
    assert!(study.products().is_empty(), "nothing is written");
}

#[test]
fn results_of_an_address() {
    let table = here().run(&["results", "change.prospects"]).quiet();
    assert_eq!(
        table,
        "\
address                  n  change  ci_low  ci_high  df       p  p_holm    p_bh      es  es_baseline_all  direction
change.prospects.T1-T2  16  0.3000  0.0900   0.4200  15  0.0040  0.0800  0.0800  0.3300           0.3261         -1
change.prospects.T1-T3  19  0.4500  0.0100   0.8900  18  0.0470  0.8460  0.3133  0.4300           0.4891         -1

"
    );
    let csv = here().run(&["results", "share.gender", "--format", "csv"]).quiet();
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines[0], "address,source,ci_low,ci_high,count,total,percent");
    assert!(lines[1].starts_with("share.gender.male,reported,") && lines[1].ends_with(",10,32,31.3"), "{csv}");
    assert_eq!(lines.len(), 4);
    let reported = here().run(&["results", "reported.norm.wellbeing.T1", "--format", "json"]).quiet();
    assert_eq!(json(&reported)[0], RESULTS["norm.wellbeing.T1"]);
}

#[test]
fn an_unknown_address_is_wrong_usage() {
    here().run(&["results", "change.welbeing.T1-T2"]).said(
        2,
        "\
error[unknown-address]: there is no result `change.welbeing.T1-T2`
  = help: did you mean `change.wellbeing.T1-T2`?
  = help: `synthesist results` without an address lists them all
1 error
",
    );
}

#[test]
fn wrong_usage() {
    for arguments in [&["frobnicate"][..], &[], &["check", "--format", "xml"], &["build", "--strickt"], &["grid", "T1"]]
    {
        let mut command = program();
        command.args(arguments);
        let ran = Ran::of(command);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(ran.stderr.contains("Usage: synthesist") || ran.stderr.contains("try '--help'"), "{}", ran.stderr);
    }
}

#[test]
fn help_and_version() {
    for arguments in [["--version"], ["--help"]] {
        let mut command = program();
        command.args(arguments);
        let told = Ran::of(command).quiet();
        assert!(told.contains("synthesist"), "{told}");
    }
}

/// The pages are the paper's, whatever the folder: the tests read the inputs of the repository, not a stale copy.
#[test]
fn the_copy_has_every_input() {
    let inputs = BUILT.0.json("build/manifest.json")["inputs"].as_object().expect("inputs").clone();
    for folder in ["content", "data"] {
        for path in files_under(&repository().join(folder)) {
            let name = path.strip_prefix(repository()).expect("it lies there").to_string_lossy().into_owned();
            assert!(inputs.contains_key(&name), "{name} is an input");
        }
    }
}
