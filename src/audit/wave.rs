//! One row of descriptives: which of its figures can stand together.

use super::blame::Set;
use super::figure::{Reading, span};
use crate::model::{DescribeRow, Described, Measures, Printed, VariableKind};
use crate::stats::{Grid, Sample, Span, possible_on_grid};

pub const MEAN: Set = 1;
pub const SD: Set = 2;
pub const MIN: Set = 4;
pub const MAX: Set = 8;
pub const SE: Set = 16;
pub const MEDIAN: Set = 32;
pub const N: Set = 64;
/// The range of the instrument, and the grid of its scores: known, and so never blamed.
pub const RANGE: Set = 128;
pub const GRID: Set = 256;

/// Figures with the names of their columns, and with their own.
pub const FIGURES: [(Set, &str, &str); 7] = [
    (MEAN, "mean", "mean"),
    (SD, "sd", "SD"),
    (MIN, "min", "minimum"),
    (MAX, "max", "maximum"),
    (SE, "se", "standard error"),
    (MEDIAN, "median", "median"),
    (N, "n", "n"),
];

/// A row with what is known of its scale.
#[derive(Clone)]
pub struct Wave<'a> {
    pub row: &'a DescribeRow,
    pub range: Option<(f64, f64)>,
    pub grid: Option<Grid>,
    /// Figures to be tried in the place of the printed ones.
    pub instead: Vec<(Set, Printed)>,
}

impl<'a> Wave<'a> {
    pub fn new(row: &'a DescribeRow, measures: &Measures) -> Self {
        let (range, grid) = match &row.subject {
            Described::Scale(id) => measures.scale(id.as_str()).map_or((None, None), |scale| {
                let step = scale.scoring.step.filter(|_| scale.scoring.missing_at_most == 0);
                let low = scale.range.map_or(0.0, |(low, _)| low);
                (scale.range, step.and_then(|step| Grid::sure(low, step)))
            }),
            Described::Variable(id) => {
                let count = measures.variable(id.as_str()).is_some_and(|v| v.kind == VariableKind::Count);
                (count.then_some((0.0, f64::INFINITY)), Grid::sure(0.0, 1.0).filter(|_| count))
            }
        };
        Self { row, range, grid, instead: Vec::new() }
    }

    /// The figure of a cell, or the one that is to be tried in its place.
    pub fn figure(&self, bit: Set) -> Option<&Printed> {
        let other = self.instead.iter().find(|(cell, _)| *cell == bit).map(|(_, figure)| figure);
        other.or_else(|| self.printed(bit))
    }

    /// The figure that is printed in a cell.
    pub fn printed(&self, bit: Set) -> Option<&'a Printed> {
        let row = self.row;
        match bit {
            MEAN => row.mean.as_ref(),
            SD => row.sd.as_ref(),
            MIN => row.min.as_ref(),
            MAX => row.max.as_ref(),
            SE => row.se.as_ref(),
            MEDIAN => row.median.as_ref(),
            _ => None,
        }
    }

    /// Every figure that is printed, with the range and the grid where they are known.
    pub fn all(&self) -> Set {
        let printed: Set = FIGURES.iter().filter(|(bit, ..)| self.figure(*bit).is_some()).map(|(bit, ..)| bit).sum();
        let known = [(N, self.row.n.is_some()), (RANGE, self.range.is_some()), (GRID, self.grid.is_some())];
        printed + known.iter().filter(|(_, known)| *known).map(|(bit, _)| bit).sum::<Set>()
    }

    fn span(&self, set: Set, bit: Set, reading: Reading) -> Option<Span> {
        self.figure(bit).filter(|_| set & bit != 0).map(|printed| span(printed, reading))
    }

    fn count(&self, set: Set) -> Option<u64> {
        self.row.n.filter(|_| set & N != 0)
    }

    /// The scores as far as a set of figures tells of them.
    pub fn sample(&self, set: Set, reading: Reading) -> Sample {
        let range = self.range.filter(|_| set & RANGE != 0).map_or(Span::ALL, |(low, high)| Span::new(low, high));
        let end = |bit: Set| self.span(set, bit, reading).unwrap_or(Span::ALL);
        let n = self.count(set);
        Sample::new(n.unwrap_or(2).max(1), n.is_some(), range, end(MIN), end(MAX))
    }

    /// The SDs that the printed SD and standard error leave.
    pub fn deviation(&self, set: Set, reading: Reading) -> Option<Span> {
        let sd = self.span(set, SD, reading);
        let root = self.count(set).map(|n| (n as f64).sqrt());
        let by_error = self.span(set, SE, reading).zip(root).map(|(se, root)| se.times(root));
        match (sd, by_error) {
            (Some(sd), Some(other)) => Some(sd.and(other)),
            (sd, other) => sd.or(other),
        }
    }

    /// Whether some scores can have been printed with all figures of the set.
    pub fn possible(&self, set: Set, reading: Reading) -> bool {
        let sample = self.sample(set, reading);
        if !sample.is_possible() {
            return false;
        }
        let mean = self.span(set, MEAN, reading).unwrap_or(Span::ALL).and(sample.means());
        if mean.is_empty() || self.span(set, MEDIAN, reading).is_some_and(|median| median.and(sample.all).is_empty()) {
            return false;
        }
        let sd = self.deviation(set, reading);
        if let Some(sd) = sd {
            let possible = sample.deviations(mean);
            let slack = 1e-9 * (1.0 + possible.high.abs().min(1e9));
            let alone = sample.certain && sample.n < 2;
            if alone
                || sd.is_empty()
                || sd.high < 0.0
                || sd.high < possible.low - slack
                || sd.low > possible.high + slack
            {
                return false;
            }
        }
        match &self.grid {
            Some(grid) if set & GRID != 0 && sample.certain && sample.n > 1 => {
                possible_on_grid(&sample, grid, mean, sd.unwrap_or(Span::new(0.0, f64::INFINITY)))
            }
            _ => true,
        }
    }

    /// Where a figure would have to lie beside others; `None` where that is no interval.
    pub fn ought(&self, bit: Set, others: Set) -> Option<Span> {
        let others = others & !bit;
        let sample = self.sample(others, Reading::Either);
        let mean = self.span(others, MEAN, Reading::Either).unwrap_or(Span::ALL).and(sample.means());
        let root = self.count(others).map(|n| (n as f64).sqrt());
        let lowest = self.range.map_or(f64::NEG_INFINITY, |(low, _)| low);
        let highest = self.range.map_or(f64::INFINITY, |(_, high)| high);
        Some(match bit {
            MEAN | MEDIAN => sample.means(),
            SD => match self.span(others, SE, Reading::Either).zip(root) {
                Some((se, root)) => se.times(root),
                None => sample.deviations(mean),
            },
            SE => self.span(others, SD, Reading::Either)?.times(root?.recip()),
            MIN => Span::new(lowest, mean.high),
            MAX => Span::new(mean.low, highest),
            _ => return None,
        })
    }

    /// Whether the grid is wide enough for a mean of that many decimals to miss it.
    pub fn bites(&self) -> bool {
        let unit = self.figure(MEAN).map(|mean| 10f64.powi(-i32::try_from(mean.decimals()).unwrap_or(9)));
        match (&self.grid, self.row.n, unit) {
            (Some(grid), Some(n), Some(unit)) => grid.step() / n as f64 > unit,
            _ => false,
        }
    }
}
