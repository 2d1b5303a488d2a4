//! Two sequences beside each other: which member of the one is which of the other.

use std::hash::Hash;

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// A member of both sequences, or of one only; positions count from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pair {
    Both(usize, usize),
    Old(usize),
    New(usize),
}

/// Members that are less alike than this are not the same, reworded.
const ALIKE: f64 = 0.35;

/// Gaps with more comparisons than this are not searched for reworded members.
const SEARCHED: usize = 40_000;

/// Pairs the members of two sequences in order. Members with equal keys are paired first; between those, members that are
/// alike, so that the sum of their likeness (0 to 1) is greatest.
pub fn align<K: Hash + Eq>(old: &[K], new: &[K], like: impl Fn(usize, usize) -> f64) -> Vec<Pair> {
    let mut out = Vec::new();
    let mut gap = (Vec::new(), Vec::new());
    for op in capture_diff_slices(Algorithm::Patience, old, new) {
        if matches!(op, DiffOp::Equal { .. }) {
            out.extend(fill(std::mem::take(&mut gap), &like));
            out.extend(op.old_range().zip(op.new_range()).map(|(a, b)| Pair::Both(a, b)));
        } else {
            gap.0.extend(op.old_range());
            gap.1.extend(op.new_range());
        }
    }
    out.extend(fill(gap, &like));
    out
}

fn fill((old, new): (Vec<usize>, Vec<usize>), like: &impl Fn(usize, usize) -> f64) -> Vec<Pair> {
    let (rows, columns) = (old.len(), new.len());
    if rows == 0 || columns == 0 || rows * columns > SEARCHED {
        return old.into_iter().map(Pair::Old).chain(new.into_iter().map(Pair::New)).collect();
    }
    let likeness: Vec<f64> = old.iter().flat_map(|a| new.iter().map(|b| like(*a, *b))).collect();
    // The best sum of what is left from a row and a column on.
    let mut best = vec![0.0; (rows + 1) * (columns + 1)];
    let at = |row: usize, column: usize| row * (columns + 1) + column;
    for row in (0..rows).rev() {
        for column in (0..columns).rev() {
            let alike = likeness[row * columns + column];
            let pair = if alike >= ALIKE { alike + best[at(row + 1, column + 1)] } else { 0.0 };
            best[at(row, column)] = pair.max(best[at(row + 1, column)]).max(best[at(row, column + 1)]);
        }
    }
    let (mut row, mut column, mut out) = (0, 0, Vec::new());
    while row < rows && column < columns {
        let alike = likeness[row * columns + column];
        let here = best[at(row, column)];
        if alike >= ALIKE && alike + best[at(row + 1, column + 1)] >= here {
            out.push(Pair::Both(old[row], new[column]));
            (row, column) = (row + 1, column + 1);
        } else if best[at(row + 1, column)] >= here {
            out.push(Pair::Old(old[row]));
            row += 1;
        } else {
            out.push(Pair::New(new[column]));
            column += 1;
        }
    }
    out.extend(old[row..].iter().map(|a| Pair::Old(*a)));
    out.extend(new[column..].iter().map(|b| Pair::New(*b)));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reworded_members_are_found_between_equal_ones() {
        let (old, new) = (["a", "bb", "c", "x"], ["a", "new", "bbb", "c"]);
        let like = |a: usize, b: usize| if old[a].starts_with('b') && new[b].starts_with('b') { 0.8 } else { 0.0 };
        let pairs = align(&old, &new, like);
        assert_eq!(pairs, [Pair::Both(0, 0), Pair::New(1), Pair::Both(1, 2), Pair::Both(2, 3), Pair::Old(3)]);
    }

    #[test]
    fn every_member_is_told_once() {
        let (old, new): (Vec<usize>, Vec<usize>) = ((0..30).collect(), (10..45).rev().collect());
        let pairs = align(&old, &new, |a, b| if (a + b) % 3 == 0 { 0.5 } else { 0.1 });
        let olds: Vec<usize> = pairs
            .iter()
            .filter_map(|p| match p {
                Pair::Both(a, _) | Pair::Old(a) => Some(*a),
                _ => None,
            })
            .collect();
        let news: Vec<usize> = pairs
            .iter()
            .filter_map(|p| match p {
                Pair::Both(_, b) | Pair::New(b) => Some(*b),
                _ => None,
            })
            .collect();
        assert_eq!((olds, news), ((0..30).collect(), (0..35).collect()));
    }
}
