//! `diff`: two papers beside each other, as text, as JSON and as a paper with its changes marked.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::driver::{Draft, Ran, Study, repository};
use crate::page::{letters, plain};

/// Nothing of the tester's own Git.
const ALONE: [(&str, &str); 7] = [
    ("GIT_CONFIG_GLOBAL", "/dev/null"),
    ("GIT_CONFIG_NOSYSTEM", "1"),
    ("GIT_AUTHOR_NAME", "A. Author"),
    ("GIT_AUTHOR_EMAIL", "a@example.org"),
    ("GIT_COMMITTER_NAME", "A. Author"),
    ("GIT_COMMITTER_EMAIL", "a@example.org"),
    ("GIT_AUTHOR_DATE", "2024-05-06T07:08:09Z"),
];

fn git(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(arguments).envs(ALONE).env("GIT_COMMITTER_DATE", "2024-05-06T07:08:09Z");
    let output = command.output().expect("`git` is installed");
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8").trim().to_owned()
}

/// A study in a repository of its own, with one revision.
fn committed(draft: &Draft) -> Study {
    let study = draft.write();
    git(&study.root, &["init", "--quiet", "--initial-branch=main"]);
    commit(&study.root);
    study
}

fn commit(folder: &Path) -> String {
    git(folder, &["add", "--all"]);
    git(folder, &["commit", "--quiet", "--message=A revision"]);
    git(folder, &["rev-parse", "--short=7", "HEAD"])
}

fn diff(study: &Study, arguments: &[&str]) -> Ran {
    let arguments: Vec<&str> = ["diff"].into_iter().chain(arguments.iter().copied()).collect();
    study.run_in(&arguments, &ALONE)
}

/// The minimal study, and some of everything changed in it.
fn revised(draft: Draft) -> Draft {
    draft
        .edit("data/quantitative/reported/change.csv", "7.13,0.020", "7.13,0.210")
        .edit("content/results.md", "Purpose was spoken of by", "Of purpose spoke")
        .edit("content/methods.md", "We asked twice", "We asked all of them twice")
        .edit("content/propositions.yaml", "It is tiring, too.", "It is exhausting, too.")
        .edit("content/displays.yaml", "caption: Changes.", "caption: Changes of all scales.")
        .edit("content/methods.md", "## Sample\n", "## People\n")
        .append("content/details.md", "\nA last paragraph came.\n")
}

#[test]
fn look() {
    let study = committed(&Draft::minimal());
    revised(Draft::minimal()).put_over(&study);
    let ran = diff(&study, &["HEAD", "--pdf", "/tmp/look.pdf"]);
    println!("{}{}", ran.stdout, ran.stderr);
    println!("{}", diff(&study, &["HEAD", "--format", "json"]).stdout);
    println!("{}", diff(&study, &["nonsense"]).stderr);
    println!("{}", diff(&study, &["content"]).stderr);
    panic!();
}
