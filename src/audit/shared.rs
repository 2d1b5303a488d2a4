//! Figures that several changes have in common: what one change cannot decide, the others may.

use std::collections::BTreeMap;

use super::blame::{Set, bits};
use super::effect::Denominator;
use super::figure::Reading;
use super::scene::{CHANGE, ES, HIGH, LOW, MEAN_FROM, MEAN_TO, N, P, R, SD, SD_FROM, SD_TO, SE, Scene, T};
use super::wave;

/// A cell of the table of descriptives: the address of its row, and the figure.
pub type Cell = (String, Set);

/// The cell of a figure that belongs to a timepoint.
pub fn cell(scene: &Scene<'_>, bit: Set) -> Option<Cell> {
    let (wave, figure) = match bit {
        MEAN_FROM => (&scene.from, wave::MEAN),
        MEAN_TO => (&scene.to, wave::MEAN),
        SD_FROM => (&scene.from, wave::SD),
        SD_TO => (&scene.to, wave::SD),
        _ => return None,
    };
    Some((wave.as_ref()?.row.address(), figure))
}

/// What speaks for and against cells and figures, over all changes of a table.
#[derive(Default)]
pub struct Evidence {
    /// Changes in which a cell alone would explain the contradiction.
    accused: BTreeMap<Cell, usize>,
    /// Cells that agree with other figures in a sound change.
    cleared: Vec<Cell>,
    /// Pairs of changes, by their positions, and a figure whose exchange would make both sound.
    swaps: Vec<(usize, usize, Set)>,
}

/// More contradictions than this are not compared with each other.
const MOST_SWAPS: usize = 60;

impl Evidence {
    /// Of changes, each with the groups of figures that may be wrong; `None` where it is sound.
    pub fn of(scenes: &[Scene<'_>], groups: &[Option<Vec<Set>>]) -> Self {
        let mut evidence = Self::default();
        for (scene, groups) in scenes.iter().zip(groups) {
            match groups {
                None => evidence.cleared.extend(tested(scene).into_iter().filter_map(|bit| cell(scene, bit))),
                Some(groups) => {
                    let single = groups.iter().filter(|group| group.count_ones() == 1);
                    for cell in single.filter_map(|group| cell(scene, *group)) {
                        *evidence.accused.entry(cell).or_default() += 1;
                    }
                }
            }
        }
        let faulty: Vec<usize> = (0..scenes.len()).filter(|at| groups[*at].is_some()).take(MOST_SWAPS).collect();
        for (place, first) in faulty.iter().enumerate() {
            for second in &faulty[place + 1..] {
                let own = |at: usize| groups[at].iter().flatten().fold(0, |all, group| all | group);
                for bit in bits(own(*first) & own(*second)) {
                    if exchanged(&scenes[*first], &scenes[*second], bit) {
                        evidence.swaps.push((*first, *second, bit));
                    }
                }
            }
        }
        evidence
    }

    /// How much speaks for a figure of a change being the wrong one.
    pub fn weight(&self, scene: &Scene<'_>, at: usize, bit: Set) -> i64 {
        let swapped = i64::from(self.swap(at, bit).is_some()) * 500;
        if bit == N && scene.people_by_df() {
            return swapped + 300;
        }
        let Some(cell) = cell(scene, bit) else { return swapped };
        if contradicts_own_row(scene, bit) {
            return -2000;
        }
        let several = if self.accused.get(&cell).is_some_and(|count| *count > 1) { 1000 } else { 0 };
        let cleared = if self.cleared.contains(&cell) { -2000 } else { 0 };
        swapped + several + cleared
    }

    /// The change with which this one seems to have exchanged a figure.
    pub fn swap(&self, at: usize, bit: Set) -> Option<usize> {
        self.swaps.iter().find_map(|(first, second, figure)| match *figure == bit {
            true if *first == at => Some(*second),
            true if *second == at => Some(*first),
            _ => None,
        })
    }
}

/// Whether what a figure of a timepoint would have to be beside the change is impossible in its own row.
fn contradicts_own_row(scene: &Scene<'_>, bit: Set) -> bool {
    let (wave, figure) = match bit {
        MEAN_FROM => (&scene.from, wave::MEAN),
        MEAN_TO => (&scene.to, wave::MEAN),
        SD_FROM => (&scene.from, wave::SD),
        _ => (&scene.to, wave::SD),
    };
    let spans = scene.ought(bit, scene.all());
    let own = wave.as_ref().and_then(|wave| wave.ought(figure, wave.all()));
    own.is_some_and(|own| !own.is_empty() && !spans.is_empty() && spans.iter().all(|span| span.and(own).is_empty()))
}

/// The figures of timepoints that a sound change puts to the test.
fn tested(scene: &Scene<'_>) -> Vec<Set> {
    let all = scene.all();
    let mut tested = Vec::new();
    if !scene.same_people() {
        return tested;
    }
    if all & (CHANGE | LOW | HIGH) != 0 && all & (MEAN_FROM | MEAN_TO) == MEAN_FROM | MEAN_TO {
        tested.extend([MEAN_FROM, MEAN_TO]);
    }
    let by_r = all & R != 0 && all & (LOW | HIGH | P | T | SD | SE) != 0 && all & N != 0;
    if by_r && all & (SD_FROM | SD_TO) == SD_FROM | SD_TO {
        tested.extend([SD_FROM, SD_TO]);
    } else if all & ES != 0 && scene.denominators == [Denominator::From] {
        tested.push(SD_FROM);
    }
    tested
}

/// Whether both changes are sound once they exchange a figure.
fn exchanged(first: &Scene<'_>, second: &Scene<'_>, bit: Set) -> bool {
    let (Some(a), Some(b)) = (first.figure(bit), second.figure(bit)) else { return false };
    if a == b || cell(first, bit).is_some_and(|own| Some(own) == cell(second, bit)) {
        return false;
    }
    let with = |scene: &Scene<'_>, figure: &crate::model::Printed| {
        let tried = Scene { instead: vec![(bit, figure.clone())], ..scene.clone() };
        tried.possible(tried.all(), Reading::Either)
    };
    with(first, b) && with(second, a)
}
