//! Excel workbooks (.xlsx): one sheet, read row by row.
//!
//! A workbook is a compressed folder of XML that anybody may have made: its parts are unpacked once beforehand, to see
//! that they are not larger than any table, before the reader takes them into memory.

use std::io::{BufReader, Read};
use std::sync::Arc;

use calamine::{DataRef, Dimensions, Reader, SheetType, SheetVisible, Xlsx, XlsxCellReader, XlsxError};

use super::date;
use super::input::Input;
use super::rows::{Broken, Cell, Place, Rows, Source};
use super::sheet_formats;
use crate::diag::{Diagnostic, Origin, Sink, nearest};
use crate::read::folder::Stream;
use crate::read::layout::Layout;

/// The rows and columns of Excel's largest sheet.
const MOST_ROWS: u32 = 1 << 20;
const MOST_COLUMNS: u32 = 1 << 14;

/// More bytes than the parts of a workbook have that are no bomb: all of them, and the texts that are held in memory.
const MOST_BYTES: u64 = 8 << 30;
const MOST_TEXT: u64 = 1 << 30;

/// Parts of a workbook: a sheet, styles and some more each.
const MOST_PARTS: usize = 4096;

const SAVE: &str = "open it in Excel or LibreOffice, and save the sheet as .xlsx or as CSV in UTF-8";

/// A workbook with the sheet that is to be read.
pub struct Workbook {
    book: Xlsx<Input>,
    path: Arc<str>,
    sheet: String,
    merged: Vec<Dimensions>,
}

impl Workbook {
    /// Opens a workbook and finds its sheet; what is wrong goes into the sink.
    pub fn open(stream: &Stream, layout: &Layout, sink: &mut Sink) -> Option<Self> {
        let opened = no_workbook(stream)
            .and_then(|()| unpack(stream))
            .and_then(|input| Xlsx::new(input).map_err(|error| damaged(&stream.path, &error.to_string())));
        let mut book = match opened {
            Ok(book) => book,
            Err(broken) => {
                sink.push(said(broken, &stream.path));
                return None;
            }
        };
        let sheet = choose(&mut book, &stream.path, layout, sink)?;
        let merged = match book.merge_cells_by_sheet_name(&sheet) {
            Ok(merged) => merged,
            Err(error) => {
                sink.push(said(damaged(&stream.path, &error.to_string()), &stream.path));
                return None;
            }
        };
        Some(Self { book, path: stream.path.clone(), sheet, merged })
    }
}

impl Source for Workbook {
    type Rows<'a> = SheetRows<'a>;

    const ROW: &'static str = SheetRows::ROW;
    const HEADERS: bool = true;

    fn rows(&mut self, sink: &mut Sink) -> Option<SheetRows<'_>> {
        let (path, sheet) = (self.path.clone(), self.sheet.clone());
        let cells = match self.book.worksheet_cells_reader(&self.sheet) {
            Ok(cells) => cells,
            Err(error) => {
                sink.push(said(damaged(&path, &error.to_string()), &path));
                return None;
            }
        };
        let mut rows = SheetRows {
            cells,
            path,
            sheet,
            row: 0,
            values: Vec::new(),
            ahead: None,
            ended: false,
            names: Vec::new(),
            header: 0,
        };
        match rows.advance() {
            Ok(true) => {}
            Ok(false) => {
                let message = format!("the sheet “{}” of {} is empty", rows.sheet, rows.path);
                sink.push(Diagnostic::error("empty-table", message).at(&Origin::start_of(&rows.path)));
                return None;
            }
            Err(broken) => {
                sink.push(said(broken, &rows.path));
                return None;
            }
        }
        rows.header = rows.row;
        rows.names = (0..rows.values.len()).map(|at| rows.cell(at).shown().trim().to_owned()).collect();
        merged(&self.merged, &rows, sink);
        Some(rows)
    }
}

/// Merged cells hide which row and column a value belongs to.
fn merged(merged: &[Dimensions], rows: &SheetRows<'_>, sink: &mut Sink) {
    let within = |area: &&Dimensions| area.end.0 >= rows.header && (area.start.1 as usize) < rows.names.len();
    let found: Vec<&Dimensions> = merged.iter().filter(within).collect();
    for area in found.iter().take(5) {
        let what = if area.start.0 == rows.header { " of the header" } else { "" };
        let cells = format!("{}:{}", name(area.start.0, area.start.1), name(area.end.0, area.end.1));
        let message = format!("the cells {cells}{what} are merged (sheet “{}”)", rows.sheet);
        let origin = Origin::new(&rows.path, area.start.0 + 1, area.start.1 + 1, 1);
        let hint = "unmerge them, and fill in each cell: a row is one participant, a column one thing asked";
        sink.push(Diagnostic::error("merged-cells", message).at(&origin).hint(hint));
    }
    if let Some(area) = found.get(5) {
        let message = format!("… and {} more like it (sheet “{}”)", found.len() - 5, rows.sheet);
        let origin = Origin::new(&rows.path, area.start.0 + 1, area.start.1 + 1, 1);
        sink.push(Diagnostic::error("merged-cells", message).at(&origin));
    }
}

/// The rows of a sheet.
pub struct SheetRows<'a> {
    cells: XlsxCellReader<'a, Input>,
    path: Arc<str>,
    sheet: String,
    /// The current row, from 0, and its cells.
    row: u32,
    values: Vec<Value<'a>>,
    /// The first cell of the next row.
    ahead: Option<(u32, u32, Value<'a>)>,
    /// Whether the last cell was read; behind it the cells' reader would look for more.
    ended: bool,
    names: Vec<String>,
    header: u32,
}

#[derive(Debug, Clone, Default)]
enum Value<'a> {
    #[default]
    Empty,
    Uncomputed,
    Of(DataRef<'a>),
}

impl<'a> SheetRows<'a> {
    fn next(&mut self) -> Result<Option<(u32, u32, Value<'a>)>, Broken> {
        if self.ended {
            return Ok(None);
        }
        let cell =
            self.cells.next_cell_with_formula_metadata().map_err(|error| damaged(&self.path, &error.to_string()))?;
        let Some(cell) = cell else {
            self.ended = true;
            return Ok(None);
        };
        let (row, column) = cell.pos;
        if row >= MOST_ROWS || column >= MOST_COLUMNS {
            return Err(damaged(&self.path, "a cell lies outside of the sheet"));
        }
        let value = match (cell.value, cell.formula) {
            (DataRef::Empty, Some(_)) => Value::Uncomputed,
            (DataRef::Empty, None) => Value::Empty,
            (value, _) => Value::Of(value),
        };
        Ok(Some((row, column, value)))
    }

    fn put(&mut self, column: u32, value: Value<'a>) {
        let column = column as usize;
        if matches!(value, Value::Empty) {
            return;
        }
        if column >= self.values.len() {
            self.values.resize(column + 1, Value::Empty);
        }
        self.values[column] = value;
    }

    fn at(&self, row: u32, column: Option<usize>) -> Place {
        let column = column.map(|column| u32::try_from(column).unwrap_or(u32::MAX));
        let aside = match column {
            Some(column) => format!(" (sheet “{}”, cell {})", self.sheet, name(row, column)),
            None => format!(" (sheet “{}”, row {})", self.sheet, row + 1),
        };
        let origin = Origin::new(&self.path, row + 1, column.unwrap_or(0) + 1, 1);
        Place { origin, line: None, aside }
    }
}

impl Rows for SheetRows<'_> {
    const ROW: &'static str = "row";

    fn names(&self) -> &[String] {
        &self.names
    }

    fn header(&mut self, column: Option<usize>) -> Place {
        self.at(self.header, column)
    }

    fn advance(&mut self) -> Result<bool, Broken> {
        loop {
            self.values.clear();
            let first = match self.ahead.take() {
                Some(first) => Some(first),
                None => self.next()?,
            };
            let Some((row, column, value)) = first else { return Ok(false) };
            if row < self.row {
                return Err(damaged(&self.path, "its rows are not in order"));
            }
            self.row = row;
            self.put(column, value);
            while let Some((row, column, value)) = self.next()? {
                if row != self.row {
                    self.ahead = Some((row, column, value));
                    break;
                }
                self.put(column, value);
            }
            // A cell may hold spaces alone, and then it holds nothing.
            if (0..self.values.len()).any(|at| self.cell(at) != Cell::Empty) {
                return Ok(true);
            }
        }
    }

    fn number(&self) -> u32 {
        self.row + 1
    }

    fn width(&self) -> usize {
        self.values.len().max(self.names.len())
    }

    fn digit(&self, column: usize) -> Option<u8> {
        match self.values.get(column)? {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is a digit")]
            Value::Of(DataRef::Float(number)) if number.fract() == 0.0 && (0.0..=9.0).contains(number) => {
                Some(*number as u8)
            }
            _ => None,
        }
    }

    fn cell(&self, column: usize) -> Cell<'_> {
        match self.values.get(column) {
            None | Some(Value::Empty) => Cell::Empty,
            Some(Value::Uncomputed) => Cell::Uncomputed,
            Some(Value::Of(value)) => cell(value),
        }
    }

    fn place(&mut self, column: Option<usize>) -> Place {
        self.at(self.row, column)
    }
}

fn cell<'a>(value: &'a DataRef<'_>) -> Cell<'a> {
    match value {
        DataRef::Empty => Cell::Empty,
        #[expect(clippy::cast_precision_loss, reason = "a sheet holds floating numbers only")]
        DataRef::Int(number) => Cell::Number(*number as f64, None),
        DataRef::Float(number) => Cell::Number(*number, None),
        DataRef::String(text) => Cell::text(text.as_str().into()),
        DataRef::SharedString(text) => Cell::text((*text).into()),
        DataRef::Bool(value) => Cell::Text(if *value { "TRUE" } else { "FALSE" }.into(), None),
        DataRef::DateTime(moment) if moment.is_duration() => {
            #[expect(clippy::cast_possible_truncation, reason = "it is shown to people")]
            let seconds = (moment.as_f64() * 86_400.0).round() as i64;
            Cell::Date(date::of_time(seconds))
        }
        DataRef::DateTime(moment) => {
            let (year, month, day, hour, minute, ..) = moment.to_ymd_hms_milli();
            let time = if (hour, minute) == (0, 0) { String::new() } else { format!(" {hour:02}:{minute:02}") };
            Cell::Date(format!("{year:04}-{month:02}-{day:02}{time}"))
        }
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cell::Date(text.clone()),
        DataRef::Error(error) => Cell::Fault(error.to_string()),
    }
}

/// The name of a cell, such as `C14`, from its row and column, which count from 0.
fn name(row: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut left = column + 1;
    while left > 0 {
        left -= 1;
        letters.push(char::from(b'A' + u8::try_from(left % 26).unwrap_or(0)));
        left /= 26;
    }
    let letters: String = letters.iter().rev().collect();
    format!("{letters}{}", row + 1)
}

/// What a file is that is no workbook.
fn no_workbook(stream: &Stream) -> Result<(), Broken> {
    let encrypted: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let (what, hint) = match &stream.head[..] {
        [b'P', b'K', 3, 4, ..] => return Ok(()),
        [] => ("empty", SAVE),
        [0xd0, 0xcf, 0x11, 0xe0, ..] if stream.head.windows(encrypted.len()).any(|part| part == encrypted) => {
            ("protected by a password", "save it without a password: in Excel, File, Info, Protect Workbook")
        }
        [0xd0, 0xcf, 0x11, 0xe0, ..] => ("protected by a password, or a workbook of an old Excel", SAVE),
        _ => ("not an Excel workbook, whatever its name says", SAVE),
    };
    Err(Broken { code: "unknown-format", message: format!("{} is {what}", stream.path), hint: Some(hint) })
}

/// Unpacks every part of the workbook once, and counts; gives what the workbook is read from.
fn unpack(stream: &Stream) -> Result<Input, Broken> {
    let path = &stream.path;
    let fault = |error: &dyn std::fmt::Display| damaged(path, &error.to_string());
    let huge = || Broken {
        code: "unknown-format",
        message: format!("{path} would unpack to more than any workbook of answers has"),
        hint: Some(SAVE),
    };
    let input = stream.open().map_err(|error| fault(&error))?;
    let mut archive = zip::ZipArchive::new(BufReader::new(input)).map_err(|error| fault(&error))?;
    if archive.len() > MOST_PARTS {
        return Err(huge());
    }
    let mut total = 0;
    let mut buffer = vec![0; 1 << 16];
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(|error| fault(&error))?;
        let name = part.name().map_err(|error| fault(&error))?.to_lowercase();
        let (sheet, texts) = (name.contains("worksheets/"), name.ends_with("sharedstrings.xml"));
        let mut size = 0;
        let mut declared = 0;
        loop {
            let read = part.read(&mut buffer).map_err(|error| fault(&error))?;
            if read == 0 {
                break;
            }
            if size == 0 && texts {
                declared = unique_count(&buffer[..read]);
            }
            size += read as u64;
            total += read as u64;
            if total > MOST_BYTES || (!sheet && size > MOST_TEXT) {
                return Err(huge());
            }
        }
        // The reader makes room for as many texts as the part says that it has.
        if declared > size {
            return Err(damaged(path, "it says of itself that it has more texts than bytes"));
        }
    }
    match sheet_formats::plain(&mut archive).map_err(|error| fault(&error))? {
        Some(bytes) => Ok(Input::memory(bytes)),
        None => stream.open().map(Input::file).map_err(|error| fault(&error)),
    }
}

/// The number of texts that the part of texts gives at its beginning; 0 where it gives none.
fn unique_count(head: &[u8]) -> u64 {
    let text = String::from_utf8_lossy(head);
    let Some((_, rest)) = text.split_once("uniqueCount") else { return 0 };
    let digits: String = rest.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(if digits.is_empty() { 0 } else { u64::MAX })
}

/// The sheet that the study names, or the only visible one that holds anything.
fn choose(book: &mut Xlsx<Input>, path: &Arc<str>, layout: &Layout, sink: &mut Sink) -> Option<String> {
    let sheets: Vec<(String, bool)> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| (sheet.name.clone(), sheet.visible == SheetVisible::Visible))
        .collect();
    let listed = |names: &[&str]| names.iter().map(|name| format!("“{name}”")).collect::<Vec<_>>().join(", ");
    let all: Vec<&str> = sheets.iter().map(|(name, _)| name.as_str()).collect();
    if let Some(wanted) = &layout.sheet {
        if let Some(found) = all.iter().find(|name| **name == wanted.value) {
            return Some((*found).to_owned());
        }
        // One name stands for the sheets of two files; where a file has one sheet only, there is no doubt.
        if let [(only, true)] = &sheets[..] {
            return Some(only.clone());
        }
        let message = format!("there is no sheet “{}” in {path}", wanted.value);
        let mut diagnostic = Diagnostic::error("unknown-reference", message).at(&wanted.origin);
        if let Some(near) = nearest(&wanted.value, all.iter().copied()) {
            diagnostic = diagnostic.hint(format!("did you mean “{near}”?"));
        }
        sink.push(diagnostic.hint(format!("its sheets are {}", listed(&all))));
        return None;
    }
    let visible: Vec<&str> = sheets.iter().filter(|(_, visible)| *visible).map(|(name, _)| name.as_str()).collect();
    let mut full = Vec::new();
    for name in &visible {
        match any_cell(book, name) {
            Ok(true) => full.push(*name),
            Ok(false) => {}
            Err(error) => {
                sink.push(said(damaged(path, &error.to_string()), path));
                return None;
            }
        }
    }
    match (&full[..], &visible[..]) {
        ([name], _) | ([], [name]) => {
            if let Some((hidden, _)) = sheets.first().filter(|(_, visible)| !visible) {
                let message = format!("the first sheet of {path}, “{hidden}”, is hidden: “{name}” is read");
                let hint = "name the sheet in study.yaml, `layout: {sheet: NAME}`, and nothing is said";
                sink.push(Diagnostic::warning("hidden-sheet", message).at(&Origin::start_of(path)).hint(hint));
            }
            Some((*name).to_owned())
        }
        ([], _) => {
            let message = format!("no visible sheet of {path} holds anything");
            sink.push(Diagnostic::error("empty-table", message).at(&Origin::start_of(path)));
            None
        }
        (several, _) => {
            let message = format!("{path} has several sheets: {}", listed(several));
            let hint = "say in study.yaml which of them is read: `layout: {sheet: NAME}`";
            sink.push(Diagnostic::error("several-sheets", message).at(&Origin::start_of(path)).hint(hint));
            None
        }
    }
}

/// Whether a sheet has a cell that is not empty.
fn any_cell(book: &mut Xlsx<Input>, sheet: &str) -> Result<bool, XlsxError> {
    let mut cells = book.worksheet_cells_reader(sheet)?;
    while let Some(cell) = cells.next_cell()? {
        if !matches!(cell.get_value(), DataRef::Empty) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn damaged(path: &str, reason: &str) -> Broken {
    let reason = reason.trim_end_matches('.');
    Broken { code: "damaged-file", message: format!("{path} is damaged: {reason}"), hint: Some(SAVE) }
}

fn said(broken: Broken, path: &Arc<str>) -> Diagnostic {
    let diagnostic = Diagnostic::error(broken.code, broken.message).at(&Origin::start_of(path));
    match broken.hint {
        Some(hint) => diagnostic.hint(hint),
        None => diagnostic,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_have_names() {
        let names = [(13, 2), (0, 0), (0, 25), (0, 26), (1_048_575, 16_383)].map(|(row, column)| name(row, column));
        assert_eq!(names, ["C14", "A1", "Z1", "AA1", "XFD1048576"]);
    }

    #[test]
    fn what_a_part_says_of_its_texts_is_not_believed() {
        assert_eq!(unique_count(b"<sst count=\"3\" uniqueCount=\"12\">"), 12);
        assert_eq!(unique_count(b"<sst uniqueCount = '99999999999999999999'>"), u64::MAX);
        assert_eq!(unique_count(b"<sst><si/></sst>"), 0);
    }
}
