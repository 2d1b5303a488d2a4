//! Nothing may run off: every text and image of every page is looked at where it really stands.

use typst::WorldExt;
use typst::layout::{Abs, Frame, FrameItem, Point, Transform};
use typst::syntax::Span;
use typst_layout::PagedDocument;

use super::pages::Pages;
use super::world::PaperWorld;
use crate::diag::{Diagnostic, Sink};

/// No page of a template has narrower margins than this.
const MARGIN: Abs = Abs::raw(28.0);

/// The lowest that text or a display may stand above the edge of its page: below it is the page number.
const FOOT: Abs = Abs::raw(55.0);

/// Reports what lies outside the margins of its page, once a display.
pub fn check(paged: &PagedDocument, world: &PaperWorld, pages: &Pages, sink: &mut Sink) {
    for (index, page) in paged.pages().iter().enumerate() {
        let mut found = Vec::new();
        walk(&page.frame, Transform::identity(), &mut |left, right, foot, span| {
            // What the template itself sets, such as the page number, knows its place.
            let generated = || pages.maps.contains_key(&path_of(span));
            let aside = left < MARGIN || right > page.frame.width() - MARGIN;
            if aside || (foot > page.frame.height() - FOOT && generated()) {
                found.push(span);
            }
        });
        for span in found {
            report(index, span, world, pages, sink);
        }
    }
}

fn walk(frame: &Frame, at: Transform, see: &mut impl FnMut(Abs, Abs, Abs, Span)) {
    for (point, item) in frame.items() {
        let here = at.pre_concat(Transform::translate(point.x, point.y));
        let ends = |width: Abs| {
            let left = Point::zero().transform(here).x;
            let right = Point::with_x(width).transform(here).x;
            (left.min(right), left.max(right))
        };
        match item {
            FrameItem::Group(group) => walk(&group.frame, here.pre_concat(group.transform), see),
            FrameItem::Text(text) => {
                let (left, right) = ends(text.width());
                let span = text.glyphs.first().map_or(Span::detached(), |glyph| glyph.span.0);
                see(left, right, Point::zero().transform(here).y, span);
            }
            FrameItem::Image(_, size, span) => {
                let (left, right) = ends(size.x);
                see(left, right, Point::with_y(size.y).transform(here).y, *span);
            }
            _ => {}
        }
    }
}

/// The generated or template file that a span lies in.
fn path_of(span: Span) -> String {
    span.id().map(|id| id.vpath().get_with_slash().to_owned()).unwrap_or_default()
}

fn report(page: usize, span: Span, world: &PaperWorld, pages: &Pages, sink: &mut Sink) {
    let path = path_of(span);
    let name = path.strip_prefix("/displays/").and_then(|rest| rest.strip_suffix(".typ"));
    let what = match name.and_then(|name| name.split_once('-')) {
        Some(("tbl", id)) => format!("table `{id}`"),
        Some((_, id)) => format!("figure `{id}`"),
        None => "something".to_owned(),
    };
    let message = format!("{what} on page {} runs out of its place", page + 1);
    let mut diagnostic = Diagnostic::error("overflow", message)
        .hint("give a table `landscape: true` or fewer columns; shorten what cannot be broken");
    let markup = pages.maps.get(&path);
    if let Some((markup, range)) = markup.zip(world.range(span)) {
        let place = match name {
            // The display as a whole, not one of its cells.
            Some(_) => markup.map.last().map(|(_, place)| place),
            None => markup.place(range.start),
        };
        if let Some(place) = place {
            diagnostic = diagnostic.at(&place.origin());
        }
    }
    // A paragraph that runs out does so on many of its lines.
    let line = |diagnostic: &Diagnostic| diagnostic.origin.as_ref().map(|origin| (origin.file.clone(), origin.line));
    let told =
        sink.diagnostics().iter().any(|d| d.code == "overflow" && d.origin.is_some() && line(d) == line(&diagnostic));
    if !told {
        sink.push(diagnostic);
    }
}
