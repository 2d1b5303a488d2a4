//! One expectation against one result.

use super::size::{self, Yardstick};
use super::verdict::Verdict;
use crate::analyse::{Field, Findings, Kind, Known, Open, Quantity, StudyResult, WITHHELD};
use crate::diag::{Diagnostic, nearest};
use crate::model::{Address, At, Better, Expect, Operator, Word};

/// What came of an expectation.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    pub verdict: Verdict,
    /// The field that decided it, such as `p`.
    pub field: Option<Field>,
    pub observed: Option<Known>,
    /// Why it cannot be told.
    pub reason: Option<String>,
    /// The confidence interval that decided it, where it was one.
    pub interval: Option<[Known; 2]>,
    /// What the word measured by.
    pub yardstick: Option<Yardstick>,
}

/// The result at an address, or an error that names the nearest one.
pub fn find<'a>(
    findings: &'a Findings,
    address: &Address,
    origin: &crate::diag::Origin,
) -> Result<&'a StudyResult, Diagnostic> {
    findings.get(address.as_str()).ok_or_else(|| unknown_address(findings, address.as_str(), origin))
}

/// The error for an address that holds no result.
pub fn unknown_address(findings: &Findings, address: &str, origin: &crate::diag::Origin) -> Diagnostic {
    let diagnostic = Diagnostic::error("unknown-address", format!("there is no result `{address}`")).at(origin);
    let kind = address.split('.').next().unwrap_or("");
    let alike: Vec<&str> = findings.addresses().filter(|known| known.split('.').next() == Some(kind)).collect();
    // Of a value the address is sought without its field, which stays.
    let (head, field) = match address.rsplit_once('.') {
        Some((head, field)) if Field::parse(field).is_some() => (head, format!(".{field}")),
        _ => (address, String::new()),
    };
    let near = nearest(head, alike.iter().copied()).or_else(|| nearest(head, findings.addresses()));
    match near.map(|near| format!("{near}{field}")) {
        Some(near) => diagnostic.hint(format!("did you mean `{near}`?")),
        None => diagnostic.hint("`synthesist results` lists every address"),
    }
}

/// Judges an expectation; a field that the result does not have is an error.
pub fn judge(expect: &At<Expect>, result: &StudyResult, findings: &Findings) -> Result<Outcome, Diagnostic> {
    match &expect.value {
        Expect::Compare { field, absolute, operator, number, .. } => {
            let field = known_field(field, result, &expect.origin)?;
            let quantity =
                result.quantity(field).cloned().unwrap_or_else(|| Quantity::absent("there is no such field"));
            Ok(outcome(field, quantity, |known| {
                let known = if *absolute { magnitude(known) } else { known.clone() };
                compare(&known, *operator, *number)
            }))
        }
        Expect::Word(word) => word_outcome(*word, result, findings, &expect.origin),
    }
}

fn known_field(name: &str, result: &StudyResult, origin: &crate::diag::Origin) -> Result<Field, Diagnostic> {
    let has = |field: &Field| result.quantity(*field).is_some();
    Field::parse(name).filter(has).ok_or_else(|| {
        let names: Vec<&str> = result.fields.iter().map(|(field, _)| field.as_str()).collect();
        Diagnostic::error("unknown-field", format!("`{}` has no field `{name}`", result.address))
            .at(origin)
            .suggest(name, names.iter().copied())
            .hint(format!("its fields are {}", names.join(", ")))
    })
}

pub(super) fn outcome(field: Field, quantity: Quantity, judge: impl Fn(&Known) -> Verdict) -> Outcome {
    match quantity {
        Quantity::Absent(reason) => Outcome {
            verdict: Verdict::CannotTell,
            field: Some(field),
            observed: None,
            reason: Some(reason),
            interval: None,
            yardstick: None,
        },
        // What is withheld decides by what everybody may know of it, and so the verdict tells nothing more.
        Quantity::Withheld(withheld) => Outcome {
            verdict: judge(&withheld.interval()),
            field: Some(field),
            observed: None,
            reason: Some(WITHHELD.to_owned()),
            interval: None,
            yardstick: None,
        },
        Quantity::Known(known) => {
            let verdict = judge(&known);
            let undecided = verdict == Verdict::CannotTell;
            let reason = undecided.then(|| "the rounding of the printed figure leaves it open".to_owned());
            Outcome { verdict, field: Some(field), observed: Some(known), reason, interval: None, yardstick: None }
        }
    }
}

/// The absolute value with its interval.
pub(super) fn magnitude(known: &Known) -> Known {
    let value = known.value.abs();
    let (low, high, open) = if known.low >= 0.0 {
        (known.low, known.high, known.open)
    } else if known.high <= 0.0 {
        (-known.high, -known.low, Open { low: known.open.high, high: known.open.low })
    } else {
        (0.0, known.high.max(-known.low), Open::default())
    };
    Known { value, low, high, open, printed: known.printed.clone(), rounded: known.rounded }
}

/// Whether all of the interval, none of it, or a part fulfils the comparison.
pub(super) fn compare(known: &Known, operator: Operator, number: f64) -> Verdict {
    let (low, high) = (known.low, known.high);
    let elsewhere = known.below(number) || known.above(number);
    let (always, never) = match operator {
        Operator::Less => (known.below(number), low >= number),
        Operator::AtMost => (high <= number, known.above(number)),
        Operator::Greater => (known.above(number), high <= number),
        Operator::AtLeast => (low >= number, known.below(number)),
        Operator::Equal => (low == number && high == number, elsewhere),
        Operator::NotEqual => (elsewhere, low == number && high == number),
    };
    match (always, never) {
        (true, _) => Verdict::Holds,
        (_, true) => Verdict::Contradicted,
        _ => Verdict::CannotTell,
    }
}

fn word_outcome(
    word: Word,
    result: &StudyResult,
    findings: &Findings,
    origin: &crate::diag::Origin,
) -> Result<Outcome, Diagnostic> {
    let misplaced = |wanted: &str| {
        let message = format!("`{}` says something of {wanted}, and `{}` is none", word.as_str(), result.address);
        Diagnostic::error("misplaced-word", message).at(origin)
    };
    let alpha = findings.study.conventions.alpha();
    let p_word = |field: Field, operator: Operator| {
        let quantity = result.quantity(field).cloned().ok_or_else(|| misplaced("a test"))?;
        Ok(outcome(field, quantity, |known| compare(known, operator, alpha)))
    };
    match word {
        Word::Significant => p_word(Field::P, Operator::Less),
        Word::NotSignificant => p_word(Field::P, Operator::AtLeast),
        Word::HolmSignificant => p_word(Field::PHolm, Operator::Less),
        Word::BhSignificant => p_word(Field::PBh, Operator::Less),
        Word::Comparable => size::comparable(result, findings, origin),
        Word::OverOneSd
        | Word::Negligible
        | Word::Small
        | Word::Medium
        | Word::Large
        | Word::VeryLarge
        | Word::Huge => size::sized(word, result, findings, origin),
        Word::Increase | Word::Decrease => {
            let quantity = result.quantity(Field::Direction).cloned().ok_or_else(|| misplaced("a change"))?;
            let operator = if word == Word::Increase { Operator::Greater } else { Operator::Less };
            Ok(observe_change(result, outcome(Field::Direction, quantity, |k| compare(k, operator, 0.0))))
        }
        Word::Better | Word::Worse => {
            let (field, scale) = match &result.kind {
                Kind::Change { scale, .. } => (Field::Direction, scale),
                Kind::Norm { scale, .. } | Kind::Contrast { scale, .. } => (Field::Difference, scale),
                _ => return Err(misplaced("a change, a distance from the norm or a contrast of groups")),
            };
            let better = findings.study.measures.scale(scale.as_str()).map(|scale| scale.better);
            let higher_is_better = match better {
                Some(Better::Higher) => true,
                Some(Better::Lower) => false,
                _ => {
                    let message = format!("the scale `{scale}` has no better side");
                    let hint =
                        "set `better: higher` or `better: lower` on the scale, or expect `increase` or `decrease`";
                    return Err(Diagnostic::error("no-polarity", message).at(origin).hint(hint));
                }
            };
            let operator = if (word == Word::Better) == higher_is_better { Operator::Greater } else { Operator::Less };
            let quantity = result.quantity(field).cloned().ok_or_else(|| misplaced("a change"))?;
            let judged = outcome(field, quantity, |known| compare(known, operator, 0.0));
            Ok(observe_change(result, judged))
        }
    }
}

/// A direction is judged by its sign and shown by the change itself.
fn observe_change(result: &StudyResult, mut outcome: Outcome) -> Outcome {
    if let (Some(Field::Direction), Some(change)) = (outcome.field, result.quantity(Field::Change)) {
        outcome.field = Some(Field::Change);
        outcome.observed = change.known().cloned();
    }
    outcome
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Printed;

    fn printed(text: &str) -> Known {
        Quantity::printed(Printed::parse(text).as_ref()).known().cloned().expect("a printed number")
    }

    #[test]
    fn a_printed_value_decides_only_as_a_whole() {
        let judged = |text: &str, operator, number| compare(&printed(text), operator, number);
        assert_eq!(judged("0.044", Operator::Less, 0.05), Verdict::Holds);
        assert_eq!(judged("0.05", Operator::Less, 0.05), Verdict::CannotTell);
        assert_eq!(judged("0.06", Operator::Less, 0.05), Verdict::Contradicted);
        assert_eq!(judged("0.2", Operator::Equal, 0.2), Verdict::CannotTell);
        assert_eq!(judged("0.2", Operator::NotEqual, 0.3), Verdict::Holds);
        assert_eq!(compare(&Known::exact(0.0), Operator::Equal, 0.0), Verdict::Holds);
    }

    #[test]
    fn a_bound_is_not_reached() {
        let judged = |text: &str, operator, number| compare(&printed(text), operator, number);
        assert_eq!(judged("<0.001", Operator::Less, 0.001), Verdict::Holds);
        assert_eq!(judged("<0.05", Operator::AtLeast, 0.05), Verdict::Contradicted);
        assert_eq!(judged("<0.05", Operator::Less, 0.01), Verdict::CannotTell);
        assert_eq!(judged(">5", Operator::Greater, 5.0), Verdict::Holds);
        assert_eq!(judged("<-3", Operator::Less, -3.0), Verdict::Holds);
    }

    #[test]
    fn the_absolute_value_has_an_interval_too() {
        let spans = magnitude(&Known {
            value: -0.1,
            low: -0.3,
            high: 0.1,
            open: Open::default(),
            printed: None,
            rounded: None,
        });
        assert_eq!((spans.low, spans.high), (0.0, 0.3));
        let bound = magnitude(&printed("<-3"));
        assert_eq!((bound.low, bound.open.low), (3.0, true));
    }
}
