//! The one escaper for HTML, and data as addresses.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Text as HTML. A line of HTML must not end before its time, so line ends become spaces.
pub fn html(text: &str) -> String {
    written(text, false)
}

/// Text as the value of an attribute, between double quotes.
pub fn attribute(text: &str) -> String {
    written(text, true)
}

fn written(text: &str, quoted: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if quoted => out.push_str("&quot;"),
            '\n' | '\r' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// Code as HTML: its lines stay, written so that the HTML is one line.
pub fn code(text: &str) -> String {
    let lines: Vec<String> = text.trim_end_matches('\n').split('\n').map(html).collect();
    lines.join("&#10;")
}

/// A path or fragment as part of an address: what is neither a letter, a digit nor one of `-._~/` in hexadecimal.
pub fn address(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// An image as an address that holds it.
pub fn data(kind: &str, bytes: &[u8]) -> String {
    format!("data:{kind};base64,{}", STANDARD.encode(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_text_is_markup() {
        assert_eq!(html("a < b & \"c\"\n\n<script>"), "a &lt; b &amp; \"c\"  &lt;script&gt;");
        assert_eq!(attribute("\"><b>"), "&quot;&gt;&lt;b&gt;");
        assert_eq!(code("a\n\n  <b\n"), "a&#10;&#10;  &lt;b");
        assert_eq!(address("a b/ü#x.md"), "a%20b/%C3%BC%23x.md");
        assert_eq!(data("image/svg+xml", b"<svg/>"), "data:image/svg+xml;base64,PHN2Zy8+");
    }
}
