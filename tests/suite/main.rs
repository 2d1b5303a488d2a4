//! The one integration test binary: it declares the modules and holds nothing.

mod driver;
mod minimal;
mod page;

mod golden;
mod stats_agreement;
mod stats_data;
mod stats_fresh;
mod stats_golden;
mod stats_laws;
mod stats_order;
mod stats_pairs;
mod stats_undefined;

mod floors;
mod formats;
mod golden_studies;
mod manifest;
mod people;

mod answers;
mod broken;
mod build;
mod canaries;
mod edits;
mod guide;
mod hostile;
mod remarks;
mod root;
mod simulate;
mod statistics;
mod studies;
mod tags;
mod values;
mod words;
