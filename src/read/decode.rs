//! From nodes to checked values: every key is asked for by name, and what was not asked for is unknown.
//!
//! A decoder never stops at a fault: it reports it, gives `None` and goes on, so that one run tells all.

use std::collections::BTreeMap;

use super::node::{File, Kind, Node};
use crate::diag::{Diagnostic, Origin, Sink};
use crate::model::{At, Printed, Text};

/// Reads the nodes of one file.
pub struct Decoder<'a> {
    pub file: &'a File,
    pub sink: &'a mut Sink,
}

/// The entries of a mapping, and which keys were asked for.
pub struct Fields<'n> {
    what: &'static str,
    entries: Vec<(String, &'n Node, &'n Node)>,
    asked: Vec<&'static str>,
    pub node: &'n Node,
}

impl<'n> Fields<'n> {
    /// The value of a key, if it stands there with a value.
    pub fn get(&mut self, key: &'static str) -> Option<&'n Node> {
        self.asked.push(key);
        let (_, _, value) = self.entries.iter().find(|(name, ..)| name == key)?;
        (!matches!(value.kind, Kind::Null)).then_some(value)
    }

    /// The node of a key's name, for pointing at it.
    pub fn key(&self, key: &str) -> Option<&'n Node> {
        self.entries.iter().find(|(name, ..)| name == key).map(|(_, node, _)| *node)
    }
}

impl Decoder<'_> {
    pub fn place(&self, node: &Node) -> Origin {
        self.file.place(&node.span)
    }

    pub fn report(&mut self, node: &Node, code: &'static str, message: impl Into<String>) {
        let diagnostic = Diagnostic::error(code, message).at(&self.place(node));
        self.sink.push(diagnostic);
    }

    fn wrong_type(&mut self, node: &Node, wanted: &str) {
        self.report(node, "wrong-type", format!("this should be {wanted}, not {}", node.kind.name()));
    }

    /// The entries of a mapping; a key that stands twice is reported here.
    pub fn fields<'n>(&mut self, node: &'n Node, what: &'static str) -> Option<Fields<'n>> {
        let Kind::Map(map) = &node.kind else {
            self.wrong_type(node, &format!("{}, written as `key: value` pairs", article(what)));
            return None;
        };
        let mut seen: BTreeMap<String, Origin> = BTreeMap::new();
        let mut entries = Vec::new();
        for (key, value) in map {
            let Kind::Scalar { value: name, .. } = &key.kind else {
                self.wrong_type(key, "a key");
                continue;
            };
            if let Some(first) = seen.get(name) {
                let message = format!("the key `{name}` stands twice in this {what}");
                let hint = format!("it stands first on line {}: keep one of the two", first.line);
                let diagnostic = Diagnostic::error("duplicate-key", message).at(&self.place(key)).hint(hint);
                self.sink.push(diagnostic);
                continue;
            }
            seen.insert(name.clone(), self.place(key));
            entries.push((name.clone(), key, value));
        }
        Some(Fields { what, entries, asked: Vec::new(), node })
    }

    /// Reports the keys that nobody asked for.
    pub fn finish(&mut self, fields: Fields<'_>) {
        for (name, key, _) in &fields.entries {
            if fields.asked.contains(&name.as_str()) {
                continue;
            }
            let mut known = fields.asked.clone();
            known.sort_unstable();
            known.dedup();
            let message = format!("unknown key `{name}` in {}", article(fields.what));
            let mut diagnostic =
                Diagnostic::error("unknown-key", message).at(&self.place(key)).suggest(name, known.iter().copied());
            if diagnostic.hints.is_empty() {
                diagnostic = diagnostic.hint(format!("known keys: {}", known.join(", ")));
            }
            self.sink.push(diagnostic);
        }
    }

    /// The value of a key that must be there.
    pub fn required<'n, T>(
        &mut self,
        fields: &mut Fields<'n>,
        key: &'static str,
        read: impl FnOnce(&mut Self, &'n Node) -> Option<T>,
    ) -> Option<T> {
        match fields.get(key) {
            Some(node) => read(self, node),
            None => {
                let message = match fields.key(key) {
                    Some(_) => format!("`{key}` has no value in {}", article(fields.what)),
                    None => format!("{} needs the key `{key}`", article(fields.what)),
                };
                let at = fields.key(key).or_else(|| fields.entries.first().map(|(_, node, _)| *node));
                let origin = self.place(at.unwrap_or(fields.node));
                let sign = if self.file.path.ends_with(".toml") { " =" } else { ":" };
                let hint = format!("add `{key}{sign} …`");
                self.sink.push(Diagnostic::error("missing-key", message).at(&origin).hint(hint));
                None
            }
        }
    }

    /// The value of a key that may be left out.
    pub fn optional<'n, T>(
        &mut self,
        fields: &mut Fields<'n>,
        key: &'static str,
        read: impl FnOnce(&mut Self, &'n Node) -> Option<T>,
    ) -> Option<T> {
        fields.get(key).and_then(|node| read(self, node))
    }

    /// Every item of a list that could be read.
    pub fn list<'n, T>(
        &mut self,
        node: &'n Node,
        mut read: impl FnMut(&mut Self, &'n Node) -> Option<T>,
    ) -> Option<Vec<T>> {
        let Kind::List(items) = &node.kind else {
            self.wrong_type(node, "a list, written as `[a, b]` or with a `- ` before each item");
            return None;
        };
        Some(items.iter().filter_map(|item| read(self, item)).collect())
    }

    pub fn string(&mut self, node: &Node) -> Option<String> {
        match &node.kind {
            Kind::Scalar { value, .. } => Some(value.trim().to_owned()),
            Kind::Map(_) => {
                let message = "this should be text, not a mapping";
                let hint = "text with a colon or with braces needs quotes around it";
                let diagnostic = Diagnostic::error("wrong-type", message).at(&self.place(node)).hint(hint);
                self.sink.push(diagnostic);
                None
            }
            _ => {
                self.wrong_type(node, "text");
                None
            }
        }
    }

    /// A string with its place.
    pub fn name(&mut self, node: &Node) -> Option<At<String>> {
        let value = self.string(node)?;
        Some(At { value, origin: self.place(node) })
    }

    /// Markdown.
    pub fn text(&mut self, node: &Node) -> Option<Text> {
        let value = self.string(node)?;
        Some(Text::scalar(value, &self.file.path, &self.file.text, node.span.clone()))
    }

    /// An id: kebab-case words without dots.
    pub fn id(&mut self, node: &Node) -> Option<At<String>> {
        let id = self.name(node)?;
        let fine = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
        if id.value.split('-').all(fine) {
            return Some(id);
        }
        let mended = kebab(&id.value);
        let mut diagnostic = Diagnostic::error("malformed-id", format!("`{}` is not an id", id.value)).at(&id.origin);
        diagnostic = match mended.is_empty() {
            true => diagnostic.hint("an id is lower-case letters and digits with hyphens between words"),
            false => diagnostic
                .hint(format!("an id is lower-case letters and digits with hyphens between words: `{mended}`")),
        };
        self.sink.push(diagnostic);
        None
    }

    pub fn number(&mut self, node: &Node) -> Option<f64> {
        let text = self.string(node)?;
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() => Some(number),
            _ => {
                self.not_a_number(node, &text, "a number");
                None
            }
        }
    }

    pub fn whole(&mut self, node: &Node) -> Option<u64> {
        let text = self.string(node)?;
        let parsed = text.parse().ok();
        if parsed.is_none() {
            self.not_a_number(node, &text, "a whole number");
        }
        parsed
    }

    pub fn printed(&mut self, node: &Node) -> Option<Printed> {
        let text = self.string(node)?;
        let parsed = Printed::parse(&text);
        if parsed.is_none() {
            self.not_a_number(node, &text, "a number");
        }
        parsed
    }

    fn not_a_number(&mut self, node: &Node, text: &str, wanted: &str) {
        let mut diagnostic =
            Diagnostic::error("not-a-number", format!("`{text}` is not {wanted}")).at(&self.place(node));
        if text.contains(',') {
            diagnostic = diagnostic.hint("write the decimal point as `.`");
        }
        self.sink.push(diagnostic);
    }

    pub fn boolean(&mut self, node: &Node) -> Option<bool> {
        match &node.kind {
            Kind::Scalar { value, text: false } if value == "true" => Some(true),
            Kind::Scalar { value, text: false } if value == "false" => Some(false),
            _ => {
                self.report(node, "wrong-type", "this should be `true` or `false`");
                None
            }
        }
    }

    /// One of a few words.
    pub fn choice<T: Copy>(&mut self, node: &Node, choices: &[(&str, T)]) -> Option<T> {
        let word = self.string(node)?;
        if let Some((_, value)) = choices.iter().find(|(name, _)| *name == word) {
            return Some(*value);
        }
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        let diagnostic = Diagnostic::error("unknown-choice", format!("`{word}` is not one of {}", names.join(", ")))
            .at(&self.place(node))
            .suggest(&word, names.iter().copied());
        self.sink.push(diagnostic);
        None
    }

    /// A list of two numbers, the first not greater.
    pub fn range(&mut self, node: &Node) -> Option<(f64, f64)> {
        let numbers = self.list(node, |d, item| d.number(item))?;
        match numbers[..] {
            [low, high] if low < high => Some((low, high)),
            _ => {
                self.report(node, "malformed-range", "a range is two numbers, the lower first, such as `[0, 30]`");
                None
            }
        }
    }
}

/// Names that may be referred to, and whether the file that gives them could be read whole.
#[derive(Debug, Clone)]
pub struct Names {
    what: &'static str,
    file: &'static str,
    names: Vec<String>,
    complete: bool,
}

impl Names {
    pub fn new(what: &'static str, file: &'static str, names: Vec<String>, complete: bool) -> Self {
        Self { what, file, names, complete }
    }

    pub fn contains(&self, name: &str) -> bool {
        self.names.iter().any(|known| known == name)
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
            if self.names.is_empty() {
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

fn article(what: &str) -> String {
    if what.starts_with('`') {
        return format!("the {what}");
    }
    let vowel = what.starts_with(['a', 'e', 'i', 'o', 'u']);
    if vowel { format!("an {what}") } else { format!("a {what}") }
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
