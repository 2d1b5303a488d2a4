//! What an export, or a habit of Markdown, left in somebody's words: it would be printed as it stands.

use std::sync::LazyLock;

use regex::Regex;

use super::excerpts::Draft;
use crate::diag::{Diagnostic, Sink};

/// The most characters of a cell of Excel; more are cut off without a word.
const LONGEST_CELL: usize = 32_767;

/// A kind of sign, what it is, and what to do about it.
struct Signs {
    pattern: Regex,
    what: &'static str,
    hint: &'static str,
    /// Whether it is looked for in memos alone, whose authors write Markdown beside the excerpts.
    memos: bool,
}

static SIGNS: LazyLock<[Signs; 4]> = LazyLock::new(|| {
    let signs = |pattern: &str, what, hint, memos| Signs {
        pattern: Regex::new(pattern).expect("a sound pattern"),
        what,
        hint,
        memos,
    };
    [
        signs(
            r"(?i)&(?:amp|lt|gt|quot|apos|nbsp|hellip|[lr][sd]quo|[nm]dash|#\d{2,5}|#x[0-9a-f]{2,5});",
            "code of HTML",
            "write the sign that was said",
            false,
        ),
        signs(
            r"(?i)</?(?:br|p|div|span|b|i|u|em|strong|font)(?:\s[^<>]*)?/?>",
            "a tag of HTML",
            "take it out: an excerpt may have lines and empty lines, and no tags",
            false,
        ),
        signs(
            "\u{fffd}|\u{e2}\u{20ac}[\u{2122}\u{153}\u{9d}\u{201c}\u{201d}\u{a6}\u{2dc}]|\u{c3}[\u{a0}-\u{bf}]",
            "what a wrong encoding made of a letter",
            "export the file again in UTF-8, or write the letter",
            false,
        ),
        signs(
            r"\\[*_`#~<>\[\]{}$&]",
            "a backslash before a sign",
            "write the sign alone: no sign of an excerpt is a mark",
            true,
        ),
    ]
});

/// Warns of signs that nobody said, once for each kind in an excerpt, and of words that a spreadsheet cut off.
pub fn excerpt_signs(draft: &Draft, sink: &mut Sink) {
    let words = &draft.text.markdown;
    let name = &draft.attribution.value;
    let memo = !draft.origin.file.ends_with(".csv");
    for signs in SIGNS.iter().filter(|signs| memo || !signs.memos) {
        let Some(found) = signs.pattern.find(words) else { continue };
        let message = format!("`{}` in these words is {}, and is printed as it stands", found.as_str(), signs.what);
        let diagnostic = Diagnostic::warning("excerpt-signs", message).at(&draft.text.place(found.range()));
        sink.push(diagnostic.about(name.clone()).hint(signs.hint));
    }
    if !memo && words.chars().count() >= LONGEST_CELL {
        let message = format!("this excerpt has {LONGEST_CELL} characters or more, where Excel cuts a cell off");
        let diagnostic = Diagnostic::warning("excerpt-signs", message).at(&draft.attribution.origin);
        sink.push(diagnostic.about(name.clone()).hint("compare its end with the transcript"));
    }
}
