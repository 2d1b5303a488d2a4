//! How long a process that stays takes from a save to the new pages, over many saves of the worked example.
//!
//! `cargo bench --bench editing` runs it, in a copy of the study. Saves of prose, propositions and data take turns; each
//! kind has its own figures, and the first tenth of the saves is set beside the last, for time and for memory.

use std::path::Path;
use std::time::Duration;

use synthesist::cli::Resident;

const SAVES: usize = 500;

/// A kind of save: a file, and two texts that take each other's place.
const KINDS: [(&str, &str, &str, &str); 3] = [
    ("prose", "content/conclusions.md", "", "Nothing of it stands there"),
    ("propositions", "content/propositions.yaml", "abs(smd) < 0.5", "abs(smd) < 0.6"),
    ("data", "data/quantitative/reported/change.csv", "7.13,0.020", "7.13,0.021"),
];

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
    let mut took: Vec<Vec<Duration>> = vec![Vec::new(); KINDS.len()];
    let mut memory = Vec::new();
    for save in 0..SAVES {
        let (_, file, one, other) = KINDS[save % KINDS.len()];
        let path = folder.path().join(file);
        let text = std::fs::read_to_string(&path).expect("a readable file");
        // A sentence more each time: pages run over, as they do when somebody writes.
        let new = match (file.ends_with(".md"), text.contains(other)) {
            (true, _) => format!("{} Sentence {save} was just written.\n", text.trim_end()),
            (false, true) => text.replacen(other, one, 1),
            (false, false) => text.replacen(one, other, 1),
        };
        assert_ne!(new, text, "save {save} changes {file}");
        std::fs::write(&path, new).expect("a file can be written");
        let turn = resident.turn();
        assert!(turn.came_out, "save {save} of {file} builds: {:?}", turn.run.sink.diagnostics());
        took[save % KINDS.len()].push(turn.took);
        memory.push(resident_kilobytes());
    }
    println!("{SAVES} saves          median       p95       max   first tenth   last tenth (medians), in ms");
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
