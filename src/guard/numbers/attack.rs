//! What an attacker can find out: whole numbers that are not shown, and the sums that are known of them.
//!
//! A search over the unknown counts with their bounds tightened by every sum. It is exact, and its effort is bounded:
//! where the effort ends a value counts as impossible, so that more is withheld rather than less.

use std::cell::Cell;

/// A count that the attacker does not know, with what is known of it all the same.
#[derive(Debug, Clone, Copy)]
pub struct Unknown {
    pub low: i64,
    pub high: i64,
    /// Whether it is either nought or at least the threshold: a count that is withheld and not marked as small.
    pub gap: bool,
    pub truth: i64,
}

/// Unknown counts with a sign each, and what they add up to.
pub type Sum = (Vec<(usize, i64)>, i64);

pub struct Attack {
    pub unknowns: Vec<Unknown>,
    pub sums: Vec<Sum>,
    pub threshold: i64,
    /// Steps that are left for the question.
    pub steps: Cell<u32>,
}

/// Steps for one question.
const STEPS: u32 = 3000;

/// What all questions about a family may cost.
pub struct Effort(Cell<u32>);

impl Effort {
    pub fn new(steps: u32) -> Self {
        Self(Cell::new(steps))
    }

    pub fn is_spent(&self) -> bool {
        self.0.get() == 0
    }
}

impl Attack {
    /// Counts that agree with everything that is known and put one of them between two bounds.
    pub fn possible(&self, unknown: usize, low: i64, high: i64, effort: &Effort) -> Option<Vec<i64>> {
        let mut bounds: Vec<(i64, i64)> = self.unknowns.iter().map(|unknown| (unknown.low, unknown.high)).collect();
        bounds[unknown] = (bounds[unknown].0.max(low), bounds[unknown].1.min(high));
        let most = STEPS.min(effort.0.get());
        self.steps.set(most);
        let found = self.search(bounds);
        effort.0.set(effort.0.get() - (most - self.steps.get()));
        found
    }

    fn search(&self, mut bounds: Vec<(i64, i64)>) -> Option<Vec<i64>> {
        if self.steps.get() == 0 {
            return None;
        }
        self.steps.set(self.steps.get() - 1);
        if !self.tighten(&mut bounds) {
            return None;
        }
        let open = bounds.iter().enumerate().filter(|(_, (low, high))| low < high);
        let Some((at, (low, high))) = open.min_by_key(|(_, (low, high))| high - low).map(|(at, b)| (at, *b)) else {
            return Some(bounds.into_iter().map(|(low, _)| low).collect());
        };
        let split = match self.unknowns[at].gap && low == 0 && high >= self.threshold {
            true => 0,
            false => low + (high - low) / 2,
        };
        // The half that holds the truth first: an answer is near.
        let mut halves = [(low, split), (split + 1, high)];
        if self.unknowns[at].truth > split {
            halves.reverse();
        }
        halves.into_iter().find_map(|half| {
            let mut tried = bounds.clone();
            tried[at] = half;
            self.search(tried)
        })
    }

    /// Brings the bounds as near to each other as single sums do; false where a sum cannot be.
    fn tighten(&self, bounds: &mut [(i64, i64)]) -> bool {
        loop {
            let mut moved = false;
            for (unknown, bound) in self.unknowns.iter().zip(bounds.iter_mut()) {
                if unknown.gap && (1..self.threshold).contains(&bound.0) {
                    bound.0 = self.threshold;
                }
                if unknown.gap && (1..self.threshold).contains(&bound.1) {
                    bound.1 = 0;
                }
                if bound.0 > bound.1 {
                    return false;
                }
            }
            for (terms, equals) in &self.sums {
                let ends = |bounds: &[(i64, i64)], (at, sign): (usize, i64)| match sign > 0 {
                    true => bounds[at],
                    false => (-bounds[at].1, -bounds[at].0),
                };
                let (mut low, mut high) = (0, 0);
                for term in terms {
                    let (least, most) = ends(bounds, *term);
                    low += least;
                    high += most;
                }
                if *equals < low || *equals > high {
                    return false;
                }
                for term in terms {
                    let (least, most) = ends(bounds, *term);
                    let (least, most) = (least.max(equals - (high - most)), most.min(equals - (low - least)));
                    let (at, sign) = *term;
                    let new = if sign > 0 { (least, most) } else { (-most, -least) };
                    if new.0 > bounds[at].0 || new.1 < bounds[at].1 {
                        bounds[at] = (new.0.max(bounds[at].0), new.1.min(bounds[at].1));
                        moved = true;
                        break;
                    }
                }
            }
            if bounds.iter().any(|(low, high)| low > high) {
                return false;
            }
            if !moved {
                return true;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small(truth: i64) -> Unknown {
        Unknown { low: 1, high: 4, gap: false, truth }
    }

    #[test]
    fn sums_of_small_counts() {
        let effort = Effort::new(10_000);
        let of = |truths: &[i64]| Attack {
            unknowns: truths.iter().map(|truth| small(*truth)).collect(),
            sums: vec![((0..truths.len()).map(|at| (at, 1)).collect(), truths.iter().sum())],
            threshold: 5,
            steps: Cell::new(0),
        };
        // 3 + 3 + 3 may be 1 + 4 + 4; 1 + 1 is nothing else.
        assert!(
            of(&[3, 3, 3]).possible(0, 1, 1, &effort).is_some() && of(&[3, 3, 3]).possible(0, 4, 4, &effort).is_some()
        );
        assert!(of(&[1, 1]).possible(0, 2, 4, &effort).is_none());
        // Beside a count that is nought or at least five.
        let mut beside = of(&[1, 1]);
        beside.unknowns.push(Unknown { low: 0, high: 100, gap: true, truth: 5 });
        beside.sums = vec![(vec![(0, 1), (1, 1), (2, 1)], 7)];
        // 7 is 1 + 1 + 5, and neither 2 + 5 nor two small counts to more than 8 with nought.
        assert!(beside.possible(2, 1, 4, &effort).is_none() && beside.possible(2, 0, 0, &effort).is_some());
        assert!(beside.possible(0, 3, 3, &effort).is_some() && beside.possible(0, 2, 2, &effort).is_none());
    }
}
