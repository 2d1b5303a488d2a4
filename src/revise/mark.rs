//! A paper with its changes marked: what came beside what went, in the paragraphs, tables and captions themselves.
//!
//! It walks a document in the order of `passages`, so that the passages beside each other are found again.

use super::align::Pair;
use super::difference::{beside, paired};
use super::edition::{Displayed, Edition};
use super::front::notice;
use super::mark_cells;
use super::passages::{Passage, Shape, leaf, parts, words_of};
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
fn plans<'a>(old: &'a Edition, new: &[super::passages::Part], document: &Document) -> Vec<(String, Plan<'a>)> {
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
                    mark_cells::table(was.as_ref(), table);
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

/// Inlines with the pieces of their words marked.
pub fn marked(content: Vec<Inline>, pieces: &[Piece]) -> Vec<Inline> {
    let mut edits = Edits::of(pieces);
    let place = content.last().map(|inline| inline.place.clone());
    let mut out = edits.inlines(content);
    if let Some(place) = place {
        edits.deletions(&mut out, &place);
    }
    out
}

/// Where in a text something came, and what went before which byte of it.
pub struct Edits {
    inserted: Vec<std::ops::Range<usize>>,
    deleted: std::collections::VecDeque<(usize, String)>,
    /// Bytes of the text that are written.
    at: usize,
}

impl Edits {
    pub fn of(pieces: &[Piece]) -> Self {
        let mut edits = Self { inserted: Vec::new(), deleted: std::collections::VecDeque::new(), at: 0 };
        let mut at = 0;
        for piece in pieces {
            match piece {
                Piece::Same(text) => at += text.len(),
                Piece::Deleted(text) => edits.deleted.push_back((at, text.clone())),
                Piece::Inserted(text) => {
                    edits.inserted.push(at..at + text.len());
                    at += text.len();
                }
            }
        }
        edits
    }

    /// Passes over a byte that no inline holds, such as the break between two paragraphs of a cell.
    pub fn skip(&mut self, bytes: usize) {
        self.at += bytes;
    }

    /// What went before the byte that comes next.
    pub fn deletions(&mut self, out: &mut Vec<Inline>, place: &Place) {
        while self.deleted.front().is_some_and(|(at, _)| *at <= self.at) {
            let (_, text) = self.deleted.pop_front().expect("there is one");
            out.push(Inline { kind: InlineKind::Deleted(text), place: place.clone() });
        }
    }

    pub fn inlines(&mut self, content: Vec<Inline>) -> Vec<Inline> {
        let mut out = Vec::new();
        for inline in content {
            let place = inline.place;
            self.deletions(&mut out, &place);
            match inline.kind {
                InlineKind::Text(text) => self.text(&text, &place, &mut out),
                InlineKind::Emphasis(content) => {
                    out.push(Inline { kind: InlineKind::Emphasis(self.inlines(content)), place });
                }
                InlineKind::Strong(content) => {
                    out.push(Inline { kind: InlineKind::Strong(self.inlines(content)), place });
                }
                InlineKind::Strike(content) => {
                    out.push(Inline { kind: InlineKind::Strike(self.inlines(content)), place });
                }
                InlineKind::Link { url, content } => {
                    let content = self.inlines(content);
                    out.push(Inline { kind: InlineKind::Link { url, content }, place });
                }
                kind => {
                    let range = self.at..self.at + leaf(&kind).len();
                    let came = self.inserted.iter().any(|some| some.start < range.end && range.start < some.end);
                    self.at = range.end;
                    let inline = Inline { kind, place: place.clone() };
                    match came {
                        true => out.push(Inline { kind: InlineKind::Inserted(vec![inline]), place }),
                        false => out.push(inline),
                    }
                }
            }
        }
        out
    }

    fn text(&mut self, text: &str, place: &Place, out: &mut Vec<Inline>) {
        let (start, end) = (self.at, self.at + text.len());
        while self.at < end {
            self.deletions(out, place);
            let within = self.inserted.iter().find(|range| range.contains(&self.at));
            let cut = match within {
                Some(range) => range.end,
                None => self.inserted.iter().map(|range| range.start).filter(|at| *at > self.at).min().unwrap_or(end),
            };
            let deletion = self.deleted.front().map_or(end, |(at, _)| *at);
            let cut = cut.min(deletion).min(end);
            let words = text[self.at - start..cut - start].to_owned();
            let words = Inline { kind: InlineKind::Text(words), place: place.clone() };
            match within {
                Some(_) => out.push(Inline { kind: InlineKind::Inserted(vec![words]), place: place.clone() }),
                None => out.push(words),
            }
            self.at = cut;
        }
    }
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
                        mark_cells::table(Some(was), table);
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::compose::Section;
    use crate::diag::Origin;
    use crate::model::Csl;

    fn place() -> Place {
        Place::Known(Origin::start_of(&"a.md".into()))
    }

    fn inline(kind: InlineKind) -> Inline {
        Inline { kind, place: place() }
    }

    fn block(kind: BlockKind) -> Block {
        Block { kind, place: place() }
    }

    /// Words, the second of them emphasised; behind them a footnote of the same words where it is wanted.
    fn running(text: &str, note: bool) -> Vec<Inline> {
        let mut out = Vec::new();
        for (index, word) in text.split_inclusive(' ').enumerate() {
            let word = inline(InlineKind::Text(word.to_owned()));
            out.push(if index == 1 { inline(InlineKind::Emphasis(vec![word])) } else { word });
        }
        if note {
            let content = Some(vec![block(BlockKind::Paragraph(running(text, false)))]);
            out.push(inline(InlineKind::Footnote { label: "n".to_owned(), content }));
        }
        out
    }

    fn document(blocks: &[(u8, String)]) -> Document {
        let blocks = blocks.iter().map(|(shape, text)| {
            let paragraph = |note: bool| block(BlockKind::Paragraph(running(text, note)));
            match shape {
                0 => block(BlockKind::Heading { level: 1, label: None, content: running(text, false) }),
                1 => {
                    block(BlockKind::List { start: None, items: vec![vec![paragraph(false)], vec![paragraph(false)]] })
                }
                2 => block(BlockKind::Quote(vec![paragraph(false)])),
                3 => paragraph(true),
                _ => paragraph(false),
            }
        });
        let chapters = vec![Section { file: "a.md".into(), blocks: blocks.collect() }];
        Document {
            title: String::new(),
            subtitle: None,
            short_title: String::new(),
            kind: None,
            language: "en".to_owned(),
            authors: Vec::new(),
            affiliations: Vec::new(),
            keywords: Vec::new(),
            date: None,
            notice: Vec::new(),
            licence: Vec::new(),
            summary: Vec::new(),
            chapters,
            declarations: Vec::new(),
            appendices: Vec::new(),
            displays: Vec::new(),
            bibliography: None,
            cites: false,
            csl: Csl::Named("apa".to_owned()),
            template: "article".to_owned(),
            standards: Vec::new(),
            draft: true,
            simulated: false,
            images: Vec::new(),
            revision: None,
        }
    }

    fn edition(document: &Document) -> Edition {
        Edition {
            form: super::super::edition::FORM,
            front: indexmap::IndexMap::new(),
            pages: None,
            propositions: Vec::new(),
            displays: Vec::new(),
            parts: parts(document),
            results: Vec::new(),
        }
    }

    /// Every paragraph that has words, of the new paper or of the old one.
    fn said(blocks: &[Block], new: bool, out: &mut Vec<String>) {
        for block in blocks {
            match &block.kind {
                BlockKind::Heading { content, .. } | BlockKind::Paragraph(content) => {
                    let mut notes = Vec::new();
                    let text = text_of(content, new, true, &mut notes);
                    out.extend((!text.is_empty()).then_some(text));
                    out.extend(notes);
                }
                BlockKind::List { items, .. } => items.iter().for_each(|item| said(item, new, out)),
                BlockKind::Quote(blocks) | BlockKind::Changed(blocks) => said(blocks, new, out),
                _ => {}
            }
        }
    }

    fn text_of(content: &[Inline], new: bool, kept: bool, notes: &mut Vec<String>) -> String {
        let each = content.iter().map(|inline| match &inline.kind {
            InlineKind::Deleted(text) => {
                if new {
                    String::new()
                } else {
                    text.clone()
                }
            }
            InlineKind::Inserted(content) => text_of(content, new, kept && new, notes),
            InlineKind::Emphasis(content) | InlineKind::Strong(content) => text_of(content, new, kept, notes),
            kind => {
                if let InlineKind::Footnote { content: Some(blocks), .. } = kind {
                    said(blocks, new, notes);
                }
                if kept { leaf(kind) } else { String::new() }
            }
        });
        each.collect()
    }

    fn texts() -> impl Strategy<Value = Vec<(u8, String)>> {
        proptest::collection::vec((0..6u8, "[a-e]{1,2}( [a-e]{1,2}){0,5}"), 1..7)
    }

    proptest! {
        #[test]
        fn a_marked_paper_holds_both(old in texts(), new in texts()) {
            let (old, new) = (document(&old), document(&new));
            let revision = Revision { title: String::new(), summary: String::new(), sections: Vec::new() };
            let marked = mark(&edition(&old), &new, revision);
            for (is_new, whole) in [(true, &new), (false, &old)] {
                let (mut wanted, mut found) = (Vec::new(), Vec::new());
                said(&whole.chapters[0].blocks, true, &mut wanted);
                said(&marked.chapters[0].blocks, is_new, &mut found);
                prop_assert_eq!(found, wanted, "new: {}", is_new);
            }
        }

        #[test]
        fn a_paper_beside_itself_has_no_marks(text in texts()) {
            let paper = document(&text);
            let revision = Revision { title: String::new(), summary: String::new(), sections: Vec::new() };
            prop_assert_eq!(mark(&edition(&paper), &paper, revision).chapters, paper.chapters);
        }
    }
}
