//! A note of the last build, so that a build of which nothing changed need not be made again.
//!
//! The note lies in the user's cache folder, not in the build: it holds times of this machine. It is believed only where
//! every file of the study and every output has the size and the time of change that it had, the program is the same
//! file, and nothing had been saved within two seconds of the build, since a coarse clock could hide a second save.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use super::output_folder::{MANIFEST, OutputFolder};
use crate::diag::{Severity, Sink};
use crate::model::Study;
use crate::read::sha256;

/// No file system counts time in larger steps.
const COARSEST: Duration = Duration::from_secs(2);

/// What the last build was made of and made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    program: String,
    inputs: String,
    outputs: String,
    /// Claims that were contradicted.
    pub contradicted: usize,
    pub warnings: usize,
    pub notes: usize,
}

/// The files of a study as they lie there before anything is read.
pub struct Before {
    inputs: String,
    /// Whether the last save was long enough ago.
    settled: bool,
}

impl Before {
    /// Looks at every file that a study may be made of; `None` where that cannot be told.
    pub fn of(root: &Path) -> Option<Self> {
        let (src, _) = crate::read::folders(root)?;
        let mut files = vec![root.join("book.toml")];
        for folder in ["data", "templates", &src] {
            walk(&root.join(folder), &mut files);
        }
        let now = SystemTime::now();
        let newest = files.iter().filter_map(|path| path.metadata().ok()?.modified().ok()).max()?;
        let settled = newest + COARSEST < now;
        Some(Self { inputs: looks(root, &files)?, settled })
    }
}

/// The note of the last build, where it is still true of what lies there.
pub fn unchanged(root: &Path, before: &Before) -> Option<Stamp> {
    let text = std::fs::read_to_string(place(root)?).ok()?;
    let stamp: Stamp = serde_json::from_str(&text).ok()?;
    let (_, build) = crate::read::folders(root)?;
    let same = stamp.program == program()? && stamp.inputs == before.inputs && stamp.outputs == outputs(root, &build)?;
    same.then_some(stamp)
}

/// Notes a build that was written. Where it cannot be noted, the next build is simply made.
pub fn note(root: &Path, before: &Before, study: &Study, contradicted: usize, sink: &Sink) {
    let _ = try_note(root, before, study, contradicted, sink);
}

fn try_note(root: &Path, before: &Before, study: &Study, contradicted: usize, sink: &Sink) -> Option<()> {
    let place = place(root)?;
    let manifest = &study.manifest;
    // A file from elsewhere was not looked at.
    let known = |path: &str| {
        path == "book.toml"
            || ["data", "templates", &manifest.src].iter().any(|folder| {
                path.strip_prefix(*folder).is_some_and(|rest| rest.starts_with('/')) && !path.contains("..")
            })
    };
    if !before.settled || !study.inputs.iter().all(|(path, _)| known(path)) {
        return std::fs::remove_file(place).ok();
    }
    let stamp = Stamp {
        program: program()?,
        inputs: before.inputs.clone(),
        outputs: outputs(root, &manifest.build_dir)?,
        contradicted,
        warnings: sink.count(Severity::Warning),
        notes: sink.count(Severity::Note),
    };
    std::fs::create_dir_all(place.parent()?).ok()?;
    std::fs::write(place, serde_json::to_string(&stamp).ok()?).ok()
}

/// Where the note of a study lies.
fn place(root: &Path) -> Option<PathBuf> {
    let root = root.canonicalize().ok()?;
    let name = sha256(root.as_os_str().as_encoded_bytes());
    Some(dirs::cache_dir()?.join("synthesist").join(format!("{}.json", &name[..32])))
}

/// The program by its size and time: another one may make other files of the same study.
fn program() -> Option<String> {
    let path = std::env::current_exe().ok()?;
    looks(path.parent()?, std::slice::from_ref(&path))
}

/// The files of a build by their sizes and times.
fn outputs(root: &Path, build: &str) -> Option<String> {
    let folder = root.join(build);
    let manifest = OutputFolder::peek(root, Path::new(build), MANIFEST)?;
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).ok()?;
    let names = manifest.get("outputs")?.as_object()?.keys();
    let mut files: Vec<PathBuf> = names.map(|name| folder.join(name)).collect();
    files.push(folder.join(MANIFEST));
    looks(&folder, &files)
}

/// A name for the sizes and times of some files; `None` where one of them is not there.
fn looks(root: &Path, files: &[PathBuf]) -> Option<String> {
    let mut lines = Vec::new();
    for file in files {
        let seen = file.metadata().ok()?;
        let since = seen.modified().ok()?.duration_since(SystemTime::UNIX_EPOCH).ok()?;
        let name = file.strip_prefix(root).unwrap_or(file);
        lines.push(format!("{}\t{}\t{}", name.display(), seen.len(), since.as_nanos()));
    }
    lines.sort();
    Some(sha256(lines.join("\n").as_bytes()))
}

/// Every file below a folder; a folder that links back to one above it is walked a few times at most.
fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    walk_at(folder, found, 0);
}

const DEEPEST: usize = 16;

fn walk_at(folder: &Path, found: &mut Vec<PathBuf>, depth: usize) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.filter_map(Result::ok) {
        let path = entry.path();
        match path.is_dir() {
            true if depth < DEEPEST => walk_at(&path, found, depth + 1),
            true => {}
            false if path.is_file() => found.push(path),
            false => {}
        }
    }
}
