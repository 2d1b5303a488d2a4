//! A column of one table: figures with fewer decimals than the others, and signs against the others.

use super::Tables;
use super::change;
use super::finding::{Finding, Verdict};
use super::scene::{CHANGE, ES, HIGH, LOW, Scene, T};
use crate::diag::{Origin, plural};
use crate::model::{Places, Printed};

/// The fewest figures that show with how many decimals a column is printed.
const FEWEST: usize = 6;

/// `known` is what else was found: a change that has the wrong sign says nothing of the signs beside it.
pub fn findings(tables: &Tables<'_>, known: &[Finding]) -> Vec<Finding> {
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
    let wrong: Vec<&str> = known
        .iter()
        .filter(|finding| finding.field == Some("change") && finding.verdict == Verdict::Inconsistent)
        .map(|finding| finding.address.as_str())
        .collect();
    signs(&scenes, T, "t-against-change", &wrong, &mut found);
    signs(&scenes, ES, "effect-size", &wrong, &mut found);
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
fn signs(scenes: &[Scene<'_>], bit: u32, rule: &'static str, wrong: &[&str], found: &mut Vec<Finding>) {
    let sides: Vec<Side<'_, '_>> = scenes
        .iter()
        .filter(|scene| !wrong.contains(&scene.row.address().as_str()))
        .filter_map(|scene| Side::of(scene, bit))
        .collect();
    let odd: Vec<&Side<'_, '_>> = match bit {
        T => odd_tests(&sides),
        _ => odd_sizes(&sides),
    };
    if let ([side], [], T) = (&sides[..], &odd[..], bit) {
        found.extend(lone(side));
    }
    for side in odd {
        let (column, name) = change::named(bit);
        let (address, origin) = change::place(side.scene, bit);
        let text = side.scene.figure(bit).map_or("", |printed| printed.text());
        let beside = side.scene.figure(CHANGE).map_or("", |printed| printed.text());
        let rest = if sides.len() > 1 { "; in the other rows the signs go together otherwise" } else { "" };
        found.push(
            Finding::new(rule, address, origin, Verdict::Inconsistent)
                .field(column)
                .printed(text)
                .recomputed(turned(text))
                .say(format!(
                    "The {name} is printed as {text} beside a change of {beside}{rest}; the other sign, {}, would explain it.",
                    turned(text)
                )),
        );
    }
}

/// A t without the sign of its change, in a table that has no other row.
fn lone(side: &Side<'_, '_>) -> Option<Finding> {
    let (address, origin) = change::place(side.scene, T);
    let [t, beside] = [T, CHANGE].map(|bit| side.scene.figure(bit).map_or("", |printed| printed.text()));
    (side.change * side.other < 0.0).then(|| {
        Finding::new("t-against-change", address, origin, Verdict::CannotTell)
            .field("t")
            .printed(t)
            .recomputed(turned(t))
            .say(format!(
                "The t is printed as {t} beside a change of {beside}: with the other sign, or by another rule of signs; one row does not tell."
            ))
    })
}

fn turned(text: &str) -> String {
    match text.strip_prefix('\u{2212}') {
        Some(size) => size.to_owned(),
        None => format!("\u{2212}{text}"),
    }
}

/// The signs of a change and of a figure beside it; neither is 0.
struct Side<'s, 'a> {
    scene: &'s Scene<'a>,
    change: f64,
    other: f64,
}

impl<'s, 'a> Side<'s, 'a> {
    fn of(scene: &'s Scene<'a>, bit: u32) -> Option<Self> {
        let (change, other) = (scene.figure(CHANGE)?.value(), scene.figure(bit)?.value());
        // If the change itself has the wrong sign, its interval says so.
        let limits: Vec<f64> =
            [LOW, HIGH].into_iter().filter_map(|bit| scene.figure(bit)).map(Printed::value).collect();
        let turned = limits.len() == 2 && (limits[0] + limits[1]) * change < 0.0;
        (change != 0.0 && other != 0.0).then_some(Self { scene, change: if turned { -change } else { change }, other })
    }
}

type Rule = fn(&Side<'_, '_>) -> bool;
/// Of rules that fit alike the first: signs that go together are what most tables print.
const RULES: [Rule; 3] =
    [|side| side.change * side.other > 0.0, |side| side.change * side.other < 0.0, |side| side.other > 0.0];

/// Tests against the rule of their table. With a single row there is none, but an effect size beside it tells.
fn odd_tests<'t, 's, 'a>(sides: &'t [Side<'s, 'a>]) -> Vec<&'t Side<'s, 'a>> {
    let fits = |rule: &Rule| sides.iter().filter(|side| rule(side)).count();
    let Some(best) = RULES.iter().rev().max_by_key(|rule| fits(rule)) else { return Vec::new() };
    let against = |side: &&Side<'_, '_>| side.change * side.other < 0.0;
    if let ([side], true) = (sides, sides.iter().all(|side| against(&side))) {
        let es = side.scene.figure(ES).map_or(0.0, Printed::value);
        // A t without any sign is usual, too.
        return if es * side.change > 0.0 && side.other < 0.0 { vec![side] } else { Vec::new() };
    }
    let odd: Vec<&Side<'_, '_>> = sides.iter().filter(|side| !best(side)).collect();
    if 2 * odd.len() <= sides.len() { odd } else { Vec::new() }
}

/// Effect sizes against the rule of their table; fewer than one in four, since a sign may say what is better.
fn odd_sizes<'t, 's, 'a>(sides: &'t [Side<'s, 'a>]) -> Vec<&'t Side<'s, 'a>> {
    let fits = |rule: &Rule| sides.iter().filter(|side| rule(side)).count();
    let Some(best) = RULES.iter().rev().max_by_key(|rule| fits(rule)) else { return Vec::new() };
    let odd: Vec<&Side<'_, '_>> = sides.iter().filter(|side| !best(side)).collect();
    if sides.len() < 4 || 4 * odd.len() > sides.len() { Vec::new() } else { odd }
}
