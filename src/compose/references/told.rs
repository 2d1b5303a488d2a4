//! What is told of references that are cited: what their fields hold that cannot be printed, and what the style leaves out.

use hayagriva::Entry;
use hayagriva::types::EntryType;

use super::{Printed, runs};
use crate::diag::{Diagnostic, Origin, Sink};
use crate::model::marks::{INSTEAD_OF_DATE, OTHERS};
use crate::model::{Bibliography, Csl};

pub fn told(printed: &Printed, bibliography: &Bibliography, csl: &Csl, sink: &mut Sink) {
    let style = match csl {
        Csl::Named(name) | Csl::File { path: name, .. } => name,
    };
    let mut nameless: Vec<(Origin, &str, &str)> = Vec::new();
    for item in &printed.items {
        let Some(reference) = bibliography.references.get(&item.key) else { continue };
        sink.extend(reference.said.clone());
        let origin = || Origin::of_range(&bibliography.file, &bibliography.text, reference.key_at.clone());
        let text = letters(&runs::plain(&item.words));
        if let Some(author) = author_lost(&reference.work, &text) {
            nameless.push((origin(), &item.key, author));
        }
        let lost = lost(&reference.work, &text);
        if lost.is_empty() {
            continue;
        }
        let message = format!("the style `{style}` does not print {} of `{}`", lost.join(" and "), item.key);
        let diagnostic = Diagnostic::warning("unprinted-part", message).at(&origin()).about(&item.key);
        sink.push(diagnostic.hint("another kind of reference or another style may print it"));
    }
    if let Some((origin, key, author)) = nameless.first() {
        let (count, all) = (nameless.len(), printed.items.len());
        let message = match count {
            1 => format!("the style `{style}` does not print the author `{author}` of `{key}`"),
            _ => format!(
                "the style `{style}` does not print the authors of {count} of {all} references, such as `{author}` of `{key}`"
            ),
        };
        let hint = "choose a style that prints authors, such as `elsevier-vancouver` or `apa`";
        sink.push(Diagnostic::warning("faulty-csl", message).at(origin).hint(hint));
    }
}

/// The first author, where no word of the reference is theirs.
fn author_lost<'a>(work: &'a Entry, text: &str) -> Option<&'a str> {
    let first = work.authors()?.first().filter(|person| person.name != OTHERS)?;
    (!text.contains(&letters(&first.name))).then_some(&first.name)
}

/// Parts without which a work is not found that the printed reference does not have.
fn lost(work: &Entry, text: &str) -> Vec<String> {
    let missing = |words: &str| !letters(words).is_empty() && !text.contains(&letters(words));
    let mut lost = Vec::new();
    let body = matches!(
        work.entry_type(),
        EntryType::Report | EntryType::Thesis | EntryType::Repository | EntryType::Misc | EntryType::Book
    );
    let name = work.publisher().and_then(|publisher| publisher.name()).filter(|_| body);
    if let Some(name) = name.map(|name| name.value.to_string())
        && missing(&name)
    {
        lost.push(format!("the institution `{name}`"));
    }
    if let Some(date) = work.date().filter(|date| date.year > 999 && date.year != INSTEAD_OF_DATE)
        && missing(&date.year.to_string())
    {
        lost.push(format!("the year `{}`", date.year));
    }
    lost
}

/// Letters and digits alone: styles change case and points.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
