//! Means of nearly the same people: their difference is the sum of the few who differ.
//!
//! Everybody at a timepoint and those of them who were measured twice are such samples, and so are those measured twice
//! at two pairs of timepoints. A mean is an interval, as it is printed and as `precision` leaves it; so the sum of the
//! few lies in an interval, too. It is too narrow where fewer different sums are left than the threshold.

use super::plan::{Plan, Rule};
use crate::analyse::{Field, Findings, Kind, Known, StudyResult};
use crate::model::{ChangeSign, Comparison, Described, EffectSize, Scale, ScaleId, ScoreRule, TimepointId};

/// Withholds what tells the scores of the few who were not measured twice.
pub fn protect(findings: &Findings, threshold: u64, plan: &mut Plan) {
    let means = means(findings, plan);
    for (at, result) in findings.results().iter().enumerate() {
        let Kind::Change { scale: id, comparison } = &result.kind else { continue };
        let Some(scale) = findings.study.measures.scale(id.as_str()) else { continue };
        let rule = Few { scale, threshold };
        if beside(result, id, comparison, &means, &rule) {
            plan.hide_where(at, result, Rule::Differencing, |field| of_pairs(field, findings));
        }
        if !plan.hides(at, Field::Change) && through_the_change(findings, result, id, comparison, &means, &rule) {
            plan.hide_where(at, result, Rule::Differencing, |field| !matches!(field, Field::N | Field::Df));
        }
    }
}

/// A mean of a scale at a timepoint that is shown, with its sample.
struct Mean<'a> {
    result: &'a StudyResult,
    scale: &'a ScaleId,
    timepoint: &'a TimepointId,
    n: u64,
    mean: &'a Known,
}

impl Mean<'_> {
    fn is_everybody(&self) -> bool {
        matches!(self.result.kind, Kind::DescribeScale { .. })
    }
}

fn means<'a>(findings: &'a Findings, plan: &Plan) -> Vec<Mean<'a>> {
    let mut means = Vec::new();
    for (at, result) in findings.results().iter().enumerate() {
        let mut add = |scale: &'a ScaleId, timepoint: &'a TimepointId, n: Field, mean: Field| {
            let known = result.quantity(mean).filter(|_| !plan.hides(at, mean)).and_then(|mean| mean.known());
            if let (Some(n), Some(mean)) = (result.value(n), known) {
                means.push(Mean { result, scale, timepoint, n: n as u64, mean });
            }
        };
        match &result.kind {
            Kind::DescribeScale { scale, timepoint } => add(scale, timepoint, Field::N, Field::Mean),
            Kind::Change { scale, comparison } => {
                add(scale, &comparison.from, Field::N, Field::MeanFrom);
                add(scale, &comparison.to, Field::N, Field::MeanTo);
            }
            Kind::Attrition { subject: Described::Scale(scale), .. } => {
                if let Some(first) = findings.study.timepoints.first() {
                    add(scale, &first.id, Field::NFirst, Field::MeanFirst);
                }
            }
            _ => {}
        }
    }
    means
}

/// Figures that hold a mean or an SD of the people measured twice at one timepoint.
fn of_pairs(field: Field, findings: &Findings) -> bool {
    use Field::{Es, EsAverage, EsBaselinePairs, MeanFrom, MeanTo, R, SdFrom, SdTo};
    let convention = findings.study.conventions.effect_size;
    match field {
        MeanFrom | MeanTo | SdFrom | SdTo | R | EsBaselinePairs | EsAverage => true,
        Es => matches!(convention, EffectSize::SdBaselinePairs | EffectSize::SdAverage),
        _ => false,
    }
}

/// Whether a mean of the pairs stands beside one of nearly the same people.
fn beside(result: &StudyResult, scale: &ScaleId, comparison: &Comparison, means: &[Mean<'_>], rule: &Few<'_>) -> bool {
    let own = means.iter().filter(|mean| mean.result.address == result.address);
    own.into_iter().any(|own| {
        let others = means.iter().filter(|other| {
            let same = other.result.group == result.group && other.scale == scale && other.timepoint == own.timepoint;
            same && other.result.address != result.address
        });
        let here = own.timepoint == &comparison.from || own.timepoint == &comparison.to;
        here && others.into_iter().any(|other| {
            let (more, fewer) = if other.n > own.n { (other, own) } else { (own, other) };
            rule.tells(more.n - fewer.n, &[(more.n as f64, more.mean), (-(fewer.n as f64), fewer.mean)])
        })
    })
}

/// Whether everybody of the one timepoint was measured twice, so that the change leads from their mean to that of the
/// pairs at the other, where nearly everybody was.
fn through_the_change(
    findings: &Findings,
    result: &StudyResult,
    scale: &ScaleId,
    comparison: &Comparison,
    means: &[Mean<'_>],
    rule: &Few<'_>,
) -> bool {
    let change = result.quantity(Field::Change).and_then(|change| change.known());
    let (Some(n), Some(change)) = (result.value(Field::N), change) else { return false };
    let everybody = |timepoint: &TimepointId| {
        means.iter().find(|mean| {
            let same = mean.scale == scale && mean.timepoint == timepoint && mean.result.group == result.group;
            same && mean.is_everybody() && mean.result.source == result.source
        })
    };
    let (Some(from), Some(to)) = (everybody(&comparison.from), everybody(&comparison.to)) else { return false };
    let later = match findings.study.conventions.change {
        ChangeSign::LaterMinusEarlier => 1.0,
        ChangeSign::EarlierMinusLater => -1.0,
    };
    let pairs = n as u64;
    let left = |all: &Mean<'_>, same: &Mean<'_>, sign: f64| {
        let few = all.n.saturating_sub(pairs);
        // Everybody at the one timepoint less the pairs there, who are everybody at the other moved by the change.
        same.n == pairs && rule.tells(few, &[(all.n as f64, all.mean), (-n, same.mean), (sign * n, change)])
    };
    left(from, to, later) || left(to, from, -later)
}

/// How few people, and how few sums of their scores, are too few.
struct Few<'a> {
    scale: &'a Scale,
    threshold: u64,
}

impl Few<'_> {
    /// Whether terms that add up to the scores of so many people leave fewer different sums than the threshold.
    fn tells(&self, people: u64, terms: &[(f64, &Known)]) -> bool {
        if !(1..self.threshold).contains(&people) {
            return false;
        }
        let end = |lowest: bool| -> f64 {
            terms
                .iter()
                .map(|(times, known)| times * if (*times > 0.0) == lowest { known.low } else { known.high })
                .sum()
        };
        let (mut low, mut high) = (end(true), end(false));
        if let Some((least, most)) = self.scale.range {
            let (least, most) = (people as f64 * least, people as f64 * most);
            if low <= least && high >= most {
                return false;
            }
            (low, high) = (low.max(least), high.min(most));
        }
        let sums = ((high - low) / step(self.scale) + 1e-9).floor() + 1.0;
        // An interval that is empty is none that a reader can use, and none to rely on.
        sums < self.threshold as f64
    }
}

/// The distance between two sums of scores; one where it is not known.
fn step(scale: &Scale) -> f64 {
    let of_items = match (scale.scoring.items.len(), scale.scoring.rule) {
        (count @ 1.., ScoreRule::Mean) => 1.0 / count as f64,
        _ => 1.0,
    };
    scale.scoring.step.filter(|step| *step > 0.0).unwrap_or(of_items)
}
