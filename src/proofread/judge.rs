//! Whether a result bears out what a word says.

use super::clause::{Reach, Said};
use super::lexicon::Sense;
use crate::analyse::{Field, Findings, Kind, Known, Quantity, StudyResult};
use crate::model::{Better, LARGE_SMD, MEDIUM_SMD, SMALL_SMD, ScaleId, Size};
use crate::synthesise::{equivalence_bound, unit};

/// What a result says to a word.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    Fits,
    /// With what it says instead, such as `change is 3.9, a rise`.
    Contradicts(String),
    /// It neither shows nor rules out that there is nothing; with how far it reaches.
    NotShown(String),
    /// It has nothing to say, or its rounding leaves it open.
    Silent,
}

/// The scale that a result is of, where it is a change, a distance from the norm or a contrast.
pub fn scale_of(result: &StudyResult) -> Option<&ScaleId> {
    match &result.kind {
        Kind::Change { scale, .. } | Kind::Norm { scale, .. } | Kind::Contrast { scale, .. } => Some(scale),
        _ => None,
    }
}

/// What a result says to a word, or to its negation.
pub fn answer(word: &Said, result: &StudyResult, findings: &Findings) -> Answer {
    let sense = word.sense;
    if !word.negated {
        return match sense.is_size() {
            true => sized(sense, word.reach, result, findings),
            false => affirmed(word, sense, result, findings),
        };
    }
    match sense {
        Sense::Significant => affirmed(word, Sense::NotSignificant, result, findings),
        Sense::NotSignificant => affirmed(word, Sense::Significant, result, findings),
        // What is said not to be stable need not have changed significantly; nor is it told how large it is.
        Sense::Same | Sense::Similar => Answer::Silent,
        Sense::Differ => absence(true, result, findings),
        sense if sense.is_size() => Answer::Silent,
        // Who says that a score did not fall says that no fall was shown: a fall that is significant was.
        _ => match (affirmed(word, sense, result, findings), significant(result, findings)) {
            (Answer::Fits, Some(true)) => Answer::Contradicts(observed(result)),
            (Answer::Contradicts(_), _) => Answer::Fits,
            _ => Answer::Silent,
        },
    }
}

fn affirmed(word: &Said, sense: Sense, result: &StudyResult, findings: &Findings) -> Answer {
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
        (Sense::Same, Kind::Change { .. })
        | (Sense::Similar, Kind::Change { .. } | Kind::Norm { .. } | Kind::Contrast { .. }) => {
            return absence(word.denies, result, findings);
        }
        (Sense::Significant, _) => significant(result, findings),
        (Sense::NotSignificant, _) => significant(result, findings).map(|yes| !yes),
        _ => None,
    };
    match holds {
        None => Answer::Silent,
        Some(true) => Answer::Fits,
        Some(false) => Answer::Contradicts(match sense {
            Sense::Significant | Sense::NotSignificant => shown(result, Field::P),
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

/// The standardised difference of a result with its name, where it is known.
fn standardised(result: &StudyResult) -> Option<(Field, &Known)> {
    let fields =
        [Field::Smd, Field::Es, Field::EsBaselineAll, Field::EsBaselinePairs, Field::EsAverage, Field::EsChange];
    fields.into_iter().find_map(|field| Some((field, result.quantity(field)?.known()?)))
}

/// Whether it is at least so large to either side, with its whole rounding interval.
fn at_least(known: &Known, size: f64) -> bool {
    known.low >= size || known.high <= -size
}

/// Whether it is smaller than that to both sides.
fn under(known: &Known, size: f64) -> bool {
    known.low > -size && known.high < size
}

/// Whether a result can bear that there is no difference to speak of.
///
/// Beside the study's bound of equivalence: an interval inside of it shows it, one wholly outside contradicts it,
/// any other shows neither. Where there is no bound, or no interval, it is contradicted by a significant change, unless
/// that is negligible, and by half an SD or more; it is not shown where the difference from a norm or between groups
/// is significant and more than negligible, and where the interval reaches to what is large, or, of a word that
/// `denies` any difference, to half an SD.
fn absence(denies: bool, result: &StudyResult, findings: &Findings) -> Answer {
    let interval = result.quantity(Field::CiLow).and_then(Quantity::known);
    let interval = interval.zip(result.quantity(Field::CiHigh).and_then(Quantity::known));
    let reach = || {
        let (low, high) = interval.map_or_else(Default::default, |(low, high)| (told(low), told(high)));
        format!("its interval reaches from {low} to {high}")
    };
    if let (Some((low, high)), Some(Quantity::Known(bound))) = (interval, equivalence_bound(result, findings)) {
        return if low.above(-bound.low) && high.below(bound.low) {
            Answer::Fits
        } else if low.low >= bound.high || high.high <= -bound.high {
            Answer::Contradicts(format!("{}, beyond the bound of {}", reach(), told(&bound)))
        } else {
            Answer::NotShown(format!("{}, and the bound of equivalence is {}", reach(), told(&bound)))
        };
    }
    let (size, differs) = (standardised(result), significant(result, findings));
    let negligible = size.is_some_and(|(_, size)| under(size, SMALL_SMD));
    let change = matches!(result.kind, Kind::Change { .. });
    if let Some((field, _)) = size.filter(|(_, size)| at_least(size, MEDIUM_SMD)) {
        return Answer::Contradicts(shown(result, field));
    }
    match (change, differs) {
        (true, Some(true)) if !negligible => return Answer::Contradicts(shown(result, Field::P)),
        (false, Some(true)) if size.is_some_and(|(_, size)| at_least(size, SMALL_SMD)) => {
            let field = size.map_or(Field::Smd, |(field, _)| field);
            return Answer::NotShown(format!("{}, and {}", shown(result, field), shown(result, Field::P)));
        }
        _ => {}
    }
    let bar = if denies { MEDIUM_SMD } else { LARGE_SMD };
    if let (Some((low, high)), Some(Quantity::Known(sd))) = (interval, unit(result, findings))
        && (low.high <= -bar * sd.high || high.low >= bar * sd.high)
    {
        return Answer::NotShown(format!("{}, which is {bar} SD or more", reach()));
    }
    if size.is_some() || differs == Some(false) { Answer::Fits } else { Answer::Silent }
}

/// Whether a result is of the size that a word names: by the study's rule, or else by Cohen's with some room, since
/// nobody need speak as he did.
fn sized(sense: Sense, reach: Reach, result: &StudyResult, findings: &Findings) -> Answer {
    let Some((field, size)) = standardised(result) else { return Answer::Silent };
    let rule = findings.study.conventions.magnitude.as_ref();
    let outside = |of: Size, from: f64, to: f64| {
        let (from, to) = rule.and_then(|rule| rule.range(of)).unwrap_or((from, to));
        under(size, from) || at_least(size, to)
    };
    let wrong = match sense {
        Sense::Small => outside(Size::Small, 0.0, MEDIUM_SMD),
        Sense::Medium => outside(Size::Medium, SMALL_SMD, LARGE_SMD),
        Sense::Large => outside(Size::Large, MEDIUM_SMD, f64::INFINITY),
        Sense::Slight => at_least(size, MEDIUM_SMD),
        // Midway between what is small and what is medium.
        Sense::Substantial => under(size, (SMALL_SMD + MEDIUM_SMD) / 2.0),
        Sense::HalfSd => of_so_many(size, 0.5, reach),
        Sense::OneSd => of_so_many(size, 1.0, reach),
        _ => false,
    };
    if wrong { Answer::Contradicts(shown(result, field)) } else { Answer::Fits }
}

/// Whether a size is not so many SDs, as exactly as it is said.
fn of_so_many(size: &Known, sds: f64, reach: Reach) -> bool {
    let room = 0.15 * (sds + 0.5);
    match reach {
        Reach::Plain => under(size, sds - room) || at_least(size, sds + room),
        Reach::About => under(size, sds - 2.0 * room) || at_least(size, sds + 2.0 * room),
        Reach::AtLeast => under(size, sds - room / 3.0),
        Reach::AtMost => at_least(size, sds + room / 3.0),
    }
}

/// A limit or a bound.
fn told(known: &Known) -> String {
    known.in_words(Field::Difference, 2)
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
