//! Tables: a caption, heads that say what they head, and decimal points under each other.

use super::escape::attribute;
use super::writer::Writer;
use crate::compose::{Align, Cell, Inline, Line, Pad, Paragraph, Table, TableRow, Width, plain};

/// A table with the words before its caption and the caption. The rows of the grid are targets, by their labels.
pub fn table(w: &mut Writer<'_>, table: &Table, caption: Option<(&str, &[Inline])>, anchors: &[String]) {
    w.raw(if table.compact { "<table class=\"syn-table syn-compact\">" } else { "<table class=\"syn-table\">" });
    if let Some((before, words)) = caption {
        w.raw(&format!("<caption><span class=\"syn-caption\">{before}"));
        w.inlines(words);
        w.raw("</span></caption>");
    }
    head(w, table);
    let pads = Pad::of(table);
    let mut anchors = anchors.iter();
    let mut open = false;
    for row in &table.rows {
        match row {
            TableRow::Group(content) => {
                w.raw(if open { "</tbody><tbody>" } else { "<tbody>" });
                let span = table.columns.len();
                w.raw(&format!("<tr class=\"syn-group\"><th scope=\"rowgroup\" colspan=\"{span}\">"));
                w.inlines(content);
                w.raw("</th></tr>");
            }
            TableRow::Data(cells) => {
                if !open {
                    w.raw("<tbody>");
                }
                match anchors.next() {
                    Some(label) => w.raw(&format!("<tr id=\"{}\">", attribute(label))),
                    None => w.raw("<tr>"),
                }
                for (index, cell) in cells.iter().enumerate() {
                    let align = table.columns.get(index).map_or(Align::Left, |column| column.align);
                    let broad = table.columns.get(index).is_some_and(|column| is_broad(column.width));
                    body_cell(w, cell, (index == 0, align, broad), &pads[index.min(pads.len() - 1)]);
                }
                w.raw("</tr>");
            }
        }
        open = true;
    }
    w.raw(if open { "</tbody></table>" } else { "</table>" });
}

fn class(align: Align) -> &'static str {
    match align {
        Align::Left => "",
        Align::Centre => " class=\"syn-centre\"",
        Align::Decimal => " class=\"syn-number\"",
    }
}

fn head(w: &mut Writer<'_>, table: &Table) {
    if table.header.is_empty() {
        return;
    }
    w.raw("<thead>");
    for row in &table.header {
        w.raw("<tr>");
        let mut at = 0;
        for cell in row {
            let align = table.columns.get(at).map_or(Align::Left, |column| column.align);
            let align = if cell.span > 1 { Align::Centre } else { align };
            let span = if cell.span > 1 { format!(" colspan=\"{}\"", cell.span) } else { String::new() };
            // An empty cell heads nothing.
            let (name, scope) = match (plain(&cell.content).trim().is_empty(), cell.span > 1) {
                (true, _) => ("td", ""),
                (false, true) => ("th", " scope=\"colgroup\""),
                (false, false) => ("th", " scope=\"col\""),
            };
            w.raw(&format!("<{name}{scope}{span}{}>", class(align)));
            w.inlines(&cell.content);
            w.raw(&format!("</{name}>"));
            at += cell.span;
        }
        w.raw("</tr>");
    }
    w.raw("</thead>");
}

/// Whether a column wants more room than its neighbours; on a narrow screen it must not become a thread.
fn is_broad(width: Width) -> bool {
    matches!(width, Width::Share(share) if share > 1.25)
}

fn body_cell(w: &mut Writer<'_>, cell: &Cell, (first, align, broad): (bool, Align, bool), pad: &Pad) {
    let (name, scope) = if first { ("th", " scope=\"row\"") } else { ("td", "") };
    // A book shows a paper as it is, without marks.
    match cell.now() {
        Cell::Changed { .. } => {}
        Cell::Empty => w.raw(&format!("<{name}>")),
        Cell::Label { content, indent } => {
            let indent = if *indent > 0 { format!(" style=\"padding-left: {indent}em\"") } else { String::new() };
            w.raw(&format!("<{name}{scope}{indent}>"));
            w.inlines(content);
        }
        Cell::Number { text, before, after, .. } => {
            w.raw(&format!("<{name}{scope}{}", class(align)));
            // Unseen, and no text of the page: nobody copies or hears it.
            let behind = pad.behind(text, after);
            if !behind.is_empty() && align == Align::Decimal {
                w.raw(&format!(" data-behind=\"{}\"", attribute(&behind)));
            }
            w.raw(&format!(">{}", super::escape::html(&format!("{before}{text}{after}"))));
        }
        Cell::Prose(paragraphs) => {
            let class = if broad { " class=\"syn-broad\"" } else { class(align) };
            w.raw(&format!("<{name}{scope}{class}>"));
            paragraphs.iter().for_each(|paragraph| line(w, paragraph));
        }
    }
    w.raw(&format!("</{name}>"));
}

fn line(w: &mut Writer<'_>, paragraph: &Paragraph) {
    let (class, word) = match paragraph.line {
        Line::Plain => ("syn-plain", ""),
        Line::Strong => ("syn-strong", ""),
        Line::Small => ("syn-small", ""),
        Line::Holds => ("syn-verdict syn-holds", "Holds"),
        Line::Contradicted => ("syn-verdict syn-contradicted", "Contradicted"),
        Line::CannotTell => ("syn-verdict syn-cannot-tell", "Cannot tell"),
    };
    w.raw(&format!("<p class=\"{class}\">"));
    if !word.is_empty() {
        w.raw(&format!("<b>{word}:</b> "));
    }
    w.inlines(&paragraph.content);
    w.raw("</p>");
}
