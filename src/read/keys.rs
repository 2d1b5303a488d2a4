//! Keys that nobody asked for: misspelt ones, those that belong elsewhere, and texts that became one by a slip.

use super::decode::{Decoder, Fields, article};
use super::node::{Kind, Node};
use super::yaml_fault::spaced;
use crate::diag::{Diagnostic, nearest};

impl Decoder<'_> {
    /// Reports the keys that nobody asked for.
    pub fn finish(&mut self, fields: Fields<'_>) {
        let mut known = fields.asked.clone();
        known.sort_unstable();
        known.dedup();
        for (index, (name, key, value)) in fields.entries.iter().enumerate() {
            if fields.asked.contains(&name.as_str()) || fields.told.contains(&index) {
                continue;
            }
            let before = index.checked_sub(1).map(|before| fields.entries[before].2);
            let diagnostic = self.unknown_key(fields.what, name, key, &known);
            let comma = self.comma(name, value, before);
            let diagnostic = match comma {
                Some(hint) => diagnostic.hint(hint),
                None if diagnostic.hints.is_empty() => diagnostic.hint(format!("known keys: {}", known.join(", "))),
                None => diagnostic,
            };
            self.sink.push(diagnostic);
        }
    }

    /// Reports keys that are nearly those that are known; what else stands there is for others. True where there were any.
    pub fn near(&mut self, fields: &mut Fields<'_>, known: &[&'static str]) -> bool {
        let mut found = false;
        for index in 0..fields.entries.len() {
            let (name, node, _) = &fields.entries[index];
            let absent = |key: &&&str| fields.key(key).is_none();
            let slip = nearest(name, known.iter().filter(absent).copied()).is_some();
            if !slip || known.contains(&name.as_str()) || fields.told.contains(&index) {
                continue;
            }
            let diagnostic = self.unknown_key(fields.what, name, node, known);
            self.sink.push(diagnostic);
            fields.told.push(index);
            found = true;
        }
        found
    }

    fn unknown_key(&self, what: &str, name: &str, key: &Node, known: &[&str]) -> Diagnostic {
        if let Some(mended) = spaced(name).filter(|_| !self.file.path.ends_with(".toml")) {
            let start = mended.split(' ').next().unwrap_or("");
            return Diagnostic::error("colon-space", format!("`{start}` needs a space after it"))
                .at(&self.place(key))
                .hint(format!("put a space after the colon: `{mended}`"));
        }
        let message = format!("unknown key `{name}` in {}", article(what));
        Diagnostic::error("unknown-key", message).at(&self.place(key)).suggest(name, known.iter().copied())
    }

    /// Within braces a comma ends a value: what to do about the rest of a text or number that became a key.
    fn comma(&self, name: &str, value: &Node, before: Option<&Node>) -> Option<String> {
        let before = before.filter(|_| matches!(value.kind, Kind::Null))?;
        let Kind::Scalar { value: first, .. } = &before.kind else { return None };
        let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
        if digits(name) && digits(first.trim_start_matches(['-', '+', '<', '>'])) {
            return Some(format!("a decimal point is meant, not a comma: `{first}.{name}`"));
        }
        let words = name.contains(' ') || self.file.text.get(..before.span.end).is_some_and(|text| text.ends_with(' '));
        words.then(|| "a comma ends a value here: put the whole text in quotes, if this belongs to it".to_owned())
    }

    /// Reports keys that belong under another one.
    pub fn misplaced(&mut self, fields: &mut Fields<'_>, keys: &[&'static str], parent: &str) {
        for key in keys {
            let Some(node) = fields.key(key) else { continue };
            fields.asked.push(key);
            let message = format!("unknown key `{key}` in {}", article(fields.what));
            let hint = format!("it stands under `{parent}`: put two spaces before it, below that key");
            self.sink.push(Diagnostic::error("unknown-key", message).at(&self.place(node)).hint(hint));
        }
    }

    /// Whether a key that is missing stands there with a slip in it; then the slip is told, and not that it is missing.
    pub(super) fn meant(&mut self, fields: &mut Fields<'_>, key: &'static str) -> bool {
        let slip = |name: &str| {
            nearest(name, [key]).is_some() || spaced(name).is_some_and(|mended| mended.split(':').next() == Some(key))
        };
        let there = fields.key(key).is_some();
        let found = fields.entries.iter().position(|(name, ..)| !there && slip(name));
        let Some(index) = found.filter(|index| !fields.told.contains(index)) else { return false };
        fields.told.push(index);
        let (name, node, _) = &fields.entries[index];
        let diagnostic = self.unknown_key(fields.what, name, node, &[key]);
        self.sink.push(diagnostic);
        true
    }
}
