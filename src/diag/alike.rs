//! Names and ids that differ in writing only: the one rule by which they are compared, and what the difference is.
//!
//! `001` and `1`, `P03` and `p03`, `P-03` and `P03` may be two people; a blank that does not break, a letter of another
//! alphabet that looks the same, or a sign that nobody sees never tell two apart.

use unicode_normalization::UnicodeNormalization;

/// In what two names that are written alike differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difference {
    /// A sign that nobody sees, such as a zero-width space.
    Invisible(char),
    /// A letter of another alphabet that looks like a Latin one.
    LookAlike(char),
    /// Letters and accents put together in another way, or signs of another width.
    Composition,
    /// Kinds or numbers of blanks.
    Blanks,
    /// `3.0` for `3`, as a spreadsheet makes it.
    PointZero,
    Zeros,
    Case,
    /// Hyphens, underscores, points, blanks.
    Separators,
}

impl Difference {
    /// Whether two people may have ids that differ so. What nobody sees or says tells nobody apart.
    pub fn may_be_two(self) -> bool {
        match self {
            Difference::Zeros | Difference::Case | Difference::Separators => true,
            Difference::Invisible(_)
            | Difference::LookAlike(_)
            | Difference::Composition
            | Difference::Blanks
            | Difference::PointZero => false,
        }
    }

    /// As it follows “differ”.
    pub fn words(self) -> String {
        match self {
            Difference::Invisible(c) => format!("in a sign that is not seen (U+{:04X})", u32::from(c)),
            Difference::LookAlike(c) => {
                format!("in a letter of another alphabet that looks the same (U+{:04X})", u32::from(c))
            }
            Difference::Composition => "in how the same letters are encoded".to_owned(),
            Difference::Blanks => "in their blanks".to_owned(),
            Difference::PointZero => "in a `.0` that a spreadsheet adds".to_owned(),
            Difference::Zeros => "in leading zeros".to_owned(),
            Difference::Case => "in capital and small letters".to_owned(),
            Difference::Separators => "in hyphens, blanks or other signs".to_owned(),
        }
    }
}

/// A sign that is not seen and holds no place: zero-width spaces and joiners, marks of direction, soft hyphens.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
        || (c.is_control() && !c.is_whitespace())
}

/// The Latin letter that a Cyrillic or Greek one looks like, in either case.
fn latin(c: char) -> Option<char> {
    Some(match c {
        'А' | 'а' | 'Α' | 'α' => 'a',
        'В' | 'в' | 'Β' => 'b',
        'С' | 'с' | 'Ϲ' | 'ϲ' => 'c',
        'Е' | 'е' | 'Ε' => 'e',
        'Н' | 'н' | 'Η' => 'h',
        'І' | 'і' | 'Ι' | 'ι' | 'Ӏ' => 'i',
        'Ј' | 'ј' => 'j',
        'К' | 'к' | 'Κ' | 'κ' => 'k',
        'М' | 'м' | 'Μ' => 'm',
        'Ν' => 'n',
        'О' | 'о' | 'Ο' | 'ο' => 'o',
        'Р' | 'р' | 'Ρ' | 'ρ' => 'p',
        'Ѕ' | 'ѕ' => 's',
        'Т' | 'т' | 'Τ' | 'τ' => 't',
        'У' | 'у' | 'Υ' | 'υ' => 'y',
        'Х' | 'х' | 'Χ' | 'χ' => 'x',
        'Ζ' => 'z',
        _ => return None,
    })
}

/// Hyphens and dashes of every kind.
pub fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}')
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || is_dash(c) || matches!(c, '_' | '.' | '/' | ':' | ',' | '#')
}

/// What is the same of ids that differ in writing only.
///
/// Between a letter and a digit a separator says nothing; between two digits, or two letters, it does: `1-12` is not
/// `11-2`.
pub fn folded(id: &str) -> String {
    if id.bytes().all(|b| b.is_ascii_lowercase()) {
        return id.to_owned();
    }
    let id = without_point_zero(id.trim());
    let mut out = String::with_capacity(id.len());
    let mut gap = false;
    let mut zeros = false;
    let seen = id.nfkc().filter(|c| !is_invisible(*c));
    for c in seen.map(|c| latin(c).unwrap_or(c)).flat_map(char::to_lowercase) {
        if is_separator(c) {
            gap = true;
            zeros = zeros_end(&mut out, zeros);
            continue;
        }
        let last = out.chars().next_back();
        let digit = c.is_ascii_digit();
        let after_digit = zeros || last.is_some_and(|last| last.is_ascii_digit());
        if !digit {
            zeros_end(&mut out, zeros);
        }
        if gap && last.is_some() && after_digit == digit {
            out.push('-');
        }
        gap = false;
        // A zero waits for the digit that shows whether it leads.
        let leads = digit && !out.ends_with(|last: char| last.is_ascii_digit());
        if leads && c == '0' {
            zeros = true;
            continue;
        }
        zeros = false;
        out.push(c);
    }
    zeros_end(&mut out, zeros);
    if out.is_empty() { id.to_lowercase() } else { out }
}

/// A number that was nothing but zeros is one.
fn zeros_end(out: &mut String, zeros: bool) -> bool {
    if zeros {
        out.push('0');
    }
    false
}

fn without_point_zero(id: &str) -> &str {
    match id.split_once('.') {
        Some((whole, zeros))
            if !whole.is_empty()
                && whole.bytes().all(|b| b.is_ascii_digit())
                && !zeros.is_empty()
                && zeros.bytes().all(|b| b == b'0') =>
        {
            whole
        }
        _ => id,
    }
}

/// A way of writing that says nothing, taken away.
type Step = fn(&str) -> String;

/// In what two ids differ, where that is in writing only; none where they are the same, or two.
pub fn difference(one: &str, other: &str) -> Option<Difference> {
    if one == other || folded(one) != folded(other) {
        return None;
    }
    let invisible = |text: &str| text.chars().find(|c| is_invisible(*c));
    let foreign = |text: &str| text.chars().find(|c| latin(*c).is_some());
    if let (Some(c), None) | (None, Some(c)) = (invisible(one), invisible(other)) {
        return Some(Difference::Invisible(c));
    }
    if let (Some(c), None) | (None, Some(c)) = (foreign(one), foreign(other)) {
        return Some(Difference::LookAlike(c));
    }
    // The first step that makes them the same says what the difference was.
    let steps: [(Difference, Step); 5] = [
        (Difference::Blanks, |text| text.split_whitespace().collect::<Vec<_>>().join(" ")),
        (Difference::Composition, |text| text.nfkc().collect()),
        (Difference::PointZero, |text| without_point_zero(text).to_owned()),
        (Difference::Case, |text| text.to_lowercase()),
        (Difference::Zeros, zeros_dropped),
    ];
    let (mut one, mut other) = (one.to_owned(), other.to_owned());
    for (what, step) in steps {
        let before = (step(&one), step(&other));
        if before.0 == before.1 {
            return Some(what);
        }
        (one, other) = before;
    }
    Some(Difference::Separators)
}

/// Every number without the zeros that lead it.
fn zeros_dropped(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let leads = c == '0' && !out.ends_with(|last: char| last.is_ascii_digit());
        if !(leads && chars.peek().is_some_and(char::is_ascii_digit)) {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_that_differ_in_writing_are_alike_and_others_are_not() {
        let alike = [
            ("001", "1", Difference::Zeros),
            ("P03", "p03", Difference::Case),
            ("P-03", "P03", Difference::Separators),
            ("P_3", "P-3", Difference::Separators),
            ("P 03", "P\u{a0}03", Difference::Blanks),
            ("P  03", "P 03", Difference::Blanks),
            ("P03", "P03\u{200b}", Difference::Invisible('\u{200b}')),
            ("Zo\u{eb}", "Zoe\u{308}", Difference::Composition),
            ("12", "12.0", Difference::PointZero),
            ("P03", "\u{420}03", Difference::LookAlike('\u{420}')),
            ("000", "0", Difference::Zeros),
            ("\u{ff30}03", "P03", Difference::Composition),
        ];
        for (one, other, wanted) in alike {
            assert_eq!(difference(one, other), Some(wanted), "{one} {other}");
            assert_eq!(difference(other, one), Some(wanted), "{other} {one}");
        }
        for (one, other) in
            [("1-12", "11-2"), ("P1", "P10"), ("P1", "P1"), ("100", "1"), ("a-b", "ab"), ("S1-P1", "S11"), ("A1", "B1")]
        {
            assert_eq!(difference(one, other), None, "{one} {other}");
        }
    }
}
