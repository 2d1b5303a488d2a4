//! A column of one table: figures with fewer decimals than the others, and signs against the others.

use super::Tables;
use super::change;
use super::finding::{Finding, Verdict};
use super::scene::{CHANGE, ES, Scene, T};
use crate::diag::{Origin, plural};
use crate::model::{Places, Printed};

/// The fewest figures that show with how many decimals a column is printed.
const FEWEST: usize = 6;

pub fn findings(tables: &Tables<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let reported = tables.reported;
    for column in ["mean", "sd", "min", "max"] {
        let cells: Vec<Cell<'_>> = reported
            .describe
            .iter()
            .filter_map(|row| {
                let figure = match column {
                    "mean" => row.mean.as_ref(),
                    "sd" => row.sd.as_ref(),
                    "min" => row.min.as_ref(),
                    _ => row.max.as_ref(),
                };
                Some(Cell::new(row.address(), column, figure?, &row.places, &row.origin))
            })
            .collect();
        decimals(&cells, &mut found);
    }
    let mut comparisons: Vec<&crate::model::Comparison> = reported.change.iter().map(|row| &row.comparison).collect();
    comparisons.sort();
    comparisons.dedup();
    for comparison in comparisons {
        for column in ["change", "ci_low", "ci_high", "es"] {
            let rows = reported.change.iter().filter(|row| row.comparison == *comparison);
            let cells: Vec<Cell<'_>> = rows
                .filter_map(|row| {
                    let figure = match column {
                        "change" => row.change.as_ref(),
                        "ci_low" => row.ci_low.as_ref(),
                        "ci_high" => row.ci_high.as_ref(),
                        _ => row.es.as_ref(),
                    };
                    Some(Cell::new(row.address(), column, figure?, &row.places, &row.origin))
                })
                .collect();
            decimals(&cells, &mut found);
        }
    }
    let scenes = change::bare(tables, &Default::default());
    signs(&scenes, T, "t-against-change", &mut found);
    signs(&scenes, ES, "effect-size", &mut found);
    found
}

struct Cell<'a> {
    address: String,
    column: &'static str,
    figure: &'a Printed,
    origin: &'a Origin,
}

impl<'a> Cell<'a> {
    fn new(address: String, column: &'static str, figure: &'a Printed, places: &'a Places, row: &'a Origin) -> Self {
        Self { address, column, figure, origin: places.of(column).unwrap_or(row) }
    }
}

/// A remark on each figure that has fewer decimals than nine in ten of its column.
fn decimals(cells: &[Cell<'_>], found: &mut Vec<Finding>) {
    let told: Vec<usize> =
        cells.iter().filter(|cell| !cell.figure.is_bound()).map(|cell| cell.figure.decimals()).collect();
    let usual = told.iter().copied().max_by_key(|d| (told.iter().filter(|other| *other == d).count(), *d)).unwrap_or(0);
    let with = told.iter().filter(|d| **d == usual).count();
    if told.len() < FEWEST || 10 * with < 9 * (told.len() - 1) {
        return;
    }
    for cell in cells.iter().filter(|cell| !cell.figure.is_bound() && cell.figure.decimals() < usual) {
        let text = cell.figure.text();
        let own = plural(cell.figure.decimals(), "decimal");
        found.push(
            Finding::new("cut-off", cell.address.clone(), cell.origin, Verdict::Consistent)
                .field(cell.column)
                .printed(text)
                .say(format!(
                    "{text} has {own}, where the others of its column have {usual}; digits may have been cut off."
                )),
        );
    }
}

/// A sign that differs from those of the other rows, which all stand in one way to the sign of the change.
fn signs(scenes: &[Scene<'_>], bit: u32, rule: &'static str, found: &mut Vec<Finding>) {
    let sides: Vec<(&Scene<'_>, f64, f64)> = scenes
        .iter()
        .filter_map(|scene| Some((scene, scene.figure(CHANGE)?.value(), scene.figure(bit)?.value())))
        .filter(|(_, change, other)| *change != 0.0 && *other != 0.0)
        .collect();
    let rules: [fn(f64, f64) -> bool; 3] =
        [|change, other| change * other > 0.0, |change, other| change * other < 0.0, |_, other| other > 0.0];
    let fits = |rule: fn(f64, f64) -> bool| sides.iter().filter(|(_, change, other)| rule(*change, *other)).count();
    // Of two that fit alike the first: signs that go together are what most tables print.
    let Some(best) = rules.into_iter().rev().max_by_key(|rule| fits(*rule)) else { return };
    let odd: Vec<&(&Scene<'_>, f64, f64)> = sides.iter().filter(|(_, change, other)| !best(*change, *other)).collect();
    // Fewer than one in four, and more than a handful of others to go by.
    if odd.is_empty() || sides.len() < 4 || 4 * odd.len() > sides.len() {
        return;
    }
    for (scene, change, _) in odd {
        // If the change itself has the wrong sign, its interval says so.
        let limits = [super::scene::LOW, super::scene::HIGH].into_iter().filter_map(|bit| scene.figure(bit));
        let limits: Vec<f64> = limits.map(Printed::value).collect();
        if limits.len() == 2 && (limits[0] + limits[1]) * change < 0.0 {
            continue;
        }
        let (column, name) = change::named(bit);
        let (address, origin) = change::place(scene, bit);
        let text = scene.figure(bit).map_or("", |printed| printed.text());
        let beside = scene.figure(CHANGE).map_or("", |printed| printed.text());
        found.push(
            Finding::new(rule, address, origin, Verdict::Inconsistent).field(column).printed(text).say(format!(
                "The {name} is printed as {text} beside a change of {beside}; in the other rows the signs go together otherwise."
            )),
        );
    }
}
