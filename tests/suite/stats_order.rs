//! The order of people and of items changes no bit of a result, and quartiles
//! and extremes keep the order of the values.

use proptest::prelude::*;
use synthesist::stats::{
    Confidence, Pairs, Quartiles, Summary, Undefined, cohen_kappa, cronbach_alpha, extremes, mean, quartiles,
    signed_rank,
};

use crate::golden::usual;

/// Numbers as studies have them, and some as no study has.
fn number() -> impl Strategy<Value = f64> {
    use prop::num::f64::{NEGATIVE, NORMAL, POSITIVE, SUBNORMAL, ZERO};
    prop_oneof![
        4 => (-40_i32..40).prop_map(f64::from),
        4 => (-4000_i32..4000).prop_map(|tenths| f64::from(tenths) / 10.0),
        2 => (0_i32..100).prop_map(|sixths| 1e9 + f64::from(sixths) / 6.0),
        1 => POSITIVE | NEGATIVE | NORMAL | SUBNORMAL | ZERO,
    ]
}

/// One row of answers a person, and the same rows in another order.
fn shuffled(width: usize) -> impl Strategy<Value = (Vec<Vec<f64>>, Vec<Vec<f64>>)> {
    prop::collection::vec(prop::collection::vec(number(), width), 0..70)
        .prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle()))
}

fn column(rows: &[Vec<f64>], at: usize) -> Vec<f64> {
    rows.iter().map(|row| row[at]).collect()
}

fn bits(of: Summary) -> (u64, u64, u64) {
    (of.n(), of.mean().to_bits(), of.sd().to_bits())
}

type Cuts = Result<(u64, u64, u64), Undefined>;

fn cuts(values: &[f64]) -> Cuts {
    let Quartiles { q1, median, q3 } = quartiles(&mut values.to_vec())?;
    Ok((q1.to_bits(), median.to_bits(), q3.to_bits()))
}

proptest! {
    #[test]
    fn of_people_in_one_list((rows, turned) in shuffled(1)) {
        let (one, other) = (column(&rows, 0), column(&turned, 0));
        prop_assert_eq!(Summary::of(&one).map(bits), Summary::of(&other).map(bits));
        prop_assert_eq!(mean(&one).map(f64::to_bits), mean(&other).map(f64::to_bits));
        prop_assert_eq!(cuts(&one), cuts(&other));
        let ends = |values: &[f64]| extremes(values).map(|(least, most)| (least.to_bits(), most.to_bits()));
        prop_assert_eq!(ends(&one), ends(&other));
        prop_assert_eq!(signed_rank(&one), signed_rank(&other));
    }

    #[test]
    fn of_pairs((rows, turned) in shuffled(2)) {
        let of = |rows: &[Vec<f64>]| {
            Pairs::of(&column(rows, 0), &column(rows, 1))
                .map(|pairs| (bits(pairs.from), bits(pairs.to), bits(pairs.change), pairs.r.map(f64::to_bits)))
        };
        prop_assert_eq!(of(&rows), of(&turned));
    }

    #[test]
    fn of_people_with_items((rows, turned) in shuffled(4)) {
        let of = |rows: &[Vec<f64>]| {
            let items: Vec<Vec<f64>> = (0..4).map(|at| column(rows, at)).collect();
            let items: Vec<&[f64]> = items.iter().map(Vec::as_slice).collect();
            cronbach_alpha(&items, usual()).map(|got| (got.alpha.to_bits(), got.low.to_bits(), got.high.to_bits()))
        };
        prop_assert_eq!(of(&rows), of(&turned));
    }

    /// Of categories, too, as long as both raters' are moved alike.
    #[test]
    fn of_categories(
        (table, order) in (2_usize..6).prop_flat_map(|size| {
            let table = prop::collection::vec(prop::collection::vec(0_u64..40, size), size);
            (table, Just((0..size).collect::<Vec<usize>>()).prop_shuffle())
        }),
    ) {
        let moved: Vec<Vec<u64>> =
            order.iter().map(|&row| order.iter().map(|&column| table[row][column]).collect()).collect();
        prop_assert_eq!(cohen_kappa(&table, usual()), cohen_kappa(&moved, usual()));
    }

    #[test]
    fn quartiles_lie_in_order(values in prop::collection::vec(number(), 1..90)) {
        let (least, most) = extremes(&values).expect("values");
        let got = quartiles(&mut values.clone()).expect("values");
        prop_assert!(least <= got.q1 && got.q1 <= got.median && got.median <= got.q3 && got.q3 <= most, "{got:?}");
        // At least a quarter, a half, three quarters of the values lie at or below them.
        for (cut, quarters) in [(got.q1, 1), (got.median, 2), (got.q3, 3)] {
            let below = values.iter().filter(|value| **value <= cut).count();
            let above = values.iter().filter(|value| **value >= cut).count();
            prop_assert!(4 * below >= quarters * (values.len() - 1), "{below} of {}", values.len());
            prop_assert!(4 * above >= (4 - quarters) * (values.len() - 1), "{above} of {}", values.len());
        }
    }

    /// R's formula on sorted values, written out; only where neighbours differ
    /// in the last place may its first quartile pass its median.
    #[test]
    fn quartiles_are_r_s(values in prop::collection::vec(number(), 1..90)) {
        let mut sorted = values.clone();
        sorted.sort_by(f64::total_cmp);
        let r = |share: f64| {
            let index = 1.0 + (sorted.len() as f64 - 1.0) * share;
            let (low, high) = (sorted[index.floor() as usize - 1], sorted[index.ceil() as usize - 1]);
            let h = index - index.floor();
            if low == high { low } else { (1.0 - h) * low + h * high }
        };
        let got = quartiles(&mut values.clone()).expect("values");
        for (got, r) in [(got.q1, r(0.25)), (got.median, r(0.5)), (got.q3, r(0.75))] {
            prop_assert!((got - r).abs() <= 4e-16 * sorted.iter().fold(0.0, |most: f64, value| most.max(value.abs())));
        }
        prop_assert!(got.q1 <= got.median && got.median <= got.q3);
    }

    #[test]
    fn quartiles_follow_a_scale(values in prop::collection::vec(-5000_i32..5000, 1..90), by in -30_i32..30) {
        let of = |values: Vec<f64>| quartiles(&mut values.clone()).expect("values");
        let scale = 2.0_f64.powi(by);
        let got = of(values.iter().map(|&value| f64::from(value)).collect());
        let scaled = of(values.iter().map(|&value| f64::from(value) * scale).collect());
        prop_assert_eq!((scaled.q1, scaled.median, scaled.q3), (got.q1 * scale, got.median * scale, got.q3 * scale));
        let opposite = of(values.iter().map(|&value| -f64::from(value)).collect());
        prop_assert_eq!((opposite.q1, opposite.median, opposite.q3), (-got.q3, -got.median, -got.q1));
    }
}

#[test]
fn one_value_and_two() {
    let of = |values: &[f64]| quartiles(&mut values.to_vec()).expect("values");
    assert_eq!(of(&[7.5]), Quartiles { q1: 7.5, median: 7.5, q3: 7.5 });
    assert_eq!(of(&[3.0, 1.0]), Quartiles { q1: 1.5, median: 2.0, q3: 2.5 });
    assert_eq!(of(&[f64::MAX, -f64::MAX, f64::MAX]).median, f64::MAX);
    assert_eq!(of(&[f64::MAX, f64::MAX * 0.5]).median, f64::MAX * 0.75);
}

/// Neighbouring doubles: R's formula rounds a quarter of the way up and half of
/// the way down.
#[test]
fn a_quartile_does_not_pass_the_median() {
    let low = 1.5 + 2.0 * f64::EPSILON;
    let high = low + f64::EPSILON;
    assert_eq!((0.75 * low + 0.25 * high, 0.5 * low + 0.5 * high), (high, low));
    let got = quartiles(&mut [low, high]).expect("values");
    assert!(got.q1 <= got.median && got.median <= got.q3, "{got:?}");
}

/// So many that a sum of squares needs more than a double holds exactly.
#[test]
fn many_people() {
    let from: Vec<f64> = (0..100_000_u64).map(|person| (person * 7919 % 1009) as f64 / 4.0).collect();
    let to: Vec<f64> = (0..100_000_u64).map(|person| (person * 104_729 % 997) as f64 / 4.0 + 3.0).collect();
    let pairs = Pairs::of(&from, &to).expect("pairs");
    assert_eq!(pairs.change.n(), 100_000);
    let exact: i64 = from.iter().zip(&to).map(|(from, to)| (4.0 * (to - from)) as i64).sum();
    assert_eq!(pairs.change.mean(), exact as f64 / 4e5);
    let median = quartiles(&mut from.clone()).expect("values").median;
    assert_eq!(median, 504.0 / 4.0);
    let level = Confidence::new(0.95).expect("a level");
    let alpha = cronbach_alpha(&[&from, &from, &from], level).expect("an alpha").alpha;
    assert!((alpha - 1.0).abs() < 1e-15, "{alpha}");
}
