//! Propositions against strands: a mark for every claim, the fit of the strands and the verdict of the whole.

use super::canvas::{Canvas, Point};
use super::legend::{self, Entry};
use super::marks;
use super::text;
use super::theme::{BODY, GAP, HAIR, HALF_CAP, HEAD, INK, LINE, NOTE, RULE, THIN};
use crate::compose::chart::{ClaimMark, EvidenceMap, EvidenceMapRow, Mark, StanceMark};

const RADIUS: f64 = 2.9;
const PITCH: f64 = 9.5;
const MARK_LINE: f64 = 11.5;
const LEAST_STRAND: f64 = 46.0;
const BETWEEN: f64 = 10.0;
const PAD: f64 = 5.0;

pub fn draw(canvas: &mut Canvas, chart: &EvidenceMap) -> f64 {
    let room = canvas.width();
    let mut y = legend::strip(canvas, &entries(chart), (0.0, 0.0), room);
    let strands: Vec<usize> = (0..chart.strands.len()).collect();
    let columns = Columns::of(chart, room);
    let mut blocks: Vec<&[usize]> = strands.chunks(columns.abreast).collect();
    if blocks.is_empty() {
        blocks.push(&[]);
    }
    for strands in blocks {
        let block = Block { chart, strands, columns };
        y = block.draw(canvas, y) + BETWEEN;
    }
    y - BETWEEN
}

/// Left edges and widths, from the number to the verdict.
#[derive(Debug, Clone, Copy)]
struct Columns {
    number: f64,
    statement: f64,
    strand: f64,
    abreast: usize,
    fit: f64,
    verdict: f64,
}

impl Columns {
    fn of(chart: &EvidenceMap, room: f64) -> Columns {
        let numbers: Vec<String> = chart.rows.iter().map(|row| row.number.to_string()).collect();
        let number = text::widest(numbers.iter().map(String::as_str), HEAD).min(30.0) + 5.0;
        let narrow = room < 300.0;
        let fits = || chart.rows.iter().map(|row| row.fit.as_str()).chain(["Fit"]);
        let fit = text::widest(fits(), BODY).min((room * 0.16).max(text::widest_word(fits(), BODY))).min(room * 0.25);
        let words = chart.rows.iter().flat_map(|row| &row.tally).map(String::as_str);
        let verdict = if narrow { 2.0 * RADIUS } else { text::widest(words, BODY).min(110.0) + 2.0 * RADIUS + 5.0 };
        let free = room - number - fit - verdict - 2.5 * BETWEEN;
        let claims = chart.rows.iter().flat_map(|row| &row.cells).map(Vec::len).max().unwrap_or(0);
        let strands = || chart.strands.iter().map(String::as_str);
        let wanted = (claims.min(7) as f64 * PITCH).max(text::widest(strands(), HEAD)).clamp(LEAST_STRAND, 100.0);
        let statement = if chart.strands.len() > 2 { 0.24 } else { 0.34 };
        let rest = free - statement * room;
        let abreast = ((rest / (LEAST_STRAND + BETWEEN)).floor() as usize).clamp(1, chart.strands.len().max(1));
        let strand = wanted.min(rest / abreast as f64 - BETWEEN).max(2.0 * PITCH);
        let statement = (free - abreast as f64 * (strand + BETWEEN)).max(40.0);
        Columns { number, statement, strand, abreast, fit, verdict }
    }

    fn strand_left(&self, place: usize) -> f64 {
        self.number + self.statement + BETWEEN + place as f64 * (self.strand + BETWEEN)
    }

    fn fit_left(&self) -> f64 {
        self.strand_left(self.abreast) + BETWEEN / 2.0
    }

    fn verdict_left(&self) -> f64 {
        self.fit_left() + self.fit + BETWEEN
    }

    /// Whether the verdict's column has room for its word beside its mark.
    fn says_verdict(&self) -> bool {
        self.verdict > 4.0 * RADIUS
    }
}

struct Block<'a> {
    chart: &'a EvidenceMap,
    strands: &'a [usize],
    columns: Columns,
}

impl Block<'_> {
    fn draw(&self, canvas: &mut Canvas, top: f64) -> f64 {
        let width = canvas.width();
        let mut y = self.heads(canvas, top);
        canvas.line((0.0, y), (width, y), LINE, INK);
        let part = canvas.part.clone();
        let shown = self.chart.rows.iter().enumerate().filter(|(i, _)| part.contains(i));
        for (i, row) in shown {
            if i > part.start {
                canvas.line((0.0, y), (width, y), HAIR, RULE);
            }
            y = self.row(canvas, row, y);
        }
        canvas.line((0.0, y), (width, y), THIN, INK);
        y + 1.0
    }

    fn heads(&self, canvas: &mut Canvas, top: f64) -> f64 {
        let columns = &self.columns;
        let strands = self.strands.iter().enumerate();
        let mut heads: Vec<(f64, Vec<String>)> = strands
            .map(|(place, &i)| {
                (columns.strand_left(place), text::wrap(&self.chart.strands[i], HEAD, columns.strand, 3))
            })
            .collect();
        heads.push((0.0, text::wrap("Proposition", HEAD, columns.number + columns.statement, 1)));
        heads.push((columns.fit_left(), text::wrap("Fit", HEAD, columns.fit, 1)));
        if columns.says_verdict() {
            heads.push((columns.verdict_left(), text::wrap("Claims", HEAD, columns.verdict, 1)));
        }
        let lines = heads.iter().map(|(_, lines)| lines.len()).max().unwrap_or(1);
        let last = top + lines as f64 * HEAD.leading();
        for (left, lines) in heads {
            let first = last - (lines.len().max(1) - 1) as f64 * HEAD.leading();
            canvas.lines((left, first), &lines, HEAD);
        }
        last + GAP
    }

    fn row(&self, canvas: &mut Canvas, row: &EvidenceMapRow, top: f64) -> f64 {
        let columns = &self.columns;
        let statement = text::wrap(&row.statement, BODY, columns.statement, usize::MAX);
        let fit = text::wrap(&row.fit, BODY, columns.fit, 4);
        let abreast = ((columns.strand / PITCH).floor() as usize).max(1);
        let claims = self.strands.iter().filter_map(|&strand| row.cells.get(strand)).map(Vec::len).max();
        let mark_lines = claims.unwrap_or(0).div_ceil(abreast).max(1);
        let text_height = statement.len().max(fit.len()).max(row.tally.len()) as f64 * BODY.leading();
        let height = text_height.max(mark_lines as f64 * MARK_LINE) + 2.0 * PAD;
        // Text and marks share the first line, so that the eye runs along it.
        let line = top + PAD + BODY.leading() / 2.0;
        let baseline = line + BODY.size * HALF_CAP;
        canvas.text((0.0, baseline), &text::shorten(&row.number.to_string(), HEAD, columns.number), HEAD);
        canvas.lines((columns.number, baseline), &statement, BODY);
        for (place, &strand) in self.strands.iter().enumerate() {
            let claims = row.cells.get(strand).map_or(&[][..], Vec::as_slice);
            cell(canvas, claims, (columns.strand_left(place), line), abreast);
        }
        canvas.lines((columns.fit_left(), baseline), &fit, BODY);
        let verdict = columns.verdict_left();
        marks::verdict(canvas, row.verdict, (verdict + RADIUS, line), RADIUS);
        if columns.says_verdict() {
            let left = verdict + 2.0 * RADIUS + 4.0;
            let tally = row.tally.iter().map(|line| text::shorten(line, BODY, canvas.width() - left));
            canvas.lines((left, baseline), &tally.collect::<Vec<_>>(), BODY);
        }
        let shown = row.shown.as_ref();
        canvas.shows(shown, (0.0, top), (columns.strand_left(0) - BETWEEN, top + height));
        canvas.shows(shown, (columns.fit_left(), top), (canvas.width(), top + height));
        top + height
    }
}

/// The claims of a strand, line by line.
fn cell(canvas: &mut Canvas, claims: &[ClaimMark], (left, y): Point, abreast: usize) {
    if claims.is_empty() {
        canvas.text((left, y + NOTE.size * HALF_CAP), "silent", NOTE.italic());
    }
    for (i, claim) in claims.iter().enumerate() {
        let x = left + RADIUS + (i % abreast) as f64 * PITCH;
        claim_mark(canvas, claim, (x, y + (i / abreast) as f64 * MARK_LINE));
    }
}

/// The verdict, with a bar below a claim that qualifies and a chevron below one that challenges.
fn claim_mark(canvas: &mut Canvas, claim: &ClaimMark, (x, y): Point) {
    marks::verdict(canvas, claim.verdict, (x, y), RADIUS);
    canvas.shows_at(claim.shown.as_ref(), (x, y), RADIUS);
    let under = y + RADIUS + 2.0;
    match claim.stance {
        StanceMark::Supports => {}
        StanceMark::Qualifies => canvas.line((x - RADIUS, under), (x + RADIUS, under), LINE, INK),
        StanceMark::Challenges => {
            canvas.path(vec![(x - RADIUS, under - 0.4), (x, under + 1.4), (x + RADIUS, under - 0.4)], LINE, INK);
        }
    }
}

/// Keys for the verdicts and stances that the map holds.
fn entries(chart: &EvidenceMap) -> Vec<Entry<'static>> {
    let claims = || chart.rows.iter().flat_map(|row| row.cells.iter().flatten());
    let mut entries = vec![Entry::note("A mark for each claim:")];
    for verdict in [Mark::Holds, Mark::CannotTell, Mark::Contradicted] {
        let rows = chart.rows.iter().any(|row| row.verdict == verdict);
        if rows || claims().any(|claim| claim.verdict == verdict) {
            let words = marks::verdict_word(verdict);
            entries.push(Entry::mark(words, move |canvas, at| marks::verdict(canvas, verdict, at, RADIUS)));
        }
    }
    for (stance, words) in [(StanceMark::Qualifies, "qualifies"), (StanceMark::Challenges, "challenges")] {
        if claims().any(|claim| claim.stance == stance) {
            entries.push(Entry::mark(words, move |canvas, (x, y)| {
                let verdict = Mark::Holds;
                claim_mark(canvas, &ClaimMark { verdict, shown: None, stance }, (x, y - 1.0));
            }));
        }
    }
    if claims().next().is_none() { Vec::new() } else { entries }
}
