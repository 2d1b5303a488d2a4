//! The tests of one pair of timepoints as reported: their adjusted p values, and how many of them are significant.

use super::change::p_value;
use super::field::Field;
use super::finding::{Kind, Source, StudyResult};
use super::quantity::{Known, NOT_PRINTED, ONLY_A_BOUND, Open, Quantity};
use crate::model::{Address, ChangeRow, Comparison, Study, fixed};
use crate::stats::{Undefined, benjamini_hochberg, holm};

/// The tests of one comparison, with their adjusted p values.
pub struct Family<'a> {
    pub comparison: Comparison,
    rows: Vec<&'a ChangeRow>,
    p: Vec<Known>,
    pub holm: Vec<Known>,
    pub bh: Vec<Known>,
}

type Adjust = fn(&[f64]) -> Result<Vec<f64>, Undefined>;

impl<'a> Family<'a> {
    pub fn new(study: &'a Study, comparison: &Comparison) -> Self {
        let all = study.reported.change.iter().filter(|row| row.comparison == *comparison);
        let tested = all.filter_map(|row| p_value(row).known().cloned().map(|p| (row, p)));
        let (rows, p): (Vec<&ChangeRow>, Vec<Known>) = tested.unzip();
        let (holm, bh) = (adjust(&p, holm), adjust(&p, benjamini_hochberg));
        Self { comparison: comparison.clone(), rows, p, holm, bh }
    }

    /// The adjusted p of a row; absent where bounds leave it open on both sides.
    pub fn adjusted(&self, row: &ChangeRow, adjusted: &[Known]) -> Quantity {
        let at = self.rows.iter().position(|other| other.scale == row.scale);
        match at.and_then(|at| adjusted.get(at)) {
            Some(known) if known.open.low && known.open.high => match known.low <= 0.0 && known.high >= 1.0 {
                true => Quantity::absent(ONLY_A_BOUND),
                false => Quantity::absent(format!(
                    "the source prints only bounds of some p values, which leave it between {} and {}",
                    fixed(known.low, 3),
                    fixed(known.high, 3)
                )),
            },
            Some(known) => Quantity::Known(known.clone()),
            None => match p_value(row) {
                Quantity::Absent(reason) => Quantity::Absent(reason),
                Quantity::Known(_) | Quantity::Withheld(_) => Quantity::absent(NOT_PRINTED),
            },
        }
    }

    /// How many tests there are, and how many are significant before and after adjustment.
    pub fn result(&self, alpha: f64) -> StudyResult {
        let origin = self.rows.first().map_or_else(
            || crate::diag::Origin::start_of(&"data/quantitative/reported/change.csv".into()),
            |row| row.origin.clone(),
        );
        StudyResult {
            address: Address::new(format!("family.{}", self.comparison)),
            source: Source::Reported,
            kind: Kind::Family { comparison: self.comparison.clone() },
            group: None,
            origin,
            fields: vec![
                (Field::Tests, Quantity::count(self.rows.len() as u64)),
                (Field::Significant, below(&self.p, alpha)),
                (Field::HolmSignificant, below(&self.holm, alpha)),
                (Field::BhSignificant, below(&self.bh, alpha)),
            ],
        }
    }
}

/// How many p values are below the level; absent where bounds leave that open.
fn below(p: &[Known], alpha: f64) -> Quantity {
    let count = |test: &dyn Fn(&Known) -> bool| p.iter().filter(|known| test(known)).count() as f64;
    let bound = |p: &Known| p.open != Open::default();
    let sure = count(&|p| p.below(alpha) || !bound(p) && p.value < alpha);
    let unsettled = count(&|p| bound(p) && !p.below(alpha) && p.low < alpha);
    if unsettled > 0.0 {
        let (least, most) = (fixed(sure, 0), fixed(sure + unsettled, 0));
        return Quantity::absent(format!(
            "the source prints only bounds of some p values, which leave it open from {least} to {most}"
        ));
    }
    Quantity::Known(Known {
        value: sure,
        low: count(&|p| p.below(alpha)),
        high: count(&|p| p.low < alpha),
        open: Open::default(),
        printed: None,
        rounded: None,
    })
}

/// Both adjustments grow with every p value, so the ends of the intervals are adjusted ends.
///
/// What bounds leave open is a bound itself: open at the end that it does not reach, and at both where neither 0 nor 1
/// is among what it may be.
fn adjust(p: &[Known], method: Adjust) -> Vec<Known> {
    let run = |pick: &dyn Fn(&Known) -> f64| method(&p.iter().map(pick).collect::<Vec<_>>());
    let bound = |p: &Known| p.open != Open::default();
    // With every figure that is no bound taken for the number that it names.
    let least = run(&|p| if bound(p) { p.low } else { p.value });
    let most = run(&|p| if bound(p) { p.high } else { p.value });
    let (Ok(least), Ok(most), Ok(low), Ok(high)) = (least, most, run(&|p| p.low), run(&|p| p.high)) else {
        return Vec::new();
    };
    let known = |at: usize| {
        let (low, high) = (low[at], high[at]);
        let settled = most[at] - least[at] < 1e-12;
        let (value, open) = match (settled, least[at] <= 0.0, most[at] >= 1.0) {
            (true, ..) => (least[at], Open::default()),
            (false, true, false) => (high, Open { low: false, high: true }),
            (false, false, true) => (low, Open { low: true, high: false }),
            (false, ..) => (least[at], Open { low: true, high: true }),
        };
        Known { value, low, high, open, printed: None, rounded: None }
    };
    (0..p.len()).map(known).collect()
}
