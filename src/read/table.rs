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
    cells: Cells<'a>,
    pub sink: &'a mut Sink,
}

impl Row<'_> {
    /// A cell's text, trimmed; empty where the table has no such column.
    pub fn cell(&self, column: &str) -> &str {
        self.columns.get(column).and_then(|index| self.cells.texts.get(*index)).map_or("", |text| text.trim())
    }

    /// The place of a cell, or of the row where the table has no such column.
    ///
    /// It is looked for in the row when it is asked for: few cells are ever pointed at.
    pub fn place(&self, column: &str) -> Origin {
        self.cells.place(self.file, self.bytes(column))
    }

    /// A cell's bytes in the file.
    pub fn bytes(&self, column: &str) -> Range<usize> {
        match self.columns.get(column).filter(|index| **index < self.cells.texts.len()) {
            Some(index) => self.cells.span(self.file, *index),
            None => self.cells.whole(self.file),
        }
    }

    /// The beginning of the row.
    pub fn origin(&self) -> Origin {
        let mut origin = self.cells.place(self.file, self.cells.whole(self.file));
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
        let text = self.cell(column).to_owned();
        if text.is_empty() {
            return None;
        }
        let parsed = Printed::parse(&text);
        if parsed.is_none() {
            let hint = text.contains(',').then_some("write the decimal point as `.`");
            let hint = hint.or(Some("leave the cell empty where the source prints nothing"));
            let origin = self.place(column);
            self.report("not-a-number", format!("`{text}` in column `{column}` is not a number"), &origin, hint);
        }
        parsed
    }

    pub fn whole(&mut self, column: &str) -> Option<u64> {
        let text = self.cell(column).to_owned();
        if text.is_empty() {
            return None;
        }
        let parsed = text.parse().ok();
        if parsed.is_none() {
            let message = format!("`{text}` in column `{column}` is not a whole number");
            let origin = self.place(column);
            self.report("not-a-number", message, &origin, None);
        }
        parsed
    }

    pub fn note(&self) -> Option<String> {
        let text = self.cell("note");
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
    let mut at = Start { byte: 0, line: 1 };
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
        at = at.advance(&file, record.position().map_or(0, csv::Position::byte));
        let cells = Cells { start: at, texts: record.iter().collect() };
        if columns.is_empty() {
            width = cells.texts.len();
            match header(&file, &cells, wanted, sink) {
                Some(found) => columns = found,
                None => return,
            }
            continue;
        }
        if cells.texts.iter().all(|text| text.trim().is_empty()) {
            continue;
        }
        if cells.texts.len() != width {
            let message =
                format!("this row has {}, the header {width}", crate::diag::plural(cells.texts.len(), "cell"));
            let hint = match cells.texts.iter().find(|text| text.contains('\n')) {
                Some(_) => "a double quote in this row is not closed, so that it goes on over the next lines",
                None => "a cell that holds a comma needs double quotes around it",
            };
            let origin = cells.place(&file, cells.whole(&file));
            sink.push(Diagnostic::error("csv-width", message).at(&origin).hint(hint));
            continue;
        }
        read(Row { file: &file, columns: &columns, cells, sink: &mut *sink });
    }
}

/// Where a row begins.
#[derive(Clone, Copy)]
struct Start {
    byte: usize,
    line: u32,
}

impl Start {
    /// The next row, which begins at a byte or behind the empty lines there.
    fn advance(self, file: &File, byte: u64) -> Self {
        let from = usize::try_from(byte).unwrap_or(usize::MAX).clamp(self.byte, file.text.len());
        let rest = &file.text.as_bytes()[from..];
        let byte = from + rest.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
        let lines = file.text.as_bytes()[self.byte..byte].iter().filter(|byte| **byte == b'\n').count();
        Self { byte, line: self.line + u32::try_from(lines).unwrap_or(u32::MAX) }
    }
}

/// The cells of a row.
struct Cells<'a> {
    start: Start,
    texts: Vec<&'a str>,
}

impl Cells<'_> {
    /// The bytes of a cell in the file, its quotes included.
    fn span(&self, file: &File, index: usize) -> Range<usize> {
        let mut at = self.start.byte;
        for (passed, text) in self.texts.iter().enumerate() {
            let quoted = file.text.get(at..).is_some_and(|rest| rest.starts_with('"'));
            let written = if quoted { text.len() + text.matches('"').count() + 2 } else { text.len() };
            let end = (at + written).min(file.text.len());
            if passed == index {
                return at..end;
            }
            at = end + 1;
        }
        at..at
    }

    /// The bytes of the row.
    fn whole(&self, file: &File) -> Range<usize> {
        self.start.byte..self.span(file, self.texts.len().saturating_sub(1)).end
    }

    /// The place of some bytes of the row.
    fn place(&self, file: &File, span: Range<usize>) -> Origin {
        let rest = &file.text[self.start.byte..];
        let local = span.start - self.start.byte..span.end - self.start.byte;
        let mut origin = Origin::of_range(&file.path, rest, local);
        origin.line += self.start.line - 1;
        origin
    }
}

fn header(file: &File, cells: &Cells<'_>, wanted: &Columns<'_>, sink: &mut Sink) -> Option<BTreeMap<String, usize>> {
    let place = |index| cells.place(file, cells.span(file, index));
    if let [name] = cells.texts[..]
        && let Some(separator) = [';', '\t'].into_iter().find(|separator| name.contains(*separator))
    {
        let name = if separator == ';' { "semicolons" } else { "tabs" };
        let diagnostic = Diagnostic::error("csv-separator", format!("this table is written with {name}"));
        sink.push(diagnostic.at(&place(0)).hint("save it with commas between the cells"));
        return None;
    }
    let mut columns = BTreeMap::new();
    let mut sound = true;
    let mut meant = Vec::new();
    for (index, name) in cells.texts.iter().enumerate() {
        let name = name.trim();
        if !wanted.required.contains(&name) && !wanted.optional.contains(&name) {
            meant.extend(nearest(name, wanted.required.iter().copied()));
            let optional = wanted.optional.join(", ");
            let diagnostic = Diagnostic::error("unknown-column", format!("unknown column `{name}`"))
                .at(&place(index))
                .suggest(name, wanted.required.iter().chain(wanted.optional).copied())
                .hint(format!("the columns are {}, and if you like {optional}", wanted.required.join(", ")));
            sink.push(diagnostic);
            sound = false;
        } else if columns.insert(name.to_owned(), index).is_some() {
            let diagnostic = Diagnostic::error("duplicate-column", format!("the column `{name}` stands twice"));
            sink.push(diagnostic.at(&place(index)));
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
