//! Agreement of two raters: Cohen's kappa.

use super::exact_sum::exact_sum;
use super::interval::Confidence;
use super::law::normal_quantile;
use super::undefined::Undefined;

/// The most ratings: four times their cube fits into an i128.
const MOST: u64 = 1 << 41;

/// Kappa with what it is made of, and its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Kappa {
    /// What both raters rated.
    pub n: u64,
    /// The share on which they agree, from 0 to 1.
    pub observed: f64,
    /// The share on which raters with their habits agree by chance.
    pub expected: f64,
    /// (observed − expected) / (1 − expected), from −1 to 1.
    pub kappa: f64,
    /// The asymptotic standard error, 0 if they agree on everything.
    pub se: f64,
    /// The lower limit, −1 at least.
    pub low: f64,
    /// The upper limit, 1 at most.
    pub high: f64,
}

/// Cohen's kappa of two raters, unweighted, from a square table of counts: a
/// row a category of the first rater, a column a category of the second.
///
/// With shares pᵢⱼ, row sums pᵢ. and column sums p.ⱼ, expected = Σ pᵢ.·p.ᵢ. The
/// standard error is that of Fleiss, Cohen and Everitt, which does not suppose
/// that kappa is 0: the standard deviation of wᵢⱼ − (p.ᵢ + pⱼ.)(1 − kappa) over
/// the table, wᵢⱼ being 1 on the diagonal and 0 beside it, divided by
/// (1 − expected)·√n. The interval is kappa ± z·se, cut at ±1. Undefined
/// for a table that is empty or not square, if both raters used one category
/// only, the same, and beyond 2⁴¹ ratings.
///
/// References: Cohen (1960), A coefficient of agreement for nominal scales,
/// Educational and Psychological Measurement 20(1), 37–46. Fleiss, Cohen &
/// Everitt (1969), Large sample standard errors of kappa and weighted kappa,
/// Psychological Bulletin 72(5), 323–327.
pub fn cohen_kappa(table: &[Vec<u64>], confidence: Confidence) -> Result<Kappa, Undefined> {
    let counts = Counts::of(table)?;
    if counts.by_chance == counts.pairs {
        return Err(Undefined::OneCategory);
    }
    let pairs = counts.pairs as f64;
    let observed = counts.agreed as f64 / pairs;
    let expected = counts.by_chance as f64 / pairs;
    // Of whole numbers, so that nothing cancels: all of this is exact but for one division.
    let beyond_chance = (counts.pairs - counts.by_chance) as f64;
    let kappa = match counts.agreed.checked_sub(counts.by_chance) {
        Some(above) => above as f64 / beyond_chance,
        None => -((counts.by_chance - counts.agreed) as f64 / beyond_chance),
    };
    let se = counts.deviation(table) * pairs / beyond_chance / (counts.n as f64).sqrt();
    let margin = normal_quantile(confidence.outside() / 2.0)? * se;
    let (low, high) = ((kappa - margin).max(-1.0), (kappa + margin).min(1.0));
    Ok(Kappa { n: counts.n, observed, expected, kappa, se, low, high })
}

/// The counts of a table that is square and not empty.
struct Counts {
    n: u64,
    rows: Vec<u64>,
    columns: Vec<u64>,
    /// n².
    pairs: u128,
    /// n times the diagonal: observed agreement · n².
    agreed: u128,
    /// Σ row · column: expected agreement · n².
    by_chance: u128,
}

impl Counts {
    fn of(table: &[Vec<u64>]) -> Result<Self, Undefined> {
        if table.iter().any(|row| row.len() != table.len()) {
            return Err(Undefined::NotSquare);
        }
        let rows = table.iter().map(|row| sum(row.iter())).collect::<Result<Vec<u64>, Undefined>>()?;
        let column = |at: usize| sum(table.iter().map(|row| &row[at]));
        let columns = (0..table.len()).map(column).collect::<Result<Vec<u64>, Undefined>>()?;
        let n = sum(rows.iter())?;
        if n == 0 {
            return Err(Undefined::NoObservations);
        }
        if n > MOST {
            return Err(Undefined::NotFinite);
        }
        let diagonal = sum(table.iter().enumerate().map(|(at, row)| &row[at]))?;
        let wide = |count: &u64| u128::from(*count);
        let by_chance = rows.iter().zip(&columns).map(|(row, column)| wide(row) * wide(column)).sum();
        Ok(Self { n, rows, columns, pairs: wide(&n) * wide(&n), agreed: wide(&n) * wide(&diagonal), by_chance })
    }

    /// The standard deviation of wᵢⱼ − (p.ᵢ + pⱼ.)(1 − kappa) over the table.
    ///
    /// Times n·(n² − Σ row · column) these are whole numbers, and less than n³.
    /// Only how far they lie above the least is rounded, so that a table in
    /// which all are alike has exactly 0.
    fn deviation(&self, table: &[Vec<u64>]) -> f64 {
        let wide = |count: u64| i128::from(count);
        let beyond_chance = (self.pairs - self.by_chance) as i128;
        let disagreed = (self.pairs - self.agreed) as i128;
        let cells = || {
            table.iter().enumerate().flat_map(move |(i, row)| {
                let occupied = row.iter().enumerate().filter(|(_, count)| **count > 0);
                occupied.map(move |(j, &count)| {
                    let weight = if i == j { wide(self.n) * beyond_chance } else { 0 };
                    (count as f64, weight - (wide(self.columns[i]) + wide(self.rows[j])) * disagreed)
                })
            })
        };
        let least = cells().map(|(_, value)| value).min().expect("the table is not empty");
        let cells = || cells().map(|(count, value)| (count, (value - least) as f64));
        let n = self.n as f64;
        let mean = exact_sum(cells().map(|(count, value)| count * value)) / n;
        let variance = exact_sum(cells().map(|(count, value)| count * (value - mean).powi(2))) / n;
        variance.sqrt() / (n * beyond_chance as f64)
    }
}

/// A sum that may be too large to be held.
fn sum<'a>(mut counts: impl Iterator<Item = &'a u64>) -> Result<u64, Undefined> {
    counts.try_fold(0_u64, |sum, &count| sum.checked_add(count)).ok_or(Undefined::NotFinite)
}
