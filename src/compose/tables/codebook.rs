//! The codebook: themes and codes with their definitions, and whom each rests on.

use super::{cell, head};
use crate::analyse::Field;
use crate::compose::document::Place;
use crate::compose::inline::Context;
use crate::compose::markdown::inlines;
use crate::compose::table::{Align, Cell, Column, Table, TableRow, Width, words};
use crate::diag::Sink;

pub fn table(context: &Context<'_>, place: &Place, sink: &mut Sink) -> Table {
    let findings = &context.grid.findings;
    let mut rows = Vec::new();
    for theme in &findings.study.qualitative.codebook.themes {
        rows.push(TableRow::Group(words(theme.label.clone(), &Place::Known(theme.origin.clone()))));
        for code in &theme.codes {
            let definition = code.definition.as_ref().map(|text| inlines(text, context, sink));
            let result = findings.get(&format!("code.{}", code.id));
            rows.push(TableRow::Data(vec![
                Cell::prose(words(code.label.clone(), &Place::Known(code.origin.clone()))),
                definition.map_or(Cell::Empty, Cell::prose),
                code.valence.map_or(Cell::Empty, |valence| Cell::prose(words(valence.as_str(), place))),
                cell(findings, result, Field::Excerpts),
                cell(findings, result, Field::Participants),
            ]));
        }
    }
    let column = |name: &str, align, width| Column { name: name.to_owned(), align, width };
    Table {
        columns: vec![
            column("code", Align::Left, Width::Share(0.32)),
            column("definition", Align::Left, Width::Share(1.0)),
            column("valence", Align::Left, Width::Content),
            column("excerpts", Align::Decimal, Width::Content),
            column("participants", Align::Decimal, Width::Content),
        ],
        header: vec![vec![
            head("Code", 1, place),
            head("Definition", 1, place),
            head("Valence", 1, place),
            head("Excerpts", 1, place),
            head("People", 1, place),
        ]],
        rows,
        compact: false,
    }
}
