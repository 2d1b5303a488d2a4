//! A revision of the study, as Git keeps it, put into a folder for a while.
//!
//! The program `git` does the work, but not with the repository's own settings, which may name programs to run: whoever
//! sent the study wrote them. The revision is checked out by an empty repository that borrows the objects of the study's,
//! so that filters run which the reader's own settings name (Git LFS, for example), and no others. The study's repository
//! is only asked where its objects are and which commit a name means; nothing of it is changed, nothing is fetched.

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
    let git = Git::in_study(study);
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
    unpack(&git, &commit, folder.path())?;
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

/// The program, in a folder.
struct Git<'a> {
    folder: &'a Path,
    settings: Vec<String>,
}

impl<'a> Git<'a> {
    /// In the study's repository, for commands that only look things up.
    fn in_study(folder: &'a Path) -> Self {
        Self { folder, settings: Vec::new() }
    }

    fn run(&self, arguments: &[&str]) -> Result<Vec<u8>, Fault> {
        let mut command = Command::new("git");
        command.args(["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.pager=cat"]);
        for setting in &self.settings {
            command.args(["-c", setting]);
        }
        command.arg("-C").arg(self.folder).args(arguments).stdin(Stdio::null());
        // Objects that a partial clone lacks are not fetched: that runs what the repository names.
        command.env("GIT_NO_LAZY_FETCH", "1").env("GIT_ALLOW_PROTOCOL", "").env("GIT_OPTIONAL_LOCKS", "0");
        for inherited in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_EXTERNAL_DIFF"] {
            command.env_remove(inherited);
        }
        let output = command.output().map_err(|_| Fault::Absent)?;
        match output.status.success() {
            true => Ok(output.stdout),
            false => Err(Fault::Refused(first_line(&output.stderr))),
        }
    }

    fn line(&self, arguments: &[&str]) -> Result<String, Fault> {
        let out = self.run(arguments)?;
        Ok(String::from_utf8_lossy(&out).trim_end_matches(['\r', '\n']).to_owned())
    }
}

/// Writes the files of a commit below `tree/` in a folder. `git` itself sees to it that no link or name of the commit
/// leads out of there; modules of other repositories are left out.
fn unpack(study: &Git<'_>, commit: &str, folder: &Path) -> Result<(), String> {
    let words = |fault: Fault| match fault {
        Fault::Absent => "the program `git` is not there".to_owned(),
        Fault::Refused(said) => format!("`git` cannot read the commit {} ({said})", short(commit)),
    };
    let failed = |error: std::io::Error| format!("the commit {} cannot be unpacked: {error}", short(commit));
    let tree = folder.join("tree");
    std::fs::create_dir(&tree).map_err(failed)?;
    let place = |name: &str| -> Result<PathBuf, String> {
        let path = study.line(&["rev-parse", "--git-path", name]).map_err(words)?;
        study.folder.join(path).canonicalize().map_err(failed)
    };
    let objects = place("objects")?;
    let format = study.line(&["rev-parse", "--show-object-format"]).unwrap_or_else(|_| "sha1".to_owned());
    let large_files = objects.with_file_name("lfs");
    let git = Git { folder: &tree, settings: vec![format!("lfs.storage={}", large_files.display())] };
    git.run(&["init", "--quiet", "--template=", &format!("--object-format={format}")]).map_err(words)?;
    let info = tree.join(".git/objects/info");
    std::fs::create_dir_all(&info).map_err(failed)?;
    std::fs::write(info.join("alternates"), format!("{}\n", objects.display())).map_err(failed)?;
    git.run(&["read-tree", commit]).map_err(words)?;
    git.run(&["checkout-index", "--all", "--force", "--quiet"]).map_err(words)?;
    std::fs::remove_dir_all(tree.join(".git")).map_err(failed)
}

fn first_line(said: &[u8]) -> String {
    let said = String::from_utf8_lossy(said);
    said.lines().next().unwrap_or("it says nothing").trim_start_matches("fatal: ").to_owned()
}
