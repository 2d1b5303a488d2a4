//! Wilcoxon's signed-rank test of paired differences.

use super::law::normal_two_sided_p;
use super::undefined::{Undefined, finite};

/// From so many differences on, the exact distribution is left to the normal
/// one, as in R.
const EXACT_BELOW: u64 = 50;

/// Magnitudes that differ by less than this share are near ties.
const NEAR: f64 = 1e-12;

/// The test and what it was made of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SignedRank {
    /// W+, the sum of the ranks of the positive differences, from 0 to
    /// n(n + 1) / 2; R's `V`.
    pub w: f64,
    /// The two-sided p-value.
    pub p: f64,
    /// The differences that are not 0: n of the test.
    pub nonzero: u64,
    /// Whether `p` is exact, not by the normal approximation.
    pub exact: bool,
    /// Neighbours in rank that differ in the last decimals of a double only,
    /// such as 0.3 and 0.1 + 0.2, and were ranked apart. Where there are some
    /// the data may have meant ties.
    pub near_ties: u64,
}

/// Wilcoxon's signed-rank test, two-sided, as R's `wilcox.test(d, correct = FALSE)`.
///
/// Zeros are dropped. The magnitudes of the others are ranked, ties share their
/// mean rank, and W+ is the sum of the ranks of the positive ones. For fewer
/// than 50 differences without ties or zeros p is exact: twice the smaller tail
/// of W+ over all 2ⁿ signs, at most 1. Otherwise it is that of
/// z = (W+ − n(n + 1)/4) / √(n(n + 1)(2n + 1)/24 − Σ(t³ − t)/48) for groups of t
/// ties, without a continuity correction.
///
/// Ties are equal doubles, as in R: 3.3 − 3.0 and 0.3 are none, though a reader
/// of the data would call them one. Differences alone do not tell how they were
/// rounded, and a printed W has to be found again by another program; so they
/// are counted in [`SignedRank::near_ties`], and whoever wants them tied rounds
/// the differences to the decimals of the data first.
///
/// Undefined without differences, if all are 0, and if one is not finite.
///
/// References: Wilcoxon (1945), Individual comparisons by ranking methods,
/// Biometrics Bulletin 1(6), 80–83. Hollander, Wolfe & Chicken (2014),
/// Nonparametric statistical methods, 3rd edition, section 3.1.
pub fn signed_rank(differences: &[f64]) -> Result<SignedRank, Undefined> {
    if differences.is_empty() {
        return Err(Undefined::NoObservations);
    }
    let mut ranked = Vec::with_capacity(differences.len());
    for &difference in differences {
        if finite(difference)? != 0.0 {
            ranked.push(difference);
        }
    }
    if ranked.is_empty() {
        return Err(Undefined::NoDifference);
    }
    ranked.sort_unstable_by(|a, b| a.abs().total_cmp(&b.abs()));

    let n = ranked.len() as u64;
    let sums = rank_sums(&ranked);
    let exact = n < EXACT_BELOW && sums.tie_term == 0 && ranked.len() == differences.len();
    let p = if exact { exact_p(n, sums.doubled / 2) } else { normal_p(n, &sums)? };
    let near_ties = ranked.windows(2).filter(|pair| near_tie(pair[0].abs(), pair[1].abs())).count() as u64;
    Ok(SignedRank { w: sums.doubled as f64 / 2.0, p, nonzero: n, exact, near_ties })
}

/// What the ranks add up to. Mean ranks are halves, and twice them are whole.
struct RankSums {
    /// Twice W+.
    doubled: u64,
    /// Σ(t³ − t) over the groups of ties.
    tie_term: u128,
}

/// The rank sums of differences in ascending order of magnitude.
fn rank_sums(ranked: &[f64]) -> RankSums {
    let (mut doubled, mut tie_term, mut before) = (0, 0, 0);
    for group in ranked.chunk_by(|a, b| a.abs() == b.abs()) {
        let positive = group.iter().filter(|difference| **difference > 0.0).count() as u64;
        let size = group.len() as u64;
        // Twice the mean of the ranks before + 1 … before + size.
        doubled += positive * (2 * before + size + 1);
        before += size;
        let t = u128::from(size);
        tie_term += t * t * t - t;
    }
    RankSums { doubled, tie_term }
}

fn near_tie(smaller: f64, larger: f64) -> bool {
    smaller < larger && larger - smaller <= NEAR * larger
}

/// Twice the smaller tail of W+ where every sign is as likely as the other.
///
/// The number of sets of ranks 1 … n with a given sum, rank by rank. There are
/// fewer than 2⁵⁰ sets, so that the counts are whole and exact.
fn exact_p(n: u64, w: u64) -> f64 {
    // The distribution is symmetric.
    let tail = w.min(n * (n + 1) / 2 - w) as usize;
    let mut sets = vec![0.0_f64; tail + 1];
    sets[0] = 1.0;
    for rank in 1..=tail.min(n as usize) {
        for sum in (rank..=tail).rev() {
            sets[sum] += sets[sum - rank];
        }
    }
    let all = (1_u64 << n) as f64;
    (2.0 * sets.iter().sum::<f64>() / all).min(1.0)
}

/// z is (4W+ − n(n + 1)) / √(v / 3), where v, 48 times the variance, is whole.
fn normal_p(n: u64, sums: &RankSums) -> Result<f64, Undefined> {
    let (count, doubled) = (i128::from(n), i128::from(sums.doubled));
    let excess = 2 * doubled - count * (count + 1);
    let wide = u128::from(n);
    let variance = 2 * wide * (wide + 1) * (2 * wide + 1) - sums.tie_term;
    normal_two_sided_p(excess as f64 / (variance as f64 / 3.0).sqrt())
}
