//! What may be typed.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use super::manner::Colour;

/// Builds a mixed-methods paper from a folder of plain text, and checks every claim of its synthesis grid against the
/// evidence that the claim names.
#[derive(Debug, Parser)]
#[command(
    name = "synthesist",
    version,
    propagate_version = true,
    arg_required_else_help = true,
    after_help = "\
Examples:
  synthesist build                       build/paper.pdf, the figures, the tables
  synthesist check                       which propositions still stand?
  synthesist audit                       which printed figures cannot be?
  synthesist diff HEAD~3                 what changed since?
  synthesist results change.wellbeing    the results whose address begins so
  synthesist -C ../other-study grid      the synthesis grid of another study

Exit status: 0 all well; 1 the study has errors, or, for `check` and `build --strict`,
a contradicted claim, or, for `audit`, figures that cannot be; 2 wrong usage."
)]
pub struct Arguments {
    /// The study's folder
    #[arg(
        short = 'C',
        long = "study",
        value_name = "DIR",
        default_value = ".",
        global = true,
        hide_default_value = true
    )]
    pub study: PathBuf,

    /// When diagnostics are told in colour
    #[arg(long = "color", value_name = "WHEN", value_enum, default_value_t, global = true, hide_default_value = true)]
    pub colour: Colour,

    /// Tell errors only: no stages, notes or warnings
    #[arg(short, long, global = true)]
    pub quiet: bool,

    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Build everything: check, figures, tables and the PDF
    Build {
        /// Treat a contradicted claim as an error
        #[arg(long)]
        strict: bool,
        #[arg(long, value_enum, default_value_t)]
        format: BuildFormat,
    },
    /// Say what is wrong, and which claims hold
    Check {
        #[arg(long, value_enum, default_value_t)]
        format: CheckFormat,
        /// Say what a code means, such as `contradicted-claim`, and check nothing; all codes where none is given
        #[arg(long, value_name = "CODE", num_args = 0..=1, default_missing_value = "", conflicts_with = "format")]
        explain: Option<String>,
    },
    /// Draw the figures only, into build/figures
    Figures,
    /// Write the tables only, into build/tables
    Tables,
    /// List results by their addresses
    Results {
        /// Addresses or their beginnings, such as `change.wellbeing`; all results where none is given
        addresses: Vec<String>,
        #[arg(long, value_enum, default_value_t)]
        format: ResultsFormat,
    },
    /// Show the synthesis grid with its verdicts
    Grid {
        #[arg(long, value_enum, default_value_t)]
        format: GridFormat,
    },
    /// Say where a number came from, and where it is used
    Explain {
        /// A result or one of its fields, such as `change.wellbeing.T1-T2.p`
        address: String,
        #[arg(long, value_enum, default_value_t)]
        format: ExplainFormat,
    },
    /// Show the paper in a browser on this machine, renewed at every save
    Serve {
        /// The port; a free one where none is given
        #[arg(long, default_value_t = 0, hide_default_value = true)]
        port: u16,
        /// Open the browser
        #[arg(long)]
        open: bool,
        /// How a place is opened in an editor: a link with {path}, {line} and {column}
        #[arg(long, value_name = "LINK", default_value = "vscode://file/{path}:{line}:{column}")]
        editor: String,
    },
    /// Build again whenever a file of the study is saved
    Watch,
    /// Make a small study with invented data, to start from
    New {
        /// A new folder
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// With which strands
        #[arg(long, value_enum, default_value_t)]
        from: Starter,
    },
    /// Say what is kept from every output, and why: for the file of the ethics committee
    Disclosure {
        #[arg(long, value_enum, default_value_t)]
        format: DisclosureFormat,
    },
    /// Write the JSON Schemas of the YAML files, for editors that complete and check them
    Schema {
        /// The folder that they are written to
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
    /// Say which printed figures cannot stand beside each other
    Audit {
        /// CSV files of printed results; those of the study where none is given
        files: Vec<String>,
        #[arg(long, value_enum, default_value_t)]
        format: AuditFormat,
        /// Show what is consistent, and what cannot be told, too
        #[arg(long)]
        all: bool,
    },
    /// Say what is different between two papers: figures, verdicts, propositions, tables and sentences
    Diff {
        /// A folder with a study or a build, or a Git revision of the study, such as `HEAD~3`
        old: String,
        /// The same; the study as it lies in its folder where none is given
        new: Option<String>,
        #[arg(long, value_enum, default_value_t)]
        format: DiffFormat,
        /// Write the new paper with its changes marked to this file
        #[arg(long, value_name = "FILE")]
        pdf: Option<PathBuf>,
    },
    /// Make a rehearsal of the study, with simulated data that agree with its printed results
    Simulate {
        /// A new folder for the rehearsal
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// Another number, other data
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Print the script that completes commands and options in a shell
    Completions { shell: clap_complete::Shell },
    /// Print the manual page, or write it and one for each command into a folder
    Man {
        /// The folder that they are written to
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum BuildFormat {
    /// The path of the paper, and diagnostics
    #[default]
    Human,
    /// Every file with its hash, and the diagnostics
    Json,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// Diagnostics with the lines they are about, and a table of claims
    #[default]
    Human,
    Json,
    /// For code-review tools (SARIF 2.1.0)
    Sarif,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum AuditFormat {
    #[default]
    Human,
    Json,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// What changed, in the order of a reviewer's questions
    #[default]
    Human,
    Json,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum ResultsFormat {
    #[default]
    Table,
    Json,
    Csv,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum GridFormat {
    #[default]
    Table,
    Json,
    Csv,
    Md,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum ExplainFormat {
    #[default]
    Human,
    Json,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum DisclosureFormat {
    /// Paragraphs, to be put into a file
    #[default]
    Human,
    Json,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Starter {
    Qualitative,
    Quantitative,
    #[default]
    Mixed,
}
