//! The fewest figures of a part of a study that have to be withheld.

use std::collections::{BTreeMap, BTreeSet};

use super::descend::{Effort, Landscape, Moved};
use super::moments::State;
use super::shown::{Figure, Publication, Reader, Shown};
use super::targets::{Atoms, Target};
use super::unit::Unit;
use crate::analyse::Field;

/// What the search for one part may cost, in looks at figures.
const EFFORT: u64 = 12_000_000;
/// More figures than these, times the sets of few people, are too many to choose among one by one.
const LARGE: usize = 4000;

/// The figures of a part that have to be withheld.
pub fn withheld(unit: &Unit, publication: &Publication<'_>, threshold: usize) -> BTreeSet<Figure> {
    let Reader { moments, shown, unread, .. } = Reader::read(unit, publication);
    let atoms = Atoms::of(&moments, &shown, threshold);
    let targets = atoms.targets(&moments);
    if targets.is_empty() {
        return BTreeSet::new();
    }
    let figures = Figures::of(&shown);
    let landscape = Landscape::new(&moments, &shown, &atoms);
    let targets = targets.into_iter().map(|target| (target, Vec::new())).collect();
    let mut search = Search {
        start: moments.start(),
        withheld: figures.none(),
        worlds: Vec::new(),
        effort: Effort(EFFORT),
        landscape,
        targets,
        figures,
    };
    // Where very much is shown, what follows from means and SDs goes first, and comes back where it does no harm.
    let large = shown.len() * atoms.few().count() > LARGE;
    if large || !search.see_to_all() {
        search.withheld = search.figures.set(search.figures.all.iter().filter(|(_, field)| follows(*field)).copied());
        search.effort = Effort(EFFORT);
        if !search.see_to_all() {
            return search.figures.all.into_iter().chain(unread).collect();
        }
    }
    search.show_again();
    search.figures.of_set(&search.withheld).into_iter().chain(unread).collect()
}

/// Whether a figure follows from means and SDs.
fn follows(field: Field) -> bool {
    use Field::{Change, Mean, MeanFirst, MeanFrom, MeanSecond, MeanTo, Sd, SdFirst, SdSecond};
    !matches!(field, Mean | Sd | Change | MeanFrom | MeanTo | MeanFirst | MeanSecond | SdFirst | SdSecond)
}

/// A set of figures, a bit each.
type Set = Vec<u64>;

fn is_inside(set: &Set, other: &Set) -> bool {
    set.iter().zip(other).all(|(set, other)| set & !other == 0)
}

/// How much the figures of one set are that are not in another.
fn beyond(set: &Set, other: &Set, weights: &[u32]) -> u32 {
    let inside = |at: &usize| (set[at / 64] & !other[at / 64]) >> (at % 64) & 1 == 1;
    (0..weights.len()).filter(inside).map(|at| weights[at]).sum()
}

/// A mean, its SD and a change are missed as much as two other figures.
pub fn weight(field: Field) -> u32 {
    if matches!(field, Field::Mean | Field::Sd | Field::Change) { 2 } else { 1 }
}

/// The figures that are shown, in order.
struct Figures {
    all: Vec<Figure>,
    places: BTreeMap<Figure, usize>,
}

impl Figures {
    fn of(shown: &[Shown]) -> Self {
        let all: BTreeSet<Figure> = shown.iter().flat_map(|shown| shown.figures.iter().copied()).collect();
        let all: Vec<Figure> = all.into_iter().collect();
        let places = all.iter().enumerate().map(|(at, figure)| (*figure, at)).collect();
        Self { all, places }
    }

    fn none(&self) -> Set {
        vec![0; self.all.len().div_ceil(64)]
    }

    fn set(&self, figures: impl Iterator<Item = Figure>) -> Set {
        let mut set = self.none();
        for at in figures.filter_map(|figure| self.places.get(&figure)) {
            set[at / 64] |= 1 << (at % 64);
        }
        set
    }

    fn of_set(&self, set: &Set) -> BTreeSet<Figure> {
        let inside = self.all.iter().enumerate().filter(|(at, _)| set[at / 64] >> (at % 64) & 1 == 1);
        inside.map(|(_, figure)| *figure).collect()
    }
}

struct Search<'a> {
    landscape: Landscape<'a>,
    start: State,
    figures: Figures,
    /// What may not be told, each with the worlds in which it is another, and what it is there.
    targets: Vec<(Target, Vec<(usize, i64)>)>,
    /// The figures that would be shown otherwise in each world.
    worlds: Vec<Set>,
    effort: Effort,
    withheld: Set,
}

impl Search<'_> {
    /// Sees to every target; false where one cannot be seen to.
    fn see_to_all(&mut self) -> bool {
        (0..self.targets.len()).all(|target| self.see_to(target))
    }

    /// Sums that are left to a target where some figures are withheld, beside the true one.
    fn left(&self, target: usize, withheld: &Set) -> BTreeSet<i64> {
        let answers = self.targets[target].1.iter();
        answers.filter(|(world, _)| is_inside(&self.worlds[*world], withheld)).map(|(_, sum)| *sum).collect()
    }

    fn holds(&self, target: usize, withheld: &Set) -> bool {
        self.left(target, withheld).len() + 1 >= self.targets[target].0.need
    }

    /// Looks for as many sums as a target needs, and withholds what stands in the way; false where there are not so
    /// many, or the search takes too long.
    fn see_to(&mut self, target: usize) -> bool {
        let mut from = [self.landscape.still(), self.landscape.still()];
        for near in 1..=self.targets[target].0.need as i32 + 2 {
            for (way, sign) in [1, -1].into_iter().enumerate() {
                if self.holds(target, &self.withheld) {
                    return true;
                }
                if self.effort.0 == 0 {
                    return false;
                }
                let begin = from[way].clone();
                if let Some(moved) = self.look(target, near * sign, begin) {
                    from[way] = moved;
                }
            }
        }
        while !self.holds(target, &self.withheld) {
            if !self.withhold_for(target) {
                return false;
            }
        }
        true
    }

    /// Withholds the fewest further figures that leave one more sum.
    fn withhold_for(&mut self, target: usize) -> bool {
        let open = self.left(target, &self.withheld);
        let weights: Vec<u32> = self.figures.all.iter().map(|(_, field)| weight(*field)).collect();
        let others = self.targets[target].1.iter().filter(|(_, sum)| !open.contains(sum));
        let nearest =
            others.map(|(world, _)| &self.worlds[*world]).min_by_key(|world| beyond(world, &self.withheld, &weights));
        let Some(nearest) = nearest else { return false };
        self.withheld = self.withheld.iter().zip(nearest).map(|(set, other)| set | other).collect();
        true
    }

    /// Looks for other sums in which a target's is some steps away from the true one; gives how the others are moved.
    fn look(&mut self, target: usize, steps: i32, begin: Moved) -> Option<Moved> {
        let state = self.altered(&self.targets[target].0, steps)?;
        let values = state.values.clone();
        let withheld = self.figures.of_set(&self.withheld);
        let (moved, changed) = self.landscape.descend(state, begin, &withheld, &mut self.effort);
        let world = self.worlds.len();
        self.worlds.push(self.figures.set(changed.into_iter()));
        for (target, answers) in &mut self.targets {
            answers.extend(target.answer(self.landscape.moments, &values).map(|sum| (world, sum)));
        }
        Some(moved)
    }

    /// The scores of a target moved by some steps in all.
    fn altered(&self, target: &Target, steps: i32) -> Option<State> {
        let moments = self.landscape.moments;
        let last = *target.series().last()?;
        let moves = |raw: &usize| moments.raws[*raw].effects.iter().any(|(moved, _)| *moved == last);
        let raws: Vec<usize> = (0..moments.raws.len()).filter(moves).collect();
        let mut state = self.start.clone();
        let ways: Vec<(u32, usize)> =
            raws.iter().flat_map(|raw| target.people.iter().map(move |person| (*person, *raw))).collect();
        for step in 0..steps.unsigned_abs() as usize {
            let mut ways = (0..ways.len()).map(|at| ways[(step + at) % ways.len()]);
            if !ways.any(|(person, raw)| moments.shift(&mut state, raw, person, steps.signum())) {
                return None;
            }
        }
        Some(state)
    }

    /// Shows again what other withheld figures make needless to withhold.
    fn show_again(&mut self) {
        for at in 0..self.figures.all.len() {
            let bit = 1 << (at % 64);
            if self.withheld[at / 64] & bit == 0 {
                continue;
            }
            self.withheld[at / 64] &= !bit;
            if !(0..self.targets.len()).all(|target| self.holds(target, &self.withheld)) {
                self.withheld[at / 64] |= bit;
            }
        }
    }
}
