//! DOIs and addresses, which are read letter for letter but for what exports escape in them.

use url::Url;

/// The letters of an address: `\_`, `{\%}`, `\textasciitilde{}` and `&amp;` are the signs that they stand for.
pub fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.trim();
    while let Some(sign) = rest.chars().next() {
        if let Some((sign, behind)) = sign_of(rest) {
            out.push_str(sign);
            rest = behind;
            continue;
        }
        // Braces group letters and are none; an address writes them %7B and %7D.
        if !matches!(sign, '{' | '}') && !sign.is_whitespace() && !sign.is_control() && !super::value::is_mark(sign) {
            out.push(sign);
        }
        rest = &rest[sign.len_utf8()..];
    }
    out
}

fn sign_of(rest: &str) -> Option<(&'static str, &str)> {
    const ESCAPES: [(&str, &str); 27] = [
        ("{\\textasciitilde}", "~"),
        ("\\textasciitilde{}", "~"),
        ("\\textasciitilde ", "~"),
        ("\\textasciitilde", "~"),
        ("{\\textasciicircum}", "^"),
        ("\\textasciicircum{}", "^"),
        ("\\textunderscore{}", "_"),
        ("{\\textunderscore}", "_"),
        ("\\textless{}", "<"),
        ("{\\textless}", "<"),
        ("\\textless ", "<"),
        ("\\textgreater{}", ">"),
        ("{\\textgreater}", ">"),
        ("\\textgreater ", ">"),
        ("$\\sim$", "~"),
        ("{$\\sim$}", "~"),
        ("\\~{}", "~"),
        ("\\~", "~"),
        ("\\_", "_"),
        ("\\%", "%"),
        ("\\&", "&"),
        ("\\#", "#"),
        ("\\$", "$"),
        ("\\/", ""),
        ("&amp;", "&"),
        ("&lt;", "<"),
        ("&gt;", ">"),
    ];
    ESCAPES.iter().find_map(|(written, sign)| Some((*sign, rest.strip_prefix(written)?)))
}

/// A DOI without what stands before it, or `None` where the text is none.
pub fn doi(text: &str) -> Option<String> {
    let text = unescaped(text);
    let bare = text.trim_start_matches('<').trim_end_matches(['.', ',', ';']);
    let lower = bare.to_ascii_lowercase();
    let from = match lower.find("10.") {
        Some(0) => 0,
        Some(at) if ["doi.org/", "doi:", "doi=", "doi/"].iter().any(|before| lower[..at].ends_with(before)) => at,
        _ => return None,
    };
    let mut doi = bare[from..].to_owned();
    if lower[..from].contains("doi.org/") && doi.contains('%') {
        doi = decoded(&doi);
    }
    let (registrant, suffix) = doi.split_once('/')?;
    let registrant = registrant.strip_prefix("10.")?;
    let numbers = !registrant.is_empty() && registrant.chars().all(|c| c.is_ascii_digit() || c == '.');
    (numbers && !suffix.is_empty()).then_some(doi)
}

/// Percent signs and the two digits behind them as the letters that they stand for.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, behind @ ..] = rest {
        let digits = behind.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        match digits.filter(|_| *first == b'%').and_then(|two| u8::from_str_radix(two, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &behind[2..];
            }
            None => {
                bytes.push(*first);
                rest = behind;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// An address for the citation library, and as it is printed.
pub struct Address {
    pub url: Url,
    pub printed: String,
}

/// A web address as a field, `\url{…}` or a text that is nothing else holds it. `Err` is an address of another kind,
/// such as `javascript:`, to which nothing may lead.
pub fn address(text: &str) -> Result<Option<Address>, String> {
    let text = text.trim();
    let inside = text.strip_prefix("\\url{").and_then(|rest| rest.strip_suffix('}')).unwrap_or(text);
    let printed = unescaped(inside.trim_start_matches('<').trim_end_matches('>'));
    if printed.is_empty() {
        return Ok(None);
    }
    let full = if printed.contains("://") {
        printed.clone()
    } else if let Some(scheme) = scheme(&printed) {
        return Err(scheme);
    } else if printed.starts_with("//") {
        format!("https:{printed}")
    } else {
        format!("https://{printed}")
    };
    let Ok(url) = Url::parse(&full) else { return Ok(None) };
    match url.scheme() {
        "http" | "https" | "ftp" => Ok(Some(Address { url, printed })),
        other => Err(other.to_owned()),
    }
}

/// What stands before a colon, where it is a scheme and no host with its port.
fn scheme(text: &str) -> Option<String> {
    let (scheme, behind) = text.split_once(':')?;
    let word = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-'));
    (word && !behind.starts_with(|c: char| c.is_ascii_digit())).then(|| scheme.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dois_lose_what_stands_before_them() {
        for (written, read) in [
            ("10.1186/s12888-022-03999-9", "10.1186/s12888-022-03999-9"),
            ("https://doi.org/10.1186/s12888-022-03999-9", "10.1186/s12888-022-03999-9"),
            (
                "http://dx.doi.org/10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2",
                "10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2",
            ),
            ("doi: 10.1007/978-3-642-28108-2\\_19", "10.1007/978-3-642-28108-2_19"),
            ("10.1007/978-3-642-28108-2{\\_}19.", "10.1007/978-3-642-28108-2_19"),
            ("DOI:10.1037//0021-843X.105.3.448", "10.1037//0021-843X.105.3.448"),
            ("https://doi.org/10.1002/%28SICI%291", "10.1002/(SICI)1"),
            ("10.1000/a{\\&}b--c", "10.1000/a&b--c"),
        ] {
            assert_eq!(doi(written).as_deref(), Some(read), "{written}");
        }
        assert_eq!((doi("PMC1234"), doi("10.1000"), doi("see 10.1/x")), (None, None, None));
    }

    #[test]
    fn addresses_are_kept_as_they_are_written() {
        for (written, printed) in [
            ("https://example.org", "https://example.org"),
            ("\\url{https://example.org/a_b?c=1&d=%20#e}", "https://example.org/a_b?c=1&d=%20#e"),
            ("http://www.x.org/{\\textasciitilde}doe/a\\_b\\%20c", "http://www.x.org/~doe/a_b%20c"),
            ("www.who.int/a(b)", "www.who.int/a(b)"),
            ("https://example.org/a--b", "https://example.org/a--b"),
            ("localhost:8080/x", "localhost:8080/x"),
        ] {
            assert_eq!(address(written).ok().flatten().map(|a| a.printed).as_deref(), Some(printed), "{written}");
        }
        for refused in ["javascript:alert(1)", "data:text/html,x", "FILE:///etc/passwd", "vbscript:x", "JavaScript:x"] {
            assert!(address(refused).is_err(), "{refused}");
        }
    }
}
