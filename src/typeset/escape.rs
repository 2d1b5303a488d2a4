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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use typst::syntax::{SyntaxKind, SyntaxNode, ast, parse, parse_code};

    use super::{ZERO_WIDTH_SPACE, escape, literal};

    /// Anything, with what means something to Typst more often than chance has it.
    fn text() -> impl Strategy<Value = String> {
        let telling = [
            "#",
            "$",
            "@",
            "*",
            "_",
            "`",
            "```",
            "~",
            "--",
            "...",
            "=",
            "- ",
            "+ ",
            "/ ",
            "1. ",
            "<a>",
            "]",
            "[",
            "{",
            "}",
            "(",
            ")",
            "\\",
            "\\u{41}",
            "//",
            "/*",
            "*/",
            "https://a.b",
            "\"",
            "'",
            "\n",
            "\n\n",
            "\r\n",
            "\t",
            "\u{2028}",
            "\u{a0}",
            " ",
            "u{41}",
            "#read(\"/etc/passwd\")",
            "é",
            "e\u{301}",
            "\u{202e}",
            "\u{200b}",
            "א",
            "👩\u{200d}🌾",
            "\0",
        ];
        let piece = prop_oneof![
            3 => prop::sample::select(telling.to_vec()).prop_map(str::to_owned),
            1 => any::<char>().prop_map(String::from),
            1 => "[a-zA-Z0-9]{1,30}",
        ];
        prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
    }

    /// What the leaves of markup print, which must all be text.
    fn printed(node: &SyntaxNode) -> Result<String, String> {
        let leaf = node.leaf_text().to_string();
        match node.kind() {
            SyntaxKind::Markup => node.children().map(printed).collect(),
            SyntaxKind::Text | SyntaxKind::Space => Ok(leaf),
            SyntaxKind::Escape => node
                .cast::<ast::Escape<'_>>()
                .map(|escape| escape.get().to_string())
                .ok_or_else(|| "no escape".to_owned()),
            other => Err(format!("{other:?}: {leaf}")),
        }
    }

    fn sound(parsed: &SyntaxNode) -> bool {
        let (errors, warnings) = parsed.errors_and_warnings();
        errors.is_empty() && warnings.is_empty()
    }

    fn without_breaks(text: &str) -> String {
        text.replace(ZERO_WIDTH_SPACE, "")
    }

    proptest! {
        #[test]
        fn escaped_text_is_nothing_but_text(text in text()) {
            let parsed = parse(&escape(&text));
            prop_assert!(sound(&parsed), "{parsed:#?}");
            let printed = printed(&parsed).map_err(TestCaseError::fail)?;
            let plain = |c: char| if c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}') { ' ' } else { c };
            let wanted: String = text.chars().map(plain).collect();
            prop_assert_eq!(without_breaks(&printed), without_breaks(&wanted));
        }

        /// Whatever stands around it: within the brackets of a call, at the start of a line, after a word.
        #[test]
        fn escaped_text_stays_where_it_is_put(text in text()) {
            let parsed = parse(&format!("#emph[{}] after", escape(&text)));
            prop_assert!(sound(&parsed), "{parsed:#?}");
            let kinds: Vec<SyntaxKind> = parsed.children().map(SyntaxNode::kind).collect();
            let wanted = [SyntaxKind::Hash, SyntaxKind::FuncCall, SyntaxKind::Space, SyntaxKind::Text];
            prop_assert_eq!(kinds, wanted.to_vec());
        }

        #[test]
        fn a_literal_is_the_same_text(text in text()) {
            let parsed = parse_code(&literal(&text));
            prop_assert!(sound(&parsed), "{parsed:#?}");
            let only: Vec<&SyntaxNode> = parsed.children().collect();
            prop_assert_eq!(only.len(), 1);
            let got = only[0].cast::<ast::Str<'_>>().map(|text| text.get().to_string());
            prop_assert_eq!(got, Some(text));
        }
    }
}
