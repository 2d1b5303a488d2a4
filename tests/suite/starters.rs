//! The studies that `new` makes: whole, sound, and ready to be built.

use crate::driver::{Draft, Study};

fn made(kind: &str) -> (tempfile::TempDir, Study) {
    let folder = tempfile::TempDir::with_prefix("synthesist-new-").expect("a temporary folder");
    let root = folder.path().join("my study");
    let ran = crate::driver::Study::at(folder.path()).run(&["new", root.to_str().expect("UTF-8"), "--from", kind]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    assert!(ran.stdout.contains("build/paper.pdf"), "{}", ran.stdout);
    (folder, Study::at(root))
}

/// Nothing is wrong with it, and it says on its first page that nobody gave these answers.
fn sound(kind: &str, kept: usize) {
    let (_folder, study) = made(kind);
    let ran = study.run(&["build"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, "build/paper.pdf\n"), "{}", ran.stderr);
    assert!(!ran.stderr.contains("warning"), "{}", ran.stderr);
    let checked = study.run(&["check", "--format", "json"]);
    let checked: serde_json::Value = serde_json::from_str(&checked.stdout).expect("JSON");
    let claims = checked["claims"].as_array().expect("claims");
    let not = claims.iter().filter(|claim| claim["verdict"] != "holds").count();
    assert!(claims.len() >= 8 && not == kept, "{claims:?}");
    let letters = crate::page::letters_of_pages(&study.read("build/paper.pdf"));
    assert!(letters[0].to_lowercase().contains("invented"), "{}", letters[0]);
    assert!(letters.len() >= 3, "a paper of {} pages", letters.len());
}

#[test]
fn a_study_with_both_strands() {
    sound("mixed", 1);
}

#[test]
fn a_study_of_numbers() {
    sound("quantitative", 0);
}

#[test]
fn a_study_of_words() {
    sound("qualitative", 0);
}

#[test]
fn nothing_is_written_over() {
    let study = Draft::minimal().write();
    let before = study.read("book.toml");
    let ran = study.run(&["new", study.root.to_str().expect("UTF-8")]);
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.starts_with("error[folder-not-empty]: "), "{}", ran.stderr);
    assert_eq!(study.read("book.toml"), before);
}
