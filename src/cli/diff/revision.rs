//! A revision of the study, as Git keeps it, put into a folder for a while.
//!
//! The program `git` does the work, so that filters and attributes of the repository hold. The repository itself is not
//! touched: the revision gets an index of its own.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A study of a revision; its folder goes with it.
pub struct Revision {
    /// The full name of the commit.
    pub commit: String,
    /// The study's folder.
    pub root: PathBuf,
    _folder: TempDir,
}

/// Takes the study out of a revision of the repository that its folder lies in.
///
/// # Errors
/// In words: there is no `git`, no repository, no such commit, or no study in it.
pub fn revision(study: &Path, name: &str) -> Result<Revision, String> {
    let git = Git { study, index: None };
    let prefix = git.line(&["rev-parse", "--show-prefix"]).map_err(|fault| match fault {
        Fault::Absent => "the program `git` is not there, and only it can tell".to_owned(),
        Fault::Refused(said) => format!("the study lies in no Git repository that can be read ({said})"),
    })?;
    // A name that begins so would be taken for an option.
    let commit = match name.starts_with('-') {
        true => None,
        false => git.line(&["rev-parse", "--verify", "--quiet", &format!("{name}^{{commit}}")]).ok(),
    };
    let commit = commit.ok_or_else(|| "the study's repository knows no such commit".to_owned())?;
    let folder =
        TempDir::with_prefix("synthesist-").map_err(|error| format!("no folder can be made for it: {error}"))?;
    let root = folder.path().join("tree").join(&prefix);
    git.unpack(&commit, folder.path())?;
    if !root.join("book.toml").is_file() {
        return Err(format!("the commit {} has no {prefix}book.toml", short(&commit)));
    }
    Ok(Revision { commit, root, _folder: folder })
}

/// The beginning of a commit's name, enough for people.
pub fn short(commit: &str) -> &str {
    commit.get(..7).unwrap_or(commit)
}

enum Fault {
    Absent,
    /// What `git` said.
    Refused(String),
}

struct Git<'a> {
    study: &'a Path,
    /// An index in place of the repository's own.
    index: Option<PathBuf>,
}

impl Git<'_> {
    fn run(&self, arguments: &[&str], input: Stdio) -> Result<Vec<u8>, Fault> {
        let mut command = Command::new("git");
        command.arg("-C").arg(self.study).args(arguments).stdin(input);
        if let Some(index) = &self.index {
            command.env("GIT_INDEX_FILE", index);
        }
        let output = command.output().map_err(|_| Fault::Absent)?;
        match output.status.success() {
            true => Ok(output.stdout),
            false => Err(Fault::Refused(first_line(&output.stderr))),
        }
    }

    fn line(&self, arguments: &[&str]) -> Result<String, Fault> {
        let out = self.run(arguments, Stdio::null())?;
        Ok(String::from_utf8_lossy(&out).trim_end_matches(['\r', '\n']).to_owned())
    }

    /// Writes the files of a commit that lie in the study's folder below `tree/`. `git` itself sees to it that no link
    /// or name of the commit leads out of there; modules of other repositories are left out.
    fn unpack(&self, commit: &str, folder: &Path) -> Result<(), String> {
        let git = Git { study: self.study, index: Some(folder.join("index")) };
        let words = |fault: Fault| match fault {
            Fault::Absent => "the program `git` is not there".to_owned(),
            Fault::Refused(said) => format!("`git` cannot read the commit {} ({said})", short(commit)),
        };
        let failed = |error: std::io::Error| format!("the commit {} cannot be unpacked: {error}", short(commit));
        git.run(&["read-tree", commit], Stdio::null()).map_err(words)?;
        let names = git.run(&["ls-files", "-z"], Stdio::null()).map_err(words)?;
        let mut list = tempfile::tempfile_in(folder).map_err(failed)?;
        list.write_all(&names).map_err(failed)?;
        std::io::Seek::rewind(&mut list).map_err(failed)?;
        let tree = folder.join("tree");
        std::fs::create_dir(&tree).map_err(failed)?;
        let to = format!("--prefix={}/", tree.display());
        git.run(&["checkout-index", "--force", "--quiet", "-z", "--stdin", &to], Stdio::from(list)).map_err(words)?;
        Ok(())
    }
}

fn first_line(said: &[u8]) -> String {
    let said = String::from_utf8_lossy(said);
    said.lines().next().unwrap_or("it says nothing").trim_start_matches("fatal: ").to_owned()
}
