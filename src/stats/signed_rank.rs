//! Wilcoxon's signed-rank test of paired differences.

use super::law::normal_two_sided_p;
use super::undefined::{Undefined, finite};

/// From so many differences on, the exact distribution is left to the normal
/// one, as in R.
const EXACT_BELOW: u64 = 50;

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
}

/// Wilcoxon's signed-rank test, two-sided.
///
/// Zeros are dropped, as Wilcoxon did. The magnitudes of the others are ranked,
/// ties share their mean rank, and W+ is the sum of the ranks of the positive
/// ones. For fewer than 50 differences p is exact, with ties and zeros, too:
/// given the magnitudes, twice the smaller tail of W+ over all 2ⁿ signs, and 1 at
/// most. R's `exactRankTests::wilcox.exact` gives the same, as does `coin`'s
/// `wilcoxsign_test` with `zero.method = "Wilcoxon"` and
/// `distribution = "exact"`, and, without ties and zeros, `wilcox.test`. For 50
/// and more it is that of z = (W+ − n(n + 1)/4) / √(n(n + 1)(2n + 1)/24 − Σ(t³ − t)/48)
/// for groups of t ties, without a continuity correction, as in
/// `wilcox.test(d, correct = FALSE)`.
///
/// Ties are equal doubles. Differences of decimals are to be taken with
/// [`super::differences`], so that 3.3 − 3.0 and 0.4 − 0.1 are tied.
///
/// Undefined without differences, if all are 0, and if one is not finite.
///
/// References: Wilcoxon (1945), Individual comparisons by ranking methods,
/// Biometrics Bulletin 1(6), 80–83. Hollander, Wolfe & Chicken (2014),
/// Nonparametric statistical methods, 3rd edition, section 3.1. Streitberg &
/// Röhmel (1986), Exact distributions for permutation and rank tests, Statistical
/// Software Newsletter 12(1), 10–17.
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
    let ranks = Ranks::of(&ranked);
    let exact = n < EXACT_BELOW;
    let p = if exact { ranks.exact_p() } else { ranks.normal_p()? };
    Ok(SignedRank { w: ranks.positive as f64 / 2.0, p, nonzero: n, exact })
}

/// Ranks, doubled: mean ranks are halves, and twice them are whole.
struct Ranks {
    /// Groups of ties: the doubled rank that they share, and how many they are.
    groups: Vec<(u64, u64)>,
    n: u64,
    /// Twice W+.
    positive: u64,
}

impl Ranks {
    /// The ranks of differences in ascending order of magnitude.
    fn of(ranked: &[f64]) -> Self {
        let (mut groups, mut positive, mut before) = (Vec::new(), 0, 0);
        for group in ranked.chunk_by(|a, b| a.abs() == b.abs()) {
            let size = group.len() as u64;
            // Twice the mean of the ranks before + 1 … before + size.
            let doubled = 2 * before + size + 1;
            positive += doubled * group.iter().filter(|difference| **difference > 0.0).count() as u64;
            groups.push((doubled, size));
            before += size;
        }
        Self { groups, n: before, positive }
    }

    /// Twice the smaller tail of W+ where every sign is as likely as the other.
    ///
    /// The number of sets of ranks with a given sum, rank by rank. There are
    /// fewer than 2⁵⁰ sets, so that the counts are whole and exact.
    fn exact_p(&self) -> f64 {
        // Without ties every doubled rank is even.
        let unit = if self.groups.iter().all(|(rank, _)| rank % 2 == 0) { 2 } else { 1 };
        let all = self.n * (self.n + 1);
        // The distribution is symmetric.
        let tail = (self.positive.min(all - self.positive) / unit) as usize;
        let mut sets = vec![0.0_f64; tail + 1];
        sets[0] = 1.0;
        let mut reached = 0;
        for &(rank, size) in &self.groups {
            let rank = (rank / unit) as usize;
            if rank > tail {
                break;
            }
            for _ in 0..size {
                reached = (reached + rank).min(tail);
                for sum in (rank..=reached).rev() {
                    sets[sum] += sets[sum - rank];
                }
            }
        }
        (2.0 * sets.iter().sum::<f64>() / (1_u64 << self.n) as f64).min(1.0)
    }

    /// z is (4W+ − n(n + 1)) / √(v / 3), where v, 48 times the variance, is whole.
    fn normal_p(&self) -> Result<f64, Undefined> {
        let excess = 2 * i128::from(self.positive) - i128::from(self.n) * i128::from(self.n + 1);
        let wide = u128::from(self.n);
        let ties = self.groups.iter().map(|(_, size)| u128::from(*size).pow(3) - u128::from(*size)).sum::<u128>();
        let variance = 2 * wide * (wide + 1) * (2 * wide + 1) - ties;
        normal_two_sided_p(excess as f64 / (variance as f64 / 3.0).sqrt())
    }
}
