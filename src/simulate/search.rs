//! The search for scores that cost nothing: single scores are moved, pairs of them moved apart or together, and two
//! people's scores exchanged.
//!
//! First every move that costs nothing is taken, then simulated annealing goes over hills. An exchange leaves mean and
//! SD of the timepoint as they are, a move of two scores its mean.
//!
//! Reference: Kirkpatrick, Gelatt & Vecchi (1983), Optimization by simulated annealing, Science 220(4598), 671–680.

use super::chance::Chance;
use super::sums::Sums;

/// Rounds of annealing with every move, and the stages of each.
const ROUNDS: usize = 3;
const STAGES: usize = 60;
/// Temperature and blur of the first stage and of the last.
const HOT: [f64; 2] = [20.0, 0.3];
const BLUR: [f64; 2] = [0.3, 1e-5];

/// Which moves are made.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Moves {
    All,
    /// Exchanges only: what every timepoint is by itself stays as it is.
    Exchanges,
}

/// The best scores that were found.
#[derive(Debug, Clone)]
pub struct Found {
    pub places: Vec<Vec<i64>>,
    /// The weight of what they miss; 0 where they meet everything.
    pub missed: f64,
    pub cost: f64,
}

impl Found {
    fn of(sums: &Sums<'_>) -> Self {
        let missed = sums.misses().map(|(_, weight)| weight).sum();
        Self { places: sums.places(), missed, cost: sums.cost() }
    }

    pub fn is_better_than(&self, other: &Self) -> bool {
        (self.missed, self.cost) < (other.missed, other.cost)
    }
}

/// Improves scores until they cost nothing, or for as long as it is worth while: first each timepoint by itself, then
/// by exchanges the changes between them, then everything at once.
pub fn search(sums: &mut Sums<'_>, chance: &mut Chance) -> Found {
    let slots: usize = (0..sums.waves.len()).map(|wave| sums.people(wave)).sum();
    if slots == 0 {
        return Found::of(sums);
    }
    let (few, many) = (800 + 4 * slots, 2_000 + 60 * slots);
    sums.weigh_anew(0.0, false);
    run(sums, chance, many, 0.0, Moves::All);
    anneal(sums, chance, few, Moves::All);
    sums.weigh_anew(0.0, true);
    run(sums, chance, many, 0.0, Moves::Exchanges);
    anneal(sums, chance, few, Moves::Exchanges);
    let mut best = Found::of(sums);
    for round in 0..ROUNDS {
        if best.cost == 0.0 || (round > 0 && best.missed == 0.0) {
            break;
        }
        anneal(sums, chance, few << round, Moves::All);
        let found = Found::of(sums);
        if found.is_better_than(&best) {
            best = found;
        }
    }
    best
}

/// From hot and blurred to cold and sharp; nothing is done where nothing is left to gain.
fn anneal(sums: &mut Sums<'_>, chance: &mut Chance, moves: usize, kind: Moves) {
    if sums.cost() == 0.0 {
        return;
    }
    let with_changes = sums.with_changes();
    for stage in 0..STAGES {
        let at = stage as f64 / (STAGES - 1) as f64;
        let between = |[first, last]: [f64; 2]| first * libm::pow(last / first, at);
        sums.weigh_anew(between(BLUR), with_changes);
        run(sums, chance, moves, between(HOT), kind);
    }
    sums.weigh_anew(0.0, with_changes);
    run(sums, chance, 4 * moves, 0.0, kind);
}

/// A number of moves at one temperature; ends early when nothing is left to gain.
fn run(sums: &mut Sums<'_>, chance: &mut Chance, moves: usize, temperature: f64, kind: Moves) {
    let waves: Vec<usize> = (0..sums.waves.len()).filter(|wave| sums.people(*wave) > 0).collect();
    let mut cost = sums.cost();
    for _ in 0..moves {
        if cost == 0.0 {
            return;
        }
        let wave = waves[chance.below(waves.len())];
        let Some(made) = step(sums, wave, kind, chance) else { continue };
        sums.weigh(wave);
        let new = sums.cost();
        let gain = cost - new;
        if gain >= 0.0 || (temperature > 0.0 && chance.unit() < libm::exp(gain / temperature)) {
            cost = new;
        } else {
            made.take_back(sums, wave);
            sums.weigh(wave);
        }
    }
}

/// A move that was made, and can be taken back: one slot or two with their old places.
struct Made {
    first: (usize, i64),
    second: Option<(usize, i64)>,
}

impl Made {
    fn take_back(self, sums: &mut Sums<'_>, wave: usize) {
        self.second.into_iter().chain([self.first]).for_each(|(slot, old)| sums.put(wave, slot, old));
    }
}

/// One move at a timepoint; `None` where it cannot be made.
fn step(sums: &mut Sums<'_>, wave: usize, moves: Moves, chance: &mut Chance) -> Option<Made> {
    let people = sums.people(wave);
    let slot = chance.below(people);
    let old = sums.place(wave, slot);
    let kind = if moves == Moves::Exchanges { EXCHANGE } else { chance.below(8) };
    if people == 1 && moves == Moves::Exchanges {
        return None;
    }
    if kind < EXCHANGE || people == 1 {
        // What others scored is a likely score, above all at the ends.
        let new = match chance.below(4) {
            0 => sums.place(wave, chance.below(people)),
            _ => old + distance(sums, wave, chance),
        };
        if new == old || !sums.may_move(wave, old, new) {
            return None;
        }
        sums.put(wave, slot, new);
        return Some(Made { first: (slot, old), second: None });
    }
    let other = (slot + 1 + chance.below(people - 1)) % people;
    let theirs = sums.place(wave, other);
    let made = Made { first: (slot, old), second: Some((other, theirs)) };
    if kind < APART {
        if old == theirs {
            return None;
        }
        sums.put(wave, slot, theirs);
        sums.put(wave, other, old);
        return Some(made);
    }
    let far = distance(sums, wave, chance);
    if !sums.may_move(wave, old, old + far) {
        return None;
    }
    sums.put(wave, slot, old + far);
    if !sums.may_move(wave, theirs, theirs - far) {
        sums.put(wave, slot, old);
        return None;
    }
    sums.put(wave, other, theirs - far);
    Some(made)
}

/// Of eight moves, those below move one score, those from here on exchange two, and those from the next on move two
/// apart or together.
const EXCHANGE: usize = 2;
const APART: usize = 5;

/// How far a score moves: mostly little, at times across a quarter of what is possible.
fn distance(sums: &Sums<'_>, wave: usize, chance: &mut Chance) -> i64 {
    let width = (sums.waves[wave].high - sums.waves[wave].low) as f64;
    let far = 1 + (0.25 * width * chance.unit().powi(3)) as i64;
    if chance.below(2) == 0 { far } else { -far }
}
