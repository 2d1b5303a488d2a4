//! Bars of share with their count as a label, used by the themes and by the joint display.

use super::axis::Scale;
use super::canvas::Canvas;
use super::text;
use super::theme::{ACCENT, BAND, BODY, HALF_CAP, NOTE, SOFT};
use crate::compose::chart::ThemeRow;

/// A bar on its track: from left to right the whole of the people, filled as far as those who carry the theme.
#[derive(Debug, Clone, Copy)]
pub struct Track {
    pub left: f64,
    pub width: f64,
    height: f64,
    /// Room for the count on its right.
    count: f64,
}

const BEFORE: f64 = 3.0;

impl Track {
    /// A track with its counts in a column; at least half of the column is the track's.
    pub fn of(left: f64, column: f64, height: f64, counts: impl IntoIterator<Item = u64>) -> Track {
        let widest = counts.into_iter().max().unwrap_or(0).to_string();
        let width = (column - BEFORE - text::width(&widest, BODY)).max(column / 2.0);
        Track { left, width, height, count: column - width - BEFORE }
    }
}

/// The count and the share of a row at a timepoint, where the row reaches so far.
pub fn cell(row: &ThemeRow, tick: usize) -> Option<(u64, Option<f64>)> {
    let count = *row.participants.get(tick)?;
    let share = row.shares.get(tick).copied().flatten().filter(|share| share.is_finite());
    Some((count, share))
}

pub fn bar(canvas: &mut Canvas, track: Track, y: f64, (count, share): (u64, Option<f64>)) {
    let Some(share) = share else {
        canvas.text((track.left, y + NOTE.size * HALF_CAP), "no base", NOTE.italic());
        return;
    };
    let top = y - track.height / 2.0;
    let end = Scale::new((0.0, 1.0), (track.left, track.left + track.width)).at(share);
    canvas.block((track.left, top), (track.width, track.height), BAND);
    canvas.block((track.left, top), (end - track.left, track.height), ACCENT);
    let style = if count == 0 { BODY.ink(SOFT) } else { BODY };
    let words = text::shorten(&count.to_string(), style, track.count);
    canvas.text((track.left + track.width + BEFORE, y + style.size * HALF_CAP), &words, style);
}

/// Notes what a row shows at a timepoint, all along its track and count.
pub fn show(canvas: &mut Canvas, track: Track, y: f64, row: &ThemeRow, tick: usize) {
    let half = track.height / 2.0 + 1.5;
    let right = track.left + track.width + BEFORE + track.count;
    canvas.shows(row.marks.get(tick).and_then(Option::as_ref), (track.left, y - half), (right, y + half));
}

/// A bar on its track, for a legend.
pub fn key(canvas: &mut Canvas, x: f64, y: f64) {
    canvas.block((x, y - 2.4), (14.0, 4.8), BAND);
    canvas.block((x, y - 2.4), (8.0, 4.8), ACCENT);
}
