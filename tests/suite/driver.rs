//! Whole small studies in folders of their own, and the built program run on them.
//!
//! A run that says anything on standard error fails a test that did not ask for it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::minimal;

/// The files of a study that is not written yet.
#[derive(Clone)]
pub struct Draft {
    files: BTreeMap<String, Vec<u8>>,
}

impl Draft {
    /// The minimal study.
    pub fn minimal() -> Self {
        let files = minimal::FILES.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
        Self { files: files.collect() }
    }

    pub fn empty() -> Self {
        Self { files: BTreeMap::new() }
    }

    /// A study of nothing but numbers, without instruments or data.
    pub fn numbers() -> Self {
        let book = "[book]\ntitle = \"Numbers\"\nsrc = \"content\"\n\n[output.synthesist]\noptional = true\n";
        Self::empty()
            .with("book.toml", book)
            .with("content/SUMMARY.md", "# Summary\n\n- [Numbers](numbers.md)\n")
            .with("content/numbers.md", "# Numbers\n\nNothing is said of them.\n")
            .with("content/paper.yaml", "authors: []\ndate: 2026-01-01\n")
    }

    /// A file, in place of what the study has there.
    pub fn with(mut self, path: &str, content: impl AsRef<[u8]>) -> Self {
        self.files.insert(path.to_owned(), content.as_ref().to_vec());
        self
    }

    pub fn without(mut self, path: &str) -> Self {
        assert!(self.files.remove(path).is_some(), "the study has no {path}");
        self
    }

    /// Puts other words into a file; the old ones must stand there just once, or the test tests something else.
    pub fn edit(self, path: &str, old: &str, new: &str) -> Self {
        let text = self.text(path);
        assert_eq!(text.matches(old).count(), 1, "`{old}` stands once in {path}");
        let text = text.replace(old, new);
        self.with(path, text)
    }

    pub fn append(self, path: &str, more: &str) -> Self {
        let text = self.text(path) + more;
        self.with(path, text)
    }

    pub fn text(&self, path: &str) -> String {
        let bytes = self.files.get(path).unwrap_or_else(|| panic!("the study has no {path}"));
        String::from_utf8(bytes.clone()).expect("the study's own files are UTF-8")
    }

    /// Writes the study into a new folder.
    pub fn write(&self) -> Study {
        let folder = TempDir::with_prefix("synthesist-").expect("a temporary folder");
        let study = Study { root: folder.path().to_owned(), _folder: Some(folder) };
        for (path, content) in &self.files {
            study.put(path, content);
        }
        study
    }

    /// Writes the files of the draft into a study that is there already.
    pub fn put_over(&self, study: &Study) {
        self.files.iter().for_each(|(path, content)| study.put(path, content));
    }

    /// Writes the study and runs the program on it.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        self.write().run(arguments)
    }
}

/// A study in a folder; one that a test wrote goes with it.
pub struct Study {
    pub root: PathBuf,
    _folder: Option<TempDir>,
}

impl Study {
    /// A study that is there already.
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into(), _folder: None }
    }

    /// A copy of a study's inputs in a folder of its own.
    pub fn copy_of(root: &Path) -> Self {
        let mut draft = Draft::empty();
        for part in ["book.toml", "content", "data", "templates"] {
            for path in files_under(&root.join(part)) {
                let name = path.strip_prefix(root).expect("it lies under the root").to_string_lossy().into_owned();
                draft = draft.with(&name, fs::read(&path).expect("a readable file"));
            }
        }
        draft.write()
    }

    pub fn put(&self, path: &str, content: impl AsRef<[u8]>) {
        let full = self.root.join(path);
        fs::create_dir_all(full.parent().expect("a folder above it")).expect("a folder can be made");
        fs::write(full, content).expect("a file can be written");
    }

    pub fn edit(&self, path: &str, old: &str, new: &str) {
        let text = fs::read_to_string(self.root.join(path)).expect("a readable file");
        assert_eq!(text.matches(old).count(), 1, "`{old}` stands once in {path}");
        self.put(path, text.replace(old, new));
    }

    pub fn read(&self, path: &str) -> Vec<u8> {
        fs::read(self.root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub fn json(&self, path: &str) -> serde_json::Value {
        serde_json::from_slice(&self.read(path)).expect("JSON")
    }

    /// Every file of the build folder with its bytes; empty where nothing was built.
    pub fn products(&self) -> BTreeMap<String, Vec<u8>> {
        let build = self.root.join("build");
        let files = files_under(&build).into_iter().map(|path| {
            let name = path.strip_prefix(&build).expect("it lies there").to_string_lossy().replace('\\', "/");
            (name, fs::read(&path).expect("a readable file"))
        });
        files.collect()
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        self.run_in(arguments, &[])
    }

    /// Runs the program with some variables of its environment set.
    pub fn run_in(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Ran {
        let mut command = program();
        command.arg("-C").arg(&self.root).args(arguments).envs(environment.iter().copied());
        Ran::of(command)
    }
}

/// The built program, with nothing of the tester's own settings.
pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_synthesist"));
    command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").env_remove("COLUMNS");
    // Nothing is noted of a build, so that every build is made.
    command.env("XDG_CACHE_HOME", "/nonexistent").env("HOME", "/nonexistent").env("LOCALAPPDATA", "/nonexistent");
    command
}

/// What a run of the program gave.
pub struct Ran {
    pub stdout: String,
    pub stderr: String,
    pub code: i32,
}

impl Ran {
    pub fn of(mut command: Command) -> Self {
        let output = command.output().expect("the program can be started");
        let ran = Self {
            stdout: String::from_utf8(output.stdout).expect("UTF-8 on standard output"),
            stderr: String::from_utf8(output.stderr).expect("UTF-8 on standard error"),
            code: output.status.code().expect("the program ends by itself"),
        };
        assert!(!ran.stderr.contains("panicked at"), "the program panicked:\n{}", ran.stderr);
        ran
    }

    /// Exit status 0 and nothing on standard error; gives what stands on standard output.
    #[track_caller]
    pub fn quiet(self) -> String {
        assert_eq!((self.stderr.as_str(), self.code), ("", 0), "standard output:\n{}", self.stdout);
        self.stdout
    }

    /// The given exit status, whatever is said; gives what stands on standard output.
    #[track_caller]
    pub fn ended(self, code: i32) -> String {
        assert_eq!(self.code, code, "standard error:\n{}", self.stderr);
        self.stdout
    }

    /// The given exit status and the whole of what is said on standard error, with nothing on standard output.
    #[track_caller]
    pub fn said(self, code: i32, stderr: &str) {
        assert_eq!((self.stdout.as_str(), self.stderr.as_str(), self.code), ("", stderr, code));
    }
}

/// The errors that are told, each with its place.
pub fn errors(said: &str) -> Vec<String> {
    let lines: Vec<&str> = said.lines().collect();
    let heads = lines.iter().enumerate().filter(|(_, line)| line.starts_with("error["));
    heads.map(|(at, head)| format!("{head} {}", lines.get(at + 1).map_or("", |line| line.trim()))).collect()
}

/// The files below a folder, sorted; a file is itself.
pub fn files_under(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_owned()];
    }
    let Ok(entries) = fs::read_dir(path) else { return Vec::new() };
    let mut entries: Vec<PathBuf> = entries.map(|entry| entry.expect("a folder can be listed").path()).collect();
    entries.sort();
    entries.iter().flat_map(|entry| files_under(entry)).collect()
}

/// The repository's root.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Whether references are to be written anew: `BLESS=1 cargo test`, and then look at what `git diff` says.
pub fn blessing() -> bool {
    std::env::var_os("BLESS").is_some_and(|value| value == "1")
}

/// Compares a text with a file under `tests/`, or writes it there when blessing.
#[track_caller]
pub fn matches_file(path: &str, text: &str) {
    let full = repository().join("tests").join(path);
    if blessing() {
        fs::create_dir_all(full.parent().expect("a folder above it")).expect("a folder can be made");
        fs::write(&full, text).expect("a reference can be written");
        return;
    }
    let wanted = fs::read_to_string(&full).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        wanted == text,
        "tests/{path} differs; with BLESS=1 it is written anew\n--- wanted\n{wanted}\n--- found\n{text}"
    );
}
