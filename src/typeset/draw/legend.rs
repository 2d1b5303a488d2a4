//! The legend strip: keys and their words on lines above the plot, outside the data.

use super::canvas::Canvas;
use super::text;
use super::theme::{GAP, HALF_CAP, NOTE};

/// Draws the key in the given width about a point on its left.
type Key<'a> = Box<dyn Fn(&mut Canvas, f64, f64) + 'a>;

pub struct Entry<'a> {
    width: f64,
    key: Key<'a>,
    words: String,
}

impl<'a> Entry<'a> {
    pub fn new(width: f64, words: impl Into<String>, key: impl Fn(&mut Canvas, f64, f64) + 'a) -> Entry<'a> {
        Entry { width, key: Box::new(key), words: words.into() }
    }

    /// Words alone.
    pub fn note(words: impl Into<String>) -> Entry<'a> {
        Entry::new(0.0, words, |_, _, _| {})
    }

    /// A key in the middle of its width.
    pub fn mark(words: impl Into<String>, key: impl Fn(&mut Canvas, (f64, f64)) + 'a) -> Entry<'a> {
        Entry::new(7.0, words, move |canvas, x, y| key(canvas, (x + 3.5, y)))
    }
}

const BETWEEN: f64 = 11.0;
const LINE_HEIGHT: f64 = 10.5;

/// Draws the strip from the top left; gives the height with the space below it, nought without entries.
pub fn strip(canvas: &mut Canvas, entries: &[Entry], (left, top): (f64, f64), room: f64) -> f64 {
    if entries.is_empty() {
        return 0.0;
    }
    let (mut x, mut y) = (left, top + LINE_HEIGHT / 2.0);
    for entry in entries {
        let indent = if entry.width > 0.0 { entry.width + 3.0 } else { 0.0 };
        let lines = text::wrap(&entry.words, NOTE, room - indent, 4);
        let width = indent + text::widest(lines.iter().map(String::as_str), NOTE);
        if x > left && (x + width > left + room || lines.len() > 1) {
            x = left;
            y += LINE_HEIGHT;
        }
        (entry.key)(canvas, x, y);
        canvas.lines((x + indent, y + NOTE.size * HALF_CAP), &lines, NOTE);
        x += width + BETWEEN;
        y += (lines.len().max(1) - 1) as f64 * NOTE.leading();
    }
    y + LINE_HEIGHT / 2.0 - top + GAP
}
