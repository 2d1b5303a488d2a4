//! Sums and sums of squares of every sample that a figure is of, kept up while single answers are altered.

use std::collections::BTreeMap;

use super::unit::{Raw, Series, Unit};

/// What a figure is of: a series, or the difference of two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Variate {
    One(usize),
    /// Second less first.
    Difference(usize, usize),
}

/// Some people with one number each.
pub struct Node {
    pub variate: Variate,
    pub n: f64,
    pub people: Vec<u32>,
}

/// Every sample of a part of a study, and what its answers move.
pub struct Moments<'a> {
    pub series: &'a [Series],
    pub raws: &'a [Raw],
    pub nodes: Vec<Node>,
    /// The samples that each person is in.
    pub of_person: Vec<Vec<u32>>,
    /// Taken from every value before it is squared.
    centres: Vec<f64>,
}

/// Altered answers with what they make of the moments.
#[derive(Debug, Clone, Default)]
pub struct State {
    pub sums: Vec<f64>,
    pub squares: Vec<f64>,
    /// Altered values, by series and person.
    pub values: BTreeMap<(u32, u32), f64>,
    /// Altered answers: steps that they are moved, by column and person.
    pub steps: BTreeMap<(u32, u32), i32>,
}

impl<'a> Moments<'a> {
    pub fn of(unit: &'a Unit) -> Self {
        let centre = |series: &Series| {
            let there = || series.values.iter().filter(|value| !value.is_nan());
            let n = there().count().max(1) as f64;
            (there().sum::<f64>() / n).round()
        };
        Self {
            series: &unit.series,
            raws: &unit.raws,
            nodes: Vec::new(),
            of_person: vec![Vec::new(); unit.people()],
            centres: unit.series.iter().map(centre).collect(),
        }
    }

    /// The sample of some people; one that is there already is not made again.
    pub fn node(&mut self, variate: Variate, people: Vec<u32>) -> usize {
        let same = |node: &Node| node.variate == variate && node.people == people;
        if let Some(at) = self.nodes.iter().position(same) {
            return at;
        }
        let at = self.nodes.len();
        for person in &people {
            self.of_person[*person as usize].push(at as u32);
        }
        self.nodes.push(Node { variate, n: people.len() as f64, people });
        at
    }

    pub fn start(&self) -> State {
        let mut state =
            State { sums: vec![0.0; self.nodes.len()], squares: vec![0.0; self.nodes.len()], ..State::default() };
        for (at, node) in self.nodes.iter().enumerate() {
            for person in &node.people {
                let value = self.centred(&state, node.variate, *person);
                state.sums[at] += value;
                state.squares[at] += value * value;
            }
        }
        state
    }

    pub fn value(&self, state: &State, series: usize, person: u32) -> f64 {
        match state.values.get(&(series as u32, person)) {
            Some(value) => *value,
            None => self.series[series].values[person as usize],
        }
    }

    pub fn variate(&self, state: &State, variate: Variate, person: u32) -> f64 {
        match variate {
            Variate::One(series) => self.value(state, series, person),
            Variate::Difference(from, to) => self.value(state, to, person) - self.value(state, from, person),
        }
    }

    fn centred(&self, state: &State, variate: Variate, person: u32) -> f64 {
        self.variate(state, variate, person) - self.centre(variate)
    }

    fn centre(&self, variate: Variate) -> f64 {
        match variate {
            Variate::One(series) => self.centres[series],
            Variate::Difference(from, to) => self.centres[to] - self.centres[from],
        }
    }

    pub fn mean(&self, state: &State, node: usize) -> f64 {
        state.sums[node] / self.nodes[node].n + self.centre(self.nodes[node].variate)
    }

    pub fn variance(&self, state: &State, node: usize) -> f64 {
        let n = self.nodes[node].n;
        ((state.squares[node] - state.sums[node] * state.sums[node] / n) / (n - 1.0)).max(0.0)
    }

    /// Moves a person's answer by some steps; false, and nothing done, where it would leave what can be answered.
    pub fn shift(&self, state: &mut State, raw: usize, person: u32, steps: i32) -> bool {
        let column = &self.raws[raw];
        let key = (raw as u32, person);
        let moved = state.steps.get(&key).copied().unwrap_or(0) + steps;
        let answer = column.values[person as usize] + f64::from(moved) * column.step;
        let slack = 1e-6 * column.step;
        if answer.is_nan() || answer < column.low - slack || answer > column.high + slack {
            return false;
        }
        if moved == 0 {
            state.steps.remove(&key);
        } else {
            state.steps.insert(key, moved);
        }
        for (series, by) in &column.effects {
            let by = by[person as usize] * f64::from(steps);
            if by.is_nan() || by == 0.0 {
                continue;
            }
            let variates = |node: &u32| self.moves(*node as usize, *series);
            let touched: Vec<(usize, f64)> = self.of_person[person as usize]
                .iter()
                .filter(|node| variates(node))
                .map(|node| (*node as usize, self.centred(state, self.nodes[*node as usize].variate, person)))
                .collect();
            let value = self.value(state, *series, person) + by;
            state.values.insert((*series as u32, person), value);
            for (node, old) in touched {
                let new = self.centred(state, self.nodes[node].variate, person);
                state.sums[node] += new - old;
                state.squares[node] += new * new - old * old;
            }
        }
        true
    }

    /// Whether a sample is of a series.
    pub fn moves(&self, node: usize, series: usize) -> bool {
        match self.nodes[node].variate {
            Variate::One(own) => own == series,
            Variate::Difference(from, to) => from == series || to == series,
        }
    }
}
