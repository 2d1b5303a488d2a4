//! Words with a capital where none is due: names of people and places.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::lists::{ACRONYMS, COMMON, GENERIC, GIVEN, ORGANISATIONS, PEOPLES, has};
use super::{Hit, Kind, Vocabulary};

static WORD: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\p{L}[\p{L}\p{N}’'-]*").expect("the pattern is sound, and tests compile it"));

/// Prepositions behind which a name is that of a place.
const WHERE: [&str; 15] = [
    "in", "from", "near", "at", "around", "outside", "towards", "across", "to", "into", "through", "round", "off",
    "beyond", "leaving",
];

/// Names in a text; several words that stand together are one.
pub fn hits(text: &str, vocabulary: &Vocabulary) -> Vec<Hit> {
    let mut found: Vec<Hit> = Vec::new();
    let mut before = "";
    for word in WORD.find_iter(text) {
        let bare = word.as_str().trim_end_matches(['\'', '’', '-']);
        let range = word.start()..word.start() + bare.trim_end_matches("'s").trim_end_matches("’s").len();
        if is_name(text, word.start(), bare, vocabulary) && !inside_address(text, &range) {
            match found.last_mut() {
                Some(last) if text[last.range.end..range.start].trim().is_empty() => last.range.end = range.end,
                _ => {
                    let kind = if WHERE.contains(&before.to_lowercase().as_str()) { Kind::Place } else { Kind::Name };
                    found.push(Hit { range, kind, sure: true });
                }
            }
        }
        before = bare;
    }
    found
}

fn is_name(text: &str, start: usize, word: &str, vocabulary: &Vocabulary) -> bool {
    if !word.starts_with(char::is_uppercase) {
        return false;
    }
    let stem = word.trim_end_matches("'s").trim_end_matches("’s");
    let plain = stem.to_lowercase();
    let acronym = stem.chars().filter(|c| c.is_lowercase()).count() <= 1
        && stem.len() > 1
        && stem != "I"
        && stem.chars().nth(1).is_some_and(char::is_uppercase);
    if stem.chars().count() < 2 || acronym || has(ACRONYMS, stem) || vocabulary.has(word) {
        return false;
    }
    if begins_sentence(text, start) {
        return has(GIVEN, &plain);
    }
    let common = |part: &str| [COMMON, PEOPLES, GENERIC].into_iter().any(|list| has(list, part));
    if ORGANISATIONS.split('|').any(|kind| kind == stem) {
        return false;
    }
    !common(&plain) && !common(&word.to_lowercase()) && !plain.split('-').all(common)
}

/// Whether a word stands where every word has a capital.
fn begins_sentence(text: &str, start: usize) -> bool {
    for c in text[..start].chars().rev() {
        match c {
            ' ' | '*' | '_' | '(' | '[' => {}
            '\n' => {}
            '.' | '?' | '!' | '…' | ':' | '“' | '‘' | '"' | '\'' | '”' | '>' | '/' => return true,
            _ => return false,
        }
    }
    true
}

/// What stands in an e-mail or web address is told as that.
fn inside_address(text: &str, range: &Range<usize>) -> bool {
    let before = text[..range.start].chars().next_back();
    let after = &text[range.end..];
    matches!(before, Some('@' | '/' | '.')) || after.starts_with('@') || after.starts_with("://")
}
