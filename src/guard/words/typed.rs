//! Old ids that the author typed into a text, and what stands there instead.

use std::collections::BTreeMap;
use std::ops::Range;

use regex::{Regex, RegexBuilder};

use super::people::People;
use crate::model::ExcerptId;

/// What a stretch of text turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Typed {
    /// An old id, and the new one.
    Known(String),
    /// A part of an old id that several people share.
    Shared,
    /// An old id where no other words can stand.
    Fixed,
    /// The id of a participant who is not quoted, and so has no new one.
    Unquoted,
    /// A name that is the whole of somebody's id, and may be a word of its own.
    Perhaps,
    /// A site by its old name.
    Site,
}

/// Finds old ids in texts.
pub struct Finder<'a> {
    people: &'a People,
    known: BTreeMap<String, Typed>,
    pattern: Option<Regex>,
}

impl<'a> Finder<'a> {
    /// Of the people who are quoted, and of all ids of the data.
    pub fn new(people: &'a People, ids: &[Box<str>]) -> Self {
        let mut known: BTreeMap<String, Typed> = BTreeMap::new();
        for id in ids.iter().filter(|id| telling(id)) {
            known.insert(plain(id), Typed::Unquoted);
        }
        for (old, new) in people.attributions() {
            known.insert(plain(old), if telling(old) { Typed::Known(new.to_owned()) } else { Typed::Perhaps });
        }
        for (old, new) in &people.stems {
            match (telling(old), old.chars().any(char::is_alphabetic)) {
                (true, _) => drop(known.insert(plain(old), Typed::Known(new.clone()))),
                (false, true) => drop(known.entry(plain(old)).or_insert(Typed::Perhaps)),
                // A bare number is anything; with its noun it is a person.
                (false, false) => NOUNS.iter().for_each(|noun| {
                    known.insert(format!("{noun} {}", plain(old)), Typed::Known(format!("{noun} {new}")));
                }),
            }
            // The person without the site, where that is telling.
            let parts = old.split(|c: char| !c.is_alphanumeric()).collect::<Vec<_>>();
            if let [_, .., last] = parts[..]
                && telling(last)
            {
                let person = new.rsplit('-').next().unwrap_or(new).to_owned();
                let several = people.stems.keys().filter(|stem| ends_with_part(stem, last)).count() > 1;
                known.entry(plain(last)).or_insert(if several { Typed::Shared } else { Typed::Known(person) });
            }
        }
        for site in &people.sites {
            let site = plain(site);
            for written in [format!("site {site}"), format!("site-{site}")] {
                known.entry(written).or_insert(Typed::Site);
            }
        }
        let mut words: Vec<&String> = known.keys().collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        let words: Vec<String> = words.into_iter().map(|word| loose(word)).collect();
        let pattern = RegexBuilder::new(&format!("(?i)({})(?:/([0-9]+))?", words.join("|")))
            // However many ids there are: without a pattern they would all be let through.
            .size_limit(usize::MAX)
            .build()
            .expect("escaped words in alternation are a sound pattern");
        let pattern = (!words.is_empty()).then_some(pattern);
        Self { people, known, pattern }
    }

    /// Old ids in a text, in order, none over another; what stands in double braces is an address and stays. In the
    /// target of a link and in the id of a section nothing can be put in their place.
    pub fn find(&self, text: &str) -> Vec<(Range<usize>, Typed)> {
        let fixed = [("](", ")"), ("{#", "}")].map(|(open, close)| between(text, open, close)).concat();
        let mut found = self.find_outside(text, &between(text, "{{", "}}"));
        for (range, typed) in &mut found {
            if fixed.iter().any(|part| part.start < range.end && range.start < part.end) {
                *typed = Typed::Fixed;
            }
        }
        found
    }

    /// Old ids in words that somebody said, where braces and links are nothing but signs.
    pub fn find_in_words(&self, words: &str) -> Vec<(Range<usize>, Typed)> {
        self.find_outside(words, &[])
    }

    fn find_outside(&self, text: &str, braces: &[Range<usize>]) -> Vec<(Range<usize>, Typed)> {
        let Some(pattern) = &self.pattern else { return Vec::new() };
        let (mut found, mut at) = (Vec::new(), 0);
        while let Some(groups) = pattern.captures_at(text, at) {
            let (whole, id) = (groups.get(0).expect("a match has a whole"), groups.get(1).expect("an id is matched"));
            let begins = text[..whole.start()].chars().next_back();
            let goes_on = |end: usize| text[end..].starts_with(char::is_alphanumeric);
            let inside = braces.iter().any(|brace| brace.start < whole.end() && whole.start() < brace.end);
            if inside || begins.is_some_and(char::is_alphanumeric) || goes_on(whole.end()) {
                at = whole.start() + text[whole.start()..].chars().next().map_or(1, char::len_utf8);
                continue;
            }
            let number = groups.get(2).and_then(|number| number.as_str().parse().ok());
            match self.known.get(&plain(id.as_str())) {
                Some(Typed::Known(new)) => {
                    let excerpt = number.and_then(|number| self.excerpt(id.as_str(), number));
                    match excerpt {
                        Some(excerpt) => found.push((whole.range(), Typed::Known(excerpt))),
                        None => found.push((id.range(), Typed::Known(new.clone()))),
                    }
                }
                // A name in lower case is no name.
                Some(Typed::Perhaps) if !id.as_str().starts_with(char::is_uppercase) => {}
                Some(other) => found.push((id.range(), other.clone())),
                None => {}
            }
            at = whole.end();
        }
        found
    }

    /// The text with new ids in place of old ones.
    pub fn renamed(&self, text: &str) -> Option<String> {
        self.put(text, &between(text, "{{", "}}"))
    }

    /// The same of a text in which double braces are no addresses.
    pub fn renamed_throughout(&self, text: &str) -> Option<String> {
        self.put(text, &[])
    }

    fn put(&self, text: &str, braces: &[Range<usize>]) -> Option<String> {
        let mut now = text.to_owned();
        for (range, typed) in self.find_outside(text, braces).into_iter().rev() {
            if let Typed::Known(new) = typed {
                now.replace_range(range, &new);
            }
        }
        (now != text).then_some(now)
    }

    /// The new id of an excerpt that is typed whole.
    fn excerpt(&self, attribution: &str, number: usize) -> Option<String> {
        let (old, _) = self.people.attributions().find(|(old, _)| plain(old) == plain(attribution))?;
        let old = ExcerptId { attribution: old.into(), number };
        let new = self.people.excerpt(&old);
        (new != old).then(|| new.to_string())
    }
}

/// Words that make a person of a number.
const NOUNS: [&str; 5] = ["participant", "interviewee", "respondent", "informant", "person"];

/// Whether an id cannot be an ordinary word or number.
fn telling(id: &str) -> bool {
    id.chars().any(|c| c.is_ascii_digit()) && id.chars().any(char::is_alphabetic)
}

fn ends_with_part(stem: &str, part: &str) -> bool {
    stem.split(|c: char| !c.is_alphanumeric()).next_back() == Some(part)
}

/// Lower case, with one kind of hyphen and one of space.
fn plain(id: &str) -> String {
    let signs = id.chars().filter(|c| *c != '\\').map(|c| match c {
        '\u{2010}'..='\u{2013}' | '\u{2212}' => '-',
        '\u{a0}' | '\u{202f}' | '\n' => ' ',
        c => c,
    });
    signs.collect::<String>().to_lowercase()
}

/// A pattern for an id in any of its hyphens and spaces, escaped for Markdown or not.
fn loose(id: &str) -> String {
    let signs = id.chars().map(|c| match c {
        '-' => r"\\?[-\u{2010}-\u{2013}\u{2212}]".to_owned(),
        ' ' => r"[ \u{a0}\u{202f}\n]".to_owned(),
        c => regex::escape(&c.to_string()),
    });
    signs.collect()
}

/// What stands between two signs, these included.
fn between(text: &str, open: &str, close: &str) -> Vec<Range<usize>> {
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(start) = text[at..].find(open).map(|start| at + start) {
        let Some(end) = text[start..].find(close).map(|end| start + end + close.len()) else { break };
        found.push(start..end);
        at = end;
    }
    found
}
