//! Means over time as small multiples, in rows, under the names of their instruments.

use super::canvas::Canvas;
use super::ground::{self, Ground};
use super::legend::{self, Entry};
use super::look;
use super::marks::Fill;
use super::multiples::{Grid, Wish};
use super::panel;
use super::time_axis;
use crate::compose::chart::{Tick, Trajectories, TrajectoryPanel};

const SLOTS: Wish =
    Wish { usual: 118.0, widest: 200.0, narrowest: 118.0, rise: 0.58, heights: (48.0, 96.0), lowest: 40.0 };

pub fn draw(canvas: &mut Canvas, chart: &Trajectories) -> f64 {
    let room = canvas.width();
    let y = legend::strip(canvas, &entries(&chart.panels, &chart.ticks, &chart.confidence), (0.0, 0.0), room);
    let grounds: Vec<Ground> = chart.panels.iter().map(panel::ground).collect();
    let grid = Grid::of(&grounds, (room, y), &SLOTS);
    grid.draw(canvas, &grounds, y, |canvas, i, frame| {
        panel::paint(canvas, &chart.panels[i], &grounds[i], &chart.ticks, frame);
    })
}

/// Keys for what the panels really hold.
pub fn entries<'a>(
    panels: impl IntoIterator<Item = &'a TrajectoryPanel> + Clone,
    ticks: &[Tick],
    confidence: &str,
) -> Vec<Entry<'a>> {
    let all = || panels.clone().into_iter();
    let grouped = all().max_by_key(|panel| panel.groups.len()).filter(|panel| !panel.groups.is_empty());
    let labels = grouped.into_iter().flat_map(|panel| panel.groups.iter().map(|group| group.label.as_str()));
    let mut entries = look::entries(labels, true);
    let plain = grouped.is_none();
    if all().flat_map(panel::means).any(|mean| mean.interval.is_some()) {
        let words = format!("mean with {confidence} interval");
        entries.push(Entry::mark(words, move |canvas, at| panel::mean_key(canvas, at, Fill::Solid, plain)));
    }
    if all().flat_map(panel::means).any(|mean| mean.interval.is_none()) {
        let words = "mean, no interval";
        entries.push(Entry::mark(words, move |canvas, at| panel::mean_key(canvas, at, Fill::Hollow, plain)));
    }
    if all().any(|panel| !panel.courses.is_empty()) {
        entries.push(Entry::new(14.0, "one participant", panel::course_key));
    }
    if all().any(|panel| panel.norm.is_some()) {
        entries.push(Entry::new(14.0, "norm: mean \u{00b1} 1 SD", ground::norm_key));
    }
    if all().next().is_some() {
        entries.extend(time_axis::notes(ticks));
    }
    entries
}
