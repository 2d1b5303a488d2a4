//! The same words of one person at one timepoint: one excerpt with all of their codes, however often a file has them.
//!
//! Programs for coding export a row a code, so that a passage with three codes stands three times.

use std::collections::BTreeMap;
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

use crate::diag::{Diagnostic, Origin, Sink, is_invisible};
use crate::model::{Excerpt, TimepointId};

/// Whose words at which timepoint, and the words themselves.
type Key = (Option<Arc<str>>, Arc<str>, Option<TimepointId>, String);

/// Excerpts with their places, those of the same words as one, which stands where the first of them stood.
pub fn joined(excerpts: Vec<(Excerpt, Origin)>, sink: &mut Sink) -> Vec<(Excerpt, Origin)> {
    let mut first: BTreeMap<Key, usize> = BTreeMap::new();
    let mut kept: Vec<(Excerpt, Origin)> = Vec::new();
    for (excerpt, place) in excerpts {
        let speaker = excerpt.participant.clone();
        let key = (speaker.site, speaker.person, excerpt.timepoint.clone(), core(&excerpt.text.markdown));
        let Some(at) = first.get(&key) else {
            first.insert(key, kept.len());
            kept.push((excerpt, place));
            continue;
        };
        let (before, _) = &mut kept[*at];
        tell(before, &excerpt, &place, sink);
        for code in excerpt.codes {
            if !before.codes.contains(&code) {
                before.codes.push(code);
            }
        }
    }
    kept
}

/// Says what an author may not have meant: the same code again, or the words in another form.
fn tell(before: &Excerpt, again: &Excerpt, place: &Origin, sink: &mut Sink) {
    let name = &again.id.attribution;
    let there = format!("{}:{}", before.origin.file, before.origin.line);
    let code = again.codes.iter().find(|code| before.codes.contains(code));
    let same = seen(&before.text.markdown) == seen(&again.text.markdown);
    let (message, hint) = if before.verbatim != again.verbatim {
        let message = format!("these words of `{name}` stand twice, once as a quotation and once as a paraphrase");
        (message, format!("they stand first at {there}: say the same of `verbatim` in both"))
    } else if !same {
        let message = format!("these words of `{name}` stand twice in two forms, and count as one excerpt");
        (message, format!("the first form, at {there}, is printed: write both alike, or take one of the two out"))
    } else if let Some(code) = code {
        let message = format!("this excerpt of `{name}` stands twice with the code `{code}`, and counts once");
        (message, format!("it stands first at {there}: take one of the two out"))
    } else {
        return;
    };
    sink.push(Diagnostic::warning("excerpt-twice", message).at(place).about(name.to_string()).hint(hint));
}

/// Words as they are seen: one blank between two of them, no sign that nobody sees.
fn seen(words: &str) -> String {
    let words: String = words.nfc().filter(|c| !is_invisible(*c)).collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Words without capitals, quotation marks, and the punctuation around them; nothing but signs stays as it is.
fn core(words: &str) -> String {
    let seen = seen(words);
    let plain = |c: char| match c {
        '‘' | '’' | '‚' | '`' => '\'',
        '“' | '”' | '„' | '«' | '»' => '"',
        c if crate::diag::is_dash(c) => '-',
        c => c,
    };
    let folded: String = seen.replace('…', "...").chars().map(plain).flat_map(char::to_lowercase).collect();
    let bare = folded
        .trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':' | '\'' | '"' | '-' | '[' | ']'));
    if bare.is_empty() { seen } else { bare.to_owned() }
}
