//! How the scores of a scale came about: from all items, with gaps filled, or not at all.

use super::{Data, Sample};
use crate::analyse::field::Field;
use crate::analyse::finding::{Kind, StudyResult};
use crate::analyse::quantity::Quantity;
use crate::model::ScaleId;

/// Every scale at every timepoint where it was asked, of those who answered anything at the timepoint.
pub fn results(data: &Data<'_>) -> Vec<StudyResult> {
    let mut results = Vec::new();
    for sample in &data.samples {
        for scores in data.scored.scores.scales() {
            for (wave, column) in scores.waves.iter().enumerate() {
                if column.is_none() {
                    continue;
                }
                let timepoint = data.timepoint(wave).id.clone();
                let address = sample.address(format_args!("missing.{}.{timepoint}", scores.scale));
                let kind = Kind::Missing { scale: scores.scale.clone(), timepoint };
                results.push(data.result(sample, address, kind, fields(data, sample, &scores.scale, wave)));
            }
        }
    }
    results
}

fn fields(data: &Data<'_>, sample: &Sample, scale: &ScaleId, wave: usize) -> Vec<(Field, Quantity)> {
    let there = sample.people.iter().copied().filter(|person| data.answers.took_part(wave, *person as usize));
    let there: Vec<u32> = there.collect();
    let scored = |person: u32| data.scores(scale, wave).is_some_and(|column| column.number(person as usize).is_some());
    let n = there.iter().filter(|person| scored(**person)).count() as u64;
    let missing = there.len() as u64 - n;
    let mut fields = vec![
        (Field::Participants, Quantity::count(there.len() as u64)),
        (Field::N, Quantity::count(n)),
        (Field::Missing, Quantity::count(missing)),
        (
            Field::Percent,
            match there.len() {
                0 => Quantity::absent("nobody took part"),
                all => Quantity::exact(100.0 * missing as f64 / all as f64),
            },
        ),
    ];
    let answered = data.scored.answered(scale, wave, &there);
    let count = |test: &dyn Fn(u32, u64, u64) -> bool| match &answered {
        Some(answered) => {
            let people = there.iter().zip(answered).filter(|(person, (given, of))| test(**person, *given, *of));
            Quantity::count(people.count() as u64)
        }
        None => Quantity::absent("the data hold scores, not items"),
    };
    fields.extend([
        (Field::CompleteItems, count(&|_, given, of| given == of)),
        (Field::Filled, count(&|person, given, of| given < of && scored(person))),
        (Field::Partial, count(&|person, given, _| given > 0 && !scored(person))),
        (Field::Unanswered, count(&|_, given, _| given == 0)),
    ]);
    fields
}
