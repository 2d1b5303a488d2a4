//! The one integration test binary: it declares the modules and holds nothing.

mod attacker;
mod chromium;
mod driver;
mod html;
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

mod disclosure;
mod floors;
mod formats;
mod golden_studies;
mod manifest;
mod mistakes;
mod people;

mod answers;
mod audit;
mod bibliography;
mod broken;
mod browser;
mod build;
mod canaries;
mod claims;
mod diff;
mod edits;
mod explain;
mod guide;
mod hostile;
mod manner;
mod mdbook;
mod places;
mod remarks;
mod resident;
mod root;
mod schema;
mod simulate;
mod starters;
mod statistics;
mod studies;
mod tags;
mod values;
mod wording;
mod words;
