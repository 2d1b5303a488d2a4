//! Two papers beside each other: what is different between an earlier one and a later one, and the later one with its
//! changes marked.
//!
//! Papers are compared as [`Edition`]s, plain words and figures, which a build keeps; only the one that is marked has to
//! be composed. Nothing here knows where the two came from.

mod align;
mod difference;
mod edition;
mod front;
mod mark;
mod moved;
mod passages;
mod propositions;
mod running;
mod tables;
mod words;

pub use difference::{
    ClaimChange, Difference, DisplayChange, FigureChange, PropositionChange, ResultChange, SentenceChange, Status,
    Tally, Wording,
};
pub use edition::Edition;
pub use front::front;
pub use mark::mark;
pub use tables::{MovedCell, TableChange};
pub use words::{Piece, compare};

/// The pieces of each sentence in which something changed.
pub fn changed_sentences(pieces: &[Piece]) -> Vec<Vec<Piece>> {
    words::sentences(pieces).into_iter().map(|sentence| sentence.pieces).collect()
}

/// A short name for some bytes: other bytes, another name.
fn look(bytes: &[u8]) -> String {
    crate::read::sha256(bytes)[..16].to_owned()
}
