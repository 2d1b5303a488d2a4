//! `data/qualitative/second-coding.csv`: the codes that a second coder gave to excerpts.

use std::collections::BTreeMap;

use super::code_names::CodeNames;
use super::folder::Folder;
use super::names::Names;
use super::table::{Columns, Row, each_row};
use crate::diag::Sink;
use crate::model::{ExcerptId, SecondCoding};

const FILE: &str = "data/qualitative/second-coding.csv";

/// What the rows may refer to.
pub struct Known<'a> {
    pub excerpts: &'a Names,
    pub codes: &'a CodeNames,
}

/// In the order of the file; an excerpt at most once. An excerpt to which the second coder gave no code has a row, too.
pub fn second_coding(folder: &mut Folder<'_>, known: &Known<'_>, sink: &mut Sink) -> Vec<SecondCoding> {
    let mut codings = Vec::new();
    let mut lines: BTreeMap<String, u32> = BTreeMap::new();
    let columns = Columns { required: &["excerpt", "codes"], optional: &["note"], refused: &[] };
    each_row(folder, FILE, &columns, sink, |row| codings.extend(coding(row, known, &mut lines)));
    codings
}

fn coding(mut row: Row<'_>, known: &Known<'_>, lines: &mut BTreeMap<String, u32>) -> Option<SecondCoding> {
    let name = row.cell("excerpt").to_owned();
    let place = row.place("excerpt");
    let found = known.excerpts.check(&name, &place, row.sink);
    let list = row.cell("codes").to_owned();
    let mut told = Sink::new();
    let codes = known.codes.list(&list, |code| row.place_of("codes", code), &mut told);
    row.sink.extend(told);
    if let Some(line) = lines.insert(name.clone(), place.line) {
        let message = format!("the excerpt `{name}` is coded twice");
        let hint = format!("it stands first on line {line}: put its codes into one row");
        row.report("duplicate-row", message, &place, Some(&hint));
        return None;
    }
    let (attribution, number) = name.rsplit_once('/')?;
    let excerpt = ExcerptId { attribution: attribution.into(), number: number.parse().ok()? };
    found.then(|| SecondCoding { excerpt, codes, origin: row.origin() })
}
