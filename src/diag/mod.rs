//! Where a thing stands, what is wrong with it, and how that is told.
//!
//! A diagnostic is data: a code, a severity, a message, a place and what to do about it. Stages put theirs into a
//! [`Sink`] and go on, so that one run tells everything; only the sink can give out a [`Stop`]. Nothing here decides
//! what a fault is, and nothing but [`render`] turns a diagnostic into text.

mod acceptance;
mod alike;
mod manual;
mod near;
mod render;
mod source;

pub use acceptance::{Acceptance, unused_acceptances};
pub use alike::{Difference, difference, folded, is_dash, is_invisible};
pub use manual::{Explanation, codes, explain};
pub use near::nearest;
pub use render::{Palette, is_unprintable, printable, render, summary};
pub use source::{Origin, Sources};

use serde::Serialize;

/// How bad a diagnostic is. Errors stop a build; warnings and notes do not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Note,
    Warning,
    Error,
}

impl Severity {
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// One thing to tell the author of a study.
///
/// Messages are lower case without a full stop, with values in backticks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// A stable name for this kind of diagnostic, such as `unknown-key`.
    pub code: &'static str,
    pub severity: Severity,
    pub message: String,
    pub origin: Option<Origin>,
    /// What it is about, where that has a name: an address, an id, a word. An [`Acceptance`] may name it.
    pub about: Option<String>,
    pub hints: Vec<String>,
    /// Why the author lets it stand.
    pub accepted: Option<String>,
}

impl Diagnostic {
    pub fn new(severity: Severity, code: &'static str, message: impl Into<String>) -> Self {
        Self { code, severity, message: message.into(), origin: None, about: None, hints: Vec::new(), accepted: None }
    }

    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message)
    }

    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message)
    }

    pub fn note(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Note, code, message)
    }

    #[must_use]
    pub fn at(mut self, origin: &Origin) -> Self {
        self.origin = Some(origin.clone());
        self
    }

    #[must_use]
    pub fn about(mut self, about: impl Into<String>) -> Self {
        self.about = Some(about.into());
        self
    }

    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Adds a hint that names the nearest of the known names, where one is near enough.
    #[must_use]
    pub fn suggest<'a>(self, wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        match meant(wrong, known) {
            Some(hint) => self.hint(hint),
            None => self,
        }
    }
}

/// The question whether the nearest of the known names was meant; of two that look the same it says what parts them.
pub fn meant<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let known: Vec<&str> = known.into_iter().collect();
    let unseen = |name: &&str| difference(wrong, name).filter(|what| !what.may_be_two());
    if let Some((name, what)) = known.iter().find_map(|name| Some((name, unseen(name)?))) {
        return Some(format!("did you mean `{name}`? the two differ {}", what.words()));
    }
    nearest(wrong, known).map(|name| format!("did you mean `{name}`?"))
}

/// The proof that a stage found errors; only [`Sink::stop_on_errors`] makes one.
#[derive(Debug)]
pub struct Stop(());

/// Collects what the stages have to say.
#[derive(Debug, Clone, Default)]
pub struct Sink {
    diagnostics: Vec<Diagnostic>,
}

impl Sink {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn push(&mut self, diagnostic: Diagnostic) {
        if !self.diagnostics.contains(&diagnostic) {
            self.diagnostics.push(diagnostic);
        }
    }

    /// Takes over what another sink collected, in its order.
    pub fn extend(&mut self, other: Sink) {
        other.diagnostics.into_iter().for_each(|diagnostic| self.push(diagnostic));
    }

    /// Makes notes of the warnings that the author accepts, each with its reason; notes get their reason, too.
    pub fn accept(&mut self, acceptances: &[Acceptance]) {
        for diagnostic in self.diagnostics.iter_mut().filter(|diagnostic| diagnostic.severity != Severity::Error) {
            if let Some(acceptance) = acceptances.iter().find(|acceptance| acceptance.covers_diagnostic(diagnostic)) {
                diagnostic.severity = Severity::Note;
                diagnostic.accepted = Some(acceptance.reason.clone());
            }
        }
    }

    /// Whether anything was said that an acceptance is meant for.
    pub fn has_accepted(&self, acceptance: &Acceptance) -> bool {
        let accepted = self.diagnostics.iter().filter(|diagnostic| diagnostic.accepted.is_some());
        accepted.into_iter().any(|diagnostic| acceptance.covers_diagnostic(diagnostic))
    }

    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|d| d.severity == severity).count()
    }

    /// Stops the program after a stage that found errors.
    ///
    /// # Errors
    /// When any error was pushed so far.
    pub fn stop_on_errors(&self) -> Result<(), Stop> {
        if self.count(Severity::Error) > 0 { Err(Stop(())) } else { Ok(()) }
    }
}

/// `1 claim`, `3 claims`: the one place where plurals are made.
pub fn plural(count: usize, singular: &str) -> String {
    if count == 1 {
        return format!("1 {singular}");
    }
    match singular.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o']) => format!("{count} {stem}ies"),
        _ => format!("{count} {singular}s"),
    }
}
