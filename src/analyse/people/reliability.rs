//! How well the items of a scale hang together: Cronbach's alpha of those who answered them all.

use super::{Data, quantity};
use crate::analyse::field::Field;
use crate::analyse::finding::{Kind, StudyResult};
use crate::analyse::quantity::Quantity;
use crate::stats::{Undefined, cronbach_alpha};

/// Every scale of two items or more at every timepoint where the data hold its items.
pub fn results(data: &Data<'_>) -> Vec<StudyResult> {
    let mut results = Vec::new();
    for sample in &data.samples {
        for scale in data.study.measures.scales().filter(|scale| scale.scoring.items.len() > 1) {
            for wave in 0..data.study.timepoints.len() {
                let items = data.scored.complete_items(&scale.id, wave, &sample.people);
                if items.is_empty() {
                    continue;
                }
                let columns: Vec<&[f64]> = items.iter().map(Vec::as_slice).collect();
                let alpha = cronbach_alpha(&columns, data.level);
                let of = |pick: fn(&crate::stats::Alpha) -> f64| {
                    quantity(alpha.as_ref().map(pick).map_err(|why: &Undefined| *why))
                };
                let fields = vec![
                    (Field::N, Quantity::count(columns.first().map_or(0, |column| column.len()) as u64)),
                    (Field::Items, Quantity::count(columns.len() as u64)),
                    (Field::Alpha, of(|alpha| alpha.alpha)),
                    (Field::CiLow, of(|alpha| alpha.low)),
                    (Field::CiHigh, of(|alpha| alpha.high)),
                ];
                let timepoint = data.timepoint(wave).id.clone();
                let address = sample.address(format_args!("reliability.{}.{timepoint}", scale.id));
                let kind = Kind::Reliability { scale: scale.id.clone(), timepoint };
                results.push(data.result(sample, address, kind, fields));
            }
        }
    }
    results
}
