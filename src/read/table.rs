//! A CSV table with known columns: each row handed on with the place of every cell.

use std::collections::BTreeMap;
use std::ops::Range;

use super::advice;
use super::folder::Folder;
use super::node::File;
use crate::diag::{Diagnostic, Origin, Sink, nearest};
use crate::model::Printed;

/// The columns that a table must have, and those that it may have.
pub struct Columns<'a> {
    pub required: &'a [&'a str],
    pub optional: &'a [&'a str],
    /// Columns that sources print and that have no place here yet.
    pub refused: &'a [Refused],
}

/// Columns that a table cannot have, though one would expect them: why not, and what to do instead.
pub struct Refused {
    pub names: &'static [&'static str],
    /// After the names of the columns that are there.
    pub why: &'static str,
    pub hint: &'static str,
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

    /// The place of a word within a cell, or of the cell where it does not stand there.
    pub fn place_of(&self, column: &str, word: &str) -> Origin {
        let span = self.bytes(column);
        let start = |text: &str| text.match_indices(word).map(|(at, _)| at).find(|at| whole_word(text, *at, word));
        match self.file.text.get(span.clone()).and_then(start) {
            Some(at) => self.cells.place(self.file, span.start + at..span.start + at + word.len()),
            None => self.place(column),
        }
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
            let origin = self.place(column);
            let message = format!("`{text}` in column `{column}` is not a number");
            self.report("not-a-number", message, &origin, Some(&advice::number(&text, true)));
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
            let hint = match Printed::parse(&text) {
                Some(printed) if printed.is_bound() => {
                    "only a bound is printed: leave the cell empty, and keep the bound in `note`".to_owned()
                }
                Some(_) => "people are counted: write a whole number".to_owned(),
                None => advice::number(&text, true),
            };
            self.report("not-a-number", message, &origin, Some(&hint));
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
    let mut columns: BTreeMap<String, usize> = BTreeMap::new();
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
        // Further cells are right where they are empty, as spreadsheets leave them; but not where a decimal comma may have
        // pushed an empty last cell there, since every figure behind it would be read as another.
        let surplus = cells.texts.get(width..).is_some_and(|more| more.iter().all(|text| text.trim().is_empty()));
        let pushed = cells.texts.len() > width && decimal_comma(&cells, &columns).is_some();
        if cells.texts.len() < width || !surplus || pushed {
            sink.push(ragged(&file, &cells, width, &columns));
            continue;
        }
        // Separators at the end of all rows, as spreadsheets leave them, make columns without a name.
        if let Some(at) =
            (0..width).find(|at| !columns.values().any(|known| known == at) && !cells.texts[*at].trim().is_empty())
        {
            let diagnostic = Diagnostic::error("csv-width", "this cell stands in a column without a name");
            let origin = cells.place(&file, cells.span(&file, at));
            sink.push(diagnostic.at(&origin).hint("name the column in the first row, or empty the cell"));
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
    let known = |name: &str| wanted.required.contains(&name) || wanted.optional.contains(&name);
    if !cells.texts.iter().any(|name| known(name.trim())) {
        let hint = format!("write the names of the columns into the first row: {}", wanted.required.join(","));
        let diagnostic = Diagnostic::error("missing-column", "this row names none of the columns");
        sink.push(diagnostic.at(&place(0)).hint(hint));
        return None;
    }
    let mut columns = BTreeMap::new();
    let mut unknown = Vec::new();
    let refuses = |refused: &Refused, name: &str| refused.names.contains(&name.trim().to_lowercase().as_str());
    let mut sound = true;
    for refused in wanted.refused {
        let here: Vec<usize> = (0..cells.texts.len()).filter(|at| refuses(refused, cells.texts[*at])).collect();
        let Some(first) = here.first() else { continue };
        let names: Vec<String> = here.iter().map(|at| format!("`{}`", cells.texts[*at].trim())).collect();
        let message = format!("{}: {}", names.join(", "), refused.why);
        sink.push(Diagnostic::error("unknown-column", message).at(&place(*first)).hint(refused.hint));
        sound = false;
    }
    for (index, name) in cells.texts.iter().enumerate() {
        let name = name.trim();
        if name.is_empty() || wanted.refused.iter().any(|refused| refuses(refused, name)) {
            continue;
        }
        if !known(name) {
            let optional = wanted.optional.join(", ");
            let diagnostic = Diagnostic::error("unknown-column", format!("unknown column `{name}`"))
                .at(&place(index))
                .suggest(name, wanted.required.iter().chain(wanted.optional).copied());
            let meant = nearest(name, wanted.required.iter().copied());
            let more = format!("the columns are {}, and if you like {optional}", wanted.required.join(", "));
            unknown.push((meant, diagnostic, more));
        } else if columns.insert(name.to_owned(), index).is_some() {
            let diagnostic = Diagnostic::error("duplicate-column", format!("the column `{name}` stands twice"));
            unknown.push((None, diagnostic.at(&place(index)), "take one of the two out".to_owned()));
        }
    }
    // A column whose name is misspelt is not missing, too.
    let meant: Vec<&str> = unknown.iter().filter_map(|(meant, ..)| *meant).collect();
    let missing = wanted.required.iter().copied().filter(|name| !columns.contains_key(*name) && !meant.contains(name));
    let mut missing: Vec<&str> = missing.collect();
    let strangers = unknown.iter().filter(|(meant, ..)| meant.is_none()).count();
    let renamed = (strangers == 1 && missing.len() == 1).then(|| missing.remove(0));
    let sound = sound && unknown.is_empty() && missing.is_empty();
    for (meant, diagnostic, more) in unknown {
        sink.push(match renamed.filter(|_| meant.is_none()) {
            Some(name) => diagnostic.hint(format!("if it is the column `{name}`, which is missing, name it so")),
            None => diagnostic.hint(more),
        });
    }
    if !missing.is_empty() {
        let them = if missing.len() == 1 { "it" } else { "them" };
        let message = match missing[..] {
            [name] => format!("there is no column `{name}`"),
            _ => format!("the columns `{}` are missing", missing.join("`, `")),
        };
        let hint = format!("add {them} to the first row, and to each row a cell, which may be empty");
        let diagnostic = Diagnostic::error("missing-column", message).at(&place(0));
        sink.push(diagnostic.hint(hint).hint(format!("the columns are {}", wanted.required.join(", "))));
    }
    sound.then_some(columns)
}

/// A row with more or fewer cells than the header.
fn ragged(file: &File, cells: &Cells<'_>, width: usize, columns: &BTreeMap<String, usize>) -> Diagnostic {
    let count = cells.texts.len();
    if let Some(open) = cells.texts.iter().position(|text| text.contains('\n')) {
        let start = cells.span(file, open).start;
        return Diagnostic::error("csv-syntax", "this double quote opens a cell that goes on over the next lines")
            .at(&cells.place(file, start..start + 1))
            .hint("close the cell with another double quote, or take this one out");
    }
    let message = format!("this row has {}, the header {width}", crate::diag::plural(count, "cell"));
    let diagnostic = Diagnostic::error("csv-width", message);
    let end = cells.whole(file).end;
    if count < width {
        let missing = columns.iter().find(|(_, at)| **at == count).map_or("", |(name, _)| name.as_str());
        let hint = format!("no cell is left for `{missing}`: a cell that is empty needs its comma, too");
        return diagnostic.at(&cells.place(file, end..end)).hint(hint);
    }
    let extra = cells.span(file, width).start - 1..end;
    let diagnostic = diagnostic.at(&cells.place(file, extra));
    match decimal_comma(cells, columns) {
        Some(at) => {
            let (left, right) = (cells.texts[at - 1], cells.texts[at]);
            let hint = format!("if `{left},{right}` is one number with a decimal comma, write `{left}.{right}`");
            let empty = cells.texts[width..].iter().all(|text| text.trim().is_empty());
            let diagnostic = diagnostic.hint(hint);
            if empty { diagnostic.hint("if not, take the separators at the end of the row away") } else { diagnostic }
        }
        None => diagnostic.hint("a cell that holds a comma needs double quotes around it"),
    }
}

/// The second of two neighbouring cells that may be one number with a decimal comma.
fn decimal_comma(cells: &Cells<'_>, columns: &BTreeMap<String, usize>) -> Option<usize> {
    let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    let whole =
        |at: usize| columns.iter().any(|(name, index)| *index == at && ["n", "count", "total"].contains(&&**name));
    let number = |text: &str| digits(text.trim_start_matches(['-', '+', '<', '>']));
    (1..cells.texts.len()).find(|at| number(cells.texts[at - 1]) && digits(cells.texts[*at]) && !whole(at - 1))
}

/// Whether a word of a list stands by itself at a place of it.
fn whole_word(text: &str, at: usize, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    !text[..at].ends_with(part) && !text[at + word.len()..].starts_with(part)
}
