//! What is wrong with a table: the first of each kind one by one, the many that follow as a count.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::rows::{Broken, Place, Rows};
use crate::diag::{Diagnostic, Origin, Severity, Sink, Sources};

/// How many of one kind are told one by one in a column.
const IN_A_COLUMN: u32 = 5;

/// How many of one kind are told one by one in all columns.
const IN_ALL: u32 = 20;

/// How many columns are counted apart; of more, one line says it.
const COLUMNS: usize = 6;

/// One thing that is wrong with a cell or a row.
#[derive(Debug, Clone)]
pub struct Fault {
    severity: Severity,
    pub code: &'static str,
    pub message: String,
    pub hints: Vec<String>,
}

impl Fault {
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { severity: Severity::Error, code, message: message.into(), hints: Vec::new() }
    }

    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::new(code, message) }
    }

    pub fn note(code: &'static str, message: impl Into<String>) -> Self {
        Self { severity: Severity::Note, ..Self::new(code, message) }
    }

    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    fn at(self, place: &Place) -> Diagnostic {
        let make = match self.severity {
            Severity::Error => Diagnostic::error,
            Severity::Warning => Diagnostic::warning,
            Severity::Note => Diagnostic::note,
        };
        let diagnostic = make(self.code, format!("{}{}", self.message, place.aside)).at(&place.origin);
        self.hints.into_iter().fold(diagnostic, Diagnostic::hint)
    }
}

/// The faults of one file. Memory is bounded: they are counted, not kept.
pub struct Faults<'a> {
    pub sink: &'a mut Sink,
    sources: &'a mut Sources,
    file: Arc<str>,
    kinds: BTreeMap<&'static str, Kind>,
}

#[derive(Default)]
struct Kind {
    told: u32,
    /// By the column, counted from 0; those of whole rows under the column of ids.
    columns: BTreeMap<usize, Count>,
}

#[derive(Default)]
struct Count {
    told: u32,
    untold: u64,
    first_untold: u32,
    last: u32,
}

impl<'a> Faults<'a> {
    pub fn new(file: &Arc<str>, sources: &'a mut Sources, sink: &'a mut Sink) -> Self {
        Self { sink, sources, file: file.clone(), kinds: BTreeMap::new() }
    }

    /// Counts a fault, and says whether it is to be told by itself.
    pub fn count(&mut self, code: &'static str, column: usize, row: u32) -> bool {
        let kind = self.kinds.entry(code).or_default();
        let count = kind.columns.entry(column).or_default();
        count.last = row;
        if count.told < IN_A_COLUMN && kind.told < IN_ALL {
            kind.told += 1;
            count.told += 1;
            return true;
        }
        if count.untold == 0 {
            count.first_untold = row;
        }
        count.untold += 1;
        false
    }

    /// Tells a fault of the current row, if it is one of the first of its kind.
    pub fn tell<R: Rows>(&mut self, rows: &mut R, column: usize, code: &'static str, make: impl FnOnce(&R) -> Fault) {
        if self.count(code, column, rows.number()) {
            let fault = make(rows);
            let place = rows.place(Some(column));
            self.at(fault, place);
        }
    }

    /// Tells a fault at its place.
    pub fn at(&mut self, fault: Fault, place: Place) {
        self.sink.push(fault.at(&place));
        if let Some(line) = place.line {
            self.sources.insert_line(&place.origin.file, place.origin.line, line);
        }
    }

    /// Tells why a table cannot be read on.
    pub fn broken(&mut self, broken: Broken, place: Place) {
        let mut fault = Fault::new(broken.code, broken.message);
        fault.hints.extend(broken.hint.map(str::to_owned));
        self.at(fault, place);
    }

    /// Tells how many more there were of each kind.
    pub fn finish(self, names: &[String], row: &'static str) {
        for (code, kind) in &self.kinds {
            let more: Vec<(&usize, &Count)> = kind.columns.iter().filter(|(_, count)| count.untold > 0).collect();
            let name = |column: &usize| names.get(*column).map_or("", String::as_str);
            let place = |count: &Count| Origin::new(&self.file, count.first_untold, 1, 1);
            if more.len() <= COLUMNS {
                for (column, count) in more {
                    let message = format!(
                        "… and {} more like it in column `{}`, to {row} {}",
                        grouped(count.untold),
                        name(column),
                        count.last
                    );
                    self.sink.push(Diagnostic::error(code, message).at(&place(count)));
                }
                continue;
            }
            let total: u64 = more.iter().map(|(_, count)| count.untold).sum();
            let last = more.iter().map(|(_, count)| count.last).max().unwrap_or(0);
            let Some((_, first)) = more.iter().min_by_key(|(_, count)| count.first_untold) else { continue };
            let some: Vec<String> =
                more.iter().take(COLUMNS).map(|(column, _)| format!("`{}`", name(column))).collect();
            let message = format!(
                "… and {} more like it in {} columns ({}, …), to {row} {last}",
                grouped(total),
                more.len(),
                some.join(", ")
            );
            self.sink.push(Diagnostic::error(code, message).at(&place(first)));
        }
    }
}

/// `3,402`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn thousands_are_set_apart() {
        let shown = [0, 12, 345, 3402, 1_234_567].map(grouped);
        assert_eq!(shown, ["0", "12", "345", "3,402", "1,234,567"]);
    }
}
