//! Writing to the terminal, to a single file, and to a folder; a file's last good content stays whole until the new one is.

use std::borrow::Cow;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use tempfile::NamedTempFile;

use super::output_folder::{OutputFolder, Unwritable};
use crate::diag::{Diagnostic, Sink, is_unprintable};

/// Prints data; a reader that went away, such as `head`, is no error. A file or another program gets it as it is, a
/// terminal without what would command it.
pub fn print(text: &str) {
    let mut out = io::stdout().lock();
    let text = if out.is_terminal() { for_terminal(text) } else { Cow::Borrowed(text) };
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
    let _ = io::stderr().lock().write_all(for_terminal(text).as_bytes());
}

/// A text with no character that moves the cursor, commands a terminal or turns the direction of the text; lines, tabs and
/// colours stay.
fn for_terminal(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| is_unprintable(c) && c != '\n' && c != '\t') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let colour = colour_at(rest);
        let (shown, length) = match colour {
            0 => (if is_unprintable(c) && c != '\n' && c != '\t' { " " } else { &rest[..c.len_utf8()] }, c.len_utf8()),
            length => (&rest[..length], length),
        };
        out.push_str(shown);
        rest = &rest[length..];
    }
    Cow::Owned(out)
}

/// The length of the sequence that sets a colour at the beginning of a text; 0 where there is none.
fn colour_at(text: &str) -> usize {
    let Some(codes) = text.strip_prefix("\u{1b}[") else { return 0 };
    let length = codes.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b';').count();
    let plain = codes[..length]
        .split(';')
        .all(|code| matches!(code, "0" | "1" | "2" | "4" | "9" | "31" | "32" | "33" | "34" | "36"));
    if plain && codes[length..].starts_with('m') { length + 3 } else { 0 }
}

/// Replaces files in a folder as one unit: all of them, or none. Whether it worked.
pub fn replace_all<'a>(
    root: &Path,
    folder: &str,
    files: impl IntoIterator<Item = (&'a String, &'a Vec<u8>)>,
    sink: &mut Sink,
) -> bool {
    let written = OutputFolder::open(root, Path::new(folder)).and_then(|opened| opened.replace(files, Vec::new()));
    written.map_err(|fault| report_unwritable(folder, &fault, sink)).is_ok()
}

/// Says that something in an output folder could not be written.
pub fn report_unwritable(folder: &str, fault: &Unwritable, sink: &mut Sink) {
    let path = if fault.path.is_empty() { folder.to_owned() } else { format!("{folder}/{}", fault.path) };
    let mut diagnostic = Diagnostic::error("unwritable-file", format!("cannot write {path}: {}", fault.error));
    if fault.is_link() {
        diagnostic = diagnostic.hint("remove the link: outputs are written into folders of the study");
    }
    sink.push(diagnostic);
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
    match std::fs::metadata(target) {
        Ok(found) if !found.is_file() => return Err(io::Error::other("what stands there is no file")),
        Ok(_) if std::fs::read(target).is_ok_and(|old| old == bytes) => return Ok(None),
        _ => {}
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

#[cfg(test)]
mod tests {
    use super::for_terminal;

    #[test]
    fn a_terminal_gets_colours_and_no_commands() {
        let colours = "\u{1b}[1;31merror\u{1b}[0m\twords\n";
        assert_eq!(for_terminal(colours), colours);
        let commands = "a\u{1b}]0;title\u{7}b\u{1b}[2Jc\u{1b}[8md\u{202e}e\rf\u{9b}31mg\u{1b}";
        let shown = for_terminal(commands);
        assert!(!shown.chars().any(super::is_unprintable), "{shown:?}");
        assert_eq!(shown, "a ]0;title b [2Jc [8md e f 31mg ");
    }
}
