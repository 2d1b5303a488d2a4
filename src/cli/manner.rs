//! In which manner the program speaks: in colour or not, in full or of errors alone. It is settled once, at the start.

use std::io::IsTerminal;
use std::sync::OnceLock;

use clap::ValueEnum;

use crate::diag::{Palette, Severity};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    // On a terminal that is not dumb, unless `NO_COLOR` is set; elsewhere where `CLICOLOR_FORCE` is. No comment for the
    // help, which would give every option of every command a paragraph then.
    #[default]
    Auto,
    Always,
    Never,
}

#[derive(Debug, Clone, Copy, Default)]
struct Manner {
    colour: Colour,
    quiet: bool,
}

static MANNER: OnceLock<Manner> = OnceLock::new();

/// Settles the manner; what was settled before stays.
pub fn settle(colour: Colour, quiet: bool) {
    MANNER.get_or_init(|| Manner { colour, quiet });
}

fn manner() -> Manner {
    MANNER.get().copied().unwrap_or_default()
}

/// Whether stages, notes and warnings are not told.
pub fn is_quiet() -> bool {
    manner().quiet
}

/// Whether a diagnostic is told.
pub fn tells(severity: Severity) -> bool {
    severity == Severity::Error || !is_quiet()
}

/// Whether diagnostics are told in colour.
pub fn palette() -> Palette {
    on(std::io::stderr().is_terminal())
}

/// Whether words on standard output are coloured.
pub fn palette_of_output() -> Palette {
    on(std::io::stdout().is_terminal())
}

fn on(terminal: bool) -> Palette {
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let colour = chosen(manner().colour, variable, terminal);
    if colour { Palette::Colour } else { Palette::Plain }
}

/// What was asked for comes before the variables, and those before the terminal.
fn chosen(colour: Colour, variable: impl Fn(&str) -> Option<std::ffi::OsString>, terminal: bool) -> bool {
    let is = |name: &str, wanted: &str| variable(name).is_some_and(|value| value == wanted);
    match colour {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto if variable("NO_COLOR").is_some() => false,
        Colour::Auto if variable("CLICOLOR_FORCE").is_some() && !is("CLICOLOR_FORCE", "0") => true,
        Colour::Auto => terminal && !is("TERM", "dumb") && !is("CLICOLOR", "0"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(set: &[(&str, &str)], colour: Colour, terminal: bool) -> bool {
        let variable = |name: &str| set.iter().find(|(known, _)| *known == name).map(|(_, value)| value.into());
        chosen(colour, variable, terminal)
    }

    #[test]
    fn what_was_asked_for_comes_first() {
        assert!(with(&[("NO_COLOR", "1")], Colour::Always, false));
        assert!(!with(&[("CLICOLOR_FORCE", "1")], Colour::Never, true));
        assert!(with(&[], Colour::Auto, true) && !with(&[], Colour::Auto, false));
        assert!(!with(&[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")], Colour::Auto, true));
        assert!(with(&[("CLICOLOR_FORCE", "1")], Colour::Auto, false));
        assert!(!with(&[("CLICOLOR_FORCE", "0")], Colour::Auto, false));
        assert!(!with(&[("TERM", "dumb")], Colour::Auto, true) && !with(&[("CLICOLOR", "0")], Colour::Auto, true));
    }
}
