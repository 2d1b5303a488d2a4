//! `simulate`: the rehearsal of the repository's own study, and of small ones.

use std::collections::BTreeSet;
use std::path::Path;

use tempfile::TempDir;

use crate::driver::{Draft, Ran, Study, files_under, program, repository};

/// Runs `simulate` on a study, into a folder.
fn simulate(study: &Path, out: &Path, more: &[&str]) -> Ran {
    let mut command = program();
    command.arg("-C").arg(study).arg("simulate").arg("--out").arg(out).args(more);
    Ran::of(command)
}

/// The minimal study's rehearsal: its folder and what was said.
fn rehearsal_of(draft: &Draft, more: &[&str]) -> (TempDir, Ran) {
    let folder = TempDir::with_prefix("synthesist-").expect("a temporary folder");
    let study = draft.write();
    let ran = simulate(&study.root, folder.path(), more);
    (folder, ran)
}

fn bytes(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let name = |path: &Path| path.strip_prefix(folder).expect("it lies there").to_string_lossy().into_owned();
    let read = |path: &Path| std::fs::read(path).expect("a readable file");
    files_under(folder).iter().map(|path| (name(path), read(path))).collect()
}

/// What the data differ in from the printed figures is what the report calls impossible, and the paper builds.
#[test]
fn the_rehearsal_of_this_study_builds() {
    let folder = TempDir::with_prefix("synthesist-").expect("a temporary folder");
    let out = folder.path().join("rehearsal");
    let said = simulate(repository(), &out, &["--seed", "1"]).quiet();
    let tally = said.lines().next().expect("a tally");
    assert!(tally.starts_with("726 printed figures: ") && tally.contains(", 0 missed, 53 impossible"), "{tally}");
    let report = std::fs::read_to_string(out.join("SIMULATED.md")).expect("a report");
    let sd = "| `describe.wellbeing.T2.sd` | 9017 | ";
    let reason = "impossible | the SD of 20 scores from 14 to 70 lies between 0 and 28.7";
    assert!(report.lines().any(|line| line.starts_with(sd) && line.contains(reason)), "{report}");

    let told: BTreeSet<&str> = said.lines().skip(1).filter_map(|line| line.split(' ').next()).collect();
    let rehearsal = Study::at(&out);
    let built = rehearsal.run(&["build"]);
    let differs: BTreeSet<&str> = built
        .stderr
        .lines()
        .filter_map(|line| line.strip_prefix("warning[reported-differs]: `")?.split('`').next())
        .collect();
    assert!(differs.is_subset(&told), "untold: {:?}", differs.difference(&told));
    // Figures may have been cut off instead of rounded, which only the comparison allows for.
    assert!(told.len() - differs.len() <= 1, "{:?}", told.difference(&differs));
    assert_eq!(built.ended(0), "build/paper.pdf\n");
}

#[test]
fn a_seed_gives_the_same_files() {
    let draft = Draft::minimal();
    let [(first, said), (again, _), (other, _)] =
        [["--seed", "7"], ["--seed", "7"], ["--seed", "8"]].map(|seed| rehearsal_of(&draft, &seed));
    said.quiet();
    assert_eq!(bytes(first.path()), bytes(again.path()));
    assert_ne!(bytes(first.path()), bytes(other.path()));
}

/// The study's own files say what they lie beside, wherever their format has comments.
#[test]
fn every_file_says_that_the_data_are_simulated() {
    let (folder, ran) = rehearsal_of(&Draft::minimal(), &[]);
    ran.quiet();
    for (name, bytes) in bytes(folder.path()) {
        let text = String::from_utf8(bytes).expect("UTF-8");
        let bare = name == "content/SUMMARY.md" || name.contains("/reported/") && name.ends_with(".csv");
        assert_eq!(text.contains("simulated"), !bare, "{name}");
    }
    Study::at(folder.path()).run(&["build"]).ended(0);
}

#[test]
fn nothing_is_written_over() {
    let study = Draft::minimal().write();
    let before = bytes(&study.root);
    let ran = simulate(&study.root, &study.root.join("data"), &[]);
    assert!(ran.stderr.contains("error[folder-not-empty]: "), "{}", ran.stderr);
    assert_eq!((ran.code, bytes(&study.root)), (2, before));
}

#[test]
fn observed_data_are_not_mixed_with_simulated_ones() {
    let (folder, ran) = rehearsal_of(&Draft::minimal(), &[]);
    ran.quiet();
    let out = TempDir::with_prefix("synthesist-").expect("a temporary folder");
    let ran = simulate(folder.path(), out.path(), &[]);
    assert!(ran.stderr.contains("error[data-observed]: "), "{}", ran.stderr);
    assert_eq!((ran.code, bytes(out.path())), (1, Vec::new()));
}

#[test]
fn there_is_no_rehearsal_of_nothing() {
    let (_folder, ran) = rehearsal_of(&Draft::numbers(), &[]);
    assert!(ran.stderr.contains("error["), "{}", ran.stderr);
    assert_eq!(ran.code, 1);
}
