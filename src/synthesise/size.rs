//! The words that need a yardstick: `comparable`, the sizes, and `over-one-sd`.
//!
//! What each means is the study's choice, with its source; without one there is no meaning, and the word is an error.

use super::evaluate::{Outcome, compare, magnitude, outcome};
use super::verdict::Verdict;
use crate::analyse::{Field, Findings, Kind, Known, Quantity, StudyResult, WITHHELD, derive};
use crate::diag::{Diagnostic, Origin};
use crate::model::{EffectSize, Operator, ScaleId, Word};
use crate::stats::{Summary, pooled_sd};

/// What a word measured by.
#[derive(Debug, Clone, PartialEq)]
pub enum Yardstick {
    /// To either side of no difference, in points of the scale; an interval where it is so many SDs of a printed SD.
    Within(Known),
    /// A standardised difference, sign aside: the lower end belongs to the size, the upper one, which may be infinite,
    /// does not.
    Between(f64, f64),
}

/// `comparable`: the whole confidence interval of the difference lies inside the bound of equivalence.
///
/// It is the interval that stands on the page, at the study's level of confidence. Two one-sided tests (Schuirmann
/// 1987) at level α come to the same as an interval of 1 − 2α inside the bound (Lakens 2017); with the study's own
/// interval, 1 − α, each of the two tests is made at α / 2, so that the word is given less freely. Contradicted where
/// the interval lies wholly outside; in every other case it cannot be told. All three with the whole rounding intervals
/// of limits and bound.
///
/// # Errors
/// Where the result is no change, distance from the norm or contrast, and where the study sets no bound.
pub fn comparable(result: &StudyResult, findings: &Findings, origin: &Origin) -> Result<Outcome, Diagnostic> {
    let (Kind::Change { scale, .. } | Kind::Norm { scale, .. } | Kind::Contrast { scale, .. }) = &result.kind else {
        let message = format!(
            "`comparable` says something of a change, a distance from the norm or a contrast of groups, and `{}` is none",
            result.address
        );
        return Err(Diagnostic::error("misplaced-word", message).at(origin));
    };
    let Some(bound) = bound(result, scale, findings) else {
        let message = format!("`comparable` needs a bound, and the study sets none for the scale `{scale}`");
        let hint = "set `conventions: {equivalence: {smd: …, citation: …}}` in study.yaml, or \
                    `equivalence: {difference: …, citation: …}` on the scale";
        return Err(Diagnostic::error("no-bound", message).at(origin).hint(hint));
    };
    let field = if matches!(result.kind, Kind::Change { .. }) { Field::Change } else { Field::Difference };
    let observed = result.quantity(field).and_then(Quantity::known).cloned();
    let untold = |reason: String| Outcome {
        verdict: Verdict::CannotTell,
        field: Some(field),
        observed: observed.clone(),
        reason: Some(reason),
        interval: None,
        yardstick: None,
    };
    let quantity = |field| result.quantity(field).cloned().unwrap_or_else(|| Quantity::absent("it has no interval"));
    let (low, high, bound) = match (quantity(Field::CiLow), quantity(Field::CiHigh), bound) {
        (Quantity::Known(low), Quantity::Known(high), Quantity::Known(bound)) => (low, high, bound),
        (Quantity::Absent(reason), ..) | (_, Quantity::Absent(reason), _) | (.., Quantity::Absent(reason)) => {
            return Ok(untold(reason));
        }
        _ => return Ok(untold(WITHHELD.to_owned())),
    };
    let inside = low.above(-bound.low) && high.below(bound.low);
    let outside = low.low >= bound.high || high.high <= -bound.high;
    let verdict = match (inside, outside) {
        (true, _) => Verdict::Holds,
        (_, true) => Verdict::Contradicted,
        _ => Verdict::CannotTell,
    };
    let reason = (verdict == Verdict::CannotTell)
        .then(|| "the confidence interval lies neither inside the bound of equivalence nor outside of it".to_owned());
    let yardstick = Some(Yardstick::Within(bound));
    Ok(Outcome { verdict, field: Some(field), observed, reason, interval: Some([low, high]), yardstick })
}

/// The bound of equivalence of a change, a distance from the norm or a contrast; see [`bound`].
pub fn equivalence_bound(result: &StudyResult, findings: &Findings) -> Option<Quantity> {
    bound(result, scale_of(result)?, findings)
}

/// The SD in which differences of a result are counted, in points of the scale.
pub fn unit(result: &StudyResult, findings: &Findings) -> Option<Quantity> {
    Some(deviation(result, scale_of(result)?, findings))
}

fn scale_of(result: &StudyResult) -> Option<&ScaleId> {
    match &result.kind {
        Kind::Change { scale, .. } | Kind::Norm { scale, .. } | Kind::Contrast { scale, .. } => Some(scale),
        _ => None,
    }
}

/// The bound in points of the scale: the scale's own, else the study's times the SD that a standardised difference of
/// this result is counted in. `None` where the study sets none; absent where that SD is.
fn bound(result: &StudyResult, scale: &ScaleId, findings: &Findings) -> Option<Quantity> {
    let study = &findings.study;
    if let Some(own) = study.measures.scale(scale.as_str()).and_then(|scale| scale.equivalence.as_ref()) {
        return Some(Quantity::exact(own.bound));
    }
    let sds = study.conventions.equivalence.as_ref()?.bound;
    Some(derive(&[&deviation(result, scale, findings)], |x| Ok(sds * x[0])))
}

/// The SD that a standardised difference of the result is counted in.
fn deviation(result: &StudyResult, scale: &ScaleId, findings: &Findings) -> Quantity {
    let get = |field| result.quantity(field).cloned().unwrap_or_else(|| Quantity::absent("there is no such field"));
    match &result.kind {
        Kind::Norm { .. } => get(Field::NormSd),
        Kind::Contrast { .. } => {
            let arguments = [Field::NFirst, Field::SdFirst, Field::NSecond, Field::SdSecond].map(get);
            derive(&arguments.each_ref(), |x| {
                pooled_sd(&Summary::new(x[0] as u64, 0.0, x[1])?, &Summary::new(x[2] as u64, 0.0, x[3])?)
            })
        }
        Kind::Change { comparison, .. } => {
            let own = match findings.study.conventions.effect_size {
                EffectSize::SdBaselinePairs => get(Field::SdFrom),
                EffectSize::SdBaselineAll => Quantity::absent("it is that of everybody"),
                EffectSize::SdChange => get(Field::Sd),
                EffectSize::SdAverage => {
                    derive(&[&get(Field::SdFrom), &get(Field::SdTo)], |x| Ok(x[0] / 2.0 + x[1] / 2.0))
                }
            };
            if let Quantity::Known(_) = own {
                return own;
            }
            // Of reported pairs no SD is known: that of everybody at the earlier timepoint serves. It is refused where
            // the change cannot be divided by it, because it is not printed or not possible.
            if let Quantity::Absent(reason) = get(Field::EsBaselineAll) {
                return Quantity::Absent(reason);
            }
            let before = findings.of(format!("describe.{scale}.{}", comparison.from), result.group.as_ref());
            let before = before.and_then(|before| before.quantity(Field::Sd).cloned());
            before.unwrap_or_else(|| Quantity::absent("there is no SD at the earlier timepoint"))
        }
        _ => Quantity::absent("it is not standardised"),
    }
}

/// `over-one-sd` and the words for sizes, of the `smd` or else the `es` of a result, sign aside.
///
/// # Errors
/// Where the result has neither, where the study names no rule, and where its rule has no such size.
pub fn sized(word: Word, result: &StudyResult, findings: &Findings, origin: &Origin) -> Result<Outcome, Diagnostic> {
    let found = [Field::Smd, Field::Es].into_iter().find_map(|field| Some((field, result.quantity(field)?.clone())));
    let Some((field, quantity)) = found else {
        let message = format!(
            "`{}` says something of a standardised difference (`smd` or `es`), and `{}` has none",
            word.as_str(),
            result.address
        );
        return Err(Diagnostic::error("misplaced-word", message).at(origin));
    };
    let Some(size) = word.size() else {
        let mut judged = outcome(field, quantity, |known| compare(&magnitude(known), Operator::Greater, 1.0));
        judged.yardstick = Some(Yardstick::Between(1.0, f64::INFINITY));
        return Ok(judged);
    };
    let Some(rule) = &findings.study.conventions.magnitude else {
        let message = format!("`{}` needs a rule for sizes, and the study names none", word.as_str());
        let hint = "set `conventions: {magnitude: cohen-1988}` in study.yaml, or `sawilowsky-2009`, or your own";
        return Err(Diagnostic::error("no-rule", message).at(origin).hint(hint));
    };
    let Some((from, to)) = rule.range(size) else {
        let message = format!("the rule `{}` has no size `{}`", rule.as_str(), word.as_str());
        return Err(Diagnostic::error("no-rule", message).at(origin).hint("its largest size is `large`"));
    };
    let mut judged = outcome(field, quantity, |known| {
        let known = magnitude(known);
        let (low, high) = (compare(&known, Operator::AtLeast, from), compare(&known, Operator::Less, to));
        low.max(high)
    });
    judged.yardstick = Some(Yardstick::Between(from, to));
    Ok(judged)
}
