//! One of the two papers: found by what was typed, and read or composed.

use std::path::{Path, PathBuf};

use super::revision::{Revision, revision, short};
use crate::cli::build::{Presses, judged};
use crate::cli::output;
use crate::cli::output_folder::OutputFolder;
use crate::cli::stages::Run;
use crate::compose::Document;
use crate::diag::{Diagnostic, Stop};
use crate::revise::Edition;
use crate::synthesise::Grid;

/// Where a paper is.
pub enum Place {
    Study(PathBuf),
    Build(PathBuf),
    Revision(Revision),
}

/// A paper that was found.
pub struct Side {
    /// What was typed; `None` for the study as it lies in its folder.
    name: Option<String>,
    place: Place,
}

/// What it says; with the paper itself where there is a study to compose it from.
pub struct Read {
    pub edition: Edition,
    pub paper: Option<(Grid, Document)>,
}

impl Side {
    /// The study as it lies in its folder.
    pub fn here(study: &Path) -> Self {
        Self { name: None, place: Place::Study(study.to_owned()) }
    }

    /// Finds what a name means: a folder with a study or a build, else a revision of the study.
    ///
    /// # Errors
    /// Says everything that was tried.
    pub fn find(name: &str, study: &Path) -> Result<Self, Diagnostic> {
        let folder = Path::new(name);
        let named = |place| Ok(Self { name: Some(name.to_owned()), place });
        if folder.join("book.toml").is_file() {
            return named(Place::Study(folder.to_owned()));
        }
        if folder.join("manifest.json").is_file() {
            return named(Place::Build(folder.to_owned()));
        }
        let as_folder = match folder.is_dir() {
            true => "the folder has neither a study (`book.toml`) nor a build (`manifest.json`)",
            false => "there is no such folder",
        };
        match revision(study, name) {
            Ok(revision) => named(Place::Revision(revision)),
            Err(as_revision) => {
                let message =
                    format!("`{name}` is neither a folder with a study or a build nor a revision of the study");
                Err(Diagnostic::error("nothing-to-compare", message)
                    .hint(format!("as a folder: {as_folder}"))
                    .hint(format!("as a Git revision: {as_revision}")))
            }
        }
    }

    /// What it is called in the outputs.
    pub fn title(&self) -> String {
        let name = self.name.as_deref().unwrap_or("the working folder");
        match &self.place {
            Place::Revision(revision) => format!("{name} ({})", short(&revision.commit)),
            Place::Study(_) | Place::Build(_) => name.to_owned(),
        }
    }

    pub fn kind(&self) -> &'static str {
        match &self.place {
            Place::Study(_) => "study",
            Place::Build(_) => "build",
            Place::Revision(_) => "revision",
        }
    }

    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    pub fn commit(&self) -> Option<&str> {
        match &self.place {
            Place::Revision(revision) => Some(&revision.commit),
            Place::Study(_) | Place::Build(_) => None,
        }
    }

    /// Reads the paper, and says why where that cannot be done. `which` is old or new.
    pub fn read(&self, which: &str) -> Option<Read> {
        let root = match &self.place {
            Place::Study(root) => root,
            Place::Revision(revision) => &revision.root,
            Place::Build(folder) => {
                let mut run = Run::quiet();
                return match built(folder) {
                    Ok(edition) => Some(Read { edition, paper: None }),
                    Err(diagnostic) => {
                        run.sink.push(diagnostic);
                        run.tell();
                        None
                    }
                };
            }
        };
        let mut run = Run::quiet();
        match composed(&mut run, root) {
            Ok(read) => Some(read),
            Err(_) => {
                output::tell(&format!("the {which} paper, {}, cannot be made:\n", self.title()));
                run.tell();
                None
            }
        }
    }
}

fn composed(run: &mut Run, root: &Path) -> Result<Read, Stop> {
    let grid = run.grid(root)?;
    let document = judged(run, &grid, false)?;
    let study = &grid.findings.study;
    let mut press = Presses::new(study).paper;
    let pages = press.markup(&document, study, &mut run.sink)?;
    let sheets = press.sheets(&document, &pages, &mut run.sink)?;
    let edition = Edition::of(&grid, &document, Some(sheets.count()));
    Ok(Read { edition, paper: Some((grid, document)) })
}

fn built(folder: &Path) -> Result<Edition, Diagnostic> {
    let path = folder.join("paper.json");
    let hint = "build the study again with this version of the program";
    let fault = |reason: String| {
        let message = format!("the build in `{}` cannot be compared: {reason}", folder.display());
        Diagnostic::error("unreadable-build", message).hint(hint)
    };
    if OutputFolder::is_unfinished(folder) {
        return Err(fault("it did not end, and files of two builds may lie beside each other".to_owned()));
    }
    if path.metadata().is_ok_and(|found| !found.is_file()) {
        return Err(fault("its `paper.json` is no file".to_owned()));
    }
    let bytes = std::fs::read(&path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => fault("it has no `paper.json`, as builds of earlier versions".to_owned()),
        _ => fault(format!("`paper.json` cannot be read: {error}")),
    })?;
    Edition::from_json(&bytes).map_err(|reason| fault(format!("`paper.json` cannot be understood: {reason}")))
}
