//! Laws of paired measurements: what swapping, shifting and scaling does to a
//! change, its test and its ranks, and the ranks' p by counting every sign.

use proptest::prelude::*;
use synthesist::stats::{Comparison, Pairs, SignedRank, Undefined, average_sd, differences, one_sample, signed_rank};

use crate::golden::usual;

/// Numbers that no shift or difference here rounds.
fn exact() -> impl Strategy<Value = f64> {
    (-20_000_i32..20_000).prop_map(|whole| f64::from(whole) / 64.0)
}

fn both() -> impl Strategy<Value = (Vec<f64>, Vec<f64>)> {
    let score = prop_oneof![exact(), (0_i32..12).prop_map(f64::from)];
    prop::collection::vec((score, exact(), any::<bool>()), 2..60).prop_map(|people| {
        people.into_iter().map(|(from, by, same)| (from, if same { from } else { from + by })).unzip()
    })
}

fn changes(from: &[f64], to: &[f64]) -> Vec<f64> {
    from.iter().zip(to).map(|(from, to)| to - from).collect()
}

fn test(pairs: &Pairs) -> Result<Comparison, Undefined> {
    one_sample(&pairs.change, 0.0, usual())
}

fn pairs(from: &[f64], to: &[f64]) -> Pairs {
    Pairs::of(from, to).expect("pairs")
}

fn near(got: f64, wanted: f64, tolerance: f64, size: f64) -> bool {
    (got - wanted).abs() <= tolerance * size.abs()
}

/// p by trying every sign of every rank.
fn by_counting(n: u32, w: f64) -> f64 {
    let (mut below, mut above) = (0_u32, 0_u32);
    for signs in 0_u32..1 << n {
        let sum = (0..n).filter(|rank| signs >> rank & 1 == 1).map(|rank| f64::from(rank + 1)).sum::<f64>();
        below += u32::from(sum <= w);
        above += u32::from(sum >= w);
    }
    (2.0 * f64::from(below.min(above)) / f64::from(1_u32 << n)).min(1.0)
}

proptest! {
    #[test]
    fn swapping_flips_the_signs_and_keeps_p((from, to) in both()) {
        let (there, back) = (pairs(&from, &to), pairs(&to, &from));
        prop_assert_eq!(there.change.mean(), -back.change.mean());
        prop_assert_eq!(there.change.sd(), back.change.sd());
        prop_assert_eq!((there.from, there.to), (back.to, back.from));
        prop_assert_eq!(there.r, back.r);
        match (test(&there), test(&back)) {
            (Ok(there), Ok(back)) => {
                prop_assert_eq!((there.t, there.p, there.df), (-back.t, back.p, back.df));
                prop_assert_eq!((there.low, there.high), (-back.high, -back.low));
            }
            (there, back) => prop_assert_eq!(there, back),
        }
        match (signed_rank(&changes(&from, &to)), signed_rank(&changes(&to, &from))) {
            (Ok(there), Ok(back)) => {
                let n = there.nonzero as f64;
                prop_assert_eq!(there.w + back.w, n * (n + 1.0) / 2.0);
                prop_assert_eq!((there.p, there.nonzero, there.exact), (back.p, back.nonzero, back.exact));
            }
            (there, back) => prop_assert_eq!(there, back),
        }
    }

    /// a·x + b of both measurements, with a power of two and whole numbers: the
    /// change is scaled, and no pure number moves.
    #[test]
    fn a_scale_and_a_shift((from, to) in both(), power in -20_i32..20, by in exact(), turned in any::<bool>()) {
        let factor = if turned { -2.0_f64.powi(power) } else { 2.0_f64.powi(power) };
        let moved = |values: &[f64]| values.iter().map(|value| (value + by) * factor).collect::<Vec<f64>>();
        let (before, after) = (pairs(&from, &to), pairs(&moved(&from), &moved(&to)));
        let (mean, sd) = (before.change.mean() * factor, before.change.sd() * factor.abs());
        prop_assert!(near(after.change.mean(), mean, 1e-15, mean) && near(after.change.sd(), sd, 1e-15, sd));
        if let (Ok(before), Ok(after)) = (before.r, after.r) {
            prop_assert!(near(after, before, 1e-12, 1.0), "{before} {after}");
        } else {
            prop_assert_eq!(before.r, after.r);
        }
        if let (Ok(before), Ok(after)) = (test(&before), test(&after)) {
            prop_assert!(near(after.t, before.t * factor.signum(), 1e-14, before.t));
            prop_assert!(near(after.p, before.p, 1e-12, 1.0));
        }
        let ranks = |from: &[f64], to: &[f64]| signed_rank(&changes(from, to));
        if let (Ok(one), Ok(other)) = (ranks(&from, &to), ranks(&moved(&from), &moved(&to))) {
            prop_assert_eq!((one.p, one.exact), (other.p, other.exact));
            prop_assert!(turned || one.w == other.w);
        }
    }

    /// SD² of the change = SD₁² + SD₂² − 2·r·SD₁·SD₂.
    #[test]
    fn the_change_s_variance_is_that_of_both_less_what_they_share((from, to) in both()) {
        let got = pairs(&from, &to);
        let (one, other) = (got.from.sd(), got.to.sd());
        let size = one * one + other * other;
        if let Ok(r) = got.r {
            prop_assert!((-1.0..=1.0).contains(&r));
            prop_assert!(near(got.change.sd().powi(2), size - 2.0 * r * one * other, 1e-13, size));
        }
        prop_assert!(near(got.change.mean(), got.to.mean() - got.from.mean(), 1e-15, 3000.0));
        let average = average_sd(&got.from, &got.to);
        prop_assert!(one.min(other) <= average && average <= one.max(other));
    }

    #[test]
    fn what_is_alike_correlates_fully(values in prop::collection::vec(exact(), 2..50), power in -9_i32..9) {
        let opposite: Vec<f64> = values.iter().map(|value| -value * 2.0_f64.powi(power)).collect();
        match (pairs(&values, &values).r, pairs(&values, &opposite).r) {
            (Ok(one), Ok(other)) => prop_assert_eq!((one, other), (1.0, -1.0)),
            (one, other) => prop_assert_eq!((one, other), (Err(Undefined::ZeroVariance), Err(Undefined::ZeroVariance))),
        }
    }

    #[test]
    fn the_exact_p_is_that_of_counting(
        signs in prop::collection::vec(any::<bool>(), 1..13), scale in 0.01..50.0_f64,
    ) {
        let differences: Vec<f64> = (1_u32..)
            .zip(&signs)
            .map(|(rank, &up)| if up { f64::from(rank) * scale } else { f64::from(rank) * -scale })
            .collect();
        let got = signed_rank(&differences).expect("a test");
        let w: f64 = (1_u32..).zip(&signs).filter(|(_, up)| **up).map(|(rank, _)| f64::from(rank)).sum();
        prop_assert!(got.exact);
        prop_assert_eq!(got.w, w);
        prop_assert_eq!(got.p, by_counting(signs.len() as u32, w));
    }

    /// With ties and zeros, by all signs that the ranks can have.
    #[test]
    fn the_exact_p_of_ties_is_that_of_counting(differences in prop::collection::vec(-4_i32..5, 1..13)) {
        let got = signed_rank(&differences.iter().map(|&whole| f64::from(whole) * 0.1).collect::<Vec<f64>>());
        let kept: Vec<i32> = differences.into_iter().filter(|whole| *whole != 0).collect();
        let Ok(got) = got else { return Ok(()) };
        let below = |of: i32| kept.iter().filter(|other| other.abs() < of.abs()).count() as u32;
        let alike = |of: i32| kept.iter().filter(|other| other.abs() == of.abs()).count() as u32;
        let doubled: Vec<u32> = kept.iter().map(|&of| 2 * below(of) + alike(of) + 1).collect();
        let (all, positive) = (doubled.iter().sum::<u32>(), (2.0 * got.w) as u32);
        let far = |sum: u32| (2 * i64::from(sum) - i64::from(all)).abs() >= (2 * i64::from(positive) - i64::from(all)).abs();
        let signs = 0..1_u32 << kept.len();
        let sums = signs.clone().map(|signs| (0..kept.len()).filter(|at| signs >> at & 1 == 1).map(|at| doubled[at]).sum());
        prop_assert_eq!(got.p, sums.filter(|sum: &u32| far(*sum)).count() as f64 / f64::from(signs.end));
    }

    /// With ties, against the formula as it stands in a book.
    #[test]
    fn ties_share_their_ranks(differences in prop::collection::vec(-6_i32..7, 1..120)) {
        let got = signed_rank(&differences.iter().map(|&whole| f64::from(whole)).collect::<Vec<f64>>());
        let kept: Vec<i32> = differences.into_iter().filter(|whole| *whole != 0).collect();
        if kept.is_empty() {
            prop_assert_eq!(got, Err(Undefined::NoDifference));
            return Ok(());
        }
        let got = got.expect("a test");
        let rank = |of: i32| {
            let below = kept.iter().filter(|other| other.abs() < of.abs()).count() as f64;
            let alike = kept.iter().filter(|other| other.abs() == of.abs()).count() as f64;
            below + (alike + 1.0) / 2.0
        };
        let w: f64 = kept.iter().filter(|whole| **whole > 0).map(|&whole| rank(whole)).sum();
        prop_assert_eq!((got.w, got.nonzero), (w, kept.len() as u64));
        if !got.exact {
            // The variance of a sum of ranks with random signs is a quarter of their squares' sum.
            let variance: f64 = kept.iter().map(|&whole| rank(whole).powi(2)).sum::<f64>() / 4.0;
            let expected: f64 = kept.iter().map(|&whole| rank(whole)).sum::<f64>() / 2.0;
            let z = (w - expected) / variance.sqrt();
            let p = synthesist::stats::normal_two_sided_p(z).expect("a p-value");
            prop_assert!(near(got.p, p, 1e-12, p), "{} {p}", got.p);
        }
    }

    #[test]
    fn anything_is_finite_or_undefined(people in prop::collection::vec((any::<f64>(), any::<f64>()), 0..6)) {
        let (from, to): (Vec<f64>, Vec<f64>) = people.into_iter().unzip();
        let mut found = Vec::new();
        if let Ok(pairs) = Pairs::of(&from, &to) {
            for of in [pairs.from, pairs.to, pairs.change] {
                found.extend([of.mean(), of.sd()]);
            }
            found.extend(pairs.r);
            found.push(average_sd(&pairs.from, &pairs.to));
        }
        if let Ok(SignedRank { w, p, .. }) = signed_rank(&changes(&from, &to)) {
            prop_assert!((0.0..=1.0).contains(&p));
            found.push(w);
        }
        prop_assert!(found.iter().all(|value| value.is_finite()), "{found:?}");
    }
}

/// Exact below 50 differences that are not 0, with ties and zeros, too.
#[test]
fn where_the_exact_distribution_ends() {
    let of = |n: i32| (1..=n).map(f64::from).collect::<Vec<f64>>();
    let exact = |differences: &[f64]| signed_rank(differences).expect("a test").exact;
    assert!(exact(&of(49)) && !exact(&of(50)));
    assert!(exact(&[of(20), vec![-20.0, 0.0]].concat()));
    assert!(exact(&[of(49), vec![0.0, 0.0]].concat()));
    assert!(!exact(&[of(49), vec![-1.0]].concat()));
    let all_up = signed_rank(&of(49)).expect("a test");
    assert_eq!((all_up.w, all_up.p), (1225.0, 2.0_f64.powi(-48)));
    assert_eq!(signed_rank(&[-3.0]).expect("a test").p, 1.0);
}

/// The smallest p of n equal changes is 2 / 2ⁿ, whatever their decimals.
#[test]
fn equal_changes() {
    for n in 1..12 {
        let from: Vec<f64> = (0..n).map(|at| f64::from(at) * 0.7).collect();
        let to: Vec<f64> = from.iter().map(|from| from + 0.3).collect();
        let got = signed_rank(&differences(&from, &to)).expect("a test");
        assert_eq!((got.w, got.p), (f64::from(n * (n + 1)) / 2.0, 2.0_f64.powi(1 - n)), "{n}");
    }
}

/// Everybody changed by 0.3, as far as decimals can tell: there is no spread to test against, and no p of 10⁻³⁰.
#[test]
fn a_constant_change_of_decimals() {
    let from = [1000.1, 1000.2, 1000.4, 1001.7, 998.3];
    let to = [1000.4, 1000.5, 1000.7, 1002.0, 998.6];
    assert!(changes(&from, &to).windows(2).any(|pair| pair[0] != pair[1]));
    let got = pairs(&from, &to);
    assert_eq!(got.change.sd(), 0.0);
    assert_eq!(test(&got), Err(Undefined::ZeroVariance));
    assert!((got.change.mean() - 0.3).abs() < 1e-12);

    // A few times what rounding can do is a spread.
    let slight = [1000.4, 1000.5, 1000.7, 1002.0, 998.6 + 3e-12];
    let got = pairs(&from, &slight);
    assert!((got.change.sd() - 3e-12 / 5.0_f64.sqrt()).abs() < 0.2e-12);
}
