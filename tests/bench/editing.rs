//! How long a process that stays takes from a save to the new pages, over many saves of the worked example.
//!
//! `cargo bench --bench editing` runs it, in a copy of the study. Saves of prose, propositions and data take turns; each
//! kind has its own figures, and the first tenth of the saves is set beside the last, for time and for memory.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use synthesist::cli::Resident;

/// So many, unless `SAVES` says another number.
const SAVES: usize = 500;

/// A kind of save: a file, what stands before a number in it, and the number's first digits, to which others are added.
/// Prose has no file of its own: the chapters take turns, so that pages run over near the beginning of the paper as well
/// as near its end.
const KINDS: [(&str, &str, &str, &str); 3] = [
    ("prose", "", "", ""),
    ("propositions", "content/propositions.yaml", "{result: norm.wellbeing.T1, expect: [\"abs(smd) < ", "0.5"),
    ("data", "data/quantitative/reported/describe.csv", "\nwellbeing,T1,32,", "49."),
];

/// A last paragraph of a chapter: added by one save and taken out by the next.
const WRITTEN: &str = "\n\nTwo sentences were written here only now. They are long enough that the paragraph which \
                       they make needs more lines than one, and so the pages behind it may run over.";

fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for part in ["book.toml", "content", "data", "templates"] {
        copy(&root.join(part), &folder.path().join(part));
    }
    let mut resident = Resident::new(folder.path());
    let first = resident.turn();
    assert!(first.came_out, "the worked example builds");
    println!("first build {:>31.1} ms", millis(first.took));
    let chapters = chapters(&folder.path().join("content"));
    let mut took: Vec<Vec<Duration>> = vec![Vec::new(); KINDS.len()];
    let mut memory = Vec::new();
    let mut stages: Vec<BTreeMap<&'static str, Vec<Duration>>> = vec![BTreeMap::new(); KINDS.len()];
    let saves = std::env::var("SAVES").ok().and_then(|saves| saves.parse().ok()).unwrap_or(SAVES);
    for save in 0..saves {
        let (kind, file, before, digits) = KINDS[save % KINDS.len()];
        let file = if kind == "prose" { &*chapters[save / KINDS.len() % chapters.len()] } else { file };
        let path = folder.path().join(file);
        let text = std::fs::read_to_string(&path).expect("a readable file");
        let new = match kind {
            // No text ever comes back, so that nothing can be remembered of it.
            "prose" => match text.split_once(WRITTEN) {
                Some((before, _)) if save % 2 == 0 => format!("{}\n", before.trim_end()),
                Some((before, _)) => format!("{before}{WRITTEN} {save} words more, and these.\n"),
                None => format!("{}\n\n{WRITTEN} {save} words so far.\n", text.trim_end()),
            },
            _ => {
                let (head, rest) = text.split_once(before).expect("the number is there");
                let tail = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
                format!("{head}{before}{digits}{save:03}{tail}")
            }
        };
        assert_ne!(new, text, "save {save} changes {file}");
        std::fs::write(&path, new).expect("a file can be written");
        let started = Instant::now();
        let turn = resident.turn();
        assert!(turn.came_out, "save {save} of {file} builds");
        // What a reader waits for is the picture of the page.
        let page = turn.changes.as_ref().and_then(|changes| changes.pages.first());
        let sheets = resident.presses.as_ref().and_then(|presses| presses.sheets.as_ref());
        std::hint::black_box(page.zip(sheets).and_then(|(page, (sheets, _))| sheets.svg(page - 1)));
        took[save % KINDS.len()].push(started.elapsed());
        for (stage, took) in &turn.run.times {
            stages[save % KINDS.len()].entry(stage).or_default().push(*took);
        }
        resident.tidy();
        memory.push(resident_kilobytes());
    }
    println!("{saves} saves          median       p95       max   first tenth   last tenth (medians), in ms");
    for ((name, ..), all) in KINDS.iter().zip(&took) {
        let tenth = all.len() / 10;
        println!(
            "{name:<16}{:>10.1}{:>10.1}{:>10.1}{:>14.1}{:>13.1}",
            millis(quantile(all, 0.5)),
            millis(quantile(all, 0.95)),
            millis(quantile(all, 1.0)),
            millis(quantile(&all[..tenth], 0.5)),
            millis(quantile(&all[all.len() - tenth..], 0.5)),
        );
    }
    for ((name, ..), stages) in KINDS.iter().zip(&stages) {
        let medians = stages.iter().map(|(stage, all)| format!("{stage} {:.1}", millis(quantile(all, 0.5))));
        println!("{name:<16}{}", medians.collect::<Vec<_>>().join(", "));
    }
    let tenth = memory.len() / 10;
    let median = |values: &[u64]| {
        let mut values = values.to_vec();
        values.sort_unstable();
        values[values.len() / 2] / 1024
    };
    println!(
        "memory: {} MB in the first tenth, {} MB in the last",
        median(&memory[tenth..2 * tenth]),
        median(&memory[9 * tenth..])
    );
}

/// The chapters of the paper, by their paths from the study's root.
fn chapters(content: &Path) -> Vec<String> {
    let summary = std::fs::read_to_string(content.join("SUMMARY.md")).expect("a readable summary");
    let names = summary.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    names.map(|name| format!("content/{}", name.trim_start_matches("./"))).collect()
}

fn quantile(all: &[Duration], share: f64) -> Duration {
    let mut sorted = all.to_vec();
    sorted.sort_unstable();
    sorted[((sorted.len() - 1) as f64 * share).round() as usize]
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// What the system says that the process holds; 0 where it does not say.
fn resident_kilobytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

fn copy(from: &Path, to: &Path) {
    if from.is_file() {
        std::fs::create_dir_all(to.parent().expect("a folder above it")).expect("a folder can be made");
        std::fs::copy(from, to).expect("a file can be copied");
        return;
    }
    for entry in std::fs::read_dir(from).expect("a folder").flatten() {
        copy(&entry.path(), &to.join(entry.file_name()));
    }
}
