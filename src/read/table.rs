//! A CSV table with known columns: each row handed on with the place of every cell.

use std::collections::BTreeMap;
use std::ops::Range;

use super::folder::Folder;
use super::node::File;
use crate::diag::{Diagnostic, Origin, Sink, nearest};
use crate::model::Printed;

/// The columns that a table must have, and those that it may have.
pub struct Columns<'a> {
    pub required: &'a [&'a str],
    pub optional: &'a [&'a str],
}

/// A row of a CSV file whose header was checked.
pub struct Row<'a> {
    pub file: &'a File,
    columns: &'a BTreeMap<String, usize>,
    cells: Vec<(String, Range<usize>)>,
    span: Range<usize>,
    pub sink: &'a mut Sink,
}

impl Row<'_> {
    /// A cell's text, trimmed, and its place; empty where the table has no such column.
    pub fn cell(&self, column: &str) -> (&str, Origin) {
        let at = self.columns.get(column).and_then(|index| self.cells.get(*index));
        match at {
            Some((text, span)) => (text.trim(), self.file.place(span)),
            None => ("", self.file.place(&self.span)),
        }
    }

    /// A cell's text and its bytes in the file.
    pub fn bytes(&self, column: &str) -> (&str, Range<usize>) {
        let at = self.columns.get(column).and_then(|index| self.cells.get(*index));
        at.map_or(("", self.span.clone()), |(text, span)| (text.trim(), span.clone()))
    }

    /// The beginning of the row.
    pub fn origin(&self) -> Origin {
        let mut origin = self.file.place(&self.span);
        origin.column = 1;
        origin
    }

    pub fn report(&mut self, code: &'static str, message: String, origin: &Origin, hint: Option<&str>) {
        let mut diagnostic = Diagnostic::error(code, message).at(origin);
        if let Some(hint) = hint {
            diagnostic = diagnostic.hint(hint);
        }
        self.sink.push(diagnostic);
    }

    /// A printed number; an empty cell is not printed.
    pub fn printed(&mut self, column: &str) -> Option<Printed> {
        let (text, origin) = self.cell(column);
        if text.is_empty() {
            return None;
        }
        let text = text.to_owned();
        let parsed = Printed::parse(&text);
        if parsed.is_none() {
            let hint = text.contains(',').then_some("write the decimal point as `.`");
            let hint = hint.or(Some("leave the cell empty where the source prints nothing"));
            self.report("not-a-number", format!("`{text}` in column `{column}` is not a number"), &origin, hint);
        }
        parsed
    }

    pub fn whole(&mut self, column: &str) -> Option<u64> {
        let (text, origin) = self.cell(column);
        if text.is_empty() {
            return None;
        }
        let text = text.to_owned();
        let parsed = text.parse().ok();
        if parsed.is_none() {
            let message = format!("`{text}` in column `{column}` is not a whole number");
            self.report("not-a-number", message, &origin, None);
        }
        parsed
    }

    pub fn note(&self) -> Option<String> {
        let (text, _) = self.cell("note");
        (!text.is_empty()).then(|| text.to_owned())
    }
}

/// Reads a CSV file, if it is there, row by row; a fault in the header stops it, one in a row does not.
pub fn each_row(
    folder: &mut Folder<'_>,
    path: &str,
    wanted: &Columns<'_>,
    sink: &mut Sink,
    mut read: impl FnMut(Row<'_>),
) {
    let Some(file) = folder.optional(path, sink) else { return };
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(file.text.as_bytes());
    let mut columns = BTreeMap::new();
    let mut width = 0;
    let mut record = csv::StringRecord::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(false) => return,
            Ok(true) => {}
            Err(error) => {
                let line = error.position().map_or(1, csv::Position::line);
                let origin = Origin::new(&file.path, u32::try_from(line).unwrap_or(1), 1, 1);
                sink.push(Diagnostic::error("csv-syntax", "this row cannot be read as CSV").at(&origin));
                return;
            }
        }
        let start = record.position().map_or(0, csv::Position::byte);
        let (cells, span) = located(&file, usize::try_from(start).unwrap_or(0), &record);
        if columns.is_empty() {
            width = cells.len();
            match header(&file, &cells, wanted, sink) {
                Some(found) => columns = found,
                None => return,
            }
            continue;
        }
        if cells.iter().all(|(text, _)| text.trim().is_empty()) {
            continue;
        }
        if cells.len() != width {
            let message = format!("this row has {}, the header {width}", crate::diag::plural(cells.len(), "cell"));
            let hint = match cells.iter().find(|(text, _)| text.contains('\n')) {
                Some(_) => "a double quote in this row is not closed, so that it goes on over the next lines",
                None => "a cell that holds a comma needs double quotes around it",
            };
            sink.push(Diagnostic::error("csv-width", message).at(&file.place(&span)).hint(hint));
            continue;
        }
        read(Row { file: &file, columns: &columns, cells, span, sink: &mut *sink });
    }
}

/// The cells of a record with their bytes in the file.
fn located(file: &File, start: usize, record: &csv::StringRecord) -> (Vec<(String, Range<usize>)>, Range<usize>) {
    let text = file.text.get(start..).unwrap_or("");
    let skipped = text.len() - text.trim_start_matches(['\n', '\r']).len();
    let mut at = start + skipped;
    let first = at;
    let mut cells = Vec::new();
    for cell in record {
        let rest = file.text.get(at..).unwrap_or("");
        let quoted = rest.starts_with('"');
        let written = if quoted { cell.len() + cell.matches('"').count() + 2 } else { cell.len() };
        let end = (at + written).min(file.text.len());
        cells.push((cell.to_owned(), at..end));
        at = end + 1;
    }
    (cells, first..at.saturating_sub(1))
}

fn header(
    file: &File,
    cells: &[(String, Range<usize>)],
    wanted: &Columns<'_>,
    sink: &mut Sink,
) -> Option<BTreeMap<String, usize>> {
    if let [(name, span)] = cells
        && let Some(separator) = [';', '\t'].into_iter().find(|separator| name.contains(*separator))
    {
        let name = if separator == ';' { "semicolons" } else { "tabs" };
        let diagnostic = Diagnostic::error("csv-separator", format!("this table is written with {name}"));
        sink.push(diagnostic.at(&file.place(span)).hint("save it with commas between the cells"));
        return None;
    }
    let mut columns = BTreeMap::new();
    let mut sound = true;
    let mut meant = Vec::new();
    for (index, (name, span)) in cells.iter().enumerate() {
        let name = name.trim();
        if !wanted.required.contains(&name) && !wanted.optional.contains(&name) {
            meant.extend(nearest(name, wanted.required.iter().copied()));
            let optional = wanted.optional.join(", ");
            let diagnostic = Diagnostic::error("unknown-column", format!("unknown column `{name}`"))
                .at(&file.place(span))
                .suggest(name, wanted.required.iter().chain(wanted.optional).copied())
                .hint(format!("the columns are {}, and if you like {optional}", wanted.required.join(", ")));
            sink.push(diagnostic);
            sound = false;
        } else if columns.insert(name.to_owned(), index).is_some() {
            let diagnostic = Diagnostic::error("duplicate-column", format!("the column `{name}` stands twice"));
            sink.push(diagnostic.at(&file.place(span)));
            sound = false;
        }
    }
    // A column whose name is misspelt is not missing, too.
    for name in wanted.required.iter().filter(|name| !columns.contains_key(**name) && !meant.contains(*name)) {
        let diagnostic = Diagnostic::error("missing-column", format!("there is no column `{name}`"));
        sink.push(diagnostic.at(&file.start()).hint(format!("the columns are {}", wanted.required.join(", "))));
        sound = false;
    }
    sound.then_some(columns)
}
