//! Studies that were drawn at random, and every field as R computes it: a slice of what `tests/golden/search.R` draws by
//! the thousand. Under `open` each value is R's; under `standard` each that is shown is R's, rounded.

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;

use crate::driver::{Study, repository};
use crate::golden::rows;

const SEEDS: [u32; 7] = [1, 5, 8, 11, 26, 33, 39];

/// The results of a study under a profile, by their addresses.
fn results(seed: u32, profile: &str) -> BTreeMap<String, Value> {
    let study = Study::copy_of(&repository().join(format!("tests/golden/search/{seed}")));
    study.edit("data/study.yaml", "PROFILE", profile);
    let said = study.run(&["results", "--format", "json"]);
    let results: Vec<Value> = serde_json::from_str(&said.ended(0)).expect("an array");
    results.into_iter().map(|result| (result["address"].as_str().expect("an address").to_owned(), result)).collect()
}

fn close(got: f64, wanted: f64) -> bool {
    (got - wanted).abs() <= 1e-9 * wanted.abs().max(1e-3)
}

#[test]
fn every_field_is_r_s() {
    let (mut compared, mut withheld, mut faults) = (0, 0, Vec::new());
    for seed in SEEDS {
        let profiles = ["open", "standard"].map(|profile| results(seed, profile));
        for row in rows(&format!("search/{seed}/expected.csv")) {
            let (address, field) = (&row["address"], row["field"].as_str());
            for (results, guarded) in profiles.iter().zip([false, true]) {
                let result = results.get(address).unwrap_or_else(|| panic!("{seed}: no result `{address}`"));
                if result["withheld"].as_array().is_some_and(|fields| fields.iter().any(|name| name == field)) {
                    withheld += 1;
                    continue;
                }
                let wanted = match row["shown"].as_str() {
                    shown if guarded && shown != "exact" => shown.parse::<f64>().ok(),
                    _ => row["value"].parse::<f64>().ok(),
                };
                compared += 1;
                let same = match (result[field].as_f64(), wanted) {
                    (Some(got), Some(wanted)) => close(got, wanted) && (wanted != 0.0 || got == 0.0),
                    (got, wanted) => got.is_none() && wanted.is_none(),
                };
                if !same {
                    faults.push(format!("{seed} {address}.{field}: {}, in R {wanted:?}", result[field]));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{} of {compared} differ:\n{}", faults.len(), faults.join("\n"));
    assert!(compared > 10_000 && withheld > 1000, "{compared} compared, {withheld} withheld");
}

#[test]
fn the_slice_is_whole() {
    let kept = fs::read_dir(repository().join("tests/golden/search")).expect("a folder").count();
    assert_eq!(kept, SEEDS.len());
}
