//! What is wrong with a YAML file that cannot be parsed, in the words of somebody who writes one for the first time.
//!
//! The parser says where it could not go on. What was done wrong stands there or above it, and is looked for in the
//! lines: each slip that people make has its own look.

mod brackets;

use std::ops::Range;

use super::node::File;
use crate::diag::Diagnostic;

/// The diagnostic of a syntax error. `line` and `column` count from 1, and are the parser's, as is `message`.
pub fn fault(file: &File, line: usize, column: usize, message: &str) -> Diagnostic {
    let lines = Lines::of(&file.text);
    let at = lines.offset(line, column);
    let found = tab(&lines, line)
        .or_else(|| quote(&lines, at, message))
        .or_else(|| line_slip(&lines, line))
        .or_else(|| brackets::bracket(&lines, at))
        .or_else(|| sign(&lines, line))
        .or_else(|| comma(&lines, line))
        .or_else(|| colon_in_text(&lines, line, at))
        .or_else(|| indentation(&lines, line))
        .or_else(|| unpaired(&lines, line));
    let slip = found.unwrap_or_else(|| {
        let shown = format!("this is not valid YAML: {message}");
        let advice = match lines.value(line) {
            Some(value) => format!("put the text in quotes: `{}`", quoted(lines.text(value))),
            None => "look at this line and the one above it: each is `key: value`, indented with spaces".to_owned(),
        };
        Slip::new(at..at + 1, shown, advice)
    });
    Diagnostic::error(slip.code, slip.message).at(&file.place(&slip.at)).hint(slip.hint)
}

/// What was done wrong, and where.
struct Slip {
    code: &'static str,
    at: Range<usize>,
    message: String,
    hint: String,
}

impl Slip {
    fn new(at: Range<usize>, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { code: "yaml-syntax", at, message: message.into(), hint: hint.into() }
    }
}

/// The lines of a text with their bytes; lines count from 1.
struct Lines<'a> {
    whole: &'a str,
    ranges: Vec<Range<usize>>,
}

impl<'a> Lines<'a> {
    fn of(whole: &'a str) -> Self {
        let mut at = 0;
        let mut ranges = Vec::new();
        for line in whole.split_inclusive('\n') {
            ranges.push(at..at + line.trim_end_matches('\n').len());
            at += line.len();
        }
        Self { whole, ranges }
    }

    fn range(&self, line: usize) -> Option<Range<usize>> {
        self.ranges.get(line.checked_sub(1)?).cloned()
    }

    fn text(&self, range: Range<usize>) -> &'a str {
        self.whole.get(range).unwrap_or("")
    }

    fn line(&self, line: usize) -> &'a str {
        self.range(line).map_or("", |range| self.text(range))
    }

    fn offset(&self, line: usize, column: usize) -> usize {
        let Some(range) = self.range(line) else { return self.whole.len() };
        let text = self.text(range.clone());
        text.char_indices().nth(column.saturating_sub(1)).map_or(range.end, |(at, _)| range.start + at)
    }

    /// The line before with something on it that is no comment.
    fn above(&self, line: usize) -> Option<usize> {
        (1..line).rev().find(|at| !matches!(self.line(*at).trim_start().chars().next(), None | Some('#')))
    }

    /// The key of a line: its bytes, behind the dashes of lists.
    fn key(&self, line: usize) -> Option<Range<usize>> {
        let range = self.range(line)?;
        let text = self.text(range.clone());
        let mut start = text.len() - text.trim_start_matches(' ').len();
        while let Some(rest) = text[start..].strip_prefix("- ") {
            start += 2 + rest.len() - rest.trim_start_matches(' ').len();
        }
        let end = start + text[start..].find(':')?;
        let word = text[start..end].chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
        let ends = text[end + 1..].chars().next().is_none_or(char::is_whitespace);
        (word && ends && end > start).then_some(range.start + start..range.start + end)
    }

    /// What stands behind the key of a line, without the white space around it.
    fn value(&self, line: usize) -> Option<Range<usize>> {
        let (key, range) = (self.key(line)?, self.range(line)?);
        let behind = self.text(key.end + 1..range.end);
        let start = key.end + 1 + behind.len() - behind.trim_start().len();
        let end = start + self.text(start..range.end).trim_end().len();
        (start < end).then_some(start..end)
    }

    /// How many characters stand before a place on its line.
    fn column(&self, at: usize) -> usize {
        let start = self.whole[..at].rfind('\n').map_or(0, |at| at + 1);
        self.whole[start..at].chars().count()
    }
}

/// A text in quotes that need nothing within it changed, if possible.
fn quoted(text: &str) -> String {
    let text = text.trim();
    match text.contains(['"', '\\']) {
        true => format!("'{}'", text.replace('\'', "''")),
        false => format!("\"{text}\""),
    }
}

/// A tab in the indentation at or above a line: the parser often stumbles further down only.
fn tab(lines: &Lines<'_>, line: usize) -> Option<Slip> {
    let tabbed = |line: &usize| {
        let text = lines.line(*line);
        let indent = text.len() - text.trim_start_matches([' ', '\t']).len();
        text[..indent].find('\t').map(|at| (lines.range(*line).map_or(0, |range| range.start)) + at)
    };
    let nearby = line.saturating_sub(1).max(1)..=line + 1;
    let at = nearby.into_iter().find_map(|line| tabbed(&line))?;
    Some(Slip::new(at..at + 1, "a tab cannot indent", "indent with spaces: delete the tab, and press the space bar"))
}

/// Quotes that are not closed, text behind them, and backslashes within them.
fn quote(lines: &Lines<'_>, at: usize, message: &str) -> Option<Slip> {
    let line = lines.whole[..at].matches('\n').count() + 1;
    if message.contains("escape") {
        let rest = lines.text(at..lines.whole.len());
        let fine = |c: char| "0abtnvfre \"/\\N_LPxuU\n".contains(c);
        let mut signs = rest.char_indices().skip(1);
        while let Some((from, sign)) = signs.next() {
            if sign == '\\' {
                let (_, next) = signs.next()?;
                if !fine(next) {
                    let slip = at + from..at + from + 1 + next.len_utf8();
                    let message = "between double quotes a backslash begins a sign of its own, and this is none";
                    return Some(Slip::new(slip, message, "write the text between single quotes: `'…'`"));
                }
            }
        }
        return None;
    }
    if message.contains("unclosed quote") {
        let sign = lines.whole.get(at..at + 1).unwrap_or("\"");
        let hint = format!("close the text with another {sign} where it ends, or take this one out");
        return Some(Slip::new(at..at + 1, "this quotation mark opens a text, and nothing closes it", hint));
    }
    if message.contains("after double-quoted") || message.contains("after single-quoted") {
        let value = lines.value(line)?;
        let end = at + lines.text(at..lines.range(line)?.end).chars().next().map_or(1, char::len_utf8);
        let text = lines.text(value.clone());
        let sign = text.chars().next().filter(|sign| matches!(sign, '"' | '\''))?;
        if let Some(inner) = text[1..].strip_suffix(sign).filter(|inner| inner.contains(sign)) {
            let message = "a quotation mark within the text ends it before this place";
            let hint = format!("put the text between the other quotes: `{}`", quoted(inner));
            return Some(Slip::new(at..end, message, hint));
        }
        let message = "a text that begins with a quotation mark ends with one, and this goes on after it";
        let hint = format!("put the whole of it between other quotes: `{}`", quoted(lines.text(value)));
        return Some(Slip::new(at..end, message, hint));
    }
    None
}

/// A quotation mark or bracket that has no other on its line.
fn unpaired(lines: &Lines<'_>, line: usize) -> Option<Slip> {
    let (start, text) = (lines.range(line)?.start, lines.line(line));
    let count = |sign: char| text.matches(sign).count();
    if count('"') % 2 == 1 {
        let at = start + text.rfind('"')?;
        let hint = "take it out, or put another one where the text begins or ends";
        return Some(Slip::new(at..at + 1, "this quotation mark stands alone", hint));
    }
    let (_, close) = [('[', ']'), ('{', '}')].into_iter().find(|(open, close)| count(*close) > count(*open))?;
    let at = start + text.rfind(close)?;
    let message = format!("a `{close}` closes nothing on this line");
    Some(Slip::new(at..at + 1, message, "take one of them out, or open what it should close"))
}

/// Slips that can be seen on a line alone, at or just above the place where the parser stopped.
fn line_slip(lines: &Lines<'_>, line: usize) -> Option<Slip> {
    [Some(line), lines.above(line)].into_iter().flatten().find_map(|line| {
        let start = lines.range(line)?.start;
        let text = lines.line(line);
        let hard = |c: char| matches!(c, '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{3000}');
        let edge = text.len() - text.trim_start_matches(|c| c == ' ' || hard(c)).len();
        let first = text[..edge].find(hard).or_else(|| text.ends_with(hard).then(|| text.rfind(hard)).flatten());
        if let Some(at) = first {
            let width = text[at..].chars().next().map_or(1, char::len_utf8);
            let message = "this is not the space of the keyboard, but one that does not break";
            let hint = "delete it, and press the space bar";
            return Some(Slip::new(start + at..start + at + width, message, hint));
        }
        let indent = text.len() - text.trim_start_matches(' ').len();
        let bare = text[indent..].trim_end();
        let begins = |c: char| c.is_alphabetic() || matches!(c, '{' | '"' | '\'' | '[');
        let behind = bare.strip_prefix('-').filter(|rest| rest.starts_with(begins));
        if let Some(behind) = behind.filter(|behind| behind.contains(':')) {
            let hint = format!("put a space after the dash: `- {behind}`");
            let at = start + indent;
            return Some(Slip::new(at..at + 1, "this dash begins no item of a list", hint));
        }
        let dashes = bare.len() - bare.trim_start_matches(['-', ' ']).len();
        let (bare, from) = (&bare[dashes..], start + indent + dashes);
        let mended = spaced(bare)?;
        Some(Slip {
            code: "colon-space",
            at: from..from + bare.len(),
            message: format!("`{}` needs a space after it", mended.split(' ').next().unwrap_or("")),
            hint: format!("put a space after the colon: `{mended}`"),
        })
    })
}

/// `label:Breathlessness` with the space that is missing; `None` for what is no slip of this kind.
pub fn spaced(text: &str) -> Option<String> {
    let (key, value) = text.split_once(':')?;
    let word = key.starts_with(|c: char| c.is_ascii_lowercase())
        && key.chars().all(|c| c.is_ascii_lowercase() || c == '-' || c == '_');
    // A space that does not break, as word processors put there, is no space to YAML.
    let hard = value.starts_with(['\u{a0}', '\u{202f}', '\u{2009}']);
    let value = value.trim();
    let slip = word && !value.is_empty() && !value.starts_with(['/', ':']);
    (slip && (hard || text[key.len() + 1..].starts_with(|c: char| !c.is_whitespace())))
        .then(|| format!("{key}: {value}"))
}

/// A text that begins with a sign that has a meaning of its own.
fn sign(lines: &Lines<'_>, line: usize) -> Option<Slip> {
    const SIGNS: [char; 9] = ['*', '&', '@', '%', '!', '`', '>', '|', '['];
    let told = |at: Range<usize>, hint: String| {
        let first = lines.text(at.clone()).chars().next().unwrap_or('?');
        Some(Slip::new(at, format!("a text that begins with `{first}` needs quotes around it"), hint))
    };
    if let Some(value) = lines.value(line) {
        let text = lines.text(value.clone());
        if text.starts_with(SIGNS) && !(text.starts_with('[') && text.ends_with(']')) {
            let key = lines.text(lines.key(line)?);
            return told(value, format!("put the text in quotes: `{key}: {}`", quoted(text)));
        }
    }
    // An item of a list, or a value, between brackets.
    let (start, text) = (lines.range(line)?.start, lines.line(line));
    let items = text.char_indices().filter(|(at, c)| {
        let before = text[..*at].trim_end();
        SIGNS[..8].contains(c) && before.ends_with(['[', ',', ':']) && text[..*at].contains(['[', '{'])
    });
    let (at, _) = items.into_iter().next()?;
    let end = text[at..].find([',', ']', '}']).map_or(text.len(), |rest| at + rest);
    let words = text[at..end].trim_end();
    told(start + at..start + at + words.len(), format!("put it in quotes: `{}`", quoted(words)))
}

/// A comma that is missing between braces: a value that goes on with another key.
fn comma(lines: &Lines<'_>, line: usize) -> Option<Slip> {
    let (start, text) = (lines.range(line)?.start, lines.line(line));
    let mut at = text.find('{')? + 1;
    for part in text[at..].split(['{', '}', '[', ']', ',']) {
        let second = part.match_indices(": ").nth(1).map(|(second, _)| second);
        let word = second.and_then(|second| part[..second].rsplit(' ').next().map(|word| (second - word.len(), word)));
        let plain = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        if let Some((from, word)) = word.filter(|(_, word)| plain(word)) {
            let from = start + at + from;
            let message = format!("no comma stands before `{word}:`");
            let hint = format!("put a comma before it: `, {word}: …`; or quotes around a text with a colon in it");
            return Some(Slip::new(from..from + word.len(), message, hint));
        }
        at += part.len() + 1;
    }
    None
}

/// A colon with a space behind it within a text.
fn colon_in_text(lines: &Lines<'_>, line: usize, at: usize) -> Option<Slip> {
    let value = lines.value(line).filter(|value| value.start < at && at < value.end)?;
    if !lines.text(at..value.end).starts_with(": ") && !lines.text(at..value.end).starts_with(':') {
        return None;
    }
    let (key, text) = (lines.text(lines.key(line)?), lines.text(value));
    let hint = format!("put the text in quotes: `{key}: {}`", quoted(text));
    Some(Slip::new(at..at + 1, "a text with a colon and a space in it needs quotes around it", hint))
}

/// A key that stands further left or right than those that it goes with; or a line that is no key.
fn indentation(lines: &Lines<'_>, line: usize) -> Option<Slip> {
    let range = lines.range(line)?;
    let text = lines.line(line).trim();
    let Some(key) = lines.key(line) else {
        let word = text.split([' ', '\u{a0}']).next().unwrap_or("");
        if text.contains(": ") || text.starts_with(['-', '"', '\'', '[', '{']) || word.is_empty() {
            return None;
        }
        let start = range.start + lines.line(line).len() - lines.line(line).trim_start().len();
        let above = lines.above(line).map_or("", |above| lines.line(above)).trim_end();
        let rest = text[word.len()..].trim_start();
        let hint = if above.ends_with(['>', '|']) || above.ends_with(">-") || above.ends_with("|-") {
            "a text below its key stands two spaces further in than the key".to_owned()
        } else if let Some(value) = rest.strip_prefix('=') {
            format!("write a colon for the equals sign: `{word}: {}`", value.trim())
        } else if word.chars().all(|c| c.is_ascii_lowercase() || c == '-') {
            format!("if `{word}` is a key, write `{word}: {rest}`; a text that goes on stands further in than its key")
        } else {
            "a text that goes on from the line above stands further in than its key".to_owned()
        };
        return Some(Slip::new(start..start + text.len(), "this line is no `key: value`", hint));
    };
    let own = lines.column(key.start);
    let mut places: Vec<usize> = Vec::new();
    let mut above = line;
    while let Some(previous) = lines.above(above) {
        places.extend(lines.key(previous).map(|key| lines.column(key.start)));
        above = previous;
    }
    // One space off the line above is a slip, even where keys of another group stand so far in.
    let beside = places.first().copied().filter(|place| place.abs_diff(own) == 1);
    let nearest = places.iter().copied().min_by_key(|place| place.abs_diff(own));
    let nearest = beside.or(nearest).filter(|place| *place != own)?;
    let message = format!("this key stands {} in, and those that it goes with {nearest}", spaces(own));
    let hint = format!("put it {} in: the keys of one group stand exactly below each other", spaces(nearest));
    Some(Slip::new(key, message, hint))
}

fn spaces(count: usize) -> String {
    crate::diag::plural(count, "space")
}

#[cfg(test)]
mod tests {
    use super::spaced;

    #[test]
    fn a_missing_space_is_seen() {
        assert_eq!(spaced("label:Breathlessness").as_deref(), Some("label: Breathlessness"));
        assert_eq!(spaced("label:\u{a0}Loss of breath").as_deref(), Some("label: Loss of breath"));
        for fine in ["https://example.org", "label: Breath", "T1:2", "Time: late", "label:", "a word:so"] {
            assert_eq!(spaced(fine), None, "{fine}");
        }
    }
}
