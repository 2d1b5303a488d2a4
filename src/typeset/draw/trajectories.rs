//! Means over time as small multiples, in rows, under the names of their instruments.

use super::canvas::Canvas;
use super::legend::{self, Entry};
use super::marks::Fill;
use super::panel::{self, Frame};
use super::text;
use super::theme::{BODY, GAP, HEAD, NOTE, RULE, THIN};
use crate::compose::chart::{Tick, Trajectories, TrajectoryPanel};

const USUAL_SLOT: f64 = 118.0;
const WIDEST_SLOT: f64 = 200.0;
const BETWEEN: f64 = 11.0;
const BELOW: f64 = 7.0;

pub fn draw(canvas: &mut Canvas, chart: &Trajectories) -> f64 {
    let room = canvas.width();
    let mut y = legend::strip(canvas, &entries(&chart.panels, &chart.ticks, &chart.confidence), (0.0, 0.0), room);
    let columns = ((room / USUAL_SLOT).round() as usize).clamp(1, chart.panels.len().max(1));
    let slot = ((room - BETWEEN * (columns - 1) as f64) / columns as f64).min(WIDEST_SLOT);
    let gutter = chart.panels.iter().map(panel::gutter).fold(0.0, f64::max);
    let mut before = "";
    for panels in chart.panels.chunks(columns) {
        let row = Row { panels, slot, gutter, before };
        y = row.draw(canvas, &chart.ticks, y) + BELOW;
        before = panels.last().map_or("", |panel| panel.group.as_str());
    }
    y - BELOW
}

/// Keys for what the panels really hold.
pub fn entries<'a>(
    panels: impl IntoIterator<Item = &'a TrajectoryPanel> + Clone,
    ticks: &[Tick],
    confidence: &str,
) -> Vec<Entry<'a>> {
    let means = || panels.clone().into_iter().flat_map(|panel| panel.means.iter().flatten());
    let mut entries = Vec::new();
    if means().any(|mean| mean.interval.is_some()) {
        let words = format!("mean with {confidence} interval");
        entries.push(Entry::mark(words, |canvas, at| panel::mean_key(canvas, at, Fill::Solid)));
    }
    if means().any(|mean| mean.interval.is_none()) {
        let words = "mean, no interval";
        entries.push(Entry::mark(words, |canvas, at| panel::mean_key(canvas, at, Fill::Hollow)));
    }
    if panels.clone().into_iter().any(|panel| panel.norm.is_some()) {
        entries.push(Entry::new(14.0, "norm: mean \u{00b1} 1 SD", panel::norm_key));
    }
    if panels.into_iter().next().is_some() {
        let named = ticks.iter().filter(|tick| tick.id != tick.label && !tick.label.is_empty());
        entries.extend(named.map(|tick| Entry::note(format!("{}: {}", tick.id, tick.label))));
    }
    entries
}

/// Panels side by side.
struct Row<'a> {
    panels: &'a [TrajectoryPanel],
    slot: f64,
    gutter: f64,
    /// The group that the row above ended with.
    before: &'a str,
}

impl Row<'_> {
    fn draw(&self, canvas: &mut Canvas, ticks: &[Tick], top: f64) -> f64 {
        let width = self.slot - self.gutter;
        let top = self.headings(canvas, top);
        let lines = self.panels.iter().map(|panel| panel::title(panel, width).len()).max().unwrap_or(1);
        let height = (0.58 * width).clamp(48.0, 96.0);
        let top = top + lines as f64 * BODY.leading() + GAP;
        for (i, panel) in self.panels.iter().enumerate() {
            let frame = Frame { left: self.left(i) + self.gutter, top, width, height };
            panel::paint_title(canvas, panel, frame);
            panel::paint(canvas, panel, ticks, frame);
        }
        top + height + self.panels.iter().map(panel::foot).fold(0.0, f64::max)
    }

    fn left(&self, column: usize) -> f64 {
        column as f64 * (self.slot + BETWEEN)
    }

    /// The names of the instruments, each with a rule over its panels.
    fn headings(&self, canvas: &mut Canvas, top: f64) -> f64 {
        let runs = self.panels.chunk_by(|one, next| one.group == next.group);
        let mut column = 0;
        let mut headings = Vec::new();
        for run in runs {
            let left = self.left(column);
            column += run.len();
            let width = self.left(column) - BETWEEN - left;
            let continued = left == 0.0 && run[0].group == self.before;
            let suffix = if continued { " (continued)" } else { "" };
            let style = if continued { NOTE.italic() } else { HEAD };
            let name = text::wrap(&format!("{}{suffix}", run[0].group), style, width, 2);
            headings.push((left, width, name, style));
        }
        if self.panels.iter().all(|panel| panel.group.trim().is_empty()) {
            return top;
        }
        let lines = headings.iter().map(|(.., name, _)| name.len()).max().unwrap_or(0);
        let rule = top + lines as f64 * HEAD.leading() + 1.5;
        for (left, width, name, style) in headings {
            let first = rule - 3.5 - (name.len().max(1) - 1) as f64 * style.leading();
            canvas.lines((left, first), &name, style);
            canvas.line((left, rule), (left + width, rule), THIN, RULE);
        }
        rule + 3.0
    }
}
