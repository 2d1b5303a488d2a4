//! [`Grid`] to [`Document`]: the paper as inert data, every number formatted, every reference resolved.
//!
//! Prose becomes blocks, displays become tables and chart data, addresses become figures. Nothing here knows Typst, a
//! font or a colour: `typeset` does. One formatter makes all numbers ([`number`]).

mod assemble;
pub mod chart;
mod document;
mod figures;
pub mod formula;
mod guarded;
mod inline;
mod markdown;
pub mod number;
mod sentence;
mod table;
mod tables;
mod value;
mod words;

pub use document::{
    Affiliations, Block, BlockKind, Body, Citation, DisplayView, Document, Inline, InlineKind, Place, Section, Target,
    plain,
};
pub use formula::Formula;
pub use number::withheld as withheld_figure;
pub use table::{Align, Cell, Column, HeadCell, Line, Paragraph, Table, TableRow, Width};
pub use words::Words;

use crate::diag::{Sink, Stop};
use crate::synthesise::Grid;

/// Composes the paper.
///
/// # Errors
/// When prose, captions or propositions refer to something that is not there; the sink says where.
pub fn compose(grid: &Grid, sink: &mut Sink) -> Result<Document, Stop> {
    let document = assemble::document(grid, sink);
    sink.stop_on_errors()?;
    Ok(document)
}
