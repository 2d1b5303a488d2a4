//! What is told of references that are cited: what their fields hold that cannot be printed, and what the style leaves out.

use hayagriva::Entry;
use hayagriva::types::EntryType;

use super::{Listed, Printed, runs};
use crate::diag::{Diagnostic, Origin, Sink};
use crate::model::marks::OTHERS;
use crate::model::{Bibliography, Csl};

pub fn told(printed: &Printed, bibliography: &Bibliography, csl: &Csl, sink: &mut Sink) {
    for item in &printed.items {
        let Some(reference) = bibliography.references.get(&item.key) else { continue };
        sink.extend(reference.said.clone());
        let lost = lost(&reference.work, item);
        if lost.is_empty() {
            continue;
        }
        let origin = Origin::of_range(&bibliography.file, &bibliography.text, reference.key_at.clone());
        let style = match csl {
            Csl::Named(name) | Csl::File { path: name, .. } => name,
        };
        let message = format!("the style `{style}` does not print {} of `{}`", lost.join(" and "), item.key);
        let diagnostic = Diagnostic::warning("unprinted-part", message).at(&origin).about(&item.key);
        sink.push(diagnostic.hint("another kind of reference or another style may; or accept this"));
    }
}

/// Parts without which a work is not found that the printed reference does not have.
fn lost(work: &Entry, item: &Listed) -> Vec<String> {
    let text = letters(&runs::plain(&item.words));
    let missing = |words: &str| !words.is_empty() && !text.contains(&letters(words));
    let mut lost = Vec::new();
    let first = work.authors().and_then(|authors| authors.first()).filter(|person| person.name != OTHERS);
    if let Some(person) = first
        && missing(&person.name)
    {
        lost.push(format!("the author `{}`", person.name));
    }
    let body = matches!(work.entry_type(), EntryType::Report | EntryType::Thesis);
    if let Some(name) =
        work.publisher().and_then(|publisher| publisher.name()).filter(|_| body).map(|name| name.value.to_string())
        && missing(&name)
    {
        lost.push(format!("the institution `{name}`"));
    }
    lost
}

/// Letters and digits alone: styles change case and points.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
