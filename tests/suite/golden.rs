//! Reading golden files, and how close is close enough.

use std::collections::BTreeMap;
use std::path::PathBuf;

use synthesist::stats::Confidence;

/// A row by its columns.
pub type Row = BTreeMap<String, String>;

/// The relative tolerance of statistics, limits and p-values.
pub const STATISTIC: f64 = 1e-12;

pub fn golden(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name)
}

pub fn rows(name: &str) -> Vec<Row> {
    csv::Reader::from_path(golden(name))
        .expect("the golden file is there")
        .into_deserialize()
        .collect::<Result<_, _>>()
        .expect("the golden file is well formed")
}

#[track_caller]
pub fn number(row: &Row, column: &str) -> f64 {
    row[column].parse().unwrap_or_else(|_| panic!("`{}` in {column} is no number", row[column]))
}

#[track_caller]
pub fn count(row: &Row, column: &str) -> u64 {
    row[column].parse().unwrap_or_else(|_| panic!("`{}` in {column} is no count", row[column]))
}

pub fn usual() -> Confidence {
    Confidence::new(0.95).expect("a level")
}

#[track_caller]
pub fn close(got: f64, wanted: f64, tolerance: f64, what: &str) {
    let error = (got - wanted).abs();
    assert!(
        error <= tolerance * wanted.abs(),
        "{what}: {got:e}, wanted {wanted:e}, relative error {:e}",
        error / wanted.abs()
    );
}
