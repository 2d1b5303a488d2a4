//! Citations and the list of references as they are printed, in the study's own citation style.
//!
//! They are made once, by the citation library, and put right in one place; the pages in print and on screen draw the
//! same runs of words.

mod render;
mod runs;
mod told;
mod walk;

pub use runs::{Look, Run, plain};
pub use walk::cited_keys;

use super::document::{Citation, Document, Joint};
use crate::diag::Sink;
use crate::model::{Bibliography, Csl};
use runs::Flat;

/// Every citation as it stands in the text, and the list of references.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Printed {
    /// By the number that a citation carries.
    pub groups: Vec<Vec<Run>>,
    pub items: Vec<Listed>,
    /// Whether all lines of a reference but its first are indented.
    pub hanging: bool,
    /// Whether citations stand in footnotes.
    pub in_notes: bool,
}

/// A reference of the list.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    pub key: String,
    /// What stands in the margin: its number.
    pub label: Vec<Run>,
    pub words: Vec<Run>,
}

/// The target of a link to a reference.
pub fn anchor(key: &str) -> String {
    format!("ref-{key}")
}

/// Numbers the citations of a document and prints them and the references. What is amiss with a reference that is cited,
/// and what the style does not print of it, goes into the sink.
pub fn print(document: &mut Document, sink: &mut Sink) {
    let Some(bibliography) = document.bibliography.clone() else { return };
    let mut groups = Vec::new();
    walk::citations(document, &mut |citing, before| {
        citing.joint = if before.is_some_and(|text| text.ends_with([' ', '\n'])) { Joint::Blank } else { Joint::None };
        citing.group = groups.len();
        groups.push(citing.citations.clone());
    });
    if groups.is_empty() {
        return;
    }
    document.cites = true;
    let Some(printed) = printed(&bibliography, &document.csl, &groups, &document.language) else { return };
    told::told(&printed, &bibliography, &document.csl, sink);
    document.printed = printed;
    join(document);
}

/// Groups of citations and the references that they cite, in a style; `None` where the style cannot be read.
pub fn printed(bibliography: &Bibliography, csl: &Csl, groups: &[Vec<Citation>], language: &str) -> Option<Printed> {
    let style = render::style(csl)?;
    let references = &*bibliography.references;
    let rendered = render::rendered(&style, references, groups, language);
    let flat = Flat::new(references, &style, language);
    let (items, hanging) = match &rendered.bibliography {
        Some(list) => (list.items.iter().map(|item| flat.listed(item)).collect(), list.hanging_indent),
        None => (Vec::new(), false),
    };
    let listed =
        |key: &str| rendered.bibliography.as_ref().is_some_and(|list| list.items.iter().any(|item| item.key == key));
    let printed = groups
        .iter()
        .zip(&rendered.citations)
        .map(|(citations, words)| flat.cited(&words.citation, citations, &listed));
    let in_notes = render::is_note_style(&style);
    Some(Printed { groups: printed.collect(), items, hanging, in_notes })
}

/// A raised number stands at its word, a number in brackets on the line of its word.
fn join(document: &mut Document) {
    let printed = std::mem::take(&mut document.printed);
    walk::citations(document, &mut |citing, _| {
        let runs = printed.groups.get(citing.group).map_or(&[][..], Vec::as_slice);
        if citing.joint == Joint::Blank {
            let raised = runs.first().is_some_and(Run::is_raised) || printed.in_notes;
            citing.joint = match (raised, runs::is_number(runs)) {
                (true, _) => Joint::Tight,
                (false, true) => Joint::NoBreak,
                (false, false) => Joint::Blank,
            };
        }
    });
    document.printed = printed;
}
