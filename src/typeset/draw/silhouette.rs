//! The outline of very many scores: a step a bin, as far from its base line as the bin's share of the people.

use super::axis::Scale;
use super::canvas::{Canvas, Point};
use super::theme::{HAIR, Ink};
use crate::compose::chart::Bin;

/// Bins that can be drawn.
fn sound(bins: &[Bin]) -> impl Iterator<Item = &Bin> {
    bins.iter().filter(|bin| bin.low.is_finite() && bin.high.is_finite() && bin.low < bin.high)
}

/// Both ends of all bins that hold somebody.
pub fn ends(bins: &[Bin]) -> impl Iterator<Item = f64> {
    sound(bins).filter(|bin| bin.count > 0).flat_map(|bin| [bin.low, bin.high])
}

/// The largest share that a bin has of the people, over the height of the bin.
pub fn densest(bins: &[Bin]) -> f64 {
    let total = total(bins);
    sound(bins).map(|bin| density(bin, total)).filter(|density| density.is_finite()).fold(0.0, f64::max)
}

fn total(bins: &[Bin]) -> f64 {
    sound(bins).map(|bin| bin.count as f64).sum()
}

fn density(bin: &Bin, total: f64) -> f64 {
    if total > 0.0 { bin.count as f64 / total / (bin.high - bin.low) } else { 0.0 }
}

/// Draws the outline to the right of a base line; the densest of the panel takes the whole room.
pub fn paint(canvas: &mut Canvas, bins: &[Bin], scale: &Scale, (base, room): Point, densest: f64, ink: Ink) {
    let total = total(bins);
    let filled: Vec<&Bin> = sound(bins).filter(|bin| bin.count > 0).collect();
    // Bins that touch share an outline, and a viewer shows no paper between them.
    for run in filled.chunk_by(|one, next| one.high >= next.low) {
        let mut outline: Vec<Point> = Vec::new();
        for bin in run {
            // A single person among a million must still be seen.
            let x = base + (room * (density(bin, total) / densest).min(1.0)).max(HAIR);
            outline.extend([(x, scale.at(bin.low)), (x, scale.at(bin.high))]);
        }
        let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
        outline.insert(0, (base, scale.at(first.low)));
        outline.push((base, scale.at(last.high)));
        canvas.fill(outline, ink);
    }
}
