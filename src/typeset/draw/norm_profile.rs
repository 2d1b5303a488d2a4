//! Distance from the norm: rows of scales, a shape a timepoint, the better side of each row told by ground and fill.

use super::axis::{self, Scale};
use super::canvas::{Canvas, Point};
use super::legend::{self, Entry};
use super::marks::{self, Fill, Shape};
use super::rows::{self, Group, Row, Rows};
use super::text;
use super::theme::{ACCENT, AXIS, GAP, HAIR, HALF_CAP, INK, Ink, LINE, MARK, NOTE, RULE, THIN, TINT};
use super::time_axis;
use crate::compose::chart::{Estimate, NormProfile, Polarity, ProfileRow};

/// Height of a row: this much, and a lane for each timepoint.
const ROW: f64 = 4.0;
const LANE: f64 = 5.0;
const REFERENCES: [f64; 4] = [-1.0, -0.5, 0.5, 1.0];
const BELOW: &str = "\u{2190} below the norm";
const ABOVE: &str = "above the norm \u{2192}";
const CUE: &str = "Better is";

pub fn draw(canvas: &mut Canvas, chart: &NormProfile) -> f64 {
    let room = canvas.width();
    let top = legend::strip(canvas, &entries(chart), (0.0, 0.0), room);
    let groups = groups(chart);
    let label = rows::label_width(&groups, room * 0.33);
    let cue = text::width(CUE, NOTE) + 2.0 * GAP;
    let rows = Rows::lay(&groups, (label, &canvas.part), ROW + LANE * chart.ticks.len().max(1) as f64);
    let plot = (label + GAP, room - cue);
    let reach = axis::with_room_for(reach(chart), plot.1 - plot.0, [BELOW, ABOVE]);
    let scale = Scale::new(reach, plot);
    let top = top + NOTE.leading() + GAP;
    let bottom = top + rows.height + GAP;
    for row in &rows.rows {
        shade(canvas, polarity(chart, row), &scale, (top + row.middle, row.height));
    }
    ground(canvas, &scale, (top, bottom));
    rows.paint(canvas, (0.0, top), room);
    rows.show(canvas, (0.0, top), |row| chart.groups[row.group].rows[row.index].shown.as_ref());
    canvas.text((room, top - GAP), CUE, NOTE.end());
    for row in &rows.rows {
        let profile = &chart.groups[row.group].rows[row.index];
        distances(canvas, profile, &scale, top + row.middle);
        let cue = match profile.polarity {
            Polarity::HigherIsBetter => "higher \u{2192}",
            Polarity::LowerIsBetter => "\u{2190} lower",
            Polarity::Neither => "neither",
        };
        canvas.text((room, top + row.middle + NOTE.size * HALF_CAP), cue, NOTE.end());
    }
    let title = ["Distance from the norm (SDs of the norm)".to_owned()];
    bottom + axis::below(canvas, &scale, bottom, 8, &title)
}

fn groups(chart: &NormProfile) -> Vec<Group<'_>> {
    let labels = chart.groups.iter().map(|group| {
        let rows = group.rows.iter().map(|row| row.label.as_str());
        (group.label.as_str(), rows.collect())
    });
    labels.collect()
}

fn polarity(chart: &NormProfile, row: &Row) -> Polarity {
    chart.groups[row.group].rows[row.index].polarity
}

/// All distances with their intervals, and at least one norm SD to each side.
fn reach(chart: &NormProfile) -> (f64, f64) {
    let rows = chart.groups.iter().flat_map(|group| &group.rows);
    let ends = |distance: &Estimate| {
        let (low, high) = distance.interval.unwrap_or((distance.value, distance.value));
        [low, high, distance.value]
    };
    let ends = rows.flat_map(|row| row.distances.iter().flatten().flat_map(ends));
    let (low, high) = axis::extent(ends).unwrap_or((-1.0, 1.0));
    let pad = 0.03 * (high - low).max(2.0);
    (low.min(-1.0) - pad, high.max(1.0) + pad)
}

/// The ground of the better side of a row.
fn shade(canvas: &mut Canvas, polarity: Polarity, scale: &Scale, (y, height): Point) {
    let zero = scale.at(0.0);
    let (from, to) = match polarity {
        Polarity::HigherIsBetter => (zero, scale.at(scale.high)),
        Polarity::LowerIsBetter => (scale.at(scale.low), zero),
        Polarity::Neither => return,
    };
    // Neighbours overlap a little, or a viewer shows the paper between them.
    canvas.block((from, y - height / 2.0), (to - from, height + 0.3), TINT);
}

/// The norm's line, reference lines, and what lies on each side.
fn ground(canvas: &mut Canvas, scale: &Scale, (top, bottom): (f64, f64)) {
    for reference in REFERENCES.into_iter().filter(|reference| scale.holds(*reference)) {
        let x = scale.at(reference);
        canvas.dashed((x, top), (x, bottom), HAIR, RULE);
    }
    let zero = scale.at(0.0);
    canvas.line((zero, top), (zero, bottom), LINE, AXIS);
    canvas.text((zero - 3.0, top - GAP), BELOW, NOTE.end());
    let above = text::shorten(ABOVE, NOTE, scale.at(scale.high) - zero);
    canvas.text((zero + 3.0, top - GAP), &above, NOTE);
}

/// The timepoints of a row from top to bottom, each in its own lane.
fn distances(canvas: &mut Canvas, row: &ProfileRow, scale: &Scale, middle: f64) {
    let first = middle - (row.distances.len().max(1) - 1) as f64 * LANE / 2.0;
    for (lane, distance) in row.distances.iter().enumerate() {
        let Some(distance) = distance.filter(|distance| distance.value.is_finite()) else {
            continue;
        };
        let y = first + lane as f64 * LANE;
        let (fill, ink) = side(row.polarity, distance.value);
        let (low, high) = distance.interval.unwrap_or((distance.value, distance.value));
        let shown = row.marks.get(lane).and_then(Option::as_ref);
        let half = LANE / 2.0;
        canvas.shows(shown, (scale.at(low) - half, y - half), (scale.at(high) + half, y + half));
        if let Some((low, high)) = distance.interval {
            canvas.line((scale.at(low), y), (scale.at(high), y), THIN, ink);
        }
        marks::mark(canvas, Shape::nth(lane), (scale.at(distance.value), y), MARK * 0.92, fill, ink);
    }
}

/// Better is full and coloured, worse is hollow and dark; without a better side all are full and dark.
fn side(polarity: Polarity, distance: f64) -> (Fill, Ink) {
    let better = match polarity {
        Polarity::HigherIsBetter => distance >= 0.0,
        Polarity::LowerIsBetter => distance <= 0.0,
        Polarity::Neither => return (Fill::Solid, AXIS),
    };
    if better { (Fill::Solid, ACCENT) } else { (Fill::Hollow, INK) }
}

fn entries(chart: &NormProfile) -> Vec<Entry<'static>> {
    let tick = |(i, tick): (usize, &crate::compose::chart::Tick)| {
        Entry::mark(time_axis::name(tick), move |canvas: &mut Canvas, at| {
            marks::mark(canvas, Shape::nth(i), at, MARK, Fill::Solid, AXIS);
        })
    };
    let mut entries: Vec<Entry> = chart.ticks.iter().enumerate().map(tick).collect();
    if chart.groups.iter().any(|group| !group.rows.is_empty()) {
        let interval = format!("{} interval", chart.confidence);
        entries.push(Entry::new(14.0, interval, |canvas, x, y| canvas.line((x, y), (x + 14.0, y), THIN, AXIS)));
        entries.push(Entry::new(14.0, "better than the norm", |canvas, x, y| {
            canvas.block((x, y - 4.0), (14.0, 8.0), TINT);
            marks::mark(canvas, Shape::Disc, (x + 7.0, y), MARK, Fill::Solid, ACCENT);
        }));
        entries.push(Entry::mark("worse than the norm", |canvas, at| {
            marks::mark(canvas, Shape::Disc, at, MARK, Fill::Hollow, INK);
        }));
    }
    entries
}
