//! What is wrong with `SUMMARY.md`, and chapters that it forgets.

use std::sync::Arc;

use super::folder::Folder;
use super::names::kebab;
use super::node::File;
use super::prose::{Listed, is_readme};
use crate::diag::{Diagnostic, Origin, Sink};
use crate::model::Text;

/// mdBook's reader names the place in its message: `failed to parse SUMMARY.md line 5, column 3: …`.
pub fn fault(file: &File, reason: &str, there: &[String]) -> Diagnostic {
    let place = || -> Option<(usize, usize, &str)> {
        let (_, rest) = reason.split_once(" line ")?;
        let (line, rest) = rest.split_once(", column ")?;
        let (column, rest) = rest.split_once(": ")?;
        Some((line.parse().ok()?, column.parse().ok()?, rest))
    };
    if let Some(path) = reason.to_lowercase().split_once("duplicate file in summary.md").map(|(_, rest)| rest) {
        return twice(file, path.trim_matches([':', ' ', '"']));
    }
    let Some((line, column, reason)) = place() else {
        return Diagnostic::error("bad-summary", format!("SUMMARY.md cannot be read: {}", reason.to_lowercase()))
            .at(&file.start())
            .hint("a chapter is `- [Title](file.md)`");
    };
    let text = file.text.lines().nth(line.saturating_sub(1)).unwrap_or("");
    let words = text.chars().skip(column.saturating_sub(1)).collect::<String>();
    let words = words.trim_end();
    let count = |number: usize| u32::try_from(number).unwrap_or(1);
    let origin = Origin::new(&file.path, count(line), count(column), count(words.chars().count()));
    let item = text.trim_start().starts_with(['-', '*', '+']);
    if !item || words.is_empty() {
        return Diagnostic::error("bad-summary", format!("SUMMARY.md cannot be read: {}", reason.to_lowercase()))
            .at(&origin)
            .hint("a chapter is `- [Title](file.md)`");
    }
    let title = words.trim_start_matches('[').split([']', '(']).next().unwrap_or("").trim();
    let named = words.rsplit(['(', ' ']).next().unwrap_or("").trim_end_matches(')');
    let stem = kebab(title);
    let guess = there.iter().find(|name| *name == named).cloned();
    let guess = guess.or_else(|| there.iter().find(|name| name.trim_end_matches(".md") == stem).cloned());
    let path = guess.unwrap_or_else(|| format!("{stem}.md"));
    Diagnostic::error("bad-summary", "this chapter has no link to its file")
        .at(&origin)
        .hint(format!("write `- [{title}]({path})`, without a space between the brackets"))
}

/// A file that is listed twice would be two chapters with the same name.
fn twice(file: &File, path: &str) -> Diagnostic {
    let diagnostic = Diagnostic::error("bad-summary", format!("the chapter `{path}` is listed twice"));
    let link = format!("({path})");
    let at = file.text.to_lowercase().match_indices(&link).nth(1).map_or(0, |(at, _)| at + 1);
    diagnostic.at(&file.place(&(at..at + path.len()))).hint("list each chapter once: take one of the two lines out")
}

/// Notes that a chapter is called otherwise in the list than by its own title, which is what the paper prints.
pub fn renamed(chapter: &Text, name: &str, at: &Origin, sink: &mut Sink) {
    let Some(title) = chapter.markdown.trim_start().lines().next().and_then(|line| line.strip_prefix("# ")) else {
        return;
    };
    let title = title.split(" {#").next().unwrap_or("").trim();
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 2);
        words.map(str::to_lowercase).collect()
    };
    let (listed, own) = (words(name), words(title));
    if listed.is_empty() || own.is_empty() || listed.iter().any(|word| own.contains(word)) {
        return;
    }
    let message = format!("SUMMARY.md calls this chapter `{name}`, and its own title is `{title}`");
    let hint =
        "the paper prints the chapter's title; where the name in the list is the newer one, change the title, too";
    sink.push(Diagnostic::note("chapter-name", message).at(at).hint(hint));
}

/// Warns of files of prose that are no chapter: they are not in the paper.
pub fn unlisted(folder: &Folder<'_>, src: &str, listed: &[Listed], sink: &mut Sink) {
    // The file of a chapter that is not found may be one of those.
    if listed.iter().any(|link| !folder.exists(&format!("{src}/{}", link.path))) {
        return;
    }
    for name in folder.list(src, &[".md"]) {
        let known = listed.iter().any(|link| link.path.trim_start_matches(['.', '/']) == name);
        if known || name == "SUMMARY.md" || is_readme(&name) {
            continue;
        }
        let path: Arc<str> = Arc::from(format!("{src}/{name}"));
        let words = name.trim_end_matches(".md").replace(['-', '_'], " ");
        let mut letters = words.chars();
        let title: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
        let diagnostic = Diagnostic::warning("unlisted-chapter", format!("SUMMARY.md does not list {path}"))
            .at(&Origin::start_of(&path))
            .about(name.clone());
        sink.push(diagnostic.hint(format!("add `- [{title}]({name})` where it belongs, or take the file away")));
    }
}
