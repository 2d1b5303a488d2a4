//! Names that may be referred to, and ids that may stand but once.

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Origin, Sink};
use crate::model::At;

/// Names that may be referred to, and whether the file that gives them could be read whole.
#[derive(Debug, Clone)]
pub struct Names {
    what: &'static str,
    file: &'static str,
    names: Vec<String>,
    /// What some of them are called on the page, and the name.
    labels: Vec<(String, String)>,
    complete: bool,
}

impl Names {
    pub fn new(what: &'static str, file: &'static str, names: Vec<String>, complete: bool) -> Self {
        Self { what, file, names, labels: Vec::new(), complete }
    }

    /// The same with what names are called on the page, by which people refer to them by mistake.
    #[must_use]
    pub fn called(mut self, labels: impl Iterator<Item = (String, String)>) -> Self {
        self.labels = labels.collect();
        self
    }

    pub fn contains(&self, name: &str) -> bool {
        self.names.iter().any(|known| known == name)
    }

    /// The place of a name among the others.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|known| known == name)
    }

    /// Whether the file that gives the names could be read whole.
    pub fn complete(&self) -> bool {
        self.complete
    }

    /// Whether the name is known; reports it where it is not.
    pub fn check(&self, name: &str, origin: &Origin, sink: &mut Sink) -> bool {
        if self.contains(name) {
            return true;
        }
        if self.complete {
            let message = format!("there is no {} `{name}` in {}", self.what, self.file);
            let mut diagnostic = Diagnostic::error("unknown-reference", message)
                .at(origin)
                .suggest(name, self.names.iter().map(String::as_str));
            let label = self.labels.iter().find(|(label, _)| label.eq_ignore_ascii_case(name));
            if let Some((label, id)) = label.filter(|_| diagnostic.hints.is_empty()) {
                diagnostic = diagnostic.hint(format!("`{label}` is its label: write the id, `{id}`"));
            } else if self.names.is_empty() {
                diagnostic = diagnostic.hint(format!("that file gives no {}, or is not there", self.what));
            } else if diagnostic.hints.is_empty() && self.names.len() <= 12 {
                diagnostic = diagnostic.hint(format!("known: {}", self.names.join(", ")));
            }
            sink.push(diagnostic);
        }
        false
    }
}

/// Reports ids that stand twice; the first keeps its place.
#[derive(Default)]
pub struct Unique {
    seen: BTreeMap<String, Origin>,
}

impl Unique {
    pub fn claim(&mut self, what: &str, id: &At<String>, sink: &mut Sink) -> bool {
        if let Some(first) = self.seen.get(&id.value) {
            let message = format!("the {what} `{}` stands twice", id.value);
            let hint = format!("it stands first at {}:{}", first.file, first.line);
            sink.push(Diagnostic::error("duplicate-id", message).at(&id.origin).hint(hint));
            return false;
        }
        self.seen.insert(id.value.clone(), id.origin.clone());
        true
    }
}

/// What an id might have been meant to be.
pub fn kebab(text: &str) -> String {
    let words: Vec<String> = text
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    words.join("-")
}
