//! A table as inert data: columns, header, rows, cells. Numbers are text already.

use super::document::{Inline, InlineKind, Place, plain};
use super::shown::Shown;
use super::spreadsheet::text_cell;

/// How a column's cells stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    Left,
    Centre,
    /// Numbers under each other by their decimal point.
    Decimal,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Width {
    /// As wide as its content.
    Content,
    /// A share of the width that is left.
    Share(f64),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its name in the CSV file.
    pub name: String,
    pub align: Align,
    pub width: Width,
}

/// A cell of the header.
#[derive(Debug, Clone, PartialEq)]
pub struct HeadCell {
    pub content: Vec<Inline>,
    /// How many columns it stands over.
    pub span: usize,
    /// Whether a rule below it joins its columns.
    pub rule: bool,
}

/// What a paragraph in a cell is, so that the template can set it apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    Plain,
    /// The statement of a proposition.
    Strong,
    /// Smaller, below the text that it belongs to.
    Small,
    /// Evidence that holds, is contradicted, or cannot tell.
    Holds,
    Contradicted,
    CannotTell,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Paragraph {
    pub content: Vec<Inline>,
    pub line: Line,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    Empty,
    /// The row's own label, indented by a number of steps.
    Label {
        content: Vec<Inline>,
        indent: usize,
    },
    /// A formatted number; what stands after it, such as a comma, is no part of the alignment.
    Number {
        text: String,
        before: String,
        after: String,
        /// What it shows; absent where it is of no result.
        shown: Option<Shown>,
    },
    Prose(Vec<Paragraph>),
    /// A cell that is not what it was, with its old words; none where it is new.
    Changed {
        before: String,
        now: Box<Cell>,
    },
}

#[derive(Debug, Clone, PartialEq)]
pub enum TableRow {
    /// A heading over the rows that follow.
    Group(Vec<Inline>),
    Data(Vec<Cell>),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    pub columns: Vec<Column>,
    pub header: Vec<Vec<HeadCell>>,
    pub rows: Vec<TableRow>,
    /// Numbers rather than prose: smaller type, tight rows.
    pub compact: bool,
}

/// Plain words as an inline.
pub fn words(text: impl Into<String>, place: &Place) -> Vec<Inline> {
    vec![Inline { kind: InlineKind::Text(text.into()), place: place.clone() }]
}

impl Cell {
    pub fn number(text: impl Into<String>) -> Self {
        Cell::Number { text: text.into(), before: String::new(), after: String::new(), shown: None }
    }

    /// A number, or an empty cell where there is none.
    pub fn maybe(text: Option<String>) -> Self {
        text.map_or(Cell::Empty, Cell::number)
    }

    /// The cell with what it shows.
    #[must_use]
    pub fn of(mut self, what: Option<Shown>) -> Self {
        if let Cell::Number { shown, .. } = &mut self {
            *shown = what;
        }
        self
    }

    /// The cell with something before and after its number.
    #[must_use]
    pub fn within(mut self, lead: impl Into<String>, tail: impl Into<String>) -> Self {
        if let Cell::Number { before, after, .. } = &mut self {
            (*before, *after) = (lead.into(), tail.into());
        }
        self
    }

    pub fn label(text: impl Into<String>, indent: usize, place: &Place) -> Self {
        Cell::Label { content: words(text, place), indent }
    }

    pub fn prose(content: Vec<Inline>) -> Self {
        Cell::Prose(vec![Paragraph { content, line: Line::Plain }])
    }

    /// The cell as it is now, without the mark that it was another.
    pub fn now(&self) -> &Self {
        match self {
            Cell::Changed { now, .. } => now.now(),
            cell => cell,
        }
    }

    fn plain(&self) -> String {
        match self {
            Cell::Empty => String::new(),
            Cell::Label { content, .. } => plain(content),
            // Of what stands around a number only the lower end of a range is a figure of its own.
            Cell::Number { text, before, .. } => match before.strip_suffix('–') {
                Some(low) => format!("{low} to {text}"),
                None => text.clone(),
            },
            Cell::Prose(paragraphs) => {
                let lines: Vec<String> = paragraphs.iter().map(|paragraph| plain(&paragraph.content)).collect();
                lines.join("\n")
            }
            Cell::Changed { now, .. } => now.plain(),
        }
    }
}

impl Table {
    /// The table as CSV: a `group` column first where rows are grouped. Minus signs and blanks are ASCII there, for
    /// other programs to read.
    pub fn to_csv(&self) -> Vec<u8> {
        let grouped = self.rows.iter().any(|row| matches!(row, TableRow::Group(_)));
        let mut writer = csv::Writer::from_writer(Vec::new());
        let names = self.columns.iter().map(|column| column.name.as_str());
        let header: Vec<&str> = grouped.then_some("group").into_iter().chain(names).collect();
        let mut sound = writer.write_record(header.iter().map(|name| text_cell(name).into_owned())).is_ok();
        let mut group = String::new();
        for row in &self.rows {
            match row {
                TableRow::Group(content) => group = plain(content),
                TableRow::Data(cells) => {
                    let cells = cells.iter().map(|cell| cell.plain().replace('\u{2212}', "-").replace('\u{a0}', " "));
                    let record: Vec<String> = grouped.then(|| group.clone()).into_iter().chain(cells).collect();
                    sound &= writer.write_record(record.iter().map(|cell| text_cell(cell).into_owned())).is_ok();
                }
            }
        }
        debug_assert!(sound, "writing CSV to memory cannot fail");
        writer.into_inner().unwrap_or_default()
    }
}
