//! A paper with its changes marked: what came beside what went, in the paragraphs, tables and captions themselves.
//!
//! It walks a document in the order of `passages`, so that the passages beside each other are found again.

mod cells;
mod edits;
#[cfg(test)]
mod tests;

use edits::marked;

use super::align::Pair;
use super::edition::{Displayed, Edition};
use super::front::notice;
use super::passages::{Part, Passage, Shape, parts, words_of};
use super::running::{beside, paired};
use super::tables::Tabled;
use super::words::{Piece, compare};
use crate::compose::{Block, BlockKind, Body, DisplayView, Document, Inline, InlineKind, Place, Revision};

/// The document with what is different from an earlier edition marked. Without the marked deletions it is the document,
/// without the insertions it says what the earlier one said.
pub fn mark(old: &Edition, document: &Document, revision: Revision) -> Document {
    let new = parts(document);
    let plans: Vec<(String, Plan<'_>)> = plans(old, &new, document);
    let mut out = document.clone();
    let plan = |name: &str| plans.iter().find(|(planned, _)| planned == name).map(|(_, plan)| plan);
    let redo = |blocks: &mut Vec<Block>, name: &str| {
        if let Some(plan) = plan(name) {
            let mut marker = Marker { plan, at: 0, told: 0 };
            let place = blocks.last().map(|block| block.place.clone());
            let mut marked = marker.blocks(std::mem::take(blocks));
            if let Some(place) = place {
                marked.extend(marker.gone(plan.fates.len(), &place, false));
            }
            *blocks = marked;
        }
    };
    redo(&mut out.notice, "notice");
    redo(&mut out.licence, "licence");
    redo(&mut out.summary, "abstract");
    for section in out.chapters.iter_mut().chain(&mut out.appendices) {
        redo(&mut section.blocks, &section.file.clone());
    }
    for (label, blocks) in &mut out.declarations {
        redo(blocks, &format!("declaration {label}"));
    }
    for view in &mut out.displays {
        display(old.displays.iter().find(|was| was.label == view.label), view);
    }
    out.notice.splice(0..0, notice(&revision));
    out.revision = Some(revision);
    out
}

/// What becomes of each passage of a part, and what stood before each.
struct Plan<'a> {
    fates: Vec<Fate>,
    /// What went before the passage at a position; the last entry stands behind all.
    gone: Vec<Vec<Went<'a>>>,
}

enum Fate {
    Same,
    Words(Vec<Piece>),
    Table(Option<Tabled>),
}

/// Words that are gone.
struct Went<'a> {
    shape: Shape,
    text: std::borrow::Cow<'a, str>,
}

/// A plan for every part of the new paper. Parts that are gone go behind the part that stood before them, or before the
/// first.
fn plans<'a>(old: &'a Edition, new: &[Part], document: &Document) -> Vec<(String, Plan<'a>)> {
    let mut out: Vec<(String, Plan<'a>)> = Vec::new();
    let mut early: Vec<Went<'a>> = Vec::new();
    for (was, now) in paired(&old.parts, new) {
        let Some(now) = now else {
            let went =
                was.into_iter().flat_map(|part| &part.passages).filter_map(|passage| went(passage, old, document));
            match out.last_mut().and_then(|(_, plan)| plan.gone.last_mut()) {
                Some(last) => last.extend(went),
                None => early.extend(went),
            }
            continue;
        };
        let from = was.map_or(&[][..], |part| &part.passages);
        let mut plan = plan(from, &now.passages, old, document);
        if !early.is_empty() {
            plan.gone[0].splice(0..0, early.drain(..));
        }
        out.push((now.name.clone(), plan));
    }
    out
}

fn plan<'a>(from: &'a [Passage], to: &[Passage], old: &'a Edition, document: &Document) -> Plan<'a> {
    let mut plan = Plan { fates: Vec::new(), gone: vec![Vec::new()] };
    for pair in beside(from, to) {
        match pair {
            Pair::Old(a) => {
                let went = went(&from[a], old, document);
                plan.gone.last_mut().expect("there is a place behind all").extend(went);
            }
            Pair::New(b) => {
                let new = Piece::Inserted(to[b].text.clone());
                let is_table = to[b].shape == Shape::Table;
                plan.fates.push(if is_table { Fate::Table(None) } else { Fate::Words(vec![new]) });
                plan.gone.push(Vec::new());
            }
            Pair::Both(a, b) => {
                let (was, now) = (&from[a], &to[b]);
                plan.fates.push(match (&was.table, &now.table) {
                    (Some(one), Some(other)) if one != other => Fate::Table(Some(one.clone())),
                    _ if was.text != now.text => Fate::Words(compare(&was.text, &now.text)),
                    _ => Fate::Same,
                });
                plan.gone.push(Vec::new());
            }
        }
    }
    plan
}

/// The words of a passage that is gone; nothing of a display that stands elsewhere now.
fn went<'a>(passage: &'a Passage, old: &'a Edition, document: &Document) -> Option<Went<'a>> {
    let text = match passage.shape {
        Shape::Display => {
            if document.displays.iter().any(|view| view.label == passage.text && view.number.is_some()) {
                return None;
            }
            let was = old.displays.iter().find(|display| display.label == passage.text)?;
            format!("{}. {}", was.number.as_deref().unwrap_or(&was.label), was.caption).into()
        }
        Shape::Table => {
            let rows = passage.table.iter().flat_map(|table| &table.rows).map(|row| row.cells.join(" | "));
            std::iter::once(passage.text.clone()).chain(rows).collect::<Vec<_>>().join("; ").into()
        }
        _ => passage.text.as_str().into(),
    };
    Some(Went { shape: passage.shape, text })
}

struct Marker<'a> {
    plan: &'a Plan<'a>,
    /// The passage that comes next.
    at: usize,
    /// Positions whose gone passages are told already.
    told: usize,
}

impl Marker<'_> {
    fn blocks(&mut self, blocks: Vec<Block>) -> Vec<Block> {
        let mut out = Vec::new();
        for block in blocks {
            // Items that are gone stand among the items.
            let list = matches!(block.kind, BlockKind::List { .. });
            out.extend(self.gone(self.at, &block.place, list));
            out.extend(self.block(block));
        }
        out
    }

    /// What went before a passage, once; before a list only what was no item of it.
    fn gone(&mut self, at: usize, place: &Place, list: bool) -> Vec<Block> {
        let Some(gone) = self.plan.gone.get(at).filter(|_| self.told <= at) else { return Vec::new() };
        let items = gone.iter().position(|went| list && went.shape == Shape::Item).unwrap_or(gone.len());
        if items == gone.len() {
            self.told = at + 1;
        }
        gone[..items].iter().map(|went| struck(went, place)).collect()
    }

    /// Items that went before the item whose first passage comes next.
    fn gone_items(&mut self, place: &Place) -> Vec<Vec<Block>> {
        let Some(gone) = self.plan.gone.get(self.at).filter(|_| self.told <= self.at) else { return Vec::new() };
        self.told = self.at + 1;
        let first = gone.iter().position(|went| went.shape == Shape::Item).unwrap_or(gone.len());
        gone[first..].iter().map(|went| vec![struck(went, place)]).collect()
    }

    fn block(&mut self, mut block: Block) -> Vec<Block> {
        let mut changed = false;
        match &mut block.kind {
            BlockKind::Heading { content, .. } | BlockKind::Paragraph(content) => changed = self.words(content),
            BlockKind::List { items, .. } => {
                for item in std::mem::take(items) {
                    items.extend(self.gone_items(&block.place));
                    let item = self.blocks(item);
                    items.push(item);
                }
            }
            BlockKind::Quote(blocks) | BlockKind::Changed(blocks) => *blocks = self.blocks(std::mem::take(blocks)),
            BlockKind::Rule => {}
            BlockKind::Table(table) => {
                if let Some(Fate::Table(was)) = self.next() {
                    cells::table(was.as_ref(), table);
                    changed = true;
                }
            }
            BlockKind::Display(_) => {
                self.next();
            }
            BlockKind::Code(_) | BlockKind::Math(_) | BlockKind::Image { .. } => {
                if let Some(Fate::Words(pieces)) = self.next() {
                    // These are shown as they are now; what they were stands before them.
                    let was: String = pieces.iter().filter_map(was_said).collect();
                    let place = block.place.clone();
                    let new = Block { kind: BlockKind::Changed(vec![block]), place: place.clone() };
                    let went = Went { shape: Shape::Paragraph, text: was.as_str().into() };
                    let old = (!was.is_empty()).then(|| struck(&went, &place));
                    return old.into_iter().chain([new]).collect();
                }
            }
        }
        if changed {
            let place = block.place.clone();
            return vec![Block { kind: BlockKind::Changed(vec![block]), place }];
        }
        vec![block]
    }

    fn next(&mut self) -> Option<&Fate> {
        let fate = self.plan.fates.get(self.at);
        self.at += 1;
        fate
    }

    /// Marks the words of a passage, and then its footnotes. Whether anything in its words changed.
    fn words(&mut self, content: &mut Vec<Inline>) -> bool {
        let pieces = match self.next() {
            Some(Fate::Words(pieces)) => pieces.clone(),
            _ => Vec::new(),
        };
        self.notes(content);
        if !pieces.is_empty() {
            *content = marked(std::mem::take(content), &pieces);
        }
        !pieces.is_empty()
    }

    fn notes(&mut self, content: &mut [Inline]) {
        for inline in content {
            match &mut inline.kind {
                InlineKind::Emphasis(content)
                | InlineKind::Strong(content)
                | InlineKind::Strike(content)
                | InlineKind::Inserted(content)
                | InlineKind::Link { content, .. } => self.notes(content),
                InlineKind::Footnote { content: Some(blocks), .. } => *blocks = self.blocks(std::mem::take(blocks)),
                _ => {}
            }
        }
    }
}

fn was_said(piece: &Piece) -> Option<&str> {
    match piece {
        Piece::Same(text) | Piece::Deleted(text) => Some(text),
        Piece::Inserted(_) => None,
    }
}

/// A paragraph of nothing but words that are gone.
fn struck(went: &Went<'_>, place: &Place) -> Block {
    let words = Inline { kind: InlineKind::Deleted(went.text.clone().into_owned()), place: place.clone() };
    let content = match went.shape {
        Shape::Heading => vec![Inline { kind: InlineKind::Strong(vec![words]), place: place.clone() }],
        _ => vec![words],
    };
    let paragraph = Block { kind: BlockKind::Paragraph(content), place: place.clone() };
    Block { kind: BlockKind::Changed(vec![paragraph]), place: place.clone() }
}

/// Marks a table or figure, its caption and its note.
fn display(was: Option<&Displayed>, view: &mut DisplayView) {
    let place = Place::Known(view.origin.clone());
    let mut said = None;
    match was {
        None => said = Some(if matches!(view.body, Body::Table(_)) { " (new table)" } else { " (new figure)" }),
        Some(was) => {
            let caption = words_of(&view.caption);
            let note = words_of(&view.note);
            if was.caption != caption {
                view.caption = marked(std::mem::take(&mut view.caption), &compare(&was.caption, &caption));
                view.changed = true;
            }
            if was.note != note && !note.is_empty() {
                view.note = marked(std::mem::take(&mut view.note), &compare(&was.note, &note));
                view.changed = true;
            }
            match &mut view.body {
                Body::Table(table) => {
                    let now = Tabled::of(table);
                    if let Some(was) = was.table.as_ref().filter(|was| **was != now) {
                        cells::table(Some(was), table);
                        view.changed = true;
                    }
                }
                Body::Figure { chart, alt } => {
                    let look = super::edition::look_of(chart, alt);
                    if was.chart.as_deref() != Some(look.as_str()) {
                        said = Some(" (figure changed)");
                    }
                }
            }
        }
    }
    if let Some(said) = said {
        let words = Inline { kind: InlineKind::Text(said.to_owned()), place: place.clone() };
        view.caption.push(Inline { kind: InlineKind::Inserted(vec![words]), place });
        view.changed = true;
    }
}
