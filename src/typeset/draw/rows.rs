//! Labelled rows in groups, the frame of every chart that reads like a table: where each row lies, and its label.

use std::ops::Range;

use super::canvas::Canvas;
use super::text;
use super::theme::{BODY, GAP, HEAD, PAPER, RULE, Style, THIN};
use crate::compose::Shown;

const INDENT: f64 = 6.0;
const MOST_LINES: usize = 3;

/// The name of a group and the labels of its rows.
pub type Group<'a> = (&'a str, Vec<&'a str>);

/// Width of the column of labels: what the widest needs, up to the most.
///
/// A long word may widen it beyond, rather than be cut.
pub fn label_width(groups: &[Group], most: f64) -> f64 {
    let labels = || groups.iter().flat_map(|(_, labels)| labels.iter().copied());
    let beside = INDENT + 2.0 * GAP;
    let word = text::widest_word(labels(), BODY) + beside;
    let wanted = (text::widest(labels(), BODY) + beside).max(60.0);
    wanted.min(most.max(word.min(1.6 * most)))
}

/// Rows from top to bottom, still without a place on the sheet.
pub struct Rows {
    headings: Vec<(f64, Vec<String>)>,
    pub rows: Vec<Row>,
    pub height: f64,
    room: f64,
}

/// A row: where its middle lies below the top of all rows.
pub struct Row {
    /// Which group it belongs to, and which of its rows it is.
    pub group: usize,
    pub index: usize,
    pub middle: f64,
    pub height: f64,
    indent: f64,
    label: Vec<String>,
    style: Style,
}

impl Rows {
    /// Lays out groups of labels in a column of labels, those of one part of the chart alone; a row is as high as asked,
    /// or as its label needs.
    pub fn lay(groups: &[Group], (room, part): (f64, &Range<usize>), least: f64) -> Rows {
        let mut laid = Rows { headings: Vec::new(), rows: Vec::new(), height: 0.0, room };
        let mut before = 0;
        for (group, (heading, labels)) in groups.iter().enumerate() {
            let here = before..before + labels.len();
            before = here.end;
            if !here.is_empty() && (here.end <= part.start || part.end <= here.start) {
                continue;
            }
            let headed = laid.head(heading, labels, room);
            let indent = if headed { INDENT } else { 0.0 };
            for (index, words) in labels.iter().enumerate() {
                if !part.contains(&(here.start + index)) {
                    continue;
                }
                // A row that is a group of its own is set as a heading.
                let style = if text::clean(words) == text::clean(heading) { HEAD } else { BODY };
                let label = text::wrap(words, style, room - indent - GAP, MOST_LINES);
                let height = least.max(label.len() as f64 * BODY.leading() + 2.5);
                laid.rows.push(Row { group, index, middle: laid.height + height / 2.0, height, indent, label, style });
                laid.height += height;
            }
        }
        laid
    }

    /// A group's name on a line of its own, unless it is the name of its only row.
    fn head(&mut self, heading: &str, labels: &[&str], room: f64) -> bool {
        let alone = matches!(labels, [only] if text::clean(only) == text::clean(heading));
        let space = if self.height > 0.0 { 3.0 } else { 0.0 };
        self.height += space;
        if alone || text::clean(heading).is_empty() {
            self.headings.push((self.height, Vec::new()));
            return false;
        }
        let lines = text::wrap(heading, HEAD, room * 2.0, 2);
        self.headings.push((self.height, lines.clone()));
        self.height += lines.len() as f64 * HEAD.leading() + 3.0;
        true
    }

    /// Notes what each label shows, given the left upper corner of all rows.
    pub fn show<'a>(&self, canvas: &mut Canvas, (left, top): (f64, f64), shown: impl Fn(&Row) -> Option<&'a Shown>) {
        for row in &self.rows {
            let (from, to) = (top + row.middle - row.height / 2.0, top + row.middle + row.height / 2.0);
            canvas.shows(shown(row), (left, from), (left + self.room, to));
        }
    }

    /// Rules over the groups, their names and the labels of the rows.
    pub fn paint(&self, canvas: &mut Canvas, (left, top): (f64, f64), width: f64) {
        for (y, lines) in &self.headings {
            canvas.line((left, top + y), (left + width, top + y), THIN, RULE);
            let long = text::widest(lines.iter().map(String::as_str), HEAD);
            if long > self.room {
                // A name may reach into the plot, whose lines give way to it.
                let height = lines.len() as f64 * HEAD.leading() + 2.0;
                canvas.block((left, top + y + 0.5), (long + GAP, height), PAPER);
            }
            canvas.lines((left, top + y + HEAD.leading()), lines, HEAD);
        }
        for row in &self.rows {
            canvas.lines_on((left + row.indent, top + row.middle), &row.label, row.style);
        }
    }
}
