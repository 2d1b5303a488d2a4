//! A blockquote of a memo: somebody's words, and the line that says whose they are.

use std::ops::Range;

use super::attribution::{Within, after_dash, parts, within};
use super::excerpts::{Draft, Known};
use super::memo::Front;
use super::node::File;
use crate::diag::{Diagnostic, Origin, Sink};
use crate::model::{At, Text};

/// A line of a blockquote.
struct Line {
    /// Without its mark and the blank behind it.
    words: String,
    /// Its bytes in the file, the mark included.
    span: Range<usize>,
    /// Whether it begins with `>`; Markdown lets a paragraph go on without.
    marked: bool,
    /// Whether the author ended the line here, by a backslash or two blanks.
    ends: bool,
}

/// A blockquote by its lines, blank ones at its end left out.
pub struct Quote<'a> {
    file: &'a File,
    span: Range<usize>,
    pub origin: Origin,
    lines: Vec<Line>,
}

impl<'a> Quote<'a> {
    pub fn of(file: &'a File, span: Range<usize>) -> Self {
        let mut at = span.start;
        let mut lines: Vec<Line> = Vec::new();
        for text in file.text[span.clone()].split_inclusive('\n') {
            let (bare, marked) = match text.trim_start().strip_prefix('>') {
                Some(rest) => (rest.trim_end_matches('\n'), true),
                None => (text.trim_end_matches('\n'), false),
            };
            let (trimmed, slash) = match bare.trim().strip_suffix('\\') {
                Some(rest) => (rest.trim_end(), true),
                None => (bare.trim(), false),
            };
            let ends = slash || bare.ends_with("  ");
            lines.push(Line { words: trimmed.to_owned(), span: at..at + text.trim_end().len(), marked, ends });
            at += text.len();
        }
        let end = |lines: &mut Vec<Line>| {
            while lines.last().is_some_and(|line| line.words.is_empty()) {
                lines.pop();
            }
        };
        end(&mut lines);
        // A quote within a quote, all of it, is one.
        while !lines.is_empty() && lines.iter().all(|line| line.words.is_empty() || line.words.starts_with('>')) {
            for line in &mut lines {
                line.words = line.words.strip_prefix('>').unwrap_or("").trim().to_owned();
            }
            end(&mut lines);
        }
        let origin = file.place(&(span.start..span.start + 1));
        Self { file, span, origin, lines }
    }

    /// The last line behind its dash.
    pub fn attribution(&self) -> Option<&str> {
        self.lines.last().and_then(|line| after_dash(&line.words))
    }

    /// Whether it is an attribution and nothing else.
    pub fn is_attribution(&self) -> bool {
        self.lines.len() == 1 && self.attribution().is_some()
    }

    /// The first line that Markdown adds to the quote and that has no `>`; a dash at the end is an attribution all the same.
    fn lazy(&self) -> Option<&Line> {
        let last = self.lines.len().saturating_sub(1);
        self.lines.iter().enumerate().find(|(at, line)| !line.marked && *at > 0 && *at < last).map(|(_, line)| line)
    }

    fn place(&self, line: &Line, part: &str) -> Origin {
        let at = self.file.text[line.span.clone()].find(part).unwrap_or(0);
        self.file.place(&(line.span.start + at..line.span.start + at + part.len().max(1)))
    }

    /// The words above the attribution: lines of one paragraph joined by blanks.
    fn words(&self) -> String {
        let mut words = String::new();
        let mut joint = "";
        for line in &self.lines[..self.lines.len() - 1] {
            if line.words.is_empty() {
                joint = "\n\n";
                continue;
            }
            if !words.is_empty() {
                words.push_str(joint);
            }
            words.push_str(&line.words);
            joint = if line.ends { "\n" } else { " " };
        }
        words
    }
}

/// The excerpt that a blockquote is; attributions among its words go into `found`.
pub fn excerpt(
    quote: &Quote<'_>,
    front: &Front,
    known: &Known<'_>,
    found: &mut Vec<Within>,
    sink: &mut Sink,
) -> Option<Draft> {
    let Some((last, rest)) = quote.lines.last().zip(quote.attribution()) else {
        sink.push(unattributed(quote, known));
        return None;
    };
    if let Some(line) = quote.lazy() {
        sink.push(lazy(quote, line));
        return None;
    }
    let (name, bracket) = parts(rest);
    let codes = match bracket {
        None => front.codes.clone(),
        Some(list) => known.codes.list(list, |code| quote.place(last, code), sink),
    };
    let text = quote.words();
    if text.is_empty() {
        let hint = "write the words above the attribution, in the same blockquote";
        sink.push(Diagnostic::error("empty-excerpt", "this excerpt has no text").at(&quote.origin).hint(hint));
        return None;
    }
    let before = found.len();
    for line in &quote.lines[..quote.lines.len() - 1] {
        let words = line.words.trim_start_matches(['>', ' ']);
        if let Some((name, part)) = within(words, known.form) {
            let alone = words.len() <= part.len() + 12 && words.ends_with(part) && after_dash(words).is_some();
            let hint = match alone {
                true => {
                    "leave an empty line, without `>`, below it: each excerpt is a blockquote of its own".to_owned()
                }
                false => {
                    format!("put it on a line of its own, `> — {name}`, and leave an empty line, without `>`, below it")
                }
            };
            found.push(Within { name, origin: quote.place(line, part), hint });
        }
    }
    if found.len() > before && !known.form.loose {
        return None;
    }
    Some(Draft {
        attribution: At { value: name.to_owned(), origin: quote.place(last, name) },
        codes,
        text: Text::words(text, &quote.file.path, &quote.file.text, quote.span.clone()),
        verbatim: front.verbatim,
        origin: quote.origin.clone(),
    })
}

fn lazy(quote: &Quote<'_>, line: &Line) -> Diagnostic {
    let origin = quote.file.place(&line.span);
    Diagnostic::error("unmarked-line", "this line goes on with the excerpt above it, and has no `>`")
        .at(&origin)
        .hint("begin it with `>` if somebody said it; leave an empty line above it if it is the memo's")
}

/// What is told of an excerpt of which nobody knows whose it is.
fn unattributed(quote: &Quote<'_>, known: &Known<'_>) -> Diagnostic {
    let fits = |name: &&str| known.form.fits(name);
    let last = quote.lines.last();
    // Markdown takes the line below for one of the excerpt.
    let above = |line: &Line| {
        quote
            .lines
            .iter()
            .any(|other| other.marked && after_dash(&other.words).is_some() && other.span.start < line.span.start)
    };
    if let Some(line) = last.filter(|line| !line.marked && above(line)) {
        let first = quote.lines.iter().find(|line| !line.marked).unwrap_or(line);
        return lazy(quote, first);
    }
    let name = last.map(|line| line.words.as_str());
    let ending = name.and_then(|line| within(line, known.form)).map(|(name, _)| name);
    let below = quote.file.text[quote.span.end..].lines().map(str::trim).find(|line| !line.is_empty());
    let below = below.map(|line| parts(after_dash(line).unwrap_or(line)).0).filter(fits);
    let hint = match (name.filter(fits), ending, below) {
        (Some(name), ..) => format!("begin its last line with a dash: `> — {name}`"),
        (None, Some(name), _) => format!("put the attribution on a line of its own: `> — {name}`"),
        (None, None, Some(name)) => format!("put the line below into the blockquote: `> — {name}`"),
        (None, None, None) => "end the blockquote with a line that says whose words they are: `> — …`".to_owned(),
    };
    Diagnostic::error("no-attribution", "this excerpt has no attribution").at(&quote.origin).hint(hint)
}
