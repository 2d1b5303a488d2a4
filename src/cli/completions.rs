//! `completions` and `man`: what a shell and `man` know of the program, made of the arguments themselves.

use std::collections::BTreeMap;
use std::path::Path;

use clap::{Command, CommandFactory};
use clap_complete::Shell;
use clap_mangen::Man;

use super::Outcome;
use super::arguments::Arguments;
use super::output::{print, replace_all};
use super::stages::Run;

/// Prints the script that completes commands and options in a shell.
pub fn completions(shell: Shell) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "synthesist", &mut script);
    print(&String::from_utf8_lossy(&script));
    Outcome::Well
}

/// Prints the manual page of the program, or writes it and one for each command into a folder.
pub fn man(out: Option<&Path>) -> Outcome {
    let mut command = Arguments::command();
    command.build();
    let Some(out) = out else {
        print(&String::from_utf8_lossy(&page(command)));
        return Outcome::Well;
    };
    let mut pages = BTreeMap::new();
    for below in command.get_subcommands().filter(|below| !below.is_hide_set() && below.get_name() != "help") {
        let name = format!("synthesist-{}", below.get_name());
        pages.insert(format!("{name}.1"), page(below.clone()));
    }
    pages.insert("synthesist.1".to_owned(), page(command));
    let mut run = Run::new();
    let written = replace_all(out, ".", &pages, &mut run.sink);
    run.tell();
    if !written {
        return Outcome::Faulty;
    }
    print(&format!("{} in {}\n", crate::diag::plural(pages.len(), "page"), out.display()));
    Outcome::Well
}

fn page(command: Command) -> Vec<u8> {
    let mut page = Vec::new();
    let source = concat!("synthesist ", env!("CARGO_PKG_VERSION"));
    let written = Man::new(command).source(source).manual("The manual of synthesist").render(&mut page);
    debug_assert!(written.is_ok(), "writing to memory cannot fail");
    page
}
