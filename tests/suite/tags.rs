//! The tags of the paper's tables: what a screen reader makes of them. Validators do not look at this.

use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Object};

use crate::root::BUILT;

/// The structure elements below one, references resolved.
fn kids<'a>(element: &Dict<'a>) -> Vec<Dict<'a>> {
    match element.get::<Object<'a>>(b"K") {
        Some(Object::Dict(kid)) => vec![kid],
        Some(Object::Array(kids)) => {
            let kids: Array<'a> = kids;
            kids.iter::<Object<'a>>()
                .filter_map(|kid| if let Object::Dict(kid) = kid { Some(kid) } else { None })
                .collect()
        }
        _ => Vec::new(),
    }
}

fn kind(element: &Dict<'_>) -> String {
    let name = element.get::<Name<'_>>(b"S");
    name.map(|name| String::from_utf8_lossy(&name).into_owned()).unwrap_or_default()
}

fn of_kind<'a>(element: &Dict<'a>, wanted: &str) -> Vec<Dict<'a>> {
    kids(element).into_iter().filter(|kid| kind(kid) == wanted).collect()
}

/// A table begins with rows of header cells alone; every further row begins with a header cell of its own, but for the
/// rows that name a group. (Typst makes no groups of rows where rows have heads.)
#[test]
fn header_cells_are_tagged_as_such() {
    let paper = BUILT.0.read("build/paper.pdf");
    let pdf = Pdf::new(paper).expect("a sound PDF");
    let mut tables = 0;
    for object in pdf.objects() {
        let Object::Dict(table) = object else { continue };
        if kind(&table) != "Table" {
            continue;
        }
        tables += 1;
        let rows: Vec<Vec<String>> =
            of_kind(&table, "TR").iter().map(|row| kids(row).iter().map(kind).collect()).collect();
        let head = rows.iter().take_while(|row| row.len() > 1 && row.iter().all(|cell| cell == "TH")).count();
        assert!((1..=2).contains(&head), "table {tables} has {head} rows of header cells");
        let body: Vec<&Vec<String>> = rows[head..].iter().filter(|row| row.len() > 1).collect();
        assert!(!body.is_empty(), "table {tables} has a body");
        for row in body {
            assert_eq!(row[0], "TH", "table {tables}: {row:?}");
            assert!(row[1..].iter().all(|cell| cell == "TD"), "table {tables}: {row:?}");
        }
    }
    assert_eq!(tables, 8);
}
