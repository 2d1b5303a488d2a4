//! Who took part when. To take part at a timepoint is to answer anything there.

use super::Data;
use crate::analyse::field::Field;
use crate::analyse::finding::{Kind, StudyResult};
use crate::analyse::quantity::Quantity;

/// For each sample the whole, then each timepoint.
pub fn results(data: &Data<'_>) -> Vec<StudyResult> {
    let waves = data.study.timepoints.len();
    // A byte a person and timepoint, rather than a search in every column each time.
    let there: Vec<Vec<bool>> = (0..waves)
        .map(|wave| (0..data.answers.people.len()).map(|person| data.answers.took_part(wave, person)).collect())
        .collect();
    let mut results = Vec::new();
    for sample in &data.samples {
        let count = |test: &dyn Fn(usize) -> bool| {
            Quantity::count(sample.people.iter().filter(|person| test(**person as usize)).count() as u64)
        };
        let fields = vec![
            (Field::Participants, Quantity::count(sample.people.len() as u64)),
            (Field::Complete, count(&|person| there.iter().all(|wave| wave[person]))),
        ];
        results.push(data.result(sample, sample.address("flow"), Kind::Flow { timepoint: None }, fields));
        for wave in 0..waves {
            let here = |person: usize| there[wave][person];
            let before = |person: usize| wave > 0 && there[wave - 1][person];
            let earlier = |person: usize| there[..wave].iter().any(|wave| wave[person]);
            let lost = |person: usize| !here(person) && (wave == 0 || before(person));
            let fields = vec![
                (Field::Participants, count(&here)),
                (Field::Missing, count(&|person| !here(person))),
                (Field::Lost, count(&lost)),
                (Field::Returned, count(&|person| here(person) && !before(person) && earlier(person))),
                (Field::Joined, count(&|person| wave > 0 && here(person) && !earlier(person))),
            ];
            let timepoint = data.timepoint(wave).id.clone();
            let address = sample.address(format_args!("flow.{timepoint}"));
            results.push(data.result(sample, address, Kind::Flow { timepoint: Some(timepoint) }, fields));
        }
    }
    results
}
