//! What is different between two editions, in the order in which a reviewer asks: what it means, which figures moved,
//! which cells, which words.

use serde::Serialize;

use super::edition::Edition;
use super::moved::{displays, results};
use super::propositions::propositions;
use super::running::{front, running};
use super::tables::TableChange;
use super::words::{Piece, compare};
use crate::diag::plural;

/// Whether something is in both papers, or in one only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    Added,
    Removed,
    Changed,
}

impl Status {
    /// Of something that may be in either paper.
    pub fn of<T>(old: Option<T>, new: Option<T>) -> Self {
        match (old, new) {
            (None, _) => Status::Added,
            (_, None) => Status::Removed,
            _ => Status::Changed,
        }
    }
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
        let turned = tally.verdicts + tally.claims > 0;
        let counted = [
            (tally.verdicts, "proposition", "turned"),
            (if tally.verdicts == 0 { tally.claims } else { 0 }, "verdict of a claim", "turned"),
            (tally.propositions_added, "proposition", "added"),
            (tally.propositions_removed, "proposition", "removed"),
            (tally.propositions_changed, "proposition", if turned { "changed otherwise" } else { "changed" }),
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

/// A wording that is another.
pub fn wording(of: &str, old: &str, new: &str) -> Option<Wording> {
    (old != new).then(|| Wording { of: of.to_owned(), pieces: compare(old, new) })
}
