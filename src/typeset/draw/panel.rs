//! One small panel of means over time, used alone and in rows: intervals and marks on their ground, a line a group.

use super::axis::{self, Scale};
use super::canvas::Canvas;
use super::domain::{Domain, Extent};
use super::ground::{Frame, Ground, Tally};
use super::look::Look;
use super::marks::{self, Fill, Shape};
use super::theme::{self, ACCENT, AXIS, COURSE, GRID, HAIR, Ink, MARK, STRONG, THIN};
use super::time_axis;
use crate::compose::chart::{Estimate, Marks, Tick, TrajectoryPanel};

const MOST_PARTS: usize = 3;
/// More are needed where a panel shows people as well as means.
const MOST_PARTS_WITH_COURSES: usize = 5;
/// The most that the marks of two groups stand apart at a timepoint, and what of the way to the next they may take.
const WIDEST_STEP: f64 = 5.0;
const FILLED: f64 = 0.72;
/// Between the outermost marks and the frame.
const REACH: f64 = 7.0;

pub fn ground(panel: &TrajectoryPanel) -> Ground<'_> {
    let ends = |mean: &Estimate| {
        let (low, high) = mean.interval.unwrap_or((mean.value, mean.value));
        [mean.value, low, high]
    };
    let courses = panel.courses.iter().flatten().flatten().copied();
    let shown = means(panel).flat_map(ends).chain(courses).chain(panel.norm.map(|(mean, _)| mean));
    let parts = if panel.courses.is_empty() { MOST_PARTS } else { MOST_PARTS_WITH_COURSES };
    let extent = Extent { range: panel.range, decimals: panel.decimals, parts };
    Ground {
        group: &panel.group,
        title: &panel.title,
        polarity: panel.polarity,
        norm: panel.norm,
        decimals: panel.decimals,
        domain: Domain::of(shown, extent),
        counts: tallies(panel),
    }
}

fn tallies(panel: &TrajectoryPanel) -> Vec<Tally> {
    if panel.groups.is_empty() {
        return vec![Tally { look: None, counts: panel.counts.clone() }];
    }
    let groups = panel.groups.iter().enumerate();
    groups.map(|(n, group)| Tally { look: Some(Look::nth(n)), counts: group.counts.clone() }).collect()
}

/// All means that are drawn: those of the groups where there are groups.
pub fn means(panel: &TrajectoryPanel) -> impl Iterator<Item = &Estimate> {
    let whole = if panel.groups.is_empty() { &panel.means[..] } else { &[] };
    panel.groups.iter().flat_map(|group| &group.means).chain(whole).flatten()
}

pub fn paint(canvas: &mut Canvas, panel: &TrajectoryPanel, ground: &Ground, ticks: &[Tick], frame: Frame) {
    let scale = ground.scale(frame, 0.0);
    let groups = panel.groups.len().max(1) as f64;
    let columns = time_axis::places(ticks, frame, REACH);
    let step = |columns: &[f64]| (FILLED * time_axis::least_gap(columns, frame.width) / groups).min(WIDEST_STEP);
    let columns = match panel.groups.len() {
        0 => columns,
        _ => time_axis::places(ticks, frame, REACH + step(&columns) * (groups - 1.0) / 2.0),
    };
    ground.paint_band(canvas, &scale, frame);
    let pale = COURSE.pale(theme::among(panel.courses.len()));
    for course in &panel.courses {
        trace(canvas, course, &scale, &columns, pale);
    }
    ground.paint(canvas, ticks, &scale, &columns, frame);
    ground.show_title(canvas, panel.shown.as_ref(), frame);
    if means(panel).all(|mean| axis::placeable(mean.value).is_none()) {
        let middle = (frame.left + frame.width / 2.0, frame.top + frame.height / 2.0);
        axis::nothing(canvas, middle, "no data");
    }
    if panel.groups.is_empty() {
        return series(canvas, (&panel.means, &panel.marks), &scale, &columns, None);
    }
    let step = step(&columns);
    for (n, group) in panel.groups.iter().enumerate() {
        let aside = (n as f64 - (groups - 1.0) / 2.0) * step;
        let columns: Vec<f64> = columns.iter().map(|x| x + aside).collect();
        series(canvas, (&group.means, &group.marks), &scale, &columns, Some(Look::nth(n)));
    }
}

/// One participant from timepoint to timepoint; a score between two gaps is a dot.
fn trace(canvas: &mut Canvas, course: &[Option<f64>], scale: &Scale, columns: &[f64], ink: Ink) {
    let score = |i: usize| course.get(i).copied().flatten().filter(|score| score.is_finite());
    for (i, &x) in columns.iter().enumerate() {
        let Some(here) = score(i) else { continue };
        let at = (x, scale.at(here));
        match (columns.get(i + 1), score(i + 1)) {
            (Some(&next), Some(then)) => canvas.line(at, (next, scale.at(then)), HAIR, ink),
            _ if i > 0 && score(i - 1).is_some() => {}
            _ => canvas.disc(at, THIN, ink),
        }
    }
}

/// Intervals below, then the line from mean to mean, then the marks; a gap in the data is a gap in the line.
fn series(
    canvas: &mut Canvas,
    (means, shown): (&[Option<Estimate>], &Marks),
    scale: &Scale,
    columns: &[f64],
    look: Option<Look>,
) {
    let placed = |mean: &Option<Estimate>| mean.filter(|mean| mean.value.is_finite());
    let points: Vec<(f64, Option<Estimate>)> = columns.iter().zip(means).map(|(&x, mean)| (x, placed(mean))).collect();
    for pair in points.windows(2) {
        if let [(x, Some(from)), (next, Some(to))] = pair {
            let (from, to) = ((*x, scale.at(from.value)), (*next, scale.at(to.value)));
            match look {
                Some(look) => look.line(canvas, from, to),
                None => canvas.line(from, to, THIN, ACCENT),
            }
        }
    }
    let ink = look.map_or(ACCENT, |look| look.ink);
    for (i, (x, mean)) in points.into_iter().enumerate() {
        let Some(mean) = mean else { continue };
        let (low, high) = mean.interval.unwrap_or((mean.value, mean.value));
        let shown = shown.get(i).and_then(Option::as_ref);
        canvas.shows(shown, (x - MARK, scale.at(low) + MARK), (x + MARK, scale.at(high) - MARK));
        canvas.shows_at(shown, (x, scale.at(mean.value)), MARK);
        if let Some((low, high)) = mean.interval {
            canvas.line((x, scale.at(low)), (x, scale.at(high)), STRONG, ink);
        }
        let fill = if mean.interval.is_some() { Fill::Solid } else { Fill::Hollow };
        let shape = look.map_or(Shape::Disc, |look| look.shape);
        marks::mark(canvas, shape, (x, scale.at(mean.value)), MARK, fill, ink);
    }
}

/// A mean with its interval, for a legend: in the one colour of means, or in none where each group has its own.
pub fn mean_key(canvas: &mut Canvas, (x, y): (f64, f64), fill: Fill, plain: bool) {
    let ink = if plain { ACCENT } else { AXIS };
    if fill == Fill::Solid {
        canvas.line((x, y - 4.5), (x, y + 4.5), STRONG, ink);
    }
    marks::mark(canvas, Shape::Disc, (x, y), MARK, fill, ink);
}

pub fn course_key(canvas: &mut Canvas, x: f64, y: f64) {
    canvas.line((x, y), (x + 14.0, y), HAIR, COURSE.pale(theme::among(0)));
}

/// A light line across, for a chart that sets panels in rows.
pub fn rule(canvas: &mut Canvas, y: f64) {
    canvas.line((0.0, y), (canvas.width(), y), THIN, GRID);
}
