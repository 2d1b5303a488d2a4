//! [`Grid`] to [`Document`]: the paper as inert data, every number formatted, every reference resolved.
//!
//! Prose becomes blocks, displays become tables and chart data, addresses become figures. Nothing here knows Typst, a
//! font or a colour: `typeset` does. One formatter makes all numbers ([`number`]).

mod assemble;
pub mod chart;
mod document;
mod figures;
mod foreign;
pub mod formula;
mod guarded;
mod inline;
mod markdown;
pub mod number;
mod pad;
pub mod references;
mod sentence;
mod shown;
mod spreadsheet;
mod stray;
mod table;
mod tables;
mod together;
mod value;
mod words;

pub use document::{
    Affiliations, Block, BlockKind, Body, Citation, Citing, DisplayView, Document, Inline, InlineKind, Joint, Place,
    Revision, Section, Target, chapter_label, chapter_of, plain,
};
pub use formula::Formula;
pub use number::withheld as withheld_figure;
pub use pad::Pad;
pub use shown::Shown;
pub use spreadsheet::text_cell;
pub use table::{Align, Cell, Column, HeadCell, Line, Paragraph, Table, TableRow, Width};
pub use words::Words;

use crate::analyse::{Findings, StudyResult};
use crate::diag::{Sink, Stop};
use crate::synthesise::Grid;

/// What a result is of, in the words of the page: `Wellbeing, T1 to T2`.
pub fn label_of(result: &StudyResult, findings: &Findings) -> String {
    tables::result_label(&result.kind, findings)
}

/// The address in `{{ … }}`, without a function or decimals around it; `None` for anything else.
pub fn address_within(braces: &str) -> Option<String> {
    let inside = braces.strip_prefix("{{")?.strip_suffix("}}")?;
    value::address(inside)
}

/// Composes the paper.
///
/// # Errors
/// When prose, captions or propositions refer to something that is not there; the sink says where.
pub fn compose(grid: &Grid, sink: &mut Sink) -> Result<Document, Stop> {
    let document = assemble::document(grid, sink);
    sink.stop_on_errors()?;
    Ok(document)
}
