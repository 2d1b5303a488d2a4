//! Which of several figures that contradict each other is the wrong one.

/// A set of figures, a bit each.
pub type Set = u32;

/// The bits of a set, lowest first.
pub fn bits(set: Set) -> impl Iterator<Item = Set> {
    (0..Set::BITS).map(|place| 1 << place).filter(move |bit| set & bit != 0)
}

/// The smallest groups of figures without which the others are possible together.
///
/// `None` where all figures are possible together. Groups of one, two or three figures are all tried; where none of
/// these will do, there is one group, of which no figure can be put back, and which leaves out first what stands first
/// in `likely`.
pub fn suspects(all: Set, likely: &[Set], possible: &dyn Fn(Set) -> bool) -> Option<Vec<Set>> {
    if possible(all) {
        return None;
    }
    let own: Vec<Set> = likely.iter().copied().filter(|bit| all & bit != 0).collect();
    for size in 1..=3 {
        let mut groups = choose(&own, size);
        groups.retain(|group| possible(all & !group));
        if !groups.is_empty() {
            return Some(groups);
        }
    }
    Some(vec![left_over(all, &own, possible)])
}

/// Every choice of so many figures.
fn choose(own: &[Set], size: usize) -> Vec<Set> {
    if size == 0 {
        return vec![0];
    }
    let with = |at: usize| choose(&own[at + 1..], size - 1).into_iter().map(move |rest| own[at] | rest);
    (0..own.len()).flat_map(with).collect()
}

/// Figures that have to go, found by keeping one figure after the other, the least likely fault first.
fn left_over(all: Set, own: &[Set], possible: &dyn Fn(Set) -> bool) -> Set {
    let blamable: Set = own.iter().sum();
    let mut kept = all & !blamable;
    for bit in own.iter().rev() {
        if possible(kept | bit) {
            kept |= bit;
        }
    }
    all & !kept
}

/// A set of figures that contradict each other, of which none can be left out. `order` names what is left out first.
pub fn conflict(all: Set, keep: Set, order: &[Set], possible: &dyn Fn(Set) -> bool) -> Set {
    let mut set = all;
    for bit in order.iter().filter(|bit| all & **bit != 0 && keep & **bit == 0) {
        if !possible(set & !bit) {
            set &= !bit;
        }
    }
    set
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_odd_one_is_named() {
        // Figures 1, 2 and 4 agree, 8 contradicts 1 and 2 together.
        let possible = |set: Set| set & 8 == 0 || set & 3 != 3;
        assert_eq!(suspects(7, &[1, 2, 4, 8], &possible), None);
        assert_eq!(suspects(15, &[1, 2, 4, 8], &possible), Some(vec![1, 2, 8]));
        // Four figures that all contradict each other: three have to go.
        let alone = |set: Set| set.count_ones() < 2;
        assert_eq!(suspects(15, &[1, 2, 4, 8], &alone), Some(vec![7, 11, 13, 14]));
        let alone = |set: Set| set & 31 == 0 || (set & 31).count_ones() < 2;
        assert_eq!(suspects(31, &[1, 2, 4, 8, 16], &alone), Some(vec![15]));
        assert_eq!(conflict(15, 8, &[4, 2, 1], &possible), 11);
    }
}
