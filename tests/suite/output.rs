//! What a build writes stays in its folder and is one unit; what stands in a file's place and is no file is refused.

#![cfg(unix)]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::driver::{Draft, Ran, Study, files_under, program};

const MEMO: &str = "data/qualitative/memos/purpose.md";

fn make_pipe(path: &Path) {
    let made = Command::new("mkfifo").arg(path).status().expect("`mkfifo` is installed");
    assert!(made.success());
}

/// The program is ended where it waits for something; waiting is the fault that is tested for.
fn run_for_a_minute(study: &Study, arguments: &[&str]) -> Ran {
    let mut command = Command::new("timeout");
    command.args(["60", env!("CARGO_BIN_EXE_synthesist"), "-C"]).arg(&study.root).args(arguments);
    command.env("XDG_CACHE_HOME", "/nonexistent").env("HOME", "/nonexistent");
    Ran::of(command)
}

#[test]
fn a_build_folder_that_is_a_link_is_refused() {
    let (study, elsewhere) = (Draft::minimal().write(), TempDir::new().expect("a folder"));
    symlink(elsewhere.path(), study.root.join("build")).expect("a link");
    study.run(&["build"]).said(
        1,
        "error[unwritable-file]: cannot write build: `build` is a link, and outputs are not written through links\n  \
         = help: remove the link: outputs are written into folders of the study\n1 error\n",
    );
    assert!(files_under(elsewhere.path()).is_empty());
}

#[test]
fn nothing_is_written_or_removed_through_a_link_in_the_build_folder() {
    let (study, elsewhere) = (Draft::minimal().write(), TempDir::new().expect("a folder"));
    let precious = elsewhere.path().join("precious.txt");
    fs::write(&precious, "keep").expect("a file");
    study.put("build/manifest.json", "{\"outputs\": {\"tables/precious.txt\": \"0\"}}");
    symlink(elsewhere.path(), study.root.join("build/tables")).expect("a link");
    study.run(&["build"]).ended(1);
    assert_eq!(files_under(elsewhere.path()), vec![precious.clone()]);
    assert!(!study.root.join("build/paper.pdf").exists(), "a build is one unit");

    // A link in a file's place is replaced itself; what it leads to stays.
    fs::remove_file(study.root.join("build/tables")).expect("the link can be removed");
    symlink(&precious, study.root.join("build/paper.pdf")).expect("a link");
    study.run(&["build"]).ended(0);
    assert_eq!(fs::read(&precious).expect("it is there"), b"keep");
    assert!(study.read("build/paper.pdf").starts_with(b"%PDF"));
}

#[test]
fn a_pipe_in_place_of_a_file_is_refused_and_not_waited_for() {
    for path in ["book.toml", "data/study.yaml", "content/methods.md", "content/references.bib", MEMO] {
        let study = Draft::minimal().write();
        fs::remove_file(study.root.join(path)).expect("it is there");
        make_pipe(&study.root.join(path));
        let ran = run_for_a_minute(&study, &["check"]);
        let message =
            format!("error[unreadable-file]: cannot read {path}: it is a pipe, a socket or a device, and no file\n");
        assert!(ran.stderr.starts_with(&message), "{}", ran.stderr);
        assert_eq!(ran.code, 1);
    }
    // As an output it is replaced by the file.
    let study = Draft::minimal().write();
    study.put("build/tables/x", "");
    for path in ["build/paper.pdf", "build/manifest.json", "build/grid.json"] {
        make_pipe(&study.root.join(path));
    }
    run_for_a_minute(&study, &["build"]).ended(0);
    assert!(study.read("build/paper.pdf").starts_with(b"%PDF"));
}

#[test]
fn a_folder_in_place_of_an_output_is_an_error_and_nothing_is_replaced() {
    let study = Draft::minimal().write();
    study.put("build/paper.pdf/x", "");
    let ran = study.run(&["build"]);
    assert!(ran.stderr.contains("cannot write build/paper.pdf: a folder has this name"), "{}", ran.stderr);
    assert_eq!(study.products().keys().collect::<Vec<_>>(), ["paper.pdf/x"]);
}

#[test]
fn an_unreadable_folder_is_an_error_and_not_taken_for_absent() {
    let study = Draft::minimal().write();
    let memos = study.root.join("data/qualitative/memos");
    fs::set_permissions(&memos, fs::Permissions::from_mode(0o000)).expect("the mode can be set");
    // Whoever may read everything cannot see the fault.
    if fs::read_dir(&memos).is_err() {
        let ran = study.run(&["check"]);
        let message = "error[unreadable-file]: cannot read data/qualitative/memos: permission denied";
        assert!(ran.stderr.contains(message), "{}", ran.stderr);
        assert_eq!(ran.code, 1);
    }
    fs::set_permissions(&memos, fs::Permissions::from_mode(0o755)).expect("the mode can be set");
}

#[test]
fn a_link_that_leads_nowhere_is_an_error_and_not_taken_for_absent() {
    let study = Draft::minimal().write();
    symlink("gone.csv", study.root.join("data/qualitative/excerpts.csv")).expect("a link");
    let ran = study.run(&["check"]);
    assert!(ran.stderr.contains("cannot read data/qualitative/excerpts.csv: there is no such file"), "{}", ran.stderr);
}

#[test]
fn a_build_folder_is_no_folder_of_inputs_and_none_of_version_control() {
    let refused = |folder: &str, whose: &str| {
        let ran = Draft::minimal()
            .edit("book.toml", "build-dir = \"build\"", &format!("build-dir = \"{folder}\""))
            .run(&["check"]);
        let message = format!("error[outside-study]: `build-dir` must not be {whose}: `{folder}`");
        assert!(ran.stderr.starts_with(&message), "{folder}: {}", ran.stderr);
    };
    for folder in ["content", "content/out", "Content", "./data", "data/quantitative", "templates/article", "."] {
        refused(folder, "a folder of the study's own files");
    }
    for folder in [".git", ".git/objects", "out/.GIT", ".hg"] {
        refused(folder, "a folder of the version control");
    }
    let study = Draft::minimal().edit("book.toml", "build-dir = \"build\"", "build-dir = \"out/deep\"").write();
    study.run(&["build"]).ended(0);
    assert!(study.root.join("out/deep/paper.pdf").is_file());
}

/// Every output has the hash that the manifest names, and nothing temporary is left.
#[track_caller]
fn is_whole(study: &Study) {
    let products = study.products();
    let manifest: serde_json::Value = serde_json::from_slice(&products["manifest.json"]).expect("JSON");
    let named: BTreeMap<String, String> = serde_json::from_value(manifest["outputs"].clone()).expect("hashes");
    let found: BTreeMap<String, String> = products
        .iter()
        .filter(|(path, _)| *path != "manifest.json")
        .map(|(path, bytes)| (path.clone(), Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()))
        .collect();
    assert_eq!(found, named);
}

#[test]
fn a_build_that_is_killed_leaves_whole_files_and_the_next_one_puts_all_in_order() {
    let study = Draft::minimal().write();
    study.run(&["build"]).ended(0);
    for step in 0..12_u64 {
        study.edit("book.toml", &format!("title = \"{}", title(step)), &format!("title = \"{}", title(step + 1)));
        let old = study.read("build/paper.pdf");
        let mut command = program();
        command.arg("-C").arg(&study.root).args(["-q", "build"]).stdout(Stdio::null());
        let mut child = command.spawn().expect("the program can be started");
        thread::sleep(Duration::from_millis(60 * step));
        let _ = child.kill();
        child.wait().expect("it ends");
        let after = study.read("build/paper.pdf");
        assert!(after == old || (after.starts_with(b"%PDF") && after.trim_ascii_end().ends_with(b"%%EOF")));
        study.run(&["build"]).ended(0);
        is_whole(&study);
    }
}

fn title(step: u64) -> String {
    if step == 0 { "Gardening".to_owned() } else { format!("Gardening {step} times") }
}

#[test]
fn builds_of_one_study_at_once_take_turns() {
    let study = Draft::minimal().write();
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let ran = study.run(&["-q", "build"]);
                assert_eq!(ran.code, 0, "{}", ran.stderr);
            });
        }
    });
    is_whole(&study);
}

#[test]
fn temporary_files_of_a_killed_build_go_and_others_stay() {
    let study = Draft::minimal().write();
    study.run(&["build"]).ended(0);
    study.put("build/tables/.synthesist-4711-0.tmp", "left");
    study.put("build/.synthesist-4711-1.tmp", "left");
    study.put("build/.synthesist-notes.txt", "somebody's own");
    study.run(&["build"]).ended(0);
    let left: Vec<String> = study.products().into_keys().filter(|path| path.contains(".synthesist-")).collect();
    assert_eq!(left, [".synthesist-notes.txt"]);
}
