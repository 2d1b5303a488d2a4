//! Names that may be referred to, and ids that may stand but once.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;

use crate::diag::{Diagnostic, Origin, Sink, is_dash, is_invisible};
use crate::model::At;

/// Names that may be referred to, and whether the file that gives them could be read whole.
#[derive(Debug, Clone)]
pub struct Names {
    what: &'static str,
    file: &'static str,
    names: Vec<String>,
    /// What some of them are called on the page, and the name.
    labels: Vec<(String, String)>,
    /// What may be written for some of them, as [`plain`] has it, and the name.
    written: BTreeMap<String, BTreeSet<String>>,
    complete: bool,
}

/// What stands for one of several names.
pub enum Named {
    One(String),
    /// Two or more that may be meant.
    Several(Vec<String>),
    Unknown,
}

impl Names {
    pub fn new(what: &'static str, file: &'static str, names: Vec<String>, complete: bool) -> Self {
        Self { what, file, names, labels: Vec::new(), written: BTreeMap::new(), complete }
    }

    /// The same with what names are called on the page, by which people refer to them by mistake.
    #[must_use]
    pub fn called(mut self, labels: impl Iterator<Item = (String, String)>) -> Self {
        self.labels = labels.collect();
        self
    }

    /// The same where names may be written as they are called on the page, and in capitals or with blanks, too.
    #[must_use]
    pub fn or_called(mut self, labels: impl Iterator<Item = (String, String)>) -> Self {
        self.labels = labels.collect();
        let ids = self.names.iter().map(|name| (name, name));
        let labels = self.labels.iter().map(|(label, name)| (label, name));
        for (written, name) in ids.chain(labels) {
            self.written.entry(plain(written)).or_default().insert(name.clone());
        }
        self
    }

    /// The names by their labels.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        self.labels.iter().map(|(label, _)| label.as_str())
    }

    /// What a text stands for.
    pub fn find(&self, text: &str) -> Named {
        if self.contains(text) {
            return Named::One(text.to_owned());
        }
        match self.written.get(&plain(text)).map(|names| names.iter().cloned().collect::<Vec<_>>()) {
            None => Named::Unknown,
            Some(mut names) if names.len() == 1 => Named::One(names.remove(0)),
            Some(names) => Named::Several(names),
        }
    }

    /// The name that a text stands for; reports it where there is none, or more than one.
    pub fn resolve(&self, text: &str, origin: &Origin, sink: &mut Sink) -> Option<String> {
        match self.find(text) {
            Named::One(name) => Some(name),
            Named::Several(names) => {
                sink.push(self.ambiguous(text, &names).at(origin));
                None
            }
            Named::Unknown => {
                self.check(text, origin, sink);
                None
            }
        }
    }

    /// What is told of a text that may stand for more than one name.
    pub fn ambiguous(&self, text: &str, names: &[String]) -> Diagnostic {
        let message = format!("`{text}` may be the {} `{}`", self.what, names.join("` or `"));
        Diagnostic::error("ambiguous-name", message).hint("write the id, as the codebook has it")
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
            if diagnostic.hints.is_empty() && !self.written.is_empty() {
                diagnostic = diagnostic.suggest(name, self.labels());
            }
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

/// A text without what people write in more than one way: capitals, blanks, hyphens, underscores.
pub fn plain(text: &str) -> String {
    let seen: String = text.nfkc().filter(|c| !is_invisible(*c)).flat_map(char::to_lowercase).collect();
    let words = seen.split(|c: char| c.is_whitespace() || is_dash(c) || c == '_').filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
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
