//! What the answers say of how a scale is scored: items that run against the others, ends of the range that nobody uses.
//!
//! These are questions to the author. Sound scales stay quiet: see [`items_against`] for when an item is told.

use std::collections::BTreeMap;

use super::Scored;
use crate::diag::{Diagnostic, Sink};
use crate::model::{Answers, Scale, Study};
use crate::stats::{Against, items_against};

/// Warns of items that seem to be turned the wrong way, at the timepoint at which most people answered them all.
pub fn directions(scored: &Scored, sink: &mut Sink) {
    let Some(answers) = &scored.study.answers else { return };
    let everybody: Vec<u32> =
        (0..answers.people.len()).map(|person| u32::try_from(person).unwrap_or(u32::MAX)).collect();
    for scale in scored.study.measures.scales().filter(|scale| scale.scoring.items.len() > 1) {
        let waves = (0..answers.waves.len()).map(|wave| (wave, scored.complete_items(&scale.id, wave, &everybody)));
        let most = waves.max_by_key(|(wave, items)| (items.first().map_or(0, Vec::len), std::cmp::Reverse(*wave)));
        let Some((wave, items)) = most else { continue };
        let columns: Vec<&[f64]> = items.iter().map(Vec::as_slice).collect();
        let against = items_against(&columns);
        if !against.is_empty() {
            let people = columns.first().map_or(0, |column| column.len());
            sink.push(direction(scale, &against, people, &scored.study, wave));
        }
    }
}

fn direction(scale: &Scale, against: &[Against], people: usize, study: &Study, wave: usize) -> Diagnostic {
    let items = &scale.scoring.items;
    let name = |found: &Against| format!("`{}`", items[found.item].column);
    let names: Vec<String> = against.iter().map(name).collect();
    let r: Vec<String> = against.iter().map(|found| crate::model::fixed(found.r, 2)).collect();
    let (verb, rest) = match (against.len(), items.len()) {
        (1, 2) => ("runs", "the other item"),
        (1, _) => ("runs", "the other items"),
        _ => ("run", "the other items"),
    };
    let at = if study.timepoints.len() > 1 { format!(" at {}", study.timepoints[wave].id) } else { String::new() };
    let message = format!(
        "{} {verb} against {rest} of `{}` (item-rest correlation {}{at}, n = {people})",
        names.join(", "),
        scale.id,
        r.join(", ")
    );
    let of = |reversed: bool| -> Vec<String> {
        against.iter().filter(|found| items[found.item].reversed == reversed).map(name).collect()
    };
    let (plain, reversed) = (of(false), of(true));
    let mut diagnostic = Diagnostic::warning("item-direction", message).at(&scale.origin).about(scale.id.to_string());
    if !plain.is_empty() {
        diagnostic = diagnostic.hint(format!(
            "name {} under `reverse` if the wording is turned round: only then does a high answer mean what it means elsewhere",
            plain.join(", ")
        ));
    }
    if !reversed.is_empty() {
        diagnostic = diagnostic.hint(format!(
            "take {} out of `reverse` if the file holds the answers turned round already",
            reversed.join(", ")
        ));
    }
    diagnostic
}

/// Ranges of answers that questionnaires have.
const USUAL: [(i64, i64); 9] = [(1, 5), (1, 7), (1, 4), (0, 4), (0, 3), (1, 6), (0, 6), (1, 10), (0, 10)];

/// Fewer answers than these, or of fewer people, say nothing of a range.
const ANSWERS: u64 = 100;
const PEOPLE: usize = 20;

/// The share of answers that each end of the range has to have, which the answers seem to be of.
const END: f64 = 0.02;

/// Warns of item ranges with an end that nobody uses, where the answers are those of another usual range: they reach both
/// of its ends, and lie about its middle.
pub fn ranges(study: &Study, answers: &Answers, sink: &mut Sink) {
    for scale in study.measures.scales() {
        let Some((low, high)) = scale.scoring.item_range else { continue };
        let Some(counts) = counts(scale, answers) else { continue };
        let (Some((&least, &at_least)), Some((&most, &at_most))) = (counts.first_key_value(), counts.last_key_value())
        else {
            continue;
        };
        let all: u64 = counts.values().sum();
        let mean = counts.iter().map(|(value, count)| *value as f64 * *count as f64).sum::<f64>() / all as f64;
        let (first, last) = (least as f64, most as f64);
        let width = last - first;
        let reached = at_least.min(at_most) as f64 >= (END * all as f64).max(3.0);
        let middle = (mean - (first + last) / 2.0).abs() <= width / 8.0;
        let from_one = low == 0.0 && first == 1.0 && (last == high || high - last >= 2.0);
        let short = first == low && high - last >= 2.0;
        let declared_usual = USUAL.iter().any(|(one, other)| (*one as f64, *other as f64) == (low, high));
        // A zero that nobody gave is no wonder where the range is a usual one: only many answers speak against it.
        let enough =
            !declared_usual || short || (all >= 3 * ANSWERS && falls_off(at_least, counts.get(&(least + 1))) >= 3.0);
        let sound = all >= ANSWERS && USUAL.contains(&(least, most)) && reached && middle && enough;
        if !sound || !(from_one || short) {
            continue;
        }
        let unused: Vec<String> = (0..)
            .map(|step| low + f64::from(step))
            .take_while(|value| *value <= high)
            .filter(|value| *value < first || *value > last)
            .map(|value| value.to_string())
            .collect();
        let unused = if unused.len() > 3 { format!("outside {least} to {most}") } else { unused.join(" or ") };
        let message = format!(
            "no answer to an item of `{}` is {}, and {all} lie from {least} to {most}, about the middle of that",
            scale.id, unused
        );
        let shift = low + high - first - last;
        let mut hint = format!("write `item-range: [{least}, {most}]` if that is the range of the answers");
        if scale.scoring.items.iter().any(|item| item.reversed) {
            let way = if shift < 0.0 { "lower" } else { "higher" };
            hint.push_str(&format!("; until then each reversed item counts {} {way} than it should", shift.abs()));
        }
        sink.push(
            Diagnostic::warning("range-unused", message).at(&scale.origin).about(scale.id.to_string()).hint(hint),
        );
    }
}

/// How many answers one would expect beyond the last one, if counts fall off as they do before it.
fn falls_off(last: u64, before: Option<&u64>) -> f64 {
    let before = before.copied().unwrap_or(0).max(1) as f64;
    last as f64 * (last as f64 / before).min(1.0)
}

/// How often each answer was given to the items of a scale, at all timepoints; none where answers are no whole numbers,
/// or few.
fn counts(scale: &Scale, answers: &Answers) -> Option<BTreeMap<i64, u64>> {
    let mut counts: BTreeMap<i64, u64> = BTreeMap::new();
    let mut people = 0;
    for person in 0..answers.people.len() {
        let mut any = false;
        for wave in &answers.waves {
            for column in scale.scoring.items.iter().filter_map(|item| wave.column(&item.column)) {
                let Some(answer) = column.number(person) else { continue };
                if answer.fract() != 0.0 || answer.abs() > 100.0 {
                    return None;
                }
                any = true;
                #[expect(clippy::cast_possible_truncation, reason = "it is whole and small")]
                let answer = answer as i64;
                *counts.entry(answer).or_default() += 1;
            }
        }
        people += usize::from(any);
    }
    (people >= PEOPLE).then_some(counts)
}
