//! Slips that a whole block shows: what became of it is not what it looks like.

use std::ops::Range;

use pulldown_cmark::CodeBlockKind;

use super::{Before, Page};
use crate::diag::{Diagnostic, Sink, plural};
use crate::model::Text;

/// A heading that is underlined and as long as this is a paragraph.
const LONGEST_TITLE: usize = 100;

/// Lines of YAML or TOML above the title of a chapter. Whether there are any.
pub fn front_matter(text: &Text, sink: &mut Sink) -> bool {
    let mut lines = text.markdown.split_inclusive('\n');
    let fence = lines.next().map_or("", str::trim_end);
    let rest: Vec<&str> = lines.map(str::trim_end).collect();
    let close = rest.iter().position(|line| *line == fence || (fence == "---" && *line == "..."));
    let Some(close) = close.filter(|_| matches!(fence, "---" | "+++")) else { return false };
    let keyed = |line: &&str| {
        let word = line.split([':', '=']).next().unwrap_or("").trim_end();
        word.len() < line.len() && !word.is_empty() && !word.contains(' ')
    };
    if !rest[..close].iter().any(keyed) {
        return false;
    }
    let hint = format!(
        "take it out, with both lines of `{fence}`: authors, date and abstract stand in paper.yaml, the title in \
         book.toml, and a chapter begins with `# Title`"
    );
    let diagnostic = Diagnostic::error("front-matter", "a chapter has no front matter").at(&text.place(0..fence.len()));
    sink.push(diagnostic.hint(hint));
    true
}

impl Page<'_> {
    /// A line of dashes or equals signs makes a heading of everything above it.
    pub fn underlined(&mut self, range: Range<usize>) {
        if self.source(range.clone()).trim_start_matches([' ', '>']).starts_with('#') {
            return;
        }
        let mut lines = self.lines(range);
        lines.retain(|line| !line.is_empty());
        let Some(under) = lines.pop() else { return };
        let Some(first) = lines.first().cloned() else { return };
        let words = self.source(first.start..lines.last().map_or(first.end, |last| last.end));
        let sentence = words.ends_with(['.', ',', ';', ':', '?', '!', '”', '"', ')']);
        if lines.len() > 1 || sentence || words.chars().count() > LONGEST_TITLE {
            let sign = self.source(under.start..under.start + 1).to_owned();
            let message = format!("this line of `{sign}` makes a heading of the text above it");
            let hint = format!("put an empty line before a rule; text that begins with `{sign}` is `\\{sign}`");
            self.warn("underlined-heading", &message, under, &hint);
        }
    }

    pub fn code(&mut self, kind: &CodeBlockKind<'_>, range: Range<usize>) {
        let first = self.first_line(range.clone());
        match kind {
            CodeBlockKind::Indented => self.indented(range),
            CodeBlockKind::Fenced(info) if info.starts_with('{') => {
                let hint = "take it out; tables and figures are those of displays.yaml, and results stand in the text \
                            as `{{ ADDRESS }}`; code that is to be printed stands between lines of ``` alone";
                self.error("foreign-mark", "this code is not run", first, hint);
            }
            CodeBlockKind::Fenced(_) => {
                let lines = self.lines(range);
                let mark = self.source(first.clone()).chars().next().unwrap_or('`');
                let fence = self.source(first.clone()).chars().take_while(|c| *c == mark).count();
                let ends = lines.iter().skip(1).rfind(|line| !line.is_empty()).is_some_and(|line| {
                    let line = self.source(line.clone());
                    line.chars().all(|c| c == mark) && line.len() >= fence
                });
                if !ends {
                    let message = "this code block is opened, and nothing closes it: all that follows is in it";
                    self.error(
                        "unclosed-code",
                        message,
                        first,
                        "write the same signs on a line of their own where it ends",
                    );
                }
            }
        }
    }

    /// Four blanks before a line make code of it, also of words.
    fn indented(&mut self, range: Range<usize>) {
        let lines = self.lines(range);
        let found = lines.into_iter().find(|line| {
            let line = self.source(line.clone());
            let item = line.starts_with(['-', '*', '+']) && line[1..].starts_with(' ');
            let ours = line.contains("{{ ") || line.contains("[@") || line.contains("](");
            item || ours || is_prose(line)
        });
        if let Some(line) = found {
            let message = "four spaces before a line make code of it";
            let hint = "take the spaces out, so that fewer than four stand there; \
                        code that is to be printed stands between lines of ```";
            self.warn("indented-code", message, line, hint);
        }
    }

    /// A comment that goes on to the end of the chapter.
    pub fn comment(&mut self, range: Range<usize>) {
        let html = self.source(range.clone());
        if html.trim_start().starts_with("<!--") && !html.contains("-->") {
            let first = self.first_line(range);
            let message = "this comment is opened, and nothing closes it: all that follows is in it";
            self.error("unclosed-comment", message, first.start..first.start + 4, "write `-->` where it ends");
        }
    }

    /// A rule of several parts is the head of a table as Pandoc draws them.
    pub fn rule(&mut self, range: Range<usize>) {
        let line = self.first_line(range);
        let parts: Vec<&str> = self.source(line.clone()).split_whitespace().collect();
        if parts.len() > 1 && parts.iter().all(|part| part.len() > 1 && part.chars().all(|c| c == '-')) {
            let hint = format!(
                "write its rows between `|`, with `|{}` below the head; a rule is `---`",
                "---|".repeat(parts.len())
            );
            self.error("malformed-table", "a table is not drawn with dashes alone", line, &hint);
        }
    }

    /// A list that begins in the middle of a sentence, or that should stand below the item above it.
    pub fn list(&mut self, range: Range<usize>, before: &Before) {
        let first = self.first_line(range.clone());
        let start = range.start;
        let apart = |end: usize| self.blank(end, start);
        if let Some(above) = before.list.clone().filter(|above| above.end <= range.start && !apart(above.end)) {
            let Some(indent) = self.indent(first.start).filter(|indent| *indent > 0) else { return };
            if self.indent(self.first_line(above.clone()).start).is_some_and(|outer| outer < indent) {
                let marker = self.first_line(above.clone());
                let words = self.source(marker);
                let wanted = words.find(' ').map_or(2, |at| at + 1);
                let message = "this list does not stand below the item above it";
                let hint = format!("put {} before it; or put an empty line above it", plural(wanted, "space"));
                self.warn("unnested-list", message, first, &hint);
            }
            return;
        }
        let Some(above) = before.paragraph.clone().filter(|above| above.end <= range.start) else { return };
        let items = self.source(range).lines().filter(|line| !line.trim().is_empty()).count();
        let sentence = self.source(above.clone()).trim_end();
        let goes_on = sentence.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | '(' | '='));
        let item = self.source(first.clone()).trim_start_matches(['-', '+', '*', ' ']).to_owned();
        let lower = item.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit());
        if !apart(above.end) && items == 1 && goes_on && lower {
            let sign = self.source(first.start..first.start + 1).to_owned();
            self.line_start(first, &sign, "an item of a list");
        }
    }

    /// A quotation that begins in the middle of a sentence.
    pub fn quotation(&mut self, range: Range<usize>, before: &Before) {
        let line = self.source(range.clone()).lines().next().unwrap_or("").to_owned();
        let number = line.trim_start_matches(['>', ' ', '=']).starts_with(|c: char| c.is_ascii_digit() || c == '.');
        let apart = |end: usize| self.blank(end, range.start);
        if number && before.paragraph.as_ref().is_some_and(|above| above.end <= range.start && !apart(above.end)) {
            self.line_start(range.start..range.start + line.len(), ">", "a quotation");
        }
    }

    fn line_start(&mut self, line: Range<usize>, sign: &str, what: &str) {
        let message = format!("a line that begins with `{sign}` begins {what}");
        let hint = format!(
            "put it at the end of the line above, or write `\\{sign}`; if {what} is meant, put an empty line above it"
        );
        self.warn("line-start", &message, line, &hint);
    }

    /// Whether an empty line stands between two places.
    fn blank(&self, from: usize, to: usize) -> bool {
        let from = from.min(to);
        // A block's range may or may not hold the end of its last line.
        let before = usize::from(from > 0 && self.text.markdown.as_bytes()[from - 1] == b'\n');
        let ends = self.text.markdown.as_bytes()[from..to].iter().filter(|byte| **byte == b'\n').count();
        let within = self.text.markdown[..from].ends_with("\n\n");
        ends + before > 1 || within
    }
}

/// Whether a line is words rather than code.
fn is_prose(line: &str) -> bool {
    let words = line.split_whitespace().filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1).count();
    let signs =
        line.chars().filter(|c| matches!(c, '(' | ')' | '{' | '}' | '=' | ';' | '<' | '>' | '_' | '$' | '/')).count();
    words >= 4 && signs * 2 < words && line.starts_with(|c: char| c.is_alphabetic() || matches!(c, '"' | '“' | '*'))
}
