//! A change with its two timepoints: which of the printed figures can stand together.
//!
//! The test is Student's t of the pairs: the limits are change ± quantile · error, the t is change / error, and the SD
//! of the change is error · √n. Figures cut the plane of the change and its standard error; what is left over is every
//! pair of these that agrees with all of them. Signs of t and of an effect size are looked at elsewhere, since sources
//! print them by rules of their own.

use super::blame::Set;
use super::effect::Denominator;
use super::figure::{Reading, span};
use super::reach::Reach;
use super::wave::{self, Wave};
use crate::model::{ChangeRow, Printed};
use crate::stats::Span;

pub const CHANGE: Set = 1;
pub const LOW: Set = 1 << 1;
pub const HIGH: Set = 1 << 2;
pub const P: Set = 1 << 3;
pub const T: Set = 1 << 4;
pub const DF: Set = 1 << 5;
pub const SD: Set = 1 << 6;
pub const SE: Set = 1 << 7;
pub const R: Set = 1 << 8;
pub const ES: Set = 1 << 9;
pub const N: Set = 1 << 10;
pub const MEAN_FROM: Set = 1 << 11;
pub const MEAN_TO: Set = 1 << 12;
pub const SD_FROM: Set = 1 << 13;
pub const SD_TO: Set = 1 << 14;
/// The smallest and the greatest scores and the range of the scale: known, and never blamed here.
pub const LIMITS: Set = 1 << 15;

/// Figures with the names of their columns, and with their own.
pub const FIGURES: [(Set, &str, &str); 15] = [
    (CHANGE, "change", "change"),
    (LOW, "ci_low", "lower limit"),
    (HIGH, "ci_high", "upper limit"),
    (P, "p", "p value"),
    (T, "t", "t"),
    (DF, "df", "df"),
    (SD, "sd", "SD of the change"),
    (SE, "se", "standard error"),
    (R, "r", "correlation"),
    (ES, "es", "effect size"),
    (N, "n", "number of pairs"),
    (MEAN_FROM, "mean", "mean"),
    (MEAN_TO, "mean", "mean"),
    (SD_FROM, "sd", "SD"),
    (SD_TO, "sd", "SD"),
];

/// How many of these stand in the row of the change.
pub const OF_ROW: usize = 11;

/// A row of changes with its two timepoints.
#[derive(Clone)]
pub struct Scene<'a> {
    pub row: &'a ChangeRow,
    pub from: Option<Wave<'a>>,
    pub to: Option<Wave<'a>>,
    /// Figures of the two timepoints that were found wrong by themselves.
    pub faulty: [Set; 2],
    /// 1 where a change is later minus earlier, −1 where it is the other way round, `None` where that is not known.
    pub factor: Option<f64>,
    /// How far the limits lie from the change.
    pub reach: Reach,
    /// What effect sizes may have been divided by; none where they prove nothing.
    pub denominators: Vec<Denominator>,
    /// What some cells are supposed to hold in place of what their column says.
    pub held: Vec<(Set, Held)>,
}

/// What a cell may hold in place of what its column says.
#[derive(Debug, Clone, PartialEq)]
pub enum Held {
    /// The figure of another cell, or another figure.
    Figure(Printed),
    /// A standard error where a standard deviation should stand, and the other way round.
    Error,
    Deviation,
    /// The square of the figure: a variance for an SD, F for t.
    Square,
    /// The p value of the normal distribution in place of Student's.
    NormalP,
}

impl<'a> Scene<'a> {
    pub fn figure(&self, bit: Set) -> Option<&Printed> {
        if let Some((_, Held::Figure(other))) = self.held.iter().find(|(replaced, _)| *replaced == bit) {
            return Some(other);
        }
        let row = self.row;
        let of = |wave: &Option<Wave<'a>>, faulty: Set, bit: Set| -> Option<&'a Printed> {
            wave.as_ref().filter(|_| faulty & bit == 0).and_then(|wave| wave.printed(bit))
        };
        match bit {
            CHANGE => row.change.as_ref(),
            LOW => row.ci_low.as_ref(),
            HIGH => row.ci_high.as_ref(),
            P => row.p.as_ref(),
            T => row.t.as_ref(),
            DF => row.df.as_ref(),
            SD => row.sd.as_ref(),
            SE => row.se.as_ref(),
            R => row.r.as_ref(),
            ES => row.es.as_ref(),
            MEAN_FROM => of(&self.from, self.faulty[0], wave::MEAN),
            MEAN_TO => of(&self.to, self.faulty[1], wave::MEAN),
            SD_FROM => of(&self.from, self.faulty[0], wave::SD),
            SD_TO => of(&self.to, self.faulty[1], wave::SD),
            _ => None,
        }
    }

    /// Every figure that is printed and that proves something.
    pub fn all(&self) -> Set {
        let printed: Set = FIGURES.iter().filter(|(bit, ..)| self.figure(*bit).is_some()).map(|(bit, ..)| bit).sum();
        let printed = if self.denominators.is_empty() { printed & !ES } else { printed };
        let limits = self.from.is_some() && self.to.is_some();
        printed | if self.row.n.is_some() { N } else { 0 } | if limits { LIMITS } else { 0 }
    }

    /// How many people were measured at the two timepoints.
    pub fn counts(&self) -> Option<[u64; 2]> {
        let n = |wave: &Option<Wave<'a>>, faulty: Set| {
            wave.as_ref().filter(|_| faulty & wave::N == 0).and_then(|wave| wave.row.n)
        };
        Some([n(&self.from, self.faulty[0])?, n(&self.to, self.faulty[1])?])
    }

    /// Whether the figures of both timepoints are of the pairs alone.
    pub fn same_people(&self) -> bool {
        self.counts().zip(self.row.n).is_some_and(|(counts, n)| counts == [n, n])
    }

    /// Whether both timepoints have as many people as the degrees of freedom say there are pairs.
    pub fn people_by_df(&self) -> bool {
        let by_df = self.row.df.as_ref().map(|df| df.value() + 1.0);
        self.counts().zip(by_df).is_some_and(|(counts, n)| counts.iter().all(|count| *count as f64 == n))
    }

    /// What a cell is supposed to hold, where that is not what its column says.
    pub fn holds(&self, bit: Set) -> Option<&Held> {
        self.held.iter().find(|(cell, _)| *cell == bit).map(|(_, held)| held)
    }

    /// The scene with suppositions on some of its cells.
    pub fn supposing(&self, held: Vec<(Set, Held)>) -> Self {
        Self { held, ..self.clone() }
    }

    /// Where a figure of the set lies, `n` being the number of people that it is of.
    pub fn span(&self, set: Set, bit: Set, reading: Reading, n: u64) -> Option<Span> {
        let span = self.figure(bit).filter(|_| set & bit != 0).map(|printed| span(printed, reading))?;
        let root = (n as f64).sqrt();
        Some(match self.holds(bit) {
            Some(Held::Error) => span.times(root),
            Some(Held::Deviation) => span.times(root.recip()),
            Some(Held::Square) => Span::new(span.low.max(0.0).sqrt(), span.high.max(0.0).sqrt()),
            Some(Held::Figure(_) | Held::NormalP) | None => span,
        })
    }

    /// The size of a figure of the set, without its sign.
    pub fn size(&self, set: Set, bit: Set, reading: Reading) -> Option<Span> {
        let span = self.span(set, bit, reading, 0)?;
        Some(match (span.low >= 0.0, span.high <= 0.0) {
            (true, _) => span,
            (_, true) => span.times(-1.0),
            _ => Span::new(0.0, span.high.max(-span.low)),
        })
    }

    /// The numbers of pairs that a set of figures leaves; without any, those that are worth a try.
    pub fn numbers(&self, set: Set, reading: Reading) -> Vec<u64> {
        let whole = self.figure(DF).filter(|df| df.decimals() == 0).map(Printed::value);
        let by_df: Option<Vec<u64>> = self.span(set, DF, reading, 0).map(|df| {
            let (first, last) = (df.low.ceil().max(1.0) as u64, df.high.floor().max(0.0) as u64);
            // Degrees of freedom of pairs are whole: printed so, none were cut off.
            let (first, last) = whole.map_or((first, last), |df| (df.max(1.0) as u64, df.max(0.0) as u64));
            (first..=last.min(first + 20)).map(|df| df + 1).collect()
        });
        match (self.row.n.filter(|_| set & N != 0), by_df) {
            (Some(n), None) => vec![n],
            (Some(n), Some(others)) => others.into_iter().filter(|other| *other == n).collect(),
            (None, Some(others)) => others,
            (None, None) => (2..=400).chain([450, 500, 600, 700, 800, 1000, 1500, 2000, 5000, 10_000]).collect(),
        }
    }
}
