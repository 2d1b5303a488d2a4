//! What is different between the propositions of two papers: verdicts, claims, words.

use super::align::{Pair, align};
use super::difference::{ClaimChange, PropositionChange, Status, Wording, wording};
use super::edition::{Claimed, Found, Stated};
use super::words::{bag, likeness};

/// What is different of the propositions: what turned first, then what came or went.
pub fn propositions(old: &[Stated], new: &[Stated]) -> Vec<PropositionChange> {
    let ids = |some: &[Stated]| some.iter().map(|stated| stated.id.clone()).collect::<Vec<_>>();
    let pairs = align(&ids(old), &ids(new), |_, _| 0.0);
    let kept: Vec<usize> =
        pairs.iter().filter_map(|pair| if let Pair::Both(_, b) = pair { Some(*b) } else { None }).collect();
    let mut out = Vec::new();
    for (index, stated) in new.iter().enumerate() {
        let was = old.iter().position(|was| was.id == stated.id);
        let change = PropositionChange {
            id: stated.id.clone(),
            status: if was.is_some() { Status::Changed } else { Status::Added },
            old_number: was.map(|at| at + 1),
            new_number: Some(index + 1),
            moved: was.is_some() && !kept.contains(&index),
            old_verdict: was.map(|at| old[at].verdict.clone()),
            new_verdict: Some(stated.verdict.clone()),
            claims: was.map_or_else(Vec::new, |at| claims(&old[at], stated)),
            wording: match was {
                Some(at) => reworded(&old[at], stated),
                None => wording("statement", "", &stated.statement).into_iter().collect(),
            },
        };
        let same = !change.moved && !change.turned() && change.claims.is_empty() && change.wording.is_empty();
        if change.status == Status::Added || !same {
            out.push(change);
        }
    }
    for (index, stated) in old.iter().enumerate().filter(|(_, was)| new.iter().all(|now| now.id != was.id)) {
        out.push(PropositionChange {
            id: stated.id.clone(),
            status: Status::Removed,
            old_number: Some(index + 1),
            new_number: None,
            moved: false,
            old_verdict: Some(stated.verdict.clone()),
            new_verdict: None,
            claims: Vec::new(),
            wording: wording("statement", &stated.statement, "").into_iter().collect(),
        });
    }
    // What turned comes first, then what came or went.
    out.sort_by_key(|change| (!change.turned(), change.status == Status::Changed));
    out
}

fn reworded(old: &Stated, new: &Stated) -> Vec<Wording> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let mut out: Vec<Wording> = wording("statement", &old.statement, &new.statement).into_iter().collect();
    let bags = |some: &[Found]| some.iter().map(|found| bag(&found.text)).collect::<Vec<_>>();
    let keys = |some: &[Found]| some.iter().map(|found| (found.strand.clone(), found.text.clone())).collect::<Vec<_>>();
    let (from, to) = (bags(&old.findings), bags(&new.findings));
    let pairs = align(&keys(&old.findings), &keys(&new.findings), |a, b| {
        if old.findings[a].strand == new.findings[b].strand { likeness(&from[a], &to[b]) } else { 0.0 }
    });
    for pair in pairs {
        let (was, now) = match pair {
            Pair::Both(a, b) => (Some(&old.findings[a]), Some(&new.findings[b])),
            Pair::Old(a) => (Some(&old.findings[a]), None),
            Pair::New(b) => (None, Some(&new.findings[b])),
        };
        let words = |found: Option<&Found>| found.map_or(String::new(), |found| found.text.clone());
        let strand = now.or(was).map_or("", |found| &found.strand);
        out.extend(wording(&format!("finding ({strand})"), &words(was), &words(now)));
        if let (Some(was), Some(now)) = (was, now) {
            out.extend(wording(&format!("stance ({strand})"), &text(&was.stance), &text(&now.stance)));
        }
    }
    out.extend(wording("fit", &text(&old.fit), &text(&new.fit)));
    out.extend(wording("note", &text(&old.note), &text(&new.note)));
    out.extend(wording("interpretation", &text(&old.interpretation), &text(&new.interpretation)));
    out
}

fn claims(old: &Stated, new: &Stated) -> Vec<ClaimChange> {
    fn of(stated: &Stated) -> Vec<(&str, &Claimed)> {
        stated
            .findings
            .iter()
            .flat_map(|found| found.claims.iter().map(|claim| (found.strand.as_str(), claim)))
            .collect()
    }
    let (from, to) = (of(old), of(new));
    let mut left: Vec<bool> = vec![true; from.len()];
    let mut take = |fits: &dyn Fn(&(&str, &Claimed)) -> bool| {
        let at = (0..from.len()).find(|at| left[*at] && fits(&from[*at]))?;
        left[at] = false;
        Some(from[at].1)
    };
    // The same evidence with the same expectation first, so that another of it is not taken for that one.
    let mut was: Vec<Option<&Claimed>> = to
        .iter()
        .map(|(strand, now)| take(&|(s, c)| s == strand && c.evidence == now.evidence && c.expect == now.expect))
        .collect();
    for ((strand, now), was) in to.iter().zip(&mut was).filter(|(_, was)| was.is_none()) {
        *was = take(&|(s, c)| s == strand && c.evidence == now.evidence);
    }
    let mut out = Vec::new();
    let change = |strand: &str, was: Option<&Claimed>, now: Option<&Claimed>| {
        let expect = |claim: Option<&Claimed>| claim.map_or(Vec::new(), |claim| claim.expect.clone());
        ClaimChange {
            strand: strand.to_owned(),
            evidence: now.or(was).map_or(String::new(), |claim| claim.evidence.clone()),
            status: Status::of(was, now),
            old_expect: expect(was),
            new_expect: expect(now),
            old_observed: was.and_then(|claim| claim.observed.clone()),
            new_observed: now.and_then(|claim| claim.observed.clone()),
            old_verdict: was.map(|claim| claim.verdict.clone()),
            new_verdict: now.map(|claim| claim.verdict.clone()),
        }
    };
    for ((strand, now), was) in to.iter().zip(was) {
        if was.is_none_or(|was| was.verdict != now.verdict || was.expect != now.expect) {
            out.push(change(strand, was, Some(now)));
        }
    }
    for ((strand, was), _) in from.iter().zip(&left).filter(|(_, left)| **left) {
        out.push(change(strand, Some(was), None));
    }
    out
}
