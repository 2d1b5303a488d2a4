//! `synthesist` builds a mixed-methods paper from a folder of plain text.
//!
//! # Steps
//! [`read`] makes a study of the files; [`score`] turns answers into scales; [`analyse`] computes every result with its
//! address; [`guard`] withholds what would expose a participant; [`synthesise`] judges every claim of the grid against
//! the results that it names; [`compose`] makes the paper as inert data; [`typeset`] makes sheets of it, [`web`] the pages of a book.
//!
//! # Floors
//! ```text
//! floor 8  typeset | web | explain | revise  Document -> PDF | HTML  the only room that knows Tera, Plotters and Typst | for
//!                       mdBook | where a number came from | what is different between two papers
//! floor 7  compose | proofread  Grid -> Document  blocks, tables, chart data, formatted numbers | words beside evidence
//! floor 6  synthesise   Findings -> Grid      where numbers and voices meet
//! floor 5  guard  Findings -> Findings  what no output may show
//! floor 4  analyse | simulate  Scored -> Findings  every result, with its address and origin | printed figures to data
//! floor 3  score | audit  Study -> Scored  items to scales | whether printed figures agree
//! floor 2  read         files    -> Study     the only room that opens input files
//! floor 1  model | stats                      nouns of the inputs | pure numbers; neither knows the other
//! floor 0  diag                               places, diagnostics, the one renderer
//! ```
//! A room imports lower floors only; a test reads the imports and holds that. [`cli`] stands beside the floors: arguments
//! in, exit status out, and the only code that writes files.
//!
//! # Invariants
//! No clock, no randomness and no hash order reaches an output: the same study gives the same bytes. Only [`simulate`]
//! draws lots, from a seed. A number is right or absent with its reason. What the author wrote is data: it never runs as a template or as Typst code.
#![forbid(unsafe_code)]

pub mod diag;
pub mod model;
pub mod stats;

pub mod analyse;
pub mod audit;
pub mod compose;
pub mod explain;
pub mod guard;
pub mod proofread;
pub mod read;
pub mod revise;
pub mod score;
pub mod simulate;
pub mod synthesise;
pub mod typeset;
pub mod web;

pub mod cli;
