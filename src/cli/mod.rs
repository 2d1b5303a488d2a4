//! The command line: arguments in, exit status out, and the only code that writes files.
//!
//! Data go to standard output, diagnostics to standard error. Exit status 0 is all well, 1 a study with errors (or, for
//! `check` and `build --strict`, a contradicted claim; for `audit`, figures that cannot be), 2 wrong usage.

mod arguments;
mod audit;
mod build;
mod check;
mod flips;
mod grid;
mod output;
mod results;
mod simulate;
mod stages;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};

pub use build::{Products, build, products};
pub use stages::Run;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Well,
    /// The study has errors, or a claim is contradicted or a figure impossible where that counts.
    Faulty,
    /// An argument names something that is not there.
    WrongUsage,
}

/// Runs the program with the arguments that it was called with.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = match &arguments.command {
        Command::Build { strict } => build::command(&arguments, *strict),
        Command::Check { format } => check::command(&arguments, *format),
        Command::Figures => build::figures_command(&arguments),
        Command::Tables => build::tables_command(&arguments),
        Command::Results { addresses, format } => results::command(&arguments, addresses, *format),
        Command::Grid { format } => grid::command(&arguments, *format),
        Command::Audit { files, format, all } => audit::command(&arguments, files, *format, *all),
        Command::Simulate { out, seed } => simulate::command(&arguments, out, *seed),
    };
    match outcome {
        Outcome::Well => ExitCode::SUCCESS,
        Outcome::Faulty => ExitCode::from(1),
        Outcome::WrongUsage => ExitCode::from(2),
    }
}
