//! The plug-in for mdBook: a preprocessor that fills the chapters, and a renderer that builds the paper.
//!
//! mdBook says on standard input which of the two it wants: a list of context and book, or one object.

mod failed;
mod fill;
mod insert;
mod print;

use std::io::{IsTerminal, Read};
use std::process::ExitCode;

use serde_json::Value;

use super::manner::palette;
use super::output::{print as out, tell};
use crate::diag::{Diagnostic, Sources, render};

/// The releases of mdBook whose protocol this is.
const SPOKEN: &str = "0.5.";

/// The renderers for which the chapters are filled: those that take HTML in Markdown.
const RENDERERS: [&str; 2] = ["html", "markdown"];

const USAGE: &str = "\
mdbook-synthesist shows a study in mdBook: mdBook calls it, nobody else need.

Put into the study's book.toml:

  [preprocessor.synthesist]     values, tables, charts, citations in the chapters
  optional = true

  [output.synthesist]           the paper as PDF, with its figures and tables
  optional = true

Then `mdbook serve` shows the chapters, and `mdbook build` writes them.
Without mdBook: `synthesist serve`, `synthesist build`.

Usage: mdbook-synthesist                      as mdBook calls it, with JSON on standard input
       mdbook-synthesist supports RENDERER    exit status 0 for html and markdown, else 1
       mdbook-synthesist --help | --version
";

/// Runs the plug-in with the arguments and the input that it was given.
pub fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["supports", renderer] => ExitCode::from(u8::from(!RENDERERS.contains(renderer))),
        ["-h" | "--help"] => {
            out(USAGE);
            ExitCode::SUCCESS
        }
        ["-V" | "--version"] => {
            out(&format!("mdbook-synthesist {}\n", env!("CARGO_PKG_VERSION")));
            ExitCode::SUCCESS
        }
        [] if !std::io::stdin().is_terminal() => called(),
        _ => {
            tell(USAGE);
            ExitCode::from(2)
        }
    }
}

fn called() -> ExitCode {
    let mut input = String::new();
    if let Err(error) = std::io::stdin().lock().read_to_string(&mut input) {
        return wrong(&format!("standard input cannot be read: {error}"), None);
    }
    let value: Value = match serde_json::from_str(&input) {
        Ok(value) => value,
        Err(_) if input.trim().is_empty() => {
            tell(USAGE);
            return ExitCode::from(2);
        }
        Err(error) => return wrong(&format!("standard input is not what mdBook sends: {error}"), Some(CALLED)),
    };
    let (context, key) = match &value {
        Value::Array(both) => (both.first(), "mdbook_version"),
        _ => (Some(&value), "version"),
    };
    let version = context.and_then(|context| context.get(key)).and_then(Value::as_str);
    match version {
        None => wrong("standard input is not what mdBook sends: it names no version", Some(CALLED)),
        Some(version) if !version.starts_with(SPOKEN) => {
            let message = format!("this is mdBook {version}, and mdbook-synthesist speaks with mdBook {SPOKEN}x");
            wrong(&message, Some("install the other: `cargo install mdbook@^0.5`"))
        }
        Some(_) => {
            let done = if value.is_array() { fill::fill(value) } else { print::print(value) };
            done.unwrap_or_else(|error| wrong(&format!("what mdBook sent cannot be read: {error}"), None))
        }
    }
}

const CALLED: &str = "mdBook calls this program; `mdbook-synthesist --help` says how it is told to";

/// Says what is no matter of the study.
fn wrong(message: &str, hint: Option<&str>) -> ExitCode {
    let diagnostic = Diagnostic::error("mdbook", message);
    let diagnostic = hint.into_iter().fold(diagnostic, Diagnostic::hint);
    tell(&render(&diagnostic, &Sources::default(), palette()));
    ExitCode::from(2)
}
