//! What each row of descriptives says about itself.

use std::collections::BTreeMap;

use super::Tables;
use super::blame::{Set, bits, conflict, suspects};
use super::figure::Reading;
use super::finding::{Finding, Verdict};
use super::slip::{Slip, slip};
use super::wave::{FIGURES, GRID, MAX, MEAN, MEDIAN, MIN, N, RANGE, SD, SE, Wave};
use super::words::{article, limit, listed, ought};
use crate::diag::Origin;
use crate::model::DescribeRow;
use crate::stats::Span;

/// The faulty figures of descriptives, by the address of the row.
pub type Faulty = BTreeMap<String, Set>;

const BLAMABLE: Set = MEAN | SD | MIN | MAX | SE | MEDIAN | N;
/// What is left out first when a contradiction is told: what says least.
const ORDER: [Set; 9] = [GRID, RANGE, MEDIAN, SE, SD, MIN, MAX, MEAN, N];
/// Among figures that may each be the wrong one.
const LIKELY: [Set; 7] = [SD, MEAN, MAX, MIN, SE, MEDIAN, N];

pub fn findings(tables: &Tables<'_>) -> (Vec<Finding>, Faulty) {
    let mut found = Vec::new();
    let mut faulty = Faulty::new();
    for row in &tables.reported.describe {
        let wave = Wave::new(row, tables.measures);
        let bad = examine(&wave, tables, &mut found);
        if bad != 0 {
            faulty.insert(row.address(), bad);
        }
        relations(&wave, bad, &mut found);
    }
    (found, faulty)
}

/// The cell of a figure.
pub fn cell<'a>(row: &'a DescribeRow, column: &str) -> &'a Origin {
    row.places.of(column).unwrap_or(&row.origin)
}

fn examine(wave: &Wave<'_>, tables: &Tables<'_>, found: &mut Vec<Finding>) -> Set {
    let all = wave.all();
    let possible = |set: Set| wave.possible(set, Reading::Either);
    let Some(groups) = suspects(all, &LIKELY, &possible) else { return 0 };
    if let Some((first, second)) = exchanged(wave) {
        found.push(exchange(wave, first, second));
        return first | second;
    }
    let slip_of = |bit: Set| {
        let (_, column, _) = named(bit);
        let near = near(wave.row, tables, bit);
        let spans: Vec<Span> = wave.ought(bit, all).into_iter().collect();
        slip(column, wave.figure(bit)?, &spans, wave.row.n, near)
    };
    let weight = |group: &Set| {
        let slips: i64 = bits(*group).filter_map(slip_of).map(|slip| slip.weight()).sum();
        let place = LIKELY.iter().position(|bit| group & bit != 0).unwrap_or(LIKELY.len());
        slips + (LIKELY.len() - place) as i64
    };
    let group = groups.iter().copied().max_by_key(weight).unwrap_or(0);
    for bit in bits(group) {
        // The others of the group are taken to be wrong, too.
        let rest = all & !(group & !bit);
        let clash = conflict(rest, bit, &ORDER, &possible);
        found.push(finding(wave, bit, clash, rest, slip_of(bit)));
    }
    group
}

/// Two figures that would be possible in each other's place.
fn exchanged(wave: &Wave<'_>) -> Option<(Set, Set)> {
    let pairs = [(MIN, MAX), (SD, SE), (MEAN, SD), (MEAN, MEDIAN), (MEAN, MIN), (MEAN, MAX)];
    pairs.into_iter().find(|(first, second)| {
        let (Some(a), Some(b)) = (wave.printed(*first), wave.printed(*second)) else { return false };
        // Only for SD and standard error, or for two limits, is it as likely as one wrong figure.
        let one = |bit: Set| wave.possible(wave.all() & !bit, Reading::Either);
        let likely = matches!((*first, *second), (MIN, MAX) | (SD, SE)) || !one(*first) && !one(*second);
        let tried = Wave { instead: vec![(*first, b.clone()), (*second, a.clone())], ..wave.clone() };
        likely && a.value() != b.value() && tried.possible(tried.all(), Reading::Either)
    })
}

fn exchange(wave: &Wave<'_>, first: Set, second: Set) -> Finding {
    let both = [first, second].map(|bit| (named(bit), wave.printed(bit).map_or("", |figure| figure.text())));
    let [((_, column, name), text), ((_, other_column, other_name), other)] = both;
    let rule = if second == SE { "se-of-mean" } else { "mean-between-limits" };
    let address = wave.row.address();
    let cells = [column, other_column].map(|column| (format!("{address}.{column}"), cell(wave.row, column).clone()));
    Finding::new(rule, address, cell(wave.row, column), Verdict::Inconsistent)
        .field(column)
        .printed(format!("{text}, {other}"))
        .recomputed(format!("{other}, {text}"))
        .cells(cells.to_vec())
        .slip(Some(format!("{name} and {other_name} in each other's place")))
        .say(format!("The {name} of {text} and the {other_name} of {other} stand in each other's place."))
}

fn named(bit: Set) -> (Set, &'static str, &'static str) {
    FIGURES.into_iter().find(|(other, ..)| *other == bit).unwrap_or((bit, "n", "n"))
}

/// Where the same figure of the same scale lies at other timepoints, generously.
fn near(row: &DescribeRow, tables: &Tables<'_>, bit: Set) -> Option<Span> {
    let others =
        tables.reported.describe.iter().filter(|other| other.subject == row.subject && !std::ptr::eq(*other, row));
    let spans: Vec<Span> = others
        .filter_map(|other| match bit {
            SD => other.sd.as_ref().map(|sd| Span::new(sd.value() / 2.0, sd.value() * 2.0)),
            MEAN => other
                .mean
                .as_ref()
                .zip(other.sd.as_ref())
                .map(|(mean, sd)| Span::new(mean.value() - 2.0 * sd.value(), mean.value() + 2.0 * sd.value())),
            _ => None,
        })
        .collect();
    let low = spans.iter().map(|span| span.low).reduce(f64::min)?;
    let high = spans.iter().map(|span| span.high).reduce(f64::max)?;
    Some(Span::new(low, high))
}

/// Figures with their names: `a mean of 4.3`, `20 scores`.
fn said(wave: &Wave<'_>, set: Set) -> Vec<String> {
    let mut told: Vec<String> =
        wave.row.n.filter(|_| set & N != 0).map(|n| format!("{n} scores")).into_iter().collect();
    for (bit, _, name) in FIGURES {
        if let Some(printed) = wave.figure(bit).filter(|_| set & bit != 0) {
            told.push(format!("{} {name} of {}", article(name), printed.text()));
        }
    }
    if let Some((low, high)) = wave.range.filter(|_| set & RANGE != 0) {
        told.push(match high.is_finite() {
            true => format!("a range from {} to {}", limit(low), limit(high)),
            false => format!("a least value of {}", limit(low)),
        });
    }
    if let Some(grid) = wave.grid.filter(|_| set & GRID != 0) {
        told.push(format!("steps of {}", limit(grid.step())));
    }
    told
}

/// `clash` is what the figure contradicts, `sound` everything that is taken to be right, and the figure itself.
fn finding(wave: &Wave<'_>, bit: Set, clash: Set, sound: Set, slip: Option<Slip>) -> Finding {
    let (_, column, name) = named(bit);
    let others = clash & !bit;
    let rule = match slip {
        Some(Slip::Point(_)) => "digits-lost",
        _ if clash & SE != 0 => "se-of-mean",
        _ if others & !RANGE == 0 => "outside-range",
        _ if clash & GRID != 0 && clash & SD != 0 => "grimmer",
        _ if clash & GRID != 0 => "grim",
        _ if clash & SD != 0 => "sd-bounds",
        _ => "mean-between-limits",
    };
    let text = match wave.figure(bit) {
        Some(printed) => printed.text().to_owned(),
        None => wave.row.n.map_or(String::new(), |n| n.to_string()),
    };
    let decimals = wave.figure(bit).map_or(0, crate::model::Printed::decimals);
    let span = if rule == "grim" { on_grid(wave) } else { wave.ought(bit, sound).into_iter().collect() };
    let shows = rule != "grimmer" && span.iter().all(|span| !span.is_empty());
    let recomputed = if shows && !span.is_empty() { ought(&span, decimals) } else { String::new() };
    let beside = said(wave, others);
    let what = if bit == N { "n" } else { name };
    let mut message = match rule {
        "outside-range" => {
            let (low, high) = wave.range.unwrap_or_default();
            format!("The {what} is printed as {text}, and the scale goes from {} to {}", limit(low), limit(high))
        }
        _ => format!("The {what} is printed as {text}, which does not go together with {}", listed(&beside)),
    };
    if !recomputed.is_empty() && rule != "outside-range" {
        message.push_str(&format!("; it would be {recomputed}"));
    }
    if let Some(slip) = &slip {
        message.push_str(&format!("; {}", slip.words()));
    }
    Finding::new(rule, wave.row.address(), cell(wave.row, column), Verdict::Inconsistent)
        .field(column)
        .printed(text)
        .recomputed(recomputed)
        .slip(slip.map(|slip| slip.name().to_owned()))
        .say(message + ".")
}

/// The two means of scores on the grid that are nearest to the printed one.
fn on_grid(wave: &Wave<'_>) -> Vec<Span> {
    let (Some(mean), Some(n), Some(grid)) = (wave.figure(MEAN), wave.row.n, wave.grid) else { return Vec::new() };
    let sum = (mean.value() - grid.origin) / grid.step() * n as f64;
    let mean = |sum: f64| grid.origin + sum * grid.step() / n as f64;
    [sum.floor(), sum.ceil()].map(|sum| Span::new(mean(sum), mean(sum))).to_vec()
}

/// A finding for each rule that nothing speaks against, or that lacks an input.
fn relations(wave: &Wave<'_>, bad: Set, found: &mut Vec<Finding>) {
    let all = wave.all();
    let has = |set: Set| all & set == set;
    let limits = has(MIN | MAX) || wave.range.is_some_and(|(_, high)| high.is_finite());
    let sd_lacks = match (has(N), limits) {
        (true, true) => None,
        (false, _) => Some("n"),
        (true, false) => Some("minimum and maximum, or the range of the scale"),
    };
    let checks: [(&'static str, Set, bool, Option<&str>); 6] = [
        ("mean-between-limits", MEAN, has(MEAN), (!has(MIN) && !has(MAX)).then_some("minimum or maximum")),
        (
            "outside-range",
            MIN | MAX | MEAN,
            all & (MIN | MAX | MEAN) != 0,
            (!has(RANGE)).then_some("range of the scale"),
        ),
        ("sd-bounds", SD, has(SD), sd_lacks),
        ("se-of-mean", SE | SD | N, has(SE), (!has(SD | N)).then_some("SD and n")),
        ("grim", MEAN | N, has(MEAN | GRID) && wave.bites(), None),
        ("grimmer", SD | MEAN | N, has(MEAN | SD | GRID) && wave.bites(), None),
    ];
    for (rule, about, asked, lacks) in checks {
        if !asked || about & bad != 0 {
            continue;
        }
        let bit = bits(about & all).next().unwrap_or(MEAN);
        let (_, column, name) = named(bit);
        let printed = wave.figure(bit).map_or(String::new(), |printed| printed.text().to_owned());
        let verdict = if lacks.is_some() { Verdict::CannotTell } else { Verdict::Consistent };
        let message = match lacks {
            Some(lacks) => format!(
                "The {name} of {printed} cannot be judged without the {lacks}, which the source does not print."
            ),
            None => format!("The {name} of {printed} fits the figures beside it."),
        };
        found.push(
            Finding::new(rule, wave.row.address(), cell(wave.row, column), verdict)
                .field(column)
                .printed(printed)
                .say(message),
        );
    }
    if bad == 0 && !wave.possible(all, Reading::Rounded) {
        found.push(
            Finding::new("cut-off", wave.row.address(), &wave.row.origin, Verdict::Consistent)
                .printed(said(wave, all & BLAMABLE).join(", "))
                .say("The figures fit only if one of them was cut off, not rounded."),
        );
    }
}
