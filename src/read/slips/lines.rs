//! Slips that a line of a paragraph shows by the way it begins.

use std::ops::Range;

use super::{Before, Page};
use crate::diag::plural;

/// What begins an item of a list in a word processor, and none in Markdown.
const BULLETS: [char; 6] = ['•', '◦', '▪', '‣', '·', '●'];

impl Page<'_> {
    pub fn paragraph(&mut self, range: Range<usize>, before: &Before) {
        // The marks of a quotation stand before the paragraph's own first line, never within it.
        let lines = self.lines(range);
        for (index, line) in lines.iter().enumerate() {
            if self.heading(line) || self.foreign(line, index == 0, before) {
                return;
            }
        }
        for pair in lines.windows(2) {
            if self.ruler(&pair[0], &pair[1]) {
                return;
            }
        }
        if !self.pipes(&lines) {
            self.items(&lines);
        }
    }

    fn heading(&mut self, line: &Range<usize>) -> bool {
        let words = self.source(line.clone());
        let signs = words.len() - words.trim_start_matches('#').len();
        let begins = words[signs..].starts_with(char::is_alphabetic);
        let call = words[signs..].trim_start_matches(|c: char| c.is_alphanumeric() || c == '-').starts_with('(');
        if !(1..=6).contains(&signs) || !begins || call {
            return false;
        }
        let title = words[signs..].split(" {#").next().unwrap_or("").trim();
        let hint = format!("write `{} {title}`; a `#` that is meant as text is `\\#`", &words[..signs]);
        let at = line.start..line.start + signs;
        self.error("heading-space", "a heading needs a space after its signs", at, &hint);
        true
    }

    /// A line of dashes that is to rule off a table's head and does not go with it.
    fn ruler(&mut self, head: &Range<usize>, line: &Range<usize>) -> bool {
        let (header, ruler) = (self.source(head.clone()), self.source(line.clone()));
        let drawn =
            ruler.contains("--") && ruler.contains('|') && ruler.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '));
        if !drawn || !header.contains('|') {
            return false;
        }
        let columns = |row: &str| row.trim().trim_matches('|').split('|').count();
        let wanted = columns(header);
        let message = format!("this line has {}, and the header above it {wanted}", plural(columns(ruler), "column"));
        let hint = format!("write `|{}`, a part for each column", "---|".repeat(wanted));
        self.error("malformed-table", &message, line.clone(), &hint);
        true
    }

    /// Lines between vertical strokes that make no table.
    fn pipes(&mut self, lines: &[Range<usize>]) -> bool {
        let row = |line: &Range<usize>| {
            let line = self.source(line.clone());
            line.starts_with("| ") || (line.len() > 2 && line.starts_with('|') && line.ends_with('|'))
        };
        let closed =
            |line: &Range<usize>| self.source(line.clone()).len() > 2 && self.source(line.clone()).ends_with('|');
        let Some(first) = lines.iter().find(|line| row(line)).cloned() else { return false };
        let rows = lines.iter().filter(|line| row(line)).count();
        if rows < 2 && !closed(&first) {
            return false;
        }
        let (message, hint) = if closed(&first) {
            let columns = self.source(first.clone()).trim_matches('|').split('|').count();
            let hint = format!("write `|{}` below the head; a stroke meant as text is `\\|`", "---|".repeat(columns));
            ("this table has no line of dashes below its head", hint)
        } else {
            let hint = "take the strokes out, and end each line but the last with a backslash; \
                        a stroke meant as text is `\\|`";
            ("lines that begin with a stroke are no verse here", hint.to_owned())
        };
        self.error("malformed-table", message, first, &hint);
        true
    }

    /// Lines that are to be items of a list, and run on as one paragraph.
    fn items(&mut self, lines: &[Range<usize>]) {
        let alike = |one: &str, next: &str| {
            let bullet = |line: &str| line.starts_with(BULLETS) && line.chars().nth(1).is_some_and(char::is_whitespace);
            let ordinal = |line: &str| ordinal(line);
            match (ordinal(one), ordinal(next)) {
                (Some((first, sign)), Some((second, other))) => second == first + 1 && sign == other,
                _ => bullet(one) && bullet(next),
            }
        };
        let pair = lines.windows(2).find(|pair| alike(self.source(pair[0].clone()), self.source(pair[1].clone())));
        let Some(line) = pair.map(|pair| pair[0].clone()) else { return };
        let numbered = self.source(line.clone()).starts_with(|c: char| c.is_ascii_digit());
        let hint = match numbered {
            true => "put an empty line above the list",
            false => "begin each item with `- ` or `1. `, and put an empty line above the list",
        };
        self.warn("no-list", "these lines make no list: they run on as one paragraph", line, hint);
    }

    /// Marks of other programs that stand at the beginning of a line.
    fn foreign(&mut self, line: &Range<usize>, first: bool, before: &Before) -> bool {
        let words = self.source(line.clone()).to_owned();
        if words.starts_with(":::") {
            let opens = !words.trim_matches(':').trim().is_empty();
            if opens || self.boxes == 0 {
                let hint = "take it out, and the `:::` that closes it, too: a paper has no such boxes; \
                            a quotation begins with `>`";
                self.error("foreign-mark", "`:::` makes no box", line.clone(), hint);
            }
            self.boxes += 1;
            return false;
        }
        let caption = (words.starts_with("Table:") || words.starts_with(": ")) && first && before.table.is_some();
        let found = if caption || (words.starts_with(": ") && words.contains("{#tbl")) {
            Some((
                "a table in the text has no caption and no number",
                "say it in a sentence above the table; a table with a number is one of displays.yaml",
            ))
        } else if words.starts_with(": ") {
            Some(("a line that begins with a colon defines no term", "write `**Term.** What it means`"))
        } else if words.starts_with("+--") || words.starts_with("+==") {
            Some(("a table is not drawn with `+`", "write its rows between `|`, with `|---|---|` below the head"))
        } else if words.starts_with("#. ") || words.starts_with("(@) ") {
            Some(("this begins no item of a list", "write `1. `"))
        } else if words.starts_with(".. ") && words.contains("::") {
            Some((
                "this is a directive of reStructuredText, and means nothing here",
                "write it in Markdown, or take it out",
            ))
        } else if words.starts_with("!!! ") || words.starts_with("??? ") {
            Some(("`!!!` makes no box", "take it out; a quotation begins with `>`"))
        } else if words.starts_with("{: ") && words.ends_with('}') {
            Some(("this is an attribute of another program, and means nothing here", "take it out"))
        } else if words.starts_with('(') && words.ends_with(")=") && !words.contains(' ') {
            Some(("this names no section", "write `{#sec-id}` behind the words of the heading"))
        } else if words.starts_with("*[") && words.contains("]: ") {
            Some(("abbreviations are not spelt out by a line of their own", "spell it out where it first stands"))
        } else if first && matches!(words.as_str(), "[TOC]" | "[[TOC]]" | "[[_TOC_]]") {
            Some(("no list of contents is made", "take it out"))
        } else {
            None
        };
        let Some((message, hint)) = found else { return false };
        self.error("foreign-mark", message, line.clone(), hint);
        true
    }
}

/// The number or letter that a line begins with, and the sign behind it: `2.`, `b)`.
fn ordinal(line: &str) -> Option<(u32, char)> {
    let line = line.strip_prefix('(').unwrap_or(line);
    let end = line.find(['.', ')'])?;
    let (mark, rest) = line.split_at(end);
    let mut rest = rest.chars();
    let sign = rest.next()?;
    if !rest.next()?.is_whitespace() {
        return None;
    }
    let mut letters = mark.chars();
    match (letters.next()?, letters.next()) {
        // `A. Author` at the beginning of a line is a name.
        (letter, None) if letter.is_ascii_lowercase() => Some((u32::from(letter), sign)),
        _ if mark.len() <= 2 => mark.parse().ok().map(|number| (number, sign)),
        _ => None,
    }
}
