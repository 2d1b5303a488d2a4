//! What themes, codes and the whole body of excerpts rest on: people, not segments.

use std::collections::{BTreeMap, BTreeSet};

use super::field::Field;
use super::finding::{Kind, Source, StudyResult};
use super::quantity::Quantity;
use crate::diag::Origin;
use crate::model::{Address, CodeId, Excerpt, Participant, Study, TimepointId};

/// Each theme and code, over all timepoints and at each; then the corpus likewise.
pub fn results(study: &Study) -> Vec<StudyResult> {
    let mut results = Vec::new();
    if study.qualitative.codebook.themes.is_empty() {
        return results;
    }
    let times = || std::iter::once(None).chain(study.timepoints.iter().map(|t| Some(t.id.clone())));
    for theme in &study.qualitative.codebook.themes {
        let codes: Vec<&CodeId> = theme.codes.iter().map(|code| &code.id).collect();
        for timepoint in times() {
            let kind = Kind::Theme { theme: theme.id.clone(), timepoint: timepoint.clone() };
            let address = address("theme", theme.id.as_str(), &timepoint);
            results.push(carried(study, address, kind, &codes, &timepoint, &theme.origin));
        }
    }
    for code in study.qualitative.codebook.codes() {
        for timepoint in times() {
            let kind = Kind::Code { code: code.id.clone(), timepoint: timepoint.clone() };
            let address = address("code", code.id.as_str(), &timepoint);
            results.push(carried(study, address, kind, &[&code.id], &timepoint, &code.origin));
        }
    }
    results.extend(times().map(|timepoint| corpus(study, timepoint)));
    results
}

fn address(kind: &str, id: &str, timepoint: &Option<TimepointId>) -> Address {
    Address::new(match timepoint {
        Some(timepoint) => format!("{kind}.{id}.{timepoint}"),
        None => format!("{kind}.{id}"),
    })
}

/// The excerpts of a timepoint, or all.
fn at<'a>(study: &'a Study, timepoint: &'a Option<TimepointId>) -> impl Iterator<Item = &'a Excerpt> {
    study.qualitative.excerpts.iter().filter(move |e| timepoint.is_none() || e.timepoint == *timepoint)
}

/// `share` is participants who carry one of the codes over participants with any excerpt; `top_share` the part of the
/// excerpts that comes from the one participant who gave most. Both from 0 to 1.
fn carried(
    study: &Study,
    address: Address,
    kind: Kind,
    codes: &[&CodeId],
    timepoint: &Option<TimepointId>,
    origin: &Origin,
) -> StudyResult {
    let carrying: Vec<&Excerpt> =
        at(study, timepoint).filter(|excerpt| excerpt.codes.iter().any(|code| codes.contains(&code))).collect();
    let mut people: BTreeMap<&Participant, u64> = BTreeMap::new();
    for excerpt in &carrying {
        *people.entry(&excerpt.participant).or_default() += 1;
    }
    let everybody: BTreeSet<&Participant> = at(study, timepoint).map(|excerpt| &excerpt.participant).collect();
    let ratio = |part: u64, whole: usize| match whole {
        0 => Quantity::absent("there are no excerpts"),
        whole => Quantity::exact(part as f64 / whole as f64),
    };
    let fields = vec![
        (Field::Excerpts, Quantity::count(carrying.len() as u64)),
        (Field::Participants, Quantity::count(people.len() as u64)),
        (Field::Share, ratio(people.len() as u64, everybody.len())),
        (Field::Sites, sites(study, people.keys().copied())),
        (Field::TopShare, ratio(people.values().copied().max().unwrap_or(0), carrying.len())),
    ];
    let origin = carrying.first().map_or(origin, |excerpt| &excerpt.origin).clone();
    StudyResult { address, source: Source::Computed, kind, group: None, origin, fields }
}

/// Different sites; absent where an attribution of the study names none.
fn sites<'a>(study: &Study, people: impl Iterator<Item = &'a Participant>) -> Quantity {
    if study.qualitative.excerpts.iter().any(|excerpt| excerpt.participant.site.is_none()) {
        return Quantity::absent("the attributions name no site");
    }
    let sites: BTreeSet<&str> = people.filter_map(|person| person.site.as_deref()).collect();
    Quantity::count(sites.len() as u64)
}

fn corpus(study: &Study, timepoint: Option<TimepointId>) -> StudyResult {
    let people: BTreeSet<&Participant> = at(study, &timepoint).map(|excerpt| &excerpt.participant).collect();
    let codes: BTreeSet<&CodeId> = at(study, &timepoint).flat_map(|excerpt| &excerpt.codes).collect();
    let book = &study.qualitative.codebook;
    let themes = book.themes.iter().filter(|theme| theme.codes.iter().any(|code| codes.contains(&code.id))).count();
    let fields = vec![
        (Field::Excerpts, Quantity::count(at(study, &timepoint).count() as u64)),
        (Field::Participants, Quantity::count(people.len() as u64)),
        (Field::Sites, sites(study, people.iter().copied())),
        (Field::Codes, Quantity::count(codes.len() as u64)),
        (Field::Themes, Quantity::count(themes as u64)),
    ];
    let address = match &timepoint {
        Some(timepoint) => Address::new(format!("corpus.{timepoint}")),
        None => Address::new("corpus"),
    };
    let origin = at(study, &timepoint).next().map_or_else(|| study.origin.clone(), |excerpt| excerpt.origin.clone());
    StudyResult { address, source: Source::Computed, kind: Kind::Corpus { timepoint }, group: None, origin, fields }
}
