//! The folder that a command writes to. Nothing is written or removed outside it, whatever links lie in it or appear
//! while it is written; and a set of files is replaced as one unit.
//!
//! A unit is written in two steps. First every file that changed is written beside its target, under a temporary name,
//! and a journal of what is to be renamed and removed is written after them. Then the files are renamed, `manifest.json`
//! last, and the journal goes. Where a process ends during the first step, the old files are whole, and the next writer
//! removes the temporary ones; where it ends during the second, the next writer does the rest of the journal.

use std::collections::BTreeSet;
use std::fs::TryLockError;
use std::io::{self, Read, Write};
use std::path::{Component, Path};

use cap_fs_ext::{DirExt, FollowSymlinks, OpenOptionsFollowExt, OpenOptionsMaybeDirExt, OpenOptionsSyncExt};
use cap_std::ambient_authority;
use cap_std::fs::{Dir, OpenOptions};
use serde::{Deserialize, Serialize};

use super::output::tell;

/// What every file begins with that is ours for a while only.
const PREFIX: &str = ".synthesist-";
const JOURNAL: &str = ".synthesist-journal.json";
/// The file that says what a build holds; it is renamed last.
pub const MANIFEST: &str = "manifest.json";
/// A journal is small; a larger file of its name is not ours.
const LARGEST_JOURNAL: u64 = 16 * 1024 * 1024;

/// Why a file or folder could not be written.
#[derive(Debug)]
pub struct Unwritable {
    /// The path within the folder; empty for the folder itself.
    pub path: String,
    pub error: io::Error,
}

impl Unwritable {
    /// Whether a link stands where a folder has to be.
    pub fn is_link(&self) -> bool {
        self.error.get_ref().is_some_and(|inner| inner.is::<Link>())
    }
}

/// A link in place of a folder, by its name.
#[derive(Debug)]
struct Link(String);

impl std::fmt::Display for Link {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "`{}` is a link, and outputs are not written through links", self.0)
    }
}

impl std::error::Error for Link {}

/// A folder that is held open for writing; other processes wait for their turn until it is dropped.
pub struct OutputFolder {
    top: Dir,
    /// Keeps the lock.
    _turn: Option<std::fs::File>,
}

/// What is still to be done when the temporary files are whole.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Journal {
    /// Temporary file and target, in the order of renaming.
    rename: Vec<(String, String)>,
    remove: Vec<String>,
}

impl OutputFolder {
    /// Opens a folder for writing, and makes it where it is not there. No part of `folder` below `root` may be a link.
    /// What a killed process left is put in order.
    ///
    /// # Errors
    /// When it is a link or a file, or cannot be made or opened.
    pub fn open(root: &Path, folder: &Path) -> Result<Self, Unwritable> {
        let opened = || {
            let (root, folder) = below(root, folder);
            std::fs::create_dir_all(root)?;
            let mut top = Dir::open_ambient_dir(root, ambient_authority())?;
            for part in parts(folder)? {
                top = enter_or_make(&top, part)?;
            }
            let turn = take_turn(&top);
            Ok(Self { top, _turn: turn })
        };
        let opened: Self = opened().map_err(|error| Unwritable { path: String::new(), error })?;
        opened.finish_earlier();
        Ok(opened)
    }

    /// The bytes of a file in a folder, without waiting for a turn; `None` where there is no such file.
    pub fn peek(root: &Path, folder: &Path, path: &str) -> Option<Vec<u8>> {
        let (root, folder) = below(root, folder);
        let mut top = Dir::open_ambient_dir(root, ambient_authority()).ok()?;
        for part in parts(folder).ok()? {
            top = top.open_dir_nofollow(part).ok()?;
        }
        Self { top, _turn: None }.read(path)
    }

    /// The bytes of a file of the folder; `None` where there is no such file, or something else of that name.
    pub fn read(&self, path: &str) -> Option<Vec<u8>> {
        read(&self.parent(path).ok()?, name(path), u64::MAX)
    }

    /// Whether a process ended while it replaced the files of a folder.
    pub fn is_unfinished(folder: &Path) -> bool {
        folder.join(JOURNAL).symlink_metadata().is_ok()
    }

    /// Replaces files and removes others, as one unit. Files that have their content already are left alone.
    ///
    /// # Errors
    /// When one cannot be written; nothing was replaced or removed then, but where renaming itself failed.
    pub fn replace<'a>(
        &self,
        files: impl IntoIterator<Item = (&'a String, &'a Vec<u8>)>,
        remove: Vec<String>,
    ) -> Result<(), Unwritable> {
        let mut files: Vec<(&String, &Vec<u8>)> = files.into_iter().collect();
        files.sort_by_key(|(path, _)| *path == MANIFEST);
        self.remove_temporary(files.iter().map(|(path, _)| path.as_str()).chain(remove.iter().map(String::as_str)));
        let mut journal = Journal { rename: Vec::new(), remove };
        for (path, bytes) in files {
            match self.stage(path, bytes, journal.rename.len()) {
                Ok(Some(temporary)) => journal.rename.push((temporary, path.clone())),
                Ok(None) => {}
                Err(error) => {
                    self.remove_temporary(journal.temporary());
                    return Err(Unwritable { path: path.clone(), error });
                }
            }
        }
        journal.remove.retain(|path| self.parent(path).is_ok_and(|dir| dir.symlink_metadata(name(path)).is_ok()));
        if journal.rename.is_empty() && journal.remove.is_empty() {
            return Ok(());
        }
        let done = self.note(&journal).and_then(|()| {
            self.carry_out(&journal)?;
            self.top.remove_file(JOURNAL).map_err(|error| Unwritable { path: JOURNAL.to_owned(), error })
        });
        if done.is_err() {
            let _ = self.top.remove_file(JOURNAL);
            self.remove_temporary(journal.temporary());
        }
        done
    }

    /// Writes a file beside its target. `None` where the target has these bytes already.
    fn stage(&self, path: &str, bytes: &[u8], number: usize) -> io::Result<Option<String>> {
        let mut dir = self.top.try_clone()?;
        for part in parts(Path::new(path).parent().unwrap_or(Path::new("")))? {
            dir = enter_or_make(&dir, part)?;
        }
        let name = name(path);
        if dir.symlink_metadata(name).is_ok_and(|found| found.is_dir()) {
            return Err(io::Error::other("a folder has this name"));
        }
        if read(&dir, name, bytes.len() as u64 + 1).is_some_and(|old| old == bytes) {
            return Ok(None);
        }
        let temporary = format!("{PREFIX}{}-{number}.tmp", std::process::id());
        let mut options = OpenOptions::new();
        options.write(true).create_new(true).follow(FollowSymlinks::No);
        let mut file = dir.open_with(&temporary, &options)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        Ok(Some(beside(path, &temporary)))
    }

    /// Writes the journal, whole or not at all.
    fn note(&self, journal: &Journal) -> Result<(), Unwritable> {
        let write = || {
            let bytes = serde_json::to_vec(journal).map_err(io::Error::other)?;
            let temporary = self.stage(JOURNAL, &bytes, journal.rename.len())?;
            sync(&self.top);
            temporary.map_or(Ok(()), |temporary| self.top.rename(temporary, &self.top, JOURNAL))?;
            sync(&self.top);
            Ok(())
        };
        write().map_err(|error| Unwritable { path: JOURNAL.to_owned(), error })
    }

    fn carry_out(&self, journal: &Journal) -> Result<(), Unwritable> {
        for path in &journal.remove {
            // A file that is gone already is as good as removed.
            let _ = self.parent(path).and_then(|dir| dir.remove_file_or_symlink(name(path)));
        }
        for (temporary, target) in &journal.rename {
            let renamed = self.parent(target).and_then(|dir| {
                dir.rename(name(temporary), &dir, name(target))?;
                sync(&dir);
                Ok(())
            });
            renamed.map_err(|error| Unwritable { path: target.clone(), error })?;
        }
        Ok(())
    }

    /// Does the rest of what a killed process had begun, and removes its temporary files.
    fn finish_earlier(&self) {
        if let Some(bytes) = read(&self.top, JOURNAL, LARGEST_JOURNAL)
            && let Ok(mut journal) = serde_json::from_slice::<Journal>(&bytes)
            && journal.is_ours()
        {
            journal.rename.retain(|(temporary, _)| {
                self.parent(temporary).is_ok_and(|dir| dir.symlink_metadata(name(temporary)).is_ok_and(|m| m.is_file()))
            });
            let _ = self.carry_out(&journal);
        }
        let _ = self.top.remove_file_or_symlink(JOURNAL);
    }

    /// Removes temporary files of ours, and no others, from the folder and from those in which some files lie.
    pub fn remove_temporary<'a>(&self, beside: impl Iterator<Item = &'a str>) {
        let mut folders: BTreeSet<&str> =
            beside.map(|path| path.rsplit_once('/').map_or("", |(folder, _)| folder)).collect();
        folders.insert("");
        for folder in folders {
            let Ok(dir) = self.folder(folder) else { continue };
            let Ok(entries) = dir.entries() else { continue };
            for entry in entries.filter_map(Result::ok) {
                let file = entry.file_name();
                if file.to_str().is_some_and(is_temporary) && entry.file_type().is_ok_and(|kind| kind.is_file()) {
                    let _ = dir.remove_file(file);
                }
            }
        }
    }

    /// The folder in which a file lies, not through links.
    fn parent(&self, path: &str) -> io::Result<Dir> {
        self.folder(path.rsplit_once('/').map_or("", |(folder, _)| folder))
    }

    fn folder(&self, folder: &str) -> io::Result<Dir> {
        let mut dir = self.top.try_clone()?;
        for part in parts(Path::new(folder))? {
            dir = dir.open_dir_nofollow(part)?;
        }
        Ok(dir)
    }
}

impl Journal {
    fn temporary(&self) -> impl Iterator<Item = &str> {
        self.rename.iter().map(|(temporary, _)| temporary.as_str())
    }

    /// Whether it renames temporary files of ours within their folders, and names plain paths only.
    fn is_ours(&self) -> bool {
        let plain = |path: &str| parts(Path::new(path)).is_ok_and(|parts| !parts.is_empty());
        let folder = |path: &str| path.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned());
        self.remove.iter().all(|path| plain(path))
            && self.rename.iter().all(|(temporary, target)| {
                plain(temporary)
                    && plain(target)
                    && folder(temporary) == folder(target)
                    && is_temporary(name(temporary))
            })
    }
}

/// Whether a name is that of a temporary file of ours: the prefix, a process, a number.
fn is_temporary(name: &str) -> bool {
    let middle = name.strip_prefix(PREFIX).and_then(|rest| rest.strip_suffix(".tmp"));
    middle.and_then(|middle| middle.split_once('-')).is_some_and(|(process, number)| {
        [process, number].iter().all(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
    })
}

fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn beside(path: &str, name: &str) -> String {
    path.rsplit_once('/').map_or_else(|| name.to_owned(), |(folder, _)| format!("{folder}/{name}"))
}

/// Where a folder is counted from: a folder that is named in full was typed by whoever runs the program, not by the study.
fn below<'a>(root: &'a Path, folder: &'a Path) -> (&'a Path, &'a Path) {
    let (root, folder) = if folder.is_absolute() { (folder, Path::new("")) } else { (root, folder) };
    (if root.as_os_str().is_empty() { Path::new(".") } else { root }, folder)
}

/// The parts of a path that stays below where it begins.
fn parts(path: &Path) -> io::Result<Vec<&Path>> {
    let mut parts = Vec::new();
    for part in path.components() {
        match part {
            Component::Normal(part) => parts.push(Path::new(part)),
            Component::CurDir => {}
            _ => return Err(io::Error::other("the path leads out of its folder")),
        }
    }
    Ok(parts)
}

/// Opens a folder in a folder, and makes it where there is none.
fn enter_or_make(dir: &Dir, part: &Path) -> io::Result<Dir> {
    match dir.open_dir_nofollow(part) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => match dir.create_dir(part) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
            _ => dir.open_dir_nofollow(part),
        },
        Err(_) if dir.symlink_metadata(part).is_ok_and(|found| found.is_symlink()) => {
            Err(io::Error::other(Link(part.display().to_string())))
        }
        Err(_) if dir.symlink_metadata(part).is_ok_and(|found| !found.is_dir()) => {
            Err(io::Error::other(format!("`{}` is no folder", part.display())))
        }
        opened => opened,
    }
}

/// The bytes of a regular file of at most so many bytes; no link is followed, and nothing waits.
fn read(dir: &Dir, name: &str, most: u64) -> Option<Vec<u8>> {
    let mut options = OpenOptions::new();
    options.read(true).follow(FollowSymlinks::No).nonblock(true);
    if !dir.symlink_metadata(name).ok()?.is_file() {
        return None;
    }
    let file = dir.open_with(name, &options).ok()?;
    if !file.metadata().ok()?.is_file() {
        return None;
    }
    let mut bytes = Vec::new();
    let read = file.take(most.saturating_add(1)).read_to_end(&mut bytes).ok()?;
    (read as u64 <= most).then_some(bytes)
}

/// Waits until no other process writes to the folder. Where the file system knows no locks, nothing waits.
fn take_turn(dir: &Dir) -> Option<std::fs::File> {
    let file = handle(dir).ok()?;
    match file.try_lock() {
        Ok(()) => Some(file),
        Err(TryLockError::WouldBlock) => {
            tell("another build writes to the same folder: waiting for it\n");
            file.lock().is_ok().then_some(file)
        }
        Err(TryLockError::Error(_)) => None,
    }
}

/// Sees to it that new names of a folder outlive a crash, where the system can do that.
fn sync(dir: &Dir) {
    let _ = handle(dir).and_then(|file| file.sync_all());
}

/// The folder as a file that can be locked and synchronised: the handle that paths are resolved with may allow neither.
fn handle(dir: &Dir) -> io::Result<std::fs::File> {
    let mut options = OpenOptions::new();
    options.read(true).maybe_dir(true);
    dir.open_with(".", &options).map(cap_std::fs::File::into_std)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::Path;

    use super::{JOURNAL, Journal, MANIFEST, OutputFolder, TryLockError};

    type Files = BTreeMap<String, Vec<u8>>;

    fn files(text: &str) -> Files {
        ["figures/a.svg", MANIFEST, "paper.pdf", "tables/b.csv"]
            .into_iter()
            .map(|path| (path.to_owned(), format!("{text} {path}").into_bytes()))
            .collect()
    }

    fn open(root: &Path) -> OutputFolder {
        OutputFolder::open(root, Path::new("build")).expect("the folder can be opened")
    }

    #[test]
    fn a_process_that_ends_anywhere_leaves_all_old_files_or_the_next_one_makes_all_new() {
        let (old, new) = (files("old"), files("new"));
        for done in 0..=new.len() {
            let root = tempfile::tempdir().expect("a folder");
            open(root.path()).replace(&old, Vec::new()).expect("it can be written");
            {
                let folder = open(root.path());
                let mut rename = Vec::new();
                for (path, bytes) in &new {
                    let staged = folder.stage(path, bytes, rename.len()).expect("it can be written");
                    rename.push((staged.expect("it is new"), path.clone()));
                }
                for (path, bytes) in &old {
                    assert_eq!(folder.read(path).as_ref(), Some(bytes), "nothing is replaced while files are written");
                }
                let journal = Journal { rename, remove: Vec::new() };
                folder.note(&journal).expect("it can be written");
                let begun = Journal { rename: journal.rename[..done].to_vec(), remove: Vec::new() };
                folder.carry_out(&begun).expect("it can be renamed");
                assert!(OutputFolder::is_unfinished(&root.path().join("build")));
            }
            let folder = open(root.path());
            for (path, bytes) in &new {
                assert_eq!(folder.read(path).as_ref(), Some(bytes), "after {done} files");
            }
            assert!(!OutputFolder::is_unfinished(&root.path().join("build")));
        }
    }

    /// Where this fails the file system knows no locks, and builds at once do not take turns.
    #[test]
    fn a_folder_is_one_process_s_at_a_time() {
        let root = tempfile::tempdir().expect("a folder");
        let first = open(root.path());
        let again = std::fs::File::open(root.path().join("build")).expect("it can be opened");
        assert!(matches!(again.try_lock(), Err(TryLockError::WouldBlock)));
        drop(first);
        assert!(again.try_lock().is_ok());
    }

    #[test]
    fn the_manifest_is_renamed_last() {
        let root = tempfile::tempdir().expect("a folder");
        let folder = open(root.path());
        folder.replace(&files("old"), Vec::new()).expect("it can be written");
        assert_eq!(folder.read(MANIFEST).expect("it is there"), b"old manifest.json");
        assert_eq!(folder.read("figures/../paper.pdf"), None);
    }

    #[test]
    fn a_journal_of_another_hand_renames_nothing_that_is_not_temporary() {
        for (from, to) in
            [("paper.pdf", "x"), (".synthesist-1-0.tmp", "../x"), ("a/.synthesist-1-0.tmp", "x"), ("/etc/x", "x")]
        {
            let journal = Journal { rename: vec![(from.to_owned(), to.to_owned())], remove: Vec::new() };
            assert!(!journal.is_ours(), "{from} to {to}");
        }
        let root = tempfile::tempdir().expect("a folder");
        open(root.path()).replace(&files("old"), Vec::new()).expect("it can be written");
        let journal = b"{\"rename\": [[\"paper.pdf\", \"../stolen\"]], \"remove\": [\"../../x\"]}";
        std::fs::write(root.path().join("build").join(JOURNAL), journal).expect("it can be written");
        assert_eq!(open(root.path()).read("paper.pdf").expect("it is there"), b"old paper.pdf");
    }
}
