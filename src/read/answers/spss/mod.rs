//! SPSS files (.sav, .zsav): cases and variables, value labels, and what their author declared missing.

mod frame;
mod turn;

use std::sync::Arc;

use ambers::{MissingSpec, Scanner, SpssMetadata, Value};
use arrow::array::{
    Array, AsArray, Date32Array, DurationMicrosecondArray, Float64Array, RecordBatch, StringViewArray,
    TimestampMicrosecondArray,
};
use arrow::datatypes::{DataType, Date32Type, DurationMicrosecondType, Float64Type, TimestampMicrosecondType};
use indexmap::IndexMap;

use frame::{Ending, Frame, Storage};

use super::date;
use super::fault::Fault;
use super::input::Input;
use super::rows::{Broken, Cell, Place, Rows, Source};
use crate::diag::{Diagnostic, Origin, Sink, plural};
use crate::read::folder::{Handle, Stream};

/// Cases that are held at a time.
const BATCH: usize = 4096;

pub struct Cases {
    scanner: Scanner<Input>,
    frame: Frame,
    /// The same file, opened once more to see how it ends.
    aside: Handle,
    path: Arc<str>,
    names: Vec<String>,
    missing: Vec<Vec<MissingSpec>>,
    labels: Vec<IndexMap<Value, String>>,
    columns: Vec<Column>,
    /// Cases in the batch, and the current one, from 0.
    held: usize,
    at: usize,
    /// Cases before the batch.
    before: u32,
}

/// A file of this format.
pub struct File<'a>(pub &'a Stream);

impl Source for File<'_> {
    type Rows<'a>
        = Cases
    where
        Self: 'a;

    const ROW: &'static str = Cases::ROW;
    const HEADERS: bool = false;

    fn rows(&mut self, sink: &mut Sink) -> Option<Cases> {
        Cases::open(self.0, sink)
    }
}

/// A variable's values in a batch.
enum Column {
    Numbers(Float64Array),
    Texts(StringViewArray),
    Days(Date32Array),
    Moments(TimestampMicrosecondArray),
    Times(DurationMicrosecondArray),
    /// A type that the reader never gives.
    Other,
}

impl Column {
    fn of(array: &dyn Array) -> Self {
        match array.data_type() {
            DataType::Float64 => Column::Numbers(array.as_primitive::<Float64Type>().clone()),
            DataType::Utf8View => Column::Texts(array.as_string_view().clone()),
            DataType::Date32 => Column::Days(array.as_primitive::<Date32Type>().clone()),
            DataType::Timestamp(..) => Column::Moments(array.as_primitive::<TimestampMicrosecondType>().clone()),
            DataType::Duration(_) => Column::Times(array.as_primitive::<DurationMicrosecondType>().clone()),
            _ => Column::Other,
        }
    }
}

impl Cases {
    /// Opens a file and reads what it says of its variables; what is wrong with it goes into the sink.
    pub fn open(stream: &Stream, sink: &mut Sink) -> Option<Self> {
        let path = &stream.path;
        let opened = no_spss(stream).and_then(|()| frame::frame(stream)).and_then(|(frame, input)| {
            let scanner = Scanner::open(input, BATCH).map_err(|error| damaged(path, &error.to_string()))?;
            let aside = stream.open().map_err(|error| damaged(path, &error.to_string()))?;
            Ok((scanner, frame, aside))
        });
        let (scanner, frame, aside) = match opened {
            Ok(opened) => opened,
            Err(broken) => {
                let diagnostic = Diagnostic::error(broken.code, broken.message).at(&Origin::start_of(path));
                sink.push(diagnostic.hint(broken.hint.unwrap_or(SAVE)));
                return None;
            }
        };
        let metadata = scanner.metadata();
        let names = metadata.variable_names.clone();
        let missing = names.iter().map(|name| metadata.variable_missing_values.get(name).cloned().unwrap_or_default());
        let labels = names.iter().map(|name| metadata.variable_value_labels.get(name).cloned().unwrap_or_default());
        let (missing, labels) = (missing.collect(), labels.collect());
        let names = names.iter().map(|name| name.trim().to_owned()).collect();
        Some(Self {
            scanner,
            frame,
            aside,
            path: path.clone(),
            names,
            missing,
            labels,
            columns: Vec::new(),
            held: 0,
            at: 0,
            before: 0,
        })
    }

    /// A number, unless the file declares it missing.
    fn value(&self, column: usize) -> Option<f64> {
        let Some(Column::Numbers(values)) = self.columns.get(column) else { return None };
        if values.is_null(self.at) {
            return None;
        }
        let number = values.value(self.at);
        if self.frame.missing.is_some_and(|missing| missing.to_bits() == number.to_bits()) {
            return None;
        }
        let declared = self.missing[column].iter().any(|missing| match missing {
            MissingSpec::Value(value) => *value == number,
            MissingSpec::Range { lo, hi } => (*lo..=*hi).contains(&number),
            MissingSpec::StringValue(_) => false,
        });
        (!declared && number.is_finite()).then_some(number)
    }

    fn text<'a>(&'a self, column: usize, text: &'a str) -> Cell<'a> {
        let text = text.trim();
        let same = |value: &str| value.trim() == text;
        let declared = self.missing[column]
            .iter()
            .any(|missing| matches!(missing, MissingSpec::StringValue(value) if same(value)));
        if text.is_empty() || declared {
            return Cell::Empty;
        }
        let named = |(value, _): &(&Value, &String)| matches!(value, Value::String(value) if same(value));
        let label = self.labels[column].iter().find(named).map(|(_, label)| label.trim());
        Cell::Text(text.into(), label)
    }

    /// Behind the last case: data that are not all there are no data to compute with.
    fn ended(&mut self) -> Result<bool, Broken> {
        let read = i64::from(self.before);
        let declared = i64::from(self.frame.cases);
        if declared == read {
            return Ok(false);
        }
        let ending = self.frame.ending(&mut self.aside).map_err(|error| damaged(&self.path, &error.to_string()))?;
        let cases = plural(self.before as usize, "case");
        match ending {
            Ending::WithinCase => Err(damaged(&self.path, &format!("it ends within a case, after {cases}"))),
            Ending::AtCase if declared > read => {
                let message = format!("it says that it has {declared} cases, and ends after {}", self.before);
                Err(damaged(&self.path, &message))
            }
            _ => Ok(false),
        }
    }

    /// What the header says that is not so, where nothing is lost by it.
    fn header_remarks(&self) -> Vec<Fault> {
        let mut remarks = Vec::new();
        let declared = self.frame.cases;
        if declared >= 0 && i64::from(declared) != i64::from(self.before) {
            let message =
                format!("the file says that it has {declared} cases, and holds {}: all of them are read", self.before);
            let hint = "other programs read as many as it says; open it in SPSS or PSPP, look, and save it again";
            remarks.push(Fault::warning("doubtful-file", message).hint(hint));
        }
        if self.frame.storage != Storage::Plain && self.frame.bias != 100.0 {
            let message = format!("the file is compressed with the bias {}, and not with 100", self.frame.bias);
            let hint = "its numbers are read with that bias, as PSPP and R read them; SPSS takes 100: look whether the \
                        answers are those that you know";
            remarks.push(Fault::warning("doubtful-file", message).hint(hint));
        }
        remarks
    }

    fn hold(&mut self, batch: &RecordBatch) {
        self.columns = batch.columns().iter().map(|array| Column::of(array)).collect();
        self.held = batch.num_rows();
    }

    fn place_of(&self, case: Option<u32>, column: Option<usize>) -> Place {
        let name = column.and_then(|column| self.names.get(column)).map(|name| format!("variable `{name}`"));
        let number = case.map(|case| format!("case {case}"));
        let said: Vec<String> = [name, number].into_iter().flatten().collect();
        let aside = if said.is_empty() { String::new() } else { format!(" ({})", said.join(", ")) };
        let column = column.map_or(1, |column| u32::try_from(column + 1).unwrap_or(u32::MAX));
        Place { origin: Origin::new(&self.path, case.unwrap_or(1), column, 1), line: None, aside }
    }
}

impl Rows for Cases {
    const ROW: &'static str = "case";

    fn names(&self) -> &[String] {
        &self.names
    }

    fn header(&mut self, column: Option<usize>) -> Place {
        self.place_of(None, column)
    }

    fn advance(&mut self) -> Result<bool, Broken> {
        if self.at + 1 < self.held {
            self.at += 1;
            return Ok(true);
        }
        self.before = self.before.saturating_add(u32::try_from(self.held).unwrap_or(u32::MAX));
        let batch = self.scanner.next_batch().map_err(|error| damaged(&self.path, &error.to_string()))?;
        match batch {
            Some(batch) if batch.num_rows() > 0 => {
                self.hold(&batch);
                self.at = 0;
                Ok(true)
            }
            _ => self.ended(),
        }
    }

    fn number(&self) -> u32 {
        self.before.saturating_add(u32::try_from(self.at + 1).unwrap_or(u32::MAX))
    }

    fn width(&self) -> usize {
        self.names.len()
    }

    fn digit(&self, column: usize) -> Option<u8> {
        let number = self.value(column)?;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is a digit")]
        (number.fract() == 0.0 && (0.0..=9.0).contains(&number)).then_some(number as u8)
    }

    fn cell(&self, column: usize) -> Cell<'_> {
        let at = self.at;
        match self.columns.get(column) {
            Some(Column::Numbers(_)) => match self.value(column) {
                Some(number) => {
                    let label = self.labels[column].get(&Value::Numeric(number));
                    Cell::Number(number, label.map(|label| label.trim()))
                }
                None => Cell::Empty,
            },
            Some(Column::Texts(values)) if !values.is_null(at) => self.text(column, values.value(at)),
            Some(Column::Days(values)) if !values.is_null(at) => Cell::Date(date::of_day(i64::from(values.value(at)))),
            Some(Column::Moments(values)) if !values.is_null(at) => {
                Cell::Date(date::of_day(values.value(at).div_euclid(86_400_000_000)))
            }
            Some(Column::Times(values)) if !values.is_null(at) => {
                Cell::Date(date::of_time(values.value(at).div_euclid(1_000_000)))
            }
            _ => Cell::Empty,
        }
    }

    fn place(&mut self, column: Option<usize>) -> Place {
        self.place_of(Some(self.number()), column)
    }

    fn labels(&self, column: usize) -> Vec<(String, String)> {
        let labels = self.labels[column].iter().map(|(value, label)| {
            let code = match value {
                Value::Numeric(number) => Cell::Number(*number, None).shown().into_owned(),
                Value::String(text) => text.trim().to_owned(),
            };
            (code, label.trim().to_owned())
        });
        labels.filter(|(_, label)| !label.is_empty()).collect()
    }

    fn remarks(&self) -> Vec<Fault> {
        let mut remarks = self.header_remarks();
        remarks.extend(told(self.scanner.metadata()));
        remarks
    }
}

const SAVE: &str = "open it in SPSS or PSPP, and save it again";

/// What the library says of a file that the frame does not tell.
fn told(metadata: &SpssMetadata) -> Vec<Fault> {
    // How many values a case has follows from the variables, and nothing is read with the bias of a trailer.
    const TOLD: [&str; 5] =
        ["header declares", "header does not declare", "compression bias", "zsav trailer", "very long string record"];
    let others = metadata.warnings.iter().filter(|warning| !TOLD.iter().any(|told| warning.starts_with(told)));
    let mut told: Vec<Fault> = others.map(|warning| Fault::warning("doubtful-file", warning.clone())).collect();
    let long = metadata.warnings.iter().filter(|warning| warning.starts_with(TOLD[4]));
    told.extend(long.map(|_| {
        Fault::warning(
            "doubtful-file",
            "what the file says of its long texts is not so: they are cut into several variables",
        )
        .hint(SAVE)
    }));
    if let Some(weight) = &metadata.weight_variable {
        let message = format!("the file weights its cases by `{weight}`, and the answers are taken in unweighted");
        let hint = "in SPSS, `WEIGHT OFF` before saving says that no weights are meant";
        told.push(Fault::warning("weights-not-used", message).hint(hint));
    }
    told
}

fn no_spss(stream: &Stream) -> Result<(), Broken> {
    let path = &stream.path;
    match &stream.head[..] {
        [b'$', b'F', b'L', b'2' | b'3', ..] => Ok(()),
        [_, _, _, _, _, _, _, _, b'E', b'N', b'C', b'R', b'Y', b'P', b'T', b'E', b'D', ..] => Err(Broken {
            code: "unknown-format",
            message: format!("{path} is encrypted with a password"),
            hint: Some("open it in SPSS with its password, and save it without encryption"),
        }),
        [0x5b, 0xc6, 0xd3, 0xf2, ..] => Err(refused(format!("{path} was written on a mainframe, in EBCDIC"))),
        [b'P', b'K', 3, 4, ..] => Err(Broken {
            code: "unknown-format",
            message: format!("{path} is a zip archive or a workbook, not an SPSS file"),
            hint: Some("a workbook has the ending .xlsx; what is in an archive must be unpacked"),
        }),
        _ => Err(refused(format!("{path} is not an SPSS file, whatever its name says"))),
    }
}

fn refused(message: String) -> Broken {
    Broken { code: "unknown-format", message, hint: Some(SAVE) }
}

fn damaged(path: &str, reason: &str) -> Broken {
    let short = reason.contains("fill whole buffer") || reason.starts_with("truncated file");
    let reason = if short { "it ends before its data do" } else { reason.trim_end_matches('.') };
    Broken { code: "damaged-file", message: format!("{path} is damaged: {reason}"), hint: Some(SAVE) }
}
