//! The study's folder: the only code that opens input files.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::node::File;
use crate::diag::{Diagnostic, Origin, Sink, Sources};

/// Files larger than this are not a study's text; reading them would only fill memory.
const LARGEST: u64 = 512 * 1024 * 1024;

pub struct Folder<'a> {
    root: PathBuf,
    pub sources: &'a mut Sources,
    inputs: Vec<(Arc<str>, String)>,
}

impl<'a> Folder<'a> {
    pub fn new(root: &Path, sources: &'a mut Sources) -> Self {
        Self { root: root.to_owned(), sources, inputs: Vec::new() }
    }

    pub fn exists(&self, path: &str) -> bool {
        self.root.join(path).exists()
    }

    /// Reads a text file; what is wrong with it goes into the sink.
    pub fn text(&mut self, path: &str, sink: &mut Sink) -> Option<File> {
        let bytes = self.bytes(path, sink)?;
        let origin = Origin::start_of(&Arc::from(path));
        let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
        match std::str::from_utf8(start) {
            Ok(text) => {
                let file = File { path: Arc::from(path), text: Arc::from(text.replace("\r\n", "\n")) };
                self.sources.insert(&file.path, file.text.clone());
                Some(file)
            }
            Err(error) => {
                let valid = String::from_utf8_lossy(&start[..error.valid_up_to()]);
                let origin = Origin::of_range(&origin.file, &valid, valid.len()..valid.len());
                let diagnostic = Diagnostic::error("not-utf-8", format!("{path} is not UTF-8 text"))
                    .at(&origin)
                    .hint("save the file as UTF-8");
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
        let full = self.root.join(path);
        // A link that leads elsewhere would bring files of the machine into the paper.
        if let (Ok(root), Ok(real)) = (self.root.canonicalize(), full.canonicalize())
            && !real.starts_with(&root)
        {
            let message = format!("{path} is a link that leads out of the study");
            sink.push(Diagnostic::error("outside-study", message).hint("copy the file into the study"));
            return None;
        }
        let size = std::fs::metadata(&full).map(|meta| meta.len()).unwrap_or(0);
        let read = if size > LARGEST { Err("it is too large".to_owned()) } else { read(&full) };
        match read {
            Ok(bytes) => {
                self.inputs.push((Arc::from(path), sha256(&bytes)));
                Some(bytes.into())
            }
            Err(reason) => {
                sink.push(Diagnostic::error("unreadable-file", format!("cannot read {path}: {reason}")));
                None
            }
        }
    }

    /// Names of the files in a folder with one of the endings, sorted; none where there is no such folder.
    pub fn list(&self, folder: &str, endings: &[&str]) -> Vec<String> {
        let Ok(entries) = std::fs::read_dir(self.root.join(folder)) else { return Vec::new() };
        let mut names: Vec<String> = entries
            .filter_map(Result::ok)
            .filter(|entry| entry.path().is_file())
            .filter_map(|entry| entry.file_name().into_string().ok())
            .filter(|name| !name.starts_with('.') && endings.iter().any(|ending| name.ends_with(ending)))
            .collect();
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

fn read(path: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
        std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        std::io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        _ => error.to_string(),
    })
}

/// The SHA-256 of some bytes in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
