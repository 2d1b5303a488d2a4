//! What looks like one of the conventions inside text and is none: to print it as it stands would hide the slip.

use std::ops::Range;

use super::inline::Scan;
use super::value::{self, Placeholder};
use crate::diag::{Diagnostic, nearest};

/// How addresses of values begin.
const KINDS: [&str; 17] = [
    "describe",
    "norm",
    "change",
    "share",
    "family",
    "contrast",
    "reliability",
    "missing",
    "attrition",
    "flow",
    "agreement",
    "theme",
    "code",
    "corpus",
    "synthesis",
    "reported",
    "computed",
];

/// How references to numbered things begin, here and in other programs.
const KINDS_OF_TARGETS: [&str; 17] = [
    "tab",
    "table",
    "tbl",
    "fig",
    "figure",
    "sec",
    "section",
    "prop",
    "proposition",
    "eq",
    "equation",
    "lst",
    "thm",
    "lem",
    "cor",
    "def",
    "exm",
];

impl Scan<'_, '_> {
    /// A citation without its brackets stays text, which is seldom meant.
    pub(super) fn bare_citation(&mut self) {
        self.without_sign();
        if !self.run.starts(self.at, "@") || (self.at > 0 && self.run.chars[self.at - 1].0.is_alphanumeric()) {
            return;
        }
        let mut end = self.at + 1;
        while self.run.chars.get(end).is_some_and(|(c, ..)| c.is_alphanumeric() || matches!(c, '-' | '_' | ':')) {
            end += 1;
        }
        let key = self.run.text(self.at + 1..end);
        let keys = &self.context.grid.findings.study.citation_keys;
        let known = keys.contains(&key);
        if !known && !has_year(&key) {
            return;
        }
        let origin = self.place(self.at..end).origin();
        let (message, meant) = match known {
            true => (format!("`@{key}` without brackets around it is printed as text"), key.as_str()),
            false => {
                let near = nearest(&key, keys.iter().map(String::as_str));
                (format!("`@{key}` is printed as text, and there is no such reference"), near.unwrap_or("key"))
            }
        };
        let hint = format!("a citation is `[@{meant}]`; an at sign meant as text is `\\@`");
        self.sink.push(Diagnostic::warning("bare-citation", message).at(&origin).hint(hint));
    }

    /// A citation without its at sign, `[key]` or `[key, p. 3]`.
    fn without_sign(&mut self) {
        if !self.run.starts(self.at, "[") {
            return;
        }
        let Some(close) = self.run.find(self.at, "]") else { return };
        let inside = self.run.text(self.at + 1..close);
        let key = inside.split(',').next().unwrap_or("").trim();
        if self.context.grid.findings.study.citation_keys.iter().any(|known| known == key) {
            let origin = self.place(self.at..close + 1).origin();
            let message = format!("`[{inside}]` is printed as text: a citation has an at sign before its key");
            let hint = format!("a citation is `[@{inside}]`; a bracket meant as text is `\\[`");
            self.sink.push(Diagnostic::warning("bare-citation", message).at(&origin).hint(hint));
        }
    }

    /// What looks like a construct and is none: to print it as it stands would hide the slip.
    pub(super) fn stray(&mut self) -> bool {
        let run = self.run;
        let chars = &run.chars;
        let word = |from: usize| {
            let part = |(c, ..): &&(char, Range<usize>, bool)| c.is_alphanumeric() || matches!(c, '-' | '_' | ':');
            from + chars[from..].iter().take_while(part).count()
        };
        let after_word = self.at > 0 && chars[self.at - 1].0.is_alphanumeric();
        if self.run.starts(self.at, "$") {
            let origin = self.place(self.at..self.at + 1).origin();
            let hint =
                "the sign itself is `\\$`; a formula has no space within its dollar signs, and closes what it opens";
            let diagnostic = Diagnostic::error("lone-dollar", "this dollar sign begins no formula").at(&origin);
            self.fault(diagnostic.hint(hint), self.at + 1);
            return true;
        }
        if self.run.starts(self.at, "[^") && word(self.at + 2) > self.at + 2 && self.run.starts(word(self.at + 2), "]")
        {
            let end = word(self.at + 2) + 1;
            let name = self.run.text(self.at + 1..end - 1);
            let origin = self.place(self.at..end).origin();
            let diagnostic = Diagnostic::error("unknown-footnote", "this footnote has no text").at(&origin);
            self.fault(diagnostic.hint(format!("add `[{name}]: …` to the chapter")), end);
            return true;
        }
        if self.single_brace() || self.lost_link() || self.spaced_link() {
            return true;
        }
        if self.run.starts(self.at, "@") && !after_word {
            let end = word(self.at + 1);
            let name = self.run.text(self.at + 1..end);
            let kind = name.split(['-', '_', ':']).next().unwrap_or("").to_lowercase();
            if KINDS_OF_TARGETS.contains(&kind.as_str()) && kind.len() < name.len() {
                let origin = self.place(self.at..end).origin();
                let known: Vec<String> =
                    self.context.targets.iter().map(|target| format!("@{}", target.label)).collect();
                let hint = "write `@tbl-ID`, `@fig-ID`, `@prop-ID` or `@sec-ID`; the sign itself is `\\@`";
                let diagnostic = Diagnostic::error("unknown-target", format!("`@{name}` points at nothing"));
                let diagnostic = diagnostic.suggest(&format!("@{name}"), known.iter().map(String::as_str));
                self.fault(diagnostic.at(&origin).hint(hint), end);
                return true;
            }
        }
        false
    }

    /// A value between single braces.
    fn single_brace(&mut self) -> bool {
        if !self.run.starts(self.at, "{") || self.run.starts(self.at, "{{") {
            return false;
        }
        let Some(close) = self.run.find(self.at, "}") else { return false };
        let inside = self.run.text(self.at + 1..close);
        let inside = inside.trim();
        let origin = self.place(self.at..close + 1).origin();
        let meant = match value::parse(inside, &origin) {
            Ok(Placeholder::Value(_)) => value::address(inside)
                .is_some_and(|address| address.split_once('.').is_some_and(|(kind, _)| KINDS.contains(&kind))),
            Ok(Placeholder::Table(id) | Placeholder::Figure(id)) => {
                self.context.grid.findings.study.displays.iter().any(|display| display.id.as_str() == id)
            }
            Err(_) => false,
        };
        if meant {
            let end = close + 1 + usize::from(self.run.starts(close + 1, "}"));
            let diagnostic = Diagnostic::error("malformed-value", "a value stands between two braces on either side");
            let hint = format!("write `{{{{ {inside} }}}}`; a brace meant as text is `\\{{`");
            self.fault(diagnostic.at(&origin).hint(hint), end);
        }
        meant
    }

    /// Where the id of a section stands that is no part of a heading.
    pub(super) fn lost_id(&self, label: &str) -> Option<String> {
        let id = format!("{{#{label}}}");
        let chapters = &self.context.grid.findings.study.chapters;
        let (chapter, at) = chapters.iter().find_map(|chapter| Some((chapter, chapter.text.markdown.find(&id)?)))?;
        let place = chapter.text.place(at..at + id.len());
        Some(format!("`{id}` stands at {}:{}, and not at the end of a heading", place.file, place.line))
    }

    /// A third brace after a value.
    pub(super) fn surplus(&mut self) {
        if self.run.starts(self.at, "}") {
            let origin = self.place(self.at..self.at + 1).origin();
            let diagnostic = Diagnostic::error("malformed-value", "this brace closes nothing").at(&origin);
            self.fault(diagnostic.hint("take it out; a brace meant as text is `\\}`"), self.at + 1);
        }
    }

    /// A link or image whose address has a space in it, `[words](my file.png)`.
    fn spaced_link(&mut self) -> bool {
        if !self.run.starts(self.at, "](") {
            return false;
        }
        let Some(close) = self.run.find(self.at + 2, ")") else { return false };
        let address = self.run.text(self.at + 2..close);
        if !address.contains(' ') || !address.contains(['.', '/']) || address.ends_with(['.', ' ']) {
            return false;
        }
        let origin = self.place(self.at + 2..close).origin();
        let diagnostic = Diagnostic::error("bad-link", "an address with a space in it is none").at(&origin);
        let hint = format!("give the file a name without spaces; or write `<{address}>`");
        self.fault(diagnostic.hint(hint), close + 1);
        true
    }

    /// A link whose label no line defines, `[words][label]`.
    fn lost_link(&mut self) -> bool {
        if !self.run.starts(self.at, "][") {
            return false;
        }
        let Some(close) = self.run.find(self.at + 2, "]") else { return false };
        let label = self.run.text(self.at + 2..close);
        let word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ' | '.');
        if label.is_empty() || !label.chars().all(word) {
            return false;
        }
        let origin = self.place(self.at + 1..close + 1).origin();
        let diagnostic = Diagnostic::error("bad-link", "nothing says where this link leads").at(&origin);
        let hint = format!("add a line `[{label}]: https://…`; or write the address here, between round brackets");
        self.fault(diagnostic.hint(hint), close + 1);
        true
    }
}

/// Whether a word is a key such as reference managers make, `smith2020` or `smith_2020a`.
fn has_year(key: &str) -> bool {
    let stem = key.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let digits = stem.len() - stem.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let year = &stem[stem.len() - digits..];
    key.len() - stem.len() <= 1
        && digits == 4
        && (year.starts_with("19") || year.starts_with("20"))
        && digits < stem.len()
}
