//! Data drawn for these tests alone, and what R 4.2.2 computes of them:
//! `t.test`, `wilcox.test`, `quantile`, `cor`, `cov` and `vcd::Kappa`.
//!
//! Every field of the file is compared, each to 1e-12 relative; where R has no
//! answer there is none here.

use std::collections::BTreeMap;

use synthesist::stats::{
    Pairs, Summary, Undefined, average_sd, cohen_kappa, cronbach_alpha, differences, extremes, one_sample, quartiles,
    signed_rank, standardised_mean_difference, welch,
};

use crate::golden::{STATISTIC, close, rows, usual};

/// A set: its lists in the order of the file, and R's fields.
#[derive(Default)]
struct Set {
    kind: String,
    lists: Vec<Vec<f64>>,
    fields: BTreeMap<String, Option<f64>>,
}

type Got = Vec<(&'static str, Result<f64, Undefined>)>;

fn sets() -> BTreeMap<String, Set> {
    let mut sets: BTreeMap<String, Set> = BTreeMap::new();
    for row in rows("fresh-data.csv") {
        let set = sets.entry(row["set"].clone()).or_default();
        set.kind.clone_from(&row["kind"]);
        set.lists.push(row["numbers"].split(' ').map(|number| number.parse().expect("a number")).collect());
    }
    for row in rows("fresh.csv") {
        let set = sets.get_mut(&row["set"]).expect("its data are there");
        set.fields.insert(row["field"].clone(), row["value"].parse().ok());
    }
    sets
}

#[test]
fn as_in_r() {
    let sets = sets();
    let mut checked: BTreeMap<&str, usize> = BTreeMap::new();
    for (name, set) in &sets {
        let got = match set.kind.as_str() {
            "pairs" => pairs(&set.lists[0], &set.lists[1]),
            "groups" => groups(&set.lists[0], &set.lists[1]),
            "items" => items(&set.lists),
            "table" => table(&set.lists),
            other => panic!("no kind `{other}`"),
        };
        assert_eq!(got.len(), set.fields.len(), "{name}: every field, and no other");
        for (field, value) in got {
            let what = format!("{name} {field}");
            match (value, set.fields[field]) {
                (Ok(got), Some(wanted)) => close(got, wanted, STATISTIC, &what),
                (Err(_), None) => {}
                (got, wanted) => panic!("{what}: {got:?}, in R {wanted:?}"),
            }
            *checked.entry(set.kind.as_str()).or_default() += 1;
        }
    }
    let counted: Vec<(&str, usize)> = checked.into_iter().collect();
    assert_eq!(counted, [("groups", 60), ("items", 75), ("pairs", 1222), ("table", 84)]);
}

fn pairs(from: &[f64], to: &[f64]) -> Got {
    let pairs = Pairs::of(from, to).expect("pairs");
    let mut changes = differences(from, to);
    let test = one_sample(&pairs.change, 0.0, usual());
    let ranks = signed_rank(&changes);
    let (least, most) = extremes(&changes).expect("values");
    let cuts = quartiles(&mut changes).expect("values");
    let change = pairs.change.mean();
    let effect = |sd: f64| standardised_mean_difference(change, sd);
    let nonzero = changes.iter().filter(|change| **change != 0.0).count() as f64;
    if let Ok(ranks) = ranks {
        assert_eq!(ranks.nonzero as f64, nonzero);
    }
    vec![
        ("n", Ok(pairs.change.n() as f64)),
        ("mean_from", Ok(pairs.from.mean())),
        ("sd_from", Ok(pairs.from.sd())),
        ("mean_to", Ok(pairs.to.mean())),
        ("sd_to", Ok(pairs.to.sd())),
        ("change", Ok(change)),
        ("sd", Ok(pairs.change.sd())),
        ("r", pairs.r),
        ("se", test.map(|test| test.se)),
        ("t", test.map(|test| test.t)),
        ("df", test.map(|test| test.df)),
        ("p", test.map(|test| test.p)),
        ("ci_low", test.map(|test| test.low)),
        ("ci_high", test.map(|test| test.high)),
        ("dz", effect(pairs.change.sd())),
        ("dav", effect(average_sd(&pairs.from, &pairs.to))),
        ("db", effect(pairs.from.sd())),
        ("min", Ok(least)),
        ("q1", Ok(cuts.q1)),
        ("median", Ok(cuts.median)),
        ("q3", Ok(cuts.q3)),
        ("max", Ok(most)),
        ("w", ranks.map(|ranks| ranks.w)),
        ("p_wilcoxon", ranks.map(|ranks| ranks.p)),
        ("nonzero", Ok(nonzero)),
        ("exact", Ok(ranks.map_or(0.0, |ranks| f64::from(u8::from(ranks.exact))))),
    ]
}

fn groups(first: &[f64], second: &[f64]) -> Got {
    let first = Summary::of(first).expect("a summary");
    let second = Summary::of(second).expect("a summary");
    let two = welch(&first, &second, usual()).expect("a test");
    let one = one_sample(&first, 19.5, usual()).expect("a test");
    let fields = [
        ("difference", two.difference),
        ("t", two.t),
        ("df", two.df),
        ("p", two.p),
        ("ci_low", two.low),
        ("ci_high", two.high),
        ("se", two.se),
        ("one_t", one.t),
        ("one_df", one.df),
        ("one_p", one.p),
    ];
    fields.map(|(name, value)| (name, Ok(value))).to_vec()
}

fn items(items: &[Vec<f64>]) -> Got {
    let columns: Vec<&[f64]> = items.iter().map(Vec::as_slice).collect();
    let got = cronbach_alpha(&columns, usual()).expect("an alpha");
    let fields = [
        ("n", got.n as f64),
        ("items", got.items as f64),
        ("alpha", got.alpha),
        ("ci_low", got.low),
        ("ci_high", got.high),
    ];
    fields.map(|(name, value)| (name, Ok(value))).to_vec()
}

fn table(rows: &[Vec<f64>]) -> Got {
    let table: Vec<Vec<u64>> = rows.iter().map(|row| row.iter().map(|count| *count as u64).collect()).collect();
    let got = cohen_kappa(&table, usual()).expect("a kappa");
    let fields = [
        ("n", got.n as f64),
        ("observed", got.observed),
        ("expected", got.expected),
        ("kappa", got.kappa),
        ("se", got.se),
        ("ci_low", got.low),
        ("ci_high", got.high),
    ];
    fields.map(|(name, value)| (name, Ok(value))).to_vec()
}
