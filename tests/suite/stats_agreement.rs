//! Laws of alpha, of kappa, and of the F distribution beneath alpha's interval.

use proptest::prelude::*;
use synthesist::stats::{Alpha, Confidence, FisherF, Kappa, StudentT, Undefined, cohen_kappa, cronbach_alpha};

use crate::golden::usual;

/// Answers of people to items, a list an item; some items repeat another with noise.
fn answers() -> impl Strategy<Value = Vec<Vec<f64>>> {
    (2_usize..7, 2_usize..40).prop_flat_map(|(items, people)| {
        prop::collection::vec(prop::collection::vec((1_i32..8).prop_map(f64::from), people), items)
    })
}

fn table() -> impl Strategy<Value = Vec<Vec<u64>>> {
    (1_usize..6).prop_flat_map(|size| prop::collection::vec(prop::collection::vec(0_u64..60, size), size))
}

fn alpha(items: &[Vec<f64>]) -> Result<Alpha, Undefined> {
    let items: Vec<&[f64]> = items.iter().map(Vec::as_slice).collect();
    cronbach_alpha(&items, usual())
}

fn near(got: f64, wanted: f64, tolerance: f64, size: f64) -> bool {
    (got - wanted).abs() <= tolerance * size.abs()
}

/// k·c̄ / (v̄ + (k − 1)·c̄) with the mean variance and the mean covariance.
fn by_covariances(items: &[Vec<f64>]) -> f64 {
    let people = items[0].len() as f64;
    let mean = |item: &[f64]| item.iter().sum::<f64>() / people;
    let shared = |one: &[f64], other: &[f64]| {
        let (one_mean, other_mean) = (mean(one), mean(other));
        one.iter().zip(other).map(|(x, y)| (x - one_mean) * (y - other_mean)).sum::<f64>()
    };
    let k = items.len() as f64;
    let (mut variances, mut covariances) = (0.0, 0.0);
    for (at, one) in items.iter().enumerate() {
        variances += shared(one, one) / k;
        covariances += items.iter().skip(at + 1).map(|other| 2.0 * shared(one, other)).sum::<f64>() / (k * (k - 1.0));
    }
    k * covariances / (variances + (k - 1.0) * covariances)
}

proptest! {
    #[test]
    fn alpha_is_that_of_the_covariances(items in answers()) {
        if let Ok(got) = alpha(&items) {
            let size = 1.0 + got.alpha.abs();
            prop_assert!(near(got.alpha, by_covariances(&items), 1e-12, size * size));
            prop_assert!(got.low <= got.alpha && got.alpha <= got.high && got.high <= 1.0, "{got:?}");
            prop_assert_eq!((got.items, got.n), (items.len() as u64, items[0].len() as u64));
        }
    }

    #[test]
    fn a_constant_added_to_an_item_keeps_alpha(items in answers(), by in -1000_i32..1000, at in any::<prop::sample::Index>()) {
        let mut moved = items.clone();
        let at = at.index(items.len());
        moved[at].iter_mut().for_each(|answer| *answer += f64::from(by));
        match (alpha(&items), alpha(&moved)) {
            (Ok(before), Ok(after)) => {
                let size = 1.0 + before.alpha.abs();
                prop_assert!(near(after.alpha, before.alpha, 1e-12, size));
                prop_assert!(near(after.low, before.low, 1e-12, 1.0 + before.low.abs()));
                prop_assert!(near(after.high, before.high, 1e-12, size));
            }
            (before, after) => prop_assert_eq!(before, after),
        }
    }

    /// Reversing every item of a scale, or taking other units, changes nothing.
    #[test]
    fn a_scale_keeps_alpha(items in answers(), power in -30_i32..30) {
        let by = -2.0_f64.powi(power);
        let scaled: Vec<Vec<f64>> =
            items.iter().map(|item| item.iter().map(|answer| answer * by).collect()).collect();
        match (alpha(&items), alpha(&scaled)) {
            (Ok(one), Ok(other)) => {
                for (one, other) in [(one.alpha, other.alpha), (one.low, other.low), (one.high, other.high)] {
                    prop_assert!(near(one, other, 1e-13, 1.0 + one.abs()), "{one} {other}");
                }
            }
            (one, other) => prop_assert_eq!(one, other),
        }
    }

    #[test]
    fn copies_of_an_item_have_an_alpha_of_1(item in prop::collection::vec((0_i32..8).prop_map(f64::from), 2..40), copies in 2_usize..12) {
        match alpha(&vec![item.clone(); copies]) {
            Ok(got) => {
                prop_assert!((got.alpha - 1.0).abs() <= 1e-14 && got.alpha <= 1.0);
                prop_assert!((got.low - 1.0).abs() <= 1e-11 && got.high <= 1.0);
            }
            Err(reason) => {
                prop_assert_eq!(reason, Undefined::ZeroVariance);
                prop_assert!(item.iter().all(|answer| *answer == item[0]));
            }
        }
    }

    /// The other way round is the reciprocal.
    #[test]
    fn the_f_quantiles_invert_the_tails(
        log_df1 in -0.5..6.5, log_df2 in -0.5..6.5, log_tail in -9.0..-0.001,
    ) {
        let (df1, df2, tail) = (10.0_f64.powf(log_df1), 10.0_f64.powf(log_df2), 10.0_f64.powf(log_tail));
        let law = FisherF::new(df1, df2).expect("degrees of freedom");
        let turned = FisherF::new(df2, df1).expect("degrees of freedom");
        let (low, high) = (law.lower_quantile(tail), law.upper_quantile(tail));
        let tolerance = 1e-13 + 1e-14 * df1.min(df2).sqrt();
        if let Ok(low) = low {
            let back = law.lower_tail(low).expect("a tail");
            prop_assert!(near(back, tail, tolerance, tail), "{back:e} for {tail:e}");
            let other = turned.upper_quantile(tail).expect("a quantile");
            prop_assert!(near(low * other, 1.0, 1e-13, 1.0), "{low} {other}");
        }
        if let Ok(high) = high {
            let back = law.upper_tail(high).expect("a tail");
            prop_assert!(near(back, tail, tolerance, tail), "{back:e} for {tail:e}");
            prop_assert!(near(law.lower_tail(high).expect("a tail"), 1.0 - tail, tolerance, 1.0));
        }
    }

    /// F with one degree of freedom above is t squared.
    #[test]
    fn f_is_t_squared(log_df in 0.0..7.0, t in 1e-3..30.0) {
        let df = 10.0_f64.powf(log_df);
        let p = StudentT::new(df).and_then(|law| law.two_sided_p(t)).expect("a p-value");
        let tail = FisherF::new(1.0, df).and_then(|law| law.upper_tail(t * t)).expect("a tail");
        prop_assert!(near(tail, p, 1e-11, p), "{tail:e} {p:e}");
    }

    #[test]
    fn kappa_is_1_on_the_diagonal(counts in prop::collection::vec(1_u64..1000, 2..7)) {
        let table: Vec<Vec<u64>> =
            (0..counts.len()).map(|row| (0..counts.len()).map(|at| if at == row { counts[at] } else { 0 }).collect()).collect();
        let got = cohen_kappa(&table, usual()).expect("a kappa");
        prop_assert_eq!((got.kappa, got.observed, got.se), (1.0, 1.0, 0.0));
        prop_assert_eq!((got.low, got.high), (1.0, 1.0));
    }

    #[test]
    fn kappa_is_0_of_independent_raters(one in prop::collection::vec(1_u64..30, 2..6), shift in 0_usize..5) {
        let other: Vec<u64> = (0..one.len()).map(|at| one[(at + shift) % one.len()] + 3).collect();
        let table: Vec<Vec<u64>> = one.iter().map(|row| other.iter().map(|column| row * column).collect()).collect();
        let got = cohen_kappa(&table, usual()).expect("a kappa");
        prop_assert_eq!(got.kappa, 0.0);
        prop_assert_eq!(got.observed, got.expected);
        prop_assert!(got.low < 0.0 && got.high > 0.0);
    }

    #[test]
    fn kappa_does_not_care_who_was_first(table in table()) {
        let turned: Vec<Vec<u64>> = (0..table.len()).map(|at| table.iter().map(|row| row[at]).collect()).collect();
        prop_assert_eq!(cohen_kappa(&table, usual()), cohen_kappa(&turned, usual()));
    }

    /// The same table c times over: the same kappa, an error smaller by √c.
    #[test]
    fn more_of_the_same(table in table(), times in 2_u64..50) {
        let larger: Vec<Vec<u64>> = table.iter().map(|row| row.iter().map(|count| count * times).collect()).collect();
        match (cohen_kappa(&table, usual()), cohen_kappa(&larger, usual())) {
            (Ok(one), Ok(many)) => {
                prop_assert!(near(many.kappa, one.kappa, 1e-15, one.kappa));
                prop_assert!(near(many.se * (times as f64).sqrt(), one.se, 1e-13, one.se));
                prop_assert!(-1.0 <= one.low && one.low <= one.kappa && one.kappa <= one.high && one.high <= 1.0);
            }
            (one, many) => prop_assert_eq!(one, many),
        }
    }

    #[test]
    fn anything_is_finite_or_undefined(
        items in prop::collection::vec(prop::collection::vec(any::<f64>(), 3), 0..5),
        counts in prop::collection::vec(prop::collection::vec(any::<u64>(), 2), 2),
        level in 0.0001..0.9999,
    ) {
        let level = Confidence::new(level).expect("a level");
        let mut found = Vec::new();
        let columns: Vec<&[f64]> = items.iter().map(Vec::as_slice).collect();
        if let Ok(Alpha { alpha, low, high, .. }) = cronbach_alpha(&columns, level) {
            found.extend([alpha, low, high]);
        }
        let halved: Vec<Vec<u64>> = counts.iter().map(|row| row.iter().map(|count| count >> 24).collect()).collect();
        for table in [counts, halved] {
            if let Ok(Kappa { observed, expected, kappa, se, low, high, .. }) = cohen_kappa(&table, level) {
                found.extend([observed, expected, kappa, se, low, high]);
            }
        }
        prop_assert!(found.iter().all(|value| value.is_finite()), "{found:?}");
    }
}
