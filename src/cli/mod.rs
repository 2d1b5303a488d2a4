//! The command line: arguments in, exit status out, and the only code that writes files.
//!
//! Data go to standard output, diagnostics to standard error. Exit status 0 is all well, 1 a study with errors (or, for
//! `check` and `build --strict`, a contradicted claim; for `audit`, figures that cannot be), 2 wrong usage.

mod arguments;
mod audit;
mod build;
mod changes;
mod check;
mod codes;
mod completions;
mod diff;
mod disclosure;
mod explain;
mod flips;
mod grid;
mod manner;
mod mdbook;
mod memory;
mod new;
mod other_levels;
mod output;
mod output_folder;
mod report;
mod resident;
mod results;
mod sarif;
mod schema;
mod serve;
mod simulate;
mod stages;
mod stamp;
mod watch;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};

pub use build::{Presses, Products, build, products};
pub use changes::{Changes, Moved, Turned};
pub use mdbook::main as mdbook;
pub use resident::{Built, Resident, Turn};
pub use stages::Run;

/// Laying out a page asks for very many small pieces of memory, and this gives them quicker than most systems do.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

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
    manner::settle(arguments.colour, arguments.quiet);
    let outcome = match &arguments.command {
        Command::Build { strict, format } => build::command(&arguments, *strict, *format),
        Command::Check { format, explain } => check::command(&arguments, *format, explain.as_deref()),
        Command::Figures => build::figures_command(&arguments),
        Command::Tables => build::tables_command(&arguments),
        Command::Results { addresses, format } => results::command(&arguments, addresses, *format),
        Command::Grid { format } => grid::command(&arguments, *format),
        Command::Explain { address, format } => explain::command(&arguments, address, *format),
        Command::Serve { port, open, editor } => serve::command(&arguments, *port, *open, editor),
        Command::Watch => watch::command(&arguments),
        Command::New { folder, from } => new::command(folder, *from),
        Command::Disclosure { format } => disclosure::command(&arguments, *format),
        Command::Schema { out } => schema::command(out),
        Command::Diff { old, new, format, pdf } => {
            diff::command(&arguments, old, new.as_deref(), *format, pdf.as_deref())
        }
        Command::Audit { files, format, all } => audit::command(&arguments, files, *format, *all),
        Command::Simulate { out, seed } => simulate::command(&arguments, out, *seed),
        Command::Completions { shell } => completions::completions(*shell),
        Command::Man { out } => completions::man(out.as_deref()),
    };
    match outcome {
        Outcome::Well => ExitCode::SUCCESS,
        Outcome::Faulty => ExitCode::from(1),
        Outcome::WrongUsage => ExitCode::from(2),
    }
}
