//! `simulate`: the rehearsal of the repository's own study, and of small ones.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::driver::{Draft, Ran, Study, files_under, program, repository};
use crate::fresh_tables::{LAYOUTS, Printing, Rng, Row, tampered};

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

/// The figures that a rehearsal's report calls impossible.
fn verdicts(rehearsal: &Path) -> BTreeSet<String> {
    let report = std::fs::read_to_string(rehearsal.join("SIMULATED.md")).expect("a report");
    let row = |line: &str| {
        let cells: Vec<&str> = line.split(" | ").collect();
        (cells.get(3) == Some(&"impossible")).then(|| cells[0].trim_matches(['|', ' ', '`']).to_owned())
    };
    report.lines().filter_map(row).collect()
}

/// The figures that the audit finds inconsistent, but for those that are no figure of the tables or that no data have:
/// what is printed again, notes, and medians.
fn impossible(study: &Study) -> BTreeSet<String> {
    let ran = study.run(&["audit", "--format", "json"]);
    let findings: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let cell = |finding: &Value| {
        let own = format!("{}.{}", finding["address"].as_str()?, finding["field"].as_str()?);
        let cells = finding["cells"].as_array().expect("a list").iter();
        let cells: Vec<String> = cells.filter_map(|cell| Some(cell["about"].as_str()?.to_owned())).collect();
        Some(if cells.is_empty() { vec![own] } else { cells })
    };
    let others = ["printed-twice", "significance-word", "another-denominator"];
    let findings = findings.as_array().expect("a list").iter();
    let open = findings.filter(|finding| finding["verdict"] == "inconsistent");
    let open = open.filter(|finding| !others.contains(&finding["rule"].as_str().expect("a rule")));
    open.filter_map(cell).flatten().filter(|about| !about.ends_with(".median")).collect()
}

const STUDY: &str = "timepoints:
  - {id: T1, label: Before, month: 0}
  - {id: T2, label: After, month: 3}
strands:
  - {id: quantitative, label: Figures}
  - {id: qualitative, label: Words}
conventions: {effect-size: sd-baseline-pairs}
disclosure: {profile: open}
";

/// A small study of printed tables: each a file of `reported/` and its text.
fn printed(scales: &str, variables: &str, tables: &[(&str, &str)]) -> Study {
    let instruments =
        format!("instruments:\n  - id: made\n    name: Made\n    scales:\n{scales}variables:\n{variables}");
    let mut draft = Draft::empty()
        .with("book.toml", "[book]\ntitle = \"T\"\nauthors = [\"A. Author\"]\nlanguage = \"en\"\nsrc = \"content\"\n\n[output.synthesist]\npdf-standard = [\"ua-1\"]\n")
        .with("content/SUMMARY.md", "# Summary\n\n- [R](r.md)\n")
        .with("content/r.md", "# Results\n\nOne paragraph.\n")
        .with("data/study.yaml", STUDY)
        .with("data/quantitative/instruments.yaml", instruments);
    for (name, text) in tables {
        draft = draft.with(&format!("data/quantitative/reported/{name}.csv"), text);
    }
    draft.write()
}

/// 24 of 25 have the one level that the study lists: the twenty-fifth has another.
#[test]
fn unlisted_answers_have_a_level_of_their_own() {
    let scales = "      - {id: s, label: S, range: [1, 5], step: 1, better: higher, decimals: 2}\n";
    let flow = "  - {id: lang, label: Language, kind: categorical, levels: [{id: english, label: English}]}\n";
    let block = "  - id: lang\n    label: Language\n    kind: categorical\n    # levels: those of the source\n    levels:\n      - {id: english, label: English}\n  - {id: home, label: Home, kind: categorical, multiple: true, levels: [{id: other, label: Other}]}\n";
    let describe = "scale,timepoint,n,mean,sd,min,max\ns,T1,25,3.00,1.00,1,5\n";
    let share = "variable,timepoint,level,count,total,percent\nlang,,english,24,25,96.0\n";
    let more = format!("{share}home,,other,1,23,4.3\n");
    for (variables, share, figures) in [(flow, share, 8), (block, more.as_str(), 11)] {
        let study = printed(scales, variables, &[("describe", describe), ("share", share)]);
        let out = TempDir::with_prefix("synthesist-").expect("a temporary folder");
        let said = simulate(&study.root, out.path(), &[]).quiet();
        assert!(said.starts_with(&format!("{figures} printed figures: ")), "{said}");
        assert!(said.ends_with(", 0 missed, 0 impossible\n"), "{said}");
        let people =
            String::from_utf8(Study::at(out.path()).read("data/quantitative/participants.csv")).expect("UTF-8");
        assert_eq!(people.lines().filter(|line| line.contains("english")).count(), 24, "{people}");
        let ran = Study::at(out.path()).run(&["check"]);
        assert!(ran.code == 0 && !ran.stderr.contains("reported-differs"), "{}", ran.stderr);
    }
}

/// Fresh tables, sound and tampered: what the audit finds inconsistent is impossible, and nothing else.
#[test]
fn the_audit_and_the_rehearsal_have_one_verdict() {
    let mut rng = Rng::new(404);
    let faults = ["limits of 90%", "one-tailed p", "SEs for SDs", "df is n", "means exchanged", "es is d_z"];
    for (at, fault) in faults.into_iter().enumerate() {
        let layout = &LAYOUTS[at % 2];
        let printing = Printing::any(&mut rng);
        let Some((rows, _)) = tampered(fault, layout, &printing, 2, &mut rng) else { continue };
        let scale =
            |row: &Row| format!("      - {{id: {}, label: {}, better: neither, decimals: 2}}\n", row.scale, row.scale);
        let scales: String = rows.iter().map(scale).collect();
        let variables = "  - {id: age, label: Age, kind: continuous, decimals: 1}\n";
        let tables = [("describe", layout.describe(&rows)), ("change", layout.change(&rows))];
        let tables = tables.each_ref().map(|(name, text)| (*name, text.as_str()));
        let study = printed(&scales, variables, &tables);
        let out = TempDir::with_prefix("synthesist-").expect("a temporary folder");
        let ran = simulate(&study.root, out.path(), &[]);
        assert_eq!(ran.code, 0, "{fault}: {}", ran.stderr);
        let (found, wrong) = (verdicts(out.path()), impossible(&study));
        assert!(!wrong.is_empty(), "{fault}: {}", ran.stdout);
        assert!(found.is_subset(&wrong), "{fault}: {found:?} and {wrong:?}");
        // A figure that goes against others only may be met by the data, if these are missed.
        let unmet = ran.stdout.lines().filter(|line| line.ends_with(": missed")).count();
        assert!(unmet > 0 || wrong.is_subset(&found), "{fault}: {found:?} and {wrong:?}");
    }
}

/// What the data differ in from the printed figures is what the report calls impossible, and the paper builds.
#[test]
fn the_rehearsal_of_this_study_builds() {
    let folder = TempDir::with_prefix("synthesist-").expect("a temporary folder");
    let out = folder.path().join("rehearsal");
    let said = simulate(repository(), &out, &["--seed", "1"]).quiet();
    let tally = said.lines().next().expect("a tally");
    assert!(tally.starts_with("726 printed figures: ") && tally.contains(", 0 missed, "), "{tally}");
    // What the source divided its effect sizes by is not known; what is impossible, the audit finds, too.
    assert!(tally.ends_with(" undetermined, 15 impossible"), "{tally}");
    let report = std::fs::read_to_string(out.join("SIMULATED.md")).expect("a report");
    let sd = "| `describe.wellbeing.T2.sd` | 9017 | ";
    let reason = "impossible | The SD is printed as 9017, which does not go together with a minimum of 32.0";
    assert!(report.lines().any(|line| line.starts_with(sd) && line.contains(reason)), "{report}");

    assert_eq!(verdicts(&out), impossible(&Study::at(repository())), "one verdict on one figure");
    // The shares of the source are those of all who answered, and not of those with a listed answer.
    for figure in
        ["share.first-language.english.total` | 25 | 25 |", "share.child-at-home.child-at-home.total` | 23 | 23 |"]
    {
        assert!(report.lines().any(|line| line.contains(figure) && line.contains("| exact |")), "{figure}");
    }

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
