//! Words that somebody said: paragraphs and lines, and no mark of Markdown or of ours.

use std::ops::Range;

use crate::compose::document::{Block, BlockKind, Inline, InlineKind, Place};
use crate::model::Text;

/// The paragraphs of a literal text.
pub fn paragraphs(text: &Text) -> Vec<Block> {
    let words = &*text.markdown;
    let place = |range: Range<usize>| Place::Part(text.clone(), range);
    let mut blocks: Vec<Block> = Vec::new();
    let mut content: Vec<Inline> = Vec::new();
    let mut at = 0;
    let mut close = |content: &mut Vec<Inline>| {
        if let Some(first) = content.first() {
            let place = first.place.clone();
            blocks.push(Block { kind: BlockKind::Paragraph(std::mem::take(content)), place });
        }
    };
    for line in words.split_inclusive('\n') {
        let bare = line.trim();
        let start = at + line.len() - line.trim_start().len();
        at += line.len();
        if bare.is_empty() {
            close(&mut content);
            continue;
        }
        let range = start..start + bare.len();
        if !content.is_empty() {
            content.push(Inline { kind: InlineKind::Break, place: place(start..start) });
        }
        content.push(Inline { kind: InlineKind::Text(bare.to_owned()), place: place(range) });
    }
    close(&mut content);
    blocks
}
