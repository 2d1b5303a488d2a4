//! Scores on the grid with the sums that make means, deviations and changes, kept up to date score by score.
//!
//! All sums are of whole numbers and exact. A score is moved in time that does not grow with the number of people.

use super::aims::{Aim, ChangeAims, WaveAims};
use super::targets::{Grid, Rules};
use crate::model::EffectSize;

/// Count, sum and sum of squares of some places.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Moments {
    n: i64,
    sum: i64,
    squares: i128,
}

impl Moments {
    fn add(&mut self, place: i64) {
        self.n += 1;
        self.sum += place;
        self.squares += i128::from(place) * i128::from(place);
    }

    fn replace(&mut self, old: i64, new: i64) {
        self.sum += new - old;
        self.squares += i128::from(new - old) * i128::from(new + old);
    }

    fn mean(&self) -> f64 {
        self.sum as f64 / self.n as f64
    }

    /// Of fewer than two: 0.
    fn sd(&self) -> f64 {
        if self.n < 2 {
            return 0.0;
        }
        let n = i128::from(self.n);
        let spread = n * self.squares - i128::from(self.sum) * i128::from(self.sum);
        (spread as f64 / (n * (n - 1)) as f64).sqrt()
    }
}

/// One timepoint's scores, by slots: the people who are there, in their order.
#[derive(Debug, Clone)]
struct Slots {
    places: Vec<i64>,
    moments: Moments,
    /// How many scores lie where the smallest and the greatest have to.
    at_least: usize,
    at_most: usize,
}

/// A comparison's pairs.
#[derive(Debug, Clone)]
struct Pairs {
    /// The slot at the other timepoint for each slot at one, where there is one.
    partner: [Vec<Option<u32>>; 2],
    from: Moments,
    to: Moments,
    /// Of to less from.
    change: Moments,
}

impl Pairs {
    /// From the three SDs: (s₁² + s₂² − s²) / (2·s₁·s₂).
    fn correlation(&self) -> f64 {
        let [from, to, change] = [&self.from, &self.to, &self.change].map(Moments::sd);
        (from * from + to * to - change * change) / (2.0 * from * to)
    }
}

/// All scores of a scale, with their cost.
#[derive(Debug, Clone)]
pub struct Sums<'a> {
    rules: &'a Rules,
    grid: &'a Grid,
    pub waves: &'a [WaveAims],
    pub changes: &'a [ChangeAims],
    slots: Vec<Slots>,
    pairs: Vec<Pairs>,
    costs: Vec<f64>,
    blur: f64,
    /// Whether changes cost anything.
    with_changes: bool,
}

impl<'a> Sums<'a> {
    /// `places` by timepoint and slot, `links` by comparison: slots at both timepoints.
    pub fn new(
        rules: &'a Rules,
        grid: &'a Grid,
        (waves, changes): (&'a [WaveAims], &'a [ChangeAims]),
        places: Vec<Vec<i64>>,
        links: &[Vec<(u32, u32)>],
    ) -> Self {
        let partner = |at: usize, side: usize| {
            let wave = if side == 0 { changes[at].from } else { changes[at].to };
            let mut partner = vec![None; places[wave].len()];
            for &(from, to) in &links[at] {
                let (here, there) = if side == 0 { (from, to) } else { (to, from) };
                partner[here as usize] = Some(there);
            }
            partner
        };
        let pairs = (0..changes.len()).map(|at| Pairs {
            partner: [partner(at, 0), partner(at, 1)],
            from: Moments::default(),
            to: Moments::default(),
            change: Moments::default(),
        });
        let pairs = pairs.collect();
        let slots = |places| Slots { places, moments: Moments::default(), at_least: 0, at_most: 0 };
        let slots = places.into_iter().map(slots).collect();
        let costs = vec![0.0; waves.len() + changes.len()];
        let mut sums = Self { rules, grid, waves, changes, slots, pairs, costs, blur: 0.0, with_changes: true };
        sums.count(links);
        sums
    }

    fn count(&mut self, links: &[Vec<(u32, u32)>]) {
        for (slots, aims) in self.slots.iter_mut().zip(self.waves) {
            for &place in &slots.places {
                slots.moments.add(place);
                slots.at_least += usize::from(within(aims.least, place));
                slots.at_most += usize::from(within(aims.most, place));
            }
        }
        for (at, links) in links.iter().enumerate() {
            for &(from, to) in links {
                let from = self.slots[self.changes[at].from].places[from as usize];
                let to = self.slots[self.changes[at].to].places[to as usize];
                let pairs = &mut self.pairs[at];
                pairs.from.add(from);
                pairs.to.add(to);
                pairs.change.add(to - from);
            }
        }
        self.weigh_anew(0.0, true);
    }

    /// Costs of another kind: how far they are those of a search that is not yet near, 0 for what is wanted in the
    /// end; and whether changes cost anything.
    pub fn weigh_anew(&mut self, blur: f64, with_changes: bool) {
        (self.blur, self.with_changes) = (blur, with_changes);
        (0..self.waves.len()).for_each(|wave| self.costs[wave] = self.wave_cost(wave));
        (0..self.changes.len()).for_each(|at| self.costs[self.waves.len() + at] = self.change_cost(at));
    }

    pub fn places(&self) -> Vec<Vec<i64>> {
        self.slots.iter().map(|slots| slots.places.clone()).collect()
    }

    pub fn people(&self, wave: usize) -> usize {
        self.slots[wave].places.len()
    }

    pub fn place(&self, wave: usize, slot: usize) -> i64 {
        self.slots[wave].places[slot]
    }

    pub fn with_changes(&self) -> bool {
        self.with_changes
    }

    pub fn cost(&self) -> f64 {
        self.costs.iter().sum()
    }

    /// The figures that are missed: position of the timepoint or, after these, of the change, and weight.
    pub fn misses(&self) -> impl Iterator<Item = (usize, f64)> {
        let values = |at: usize| match at.checked_sub(self.waves.len()) {
            None => self.wave_values(at).to_vec(),
            Some(change) => self.change_values(change).to_vec(),
        };
        let missed = move |at: usize| {
            let values = values(at).into_iter();
            values.filter_map(move |(aim, value)| {
                aim.filter(|aim| !aim.whole.contains(value)).map(|aim| (at, aim.weight))
            })
        };
        (0..self.costs.len()).flat_map(missed)
    }

    fn wave_values(&self, wave: usize) -> [(Option<Aim>, f64); 2] {
        let (aims, moments) = (&self.waves[wave], &self.slots[wave].moments);
        let mean = self.grid.origin + moments.mean() * self.grid.step();
        [(aims.mean, mean), (aims.sd, moments.sd() * self.grid.step())]
    }

    fn wave_cost(&self, wave: usize) -> f64 {
        if self.slots[wave].places.is_empty() {
            return 0.0;
        }
        self.wave_values(wave).iter().filter_map(|(aim, value)| Some(aim.as_ref()?.cost(*value, self.blur))).sum()
    }

    fn change_values(&self, at: usize) -> [(Option<Aim>, f64); 7] {
        let (aims, pairs) = (&self.changes[at], &self.pairs[at]);
        let step = self.grid.step();
        let change = self.rules.factor() * pairs.change.mean() * step;
        let sd = pairs.change.sd() * step;
        let error = sd / (pairs.change.n as f64).sqrt();
        let divisor = match self.rules.es {
            EffectSize::SdChange => sd,
            EffectSize::SdBaselineAll => self.slots[aims.from].moments.sd() * step,
            EffectSize::SdBaselinePairs => pairs.from.sd() * step,
            EffectSize::SdAverage => (pairs.from.sd() + pairs.to.sd()) / 2.0 * step,
        };
        let margin = aims.reach * error;
        [
            (aims.change, change),
            (aims.low, change - margin),
            (aims.high, change + margin),
            (aims.t, aims.sign.map_or(change.abs(), |sign| sign * change) / error),
            (aims.es, change / divisor),
            (aims.error, error),
            (aims.r, aims.r.map_or(0.0, |_| pairs.correlation())),
        ]
    }

    fn change_cost(&self, at: usize) -> f64 {
        if self.pairs[at].change.n == 0 || !self.with_changes {
            return 0.0;
        }
        self.change_values(at).iter().filter_map(|(aim, value)| Some(aim.as_ref()?.cost(*value, self.blur))).sum()
    }

    /// Whether a score may lie here, and the smallest and greatest stay where they have to be.
    pub fn may_move(&self, wave: usize, old: i64, new: i64) -> bool {
        let (aims, slots) = (&self.waves[wave], &self.slots[wave]);
        let leaves = |ends: Option<(i64, i64)>, count: usize| within(ends, old) && !within(ends, new) && count < 2;
        (aims.low..=aims.high).contains(&new)
            && !leaves(aims.least, slots.at_least)
            && !leaves(aims.most, slots.at_most)
    }

    /// Gives one score a new place; the costs follow with [`Sums::weigh`].
    pub fn put(&mut self, wave: usize, slot: usize, new: i64) {
        let aims = &self.waves[wave];
        let slots = &mut self.slots[wave];
        let old = std::mem::replace(&mut slots.places[slot], new);
        slots.moments.replace(old, new);
        let count = |ends, count: usize| count + usize::from(within(ends, new)) - usize::from(within(ends, old));
        slots.at_least = count(aims.least, slots.at_least);
        slots.at_most = count(aims.most, slots.at_most);
        for (aims, pairs) in self.changes.iter().zip(&mut self.pairs) {
            let side = if aims.from == wave {
                0
            } else if aims.to == wave {
                1
            } else {
                continue;
            };
            let Some(partner) = pairs.partner[side][slot] else { continue };
            if side == 0 {
                let to = self.slots[aims.to].places[partner as usize];
                pairs.from.replace(old, new);
                pairs.change.replace(to - old, to - new);
            } else {
                let from = self.slots[aims.from].places[partner as usize];
                pairs.to.replace(old, new);
                pairs.change.replace(old - from, new - from);
            }
        }
    }

    /// Brings the costs that a timepoint bears upon up to date.
    pub fn weigh(&mut self, wave: usize) {
        self.costs[wave] = self.wave_cost(wave);
        for at in 0..self.changes.len() {
            if self.changes[at].from == wave || self.changes[at].to == wave {
                self.costs[self.waves.len() + at] = self.change_cost(at);
            }
        }
    }
}

fn within(ends: Option<(i64, i64)>, place: i64) -> bool {
    ends.is_some_and(|(low, high)| (low..=high).contains(&place))
}
