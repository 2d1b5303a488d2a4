//! Charts of words and of the grid: themes over time, whom they rest on, propositions against evidence.

use std::collections::{BTreeMap, BTreeSet};

use super::scales::panel;
use super::{confidence, mark, ticks};
use crate::analyse::{Field, Findings};
use crate::compose::chart::{
    ClaimMark, EvidenceMap, EvidenceMapRow, EvidenceSpread, JointDisplay, JointExcerpt, JointRow, SpreadGroup,
    SpreadRow, SpreadSite, StanceMark, ThemeGroup, ThemeRow, ThemesByTimepoint,
};
use crate::compose::number;
use crate::compose::sentence::{p_clause, shown};
use crate::compose::shown::Shown;
use crate::model::{CodeId, JointRequest, Level, Participant, Stance};
use crate::synthesise::{Grid, Tally};

pub fn by_timepoint(level: Level, findings: &Findings) -> ThemesByTimepoint {
    let study = &findings.study;
    let base = |timepoint: &str| {
        let corpus = findings.get(&format!("corpus.{timepoint}"));
        corpus.and_then(|result| result.value(Field::Participants)).unwrap_or(0.0) as u64
    };
    let themes = &study.qualitative.codebook.themes;
    let groups = match level {
        Level::Theme => {
            let rows = themes.iter().map(|theme| theme_row("theme", theme.id.as_str(), &theme.label, findings));
            vec![ThemeGroup { label: String::new(), rows: rows.collect() }]
        }
        Level::Code => themes
            .iter()
            .map(|theme| ThemeGroup {
                label: theme.label.clone(),
                rows: theme
                    .codes
                    .iter()
                    .map(|code| theme_row("code", code.id.as_str(), &code.label, findings))
                    .collect(),
            })
            .collect(),
    };
    ThemesByTimepoint {
        ticks: ticks(study, None),
        bases: study.timepoints.iter().map(|timepoint| base(timepoint.id.as_str())).collect(),
        groups,
    }
}

fn theme_row(kind: &str, id: &str, label: &str, findings: &Findings) -> ThemeRow {
    let at = |timepoint: &str| findings.get(&format!("{kind}.{id}.{timepoint}"));
    let timepoints = || findings.study.timepoints.iter().map(|timepoint| at(timepoint.id.as_str()));
    ThemeRow {
        label: label.to_owned(),
        participants: timepoints()
            .map(|result| result.and_then(|r| r.value(Field::Participants)).unwrap_or(0.0) as u64)
            .collect(),
        shares: timepoints().map(|result| result?.value(Field::Share)).collect(),
        shown: findings.get(&format!("{kind}.{id}")).map(Shown::whole),
        marks: timepoints().map(|result| result.map(Shown::whole)).collect(),
    }
}

pub fn evidence_map(grid: &Grid) -> EvidenceMap {
    let study = &grid.findings.study;
    let rows = grid.rows.iter().map(|row| {
        let stated = grid.proposition(row);
        let cells = row.cells.iter().map(|cell| {
            let marks = cell.findings.iter().flat_map(|finding| {
                let stance = match finding.stance {
                    Some(Stance::Qualifies) => StanceMark::Qualifies,
                    Some(Stance::Challenges) => StanceMark::Challenges,
                    Some(Stance::Supports) | None => StanceMark::Supports,
                };
                let marks = finding.claims.iter().map(|claim| (mark(claim.verdict), Shown::claim(claim)));
                marks.map(move |(verdict, shown)| ClaimMark { verdict, shown: Some(shown), stance }).collect::<Vec<_>>()
            });
            marks.collect()
        });
        EvidenceMapRow {
            number: row.index + 1,
            statement: flat(&stated.statement.markdown),
            fit: stated.fit.as_ref().map_or("", |fit| fit.value.label()).to_owned(),
            verdict: mark(row.verdict),
            tally: tally(&Tally::of(row.claims())),
            cells: cells.collect(),
            shown: Some(Shown::at(&stated.origin)),
        }
    });
    EvidenceMap { strands: study.strands.iter().map(|strand| strand.label.clone()).collect(), rows: rows.collect() }
}

/// The claims of a proposition in a few words.
fn tally(tally: &Tally) -> Vec<String> {
    let mut lines =
        vec![format!("{} of {} {}", tally.holds, tally.claims, if tally.claims == 1 { "holds" } else { "hold" })];
    if tally.contradicted > 0 {
        lines.push(format!("{} contradicted", tally.contradicted));
    }
    if tally.cannot_tell > 0 {
        lines.push(format!("{} cannot tell", tally.cannot_tell));
    }
    lines
}

/// Markdown without its marks, on one line, with the page's apostrophe.
fn flat(markdown: &str) -> String {
    markdown.replace(['*', '_', '`'], "").replace('\'', "\u{2019}").split_whitespace().collect::<Vec<_>>().join(" ")
}

pub fn evidence_spread(level: Level, findings: &Findings) -> EvidenceSpread {
    let study = &findings.study;
    let excerpts = &study.qualitative.excerpts;
    let people: BTreeSet<&Participant> = excerpts.iter().map(|excerpt| &excerpt.participant).collect();
    let mut sites: Vec<(Option<&str>, SpreadSite)> = Vec::new();
    for person in &people {
        let site = person.site.as_deref();
        if sites.last().is_none_or(|(last, _)| *last != site) {
            let label = site.map(|site| format!("Site {site}")).unwrap_or_default();
            sites.push((site, SpreadSite { label, participants: Vec::new() }));
        }
        if let Some((_, last)) = sites.last_mut() {
            last.participants.push(person.person.to_string());
        }
    }
    let row = |label: &str, address: String, codes: &[&CodeId]| {
        let result = findings.get(&address);
        let mut counts: BTreeMap<&Participant, u64> = BTreeMap::new();
        let mut first: BTreeMap<&Participant, Shown> = BTreeMap::new();
        for excerpt in excerpts.iter().filter(|e| e.codes.iter().any(|code| codes.contains(&code))) {
            *counts.entry(&excerpt.participant).or_default() += 1;
            let shown = Shown { address: result.map(|result| result.address.clone()), ..Shown::at(&excerpt.origin) };
            first.entry(&excerpt.participant).or_insert(shown);
        }
        SpreadRow {
            label: label.to_owned(),
            excerpts: people.iter().map(|person| counts.get(person).copied().unwrap_or(0)).collect(),
            top_share: result.and_then(|result| result.value(Field::TopShare)),
            shown: result.map(Shown::whole),
            marks: people.iter().map(|person| first.get(person).cloned()).collect(),
        }
    };
    let themes = &study.qualitative.codebook.themes;
    let groups = match level {
        Level::Theme => {
            let rows = themes.iter().map(|theme| {
                let codes: Vec<&CodeId> = theme.codes.iter().map(|code| &code.id).collect();
                row(&theme.label, format!("theme.{}", theme.id), &codes)
            });
            vec![SpreadGroup { label: String::new(), rows: rows.collect() }]
        }
        Level::Code => themes
            .iter()
            .map(|theme| SpreadGroup {
                label: theme.label.clone(),
                rows: theme.codes.iter().map(|c| row(&c.label, format!("code.{}", c.id), &[&c.id])).collect(),
            })
            .collect(),
    };
    EvidenceSpread { sites: sites.into_iter().map(|(_, site)| site).collect(), groups }
}

pub fn joint_display(requests: &[JointRequest], findings: &Findings) -> JointDisplay {
    let study = &findings.study;
    let rows = requests.iter().filter_map(|request| joint_row(request, findings));
    JointDisplay { ticks: ticks(study, None), confidence: confidence(study), rows: rows.collect() }
}

fn joint_row(request: &JointRequest, findings: &Findings) -> Option<JointRow> {
    let study = &findings.study;
    let book = &study.qualitative.codebook;
    let instrument = study.measures.instruments.iter().find(|i| i.scales.iter().any(|s| s.id == request.scale))?;
    let scale = study.measures.scale(request.scale.as_str())?;
    let changes = findings.own().filter_map(|result| match &result.kind {
        crate::analyse::Kind::Change { scale, comparison } if *scale == request.scale => {
            let get = |field| shown(findings, result, field);
            let interval = get(Field::CiLow).zip(get(Field::CiHigh));
            let interval = interval.map(|(low, high)| format!(" ({})", number::interval(&low, &high)));
            let p = get(Field::P).map(|p| format!(", {}", p_clause(&p)));
            let words = format!(
                "{}: {}{}{}",
                super::scales::difference(comparison, findings),
                get(Field::Change)?,
                interval.unwrap_or_default(),
                p.unwrap_or_default(),
            );
            Some((words, Some(Shown::whole(result))))
        }
        _ => None,
    });
    let themes = request
        .themes
        .iter()
        .filter_map(|id| book.theme(id.as_str()).map(|theme| theme_row("theme", id.as_str(), &theme.label, findings)));
    let codes = request
        .codes
        .iter()
        .filter_map(|id| book.code(id.as_str()).map(|code| theme_row("code", id.as_str(), &code.label, findings)));
    let excerpts = request.excerpts.iter().filter_map(|id| {
        let excerpt = study.qualitative.excerpts.iter().find(|excerpt| excerpt.id == *id)?;
        Some(JointExcerpt {
            text: excerpt.text.markdown.split_whitespace().collect::<Vec<_>>().join(" "),
            attribution: id.to_string(),
            shown: Some(Shown::at(&excerpt.origin)),
        })
    });
    let (changes, marks) = changes.unzip();
    Some(JointRow {
        panel: panel(instrument, scale, findings),
        changes,
        marks,
        themes: themes.chain(codes).collect(),
        excerpts: excerpts.collect(),
    })
}
