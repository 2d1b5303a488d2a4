//! The score of each person on each scale at each timepoint.

use super::given;
use crate::model::{Answers, Column, Scale, ScaleId, ScoreRule, Scoring, Study, Values};

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
                let score = |person| of_items(&items, scoring, person);
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
        let score = |person: usize| {
            let sum = parts.iter().map(|part| part.number(person)).sum::<Option<f64>>()?;
            Some(match scoring.rule {
                ScoreRule::Sum => sum,
                ScoreRule::Mean => sum / parts.len() as f64,
            })
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
        Some(self.turned.map_or(answer, |ends| ends - answer))
    }
}

/// The items of a scale at a timepoint; none where the scale has no items, or the data do not hold them all.
pub fn items<'a>(scale: &Scale, answers: &'a Answers, wave: usize) -> Option<Vec<ItemAnswers<'a>>> {
    let scoring = &scale.scoring;
    let table = answers.waves.get(wave)?;
    let items = scoring.items.iter().map(|item| {
        let column = table.column(&item.column)?;
        let turned = if item.reversed { Some(scoring.item_range.map(|(low, high)| low + high)?) } else { None };
        Some(ItemAnswers { column, turned })
    });
    let items: Vec<ItemAnswers<'a>> = items.collect::<Option<_>>()?;
    (!items.is_empty()).then_some(items)
}

/// The sum or mean of a person's answers. Up to the scale's number of gaps are filled by the mean of what the person
/// did answer; with more there is no score, and never one without any answer.
fn of_items(items: &[ItemAnswers<'_>], scoring: &Scoring, person: usize) -> Option<f64> {
    let (mut sum, mut answered) = (0.0, 0_usize);
    for answer in items.iter().filter_map(|item| item.answer(person)) {
        sum += answer;
        answered += 1;
    }
    let gaps = items.len() - answered;
    if answered == 0 || gaps > scoring.missing_at_most {
        return None;
    }
    Some(match scoring.rule {
        ScoreRule::Mean => sum / answered as f64,
        ScoreRule::Sum if gaps == 0 => sum,
        ScoreRule::Sum => sum / answered as f64 * items.len() as f64,
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
        let scores: Vec<_> = (0..4).map(|person| of_items(&items, &sum, person)).collect();
        assert_eq!(scores, [Some(7.0), Some(3.0), None, None]);
        let mean = Scoring { rule: ScoreRule::Mean, missing_at_most: 3, ..Scoring::default() };
        let scores: Vec<_> = (0..4).map(|person| of_items(&items, &mean, person)).collect();
        assert_eq!(scores, [Some(7.0 / 3.0), Some(1.0), Some(0.0), None]);
    }
}
