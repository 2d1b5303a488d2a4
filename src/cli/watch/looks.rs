//! How files look from outside: what tells that one was saved without reading it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Whether an editor makes files of such a name for itself.
pub fn is_temporary(name: &str) -> bool {
    name.starts_with(".#") || name.ends_with('~') || name.ends_with(".swp")
}

/// How files looked, by their paths.
pub type Looks = BTreeMap<PathBuf, Look>;

/// A file as its folder tells of it, and not its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    length: u64,
    changed: Option<SystemTime>,
    identity: Option<Identity>,
}

impl Look {
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }
}

/// What tells a file or folder from another of the same name; nothing where the system has nothing of the kind.
pub type Identity = (u64, u64);

#[cfg(unix)]
fn identity_of(seen: &std::fs::Metadata) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    Some((seen.dev(), seen.ino()))
}

#[cfg(not(unix))]
fn identity_of(seen: &std::fs::Metadata) -> Option<Identity> {
    let made = seen.created().ok()?.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    Some((made.as_secs(), u64::from(made.subsec_nanos())))
}

pub fn identity(folder: &Path) -> Option<Identity> {
    let seen = folder.metadata().ok().filter(std::fs::Metadata::is_dir)?;
    identity_of(&seen).or(Some((0, 0)))
}

pub fn look(file: &Path) -> Option<Look> {
    let seen = file.metadata().ok()?;
    Some(Look { length: seen.len(), changed: seen.modified().ok(), identity: identity_of(&seen) })
}

/// A folder that links back to one above it is walked a few times at most.
const DEEPEST: usize = 16;

pub fn walk(folder: &Path, depth: usize, looks: &mut Looks) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.filter_map(Result::ok) {
        let path = entry.path();
        if is_temporary(&entry.file_name().to_string_lossy()) {
            continue;
        }
        match path.is_dir() {
            true if depth < DEEPEST => walk(&path, depth + 1, looks),
            true => {}
            false => looks.extend(look(&path).map(|look| (path, look))),
        }
    }
}
