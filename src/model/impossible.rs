//! Printed figures that cannot be, whatever stands beside them: a correlation of 3.35, a *p* value of 1.03.

use super::{ChangeRow, DescribeRow, Places, Printed, Reported, ShareRow};
use crate::diag::Origin;

/// A figure of which all that it may stand for lies outside what its statistic can be.
#[derive(Debug, Clone, PartialEq)]
pub struct Impossible {
    /// The column of its cell.
    pub column: &'static str,
    /// The figure as printed.
    pub text: String,
    /// Why it cannot be, to follow the figure: `cannot be a p value, which lies between 0 and 1`.
    pub reason: &'static str,
    pub origin: Origin,
}

/// What a statistic can be.
struct Limits {
    low: f64,
    high: f64,
    reason: &'static str,
}

const P: Limits = Limits { low: 0.0, high: 1.0, reason: "cannot be a p value, which lies between 0 and 1" };
const R: Limits = Limits { low: -1.0, high: 1.0, reason: "cannot be a correlation, which lies between −1 and 1" };
const SD: Limits = Limits { low: 0.0, high: f64::INFINITY, reason: "cannot be an SD, which is not below 0" };
const SE: Limits = Limits { low: 0.0, high: f64::INFINITY, reason: "cannot be a standard error, which is not below 0" };
const DF: Limits = Limits { low: 0.0, high: f64::INFINITY, reason: "cannot be degrees of freedom, which are above 0" };
const PERCENT: Limits =
    Limits { low: 0.0, high: 100.0, reason: "cannot be a percentage, which lies between 0 and 100" };

impl Limits {
    /// Whether nothing that the figure may stand for lies within them.
    fn exclude(&self, printed: &Printed) -> bool {
        let (low, high) = printed.interval();
        low > self.high || high < self.low || printed.is_bound() && (low >= self.high || high <= self.low)
    }
}

type Figure<'a> = (&'static str, &'a mut Option<Printed>, &'static Limits);

/// Takes out the figures that cannot be, and gives them back.
fn take(figures: Vec<Figure<'_>>, places: &Places, row: &Origin) -> Vec<Impossible> {
    let mut taken = Vec::new();
    for (column, figure, limits) in figures {
        if let Some(printed) = figure.take_if(|printed| limits.exclude(printed)) {
            let origin = places.of(column).unwrap_or(row).clone();
            taken.push(Impossible { column, text: printed.text().to_owned(), reason: limits.reason, origin });
        }
    }
    taken
}

impl DescribeRow {
    /// The figures that cannot be.
    pub fn impossible(&self) -> Vec<Impossible> {
        self.clone().take_impossible()
    }

    fn take_impossible(&mut self) -> Vec<Impossible> {
        take(vec![("sd", &mut self.sd, &SD), ("se", &mut self.se, &SE)], &self.places, &self.origin)
    }
}

impl ChangeRow {
    /// The figures that cannot be.
    pub fn impossible(&self) -> Vec<Impossible> {
        self.clone().take_impossible()
    }

    fn take_impossible(&mut self) -> Vec<Impossible> {
        let figures = vec![
            ("p", &mut self.p, &P),
            ("df", &mut self.df, &DF),
            ("sd", &mut self.sd, &SD),
            ("se", &mut self.se, &SE),
            ("r", &mut self.r, &R),
        ];
        take(figures, &self.places, &self.origin)
    }
}

impl ShareRow {
    /// The figures that cannot be.
    pub fn impossible(&self) -> Vec<Impossible> {
        self.clone().take_impossible()
    }

    fn take_impossible(&mut self) -> Vec<Impossible> {
        take(vec![("percent", &mut self.percent, &PERCENT)], &self.places, &self.origin)
    }
}

impl Reported {
    /// All rows without the figures that cannot be, and these with the addresses of their results.
    pub fn without_impossible(&self) -> (Self, Vec<(String, Impossible)>) {
        let mut kept = self.clone();
        let mut taken = Vec::new();
        let mut note = |address: String, all: Vec<Impossible>| {
            taken.extend(all.into_iter().map(|impossible| (address.clone(), impossible)));
        };
        kept.describe.iter_mut().for_each(|row| note(row.address(), row.take_impossible()));
        kept.change.iter_mut().for_each(|row| note(row.address(), row.take_impossible()));
        // A count and its total say more of a percentage.
        let alone = kept.share.iter_mut().filter(|row| row.count.is_none() || row.total.is_none());
        alone.for_each(|row| note(row.address(), row.take_impossible()));
        (kept, taken)
    }
}
