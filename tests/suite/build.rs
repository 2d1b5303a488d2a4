//! What a build writes and leaves: the same bytes anywhere, the last good one whole, nothing stale, nothing temporary.

use std::collections::BTreeMap;
use std::fs;

use sha2::{Digest, Sha256};

use crate::driver::{Draft, Study, files_under, repository};
use crate::root::BUILT;

/// Another machine, as far as a program can tell.
const ELSEWHERE: [(&str, &str); 7] = [
    ("TZ", "Pacific/Kiritimati"),
    ("LANG", "tr_TR.UTF-8"),
    ("LC_ALL", "de_DE.UTF-8"),
    ("HOME", "/nonexistent"),
    ("USER", "somebody"),
    ("SOURCE_DATE_EPOCH", "1"),
    ("TYPST_FONT_PATHS", "/usr/share/fonts"),
];

#[track_caller]
fn same(one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>) {
    let names = |products: &BTreeMap<String, Vec<u8>>| products.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(one), names(other));
    for (name, bytes) in one {
        assert!(other[name] == *bytes, "{name} differs between two builds of one study");
    }
}

#[test]
fn a_small_study_is_the_same_everywhere() {
    let (here, there) = (Draft::minimal().write(), Draft::minimal().write());
    here.run(&["build"]).quiet();
    there.run_in(&["build"], &ELSEWHERE).quiet();
    same(&here.products(), &there.products());
}

#[test]
fn the_root_study_is_the_same_everywhere() {
    let there = Study::copy_of(repository());
    there.run_in(&["build"], &ELSEWHERE).ended(0);
    same(&BUILT.0.products(), &there.products());
}

#[test]
fn a_second_build_changes_nothing() {
    let study = Draft::minimal().write();
    study.run(&["build"]).quiet();
    let (first, times) = (study.products(), times(&study));
    study.run(&["build"]).quiet();
    same(&first, &study.products());
    assert_eq!(times, self::times(&study), "what is the same is not written again");
}

/// A study that was saved long ago is not built twice; any save, in whatever file, and any loss of an output is seen.
#[test]
fn a_build_of_nothing_new_costs_nothing() {
    let study = Draft::minimal().write();
    let cache = tempfile::tempdir().expect("a temporary folder");
    let cached = [("XDG_CACHE_HOME", cache.path().to_str().expect("a plain path"))];
    let build = |arguments: &[&str]| study.run_in(arguments, &cached);
    let age = |path: &std::path::Path| {
        let long_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(3600);
        fs::File::options().append(true).open(path).and_then(|file| file.set_modified(long_ago)).expect("a time");
    };
    let inputs = || files_under(&study.root).into_iter().filter(|path| !path.starts_with(study.root.join("build")));
    build(&["build"]).quiet();
    build(&["build"]).quiet(); // Saved only now: a note could not be believed.
    inputs().for_each(|path| age(&path));
    build(&["build"]).quiet();
    let again = build(&["build"]);
    assert_eq!((again.stderr.as_str(), again.stdout.as_str()), (SAME, "build/paper.pdf\n"));
    // A file that is new, one that is another, one that is gone, an output that is gone.
    let (new, other) = (study.root.join("templates/loose.txt"), study.root.join("content/results.md"));
    fs::create_dir_all(study.root.join("templates")).and_then(|()| fs::write(&new, "loose")).expect("a file");
    age(&new);
    assert_eq!((build(&["build"]).stderr.as_str(), build(&["build"]).stderr.as_str()), ("", SAME));
    let text = fs::read_to_string(&other).expect("a readable file");
    fs::write(&other, format!("{text}\nOne sentence more.\n")).expect("a file can be written");
    assert_eq!((build(&["build"]).stderr.as_str(), build(&["build"]).stderr.as_str()), ("", ""), "it is too fresh");
    age(&other);
    assert_eq!((build(&["build"]).stderr.as_str(), build(&["build"]).stderr.as_str()), ("", SAME));
    fs::remove_file(&new).expect("a file can be removed");
    assert_eq!((build(&["build"]).stderr.as_str(), build(&["build"]).stderr.as_str()), ("", SAME));
    fs::remove_file(study.root.join("build/paper.pdf")).expect("a file can be removed");
    assert_eq!((build(&["build"]).stderr.as_str(), build(&["build"]).stderr.as_str()), ("", SAME));
    assert!(study.root.join("build/paper.pdf").is_file());
}

const SAME: &str = "nothing changed since the last build\n";

fn times(study: &Study) -> Vec<std::time::SystemTime> {
    let files = files_under(&study.root.join("build")).into_iter();
    files.map(|path| fs::metadata(path).and_then(|meta| meta.modified()).expect("a time")).collect()
}

#[test]
fn a_failed_build_leaves_the_last_good_one() {
    let study = Draft::minimal().write();
    study.run(&["build"]).quiet();
    let good = study.products();
    // At every stage: reading, judging, composing, the template, setting the page.
    let faults = [
        ("data/study.yaml", "timepoints:", "timepoint:"),
        ("content/propositions.yaml", "change.strain.T1-T2", "change.strain.T1-T9"),
        ("content/results.md", "@sec-methods", "@sec-nowhere"),
        ("content/methods.md", "Most were women", "Most were 👩"),
    ];
    for (path, old, new) in faults {
        study.edit(path, old, new);
        let ran = study.run(&["build"]);
        assert_eq!((ran.code, ran.stdout.as_str()), (1, ""), "{}", ran.stderr);
        same(&good, &study.products());
        study.edit(path, new, old);
    }
    study.put("templates/article/paper.typ", "#(");
    study.run(&["build"]).ended(1);
    same(&good, &study.products());
}

#[test]
fn strict_and_check_write_nothing() {
    let study =
        Draft::minimal().edit("content/propositions.yaml", "[significant, better]", "[significant, worse]").write();
    study.run(&["check"]).ended(1);
    study.run(&["build", "--strict"]).ended(1);
    study.run(&["grid"]).quiet();
    study.run(&["results"]).quiet();
    assert!(!study.root.join("build").exists());
    study.run(&["build"]).ended(0);
    assert!(study.root.join("build/paper.pdf").exists());
}

/// What an earlier build made and this one does not is taken away; what somebody else put there is not.
#[test]
fn what_is_stale_goes() {
    let study = Draft::minimal().write();
    study.run(&["build"]).quiet();
    study.put("build/figures/mine.svg", "<svg/>");
    study.put("build/notes.txt", "mine");
    let results = fs::read_to_string(study.root.join("content/results.md")).expect("a readable file");
    study.put("content/results.md", results.replace("{{ figure forest }}\n\n", "").replace("@fig-forest, ", ""));
    let displays = fs::read_to_string(study.root.join("content/displays.yaml")).expect("a readable file");
    let (tables, _) = displays.split_once("figures:").expect("figures stand last");
    study.put("content/displays.yaml", tables);
    study.run(&["build"]).quiet();
    let names: Vec<String> = study.products().into_keys().collect();
    assert_eq!(
        names,
        [
            "figures/mine.svg",
            "grid.json",
            "manifest.json",
            "notes.txt",
            "paper.json",
            "paper.pdf",
            "results.json",
            "tables/change.csv",
            "tables/grid.csv"
        ]
    );
}

#[test]
fn nothing_is_left_lying_about() {
    let study = Draft::minimal().write();
    let before: Vec<_> = files_under(&study.root);
    study.run(&["build"]).quiet();
    let mut after: Vec<_> = files_under(&study.root);
    after.retain(|path| !path.starts_with(study.root.join("build")));
    assert_eq!(before, after, "a build writes into its own folder only");
    for name in study.products().keys() {
        assert!(!name.contains("/.") && !name.starts_with('.'), "{name} is left over");
    }
}

#[test]
fn figures_and_tables_write_only_theirs() {
    let study = Draft::minimal().write();
    let said = study.run(&["figures"]).quiet();
    assert_eq!(said, "build/figures/forest.png\nbuild/figures/forest.svg\n");
    assert_eq!(study.products().into_keys().collect::<Vec<_>>(), ["figures/forest.png", "figures/forest.svg"]);
    let study = Draft::minimal().write();
    let said = study.run(&["tables"]).quiet();
    assert_eq!(said, "build/tables/change.csv\nbuild/tables/grid.csv\n");
    assert_eq!(study.products().into_keys().collect::<Vec<_>>(), ["tables/change.csv", "tables/grid.csv"]);
}

/// After a build, figures made anew stand in its manifest as they are.
#[test]
fn the_manifest_stays_true_when_parts_are_made_anew() {
    let study = Draft::minimal().write();
    study.run(&["build"]).quiet();
    study.edit("data/quantitative/reported/change.csv", "20,3.9,0.67,7.13", "20,3.9,0.66,7.14");
    study.run(&["figures"]).quiet();
    study.run(&["tables"]).quiet();
    let manifest = study.json("build/manifest.json");
    let outputs: BTreeMap<String, String> = serde_json::from_value(manifest["outputs"].clone()).expect("hashes");
    let mut products = study.products();
    products.remove("manifest.json");
    assert_eq!(outputs, products.iter().map(|(name, bytes)| (name.clone(), hash(bytes))).collect());
}

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The figures and tables alone are those of the whole build.
#[test]
fn parts_are_as_in_the_whole() {
    let (whole, parts) = (Draft::minimal().write(), Draft::minimal().write());
    whole.run(&["build"]).quiet();
    parts.run(&["figures"]).quiet();
    parts.run(&["tables"]).quiet();
    let whole = whole.products();
    for (name, bytes) in parts.products() {
        assert!(whole[&name] == bytes, "{name}");
    }
}

#[test]
fn another_build_folder() {
    let study = Draft::minimal().edit("book.toml", "build-dir = \"build\"", "build-dir = \"out/paper\"").write();
    assert_eq!(study.run(&["build"]).quiet(), "out/paper/paper.pdf\n");
    assert!(study.root.join("out/paper/manifest.json").exists() && !study.root.join("build").exists());
}

#[test]
fn the_manifest_tells_what_went_in_and_out() {
    for study in [&Draft::minimal().write(), &BUILT.0] {
        if study.products().is_empty() {
            study.run(&["build"]).quiet();
        }
        let manifest = study.json("build/manifest.json");
        assert_eq!(manifest["program"], "synthesist");
        assert_eq!(manifest["version"], env!("CARGO_PKG_VERSION"));
        let hashes = |key: &str| -> BTreeMap<String, String> {
            serde_json::from_value(manifest[key].clone()).expect("paths and hashes")
        };
        let mut products = study.products();
        products.remove("manifest.json");
        let found: BTreeMap<String, String> =
            products.iter().map(|(name, bytes)| (name.clone(), hash(bytes))).collect();
        assert_eq!(hashes("outputs"), found);
        let inputs = hashes("inputs");
        for (path, wanted) in &inputs {
            assert_eq!(hash(&study.read(path)), *wanted, "{path}");
        }
        assert!(inputs.contains_key("book.toml") && inputs.contains_key("data/study.yaml"));
    }
}

/// Another program may have the files open, or the disk may be full: what cannot be written is said.
#[cfg(unix)]
#[test]
fn what_cannot_be_written_is_told() {
    let study = Draft::minimal().write();
    study.put("build", "a file where a folder should be");
    let ran = study.run(&["tables"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert!(ran.stderr.contains("error[unwritable-file]: cannot write build: `build` is no folder"), "{}", ran.stderr);
}
