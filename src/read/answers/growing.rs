//! A column that grows while its file is read: one byte a value as long as that is enough.

use crate::model::Values;

/// A value for each person that was met so far; who comes later has none yet.
#[derive(Debug, Clone)]
pub enum Growing {
    Small(Vec<i8>),
    Numbers(Vec<f64>),
    Sets(Vec<Option<u64>>),
}

/// Puts a value at a place, with nothing at the places before it that are new.
fn put<T: Copy>(values: &mut Vec<T>, at: usize, value: T, nothing: T) {
    if at >= values.len() {
        values.resize(at + 1, nothing);
    }
    values[at] = value;
}

impl Growing {
    /// A column without values, of sets or of numbers.
    pub fn new(sets: bool) -> Self {
        if sets { Growing::Sets(Vec::new()) } else { Growing::Small(Vec::new()) }
    }

    /// A whole number from -127 to 127.
    #[inline]
    pub fn small(&mut self, person: usize, value: i8) {
        match self {
            Growing::Small(values) => put(values, person, value, i8::MIN),
            _ => self.number(person, f64::from(value)),
        }
    }

    pub fn number(&mut self, person: usize, value: f64) {
        // No value is minus zero: the same answer has the same bits in every format.
        let value = value + 0.0;
        if let Growing::Small(values) = self {
            if value.fract() == 0.0 && value.abs() <= 127.0 {
                #[expect(clippy::cast_possible_truncation, reason = "it is whole and fits")]
                return put(values, person, value as i8, i8::MIN);
            }
            let wide = |value: &i8| if *value == i8::MIN { f64::NAN } else { f64::from(*value) };
            *self = Growing::Numbers(values.iter().map(wide).collect());
        }
        if let Growing::Numbers(values) = self {
            put(values, person, value, f64::NAN);
        }
    }

    pub fn set(&mut self, person: usize, value: u64) {
        if let Growing::Sets(values) = self {
            put(values, person, Some(value), None);
        }
    }

    /// The number of a person.
    pub fn get(&self, person: usize) -> Option<f64> {
        match self {
            Growing::Small(values) => values.get(person).filter(|value| **value != i8::MIN).map(|v| f64::from(*v)),
            Growing::Numbers(values) => values.get(person).copied().filter(|value| !value.is_nan()),
            Growing::Sets(_) => None,
        }
    }

    /// The values in another order of people: `order` holds who stands at each new place.
    pub fn ordered(self, order: &Order) -> Values {
        match self {
            Growing::Small(values) => Values::Small(order.apply(values, i8::MIN)),
            Growing::Numbers(values) => Values::Numbers(order.apply(values, f64::NAN)),
            Growing::Sets(values) => Values::Sets(order.apply(values, None)),
        }
    }
}

/// Where people come to stand when they are sorted by id.
pub struct Order {
    /// Who was met as which, for each place; `None` where they were met in order.
    from: Option<Vec<u32>>,
    len: usize,
}

impl Order {
    /// Sorts the ids, and says how.
    pub fn sort(ids: Vec<Box<str>>) -> (Vec<Box<str>>, Self) {
        let len = ids.len();
        if ids.is_sorted() {
            return (ids, Self { from: None, len });
        }
        let mut numbered: Vec<(Box<str>, u32)> =
            ids.into_iter().enumerate().map(|(at, id)| (id, u32::try_from(at).unwrap_or(u32::MAX))).collect();
        numbered.sort_unstable();
        let (ids, from) = numbered.into_iter().unzip();
        (ids, Self { from: Some(from), len })
    }

    pub fn apply<T: Copy>(&self, mut values: Vec<T>, nothing: T) -> Vec<T> {
        match &self.from {
            None => {
                values.resize(self.len, nothing);
                values.shrink_to_fit();
                values
            }
            Some(from) => from.iter().map(|at| values.get(*at as usize).copied().unwrap_or(nothing)).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_small_as_long_as_it_can_be() {
        let (_, order) = Order::sort(vec!["b".into(), "c".into(), "a".into()]);
        let mut column = Growing::new(false);
        column.number(1, -127.0);
        column.small(0, 5);
        assert_eq!(column.clone().ordered(&order), Values::Small(vec![i8::MIN, 5, -127]));
        column.number(2, 0.5);
        let Values::Numbers(values) = column.ordered(&order) else { panic!("numbers") };
        assert_eq!(values, [0.5, 5.0, -127.0]);
        let mut column = Growing::new(false);
        column.number(0, -0.0);
        column.number(1, 128.0);
        let Values::Numbers(values) = column.ordered(&order) else { panic!("numbers") };
        assert!(values[0].is_nan() && values[1].to_bits() == 0 && values[2] == 128.0);
    }
}
