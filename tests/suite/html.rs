//! Pages of HTML, as far as a reader of them goes: what is named, what leads where, and what is said.

use std::collections::BTreeMap;

/// A piece of a page.
#[derive(Debug, Clone, PartialEq)]
pub enum Token {
    Open(String, BTreeMap<String, String>),
    Close(String),
    Text(String),
}

const VOID: [&str; 8] = ["br", "hr", "img", "input", "link", "meta", "col", "wbr"];

/// The pieces of a page; text of scripts and styles is none.
pub fn tokens(page: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        if at > 0 {
            found.push(Token::Text(decoded(&rest[..at])));
        }
        rest = &rest[at..];
        if rest.starts_with("<!--") {
            rest = &rest[rest.find("-->").map_or(rest.len(), |end| end + 3)..];
            continue;
        }
        let end = tag_end(rest);
        let inside = rest[1..end].trim_end_matches('/');
        rest = &rest[(end + 1).min(rest.len())..];
        match inside.strip_prefix('/') {
            Some(name) => found.push(Token::Close(name.trim().to_owned())),
            None => {
                let (name, attributes) = tag(inside);
                if ["script", "style"].contains(&name.as_str()) {
                    let close = format!("</{name}>");
                    rest = rest.split_once(&close).map_or("", |(_, behind)| behind);
                    continue;
                }
                found.push(Token::Open(name, attributes));
            }
        }
    }
    found.push(Token::Text(decoded(rest)));
    found
}

/// Where a tag ends: not at a sign within quotes.
fn tag_end(text: &str) -> usize {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, '>') => return at,
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    text.len()
}

fn tag(inside: &str) -> (String, BTreeMap<String, String>) {
    let (name, mut rest) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
    let mut attributes = BTreeMap::new();
    loop {
        rest = rest.trim_start();
        let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let key = &rest[..end];
        if key.is_empty() {
            break;
        }
        let mut value = "";
        rest = &rest[end..];
        if let Some(behind) = rest.strip_prefix('=') {
            let quote = behind.chars().next().filter(|c| ['"', '\''].contains(c));
            let (inner, after) = match quote {
                Some(quote) => behind[1..].split_once(quote).unwrap_or((&behind[1..], "")),
                None => behind.split_once(char::is_whitespace).unwrap_or((behind, "")),
            };
            (value, rest) = (inner, after);
        }
        attributes.insert(key.to_owned(), decoded(value));
    }
    (name.to_ascii_lowercase(), attributes)
}

fn decoded(text: &str) -> String {
    let mut out = String::new();
    let mut parts = text.split('&');
    out.push_str(parts.next().unwrap_or(""));
    for part in parts {
        let (name, rest) = part.split_once(';').unwrap_or((part, ""));
        match name {
            "amp" => out.push('&'),
            "lt" => out.push('<'),
            "gt" => out.push('>'),
            "quot" => out.push('"'),
            "apos" | "#39" => out.push('\''),
            other => {
                let number = match other.strip_prefix("#x") {
                    Some(digits) => u32::from_str_radix(digits, 16).ok(),
                    None => other.strip_prefix('#').and_then(|digits| digits.parse().ok()),
                };
                out.push(number.and_then(char::from_u32).unwrap_or_else(|| panic!("an unknown entity: `{other}`")));
            }
        }
        out.push_str(rest);
    }
    out
}

/// The pieces within `<main>`: the chapter, without mdBook's frame.
pub fn chapter(page: &str) -> Vec<Token> {
    let start = page.find("<main>").expect("a page has its chapter") + "<main>".len();
    let end = page.rfind("</main>").expect("a page has its chapter");
    tokens(&page[start..end])
}

/// Every name that a link may lead to.
pub fn ids(tokens: &[Token]) -> Vec<String> {
    attribute(tokens, "id")
}

/// An attribute's values, wherever it stands.
pub fn attribute(tokens: &[Token], name: &str) -> Vec<String> {
    let values = tokens.iter().filter_map(|token| match token {
        Token::Open(_, attributes) => attributes.get(name).cloned(),
        _ => None,
    });
    values.collect()
}

/// The tags of a page that are not closed as they were opened; none is what is wanted.
pub fn unbalanced(tokens: &[Token]) -> Option<String> {
    let mut open: Vec<&str> = Vec::new();
    for token in tokens {
        match token {
            Token::Open(name, _) if !VOID.contains(&name.as_str()) => open.push(name),
            Token::Close(name) if open.last() == Some(&name.as_str()) => {
                open.pop();
            }
            Token::Close(name) => return Some(format!("</{name}> within {open:?}")),
            _ => {}
        }
    }
    (!open.is_empty()).then(|| format!("{open:?} stay open"))
}

/// What is said in one breath: a paragraph, a heading, an item, or a row of a table without paragraphs. Formulas are set
/// with letters of their own, so what holds one is left out.
pub fn said(tokens: &[Token]) -> Vec<String> {
    const HOLD: [&str; 12] = ["p", "li", "tr", "th", "td", "caption", "figcaption", "h1", "h2", "h3", "h4", "pre"];
    let mut units: Vec<String> = Vec::new();
    let mut open: Vec<(String, bool)> = vec![(String::new(), true)];
    let mut quiet: Option<String> = None;
    for token in tokens {
        match token {
            Token::Open(name, attributes) if quiet.is_none() => {
                if attributes.get("role").is_some_and(|role| role == "doc-backlink") {
                    quiet = Some(name.clone());
                } else if HOLD.contains(&name.as_str()) && !["th", "td"].contains(&name.as_str()) {
                    open.push((String::new(), true));
                } else if name == "math" {
                    open.last_mut().expect("the page itself is open").1 = false;
                }
            }
            Token::Close(name) => {
                if quiet.as_ref() == Some(name) {
                    quiet = None;
                } else if HOLD.contains(&name.as_str()) && !["th", "td"].contains(&name.as_str()) {
                    let (text, plain) = open.pop().expect("it was opened");
                    if plain && !text.trim().is_empty() {
                        units.push(text);
                    }
                }
            }
            Token::Text(text) if quiet.is_none() => {
                open.last_mut().expect("the page itself is open").0.push_str(text);
            }
            _ => {}
        }
    }
    units
}
