//! What of a scale's figures is possible for the people who answer it, as the audit has it.

use super::attendance::{Presence, both};
use super::targets::{Change, Source, Targets, Wave};
use crate::audit::{KeptChange, KeptWave};

/// The figures that are to be met, for certain people.
#[derive(Debug, Clone)]
pub struct Kept {
    /// Who answers at each timepoint, in order.
    pub people: Vec<Vec<usize>>,
    pub waves: Vec<KeptWave>,
    pub changes: Vec<KeptChange>,
}

impl Kept {
    pub fn new(targets: &Targets, source: &Source<'_>, present: &Presence) -> Self {
        let people: Vec<Vec<usize>> = present.iter().map(|there| positions(there)).collect();
        let wave = |(wave, people): (&Wave, &Vec<usize>)| {
            source.possible.wave(&wave_address(targets, wave), people.len() as u64, targets.range)
        };
        let waves = targets.waves.iter().zip(&people).map(wave).collect();
        let change = |change: &Change| {
            source.possible.change(&change_address(targets, change), both(present, change.from, change.to))
        };
        let changes = targets.changes.iter().map(change).collect();
        Self { people, waves, changes }
    }
}

fn positions(there: &[bool]) -> Vec<usize> {
    there.iter().enumerate().filter(|(_, there)| **there).map(|(at, _)| at).collect()
}

/// Address of a timepoint's result, or of what is measured once.
pub fn wave_address(targets: &Targets, wave: &Wave) -> String {
    match wave.timepoint.as_str() {
        "" => format!("describe.{}", targets.id),
        timepoint => format!("describe.{}.{timepoint}", targets.id),
    }
}

pub fn change_address(targets: &Targets, change: &Change) -> String {
    let [from, to] = [change.from, change.to].map(|wave| &targets.waves[wave].timepoint);
    format!("change.{}.{from}-{to}", targets.id)
}
