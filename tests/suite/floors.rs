//! The shape of the source: which room may know which, and what each alone may do.
//!
//! Rust lets any module of a crate import any other. The floors of `src/lib.rs` are kept by this test alone.

use std::collections::BTreeMap;
use std::fs;
use std::sync::LazyLock;

use regex::Regex;

use crate::driver::{files_under, repository};

/// The rooms by floor. Rooms on one floor do not know each other; `cli` stands beside them all.
const FLOORS: [(&str, usize); 15] = [
    ("diag", 0),
    ("model", 1),
    ("stats", 1),
    ("read", 2),
    ("score", 3),
    ("audit", 3),
    ("analyse", 4),
    ("simulate", 4),
    ("guard", 5),
    ("synthesise", 6),
    ("compose", 7),
    ("proofread", 7),
    ("explain", 8),
    ("revise", 8),
    ("web", 8),
];
const TYPESET: (&str, usize) = ("typeset", 8);

/// A source file: its path below `src/`, its text, and its text without comments.
struct Source {
    path: String,
    text: String,
    code: String,
}

impl Source {
    fn room(&self) -> &str {
        self.path.split_once('/').map_or("", |(room, _)| room)
    }

    fn is_test(&self) -> bool {
        self.path.split('/').any(|part| part == "tests" || part == "tests.rs")
    }

    /// How many modules stand between the crate's root and this file's own, itself counted.
    fn depth(&self) -> usize {
        let inner = self.path.trim_end_matches(".rs").trim_end_matches("/mod");
        if inner == "lib" || inner == "main" { 0 } else { inner.split('/').count() }
    }
}

static SOURCES: LazyLock<Vec<Source>> = LazyLock::new(|| {
    let root = repository().join("src");
    let files = files_under(&root).into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "rs"));
    let sources = files.map(|path| {
        let text = fs::read_to_string(&path).expect("source is UTF-8");
        let path = path.strip_prefix(&root).expect("it lies there").to_string_lossy().replace('\\', "/");
        Source { path, code: without_comments(&text), text }
    });
    sources.collect()
});

fn without_comments(text: &str) -> String {
    let lines = text.lines().map(|line| match line.find("//") {
        // A pair of slashes in a string is no comment: an address, or a marker in a quoted file.
        Some(at) if line[..at].matches('"').count() % 2 == 0 => &line[..at],
        _ => line,
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The code that runs: no tests at the end of a file, and no files of tests.
fn running() -> impl Iterator<Item = (&'static Source, &'static str)> {
    SOURCES.iter().filter(|source| !source.is_test()).map(|source| {
        let end = source.code.find("#[cfg(test)]\nmod tests").unwrap_or(source.code.len());
        (source, &source.code[..end])
    })
}

fn floor(room: &str) -> Option<usize> {
    FLOORS.iter().chain([&TYPESET]).find(|(name, _)| *name == room).map(|(_, floor)| *floor)
}

/// The rooms that a piece of code names by their path from the crate's root.
fn rooms_named(code: &str) -> Vec<String> {
    static PATH: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\bcrate\s*::\s*(?:(\w+)|\{([^}]*)\})").expect("a sound pattern"));
    let mut named = Vec::new();
    for found in PATH.captures_iter(code) {
        match (found.get(1), found.get(2)) {
            (Some(one), _) => named.push(one.as_str().to_owned()),
            (None, Some(many)) => {
                let first = |item: &str| item.trim().split("::").next().unwrap_or("").trim().to_owned();
                named.extend(many.as_str().split(',').map(first).filter(|name| !name.is_empty()));
            }
            _ => {}
        }
    }
    named
}

#[test]
fn every_room_has_its_floor() {
    let mut rooms: Vec<&str> = SOURCES.iter().map(Source::room).filter(|room| !room.is_empty()).collect();
    rooms.dedup();
    for room in rooms {
        assert!(
            room == "cli" || floor(room).is_some(),
            "the room `{room}` has no floor: give it one here and in lib.rs"
        );
    }
}

#[test]
fn a_room_knows_lower_floors_only() {
    let mut faults = Vec::new();
    for source in SOURCES.iter().filter(|source| !["", "cli"].contains(&source.room())) {
        let own = source.room();
        for room in rooms_named(&source.code).iter().filter(|room| *room != own) {
            let lower = floor(room).zip(floor(own)).is_some_and(|(theirs, ours)| theirs < ours);
            if !lower {
                faults.push(format!("src/{} names `crate::{room}`", source.path));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn nobody_climbs_out_of_a_room() {
    static CLIMB: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\b(?:super\s*::\s*)+").expect("a sound pattern"));
    for source in SOURCES.iter() {
        for found in CLIMB.find_iter(&source.code) {
            let steps = found.as_str().matches("super").count();
            // One more step within the tests at the end of a file.
            let room_to_spare = source.depth().saturating_sub(1) + usize::from(source.code.contains("mod tests {"));
            assert!(steps <= room_to_spare, "src/{} climbs out of its room: {}", source.path, found.as_str());
        }
    }
}

#[test]
fn lib_rs_tells_the_same_floors() {
    let lib = &SOURCES.iter().find(|source| source.path == "lib.rs").expect("a library").text;
    let mut told: BTreeMap<String, usize> = BTreeMap::new();
    static LINE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"//! floor (\d)  ([a-z |]+?)  ").expect("a sound pattern"));
    for line in LINE.captures_iter(lib) {
        let floor = line[1].parse().expect("a digit");
        told.extend(line[2].split('|').map(|room| (room.trim().to_owned(), floor)));
    }
    let kept = FLOORS.iter().chain([&TYPESET]).map(|(room, floor)| ((*room).to_owned(), *floor)).collect();
    assert_eq!(told, kept);
}

/// Where a word of code may stand, and why it stands nowhere else.
struct Door {
    pattern: &'static str,
    behind: &'static [&'static str],
    why: &'static str,
}

const DOORS: [Door; 12] = [
    Door { pattern: r"\bstatrs\b", behind: &["stats/law.rs"], why: "one door to the distributions" },
    Door { pattern: r"\b(typst|typst_\w+|tera|plotters)::", behind: &["typeset/"], why: "only typeset knows them" },
    Door {
        pattern: r"\bmdbook_(core|preprocessor|renderer)::",
        behind: &["cli/mdbook/"],
        why: "one who speaks with mdBook",
    },
    Door { pattern: r"\bfs::|\bFile::open\b", behind: &["read/folder.rs", "cli/"], why: "one reader and one writer" },
    Door { pattern: r"\b(SystemTime|Instant)\b", behind: &["cli/"], why: "no clock reaches an output" },
    Door { pattern: r"\bHash(Map|Set)\b", behind: &[], why: "no hash order reaches an output" },
    Door { pattern: r"\b(rand\w*|fastrand|getrandom)::", behind: &["simulate/"], why: "no chance reaches a result" },
    Door { pattern: r"\benv::var", behind: &["cli/"], why: "no setting of the machine reaches an output" },
    Door {
        pattern: r"\bthread::|\brayon\b",
        behind: &["cli/build.rs", "cli/serve/", "cli/stages.rs", "analyse/people/mod.rs"],
        why: "one order of events",
    },
    Door { pattern: r#"\be?println!|\bdbg!|\btodo!|\bunimplemented!"#, behind: &[], why: "`cli` says what is said" },
    Door { pattern: r"\bunwrap\(\)", behind: &[], why: "`expect` says why it holds" },
    Door { pattern: r"\bunsafe\b", behind: &["lib.rs"], why: "it is forbidden" },
];

#[test]
fn each_thing_has_one_door() {
    let mut faults = Vec::new();
    for door in &DOORS {
        let pattern = Regex::new(door.pattern).expect("a sound pattern");
        for (source, code) in running() {
            let allowed = door.behind.iter().any(|place| source.path.starts_with(place));
            if !allowed && let Some(found) = pattern.find(code) {
                faults.push(format!("src/{} has `{}`: {}", source.path, found.as_str(), door.why));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Decimals are made in `model::numeral`; `sheet` writes coordinates of an SVG, which nobody reads, and `stages` how long
/// a stage took.
#[test]
fn one_file_rounds_numbers() {
    let decimals = Regex::new(r#"\{\w*:[^}"]*\.(\d|\*|\w+\$)"#).expect("a sound pattern");
    for (source, code) in running() {
        let allowed = ["model/numeral.rs", "typeset/draw/sheet.rs", "cli/stages.rs"].contains(&source.path.as_str());
        if let Some(found) = decimals.find(code).filter(|_| !allowed) {
            panic!("src/{} rounds a number itself: {}", source.path, found.as_str());
        }
    }
}

/// Who writes markup of Typst escapes what goes into it, and there is one way to do so.
#[test]
fn one_file_escapes_for_typst() {
    for (source, code) in running() {
        let named = code.contains("fn escape(") || code.contains("fn literal(");
        assert_eq!(named, source.path == "typeset/escape.rs", "src/{}", source.path);
    }
}

#[test]
fn one_file_renders_diagnostics() {
    for (source, code) in running() {
        let draws = code.contains("= help:");
        assert_eq!(draws, source.path == "diag/render.rs", "src/{}", source.path);
    }
}

#[test]
fn every_file_says_what_it_is() {
    let rust = SOURCES.iter().map(|source| (format!("src/{}", source.path), source.text.clone()));
    let tests = files_under(&repository().join("tests")).into_iter().filter_map(|path| {
        let name = path.strip_prefix(repository()).expect("it lies there").to_string_lossy().into_owned();
        name.ends_with(".rs").then(|| (name, fs::read_to_string(&path).expect("source is UTF-8")))
    });
    for (name, text) in rust.chain(tests) {
        assert!(text.starts_with("//! "), "{name} does not open with its purpose");
    }
}

/// No failure: a file may have its reasons.
#[test]
fn long_files_are_told() {
    for source in SOURCES.iter() {
        let lines = source.text.lines().count();
        if lines > 400 {
            println!("src/{} has {lines} lines", source.path);
        }
    }
}

#[test]
fn no_file_is_called_after_nothing() {
    for source in SOURCES.iter() {
        let names = ["utils", "util", "helpers", "common", "types", "misc"];
        let empty = source.path.split(['/', '.']).find(|part| names.contains(part));
        assert!(empty.is_none(), "src/{}: say what it holds", source.path);
    }
}
