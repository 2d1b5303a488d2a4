//! A scale's change beside the prevalence of its themes and what was said, a row a scale.

use super::bars::{self, Track};
use super::canvas::Canvas;
use super::ground::Frame;
use super::legend::{self, Entry};
use super::panel;
use super::text;
use super::theme::{BODY, GAP, HALF_CAP, HEAD, INK, LINE, NOTE};
use super::trajectories;
use crate::compose::chart::{JointDisplay, JointExcerpt, JointRow, ThemeRow, Tick};

const BETWEEN: f64 = 16.0;
const PAD: f64 = 7.0;
const BAR: f64 = 4.6;
const BAR_LINE: f64 = 8.6;
/// Under this width the three parts of a row stand one below the other.
const LEAST_ABREAST: f64 = 330.0;
const HEADS: [&str; 3] = ["Scale and change", "Participants who speak of it", "Excerpts"];

pub fn draw(canvas: &mut Canvas, chart: &JointDisplay) -> f64 {
    let room = canvas.width();
    let panels = chart.rows.iter().map(|row| &row.panel);
    let mut entries = trajectories::entries(panels, &chart.ticks, &chart.confidence);
    if chart.rows.iter().any(|row| !row.themes.is_empty()) {
        entries.push(Entry::new(14.0, "share of participants, with their number", bars::key));
    }
    let top = legend::strip(canvas, &entries, (0.0, 0.0), room);
    let columns = columns(room);
    let abreast = room >= LEAST_ABREAST;
    let mut y = top;
    if abreast {
        for (head, column) in HEADS.into_iter().zip(columns) {
            canvas.text((column.left, y + HEAD.leading()), head, HEAD);
        }
        y += HEAD.leading() + GAP;
    }
    canvas.line((0.0, y), (room, y), LINE, INK);
    for (i, row) in chart.rows.iter().enumerate() {
        if i > 0 {
            panel::rule(canvas, y);
        }
        let parts = Parts { chart, row };
        y = if abreast { parts.abreast(canvas, columns, y) } else { parts.stacked(canvas, y) };
    }
    canvas.line((0.0, y), (room, y), LINE, INK);
    y + 1.0
}

#[derive(Debug, Clone, Copy)]
struct Column {
    left: f64,
    width: f64,
}

fn columns(room: f64) -> [Column; 3] {
    let free = room - 2.0 * BETWEEN;
    let widths = [free * 0.3, free * 0.27, free * 0.43];
    let lefts = [0.0, widths[0] + BETWEEN, widths[0] + widths[1] + 2.0 * BETWEEN];
    [0, 1, 2].map(|i| Column { left: lefts[i], width: widths[i] })
}

/// The three parts of a row; each draws from a top and gives its bottom.
struct Parts<'a> {
    chart: &'a JointDisplay,
    row: &'a JointRow,
}

impl Parts<'_> {
    fn abreast(&self, canvas: &mut Canvas, [measured, spoke, said]: [Column; 3], top: f64) -> f64 {
        let top = top + PAD;
        let bottom = self.measured(canvas, measured, top);
        let bottom = bottom.max(self.spoke(canvas, spoke, top));
        bottom.max(self.said(canvas, said, top)) + PAD
    }

    fn stacked(&self, canvas: &mut Canvas, top: f64) -> f64 {
        let whole = Column { left: 0.0, width: canvas.width() };
        let y = self.measured(canvas, whole, top + PAD) + PAD;
        let y = self.spoke(canvas, whole, y) + PAD;
        self.said(canvas, whole, y) + PAD
    }

    fn measured(&self, canvas: &mut Canvas, column: Column, top: f64) -> f64 {
        let panel = &self.row.panel;
        let ground = panel::ground(panel);
        let gutter = ground.gutter();
        let width = column.width - gutter;
        // The scale's own name is enough here: the row is about it alone.
        let last = ground.title(width).len().max(1) - 1;
        let frame = Frame {
            left: column.left + gutter,
            top: top + HEAD.size + last as f64 * BODY.leading() + GAP + 1.0,
            width,
            height: (0.42 * width).clamp(40.0, 72.0),
        };
        ground.paint_title(canvas, frame);
        panel::paint(canvas, panel, &ground, &self.chart.ticks, frame);
        let mut y = frame.top + frame.height + ground.foot() + GAP;
        for (i, change) in self.row.changes.iter().enumerate() {
            let lines = text::wrap(change, BODY, column.width, 4);
            canvas.lines((column.left, y + BODY.size), &lines, BODY);
            let below = y + lines.len() as f64 * BODY.leading();
            let shown = self.row.marks.get(i).and_then(Option::as_ref);
            canvas.shows(shown, (column.left, y), (column.left + column.width, below));
            y = below + 1.0;
        }
        y
    }

    fn spoke(&self, canvas: &mut Canvas, column: Column, top: f64) -> f64 {
        let ids = text::widest(self.chart.ticks.iter().map(|tick| tick.id.as_str()), NOTE);
        let indent = ids.min(column.width / 3.0) + GAP;
        let counts = self.row.themes.iter().flat_map(|theme| theme.participants.iter().copied());
        let track = Track::of(column.left + indent, (column.width - indent).min(200.0), BAR, counts);
        let mut y = top;
        for theme in &self.row.themes {
            y = theme_bars(canvas, theme, &self.chart.ticks, column, track, y);
        }
        y
    }

    fn said(&self, canvas: &mut Canvas, column: Column, top: f64) -> f64 {
        let mut y = top;
        for excerpt in &self.row.excerpts {
            y = said(canvas, excerpt, column, y);
        }
        y
    }
}

fn theme_bars(canvas: &mut Canvas, theme: &ThemeRow, ticks: &[Tick], column: Column, track: Track, top: f64) -> f64 {
    let label = text::wrap(&theme.label, BODY, column.width, 3);
    canvas.lines((column.left, top + BODY.size), &label, BODY);
    let below = top + label.len() as f64 * BODY.leading();
    canvas.shows(theme.shown.as_ref(), (column.left, top), (column.left + column.width, below));
    let mut y = top + label.len() as f64 * BODY.leading() + 1.0 + BAR_LINE / 2.0;
    for (i, tick) in ticks.iter().enumerate() {
        let id = text::shorten(&tick.id, NOTE, track.left - column.left - GAP);
        canvas.text((column.left, y + NOTE.size * HALF_CAP), &id, NOTE);
        if let Some(cell) = bars::cell(theme, i) {
            bars::bar(canvas, track, y, cell);
            bars::show(canvas, track, y, theme, i);
        }
        y += BAR_LINE;
    }
    y - BAR_LINE / 2.0 + 5.0
}

fn said(canvas: &mut Canvas, excerpt: &JointExcerpt, column: Column, top: f64) -> f64 {
    let words = text::wrap(&excerpt.text, BODY, column.width, usize::MAX);
    canvas.lines((column.left, top + BODY.size), &words, BODY);
    let y = top + words.len() as f64 * BODY.leading();
    let attribution = text::wrap(&excerpt.attribution, NOTE, column.width, 2);
    canvas.lines((column.left, y + NOTE.size), &attribution, NOTE);
    let below = y + attribution.len() as f64 * NOTE.leading();
    canvas.shows(excerpt.shown.as_ref(), (column.left, top), (column.left + column.width, below));
    below + 6.0
}
