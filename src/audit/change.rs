//! What each change says beside its interval, its test, its effect size and its two timepoints.

use super::Tables;
use super::blame::{Set, bits, conflict, suspects};
use super::effect;
use super::figure::{Reading, Slip, slip};
use super::finding::{Finding, Verdict};
use super::relations::relations;
use super::scene::{
    CHANGE, DF, ES, FIGURES, HIGH, LIMITS, LOW, MEAN_FROM, MEAN_TO, N, P, R, SD, SD_FROM, SD_TO, SE, Scene, T,
};
use super::shared::Evidence;
use super::wave::Wave;
use super::wave_findings::Faulty;
use super::words::{article, listed, ought};
use crate::diag::Origin;
use crate::model::{ChangeSign, DescribeRow, Described, TimepointId};
use crate::stats::{Confidence, Span};

/// What is left out first when a contradiction is told: what says least.
const ORDER: [Set; 16] = [LIMITS, R, SD_FROM, SD_TO, MEAN_FROM, MEAN_TO, ES, SE, SD, DF, T, P, CHANGE, LOW, HIGH, N];
/// Among figures that may each be the wrong one.
const LIKELY: [Set; 15] = [P, CHANGE, HIGH, LOW, ES, T, SD, SE, DF, R, MEAN_TO, MEAN_FROM, SD_FROM, SD_TO, N];

pub fn findings(tables: &Tables<'_>, faulty: &Faulty) -> Vec<Finding> {
    let scenes = scenes(tables, faulty);
    let groups: Vec<Option<Vec<Set>>> = scenes
        .iter()
        .map(|scene| suspects(scene.all(), !LIMITS, &|set| scene.possible(set, Reading::Either)))
        .collect();
    let evidence = Evidence::of(&scenes, &groups);
    let mut found: Vec<Finding> = Vec::new();
    for (at, scene) in scenes.iter().enumerate() {
        let bad = match &groups[at] {
            None => 0,
            Some(groups) => accuse(scene, at, groups, &evidence, &scenes, &mut found),
        };
        relations(scene, bad, groups[at].is_none(), tables, &mut found);
    }
    found
}

/// The scenes of a table, with the sign and the denominators by which it was made.
fn scenes<'a>(tables: &Tables<'a>, faulty: &Faulty) -> Vec<Scene<'a>> {
    let mut scenes = bare(tables, faulty);
    if !tables.stated {
        let factor = guessed_sign(&scenes);
        scenes.iter_mut().for_each(|scene| scene.factor = factor);
    }
    let denominators = effect::of_table(&scenes);
    for scene in scenes.iter_mut().filter(|scene| scene.same_people()) {
        scene.denominators.clone_from(&denominators);
    }
    scenes
}

/// Each change with its two timepoints.
pub fn bare<'a>(tables: &Tables<'a>, faulty: &Faulty) -> Vec<Scene<'a>> {
    let level = Confidence::new(tables.conventions.confidence).expect("`read` admits levels between 0.5 and 1 only");
    let row_of = |subject: &Described, timepoint: &TimepointId| -> Option<&'a DescribeRow> {
        let rows = &tables.reported.describe;
        rows.iter().find(|row| row.subject == *subject && row.timepoint.as_ref() == Some(timepoint))
    };
    let stated = match tables.conventions.change {
        ChangeSign::LaterMinusEarlier => 1.0,
        ChangeSign::EarlierMinusLater => -1.0,
    };
    let mut scenes: Vec<Scene<'a>> = Vec::new();
    for row in &tables.reported.change {
        let subject = Described::Scale(row.scale.clone());
        let rows = [row_of(&subject, &row.comparison.from), row_of(&subject, &row.comparison.to)];
        let faulty = rows.map(|row| row.and_then(|row| faulty.get(&row.address()).copied()).unwrap_or(0));
        let [from, to] = rows.map(|row| row.map(|row| Wave::new(row, tables.measures)));
        scenes.push(Scene {
            row,
            from,
            to,
            faulty,
            factor: Some(stated),
            level,
            denominators: Vec::new(),
            instead: Vec::new(),
        });
    }
    scenes
}

/// The sign with which more changes agree with their means; `None` where neither is better.
fn guessed_sign(scenes: &[Scene<'_>]) -> Option<f64> {
    let fits = |factor: f64| {
        let same = scenes.iter().filter(|scene| scene.same_people());
        same.filter(|scene| {
            let tried = Scene { factor: Some(factor), ..(*scene).clone() };
            tried.possible(tried.all() & (CHANGE | MEAN_FROM | MEAN_TO | N), Reading::Either)
        })
        .count()
    };
    let (later, earlier) = (fits(1.0), fits(-1.0));
    match later.cmp(&earlier) {
        std::cmp::Ordering::Greater => Some(1.0),
        std::cmp::Ordering::Less => Some(-1.0),
        std::cmp::Ordering::Equal => None,
    }
}

pub fn named(bit: Set) -> (&'static str, &'static str) {
    FIGURES.into_iter().find(|(other, ..)| *other == bit).map_or(("n", "n"), |(_, column, name)| (column, name))
}

/// The address and the cell of a figure.
pub fn place<'s>(scene: &'s Scene<'_>, bit: Set) -> (String, &'s Origin) {
    let (column, _) = named(bit);
    let wave = match bit {
        MEAN_FROM | SD_FROM => scene.from.as_ref(),
        MEAN_TO | SD_TO => scene.to.as_ref(),
        _ => None,
    };
    match wave {
        Some(wave) => (wave.row.address(), wave.row.places.of(column).unwrap_or(&wave.row.origin)),
        None => (scene.row.address(), scene.row.places.of(column).unwrap_or(&scene.row.origin)),
    }
}

fn slip_of(scene: &Scene<'_>, bit: Set, all: Set) -> Option<Slip> {
    let spans: Vec<Span> = scene.ought(bit, all);
    slip(named(bit).0, scene.figure(bit)?, &spans, scene.row.n, None)
}

/// Names the figures that are most likely wrong, and gives them back.
fn accuse(
    scene: &Scene<'_>,
    at: usize,
    groups: &[Set],
    evidence: &Evidence,
    scenes: &[Scene<'_>],
    found: &mut Vec<Finding>,
) -> Set {
    let all = scene.all();
    let possible = |set: Set| scene.possible(set, Reading::Either);
    let turned = turned_round(scene);
    let weight = |group: &Set| -> i64 {
        let place = LIKELY.iter().position(|bit| group & bit != 0).unwrap_or(LIKELY.len());
        let own: i64 = bits(*group)
            .map(|bit| {
                let slip = slip_of(scene, bit, all & !(group & !bit)).map_or(0, |slip| i64::from(slip.weight()) * 100);
                slip + evidence.weight(scene, at, bit)
            })
            .sum();
        own + (LIKELY.len() - place) as i64
    };
    let Some(group) = groups.iter().copied().max_by_key(weight) else {
        found.push(unnamed(scene, conflict(all, 0, &ORDER, &possible)));
        return all;
    };
    for bit in bits(group) {
        let rest = all & !(group & !bit);
        let clash = conflict(rest, bit, &ORDER, &possible);
        let swap = evidence.swap(at, bit).map(|other| place(&scenes[other], bit).0);
        let finding = finding(scene, bit, clash, slip_of(scene, bit, rest), swap, turned);
        // A figure of a timepoint may stand against several changes; it is one fault.
        let known = |other: &Finding| other.about() == finding.about() && other.field.is_some();
        if !found.iter().any(|other| known(other) && other.verdict == Verdict::Inconsistent) {
            found.push(finding);
        }
    }
    group
}

/// Whether the two means, put the other way round, would agree with the change.
fn turned_round(scene: &Scene<'_>) -> bool {
    let (Some(from), Some(to)) = (scene.figure(MEAN_FROM), scene.figure(MEAN_TO)) else { return false };
    let tried = Scene { instead: vec![(MEAN_FROM, to.clone()), (MEAN_TO, from.clone())], ..scene.clone() };
    tried.possible(tried.all(), Reading::Either)
}

fn rule(scene: &Scene<'_>, bit: Set, clash: Set, slip: Option<&Slip>, turned: bool) -> &'static str {
    let has = |set: Set| clash & set != 0;
    if matches!(slip, Some(Slip::Point(_))) {
        "digits-lost"
    } else if clash & !(DF | N | LIMITS) == 0 {
        "df-against-n"
    } else if has(ES) {
        "effect-size"
    } else if has(MEAN_FROM | MEAN_TO) {
        match turned || matches!(slip, Some(Slip::Sign)) {
            true if scene.figure(bit).is_some() => "sign-of-change",
            _ => "means-against-change",
        }
    } else if has(P) && has(T) && !has(LOW | HIGH | SD | SE) {
        "p-against-t"
    } else if clash & !(CHANGE | LOW | HIGH | N | LIMITS) == 0 {
        "change-in-middle"
    } else if has(SD_FROM | SD_TO | R) {
        "sd-of-change"
    } else if has(P) {
        "p-against-interval"
    } else if has(T) {
        "t-against-change"
    } else {
        "interval-against-sd"
    }
}

/// `a change of 0.2`, `20 pairs`.
fn said(scene: &Scene<'_>, set: Set) -> Vec<String> {
    let pairs = scene.row.n.filter(|_| set & N != 0).map(|n| format!("{n} pairs"));
    let mut told: Vec<String> = pairs.into_iter().collect();
    for (bit, _, name) in FIGURES {
        if let Some(printed) = scene.figure(bit).filter(|_| set & bit != 0) {
            let at = match bit {
                MEAN_FROM | SD_FROM => format!(" at {}", scene.row.comparison.from),
                MEAN_TO | SD_TO => format!(" at {}", scene.row.comparison.to),
                _ => String::new(),
            };
            told.push(format!("{} {name} of {}{at}", article(name), printed.text()));
        }
    }
    if set & LIMITS != 0 {
        told.push("the limits of the scores".to_owned());
    }
    told
}

fn finding(scene: &Scene<'_>, bit: Set, clash: Set, slip: Option<Slip>, swap: Option<String>, turned: bool) -> Finding {
    let (column, name) = named(bit);
    let (address, origin) = place(scene, bit);
    let rule = rule(scene, bit, clash, slip.as_ref(), turned);
    let text = match scene.figure(bit) {
        Some(printed) => printed.text().to_owned(),
        None => scene.row.n.map_or(String::new(), |n| n.to_string()),
    };
    let decimals = scene.figure(bit).map_or(0, crate::model::Printed::decimals);
    let recomputed = match bit {
        N => scene.possible_numbers(scene.all() & !N).map_or(String::new(), |(low, high)| {
            if low == high { low.to_string() } else { format!("{low} to {high}") }
        }),
        // Beside everything that is taken to be sound, it is known best.
        _ => {
            let spans = Some(scene.ought(bit, scene.all())).filter(|spans| !spans.is_empty());
            ought(&spans.unwrap_or_else(|| scene.ought(bit, clash)), decimals)
        }
    };
    let others = listed(&said(scene, clash & !bit));
    let about = if bit & (MEAN_FROM | MEAN_TO | SD_FROM | SD_TO) != 0 {
        format!(", beside the change {},", scene.row.comparison)
    } else {
        String::new()
    };
    let mut message = format!("The {name} is printed as {text}, which{about} does not go together with {others}");
    if !recomputed.is_empty() {
        message.push_str(&format!("; it would be {recomputed}"));
    }
    if let Some(other) = swap {
        message.push_str(&format!("; an exchange with `{other}` would explain it"));
    } else if turned && rule == "sign-of-change" {
        message.push_str("; the two means the other way round, or the other sign of the change, would explain it");
    } else if let Some(slip) = slip {
        message.push_str(&format!("; {}", slip.words()));
    }
    Finding::new(rule, address, origin, Verdict::Inconsistent)
        .field(column)
        .printed(text)
        .recomputed(recomputed)
        .say(message + ".")
}

fn unnamed(scene: &Scene<'_>, clash: Set) -> Finding {
    let figures = said(scene, clash);
    Finding::new(rule(scene, CHANGE, clash, None, false), scene.row.address(), &scene.row.origin, Verdict::Inconsistent)
        .printed(figures.join(", "))
        .say(format!("{} do not go together, and no one or two of the row's figures explain it.", listed(&figures)))
}
