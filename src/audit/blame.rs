//! Which of several figures that contradict each other is the wrong one.

/// A set of figures, a bit each.
pub type Set = u32;

/// The bits of a set, lowest first.
pub fn bits(set: Set) -> impl Iterator<Item = Set> {
    (0..Set::BITS).map(|place| 1 << place).filter(move |bit| set & bit != 0)
}

/// The smallest groups of figures without which the others are possible together; at most two figures in a group.
///
/// `None` where all figures are possible together, and an empty list where no such group is that small.
pub fn suspects(all: Set, blamable: Set, possible: &dyn Fn(Set) -> bool) -> Option<Vec<Set>> {
    if possible(all) {
        return None;
    }
    let singles: Vec<Set> = bits(all & blamable).filter(|bit| possible(all & !bit)).collect();
    if !singles.is_empty() {
        return Some(singles);
    }
    let own: Vec<Set> = bits(all & blamable).collect();
    let pairs = own.iter().flat_map(|a| own.iter().filter(move |b| *b > a).map(move |b| a | b));
    Some(pairs.filter(|pair| possible(all & !pair)).collect())
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
        assert_eq!(suspects(7, 15, &possible), None);
        assert_eq!(suspects(15, 15, &possible), Some(vec![1, 2, 8]));
        assert_eq!(conflict(15, 8, &[4, 2, 1], &possible), 11);
    }
}
