//! Tables as calls of the template: columns, cells, and the padding that brings decimal points under each other.

use super::escape::{array, literal};
use super::markup::Writer;
use crate::compose::{Align, Cell, Line, Paragraph, Place, Table, TableRow, Width};

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
    let pads = pads(table);
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

/// What the widest number of a column has behind its point, and behind that.
#[derive(Debug, Default, Clone)]
struct Pad {
    decimals: usize,
    after: String,
}

impl Pad {
    /// What has to stand, unseen, behind a number to bring its point under those of its column.
    fn behind(&self, text: &str, after: &str) -> String {
        let decimals = decimals(text);
        let mut unseen = String::new();
        if self.decimals > 0 && decimals == 0 {
            unseen.push('.');
        }
        unseen.push_str(&"0".repeat(self.decimals - decimals));
        unseen.push_str(self.after.strip_prefix(after).unwrap_or(""));
        unseen
    }
}

fn decimals(text: &str) -> usize {
    text.rsplit_once('.').map_or(0, |(_, fraction)| fraction.chars().filter(char::is_ascii_digit).count())
}

fn pads(table: &Table) -> Vec<Pad> {
    let mut pads = vec![Pad::default(); table.columns.len().max(1)];
    for row in &table.rows {
        let TableRow::Data(cells) = row else { continue };
        for (pad, cell) in pads.iter_mut().zip(cells) {
            if let Cell::Number { text, after, .. } = cell {
                pad.decimals = pad.decimals.max(decimals(text));
                if after.len() > pad.after.len() {
                    pad.after.clone_from(after);
                }
            }
        }
    }
    pads
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_stand_under_each_other() {
        let pad = Pad { decimals: 2, after: ",".into() };
        assert_eq!(pad.behind("0.67", ","), "");
        assert_eq!(pad.behind("3.9", ""), "0,");
        assert_eq!(pad.behind("12", ","), ".00");
    }
}
