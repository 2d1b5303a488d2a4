//! Which files hold memos: every Markdown file of the folder and of those within it. What else stands there is told.

use std::sync::Arc;

use super::folder::Folder;
use crate::diag::{Diagnostic, Origin, Sink};

const FOLDER: &str = "data/qualitative/memos";

/// Endings of files of text that a memo may have been written in, and what to do with them.
const WRITTEN: [&str; 10] = ["txt", "text", "docx", "doc", "odt", "rtf", "html", "htm", "pages", "qmd"];

/// The paths of the memos in the order of their names.
pub fn memo_files(folder: &Folder<'_>, sink: &mut Sink) -> Vec<String> {
    let mut memos = Vec::new();
    for name in folder.tree(FOLDER) {
        let path = format!("{FOLDER}/{name}");
        let (stem, ending) = name
            .rsplit_once('.')
            .map_or((name.as_str(), String::new()), |(stem, ending)| (stem, ending.to_lowercase()));
        let hidden = name.rsplit('/').next().is_some_and(|name| name.starts_with('.'));
        match ending.as_str() {
            "md" | "markdown" if hidden => sink.extend(hidden_memo(&path)),
            _ if hidden => {}
            "md" | "markdown" => memos.push(path),
            "db" | "ini" if matches!(name.to_lowercase().as_str(), "thumbs.db" | "desktop.ini") => {}
            ending => {
                let here: Arc<str> = Arc::from(path.as_str());
                let message = format!("{path} is not read: a memo is a file of Markdown");
                let diagnostic = match ending {
                    "txt" | "text" | "qmd" | "" => {
                        Diagnostic::error("misnamed-file", message).hint(format!("name it {stem}.md"))
                    }
                    ending if WRITTEN.contains(&ending) => Diagnostic::error("misnamed-file", message)
                        .hint(format!("copy its words into a file of plain text, {stem}.md, and move it elsewhere")),
                    _ => Diagnostic::warning("misnamed-file", message)
                        .about(name.clone())
                        .hint("move it out of the folder, or name it with the ending .md, if it is a memo"),
                };
                sink.push(diagnostic.at(&Origin::start_of(&here)));
            }
        }
    }
    memos
}

/// Warns of a memo that is hidden; copies that other programs keep beside a file are none.
fn hidden_memo(path: &str) -> Sink {
    let mut sink = Sink::new();
    let name = path.rsplit('/').next().unwrap_or(path);
    if !name.starts_with("._") && !name.starts_with(".#") && !name.starts_with(".~") {
        let here: Arc<str> = Arc::from(path);
        let message = format!("{path} is not read: a name that begins with a full stop is that of a hidden file");
        let diagnostic = Diagnostic::warning("misnamed-file", message).at(&Origin::start_of(&here)).about(name);
        sink.push(diagnostic.hint(format!("name it {}", name.trim_start_matches('.'))));
    }
    sink
}
