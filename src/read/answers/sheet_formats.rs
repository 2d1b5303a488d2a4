//! Number formats of a workbook, and which of them are dates.
//!
//! The library that reads workbooks takes every format for a date in which a letter of one stands, such as `Standard` or
//! `Fixed`, as programs other than Excel write them. Such formats are made plain in a copy of the workbook.

use std::io::{Cursor, Read, Seek, Write};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// More bytes than the part of styles has.
const MOST_STYLES: u64 = 64 << 20;

/// The workbook with its formats made plain, where it has any that look like dates and are none.
///
/// # Errors
/// When the archive cannot be read.
pub fn plain<R: Read + Seek>(archive: &mut ZipArchive<R>) -> zip::result::ZipResult<Option<Vec<u8>>> {
    let is_styles = |name: &str| name.to_lowercase().ends_with("xl/styles.xml");
    let mut at = None;
    for index in 0..archive.len() {
        if archive.by_index_raw(index)?.name().is_ok_and(|name| is_styles(&name)) {
            at = Some(index);
        }
    }
    let Some(at) = at else { return Ok(None) };
    let mut text = String::new();
    let read = archive.by_index(at)?.take(MOST_STYLES).read_to_string(&mut text);
    let Some(plain) = read.ok().and_then(|_| made_plain(&text)) else { return Ok(None) };
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        if index == at {
            out.start_file("xl/styles.xml", SimpleFileOptions::default())?;
            out.write_all(plain.as_bytes())?;
        } else {
            out.raw_copy_file(archive.by_index_raw(index)?)?;
        }
    }
    Ok(Some(out.finish()?.into_inner()))
}

/// The styles with plain formats in place of those that only look like dates; none where there are none.
fn made_plain(styles: &str) -> Option<String> {
    const KEY: &str = "formatCode=";
    let mut out = String::new();
    let mut rest = styles;
    let mut any = false;
    while let Some(at) = rest.find(KEY) {
        let (before, behind) = rest.split_at(at + KEY.len());
        out.push_str(before);
        rest = behind;
        let Some(quote) = behind.chars().next().filter(|c| matches!(c, '"' | '\'')) else { continue };
        let Some(end) = behind[1..].find(quote) else { continue };
        let code = &behind[1..=end];
        let numeric = looks_like_a_date(&unescaped(code)) && !is_date(&unescaped(code));
        any |= numeric;
        out.push(quote);
        out.push_str(if numeric { "General" } else { code });
        out.push(quote);
        rest = &behind[end + 2..];
    }
    out.push_str(rest);
    any.then_some(out)
}

fn unescaped(code: &str) -> String {
    let text = code.replace("&quot;", "\"").replace("&apos;", "'").replace("&lt;", "<").replace("&gt;", ">");
    text.replace("&amp;", "&")
}

/// Whether a letter stands in a format that may be one of a date.
fn looks_like_a_date(code: &str) -> bool {
    let parts = Parts::of(code);
    parts.words.iter().any(|word| word.to_lowercase().contains(['d', 'm', 'h', 'y', 's', 'a']))
}

/// What stands in the first section of a format outside of quotes.
struct Parts {
    /// Runs of letters.
    words: Vec<String>,
    /// Whether digits are asked for that are no fractions of seconds.
    digits: bool,
    /// Whether hours, minutes or seconds are counted on: `[h]:mm`.
    duration: bool,
}

impl Parts {
    fn of(code: &str) -> Self {
        let mut parts = Parts { words: Vec::new(), digits: false, duration: false };
        let mut word = String::new();
        let mut seconds = false;
        let mut chars = code.chars();
        while let Some(c) = chars.next() {
            if c.is_alphabetic() {
                word.push(c);
                continue;
            }
            if !word.is_empty() {
                seconds = word.to_lowercase().ends_with('s');
                parts.words.push(std::mem::take(&mut word));
            }
            match c {
                ';' => return parts,
                '"' => drop(chars.by_ref().find(|c| *c == '"')),
                '\\' | '_' | '*' => drop(chars.next()),
                '[' => {
                    let inner: String = chars.by_ref().take_while(|c| *c != ']').collect();
                    let inner = inner.to_lowercase();
                    let counted = inner.chars().all(|c| matches!(c, 'h' | 'm' | 's')) && !inner.is_empty();
                    parts.duration |= counted;
                }
                '0' | '#' | '?' => parts.digits |= !seconds,
                '.' | ',' => {}
                _ => seconds = false,
            }
        }
        if !word.is_empty() {
            parts.words.push(word);
        }
        parts
    }
}

/// Whether a format shows dates or times: its words are runs of one letter (`yyyy`, `TT`), of several letters of a date
/// (`yyyymmdd`), or halves of the day.
fn is_date(code: &str) -> bool {
    let lower = code.to_lowercase();
    if ["date", "time", "datum", "zeit", "fecha", "hora"].iter().any(|name| lower.contains(name)) {
        return true;
    }
    let parts = Parts::of(code);
    let run = |word: &String| {
        let word = word.to_lowercase();
        let first = word.chars().next();
        matches!(&*word, "am" | "pm" | "a" | "p")
            || word.chars().all(|c| Some(c) == first)
            || word.chars().all(|c| matches!(c, 'd' | 'm' | 'y' | 'h' | 's'))
    };
    parts.duration || (!parts.digits && !parts.words.is_empty() && parts.words.iter().all(run))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_of_numbers_are_told_from_those_of_dates() {
        let dates = [
            "yyyy-mm-dd",
            "d.m.yy",
            "TT.MM.JJJJ",
            "[$-407]d. mmmm yyyy;@",
            "h:mm AM/PM",
            "[h]:mm:ss",
            "mm:ss.0",
            "yyyymmdd",
            "hh:mm:ss.000",
            "Medium Date",
            "jj/mm/aaaa",
        ];
        assert_eq!(dates.into_iter().find(|code| !is_date(code)), None);
        let numbers = [
            "Standard",
            "Fixed",
            "Scientific",
            "Currency",
            "Allgemein",
            "Estándar",
            "0.00 \"days\"",
            "#,##0.00\\ d",
            "0 h",
            "Yes/No",
            "General",
        ];
        assert_eq!(numbers.into_iter().find(|code| is_date(code)), None);
    }

    #[test]
    fn only_formats_that_look_like_dates_are_made_plain() {
        let styles = "<numFmt numFmtId=\"164\" formatCode=\"Standard\"/><numFmt formatCode='yyyy&quot;d&quot;'/>";
        let plain = styles.replace("Standard", "General");
        assert_eq!(made_plain(styles), Some(plain));
        assert_eq!(made_plain("<numFmt formatCode=\"0.00\"/><numFmt formatCode=\"d/m/yy\"/>"), None);
    }
}
