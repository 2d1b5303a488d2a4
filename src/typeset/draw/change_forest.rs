//! Standardised changes: rows of scales, a column of intervals a comparison, the printed change beside each.

use super::axis::{self, Scale};
use super::canvas::{Canvas, Point};
use super::forest_columns::{self, BETTER, BETWEEN, Columns, DAGGER, HEAVY, PRINTED, WORSE};
use super::forest_marks;
use super::legend;
use super::rows::{self, Group, Rows};
use super::text;
use super::theme::{AXIS, GAP, HALF_CAP, HEAD, NOTE, THIN};
use crate::compose::chart::{ChangeForest, ForestChange};

const ROW: f64 = 11.0;

pub fn draw(canvas: &mut Canvas, chart: &ChangeForest) -> f64 {
    let room = canvas.width();
    let groups = groups(chart);
    let label = rows::label_width(&groups, room * 0.25);
    let columns = Columns::of(chart, room - label);
    let reach = axis::with_room_for(forest_columns::reach(chart), columns.plot, [WORSE, BETTER]);
    let mut y = legend::strip(canvas, &forest_marks::entries(chart, reach), (0.0, 0.0), room);
    let comparisons: Vec<usize> = (0..chart.comparisons.len()).collect();
    let mut blocks: Vec<&[usize]> = comparisons.chunks(columns.abreast).collect();
    if blocks.is_empty() {
        blocks.push(&[]);
    }
    for block in blocks {
        let block = Block { chart, columns, label, reach, comparisons: block };
        y = block.draw(canvas, y) + BETWEEN;
    }
    y - BETWEEN
}

fn groups(chart: &ChangeForest) -> Vec<Group<'_>> {
    let labels = chart.groups.iter().map(|group| {
        let rows = group.rows.iter().map(|row| row.label.as_str());
        (group.label.as_str(), rows.collect())
    });
    labels.collect()
}

/// The comparisons that stand side by side, with the labels of the rows on their left.
struct Block<'a> {
    chart: &'a ChangeForest,
    columns: Columns,
    label: f64,
    reach: (f64, f64),
    comparisons: &'a [usize],
}

impl Block<'_> {
    fn draw(&self, canvas: &mut Canvas, top: f64) -> f64 {
        let rows = Rows::lay(&groups(self.chart), (self.label, &canvas.part), ROW);
        let left = |place: usize| self.label + BETWEEN + place as f64 * (self.columns.cell + BETWEEN);
        let names =
            self.comparisons.iter().map(|&i| text::wrap(&self.chart.comparisons[i], HEAD, self.columns.cell, 2));
        let names: Vec<Vec<String>> = names.collect();
        let head = names.iter().map(Vec::len).max().unwrap_or(0) as f64 * HEAD.leading() + NOTE.leading() + 3.0;
        let top = top + head;
        let width = left(self.comparisons.len().max(1)) - BETWEEN;
        let bottom = top + rows.height + GAP;
        for ((place, name), &comparison) in names.iter().enumerate().zip(self.comparisons) {
            let head = forest_columns::head(self.chart, comparison);
            self.ground(canvas, (name, &head), left(place), (top, bottom));
        }
        rows.paint(canvas, (0.0, top), width);
        rows.show(canvas, (0.0, top), |row| self.chart.groups[row.group].rows[row.index].shown.as_ref());
        for row in &rows.rows {
            let changes = &self.chart.groups[row.group].rows[row.index].changes;
            for (place, &comparison) in self.comparisons.iter().enumerate() {
                let change = changes.get(comparison).and_then(Option::as_ref);
                self.change(canvas, change, (left(place), top + row.middle));
                let (from, to) = (top + row.middle - row.height / 2.0, top + row.middle + row.height / 2.0);
                let shown = change.and_then(|change| change.shown.as_ref());
                canvas.shows(shown, (left(place), from), (left(place) + self.columns.cell, to));
            }
        }
        let beyond = if self.columns.change > 0.0 { BETWEEN } else { 0.0 };
        let title = format!("Standardised change ({}), turned so that right is better", self.chart.unit);
        let title = text::wrap(&title, NOTE, self.columns.plot + beyond, 3);
        let under = |canvas: &mut Canvas, place| axis::below(canvas, &self.scale(left(place)), bottom, 5, &title);
        (0..self.comparisons.len()).map(|place| under(canvas, place)).fold(0.0, f64::max) + bottom
    }

    fn scale(&self, left: f64) -> Scale {
        Scale::new(self.reach, (left, left + self.columns.plot))
    }

    /// Heads and zero line of a comparison.
    fn ground(&self, canvas: &mut Canvas, (name, head): (&[String], &str), left: f64, (top, bottom): (f64, f64)) {
        let baseline = top - 4.0;
        let first = baseline - NOTE.leading() - 1.5 - (name.len().max(1) - 1) as f64 * HEAD.leading();
        canvas.lines((left, first), name, HEAD);
        let scale = self.scale(left);
        let zero = scale.at(0.0);
        canvas.line((zero, top), (zero, bottom), THIN, AXIS);
        canvas.text((zero - 3.0, baseline), WORSE, NOTE.end());
        canvas.text((zero + 3.0, baseline), BETTER, NOTE);
        if self.columns.change > 0.0 {
            let (change, p) = self.text_columns(left);
            let head = text::shorten(head, NOTE, self.columns.change);
            canvas.text((change, baseline), &head, NOTE);
            canvas.text((p, baseline), "p", NOTE.italic().end());
        }
    }

    /// Where the printed change starts and the printed p ends.
    fn text_columns(&self, left: f64) -> Point {
        (left + self.columns.plot + GAP + 3.0, left + self.columns.cell)
    }

    fn change(&self, canvas: &mut Canvas, change: Option<&ForestChange>, (left, y): Point) {
        let (words, p) = self.text_columns(left);
        let baseline = y + PRINTED.size * HALF_CAP;
        let Some(change) = change else {
            if self.columns.change > 0.0 {
                canvas.text((words, baseline), "\u{2013}", PRINTED);
            }
            return;
        };
        forest_marks::interval(canvas, change, &self.scale(left), y);
        if self.columns.change > 0.0 {
            let dagger = if change.doubtful { DAGGER } else { "" };
            let words_room = self.columns.change + 1.0;
            let printed = text::shorten(&format!("{}{dagger}", change.text), PRINTED, words_room);
            canvas.text((words, baseline), &printed, PRINTED);
            let style = if change.significant { HEAVY } else { PRINTED };
            canvas.text((p, baseline), &text::shorten(&change.p, style, self.columns.p + 2.0), style.end());
        }
    }
}
