//! The one renderer of diagnostics: message, place, source line with a caret, hints.

use std::fmt::Write;

use super::{Diagnostic, Severity, Sink, Sources, plural};

/// Longest stretch of a source line that is shown.
const WINDOW: usize = 100;

/// Whether diagnostics are drawn in colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Palette {
    Plain,
    Colour,
}

impl Palette {
    fn paint(self, severity: Severity, text: &str) -> String {
        let code = match severity {
            Severity::Error => "1;31",
            Severity::Warning => "1;33",
            Severity::Note => "1;36",
        };
        self.wrap(code, text)
    }

    fn wrap(self, code: &str, text: &str) -> String {
        match self {
            Palette::Plain => text.to_owned(),
            Palette::Colour => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
        }
    }
}

/// Draws one diagnostic, ending in a newline.
pub fn render(diagnostic: &Diagnostic, sources: &Sources, palette: Palette) -> String {
    let severity = diagnostic.severity;
    let head = format!("{}[{}]", severity.as_str(), diagnostic.code);
    let mut out = format!("{}: {}\n", palette.paint(severity, &head), printable(&diagnostic.message));
    if let Some(origin) = &diagnostic.origin {
        let gutter = origin.line.to_string().len();
        let arrow = palette.wrap("1;34", "-->");
        let _ = writeln!(out, "{:gutter$}{arrow} {}:{}:{}", "", printable(&origin.file), origin.line, origin.column);
        if let Some(line) = sources.line(origin) {
            let (text, column, width) = window(line, origin.column as usize - 1, origin.width as usize);
            let bar = palette.wrap("1;34", "|");
            let number = palette.wrap("1;34", &origin.line.to_string());
            let carets = palette.paint(severity, &"^".repeat(width));
            let _ = writeln!(out, "{:gutter$} {bar}", "");
            let _ = writeln!(out, "{number} {bar} {text}");
            let _ = writeln!(out, "{:gutter$} {bar} {:column$}{carets}", "", "");
        }
    }
    if let Some(reason) = &diagnostic.accepted {
        let _ = writeln!(out, "  {} {}", palette.wrap("1;34", "= accepted:"), printable(reason));
    }
    for hint in &diagnostic.hints {
        let _ = writeln!(out, "  {} {}", palette.wrap("1;34", "= help:"), printable(hint));
    }
    out
}

/// `2 errors, 1 warning`, or nothing where all is well.
pub fn summary(sink: &Sink) -> Option<String> {
    let parts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .filter(|severity| sink.count(*severity) > 0)
        .map(|severity| plural(sink.count(severity), severity.as_str()))
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// The part of a line around a place, tabs and control characters as spaces, with the place's column and width in it.
fn window(line: &str, column: usize, width: usize) -> (String, usize, usize) {
    let chars: Vec<char> = printable(line).chars().collect();
    let column = column.min(chars.len());
    let start = if chars.len() <= WINDOW { 0 } else { column.saturating_sub(WINDOW / 3).min(chars.len() - WINDOW) };
    let end = chars.len().min(start + WINDOW);
    let mut text: String = chars[start..end].iter().collect();
    let mut shift = 0;
    if start > 0 {
        text.insert_str(0, "… ");
        shift = 2;
    }
    if end < chars.len() {
        text.push_str(" …");
    }
    let width = width.min(end.saturating_sub(column)).max(1);
    (text, column - start + shift, width)
}

/// Control characters and direction marks would move the cursor or hide text: they are shown as spaces.
pub fn printable(text: &str) -> String {
    text.chars().map(|c| if is_unprintable(c) { ' ' } else { c }).collect()
}

/// Whether a character moves the cursor, commands the terminal or turns the direction of the text.
pub fn is_unprintable(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || c.is_control()
}
