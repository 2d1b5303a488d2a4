//! Places in the user's files, and the texts they point into.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// A place in one of the study's files: line and column count from 1, columns and width in characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin {
    /// Path from the study's root, with forward slashes.
    pub file: Arc<str>,
    pub line: u32,
    pub column: u32,
    /// How many characters the place covers on its line, at least 1.
    pub width: u32,
}

impl Origin {
    pub fn new(file: &Arc<str>, line: u32, column: u32, width: u32) -> Self {
        Self { file: file.clone(), line: line.max(1), column: column.max(1), width: width.max(1) }
    }

    /// The first character of a file.
    pub fn start_of(file: &Arc<str>) -> Self {
        Self::new(file, 1, 1, 1)
    }

    /// The place of a byte range in a text.
    pub fn of_range(file: &Arc<str>, text: &str, range: Range<usize>) -> Self {
        let start = floor_boundary(text, range.start);
        let end = floor_boundary(text, range.end.max(start));
        let before = &text.as_bytes()[..start];
        let line_start = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
        let line = memchr::memchr_iter(b'\n', before).count() + 1;
        let column = text[line_start..start].chars().count() + 1;
        let width = text[start..end].lines().next().unwrap_or("").chars().count();
        Self::new(file, count(line), count(column), count(width))
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn floor_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The texts of the files that were read, for drawing diagnostics.
///
/// Of a file that is too large to be held only the lines that a diagnostic points at are kept.
#[derive(Debug, Default, Clone)]
pub struct Sources {
    texts: BTreeMap<Arc<str>, Arc<str>>,
    lines: BTreeMap<(Arc<str>, u32), String>,
}

impl Sources {
    pub fn insert(&mut self, file: &Arc<str>, text: Arc<str>) {
        self.texts.insert(file.clone(), text);
    }

    /// Keeps one line of a file whose text is not held.
    pub fn insert_line(&mut self, file: &Arc<str>, line: u32, text: String) {
        self.lines.insert((file.clone(), line), text);
    }

    pub fn text(&self, file: &str) -> Option<&Arc<str>> {
        self.texts.get(file)
    }

    pub fn line(&self, origin: &Origin) -> Option<&str> {
        match self.text(&origin.file) {
            Some(text) => text.lines().nth(origin.line as usize - 1),
            None => self.lines.get(&(origin.file.clone(), origin.line)).map(String::as_str),
        }
    }

    pub fn files(&self) -> impl Iterator<Item = (&Arc<str>, &Arc<str>)> {
        self.texts.iter()
    }
}
