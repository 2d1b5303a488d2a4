//! Tables as calls of the template: columns, cells, and the padding that brings decimal points under each other.

use super::escape::{array, literal};
use super::markup::Writer;
use crate::compose::{Align, Cell, Line, Pad, Paragraph, Place, Table, TableRow, Width};

/// The arguments of a table, for whatever function of the template draws it.
pub fn arguments(w: &mut Writer<'_>, table: &Table, place: &Place) {
    let widths = table.columns.iter().map(|column| match column.width {
        Width::Content => "auto".to_owned(),
        Width::Share(share) => format!("{share}fr"),
    });
    let aligns = table.columns.iter().map(|column| match column.align {
        Align::Left => "left".to_owned(),
        Align::Centre => "center".to_owned(),
        Align::Decimal => "right".to_owned(),
    });
    w.raw(&format!("columns: {}, ", array(widths)));
    w.raw(&format!("aligns: {}, ", array(aligns)));
    w.raw(&format!("compact: {}, header: (", table.compact));
    for row in &table.header {
        w.raw("(");
        let mut at = 0;
        for cell in row {
            let align = table.columns.get(at).map_or(Align::Left, |column| column.align);
            let align = match (cell.span > 1, align) {
                (true, _) | (_, Align::Centre) => "center",
                (_, Align::Decimal) => "right",
                (_, Align::Left) => "left",
            };
            w.raw(&format!("(span: {}, rule: {}, align: {align}, body: [", cell.span, cell.rule));
            w.inlines(&cell.content);
            w.raw("]), ");
            at += cell.span;
        }
        w.raw("), ");
    }
    w.raw("), rows: (");
    let pads = Pad::of(table);
    for row in &table.rows {
        match row {
            TableRow::Group(content) => {
                w.raw("(group: [");
                w.inlines(content);
                w.raw("]), ");
            }
            TableRow::Data(cells) => {
                w.raw("(cells: (");
                for (index, cell) in cells.iter().enumerate() {
                    cell_markup(w, cell, &pads[index.min(pads.len() - 1)], place);
                    w.raw(", ");
                }
                w.raw(")), ");
            }
        }
    }
    w.raw("), ");
}

fn cell_markup(w: &mut Writer<'_>, cell: &Cell, pad: &Pad, place: &Place) {
    match cell {
        Cell::Empty => w.raw("[]"),
        Cell::Label { content, indent } => {
            w.raw(&format!("row-label({indent})["));
            w.inlines(content);
            w.raw("]");
        }
        Cell::Number { text, before, after, shown } => {
            let shown = shown.clone().map(Place::Shown);
            w.raw("num([");
            w.text(&format!("{before}{text}{after}"), shown.as_ref().unwrap_or(place));
            w.raw(&format!("], {})", literal(&pad.behind(text, after))));
        }
        Cell::Changed { before, now } => {
            w.raw(&format!("{}([", super::revision::CELL));
            w.text(before, place);
            w.raw("], ");
            cell_markup(w, now, pad, place);
            w.raw(")");
        }
        Cell::Prose(paragraphs) => {
            w.raw("[");
            for paragraph in paragraphs {
                paragraph_markup(w, paragraph);
            }
            w.raw("]");
        }
    }
}

fn paragraph_markup(w: &mut Writer<'_>, paragraph: &Paragraph) {
    let kind = match paragraph.line {
        Line::Plain => "plain",
        Line::Strong => "strong",
        Line::Small => "small",
        Line::Holds => "holds",
        Line::Contradicted => "contradicted",
        Line::CannotTell => "cannot-tell",
    };
    w.raw(&format!("#cell-line({})[", literal(kind)));
    w.inlines(&paragraph.content);
    w.raw("]");
}
