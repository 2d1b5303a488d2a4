//! Real data sets as studies, from their CSV files to the program's JSON, against what R says of them.

use std::collections::BTreeMap;
use std::fs;

use crate::driver::{Draft, repository};

/// Relative error that a value may have.
const CLOSE: f64 = 1e-12;
/// And a p value.
const CLOSE_P: f64 = 1e-9;

type Row = BTreeMap<String, String>;

fn table(path: &str) -> Vec<Row> {
    let text = fs::read_to_string(repository().join("tests/golden").join(path)).expect("a golden file");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(|row| row.expect("a row of the golden file")).collect()
}

/// A study of scales that are scored already: its columns, in their timepoints' order, and its group.
struct Case {
    data: &'static str,
    id: &'static str,
    /// The scale, and the column of each timepoint.
    scale: &'static str,
    columns: &'static [&'static str],
    group: Option<&'static str>,
    norm: &'static str,
}

const CASES: [Case; 3] = [
    Case {
        data: "sleep",
        id: "ID",
        scale: "extra",
        columns: &["extra1", "extra2"],
        group: None,
        norm: "{mean: 0, sd: 2, n: 10}",
    },
    Case {
        data: "anorexia",
        id: "id",
        scale: "weight",
        columns: &["Prewt", "Postwt"],
        group: Some("Treat"),
        norm: "{mean: 100, sd: 15, n: 1000}",
    },
    Case {
        data: "btheb",
        id: "id",
        scale: "bdi",
        columns: &["bdi_pre", "bdi_2m", "bdi_3m", "bdi_5m", "bdi_8m"],
        group: Some("treatment"),
        norm: "{mean: 12.56, sd: 9.93, n: 120}",
    },
];

impl Case {
    fn draft(&self, data: &[Row], confidence_of_norm: &str) -> Draft {
        let mut participants = "participant,arm\n".to_owned();
        let mut responses = format!("participant,timepoint,{}\n", self.scale);
        for row in data {
            let id = &row[self.id];
            let arm = self.group.map_or("all", |group| &row[group]).to_lowercase();
            participants.push_str(&format!("{id},{arm}\n"));
            for (at, column) in self.columns.iter().enumerate() {
                responses.push_str(&format!("{id},T{},{}\n", at + 1, row[*column].replace("NA", "")));
            }
        }
        let timepoints: Vec<String> =
            (1..=self.columns.len()).map(|at| format!("  - {{id: T{at}, label: Time {at}, month: {at}}}\n")).collect();
        let mut levels: Vec<String> = data.iter().filter_map(|row| Some(row[self.group?].to_lowercase())).collect();
        levels.push("all".into());
        levels.sort();
        levels.dedup();
        let study = format!(
            "timepoints:\n{}strands:\n  - {{id: numbers, label: Numbers}}\ndisclosure: {{profile: open}}\ngroup: arm\n",
            timepoints.concat()
        );
        let instruments = format!(
            "instruments:\n  - id: instrument\n    name: Instrument\n    scales:\n      - {{id: {}, label: Scale, better: \
             lower, norm: {confidence_of_norm}}}\nvariables:\n  - {{id: arm, label: Arm, kind: categorical, levels: \
             [{}]}}\n",
            self.scale,
            levels.join(", ")
        );
        Draft::numbers()
            .with("data/study.yaml", study)
            .with("data/quantitative/instruments.yaml", instruments)
            .with("data/quantitative/participants.csv", participants)
            .with("data/quantitative/responses.csv", responses)
    }

    fn timepoint(&self, column: &str) -> String {
        let at = self.columns.iter().position(|known| *known == column).expect("a column of the case");
        format!("T{}", at + 1)
    }
}

/// What the program says of a study, by address.
struct Said(BTreeMap<String, serde_json::Value>);

impl Said {
    fn of(draft: &Draft) -> Self {
        let said = draft.run(&["results", "--format", "json"]).quiet();
        let results: Vec<serde_json::Value> = serde_json::from_str(&said).expect("an array of results");
        Self(
            results
                .into_iter()
                .map(|result| (result["address"].as_str().expect("an address").to_owned(), result))
                .collect(),
        )
    }

    #[track_caller]
    fn agrees(&self, address: &str, field: &str, row: &Row, column: &str) {
        let wanted = &row[column];
        let result = self.0.get(address).unwrap_or_else(|| panic!("there is no result {address}"));
        let found = result.get(field).unwrap_or_else(|| panic!("{address} has no {field}"));
        if wanted == "NA" {
            assert!(found.is_null(), "{address}.{field} is {found}, and R has none");
            return;
        }
        let wanted: f64 = wanted.parse().expect("a golden number");
        let found = found.as_f64().unwrap_or_else(|| panic!("{address}.{field} is absent, and R says {wanted}"));
        let close = if field.starts_with('p') { CLOSE_P } else { CLOSE };
        // What is zero but for rounding has no relative error.
        let error = (found - wanted).abs() / wanted.abs().max(1e-300);
        assert!(error <= close || (found - wanted).abs() < 1e-15, "{address}.{field} is {found}, and R says {wanted}");
    }
}

fn of_group(address: String, row: &Row) -> String {
    match row["group"].as_str() {
        "all" => address,
        group => format!("{address}@{}", group.to_lowercase()),
    }
}

#[test]
fn descriptives_and_changes_of_real_data_are_rs() {
    let (described, paired) = (table("descriptives.csv"), table("paired.csv"));
    let mut compared = 0;
    for case in &CASES {
        let said = Said::of(&case.draft(&table(&format!("data/{}.csv", case.data)), case.norm));
        for row in described
            .iter()
            .filter(|row| row["dataset"] == case.data && case.columns.contains(&row["variable"].as_str()))
        {
            let address = of_group(format!("describe.{}.{}", case.scale, case.timepoint(&row["variable"])), row);
            for (field, column) in [
                ("n", "n"),
                ("missing", "n_missing"),
                ("mean", "mean"),
                ("sd", "sd"),
                ("se", "se"),
                ("min", "min"),
                ("q1", "q1_type7"),
                ("median", "median"),
                ("q3", "q3_type7"),
                ("max", "max"),
                ("ci_low", "ci95_lo"),
                ("ci_high", "ci95_hi"),
            ] {
                said.agrees(&address, field, row, column);
            }
            compared += 1;
        }
        for row in paired.iter().filter(|row| row["dataset"] == case.data) {
            let (from, to) = (case.timepoint(&row["var1"]), case.timepoint(&row["var2"]));
            let address = of_group(format!("change.{}.{from}-{to}", case.scale), row);
            for (field, column) in [
                ("n", "n_pairs"),
                ("mean_from", "mean1"),
                ("sd_from", "sd1"),
                ("mean_to", "mean2"),
                ("sd_to", "sd2"),
                ("change", "mean_diff"),
                ("sd", "sd_diff"),
                ("se", "se_diff"),
                ("r", "r"),
                ("t", "t"),
                ("df", "df"),
                ("p", "p"),
                ("ci_low", "ci95_lo"),
                ("ci_high", "ci95_hi"),
                ("es_change", "dz"),
                ("es_average", "dav_meanSD"),
                ("es_baseline_pairs", "glass_sd1"),
                ("es", "glass_sd1"),
            ] {
                said.agrees(&address, field, row, column);
            }
            compared += 1;
        }
        for row in table("wilcoxon.csv").iter().filter(|row| row["dataset"] == case.data) {
            let (from, to) = (case.timepoint(&row["var1"]), case.timepoint(&row["var2"]));
            let address = of_group(format!("change.{}.{from}-{to}", case.scale), row);
            said.agrees(&address, "w", row, "w");
            let few = row["n_nonzero"].parse::<u64>().is_ok_and(|n| n < 50);
            said.agrees(&address, "p_wilcoxon", row, if few { "p_exact" } else { "p_normal" });
        }
        for row in table("norm_comparison.csv") {
            if row["dataset"] != case.data || row["group"] != "all" {
                continue;
            }
            let address = format!("norm.{}.{}", case.scale, case.timepoint(&row["variable"]));
            for (field, column) in [
                ("difference", "diff"),
                ("smd", "smd_norm_sd"),
                ("t", "t_welch"),
                ("df", "df_welch"),
                ("p", "p_welch"),
                ("ci_low", "ci95_lo"),
                ("ci_high", "ci95_hi"),
            ] {
                said.agrees(&address, field, &row, column);
            }
            compared += 1;
        }
    }
    assert!(compared > 40, "{compared} golden rows were compared");
}

#[test]
fn a_norm_without_a_sample_is_taken_as_fixed() {
    for case in &CASES {
        let norm = case.norm.split(", n:").next().expect("a norm").to_owned() + "}";
        let said = Said::of(&case.draft(&table(&format!("data/{}.csv", case.data)), &norm));
        for row in
            table("norm_comparison.csv").iter().filter(|row| row["dataset"] == case.data && row["group"] == "all")
        {
            let address = format!("norm.{}.{}", case.scale, case.timepoint(&row["variable"]));
            for (field, column) in [("t", "t_onesample"), ("df", "df_onesample"), ("p", "p_onesample")] {
                said.agrees(&address, field, row, column);
            }
        }
    }
}

#[test]
fn scales_of_real_items_are_as_reliable_as_r_says() {
    let rows = table("alpha.csv");
    let data = table("data/bfi.csv");
    let letter = |scale: &str| scale[..1].to_uppercase();
    let mut scales = String::new();
    for row in &rows {
        let items: Vec<String> = (1..=5).map(|at| format!("{}{at}", letter(&row["scale"]))).collect();
        let reversed = row["reversed"].replace(' ', ", ").replace("NA", "");
        scales.push_str(&format!(
            "      - {{id: {}, label: Scale, better: neither, items: [{}], reverse: [{reversed}], score: sum, item-range: \
             [1, 6], range: [5, 30]}}\n",
            row["scale"],
            items.join(", "),
        ));
    }
    let items: Vec<&String> = data[0].keys().filter(|name| name.len() == 2 && *name != "id").collect();
    let names: Vec<&str> = items.iter().map(|name| name.as_str()).collect();
    let mut responses = format!("participant,timepoint,{}\n", names.join(","));
    for row in &data {
        let cells: Vec<String> = items.iter().map(|item| row[*item].replace("NA", "")).collect();
        responses.push_str(&format!("{},T1,{}\n", row["id"], cells.join(",")));
    }
    let draft = Draft::numbers()
        .with(
            "data/study.yaml",
            "timepoints:\n  - {id: T1, label: Once, month: 0}\nstrands:\n  - {id: numbers, label: Numbers}\ndisclosure: {profile: open}\n",
        )
        .with(
            "data/quantitative/instruments.yaml",
            format!("instruments:\n  - id: bfi\n    name: BFI\n    scales:\n{scales}"),
        )
        .with("data/quantitative/responses.csv", responses);
    let said = Said::of(&draft);
    for row in &rows {
        let reliability = format!("reliability.{}.T1", row["scale"]);
        for (field, column) in [
            ("n", "n_complete"),
            ("items", "k"),
            ("alpha", "alpha_raw_listwise"),
            ("ci_low", "alpha_ci95_lo_feldt"),
            ("ci_high", "alpha_ci95_hi_feldt"),
        ] {
            said.agrees(&reliability, field, row, column);
        }
        let describe = format!("describe.{}.T1", row["scale"]);
        said.agrees(&describe, "mean", row, "scale_mean_listwise");
        said.agrees(&describe, "sd", row, "scale_sd_listwise");
    }
}
