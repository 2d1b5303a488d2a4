//! What every small panel of scores stands on: its title, both axes, the norm's band, and how many people there are at
//! each timepoint. What stands on it is drawn elsewhere.

use super::axis::{self, Scale};
use super::canvas::Canvas;
use super::domain::Domain;
use super::look::Look;
use super::marks::{self, Fill};
use super::text;
use super::theme::{AXIS, BAND, BODY, GAP, HALF_CAP, LINE, MARK, NORM, NOTE, THIN};
use crate::compose::Shown;
use crate::compose::chart::{Polarity, Tick};

/// The plot itself, without labels, in points.
#[derive(Debug, Clone, Copy)]
pub struct Frame {
    pub left: f64,
    pub top: f64,
    pub width: f64,
    pub height: f64,
}

impl Frame {
    pub fn right(&self) -> f64 {
        self.left + self.width
    }

    pub fn bottom(&self) -> f64 {
        self.top + self.height
    }
}

const WIDEST_GUTTER: f64 = 44.0;

pub struct Ground<'a> {
    /// The instrument, for a heading over its panels.
    pub group: &'a str,
    pub title: &'a str,
    pub polarity: Polarity,
    /// Mean and SD of the reference population.
    pub norm: Option<(f64, f64)>,
    pub decimals: usize,
    pub domain: Domain,
    pub counts: Vec<Tally>,
}

/// A row of counts below the time axis, with the look of the group whose they are.
pub struct Tally {
    pub look: Option<Look>,
    pub counts: Vec<Option<u64>>,
}

impl Ground<'_> {
    /// Room that the labels of the vertical axis take on the left.
    pub fn gutter(&self) -> f64 {
        let ticks = self.domain.ticks();
        let labels: Vec<String> = ticks.iter().map(|&tick| axis::label(tick, self.decimals)).collect();
        let least = if self.counts.iter().any(|tally| tally.look.is_some()) { 15.0 } else { 10.0 };
        (text::widest(labels.iter().map(String::as_str), NOTE) + GAP).clamp(least, WIDEST_GUTTER)
    }

    /// Room that the ticks and counts take below.
    pub fn foot(&self) -> f64 {
        4.0 + (1 + self.tallies().count()) as f64 * NOTE.leading()
    }

    fn tallies(&self) -> impl Iterator<Item = &Tally> {
        self.counts.iter().filter(|tally| tally.counts.iter().any(Option::is_some))
    }

    /// The panel's title in lines that leave room for its cue.
    pub fn title(&self, room: f64) -> Vec<String> {
        // A scale that is its whole instrument has its name in the heading already.
        if text::clean(self.title) == text::clean(self.group) {
            return vec![String::new()];
        }
        let cue = self.cue().map_or(0.0, |cue| text::width(cue, NOTE) + GAP);
        text::wrap(self.title, BODY, (room - cue).max(room * 0.5), 3)
    }

    fn cue(&self) -> Option<&'static str> {
        match self.polarity {
            Polarity::HigherIsBetter => Some("\u{2191} better"),
            Polarity::LowerIsBetter => Some("\u{2193} better"),
            Polarity::Neither => None,
        }
    }

    /// The title with its last line just above the frame, and which way is better at its right end.
    pub fn paint_title(&self, canvas: &mut Canvas, frame: Frame) {
        let lines = self.title(frame.width);
        let last = frame.top - GAP;
        let first = last - (lines.len().max(1) - 1) as f64 * BODY.leading();
        canvas.lines((frame.left, first), &lines, BODY);
        if let Some(cue) = self.cue() {
            canvas.text((frame.right(), last), cue, NOTE.end());
        }
    }

    /// Notes what the title shows.
    pub fn show_title(&self, canvas: &mut Canvas, shown: Option<&Shown>, frame: Frame) {
        let lines = self.title(frame.width).len() as f64;
        let top = frame.top - GAP - lines * BODY.leading();
        canvas.shows(shown, (frame.left, top), (frame.right(), frame.top - GAP));
    }

    /// Where scores stand, with so much room between the ends of the axis and those of the frame.
    pub fn scale(&self, frame: Frame, inset: f64) -> Scale {
        Scale::new((self.domain.low, self.domain.high), (frame.bottom() - inset, frame.top + inset))
    }

    /// The norm's band, below all else.
    pub fn paint_band(&self, canvas: &mut Canvas, scale: &Scale, frame: Frame) {
        let Some((mean, sd)) = self.norm.filter(|(mean, sd)| mean.is_finite() && sd.is_finite()) else {
            return;
        };
        let (high, low) = (mean + sd.abs(), mean - sd.abs());
        let top = if high >= scale.high { frame.top } else { scale.at(high) };
        let bottom = if low <= scale.low { frame.bottom() } else { scale.at(low) };
        canvas.block((frame.left, top), (frame.width, bottom - top), BAND);
    }

    /// The norm's mean and both axes, below marks and above the courses of participants.
    pub fn paint(&self, canvas: &mut Canvas, ticks: &[Tick], scale: &Scale, columns: &[f64], frame: Frame) {
        if let Some((mean, _)) = self.norm.filter(|(mean, _)| mean.is_finite()) {
            let y = scale.at(mean);
            canvas.line((frame.left, y), (frame.right(), y), LINE, NORM);
        }
        self.vertical(canvas, scale, frame);
        self.horizontal(canvas, ticks, columns, frame);
    }

    fn vertical(&self, canvas: &mut Canvas, scale: &Scale, frame: Frame) {
        let left = frame.left;
        canvas.line((left, frame.top), (left, frame.bottom()), THIN, AXIS);
        for tick in self.domain.ticks().into_iter().filter(|tick| scale.holds(*tick)) {
            let y = scale.at(tick);
            canvas.line((left - 2.0, y), (left, y), THIN, AXIS);
            let words = text::shorten(&axis::label(tick, self.decimals), NOTE, WIDEST_GUTTER - GAP);
            canvas.text((left - 3.5, y + NOTE.size * HALF_CAP), &words, NOTE.end());
        }
    }

    /// The time axis, and below it how many people there are.
    fn horizontal(&self, canvas: &mut Canvas, ticks: &[Tick], columns: &[f64], frame: Frame) {
        let y = frame.bottom();
        canvas.line((frame.left, y), (frame.right(), y), THIN, AXIS);
        for &x in columns {
            canvas.line((x, y), (x, y + 2.0), THIN, AXIS);
        }
        let mut baseline = y + 2.5 + NOTE.size;
        let room = (frame.width / ticks.len().max(1) as f64).max(14.0);
        let row = |canvas: &mut Canvas, baseline: f64, words: Vec<(f64, String)>| {
            let words = words.into_iter().map(|(x, words)| (x, text::shorten(&words, NOTE, room)));
            for (x, words) in axis::apart(words.collect()) {
                canvas.text((x, baseline), &words, NOTE.middle());
            }
        };
        let ids = ticks.iter().map(|tick| tick.id.clone());
        row(canvas, baseline, columns.iter().copied().zip(ids).collect());
        for tally in self.tallies() {
            baseline += NOTE.leading();
            let counts = columns.iter().zip(&tally.counts);
            row(canvas, baseline, counts.filter_map(|(&x, count)| count.map(|count| (x, count.to_string()))).collect());
            let mut x = frame.left - 3.5;
            if let Some(look) = tally.look {
                let y = baseline - NOTE.size * HALF_CAP;
                marks::mark(canvas, look.shape, (x - 1.5, y), 0.8 * MARK, Fill::Solid, look.ink);
                x -= 5.0;
            }
            canvas.text((x, baseline), "n", NOTE.italic().end());
        }
    }
}

/// A piece of the norm's band with its line, for a legend.
pub fn norm_key(canvas: &mut Canvas, x: f64, y: f64) {
    canvas.block((x, y - 3.5), (14.0, 7.0), BAND);
    canvas.line((x, y), (x + 14.0, y), LINE, NORM);
}
