//! Every participant's score by timepoint: dots or outlines with median and quartiles beside them, as small multiples.

use super::axis::{self, Scale};
use super::canvas::{Canvas, Point};
use super::domain::{Domain, Extent};
use super::ground::{self, Frame, Ground, Tally};
use super::legend::{self, Entry};
use super::look::{self, Look};
use super::marks::{self, Fill, Shape};
use super::multiples::{Grid, Wish};
use super::silhouette;
use super::swarm::{self, Swarm};
use super::theme::{self, ACCENT, AXIS, COURSE, HAIR, Ink, MARK, NOTE};
use super::time_axis::{self, Lane, Lanes};
use crate::compose::chart::{Course, Distribution, DistributionPanel, DistributionWave, Spread, Tick};

const MOST_PARTS: usize = 6;
const LEAST_SLOT: f64 = 118.0;
const WIDEST_SLOT: f64 = 200.0;
/// What a lane wants to be wide, with few dots and with many.
const LANE: (f64, f64) = (22.0, 40.0);
/// From the left of a lane to the middle of its quartiles, and on to its dots.
const BOX: f64 = 3.4;
const DOTS: f64 = 7.2;
/// Between two lanes.
const APART: f64 = 2.0;
/// Width of the bar from the first to the third quartile.
const BAR: f64 = 2.2;
/// How much of their colour dots and outlines keep, beside the quartiles' whole one.
const DOT: f64 = 0.75;
const OUTLINE: f64 = 0.55;
/// Between the ends of the axis and those of the frame, at the least.
const INSET: f64 = 3.0;

pub fn draw(canvas: &mut Canvas, chart: &Distribution) -> f64 {
    let room = canvas.width();
    let grounds: Vec<Ground> = chart.panels.iter().map(|panel| ground(panel, chart)).collect();
    // Room for a legend of two lines: what it says is known only after the dots have their places.
    let grid = Grid::of(&grounds, (room, 2.5 * NOTE.leading()), &wish(chart));
    let panels = chart.panels.iter().zip(&grounds);
    let plots: Vec<Plot> = panels.map(|(panel, ground)| Plot::of(panel, ground, chart, grid.frame())).collect();
    let blocks = plots.iter().any(|plot| plot.swarm.blocks);
    let y = legend::strip(canvas, &entries(chart, blocks), (0.0, 0.0), room);
    grid.draw(canvas, &grounds, y, |canvas, i, frame| plots[i].paint(canvas, frame))
}

/// A panel wants to be as wide as its lanes, and these as wide as their dots need.
fn wish(chart: &Distribution) -> Wish {
    let waves = || chart.panels.iter().flat_map(waves);
    let dots = waves().map(|wave| match &wave.spread {
        Spread::Dots(scores) => scores.len(),
        Spread::Bins(_) => 0,
    });
    let lane = (LANE.0 + 0.2 * dots.max().unwrap_or(0) as f64).min(LANE.1);
    let lanes = (chart.ticks.len() * chart.groups.len().max(1)) as f64;
    let usual = (lanes * lane + 20.0).max(LEAST_SLOT);
    let widest = (1.6 * usual).max(WIDEST_SLOT);
    Wish { usual, widest, narrowest: LEAST_SLOT, rise: 0.62, heights: (76.0, 130.0), lowest: 60.0 }
}

fn ground<'a>(panel: &'a DistributionPanel, chart: &Distribution) -> Ground<'a> {
    let shown = panel.waves.iter().flatten().flat_map(shown);
    let courses = panel.courses.iter().flat_map(|course| course.values.iter().flatten().copied());
    let extent = Extent { range: panel.range, decimals: panel.decimals, parts: MOST_PARTS };
    Ground {
        group: &panel.group,
        title: &panel.title,
        polarity: panel.polarity,
        norm: panel.norm,
        decimals: panel.decimals,
        domain: Domain::of(shown.chain(courses).chain(panel.norm.map(|(mean, _)| mean)), extent),
        counts: tallies(panel, chart.groups.len()),
    }
}

fn tallies(panel: &DistributionPanel, groups: usize) -> Vec<Tally> {
    let tally = |group: usize| Tally {
        look: (groups > 0).then(|| Look::nth(group)),
        counts: panel.waves.iter().map(|wave| wave.get(group).map(|wave| wave.count)).collect(),
    };
    (0..groups.max(1)).map(tally).collect()
}

/// All numbers of a wave that the axis has to show.
fn shown(wave: &DistributionWave) -> Vec<f64> {
    let spread: Vec<f64> = match &wave.spread {
        Spread::Dots(scores) => scores.clone(),
        Spread::Bins(bins) => silhouette::ends(bins).collect(),
    };
    let quartiles = wave.quartiles.into_iter().flat_map(|(low, median, high)| [low, median, high]);
    spread.into_iter().chain(quartiles).collect()
}

/// A panel with its dots in their places, in a frame at nought.
struct Plot<'a> {
    panel: &'a DistributionPanel,
    ground: &'a Ground<'a>,
    ticks: &'a [Tick],
    groups: usize,
    swarm: Swarm,
    /// Room for blocks of equal scores beyond the ends of the axis.
    inset: f64,
    lane: f64,
    densest: f64,
}

impl<'a> Plot<'a> {
    fn of(panel: &'a DistributionPanel, ground: &'a Ground, chart: &'a Distribution, frame: Frame) -> Plot<'a> {
        let groups = chart.groups.len();
        let room = Lanes::of(&chart.ticks, groups, frame).width() - DOTS - APART;
        let lay = |inset: f64| {
            let (heights, step) = heights(panel, &ground.scale(frame, inset));
            swarm::lay(&heights, room, step)
        };
        let inset = INSET.max(lay(INSET).reach + 1.0).min(frame.height / 3.0);
        let swarm = lay(inset);
        let bins = waves(panel).filter_map(|wave| match &wave.spread {
            Spread::Bins(bins) => Some(silhouette::densest(bins)),
            Spread::Dots(_) => None,
        });
        let densest = bins.fold(0.0, f64::max);
        let widest = swarm.lanes.iter().flatten().map(|dot| dot.0 + swarm.radius).fold(0.0, f64::max);
        let lane = DOTS + if densest > 0.0 { room } else { widest } + 2.0 * APART;
        Plot { panel, ground, ticks: &chart.ticks, groups, swarm, inset, lane, densest }
    }

    fn paint(&self, canvas: &mut Canvas, frame: Frame) {
        let lanes = Lanes::of(self.ticks, self.groups, frame).narrow(self.lane);
        let scale = self.ground.scale(frame, self.inset);
        self.ground.paint_band(canvas, &scale, frame);
        let share = theme::among(self.panel.courses.len());
        for course in &self.panel.courses {
            let ink = if self.groups > 0 { Look::nth(course.group).ink } else { COURSE };
            self.trace(canvas, course, (&lanes, &scale), ink.pale(share));
        }
        self.ground.paint(canvas, self.ticks, &scale, &lanes.columns, frame);
        self.ground.show_title(canvas, self.panel.shown.as_ref(), frame);
        if waves(self.panel).all(|wave| shown(wave).into_iter().all(|score| axis::placeable(score).is_none())) {
            let middle = (frame.left + frame.width / 2.0, frame.top + frame.height / 2.0);
            axis::nothing(canvas, middle, "no data");
        }
        let mut swarms = self.swarm.lanes.iter();
        for (tick, wave) in self.panel.waves.iter().enumerate() {
            for (group, wave) in wave.iter().enumerate() {
                let dots = swarms.next().map_or(&[][..], Vec::as_slice);
                let Some(lane) = lanes.lane(tick, group) else { continue };
                let look = (self.groups > 0).then(|| Look::nth(group));
                self.spread(canvas, wave, (dots, frame.top), (lane, &scale), look.map_or(ACCENT, |look| look.ink));
                quartiles(canvas, wave, lane.left + BOX, &scale, look);
                self.show(canvas, wave, lane, &scale);
            }
        }
    }

    /// A participant's scores, joined from timepoint to timepoint; a gap in the data is a gap in the line.
    fn trace(&self, canvas: &mut Canvas, course: &Course, (lanes, scale): (&Lanes, &Scale), ink: Ink) {
        let score = |i: usize| course.values.get(i).copied().flatten().filter(|score| score.is_finite());
        for tick in 0..course.values.len() {
            let pair = (lanes.lane(tick, course.group), lanes.lane(tick + 1, course.group));
            if let ((Some(lane), Some(next)), Some(here), Some(then)) = (pair, score(tick), score(tick + 1)) {
                let place = |lane: Lane, score: f64| (lane.left + DOTS + self.swarm.radius, scale.at(score));
                canvas.line(place(lane, here), place(next, then), HAIR, ink);
            }
        }
    }

    /// A lane shows one result from its lowest to its highest score.
    fn show(&self, canvas: &mut Canvas, wave: &DistributionWave, lane: Lane, scale: &Scale) {
        let heights = shown(wave).into_iter().filter_map(axis::placeable).map(|score| scale.at(score));
        let (top, bottom) = heights.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), y| (a.min(y), b.max(y)));
        let right = lane.left + lane.width.min(self.lane);
        canvas.shows(wave.shown.as_ref(), (lane.left, top - MARK), (right, bottom + MARK));
    }

    fn spread(
        &self,
        canvas: &mut Canvas,
        wave: &DistributionWave,
        (dots, top): (&[Point], f64),
        (lane, scale): (Lane, &Scale),
        ink: Ink,
    ) {
        let base = lane.left + DOTS;
        match &wave.spread {
            Spread::Dots(_) => {
                for (x, y) in dots {
                    canvas.disc((base + x, top + y), self.swarm.radius, ink.pale(DOT));
                }
            }
            Spread::Bins(bins) => {
                let room = lane.width - DOTS - APART;
                silhouette::paint(canvas, bins, scale, (base, room), self.densest, ink.pale(OUTLINE));
            }
        }
    }
}

/// The bar from quartile to quartile, with the median on it.
fn quartiles(canvas: &mut Canvas, wave: &DistributionWave, x: f64, scale: &Scale, look: Option<Look>) {
    let Some((low, median, high)) = wave.quartiles else { return };
    if [low, median, high].iter().all(|quartile| quartile.is_finite()) {
        let ink = look.map_or(ACCENT, |look| look.ink);
        let (low, median, high) = (scale.at(low), scale.at(median), scale.at(high));
        canvas.block((x - BAR / 2.0, high), (BAR, low - high), ink);
        marks::mark(canvas, look.map_or(Shape::Disc, |look| look.shape), (x, median), MARK, Fill::Hollow, ink);
    }
}

fn waves(panel: &DistributionPanel) -> impl Iterator<Item = &DistributionWave> {
    panel.waves.iter().flatten()
}

/// The heights of all dots, lane by lane, and the least distance between two that are not the same.
fn heights(panel: &DistributionPanel, scale: &Scale) -> (Vec<Vec<f64>>, f64) {
    let lane = |wave: &DistributionWave| match &wave.spread {
        Spread::Dots(scores) => {
            let scores = scores.iter().filter_map(|score| axis::placeable(*score));
            let mut heights: Vec<f64> = scores.map(|score| scale.at(score)).collect();
            heights.sort_by(|one, next| next.total_cmp(one));
            heights
        }
        Spread::Bins(_) => Vec::new(),
    };
    let lanes: Vec<Vec<f64>> = waves(panel).map(lane).collect();
    let mut all: Vec<f64> = lanes.iter().flatten().copied().collect();
    all.sort_by(f64::total_cmp);
    let gaps = all.windows(2).map(|pair| pair[1] - pair[0]).filter(|gap| *gap > 1e-6);
    let step = gaps.fold(f64::INFINITY, f64::min);
    (lanes, step)
}

/// Keys for what the panels really hold.
fn entries(chart: &Distribution, blocks: bool) -> Vec<Entry<'_>> {
    let waves = || chart.panels.iter().flat_map(waves);
    let mut entries = look::entries(chart.groups.iter().map(String::as_str), false);
    let plain = if chart.groups.is_empty() { ACCENT } else { AXIS };
    if waves().any(|wave| matches!(&wave.spread, Spread::Dots(scores) if !scores.is_empty())) {
        let words = if blocks { "one participant (equal scores in a block)" } else { "one participant" };
        entries.push(Entry::mark(words, move |canvas, at| canvas.disc(at, 1.4, plain.pale(DOT))));
    }
    if waves().any(|wave| matches!(&wave.spread, Spread::Bins(bins) if !bins.is_empty())) {
        entries.push(Entry::new(10.0, "share of participants", move |canvas, x, y| {
            for (rise, width) in [(-4.2, 3.0), (-1.5, 9.0), (1.2, 5.0)] {
                canvas.block((x, y + rise), (width, 3.0), plain.pale(OUTLINE));
            }
        }));
    }
    if waves().any(|wave| wave.quartiles.is_some()) {
        entries.push(Entry::mark("median and quartiles", move |canvas, (x, y)| {
            canvas.block((x - BAR / 2.0, y - 4.5), (BAR, 9.0), plain);
            marks::mark(canvas, Shape::Disc, (x, y), MARK, Fill::Hollow, plain);
        }));
    }
    if chart.panels.iter().any(|panel| !panel.courses.is_empty()) {
        entries.push(Entry::new(14.0, "the same participant", |canvas, x, y| {
            canvas.line((x, y), (x + 14.0, y), HAIR, COURSE.pale(theme::among(0)));
        }));
    }
    if chart.panels.iter().any(|panel| panel.norm.is_some()) {
        entries.push(Entry::new(14.0, "norm: mean \u{00b1} 1 SD", ground::norm_key));
    }
    if !chart.panels.is_empty() {
        entries.extend(time_axis::notes(&chart.ticks));
    }
    entries
}
