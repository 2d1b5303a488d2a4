//! Figures that would tell the scores of few people: an exact search over sums and sums of squares.
//!
//! Every figure is of one sample or of several, and says something of the sum of their scores or changes and of the sum
//! of the squares, within its rounding: a mean, an SD, an interval, t, p, an effect size, a correlation. Samples overlap,
//! and their differences are sets of people. Of each such set of fewer people than the threshold, and of each score and
//! change of theirs, as many different sums have to be possible as the threshold is. A sum is possible where sums and
//! squares of everybody else are found with which every figure that is shown would be shown as it is. Where too few are
//! found, the figures are withheld that stand in the way of the nearest, as few as there can be.
//!
//! A search that fails withholds more and never less. What order and ranks say of single people is left to `persons`.

mod descend;
mod family;
mod forms;
mod moments;
mod says;
mod shown;
mod solve;
mod targets;
mod unit;

use super::plan::{Plan, Rule};
use crate::analyse::Findings;
use family::Families;
use shown::Publication;

/// Withholds what tells the scores of few people: of the findings as they are and as they are rounded.
pub fn protect(exact: &Findings, rounded: &Findings, threshold: u64, plan: &mut Plan) {
    let families = Families::of(exact, rounded, plan);
    let publication = Publication::of(exact, rounded, plan, &families);
    let units = unit::units(exact);
    let withheld: Vec<_> =
        units.iter().flat_map(|unit| solve::withheld(unit, &publication, threshold as usize)).collect();
    for (at, field) in withheld {
        plan.hide(at, field, Rule::Differencing);
    }
}
