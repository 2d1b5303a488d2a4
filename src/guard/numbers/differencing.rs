//! Means of nearly the same people: their difference is the sum of the few who differ.
//!
//! Everybody at a timepoint and those of them who were measured twice are such samples, and so are those measured twice
//! at two pairs of timepoints. A mean is an interval, as it is printed and as `precision` leaves it; so the sum of the
//! few lies in an interval, too. It is too narrow where fewer different sums are left than the threshold.

use super::plan::{Plan, Rule};
use super::samples::{Samples, step};
use crate::analyse::{Field, Findings, Kind, Known, Source, StudyResult};
use crate::model::{ChangeSign, Comparison, Described, EffectSize, Scale, ScaleId, TimepointId};

/// Withholds what tells the scores of the few who were not measured twice.
pub fn protect(findings: &Findings, threshold: u64, plan: &mut Plan) {
    let means = means(findings, plan);
    for (at, result) in findings.results().iter().enumerate() {
        let Kind::Change { scale: id, comparison } = &result.kind else { continue };
        if result.source == Source::Computed {
            continue;
        }
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

/// Withholds what is reported of nearly the people that the data hold: one more or one less among them would be known.
pub fn two_sources(findings: &Findings, threshold: u64, plan: &mut Plan) {
    for (at, reported) in findings.results().iter().enumerate() {
        let bare = reported.address.as_str().strip_prefix("reported.");
        let Some(computed) = bare.and_then(|bare| findings.get(bare)) else { continue };
        let nearly = [Field::N, Field::Total].into_iter().any(|size| {
            let sizes = reported.value(size).zip(computed.value(size));
            sizes.is_some_and(|(one, other)| one != other && (one - other).abs() < threshold as f64)
        });
        if nearly {
            plan.hide_where(at, reported, Rule::Differencing, |field| !matches!(field, Field::N | Field::Total));
        }
    }
}

/// A mean of a scale at a timepoint that is shown, with its sample.
struct Mean<'a> {
    result: &'a StudyResult,
    scale: &'a ScaleId,
    timepoint: &'a TimepointId,
    n: u64,
    /// With what else is shown of the same sample taken into account.
    mean: Known,
    /// The sum of the squares of the scores, where an SD is shown.
    squares: Option<(f64, f64)>,
}

impl Mean<'_> {
    fn is_everybody(&self) -> bool {
        matches!(self.result.kind, Kind::DescribeScale { .. })
    }
}

fn means<'a>(findings: &'a Findings, plan: &Plan) -> Vec<Mean<'a>> {
    let mut means = Vec::new();
    let reported = findings.results().iter().enumerate().filter(|(_, result)| result.source == Source::Reported);
    for (at, result) in reported {
        let shown = |field: Field| {
            result.quantity(field).filter(|_| !plan.hides(at, field)).and_then(|quantity| quantity.known())
        };
        let mut add = |scale: &'a ScaleId, timepoint: &'a TimepointId, [n, mean, sd]: [Field; 3]| {
            let (Some(n), Some(mean)) = (result.value(n), shown(mean)) else { return };
            let mean = match &result.kind {
                Kind::DescribeScale { .. } => sharpened(mean, result, findings, plan, at),
                _ => mean.clone(),
            };
            let squares = shown(sd).map(|sd| squares(n, &mean, sd));
            means.push(Mean { result, scale, timepoint, n: n as u64, mean, squares });
        };
        match &result.kind {
            Kind::DescribeScale { scale, timepoint } => {
                add(scale, timepoint, [Field::N, Field::Mean, Field::Sd]);
            }
            Kind::Change { scale, comparison } => {
                add(scale, &comparison.from, [Field::N, Field::MeanFrom, Field::SdFrom]);
                add(scale, &comparison.to, [Field::N, Field::MeanTo, Field::SdTo]);
            }
            Kind::Attrition { subject: Described::Scale(scale), .. } => {
                if let Some(first) = findings.study.timepoints.first() {
                    add(scale, &first.id, [Field::NFirst, Field::MeanFirst, Field::SdFirst]);
                }
            }
            _ => {}
        }
    }
    means
}

/// A mean as narrow as its confidence interval and its distance from a norm, rounded as they are, leave it.
fn sharpened(mean: &Known, result: &StudyResult, findings: &Findings, plan: &Plan, at: usize) -> Known {
    let mut mean = mean.clone();
    let mut narrow = |low: f64, high: f64| {
        if low.max(mean.low) <= high.min(mean.high) {
            (mean.low, mean.high) = (mean.low.max(low), mean.high.min(high));
        }
    };
    let shown = |result: &StudyResult, at: usize, field: Field| {
        result.quantity(field).filter(|_| !plan.hides(at, field)).and_then(|quantity| quantity.known().cloned())
    };
    if let (Some(low), Some(high)) = (shown(result, at, Field::CiLow), shown(result, at, Field::CiHigh)) {
        narrow((low.low + high.low) / 2.0, (low.high + high.high) / 2.0);
    }
    let wanted = result.address.as_str().replacen("describe.", "norm.", 1);
    let beside = findings.results().iter().enumerate().find(|(_, other)| other.address.as_str() == wanted);
    if let Some((norm_at, norm)) = beside {
        let (of_norm, sd) = (shown(norm, norm_at, Field::NormMean), shown(norm, norm_at, Field::NormSd));
        if let (Some(difference), Some(of_norm)) = (shown(norm, norm_at, Field::Difference), &of_norm) {
            narrow(difference.low + of_norm.value, difference.high + of_norm.value);
        }
        if let (Some(smd), Some(of_norm), Some(sd)) = (shown(norm, norm_at, Field::Smd), &of_norm, sd) {
            narrow(smd.low * sd.value + of_norm.value, smd.high * sd.value + of_norm.value);
        }
    }
    mean
}

/// The sum of the squares of n scores with a mean and an SD.
fn squares(n: f64, mean: &Known, sd: &Known) -> (f64, f64) {
    let least = if mean.low <= 0.0 && mean.high >= 0.0 { 0.0 } else { mean.low.abs().min(mean.high.abs()) };
    let most = mean.low.abs().max(mean.high.abs());
    let of = |sd: f64, mean: f64| (n - 1.0) * sd * sd + n * mean * mean;
    (of(sd.low.max(0.0), least), of(sd.high.max(0.0), most))
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
            let squares = more.squares.zip(fewer.squares).map(|(more, fewer)| (more.0 - fewer.1, more.1 - fewer.0));
            rule.tells(more.n - fewer.n, &[(more.n as f64, &more.mean), (-(fewer.n as f64), &fewer.mean)], squares)
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
        same.n == pairs && rule.tells(few, &[(all.n as f64, &all.mean), (-n, &same.mean), (sign * n, change)], None)
    };
    left(from, to, later) || left(to, from, -later)
}

/// How few people, and how few sums of their scores, are too few.
struct Few<'a> {
    scale: &'a Scale,
    threshold: u64,
}

impl Few<'_> {
    /// Whether terms that add up to the scores of so many people, with what their squares add up to, leave fewer
    /// different samples of them than the threshold.
    fn tells(&self, people: u64, terms: &[(f64, &Known)], squares: Option<(f64, f64)>) -> bool {
        if !(1..self.threshold).contains(&people) {
            return false;
        }
        let end = |lowest: bool| -> f64 {
            terms
                .iter()
                .map(|(times, known)| times * if (*times > 0.0) == lowest { known.low } else { known.high })
                .sum()
        };
        let (low, high) = (end(true), end(false));
        let step = step(self.scale).unwrap_or(1.0);
        let slack = 1e-9 * (1.0 + high.abs());
        let Some((least, most)) = self.scale.range else {
            return ((high - low) / step + 1e-9).floor() + 1.0 < self.threshold as f64;
        };
        let count = people as f64;
        if squares.is_none() && low <= count * least && high >= count * most {
            return false;
        }
        // Scores in whole steps above the least; the sums that fall into the interval, and no half ones.
        let steps = ((most - least) / step).round() as i64;
        let place = |sum: f64| (sum - count * least) / step;
        let first = (place(low) - slack / step).ceil().max(0.0) as i64;
        let last = (place(high) + slack / step).floor().min(count * steps as f64) as i64;
        let mut search = Samples::up_to(self.threshold as usize);
        for sum in first..=last {
            let within = match squares {
                None => (0, i64::MAX / 4),
                Some((low, high)) => {
                    // Of the squares of the scores those of their places above the least.
                    let shift = |squares: f64| {
                        (squares - 2.0 * least * step * sum as f64 - count * least * least) / (step * step)
                    };
                    ((shift(low) - 1e-6).ceil() as i64, (shift(high) + 1e-6).floor() as i64)
                }
            };
            // Without squares a sum is as good as a sample: many people have each.
            match squares {
                None => search.found += 1,
                Some(_) => search.count(people as i64, steps, sum, within),
            }
            if search.is_over() {
                return false;
            }
        }
        // An interval that is empty is none that a reader can use, and none to rely on: it is taken for a narrow one.
        true
    }
}
