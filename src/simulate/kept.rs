//! What of a scale's figures is possible for the people who answer it.

use super::attendance::{Presence, both};
use super::prove::{ChangeFacts, KeptChange, KeptWave, WaveFacts};
use super::targets::{Change, Rules, Targets, Wave};

/// The figures that are to be met, for certain people.
#[derive(Debug, Clone)]
pub struct Kept {
    /// Who answers at each timepoint, in order.
    pub people: Vec<Vec<usize>>,
    pub waves: Vec<KeptWave>,
    pub changes: Vec<KeptChange>,
}

impl Kept {
    pub fn new(targets: &Targets, rules: &Rules, present: &Presence) -> Self {
        let people: Vec<Vec<usize>> = present.iter().map(|there| positions(there)).collect();
        let wave = |at: usize| keep_wave(targets, at, people[at].len());
        let waves: Vec<KeptWave> = (0..targets.waves.len()).map(wave).collect();
        let change = |at: usize| keep_change(targets, rules, at, &waves, present);
        let changes = (0..targets.changes.len()).map(change).collect();
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

fn keep_wave(targets: &Targets, at: usize, people: usize) -> KeptWave {
    let wave = &targets.waves[at];
    let n = people as u64;
    let certain = wave.n == Some(n);
    let facts = WaveFacts { wave, n, certain, range: targets.range, grid: &targets.grid };
    facts.keep(&wave_address(targets, wave))
}

fn keep_change(targets: &Targets, rules: &Rules, at: usize, waves: &[KeptWave], present: &Presence) -> KeptChange {
    let change = &targets.changes[at];
    let (from, to) = (change.from, change.to);
    let facts = |pairs: Option<u64>, from_wave: &KeptWave, to_wave: &KeptWave| {
        let facts = ChangeFacts {
            change,
            rules,
            from: from_wave,
            to: to_wave,
            pairs,
            address: change_address(targets, change),
            waves: [from, to].map(|wave| wave_address(targets, &targets.waves[wave])),
            timepoints: [from, to].map(|wave| targets.waves[wave].timepoint.clone()),
        };
        facts.keep()
    };
    let pairs = both(present, from, to);
    if change.n.is_none() || change.n == Some(pairs) {
        return facts(change.n, &waves[from], &waves[to]);
    }
    // The data have another number of pairs than is printed. What would be impossible with theirs only is not proved.
    let mut kept = facts(Some(pairs), &waves[from], &waves[to]);
    let open = |at: usize| {
        let mut wave = waves[at].clone();
        wave.sample.certain = change.n.is_some_and(|pairs| pairs <= wave.sample.n);
        wave
    };
    let printed = facts(change.n, &open(from), &open(to));
    kept.impossible.retain(|(field, _)| printed.impossible.iter().any(|(other, _)| other == field));
    kept
}
