//! Numbers that mostly mark that there is no answer, among answers of which the study gives no range.
//!
//! Where a range is known such a number lies outside of it, and that is an error already.

use std::collections::BTreeMap;

use super::Known;
use super::missing::{Missing, is_negative_mark, is_sentinel};
use super::wanted::score_column;
use crate::diag::{Diagnostic, Origin, Sink};
use crate::model::{Answers, Table, VariableKind};

/// Fewer other answers than these say nothing of where answers lie.
const ENOUGH: u64 = 5;

/// What kind of numbers a column holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Answers to an item: small whole numbers.
    Item,
    /// Anything that is measured or counted.
    Measure,
}

/// Tells the numbers that look like no answers.
pub fn check(answers: &Answers, known: &Known<'_>, sink: &mut Sink) {
    let mut wanted: BTreeMap<&str, (Kind, String, Option<&[String]>)> = BTreeMap::new();
    for scale in known.measures.scales() {
        let own = scale.no_answer.as_deref();
        let ranged = scale.scoring.item_range.is_some() || !scale.scoring.answers.is_empty();
        for item in scale.scoring.items.iter().filter(|_| !ranged) {
            wanted.insert(&item.column, (Kind::Item, scale.id.to_string(), own));
        }
        if let Some(column) = score_column(scale).filter(|_| scale.range.is_none()) {
            wanted.insert(column, (Kind::Measure, scale.id.to_string(), own));
        }
    }
    for scale in known.measures.scales().filter(|scale| scale.scoring.item_range.is_some()) {
        scale.scoring.items.iter().for_each(|item| drop(wanted.remove(&*item.column)));
    }
    for variable in known.measures.variables.iter().filter(|variable| variable.kind != VariableKind::Categorical) {
        wanted.insert(variable.id.as_str(), (Kind::Measure, variable.id.to_string(), variable.no_answer.as_deref()));
    }
    let study = known.missing();
    for (name, (kind, id, own)) in wanted {
        let missing = match own {
            Some(texts) => Missing::new(texts.iter().map(String::as_str), Some(&id)),
            None => (*study).clone(),
        };
        column(answers, name, kind, &id, &missing, sink);
    }
}

/// Where a number stands first, and how often it stands.
struct Found {
    count: u64,
    place: Origin,
}

fn column(answers: &Answers, name: &str, kind: Kind, id: &str, missing: &Missing, sink: &mut Sink) {
    let (mut low, mut high, mut others, mut whole) = (f64::INFINITY, f64::NEG_INFINITY, 0_u64, true);
    let mut marks: Vec<(f64, Found)> = Vec::new();
    for table in [&answers.facts].into_iter().chain(&answers.waves) {
        let Some(column) = table.column(name) else { continue };
        for person in 0..answers.people.len() {
            let Some(number) = column.number(person) else { continue };
            if !is_sentinel(number) {
                (low, high, others) = (low.min(number), high.max(number), others + 1);
                whole &= number.fract() == 0.0;
                continue;
            }
            match marks.iter_mut().find(|(mark, _)| *mark == number) {
                Some((_, found)) => found.count += 1,
                None => marks.push((number, Found { count: 1, place: place(table, column.at, person) })),
            }
        }
    }
    if others < ENOUGH || (kind == Kind::Item && !whole) {
        return;
    }
    let negative: Vec<f64> = marks.iter().map(|(mark, _)| *mark).filter(|mark| *mark < 0.0).collect();
    // Where other negative numbers are answers, these are, too.
    let marked = negative.iter().all(|mark| is_negative_mark(*mark));
    let lone = kind == Kind::Item && negative.len() == 1 && low >= 1.0 && high >= 3.0;
    marks.retain(|(mark, _)| stands_apart(*mark, low, high, kind) && (*mark >= 0.0 || marked || lone));
    marks.sort_by(|(one, _), (other, _)| one.total_cmp(other));
    for (mark, Found { count, place }) in marks {
        let times = if count == 1 { "once".to_owned() } else { format!("{count} times") };
        let message =
            format!("`{mark}` stands {times} in column `{name}`, whose other numbers lie between {low} and {high}");
        let known = match kind {
            Kind::Item => "say what answers there are: `item-range`",
            Kind::Measure => "accept this warning in study.yaml",
        };
        let write = missing.with_own(&mark.to_string(), id);
        let hint = format!("if it marks that there is no answer, write {write}; if it is an answer, {known}");
        sink.push(Diagnostic::warning("sentinel-code", message).about(name).at(&place).hint(hint));
    }
}

/// Whether a mark lies so far from the other numbers that it is hardly one of them.
fn stands_apart(mark: f64, low: f64, high: f64, kind: Kind) -> bool {
    match kind {
        Kind::Item if mark < 0.0 => low >= 0.0,
        Kind::Item if mark < 10.0 => high <= 5.0,
        Kind::Item => mark > 3.0 * high.max(5.0),
        Kind::Measure if mark < 0.0 => low >= 0.0,
        Kind::Measure => mark >= 66.0 && mark > 5.0 * high,
    }
}

fn place(table: &Table, at: u32, person: usize) -> Origin {
    Origin::new(&table.file, table.lines.get(person).copied().unwrap_or(1).max(1), at, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stand_apart_from_answers() {
        let item = |mark, high| stands_apart(mark, 0.0, high, Kind::Item);
        assert!(item(99.0, 7.0) && item(9.0, 5.0) && item(-9.0, 5.0) && item(999.0, 100.0));
        assert!(!item(9.0, 7.0) && !item(99.0, 100.0) && !stands_apart(-9.0, -20.0, 20.0, Kind::Item));
        assert!(stands_apart(999.0, 0.0, 90.0, Kind::Measure) && !stands_apart(99.0, 0.0, 90.0, Kind::Measure));
    }
}
