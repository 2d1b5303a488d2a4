//! Where timepoints stand on a panel, and where their groups stand beside each other.

use super::axis::{self, Scale};
use super::ground::Frame;
use super::legend::Entry;
use super::text;
use super::theme::NOTE;
use crate::compose::chart::Tick;

/// A timepoint in words: its id, and its label where that says more.
pub fn name(tick: &Tick) -> String {
    if tick.label.is_empty() || tick.label == tick.id {
        return tick.id.clone();
    }
    format!("{}: {}", tick.id, tick.label)
}

/// What the ids below an axis mean, for a legend.
pub fn notes<'a>(ticks: &[Tick]) -> Vec<Entry<'a>> {
    let named = ticks.iter().filter(|tick| tick.id != tick.label && !tick.label.is_empty());
    named.map(|tick| Entry::note(name(tick))).collect()
}

/// The middle of each timepoint: at its month, or evenly where the months cannot tell. Marks reach so far to each side.
pub fn places(ticks: &[Tick], frame: Frame, reach: f64) -> Vec<f64> {
    let label = text::widest(ticks.iter().map(|tick| tick.id.as_str()), NOTE) / 2.0;
    let inset = label.max(reach).min(frame.width / 4.0);
    let (from, to) = (frame.left + inset, frame.right() - inset);
    match months(ticks) {
        Some(months) => {
            let scale = Scale::new(months, (from, to));
            ticks.iter().map(|tick| scale.at(tick.month)).collect()
        }
        None => evenly(ticks.len(), (from, to)),
    }
}

/// The first and the last month, where months tell the timepoints apart.
fn months(ticks: &[Tick]) -> Option<(f64, f64)> {
    let known = ticks.iter().all(|tick| tick.month.is_finite());
    axis::extent(ticks.iter().map(|tick| tick.month)).filter(|(first, last)| known && first < last)
}

fn evenly(count: usize, (from, to): (f64, f64)) -> Vec<f64> {
    let part = (to - from) / count.max(1) as f64;
    (0..count).map(|i| from + part * (i as f64 + 0.5)).collect()
}

/// The least distance between two places; `otherwise` where there are not two.
pub fn least_gap(places: &[f64], otherwise: f64) -> f64 {
    let mut sorted = places.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.windows(2).map(|pair| pair[1] - pair[0]).fold(otherwise, f64::min)
}

/// The part of a timepoint that a group has to itself: from its left so far to the right.
#[derive(Debug, Clone, Copy)]
pub struct Lane {
    pub left: f64,
    pub width: f64,
}

/// The lanes of a panel: the middle of each timepoint, and how wide each of its lanes is.
pub struct Lanes {
    pub columns: Vec<f64>,
    groups: usize,
    width: f64,
}

const NARROWEST: f64 = 22.0;
const WIDEST: f64 = 64.0;
/// How much of the way to the next timepoint lanes may take.
const FILLED: f64 = 0.84;

impl Lanes {
    /// Timepoints stand at their months where the two that are nearest to each other leave room for lanes, else evenly.
    pub fn of(ticks: &[Tick], groups: usize, frame: Frame) -> Lanes {
        let groups = groups.max(1);
        let count = ticks.len().max(1) as f64;
        let share = match months(ticks) {
            Some((first, last)) => {
                let months: Vec<f64> = ticks.iter().map(|tick| tick.month).collect();
                least_gap(&months, last - first) / (last - first)
            }
            None => 0.0,
        };
        // Half a block stands beyond the first and the last: block = FILLED · share · (width − block).
        let block = FILLED * share * frame.width / (1.0 + FILLED * share);
        if block >= groups as f64 * NARROWEST {
            let block = block.min(groups as f64 * WIDEST);
            let aside = (block / 2.0).max(frame.width / count / 4.0);
            let scale = Scale::new(months(ticks).unwrap_or((0.0, 1.0)), (frame.left + aside, frame.right() - aside));
            let columns = ticks.iter().map(|tick| scale.at(tick.month)).collect();
            return Lanes { columns, groups, width: block / groups as f64 };
        }
        let block = (FILLED * frame.width / count).min(groups as f64 * WIDEST);
        let columns = evenly(ticks.len(), (frame.left, frame.right()));
        Lanes { columns, groups, width: block / groups as f64 }
    }

    /// The lane of a group at a timepoint that there is.
    pub fn lane(&self, tick: usize, group: usize) -> Option<Lane> {
        let middle = self.columns.get(tick)?;
        let left = middle + (group as f64 - self.groups as f64 / 2.0) * self.width;
        (group < self.groups).then_some(Lane { left, width: self.width })
    }

    pub fn width(&self) -> f64 {
        self.width
    }

    /// Lanes no wider than what they hold, so that the groups of a timepoint stand together.
    pub fn narrow(self, width: f64) -> Lanes {
        Lanes { width: self.width.min(width), ..self }
    }
}
