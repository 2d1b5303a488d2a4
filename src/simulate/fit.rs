//! One scale: what its printed figures leave possible, the search for scores, and what became of each figure.

use super::aims::Manner;
use super::attendance::{People, Presence, Wanted};
use super::chance::Chance;
use super::kept::Kept;
use super::outcome::Outcome;
use super::search::Found;
use super::settle::{Settled, settle};
use super::targets::{Grid, Source, Targets};
use super::task::Task;

/// The simulated scores of a scale.
#[derive(Debug, Clone)]
pub struct Fitted {
    /// By timepoint and person; `None` where nobody answered.
    pub scores: Vec<Vec<Option<f64>>>,
    pub outcomes: Vec<Outcome>,
}

/// How often the people who answer a scale are drawn anew where no scores are found.
const DRAWS: usize = 5;
/// With more scores than this, only once more: what is missed then is not for want of luck.
const MANY: u64 = 2_000;

/// Finds scores for one scale. `person` is each person's standing in everything, in standard deviations, turned round
/// where a lower score is better.
///
/// Where something is missed, other people may answer: who is in several comparisons at once is not printed, and may
/// decide whether there are such scores.
pub fn fit(
    targets: &Targets,
    source: &Source<'_>,
    wanted: &Wanted,
    (people, person): (&People, &[f64]),
    chance: &mut Chance,
) -> Fitted {
    let draws = draws(targets, source, wanted, people, chance);
    let tries = MANNERS.into_iter().flat_map(|manner| draws.iter().map(move |kept| (manner, kept)));
    let mut best: Option<(Found, Grid, &Kept)> = None;
    'all: for (manner, kept) in tries {
        for grid in grids(targets) {
            let found = Task { targets, rules: &source.rules, kept, grid: &grid, manner, person }.run(chance);
            if best.as_ref().is_none_or(|(before, ..)| found.missed < before.missed) {
                best = Some((found, grid, kept));
            }
            if best.as_ref().is_some_and(|(best, ..)| best.missed == 0.0) {
                break 'all;
            }
        }
    }
    let (found, grid, kept) = best.expect("there is one try at least");
    let mut scores = vec![vec![None; people.count()]; kept.people.len()];
    for (wave, people) in kept.people.iter().enumerate() {
        for (slot, &person) in people.iter().enumerate() {
            scores[wave][person] = Some(grid.score(found.places[wave][slot]));
        }
    }
    let outcomes = settle(&Settled { targets, source, kept, scores: &scores });
    Fitted { scores, outcomes }
}

/// Different people who may answer, the likeliest first.
fn draws(targets: &Targets, source: &Source<'_>, wanted: &Wanted, people: &People, chance: &mut Chance) -> Vec<Kept> {
    let count = if wanted.waves.iter().sum::<u64>() > MANY { 2 } else { DRAWS };
    let mut drawn: Vec<Presence> = Vec::new();
    for mixing in 0..count {
        let present = people.answering(wanted, mixing as f64, chance);
        if !drawn.contains(&present) {
            drawn.push(present);
        }
    }
    drawn.iter().map(|present| Kept::new(targets, source, present)).collect()
}

/// First with the printed ends and room to all limits, last with neither.
const MANNERS: [Manner; 3] = [
    Manner { pinned: true, margin: 0.04 },
    Manner { pinned: false, margin: 0.04 },
    Manner { pinned: false, margin: 0.001 },
];

/// The grid; where it is not sure, then finer ones, down to a hundredth of what is printed.
fn grids(targets: &Targets) -> Vec<Grid> {
    let ends = targets.waves.iter().flat_map(|wave| [&wave.min, &wave.max, &wave.mean]).flatten();
    let decimals = ends.map(|printed| printed.decimals()).max().unwrap_or(0) as u32;
    let finest = 10_u32.pow(decimals.min(4) + 2).max(targets.grid.down);
    let mut grids = vec![targets.grid];
    let finer = |grid: &Grid| grid.down.checked_mul(10).filter(|down| !grid.sure && *down <= finest);
    while let Some(down) = grids.last().and_then(finer) {
        grids.push(Grid { down, ..targets.grid });
    }
    grids
}
