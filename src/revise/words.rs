//! Two texts word by word: what stayed, what went, what came.

use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// A stretch of two texts. What stayed and what came make the new text, what stayed and what went the old one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Piece {
    Same(String),
    Deleted(String),
    Inserted(String),
}

impl Piece {
    pub fn is_change(&self) -> bool {
        !matches!(self, Piece::Same(_))
    }
}

/// Texts that have less than this in common are told one after the other, not word by word.
const TOO_LITTLE: f64 = 0.25;

/// The pieces of two texts in order; what went stands before what came in its place.
pub fn compare(old: &str, new: &str) -> Vec<Piece> {
    let (from, to) = (tokens(old), tokens(new));
    let mut hunks: Vec<Hunk> = Vec::new();
    for op in capture_diff_slices(Algorithm::Patience, &from, &to) {
        let (old, new) = (op.old_range(), op.new_range());
        let same = matches!(op, DiffOp::Equal { .. });
        hunks.push(Hunk { same, old: from[old].concat(), new: to[new].concat() });
    }
    let kept: usize = hunks.iter().filter(|hunk| hunk.same).map(|hunk| letters(&hunk.new)).sum();
    let most = letters(old).max(letters(new));
    if (kept as f64) < TOO_LITTLE * most as f64 {
        hunks = vec![Hunk { same: false, old: old.to_owned(), new: new.to_owned() }];
    }
    pieces(joined(hunks))
}

/// A stretch that is the same in both texts, or other words in each.
struct Hunk {
    same: bool,
    old: String,
    new: String,
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

/// Changes with nothing but a space or a sign between them are one change: words are read more easily than confetti.
fn joined(hunks: Vec<Hunk>) -> Vec<Hunk> {
    let mut out: Vec<Hunk> = Vec::new();
    let mut hunks = hunks.into_iter().peekable();
    while let Some(hunk) = hunks.next() {
        let between = hunk.same && letters(&hunk.new) == 0 && hunk.new.chars().count() <= 2;
        let after_change = out.last().is_some_and(|last| !last.same);
        let before_change = hunks.peek().is_some_and(|next| !next.same);
        let joins = !hunk.same || (between && before_change);
        match out.last_mut() {
            Some(last) if after_change && joins => {
                last.old.push_str(&hunk.old);
                last.new.push_str(&hunk.new);
            }
            _ => out.push(hunk),
        }
    }
    out
}

fn pieces(hunks: Vec<Hunk>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    let same = |out: &mut Vec<Piece>, text: &str| match out.last_mut() {
        _ if text.is_empty() => {}
        Some(Piece::Same(last)) => last.push_str(text),
        _ => out.push(Piece::Same(text.to_owned())),
    };
    for hunk in hunks {
        if hunk.same {
            same(&mut out, &hunk.new);
            continue;
        }
        // What both begin or end with is no change; only whole words and spaces are taken off.
        let lead = common_space(hunk.old.chars(), hunk.new.chars());
        let (old, new) = (&hunk.old[lead..], &hunk.new[lead..]);
        let tail = common_space(old.chars().rev(), new.chars().rev());
        let (old, end) = old.split_at(old.len() - tail);
        let new = &new[..new.len() - tail];
        same(&mut out, &hunk.new[..lead]);
        if !old.is_empty() {
            out.push(Piece::Deleted(old.to_owned()));
        }
        if !new.is_empty() {
            out.push(Piece::Inserted(new.to_owned()));
        }
        same(&mut out, end);
    }
    out
}

/// Bytes of the spaces that both begin with.
fn common_space(one: impl Iterator<Item = char>, other: impl Iterator<Item = char>) -> usize {
    one.zip(other).take_while(|(a, b)| a == b && a.is_whitespace()).map(|(a, _)| a.len_utf8()).sum()
}

/// Words, numbers with their points and signs, spaces, and every other character by itself. Together they are the text.
fn tokens(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        let glued = before.is_some_and(|before| match (before, c) {
            (a, b) if a.is_alphanumeric() && b.is_alphanumeric() => true,
            (a, b) if a.is_whitespace() && b.is_whitespace() => true,
            (a, b) if a.is_alphanumeric() && links(b) => next.is_some_and(char::is_alphanumeric),
            (a, b) if (links(a) && inside(text, start, at)) || a == '\u{2212}' => b.is_alphanumeric(),
            _ => false,
        });
        if !glued && at > start {
            out.push(&text[start..at]);
            start = at;
        }
        before = Some(c);
    }
    if start < text.len() {
        out.push(&text[start..]);
    }
    out
}

/// Signs that stand within words and numbers.
fn links(c: char) -> bool {
    matches!(c, '.' | ',' | '\'' | '\u{2019}' | '-' | '_' | '/')
}

/// Whether a sign before `at` stands within the word that begins at `start`.
fn inside(text: &str, start: usize, at: usize) -> bool {
    text[start..at].chars().count() > 1
}

/// How much two texts have in common, from 0 to 1, their order aside.
pub fn likeness(one: &[String], other: &[String]) -> f64 {
    let (mut common, mut a, mut b) = (0, 0, 0);
    while a < one.len() && b < other.len() {
        match one[a].cmp(&other[b]) {
            std::cmp::Ordering::Less => a += 1,
            std::cmp::Ordering::Greater => b += 1,
            std::cmp::Ordering::Equal => {
                common += 1;
                a += 1;
                b += 1;
            }
        }
    }
    match one.len() + other.len() {
        0 => 1.0,
        all => 2.0 * f64::from(common) / all as f64,
    }
}

/// The words of a text in alphabetical order, for [`likeness`].
pub fn bag(text: &str) -> Vec<String> {
    let mut words: Vec<String> =
        tokens(text).into_iter().filter(|token| token.contains(char::is_alphanumeric)).map(str::to_owned).collect();
    words.sort();
    words
}

/// The sentences of a comparison in which something changed, each with what stayed around it.
pub fn sentences(pieces: &[Piece]) -> Vec<Sentence> {
    let mut out = Vec::new();
    let mut open = Sentence { at: 0, pieces: Vec::new() };
    let mut at = 0;
    let mut close = |open: &mut Sentence, at: usize| {
        let done = std::mem::replace(open, Sentence { at, pieces: Vec::new() });
        if done.pieces.iter().any(Piece::is_change) {
            out.push(done);
        }
    };
    for piece in pieces {
        // A sentence that came or went as a whole does not need the one before it.
        let starts = piece.is_change() && words(piece).starts_with(char::is_uppercase);
        if starts && open.pieces.last().is_some_and(|last| !last.is_change() && ends_sentence(last)) {
            close(&mut open, at);
        }
        match piece {
            Piece::Deleted(_) => open.pieces.push(piece.clone()),
            Piece::Inserted(text) => {
                at += text.len();
                open.pieces.push(piece.clone());
            }
            Piece::Same(text) => {
                if open.pieces.iter().all(Piece::is_change) && open.pieces.last().is_some_and(ends_sentence) {
                    close(&mut open, at);
                }
                let mut rest = text.as_str();
                while let Some(end) = sentence_end(rest) {
                    let (sentence, more) = rest.split_at(end);
                    open.pieces.push(Piece::Same(sentence.to_owned()));
                    at += sentence.len();
                    close(&mut open, at);
                    rest = more;
                }
                if !rest.is_empty() {
                    open.pieces.push(Piece::Same(rest.to_owned()));
                    at += rest.len();
                }
            }
        }
    }
    close(&mut open, at);
    out
}

/// A changed sentence, or several that are changed at once.
#[derive(Debug, Clone, PartialEq)]
pub struct Sentence {
    /// Bytes of the new text before it.
    pub at: usize,
    pub pieces: Vec<Piece>,
}

fn words(piece: &Piece) -> &str {
    let (Piece::Same(text) | Piece::Deleted(text) | Piece::Inserted(text)) = piece;
    text
}

fn ends_sentence(piece: &Piece) -> bool {
    words(piece).trim_end().ends_with(['.', '?', '!'])
}

/// Where the first sentence of a text ends, the space behind it included; none if there is one sentence only.
fn sentence_end(text: &str) -> Option<usize> {
    let mut chars = text.char_indices().peekable();
    while let Some((_, c)) = chars.next() {
        if !matches!(c, '.' | '?' | '!') {
            continue;
        }
        let mut end = None;
        while let Some((at, space)) = chars.next_if(|(_, c)| c.is_whitespace() || matches!(c, '\u{201d}' | ')')) {
            end = space.is_whitespace().then(|| at + space.len_utf8()).or(end);
        }
        let begins = chars.peek().is_some_and(|(_, next)| next.is_uppercase() || matches!(next, '\u{201c}'));
        if let Some(end) = end.filter(|_| begins) {
            return Some(end);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn made(pieces: &[Piece], new: bool) -> String {
        let kept = pieces.iter().map(|piece| match piece {
            Piece::Same(text) => text.as_str(),
            Piece::Deleted(text) => {
                if new {
                    ""
                } else {
                    text
                }
            }
            Piece::Inserted(text) => {
                if new {
                    text
                } else {
                    ""
                }
            }
        });
        kept.collect()
    }

    fn told(old: &str, new: &str) -> String {
        let piece = |piece: &Piece| match piece {
            Piece::Same(text) => text.clone(),
            Piece::Deleted(text) => format!("[-{text}-]"),
            Piece::Inserted(text) => format!("{{+{text}+}}"),
        };
        compare(old, new).iter().map(piece).collect()
    }

    #[test]
    fn words_and_numbers_are_whole() {
        assert_eq!(
            tokens("p = −0.020, well-known (n=32)."),
            ["p", " ", "=", " ", "−0.020", ",", " ", "well-known", " ", "(", "n", "=", "32", ")", "."]
        );
        assert_eq!(told("It rose (p = 0.020).", "It rose (p = 0.210)."), "It rose (p = [-0.020-]{+0.210+}).");
        assert_eq!(told("a b c", "a b c"), "a b c");
        assert_eq!(told("one two three four", "one three four"), "one [-two -]three four");
        assert_eq!(
            told("We asked many old people twice.", "We asked many young gardeners twice."),
            "We asked many [-old people-]{+young gardeners+} twice."
        );
        assert_eq!(told("Quite other words", "Nothing stayed here"), "[-Quite other words-]{+Nothing stayed here+}");
    }

    #[test]
    fn only_changed_sentences_are_told() {
        let pieces = compare("One stays. Two goes away. Three stays.", "One stays. Two comes back. Three stays.");
        let found = sentences(&pieces);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].at, made(&found[0].pieces, true)), (11, "Two comes back. ".to_owned()));
        let pieces = compare("One stays. Three stays.", "One stays. Two is new. Three stays.");
        let found = sentences(&pieces);
        assert_eq!(found.len(), 1);
        assert!(found[0].pieces.iter().all(Piece::is_change), "{found:?}");
    }

    proptest! {
        #[test]
        fn kept_and_gone_make_the_old_text_kept_and_come_the_new_one(
            old in "([a-d]{1,2}|[.,−-]| |[0-9]\\.[0-9]){0,14}",
            new in "([a-d]{1,2}|[.,−-]| |[0-9]\\.[0-9]){0,14}",
        ) {
            let pieces = compare(&old, &new);
            prop_assert_eq!(made(&pieces, false), old.clone());
            prop_assert_eq!(made(&pieces, true), new.clone());
            prop_assert_eq!(pieces.iter().any(Piece::is_change), old != new);
            prop_assert_eq!(tokens(&old).concat(), old);
        }

        #[test]
        fn a_text_is_like_itself(text in "\\PC{0,60}") {
            prop_assert!(!compare(&text, &text).iter().any(Piece::is_change));
            prop_assert_eq!(likeness(&bag(&text), &bag(&text)), 1.0);
        }
    }
}
