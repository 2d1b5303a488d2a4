//! The conventions inside a run of text: values, citations, cross-references.
//!
//! A character that the author escaped with a backslash never begins one.

use std::ops::Range;

use super::document::{Citation, Citing, Inline, InlineKind, Place, Target};
use super::value::{self, Placeholder};
use crate::diag::{Diagnostic, Sink};
use crate::model::Text;
use crate::synthesise::Grid;

/// What text may refer to.
pub struct Context<'a> {
    pub grid: &'a Grid,
    pub targets: &'a [Target],
}

/// A run of text: its characters, where each comes from, and whether it was escaped.
#[derive(Default)]
pub struct Run {
    pub(super) chars: Vec<(char, Range<usize>, bool)>,
}

impl Run {
    pub fn push(&mut self, text: &str, range: Range<usize>, escaped: bool) {
        let same = text.len() == range.len();
        let mut at = range.start;
        for (index, c) in text.chars().enumerate() {
            let here = if same { at..at + c.len_utf8() } else { range.clone() };
            at += c.len_utf8();
            self.chars.push((c, here, escaped && index == 0));
        }
    }

    pub fn is_empty(&self) -> bool {
        self.chars.is_empty()
    }

    pub(super) fn starts(&self, at: usize, what: &str) -> bool {
        what.chars()
            .enumerate()
            .all(|(offset, c)| self.chars.get(at + offset).is_some_and(|(found, _, escaped)| *found == c && !escaped))
    }

    /// Whether the characters before a place are these.
    pub(super) fn ends(&self, at: usize, what: &str) -> bool {
        at.checked_sub(what.chars().count()).is_some_and(|from| self.starts(from, what))
    }

    pub(super) fn find(&self, from: usize, what: &str) -> Option<usize> {
        (from..self.chars.len()).find(|at| self.starts(*at, what))
    }

    pub(super) fn text(&self, range: Range<usize>) -> String {
        self.chars[range].iter().map(|(c, ..)| c).collect()
    }

    fn source(&self, range: Range<usize>) -> Range<usize> {
        let inside = &self.chars[range];
        inside.first().map_or(0, |(_, r, _)| r.start)..inside.last().map_or(0, |(_, r, _)| r.end)
    }
}

impl Run {
    /// The displays that the run asks for, each with its place in the text.
    pub fn displays(&self) -> Vec<(crate::model::Shape, String, Range<usize>)> {
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(open) = self.find(at, "{{") {
            let Some(close) = self.find(open + 2, "}}") else { break };
            let inside = self.text(open + 2..close);
            let inside = inside.trim();
            for (word, shape) in [("table ", crate::model::Shape::Table), ("figure ", crate::model::Shape::Figure)] {
                if let Some(id) = inside.strip_prefix(word) {
                    found.push((shape, id.trim().to_owned(), self.source(open..close + 2)));
                }
            }
            at = close + 2;
        }
        found
    }
}

/// What a paragraph is made of: running text, and what has to stand alone.
pub enum Piece {
    Inline(Inline),
    Image { file: String, alt: String, place: Place },
    Display { shape: crate::model::Shape, id: String, place: Place },
}

/// Turns a run into pieces; faults go into the sink and leave nothing on the page.
pub fn pieces(run: &Run, text: &Text, context: &Context<'_>, sink: &mut Sink) -> Vec<Piece> {
    let mut scan = Scan { run, text, context, sink, at: 0, plain: String::new(), plain_from: 0, found: Vec::new() };
    while scan.at < run.chars.len() {
        let taken = scan.value() || scan.citation() || scan.reference() || scan.stray() || scan.foreign();
        if !taken {
            scan.bare_citation();
            scan.plain.push(run.chars[scan.at].0);
            scan.at += 1;
        }
    }
    scan.flush();
    scan.found
}

pub(super) struct Scan<'a, 'b> {
    pub(super) run: &'a Run,
    pub(super) text: &'a Text,
    pub(super) context: &'a Context<'b>,
    pub(super) sink: &'a mut Sink,
    pub(super) at: usize,
    plain: String,
    plain_from: usize,
    found: Vec<Piece>,
}

impl Scan<'_, '_> {
    pub(super) fn place(&self, range: Range<usize>) -> Place {
        Place::Part(self.text.clone(), self.run.source(range))
    }

    fn flush(&mut self) {
        if !self.plain.is_empty() {
            let place = self.place(self.plain_from..self.at);
            let text = std::mem::take(&mut self.plain);
            self.found.push(Piece::Inline(Inline { kind: InlineKind::Text(text), place }));
        }
        self.plain_from = self.at;
    }

    /// Ends a construct that reaches from here to `end`.
    fn take(&mut self, end: usize, kind: Option<InlineKind>) {
        let start = self.at;
        self.flush();
        if let Some(kind) = kind {
            let place = self.place(start..end);
            self.found.push(Piece::Inline(Inline { kind, place }));
        }
        self.at = end;
        self.plain_from = end;
    }

    /// `{{ … }}`.
    fn value(&mut self) -> bool {
        if !self.run.starts(self.at, "{{") {
            return false;
        }
        let Some(close) = self.run.find(self.at + 2, "}}") else {
            let origin = self.place(self.at..self.at + 2).origin();
            let message = "these braces open a value, and nothing closes them";
            let hint = "write `}}` after the address, or `\\{{` for braces meant as text";
            self.sink.push(Diagnostic::error("malformed-value", message).at(&origin).hint(hint));
            self.take(self.run.chars.len(), None);
            return true;
        };
        let (start, end) = (self.at, close + 2);
        let inside = self.run.text(start + 2..close);
        let place = self.place(start..end);
        if inside.starts_with(['<', '#', '%']) {
            let message = "this belongs to another program, and means nothing here";
            let hint =
                "take it out; what is to be read from another file is written here; braces meant as text are `\\{{`";
            self.fault(Diagnostic::error("foreign-mark", message).at(&place.origin()).hint(hint), end);
            return true;
        }
        let blank = inside.chars().take_while(|c| c.is_whitespace()).count();
        let wide = inside.trim().chars().count();
        // A fault is pointed at within the braces.
        let origin = match wide {
            0 => place.origin(),
            _ => self.place(start + 2 + blank..start + 2 + blank + wide).origin(),
        };
        match value::parse(&inside, &origin) {
            Ok(Placeholder::Value(wanted)) => match value::resolve(&wanted, self.context.grid, &origin) {
                Ok(shown) => {
                    // `withheld%` is no English.
                    let sign = shown == super::number::NOT_SHOWN && self.run.starts(end, "%");
                    let end = end + usize::from(sign);
                    let shown = self.after_equals(shown);
                    self.take(end, Some(InlineKind::Text(shown)));
                }
                Err(diagnostic) => self.fault(diagnostic, end),
            },
            Ok(Placeholder::Table(id)) => self.display(crate::model::Shape::Table, id, place, end),
            Ok(Placeholder::Figure(id)) => self.display(crate::model::Shape::Figure, id, place, end),
            Err(diagnostic) => self.fault(diagnostic, end),
        }
        self.surplus();
        true
    }

    pub(super) fn fault(&mut self, diagnostic: Diagnostic, end: usize) {
        self.sink.push(diagnostic);
        self.take(end, None);
    }

    /// Leaves everything up to `end` as it stands.
    pub(super) fn keep(&mut self, end: usize) {
        self.plain.extend(self.run.chars[self.at..end].iter().map(|(c, ..)| *c));
        self.at = end;
    }

    fn display(&mut self, shape: crate::model::Shape, id: String, place: Place, end: usize) {
        self.take(end, None);
        self.found.push(Piece::Display { shape, id, place });
    }

    /// `p = <0.001` is written `p < 0.001`, and no line breaks around the sign.
    fn after_equals(&mut self, shown: String) -> String {
        let bound = shown.starts_with(['<', '>']);
        let blank = |text: &str| text.strip_suffix([' ', '\u{a0}']).map(str::to_owned);
        let equals = blank(&self.plain).and_then(|text| text.strip_suffix('=').map(str::to_owned));
        let before = equals.or_else(|| self.plain.strip_suffix('=').filter(|_| bound).map(str::to_owned));
        let Some(before) = before else { return shown };
        let before = blank(&before).map_or(before, |left| format!("{left}\u{a0}"));
        let (sign, value) = match shown.strip_prefix(['<', '>']) {
            Some(bound) => (&shown[..1], bound),
            None => ("=", shown.as_str()),
        };
        self.plain = format!("{before}{sign}\u{a0}");
        value.to_owned()
    }

    /// `[@key, p. 3; @other]`.
    fn citation(&mut self) -> bool {
        if !self.run.starts(self.at, "[@") {
            return false;
        }
        let Some(close) = self.run.find(self.at, "]") else {
            let origin = self.place(self.at..self.at + 2).origin();
            let message = "this bracket opens a citation, and nothing closes it";
            let diagnostic = Diagnostic::error("malformed-citation", message).at(&origin);
            self.fault(diagnostic.hint("write `]` after the key and its page"), self.at + 2);
            return true;
        };
        let (start, end) = (self.at, close + 1);
        let mut citations = Vec::new();
        // As written: smart punctuation would change keys.
        let source = self.run.source(start + 1..close);
        let inside = self.text.markdown.get(source.clone()).unwrap_or("").replace('\n', " ");
        let mut passed = source.start;
        for part in inside.split(';') {
            let item = part.trim();
            let at = passed + part.len() - part.trim_start().len();
            passed += part.len() + 1;
            let origin = self.text.place(at..at + item.len());
            let Some(rest) = item.strip_prefix('@') else {
                let message = format!("`{item}` is not a citation");
                let hint = "a citation is `[@key]`, `[@key, p. 3]` or `[@first; @second]`";
                self.fault(Diagnostic::error("malformed-citation", message).at(&origin).hint(hint), end);
                return true;
            };
            let (key, locator) = match rest.split_once(',') {
                Some((key, locator)) => (key.trim(), Some(locator.trim().to_owned())),
                None => (rest.trim(), None),
            };
            let keys = &self.context.grid.findings.study.citation_keys;
            let known = |text: &str| keys.iter().any(|known| known == text);
            if let Some(other) = locator.as_deref().map(|text| text.trim_start_matches('@')).filter(|text| known(text))
            {
                let message = format!("`{other}` stands where the page of `{key}` would stand");
                let hint = format!("write a semicolon between citations: `[@{key}; @{other}]`");
                self.fault(Diagnostic::error("malformed-citation", message).at(&origin).hint(hint), end);
                return true;
            }
            if let Some((first, rest)) = key.split_once(' ').filter(|(first, _)| known(first)) {
                let message = format!("a comma is missing after the key `{first}`");
                let hint = format!("write `[@{first}, {}]`", rest.trim());
                self.fault(Diagnostic::error("malformed-citation", message).at(&origin).hint(hint), end);
                return true;
            }
            if !keys.iter().any(|known| known == key) {
                let diagnostic = Diagnostic::error("unknown-reference", format!("there is no reference `{key}`"))
                    .at(&self.text.place(at + 1..at + 1 + key.len()))
                    .suggest(key, keys.iter().map(String::as_str))
                    .hint("references stand in references.bib");
                self.fault(diagnostic, end);
                return true;
            }
            citations.push(Citation { key: key.to_owned(), locator });
        }
        self.take(end, Some(InlineKind::Cite(Citing::new(citations))));
        true
    }

    /// `@tbl-ID`, `@fig-ID`, `@prop-ID`, `@sec-ID`.
    fn reference(&mut self) -> bool {
        let kinds = ["@tbl-", "@fig-", "@prop-", "@sec-"];
        let after_word = self.at > 0 && self.run.chars[self.at - 1].0.is_alphanumeric();
        if after_word || !kinds.iter().any(|kind| self.run.starts(self.at, kind)) {
            return false;
        }
        let mut end = self.at + 1;
        let chars = &self.run.chars;
        while chars.get(end).is_some_and(|(c, ..)| c.is_ascii_alphanumeric() || *c == '-') {
            end += 1;
        }
        while end > self.at && chars[end - 1].0 == '-' {
            end -= 1;
        }
        let label = self.run.text(self.at + 1..end);
        match self.context.targets.iter().find(|target| target.label == label) {
            Some(target) => self.take(end, Some(InlineKind::Reference(target.clone()))),
            None => {
                let origin = self.place(self.at..end).origin();
                let known: Vec<String> =
                    self.context.targets.iter().map(|target| format!("@{}", target.label)).collect();
                let diagnostic = Diagnostic::error("unknown-target", format!("`@{label}` points at nothing"))
                    .at(&origin)
                    .suggest(&format!("@{label}"), known.iter().map(String::as_str));
                let diagnostic = match self.lost_id(&label) {
                    Some(hint) => diagnostic.hint(hint),
                    None => diagnostic,
                };
                let diagnostic = diagnostic.hint("tables and figures can be referred to where a chapter places them, sections where they have `{#sec-id}`");
                self.fault(diagnostic, end);
            }
        }
        true
    }
}
