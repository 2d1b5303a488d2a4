//! The citations of a document, in the order of reading.

use crate::compose::document::{Block, BlockKind, Body, Citing, DisplayView, Document, Inline, InlineKind};
use crate::compose::table::{Cell, Table, TableRow};

type Visit<'v> = dyn FnMut(&mut Citing, Option<&str>) + 'v;

/// Keys that the document cites, in the order of reading, each as often as it is cited.
pub fn cited_keys(document: &mut Document) -> Vec<String> {
    let mut keys = Vec::new();
    citations(document, &mut |citing, _| keys.extend(citing.citations.iter().map(|citation| citation.key.clone())));
    keys
}

/// Visits all citations with the text before each. Displays come where they are shown first; one that no chapter shows
/// is not printed. Citations beside each other are one.
pub fn citations(document: &mut Document, visit: &mut Visit<'_>) {
    let displays = std::mem::take(&mut document.displays);
    let mut walker =
        Walker { visit, seen: vec![false; displays.len()], displays: displays.into_iter().map(Some).collect() };
    for blocks in [&mut document.notice, &mut document.licence, &mut document.summary] {
        walker.blocks(blocks);
    }
    for section in &mut document.chapters {
        walker.blocks(&mut section.blocks);
    }
    for (_, blocks) in &mut document.declarations {
        walker.blocks(blocks);
    }
    for section in &mut document.appendices {
        walker.blocks(&mut section.blocks);
    }
    for at in 0..walker.displays.len() {
        walker.display(at);
    }
    document.displays = walker.displays.into_iter().flatten().collect();
}

struct Walker<'a, 'v> {
    visit: &'a mut Visit<'v>,
    displays: Vec<Option<DisplayView>>,
    seen: Vec<bool>,
}

impl Walker<'_, '_> {
    fn blocks(&mut self, blocks: &mut [Block]) {
        for block in blocks {
            match &mut block.kind {
                BlockKind::Heading { content, .. } | BlockKind::Paragraph(content) => self.inlines(content),
                BlockKind::List { items, .. } => items.iter_mut().for_each(|blocks| self.blocks(blocks)),
                BlockKind::Quote(blocks) | BlockKind::Changed(blocks) => self.blocks(blocks),
                BlockKind::Table(table) => self.table(table),
                BlockKind::Display(index) => self.display(*index),
                BlockKind::Code(_) | BlockKind::Math(_) | BlockKind::Rule | BlockKind::Image { .. } => {}
            }
        }
    }

    fn display(&mut self, index: usize) {
        if self.seen.get(index).copied().unwrap_or(true) {
            return;
        }
        self.seen[index] = true;
        let Some(mut view) = self.displays[index].take() else { return };
        if view.number.is_some() {
            self.inlines(&mut view.caption);
            if let Body::Table(table) = &mut view.body {
                self.table(table);
            }
            self.inlines(&mut view.note);
        }
        self.displays[index] = Some(view);
    }

    fn table(&mut self, table: &mut Table) {
        table.header.iter_mut().flatten().for_each(|cell| self.inlines(&mut cell.content));
        for row in &mut table.rows {
            match row {
                TableRow::Group(content) => self.inlines(content),
                TableRow::Data(cells) => cells.iter_mut().for_each(|cell| self.cell(cell)),
            }
        }
    }

    fn cell(&mut self, cell: &mut Cell) {
        match cell {
            Cell::Label { content, .. } => self.inlines(content),
            Cell::Prose(paragraphs) => paragraphs.iter_mut().for_each(|paragraph| self.inlines(&mut paragraph.content)),
            Cell::Empty | Cell::Number { .. } | Cell::Changed { .. } => {}
        }
    }

    fn inlines(&mut self, inlines: &mut Vec<Inline>) {
        merge(inlines);
        for at in 0..inlines.len() {
            let (before, rest) = inlines.split_at_mut(at);
            match &mut rest[0].kind {
                InlineKind::Cite(citing) => {
                    let before = before.last().map(|inline| &inline.kind);
                    let before = match before {
                        Some(InlineKind::Text(text)) => Some(text.as_str()),
                        _ => None,
                    };
                    (self.visit)(citing, before);
                }
                InlineKind::Emphasis(content)
                | InlineKind::Strong(content)
                | InlineKind::Strike(content)
                | InlineKind::Inserted(content)
                | InlineKind::Link { content, .. } => self.inlines(content),
                InlineKind::Footnote { content: Some(blocks), .. } => self.blocks(blocks),
                InlineKind::Footnote { content: None, .. }
                | InlineKind::Text(_)
                | InlineKind::Code(_)
                | InlineKind::Reference(_)
                | InlineKind::Math(_)
                | InlineKind::Deleted(_)
                | InlineKind::Break => {}
            }
        }
    }
}

/// Citations beside each other are one.
fn merge(inlines: &mut Vec<Inline>) {
    let is_gap = |inline: &Inline| matches!(&inline.kind, InlineKind::Text(gap) if gap.trim().is_empty());
    let mut at = 0;
    while at + 1 < inlines.len() {
        let next = if is_gap(&inlines[at + 1]) { at + 2 } else { at + 1 };
        let more = match (&inlines[at].kind, inlines.get(next).map(|inline| &inline.kind)) {
            (InlineKind::Cite(_), Some(InlineKind::Cite(more))) => more.citations.clone(),
            _ => {
                at += 1;
                continue;
            }
        };
        if let InlineKind::Cite(citing) = &mut inlines[at].kind {
            citing.citations.extend(more);
        }
        inlines.drain(at + 1..=next);
    }
}
