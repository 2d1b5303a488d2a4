//! Laws that the `stats` room keeps whatever the data: shift, scale, swap and
//! inverse. Order has its own file.

use proptest::prelude::*;
use synthesist::stats::{
    Confidence, StudentT, Summary, benjamini_hochberg, holm, mean_interval, normal_quantile, normal_two_sided_p,
    normal_upper_tail, one_sample, welch, wilson,
};

/// Data that a shift by another such number does not round.
fn exact() -> impl Strategy<Value = f64> {
    (-100_000_i32..100_000).prop_map(|whole| f64::from(whole) / 64.0)
}

fn data() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(exact(), 2..40)
}

fn summary() -> impl Strategy<Value = Summary> {
    (2_u64..5000, -100.0..100.0, 0.01..50.0).prop_map(|(n, mean, sd)| Summary::new(n, mean, sd).expect("a summary"))
}

fn confidence() -> impl Strategy<Value = Confidence> {
    (0.01..0.9999).prop_map(|level| Confidence::new(level).expect("a level"))
}

/// A level so low that the limits all but coincide.
fn slight() -> impl Strategy<Value = Confidence> {
    (1e-16..1e-14).prop_map(|level| Confidence::new(level).expect("a level"))
}

fn family() -> impl Strategy<Value = Vec<f64>> {
    let value = prop_oneof![0.0..=1.0, 0.0..0.001, Just(0.0), Just(0.05), Just(1.0)];
    prop::collection::vec(value, 0..30)
}

/// Within a relative tolerance; `size` is what the rounding is relative to.
fn near(got: f64, wanted: f64, tolerance: f64, size: f64) -> bool {
    (got - wanted).abs() <= tolerance * size.abs()
}

fn indices(length: usize) -> Vec<usize> {
    (0..length).collect()
}

proptest! {
    #[test]
    fn a_shift_moves_the_mean_and_keeps_the_sd(values in data(), by in exact()) {
        let before = Summary::of(&values).expect("a summary");
        let moved: Vec<f64> = values.iter().map(|value| value + by).collect();
        let after = Summary::of(&moved).expect("a summary");
        prop_assert!(near(after.mean(), before.mean() + by, 1e-15, 4000.0));
        prop_assert!(near(after.sd(), before.sd(), 1e-13, before.sd()));
    }

    #[test]
    fn a_scale_scales_mean_and_sd(values in data(), by in prop_oneof![-90.0..-0.01_f64, 0.01..90.0]) {
        let before = Summary::of(&values).expect("a summary");
        let scaled: Vec<f64> = values.iter().map(|value| value * by).collect();
        let after = Summary::of(&scaled).expect("a summary");
        let size = values.iter().fold(0.0_f64, |most, value| most.max(value.abs())) * by;
        prop_assert!(near(after.mean(), before.mean() * by, 1e-15, size));
        prop_assert!(near(after.sd(), before.sd() * by.abs(), 1e-15, 4.0 * size));
    }

    /// However small or large the unit, no square is lost or overflows.
    #[test]
    fn a_unit_changes_no_digit(values in data(), power in -1000_i32..1000) {
        let before = Summary::of(&values).expect("a summary");
        // In two steps: the scale alone may lie beyond the doubles.
        let half = 2.0_f64.powi(power / 2);
        let scaled: Vec<f64> = values.iter().map(|value| value * half * half).collect();
        let after = Summary::of(&scaled).expect("a summary");
        let (mean, sd) = (before.mean() * half * half, before.sd() * half * half);
        prop_assert!(near(after.sd(), sd, 1e-15, sd) && near(after.mean(), mean, 1e-15, mean));
    }

    #[test]
    fn alike_values_have_no_spread(value in -1e9..1e9_f64, times in 2_usize..50) {
        prop_assert_eq!(Summary::of(&vec![value; times]).expect("a summary").sd(), 0.0);
    }

    #[test]
    fn swapping_the_groups_flips_the_sign_only(one in summary(), other in summary(), level in confidence()) {
        let there = welch(&one, &other, level).expect("a comparison");
        let back = welch(&other, &one, level).expect("a comparison");
        prop_assert_eq!(there.t, -back.t);
        prop_assert_eq!(there.difference, -back.difference);
        prop_assert_eq!(there.p, back.p);
        prop_assert_eq!(there.df, back.df);
        prop_assert_eq!((there.low, there.high), (-back.high, -back.low));
    }

    #[test]
    fn a_scale_keeps_t_and_p(one in summary(), other in summary(), level in confidence(), power in -300_i32..300) {
        let by = 2.0_f64.powi(power);
        let scaled = |of: &Summary| Summary::new(of.n(), of.mean() * by, of.sd() * by).expect("a summary");
        let before = welch(&one, &other, level).expect("a comparison");
        let after = welch(&scaled(&one), &scaled(&other), level).expect("a comparison");
        prop_assert!(near(after.t, before.t, 1e-14, before.t));
        prop_assert!(near(after.df, before.df, 1e-13, before.df));
        prop_assert!(near(after.high, before.high * by, 1e-13, (before.difference.abs() + before.high.abs()) * by));
    }

    #[test]
    fn welch_df_lie_between_the_bounds(one in summary(), other in summary(), level in confidence()) {
        let df = welch(&one, &other, level).expect("a comparison").df;
        let least = one.n().min(other.n()) - 1;
        let most = one.n() + other.n() - 2;
        prop_assert!(df >= least as f64 * (1.0 - 1e-14) && df <= most as f64 * (1.0 + 1e-14));
    }

    /// The interval leaves out 0 exactly where the test rejects.
    #[test]
    fn interval_and_test_agree(one in summary(), other in summary(), level in confidence()) {
        let got = welch(&one, &other, level).expect("a comparison");
        let outside = 1.0 - level.level();
        prop_assume!((got.p - outside).abs() > 1e-9 * outside);
        prop_assert_eq!(got.p < outside, got.low > 0.0 || got.high < 0.0);
    }

    #[test]
    fn the_mean_s_interval_is_the_one_sample_test_s(one in summary(), level in confidence()) {
        let interval = mean_interval(&one, level).expect("an interval");
        let test = one_sample(&one, 0.0, level).expect("a comparison");
        prop_assert_eq!((interval.low, interval.high), (test.low, test.high));
        prop_assert!(interval.low < one.mean() && one.mean() < interval.high);
    }

    #[test]
    fn p_falls_as_t_grows(df in 1.0..1e6, t in 0.0..40.0, more in 1e-6..5.0) {
        let law = StudentT::new(df).expect("degrees of freedom");
        let (near, far) = (law.two_sided_p(t).expect("p"), law.two_sided_p(t + more).expect("p"));
        prop_assert!(near > far || (near < 1e-300 && near >= far));
        prop_assert_eq!(near, law.two_sided_p(-t).expect("p"));
        prop_assert!((0.0..=1.0).contains(&near));
    }

    #[test]
    fn the_t_quantile_inverts_the_tail(log_df in 0.0..8.0, log_p in -50.0..-0.001) {
        let law = StudentT::new(10.0_f64.powf(log_df)).expect("degrees of freedom");
        let p = 10.0_f64.powf(log_p);
        let back = law.two_sided_p(law.two_sided_quantile(p).expect("t")).expect("p");
        prop_assert!(near(back, p, 1e-12, p), "{back:e} for {p:e}");
    }

    #[test]
    fn the_normal_quantile_inverts_the_tail(log_tail in -300.0..-0.001) {
        let tail = 10.0_f64.powf(log_tail);
        let back = normal_upper_tail(normal_quantile(tail).expect("z")).expect("p");
        prop_assert!(near(back, tail, 1e-12, tail), "{back:e} for {tail:e}");
    }

    /// In the limit of many degrees of freedom t is normal. Above 1e16 the p of
    /// a small t was once far off.
    #[test]
    fn t_becomes_normal(log_df in 15.0..300.0, tail in 1e-9..0.4999, t in 1e-6..10.0) {
        let law = StudentT::new(10.0_f64.powf(log_df)).expect("degrees of freedom");
        let quantile = law.two_sided_quantile(2.0 * tail).expect("t");
        let z = normal_quantile(tail).expect("z");
        prop_assert!(near(quantile, z, 1e-12, z));
        let (p, normal) = (law.two_sided_p(t).expect("p"), normal_two_sided_p(t).expect("p"));
        prop_assert!(near(p, normal, 1e-11, normal));
    }

    #[test]
    fn wilson_holds_the_estimate(
        total in 1_u64..100_000, share in 0.0..=1.0, level in prop_oneof![confidence(), slight()],
    ) {
        let count = (share * total as f64) as u64;
        let got = wilson(count, total, level).expect("an interval");
        prop_assert!(0.0 <= got.low && got.low <= got.estimate);
        prop_assert!(got.estimate <= got.high && got.high <= 1.0);
        prop_assert_eq!(got.low == 0.0, count == 0);
        prop_assert_eq!(got.high == 1.0, count == total);
        let turned = wilson(total - count, total, level).expect("an interval");
        prop_assert!(near(got.high, 1.0 - turned.low, 1e-14, 1.0));
        prop_assert!(near(got.low, 1.0 - turned.high, 1e-14, 1.0));
    }

    #[test]
    fn nothing_and_everything_end_at_0_and_1(total in 1_u64..10_000, level in confidence()) {
        prop_assert_eq!(wilson(0, total, level).expect("an interval").low, 0.0);
        prop_assert_eq!(wilson(total, total, level).expect("an interval").high, 1.0);
    }

    #[test]
    fn adjusting_raises_and_keeps_the_order(p in family()) {
        let holm = holm(&p).expect("adjusted");
        let bh = benjamini_hochberg(&p).expect("adjusted");
        prop_assert_eq!((holm.len(), bh.len()), (p.len(), p.len()));
        for at in indices(p.len()) {
            prop_assert!(1.0 >= holm[at] && holm[at] >= bh[at] && bh[at] >= p[at]);
            for other in indices(p.len()) {
                if p[at] <= p[other] {
                    prop_assert!(holm[at] <= holm[other] && bh[at] <= bh[other]);
                }
            }
        }
    }

    #[test]
    fn adjusting_follows_the_input_s_order(p in family()) {
        let turn = |values: Vec<f64>| -> Vec<f64> { values.into_iter().rev().collect() };
        let turned = turn(p.clone());
        prop_assert_eq!(turn(holm(&turned).expect("adjusted")), holm(&p).expect("adjusted"));
        prop_assert_eq!(
            turn(benjamini_hochberg(&turned).expect("adjusted")),
            benjamini_hochberg(&p).expect("adjusted")
        );
    }

    /// Anything at all: a finite number or a reason, and never a panic.
    #[test]
    fn anything_is_finite_or_undefined(
        n in any::<u64>(), a in any::<f64>(), b in any::<f64>(), c in any::<f64>(), level in confidence(),
    ) {
        let mut found = vec![StudentT::new(a).and_then(|law| law.two_sided_p(b)).unwrap_or(0.0)];
        found.push(StudentT::new(a).and_then(|law| law.two_sided_quantile(b)).unwrap_or(0.0));
        found.push(normal_upper_tail(a).unwrap_or(0.0));
        found.push(Summary::of(&[a, b, c]).map_or(0.0, |of| of.sd()));
        if let (Ok(one), Ok(other)) = (Summary::new(n, a, b.abs()), Summary::new(n / 2, c, a.abs())) {
            for got in [welch(&one, &other, level), one_sample(&one, c, level)].into_iter().flatten() {
                found.extend([got.difference, got.se, got.t, got.df, got.p, got.low, got.high]);
            }
        }
        prop_assert!(found.iter().all(|value| value.is_finite()), "{found:?}");
    }
}
