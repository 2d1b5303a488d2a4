//! Whose answers may not be told: the sets of few people that figures set apart, and how many answers are left to them.

use std::collections::{BTreeMap, BTreeSet};

use super::moments::{Moments, Variate};
use super::shown::Shown;

/// The sum of what some people scored, or changed.
pub struct Target {
    pub people: Vec<u32>,
    pub variate: Variate,
    /// So many different sums have to be left.
    pub need: usize,
}

/// More sets than this are not asked about one by one.
const SETS: usize = 200;

/// People who are in the same samples: nothing that is shown sets them apart.
pub struct Atoms {
    /// Samples, and the people who are in just these.
    all: Vec<(Vec<u32>, Vec<u32>)>,
    threshold: usize,
}

impl Atoms {
    pub fn of(moments: &Moments<'_>, shown: &[Shown], threshold: usize) -> Self {
        let used: BTreeSet<usize> = shown.iter().flat_map(|shown| shown.form.nodes()).collect();
        let mut all: BTreeMap<Vec<u32>, Vec<u32>> = BTreeMap::new();
        for (person, nodes) in moments.of_person.iter().enumerate() {
            let inside: Vec<u32> = nodes.iter().copied().filter(|node| used.contains(&(*node as usize))).collect();
            if !inside.is_empty() {
                all.entry(inside).or_default().push(person as u32);
            }
        }
        Self { all: all.into_iter().collect(), threshold }
    }

    pub fn few(&self) -> impl Iterator<Item = &Vec<u32>> {
        self.all.iter().map(|(_, people)| people).filter(|people| people.len() < self.threshold)
    }

    /// Those that are as many people as the threshold or more; all of them where none is.
    pub fn many(&self) -> impl Iterator<Item = &(Vec<u32>, Vec<u32>)> {
        self.all.iter().filter(|(_, people)| people.len() >= self.threshold)
    }

    /// Every set of fewer people than the threshold that is made of such atoms; `None` where these are too many.
    fn sets(&self) -> Option<Vec<Vec<u32>>> {
        let mut sets: Vec<Vec<u32>> = Vec::new();
        for atom in self.few() {
            let larger: Vec<Vec<u32>> = sets
                .iter()
                .filter(|set| set.len() + atom.len() < self.threshold)
                .map(|set| set.iter().chain(atom).copied().collect())
                .collect();
            sets.push(atom.clone());
            sets.extend(larger);
            if sets.len() > SETS {
                return None;
            }
        }
        sets.sort_by_key(Vec::len);
        Some(sets)
    }

    /// What may not be told, the smallest sets first. Where sets of several atoms are too many to be asked about, they
    /// are left out: what moves for one atom alone moves for every set that it is part of.
    pub fn targets(&self, moments: &Moments<'_>) -> Vec<Target> {
        let mut targets = Vec::new();
        for people in self.sets().unwrap_or_else(|| self.few().cloned().collect()) {
            let sum = |variate| Target { people: people.clone(), variate, need: 0 };
            targets.extend(variates(moments, &people).into_iter().map(sum));
        }
        for target in &mut targets {
            target.need = self.threshold.min(target.possible(moments));
        }
        targets.retain(|target| target.need > 1);
        targets
    }
}

/// The numbers that some people all have in a sample.
fn variates(moments: &Moments<'_>, people: &[u32]) -> Vec<Variate> {
    let mut common: Option<BTreeSet<Variate>> = None;
    for person in people {
        let of = moments.of_person[*person as usize].iter().map(|node| moments.nodes[*node as usize].variate);
        let of: BTreeSet<Variate> = of.collect();
        common = Some(common.map_or(of.clone(), |common| common.intersection(&of).copied().collect()));
    }
    common.unwrap_or_default().into_iter().collect()
}

impl Target {
    pub fn series(&self) -> Vec<usize> {
        match self.variate {
            Variate::One(series) => vec![series],
            Variate::Difference(from, to) => vec![from, to],
        }
    }

    /// How many sums there can be at all, by what can be answered.
    fn possible(&self, moments: &Moments<'_>) -> usize {
        let moves = |raw: &&super::unit::Raw| raw.effects.iter().any(|(series, _)| self.series().contains(series));
        let steps = moments.raws.iter().filter(moves).map(|raw| ((raw.high - raw.low) / raw.step).round() as usize);
        let each: usize = steps.sum();
        1 + each * self.people.len()
    }

    /// The sum that other answers give; nothing where it is the true one.
    pub fn answer(&self, moments: &Moments<'_>, world: &BTreeMap<(u32, u32), f64>) -> Option<i64> {
        let mut moved = 0.0;
        for person in &self.people {
            let by = |series: usize| {
                let now = world.get(&(series as u32, *person));
                now.map_or(0.0, |now| now - moments.series[series].values[*person as usize])
            };
            moved += match self.variate {
                Variate::One(series) => by(series),
                Variate::Difference(from, to) => by(to) - by(from),
            };
        }
        let moved = (moved * 1e4).round() as i64;
        (moved != 0).then_some(moved)
    }
}
