//! What an excerpt says beside what few participants are: a child, a faith, an origin, an age.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use regex::{Regex, RegexBuilder};

use super::lists::{PEOPLES, has};
use super::{Hit, Kind};
use crate::analyse::{Field, Findings, Kind as ResultKind};
use crate::model::Profile;

/// A level of a variable that few participants have.
pub struct Cell {
    label: String,
    pattern: Option<Regex>,
    /// Years of age, both included.
    ages: Option<(u64, u64)>,
}

/// The levels whose count of people is small. Where a profile sets no threshold, a count under five is.
pub fn small(findings: &Findings) -> Vec<Cell> {
    let study = &findings.study;
    let threshold = match study.disclosure.threshold {
        0 => Profile::Standard.threshold(),
        threshold => threshold,
    };
    let cells = findings.own().filter_map(|result| {
        let ResultKind::Share { variable, timepoint: None, level } = &result.kind else { return None };
        let count = result.value(Field::Count)?;
        if count < 1.0 || count >= threshold as f64 {
            return None;
        }
        // Which arm of the study somebody was in is what they are asked about.
        if study.group.as_ref() == Some(variable) {
            return None;
        }
        let variable = study.measures.variable(variable.as_str())?;
        let label = &variable.levels.iter().find(|known| known.id == *level)?.label;
        let of_age = variable.label.to_lowercase().split_whitespace().any(|word| word.starts_with("age"));
        let ages = if of_age { band(label) } else { None };
        Some(Cell { label: label.clone(), pattern: pattern(label), ages })
    });
    cells.collect()
}

/// Words of a text that say what few participants are, with the label of the level; the first of each level.
pub fn crossings(text: &str, cells: &[Cell], hits: &[Hit]) -> Vec<(Range<usize>, String)> {
    let mut found: Vec<(Range<usize>, String)> = Vec::new();
    for cell in cells {
        let said = cell.pattern.as_ref().and_then(|pattern| pattern.find(text)).map(|word| word.range());
        let aged = hits.iter().filter(|hit| hit.kind == Kind::Age).find_map(|hit| {
            let (low, high) = cell.ages?;
            let age = years(&text[hit.range.clone()])?;
            (low <= age && age <= high).then(|| hit.range.clone())
        });
        if let Some(range) = said.or(aged)
            && !found.iter().any(|(other, _)| *other == range)
        {
            found.push((range, cell.label.clone()));
        }
    }
    found.sort_by_key(|(range, _)| range.start);
    found
}

/// Labels that say nothing of anybody.
const EMPTY: [&str; 16] = [
    "other",
    "none",
    "not stated",
    "prefer not to say",
    "missing",
    "unknown",
    "yes",
    "no",
    "not known",
    "not given",
    "refused",
    "declined",
    "n/a",
    "not applicable",
    "no answer",
    "any other",
];

/// Words of labels that carry no meaning of their own.
const STOP: [&str; 36] = [
    "a",
    "an",
    "and",
    "or",
    "of",
    "the",
    "in",
    "at",
    "with",
    "to",
    "not",
    "any",
    "other",
    "background",
    "british",
    "white",
    "black",
    "mixed",
    "under",
    "over",
    "home",
    "more",
    "than",
    "less",
    "one",
    "two",
    "first",
    "second",
    "own",
    "level",
    "school",
    "university",
    "18",
    "living",
    "lives",
    "person",
];

/// Words that are about people only beside one: `a single mother`, not `a single day`.
const AMBIGUOUS: [&str; 22] = [
    "single",
    "male",
    "female",
    "man",
    "woman",
    "men",
    "women",
    "student",
    "graduate",
    "secondary",
    "primary",
    "higher",
    "alone",
    "separated",
    "retired",
    "employed",
    "working",
    "volunteer",
    "carer",
    "full-time",
    "part-time",
    "partnered",
];

/// What else people say for a word of a label.
const ALSO: [(&[&str], &str); 14] = [
    (
        &["child", "children", "dependant", "dependants", "son", "daughter", "parent", "parents"],
        r"\b(?:my|our|his|her|their|a|the|has|have|having)\s+(?:[\w’'-]+\s+){0,5}?(?:son|sons|daughter|daughters|child|children|kid|kids|baby|toddler|twins)\b",
    ),
    (&["married"], r"\b(?:my|his|her|their) (?:husband|wife|spouse)\b|\bmarried\b"),
    (&["divorced"], r"\bdivorced?\b|\bex-(?:husband|wife)\b"),
    (&["separated"], r"\bseparated from (?:my|his|her|their)\b"),
    (&["widowed", "widow", "widower"], r"\bwidow(?:ed|er)?\b|\b(?:my|his|her|their) late (?:husband|wife)\b"),
    (&["relationship", "partner", "cohabiting"], r"\b(?:my|his|her|their) (?:partner|boyfriend|girlfriend)\b"),
    (&["muslim", "islam"], r"\bmuslims?\b|\bmosque\b|\bramadan\b|\bimam\b|\beid\b"),
    (&["christian", "christianity"], r"\bchristians?\b|\bmy church\b"),
    (&["jewish", "jew", "judaism"], r"\bjew(?:ish|s)?\b|\bsynagogue\b|\bshabbat\b"),
    (&["hindu", "hinduism"], r"\bhindus?\b|\bdiwali\b"),
    (&["sikh", "sikhism"], r"\bsikhs?\b|\bgurdwara\b"),
    (&["lesbian", "gay", "bisexual", "homosexual"], r"\blesbian\b|\bgay\b|\bbisexual\b|\bsame-sex\b"),
    (&["postgraduate", "doctorate"], r"\bpostgraduate\b|\bphd\b|\bmaster['’]s\b|\bdoctorate\b"),
    (&["transgender", "trans", "non-binary"], r"\btransgender\b|\btrans (?:man|woman|person)\b|\bnon-binary\b"),
];

/// The pattern of a label: it costs more to make than to use, so a process that stays makes it once.
fn pattern(label: &str) -> Option<Regex> {
    static MADE: Mutex<BTreeMap<String, Option<Regex>>> = Mutex::new(BTreeMap::new());
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    made.entry(label.to_owned()).or_insert_with(|| make_pattern(label)).clone()
}

/// A pattern for what a label says.
fn make_pattern(label: &str) -> Option<Regex> {
    let plain = label.to_lowercase();
    if EMPTY.contains(&plain.as_str()) {
        return None;
    }
    let words: Vec<&str> =
        plain.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| !word.is_empty()).collect();
    let telling: Vec<&str> = words.iter().copied().filter(|word| !STOP.contains(word) && word.len() > 2).collect();
    let mut parts: Vec<String> = Vec::new();
    for (of, pattern) in ALSO {
        if telling.iter().any(|word| of.contains(word)) {
            parts.push(pattern.to_owned());
        }
    }
    // An origin is told by its own word, whatever stands around it in the label.
    let origins =
        telling.iter().filter(|word| has(PEOPLES, word)).map(|word| format!(r"\b{}s?\b", regex::escape(word)));
    parts.extend(origins);
    match telling[..] {
        [word] if AMBIGUOUS.contains(&word) => {
            let word = regex::escape(word);
            parts.push(format!(r"\b(?:I['’]m|I am|I was|as|being)\s+(?:an?\s+)?{word}\b|\b{word}\s+(?:man|woman|person|mum|mother|dad|father|parent|guy|lady|girl|boy|lad)\b"));
        }
        [word] if word.len() > 3 && parts.is_empty() => parts.push(format!(r"\b{}s?\b", regex::escape(word))),
        _ if words.len() > 1 && !telling.is_empty() => {
            let words: Vec<String> = words.iter().map(|word| regex::escape(word)).collect();
            parts.push(format!(r"\b{}\b", words.join(r"[\s-]+")));
        }
        _ => {}
    }
    if parts.is_empty() {
        return None;
    }
    RegexBuilder::new(&parts.join("|")).case_insensitive(true).build().ok()
}

/// The years that a label of a band of ages covers: `18–24`, `65+`, `under 25`, `over 60`.
fn band(label: &str) -> Option<(u64, u64)> {
    let numbers: Vec<u64> =
        label.split(|c: char| !c.is_ascii_digit()).filter_map(|digits| digits.parse().ok()).collect();
    let plain = label.to_lowercase();
    match numbers[..] {
        [low, high] if low <= high => Some((low, high)),
        [limit] if plain.contains("under") || plain.contains("below") || plain.contains('<') => {
            Some((0, limit.checked_sub(1)?))
        }
        [limit] if plain.contains("over") || plain.contains('+') || plain.contains("older") || plain.contains('≥') => {
            Some((limit, 130))
        }
        _ => None,
    }
}

/// Years of age in figures.
fn years(words: &str) -> Option<u64> {
    words.split(|c: char| !c.is_ascii_digit()).find_map(|digits| digits.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn crossed(label: &str, text: &str) -> bool {
        let cells = [Cell { label: label.to_owned(), pattern: pattern(label), ages: band(label) }];
        let hits = super::super::hits(text, &super::super::Vocabulary::default());
        !crossings(text, &cells, &hits).is_empty()
    }

    #[test]
    fn what_few_are_is_found() {
        let cases = [
            ("child under 18 at home", "I get my 6 year old daughter to school first."),
            ("Child at home", "With a baby in the house there is no sleep."),
            ("Muslim", "At the mosque they asked me about the work."),
            ("Asian or Asian British Pakistani", "My family is Pakistani and they did not understand."),
            ("White Irish", "Being Irish in that team was a joke to them."),
            ("Divorced", "Then I got divorced and everything changed."),
            ("Married", "My husband drives me."),
            ("Widowed", "Since my late wife there is nobody."),
            ("Lesbian or gay", "I came out as gay in that group."),
            ("Single", "It is hard as a single mum."),
            ("In a relationship", "my girlfriend noticed it first"),
            ("65+", "I'm 71 and still at it."),
            ("18–24", "She is 19 and the youngest there."),
            ("Postgraduate", "My PhD was no help."),
            ("Refugee", "People see a refugee and nothing else."),
            ("Self-employed", "I was self-employed before."),
        ];
        for (label, text) in cases {
            assert!(crossed(label, text), "{label}: {text}");
        }
    }

    #[test]
    fn what_anybody_may_say_is_not() {
        let cases = [
            ("Single", "Not a single day went by."),
            ("In a relationship", "The relationship with the team got better."),
            ("Other", "The other people were kind."),
            ("Prefer not to say", "I would prefer not to say."),
            ("Site 5", "It was five past nine."),
            ("White other", "A white van stood there."),
            ("Secondary school", "It is secondary to me."),
            ("Mixed White and Asian", "I had mixed feelings."),
            ("65+", "I'm 42 now."),
            ("Male", "He said so."),
            ("child under 18 at home", "They treat you like children."),
            ("University graduate", "The university asked us."),
        ];
        for (label, text) in cases {
            assert!(!crossed(label, text), "{label}: {text}");
        }
    }
}
