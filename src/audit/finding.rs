//! What the audit says: inert data.

use super::multiple::Family;
use crate::diag::{Acceptance, Origin, Severity};

/// Every rule, in the order of the guide.
pub const RULES: &[&str] = &[
    "impossible-value",
    "change-in-middle",
    "p-against-interval",
    "p-against-t",
    "df-against-n",
    "interval-against-sd",
    "t-against-change",
    "effect-size",
    "another-denominator",
    "means-against-change",
    "sign-of-change",
    "sd-of-change",
    "mean-between-limits",
    "outside-range",
    "sd-bounds",
    "se-of-mean",
    "grim",
    "grimmer",
    "digits-lost",
    "cut-off",
    "percent",
    "counts-against-total",
    "pairs-against-n",
    "n-against-sample",
    "total-against-parts",
    "printed-twice",
    "significance-word",
];

/// Whether printed figures can stand together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// No data can have been printed so.
    Inconsistent,
    /// An input is missing, or the figures are printed too coarsely.
    CannotTell,
    Consistent,
}

impl Verdict {
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Inconsistent => "inconsistent",
            Verdict::CannotTell => "cannot tell",
            Verdict::Consistent => "consistent",
        }
    }
}

/// One rule at one place.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    pub rule: &'static str,
    /// The result that it is about, such as `change.wellbeing.T1-T2`.
    pub address: String,
    /// The column of the cell that is named; `None` where no one figure can be.
    pub field: Option<&'static str>,
    /// The cell, or the row where no one figure can be named.
    pub origin: Origin,
    pub severity: Severity,
    pub verdict: Verdict,
    /// What stands there.
    pub printed: String,
    /// What it would have to be; empty where that is not known.
    pub recomputed: String,
    /// One sentence.
    pub message: String,
    /// Every cell that is at fault, as an acceptance names it, with its place: that of `field`, and others of the same
    /// fault.
    pub cells: Vec<(String, Origin)>,
    /// Other cells of which one could be the wrong one instead, as far as the printed figures tell.
    pub instead: Vec<String>,
    /// What to do about it, where that is more than to look at the source.
    pub advice: Option<String>,
    /// The slip that would explain it, in words that are the same wherever it is the same slip.
    pub(super) slip: Option<String>,
    /// Why the author lets it stand.
    pub accepted: Option<String>,
}

impl Finding {
    pub(super) fn new(rule: &'static str, address: impl Into<String>, origin: &Origin, verdict: Verdict) -> Self {
        debug_assert!(RULES.contains(&rule), "{rule} stands among the rules");
        Self {
            rule,
            address: address.into(),
            field: None,
            origin: origin.clone(),
            severity: if verdict == Verdict::Inconsistent { Severity::Warning } else { Severity::Note },
            verdict,
            printed: String::new(),
            recomputed: String::new(),
            message: String::new(),
            cells: Vec::new(),
            instead: Vec::new(),
            advice: None,
            slip: None,
            accepted: None,
        }
    }

    pub(super) fn field(mut self, field: &'static str) -> Self {
        self.field = Some(field);
        self
    }

    pub(super) fn printed(mut self, printed: impl Into<String>) -> Self {
        self.printed = printed.into();
        self
    }

    pub(super) fn recomputed(mut self, recomputed: impl Into<String>) -> Self {
        self.recomputed = recomputed.into();
        self
    }

    pub(super) fn cells(mut self, cells: Vec<(String, Origin)>) -> Self {
        self.cells = cells;
        self
    }

    pub(super) fn instead(mut self, instead: Vec<String>) -> Self {
        self.instead = instead;
        self
    }

    pub(super) fn advise(mut self, advice: impl Into<String>) -> Self {
        self.advice = Some(advice.into());
        self
    }

    pub(super) fn slip(mut self, slip: Option<String>) -> Self {
        self.slip = slip;
        self
    }

    pub(super) fn say(mut self, message: impl Into<String>) -> Self {
        self.message = message.into();
        self
    }

    /// The address with the field, as an acceptance names it.
    pub fn about(&self) -> String {
        match self.field {
            Some(field) => format!("{}.{field}", self.address),
            None => self.address.clone(),
        }
    }

    pub(super) fn accept(&mut self, acceptances: &[Acceptance]) {
        if self.verdict != Verdict::Inconsistent {
            return;
        }
        let covers =
            |about: &str| acceptances.iter().find(|a| a.covers(self.rule, Some(about), Some(&self.origin.file)));
        let row = format!("{}.", self.address);
        // A fault in several rows stands only if it may stand in each of them.
        let needed = |about: &str| covers(about).is_some() || about.starts_with(&row);
        let meant = match &self.cells[..] {
            [] => covers(&self.about()),
            cells if cells.iter().all(|(about, _)| needed(about)) => cells.iter().find_map(|(about, _)| covers(about)),
            _ => None,
        };
        if let Some(acceptance) = meant {
            self.accepted = Some(acceptance.reason.clone());
            self.severity = Severity::Note;
        }
    }

    /// Whether it stands against the figures and nobody let it stand.
    pub fn is_open(&self) -> bool {
        self.verdict == Verdict::Inconsistent && self.accepted.is_none()
    }
}

/// What came of the audit, in the order of files and lines.
#[derive(Debug, Clone, Default)]
pub struct Audit {
    pub findings: Vec<Finding>,
    /// How many tests there are, a family each, and all of them last.
    pub families: Vec<Family>,
}

impl Audit {
    /// Inconsistent findings that nobody accepted.
    pub fn open(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.is_open())
    }

    pub fn count(&self, verdict: Verdict) -> usize {
        self.findings.iter().filter(|finding| finding.verdict == verdict && finding.accepted.is_none()).count()
    }

    pub fn accepted(&self) -> usize {
        self.findings.iter().filter(|finding| finding.accepted.is_some()).count()
    }
}
