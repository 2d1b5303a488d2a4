//! Agreement of two coders on each code: the codes of the memos against those of a second coder.

use super::confidence;
use super::field::Field;
use super::finding::{Kind, Source, StudyResult};
use super::quantity::Quantity;
use crate::model::{Address, CodeId, Study};
use crate::stats::{Kappa, cohen_kappa};

/// Why kappa has no limits where its standard error is 0: the interval would be a point, however few the excerpts are.
const NO_ERROR: &str = "the standard error of kappa is 0 in this table, so that it has no interval";

/// One result a code, over the excerpts that both coders read; none where nobody coded a second time.
pub fn results(study: &Study) -> Vec<StudyResult> {
    let Some(first) = study.qualitative.second_coding.first() else { return Vec::new() };
    let codes = study.qualitative.codebook.codes();
    let result = |code: &CodeId| {
        let table = table(study, code);
        let kappa = cohen_kappa(&table, confidence(study));
        let of = |pick: fn(&Kappa) -> f64| match &kappa {
            Ok(kappa) => Quantity::exact(pick(kappa)),
            Err(why) => Quantity::absent(why.to_string()),
        };
        let limit = |pick: fn(&Kappa) -> f64| match &kappa {
            Ok(kappa) if kappa.se == 0.0 => Quantity::absent(NO_ERROR),
            _ => of(pick),
        };
        StudyResult {
            address: Address::new(format!("agreement.{code}")),
            source: Source::Computed,
            kind: Kind::Agreement { code: code.clone() },
            group: None,
            origin: first.origin.clone(),
            fields: vec![
                (Field::N, Quantity::count(study.qualitative.second_coding.len() as u64)),
                (Field::Kappa, of(|kappa| kappa.kappa)),
                (Field::CiLow, limit(|kappa| kappa.low)),
                (Field::CiHigh, limit(|kappa| kappa.high)),
            ],
        }
    };
    codes.map(|code| result(&code.id)).collect()
}

/// Excerpts with and without the code: rows by the first coder, columns by the second.
fn table(study: &Study, code: &CodeId) -> Vec<Vec<u64>> {
    let mut table = vec![vec![0; 2]; 2];
    for second in &study.qualitative.second_coding {
        let Some(first) = study.qualitative.excerpts.iter().find(|excerpt| excerpt.id == second.excerpt) else {
            continue;
        };
        table[usize::from(!first.codes.contains(code))][usize::from(!second.codes.contains(code))] += 1;
    }
    table
}
