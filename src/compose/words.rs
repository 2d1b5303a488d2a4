//! The author's texts as the paper says them, for outputs that are no pages: one line, values filled in, no markup.

use super::assemble::{numbers, targets};
use super::document::{Target, plain};
use super::inline::Context;
use super::markdown::inlines;
use crate::diag::{Severity, Sink};
use crate::model::Text;
use crate::synthesise::Grid;

/// Puts texts of one study into words.
pub struct Words<'a> {
    grid: &'a Grid,
    targets: Vec<Target>,
}

impl<'a> Words<'a> {
    pub fn new(grid: &'a Grid) -> Self {
        // Faults are told where the paper is composed.
        let unheard = &mut Sink::new();
        let numbers = numbers(&grid.findings.study, unheard);
        Self { grid, targets: targets(grid, &numbers, unheard) }
    }

    /// A text in words; one with a fault stands as it was written.
    pub fn of(&self, text: &Text) -> String {
        let mut sink = Sink::new();
        let content = inlines(text, &Context { grid: self.grid, targets: &self.targets }, &mut sink);
        let sound = sink.count(Severity::Error) == 0;
        let words = if sound { plain(&content) } else { text.markdown.to_string() };
        words.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
    }
}
