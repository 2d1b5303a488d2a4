//! Marks among words: where in a text something came, and what went before which letter of it.

use std::collections::VecDeque;
use std::ops::Range;

use crate::compose::{Inline, InlineKind, Place};
use crate::revise::passages::leaf;
use crate::revise::words::Piece;

/// Inlines with the pieces of their words marked.
pub fn marked(content: Vec<Inline>, pieces: &[Piece]) -> Vec<Inline> {
    whole(&mut Edits::of(pieces), content)
}

/// Inlines with the marks of a part of a text, and what went behind it.
pub fn whole(edits: &mut Edits, content: Vec<Inline>) -> Vec<Inline> {
    let place = content.last().map(|inline| inline.place.clone());
    let mut out = edits.inlines(content);
    if let Some(place) = place {
        edits.deletions(&mut out, &place);
    }
    out
}

/// Where in a text something came, and what went before which byte of it.
pub struct Edits {
    inserted: Vec<Range<usize>>,
    deleted: VecDeque<(usize, String)>,
    /// Bytes of the text that are written.
    at: usize,
}

impl Edits {
    pub fn of(pieces: &[Piece]) -> Self {
        let mut edits = Self { inserted: Vec::new(), deleted: VecDeque::new(), at: 0 };
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
