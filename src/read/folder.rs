//! The study's folder: the only code that opens input files.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{ErrorKind, Read};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use cap_fs_ext::OpenOptionsSyncExt;
use cap_std::ambient_authority;
use cap_std::fs::OpenOptions;
use sha2::{Digest, Sha256};

use super::damage;
use super::node::{File, Node, parse_yaml};
use super::parsed::Parsed;
use crate::diag::{Diagnostic, Sink, Sources};

/// Files larger than this are not a study's text; reading them would only fill memory.
const LARGEST: u64 = 512 * 1024 * 1024;

/// Folders within folders that are looked into.
const DEEPEST: usize = 8;

/// An open file of a study.
pub type Handle = std::fs::File;

/// A file that is not held in memory: it was read once for its hash, and is opened again by whoever reads it.
pub struct Stream {
    pub path: Arc<str>,
    full: PathBuf,
    /// The beginning of the file, up to 64 KiB.
    pub head: Vec<u8>,
    /// Whether the whole of it is UTF-8.
    pub utf8: bool,
    /// Whether a byte of it is zero, as no text has any.
    pub binary: bool,
}

impl Stream {
    /// Opens the file at its beginning.
    pub fn open(&self) -> std::io::Result<Handle> {
        open(&self.full)
    }
}

pub struct Folder<'a> {
    root: PathBuf,
    pub sources: &'a mut Sources,
    /// What was parsed before.
    pub parsed: &'a mut Parsed,
    inputs: Vec<(Arc<str>, String)>,
    /// Files that are not there because they stand under another name, which is told.
    missed: Vec<String>,
    /// Folders that could not be listed, with the reason.
    unseen: RefCell<BTreeMap<String, String>>,
}

impl<'a> Folder<'a> {
    pub fn new(root: &Path, parsed: &'a mut Parsed, sources: &'a mut Sources) -> Self {
        Self {
            root: root.to_owned(),
            sources,
            parsed,
            inputs: Vec::new(),
            missed: Vec::new(),
            unseen: RefCell::default(),
        }
    }

    /// Parses a YAML file; a syntax error goes into the sink.
    pub fn yaml(&mut self, file: &File, sink: &mut Sink) -> Option<Arc<Node>> {
        self.parsed.yaml.of(file, sink, |sink| parse_yaml(file, sink).map(Arc::new))
    }

    /// Notes that a file stands under another name.
    pub fn miss(&mut self, path: String) {
        self.missed.push(path);
    }

    /// Whether a file that is not there stands under another name.
    pub fn missed(&self, path: &str) -> bool {
        self.missed.iter().any(|missed| missed == path)
    }

    /// Whether something stands there, if only a link that leads nowhere: what cannot be seen is not taken for absent.
    pub fn exists(&self, path: &str) -> bool {
        match std::fs::symlink_metadata(self.root.join(path)) {
            Ok(_) => true,
            Err(error) => !matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory),
        }
    }

    /// Whether two paths of the study are one place, or one lies in the other, by their names in small letters or by where
    /// links lead.
    pub fn overlap(&self, one: &str, other: &str) -> bool {
        let named = |path: &str| -> PathBuf {
            Path::new(&path.to_lowercase()).components().filter(|part| *part != Component::CurDir).collect()
        };
        let real = |path: &str| self.root.join(path).canonicalize().ok();
        let within = |one: &Path, other: &Path| one.starts_with(other) || other.starts_with(one);
        within(&named(one), &named(other))
            || real(one).zip(real(other)).is_some_and(|(one, other)| within(&one, &other))
    }

    /// Reads a text file; what is wrong with it goes into the sink.
    pub fn text(&mut self, path: &str, sink: &mut Sink) -> Option<File> {
        let bytes = self.bytes(path, sink)?;
        let path: Arc<str> = Arc::from(path);
        match damage::text(&path, &bytes) {
            Ok(text) => {
                self.sources.insert(&path, text.clone());
                Some(File { path, text })
            }
            Err((diagnostic, shown)) => {
                if let Some(shown) = shown {
                    self.sources.insert(&path, Arc::from(shown));
                }
                sink.push(diagnostic);
                None
            }
        }
    }

    /// Reads a text file that may be missing.
    pub fn optional(&mut self, path: &str, sink: &mut Sink) -> Option<File> {
        if self.exists(path) { self.text(path, sink) } else { None }
    }

    pub fn bytes(&mut self, path: &str, sink: &mut Sink) -> Option<Arc<[u8]>> {
        let full = self.within(path, sink)?;
        let read = read(&full);
        match read {
            Ok(bytes) => {
                self.inputs.push((Arc::from(path), sha256(&bytes)));
                Some(bytes.into())
            }
            Err(reason) => {
                unreadable(path, &reason, sink);
                None
            }
        }
    }

    /// Reads a file of any size once, a piece at a time: for its hash, and for what its bytes are.
    pub fn stream(&mut self, path: &str, sink: &mut Sink) -> Option<Stream> {
        let full = self.within(path, sink)?;
        let mut pass = Pass::default();
        let read = open(&full).and_then(|mut file| pass.whole(&mut file));
        if let Err(error) = read {
            unreadable(path, &reason(&error), sink);
            return None;
        }
        let path: Arc<str> = Arc::from(path);
        self.inputs.push((path.clone(), hexadecimal(&pass.hash.finalize())));
        Some(Stream { path, full, head: pass.head, utf8: pass.utf8 && pass.rest.is_empty(), binary: pass.binary })
    }

    /// The full path of a file of the study.
    fn within(&self, path: &str, sink: &mut Sink) -> Option<PathBuf> {
        let full = self.root.join(path);
        // A link that leads elsewhere would bring files of the machine into the paper.
        if let (Ok(root), Ok(real)) = (self.root.canonicalize(), full.canonicalize())
            && !real.starts_with(&root)
        {
            let message = format!("{path} is a link that leads out of the study");
            sink.push(Diagnostic::error("outside-study", message).hint("copy the file into the study"));
            return None;
        }
        Some(full)
    }

    /// Names of the files in a folder with one of the endings, sorted; none where there is no such folder.
    pub fn list(&self, folder: &str, endings: &[&str]) -> Vec<String> {
        let wanted = |name: &str| !name.starts_with('.') && endings.iter().any(|ending| name.ends_with(ending));
        let mut names = Vec::new();
        for entry in self.entries(folder) {
            let Ok(name) = entry.file_name().into_string() else { continue };
            if !wanted(&name) {
                continue;
            }
            // What is neither can be no input: whoever reads it says so.
            if !entry.path().is_dir() {
                names.push(name);
            }
        }
        names.sort();
        names
    }

    /// Paths of the files in a folder and in those within it, from there, sorted.
    pub fn tree(&self, folder: &str) -> Vec<String> {
        let mut found = Vec::new();
        self.branch(folder, "", 0, &mut found);
        found.sort();
        found
    }

    fn branch(&self, folder: &str, within: &str, depth: usize, found: &mut Vec<String>) {
        let home = if within.is_empty() { folder.to_owned() } else { format!("{folder}/{within}") };
        for entry in self.entries(&home) {
            let Ok(name) = entry.file_name().into_string() else { continue };
            let path = if within.is_empty() { name } else { format!("{within}/{name}") };
            if !entry.path().is_dir() {
                found.push(path);
            } else if entry.file_type().is_ok_and(|kind| kind.is_dir()) && depth < DEEPEST && !path.starts_with('.') {
                self.branch(folder, &path, depth + 1, found);
            }
        }
    }

    fn entries(&self, folder: &str) -> Vec<std::fs::DirEntry> {
        let read = std::fs::read_dir(self.root.join(folder)).and_then(Iterator::collect);
        read.unwrap_or_else(|error| {
            if !matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) {
                self.not_seen(folder.to_owned(), reason(&error));
            }
            Vec::new()
        })
    }

    fn not_seen(&self, path: String, reason: String) {
        self.unseen.borrow_mut().insert(path, reason);
    }

    /// Whether a folder could not be listed.
    pub fn is_unseen(&self, folder: &str) -> bool {
        self.unseen.borrow().contains_key(folder)
    }

    /// Reports the folders that could not be listed.
    pub fn report_unseen(&self, sink: &mut Sink) {
        for (path, reason) in self.unseen.borrow().iter() {
            unreadable(path, reason, sink);
        }
    }

    /// Names of the folders in the study's root, sorted.
    pub fn folders(&self) -> Vec<String> {
        let folders = self.entries("").into_iter().filter(|entry| entry.path().is_dir());
        let mut names: Vec<String> = folders.filter_map(|entry| entry.file_name().into_string().ok()).collect();
        names.retain(|name| !name.starts_with('.'));
        names.sort();
        names
    }

    /// Every file that was read with the hash of its bytes, sorted.
    pub fn into_inputs(mut self) -> Vec<(Arc<str>, String)> {
        self.inputs.sort();
        self.inputs.dedup();
        self.inputs
    }
}

/// What one reading of a file's bytes tells.
struct Pass {
    hash: Sha256,
    head: Vec<u8>,
    utf8: bool,
    binary: bool,
    /// The beginning of a character whose end is not read yet.
    rest: Vec<u8>,
}

impl Default for Pass {
    fn default() -> Self {
        Self { hash: Sha256::new(), head: Vec::new(), utf8: true, binary: false, rest: Vec::new() }
    }
}

impl Pass {
    fn whole(&mut self, file: &mut Handle) -> std::io::Result<()> {
        let mut buffer = vec![0; 1 << 18];
        loop {
            match file.read(&mut buffer) {
                Ok(0) => return Ok(()),
                Ok(read) => self.piece(&buffer[..read]),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    fn piece(&mut self, bytes: &[u8]) {
        self.hash.update(bytes);
        let wanted = (1_usize << 16).saturating_sub(self.head.len()).min(bytes.len());
        self.head.extend_from_slice(&bytes[..wanted]);
        self.binary |= bytes.contains(&0);
        if self.utf8 {
            self.utf8 = self.continues(bytes);
        }
    }

    /// Whether the bytes go on in UTF-8; a character that they break off is kept for the next piece.
    fn continues(&mut self, mut bytes: &[u8]) -> bool {
        while !self.rest.is_empty() {
            let Some((first, others)) = bytes.split_first() else { return true };
            self.rest.push(*first);
            bytes = others;
            match std::str::from_utf8(&self.rest) {
                Ok(_) => self.rest.clear(),
                Err(error) if error.error_len().is_some() => return false,
                Err(_) => {}
            }
        }
        match std::str::from_utf8(bytes) {
            Ok(_) => true,
            Err(error) if error.error_len().is_some() => false,
            Err(error) => {
                self.rest.extend_from_slice(&bytes[error.valid_up_to()..]);
                true
            }
        }
    }
}

fn unreadable(path: &str, reason: &str, sink: &mut Sink) {
    let name = path.rsplit('/').next().unwrap_or(path);
    let hint = match (reason, name) {
        (FOLDER, _) => "put the file itself there: a folder of this name cannot be read",
        (MISSING, "SUMMARY.md") => "write it: `# Summary`, and below a line `- [Title](file.md)` for each chapter",
        (MISSING, "study.yaml") => "write it: it has the keys `timepoints` and `strands`; `synthesist new` makes one",
        _ => "check that the file is there, and that you may read it",
    };
    sink.push(Diagnostic::error("unreadable-file", format!("cannot read {path}: {reason}")).hint(hint));
}

const MISSING: &str = "there is no such file";
const FOLDER: &str = "it is a folder";
const NO_FILE: &str = "it is a pipe, a socket or a device, and no file";

/// The bytes of a file that is not larger than a study's text can be.
fn read(path: &Path) -> Result<Vec<u8>, String> {
    let read = || {
        let file = open(path)?;
        let size = file.metadata()?.len();
        let mut bytes = Vec::with_capacity(size.min(LARGEST) as usize);
        file.take(LARGEST + 1).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    let bytes = read().map_err(|error: std::io::Error| reason(&error))?;
    if bytes.len() as u64 > LARGEST { Err("it is too large".to_owned()) } else { Ok(bytes) }
}

/// Opens a file for reading; a pipe or a device in its place is refused, and nothing waits for one.
fn open(path: &Path) -> std::io::Result<Handle> {
    let mut options = OpenOptions::new();
    options.read(true).nonblock(true);
    let file = cap_std::fs::File::open_ambient_with(path, &options, ambient_authority())?;
    let found = file.metadata()?;
    if found.is_file() {
        Ok(file.into_std())
    } else if found.is_dir() {
        Err(ErrorKind::IsADirectory.into())
    } else {
        Err(std::io::Error::other(NO_FILE))
    }
}

fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => MISSING.to_owned(),
        ErrorKind::PermissionDenied => "permission denied".to_owned(),
        ErrorKind::IsADirectory => FOLDER.to_owned(),
        _ => error.to_string(),
    }
}

/// The SHA-256 of some bytes in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::Pass;

    #[test]
    fn a_character_may_lie_across_pieces() {
        let text = "a–é€𝄞b".as_bytes();
        for at in 0..=text.len() {
            let mut pass = Pass::default();
            pass.piece(&text[..at]);
            text[at..].iter().for_each(|byte| pass.piece(&[*byte]));
            assert!(pass.utf8 && pass.rest.is_empty(), "cut at {at}");
        }
        let mut pass = Pass::default();
        pass.piece(b"caf\xe9 cr");
        assert!(!pass.utf8);
    }
}
