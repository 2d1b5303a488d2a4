//! Charts as SVG: the numbers come final from `compose`, this room gives them a place, a shape and a colour.
//!
//! `theme` says how everything looks, `text` measures and wraps, `canvas` collects shapes in points and hands them
//! to Plotters; then a file a kind of chart. No statistic is computed here, and no title is drawn: that is the
//! caption's work.

mod theme;

mod text;

mod canvas;

mod sheet;

mod marks;

mod axis;

mod legend;

mod look;

mod rows;

mod domain;

mod time_axis;

mod ground;

mod multiples;

mod panel;

mod bars;

mod trajectories;

mod swarm;

mod silhouette;

mod distribution;

mod flow_box;

mod participant_flow;

mod forest_columns;

mod forest_marks;

mod change_forest;

mod norm_profile;

mod themes_by_timepoint;

mod evidence_map;

mod evidence_spread;

mod joint_display;

mod parts;

#[cfg(test)]
mod tests;

pub use parts::draw_parts;
pub use text::register_fonts;

use std::ops::Range;

use crate::compose::Shown;
use crate::compose::chart::Chart;
use canvas::Canvas;
use theme::{GAP, NOTE};

/// A finished chart: a whole SVG document and its size on the page.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    pub svg: String,
    pub width_mm: f64,
    pub height_mm: f64,
    /// What stands where, in the order in which it was drawn.
    pub regions: Vec<Region>,
}

/// A box of a drawing, in millimetres from its upper left corner, and what a mark or label there shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Region {
    pub from: (f64, f64),
    pub to: (f64, f64),
    pub shown: Shown,
}

impl Drawing {
    /// What is shown at a point, or no farther from it than so many millimetres: the nearest, and of two that hold the
    /// point the smaller.
    pub fn shown(&self, (x, y): (f64, f64), reach: f64) -> Option<&Region> {
        let outside = |at: f64, from: f64, to: f64| (from - at).max(at - to).max(0.0);
        let off =
            |region: &Region| outside(x, region.from.0, region.to.0).hypot(outside(y, region.from.1, region.to.1));
        let size = |region: &Region| (region.to.0 - region.from.0) * (region.to.1 - region.from.1);
        let near = self.regions.iter().map(|region| (off(region), size(region), region));
        let near = near.filter(|(off, ..)| *off <= reach);
        near.min_by(|a, b| (a.0.total_cmp(&b.0)).then(a.1.total_cmp(&b.1))).map(|(.., region)| region)
    }
}

/// Draws a chart at a width; the height follows from the content.
///
/// A width that no page has is brought to the nearest one that can be drawn.
#[cfg(test)]
pub fn draw(chart: &Chart, width_mm: f64) -> Drawing {
    draw_marked(chart, width_mm, None)
}

/// Draws a chart, with a mark in small letters at its lower right that says what it must not be taken for, such as
/// `Simulated data`.
pub fn draw_marked(chart: &Chart, width_mm: f64, mark: Option<&str>) -> Drawing {
    draw_part(chart, width_mm, mark, 0..usize::MAX)
}

/// Draws some of a chart's rows or panels, on the scale that all of them have.
fn draw_part(chart: &Chart, width_mm: f64, mark: Option<&str>, part: Range<usize>) -> Drawing {
    let mut canvas = Canvas::new(width_mm);
    canvas.part = part;
    let chart = &parts::panels(chart, &canvas.part);
    let height = match &**chart {
        Chart::Trajectories(chart) => trajectories::draw(&mut canvas, chart),
        Chart::ChangeForest(chart) => change_forest::draw(&mut canvas, chart),
        Chart::NormProfile(chart) => norm_profile::draw(&mut canvas, chart),
        Chart::ThemesByTimepoint(chart) => themes_by_timepoint::draw(&mut canvas, chart),
        Chart::EvidenceMap(chart) => evidence_map::draw(&mut canvas, chart),
        Chart::EvidenceSpread(chart) => evidence_spread::draw(&mut canvas, chart),
        Chart::JointDisplay(chart) => joint_display::draw(&mut canvas, chart),
        Chart::Distribution(chart) => distribution::draw(&mut canvas, chart),
        Chart::ParticipantFlow(chart) => participant_flow::draw(&mut canvas, chart),
    };
    let height = mark.map_or(height, |mark| below(&mut canvas, mark, height));
    canvas.finish(height)
}

/// Sets a mark on a line of its own below the chart; gives the new height.
fn below(canvas: &mut Canvas, mark: &str, height: f64) -> f64 {
    let style = NOTE.italic().end();
    let baseline = height.max(0.0) + GAP / 2.0 + style.size;
    canvas.text((canvas.width(), baseline), mark, style);
    baseline + style.leading() - style.size + 0.5
}
