//! Counting the samples that a sum and a sum of squares leave.

use crate::model::{Scale, ScoreRule};

/// A count that ends at a limit, or when it has taken too many steps.
pub struct Samples {
    /// So many are enough.
    pub limit: usize,
    pub found: usize,
    /// Steps that may still be taken; at none the count is not finished.
    pub left: usize,
}

impl Samples {
    pub fn up_to(limit: usize) -> Self {
        Self { limit, found: 0, left: 200_000 }
    }

    /// Whether there is nothing more to find out.
    pub fn is_over(&self) -> bool {
        self.found >= self.limit || self.left == 0
    }

    /// Counts sets of so many numbers from 0 to `most` with a sum, and with squares that add up to something between
    /// two.
    pub fn count(&mut self, people: i64, most: i64, sum: i64, squares: (i64, i64)) {
        if self.is_over() || people < 0 {
            return;
        }
        self.left -= 1;
        if people == 0 {
            self.found += usize::from(sum == 0 && squares.0 <= 0 && squares.1 >= 0);
            return;
        }
        // The squares are least where all are alike, and most where all but one stand at an end.
        if sum < 0 || sum > people * most || most * sum < squares.0 || sum * sum > people * squares.1.max(0) {
            return;
        }
        // The largest number first, and then none that is larger.
        let average = (sum + people - 1) / people;
        for value in (average..=most.min(sum)).rev() {
            let square = value * value;
            self.count(people - 1, value, sum - value, (squares.0 - square, squares.1 - square));
        }
    }
}

/// The distance between possible scores of a scale, where it is known.
pub fn step(scale: &Scale) -> Option<f64> {
    let scoring = &scale.scoring;
    let of_items = match (scoring.items.len(), scoring.rule) {
        (0, _) => None,
        (count, ScoreRule::Mean) => Some(1.0 / count as f64),
        (_, ScoreRule::Sum) => Some(1.0),
    };
    scoring.step.or(of_items).filter(|step| *step > 0.0)
}
