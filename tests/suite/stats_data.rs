//! Every golden row again, from the data themselves: what R 4.2.2 computes of
//! published data sets, the `stats` room computes of the same files.
//!
//! Tolerances are relative, 1e-12 unless it is said otherwise.
#![allow(clippy::excessive_precision)] // Numbers stand as R prints them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use synthesist::stats::{
    Confidence, Pairs, Summary, average_sd, cohen_kappa, cronbach_alpha, differences, extremes, mean_interval,
    normal_quantile, normal_two_sided_p, one_sample, quartiles, signed_rank, standardised_mean_difference, welch,
    wilson,
};

use crate::golden::{Row, STATISTIC, close, count, number, rows, usual};

/// The data sets, each read once.
static DATA: LazyLock<BTreeMap<&str, Vec<Row>>> = LazyLock::new(|| {
    let names = ["anorexia", "bfi", "btheb", "sleep", "sleepstudy"];
    names.into_iter().map(|name| (name, rows(&format!("data/{name}.csv")))).collect()
});

/// The people of a data set who are in a group; `all` for everybody.
fn people(dataset: &str, group: &str) -> Vec<&'static Row> {
    let within = |case: &&Row| group == "all" || case.values().any(|value| value == group);
    DATA[dataset].iter().filter(within).collect()
}

/// An answer, or nothing where there is a gap.
fn answer(case: &Row, column: &str) -> Option<f64> {
    case[column].parse().ok()
}

fn values(dataset: &str, variable: &str, group: &str) -> Vec<f64> {
    people(dataset, group).iter().filter_map(|case| answer(case, variable)).collect()
}

#[test]
fn descriptives_of_the_data() {
    let rows = rows("descriptives.csv");
    assert_eq!(rows.len(), 53);
    for row in rows {
        let what = format!("{} {} {}", row["dataset"], row["variable"], row["group"]);
        let like = |got: f64, column: &str| close(got, number(&row, column), STATISTIC, &format!("{what} {column}"));
        let mut values = values(&row["dataset"], &row["variable"], &row["group"]);

        let summary = Summary::of(&values).expect("a summary");
        assert_eq!(summary.n(), count(&row, "n"), "{what}");
        close(summary.mean(), number(&row, "mean"), 1e-15, &what);
        close(summary.sd(), number(&row, "sd"), 1e-15, &what);
        like(summary.sd().powi(2), "var");

        let interval = mean_interval(&summary, usual()).expect("an interval");
        like(interval.se, "se");
        like(interval.low, "ci95_lo");
        like(interval.high, "ci95_hi");

        // To the bit: the file was written with all digits.
        let (least, most) = extremes(&values).expect("values");
        assert_eq!((least, most), (number(&row, "min"), number(&row, "max")), "{what}");
        let cuts = quartiles(&mut values).expect("values");
        // As decimals, and so but for R's last bit.
        for (cut, column) in [(cuts.q1, "q1_type7"), (cuts.median, "median"), (cuts.q3, "q3_type7")] {
            close(cut, number(&row, column), 1e-15, &what);
        }
    }
}

#[test]
fn paired_changes_of_the_data() {
    let rows = rows("paired.csv");
    assert_eq!(rows.len(), 18);
    for row in rows {
        let what = format!("{} {} {} {}", row["dataset"], row["var1"], row["var2"], row["group"]);
        let like = |got: f64, column: &str| close(got, number(&row, column), STATISTIC, &format!("{what} {column}"));
        let both = |case: &&Row| answer(case, &row["var1"]).zip(answer(case, &row["var2"]));
        let (from, to): (Vec<f64>, Vec<f64>) = people(&row["dataset"], &row["group"]).iter().filter_map(both).unzip();

        let pairs = Pairs::of(&from, &to).expect("pairs");
        assert_eq!(pairs.change.n(), count(&row, "n_pairs"), "{what}");
        like(pairs.from.mean(), "mean1");
        like(pairs.from.sd(), "sd1");
        like(pairs.to.mean(), "mean2");
        like(pairs.to.sd(), "sd2");
        like(pairs.change.mean(), "mean_diff");
        like(pairs.change.sd(), "sd_diff");
        like(pairs.r.expect("a correlation"), "r");

        let test = one_sample(&pairs.change, 0.0, usual()).expect("a test");
        like(test.difference, "mean_diff");
        like(test.se, "se_diff");
        like(test.t, "t");
        like(test.df, "df");
        like(test.p, "p");
        like(test.low, "ci95_lo");
        like(test.high, "ci95_hi");

        let effect = |sd: f64| standardised_mean_difference(test.difference, sd).expect("an effect");
        like(effect(pairs.change.sd()), "dz");
        like(effect(average_sd(&pairs.from, &pairs.to)), "dav_meanSD");
        like(effect(pairs.from.sd()), "glass_sd1");
    }
}

/// Ties, zeros and decimals, against `exactRankTests` and `coin`.
#[test]
fn signed_ranks_of_the_data() {
    let rows = rows("wilcoxon.csv");
    assert_eq!(rows.len(), 18);
    for row in rows {
        let what = format!("{} {} {} {}", row["dataset"], row["var1"], row["var2"], row["group"]);
        let both = |case: &&Row| answer(case, &row["var1"]).zip(answer(case, &row["var2"]));
        let (from, to): (Vec<f64>, Vec<f64>) = people(&row["dataset"], &row["group"]).iter().filter_map(both).unzip();
        let ranks = signed_rank(&differences(&from, &to)).expect("a test");
        assert_eq!((ranks.nonzero, ranks.w), (count(&row, "n_nonzero"), number(&row, "w")), "{what}");
        assert_eq!(ranks.exact, ranks.nonzero < 50, "{what}");
        close(ranks.p, number(&row, if ranks.exact { "p_exact" } else { "p_normal" }), STATISTIC, &what);
    }
}

/// The weights of the anorexia trial have one decimal. As doubles some changes that are alike are not, and ranked so W+
/// would be 1724.5; of the decimals it is 1726, as in R with `digits.rank = 12`.
#[test]
fn ties_are_those_of_the_decimals() {
    let both = |case: &&Row| answer(case, "Prewt").zip(answer(case, "Postwt"));
    let (from, to): (Vec<f64>, Vec<f64>) = people("anorexia", "all").iter().filter_map(both).unzip();
    let torn: Vec<f64> = from.iter().zip(&to).map(|(from, to)| to - from).collect();
    assert_eq!(signed_rank(&torn).expect("a test").w, 1724.5);
    let tied = signed_rank(&differences(&from, &to)).expect("a test");
    assert_eq!(tied.w, 1726.0);
    close(tied.p, 0.010257072018598341, STATISTIC, "R with digits.rank = 12");
}

#[test]
fn alphas_of_the_data() {
    let rows = rows("alpha.csv");
    assert_eq!(rows.len(), 5);
    let everybody = people("bfi", "all");
    for row in rows {
        let what = row["scale"].clone();
        let letter = what[..1].to_uppercase();
        let names: Vec<String> = (1..=count(&row, "k")).map(|at| format!("{letter}{at}")).collect();
        let reversed: Vec<&str> = row["reversed"].split_whitespace().collect();
        let turned = |name: &String, answer: f64| if reversed.contains(&name.as_str()) { 7.0 - answer } else { answer };
        let complete: Vec<Vec<f64>> = everybody
            .iter()
            .filter_map(|case| names.iter().map(|name| Some(turned(name, answer(case, name)?))).collect())
            .collect();
        let items: Vec<Vec<f64>> = (0..names.len()).map(|at| complete.iter().map(|case| case[at]).collect()).collect();
        let columns: Vec<&[f64]> = items.iter().map(Vec::as_slice).collect();

        let got = cronbach_alpha(&columns, usual()).expect("an alpha");
        assert_eq!((got.n, got.items), (count(&row, "n_complete"), count(&row, "k")), "{what}");
        close(got.alpha, number(&row, "alpha_raw_listwise"), STATISTIC, &what);
        close(got.low, number(&row, "alpha_ci95_lo_feldt"), STATISTIC, &what);
        close(got.high, number(&row, "alpha_ci95_hi_feldt"), STATISTIC, &what);

        let scores: Vec<f64> = complete.iter().map(|case| case.iter().sum()).collect();
        let scores = Summary::of(&scores).expect("a summary");
        close(scores.mean(), number(&row, "scale_mean_listwise"), STATISTIC, &what);
        close(scores.sd(), number(&row, "scale_sd_listwise"), STATISTIC, &what);
    }
}

#[test]
fn kappas_of_the_data() {
    let rows_of_kappa = rows("kappa.csv");
    assert_eq!(rows_of_kappa.len(), 1);
    for row in rows_of_kappa {
        let counts = rows(&format!("data/kappa_{}.csv", row["table"]));
        let categories = count(&row, "k");
        let cells = |case: &Row| (1..=categories).map(|at| count(case, &format!("V{at}"))).collect::<Vec<u64>>();
        let table: Vec<Vec<u64>> = counts.iter().map(cells).collect();
        let got = cohen_kappa(&table, usual()).expect("a kappa");
        assert_eq!(got.n, count(&row, "n"));
        let like = |got: f64, column: &str| close(got, number(&row, column), STATISTIC, column);
        like(got.observed, "po");
        like(got.expected, "pe");
        like(got.kappa, "kappa");
        like(got.kappa, "psych_kappa");
        like(got.se, "ase_vcd");
        like(got.low, "ci95_lo");
        like(got.high, "ci95_hi");
    }
}

#[test]
fn frequencies_of_the_data() {
    let rows = rows("frequencies.csv");
    assert_eq!(rows.len(), 57);
    let mut intervals = 0;
    for row in rows {
        let (variable, level) = (&row["variable"], row["level"].as_str());
        let what = format!("{} {variable} {level}", row["dataset"]);
        let everybody = people(&row["dataset"], "all");
        let answers: Vec<&str> = everybody.iter().map(|case| case[variable].as_str()).collect();
        let missing = |answer: &&&str| answer.is_empty() || **answer == "NA";
        let valid = answers.iter().filter(|answer| !missing(answer)).count() as u64;
        let wanted = |answer: &&&str| if level == "<missing>" { missing(answer) } else { **answer == level };
        let counted = answers.iter().filter(wanted).count() as u64;
        assert_eq!(counted, count(&row, "n"), "{what}");
        assert_eq!(answers.len() as u64, count(&row, "total"), "{what}");
        assert_eq!(valid, count(&row, "valid"), "{what}");
        if level == "<missing>" {
            continue;
        }
        let got = wilson(counted, valid, usual()).expect("an interval");
        close(100.0 * got.estimate, number(&row, "pct_valid"), STATISTIC, &what);
        close(100.0 * got.low, number(&row, "wilson_lo"), STATISTIC, &what);
        close(100.0 * got.high, number(&row, "wilson_hi"), STATISTIC, &what);
        intervals += 1;
    }
    assert_eq!(intervals, 46);
}

#[test]
fn norm_comparisons_of_the_data() {
    let rows = rows("norm_comparison.csv");
    assert_eq!(rows.len(), 4);
    for row in rows {
        let what = format!("{} {}", row["dataset"], row["variable"]);
        let like = |got: f64, column: &str| close(got, number(&row, column), STATISTIC, &format!("{what} {column}"));
        let people = Summary::of(&values(&row["dataset"], &row["variable"], &row["group"])).expect("a summary");
        let norm = Summary::new(count(&row, "norm_n"), number(&row, "norm_mean"), number(&row, "norm_sd"));
        let norm = norm.expect("a norm");

        let got = welch(&people, &norm, usual()).expect("a test");
        like(got.difference, "diff");
        like(got.se, "se_welch");
        like(got.t, "t_welch");
        like(got.df, "df_welch");
        like(got.p, "p_welch");
        like(got.low, "ci95_lo");
        like(got.high, "ci95_hi");

        let got = one_sample(&people, norm.mean(), usual()).expect("a test");
        like(got.difference, "diff");
        like(got.t, "t_onesample");
        like(got.df, "df_onesample");
        like(got.p, "p_onesample");

        let smd = standardised_mean_difference(got.difference, norm.sd()).expect("an effect");
        like(smd, "smd_norm_sd");
        like(50.0 + 10.0 * smd, "T_score_of_mean");
        let z = number(&row, "z_known_sd");
        like(normal_two_sided_p(z).expect("a p-value"), "p_z");
        // The normal tail, by way of its quantile.
        let below = number(&row, "percentile_of_mean") / 100.0;
        close(normal_quantile(1.0 - below).expect("a quantile"), smd, 1e-10, &what);
    }
}

/// Other levels than the usual one, against R's `t.test(extra ~ group, paired = TRUE, conf.level = …)` of the
/// sleep data.
#[test]
fn other_levels() {
    let pairs = Pairs::of(&values("sleep", "extra1", "all"), &values("sleep", "extra2", "all")).expect("pairs");
    let of = |level: f64| one_sample(&pairs.change, 0.0, Confidence::new(level).expect("a level")).expect("a test");
    let levels = [
        (0.5, 1.3066700905514905, 1.8533299094485094),
        (0.8, 1.0420589068122688, 2.1179410931877314),
        (0.9, 0.8669947329707165, 2.2930052670292835),
        (0.99, 0.31594811489517521, 2.8440518851048249),
        (0.999, -0.27957765844577448, 3.4395776584457747),
    ];
    for (level, low, high) in levels {
        close(of(level).low, low, STATISTIC, "the lower limit");
        close(of(level).high, high, STATISTIC, "the upper limit");
    }
}
