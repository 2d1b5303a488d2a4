//! What no data can meet, proved before any data are looked for.
//!
//! Of figures that contradict each other the fewest are given up, and among equally many the lightest. Each that is
//! given up is contradicted by what is kept, or by the limits of the scores, so that no data meet it together with
//! these. A proof never rests on a search: it holds for all data, or it is not given.

mod change;
mod wave;
mod words;

pub use change::{ChangeFacts, KeptChange};
pub use wave::{KeptWave, WaveFacts};
pub use words::{lies, listed, spoken};

/// A set of figures, a bit each.
type Set = u32;

/// The heaviest set of figures that is possible, out of those in `all`.
///
/// `weights` are in order of the bits. What comes first among equals is the set that keeps the earlier figures.
fn heaviest(all: Set, weights: &[u32], possible: impl Fn(Set) -> bool) -> Set {
    let weight = |set: Set| -> u32 {
        weights.iter().enumerate().filter(|(bit, _)| set & (1 << bit) != 0).map(|(_, weight)| weight).sum()
    };
    let mut sets: Vec<Set> = (0..1 << weights.len()).filter(|set| set & !all == 0).collect();
    sets.sort_by_key(|set| (std::cmp::Reverse(weight(*set)), *set));
    sets.into_iter().find(|set| possible(*set)).unwrap_or(0)
}

/// The fewest figures of `kept` that contradict one figure: without any of them, it would be possible.
fn contradicting(figure: Set, kept: Set, possible: impl Fn(Set) -> bool) -> Set {
    let mut sets: Vec<Set> = (0..=kept).filter(|set| set & !kept == 0).collect();
    sets.sort_by_key(|set| (set.count_ones(), *set));
    sets.into_iter().find(|set| !possible(set | figure)).unwrap_or(kept)
}
