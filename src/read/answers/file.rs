//! Which files hold participant-level data, by their names.

use std::sync::Arc;

use crate::diag::{Diagnostic, Origin, Sink, nearest};
use crate::read::folder::Folder;

const FOLDER: &str = "data/quantitative";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Delimited,
    Workbook,
    Spss,
}

/// A table's file.
pub struct Found {
    pub path: Arc<str>,
    pub format: Format,
}

/// The one file of a name; two of them, and those that cannot be read, are told.
pub fn find(folder: &Folder<'_>, stem: &str, sink: &mut Sink) -> Option<Found> {
    let mut found: Vec<Found> = Vec::new();
    for name in folder.list(FOLDER, &[""]) {
        let Some((base, ending)) = name.rsplit_once('.') else { continue };
        let ending = ending.to_lowercase();
        let path: Arc<str> = Arc::from(format!("{FOLDER}/{name}"));
        if base != stem {
            let meant = format(&ending).is_some() && nearest(base, [stem]).is_some();
            if meant {
                let diagnostic = Diagnostic::error("misnamed-file", format!("{path} is not read"));
                sink.push(diagnostic.at(&Origin::start_of(&path)).hint(format!("name it {stem}.{ending}")));
            }
            continue;
        }
        match format(&ending) {
            Some(format) => found.push(Found { path, format }),
            None => {
                let what = unread(&ending);
                let diagnostic =
                    Diagnostic::error("unknown-format", format!("{path} is {}, which is not read", what.0));
                sink.push(diagnostic.at(&Origin::start_of(&path)).hint(what.1));
            }
        }
    }
    if let [first, second, ..] = &found[..] {
        let message = format!("{} and {} are both there", first.path, second.path);
        let diagnostic = Diagnostic::error("two-files", message).at(&Origin::start_of(&second.path));
        sink.push(diagnostic.hint("keep the one that holds the data"));
    }
    found.into_iter().next()
}

fn format(ending: &str) -> Option<Format> {
    match ending {
        "csv" => Some(Format::Delimited),
        "xlsx" => Some(Format::Workbook),
        "sav" | "zsav" => Some(Format::Spss),
        _ => None,
    }
}

/// What a file is by its ending, and what to do about it.
fn unread(ending: &str) -> (String, &'static str) {
    const SAVE: &str = "save it as .xlsx, or as CSV in UTF-8";
    match ending {
        "tsv" | "tab" | "txt" => ("a table of text".to_owned(), "name it with the ending .csv: tabs are read, too"),
        "xls" => ("a workbook of an old Excel".to_owned(), SAVE),
        "xlsm" | "xlsb" => ("a workbook with macros or in binary form".to_owned(), SAVE),
        "ods" | "fods" | "numbers" => ("a spreadsheet of another program".to_owned(), SAVE),
        "por" => ("a portable SPSS file".to_owned(), "save it as .sav, or as CSV in UTF-8"),
        _ => (format!("a file of the kind .{ending}"), "save it as CSV in UTF-8"),
    }
}
