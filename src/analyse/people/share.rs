//! How many people gave each level of a categorical variable, of those who answered.

use super::{Data, Sample, quantity};
use crate::analyse::field::Field;
use crate::analyse::finding::{Kind, StudyResult};
use crate::analyse::quantity::Quantity;
use crate::model::{Column, Values, VariableKind};
use crate::stats::wilson;

/// Every level of every categorical variable, where it was asked.
pub fn results(data: &Data<'_>) -> Vec<StudyResult> {
    let mut results = Vec::new();
    for sample in &data.samples {
        for asked in data.asked(|kind| kind == VariableKind::Categorical) {
            let variable = asked.variable;
            for (at, level) in variable.levels.iter().enumerate() {
                let (count, total) = counted(sample, asked.column, at);
                let interval = wilson(count, total, data.level);
                let of = |pick: fn(&crate::stats::ProportionInterval) -> f64| {
                    quantity(interval.as_ref().map(|interval| 100.0 * pick(interval)).map_err(|why| *why))
                };
                let fields = vec![
                    (Field::Count, Quantity::count(count)),
                    (Field::Total, Quantity::count(total)),
                    (Field::Percent, quantity(interval.map(|_| 100.0 * count as f64 / total as f64))),
                    (Field::CiLow, of(|interval| interval.low)),
                    (Field::CiHigh, of(|interval| interval.high)),
                ];
                let timepoint = asked.wave.map(|wave| data.timepoint(wave).id.clone());
                let address = match &timepoint {
                    Some(timepoint) => sample.address(format_args!("share.{}.{timepoint}.{}", variable.id, level.id)),
                    None => sample.address(format_args!("share.{}.{}", variable.id, level.id)),
                };
                let kind = Kind::Share { variable: variable.id.clone(), timepoint, level: level.id.clone() };
                results.push(data.result(sample, address, kind, fields));
            }
        }
    }
    results
}

/// How many people of a sample gave a level, by its position, and how many gave any answer.
pub fn counted(sample: &Sample, column: &Column, level: usize) -> (u64, u64) {
    let people = || sample.people.iter().map(|person| *person as usize);
    let gave = |person: &usize| match column.values {
        Values::Sets(_) => column.set(*person).is_some_and(|set| set >> level & 1 == 1),
        _ => column.number(*person) == Some(level as f64),
    };
    (people().filter(gave).count() as u64, people().filter(|person| column.has(*person)).count() as u64)
}
