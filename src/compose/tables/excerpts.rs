//! Excerpts under their codes, with their attributions.

use super::head;
use crate::compose::document::Place;
use crate::compose::inline::Context;
use crate::compose::markdown::inlines;
use crate::compose::table::{Align, Cell, Column, Table, TableRow, Width, words};
use crate::diag::Sink;
use crate::model::CodeId;

/// The excerpts of the named codes, or of all; at most so many of each.
pub fn table(codes: &[CodeId], at_most: Option<usize>, context: &Context<'_>, place: &Place, sink: &mut Sink) -> Table {
    let qualitative = &context.grid.findings.study.qualitative;
    let mut rows = Vec::new();
    for theme in &qualitative.codebook.themes {
        for code in theme.codes.iter().filter(|code| codes.is_empty() || codes.contains(&code.id)) {
            let carrying = qualitative.excerpts.iter().filter(|excerpt| excerpt.codes.contains(&code.id));
            let mut carrying = carrying.take(at_most.unwrap_or(usize::MAX)).peekable();
            if carrying.peek().is_none() {
                continue;
            }
            rows.push(TableRow::Group(words(format!("{}: {}", theme.label, code.label), place)));
            for excerpt in carrying {
                let from = &Place::Known(excerpt.origin.clone());
                let mut text = inlines(&excerpt.text, context, sink);
                if excerpt.verbatim {
                    text.splice(0..0, words("‘", from));
                    text.extend(words("’", from));
                }
                let kind = if excerpt.verbatim { "quotation" } else { "paraphrase" };
                rows.push(TableRow::Data(vec![
                    Cell::label(excerpt.id.to_string(), 0, from),
                    Cell::prose(text),
                    Cell::prose(words(kind, from)),
                ]));
            }
        }
    }
    let column = |name: &str, width| Column { name: name.to_owned(), align: Align::Left, width };
    Table {
        columns: vec![
            column("excerpt", Width::Content),
            column("text", Width::Share(1.0)),
            column("kind", Width::Content),
        ],
        header: vec![vec![head("Excerpt", 1, place), head("Text", 1, place), head("Kind", 1, place)]],
        rows,
        compact: false,
    }
}
