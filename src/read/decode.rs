//! From nodes to checked values: every key is asked for by name, and what was not asked for is unknown.
//!
//! A decoder never stops at a fault: it reports it, gives `None` and goes on, so that one run tells all.

use std::collections::BTreeMap;

use super::advice;
use super::names::kebab;
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
    pub(super) what: &'static str,
    pub(super) entries: Vec<(String, &'n Node, &'n Node)>,
    pub(super) asked: Vec<&'static str>,
    /// Entries that are told already, because a key that is missing was meant.
    pub(super) told: Vec<usize>,
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
            if matches!(node.kind, Kind::Null) && self.file.text.trim().is_empty() {
                let diagnostic = Diagnostic::error("wrong-type", format!("there is nothing in this {what}"));
                self.sink.push(diagnostic.at(&self.file.start()).hint("fill it, or take the file away"));
            } else {
                let message = format!("this should be {}, written as `key: value` pairs", article(what));
                let message = format!("{message}, not {}", node.kind.name());
                let mut diagnostic = Diagnostic::error("wrong-type", message).at(&self.place(node));
                match &node.kind {
                    Kind::Scalar { value, .. } if kebab(value) == value.to_lowercase() && !value.is_empty() => {
                        diagnostic =
                            diagnostic.hint(format!("write `{{id: {value}, …}}`, or `key: value` as the guide has it"));
                    }
                    Kind::Scalar { value, .. } if value.contains(':') => {
                        diagnostic = diagnostic.hint("put a space after the colon: `key: value`");
                    }
                    Kind::List(_) => diagnostic = diagnostic.hint("take the `- ` before its keys away"),
                    _ => {}
                }
                self.sink.push(diagnostic);
            }
            return None;
        };
        let mut seen: BTreeMap<String, Origin> = BTreeMap::new();
        let mut entries: Vec<(String, &Node, &Node)> = Vec::new();
        // Where the first key comes again, a dash is missing, and everything behind it comes twice.
        let mut begun = false;
        for (key, value) in map {
            let Kind::Scalar { value: name, .. } = &key.kind else {
                self.wrong_type(key, "a key");
                continue;
            };
            if let Some(first) = seen.get(name) {
                if begun {
                    continue;
                }
                begun = entries.len() > 1 && entries.first().is_some_and(|(first, ..)| first == name);
                let message = format!("the key `{name}` stands twice in this {what}");
                let hint = format!("it stands first on line {}: keep one of the two", first.line);
                let mut diagnostic = Diagnostic::error("duplicate-key", message).at(&self.place(key)).hint(hint);
                if begun {
                    diagnostic =
                        diagnostic.hint(format!("if the next item of the list begins here, write `- {name}:`"));
                }
                self.sink.push(diagnostic);
                continue;
            }
            seen.insert(name.clone(), self.place(key));
            entries.push((name.clone(), key, value));
        }
        Some(Fields { what, entries, asked: Vec::new(), told: Vec::new(), node })
    }

    /// The entries of a mapping whose keys are the author's own: each key with its node, and the value.
    pub fn entries<'n>(&mut self, node: &'n Node, what: &'static str) -> Option<Vec<(String, &'n Node, &'n Node)>> {
        self.fields(node, what).map(|fields| fields.entries)
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
            None if self.meant(fields, key) => None,
            None => {
                let message = match fields.key(key) {
                    Some(_) => format!("`{key}` has no value in {}", article(fields.what)),
                    None => format!("{} needs the key `{key}`", article(fields.what)),
                };
                let at = fields.key(key).or_else(|| fields.entries.first().map(|(_, node, _)| *node));
                let origin = self.place(at.unwrap_or(fields.node));
                let sign = if self.file.path.ends_with(".toml") { " =" } else { ":" };
                let hint = match (key, self.file.path.ends_with(".toml")) {
                    ("timepoints", _) => {
                        "add `timepoints:`, and below it lines such as `  - {id: T1, month: 0}`".to_owned()
                    }
                    ("strands", _) => {
                        "add `strands:`, and below it lines such as `  - {id: survey, label: Survey}`".to_owned()
                    }
                    _ => format!("add `{key}{sign} …`"),
                };
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
            self.not_a_list(node, None);
            return None;
        };
        Some(items.iter().filter_map(|item| read(self, item)).collect())
    }

    fn not_a_list(&mut self, node: &Node, hint: Option<String>) {
        let message = "this should be a list, written as `[a, b]` or with a `- ` before each item";
        let message = format!("{message}, not {}", node.kind.name());
        let mut diagnostic = Diagnostic::error("wrong-type", message).at(&self.place(node));
        match &node.kind {
            Kind::Scalar { value, .. } => {
                let toml = self.file.path.ends_with(".toml").then(|| format!("write `[\"{value}\"]`"));
                diagnostic = diagnostic.hint(hint.or(toml).unwrap_or_else(|| advice::list(value)));
            }
            Kind::Map(_) if self.file.text.get(node.span.start..).is_some_and(|text| text.starts_with('{')) => {
                diagnostic = diagnostic.hint("put it between `[` and `]`");
            }
            Kind::Map(_) => {
                diagnostic = diagnostic.hint("put `- ` before its first key, and the others below that key")
            }
            _ => {}
        }
        self.sink.push(diagnostic);
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

    /// One string with its place, or a list of them.
    pub fn names(&mut self, node: &Node) -> Option<Vec<At<String>>> {
        match node.kind {
            Kind::List(_) => self.list(node, Self::name),
            _ => self.name(node).map(|name| vec![name]),
        }
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
        let diagnostic = Diagnostic::error("not-a-number", format!("`{text}` is not {wanted}")).at(&self.place(node));
        self.sink.push(diagnostic.hint(advice::number(text, false)));
    }

    pub fn boolean(&mut self, node: &Node) -> Option<bool> {
        match &node.kind {
            Kind::Scalar { value, text: false } if value == "true" => Some(true),
            Kind::Scalar { value, text: false } if value == "false" => Some(false),
            kind => {
                let mut diagnostic =
                    Diagnostic::error("wrong-type", "this should be `true` or `false`").at(&self.place(node));
                if let Kind::Scalar { value, .. } = kind {
                    let word = match value.to_ascii_lowercase().as_str() {
                        "yes" | "y" | "on" | "true" | "1" => "write `true`",
                        "no" | "n" | "off" | "false" | "0" => "write `false`",
                        _ => "write `true` for yes, `false` for no, without quotes",
                    };
                    diagnostic = diagnostic.hint(word);
                }
                self.sink.push(diagnostic);
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
        let mut diagnostic =
            Diagnostic::error("unknown-choice", format!("`{word}` is not one of {}", names.join(", ")))
                .at(&self.place(node))
                .suggest(&word, names.iter().copied());
        if diagnostic.hints.is_empty() {
            diagnostic = diagnostic.hint(format!("write one of these words: `{}`", names.join("`, `")));
        }
        self.sink.push(diagnostic);
        None
    }

    /// A list of two numbers, the first not greater.
    pub fn range(&mut self, node: &Node) -> Option<(f64, f64)> {
        if let Kind::Scalar { value, .. } = &node.kind {
            self.not_a_list(node, Some(advice::range(value).unwrap_or_else(|| "write `[0, 30]`".to_owned())));
            return None;
        }
        let numbers = self.list(node, |d, item| d.number(item))?;
        if matches!(&node.kind, Kind::List(items) if items.len() > numbers.len()) {
            // What is no number among them is told.
            return None;
        }
        match numbers[..] {
            [low, high] if low < high => Some((low, high)),
            _ => {
                let message = "a range is two numbers, the lower first, such as `[0, 30]`";
                let mut diagnostic = Diagnostic::error("malformed-range", message).at(&self.place(node));
                if let [high, low] = numbers[..] {
                    diagnostic = diagnostic.hint(format!("write `[{low}, {high}]`"));
                }
                self.sink.push(diagnostic);
                None
            }
        }
    }
}

pub(super) fn article(what: &str) -> String {
    if what.starts_with('`') {
        return format!("the {what}");
    }
    let vowel = what.starts_with(['a', 'e', 'i', 'o', 'u']);
    if vowel { format!("an {what}") } else { format!("a {what}") }
}
