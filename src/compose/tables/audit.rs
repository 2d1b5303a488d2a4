//! Printed figures beside those of the data.

use super::head;
use super::propositions::result_label;
use crate::analyse::{Compared, Findings, Source, Unit, compared};
use crate::compose::document::Place;
use crate::compose::number;
use crate::compose::sentence::{field_label, unit};
use crate::compose::shown::Shown;
use crate::compose::table::{Align, Cell, Column, Table, TableRow, Width, words};

/// Every figure that has both a printed and a computed value, or only those that differ.
pub fn table(all: bool, findings: &Findings, place: &Place) -> Table {
    let figures = compared(findings).into_iter().filter(|figure| all || !figure.agrees);
    let rows = figures.map(|figure| TableRow::Data(row(&figure, findings, place))).collect();
    let column = |name: &str, align, width| Column { name: name.to_owned(), align, width };
    Table {
        columns: vec![
            column("result", Align::Left, Width::Share(1.0)),
            column("figure", Align::Left, Width::Content),
            column("printed", Align::Decimal, Width::Content),
            column("data", Align::Decimal, Width::Content),
            column("verdict", Align::Left, Width::Content),
        ],
        header: vec![vec![
            head("Result", 1, place),
            head("Figure", 1, place),
            head("Printed", 1, place),
            head("From the data", 1, place),
            head("Verdict", 1, place),
        ]],
        rows,
        compact: true,
    }
}

fn row(figure: &Compared, findings: &Findings, place: &Place) -> Vec<Cell> {
    let result = findings.get(figure.address.as_str());
    let label = result.map_or_else(|| figure.address.to_string(), |result| result_label(&result.kind, findings));
    // Both stand at one address: the data's own, and the printed one beside it.
    let shown = |source| {
        let reported = result.and_then(|result| findings.reported_beside(result));
        let of = if source == Source::Reported { reported } else { None };
        of.or(result).map(|result| Shown::fields(result, &[figure.field]))
    };
    let unit = result.map_or(Unit::Pure, |result| unit(findings, result));
    let printed = number::field(figure.field, &figure.printed, None, unit);
    let exact = |value| crate::analyse::Known::exact(value);
    let data = figure.computed.map(|value| {
        // One decimal more than print has shows which way a figure was rounded.
        let decimals = figure.printed.printed.as_ref().filter(|figure| !figure.is_bound()).map(|p| p.decimals() + 1);
        let decimals = decimals.map(|asked| figure.rounded.map_or(asked, |most| most.min(asked)));
        number::field(figure.field, &exact(value), decimals, unit)
    });
    let verdict = match (figure.agrees, figure.computed) {
        (true, _) => "agrees",
        (false, Some(_)) => "differs",
        (false, None) => "not in the data",
    };
    vec![
        Cell::label(label, 0, place),
        Cell::prose(words(field_label(figure.field), place)),
        Cell::number(printed).of(shown(Source::Reported)),
        Cell::maybe(data).of(shown(Source::Computed)),
        Cell::prose(words(verdict, place)),
    ]
}
