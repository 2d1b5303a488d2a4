//! A [`Study`] to [`Scored`]: answers to scores, by each scale's rules for reversal and missing answers.
//!
//! No later room ever sees an item as it was answered: scores, and for the reliability of a scale its items turned the
//! same way round, are handed on from here. Where a study brings scores beside the items that they were made of, the
//! two are compared. Reported results are scored already.

mod check;
mod plausible;
mod scale;

use crate::diag::Sink;
use crate::model::{Answers, Column, ScaleId, Study, Values};

pub use scale::{ScaleScores, Scores};

/// A study whose scales all have scores.
#[derive(Debug, Clone)]
pub struct Scored {
    pub study: Study,
    pub scores: Scores,
}

impl Scored {
    /// Scores the answers again, after some were put in the place of others.
    pub fn rescore(&mut self) {
        self.scores =
            self.study.answers.as_ref().map_or_else(Scores::default, |answers| Scores::of(&self.study, answers));
    }

    /// The items of a scale at a timepoint, by its position, for those of the people who answered them all: a column
    /// an item, reversed items turned round. Empty where the scale has no items in the data.
    pub fn complete_items(&self, scale: &ScaleId, wave: usize, people: &[u32]) -> Vec<Vec<f64>> {
        let Some(answers) = &self.study.answers else { return Vec::new() };
        let Some(scale) = self.study.measures.scale(scale.as_str()) else { return Vec::new() };
        let Some(items) = scale::items(scale, answers, wave) else { return Vec::new() };
        let complete: Vec<usize> = people
            .iter()
            .map(|person| *person as usize)
            .filter(|person| items.iter().all(|item| item.answer(*person).is_some()))
            .collect();
        items.iter().map(|item| complete.iter().filter_map(|person| item.answer(*person)).collect()).collect()
    }

    /// How many items of a scale a person answered at a timepoint, and of how many; `None` where the data do not hold
    /// its items.
    pub fn answered(&self, scale: &ScaleId, wave: usize, people: &[u32]) -> Option<Vec<(u64, u64)>> {
        let answers = self.study.answers.as_ref()?;
        let items = scale::items(self.study.measures.scale(scale.as_str())?, answers, wave)?;
        let count = |person: &u32| items.iter().filter(|item| item.answer(*person as usize).is_some()).count();
        Some(people.iter().map(|person| (count(person) as u64, items.len() as u64)).collect())
    }
}

/// Scores the answers of a study as [`score`] does, and says nothing.
pub fn rescore(study: Study) -> Scored {
    let mut scored = Scored { study, scores: Scores::default() };
    scored.rescore();
    scored
}

/// Scores the answers of a study, and says where scores that it brings are not those of its items.
pub fn score(study: Study, sink: &mut Sink) -> Scored {
    let scores = match &study.answers {
        Some(answers) => {
            let scores = Scores::of(&study, answers);
            check::given_scores(&study, answers, &scores, sink);
            scores
        }
        None => Scores::default(),
    };
    let scored = Scored { study, scores };
    if let Some(answers) = &scored.study.answers {
        plausible::directions(&scored, sink);
        plausible::ranges(&scored.study, answers, sink);
    }
    scored
}

/// The column of scores that a study brings for a scale: the one that it names, or the one of the scale's own id.
fn given<'a>(scale: &crate::model::Scale, answers: &'a Answers, wave: usize) -> Option<&'a Column> {
    let scoring = &scale.scoring;
    let made_here = !scoring.items.is_empty() || !scoring.parts.is_empty();
    let name = match &scoring.column {
        Some(name) => name,
        None if made_here => return None,
        None => scale.id.as_str(),
    };
    answers.waves.get(wave)?.column(name).filter(|column| !matches!(column.values, Values::Sets(_)))
}
