//! Scores to begin with: near the printed mean and SD, and correlated over time as the printed changes ask for.

use super::aims::WaveAims;
use super::chance::Chance;
use super::targets::Grid;
use crate::stats::normal_quantile;

/// What a timepoint's scores are drawn from.
#[derive(Debug, Clone)]
pub struct Shape {
    pub mean: f64,
    pub sd: f64,
    /// The people who are there, in order.
    pub people: Vec<usize>,
    /// An earlier timepoint, by its position, and the correlation with it.
    pub follows: Option<(usize, f64)>,
}

/// How much of a person's standing at one timepoint is theirs in all scales.
const TRAIT: f64 = 0.6;

/// Places of the scores, by timepoint and person in the order of its shape.
pub fn places(shapes: &[Shape], aims: &[WaveAims], grid: &Grid, person: &[f64], chance: &mut Chance) -> Vec<Vec<i64>> {
    let mut standing: Vec<Vec<Option<f64>>> = Vec::new();
    for shape in shapes {
        let mut here = vec![None; person.len()];
        for &who in &shape.people {
            let before = shape.follows.and_then(|(wave, r)| Some((standing.get(wave)?[who]?, r)));
            let (base, r) = before.unwrap_or((person[who], TRAIT));
            here[who] = Some(r * base + (1.0 - r * r).max(0.0).sqrt() * chance.normal());
        }
        standing.push(here);
    }
    let each = shapes.iter().zip(aims).zip(&standing);
    each.map(|((shape, aims), standing)| one_wave(shape, aims, grid, standing)).collect()
}

/// Even quantiles of a distribution with the mean and SD, given out by the order of the people's standing.
fn one_wave(shape: &Shape, aims: &WaveAims, grid: &Grid, standing: &[Option<f64>]) -> Vec<i64> {
    let n = shape.people.len();
    let mut order: Vec<usize> = (0..n).collect();
    let of = |slot: &usize| standing[shape.people[*slot]].unwrap_or(0.0);
    order.sort_by(|a, b| of(a).total_cmp(&of(b)));
    let limits = (grid.score(aims.low), grid.score(aims.high));
    let mut places = vec![0; n];
    for (rank, &slot) in order.iter().enumerate() {
        let tail = 1.0 - (rank as f64 + 0.5) / n as f64;
        let z = normal_quantile(tail).unwrap_or(0.0);
        let score = skewed(z, shape.mean, shape.sd, limits);
        let place = ((score - grid.origin) / grid.step()).round() as i64;
        places[slot] = place.clamp(aims.low, aims.high);
    }
    let reach = |place: i64, ends: Option<(i64, i64)>| ends.map_or(place, |(low, high)| place.clamp(low, high));
    if let (Some(&first), Some(&last)) = (order.first(), order.last()) {
        places[first] = reach(places[first], aims.least);
        places[last] = reach(places[last], aims.most);
    }
    places
}

/// A score for a normal deviate: skewed where the limit on one side is near, as scores are that pile up at an end.
fn skewed(z: f64, mean: f64, sd: f64, (low, high): (f64, f64)) -> f64 {
    let (below, above) = (mean - low, high - mean);
    if below.min(above) >= 2.2 * sd {
        return mean + sd * z;
    }
    let lognormal = |room: f64, z: f64| {
        if room <= 0.0 {
            return 0.0;
        }
        let spread = libm::log1p((sd / room).powi(2));
        room * libm::exp(spread.sqrt() * z - spread / 2.0)
    };
    if below < above { low + lognormal(below, z) } else { high - lognormal(above, -z) }
}
