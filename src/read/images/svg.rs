//! SVG: the drawing without comments, metadata and what editors note, and with bare pictures inside it.

use std::sync::LazyLock;

use regex::{Captures, Regex};

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the pattern is sound, and a test compiles it")
}

/// A comment, a stretch of plain character data, an instruction, or a tag with its attributes.
static PIECE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"(?s)<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<!DOCTYPE(?:[^\[>]|\[.*?\])*>|<(?:[^"'<>]|"[^"]*"|'[^']*')*>"#,
    )
});

/// Attributes of editors, and those that are for programs only.
static ATTRIBUTE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"(?s)\s+(?:(?:sodipodi|inkscape|dc|cc|rdf|sketch|serif|figma|i|x|a|graph)(?::[\w.-]+)|xmlns:(?:sodipodi|inkscape|dc|cc|rdf|sketch|serif|figma|i|x|a|graph)|data-[\w.-]+|aria-[\w.-]+)\s*=\s*(?:"[^"]*"|'[^']*')"#,
    )
});

static EMBEDDED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"data:image/(?:jpe?g|png|gif|webp|svg\+xml);(?:[\w=-]+;)*base64,([A-Za-z0-9+/=\s%]*)"));

/// Elements that draw nothing.
const SILENT: [&str; 4] = ["metadata", "namedview", "title", "desc"];

pub fn bare(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut at, mut silent) = (0, 0_usize);
    for piece in PIECE.find_iter(text) {
        if silent == 0 {
            out.push_str(&text[at..piece.start()]);
        }
        at = piece.end();
        let tag = piece.as_str();
        if tag.starts_with("<!--") || tag.starts_with("<?xml-") || tag.starts_with("<?x") && !tag.starts_with("<?xml ")
        {
            continue;
        }
        if tag.starts_with("<?") && !tag.starts_with("<?xml ") {
            continue;
        }
        let name = tag.trim_start_matches(['<', '/']).split(|c: char| c.is_whitespace() || matches!(c, '>' | '/'));
        let name = name.into_iter().next().unwrap_or("");
        let local = name.rsplit(':').next().unwrap_or(name);
        if SILENT.contains(&local) || name.contains(':') && !name.starts_with("svg:") && silent == 0 && foreign(name) {
            match (tag.starts_with("</"), tag.ends_with("/>")) {
                (true, _) => silent = silent.saturating_sub(1),
                (false, false) => silent += 1,
                (false, true) => {}
            }
            continue;
        }
        if silent == 0 {
            out.push_str(&embedded(&ATTRIBUTE.replace_all(tag, "")));
        }
    }
    if silent == 0 {
        out.push_str(&text[at..]);
    }
    out
}

/// Elements of editors.
fn foreign(name: &str) -> bool {
    ["sodipodi:", "inkscape:", "rdf:", "cc:", "dc:", "sketch:", "serif:"].iter().any(|prefix| name.starts_with(prefix))
}

/// A tag whose embedded pictures are bare.
fn embedded(tag: &str) -> String {
    let bared = EMBEDDED.replace_all(tag, |groups: &Captures<'_>| {
        let (whole, coded) = (&groups[0], &groups[1]);
        let head = &whole[..whole.len() - coded.len()];
        match decoded(coded) {
            Some(bytes) => format!("{head}{}", coded_again(&super::bare(&bytes))),
            // What cannot be read cannot be looked into.
            None => head.to_owned(),
        }
    });
    bared.into_owned()
}

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn decoded(text: &str) -> Option<Vec<u8>> {
    let (mut out, mut held, mut bits) = (Vec::new(), 0_u32, 0);
    for byte in text.bytes().filter(|byte| !byte.is_ascii_whitespace()).take_while(|byte| *byte != b'=') {
        let digit = DIGITS.iter().position(|known| *known == byte)?;
        held = held << 6 | u32::try_from(digit).ok()?;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push((held >> bits & 0xff) as u8);
        }
    }
    Some(out)
}

fn coded_again(bytes: &[u8]) -> String {
    let mut out = String::new();
    for three in bytes.chunks(3) {
        let mut held = 0_u32;
        (0..3).for_each(|at| held = held << 8 | u32::from(three.get(at).copied().unwrap_or(0)));
        for at in 0..4 {
            let digit = char::from(DIGITS[(held >> (18 - 6 * at) & 63) as usize]);
            out.push(if at <= three.len() { digit } else { '=' });
        }
    }
    out
}
