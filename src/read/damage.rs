//! What can be wrong with a file before anybody reads it: its encoding, and the marks of a conflict of versions.

use std::ops::Range;
use std::sync::Arc;

use crate::diag::{Diagnostic, Origin};

/// The text of a file's bytes with line ends of one kind.
///
/// # Errors
/// What is wrong with the bytes, and as much of the text as can be shown.
pub fn text(path: &Arc<str>, bytes: &[u8]) -> Result<Arc<str>, (Diagnostic, Option<String>)> {
    let table = path.ends_with(".csv");
    if let Some(what) = foreign(bytes) {
        let hint = match (what, table) {
            (Foreign::Workbook, true) => "open it in the spreadsheet, and save the sheet as “CSV UTF-8”",
            (Foreign::Utf16, true) => "save it again in the spreadsheet, as “CSV UTF-8”",
            (Foreign::Workbook, false) => "copy its text into a file of plain text, encoded as UTF-8",
            (Foreign::Utf16, false) => "save it again, with the encoding UTF-8",
        };
        let message = match what {
            Foreign::Workbook => format!("{path} is a file of a word processor or spreadsheet, not text"),
            Foreign::Utf16 => format!("{path} is saved as UTF-16"),
        };
        return Err((Diagnostic::error("not-utf-8", message).at(&Origin::start_of(path)).hint(hint), None));
    }
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = match std::str::from_utf8(start) {
        Ok(text) => text.replace("\r\n", "\n"),
        Err(error) => {
            let valid = String::from_utf8_lossy(&start[..error.valid_up_to()]).replace("\r\n", "\n");
            let origin = Origin::of_range(path, &valid, valid.len()..valid.len());
            let hint = match table {
                true => "save it again in the spreadsheet, as “CSV UTF-8”: the sign here is of another encoding",
                false => "save the file again, with the encoding UTF-8: the sign here is of another one",
            };
            let diagnostic = Diagnostic::error("not-utf-8", format!("{path} is not UTF-8 text")).at(&origin);
            let shown = String::from_utf8_lossy(start).replace("\r\n", "\n");
            return Err((diagnostic.hint(hint), Some(shown)));
        }
    };
    match conflict(&text) {
        Some(at) => {
            let message = "two versions of this file were put together, and nobody has chosen between them";
            let hint = "keep one of the two parts between `<<<<<<<`, `=======` and `>>>>>>>`, and delete these lines";
            let origin = Origin::of_range(path, &text, at);
            Err((Diagnostic::error("merge-conflict", message).at(&origin).hint(hint), Some(text)))
        }
        None => Ok(Arc::from(text)),
    }
}

#[derive(Clone, Copy)]
enum Foreign {
    Workbook,
    Utf16,
}

fn foreign(bytes: &[u8]) -> Option<Foreign> {
    let zeros = bytes.iter().take(1024).filter(|byte| **byte == 0).count();
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        Some(Foreign::Workbook)
    } else if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") || zeros * 3 > bytes.len().min(1024) {
        Some(Foreign::Utf16)
    } else {
        None
    }
}

/// The first line of a conflict that a version control left: all three of its marks have to be there.
fn conflict(text: &str) -> Option<Range<usize>> {
    let mut first = None;
    let mut parted = false;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end();
        if first.is_none() && (bare == "<<<<<<<" || bare.starts_with("<<<<<<< ")) {
            first = Some(at..at + bare.len());
        }
        parted |= first.is_some() && bare == "=======";
        if parted && (bare == ">>>>>>>" || bare.starts_with(">>>>>>> ")) {
            return first;
        }
        at += line.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::conflict;

    #[test]
    fn a_conflict_has_three_marks() {
        assert_eq!(conflict("a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> x\n"), Some(2..14));
        for fine in ["Title\n=======\n", "<<<<<<< HEAD\nb\n", "    <<<<<<< HEAD\n=======\n>>>>>>> x\n"] {
            assert_eq!(conflict(fine), None, "{fine}");
        }
    }
}
