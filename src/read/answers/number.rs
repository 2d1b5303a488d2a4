//! Numbers as they stand in tables, and what stands there instead of them.

use std::sync::LazyLock;

use regex::Regex;

pub use crate::read::scoring::folded;

use crate::read::advice;

/// A finite number in digits, with a point and an exponent where it has them.
pub fn number(text: &str) -> Option<f64> {
    let plain = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+' | b'e' | b'E');
    if text.bytes().all(plain) {
        return text.parse().ok().filter(|number: &f64| number.is_finite());
    }
    let minus = text.strip_prefix('\u{2212}').filter(|rest| rest.bytes().all(|b| b.is_ascii_digit() || b == b'.'));
    minus.and_then(|rest| rest.parse::<f64>().ok()).map(|number| -number)
}

/// How a text is no number.
#[derive(Debug, Clone, PartialEq)]
pub enum NoNumber {
    /// Marks between digits: what the number is then, as it is written here.
    Thousands(String),
    DecimalComma(String),
    Date,
    /// An error of a spreadsheet.
    Error,
    /// What people write where there is no answer.
    NoAnswer,
    /// A number and behind it what it stands for, such as `5 (Strongly agree)`.
    Labelled(f64, String),
    /// Anything else that has letters in it.
    Words,
    Other,
}

/// What a text is that is no number.
pub fn no_number(text: &str) -> NoNumber {
    if advice::is_error_cell(text) {
        return NoNumber::Error;
    }
    if let Some(plain) = thousands(text) {
        return NoNumber::Thousands(plain);
    }
    if is_decimal_comma(text) {
        return NoNumber::DecimalComma(text.replace('.', "").replace(',', "."));
    }
    if is_date(text) {
        return NoNumber::Date;
    }
    if means_no_answer(text) {
        return NoNumber::NoAnswer;
    }
    if let Some((number, label)) = labelled(text) {
        return NoNumber::Labelled(number, label.to_owned());
    }
    if text.chars().any(char::is_alphabetic) { NoNumber::Words } else { NoNumber::Other }
}

/// The number in which commas, blanks or apostrophes part thousands. A comma before three digits may be a decimal one, too;
/// with a nought before it, it is.
fn thousands(text: &str) -> Option<String> {
    static FORM: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"^[-+\x{2212}]?[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+|(?:[' \x{a0}\x{202f}\x{2009}’][0-9]{3})+)(?:\.[0-9]+)?$",
        )
        .expect("a sound pattern")
    });
    let plain = |c: &char| c.is_ascii_digit() || matches!(c, '.' | '-');
    FORM.is_match(text).then(|| text.replace('\u{2212}', "-").chars().filter(plain).collect())
}

fn is_decimal_comma(text: &str) -> bool {
    let Some((whole, fraction)) = text.split_once(',') else { return false };
    let whole = whole.trim_start_matches(['-', '+', '\u{2212}']);
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    digits(&whole.replace('.', "")) && !fraction.is_empty() && digits(fraction)
}

fn is_date(text: &str) -> bool {
    static DATE: LazyLock<Regex> = LazyLock::new(|| {
        let month = "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|\
                     oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";
        let forms = [
            r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T].*)?",
            &format!(r"\d{{1,2}}[-/. ]{month}([-/. ]\d{{2,4}})?"),
            &format!(r"{month}[-/. ]\d{{1,4}}"),
            r"\d{1,2}:\d{2}(:\d{2})?",
        ];
        Regex::new(&format!("(?i)^(?:{})$", forms.join("|"))).expect("a sound pattern")
    });
    text.bytes().any(|byte| byte.is_ascii_digit()) && DATE.is_match(text)
}

/// What people write where there is no answer.
fn means_no_answer(text: &str) -> bool {
    const WORDS: [&str; 34] = [
        "na",
        "n/a",
        "n.a.",
        "n. a.",
        "nan",
        "null",
        "nil",
        "none",
        "missing",
        "refused",
        "unknown",
        "dk",
        "don't know",
        "don’t know",
        "do not know",
        "not applicable",
        "not answered",
        "no answer",
        "no response",
        "prefer not to say",
        "prefer not to answer",
        "skipped",
        "-",
        "--",
        ".",
        "..",
        "?",
        "*",
        "x",
        "k.a.",
        "k. a.",
        "keine angabe",
        "weiß nicht",
        "sans réponse",
    ];
    // `.a` to `.z` are missing values of Stata and SAS.
    let letter = matches!(text.as_bytes(), [b'.', letter] if letter.is_ascii_alphabetic());
    letter || text.chars().all(|c| matches!(c, '-' | '–' | '—')) || WORDS.contains(&text.to_lowercase().as_str())
}

/// A number and what it stands for: `5 (Strongly agree)`, `5 - Strongly agree`, `5=Strongly agree`, `Strongly agree (5)`.
pub fn labelled(text: &str) -> Option<(f64, &str)> {
    static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^\(?([-+\x{2212}]?[0-9]+(?:\.[0-9]+)?)(?:\s*[-–—=:.)]\s*|\s*\(|\s+)(.*\p{L}.*?)\)?$")
            .expect("a sound pattern")
    });
    static BEHIND: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(.*\p{L}.*?)\s*[-–—=:(\[]\s*([-+\x{2212}]?[0-9]+(?:\.[0-9]+)?)[)\]]?$").expect("a sound pattern")
    });
    if let Some(found) = BEFORE.captures(text) {
        return Some((number(found.get(1)?.as_str())?, found.get(2)?.as_str().trim()));
    }
    let found = BEHIND.captures(text)?;
    Some((number(found.get(2)?.as_str())?, found.get(1)?.as_str().trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_from_what_looks_like_them() {
        assert_eq!(
            ["3", "-0.5", "+2", "1e3", "5.", ".5", "\u{2212}4"].map(number),
            [Some(3.0), Some(-0.5), Some(2.0), Some(1000.0), Some(5.0), Some(0.5), Some(-4.0)]
        );
        assert_eq!(["", "-", "e", "inf", "NaN", "0x1", "1e999", "3,5", "1 2"].map(number), [None; 9]);
        assert!(["3,5", "-0,25", "1.234,5"].into_iter().all(is_decimal_comma));
        assert!(!["a,b", "3,", "3,4,5"].into_iter().any(is_decimal_comma));
        assert!(
            ["2021-03-04", "3.5.2021", "4/5/21", "5-Mar", "Mar 05", "5 March 2021", "12:30"].into_iter().all(is_date)
        );
        assert!(!["3.5", "5 marks", "maybe", "1-2"].into_iter().any(is_date));
    }

    #[test]
    fn what_stands_for_a_number_is_known() {
        let thousands = |number: &str| NoNumber::Thousands(number.to_owned());
        assert_eq!(
            ["1,150", "1,234,567.5", "-2 500", "1'150", "1\u{202f}150"].map(no_number),
            ["1150", "1234567.5", "-2500", "1150", "1150"].map(thousands)
        );
        let comma = |number: &str| NoNumber::DecimalComma(number.to_owned());
        assert_eq!(
            ["0,150", "1,15", "1.234,5", "1,1500"].map(no_number),
            ["0.150", "1.15", "1234.5", "1.1500"].map(comma)
        );
        let labelled = |label: &str| NoNumber::Labelled(5.0, label.to_owned());
        assert_eq!(
            ["5 (Strongly agree)", "5 - always", "5=Always", "5. Always", "5 Very good", "Always (5)", "Always = 5"]
                .map(no_number),
            ["Strongly agree", "always", "Always", "Always", "Very good", "Always", "Always"].map(labelled)
        );
        assert_eq!(["#NV", "#DIV/0!", "Err:502", "#¡VALOR!"].map(no_number), [const { NoNumber::Error }; 4]);
        assert_eq!(["n/a", "–", ".a", "?"].map(no_number), [const { NoNumber::NoAnswer }; 4]);
        assert_eq!(
            [no_number("often"), no_number("(3)"), no_number("Item 3")],
            [NoNumber::Words, NoNumber::Other, NoNumber::Words]
        );
    }
}
