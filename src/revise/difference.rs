//! What is different between two editions, in the order in which a reviewer asks: what it means, which figures moved,
//! which cells, which words.

use std::collections::BTreeMap;

use serde::Serialize;

use super::align::{Pair, align};
use super::edition::{Claimed, Displayed, Edition, Found, Shown, Stated};
use super::passages::{Part, Passage, Shape};
use super::tables::TableChange;
use super::words::{Piece, bag, compare, likeness, sentences};
use crate::diag::plural;

/// Whether something is in both papers, or in one only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    Added,
    Removed,
    Changed,
}

/// Everything that is different.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Difference {
    pub propositions: Vec<PropositionChange>,
    pub results: Vec<ResultChange>,
    /// Tables and figures, in the order of the new paper.
    pub displays: Vec<DisplayChange>,
    pub sentences: Vec<SentenceChange>,
    /// Pages of either paper, where both are known and differ.
    pub pages: Option<(usize, usize)>,
}

/// What is different of a proposition.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PropositionChange {
    pub id: String,
    pub status: Status,
    /// Its position from 1 in either paper.
    pub old_number: Option<usize>,
    pub new_number: Option<usize>,
    /// Whether it stands elsewhere among those that stayed.
    pub moved: bool,
    pub old_verdict: Option<String>,
    pub new_verdict: Option<String>,
    pub claims: Vec<ClaimChange>,
    pub wording: Vec<Wording>,
}

impl PropositionChange {
    /// Whether the proposition as a whole has another verdict.
    pub fn turned(&self) -> bool {
        self.status == Status::Changed && self.old_verdict != self.new_verdict
    }
}

/// A claim whose verdict is another, or that is in one paper only; or that expects something else.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClaimChange {
    pub strand: String,
    pub evidence: String,
    pub status: Status,
    pub old_expect: Vec<String>,
    pub new_expect: Vec<String>,
    pub old_observed: Option<String>,
    pub new_observed: Option<String>,
    pub old_verdict: Option<String>,
    pub new_verdict: Option<String>,
}

impl ClaimChange {
    /// What was observed of the claim in either paper, without what is the same in both.
    pub fn observed(&self) -> (Option<String>, Option<String>) {
        let (Some(old), Some(new)) = (&self.old_observed, &self.new_observed) else {
            return (self.old_observed.clone(), self.new_observed.clone());
        };
        let (from, to): (Vec<&str>, Vec<&str>) = (old.split(", ").collect(), new.split(", ").collect());
        if from.len() != to.len() {
            return (self.old_observed.clone(), self.new_observed.clone());
        }
        let (from, to): (Vec<&str>, Vec<&str>) = from.into_iter().zip(to).filter(|(old, new)| old != new).unzip();
        (Some(from.join(", ")), Some(to.join(", ")))
    }
}

/// Words that are not what they were: `statement`, `finding`, `fit`, `caption` and so on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Wording {
    pub of: String,
    pub pieces: Vec<Piece>,
}

/// A result of which figures moved, or that is in one paper only.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ResultChange {
    pub address: String,
    pub label: String,
    pub status: Status,
    pub figures: Vec<FigureChange>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FigureChange {
    pub field: String,
    /// As shown; absent where there is no such figure.
    pub old: Option<String>,
    pub new: Option<String>,
    /// Whether it is printed in the source, and not computed from what is.
    pub printed: bool,
}

/// A table or figure that is not what it was.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DisplayChange {
    /// Such as `tbl-change`.
    pub label: String,
    pub status: Status,
    /// Such as `Table 4`.
    pub old_number: Option<String>,
    pub new_number: Option<String>,
    pub caption: String,
    pub line: u32,
    pub wording: Vec<Wording>,
    pub table: Option<TableChange>,
    /// Whether a figure is drawn of other data.
    pub drawing: bool,
    /// Whether it is the grid of the propositions, whose changes are told there.
    pub grid: bool,
}

impl DisplayChange {
    pub fn is_table(&self) -> bool {
        self.label.starts_with("tbl-")
    }
}

/// A sentence that is not what it was, or several beside each other.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SentenceChange {
    pub file: String,
    /// In the new file; in the old one where all of it is gone.
    pub line: u32,
    pub shape: &'static str,
    pub status: Status,
    /// Whether only figures in it are others.
    pub figures_only: bool,
    pub pieces: Vec<Piece>,
}

/// How much is different, for one line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    pub verdicts: usize,
    pub claims: usize,
    pub propositions_added: usize,
    pub propositions_removed: usize,
    pub propositions_changed: usize,
    pub figures_printed: usize,
    pub figures_computed: usize,
    pub tables: usize,
    pub drawings: usize,
    pub sentences: usize,
}

impl Difference {
    pub fn between(old: &Edition, new: &Edition) -> Self {
        let mut sentences: Vec<SentenceChange> = front(old, new);
        sentences.extend(running(old, new));
        Self {
            propositions: propositions(&old.propositions, &new.propositions),
            results: results(&old.results, &new.results),
            displays: displays(&old.displays, &new.displays),
            sentences,
            pages: old.pages.zip(new.pages).filter(|(old, new)| old != new),
        }
    }

    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    pub fn tally(&self) -> Tally {
        let of = |status: Status| self.propositions.iter().filter(|change| change.status == status).count();
        let figures = |printed: bool| {
            self.results.iter().flat_map(|result| &result.figures).filter(|figure| figure.printed == printed).count()
        };
        let turned = self.propositions.iter().filter(|change| change.turned()).count();
        let claims = self.propositions.iter().filter(|change| change.status == Status::Changed);
        let claims = claims.flat_map(|change| &change.claims);
        Tally {
            verdicts: turned,
            claims: claims.filter(|claim| claim.old_verdict != claim.new_verdict).count(),
            propositions_added: of(Status::Added),
            propositions_removed: of(Status::Removed),
            propositions_changed: of(Status::Changed) - turned,
            figures_printed: figures(true),
            figures_computed: figures(false),
            tables: self.displays.iter().filter(|display| display.is_table()).count(),
            drawings: self.displays.iter().filter(|display| !display.is_table()).count(),
            sentences: self.sentences.len(),
        }
    }

    /// One line: `1 proposition turned, 2 printed figures moved, 3 sentences, 12 → 13 pages`.
    pub fn summary(&self) -> String {
        let tally = self.tally();
        let counted = [
            (tally.verdicts, "proposition", "turned"),
            (if tally.verdicts == 0 { tally.claims } else { 0 }, "verdict of a claim", "turned"),
            (tally.propositions_added, "proposition", "added"),
            (tally.propositions_removed, "proposition", "removed"),
            (tally.propositions_changed, "proposition", "changed otherwise"),
            (tally.figures_printed, "printed figure", ""),
            (tally.figures_computed, "computed figure", ""),
            (tally.tables, "table", ""),
            (tally.drawings, "drawing", ""),
            (tally.sentences, "sentence", ""),
        ];
        let mut parts: Vec<String> = counted
            .into_iter()
            .filter(|(count, ..)| *count > 0)
            .map(|(count, what, how)| {
                let counted = plural(count, what).replace("verdict of a claims", "verdicts of claims");
                format!("{counted} {how}").trim_end().to_owned()
            })
            .collect();
        parts.extend(self.pages.map(|(old, new)| format!("{old} → {new} pages")));
        if parts.is_empty() { "nothing differs".to_owned() } else { parts.join(", ") }
    }
}

fn wording(of: &str, old: &str, new: &str) -> Option<Wording> {
    (old != new).then(|| Wording { of: of.to_owned(), pieces: compare(old, new) })
}

fn propositions(old: &[Stated], new: &[Stated]) -> Vec<PropositionChange> {
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
            status: match (was, now) {
                (None, _) => Status::Added,
                (_, None) => Status::Removed,
                _ => Status::Changed,
            },
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

fn results(old: &[Shown], new: &[Shown]) -> Vec<ResultChange> {
    let by_address: BTreeMap<&str, &Shown> = old.iter().map(|shown| (shown.address.as_str(), shown)).collect();
    let there: BTreeMap<&str, &Shown> = new.iter().map(|shown| (shown.address.as_str(), shown)).collect();
    let now = new.iter().map(|shown| (by_address.get(shown.address.as_str()).copied(), Some(shown)));
    let gone = old.iter().filter(|shown| !there.contains_key(shown.address.as_str())).map(|shown| (Some(shown), None));
    let changes = now.chain(gone).filter_map(|(was, now)| {
        let shown = now.or(was)?;
        let figures = figures(was, now);
        let status = match (was, now) {
            (None, _) => Status::Added,
            (_, None) => Status::Removed,
            _ => Status::Changed,
        };
        let (address, label) = (shown.address.clone(), shown.label.clone());
        (!figures.is_empty()).then_some(ResultChange { address, label, status, figures })
    });
    changes.collect()
}

fn figures(was: Option<&Shown>, now: Option<&Shown>) -> Vec<FigureChange> {
    let text = |shown: Option<&Shown>, field: &str| -> Option<(String, bool)> {
        let shown = shown?;
        let printed = shown.printed.get(field).map(|text| (text.clone(), true));
        printed.or_else(|| shown.computed.get(field).map(|text| (text.clone(), false)))
    };
    let fields =
        |shown: &'_ Shown| -> Vec<String> { shown.printed.keys().chain(shown.computed.keys()).cloned().collect() };
    let mut all = now.map(fields).unwrap_or_default();
    all.extend(
        was.map(fields)
            .unwrap_or_default()
            .into_iter()
            .filter(|field| now.is_none_or(|now| text(Some(now), field).is_none())),
    );
    let moved = all.into_iter().filter_map(|field| {
        let (old, new) = (text(was, &field), text(now, &field));
        let printed =
            old.as_ref().is_some_and(|(_, printed)| *printed) || new.as_ref().is_some_and(|(_, printed)| *printed);
        let (old, new) = (old.map(|(text, _)| text), new.map(|(text, _)| text));
        (old != new).then_some(FigureChange { field, old, new, printed })
    });
    moved.collect()
}

fn displays(old: &[Displayed], new: &[Displayed]) -> Vec<DisplayChange> {
    let find = |some: &'_ [Displayed], label: &str| some.iter().position(|display| display.label == label);
    let mut out: Vec<DisplayChange> = Vec::new();
    for display in new {
        let was = find(old, &display.label).map(|at| &old[at]);
        out.extend(display_change(was, Some(display)));
    }
    let gone = old.iter().filter(|was| find(new, &was.label).is_none());
    out.extend(gone.filter_map(|was| display_change(Some(was), None)));
    out
}

fn display_change(was: Option<&Displayed>, now: Option<&Displayed>) -> Option<DisplayChange> {
    let shown = now.or(was)?;
    let number = |display: Option<&Displayed>| display.and_then(|display| display.number.clone());
    // One that no chapter places is not in the paper; its CSV is written all the same.
    let status = match (was, now) {
        (None, _) => Status::Added,
        (_, None) => Status::Removed,
        _ => Status::Changed,
    };
    let mut change = DisplayChange {
        label: shown.label.clone(),
        status,
        old_number: number(was),
        new_number: number(now),
        caption: shown.caption.clone(),
        line: shown.line,
        wording: Vec::new(),
        table: None,
        drawing: false,
        grid: shown.grid,
    };
    if let (Some(was), Some(now)) = (was, now) {
        change.wording.extend(wording("caption", &was.caption, &now.caption));
        change.wording.extend(wording("note", &was.note, &now.note));
        if let (Some(from), Some(to)) = (&was.table, &now.table) {
            change.table = Some(TableChange::between(from, to)).filter(|change| !change.is_empty());
        }
        change.drawing = was.chart != now.chart;
        let renumbered = change.old_number != change.new_number;
        if change.wording.is_empty() && change.table.is_none() && !change.drawing && !renumbered {
            return None;
        }
    }
    Some(change)
}

fn front(old: &Edition, new: &Edition) -> Vec<SentenceChange> {
    let names = new.front.keys().chain(old.front.keys().filter(|name| !new.front.contains_key(*name)));
    let changed = names.filter_map(|name| {
        let text = |edition: &Edition| edition.front.get(name).cloned().unwrap_or_default();
        let words = wording(name, &text(old), &text(new))?;
        Some(SentenceChange {
            file: "the first page".to_owned(),
            line: 0,
            shape: match name.as_str() {
                "title" => "title",
                "subtitle" => "subtitle",
                "kind" => "kind",
                "authors" => "authors",
                "affiliations" => "affiliations",
                "keywords" => "keywords",
                _ => "date",
            },
            status: Status::Changed,
            figures_only: false,
            pieces: words.pieces,
        })
    });
    changed.collect()
}

/// How the parts of two papers belong to each other, in the order of the new one; those that are gone come where they were.
pub fn paired<'o, 'n>(old: &'o [Part], new: &'n [Part]) -> Vec<(Option<&'o Part>, Option<&'n Part>)> {
    let names = |parts: &[Part]| parts.iter().map(|part| part.name.clone()).collect::<Vec<_>>();
    let pairs = align(&names(old), &names(new), |_, _| 0.0);
    fn named<'a>(name: &str, parts: &'a [Part]) -> Option<&'a Part> {
        parts.iter().find(|part| part.name == name)
    }
    let beside = pairs.into_iter().filter_map(|pair| match pair {
        Pair::Both(a, b) => Some((Some(&old[a]), Some(&new[b]))),
        // A part that stands elsewhere now is told there.
        Pair::Old(a) => named(&old[a].name, new).is_none().then_some((Some(&old[a]), None)),
        Pair::New(b) => Some((named(&new[b].name, old), Some(&new[b]))),
    });
    beside.collect()
}

/// How the passages of two parts belong to each other.
pub fn beside(old: &[Passage], new: &[Passage]) -> Vec<Pair> {
    let keys = |some: &[Passage]| {
        let key = |passage: &Passage| (passage.shape, passage.text.clone(), format!("{:?}", passage.table));
        some.iter().map(key).collect::<Vec<_>>()
    };
    let bags = |some: &[Passage]| some.iter().map(|passage| bag(&passage.text)).collect::<Vec<_>>();
    let (from, to) = (bags(old), bags(new));
    let pairs = align(&keys(old), &keys(new), |a, b| match (&old[a].table, &new[b].table) {
        (Some(one), Some(other)) => one.likeness(other).max(if old[a].text == new[b].text { 0.5 } else { 0.0 }),
        _ if old[a].shape != new[b].shape || old[a].shape == Shape::Display => 0.0,
        _ => likeness(&from[a], &to[b]),
    });
    headings(pairs, old, new)
}

/// A heading that is gone and one that came in its place are one heading, whatever it says now.
fn headings(pairs: Vec<Pair>, old: &[Passage], new: &[Passage]) -> Vec<Pair> {
    let mut out: Vec<Pair> = Vec::new();
    for pair in pairs {
        if let Pair::New(b) = pair
            && new[b].shape == Shape::Heading
        {
            // The headings that went since the last passage that both have.
            let since = out.iter().rposition(|pair| matches!(pair, Pair::Both(..))).map_or(0, |at| at + 1);
            let went = |pair: &Pair| matches!(pair, Pair::Old(a) if old[*a].shape == Shape::Heading);
            if let Some(at) = out[since..].iter().position(went) {
                let Pair::Old(a) = out[since + at] else { unreachable!("it went") };
                let later = out.split_off(since + at);
                let (came, went): (Vec<Pair>, Vec<Pair>) =
                    later.into_iter().skip(1).partition(|pair| matches!(pair, Pair::New(_)));
                out.extend(came);
                out.push(Pair::Both(a, b));
                out.extend(went);
                continue;
            }
        }
        out.push(pair);
    }
    out
}

fn running(old: &Edition, new: &Edition) -> Vec<SentenceChange> {
    let mut out = Vec::new();
    for (was, now) in paired(&old.parts, &new.parts) {
        let (from, to) = (was.map_or(&[][..], |part| &part.passages), now.map_or(&[][..], |part| &part.passages));
        let file = now.or(was).map_or("", |part| part.file.as_str());
        for pair in beside(from, to) {
            match pair {
                Pair::Old(a) => told(file, Some(&from[a]), None, &mut out),
                Pair::New(b) => told(file, None, Some(&to[b]), &mut out),
                Pair::Both(a, b) => told(file, Some(&from[a]), Some(&to[b]), &mut out),
            }
        }
    }
    out
}

fn told(file: &str, was: Option<&Passage>, now: Option<&Passage>, out: &mut Vec<SentenceChange>) {
    let Some(passage) = now.or(was).filter(|passage| passage.shape != Shape::Display) else { return };
    let text = |passage: Option<&Passage>| passage.map_or(String::new(), as_text);
    let (old, new) = (text(was), text(now));
    let status = match (was, now) {
        (None, _) => Status::Added,
        (_, None) => Status::Removed,
        _ => Status::Changed,
    };
    for sentence in sentences(&compare(&old, &new)) {
        out.push(SentenceChange {
            file: file.to_owned(),
            line: passage.line_at(sentence.at),
            shape: shape(passage.shape),
            status,
            figures_only: status == Status::Changed && sentence.pieces.iter().all(only_figures),
            pieces: sentence.pieces,
        });
    }
}

/// A passage in words; a table row by row.
fn as_text(passage: &Passage) -> String {
    let Some(table) = &passage.table else { return passage.text.clone() };
    let rows = table.rows.iter().map(|row| row.cells.join(" | "));
    std::iter::once(passage.text.clone()).chain(rows).collect::<Vec<_>>().join("; ")
}

fn shape(shape: Shape) -> &'static str {
    match shape {
        Shape::Heading => "heading",
        Shape::Paragraph => "paragraph",
        Shape::Item => "item",
        Shape::Quote => "quote",
        Shape::Footnote => "footnote",
        Shape::Code => "code",
        Shape::Formula => "formula",
        Shape::Image => "image",
        Shape::Table => "table",
        Shape::Display => "display",
    }
}

fn only_figures(piece: &Piece) -> bool {
    match piece {
        Piece::Same(_) => true,
        Piece::Deleted(text) | Piece::Inserted(text) => !text.contains(char::is_alphabetic),
    }
}
