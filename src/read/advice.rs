//! What somebody meant who wrote a number or a list in another way, and how it is written here.

use crate::model::Printed;

/// What to do about a text that is no number. `cell` says whether it stands in a table, where a cell may be empty.
pub fn number(text: &str, cell: bool) -> String {
    let text = text.trim();
    let empty = if cell { ", or leave the cell empty" } else { "" };
    if is_error_cell(text) {
        return format!("a formula of the spreadsheet failed here: write the number itself{empty}");
    }
    if date(text) {
        return "a spreadsheet made a date of it: write the number again, in a cell of the format text".to_owned();
    }
    if let Some(mended) = mended(text) {
        return format!("write `{mended}`");
    }
    let letters: String = text.to_lowercase().chars().filter(|c| c.is_alphabetic()).collect();
    if cell && matches!(letters.as_str(), "ns" | "nonsignificant" | "notsignificant" | "notsig") {
        return "of a p value write the bound that the source names, such as `>0.05`; else leave the cell empty"
            .to_owned();
    }
    let figures = text.split(|c: char| !c.is_ascii_digit() && c != '.').filter(|part| Printed::parse(part).is_some());
    if cell && figures.count() > 1 {
        return "one figure stands in a cell: give each its own column".to_owned();
    }
    match cell {
        true => "leave the cell empty where the source prints nothing".to_owned(),
        false => "write it in digits, with a point before decimals, such as `6` or `0.5`".to_owned(),
    }
}

/// Whether a text is what a spreadsheet shows where a formula failed or a column is too narrow, in the languages of Excel and
/// LibreOffice.
pub fn is_error_cell(text: &str) -> bool {
    // "Not available", which has no mark at its end.
    const NOT_AVAILABLE: [&str; 16] = [
        "#N/A",
        "#NV",
        "#N/D",
        "#N/B",
        "#N.D.",
        "#N/C",
        "#BRAK",
        "#YOK",
        "#HIÁNYZIK",
        "#Н/Д",
        "#I/T",
        "#SAKNAS!",
        "#PUUTTUU!",
        "#GETTING_DATA",
        "#ND",
        "#NEDOSTUPNÝ",
    ];
    let text = text.trim();
    if let Some(code) = text.strip_prefix("Err:").or_else(|| text.strip_prefix("Fehler:")) {
        return code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_digit());
    }
    let Some(rest) = text.strip_prefix('#') else { return false };
    let upper = |c: char| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '/' | '.' | '_' | '¡' | '¿' | ' ');
    let name = rest.strip_suffix(['!', '?']);
    name.is_some_and(|name| name.chars().any(char::is_alphabetic) && name.chars().all(upper))
        || NOT_AVAILABLE.contains(&text)
        || (rest.len() >= 2 && rest.bytes().all(|byte| byte == b'#'))
}

/// A number as it is written here: with a point, a hyphen for a minus, and nothing around it.
fn mended(text: &str) -> Option<String> {
    let plain: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '%' | '*' | '†' | '\u{200b}' | '\''))
        .map(|c| if matches!(c, '–' | '—' | '‒' | '\u{2212}' | '‐' | '‑') { '-' } else { c })
        .collect();
    let plain = plain.replace('≤', "<").replace('≥', ">").replace("<=", "<").replace(">=", ">");
    let plain = match plain.find(['=', '<', '>']) {
        Some(sign) if plain[..sign].chars().all(char::is_alphabetic) => {
            plain[sign..].trim_start_matches('=').to_owned()
        }
        _ => plain,
    };
    [plain.clone(), plain.replace(',', if thousands(&plain) { "" } else { "." })]
        .into_iter()
        .find(|candidate| candidate != text && Printed::parse(candidate).is_some())
}

/// Whether commas part thousands: three digits follow each, and a point or nothing comes after.
fn thousands(text: &str) -> bool {
    let whole = text.split('.').next().unwrap_or("");
    let mut parts = whole.trim_start_matches(['-', '+', '<', '>']).split(',');
    let first = parts.next().unwrap_or("");
    (1..=3).contains(&first.len()) && first != "0" && parts.all(|part| part.len() == 3)
}

/// Whether a text is a day as spreadsheets show it.
fn date(text: &str) -> bool {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let parts: Vec<&str> = text.split(['-', '.', '/', ' ']).filter(|part| !part.is_empty()).collect();
    let digits = |part: &&str| part.chars().all(|c| c.is_ascii_digit());
    let month = |part: &&str| MONTHS.iter().any(|month| part.to_lowercase().starts_with(month));
    let others = parts.iter().filter(|part| !month(part)).all(digits);
    let named = (2..=3).contains(&parts.len()) && parts.iter().filter(|part| month(part)).count() == 1 && others;
    named || (parts.len() == 3 && parts.iter().all(digits) && parts.iter().any(|part| part.len() == 4))
}

/// How a single value is written as a list: `a, b` is `[a, b]`, and `w1-w3` is `[w1, w2, w3]`.
pub fn list(value: &str) -> String {
    let items = run(value).unwrap_or_else(|| {
        value.split([',', ';']).map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect()
    });
    format!("write `[{}]`", items.join(", "))
}

/// The names from a first to a last one that differ in the number at their end.
fn run(value: &str) -> Option<Vec<String>> {
    let (first, last) = value.split_once(['-', '–']).or_else(|| value.split_once(" to "))?;
    let parts = |name: &str| {
        let name = name.trim();
        let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
        Some((stem.to_owned(), name[stem.len()..].parse::<usize>().ok()?))
    };
    let ((stem, from), (other, to)) = (parts(first)?, parts(last)?);
    let fits = !stem.is_empty() && (other == stem || other.is_empty()) && from < to && to - from < 60;
    fits.then(|| (from..=to).map(|number| format!("{stem}{number}")).collect())
}

/// How a range is written: `14-70` is `[14, 70]`; `None` for what is no range.
pub fn range(value: &str) -> Option<String> {
    let at = value.char_indices().skip(1).find(|(_, c)| matches!(c, '-' | '–' | '—' | ',' | '/'));
    let (first, last) = match at {
        Some((at, sign)) => (&value[..at], &value[at + sign.len_utf8()..]),
        None => value.split_once(" to ")?,
    };
    let (first, last) = (first.trim(), last.trim());
    (first.parse::<f64>().is_ok() && last.parse::<f64>().is_ok()).then(|| format!("write `[{first}, {last}]`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_mended() {
        let cases = [
            ("9,1", "9.1"),
            ("3,200", "3200"),
            ("1,234.5", "1234.5"),
            ("0,123", "0.123"),
            ("–0.90", "-0.90"),
            ("62.5%", "62.5"),
            ("62.5 %", "62.5"),
            ("p = .414", ".414"),
            ("p<.001", "<.001"),
            ("≤0.05", "<0.05"),
            ("0.020*", "0.020"),
            ("1 234", "1234"),
        ];
        for (written, wanted) in cases {
            assert_eq!(number(written, true), format!("write `{wanted}`"), "{written}");
        }
        for (written, wanted) in [("#DIV/0!", "formula"), ("20-Jan", "date"), ("01.02.2024", "date")] {
            assert!(number(written, true).contains(wanted), "{written}");
        }
        assert!(number("49.0 (9.1)", true).contains("one figure"));
        assert!(number("n.s.", true).contains("`>0.05`") && number("six", false).contains("digits"));
    }

    #[test]
    fn lists_and_ranges_are_mended() {
        assert_eq!(list("gardening, mixed methods"), "write `[gardening, mixed methods]`");
        assert_eq!(list("w1-w3"), "write `[w1, w2, w3]`");
        assert_eq!(list("purpose"), "write `[purpose]`");
        assert_eq!(range("14-70").as_deref(), Some("write `[14, 70]`"));
        assert_eq!(range("0 to 30").as_deref(), Some("write `[0, 30]`"));
        assert_eq!(range("high"), None);
    }
}
