//! Where things stand in the book, and how one page leads to another.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::escape::address;
use super::{Book, Part};
use crate::compose::{Block, BlockKind, Body, Document};
use crate::model::{DisplayKind, Role, Study, TableKind};

/// The path of every page in the book, such as `methods.md`, and which comes first.
#[derive(Debug, Clone, Default)]
pub struct Addresses {
    /// Chapters by the path of their file from the study's root.
    pub chapters: BTreeMap<Arc<str>, String>,
    pub declarations: String,
    pub references: String,
    /// The file of the chapter that the book begins with.
    pub first: Option<Arc<str>>,
}

impl Addresses {
    /// The path of a page in the book; a chapter that the book does not have stands nowhere.
    pub fn of(&self, part: &Part) -> String {
        match part {
            Part::Chapter(file) => self.chapters.get(file).cloned().unwrap_or_default(),
            Part::Declarations => self.declarations.clone(),
            Part::References => self.references.clone(),
        }
    }
}

/// The parts of a document in the order in which its pages are read.
pub fn parts<'a>(document: &'a Document, study: &Study) -> Vec<(Part, &'a [Block])> {
    let summary = study.chapters.iter().find(|chapter| chapter.role == Role::Abstract);
    let summary = summary.map(|chapter| (Part::Chapter(chapter.file.clone()), &document.summary[..]));
    let chapter = |section: &'a crate::compose::Section| (Part::Chapter(section.file.clone()), &section.blocks[..]);
    let chapters = document.chapters.iter().map(chapter);
    let declarations = (!document.declarations.is_empty()).then_some((Part::Declarations, &[][..]));
    summary.into_iter().chain(chapters).chain(declarations).chain(document.appendices.iter().map(chapter)).collect()
}

/// The page of everything that a cross-reference may point at, by its label.
pub fn targets(book: &Book<'_>) -> BTreeMap<String, Part> {
    let mut targets = BTreeMap::new();
    for (part, blocks) in parts(book.document, book.study) {
        within(blocks, &part, book, &mut targets);
    }
    targets
}

fn within(blocks: &[Block], part: &Part, book: &Book<'_>, targets: &mut BTreeMap<String, Part>) {
    for block in blocks {
        match &block.kind {
            BlockKind::Heading { label: Some(label), .. } => {
                targets.insert(label.clone(), part.clone());
            }
            BlockKind::Display(index) => {
                let Some(view) = book.document.displays.get(*index) else { continue };
                targets.insert(view.label.clone(), part.clone());
                for label in propositions(&view.id, &view.body, book.study) {
                    targets.insert(label, part.clone());
                }
            }
            BlockKind::List { items, .. } => items.iter().for_each(|item| within(item, part, book, targets)),
            BlockKind::Quote(blocks) => within(blocks, part, book, targets),
            _ => {}
        }
    }
}

/// Labels of the rows of the grid; none for any other display.
pub fn propositions(id: &str, body: &Body, study: &Study) -> Vec<String> {
    let of_grid = |kind: &DisplayKind| matches!(kind, DisplayKind::Table(TableKind::Propositions));
    let grid = matches!(body, Body::Table(_))
        && study.displays.iter().any(|display| display.id.as_str() == id && of_grid(&display.kind));
    let labels = study.propositions.iter().filter(|_| grid).map(|proposition| format!("prop-{}", proposition.id));
    labels.collect()
}

/// The address of a place as a page at `from` writes it; mdBook turns `.md` into what the page becomes.
pub fn href(from: &str, to: &str, fragment: &str) -> String {
    let fragment = address(fragment);
    if from == to {
        return format!("#{fragment}");
    }
    let folder = |path: &str| path.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned());
    let (here, there) = (folder(from), folder(to));
    let steps = |path: &str| path.split('/').filter(|step| !step.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let (here, there) = (steps(&here), steps(&there));
    let shared = here.iter().zip(&there).take_while(|(one, other)| one == other).count();
    let name = to.rsplit('/').next().unwrap_or(to).to_owned();
    let path: Vec<String> = std::iter::repeat_n("..".to_owned(), here.len() - shared)
        .chain(there[shared..].iter().cloned())
        .chain([name])
        .collect();
    format!("{}#{fragment}", address(&path.join("/")))
}

#[cfg(test)]
mod tests {
    use super::href;

    #[test]
    fn pages_lead_to_each_other() {
        assert_eq!(href("a.md", "a.md", "x"), "#x");
        assert_eq!(href("a.md", "b.md", "x"), "b.md#x");
        assert_eq!(href("one/a.md", "b.md", "x"), "../b.md#x");
        assert_eq!(href("b.md", "one/two/a.md", "x"), "one/two/a.md#x");
        assert_eq!(href("one/a.md", "one/c d.md", "x"), "c%20d.md#x");
        assert_eq!(href("one/two/a.md", "one/three/b.md", "ref-a:b"), "../three/b.md#ref-a%3Ab");
    }
}
