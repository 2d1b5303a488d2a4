//! The usual slips in an entry that cannot be parsed: a key or comma left out, a brace or quotation mark not closed.

use std::ops::Range;

/// What is wrong, where, and what to do about it.
pub struct Slip {
    pub at: Range<usize>,
    pub message: String,
    pub hint: String,
}

/// The first slip of the usual kinds in the entry that these bytes hold.
pub fn slip(text: &str, segment: &Range<usize>) -> Option<Slip> {
    let part = &text[segment.clone()];
    let line = part.lines().next().unwrap_or("");
    let head = line.trim_end();
    let told = |at: Range<usize>, message: String, hint: &str| Some(Slip { at, message, hint: hint.to_owned() });
    let Some(open) = head.find('{') else {
        let at = segment.start..segment.start + head.len();
        if let Some(paren) = head.find('(') {
            let hint = format!("write `{}{{`, and a `}}` at its end", &head[..paren]);
            return Some(Slip { at, message: "references stand in braces".to_owned(), hint });
        }
        let hint = "write a brace and a key after it, such as `@article{smith2020,`";
        return told(at, format!("`{head}` opens no reference"), hint);
    };
    let from = segment.start + open + 1;
    let behind = &text[from..segment.end];
    let key_end = from + behind.find([',', '\n', '=', '}']).unwrap_or(behind.len());
    let key = text[from..key_end].trim();
    if key.is_empty() || text[key_end..].starts_with('=') {
        let hint = "write a key after the brace, and a comma: `{smith2020,`";
        return told(from..from, "this reference has no key by which it can be cited".to_owned(), hint);
    }
    let start = from + text[from..key_end].find(key).unwrap_or(0);
    if !text[key_end..].starts_with([',', '}']) {
        let at = start + key.len();
        return told(
            at..at,
            format!("no comma comes after the key `{key}`"),
            &format!("put a comma after the key: `{key},`"),
        );
    }
    if key.contains(char::is_whitespace) {
        let hint = format!("write it in one piece: `{}`", key.split_whitespace().collect::<Vec<_>>().join("-"));
        return told(start..start + key.len(), format!("the key `{key}` holds a space"), &hint);
    }
    if let Some(slip) = field_slip(text, key_end..segment.end) {
        return Some(slip);
    }
    if balance(part) > 0 {
        let message = format!("the reference `{key}` is not closed");
        return told(segment.start..start + key.len(), message, "write a `}` on the line below its last field");
    }
    None
}

/// Entries at the beginning of a line whose at sign is missing: the place of each kind, and the kind.
pub fn without_sign(text: &str) -> Vec<(Range<usize>, &str)> {
    const KINDS: [&str; 12] = [
        "article",
        "book",
        "inbook",
        "incollection",
        "inproceedings",
        "manual",
        "misc",
        "online",
        "phdthesis",
        "report",
        "techreport",
        "thesis",
    ];
    let (mut at, mut found) = (0, Vec::new());
    for line in text.split_inclusive('\n') {
        let kind = line.split('{').next().unwrap_or("");
        if line.contains('{') && KINDS.contains(&kind.to_lowercase().trim()) {
            found.push((at..at + kind.trim_end().len(), kind.trim_end()));
        }
        at += line.len();
    }
    found
}

/// How many braces are open at the end of a text.
fn balance(text: &str) -> i32 {
    let mut escaped = false;
    text.chars().fold(0, |open, sign| {
        let step = match sign {
            '{' if !escaped => 1,
            '}' if !escaped => -1,
            _ => 0,
        };
        escaped = sign == '\\' && !escaped;
        open + step
    })
}

/// A field whose brace is not closed before the next one begins, or that no comma follows.
fn field_slip(text: &str, range: Range<usize>) -> Option<Slip> {
    let mut fields: Vec<Range<usize>> = Vec::new();
    let mut at = range.start;
    for line in text[range.clone()].split_inclusive('\n') {
        let bare = line.trim_start();
        let name = bare.split('=').next().unwrap_or("").trim();
        let begins =
            bare.contains('=') && !name.is_empty() && name.chars().all(|c| c.is_ascii_alphabetic() || c == '-');
        if begins {
            fields.push(at + line.len() - bare.len()..at + line.len());
        } else if let Some(last) = fields.last_mut() {
            last.end = at + line.len();
        }
        at += line.len();
    }
    for (index, field) in fields.iter().enumerate() {
        let whole = text[field.clone()].trim_end();
        let open = balance(whole);
        let last = index + 1 == fields.len();
        let value = whole.split_once('=').map_or("", |(_, value)| value.trim().trim_end_matches(','));
        if value.starts_with('"') && value.matches('"').count() == 1 {
            let quote = field.start + whole.find('"')?;
            let message = "this quotation mark opens a text, and nothing closes it".to_owned();
            let hint = format!(
                "close it: `\"{}\",`",
                value.trim_start_matches('"').lines().next().unwrap_or("").trim_end_matches(',')
            );
            return Some(Slip { at: quote..quote + 1, message, hint });
        }
        if open > 0 {
            let brace = field.start + whole.find('{')?;
            let name = whole.split('=').next().unwrap_or("").trim();
            let value = whole[whole.find('{')? + 1..].trim_end_matches([',', '}', '\n']).trim();
            let hint = format!("close it: `{name} = {{{value}}},`");
            let message = "this brace opens a text, and nothing closes it".to_owned();
            return Some(Slip { at: brace..brace + 1, message, hint });
        }
        if !last && open == 0 && !whole.ends_with(',') {
            let end = field.start + whole.len();
            let hint = "put a comma at the end of this line".to_owned();
            return Some(Slip { at: end..end, message: "a comma is missing between two fields".to_owned(), hint });
        }
    }
    None
}
