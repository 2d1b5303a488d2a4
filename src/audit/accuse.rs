//! Of the figures of a change that contradict each other, those that are most likely wrong.

use super::blame::{Set, bits, conflict, suspects};
use super::cause::{Cause, Explanation, explanations};
use super::change::{at_timepoint, named, place};
use super::figure::Reading;
use super::finding::{Finding, Verdict};
use super::scene::{
    CHANGE, DF, ES, FIGURES, HIGH, LIMITS, LOW, MEAN_FROM, MEAN_TO, N, P, R, SD, SD_FROM, SD_TO, SE, Scene, T,
};
use super::shared::Evidence;
use super::slip::{Slip, slip};
use super::words::{article, listed, ought};
use crate::model::Printed;
use crate::stats::Span;

/// What is left out first when a contradiction is told: what says least.
const ORDER: [Set; 16] = [LIMITS, R, SD_FROM, SD_TO, MEAN_FROM, MEAN_TO, ES, SE, SD, DF, T, P, CHANGE, LOW, HIGH, N];
/// Among figures that may each be the wrong one.
const LIKELY: [Set; 15] = [P, CHANGE, HIGH, LOW, ES, T, SD, SE, DF, R, MEAN_TO, MEAN_FROM, SD_FROM, SD_TO, N];

/// Why the figures of a change cannot stand together: groups of which one has to be wrong, and slips that would
/// explain it.
pub struct Suspicion {
    pub groups: Vec<Set>,
    pub explanations: Vec<Explanation>,
}

impl Suspicion {
    /// Every figure that may be wrong.
    pub fn figures(&self) -> Set {
        self.groups.iter().fold(0, |all, group| all | group)
    }
}

/// `None` where the figures of a change can stand together.
pub fn suspicion(scene: &Scene<'_>) -> Option<Suspicion> {
    let groups = suspects(scene.all(), &LIKELY, &|set| scene.possible(set, Reading::Either))?;
    Some(Suspicion { groups, explanations: explanations(scene) })
}

/// Names the figures that are most likely wrong, and gives them back.
pub fn accuse(
    at: usize,
    suspicion: &Suspicion,
    evidence: &Evidence,
    scenes: &[Scene<'_>],
    found: &mut Vec<Finding>,
) -> Set {
    let scene = &scenes[at];
    let all = scene.all();
    let beside = |cells: Set| bits(cells).map(|bit| evidence.weight(scene, at, bit)).sum::<i64>();
    let explained = |explanation: &&Explanation| {
        let means = explanation.cause == Cause::Exchanged && explanation.cells == MEAN_FROM | MEAN_TO;
        let against = if means { turned_signs(scene) } else { 0 };
        explanation.weight - against
            + beside(explanation.cells)
            + evidence.recurs(&explanation.cause, explanation.cells)
    };
    let best = suspicion.explanations.iter().max_by_key(explained);
    let plain = |group: &Set| -> i64 {
        let place = LIKELY.iter().position(|bit| group & bit != 0).unwrap_or(LIKELY.len());
        let slips: Vec<i64> =
            bits(*group).filter_map(|bit| slip_of(scene, bit, all & !group)).map(|slip| slip.weight()).collect();
        // A slip in one of two figures explains half of it.
        let share = if slips.len() < group.count_ones() as usize { 4 } else { 1 };
        let signs = if *group == CHANGE { turned_signs(scene) } else { 0 };
        slips.iter().sum::<i64>() / share + signs + beside(*group) + (LIKELY.len() - place) as i64
    };
    let group = suspicion.groups.iter().copied().max_by_key(plain).unwrap_or(all & !LIMITS);
    match best.filter(|best| explained(best) > plain(&group)) {
        Some(best) => {
            tell(found, explained_finding(scene, best));
            best.cells
        }
        None => {
            let least = plain(&group) - UNDECIDED;
            let others = suspicion.groups.iter().copied().filter(|other| *other != group && plain(other) >= least);
            let slips = suspicion.explanations.iter().map(|explanation| explanation.cells);
            let others: Vec<Set> = others.chain(slips.filter(|cells| cells & group == 0)).collect();
            for bit in bits(group) {
                tell(found, plain_finding(at, scenes, evidence, (group, bit), &others));
            }
            group
        }
    }
}

/// How much t and the effect size speak for a change that has the wrong sign: theirs is the other one.
fn turned_signs(scene: &Scene<'_>) -> i64 {
    let change = scene.figure(CHANGE).map_or(0.0, Printed::value);
    let other = |bit: Set| scene.figure(bit).is_some_and(|figure| figure.value() * change < 0.0);
    let sides = [T, ES].into_iter().filter(|bit| other(*bit)).count();
    let limits = [LOW, HIGH].iter().all(|bit| scene.figure(*bit).is_some());
    // An interval says more of the sign than these do.
    if limits { 0 } else { 60 * sides as i64 }
}

/// Groups that weigh less apart than this are told together: the printed figures do not decide between them.
const UNDECIDED: i64 = 40;

/// A figure of a timepoint may stand against several changes; it is one fault.
fn tell(found: &mut Vec<Finding>, finding: Finding) {
    let known = |other: &Finding| {
        other.field.is_some() && other.about() == finding.about() && other.verdict == Verdict::Inconsistent
    };
    if !found.iter().any(known) {
        found.push(finding);
    }
}

fn slip_of(scene: &Scene<'_>, bit: Set, rest: Set) -> Option<Slip> {
    let spans: Vec<Span> = scene.ought(bit, rest);
    slip(named(bit).0, scene.figure(bit)?, &spans, scene.row.n, None)
}

fn rule(clash: Set, point: bool, turned: bool) -> &'static str {
    let has = |set: Set| clash & set != 0;
    if point {
        "digits-lost"
    } else if clash & !(DF | N | LIMITS) == 0 {
        "df-against-n"
    } else if has(ES) {
        "effect-size"
    } else if has(MEAN_FROM | MEAN_TO) {
        if turned { "sign-of-change" } else { "means-against-change" }
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
            told.push(format!("{} {name} of {}{}", article(name), printed.text(), at_timepoint(scene, bit)));
        }
    }
    if set & LIMITS != 0 {
        told.push("the limits of the scores".to_owned());
    }
    told
}

/// Where a figure would have to lie beside everything that is taken to be sound, in words.
fn would_be(scene: &Scene<'_>, bit: Set, sound: Set) -> String {
    let decimals = scene.figure(bit).map_or(0, Printed::decimals);
    if bit == N {
        return scene.possible_numbers(sound & !N).map_or(String::new(), |(low, high)| {
            if low == high { low.to_string() } else { format!("{low} to {high}") }
        });
    }
    if bit == DF {
        return scene.row.n.filter(|_| sound & N != 0).map_or(String::new(), |n| n.saturating_sub(1).to_string());
    }
    ought(&scene.ought(bit, sound), decimals)
}

/// A finding on one figure of a group. The others of the group are taken to be wrong, too.
fn plain_finding(
    at: usize,
    scenes: &[Scene<'_>],
    evidence: &Evidence,
    (group, bit): (Set, Set),
    others: &[Set],
) -> Finding {
    let scene = &scenes[at];
    let sound = scene.all() & !group;
    let clash = conflict(sound | bit, bit, &ORDER, &|set| scene.possible(set, Reading::Either));
    let slip = slip_of(scene, bit, sound);
    let (column, name) = named(bit);
    let (address, origin) = place(scene, bit);
    let text = match scene.figure(bit) {
        Some(printed) => printed.text().to_owned(),
        None => scene.row.n.map_or(String::new(), |n| n.to_string()),
    };
    let recomputed = would_be(scene, bit, sound);
    let beside = listed(&said(scene, clash & !bit));
    let about = if at_timepoint(scene, bit).is_empty() {
        String::new()
    } else {
        format!(", beside the change {},", scene.row.comparison)
    };
    let mut message = match beside.is_empty() {
        true => format!("The {name} is printed as {text}, which cannot be"),
        false => format!("The {name} is printed as {text}, which{about} does not go together with {beside}"),
    };
    if !recomputed.is_empty() {
        message.push_str(&format!("; it would be {recomputed}"));
    }
    let swap = evidence.swap(at, bit).map(|other| place(&scenes[other], bit).0);
    if let Some(other) = &swap {
        message.push_str(&format!("; an exchange with `{other}` would explain it"));
    } else if let Some(slip) = &slip {
        message.push_str(&format!("; {}", slip.words()));
    } else if !others.is_empty() {
        let names: Vec<String> = others.iter().map(|other| listed(&names(scene, *other))).collect();
        message.push_str(&format!("; or else {} may be wrong", names.join(", or ")));
    }
    let told = swap.is_none().then(|| slip.as_ref().map(|slip| slip.name().to_owned())).flatten();
    let instead = if swap.is_none() && slip.is_none() { others } else { &[] };
    let point = matches!(slip, Some(Slip::Point(_)));
    let sign = matches!(slip, Some(Slip::Sign)) && scene.figure(bit).is_some();
    Finding::new(rule(clash, point, sign), address, origin, Verdict::Inconsistent)
        .field(column)
        .printed(text)
        .recomputed(recomputed)
        .slip(told)
        .instead(instead.iter().flat_map(|group| bits(*group)).map(|bit| about_of(scene, bit)).collect())
        .say(message + ".")
}

fn about_of(scene: &Scene<'_>, bit: Set) -> String {
    format!("{}.{}", place(scene, bit).0, named(bit).0)
}

/// `the upper limit`, `the mean at T1`.
fn names(scene: &Scene<'_>, set: Set) -> Vec<String> {
    bits(set).map(|bit| format!("the {}{}", named(bit).1, at_timepoint(scene, bit))).collect()
}

/// One finding on all cells that one slip explains.
fn explained_finding(scene: &Scene<'_>, explanation: &Explanation) -> Finding {
    let Explanation { cells, cause, .. } = explanation;
    let sound = scene.all() & !cells;
    let clash = conflict(scene.all(), 0, &ORDER, &|set| scene.possible(set, Reading::Either));
    let each: Vec<(Set, String)> = bits(*cells).map(|bit| (bit, would_be(scene, bit, sound))).collect();
    let known: Vec<String> = each.iter().map(|(_, would)| would.clone()).filter(|would| !would.is_empty()).collect();
    let would = match (&known[..], cells.count_ones()) {
        ([one], 1) => format!("it would be {one}"),
        ([_, ..], _) if known.len() == each.len() => format!("they would be {}", listed(&known)),
        _ => String::new(),
    };
    let first = bits(*cells).next().unwrap_or(CHANGE);
    let (address, origin) = place(scene, first);
    let printed: Vec<String> = bits(*cells)
        .map(|bit| match scene.figure(bit) {
            Some(figure) => figure.text().to_owned(),
            None => scene.row.n.map_or(String::new(), |n| n.to_string()),
        })
        .collect();
    let rule = match cause {
        Cause::Exchanged | Cause::Signs if cells & (MEAN_FROM | MEAN_TO | CHANGE) != 0 => "sign-of-change",
        Cause::Limits(_) => {
            if clash & P != 0 {
                "p-against-interval"
            } else {
                "t-against-change"
            }
        }
        Cause::DfIsN | Cause::DfOfGroups | Cause::OneOff => "df-against-n",
        Cause::Divided(_) => "effect-size",
        _ => rule(clash, false, false),
    };
    let places = bits(*cells).map(|bit| (about_of(scene, bit), place(scene, bit).1.clone()));
    let places: Vec<_> = if cells.count_ones() > 1 { places.collect() } else { Vec::new() };
    Finding::new(rule, address, origin, Verdict::Inconsistent)
        .field(named(first).0)
        .printed(printed.join(", "))
        .recomputed(known.join(", "))
        .cells(places)
        .slip(cause.column())
        .say(cause.sentence(scene, *cells, &would) + ".")
}
