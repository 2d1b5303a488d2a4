//! Which further counts have to be withheld: the fewest, and among these the smallest, that leave no withheld count to
//! be worked out.
//!
//! The best set first: sets are tried in the order of their loss, and each is grown only where it fails, so the first
//! one that holds is the best. Past a bound of effort the cheapest count that helps is added until the set holds.

use std::collections::{BTreeMap, BTreeSet};

use super::attack::{Attack, Effort, Sum, Unknown};

/// How a count of a table is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It is shown, and may be withheld.
    Shown,
    /// It is withheld and marked as one between two bounds.
    Small { low: i64 },
    /// It is withheld, and nothing is said of it: a count in a sample that is small as a whole.
    Hidden,
    /// It is withheld for another's sake, so that a reader knows it to be none that is small.
    Taken,
    /// It is never shown, and follows from others or not. Whether it matters if it does.
    Unlisted { matters: bool },
}

#[derive(Debug, Clone, Copy)]
pub struct Count {
    pub value: i64,
    /// The most that it can be, such as the total of its table.
    pub most: i64,
    pub state: State,
}

/// A family of counts with the sums that are known of them.
#[derive(Debug, Clone, Default)]
pub struct Family {
    pub counts: Vec<Count>,
    pub sums: Vec<Sum>,
}

/// What has to remain possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Goal {
    /// Every value of a small count, and two of any other.
    Every,
    /// Two values of each.
    Two,
}

/// What tables the rules are for.
#[derive(Debug, Clone, Copy)]
pub struct Rules {
    /// Counts from 1 up to this, itself not included, are small.
    pub threshold: i64,
    /// Whether nought is small, too.
    pub zeros: bool,
}

impl Rules {
    pub fn small(&self, value: i64) -> bool {
        (1..self.threshold).contains(&value) || value == 0 && self.zeros
    }

    fn lowest(&self) -> i64 {
        if self.zeros { 0 } else { 1 }
    }
}

/// Sets that are tried before the search takes what is near.
const TRIED: usize = 300;
/// Steps of one search through tables.
const STEPS: u32 = 300_000;

/// The counts to be withheld besides those that are; `None` where no set is enough.
pub fn complement(family: &Family, rules: Rules) -> Option<BTreeSet<usize>> {
    [Goal::Every, Goal::Two].into_iter().find_map(|goal| best(family, rules, goal))
}

fn best(family: &Family, rules: Rules, goal: Goal) -> Option<BTreeSet<usize>> {
    let cost = |set: &BTreeSet<usize>| (set.len(), set.iter().map(|at| family.counts[*at].value).sum::<i64>());
    let mut waiting: BTreeSet<((usize, i64), BTreeSet<usize>)> = BTreeSet::from([((0, 0), BTreeSet::new())]);
    let mut seen = BTreeSet::new();
    let effort = Effort::new(STEPS);
    for _ in 0..TRIED {
        if effort.is_spent() {
            break;
        }
        let (_, set) = waiting.pop_first()?;
        match fault(family, rules, goal, &set, &effort) {
            None => return Some(set),
            Some(at) => {
                for more in near(family, &set, at) {
                    let mut grown = set.clone();
                    grown.insert(more);
                    if seen.insert(grown.clone()) {
                        waiting.insert((cost(&grown), grown));
                    }
                }
            }
        }
    }
    greedy(family, rules, goal)
}

fn greedy(family: &Family, rules: Rules, goal: Goal) -> Option<BTreeSet<usize>> {
    let effort = Effort::new(STEPS);
    let mut set = BTreeSet::new();
    while let Some(at) = fault(family, rules, goal, &set, &effort) {
        let cheapest = near(family, &set, at).into_iter().min_by_key(|at| family.counts[*at].value)?;
        set.insert(cheapest);
    }
    // What a later one made needless is shown again, the largest first.
    let mut order: Vec<usize> = set.iter().copied().collect();
    order.sort_by_key(|at| std::cmp::Reverse(family.counts[*at].value));
    for at in order {
        let mut fewer = set.clone();
        fewer.remove(&at);
        if fault(family, rules, goal, &fewer, &effort).is_none() {
            set = fewer;
        }
    }
    Some(set)
}

fn unknown(count: &Count, withheld: bool, rules: Rules) -> Option<Unknown> {
    let (low, high, gap) = match count.state {
        State::Shown if !withheld => return None,
        State::Shown | State::Taken => (if rules.zeros { rules.threshold } else { 0 }, count.most, true),
        State::Small { low } => (low, count.most.min(rules.threshold - 1), false),
        State::Hidden | State::Unlisted { .. } => (0, count.most, false),
    };
    Some(Unknown { low, high, gap, truth: count.value })
}

/// The first count that can be worked out too far.
fn fault(family: &Family, rules: Rules, goal: Goal, set: &BTreeSet<usize>, effort: &Effort) -> Option<usize> {
    let mut places = BTreeMap::new();
    let mut unknowns = Vec::new();
    for (at, count) in family.counts.iter().enumerate() {
        if let Some(unknown) = unknown(count, set.contains(&at), rules) {
            places.insert(at, unknowns.len());
            unknowns.push(unknown);
        }
    }
    let sums = family.sums.iter().filter_map(|(terms, equals)| {
        let known: i64 = terms
            .iter()
            .filter(|(at, _)| !places.contains_key(at))
            .map(|(at, sign)| sign * family.counts[*at].value)
            .sum();
        let terms: Vec<(usize, i64)> =
            terms.iter().filter_map(|(at, sign)| places.get(at).map(|place| (*place, *sign))).collect();
        (!terms.is_empty()).then_some((terms, equals - known))
    });
    let attack = Attack { unknowns, sums: sums.collect(), threshold: rules.threshold, steps: Default::default() };
    // The truth is possible, and what was found for one count is possible for all others with it.
    let mut seen: Vec<BTreeSet<i64>> = attack.unknowns.iter().map(|unknown| BTreeSet::from([unknown.truth])).collect();
    let mut ask = |place: usize, low: i64, high: i64| {
        if seen[place].range(low..=high).next().is_some() {
            return true;
        }
        let found = attack.possible(place, low, high, effort);
        let possible = found.is_some();
        for (seen, value) in seen.iter_mut().zip(found.into_iter().flatten()) {
            seen.insert(value);
        }
        possible
    };
    places.into_iter().find_map(|(at, place)| {
        let count = &family.counts[at];
        let unknown = attack.unknowns[place];
        let small = rules.small(count.value);
        let safe = match count.state {
            State::Unlisted { matters: false } => true,
            State::Small { .. } | State::Unlisted { .. } if small && goal == Goal::Every => {
                let most = (rules.threshold - 1).min(count.most);
                (rules.lowest()..=most).all(|value| value < unknown.low || ask(place, value, value))
            }
            _ => {
                (unknown.low < unknown.truth && ask(place, unknown.low, unknown.truth - 1))
                    || (unknown.truth < unknown.high && ask(place, unknown.truth + 1, unknown.high))
            }
        };
        (!safe).then_some(at)
    })
}

/// The shown counts whose withholding may help: those in sums with a count, or with one that such sums tie to it.
fn near(family: &Family, set: &BTreeSet<usize>, at: usize) -> BTreeSet<usize> {
    let shown = |at: usize| family.counts[at].state == State::Shown && !set.contains(&at);
    let mut reached = BTreeSet::from([at]);
    let mut waiting = vec![at];
    let mut found = BTreeSet::new();
    while let Some(at) = waiting.pop() {
        for (terms, _) in family.sums.iter().filter(|(terms, _)| terms.iter().any(|(other, _)| *other == at)) {
            for (other, _) in terms {
                if shown(*other) {
                    found.insert(*other);
                } else if reached.insert(*other) {
                    waiting.push(*other);
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: Rules = Rules { threshold: 5, zeros: false };

    fn row(values: &[i64]) -> Family {
        let total: i64 = values.iter().sum();
        let count = |value: &i64| Count {
            value: *value,
            most: total,
            state: if RULES.small(*value) { State::Small { low: 1 } } else { State::Shown },
        };
        let sum = ((0..values.len()).map(|at| (at, 1)).collect(), total);
        Family { counts: values.iter().map(count).collect(), sums: vec![sum] }
    }

    fn withheld(values: &[i64]) -> Option<Vec<i64>> {
        complement(&row(values), RULES).map(|set| set.into_iter().map(|at| values[at]).collect())
    }

    #[test]
    fn one_small_count_takes_the_smallest_other_with_it() {
        assert_eq!(withheld(&[10, 21, 1]), Some(vec![10]));
        assert_eq!(withheld(&[5, 7, 6, 5, 3, 3, 3]), Some(vec![]));
        assert_eq!(withheld(&[22, 3, 2, 4]), Some(vec![]));
        assert_eq!(withheld(&[20, 10, 6]), Some(vec![]));
        // One and four fit nothing but each other's opposite ends; nought hides nothing.
        assert_eq!(withheld(&[24, 1]), Some(vec![24]));
        assert_eq!(withheld(&[21, 10, 1, 0]), Some(vec![10]));
    }

    #[test]
    fn tables_of_two_ways() {
        // Three rows of two columns; margins are shown. A small cell needs a rectangle of four.
        let cells = [2, 9, 8, 11, 10, 12];
        let total: i64 = cells.iter().sum();
        let mut family = Family::default();
        for value in cells {
            let state = if RULES.small(value) { State::Small { low: 1 } } else { State::Shown };
            family.counts.push(Count { value, most: total, state });
        }
        for row in 0..3 {
            family.sums.push((vec![(2 * row, 1), (2 * row + 1, 1)], cells[2 * row] + cells[2 * row + 1]));
        }
        for column in 0..2 {
            let terms: Vec<(usize, i64)> = (0..3).map(|row| (2 * row + column, 1)).collect();
            let equals = terms.iter().map(|(at, _)| cells[*at]).sum();
            family.sums.push((terms, equals));
        }
        assert_eq!(complement(&family, RULES), Some(BTreeSet::from([1, 2, 3])));
    }
}
