//! Figures that several changes have in common: what one change cannot decide, the others may.

use std::collections::BTreeMap;

use super::accuse::Suspicion;
use super::blame::{Set, bits};
use super::cause::Cause;
use super::effect::Over;
use super::figure::Reading;
use super::scene::{CHANGE, DF, ES, HIGH, Held, LOW, MEAN_FROM, MEAN_TO, N, P, R, SD, SD_FROM, SD_TO, SE, Scene, T};
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
    /// How many changes contradict themselves, and the slips that would explain each.
    contradictions: usize,
    slips: Vec<(Cause, Set)>,
}

/// More contradictions than this are not compared with each other.
const MOST_SWAPS: usize = 60;

impl Evidence {
    /// Of changes, each with what may be wrong; `None` where it is sound.
    pub fn of(scenes: &[Scene<'_>], suspicions: &[Option<Suspicion>]) -> Self {
        let mut evidence = Self::default();
        for (scene, suspicion) in scenes.iter().zip(suspicions) {
            match suspicion {
                None => evidence.cleared.extend(tested(scene).into_iter().filter_map(|bit| cell(scene, bit))),
                Some(suspicion) => {
                    evidence.contradictions += 1;
                    for explanation in &suspicion.explanations {
                        evidence.slips.push((explanation.cause.clone(), explanation.cells));
                    }
                    let single = suspicion.groups.iter().filter(|group| group.count_ones() == 1);
                    for cell in single.filter_map(|group| cell(scene, *group)) {
                        *evidence.accused.entry(cell).or_default() += 1;
                    }
                }
            }
        }
        let faulty: Vec<usize> = (0..scenes.len()).filter(|at| suspicions[*at].is_some()).take(MOST_SWAPS).collect();
        for (place, first) in faulty.iter().enumerate() {
            for second in &faulty[place + 1..] {
                let own = |at: usize| suspicions[at].as_ref().map_or(0, Suspicion::figures);
                for bit in bits(own(*first) & own(*second)) {
                    if exchanged(&scenes[*first], &scenes[*second], bit) {
                        evidence.swaps.push((*first, *second, bit));
                    }
                }
            }
        }
        evidence
    }

    /// How much speaks for a slip that other changes of the table would have, too: one fault is likelier than many.
    pub fn recurs(&self, cause: &Cause, cells: Set) -> i64 {
        let with = self.slips.iter().filter(|(other, own)| other == cause && *own == cells).count();
        match with {
            0..3 => 0,
            _ if 4 * with >= 3 * self.contradictions => 500,
            _ => 100,
        }
    }

    /// How much speaks for a figure of a change being the wrong one.
    pub fn weight(&self, scene: &Scene<'_>, at: usize, bit: Set) -> i64 {
        // Small whole numbers are easily those of another row.
        let swapped = i64::from(self.swap(at, bit).is_some()) * if bit & (N | DF) != 0 { 100 } else { 500 };
        if bit == N && scene.people_by_df() {
            return swapped + 400;
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
    } else if all & ES != 0 && scene.denominators.iter().all(|by| by.over == Over::From) {
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
        let tried = scene.supposing(vec![(bit, Held::Figure(figure.clone()))]);
        tried.possible(tried.all(), Reading::Either)
    };
    with(first, b) && with(second, a)
}
