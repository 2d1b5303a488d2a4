//! Whether a result bears out what a word says.

use super::lexicon::Sense;
use crate::analyse::{Field, Findings, Kind, Quantity, StudyResult};
use crate::model::{Better, ScaleId};

/// What a result says to a word.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    Fits,
    /// With what it says instead, such as `change is 3.9, a rise`.
    Contradicts(String),
    /// It has nothing to say, or its rounding leaves it open.
    Silent,
}

/// From this standardised difference on nobody calls two groups similar (Cohen 1988, large).
const APART: f64 = 0.8;

/// The scale that a result is of, where it is a change, a distance from the norm or a contrast.
pub fn scale_of(result: &StudyResult) -> Option<&ScaleId> {
    match &result.kind {
        Kind::Change { scale, .. } | Kind::Norm { scale, .. } | Kind::Contrast { scale, .. } => Some(scale),
        _ => None,
    }
}

/// What a result says to a word, or to its negation.
pub fn answer(sense: Sense, negated: bool, result: &StudyResult, findings: &Findings) -> Answer {
    if !negated {
        return affirmed(sense, result, findings);
    }
    match sense {
        Sense::Significant => affirmed(Sense::NotSignificant, result, findings),
        Sense::NotSignificant => affirmed(Sense::Significant, result, findings),
        // What is said not to be stable need not have changed significantly.
        Sense::Same | Sense::Similar => Answer::Silent,
        // Who says that a score did not fall says that no fall was shown: a fall that is significant was.
        _ => match (affirmed(sense, result, findings), significant(result, findings)) {
            (Answer::Fits, Some(true)) => Answer::Contradicts(observed(result)),
            (Answer::Contradicts(_), _) => Answer::Fits,
            _ => Answer::Silent,
        },
    }
}

fn affirmed(sense: Sense, result: &StudyResult, findings: &Findings) -> Answer {
    let change = matches!(result.kind, Kind::Change { .. });
    let side = |field: Field, up: bool| match result.quantity(field).and_then(Quantity::known) {
        Some(known) if known.above(0.0) => Some(up),
        Some(known) if known.below(0.0) => Some(!up),
        _ => None,
    };
    let good = |field: Field, good: bool| side(field, good == (better(result, findings)? == Better::Higher));
    let holds = match (sense, &result.kind) {
        (Sense::Down | Sense::Low, Kind::Change { .. }) => side(Field::Direction, false),
        (Sense::Up | Sense::High, Kind::Change { .. }) => side(Field::Direction, true),
        (Sense::Improved | Sense::Better, Kind::Change { .. }) => good(Field::Direction, true),
        (Sense::Worsened | Sense::Worse, Kind::Change { .. }) => good(Field::Direction, false),
        (Sense::Low, Kind::Norm { .. } | Kind::Contrast { .. }) => side(Field::Difference, false),
        (Sense::High, Kind::Norm { .. } | Kind::Contrast { .. }) => side(Field::Difference, true),
        (Sense::Better, Kind::Norm { .. } | Kind::Contrast { .. }) => good(Field::Difference, true),
        (Sense::Worse, Kind::Norm { .. } | Kind::Contrast { .. }) => good(Field::Difference, false),
        (Sense::Below, Kind::Norm { .. }) => side(Field::Difference, false),
        (Sense::Above, Kind::Norm { .. }) => side(Field::Difference, true),
        (Sense::Same, Kind::Change { .. }) => significant(result, findings).map(|yes| !yes),
        (Sense::Similar, Kind::Change { .. }) => significant(result, findings).map(|yes| !yes),
        (Sense::Similar, Kind::Norm { .. } | Kind::Contrast { .. }) => near(result, findings),
        (Sense::Significant, _) => significant(result, findings),
        (Sense::NotSignificant, _) => significant(result, findings).map(|yes| !yes),
        _ => None,
    };
    match holds {
        None => Answer::Silent,
        Some(true) => Answer::Fits,
        Some(false) => Answer::Contradicts(match sense {
            Sense::Significant | Sense::NotSignificant => shown(result, Field::P),
            Sense::Same | Sense::Similar if change => shown(result, Field::P),
            Sense::Similar => shown(result, Field::Smd),
            _ => observed(result),
        }),
    }
}

/// The good side of the result's scale, where it has one.
fn better(result: &StudyResult, findings: &Findings) -> Option<Better> {
    let better = findings.study.measures.scale(scale_of(result)?.as_str())?.better;
    (better != Better::Neither).then_some(better)
}

/// Whether its p lies under the level of significance, with its whole rounding interval.
fn significant(result: &StudyResult, findings: &Findings) -> Option<bool> {
    let p = result.quantity(Field::P)?.known()?;
    let alpha = findings.study.conventions.alpha();
    if p.below(alpha) { Some(true) } else { (p.low >= alpha).then_some(false) }
}

/// Whether it lies within the study's bound of equivalence, or far outside.
fn near(result: &StudyResult, findings: &Findings) -> Option<bool> {
    let smd = result.quantity(Field::Smd)?.known()?;
    let apart = findings.study.conventions.equivalence.as_ref().map_or(APART, |bound| bound.bound.max(0.5));
    if smd.low >= apart || smd.high <= -apart {
        Some(false)
    } else {
        (smd.low > -apart && smd.high < apart).then_some(true)
    }
}

fn shown(result: &StudyResult, field: Field) -> String {
    let known = result.quantity(field).and_then(Quantity::known);
    known.map_or_else(String::new, |known| format!("{} is {}", field.as_str(), known.in_words(field, 2)))
}

/// What the result says of direction, whatever the sign convention.
fn observed(result: &StudyResult) -> String {
    match &result.kind {
        Kind::Change { .. } => {
            let way = match result.value(Field::Direction).unwrap_or(0.0) {
                up if up > 0.0 => "higher",
                down if down < 0.0 => "lower",
                _ => "the same",
            };
            let p = shown(result, Field::P);
            let p = if p.is_empty() { p } else { format!(", {p}") };
            format!("{}, the later score being {way}{p}", shown(result, Field::Change))
        }
        _ => {
            let side = match result.value(Field::Difference).unwrap_or(0.0) {
                above if above > 0.0 => "above",
                below if below < 0.0 => "below",
                _ => "equal to",
            };
            let than = if matches!(result.kind, Kind::Norm { .. }) { "the norm" } else { "zero" };
            format!("{}, {side} {than}", shown(result, Field::Difference))
        }
    }
}
