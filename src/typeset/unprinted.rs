//! Characters on the laid out pages for which no font had a glyph, wherever they came from: a bibliography or a template,
//! too.

use typst::WorldExt;
use typst::layout::{Frame, FrameItem};
use typst::syntax::Span;
use typst_layout::PagedDocument;

use super::glyphs::Glyphs;
use super::pages::Pages;
use super::world::PaperWorld;
use crate::compose::Document;
use crate::diag::{Origin, Sink};

/// Tells of them, all of one place at once.
pub fn check(paged: &PagedDocument, world: &PaperWorld, document: &Document, pages: &Pages, sink: &mut Sink) {
    let mut found = Vec::new();
    paged.pages().iter().for_each(|page| walk(&page.frame, &mut found));
    let mut told: Vec<(Origin, Vec<char>)> = Vec::new();
    for (c, span) in found {
        let place = place(c, span, world, document, pages);
        match told.iter_mut().find(|(known, _)| *known == place) {
            Some((_, missing)) => missing.push(c),
            None => told.push((place, vec![c])),
        }
    }
    for (place, missing) in told {
        Glyphs::tell(missing, &|_| place.clone(), sink);
    }
}

fn walk(frame: &Frame, found: &mut Vec<(char, Span)>) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => walk(&group.frame, found),
            FrameItem::Text(text) => {
                let missing = text.glyphs.iter().filter(|glyph| glyph.id == 0);
                found.extend(missing.filter_map(|glyph| {
                    let c = text.text.get(glyph.range())?.chars().find(|c| !c.is_whitespace())?;
                    Some((c, glyph.span.0))
                }));
            }
            _ => {}
        }
    }
}

/// The author's own file, where the markup knows it; else the bibliography, where it has the character.
fn place(c: char, span: Span, world: &PaperWorld, document: &Document, pages: &Pages) -> Origin {
    let written = span.id().zip(world.range(span)).and_then(|(id, range)| {
        let markup = pages.maps.get(id.vpath().get_with_slash())?;
        Some(markup.place(range.start)?.of_char(c))
    });
    let cited = || {
        let bibliography = document.bibliography.as_ref()?;
        let at = bibliography.text.find(c)?;
        Some(Origin::of_range(&bibliography.file, &bibliography.text, at..at + c.len_utf8()))
    };
    let template = || Origin::start_of(&format!("templates/{}/paper.typ", document.template).into());
    written.or_else(cited).unwrap_or_else(template)
}
