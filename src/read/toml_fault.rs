//! What is wrong with a manifest that cannot be parsed, in plain words.

use std::ops::Range;

use super::node::File;
use crate::diag::Diagnostic;

/// The diagnostic of a syntax error at some bytes of the file; `message` is the parser's.
pub fn fault(file: &File, span: Range<usize>, message: &str) -> Diagnostic {
    let text = &file.text;
    let before = text.get(..span.start).unwrap_or(text);
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    let line = &text[start..end];
    let told = |at: Range<usize>, message: String, hint: String| {
        Diagnostic::error("toml-syntax", message).at(&file.place(&at)).hint(hint)
    };
    if let Some(at) = open_list(before) {
        let message = "this `[` opens a list, and nothing closes it".to_owned();
        return told(at..at + 1, message, "write `]` where the list ends".to_owned());
    }
    if let Some(name) = line.trim().strip_prefix('[').filter(|name| !name.contains(['=', ']'])) {
        let message = "the name of a table stands between brackets".to_owned();
        return told(start..start + line.trim_end().len(), message, format!("write `[{}]`", name.trim()));
    }
    let Some((key, from)) = line.find('=').map(|at| (line[..at].trim(), at + 1)) else {
        if let Some((key, value)) = line.split_once(':') {
            let at = start + key.len();
            let message = "a colon stands here for an equals sign".to_owned();
            return told(at..at + 1, message, format!("write `{} = {}`", key.trim(), value.trim()));
        }
        return told(span, format!("this is not valid TOML: {message}"), "a line is `key = value`".to_owned());
    };
    let from = start + from + line[from..].len() - line[from..].trim_start().len();
    let value = text[from..end].trim_end();
    let at = from..from + value.len();
    let plain = value.trim_matches(['"', '“', '”', '„', '‘', '’', '\'']);
    if value.contains(['“', '”', '„', '‘', '’']) && !value.starts_with('"') {
        let message = "these are the curled quotes of a word processor".to_owned();
        return told(at, message, format!("write straight ones: `{key} = \"{plain}\"`"));
    }
    if value.starts_with('"') && value.matches('"').count() % 2 == 1 {
        let message = "this text is not closed".to_owned();
        return told(at, message, format!("close the quotation mark: `{key} = \"{plain}\"`"));
    }
    match value.to_ascii_lowercase().as_str() {
        "yes" | "no" | "on" | "off" | "true" | "false" if !matches!(value, "true" | "false") => {
            let word =
                if matches!(value.to_ascii_lowercase().as_str(), "yes" | "on" | "true") { "true" } else { "false" };
            told(at, format!("`{value}` is no value"), format!("write `{key} = {word}`"))
        }
        _ if value.starts_with(|c: char| c.is_alphabetic()) => {
            let message = "a text needs quotes around it".to_owned();
            told(at, message, format!("write `{key} = \"{plain}\"`"))
        }
        _ => told(span, format!("this is not valid TOML: {message}"), "a line is `key = value`".to_owned()),
    }
}

/// The bracket of a list, the value of a key, that is not closed before the end of a text.
fn open_list(text: &str) -> Option<usize> {
    let mut at = 0;
    let mut open: Option<usize> = None;
    for line in text.split_inclusive('\n') {
        let mut quoted = false;
        for (index, sign) in line.char_indices() {
            match sign {
                '"' => quoted = !quoted,
                '#' if !quoted => break,
                '[' if !quoted && open.is_none() && line[..index].contains('=') => open = Some(at + index),
                ']' if !quoted => open = None,
                _ => {}
            }
        }
        at += line.len();
    }
    open
}
