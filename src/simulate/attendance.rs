//! Who took part when, so that the printed numbers of people and of pairs are met.
//!
//! Everybody has a readiness to answer, drawn once. Who is missing at a timepoint is missing for all scales, and who
//! leaves one scale out is somebody who was close to leaving the study. A scale's own numbers are then met by
//! exchanging one person for another.

use super::chance::Chance;
use super::targets::Targets;

/// How many people a scale wants at each timepoint and in each comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    pub waves: Vec<u64>,
    /// From, to, and the number of people with both scores; `None` where that is left open.
    pub pairs: Vec<(usize, usize, Option<u64>)>,
}

impl Wanted {
    /// What the printed numbers ask for. `usual` is the number of people of each timepoint where none is printed.
    pub fn new(targets: &Targets, usual: &[u64]) -> Self {
        let measured = |wave: usize| {
            let printed = &targets.waves[wave];
            let described = printed.mean.is_some() || printed.sd.is_some() || printed.min.is_some();
            described || printed.max.is_some() || targets.changes.iter().any(|c| c.from == wave || c.to == wave)
        };
        let pairs_at = |wave: usize| {
            let at = targets.changes.iter().filter(|change| change.from == wave || change.to == wave);
            at.filter_map(|change| change.n).max().unwrap_or(0)
        };
        let count = |wave: usize| match targets.waves[wave].n {
            Some(n) => n,
            None if measured(wave) => usual[wave].max(pairs_at(wave)),
            None => 0,
        };
        let waves: Vec<u64> = (0..targets.waves.len()).map(count).collect();
        let mut wanted = Self { waves, pairs: Vec::new() };
        for (at, change) in targets.changes.iter().enumerate() {
            // What is printed wrongly is most likely that somebody is missing.
            let pairs = change.n.map(|pairs| pairs.min(wanted.most(targets, at)));
            wanted.pairs.push((change.from, change.to, pairs));
        }
        wanted
    }

    /// As many pairs as there can be: no more than the people at either timepoint; and people who are in two
    /// comparisons of the same timepoint are in that of the two others.
    fn most(&self, targets: &Targets, at: usize) -> u64 {
        let change = &targets.changes[at];
        let mut most = self.waves[change.from].min(self.waves[change.to]);
        let pairs = |from: usize, to: usize| {
            let same = |other: &&(usize, usize, Option<u64>)| {
                (other.0, other.1) == (from, to) || (other.1, other.0) == (from, to)
            };
            self.pairs.iter().find(same).and_then(|other| other.2)
        };
        for third in (0..self.waves.len()).filter(|wave| *wave != change.from && *wave != change.to) {
            let (Some(a), Some(b)) = (pairs(change.from, third), pairs(third, change.to)) else { continue };
            // Of those at one end, who are in one of the two comparisons but not in the other are not in the third.
            most = most.min((self.waves[change.from] + b).saturating_sub(a));
            most = most.min((self.waves[change.to] + a).saturating_sub(b));
        }
        most
    }

    /// The fewest people of the study that these numbers need.
    pub fn people(&self) -> u64 {
        let together = |(from, to, pairs): &(usize, usize, Option<u64>)| {
            pairs.map_or(0, |pairs| self.waves[*from] + self.waves[*to] - pairs)
        };
        let waves = self.waves.iter().copied().max().unwrap_or(0);
        self.pairs.iter().map(together).max().unwrap_or(0).max(waves)
    }
}

/// How much chance there is in who misses a timepoint, and in who leaves a scale out, beside a person's readiness.
const RETURN: f64 = 0.8;
const GAPS: f64 = 0.5;

/// Who is there: for each timepoint, whether each person is.
pub type Presence = Vec<Vec<bool>>;

/// The study's people: how ready each is to answer, and who took part in anything at each timepoint.
#[derive(Debug, Clone)]
pub struct People {
    ready: Vec<f64>,
    present: Presence,
}

impl People {
    /// `count` people for a study whose scales want these numbers.
    pub fn new(count: u64, waves: usize, scales: &[Wanted], chance: &mut Chance) -> Self {
        let ready: Vec<f64> = (0..count).map(|_| chance.normal()).collect();
        let most = |wave: usize| scales.iter().map(|wanted| wanted.waves[wave]).max().unwrap_or(0);
        let counts: Vec<u64> = (0..waves).map(most).collect();
        let mut pairs: Vec<(usize, usize, Option<u64>)> = Vec::new();
        for &(from, to, wanted) in scales.iter().flat_map(|wanted| &wanted.pairs) {
            match pairs.iter_mut().find(|known| (known.0, known.1) == (from, to)) {
                Some(known) => known.2 = known.2.max(wanted),
                None => pairs.push((from, to, wanted)),
            }
        }
        let all = Wanted { waves: counts, pairs };
        let everybody = vec![vec![true; ready.len()]; waves];
        // Most who miss one timepoint miss the others; some come back.
        let by_wave: Vec<Vec<f64>> =
            (0..waves).map(|_| ready.iter().map(|ready| ready + RETURN * chance.normal()).collect()).collect();
        let present = choose(&all, &everybody, &by_wave, chance);
        Self { ready, present }
    }

    pub fn count(&self) -> usize {
        self.ready.len()
    }

    /// Who took part in anything.
    pub fn present(&self) -> &Presence {
        &self.present
    }

    /// Who answers one scale: people who took part, or, where its numbers cannot be met among them, anybody. With more
    /// `mixing`, 0 for none, it is more and more anybody.
    pub fn answering(&self, wanted: &Wanted, mixing: f64, chance: &mut Chance) -> Presence {
        let waves = self.present.len();
        let own: Vec<f64> = self.ready.iter().map(|ready| ready + GAPS * chance.normal()).collect();
        let again = |own: &f64, chance: &mut Chance| own + mixing * chance.normal();
        let by_wave: Vec<Vec<f64>> = (0..waves).map(|_| own.iter().map(|own| again(own, chance)).collect()).collect();
        let among = |eligible: &Presence, chance: &mut Chance| choose(wanted, eligible, &by_wave, chance);
        let everybody = vec![vec![true; self.count()]; waves];
        if mixing > 1.0 {
            return among(&everybody, chance);
        }
        let chosen = among(&self.present, chance);
        if short(wanted, &chosen) == 0 {
            return chosen;
        }
        let anybody = among(&everybody, chance);
        if short(wanted, &anybody) < short(wanted, &chosen) { anybody } else { chosen }
    }
}

/// How many people and pairs there are too few or too many.
fn short(wanted: &Wanted, present: &Presence) -> u64 {
    let people = wanted.waves.iter().zip(present).map(|(n, who)| n.abs_diff(count(who)));
    let pairs =
        wanted.pairs.iter().filter_map(|(from, to, pairs)| Some(pairs.as_ref()?.abs_diff(both(present, *from, *to))));
    people.chain(pairs).sum()
}

fn count(who: &[bool]) -> u64 {
    who.iter().filter(|there| **there).count() as u64
}

/// How many people are there at both timepoints.
pub fn both(present: &Presence, from: usize, to: usize) -> u64 {
    present[from].iter().zip(&present[to]).filter(|(a, b)| **a && **b).count() as u64
}

/// The readiest people at each timepoint, then exchanged one by one until the pairs are met.
fn choose(wanted: &Wanted, eligible: &Presence, ready: &[Vec<f64>], chance: &mut Chance) -> Presence {
    let people = ready.first().map_or(0, Vec::len);
    let first = |(wave, n): (usize, &u64)| {
        let mut order: Vec<usize> = (0..people).filter(|person| eligible[wave][*person]).collect();
        order.sort_by(|a, b| ready[wave][*b].total_cmp(&ready[wave][*a]));
        let mut who = vec![false; people];
        order.iter().take(*n as usize).for_each(|person| who[*person] = true);
        who
    };
    let mut present: Presence = wanted.waves.iter().enumerate().map(first).collect();
    let mut pairs: Vec<i64> = wanted.pairs.iter().map(|(from, to, _)| both(&present, *from, *to) as i64).collect();
    let goal = |at: usize| wanted.pairs[at].2.map(|goal| goal as i64);
    let tries = 200 * (wanted.pairs.len() + 1) + 40 * people;
    for _ in 0..tries {
        let off: Vec<usize> = (0..pairs.len()).filter(|at| goal(*at).is_some_and(|goal| goal != pairs[*at])).collect();
        if off.is_empty() {
            break;
        }
        let at = off[chance.below(off.len())];
        let too_many = goal(at).is_some_and(|goal| pairs[at] > goal);
        let (from, to, _) = wanted.pairs[at];
        let (here, there) = if chance.below(2) == 0 { (from, to) } else { (to, from) };
        let Some((leaves, joins)) = exchange(&present, eligible, (here, there), too_many, chance) else { continue };
        let change = |at: usize| -> i64 {
            let (from, to, _) = wanted.pairs[at];
            let other = if from == here {
                to
            } else if to == here {
                from
            } else {
                return 0;
            };
            i64::from(present[other][joins]) - i64::from(present[other][leaves])
        };
        let moved: Vec<i64> = (0..pairs.len()).map(change).collect();
        let far = |at: usize, pairs: i64| goal(at).map_or(0, |goal| (goal - pairs).abs());
        let before: i64 = (0..pairs.len()).map(|at| far(at, pairs[at])).sum();
        let after: i64 = (0..pairs.len()).map(|at| far(at, pairs[at] + moved[at])).sum();
        if after <= before {
            present[here][leaves] = false;
            present[here][joins] = true;
            pairs.iter_mut().zip(moved).for_each(|(pairs, moved)| *pairs += moved);
        }
    }
    present
}

/// Who leaves and who joins one timepoint for a pair more or less with the other.
fn exchange(
    present: &Presence,
    eligible: &Presence,
    (here, there): (usize, usize),
    fewer: bool,
    chance: &mut Chance,
) -> Option<(usize, usize)> {
    let people = present[here].len();
    let start = chance.below(people.max(1));
    let round = || (0..people).map(|step| (start + step) % people);
    let leaves = round().find(|person| present[here][*person] && present[there][*person] == fewer)?;
    let outside = |person: &usize| eligible[here][*person] && !present[here][*person];
    let joins = round().filter(outside).find(|person| present[there][*person] != fewer)?;
    Some((leaves, joins))
}
