//! Whether n, mean and SD leave only a few samples that can have them.
//!
//! Scores lie on a grid: the range of a scale in its steps. The sets of n such scores that have a mean and an SD within
//! their rounding are counted one by one, up to four. Among few people on a coarse scale there may be just one, and then
//! mean and SD are the list of all scores.

use super::plan::{Plan, Rule};
use super::samples::{Samples, step};
use crate::analyse::{Contrasted, Field, Findings, Kind, Known, Open, Source, StudyResult};
use crate::diag::{Diagnostic, Sink, plural};
use crate::model::{Described, ScaleId, TimepointId, VariableKind};

/// At most so many samples are too few.
const FEW: usize = 3;
/// More people than this leave more samples than can be told apart.
const PEOPLE: u64 = 20;

/// Warns of each mean and SD that leave few samples, where they are shown all the same.
pub fn tell(findings: &Findings, sink: &mut Sink) {
    for result in findings.results() {
        let Some(samples) = samples(result, findings, true, |_| false).filter(|samples| *samples > 0) else { continue };
        let message = format!(
            "`{}`: n, mean and SD leave {} that can have them, and so show the scores of single participants",
            result.address,
            plural(samples, "sample")
        );
        let hint = "leave the SD out, or print fewer decimals; under `standard` and `strict` it is withheld";
        let diagnostic = Diagnostic::warning("candidate-samples", message).about(result.address.as_str());
        sink.push(diagnostic.at(&result.origin).hint(hint));
    }
}

/// Withholds the SDs that leave few samples, the means that do so without an SD, and what gives them away.
pub fn protect(findings: &Findings, plan: &mut Plan) {
    let mut found = Vec::new();
    for (at, result) in findings.results().iter().enumerate() {
        let hides = |field| plan.hides(at, field);
        let few = |samples: Option<usize>| samples.is_some_and(|samples| samples > 0);
        if few(samples(result, findings, false, hides)) {
            found.push((result.kind.clone(), result.group.clone(), true));
        } else if !plan.hides(at, Field::Sd) && few(samples(result, findings, true, hides)) {
            found.push((result.kind.clone(), result.group.clone(), false));
        }
    }
    for (kind, group, mean) in found {
        for (at, result) in findings.results().iter().enumerate() {
            let here = result.group == group;
            // Where the mean alone tells the scores, everything does that holds it.
            let hidden = |field: Field| if mean { statistic(field) } else { spread(field) };
            match (&kind, &result.kind) {
                (_, same) if *same == kind && here => plan.hide_where(at, result, Rule::CandidateSamples, hidden),
                (Kind::DescribeScale { scale, timepoint }, Kind::Norm { scale: of, timepoint: then })
                    if scale == of && timepoint == then && here =>
                {
                    plan.hide_where(at, result, Rule::CandidateSamples, hidden);
                }
                (Kind::DescribeScale { scale, timepoint }, Kind::Change { scale: of, comparison })
                    if scale == of && here =>
                {
                    let both = comparison.from == *timepoint || comparison.to == *timepoint;
                    if mean && both {
                        plan.hide_where(at, result, Rule::CandidateSamples, statistic);
                    } else if comparison.from == *timepoint {
                        plan.hide_where(at, result, Rule::CandidateSamples, |field| {
                            matches!(field, Field::EsBaselineAll | Field::Es)
                        });
                    }
                }
                // The sides of a comparison have their own means and SDs.
                (
                    Kind::DescribeScale { scale, .. },
                    Kind::Contrast { scale: of, .. } | Kind::Attrition { subject: Described::Scale(of), .. },
                ) if scale == of => {
                    let sides = |field: Field| matches!(field, Field::SdFirst | Field::SdSecond | Field::Smd);
                    plan.hide_where(at, result, Rule::CandidateSamples, |field| hidden(field) || sides(field));
                }
                _ => {}
            }
        }
    }
    for (at, result) in findings.results().iter().enumerate() {
        of_samples_within(at, result, findings, plan);
    }
}

/// What an SD is in.
fn spread(field: Field) -> bool {
    use Field::{CiHigh, CiLow, Df, P, Sd, Se, T};
    matches!(field, Sd | Se | CiLow | CiHigh | T | Df | P)
}

/// Everything but how many there are, and what is known without the study.
fn statistic(field: Field) -> bool {
    use Field::{Missing, N, NFirst, NSecond, NormMean, NormN, NormSd};
    !matches!(field, N | Missing | NormMean | NormSd | NormN | NFirst | NSecond)
}

/// The samples inside a result: the pairs at either timepoint and their changes, and the sides of a comparison.
fn of_samples_within(at: usize, result: &StudyResult, findings: &Findings, plan: &mut Plan) {
    let few = |n: Field, mean: Field, sd: Field, grid: Option<Grid>, plan: &Plan| {
        let known = |field| result.quantity(field).filter(|_| !plan.hides(at, field)).and_then(|known| known.known());
        let n = result.value(n).filter(|n| (2.0..=PEOPLE as f64).contains(n))? as u64;
        let (grid, mean, sd) = (grid?, known(mean)?, known(sd)?);
        grid.count(n, mean, sd, None).filter(|count| (1..=FEW).contains(count))
    };
    let scale = |id: &ScaleId, timepoints: &[&TimepointId]| Grid::of_scale(result, findings, id, timepoints);
    match &result.kind {
        Kind::Change { scale: id, comparison } => {
            use Field::{Change, EsAverage, EsBaselinePairs, MeanFrom, MeanTo, N, R, Sd, SdFrom, SdTo};
            let from = few(N, MeanFrom, SdFrom, scale(id, &[&comparison.from]), plan);
            let to = few(N, MeanTo, SdTo, scale(id, &[&comparison.to]), plan);
            let both = scale(id, &[&comparison.from, &comparison.to]);
            let changes = few(N, Change, Sd, both.map(Grid::of_differences), plan);
            if from.or(to).or(changes).is_some() {
                plan.hide_where(at, result, Rule::CandidateSamples, |field| {
                    matches!(field, SdFrom | SdTo | R | EsBaselinePairs | EsAverage | Field::Es | Field::EsChange)
                        || changes.is_some()
                            && (spread(field) || matches!(field, Field::W | Field::PWilcoxon | Field::WilcoxonExact))
                });
            }
        }
        Kind::Contrast { scale: id, when: Contrasted::At(timepoint), .. } => {
            sides(at, result, scale(id, &[timepoint]), scale(id, &[timepoint]), few, plan);
        }
        Kind::Attrition { subject: Described::Scale(id), level: None } => {
            let first = findings.study.timepoints.first().map(|first| &first.id);
            let grid = || first.and_then(|first| scale(id, &[first]));
            sides(at, result, grid(), grid(), few, plan);
        }
        _ => {}
    }
}

/// The sides of a comparison: where one leaves few samples, neither SD is shown, nor what holds it.
fn sides(
    at: usize,
    result: &StudyResult,
    first: Option<Grid>,
    second: Option<Grid>,
    few: impl Fn(Field, Field, Field, Option<Grid>, &Plan) -> Option<usize>,
    plan: &mut Plan,
) {
    let first = few(Field::NFirst, Field::MeanFirst, Field::SdFirst, first, plan);
    let second = few(Field::NSecond, Field::MeanSecond, Field::SdSecond, second, plan);
    if first.or(second).is_some() {
        plan.hide_where(at, result, Rule::CandidateSamples, |field| {
            spread(field) || matches!(field, Field::SdFirst | Field::SdSecond | Field::Smd)
        });
    }
}

/// How many samples a result leaves, where these are few; `None` where they are many, or the grid is not known.
/// With `with_sd` its SD counts, too.
fn samples(result: &StudyResult, findings: &Findings, with_sd: bool, hides: impl Fn(Field) -> bool) -> Option<usize> {
    let known = |field| result.quantity(field).filter(|_| !hides(field)).and_then(|quantity| quantity.known());
    let n = result.value(Field::N).filter(|n| (2.0..=PEOPLE as f64).contains(n))? as u64;
    let any = Known { value: 0.0, low: 0.0, high: 1e9, open: Open::default(), printed: None, rounded: None };
    let (mean, sd) = (known(Field::Mean)?, if with_sd { known(Field::Sd)? } else { &any });
    let grid = Grid::of(result, findings, n, mean)?;
    let ends = known(Field::Min).zip(known(Field::Max));
    grid.count(n, mean, sd, ends.map(|(min, max)| (min.value, max.value))).filter(|count| *count <= FEW)
}

/// Scores from `low` in whole steps.
struct Grid {
    low: f64,
    step: f64,
    steps: i64,
}

impl Grid {
    fn of(result: &StudyResult, findings: &Findings, n: u64, mean: &Known) -> Option<Grid> {
        match &result.kind {
            Kind::DescribeScale { scale, timepoint } => Self::of_scale(result, findings, scale, &[timepoint]),
            Kind::DescribeVariable { variable, .. } => {
                let variable = findings.study.measures.variable(variable.as_str())?;
                let counts = variable.kind == VariableKind::Count;
                // Nobody has more than all together.
                let most = (mean.high * n as f64).floor() as i64;
                counts.then_some(Grid { low: 0.0, step: 1.0, steps: most.max(0) })
            }
            _ => None,
        }
    }

    /// The grid of a scale at some timepoints; `None` where it is not known.
    fn of_scale(result: &StudyResult, findings: &Findings, id: &ScaleId, at: &[&TimepointId]) -> Option<Grid> {
        let scale = findings.study.measures.scale(id.as_str())?;
        let (low, high) = scale.range?;
        // A gap that is filled by a person's mean lies off the grid.
        let filled = |timepoint: &&TimepointId| {
            let missing = findings.of(format_args!("missing.{id}.{timepoint}"), result.group.as_ref());
            missing.is_none_or(|missing| missing.value(Field::Filled) != Some(0.0))
        };
        let off = result.source == Source::Computed && scale.scoring.missing_at_most > 0 && at.iter().any(filled);
        let step = step(scale).filter(|_| !off || scale.scoring.items.is_empty())?;
        Some(Grid { low, step, steps: ((high - low) / step).round() as i64 })
    }

    /// The grid of the differences of two scores.
    fn of_differences(self) -> Grid {
        Grid { low: -self.step * self.steps as f64, step: self.step, steps: 2 * self.steps }
    }

    /// Up to four samples of n scores with a mean and an SD, and with the lowest and the highest where these are shown.
    fn count(&self, n: u64, mean: &Known, sd: &Known, ends: Option<(f64, f64)>) -> Option<usize> {
        let slack = 1e-9;
        let at = |value: f64| ((value - self.low) / self.step).round() as i64;
        let (least, most) = ends.map_or((0, self.steps), |(min, max)| (at(min).max(0), at(max).min(self.steps)));
        let people = n as f64;
        // In steps above the least.
        let shift = self.low + least as f64 * self.step;
        let sum = |mean: f64| (mean - shift) / self.step * people;
        let sums = ((sum(mean.low) - slack).ceil() as i64, (sum(mean.high) + slack).floor() as i64);
        let squares = |sd: f64| (sd / self.step).powi(2) * (people - 1.0);
        let spread = (squares(sd.low.max(0.0)).min(1e12), squares(sd.high.max(0.0)).min(1e12));
        let mut search = Samples::up_to(FEW + 1);
        let most = most - least;
        for total in sums.0.max(0)..=sums.1 {
            let square = (total * total) as f64 / people;
            let wanted = ((spread.0 + square - slack).ceil() as i64, (spread.1 + square + slack).floor() as i64);
            let (people, total, wanted) = match ends {
                None => (n as i64, total, wanted),
                // One stands at either end.
                Some(_) => (n as i64 - 2, total - most, (wanted.0 - most * most, wanted.1 - most * most)),
            };
            search.count(people, most, total, wanted);
            if search.is_over() {
                return None;
            }
        }
        Some(search.found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::Quantity;
    use crate::model::Printed;

    fn count(n: u64, mean: &str, sd: &str) -> Option<usize> {
        let known = |text| Quantity::printed(Printed::parse(text).as_ref()).known().cloned().expect("a number");
        Grid { low: 1.0, step: 1.0, steps: 4 }.count(n, &known(mean), &known(sd), None)
    }

    /// All multisets, by brute force.
    fn brute(n: usize, mean: &str, sd: &str) -> usize {
        let inside = |text: &str, value: f64| {
            let (low, high) = Printed::parse(text).expect("a number").interval();
            value >= low - 1e-9 && value <= high + 1e-9
        };
        let mut found = 0;
        let mut scores = vec![1_u8; n];
        loop {
            let values: Vec<f64> = scores.iter().map(|score| f64::from(*score)).collect();
            let average = values.iter().sum::<f64>() / n as f64;
            let squares: f64 = values.iter().map(|value| (value - average).powi(2)).sum();
            found += usize::from(inside(mean, average) && inside(sd, (squares / (n as f64 - 1.0)).sqrt()));
            let Some(at) = scores.iter().rposition(|score| *score < 5) else { return found };
            let next = scores[at] + 1;
            scores[at..].fill(next);
        }
    }

    #[test]
    fn six_people_on_an_item() {
        for (mean, sd) in [("3.17", "1.17"), ("2.50", "1.05"), ("4.83", "0.41"), ("3.00", "2.19"), ("3.33", "1.21")] {
            let wanted = brute(6, mean, sd);
            let found = count(6, mean, sd);
            assert_eq!(found.unwrap_or(4).min(4), wanted.min(4), "{mean} ({sd}): {wanted}");
        }
        assert_eq!(count(6, "4.83", "0.41"), Some(1));
        assert_eq!(count(20, "3.0", "1.2"), None);
        assert_eq!(count(6, "3.10", "1.17"), Some(0));
    }
}
