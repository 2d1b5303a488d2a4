//! The one Typst escaper. Whatever passes here comes out as the same text, never as markup.

use std::io::{self, Write};

/// After so many characters without a place to break, breaks are allowed, so that nothing runs out of its column.
const UNBROKEN: usize = 24;

/// A character that Typst shows nothing for, and where a line may be broken.
const ZERO_WIDTH_SPACE: char = '\u{200b}';

/// Text as Typst markup: a backslash before every ASCII punctuation character, line ends as spaces.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let mut unbroken = 0;
    for c in text.chars() {
        if c.is_whitespace() || c == '-' || c == ZERO_WIDTH_SPACE {
            unbroken = 0;
        } else {
            unbroken += 1;
            if unbroken > UNBROKEN && !is_joined(c) {
                out.push(ZERO_WIDTH_SPACE);
                unbroken = 1;
            }
        }
        match c {
            c if c.is_ascii_punctuation() => {
                out.push('\\');
                out.push(c);
            }
            '\u{a0}' | '\u{202f}' => out.push(c),
            c if c.is_whitespace() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// Whether a character belongs to the one before it, so that no break may come between.
fn is_joined(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200c}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' | '\u{1ab0}'..='\u{1aff}')
        || matches!(c, '\u{20d0}'..='\u{20ff}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}')
}

/// Text as a Typst string literal, quotes included.
pub fn literal(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Expressions as a Typst array, which one item alone or none is, too.
pub fn array(items: impl Iterator<Item = String>) -> String {
    let items: Vec<String> = items.collect();
    if items.is_empty() { "()".to_owned() } else { format!("({},)", items.join(", ")) }
}

/// The escaper as a template engine wants it.
pub fn autoescape(text: &str, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(escape(text).as_bytes())
}
