//! What stands on the pages knows where it comes from: every cell of a table and every kind of chart.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::driver::{Study, repository};
use crate::resident::Serving;

/// Everything that can be asked about: the page, the address with its fields, the file, and the box on the page.
struct Spot {
    page: usize,
    what: String,
    file: String,
    line: u64,
    area: Vec<f64>,
}

fn spots(serving: &Serving) -> Vec<Spot> {
    let pages = serving.after(0)["pages"].as_array().expect("pages").len();
    let mut spots = Vec::new();
    for page in 0..pages {
        let (status, body) = serving.get(&format!("/places?page={page}"), &serving.address);
        assert_eq!(status, 200);
        let found: Value = serde_json::from_str(&body).expect("JSON");
        for spot in found.as_array().expect("a list") {
            let area = spot["area"].as_array().expect("an area").iter().filter_map(Value::as_f64).collect();
            let fields: Vec<&str> =
                spot["fields"].as_array().expect("fields").iter().filter_map(Value::as_str).collect();
            let address = spot["address"].as_str().unwrap_or("-");
            let what = if fields.len() > 1 { format!("{address} {}", fields.join("+")) } else { address.to_owned() };
            let file = spot["file"].as_str().expect("a file").to_owned();
            spots.push(Spot { page, what, file, line: spot["line"].as_u64().expect("a line"), area });
        }
    }
    spots
}

/// The rows of a CSV file of the worked example, each with the names of its cells that hold something.
fn rows(path: &str) -> Vec<(Vec<String>, BTreeSet<String>)> {
    let mut reader = csv::Reader::from_path(repository().join(path)).expect("a readable file");
    let names = reader.headers().expect("a header").clone();
    let rows = reader.records().map(|row| {
        let row = row.expect("a sound row");
        let filled = names.iter().zip(&row).filter(|(_, cell)| !cell.is_empty()).map(|(name, _)| name.to_owned());
        (row.iter().map(str::to_owned).collect(), filled.collect())
    });
    rows.collect()
}

/// Every number of the tables of outcomes and of changes, and a mark of each kind of chart.
#[test]
fn every_cell_and_every_kind_of_mark_has_its_place() {
    let study = Study::copy_of(repository());
    let serving = Serving::of(&study);
    let spots = spots(&serving);
    let of = |what: &str, file: &str| spots.iter().find(|spot| spot.what == what && spot.file == file);
    let mut lost = Vec::new();
    let mut want = |what: String, file: &str| {
        if of(&what, file).is_none() {
            lost.push(format!("{what} of {file}"));
        }
    };
    let describe = "data/quantitative/reported/describe.csv";
    for (row, filled) in rows(describe).iter().filter(|(row, _)| !row[1].is_empty()) {
        let address = format!("describe.{}.{}", row[0], row[1]);
        for field in ["n", "mean", "sd"].into_iter().filter(|field| filled.contains(*field)) {
            want(format!("{address}.{field}"), describe);
        }
        want(format!("{address} min+max"), describe);
        // The mean of the chart of trajectories.
        want(address, describe);
    }
    let change = "data/quantitative/reported/change.csv";
    for (row, filled) in rows(change) {
        let address = format!("change.{}.{}-{}", row[0], row[1], row[2]);
        for field in ["n", "change", "ci_low", "ci_high", "p", "es"].into_iter().filter(|field| filled.contains(*field))
        {
            want(format!("{address}.{field}"), change);
        }
        // The row of the forest.
        want(address, change);
    }
    // The profile, the bars of the themes, the claims of grid and map, and an excerpt of the joint display.
    want("norm.wellbeing.T1".into(), describe);
    want("norm.emotional-exhaustion.T3".into(), describe);
    want("norm.wellbeing.T1".into(), "content/propositions.yaml");
    want("-".into(), "content/propositions.yaml");
    for (what, folder) in [("code.emotional-intensity.T2", "data/qualitative/"), ("-", "data/qualitative/")] {
        let found = spots.iter().any(|spot| spot.what == what && spot.file.starts_with(folder));
        assert!(found, "{what} of {folder}");
    }
    // A disc of the spread stands for the first excerpt of one participant.
    let discs: BTreeSet<(&str, u64)> = spots
        .iter()
        .filter(|spot| spot.what.starts_with("theme.") && spot.file.starts_with("data/qualitative/"))
        .map(|spot| (spot.file.as_str(), spot.line))
        .collect();
    assert!(discs.len() > 10, "{discs:?}");
    assert!(lost.is_empty(), "{lost:#?}");

    // Asked at its middle, a spot tells of itself.
    for (what, file) in [
        ("describe.wellbeing.T1.mean", describe),
        ("change.prospects.T1-T2.p", change),
        ("change.wellbeing.T1-T2", change),
    ] {
        let spot = of(what, file).expect("it is there, as was seen");
        let middle = ((spot.area[0] + spot.area[2]) / 2.0, (spot.area[1] + spot.area[3]) / 2.0);
        let path = format!("/at?page={}&x={}&y={}", spot.page, middle.0, middle.1);
        let (status, body) = serving.get(&path, &serving.address);
        assert_eq!(status, 200);
        let told: Value = serde_json::from_str(&body).expect("JSON");
        let place = (told["file"].as_str(), told["line"].as_u64());
        assert_eq!((told["address"].as_str(), place), (Some(what), (Some(file), Some(spot.line))), "{told:#}");
        assert_eq!(told["explanation"]["line"].as_u64(), Some(spot.line));
    }
}

/// Charts of participants: the boxes of the flow, and the lanes of a distribution.
#[test]
fn charts_of_people_have_their_places() {
    let study = Study::copy_of(&repository().join("tests/studies/stroke-peers"));
    let serving = Serving::of(&study);
    let whole: BTreeSet<String> = spots(&serving).into_iter().map(|spot| spot.what).collect();
    for prefix in ["flow", "describe.", "flow@", "contrast.", "attrition.", "missing.", "reliability."] {
        assert!(whole.iter().any(|what| what.starts_with(prefix)), "{prefix}: {whole:?}");
    }
}
