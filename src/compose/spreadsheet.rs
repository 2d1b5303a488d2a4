//! Texts as cells of a CSV file that a spreadsheet may open: none of them is taken for a formula.

use std::borrow::Cow;

/// The text as a cell. A text that a spreadsheet would calculate, or run as a command, gets an apostrophe before it, which
/// spreadsheets take for the mark of a text; numbers and ranges of numbers stay as they are.
pub fn text_cell(text: &str) -> Cow<'_, str> {
    let formula = match text.chars().next() {
        Some('=' | '@' | '\t' | '\r' | '\n' | '\u{ff1d}' | '\u{ff20}') => true,
        Some('+' | '-' | '\u{ff0b}' | '\u{ff0d}') => !text.split(" to ").all(is_number),
        _ => false,
    };
    if formula { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// Whether a text is one number: a sign, digits with a point, perhaps a power of ten or a sign of per cent.
fn is_number(text: &str) -> bool {
    let text = text.strip_suffix('%').unwrap_or(text).trim_end();
    text.ends_with(|c: char| c.is_ascii_digit()) && text.parse::<f64>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::text_cell;

    #[test]
    fn formulas_are_texts_and_numbers_stay() {
        for text in
            ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-1+1", "-", "-x", "\t=1", "\r=1", "- (withheld)", "-inf"]
        {
            assert_eq!(text_cell(text), format!("'{text}"));
        }
        for text in ["", "-0.8", "+0.8", "-1.4 to -0.2", "1e-5", "-1.2e-5", "-12.5%", "'=1", "wellbeing", "5=5", " =1"]
        {
            assert_eq!(text_cell(text), text);
        }
    }
}
