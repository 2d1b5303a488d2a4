//! The score of each person on each scale at each timepoint.

use super::given;
use crate::model::{Answers, Column, Scale, ScaleId, ScoreRule, Scoring, Study, Values};
use crate::stats::{Step, difference};

/// The scores of every scale that the data hold.
#[derive(Debug, Clone, Default)]
pub struct Scores {
    scales: Vec<ScaleScores>,
}

/// The scores of one scale.
#[derive(Debug, Clone)]
pub struct ScaleScores {
    pub scale: ScaleId,
    /// One entry a timepoint of the study; `None` where the scale was not asked. A score for every person, in the
    /// order of the study's people.
    pub waves: Vec<Option<Column>>,
}

impl Scores {
    pub(super) fn of(study: &Study, answers: &Answers) -> Self {
        let mut scores = Self::default();
        // Totals after the scales that they are made of, however deep these lie: `read` admits no circle.
        let mut waiting: Vec<&Scale> = study.measures.scales().collect();
        while !waiting.is_empty() {
            let ready = |scale: &&Scale| {
                let parts = &scale.scoring.parts;
                !parts.iter().any(|part| waiting.iter().any(|other| other.id == *part && other.id != scale.id))
            };
            let (now, later): (Vec<&Scale>, Vec<&Scale>) = waiting.iter().copied().partition(ready);
            if now.is_empty() {
                break;
            }
            for scale in now {
                let waves: Vec<Option<Column>> =
                    (0..study.timepoints.len()).map(|wave| scores.wave(scale, answers, wave)).collect();
                if waves.iter().any(Option::is_some) {
                    scores.scales.push(ScaleScores { scale: scale.id.clone(), waves });
                }
            }
            waiting = later;
        }
        let order = |id: &ScaleId| study.measures.scales().position(|scale| scale.id == *id);
        scores.scales.sort_by_key(|scores| order(&scores.scale));
        scores
    }

    /// Every scale with scores, in the order of the instruments.
    pub fn scales(&self) -> &[ScaleScores] {
        &self.scales
    }

    /// The scores of a scale at a timepoint, by its position in the study's order.
    pub fn at(&self, scale: &ScaleId, wave: usize) -> Option<&Column> {
        self.scales.iter().find(|scores| scores.scale == *scale)?.waves.get(wave)?.as_ref()
    }

    fn wave(&self, scale: &Scale, answers: &Answers, wave: usize) -> Option<Column> {
        let scoring = &scale.scoring;
        let made = if !scoring.parts.is_empty() {
            self.total(scoring, answers, wave)
        } else {
            items(scale, answers, wave).map(|items| {
                let step = step_of(&items);
                let score = |person| of_items(&items, scoring, step, person);
                Values::collect((0..answers.people.len()).map(score))
            })
        };
        match made {
            Some(values) => Some(Column { name: scale.id.as_str().into(), at: 0, values }),
            None => given(scale, answers, wave).cloned(),
        }
    }

    /// Sum or mean of other scales; a person without one of them has no total.
    fn total(&self, scoring: &Scoring, answers: &Answers, wave: usize) -> Option<Values> {
        let parts: Vec<&Column> = scoring.parts.iter().map(|part| self.at(part, wave)).collect::<Option<_>>()?;
        let step = common(parts.iter().map(|part| step_of_column(part)));
        let divisor = match scoring.rule {
            ScoreRule::Sum => 1,
            ScoreRule::Mean => parts.len() as u64,
        };
        let score = |person: usize| match step {
            Some(step) => {
                let steps = parts.iter().map(|part| Some(step.count(part.number(person)?)));
                Some(step.quotient(i128::from(steps.sum::<Option<i64>>()?), divisor))
            }
            None => Some(parts.iter().map(|part| part.number(person)).sum::<Option<f64>>()? / divisor as f64),
        };
        Some(Values::collect((0..answers.people.len()).map(score)))
    }
}

/// An item's column and how it is turned.
pub struct ItemAnswers<'a> {
    column: &'a Column,
    /// Lowest plus highest answer, from which a reversed one is taken.
    turned: Option<f64>,
}

impl ItemAnswers<'_> {
    /// A person's answer, reversed items turned round.
    pub fn answer(&self, person: usize) -> Option<f64> {
        let answer = self.column.number(person)?;
        Some(match (self.turned, &self.column.values) {
            (None, _) => answer,
            (Some(ends), Values::Small(_)) => ends - answer,
            (Some(ends), Values::Numbers(_) | Values::Sets(_)) => difference(ends, answer),
        })
    }
}

/// The step of which all answers are whole multiples, reversed ones and both ends of their range, too.
fn step_of(items: &[ItemAnswers<'_>]) -> Option<Step> {
    common(items.iter().map(|item| {
        let ends = item.turned.map_or(Some(Step::ONE), |ends| Step::of([ends].into_iter()))?;
        step_of_column(item.column)?.and(ends)
    }))
}

fn step_of_column(column: &Column) -> Option<Step> {
    match &column.values {
        Values::Small(_) => Some(Step::ONE),
        Values::Numbers(numbers) => Step::of(numbers.iter().copied().filter(|number| !number.is_nan())),
        Values::Sets(_) => None,
    }
}

fn common(mut steps: impl Iterator<Item = Option<Step>>) -> Option<Step> {
    steps.try_fold(Step::ONE, |all, step| all.and(step?))
}

/// The items of a scale at a timepoint; none where the scale has no items, or the data do not hold them all.
pub fn items<'a>(scale: &Scale, answers: &'a Answers, wave: usize) -> Option<Vec<ItemAnswers<'a>>> {
    let scoring = &scale.scoring;
    let table = answers.waves.get(wave)?;
    let items = scoring.items.iter().map(|item| {
        let column = table.column(&item.column)?;
        let turned =
            if item.reversed { Some(scoring.item_range.map(|(low, high)| difference(high, -low))?) } else { None };
        Some(ItemAnswers { column, turned })
    });
    let items: Vec<ItemAnswers<'a>> = items.collect::<Option<_>>()?;
    (!items.is_empty()).then_some(items)
}

/// The sum or mean of a person's answers. Up to the scale's number of gaps are filled by the mean of what the person
/// did answer; with more there is no score, and never one without any answer.
///
/// Answers are counted in steps, so that a score is the decimal or the fraction that it ought to be, rounded once: 0.1
/// and 0.2 add up to 0.3, and the sum and the mean of the same answers rank people alike.
fn of_items(items: &[ItemAnswers<'_>], scoring: &Scoring, step: Option<Step>, person: usize) -> Option<f64> {
    let (mut steps, mut sum, mut answered) = (0_i64, 0.0, 0_usize);
    for answer in items.iter().filter_map(|item| item.answer(person)) {
        match step {
            Some(step) => steps += step.count(answer),
            None => sum += answer,
        }
        answered += 1;
    }
    let gaps = items.len() - answered;
    if answered == 0 || gaps > scoring.missing_at_most {
        return None;
    }
    // With gaps a sum is so many times the mean.
    let (times, divisor) = match scoring.rule {
        ScoreRule::Mean => (1, answered),
        ScoreRule::Sum if gaps == 0 => (1, 1),
        ScoreRule::Sum => (items.len(), answered),
    };
    Some(match step {
        Some(step) => step.quotient(i128::from(steps) * times as i128, divisor as u64),
        None => sum / divisor as f64 * times as f64,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(values: &[Option<f64>]) -> Column {
        Column { name: "i".into(), at: 1, values: Values::collect(values.iter().copied()) }
    }

    #[test]
    fn gaps_are_filled_by_the_persons_mean_up_to_the_rule() {
        let columns = [
            column(&[Some(1.0), Some(2.0), Some(0.0), None]),
            column(&[Some(3.0), None, None, None]),
            column(&[Some(0.0), Some(3.0), None, None]),
        ];
        let turned = [None, None, Some(3.0)];
        let items: Vec<ItemAnswers<'_>> =
            columns.iter().zip(turned).map(|(column, turned)| ItemAnswers { column, turned }).collect();
        let sum = Scoring { missing_at_most: 1, ..Scoring::default() };
        let scores: Vec<_> = (0..4).map(|person| of_items(&items, &sum, Some(Step::ONE), person)).collect();
        assert_eq!(scores, [Some(7.0), Some(3.0), None, None]);
        let mean = Scoring { rule: ScoreRule::Mean, missing_at_most: 3, ..Scoring::default() };
        let scores: Vec<_> = (0..4).map(|person| of_items(&items, &mean, Some(Step::ONE), person)).collect();
        assert_eq!(scores, [Some(7.0 / 3.0), Some(1.0), Some(0.0), None]);
    }
}
