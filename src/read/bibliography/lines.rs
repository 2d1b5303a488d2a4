//! Places in a long file, found without counting its lines anew for each.

use std::ops::Range;
use std::sync::Arc;

use crate::diag::Origin;

pub struct Lines {
    file: Arc<str>,
    text: Arc<str>,
    /// Where each line begins.
    starts: Vec<usize>,
}

impl Lines {
    pub fn new(file: &Arc<str>, text: &Arc<str>) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Self { file: file.clone(), text: text.clone(), starts: [0].into_iter().chain(ends).collect() }
    }

    pub fn origin(&self, range: &Range<usize>) -> Origin {
        let index = self.starts.partition_point(|start| *start <= range.start).saturating_sub(1);
        let start = self.starts.get(index).copied().unwrap_or(0);
        let end = self.starts.get(index + 1).copied().unwrap_or(self.text.len());
        let line = &self.text[start..end];
        let within = range.start - start..range.end.min(end).max(range.start) - start;
        let mut origin = Origin::of_range(&self.file, line, within);
        origin.line = u32::try_from(index + 1).unwrap_or(u32::MAX);
        origin
    }
}
