//! Scores that a study brings, against those of its items.

use super::{Scores, given};
use crate::diag::{Diagnostic, Origin, Sink, plural};
use crate::model::{Answers, Scale, Study, at_most};

/// Disagreements of one scale that are told one by one; the rest are counted.
const TOLD: usize = 10;

/// Warns of each score that is not the one of the items beside it.
pub fn given_scores(study: &Study, answers: &Answers, scores: &Scores, sink: &mut Sink) {
    for scale in study.measures.scales() {
        let mut count = 0;
        for wave in 0..study.timepoints.len() {
            count += wave_of(scale, study, answers, scores, wave, count, sink);
        }
        if count > TOLD {
            let message =
                format!("`{}`: {} more that are not those of their items", scale.id, plural(count - TOLD, "score"));
            sink.push(Diagnostic::warning("score-differs", message).at(&scale.origin));
        }
    }
}

/// How many scores of one timepoint disagree; the first few of a scale are told.
fn wave_of(
    scale: &Scale,
    study: &Study,
    answers: &Answers,
    scores: &Scores,
    wave: usize,
    before: usize,
    sink: &mut Sink,
) -> usize {
    let scoring = &scale.scoring;
    if scoring.items.is_empty() && scoring.parts.is_empty() {
        return 0;
    }
    let (Some(given), Some(made)) = (given(scale, answers, wave), scores.at(&scale.id, wave)) else { return 0 };
    let table = &answers.waves[wave];
    let mut count = 0;
    for person in 0..answers.people.len() {
        let (theirs, ours) = (given.number(person), made.number(person));
        let agree = match (theirs, ours) {
            (Some(theirs), Some(ours)) => within_rounding(theirs, ours),
            // A score that the study left out is not one that disagrees.
            (None, _) => true,
            (Some(_), None) => false,
        };
        if agree {
            continue;
        }
        count += 1;
        if before + count > TOLD {
            continue;
        }
        let timepoint = &study.timepoints[wave].id;
        let theirs = theirs.map_or_else(String::new, |score| at_most(score, 6));
        let ours = match ours {
            Some(ours) => format!("its items give {}", at_most(ours, 6)),
            None => "its items have too many gaps for a score".to_owned(),
        };
        let person_id = &answers.people[person];
        let message = format!("`{}` of participant `{person_id}` at {timepoint} is {theirs}, and {ours}", scale.id);
        let line = table.lines.get(person).copied().unwrap_or(0);
        // Where the column begins on the line only the reader knows; its name is as good.
        let origin = Origin::new(&table.file, line, 1, 1);
        let hint = format!("correct column `{}` or the items; the results use the items", given.name);
        sink.push(Diagnostic::warning("score-differs", message).at(&origin).hint(hint));
    }
    count
}

/// Whether a given score is the one of the items, to the decimals that it is given with.
fn within_rounding(given: f64, made: f64) -> bool {
    let difference = (given - made).abs();
    if difference <= 1e-9 * made.abs().max(1.0) {
        return true;
    }
    let text = given.to_string();
    let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let half = 0.5 * 10f64.powi(-i32::try_from(decimals).unwrap_or(i32::MAX));
    // A whole number may be a whole score as well as a rounded one: only decimals are taken as rounding.
    decimals > 0 && difference <= half * (1.0 + 1e-9)
}

#[cfg(test)]
mod tests {
    use super::within_rounding;

    #[test]
    fn rounding_of_decimals_is_no_disagreement() {
        assert!(within_rounding(2.33, 7.0 / 3.0) && within_rounding(2.3, 7.0 / 3.0) && within_rounding(7.0, 7.0));
        assert!(!within_rounding(2.4, 7.0 / 3.0) && !within_rounding(7.0, 7.25) && !within_rounding(2.0, 7.0 / 3.0));
    }
}
