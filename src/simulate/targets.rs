//! What simulated data should meet: printed figures, the scores that are possible, and the rules of the study.

use crate::audit::{Possible, Verdicts};
use crate::model::{ChangeSign, EffectSize, Printed};
use crate::stats::Confidence;
pub use crate::stats::{Grid, Span};

/// The printed figures of one scale, or of one variable that is a number.
#[derive(Debug, Clone)]
pub struct Targets {
    /// Of the scale or variable.
    pub id: String,
    /// Lowest and highest possible score.
    pub range: Option<(f64, f64)>,
    pub grid: Grid,
    /// One for each timepoint of the study, in order; one alone, without a name, for what is measured once.
    pub waves: Vec<Wave>,
    pub changes: Vec<Change>,
}

/// What is printed of a timepoint.
#[derive(Debug, Clone, Default)]
pub struct Wave {
    /// Id of the timepoint; empty for what is measured once.
    pub timepoint: String,
    pub n: Option<u64>,
    pub mean: Option<Printed>,
    pub sd: Option<Printed>,
    pub min: Option<Printed>,
    pub max: Option<Printed>,
    pub se: Option<Printed>,
}

/// What is printed of the change between two timepoints, by their positions.
#[derive(Debug, Clone, Default)]
pub struct Change {
    pub from: usize,
    pub to: usize,
    pub n: Option<u64>,
    pub change: Option<Printed>,
    pub low: Option<Printed>,
    pub high: Option<Printed>,
    pub p: Option<Printed>,
    pub es: Option<Printed>,
    pub t: Option<Printed>,
    pub df: Option<Printed>,
    pub sd: Option<Printed>,
    pub se: Option<Printed>,
    pub r: Option<Printed>,
}

/// What is known of the figures: by which rules they were made, what the audit says, and what is possible.
pub struct Source<'a> {
    pub rules: Rules,
    pub verdicts: &'a Verdicts<'a>,
    pub possible: Possible<'a>,
}

/// By which rules changes are printed and computed.
#[derive(Debug, Clone, Copy)]
pub struct Rules {
    pub sign: ChangeSign,
    pub confidence: Confidence,
    pub es: EffectSize,
}

impl Rules {
    /// 1 where a change is later minus earlier, −1 where it is earlier minus later.
    pub fn factor(&self) -> f64 {
        match self.sign {
            ChangeSign::LaterMinusEarlier => 1.0,
            ChangeSign::EarlierMinusLater => -1.0,
        }
    }
}
