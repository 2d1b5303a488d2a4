#![forbid(unsafe_code)]
//! wip
pub mod diag;
pub mod model;
pub mod read;
pub mod score;
pub mod stats;
pub mod analyse;
pub mod synthesise;
