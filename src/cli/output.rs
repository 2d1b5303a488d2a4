//! Writing: each file beside its target and renamed over it, so that the last good one stays whole.

use std::io::{self, Write};
use std::path::Path;

use tempfile::NamedTempFile;

use crate::diag::{Diagnostic, Sink};

/// Prints data; a reader that went away, such as `head`, is no error.
pub fn print(text: &str) {
    let mut out = io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// Whether a folder is new or empty, so that nothing is written over.
pub fn is_free(folder: &Path) -> bool {
    match std::fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    }
}

/// Says something on standard error.
pub fn tell(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Replaces files in a folder of the study: all are written beside their targets first, and only when that worked are they renamed
/// over them. Whether it worked.
pub fn replace_all<'a>(
    root: &Path,
    folder: &str,
    files: impl IntoIterator<Item = (&'a String, &'a Vec<u8>)>,
    sink: &mut Sink,
) -> bool {
    let mut staged = Vec::new();
    for (path, bytes) in files {
        let (path, target) = (format!("{folder}/{path}"), root.join(folder).join(path));
        match stage(&target, bytes) {
            Ok(Some(file)) => staged.push((path, target, file)),
            Ok(None) => {}
            Err(error) => return unwritable(&path, &error, sink),
        }
    }
    for (path, target, file) in staged {
        if let Err(error) = file.persist(&target) {
            return unwritable(&path, &error.error, sink);
        }
    }
    true
}

/// Replaces one file, wherever it lies.
pub fn replace(target: &Path, bytes: &[u8], sink: &mut Sink) -> bool {
    let written = stage(target, bytes).and_then(|file| match file {
        Some(file) => file.persist(target).map(|_| ()).map_err(|error| error.error),
        None => Ok(()),
    });
    match written {
        Ok(()) => true,
        Err(error) => unwritable(&target.display().to_string(), &error, sink),
    }
}

fn unwritable(path: &str, error: &io::Error, sink: &mut Sink) -> bool {
    sink.push(Diagnostic::error("unwritable-file", format!("cannot write {path}: {error}")));
    false
}

/// A file beside its target with the new content; none where the target has it already.
fn stage(target: &Path, bytes: &[u8]) -> io::Result<Option<NamedTempFile>> {
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    if std::fs::read(target).is_ok_and(|old| old == bytes) {
        return Ok(None);
    }
    let mut file = tempfile::Builder::new().prefix(".synthesist-").tempfile_in(folder)?;
    file.write_all(bytes)?;
    readable(file.as_file())?;
    file.as_file().sync_all()?;
    Ok(Some(file))
}

/// A temporary file is its owner's alone; a paper is for reading.
#[cfg(unix)]
fn readable(file: &std::fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_: &std::fs::File) -> io::Result<()> {
    Ok(())
}
