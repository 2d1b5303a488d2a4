//! The `stats` room against numbers made elsewhere: R 4.2.2 and NIST StRD.
//!
//! Tolerances are relative: 1e-12 for statistics and limits, 1e-9 for p-values,
//! and what double precision leaves of the NIST sets.

use std::collections::BTreeMap;
use std::fs;

use synthesist::stats::{
    FisherF, Method, StudentT, Summary, benjamini_hochberg, holm, mean, mean_interval, normal_quantile,
    normal_two_sided_p, normal_upper_tail, one_sample, standardised_mean_difference, welch, wilson,
};

use crate::golden::{Row, STATISTIC, close, count, golden, number, rows, usual};

const P_VALUE: f64 = 1e-9;

fn reported(row: &Row, prefix: &str) -> Summary {
    let column = |name: &str| format!("{prefix}{name}");
    Summary::new(count(row, &column("n")), number(row, &column("mean")), number(row, &column("sd"))).expect("a summary")
}

/// Tails and quantiles of F, df from 0.5 to 4e8, made without R: its `qf` errs
/// by 1e-3 where both are large.
#[test]
fn fisher_to_its_last_digits() {
    let rows = rows("fisher.csv");
    assert_eq!(rows.len(), 392);
    for row in rows {
        let law = FisherF::new(number(&row, "df1"), number(&row, "df2")).expect("degrees of freedom");
        let at = number(&row, "at");
        let got = match row["law"].as_str() {
            "lower_tail" => law.lower_tail(at),
            "upper_tail" => law.upper_tail(at),
            "lower_quantile" => law.lower_quantile(at),
            "upper_quantile" => law.upper_quantile(at),
            other => panic!("no law `{other}`"),
        };
        let what = format!("{} df {} {} at {at:e}", row["law"], row["df1"], row["df2"]);
        // Where df are many, the last place of f moves a far tail by more than its own last place.
        let worth = if row["law"].ends_with("tail") { 1e-14 * number(&row, "df1").sqrt() } else { 0.0 };
        close(got.expect("a value"), number(&row, "value"), worth.max(1e-13), &what);
    }
}

/// Tails and quantiles on a grid, df from 1 to 1e8, t to 50, p to 1e-300. R
/// and this room agree better than the p-values of the other files need.
#[test]
fn law_as_in_r() {
    let rows = rows("law.csv");
    assert_eq!(rows.len(), 671);
    for row in rows {
        let at = number(&row, "at");
        let student = || StudentT::new(number(&row, "df")).expect("degrees of freedom");
        let got = match row["law"].as_str() {
            "t_two_sided_p" => student().two_sided_p(at),
            "t_two_sided_quantile" => student().two_sided_quantile(at),
            "normal_upper_tail" => normal_upper_tail(at),
            "normal_two_sided_p" => normal_two_sided_p(at),
            "normal_quantile" => normal_quantile(at),
            other => panic!("no law `{other}`"),
        };
        let what = format!("{} df {} at {at:e}", row["law"], row["df"]);
        close(got.expect("a value"), number(&row, "value"), STATISTIC, &what);
    }
}

#[test]
fn mean_intervals_as_in_r() {
    let rows = rows("descriptives.csv");
    assert_eq!(rows.len(), 53);
    for row in rows {
        let what = format!("{} {}", row["variable"], row["group"]);
        let got = mean_interval(&reported(&row, ""), usual()).expect("an interval");
        close(got.se, number(&row, "se"), STATISTIC, &what);
        close(got.df, number(&row, "n") - 1.0, STATISTIC, &what);
        close(got.low, number(&row, "ci95_lo"), STATISTIC, &what);
        close(got.high, number(&row, "ci95_hi"), STATISTIC, &what);
    }
}

#[test]
fn norm_comparisons_as_in_r() {
    let rows = rows("norm_comparison.csv");
    assert_eq!(rows.len(), 4);
    for row in rows {
        let what = format!("{} {}", row["dataset"], row["variable"]);
        let value = |column: &str| number(&row, column);
        let group = reported(&row, "");
        let norm = reported(&row, "norm_");

        let got = welch(&group, &norm, usual()).expect("a comparison");
        assert_eq!(got.method, Method::Welch);
        close(got.difference, value("diff"), STATISTIC, &what);
        close(got.se, value("se_welch"), STATISTIC, &what);
        close(got.t, value("t_welch"), STATISTIC, &what);
        close(got.df, value("df_welch"), STATISTIC, &what);
        close(got.p, value("p_welch"), P_VALUE, &what);
        close(got.low, value("ci95_lo"), STATISTIC, &what);
        close(got.high, value("ci95_hi"), STATISTIC, &what);

        let got = one_sample(&group, norm.mean(), usual()).expect("a comparison");
        assert_eq!(got.method, Method::OneSample);
        close(got.difference, value("diff"), STATISTIC, &what);
        close(got.t, value("t_onesample"), STATISTIC, &what);
        close(got.df, value("df_onesample"), STATISTIC, &what);
        close(got.p, value("p_onesample"), P_VALUE, &what);

        let smd = standardised_mean_difference(got.difference, norm.sd());
        close(smd.expect("an effect"), value("smd_norm_sd"), STATISTIC, &what);
        let p = normal_two_sided_p(value("z_known_sd")).expect("a p-value");
        close(p, value("p_z"), P_VALUE, &what);
    }
}

#[test]
fn wilson_intervals_as_in_r() {
    let mut checked = 0;
    for row in rows("frequencies.csv") {
        if row["wilson_lo"] == "NA" {
            continue;
        }
        let what = format!("{} {}", row["variable"], row["level"]);
        let got = wilson(count(&row, "n"), count(&row, "valid"), usual()).expect("an interval");
        close(100.0 * got.estimate, number(&row, "pct_valid"), STATISTIC, &what);
        close(100.0 * got.low, number(&row, "wilson_lo"), STATISTIC, &what);
        close(100.0 * got.high, number(&row, "wilson_hi"), STATISTIC, &what);
        checked += 1;
    }
    assert_eq!(checked, 46);
}

#[test]
fn adjusted_p_values_as_in_r() {
    let rows = rows("padjust.csv");
    let column = |name: &str| -> Vec<f64> { rows.iter().map(|row| number(row, name)).collect() };
    let p = column("p");
    for (got, name) in [(holm(&p), "holm"), (benjamini_hochberg(&p), "bh")] {
        let got = got.expect("adjusted values");
        assert_eq!(got.len(), 12);
        for (got, wanted) in got.iter().zip(column(name)) {
            close(*got, wanted, STATISTIC, name);
        }
    }
}

#[test]
fn moments_as_certified_by_nist() {
    let text = fs::read_to_string(golden("nist/certified.json")).expect("the certified values");
    let certified: BTreeMap<String, serde_json::Value> = serde_json::from_str(&text).expect("well formed");
    assert_eq!(certified.len(), 9);
    for (name, wanted) in certified {
        let values = nist(&name);
        let value = |key: &str| wanted[key].as_f64().expect("a number");
        let got = Summary::of(&values).expect("a summary");
        // Decimal data such as 1000000.2 lose these digits on being read.
        let tolerance = match name.as_str() {
            "NumAcc3" => 1e-9,
            "NumAcc4" => 1e-8,
            _ => 1e-13,
        };
        assert_eq!(got.n() as f64, value("n"), "{name}");
        close(got.mean(), value("mean"), 1e-14, &name);
        close(mean(&values).expect("a mean"), value("mean"), 1e-14, &name);
        close(got.sd(), value("sd"), tolerance, &name);
    }
}

/// Worked by hand: where the mean itself is rounded, or would be.
#[test]
fn moments_at_the_edge_of_precision() {
    let far = Summary::of(&[1e16, 1e16 + 2.0]).expect("a summary");
    assert_eq!(far.sd(), 2.0_f64.sqrt());
    let alike = Summary::of(&[1.9999999990497936; 33]).expect("a summary");
    assert_eq!((alike.mean(), alike.sd()), (1.9999999990497936, 0.0));
}

/// The column below the last rule of a NIST file, or all of a bare one.
fn nist(name: &str) -> Vec<f64> {
    let read = |end: &str| fs::read_to_string(golden(&format!("nist/{name}.{end}")));
    let text = read("dat").or_else(|_| read("txt")).expect("the data");
    let data = text.rsplit("---").next().unwrap_or(&text);
    data.split_whitespace().filter_map(|word| word.parse().ok()).collect()
}
