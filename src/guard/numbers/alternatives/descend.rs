//! A search for other sums that give the same figures: what the many would have to have scored instead, so that what
//! the few scored instead is not seen.

use std::collections::BTreeSet;

use super::moments::{Moments, State, Variate};
use super::shown::{Figure, Shown};
use super::solve::weight;
use super::targets::Atoms;

/// What the search may still cost; the same study ends at the same place.
pub struct Effort(pub u64);

impl Effort {
    pub fn spend(&mut self, cost: usize) {
        self.0 = self.0.saturating_sub(cost as u64);
    }
}

/// Something that can be other than it is, with the samples whose sum it moves and those whose sum of squares.
struct Lever {
    sums: Vec<(u32, f64)>,
    squares: Vec<(u32, f64)>,
    /// What may be added to it in all.
    low: f64,
    high: f64,
    /// Amounts that are tried at once.
    amounts: Vec<f64>,
    /// The figures that it touches.
    figures: Vec<u32>,
}

/// How far each lever is moved.
pub type Moved = Vec<f64>;

/// The figures with what moves them.
pub struct Landscape<'a> {
    pub moments: &'a Moments<'a>,
    pub shown: &'a [Shown],
    levers: Vec<Lever>,
    weights: Vec<f64>,
}

/// Rounds over all levers.
const ROUNDS: usize = 12;
/// More sets of many people than this are not moved against each other.
const SETS: usize = 6;

impl<'a> Landscape<'a> {
    pub fn new(moments: &'a Moments<'a>, shown: &'a [Shown], atoms: &Atoms) -> Self {
        let mut of_node = vec![Vec::new(); moments.nodes.len()];
        for (at, shown) in shown.iter().enumerate() {
            let nodes: BTreeSet<usize> = shown.form.nodes().into_iter().collect();
            for node in nodes {
                of_node[node].push(at as u32);
            }
        }
        let mut levers = levers(moments, atoms);
        for lever in &mut levers {
            let nodes = lever.sums.iter().chain(&lever.squares).map(|(node, _)| *node as usize);
            let figures: BTreeSet<u32> = nodes.flat_map(|node| of_node[node].iter().copied()).collect();
            lever.figures = figures.into_iter().collect();
        }
        levers.retain(|lever| !lever.figures.is_empty() && lever.low < lever.high);
        let weighed = |shown: &Shown| shown.figures.iter().map(|(_, field)| f64::from(weight(*field))).sum();
        Self { moments, shown, levers, weights: shown.iter().map(weighed).collect() }
    }

    pub fn still(&self) -> Moved {
        vec![0.0; self.levers.len()]
    }

    /// How far a figure lies outside of what is shown as it is; nought where it lies inside.
    fn penalty(&self, at: usize, state: &State) -> f64 {
        let shown = &self.shown[at];
        let value = shown.form.value(self.moments, state);
        let outside = (shown.low - value).max(value - shown.high);
        if outside.is_nan() || outside <= 0.0 {
            return 0.0;
        }
        let half = (shown.high - shown.low) / 2.0;
        let half = if half.is_finite() { half.max(1e-6) } else { 0.05 };
        self.weights[at] * (1.0 + (outside / half).min(20.0) / 5.0)
    }

    fn push(&self, state: &mut State, lever: &Lever, amount: f64) {
        for (node, by) in &lever.sums {
            state.sums[*node as usize] += by * amount;
        }
        for (node, by) in &lever.squares {
            state.squares[*node as usize] += by * amount;
        }
    }

    /// The figures that would be shown otherwise.
    fn changed(&self, state: &State) -> BTreeSet<Figure> {
        let outside = (0..self.shown.len()).filter(|at| self.penalty(*at, state) > 0.0);
        outside.flat_map(|at| self.shown[at].figures.iter().copied()).collect()
    }

    /// From what the few scored instead to sums of the others that change as few figures as can be found, but for
    /// those that are withheld anyway. Begins with levers as they are moved; gives how they are moved at last.
    pub fn descend(
        &self,
        mut state: State,
        mut moved: Moved,
        withheld: &BTreeSet<Figure>,
        effort: &mut Effort,
    ) -> (Moved, BTreeSet<Figure>) {
        let active: Vec<bool> =
            self.shown.iter().map(|shown| shown.figures.iter().any(|figure| !withheld.contains(figure))).collect();
        for (lever, amount) in self.levers.iter().zip(&mut moved) {
            *amount = amount.clamp(lever.low, lever.high);
            if *amount != 0.0 {
                self.push(&mut state, lever, *amount);
            }
        }
        let penalty = |at: usize, state: &State| if active[at] { self.penalty(at, state) } else { 0.0 };
        let of_lever = |lever: &Lever| lever.figures.iter().copied().filter(|at| active[*at as usize]).collect();
        let figures: Vec<Vec<u32>> = self.levers.iter().map(of_lever).collect();
        let mut costs: Vec<f64> = (0..self.shown.len()).map(|at| penalty(at, &state)).collect();
        effort.spend(costs.len());
        for _ in 0..ROUNDS {
            let mut gained = false;
            for (at, lever) in self.levers.iter().enumerate() {
                let figures = &figures[at];
                let before: f64 = figures.iter().map(|figure| costs[*figure as usize]).sum();
                if before == 0.0 {
                    continue;
                }
                let (mut least, mut best) = (before - 1e-6, 0.0);
                for amount in &lever.amounts {
                    let now = moved[at] + amount;
                    if now < lever.low || now > lever.high {
                        continue;
                    }
                    self.push(&mut state, lever, *amount);
                    let mut cost = 0.0;
                    for figure in figures {
                        effort.spend(1);
                        cost += penalty(*figure as usize, &state);
                        if cost >= least {
                            break;
                        }
                    }
                    self.push(&mut state, lever, -amount);
                    if cost < least {
                        (least, best) = (cost, *amount);
                    }
                }
                if best != 0.0 {
                    gained = true;
                    self.push(&mut state, lever, best);
                    moved[at] += best;
                    for figure in figures {
                        costs[*figure as usize] = penalty(*figure as usize, &state);
                    }
                }
            }
            if !gained || costs.iter().all(|cost| *cost == 0.0) || effort.0 == 0 {
                break;
            }
        }
        let changed = self.changed(&state);
        (moved, changed)
    }
}

/// The levers of the sets of many people: what they answered in each column, at all timepoints, one set's against
/// another's; and the squares of each of their scores and changes.
fn levers(moments: &Moments<'_>, atoms: &Atoms) -> Vec<Lever> {
    let mut levers = Vec::new();
    let mut single: Vec<(usize, usize, Lever)> = Vec::new();
    let many: Vec<&(Vec<u32>, Vec<u32>)> = atoms.many().collect();
    for (set, (nodes, people)) in many.iter().enumerate() {
        for raw in 0..moments.raws.len() {
            let Some(lever) = of_column(moments, nodes, people, raw) else { continue };
            // A second item of the same scale can do nothing else, but for where it ends.
            match single.iter_mut().find(|(other, _, same)| *other == set && same.sums == lever.sums) {
                Some((_, _, same)) => (same.low, same.high) = (same.low + lever.low, same.high + lever.high),
                None => single.push((set, raw, lever)),
            }
        }
        levers.extend(of_squares(moments, nodes, people));
    }
    for (at, (set, raw, one)) in single.iter().enumerate() {
        for (other_set, other_raw, other) in &single[at + 1..] {
            let name = |raw: usize| &moments.raws[raw].name;
            if set == other_set && name(*raw) == name(*other_raw) {
                levers.push(both(one, other, 1.0));
                levers.push(both(one, other, -1.0));
            } else if raw == other_raw && many.len() <= SETS {
                levers.push(both(one, other, -1.0));
            }
        }
    }
    levers.extend(single.into_iter().map(|(.., lever)| lever));
    levers
}

/// One lever that moves two at once.
fn both(one: &Lever, other: &Lever, sign: f64) -> Lever {
    let sums = one.sums.iter().copied().chain(other.sums.iter().map(|(node, by)| (*node, sign * by))).collect();
    // Half of the room of each, so that moving them together and alone stays within it.
    let room = one.high.min(other.high).min(-one.low).min(-other.low).max(0.0) / 2.0;
    Lever {
        sums,
        low: -room.floor(),
        high: room.floor(),
        amounts: one.amounts.clone(),
        squares: Vec::new(),
        figures: Vec::new(),
    }
}

fn of_column(moments: &Moments<'_>, nodes: &[u32], people: &[u32], raw: usize) -> Option<Lever> {
    let column = &moments.raws[raw];
    let effect = |series: usize| {
        let by = column.effects.iter().find(|(moved, _)| *moved == series).map(|(_, by)| by)?;
        let there = || people.iter().map(|person| by[*person as usize]).filter(|by| !by.is_nan());
        Some(there().sum::<f64>() / there().count().max(1) as f64)
    };
    let sums: Vec<(u32, f64)> = nodes
        .iter()
        .filter_map(|node| {
            let by = match moments.nodes[*node as usize].variate {
                Variate::One(series) => effect(series)?,
                Variate::Difference(from, to) => effect(to).unwrap_or(0.0) - effect(from).unwrap_or(0.0),
            };
            (by.abs() > 1e-12).then_some((*node, by))
        })
        .collect();
    let answers = || people.iter().map(|person| column.values[*person as usize]).filter(|value| !value.is_nan());
    let room = |of: &dyn Fn(f64) -> f64| answers().map(|value| (of(value) / column.step).floor().max(0.0)).sum::<f64>();
    let (down, up) = (room(&|value| value - column.low), room(&|value| column.high - value));
    let amounts = vec![1.0, -1.0, 2.0, -2.0, 4.0, -4.0];
    (!sums.is_empty()).then_some(Lever {
        sums,
        squares: Vec::new(),
        low: -down,
        high: up,
        amounts,
        figures: Vec::new(),
    })
}

/// The squares of a set's scores and changes can be somewhat more or less, whatever their sum is.
fn of_squares(moments: &Moments<'_>, nodes: &[u32], people: &[u32]) -> Vec<Lever> {
    let variates: BTreeSet<Variate> = nodes.iter().map(|node| moments.nodes[*node as usize].variate).collect();
    let mut levers = Vec::new();
    for variate in variates {
        let of: Vec<(u32, f64)> = nodes
            .iter()
            .filter(|node| moments.nodes[**node as usize].variate == variate)
            .map(|node| (*node, 1.0))
            .collect();
        let truth = State::default();
        let values: Vec<f64> = people.iter().map(|person| moments.variate(&truth, variate, *person)).collect();
        let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
        let spread: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
        let unit = unit(moments, variate);
        let unit = unit * unit;
        let sizes = [1.0, 3.0, 9.0, 27.0, 81.0];
        let amounts = sizes.iter().flat_map(|size| [size * unit, -size * unit]).collect();
        let room = (spread / 3.0 / unit).floor() * unit;
        levers.push(Lever { sums: Vec::new(), squares: of, low: -room, high: room, amounts, figures: Vec::new() });
    }
    levers
}

/// The distance between scores of a sample.
fn unit(moments: &Moments<'_>, variate: Variate) -> f64 {
    let of = |series: usize| {
        let effects = moments.raws.iter().flat_map(|raw| raw.effects.iter().filter(move |(moved, _)| *moved == series));
        let sizes = effects.filter_map(|(_, by)| by.iter().copied().find(|by| by.abs() > 1e-12));
        sizes.map(f64::abs).fold(f64::INFINITY, f64::min)
    };
    let unit = match variate {
        Variate::One(series) => of(series),
        Variate::Difference(from, to) => of(from).min(of(to)),
    };
    if unit.is_finite() { unit } else { 1.0 }
}
