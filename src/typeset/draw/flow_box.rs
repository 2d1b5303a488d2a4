//! A box of a flow diagram: words on its left, numbers of people on its right.

use super::canvas::{Canvas, Point};
use super::text;
use super::theme::{HEAD, Ink, Style};

const PAD: f64 = 4.5;
const BETWEEN: f64 = 6.0;

/// What a box says, broken into lines for its width.
pub struct FlowBox {
    width: f64,
    pub height: f64,
    head: Vec<String>,
    rows: Vec<Row>,
    style: Style,
}

struct Row {
    words: Vec<String>,
    count: String,
    /// The number stands below the words, for want of room beside them.
    below: bool,
}

impl Row {
    fn of(words: &str, count: u64, style: Style, room: f64) -> Row {
        let count = format!("= {count}");
        let beside = room - BETWEEN - width(&count, style);
        let below = beside < text::width(&text::clean(words), style);
        let words = text::wrap(words, style, if below { room } else { beside }, 3);
        let count = text::shorten(&count, style, room - width("", style));
        Row { words, count, below }
    }

    fn lines(&self) -> usize {
        self.words.len() + usize::from(self.below)
    }
}

/// Width of a number with the sign of what it counts.
fn width(count: &str, style: Style) -> f64 {
    text::width("n ", style.italic()) + text::width(count, style)
}

impl FlowBox {
    /// A heading, which may be empty, over rows of words and numbers.
    pub fn of(head: &str, rows: &[(&str, u64)], style: Style, width: f64) -> FlowBox {
        let room = width - 2.0 * PAD;
        let head = if text::clean(head).is_empty() { Vec::new() } else { text::wrap(head, HEAD, room, 3) };
        let rows: Vec<Row> = rows.iter().map(|(words, count)| Row::of(words, *count, style, room)).collect();
        let lines: usize = rows.iter().map(Row::lines).sum();
        let height = head.len() as f64 * HEAD.leading() + lines as f64 * style.leading() + 2.0 * PAD - 1.5;
        FlowBox { width, height, head, rows, style }
    }

    /// Draws the box from its top left.
    pub fn paint(&self, canvas: &mut Canvas, (left, top): Point, ground: Ink, (weight, ink): (f64, Ink)) {
        let (right, bottom) = (left + self.width, top + self.height);
        canvas.block((left, top), (self.width, self.height), ground);
        // The first side is drawn twice, which closes the corner that a path leaves open.
        let corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top), (right, top)];
        canvas.path(corners.to_vec(), weight, ink);
        let (from, to) = (left + PAD, right - PAD);
        let mut y = top + PAD - 1.5;
        canvas.lines((from, y + HEAD.size), &self.head, HEAD);
        y += self.head.len() as f64 * HEAD.leading();
        for row in &self.rows {
            canvas.lines((from, y + self.style.size), &row.words, self.style);
            let line = if row.below { row.words.len() } else { 0 };
            let baseline = y + self.style.size + line as f64 * self.style.leading();
            canvas.text((to, baseline), &row.count, self.style.end());
            let sign = to - text::width(&row.count, self.style) - text::width(" ", self.style.italic());
            canvas.text((sign, baseline), "n", self.style.italic().end());
            y += row.lines() as f64 * self.style.leading();
        }
    }
}
