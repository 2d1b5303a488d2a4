//! Items that run against the others of their scale.

use super::law::normal_quantile;
use super::pairs::Pairs;
use super::reliability::cronbach_alpha;
use super::undefined::Undefined;
use super::{Confidence, exact_sum::exact_sum};

/// Of fewer people nothing is said.
const LEAST: usize = 8;

/// What lies above the upper limit of the correlation of one item with the others: half of one per cent.
const TAIL: f64 = 0.005;

/// The least alpha of a scale with some items turned round, and how far above the alpha as it is, for several items to
/// be said to run against the others.
const TURNED: f64 = 0.75;
const GAIN: f64 = 0.3;

/// Of fewer people nothing is said of several items at once.
const SEVERAL: usize = 20;

/// An item that runs against the others.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Against {
    /// Its position.
    pub item: usize,
    /// The correlation with the sum of the other items, from −1 to 1.
    pub r: f64,
}

/// Pearson's correlation of each item with the sum of the others (the corrected item-rest correlation), from −1 to 1.
///
/// `items` holds one list an item, the people in the same order in each. Undefined where the item or the sum of the
/// others is the same for everybody, and as [`Pairs::of`] is.
///
/// Reference: Nunnally and Bernstein (1994), Psychometric Theory, 3rd edition, chapter 8.
pub fn item_rest(items: &[&[f64]]) -> Vec<Result<f64, Undefined>> {
    let people = items.first().map_or(0, |item| item.len());
    let rest = |left: usize| -> Vec<f64> {
        let others = |person: usize| {
            items.iter().enumerate().filter(move |(at, _)| *at != left).map(move |(_, item)| item[person])
        };
        (0..people).map(|person| exact_sum(others(person))).collect()
    };
    items.iter().enumerate().map(|(at, item)| Pairs::of(item, &rest(at)).and_then(|pairs| pairs.r)).collect()
}

/// The items that run against the others, so that they may have to be turned round: none in a sound scale.
///
/// An item is one where the upper limit of its item-rest correlation, at 99% and by Fisher's transformation, lies below
/// 0. Several are, too, where turning round the fewer of the items, found by turning the one of the lowest negative
/// item-rest correlation until none is negative, lifts alpha by 0.3 or more to 0.75 or more, of 20 people or more.
/// Nothing is said of fewer than 8 people or 2 items.
pub fn items_against(items: &[&[f64]]) -> Vec<Against> {
    let people = items.first().map_or(0, |item| item.len());
    if items.len() < 2 || people < LEAST {
        return Vec::new();
    }
    let as_is = item_rest(items);
    let mut turned = fewer(&turned_round(items), as_is.len());
    let clear = |r: &Result<f64, Undefined>| r.as_ref().is_ok_and(|r| upper(*r, people) < 0.0);
    let alpha = |items: &[Vec<f64>]| {
        let columns: Vec<&[f64]> = items.iter().map(Vec::as_slice).collect();
        Confidence::new(0.95)
            .and_then(|level| cronbach_alpha(&columns, level))
            .map_or(f64::NEG_INFINITY, |alpha| alpha.alpha)
    };
    let own: Vec<Vec<f64>> = items.iter().map(|item| item.to_vec()).collect();
    let mended = flipped(items, &turned);
    let lifted = people >= SEVERAL && alpha(&mended) >= TURNED && alpha(&mended) - alpha(&own) >= GAIN;
    turned.retain(|item| clear(&as_is[*item]) || lifted);
    turned.into_iter().filter_map(|item| Some(Against { item, r: as_is[item].as_ref().ok().copied()? })).collect()
}

/// The upper limit of a correlation, by Fisher's transformation.
fn upper(r: f64, people: usize) -> f64 {
    let z = normal_quantile(TAIL).unwrap_or(f64::INFINITY).abs();
    (r.atanh() + z / (people as f64 - 3.0).sqrt()).tanh()
}

/// The items turned round so that no item-rest correlation is negative.
fn turned_round(items: &[&[f64]]) -> Vec<usize> {
    let mut turned: Vec<usize> = Vec::new();
    for _ in 0..2 * items.len() {
        let now = flipped(items, &turned);
        let columns: Vec<&[f64]> = now.iter().map(Vec::as_slice).collect();
        let rest = item_rest(&columns);
        let lowest =
            rest.iter().enumerate().filter_map(|(at, r)| Some((at, r.as_ref().ok().copied().filter(|r| *r < 0.0)?)));
        let Some((at, _)) = lowest.min_by(|a, b| a.1.total_cmp(&b.1)) else { break };
        match turned.iter().position(|item| *item == at) {
            Some(place) => drop(turned.remove(place)),
            None => turned.push(at),
        }
    }
    turned
}

/// The smaller part of the items, in order; of two halves the one without the first item.
fn fewer(turned: &[usize], items: usize) -> Vec<usize> {
    let swap = 2 * turned.len() > items || (2 * turned.len() == items && turned.contains(&0));
    (0..items).filter(|item| turned.contains(item) != swap).collect()
}

fn flipped(items: &[&[f64]], turned: &[usize]) -> Vec<Vec<f64>> {
    let sign = |at: usize| if turned.contains(&at) { -1.0 } else { 1.0 };
    items.iter().enumerate().map(|(at, item)| item.iter().map(|value| sign(at) * value).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Answers of 40 people to four items of anxiety, of which the third is worded the other way; a digit each.
    const ANXIETY: [&str; 4] = [
        "4442341442132433432522442243343233342432",
        "3342332444313223334513442134233242432242",
        "2324433224534223123143224533323423334444",
        "3342321432223432542533442134343333444432",
    ];

    fn columns(items: &[&str]) -> Vec<Vec<f64>> {
        items.iter().map(|item| item.chars().filter_map(|c| c.to_digit(10)).map(f64::from).collect()).collect()
    }

    fn against(items: &[Vec<f64>]) -> Vec<usize> {
        let items: Vec<&[f64]> = items.iter().map(Vec::as_slice).collect();
        items_against(&items).iter().map(|found| found.item).collect()
    }

    /// R 4: `x <- …; sapply(1:4, function(i) cor(x[, i], rowSums(x[, -i])))`.
    #[test]
    fn correlations_with_the_rest_are_those_of_r() {
        let items = columns(&ANXIETY);
        let items: Vec<&[f64]> = items.iter().map(Vec::as_slice).collect();
        let wanted = [0.290646227627, 0.299211453295, -0.733774972518, 0.406069156333];
        for (found, wanted) in item_rest(&items).into_iter().zip(wanted) {
            let found = found.expect("a correlation");
            assert!((found - wanted).abs() < 1e-11, "{found} {wanted}");
        }
    }

    #[test]
    fn the_items_that_are_turned_the_wrong_way_are_found() {
        let mut items = columns(&ANXIETY);
        assert_eq!(against(&items), [2]);
        let turn = |item: &mut Vec<f64>| item.iter_mut().for_each(|value| *value = 6.0 - *value);
        turn(&mut items[2]);
        assert!(against(&items).is_empty());
        // Two of four, and the scale turned round as a whole.
        turn(&mut items[2]);
        turn(&mut items[3]);
        assert_eq!(against(&items), [2, 3]);
        items.iter_mut().for_each(turn);
        assert_eq!(against(&items), [2, 3]);
        // Two items alone, a constant one, and too few people.
        assert_eq!(against(&items[1..3]), [1]);
        items[0] = vec![3.0; 40];
        let found = against(&items);
        assert!(!found.contains(&0), "{found:?}");
        let few: Vec<Vec<f64>> = columns(&ANXIETY).iter().map(|item| item[..7].to_vec()).collect();
        assert!(against(&few).is_empty());
    }
}
