//! `new`: a study to start from, with invented data that say so.

use std::path::Path;

use include_dir::{Dir, include_dir};

use super::Outcome;
use super::arguments::Starter;
use super::output::{is_free, print};
use super::stages::Run;
use crate::diag::{Diagnostic, Sink};

static MIXED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/cli/starters/mixed");
static QUANTITATIVE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/cli/starters/quantitative");
static QUALITATIVE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/cli/starters/qualitative");

pub fn command(folder: &Path, starter: Starter) -> Outcome {
    let mut run = Run::new();
    let from = match starter {
        Starter::Mixed => &MIXED,
        Starter::Quantitative => &QUANTITATIVE,
        Starter::Qualitative => &QUALITATIVE,
    };
    write(folder, from, &mut run.sink);
    run.tell();
    if run.has_errors() {
        return Outcome::Faulty;
    }
    let name = folder.display();
    print(&format!(
        "{name} holds a small study with invented data; README.md there says what to do with it\n\
         synthesist -C {name} build    makes {name}/build/paper.pdf\n"
    ));
    Outcome::Well
}

fn write(folder: &Path, from: &Dir<'_>, sink: &mut Sink) {
    if !is_free(folder) {
        let message = format!("{} is there already and is no empty folder", folder.display());
        let hint = "name a new folder: nothing is ever written over";
        sink.push(Diagnostic::error("folder-not-empty", message).hint(hint));
        return;
    }
    if let Err(error) = std::fs::create_dir_all(folder).and_then(|()| from.extract(folder)) {
        let message = format!("cannot write {}: {error}", folder.display());
        sink.push(Diagnostic::error("unwritable-file", message));
    }
}
