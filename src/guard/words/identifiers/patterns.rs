//! What has a form of its own: ages, dates, numbers, addresses, names behind their titles, roles.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::lists::{ACRONYMS, AFTER_AGE, AFTER_COUNT, COMMON, GENERIC, ORGANISATIONS, PLACES, ROLES, TITLES, has};
use super::{Hit, Kind};

const MONTH: &str = "(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)";
const TENS: &str = "(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)";
const UNITS: &str = "(?:one|two|three|four|five|six|seven|eight|nine)";
const TEENS: &str = "(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)";
const KIN: &str = "(?:son|daughter|child|kid|baby|boy|girl|grandson|granddaughter|niece|nephew|brother|sister|mum|mam|mom|dad|mother|father|wife|husband|partner|twin|twins|lad|youngest|eldest|oldest)";
const SELF: &str = r"(?:I['’]m|I am|I was|I['’]ve been|(?:he|she|husband|wife|son|daughter|partner|mother|father|mum|dad|brother|sister)(?:['’]s| is| was)|(?:work|works|worked|working|trained|training|retired|retrained|employed|job|life|career|days|years) as|used to be|(?:become|became|becoming|being))";

/// A pattern for one kind; what is pointed at is group 1, or else the whole.
struct Pattern {
    kind: Kind,
    sure: bool,
    regex: Regex,
    /// What else must be true of the text and the range.
    and: fn(&str, &Range<usize>) -> bool,
}

/// Everything of a known form in a text, in no order.
pub fn hits(text: &str) -> Vec<Hit> {
    let found = PATTERNS.iter().flat_map(|pattern| {
        pattern.regex.captures_iter(text).filter_map(move |groups| {
            let range = groups.get(1).or(groups.get(0))?.range();
            let range = match pattern.kind {
                Kind::Organisation | Kind::Place => named(text, range),
                _ => range,
            };
            (pattern.and)(text, &range).then_some(Hit { range, kind: pattern.kind, sure: pattern.sure })
        })
    });
    found.collect()
}

static PATTERNS: LazyLock<Vec<Pattern>> = LazyLock::new(|| {
    let number = format!("(?:[0-9]{{1,3}}|{TENS}[- ]{UNITS}|{TENS}|{TEENS}|{UNITS})");
    let above_one = number.replace("(?:one|two", "(?:two");
    let ordinal = "(?:[0-9]{1,3}(?:st|nd|rd|th)|(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)[- ])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|tenth|eleventh|twelfth|(?:thir|four|fif|six|seven|eigh|nine)teenth|(?:twent|thirt|fort|fift|sixt|sevent|eight|ninet)ieth)";
    let softly = "(?:only |just |now |nearly |almost |already |still |about |not yet )?";
    let any: fn(&str, &Range<usize>) -> bool = |_, _| true;
    let pattern = |kind, sure, regex: &str, and| Pattern {
        kind,
        sure,
        regex: Regex::new(regex).expect("the patterns are sound, and a test compiles them"),
        and,
    };
    vec![
        pattern(Kind::Email, true, r"[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+", any),
        pattern(Kind::Url, true, r"(?i)\b(?:https?://|www\.)[^\s)\]>”]+", any),
        pattern(Kind::Url, true, r"\b[a-z0-9-]+\.(?:com|org|net|co\.uk|org\.uk|ac\.uk|nhs\.uk|gov\.uk|edu)\b", any),
        pattern(Kind::Handle, true, r"(?:^|[\s(“‘])(@[A-Za-z_][A-Za-z0-9_.]{2,})", not_reference),
        pattern(Kind::Number, true, r"\b[0-9]{3} [0-9]{3} [0-9]{4}\b", any),
        pattern(Kind::Number, true, r"\b[0-9]{7,}\b", any),
        pattern(Kind::Number, true, r"\b[A-Z]{1,3}[0-9]{5,8}[A-Z]?\b", any),
        pattern(
            Kind::Number,
            true,
            r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D]\b",
            any,
        ),
        pattern(Kind::Phone, true, r"\(?\b0[0-9]{2,5}\)?[ -]?[0-9]{3,4}[ -]?[0-9]{3,4}\b", any),
        pattern(Kind::Phone, true, r"\+[0-9][0-9 ()-]{7,15}[0-9]\b", any),
        pattern(Kind::Phone, true, r"\b[0-9]{3}[-.][0-9]{3}[-.][0-9]{4}\b", any),
        pattern(Kind::Postcode, true, r"\b[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}\b", any),
        pattern(Kind::Postcode, true, r"\b[A-Z]{2} [0-9]{5}(?:-[0-9]{4})?\b", any),
        pattern(Kind::Date, true, r"\b[0-9]{1,2}[./-][0-9]{1,2}[./-](?:19|20)?[0-9]{2}\b", any),
        pattern(Kind::Date, true, r"\b(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}\b", any),
        pattern(
            Kind::Date,
            true,
            &format!(r"\b[0-9]{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH}\b(?:,?\s+(?:19|20)[0-9]{{2}}\b)?"),
            any,
        ),
        pattern(
            Kind::Date,
            true,
            &format!(r"\b{MONTH}\s+(?:the\s+)?[0-9]{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+(?:19|20)[0-9]{{2}}\b)?"),
            any,
        ),
        pattern(Kind::Date, true, &format!(r"\b{MONTH},?\s+(?:of\s+)?(?:19|20)[0-9]{{2}}\b"), any),
        pattern(Kind::Date, true, r"\b(?:19[3-9]|20[0-4])[0-9]\b", a_year),
        pattern(
            Kind::Date,
            false,
            &format!(r"\b(?i:in|since|last|this|next|until|till|by|from|early|late|mid)[ -]({MONTH})\b"),
            any,
        ),
        pattern(Kind::Age, true, &format!(r"(?i)\b{number}[-\s]*(?:years?|yrs?|months?)[-\s]*(?:old|of age)\b"), any),
        pattern(Kind::Age, true, &format!(r"(?i)\b(?:aged|age of|ages of|at age|ages)\s+{number}\b"), any),
        pattern(Kind::Age, true, r"(?i)\bage\s+[0-9]{1,3}\b", any),
        pattern(Kind::Age, true, r"(?i)\b[0-9]{1,3}\s?y/?o\b", any),
        pattern(Kind::Age, true, &format!(r"(?i)\b{ordinal}\s+birthday\b"), any),
        pattern(Kind::Age, true, &format!(r"(?i)\b(?:turn|turns|turned|turning)\s+{above_one}\b"), an_age),
        pattern(
            Kind::Age,
            true,
            &format!(r"\b(?:I|[Hh]e|[Ss]he)(?:['’](?:m|s)| am| is| was|['’]ll be| will be)\s+{softly}{above_one}\b"),
            an_age,
        ),
        pattern(Kind::Age, true, &format!(r"\b[Tt]hey(?:['’]re| are| were)\s+{softly}[0-9]{{1,2}}\b"), an_age),
        pattern(
            Kind::Age,
            true,
            &format!(r"(?i)\b{KIN}(?: is|['’]s| was|,| who is| who['’]s| of)\s+{softly}{above_one}\b"),
            an_age,
        ),
        pattern(Kind::Age, false, r"\b[Aa]t (?:only |just )?((?:1[1-9]|[2-9][0-9])),? (?:I|he|she)\b", any),
        pattern(
            Kind::Organisation,
            true,
            &format!(r"\b(?:[A-Z][\p{{L}}’'-]*\.?\s+(?:of\s+|for\s+)?){{1,4}}(?:{ORGANISATIONS})\b"),
            proper,
        ),
        pattern(Kind::Organisation, true, r"\bSt\.? [A-Z]\p{L}+(?:['’]s?)?", any),
        pattern(Kind::Organisation, true, r"\b(?:HMP|RAF|HMS) [A-Z]\p{L}+", any),
        pattern(Kind::Organisation, true, r"\b(?:Ward|Unit) (?:[0-9]+[A-Z]?|[A-Z][0-9]*)\b", any),
        pattern(Kind::Organisation, false, r"\b(?:at|from|to|for) ([A-Z]{3,5})\b", uncommon),
        pattern(
            Kind::Place,
            true,
            &format!(r"\b(?:[0-9]+[a-z]? )?(?:[A-Z][\p{{L}}’'-]*\s+){{1,3}}(?:{PLACES})\b"),
            proper,
        ),
        pattern(
            Kind::Name,
            true,
            &format!(r"\b(?:{TITLES})\.?\s+[A-Z][\p{{L}}’'-]+(?:\s+[A-Z][\p{{L}}’'-]+)?"),
            titled,
        ),
        pattern(Kind::Role, true, &format!(r"\b{SELF}\s+(?:an?|the)\s+(?:[\p{{L}}-]+\s+)?((?i:{ROLES}))\b"), any),
        pattern(Kind::Role, true, &format!(r"\b(?:[Aa]s|I['’]m|I am) (?:an?|the) ((?i:{ROLES}))\b"), any),
        pattern(
            Kind::Role,
            true,
            &format!(
                r"(?i)\bthe only (?:woman|man|female|male|girl|boy|black|asian|muslim|jewish|christian|gay|deaf|blind|disabled|trans|foreign|{ROLES})\b"
            ),
            any,
        ),
    ]
});

/// A name without what leads up to it: of `At Quay Street` the street.
fn named(text: &str, mut range: Range<usize>) -> Range<usize> {
    const LEADING: &str = "the a an my our your his her their this that at in to from and or of for near on when";
    while let Some((word, rest)) = text[range.clone()].split_once(char::is_whitespace) {
        if !has(LEADING, &word.to_lowercase()) {
            break;
        }
        range.start = range.end - rest.trim_start().len();
    }
    range
}

/// The word behind a range.
fn after<'a>(text: &'a str, range: &Range<usize>) -> &'a str {
    let rest = text[range.end..].trim_start_matches(' ');
    if rest.len() == text.len() - range.end {
        return "";
    }
    rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("")
}

/// A number behind a verb is an age unless something is counted.
fn an_age(text: &str, range: &Range<usize>) -> bool {
    let rest = &text[range.end..];
    let broken = rest.starts_with(['%', '/', ':'])
        || rest.starts_with(['.', ',']) && rest[1..].starts_with(|c: char| c.is_ascii_digit());
    let next = after(text, range).to_lowercase();
    let hyphen = rest.starts_with('-') && !rest[1..].to_lowercase().starts_with("year");
    !broken && !hyphen && (next.is_empty() || has(AFTER_AGE, &next) && !counted(rest))
}

/// `years` without `old` is a time, not an age.
fn counted(rest: &str) -> bool {
    let rest = rest.trim_start().to_lowercase();
    rest.starts_with("year")
        && !rest.trim_start_matches("years").trim_start_matches("year").trim_start().starts_with("old")
}

fn a_year(text: &str, range: &Range<usize>) -> bool {
    let next = after(text, range).to_lowercase();
    let before = text[..range.start].chars().next_back();
    let goes_on = text[range.end..].starts_with(['.', ',', ':'])
        && text[range.end + 1..].starts_with(|c: char| c.is_ascii_digit());
    !has(AFTER_COUNT, &next) && !matches!(before, Some('£' | '$' | '€' | '#' | '.' | ',')) && !goes_on
}

fn not_reference(text: &str, range: &Range<usize>) -> bool {
    !text[range.end..].starts_with('-')
}

fn uncommon(text: &str, range: &Range<usize>) -> bool {
    !has(ACRONYMS, &text[range.clone()])
}

/// Whether a word of a name is more than what kind of thing it is: not `The Day Centre`.
fn proper(text: &str, range: &Range<usize>) -> bool {
    let mut words: Vec<&str> = text[range.clone()].split_whitespace().collect();
    words.pop();
    words.iter().any(|word| {
        let word = word.trim_end_matches('.').to_lowercase();
        !has(GENERIC, &word) && !has(COMMON, &word)
    })
}

/// A title before a word of its own, such as `Miss Monday`, makes no name.
fn titled(text: &str, range: &Range<usize>) -> bool {
    let name = text[range.clone()].split_whitespace().nth(1).unwrap_or("");
    !has(COMMON, &name.to_lowercase())
}
