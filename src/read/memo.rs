//! A memo: its front matter, and the blockquotes of its body, which are its excerpts.
//!
//! What the memo says besides is Markdown of its author. What stands in a blockquote is what somebody said.

use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::attribution::{after_dash, parts};
use super::decode::Decoder;
use super::excerpts::{Gathered, Known};
use super::node::{File, parse_yaml};
use super::quote::{self, Quote};
use crate::diag::{Diagnostic, Sink};
use crate::model::CodeId;

/// What a memo's front matter says.
pub struct Front {
    pub codes: Vec<CodeId>,
    pub verbatim: bool,
    /// Where the memo's Markdown begins.
    body: usize,
}

/// Reads a memo's excerpts.
pub fn memo(file: &File, known: &Known<'_>, gathered: &mut Gathered, sink: &mut Sink) {
    let Some(front) = front_matter(file, known, sink) else { return };
    let quotes = blockquotes(&file.text, front.body);
    unread(file, &front, &quotes, known, sink);
    let mut apart = false;
    for (at, span) in quotes.iter().enumerate() {
        if std::mem::take(&mut apart) {
            continue;
        }
        let quote = Quote::of(file, span.clone());
        let next = quotes.get(at + 1).map(|span| Quote::of(file, span.clone()));
        apart = quote.attribution().is_none() && next.as_ref().is_some_and(Quote::is_attribution);
        if apart {
            let message = "this excerpt and its attribution stand apart";
            let hint = "write `>` on the empty line between them, or take the line out";
            sink.push(Diagnostic::error("no-attribution", message).at(&quote.origin).hint(hint));
            continue;
        }
        gathered.drafts.extend(quote::excerpt(&quote, &front, known, &mut gathered.within, sink));
    }
}

/// The bytes of every blockquote that stands in no other.
fn blockquotes(text: &str, from: usize) -> Vec<Range<usize>> {
    let (mut found, mut depth, mut start) = (Vec::new(), 0, 0);
    for (event, span) in Parser::new(&text[from..]).into_offset_iter() {
        match event {
            Event::Start(Tag::BlockQuote(_)) => {
                if depth == 0 {
                    start = span.start;
                }
                depth += 1;
            }
            Event::End(TagEnd::BlockQuote(_)) => {
                depth -= 1;
                if depth == 0 {
                    found.push(from + start..from + span.end);
                }
            }
            _ => {}
        }
    }
    found
}

/// Warns of what looks like an excerpt and is none: quoted lines in code or HTML, and attributions without a blockquote.
fn unread(file: &File, front: &Front, quotes: &[Range<usize>], known: &Known<'_>, sink: &mut Sink) {
    let (mut at, mut quoted, mut comment) = (front.body, false, false);
    let mut last_quoted = false;
    for line in file.text[front.body..].split_inclusive('\n') {
        let span = at..at + line.trim_end().len();
        at += line.len();
        let inside = quotes.iter().any(|quote| quote.start <= span.end && span.start < quote.end);
        let bare = line.trim();
        comment |= bare.contains("<!--");
        let commented = comment;
        comment &= !bare.contains("-->");
        if inside || commented {
            (quoted, last_quoted) = (false, inside || last_quoted);
            continue;
        }
        if bare.is_empty() {
            quoted = false;
            continue;
        }
        if bare.starts_with('>') && !std::mem::replace(&mut quoted, true) {
            let lead = line.len() - line.trim_start().len();
            let place = file.place(&(span.start + lead..span.start + lead + 1));
            let (message, hint) = match lead >= 4 || line.starts_with('\t') {
                true => (
                    "this line is not read as an excerpt: it is indented, which makes code of it",
                    "begin the line with `>`, without blanks before it",
                ),
                false => (
                    "this line is not read as an excerpt: it stands in code or in HTML",
                    "put empty lines around the excerpt, and take what encloses it out",
                ),
            };
            sink.push(Diagnostic::warning("unread-excerpt", message).at(&place).hint(hint));
        }
        let dashed = after_dash(bare).filter(|_| !bare.starts_with('-')).map(|rest| parts(rest).0);
        if let Some(name) = dashed.filter(|name| !last_quoted && !known.form.loose && known.form.fits(name)) {
            let message = "this attribution belongs to no excerpt";
            let hint = format!("begin each line of the words above it with `>`, and this one: `> — {name}`");
            sink.push(Diagnostic::warning("unread-excerpt", message).at(&file.place(&span)).hint(hint));
        }
        last_quoted = false;
    }
}

/// The bytes of the front matter, and where the text goes on: between two lines of `---`, the second at will `...`.
fn head(text: &str) -> Option<(Range<usize>, usize)> {
    let mut at = 0;
    let mut open = None;
    for line in text.split_inclusive('\n') {
        let (bare, start) = (line.trim_end(), at);
        at += line.len();
        match open {
            None if bare.is_empty() => {}
            None if bare == "---" => open = Some(at),
            None => return None,
            Some(from) if matches!(bare, "---" | "...") => return Some((from..start, at)),
            Some(_) => {}
        }
    }
    None
}

fn front_matter(file: &File, known: &Known<'_>, sink: &mut Sink) -> Option<Front> {
    let text = &file.text;
    let Some((span, body)) = head(text) else {
        let start = text.len() - text.trim_start().len();
        let open = text[start..].lines().next().is_some_and(|line| line.trim_end() == "---");
        let (message, hint) = match open {
            true => ("the front matter of this memo is not closed", "write a second line of `---` below its last key"),
            false => (
                "a memo begins with front matter between two lines of `---`",
                "add `---`, `codes: [some-code]`, `---` at the top, a line each",
            ),
        };
        let end = (start + if open { 3 } else { 1 }).min(text.len());
        let place = file.place(&(start.min(end)..end));
        sink.push(Diagnostic::error("no-front-matter", message).at(&place).hint(hint));
        return None;
    };
    // What stands before it is blanked, so that places in it are places in the file.
    let blank = |c: char| if c == '\n' { '\n' } else { ' ' };
    let before: String = text[..span.start].chars().map(blank).collect();
    let front = File { path: file.path.clone(), text: Arc::from(before + &text[span]) };
    let root = parse_yaml(&front, sink)?;
    let mut d = Decoder { file: &front, sink };
    let mut fields = d.fields(&root, "memo's front matter")?;
    let codes = d.required(&mut fields, "codes", |d, n| d.list(n, Decoder::name));
    let verbatim = d.optional(&mut fields, "verbatim", Decoder::boolean);
    d.optional(&mut fields, "author", Decoder::string);
    d.optional(&mut fields, "date", Decoder::string);
    d.finish(fields);
    let mut named: Vec<CodeId> = Vec::new();
    for code in codes? {
        if let Some(code) = known.codes.one(&code.value, &code.origin, sink).filter(|code| !named.contains(code)) {
            named.push(code);
        }
    }
    Some(Front { codes: named, verbatim: verbatim.unwrap_or(true), body })
}

#[cfg(test)]
mod tests {
    use super::head;

    #[test]
    fn front_matter_is_found_however_its_lines_end() {
        for text in ["---\na: 1\n---\nb", "---  \na: 1\n--- \nb", "\n\n---\na: 1\n...\nb", "---\na: 1\n---"] {
            let (span, body) = head(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((&text[span], text[body..].trim()), ("a: 1\n", if text.ends_with('b') { "b" } else { "" }));
        }
        for text in ["", "b\n---\na: 1\n---\n", "---\na: 1\n--- more\n", "---\na: 1\n"] {
            assert_eq!(head(text), None, "{text}");
        }
    }
}
