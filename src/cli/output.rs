//! Writing: each file beside its target and renamed over it, so that the last good one stays whole.

use std::io::{self, Write};
use std::path::Path;

use crate::diag::{Diagnostic, Sink};

/// Prints data; a reader that went away, such as `head`, is no error.
pub fn print(text: &str) {
    let mut out = io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// Replaces a file in one step; whether that worked.
pub fn replace(root: &Path, path: &str, bytes: &[u8], sink: &mut Sink) -> bool {
    match try_replace(&root.join(path), bytes) {
        Ok(()) => true,
        Err(error) => {
            sink.push(Diagnostic::error("unwritable-file", format!("cannot write {path}: {error}")));
            false
        }
    }
}

fn try_replace(target: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = target.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    if std::fs::read(target).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    let mut file = tempfile::Builder::new().prefix(".synthesist-").tempfile_in(folder)?;
    file.write_all(bytes)?;
    readable(file.as_file())?;
    file.as_file().sync_all()?;
    file.persist(target).map_err(|error| error.error)?;
    Ok(())
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
