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

mod rows;

mod domain;

mod panel;

mod bars;

mod trajectories;

mod forest_columns;

mod forest_marks;

mod change_forest;

mod norm_profile;

mod themes_by_timepoint;

mod evidence_map;

mod evidence_spread;

mod joint_display;

#[cfg(test)]
mod tests;

pub use text::register_fonts;

use crate::compose::chart::Chart;
use canvas::Canvas;

/// A finished chart: a whole SVG document and its size on the page.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    pub svg: String,
    pub width_mm: f64,
    pub height_mm: f64,
}

/// Draws a chart at a width; the height follows from the content.
///
/// A width that no page has is brought to the nearest one that can be drawn.
pub fn draw(chart: &Chart, width_mm: f64) -> Drawing {
    let mut canvas = Canvas::new(width_mm);
    let height = match chart {
        Chart::Trajectories(chart) => trajectories::draw(&mut canvas, chart),
        Chart::ChangeForest(chart) => change_forest::draw(&mut canvas, chart),
        Chart::NormProfile(chart) => norm_profile::draw(&mut canvas, chart),
        Chart::ThemesByTimepoint(chart) => themes_by_timepoint::draw(&mut canvas, chart),
        Chart::EvidenceMap(chart) => evidence_map::draw(&mut canvas, chart),
        Chart::EvidenceSpread(chart) => evidence_spread::draw(&mut canvas, chart),
        Chart::JointDisplay(chart) => joint_display::draw(&mut canvas, chart),
        Chart::Distribution(_) | Chart::ParticipantFlow(_) => 0.0,
    };
    canvas.finish(height)
}
