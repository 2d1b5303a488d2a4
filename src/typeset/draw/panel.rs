//! One small panel of means over time, used alone and in rows: axes, norm band, intervals, marks.

use super::axis::{self, Scale};
use super::canvas::Canvas;
use super::domain::Domain;
use super::marks::{self, Fill, Shape};
use super::text;
use super::theme::{ACCENT, AXIS, BAND, BODY, GAP, GRID, LINE, MARK, NORM, NOTE, STRONG, THIN};
use crate::compose::chart::{Estimate, Polarity, Tick, TrajectoryPanel};

/// The plot itself, without labels, in points.
#[derive(Debug, Clone, Copy)]
pub struct Frame {
    pub left: f64,
    pub top: f64,
    pub width: f64,
    pub height: f64,
}

const WIDEST_GUTTER: f64 = 44.0;

/// Room that the labels of the vertical axis take on the left.
pub fn gutter(panel: &TrajectoryPanel) -> f64 {
    let ticks = Domain::of(panel).ticks();
    let labels: Vec<String> = ticks.iter().map(|&tick| axis::label(tick, panel.decimals)).collect();
    (text::widest(labels.iter().map(String::as_str), NOTE) + GAP).clamp(10.0, WIDEST_GUTTER)
}

/// Room that the ticks and counts take below.
pub fn foot(panel: &TrajectoryPanel) -> f64 {
    let lines = if panel.counts.iter().any(Option::is_some) { 2.0 } else { 1.0 };
    4.0 + lines * NOTE.leading()
}

/// The panel's title in lines that leave room for its cue.
pub fn title(panel: &TrajectoryPanel, room: f64) -> Vec<String> {
    if titled_by_group(panel) {
        return vec![String::new()];
    }
    let cue = cue(panel.polarity).map_or(0.0, |cue| text::width(cue, NOTE) + GAP);
    text::wrap(&panel.title, BODY, (room - cue).max(room * 0.5), 3)
}

/// A scale that is its whole instrument has its name in the heading already.
pub fn titled_by_group(panel: &TrajectoryPanel) -> bool {
    text::clean(&panel.title) == text::clean(&panel.group)
}

fn cue(polarity: Polarity) -> Option<&'static str> {
    match polarity {
        Polarity::HigherIsBetter => Some("\u{2191} better"),
        Polarity::LowerIsBetter => Some("\u{2193} better"),
        Polarity::Neither => None,
    }
}

/// The title with its last line just above the frame, and which way is better at its right end.
pub fn paint_title(canvas: &mut Canvas, panel: &TrajectoryPanel, frame: Frame) {
    let lines = title(panel, frame.width);
    let last = frame.top - GAP;
    let first = last - (lines.len().max(1) - 1) as f64 * BODY.leading();
    canvas.lines((frame.left, first), &lines, BODY);
    if let Some(cue) = cue(panel.polarity) {
        canvas.text((frame.left + frame.width, last), cue, NOTE.end());
    }
}

pub fn paint(canvas: &mut Canvas, panel: &TrajectoryPanel, ticks: &[Tick], frame: Frame) {
    let bottom = frame.top + frame.height;
    let domain = Domain::of(panel);
    let scale = Scale::new((domain.low, domain.high), (bottom, frame.top));
    let columns = places(ticks, frame);
    norm(canvas, panel, &scale, frame);
    vertical(canvas, panel.decimals, &domain, &scale, frame);
    horizontal(canvas, panel, ticks, &columns, frame);
    if panel.means.iter().flatten().all(|mean| axis::placeable(mean.value).is_none()) {
        let middle = (frame.left + frame.width / 2.0, frame.top + frame.height / 2.0);
        axis::nothing(canvas, middle, "no data");
    }
    means(canvas, panel, &scale, &columns);
}

/// Where each timepoint stands: at its month, or evenly where the months cannot tell.
fn places(ticks: &[Tick], frame: Frame) -> Vec<f64> {
    let inset = (text::widest(ticks.iter().map(|tick| tick.id.as_str()), NOTE) / 2.0).max(7.0).min(frame.width / 4.0);
    let (from, to) = (frame.left + inset, frame.left + frame.width - inset);
    let months = axis::extent(ticks.iter().map(|tick| tick.month));
    let known = ticks.iter().all(|tick| tick.month.is_finite());
    match months {
        Some((first, last)) if known && first < last => {
            let scale = Scale::new((first, last), (from, to));
            ticks.iter().map(|tick| scale.at(tick.month)).collect()
        }
        _ => {
            let part = (to - from) / ticks.len().max(1) as f64;
            (0..ticks.len()).map(|i| from + part * (i as f64 + 0.5)).collect()
        }
    }
}

fn norm(canvas: &mut Canvas, panel: &TrajectoryPanel, scale: &Scale, frame: Frame) {
    let Some((mean, sd)) = panel.norm.filter(|(mean, _)| mean.is_finite()) else {
        return;
    };
    if sd.is_finite() {
        let (top, bottom) = (scale.at(mean + sd.abs()), scale.at(mean - sd.abs()));
        canvas.block((frame.left, top), (frame.width, bottom - top), BAND);
    }
    let y = scale.at(mean);
    canvas.line((frame.left, y), (frame.left + frame.width, y), LINE, NORM);
}

fn vertical(canvas: &mut Canvas, decimals: usize, domain: &Domain, scale: &Scale, frame: Frame) {
    let left = frame.left;
    canvas.line((left, frame.top), (left, frame.top + frame.height), THIN, AXIS);
    for tick in domain.ticks().into_iter().filter(|tick| scale.holds(*tick)) {
        let y = scale.at(tick);
        canvas.line((left - 2.0, y), (left, y), THIN, AXIS);
        let words = text::shorten(&axis::label(tick, decimals), NOTE, WIDEST_GUTTER - GAP);
        canvas.text((left - 3.5, y + NOTE.size * super::theme::HALF_CAP), &words, NOTE.end());
    }
}

/// The time axis, and below it how many people stand behind each mean.
fn horizontal(canvas: &mut Canvas, panel: &TrajectoryPanel, ticks: &[Tick], columns: &[f64], frame: Frame) {
    let y = frame.top + frame.height;
    canvas.line((frame.left, y), (frame.left + frame.width, y), THIN, AXIS);
    for &x in columns {
        canvas.line((x, y), (x, y + 2.0), THIN, AXIS);
    }
    let baseline = y + 2.5 + NOTE.size;
    let room = (frame.width / ticks.len().max(1) as f64).max(14.0);
    let mut row = |baseline: f64, words: Vec<(f64, String)>| {
        let words = words.into_iter().map(|(x, words)| (x, text::shorten(&words, NOTE, room)));
        for (x, words) in axis::apart(words.collect()) {
            canvas.text((x, baseline), &words, NOTE.middle());
        }
    };
    let ids = ticks.iter().map(|tick| tick.id.clone());
    row(baseline, columns.iter().copied().zip(ids).collect());
    if panel.counts.iter().all(Option::is_none) {
        return;
    }
    let baseline = baseline + NOTE.leading();
    let counts = columns.iter().zip(&panel.counts);
    row(baseline, counts.filter_map(|(&x, count)| count.map(|count| (x, count.to_string()))).collect());
    canvas.text((frame.left - 3.5, baseline), "n", NOTE.italic().end());
}

/// Intervals below, then the thin line from mean to mean, then the marks; a gap in the data is a gap in the line.
fn means(canvas: &mut Canvas, panel: &TrajectoryPanel, scale: &Scale, columns: &[f64]) {
    let placed = |mean: &Option<Estimate>| mean.filter(|mean| mean.value.is_finite());
    let points: Vec<(f64, Option<Estimate>)> =
        columns.iter().zip(&panel.means).map(|(&x, mean)| (x, placed(mean))).collect();
    for pair in points.windows(2) {
        if let [(x, Some(from)), (next, Some(to))] = pair {
            canvas.line((*x, scale.at(from.value)), (*next, scale.at(to.value)), THIN, ACCENT);
        }
    }
    for (x, mean) in points {
        let Some(mean) = mean else { continue };
        if let Some((low, high)) = mean.interval {
            canvas.line((x, scale.at(low)), (x, scale.at(high)), STRONG, ACCENT);
        }
        let fill = if mean.interval.is_some() { Fill::Solid } else { Fill::Hollow };
        marks::mark(canvas, Shape::Disc, (x, scale.at(mean.value)), MARK, fill, ACCENT);
    }
}

/// A piece of the norm's band with its line, for a legend.
pub fn norm_key(canvas: &mut Canvas, x: f64, y: f64) {
    canvas.block((x, y - 3.5), (14.0, 7.0), BAND);
    canvas.line((x, y), (x + 14.0, y), LINE, NORM);
}

/// A mean with its interval, for a legend.
pub fn mean_key(canvas: &mut Canvas, (x, y): (f64, f64), fill: Fill) {
    if fill == Fill::Solid {
        canvas.line((x, y - 4.5), (x, y + 4.5), STRONG, ACCENT);
    }
    marks::mark(canvas, Shape::Disc, (x, y), MARK, fill, ACCENT);
}

/// A light line across, for a chart that sets panels in rows.
pub fn rule(canvas: &mut Canvas, y: f64) {
    canvas.line((0.0, y), (canvas.width(), y), THIN, GRID);
}
