//! Completers against those who dropped out, by what was known of them at the first timepoint.
//!
//! Both answered something at the first timepoint; completers answered something at the last one, too.

use super::contrast::compared;
use super::share::counted;
use super::{Data, Sample, quantity};
use crate::analyse::field::Field;
use crate::analyse::finding::{Kind, StudyResult};
use crate::analyse::quantity::Quantity;
use crate::model::{Address, Column, Described, LevelId, VariableKind};
use crate::stats::{Undefined, quotient};

/// Every scale that was asked at the first timepoint, then every variable that was asked once or then.
pub fn results(data: &Data<'_>) -> Vec<StudyResult> {
    let last = data.study.timepoints.len() - 1;
    if last == 0 {
        return Vec::new();
    }
    let there = |wave: usize| move |person: &u32| data.answers.took_part(wave, *person as usize);
    let baseline = data.everybody().people.iter().copied().filter(there(0));
    let (complete, dropped): (Vec<u32>, Vec<u32>) = baseline.partition(there(last));
    let (complete, dropped) = (Sample { group: None, people: complete }, Sample { group: None, people: dropped });
    let result = |subject: Described, level: Option<LevelId>, fields| {
        let address = match &level {
            Some(level) => format!("attrition.{}.{level}", subject.as_str()),
            None => format!("attrition.{}", subject.as_str()),
        };
        data.result(data.everybody(), Address::new(address), Kind::Attrition { subject, level }, fields)
    };
    let means = |column: &Column| compared(&complete.values(column), &dropped.values(column), data.level);
    let mut results: Vec<StudyResult> = Vec::new();
    for scores in data.scored.scores.scales() {
        if let Some(Some(column)) = scores.waves.first() {
            results.push(result(Described::Scale(scores.scale.clone()), None, means(column)));
        }
    }
    for asked in data.asked(|_| true).into_iter().filter(|asked| asked.wave.is_none_or(|wave| wave == 0)) {
        let subject = Described::Variable(asked.variable.id.clone());
        if asked.variable.kind != VariableKind::Categorical {
            results.push(result(subject, None, means(asked.column)));
            continue;
        }
        for (at, level) in asked.variable.levels.iter().enumerate() {
            let counts = (counted(&complete, asked.column, at), counted(&dropped, asked.column, at));
            results.push(result(subject.clone(), Some(level.id.clone()), shares(counts.0, counts.1)));
        }
    }
    results
}

/// How many of each sample gave a level, out of those who answered; the difference is in percentage points.
fn shares(first: (u64, u64), second: (u64, u64)) -> Vec<(Field, Quantity)> {
    let percent = |(count, total): (u64, u64)| match total {
        0 => Err(Undefined::NoObservations),
        total => Ok(100.0 * count as f64 / total as f64),
    };
    // Of the counts, and rounded once: alike shares differ by 0.
    let difference = percent(first).and(percent(second)).map(|_| {
        let [(a, m), (b, n)] = [first, second].map(|(count, total)| (i128::from(count), i128::from(total)));
        quotient(100 * (a * n - b * m), m * n)
    });
    vec![
        (Field::CountFirst, Quantity::count(first.0)),
        (Field::TotalFirst, Quantity::count(first.1)),
        (Field::PercentFirst, quantity(percent(first))),
        (Field::CountSecond, Quantity::count(second.0)),
        (Field::TotalSecond, Quantity::count(second.1)),
        (Field::PercentSecond, quantity(percent(second))),
        (Field::Difference, quantity(difference)),
    ]
}
