//! `new`: a study to start from, with invented data that say so.

use std::path::Path;

use include_dir::{Dir, include_dir};

use super::Outcome;
use super::arguments::Starter;
use super::output::{is_free, print};
use super::schema::{FILES, SCHEMAS, modeline};
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
    let made = std::fs::create_dir_all(folder).and_then(|()| from.extract(folder)).and_then(|()| schemas(folder, from));
    if let Err(error) = made {
        let message = format!("cannot write {}: {error}", folder.display());
        sink.push(Diagnostic::error("unwritable-file", message));
    }
}

/// The schemas in a folder of the study, and in each file that has one a first line that leads there.
fn schemas(folder: &Path, from: &Dir<'_>) -> std::io::Result<()> {
    let lie = folder.join("schema");
    std::fs::create_dir_all(&lie)?;
    for (name, text) in SCHEMAS {
        std::fs::write(lie.join(name), text)?;
    }
    for file in FILES.iter().filter_map(|(path, _)| from.get_file(path)) {
        let path = file.path().to_string_lossy().replace('\\', "/");
        if let Some(line) = modeline(&path, "schema") {
            let text = [line.as_bytes(), file.contents()].concat();
            std::fs::write(folder.join(file.path()), text)?;
        }
    }
    Ok(())
}
