//! The plug-in for mdBook: what mdBook says in, the book or the paper out.

use std::process::ExitCode;

fn main() -> ExitCode {
    synthesist::cli::mdbook()
}
