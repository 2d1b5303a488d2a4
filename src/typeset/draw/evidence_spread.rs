//! Whom each theme rests on: a disc where a participant has excerpts, its area their number.

use super::canvas::{Canvas, Point};
use super::legend::{self, Entry};
use super::rows::{self, Group, Rows};
use super::text;
use super::theme::{ACCENT, BODY, GAP, GRID, HAIR, HALF_CAP, HEAD, NOTE, PAPER, RULE, THIN};
use crate::compose::chart::EvidenceSpread;
use crate::compose::number::percent;

const ROW: f64 = 11.5;
const LEAST_PITCH: f64 = 8.2;
const WIDEST_PITCH: f64 = 16.0;
const LARGEST: f64 = 5.4;
const SITE_GAP: f64 = 5.0;
const LONGEST_NAME: f64 = 46.0;
const SHARE: &str = "Top share";

pub fn draw(canvas: &mut Canvas, chart: &EvidenceSpread) -> f64 {
    let room = canvas.width();
    let most = chart.groups.iter().flat_map(|group| &group.rows).flat_map(|row| row.excerpts.iter().copied()).max();
    let discs = Discs { most: most.unwrap_or(0).max(1) };
    let groups = groups(chart);
    let label = rows::label_width(&groups, room * 0.34);
    let beside = room - label - text::width(SHARE, NOTE) - 2.0 * GAP;
    let columns: Vec<Column> = columns(chart);
    let abreast = ((beside / (LEAST_PITCH + 0.6)).floor() as usize).max(1);
    let mut blocks: Vec<&[Column]> = columns.chunks(abreast).collect();
    if blocks.is_empty() {
        blocks.push(&[]);
    }
    let pitch = blocks.iter().map(|columns| pitch(columns, beside)).fold(WIDEST_PITCH, f64::min);
    let mut y = legend::strip(canvas, &entries(discs, most.unwrap_or(0), pitch), (0.0, 0.0), room);
    for columns in blocks {
        let block = Block { chart, discs, columns, label, pitch };
        y = block.draw(canvas, y) + 2.0 * GAP;
    }
    y - 2.0 * GAP
}

fn groups(chart: &EvidenceSpread) -> Vec<Group<'_>> {
    let labels = chart.groups.iter().map(|group| {
        let rows = group.rows.iter().map(|row| row.label.as_str());
        (group.label.as_str(), rows.collect())
    });
    labels.collect()
}

/// A participant, and where the counts of the rows hold theirs.
struct Column<'a> {
    site: usize,
    name: &'a str,
    place: usize,
}

fn columns(chart: &EvidenceSpread) -> Vec<Column<'_>> {
    let sites = chart.sites.iter().enumerate();
    let people = sites.flat_map(|(site, s)| s.participants.iter().map(move |name| (site, name)));
    people.enumerate().map(|(place, (site, name))| Column { site, name, place }).collect()
}

fn pitch(columns: &[Column], room: f64) -> f64 {
    let gaps = columns.chunk_by(|one, next| one.site == next.site).count().max(1) - 1;
    let pitch = (room - gaps as f64 * SITE_GAP) / columns.len().max(1) as f64;
    // Many sites of one: the gaps give way before the columns do.
    pitch.min(WIDEST_PITCH).max(room / columns.len().max(1) as f64 * 0.6)
}

/// Discs whose area is the number of excerpts.
#[derive(Debug, Clone, Copy)]
struct Discs {
    most: u64,
}

impl Discs {
    fn radius(&self, excerpts: u64, pitch: f64) -> f64 {
        let largest = LARGEST.min(pitch / 2.0 - 0.5);
        // A single excerpt among very many must still be seen.
        (largest * (excerpts as f64 / self.most as f64).sqrt()).max(1.3)
    }

    /// A disc, with its number inside if there is room for it.
    fn put(&self, canvas: &mut Canvas, at: Point, excerpts: u64, pitch: f64) {
        let radius = self.radius(excerpts, pitch);
        canvas.disc(at, radius, ACCENT);
        let words = excerpts.to_string();
        let half = (text::width(&words, NOTE) / 2.0).hypot(NOTE.size * HALF_CAP);
        if excerpts > 1 && half < radius + 0.4 {
            canvas.text((at.0, at.1 + NOTE.size * HALF_CAP), &words, NOTE.semibold().ink(PAPER).middle());
        }
    }
}

/// The participants that stand side by side.
struct Block<'a> {
    chart: &'a EvidenceSpread,
    discs: Discs,
    columns: &'a [Column<'a>],
    label: f64,
    pitch: f64,
}

impl Block<'_> {
    fn draw(&self, canvas: &mut Canvas, top: f64) -> f64 {
        let rows = Rows::lay(&groups(self.chart), (self.label, &canvas.part), ROW);
        let xs = self.places();
        let top = self.heads(canvas, &xs, top);
        let end = xs.last().map_or(self.label, |x| x + self.pitch / 2.0);
        let share = (end + GAP + text::width(SHARE, NOTE)).min(canvas.width());
        canvas.text((share, top - GAP), SHARE, NOTE.end());
        for row in &rows.rows {
            let y = top + row.middle;
            canvas.line((self.label + GAP, y), (end, y), HAIR, GRID);
        }
        rows.paint(canvas, (0.0, top), share);
        rows.show(canvas, (0.0, top), |row| self.chart.groups[row.group].rows[row.index].shown.as_ref());
        for row in &rows.rows {
            let spread = &self.chart.groups[row.group].rows[row.index];
            let y = top + row.middle;
            for (column, &x) in self.columns.iter().zip(&xs) {
                match spread.excerpts.get(column.place) {
                    Some(&excerpts) if excerpts > 0 => {
                        self.discs.put(canvas, (x, y), excerpts, self.pitch);
                        let shown = spread.marks.get(column.place).and_then(Option::as_ref);
                        canvas.shows_at(shown, (x, y), self.discs.radius(excerpts, self.pitch));
                    }
                    _ => {}
                }
            }
            let words = spread.top_share.filter(|share| share.is_finite());
            let words = words.map_or("\u{2013}".to_owned(), percent);
            let words = text::shorten(&words, BODY, text::width(SHARE, NOTE));
            canvas.text((share, y + BODY.size * HALF_CAP), &words, BODY.end());
            let left = share - text::width(&words, BODY);
            canvas.shows(spread.shown.as_ref(), (left, y - ROW / 2.0), (share, y + ROW / 2.0));
        }
        canvas.line((0.0, top + rows.height + 1.0), (share, top + rows.height + 1.0), THIN, RULE);
        top + rows.height + 2.0
    }

    /// The middle of each column, with a gap between sites where there is room.
    fn places(&self) -> Vec<f64> {
        let sites = self.columns.chunk_by(|one, next| one.site == next.site).enumerate();
        let site = sites.flat_map(|(site, columns)| columns.iter().map(move |_| site as f64));
        let places = site.enumerate();
        let left = self.label + GAP + self.pitch / 2.0;
        places.map(|(i, site)| left + i as f64 * self.pitch + site * SITE_GAP).collect()
    }

    /// Names of the sites over the names of their participants; both turn upwards where they are too wide.
    fn heads(&self, canvas: &mut Canvas, xs: &[f64], top: f64) -> f64 {
        let names = self.columns.iter().map(|column| text::shorten(column.name, NOTE, LONGEST_NAME));
        let names: Vec<String> = names.collect();
        let widest = text::widest(names.iter().map(String::as_str), NOTE);
        let upright = widest <= self.pitch - 1.5;
        let high = if upright { NOTE.leading() } else { widest + 2.0 };
        let rule = self.sites(canvas, xs, top);
        let bottom = rule + high + 2.0 * GAP;
        for (name, &x) in names.iter().zip(xs) {
            if upright {
                canvas.text((x, bottom - GAP), name, NOTE.middle());
            } else {
                canvas.upwards((x, bottom - GAP), name, NOTE);
            }
        }
        bottom
    }

    /// The sites' names with a rule over their participants; gives the place of the rule.
    fn sites(&self, canvas: &mut Canvas, xs: &[f64], top: f64) -> f64 {
        let mut sites = Vec::new();
        let mut first = 0;
        for columns in self.columns.chunk_by(|one, next| one.site == next.site) {
            let (left, right) = (xs[first] - self.pitch / 2.0, xs[first + columns.len() - 1] + self.pitch / 2.0);
            sites.push((left, right, self.chart.sites[columns[0].site].label.as_str()));
            first += columns.len();
        }
        if sites.iter().all(|(.., name)| name.is_empty()) {
            return top;
        }
        let upright = sites
            .iter()
            .all(|(left, right, name)| text::width(&text::clean(name), HEAD) <= right - left + SITE_GAP - 1.0);
        let longest = text::widest(sites.iter().map(|(.., name)| *name), HEAD).min(2.0 * LONGEST_NAME);
        let high = if upright { HEAD.leading() } else { longest + 2.0 };
        let rule = top + high + 2.0;
        for (left, right, name) in sites {
            canvas.line((left + 0.5, rule), (right - 0.5, rule), THIN, RULE);
            if upright {
                canvas.text(((left + right) / 2.0, rule - 3.5), name, HEAD.middle());
            } else {
                let name = text::shorten(name, HEAD, longest);
                canvas.upwards(((left + right) / 2.0, rule - 2.5), &name, HEAD);
            }
        }
        rule
    }
}

fn entries(discs: Discs, most: u64, pitch: f64) -> Vec<Entry<'static>> {
    let entry = |excerpts: u64, words: String| {
        Entry::new(12.0, words, move |canvas, x, y| discs.put(canvas, (x + 6.0, y), excerpts, pitch))
    };
    let one = entry(1, "1 excerpt".to_owned());
    match most {
        0 => Vec::new(),
        1 => vec![one],
        _ => vec![one, entry(most, format!("{most} excerpts, area in proportion"))],
    }
}
