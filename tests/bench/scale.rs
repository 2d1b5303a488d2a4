//! How long a large study takes from its CSV file to every result, and how much memory.
//!
//! `cargo bench --bench scale` makes a study of 1,000,000 participants, 3 timepoints and 60 items below a temporary
//! folder, and reads, scores and analyses it; `-- 50000` takes another number of participants, `-- 50000 DIR` leaves
//! the study in a folder. `scale.R` and `scale.py` beside this file do the same work with data.table and Polars.

use std::fmt::Write as _;
use std::fs;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use synthesist::diag::{Sink, Sources, render};
use synthesist::{analyse, read, score};

const SCALES: usize = 6;
const ITEMS: usize = 10;
const TIMEPOINTS: usize = 3;

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| !argument.starts_with("--"));
    let people: usize = arguments.next().and_then(|count| count.parse().ok()).unwrap_or(1_000_000);
    let kept = arguments.next().map(PathBuf::from);
    let temporary = tempfile::tempdir().expect("there is room for a temporary folder");
    let root = kept.as_deref().unwrap_or(temporary.path());
    let size = make(root, people).expect("the study can be written");
    println!("{people} participants, {TIMEPOINTS} timepoints, {} items, {} MB", SCALES * ITEMS, size / 1_000_000);

    let mut sources = Sources::default();
    let mut sink = Sink::new();
    let started = Instant::now();
    let Ok(study) = read::read(root, &mut sources, &mut sink) else {
        for diagnostic in sink.diagnostics() {
            println!("{}", render(diagnostic, &sources, synthesist::diag::Palette::Plain));
        }
        panic!("the study cannot be read");
    };
    told("read", started);
    let started = Instant::now();
    let scored = score::score(study, &mut sink);
    told("score", started);
    let started = Instant::now();
    let findings = analyse::analyse(scored, &mut sink);
    told("analyse", started);
    println!("{} results, for example", findings.results().len());
    for address in ["change.scale-1.T1-T2", "describe.scale-6.T3", "reliability.scale-1.T1"] {
        let result = findings.get(address).expect("it is computed");
        let fields = result
            .fields
            .iter()
            .filter_map(|(field, quantity)| Some(format!("{} {}", field.as_str(), quantity.value()?)));
        println!("  {address}: {}", fields.collect::<Vec<_>>().join(", "));
    }
}

fn told(stage: &str, started: Instant) {
    let took = started.elapsed().as_secs_f64();
    println!("{stage:<10}{took:>8.2} s   peak memory so far {:>6} MB", peak_megabytes());
}

/// The most memory that the process held; 0 where the system does not tell.
fn peak_megabytes() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").trim().parse::<u64>().ok()).unwrap_or(0) / 1000
}

/// Writes the study; gives the size of its answers in bytes.
fn make(root: &Path, people: usize) -> std::io::Result<u64> {
    for folder in ["content", "data/quantitative"] {
        fs::create_dir_all(root.join(folder))?;
    }
    fs::write(root.join("book.toml"), BOOK)?;
    fs::write(root.join("content/SUMMARY.md"), "# Summary\n\n- [Results](results.md)\n")?;
    fs::write(root.join("content/results.md"), "# Results\n\nNothing but numbers.\n")?;
    fs::write(root.join("content/paper.yaml"), "authors: []\n")?;
    fs::write(root.join("data/study.yaml"), STUDY)?;
    fs::write(root.join("data/quantitative/instruments.yaml"), instruments())?;
    let path = root.join("data/quantitative/responses.csv");
    let mut file = BufWriter::with_capacity(1 << 20, fs::File::create(&path)?);
    write!(file, "participant,timepoint")?;
    for item in 1..=SCALES * ITEMS {
        write!(file, ",i{item:02}")?;
    }
    file.write_all(b"\n")?;
    let mut chance = Chance(20_260_101);
    let mut line = Vec::new();
    for person in 1..=people {
        let bent = chance.below(5);
        for timepoint in 1..=TIMEPOINTS {
            line.clear();
            write!(line, "p{person:07},T{timepoint}")?;
            for _ in 0..SCALES * ITEMS {
                let answer = (bent + chance.below(5) + timepoint as u64) / 3;
                let digit = b'0' + u8::try_from(answer.min(4)).unwrap_or(4);
                let both = [b',', digit];
                let missing = chance.below(100) < 2;
                line.extend_from_slice(if missing { b",".as_slice() } else { &both });
            }
            line.push(b'\n');
            file.write_all(&line)?;
        }
    }
    file.flush()?;
    Ok(fs::metadata(&path)?.len())
}

/// SplitMix64 (Steele, Lea & Flood 2014): the same study on every machine.
struct Chance(u64);

impl Chance {
    fn below(&mut self, count: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % count
    }
}

fn instruments() -> String {
    let mut out = String::from("instruments:\n  - id: battery\n    name: Battery\n    scales:\n");
    for scale in 0..SCALES {
        let items: Vec<String> = (1..=ITEMS).map(|item| format!("i{:02}", scale * ITEMS + item)).collect();
        let _ = write!(
            out,
            "      - id: scale-{}\n        label: Scale {}\n        items: [{}]\n        reverse: [{}, {}]\n        score: \
             sum\n        item-range: [0, 4]\n        range: [0, 40]\n        better: lower\n        missing: \
             {{at-most: 1, fill: person-mean}}\n",
            scale + 1,
            scale + 1,
            items.join(", "),
            items[1],
            items[4],
        );
    }
    out
}

const BOOK: &str = r#"[book]
title = "A large study"
src = "content"

[output.synthesist]
optional = true
"#;

const STUDY: &str = "timepoints:
  - {id: T1, label: Start, month: 0}
  - {id: T2, label: Half a year, month: 6}
  - {id: T3, label: A year, month: 12}
strands:
  - {id: quantitative, label: Quantitative}
";
