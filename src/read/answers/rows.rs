//! A table of a file as rows of cells, whatever its format.

use std::borrow::Cow;

use super::fault::Fault;
use crate::diag::{Origin, Sink};

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell<'a> {
    Empty,
    /// Text, trimmed, and the label that the file gives it.
    Text(Cow<'a, str>, Option<&'a str>),
    /// A number, and the label that the file gives it.
    Number(f64, Option<&'a str>),
    /// A date or a time, as it is shown to people.
    Date(String),
    /// An error of a spreadsheet, such as `#N/A`.
    Fault(String),
    /// A formula of which the file does not hold the value.
    Uncomputed,
}

impl Cell<'_> {
    pub fn text(text: Cow<'_, str>) -> Cell<'_> {
        match text {
            Cow::Borrowed(text) => match text.trim() {
                "" => Cell::Empty,
                trimmed => Cell::Text(Cow::Borrowed(trimmed), None),
            },
            Cow::Owned(text) => match text.trim() {
                "" => Cell::Empty,
                trimmed => Cell::Text(Cow::Owned(trimmed.to_owned()), None),
            },
        }
    }

    /// As it is shown to people, and as ids are compared: a number has no more digits than it needs.
    pub fn shown(&self) -> Cow<'_, str> {
        match self {
            Cell::Empty => Cow::Borrowed(""),
            Cell::Text(text, _) => Cow::Borrowed(text),
            Cell::Number(number, _) => Cow::Owned((number + 0.0).to_string()),
            Cell::Date(shown) => Cow::Borrowed(shown),
            Cell::Fault(name) => Cow::Borrowed(name),
            Cell::Uncomputed => Cow::Borrowed("a formula without its value"),
        }
    }

    /// What the file says that the value stands for.
    pub fn label(&self) -> Option<&str> {
        match self {
            Cell::Text(_, label) | Cell::Number(_, label) => *label,
            _ => None,
        }
    }
}

/// Where a cell stands, and how that is told.
#[derive(Debug, Clone)]
pub struct Place {
    pub origin: Origin,
    /// The text of its line, where the file has lines.
    pub line: Option<String>,
    /// What follows a message: ` (sheet “Data”, cell C14)`; empty where the line says it.
    pub aside: String,
}

/// Why a table cannot be read on.
#[derive(Debug)]
pub struct Broken {
    pub code: &'static str,
    pub message: String,
    pub hint: Option<&'static str>,
}

/// A table that can be read from its beginning more than once.
pub trait Source {
    type Rows<'a>: Rows
    where
        Self: 'a;

    /// What a row is called in this format, such as `line`.
    const ROW: &'static str;

    /// Whether rows may stand below the header that are no participants.
    const HEADERS: bool;

    /// The rows after the header; what is wrong with the file goes into the sink.
    fn rows(&mut self, sink: &mut Sink) -> Option<Self::Rows<'_>>;
}

/// A table, a row at a time. Columns count from 0 here, as the header has them.
pub trait Rows {
    /// What a row is called in this format, such as `line`.
    const ROW: &'static str;

    /// The word before that: something stands *on* a line and *in* a row.
    const IN: &'static str = "in";

    /// The names in the header, trimmed.
    fn names(&self) -> &[String];

    /// The place of a name, or of the whole header.
    fn header(&mut self, column: Option<usize>) -> Place;

    /// Goes to the next row that has anything in it; false after the last.
    ///
    /// # Errors
    /// When the file is damaged.
    fn advance(&mut self) -> Result<bool, Broken>;

    /// The number of the row in the file.
    fn number(&self) -> u32;

    /// How many cells the row has.
    fn width(&self) -> usize;

    /// A cell's one digit, where that is all there is in it.
    fn digit(&self, _column: usize) -> Option<u8> {
        None
    }

    fn cell(&self, column: usize) -> Cell<'_>;

    /// The place of a cell, or of the whole row.
    fn place(&mut self, column: Option<usize>) -> Place;

    /// What the file says that the values of a column stand for: each value as it is shown, and its label.
    fn labels(&self, _column: usize) -> Vec<(String, String)> {
        Vec::new()
    }

    /// What is to be said of the file when its last row was read.
    fn remarks(&self) -> Vec<Fault> {
        Vec::new()
    }
}
