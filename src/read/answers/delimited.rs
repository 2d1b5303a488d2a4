//! CSV: commas, semicolons or tabs; UTF-8 or Windows-1252; read as a stream, whatever its size.

use std::borrow::Cow;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::sync::Arc;

use csv_core::{ReadRecordResult, ReaderBuilder};

use super::rows::{Broken, Cell, Place, Rows, Source};
use crate::diag::{Diagnostic, Origin, Sink};
use crate::read::folder::{Handle, Stream};

/// More bytes than any row has. A quote that is not closed would take the rest of the file into one cell.
const LONGEST_ROW: u64 = 8 << 20;

/// As much of a row as is looked at to find a cell in it.
const WINDOW: u64 = 1 << 16;

const BOM: &[u8] = b"\xef\xbb\xbf";

pub struct Delimited {
    path: Arc<str>,
    input: BufReader<Handle>,
    /// The same file, opened once more to show the line of a fault.
    aside: Handle,
    core: csv_core::Reader,
    separator: u8,
    utf8: bool,
    /// What ends a line: old Macintoshes write carriage returns alone.
    newline: u8,
    /// The current row: its cells one after another without their quotes, and where each of them ends.
    cells: Vec<u8>,
    ends: Vec<usize>,
    width: usize,
    start: Position,
    /// Where the next row is looked for.
    next: Position,
    /// Lines that ended before the place that is read.
    lines: u32,
    header: Position,
    names: Vec<String>,
}

/// A file of this format.
pub struct File<'a>(pub &'a Stream);

impl Source for File<'_> {
    type Rows<'a>
        = Delimited
    where
        Self: 'a;

    const ROW: &'static str = Delimited::ROW;
    const HEADERS: bool = true;

    fn rows(&mut self, sink: &mut Sink) -> Option<Delimited> {
        Delimited::open(self.0, sink)
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct Position {
    byte: u64,
    line: u32,
}

impl Delimited {
    /// Opens a table and reads its header; what is wrong with the file goes into the sink.
    pub fn open(stream: &Stream, sink: &mut Sink) -> Option<Self> {
        let opened = stream.open().and_then(|input| Ok((input, stream.open()?)));
        let refuse = |sink: &mut Sink, code, message: String, hint: &str| {
            let origin = Origin::start_of(&stream.path);
            sink.push(Diagnostic::error(code, message).at(&origin).hint(hint));
            None
        };
        let path = &stream.path;
        if let Some((what, hint)) = no_text(stream) {
            return refuse(sink, "unknown-format", format!("{path} is {what}"), hint);
        }
        let (input, aside) = opened
            .map_err(|error| sink.push(Diagnostic::error("unreadable-file", format!("cannot read {path}: {error}"))))
            .ok()?;
        let (skip, separator) = dialect(&stream.head);
        let mut table = Self {
            path: stream.path.clone(),
            input: BufReader::with_capacity(1 << 18, input),
            aside,
            core: ReaderBuilder::new().delimiter(separator).build(),
            separator,
            utf8: stream.utf8,
            newline: if stream.head.contains(&b'\n') { b'\n' } else { b'\r' },
            cells: vec![0; 1 << 12],
            ends: vec![0; 1 << 8],
            width: 0,
            start: Position::default(),
            next: Position { byte: 0, line: 1 },
            lines: 0,
            header: Position::default(),
            names: Vec::new(),
        };
        let skipped = table.skip(skip);
        match skipped.map_err(|_| damaged(path)).and_then(|()| table.advance()) {
            Ok(true) => {}
            Ok(false) => {
                let hint = "its first line names the columns, such as `participant,timepoint,item1`";
                return refuse(sink, "empty-table", format!("{path} is empty"), hint);
            }
            Err(broken) => return refuse(sink, broken.code, broken.message, broken.hint.unwrap_or_default()),
        }
        table.header = table.start;
        if table.width == 1 && table.cell(0).shown().contains('|') {
            let hint = "save it with commas, semicolons or tabs between the cells";
            return refuse(sink, "csv-separator", format!("the cells of {path} seem to be separated by `|`"), hint);
        }
        table.names = (0..table.width).map(|at| table.cell(at).shown().into_owned()).collect();
        Some(table)
    }

    /// Passes over bytes before the header.
    fn skip(&mut self, bytes: usize) -> std::io::Result<()> {
        let mut left = vec![0; bytes];
        self.input.read_exact(&mut left)?;
        self.lines += count(&left, self.newline);
        self.next.byte += bytes as u64;
        Ok(())
    }

    /// The bytes of a cell without its quotes.
    fn bytes(&self, column: usize) -> &[u8] {
        let start = if column == 0 { 0 } else { self.ends[column - 1] };
        &self.cells[start..self.ends[column]]
    }

    fn decode<'a>(&self, bytes: &'a [u8]) -> Cow<'a, str> {
        match std::str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) if self.utf8 => String::from_utf8_lossy(bytes),
            Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0,
        }
    }

    /// Passes over the ends of lines before a row.
    fn between_rows(&mut self) -> std::io::Result<()> {
        loop {
            let ahead = self.input.fill_buf()?;
            let blank = ahead.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
            let all = blank == ahead.len();
            self.lines += count(&ahead[..blank], self.newline);
            self.input.consume(blank);
            self.next.byte += blank as u64;
            if !all || blank == 0 {
                return Ok(());
            }
        }
    }

    fn line(&self) -> u32 {
        self.lines.saturating_add(1)
    }

    /// Reads a row's cells; false at the end of the file.
    fn record(&mut self) -> std::io::Result<Option<bool>> {
        self.between_rows()?;
        self.start = Position { byte: self.next.byte, line: self.line() };
        let (mut written, mut ended) = (0, 0);
        loop {
            let ahead = self.input.fill_buf()?;
            let (result, read, wrote, ends) =
                self.core.read_record(ahead, &mut self.cells[written..], &mut self.ends[ended..]);
            self.lines += count(&ahead[..read], self.newline);
            self.input.consume(read);
            self.next.byte += read as u64;
            written += wrote;
            ended += ends;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.cells.resize(self.cells.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::Record => {
                    self.width = ended;
                    return Ok(Some(true));
                }
                ReadRecordResult::End => return Ok(Some(false)),
            }
            if self.next.byte - self.start.byte > LONGEST_ROW {
                return Ok(None);
            }
        }
    }

    /// The text from a place on, as much of it as is looked at.
    fn window(&mut self, from: Position) -> Vec<u8> {
        let mut bytes = Vec::new();
        let read = self.aside.seek(SeekFrom::Start(from.byte));
        let read = read.and_then(|_| (&mut self.aside).take(WINDOW).read_to_end(&mut bytes));
        if read.is_err() {
            bytes.clear();
        }
        bytes
    }

    /// The place of a cell in the row that begins at a place; the whole row where no cell is named.
    fn locate(&mut self, row: Position, column: Option<usize>) -> Place {
        let bytes = self.window(row);
        let span = spans(&bytes, self.separator, column);
        let line_start = bytes[..span.start].iter().rposition(|byte| *byte == self.newline).map_or(0, |at| at + 1);
        let end_of_line = |from: usize| {
            let length = bytes[from..].iter().position(|byte| matches!(byte, b'\n' | b'\r'));
            length.map_or(bytes.len(), |length| from + length)
        };
        let line_end = end_of_line(line_start);
        let length = |bytes: &[u8]| u32::try_from(self.decode(bytes).chars().count()).unwrap_or(u32::MAX);
        let lines = count(&bytes[..line_start], self.newline);
        let origin = Origin::new(
            &self.path,
            row.line.saturating_add(lines),
            length(&bytes[line_start..span.start]).saturating_add(1),
            length(&bytes[span.start..span.end.min(end_of_line(span.start))]),
        );
        Place { origin, line: Some(self.decode(&bytes[line_start..line_end]).into_owned()), aside: String::new() }
    }
}

impl Rows for Delimited {
    const ROW: &'static str = "line";
    const IN: &'static str = "on";

    fn names(&self) -> &[String] {
        &self.names
    }

    fn header(&mut self, column: Option<usize>) -> Place {
        self.locate(self.header, column)
    }

    fn advance(&mut self) -> Result<bool, Broken> {
        loop {
            match self.record() {
                Ok(Some(false)) => return Ok(false),
                Ok(Some(true)) => {}
                Ok(None) => {
                    return Err(Broken {
                        code: "csv-syntax",
                        message: "this row does not end".to_owned(),
                        hint: Some("a double quote in it is not closed, so that it goes on over the next lines"),
                    });
                }
                Err(_) => return Err(damaged(&self.path)),
            }
            // A row of separators alone, as spreadsheets leave them, is no row.
            if self.cells[..self.ends[self.width - 1]].iter().any(|byte| !byte.is_ascii_whitespace()) {
                return Ok(true);
            }
        }
    }

    fn number(&self) -> u32 {
        self.start.line
    }

    fn width(&self) -> usize {
        self.width
    }

    #[inline]
    fn digit(&self, column: usize) -> Option<u8> {
        match self.bytes(column) {
            [digit @ b'0'..=b'9'] => Some(digit - b'0'),
            _ => None,
        }
    }

    fn cell(&self, column: usize) -> Cell<'_> {
        match self.bytes(column) {
            [] => Cell::Empty,
            bytes => Cell::text(self.decode(bytes)),
        }
    }

    fn place(&mut self, column: Option<usize>) -> Place {
        self.locate(self.start, column)
    }
}

/// How often a byte stands in a text.
fn count(text: &[u8], byte: u8) -> u32 {
    u32::try_from(memchr::memchr_iter(byte, text).count()).unwrap_or(u32::MAX)
}

fn damaged(path: &str) -> Broken {
    Broken { code: "unreadable-file", message: format!("cannot read {path} to its end"), hint: None }
}

/// What a file is that is no table of text.
fn no_text(stream: &Stream) -> Option<(&'static str, &'static str)> {
    let again = "save it as CSV in UTF-8: in Excel, “CSV UTF-8 (comma delimited)”";
    match &stream.head[..] {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some(("text in UTF-16", again)),
        [b'P', b'K', 3, 4, ..] => Some(("an Excel workbook, not CSV", "name it with the ending .xlsx")),
        [b'$', b'F', b'L', b'2' | b'3', ..] => Some(("an SPSS file, not CSV", "name it with the ending .sav")),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => Some(("a workbook of an old Excel, not CSV", again)),
        _ if stream.binary => Some(("not text: it has bytes that are zero", again)),
        _ => None,
    }
}

/// How many bytes stand before the header, and what separates its cells.
fn dialect(head: &[u8]) -> (usize, u8) {
    let start = if head.starts_with(BOM) { BOM.len() } else { 0 };
    let text = &head[start..];
    // Excel's own way to say it, in a line before the header.
    if let [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', separator @ (b',' | b';' | b'\t'), b'\n' | b'\r', ..] = text {
        let line = text.iter().position(|byte| *byte == b'\n').map_or(text.len(), |at| at + 1);
        return (start + line, *separator);
    }
    let mut quoted = false;
    let mut counts = [(b'\t', 0), (b';', 0), (b',', 0)];
    let blank = text.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
    for byte in &text[blank..] {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            _ if quoted => {}
            _ => counts.iter_mut().filter(|(separator, _)| separator == byte).for_each(|(_, count)| *count += 1),
        }
    }
    let most = counts.iter().max_by_key(|(_, count)| *count).filter(|(_, count)| *count > 0);
    (start, most.map_or(b',', |(separator, _)| *separator))
}

/// The bytes of a cell as it is written in a row, with its quotes; of the whole row where no cell is named.
fn spans(row: &[u8], separator: u8, column: Option<usize>) -> std::ops::Range<usize> {
    let (mut at, mut start, mut seen, mut quoted) = (0, 0, 0, false);
    while at < row.len() {
        match row[at] {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            byte if byte == separator && !quoted => {
                if column == Some(seen) {
                    break;
                }
                seen += 1;
                start = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    if column.is_none() { 0..at } else { start..at }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_separator_is_the_one_outside_quotes() {
        assert_eq!(dialect(b"a,b,c\n"), (0, b','));
        assert_eq!(dialect(b"\"a,b,c\";d;e\n1,2"), (0, b';'));
        assert_eq!(dialect(b"\xef\xbb\xbfa\tb\r\n"), (3, b'\t'));
        assert_eq!(dialect(b"sep=;\r\na,b;c\r\n"), (7, b';'));
        assert_eq!(dialect(b"alone\n"), (0, b','));
        assert_eq!(dialect(b""), (0, b','));
    }

    #[test]
    fn cells_are_found_in_their_row() {
        let row = b"a,\"b,\"\"c\n\",,d\r\nnext";
        let text = |column| String::from_utf8_lossy(&row[spans(row, b',', column)]).into_owned();
        assert_eq!([0, 1, 2, 3].map(|at| text(Some(at))), ["a", "\"b,\"\"c\n\"", "", "d"]);
        assert_eq!(text(None), "a,\"b,\"\"c\n\",,d");
    }
}
