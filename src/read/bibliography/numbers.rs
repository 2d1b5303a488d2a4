//! Pages, volumes and numbers: ranges where they are some, and otherwise as they are written.

use std::str::FromStr;

use hayagriva::types::{MaybeTyped, Numeric, PageRanges, PageRangesPart};

use crate::model::marks::LITERAL;

/// Pages: single ones and ranges between commas. What is none of them is kept as written.
pub fn pages(text: &str) -> MaybeTyped<PageRanges> {
    let text = unlabelled(text);
    let mut ranges = Vec::new();
    for (index, part) in text.split([',', ';', '&']).map(str::trim).filter(|part| !part.is_empty()).enumerate() {
        let Some(part) = page(part) else { return MaybeTyped::String(as_written(&text)) };
        if index > 0 {
            ranges.push(PageRangesPart::Comma);
        }
        ranges.push(part);
    }
    match ranges.is_empty() {
        true => MaybeTyped::String(text),
        false => MaybeTyped::Typed(PageRanges::new(ranges)),
    }
}

/// `pp. 12–34` without the `pp.`.
fn unlabelled(text: &str) -> String {
    let text = text.trim();
    let bare =
        ["pages ", "pp. ", "pp.", "pp ", "p. ", "Pages ", "S. "].iter().find_map(|label| text.strip_prefix(label));
    bare.unwrap_or(text).trim().trim_end_matches('+').to_owned()
}

fn page(text: &str) -> Option<PageRangesPart> {
    let parts: Vec<&str> = text.split(['-', '–', '—', '−']).map(str::trim).filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        [page] => Some(PageRangesPart::SinglePage(number(page)?)),
        [first, last] => {
            let (from, to) = (number(first)?, number(last)?);
            // `1123-45` is `1123-1145`: the style shortens it, or does not.
            let short = from.prefix == to.prefix && last.len() < first.len();
            let to = match (from.nth(0), short) {
                (Some(start), true) if from.prefix.is_none() && to.nth(0)? < start => {
                    number(&format!("{}{last}", &first[..first.len() - last.len()]))?
                }
                _ => to,
            };
            Some(if from == to { PageRangesPart::SinglePage(from) } else { PageRangesPart::Range(from, to) })
        }
        _ => None,
    }
}

/// A page that the library counts: digits, with a letter or a few before or behind them.
fn number(text: &str) -> Option<Numeric> {
    let letters = text.chars().filter(|c| !c.is_ascii_digit()).count();
    let whole = text.chars().all(|c| c.is_ascii_alphanumeric());
    let zero =
        text.trim_start_matches(|c: char| c.is_ascii_alphabetic()).starts_with('0') && text.len() > 1 && letters == 0;
    let digits = text.len() - letters;
    (whole && !zero && letters < 4 && (1..9).contains(&digits)).then(|| Numeric::from_str(text).ok()).flatten()
}

/// A text that the library prints as it stands; a hyphen in an article's number is no range.
fn as_written(text: &str) -> String {
    let range = text.contains("--") || text.contains('–');
    if range { text.replace("--", "–") } else { text.replace('-', "\u{2010}") }
}

/// A volume, issue, edition or chapter: a number, a range of numbers, or words.
pub fn number_or_words(text: &str) -> MaybeTyped<Numeric> {
    let text = text.trim();
    let simple = text.bytes().all(|b| b.is_ascii_digit())
        && !text.is_empty()
        && text.len() < 9
        && !(text.starts_with('0') && text.len() > 1);
    match simple.then(|| Numeric::from_str(text).ok()).flatten() {
        Some(number) => MaybeTyped::Typed(number),
        None => MaybeTyped::String(text.replace("--", "–").to_owned()),
    }
}

/// The number of a report or patent, which is a name and no quantity.
pub fn serial(text: &str) -> String {
    let text = text.trim();
    let simple = text.bytes().all(|b| b.is_ascii_digit()) && text.len() < 9 && !text.starts_with('0');
    if simple { text.to_owned() } else { format!("{text}{LITERAL}") }
}

/// An edition: `2`, `2nd`, `Second` and `2nd edition` are the number; all else stays.
pub fn edition(text: &str) -> MaybeTyped<Numeric> {
    const WORDS: [&str; 12] = [
        "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
        "twelfth",
    ];
    let lower = text.trim().to_lowercase();
    let word = lower
        .trim_end_matches('.')
        .trim_end_matches(" edition")
        .trim_end_matches(" edn")
        .trim_end_matches(" ed")
        .trim();
    if let Some(at) = WORDS.iter().position(|name| *name == word) {
        return number_or_words(&(at + 1).to_string());
    }
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let ending = &word[digits.len()..];
    match matches!(ending, "" | "st" | "nd" | "rd" | "th") && !digits.is_empty() {
        true => number_or_words(digits),
        false => MaybeTyped::String(text.trim().to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_stay_apart() {
        for (written, printed) in [
            ("34,37--39", "34, 37-39"),
            ("1123--1145", "1123-1145"),
            ("1123-45", "1123-1145"),
            ("pp. 12–34", "12-34"),
            ("S12--S19", "S12-S19"),
            ("e0123456", "e0123456"),
            ("e1001-e1009", "e1001-e1009"),
            ("373", "373"),
            ("12--12", "12"),
            ("100+", "100"),
            ("xi--xiv", "xi–xiv"),
            ("004-2021", "004‐2021"),
            ("1:1--1:24", "1:1–1:24"),
        ] {
            assert_eq!(pages(written).to_string(), printed, "{written}");
        }
    }

    #[test]
    fn numbers_are_names_where_they_are_no_quantity() {
        assert_eq!(serial("USDL-26-0599"), format!("USDL-26-0599{LITERAL}"));
        assert!(
            Numeric::from_str(&serial("USDL-26-0599")).is_err() && Numeric::from_str(&serial("04/2020-007")).is_err()
        );
        assert!(Numeric::from_str(&serial("WP 12")).is_err());
        assert_eq!(serial("13"), "13");
        for (written, printed) in
            [("Second", "2"), ("2nd", "2"), ("3rd edition", "3"), ("Revised", "Revised"), ("2", "2")]
        {
            assert_eq!(edition(written).to_string(), printed);
        }
        for (written, printed) in
            [("4--5", "4–5"), ("1/2", "1/2"), ("Suppl 1", "Suppl 1"), ("12", "12"), ("007", "007")]
        {
            assert_eq!(number_or_words(written).to_string(), printed);
        }
    }
}
