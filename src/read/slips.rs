//! What looks like Markdown in a chapter and is none: it would be printed as it was typed.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag};

use crate::diag::{Diagnostic, Sink};
use crate::model::Text;

/// Reports headings without a space behind their signs, and tables whose ruler does not go with their header.
pub fn slips(text: &Text, sink: &mut Sink) {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_MATH;
    for (event, range) in Parser::new_ext(&text.markdown, options).into_offset_iter() {
        if event != Event::Start(Tag::Paragraph) {
            continue;
        }
        let lines = lines(&text.markdown, range);
        for line in &lines {
            heading(text, line, sink);
        }
        for pair in lines.windows(2) {
            ruler(text, &pair[0], &pair[1], sink);
        }
    }
}

/// The lines of a paragraph, without the white space around them.
fn lines(markdown: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut at = range.start;
    let mut lines = Vec::new();
    for line in markdown[range].split_inclusive('\n') {
        let start = at + line.len() - line.trim_start().len();
        lines.push(start..start + line.trim().len());
        at += line.len();
    }
    lines
}

fn heading(text: &Text, line: &Range<usize>, sink: &mut Sink) {
    let words = &text.markdown[line.clone()];
    let signs = words.len() - words.trim_start_matches('#').len();
    if !(1..=6).contains(&signs) || !words[signs..].starts_with(char::is_alphabetic) {
        return;
    }
    let title = words[signs..].split(" {#").next().unwrap_or("").trim();
    let place = text.place(line.start..line.start + signs);
    let diagnostic = Diagnostic::error("heading-space", "a heading needs a space after its signs").at(&place);
    sink.push(diagnostic.hint(format!("write `{} {title}`; a `#` that is meant as text is `\\#`", &words[..signs])));
}

fn ruler(text: &Text, head: &Range<usize>, line: &Range<usize>, sink: &mut Sink) {
    let (header, ruler) = (&text.markdown[head.clone()], &text.markdown[line.clone()]);
    let drawn =
        ruler.contains("--") && ruler.contains('|') && ruler.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '));
    if !drawn || !header.contains('|') {
        return;
    }
    let columns = |row: &str| row.trim().trim_matches('|').split('|').count();
    let wanted = columns(header);
    let message =
        format!("this line has {}, and the header above it {wanted}", crate::diag::plural(columns(ruler), "column"));
    let diagnostic = Diagnostic::error("malformed-table", message).at(&text.place(line.clone()));
    sink.push(diagnostic.hint(format!("write `|{}`, a part for each column", "---|".repeat(wanted))));
}
