//! Whom evidence rests on: participants, sites and timepoints behind each theme and each proposition, and its stances.

use std::collections::{BTreeMap, BTreeSet};

use super::grid::Row;
use crate::analyse::{Findings, Kind};
use crate::diag::{Diagnostic, Origin, Sink, plural};
use crate::model::{CodeId, Excerpt, Participant, Stance, Study, Subject, ThemeId, TimepointId, at_most, fixed};

/// What a number of excerpts rests on.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Spread {
    pub excerpts: usize,
    pub participants: usize,
    /// Absent where an attribution of the study names no site.
    pub sites: Option<usize>,
    /// In the study's order; excerpts without a timepoint add none.
    pub timepoints: Vec<TimepointId>,
    /// The part of the excerpts, from 0 to 1, that comes from the participant who gave most; absent without excerpts.
    pub top_participant: Option<(Participant, f64)>,
    /// Likewise of the site; absent without sites.
    pub top_site: Option<(String, f64)>,
}

/// How many findings of a proposition take which side.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stances {
    pub supports: usize,
    pub qualifies: usize,
    pub challenges: usize,
    /// Findings without a stance.
    pub unsaid: usize,
}

impl Stances {
    pub fn of(row: &Row) -> Self {
        let mut stances = Self::default();
        for finding in row.findings() {
            match finding.stance {
                Some(Stance::Supports) => stances.supports += 1,
                Some(Stance::Qualifies) => stances.qualifies += 1,
                Some(Stance::Challenges) => stances.challenges += 1,
                None => stances.unsaid += 1,
            }
        }
        stances
    }
}

impl Spread {
    /// Of the excerpts given, each counted once.
    pub fn of<'a>(study: &Study, excerpts: impl IntoIterator<Item = &'a Excerpt>) -> Self {
        let sited = study.qualitative.excerpts.iter().all(|excerpt| excerpt.participant.site.is_some());
        let mut people: BTreeMap<&Participant, usize> = BTreeMap::new();
        let mut sites: BTreeMap<&str, usize> = BTreeMap::new();
        let mut times: BTreeSet<&TimepointId> = BTreeSet::new();
        let mut count = 0;
        for excerpt in excerpts {
            count += 1;
            *people.entry(&excerpt.participant).or_default() += 1;
            if let Some(site) = excerpt.participant.site.as_deref().filter(|_| sited) {
                *sites.entry(site).or_default() += 1;
            }
            times.extend(&excerpt.timepoint);
        }
        let order = study.timepoints.iter().map(|timepoint| &timepoint.id);
        let share = |part: usize| part as f64 / count as f64;
        // Of equally large parts the first in the order of names.
        let top_person = people.iter().max_by_key(|(person, part)| (**part, std::cmp::Reverse(**person)));
        let top_site = sites.iter().max_by_key(|(site, part)| (**part, std::cmp::Reverse(**site)));
        Self {
            excerpts: count,
            participants: people.len(),
            sites: sited.then_some(sites.len()),
            timepoints: order.filter(|timepoint| times.contains(timepoint)).cloned().collect(),
            top_participant: top_person.map(|(person, part)| ((*person).clone(), share(*part))),
            top_site: top_site.map(|(site, part)| ((*site).to_owned(), share(*part))),
        }
    }

    pub fn of_theme(study: &Study, theme: &ThemeId) -> Self {
        Self::of(study, carrying(study, &codes_of(study, theme), None))
    }

    /// `9 excerpts, 5 participants, 3 sites, T1 and T2`.
    pub fn in_words(&self) -> String {
        let mut parts = vec![plural(self.excerpts, "excerpt"), plural(self.participants, "participant")];
        parts.extend(self.sites.map(|sites| plural(sites, "site")));
        let times: Vec<&str> = self.timepoints.iter().map(TimepointId::as_str).collect();
        match times.split_last() {
            Some((last, [])) => parts.push((*last).to_owned()),
            Some((last, rest)) => parts.push(format!("{} and {last}", rest.join(", "))),
            None => {}
        }
        parts.join(", ")
    }
}

fn codes_of<'a>(study: &'a Study, theme: &ThemeId) -> Vec<&'a CodeId> {
    let theme = study.qualitative.codebook.theme(theme.as_str());
    theme.map(|theme| theme.codes.iter().map(|code| &code.id).collect()).unwrap_or_default()
}

fn carrying<'a>(study: &'a Study, codes: &[&CodeId], timepoint: Option<&TimepointId>) -> Vec<&'a Excerpt> {
    let excerpts = study.qualitative.excerpts.iter();
    let excerpts = excerpts.filter(|e| timepoint.is_none() || e.timepoint.as_ref() == timepoint);
    excerpts.filter(|excerpt| excerpt.codes.iter().any(|code| codes.contains(&code))).collect()
}

/// The excerpts that a piece of evidence reaches: those named, and those that carry the code or theme.
fn reached<'a>(findings: &'a Findings, subject: &Subject) -> Vec<&'a Excerpt> {
    let study = &findings.study;
    match subject {
        Subject::Excerpt(id) => study.qualitative.excerpts.iter().filter(|excerpt| excerpt.id == *id).collect(),
        Subject::Code(code, timepoint) => carrying(study, &[code], timepoint.as_ref()),
        Subject::Theme(theme, timepoint) => carrying(study, &codes_of(study, theme), timepoint.as_ref()),
        Subject::Result(address) => match findings.get(address.as_str()).map(|result| &result.kind) {
            Some(Kind::Code { code, timepoint }) => carrying(study, &[code], timepoint.as_ref()),
            Some(Kind::Theme { theme, timepoint }) => carrying(study, &codes_of(study, theme), timepoint.as_ref()),
            _ => Vec::new(),
        },
    }
}

/// The excerpts behind a proposition, in the study's order.
fn behind<'a>(findings: &'a Findings, row: &Row) -> Vec<&'a Excerpt> {
    let reached = row.claims().flat_map(|claim| reached(findings, &claim.subject));
    let ids: BTreeSet<_> = reached.map(|excerpt| &excerpt.id).collect();
    findings.study.qualitative.excerpts.iter().filter(|excerpt| ids.contains(&excerpt.id)).collect()
}

/// What each proposition rests on, in the order of the rows.
pub fn of_rows(findings: &Findings, rows: &[Row]) -> Vec<Spread> {
    rows.iter().map(|row| Spread::of(&findings.study, behind(findings, row))).collect()
}

/// Warns where one participant or one site carries more than the study's share of a theme or a proposition.
pub fn narrow(findings: &Findings, rows: &[Row], sink: &mut Sink) {
    let study = &findings.study;
    for theme in &study.qualitative.codebook.themes {
        warn(
            study,
            &format!("the theme `{}`", theme.id),
            theme.id.as_str(),
            &theme.origin,
            &Spread::of_theme(study, &theme.id),
            sink,
        );
    }
    for row in rows {
        let origin = &study.propositions[row.index].origin;
        warn(study, &format!("proposition `{}`", row.id), row.id.as_str(), origin, &row.spread, sink);
    }
}

fn warn(study: &Study, what: &str, about: &str, origin: &Origin, spread: &Spread, sink: &mut Sink) {
    let limits = study.conventions.spread;
    if spread.excerpts < limits.least {
        return;
    }
    let person = spread.top_participant.as_ref().filter(|(_, share)| *share > limits.participant);
    // One participant who is too much makes the site too much: that is told once.
    let site = spread.top_site.as_ref().filter(|(_, share)| person.is_none() && *share > limits.site);
    let (who, share, limit) = match (person, site) {
        (Some((_, share)), _) => ("one participant".to_owned(), *share, limits.participant),
        (None, Some((site, share))) => (format!("site `{site}`"), *share, limits.site),
        (None, None) => return,
    };
    let given = (share * spread.excerpts as f64).round();
    let message = format!(
        "{what} rests on {} excerpts, and {given} of them come from {who}: {}%, where {}% is the limit",
        spread.excerpts,
        fixed(100.0 * share, 0),
        at_most(100.0 * limit, 2)
    );
    let diagnostic = Diagnostic::warning("narrow-evidence", message)
        .at(origin)
        .about(about)
        .hint("say in the text how narrow it is, or accept it with a reason; `conventions.spread` sets the limit");
    sink.push(diagnostic);
}

/// One note that lists the excerpts that no proposition reaches, neither by their ids nor by a code or theme.
///
/// An excerpt whose codes are all told as unused is not told again.
pub fn unused_excerpts(findings: &Findings, rows: &[Row], unused: &[&CodeId], sink: &mut Sink) {
    let used: BTreeSet<_> = rows.iter().flat_map(|row| behind(findings, row)).map(|excerpt| &excerpt.id).collect();
    let told = |excerpt: &Excerpt| !excerpt.codes.is_empty() && excerpt.codes.iter().all(|code| unused.contains(&code));
    let all = findings.study.qualitative.excerpts.iter();
    let idle: Vec<&Excerpt> = all.filter(|excerpt| !used.contains(&excerpt.id) && !told(excerpt)).collect();
    let Some(first) = idle.first() else { return };
    let ids: Vec<String> = idle.iter().map(|excerpt| format!("`{}`", excerpt.id)).collect();
    let message = match ids.as_slice() {
        [one] => format!("no proposition uses the excerpt {one}, by its id or by a code"),
        many => {
            format!("no proposition uses these {} excerpts, by their ids or by a code: {}", many.len(), many.join(", "))
        }
    };
    sink.push(Diagnostic::note("unused-excerpt", message).at(&first.origin).about(first.id.to_string()));
}
