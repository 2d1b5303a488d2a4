//! A dot for every participant, none on another: where each of them goes. No chance is at work.
//!
//! Dots stand on the right of a base line and keep their height. Where the scores of a scale are far apart, equal ones
//! fill a block about their height, so that its area is their number.

use super::canvas::Point;

/// Radii from the largest; the first at which all dots have room is taken.
const RADII: [f64; 7] = [1.4, 1.2, 1.05, 0.9, 0.8, 0.7, 0.6];
/// Paper between two dots.
const PAPER: f64 = 0.3;
/// How much of the way to the next score a block of equal scores may fill.
const BLOCK: f64 = 0.8;
const MOST_ROWS: usize = 14;
/// Beyond this number dots are not moved around each other any more.
const MANY: usize = 2000;

pub struct Swarm {
    pub radius: f64,
    /// For each lane the dots: how far right of the base line, and at which height.
    pub lanes: Vec<Vec<Point>>,
    /// How far the edge of a dot may be from the height of its score.
    pub reach: f64,
    /// Whether equal scores stand above each other, so that not each is at its height.
    pub blocks: bool,
}

/// Places dots, given their heights lane by lane in ascending order, in a room so wide; `step` is the least distance
/// between the heights of two scores that are not the same.
pub fn lay(lanes: &[Vec<f64>], room: f64, step: f64) -> Swarm {
    for radius in RADII {
        let pitch = 2.0 * radius + PAPER;
        let across = ((room - 2.0 * radius) / pitch).floor().max(0.0) as usize + 1;
        if BLOCK * step >= pitch {
            let most = ((BLOCK * step / pitch).floor() as usize).clamp(1, MOST_ROWS);
            let rows = ties(lanes).div_ceil(across).max(1);
            if rows <= most {
                let laid = lanes.iter().map(|lane| blocks(lane, rows, (pitch, pitch), radius)).collect();
                let reach = radius + (rows - 1) as f64 / 2.0 * pitch;
                return Swarm { radius, lanes: laid, reach, blocks: rows > 1 };
            }
        } else if lanes.iter().all(|lane| lane.len() <= MANY) {
            let laid: Vec<Vec<Point>> = lanes.iter().map(|lane| around(lane, pitch)).collect();
            let widest = laid.iter().flatten().map(|dot| dot.0).fold(0.0, f64::max);
            if widest + 2.0 * radius <= room {
                let laid = laid.into_iter().map(|lane| lane.into_iter().map(|(x, y)| (x + radius, y)).collect());
                return Swarm { radius, lanes: laid.collect(), reach: radius, blocks: false };
            }
        }
    }
    crowded(lanes, room, step)
}

/// The most dots at one height.
fn ties(lanes: &[Vec<f64>]) -> usize {
    let runs = lanes.iter().flat_map(|lane| lane.chunk_by(|one, next| one == next));
    runs.map(<[f64]>::len).max().unwrap_or(0)
}

/// Equal scores in columns of so many rows about their height.
fn blocks(lane: &[f64], rows: usize, (right, down): Point, radius: f64) -> Vec<Point> {
    let run = |run: &[f64]| {
        let rows = rows.min(run.len());
        let first = run[0] - (rows - 1) as f64 / 2.0 * down;
        let place = move |i: usize| (radius + (i / rows) as f64 * right, first + (i % rows) as f64 * down);
        (0..run.len()).map(place).collect::<Vec<Point>>()
    };
    lane.chunk_by(|one, next| one == next).flat_map(run).collect()
}

/// Each dot as far left as those that are placed already allow.
fn around(lane: &[f64], pitch: f64) -> Vec<Point> {
    let mut placed: Vec<Point> = Vec::new();
    for &y in lane {
        let near = placed.iter().rev().take_while(|dot| (dot.1 - y).abs() < pitch);
        let mut taken: Vec<(f64, f64)> = near
            .map(|dot| {
                let half = (pitch * pitch - (dot.1 - y) * (dot.1 - y)).max(0.0).sqrt();
                (dot.0 - half, dot.0 + half)
            })
            .collect();
        taken.sort_by(|one, next| one.0.total_cmp(&next.0));
        let mut x: f64 = 0.0;
        for (from, to) in taken {
            if from >= x - 1e-9 {
                break;
            }
            x = to.max(x);
        }
        placed.push((x, y));
    }
    placed
}

/// Dots that lie on one another for want of room, in rows as long as they are many.
fn crowded(lanes: &[Vec<f64>], room: f64, step: f64) -> Swarm {
    let radius = RADII[RADII.len() - 1];
    let pitch = 2.0 * radius + PAPER;
    // As far right as the longest row needs, and no farther than dots that touch.
    let right = |longest: usize| ((room - 2.0 * radius) / longest.max(2) as f64).clamp(0.0, pitch);
    if BLOCK * step >= pitch {
        let rows = ((BLOCK * step / pitch).floor() as usize).clamp(1, MOST_ROWS);
        let right = right(ties(lanes).div_ceil(rows));
        let laid = lanes.iter().map(|lane| blocks(lane, rows, (right, pitch), radius)).collect();
        let reach = radius + (rows - 1) as f64 / 2.0 * pitch;
        return Swarm { radius, lanes: laid, reach, blocks: rows > 1 };
    }
    let row = |y: f64| (y / (2.0 * radius)).round();
    let rows = |lane: &[f64]| -> Vec<f64> { lane.iter().map(|&y| row(y) * 2.0 * radius).collect() };
    let lanes: Vec<Vec<f64>> = lanes.iter().map(|lane| rows(lane)).collect();
    let right = right(ties(&lanes));
    let laid = lanes.iter().map(|lane| blocks(lane, 1, (right, 2.0 * radius), radius)).collect();
    Swarm { radius, lanes: laid, reach: 2.0 * radius, blocks: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Heights of scores that a linear rule scatters over so many steps, in ascending order.
    fn heights(count: usize, steps: usize, step: f64) -> Vec<f64> {
        let mut heights: Vec<f64> = (0..count).map(|i| ((i * i * 7 + i * 3) % steps) as f64 * step).collect();
        heights.sort_by(f64::total_cmp);
        heights
    }

    fn inside(swarm: &Swarm, room: f64) {
        let within = |x: f64| (swarm.radius - 1e-9..=room - swarm.radius + 1e-9).contains(&x);
        assert!(swarm.lanes.iter().flatten().all(|dot| within(dot.0)));
    }

    fn apart(swarm: &Swarm) {
        for lane in &swarm.lanes {
            for (i, one) in lane.iter().enumerate() {
                let near = lane[i + 1..].iter().map(|other| (one.0 - other.0).hypot(one.1 - other.1));
                assert!(near.fold(f64::INFINITY, f64::min) > 2.0 * swarm.radius, "dots {i} and another touch");
            }
        }
    }

    #[test]
    fn dots_keep_apart_and_in_their_room() {
        for count in [0, 1, 5, 30, 60] {
            for (steps, step) in [(5, 20.0), (64, 1.7), (1000, 0.1)] {
                let lanes = [heights(count, steps, step), heights(count / 2, steps, step)];
                let swarm = lay(&lanes, 30.0, step);
                inside(&swarm, 30.0);
                apart(&swarm);
                assert_eq!(swarm.lanes.iter().map(Vec::len).sum::<usize>(), count + count / 2);
            }
        }
    }

    #[test]
    fn a_dot_is_nearest_to_its_own_score() {
        let lane = heights(200, 5, 20.0);
        let swarm = lay(&[lane], 20.0, 20.0);
        assert!(swarm.blocks);
        apart(&swarm);
        let off = |dot: &Point| (dot.1 - (dot.1 / 20.0).round() * 20.0).abs() + swarm.radius;
        assert!(swarm.lanes[0].iter().all(|dot| off(dot) < 10.0 && off(dot) <= swarm.reach + 1e-9));
    }

    #[test]
    fn dots_without_room_stay_in_it_and_lose_nobody() {
        for (steps, step) in [(1, f64::INFINITY), (5, 20.0), (64, 1.7)] {
            let lane = heights(5000, steps, if step.is_finite() { step } else { 1.0 });
            let swarm = lay(&[lane], 12.0, step);
            inside(&swarm, 12.0);
            assert_eq!(swarm.lanes[0].len(), 5000);
        }
    }
}
