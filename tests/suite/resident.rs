//! A process that stays is never stale, says what changed, and shows it in a browser.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use synthesist::cli::{Products, Resident, Run, products};

use crate::driver::{Draft, Study, program};

const TEMPLATE: &str = include_str!("../../templates/article/paper.typ");
const STYLE: &str = include_str!("../../templates/article/style.typ");
pub const FONT: &[u8] = include_bytes!("../../templates/fonts/SourceSans3-It.ttf");
const PIXEL: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 8\"><rect width=\"8\" height=\"8\" fill=\"#246\"/></svg>";
pub const CSL: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0" default-locale="en-GB">
  <info><title>Plain</title><id>plain</id><updated>2020-01-01T00:00:00+00:00</updated></info>
  <citation><layout prefix="(" suffix=")" delimiter="; "><names variable="author"><name form="short"/></names><date variable="issued" prefix=" "><date-part name="year"/></date></layout></citation>
  <bibliography><layout suffix="."><names variable="author"/><text variable="title" prefix=". "/></layout></bibliography>
</style>
"#;
const PEOPLE: &str = "participant,gender\nP1,female\nP2,male\nP3,female\n";
const ANSWERS: &str = "participant,timepoint,wellbeing\nP1,T1,40\nP2,T1,45\nP3,T1,50\nP1,T2,42\nP2,T2,49\nP3,T2,51\n";

/// A study with a file of every kind.
pub fn draft() -> Draft {
    Draft::minimal()
        .with("templates/article/paper.typ", TEMPLATE)
        .with("templates/article/style.typ", STYLE)
        .with("templates/fonts/Mine.ttf", FONT)
        .with("content/plain.csl", CSL)
        .with("content/images/plot.svg", PIXEL)
        .edit("book.toml", "draft = true", "draft = true\ncsl = \"content/plain.csl\"")
        .append("content/details.md", "\n![A square plot](images/plot.svg)\n")
        .with("data/quantitative/reported/reported.yaml", "change: {citation: roe2018, table: Table 1}\n")
        .with("data/qualitative/excerpts.csv", "attribution,codes,text,verbatim\nS2-P1-T2,tiredness,So tired.,false\n")
        .with("data/qualitative/second-coding.csv", "excerpt,codes\nS1-P1-T1/1,purpose\nS1-P2-T2/1,tiredness\n")
        .with("data/quantitative/participants.csv", PEOPLE)
        .with("data/quantitative/responses.csv", ANSWERS)
}

/// What is done to a file.
enum Save {
    Edit(&'static str, &'static str, &'static str),
    Put(&'static str, &'static str),
    Remove(&'static str),
    Rename(&'static str, &'static str),
}

use Save::{Edit, Put, Remove, Rename};

/// A save of a file of each kind, and an output that must follow.
const SAVES: [(Save, &str); 26] = [
    (Edit("book.toml", "Gardening for strength", "Digging for strength"), "paper.pdf"),
    (
        Edit(
            "content/SUMMARY.md",
            "- [Methods](methods.md)\n- [Results](results.md)",
            "- [Results](results.md)\n- [Methods](methods.md)",
        ),
        "paper.pdf",
    ),
    (Edit("content/results.md", "Purpose was spoken of", "Purpose was talked of"), "paper.pdf"),
    (Edit("content/paper.yaml", "name: A. Author", "name: B. Author"), "paper.pdf"),
    (Edit("content/propositions.yaml", "[significant, better]", "[significant, worse]"), "grid.json"),
    (Edit("content/displays.yaml", "caption: How scores changed.", "caption: How the scores changed."), "paper.pdf"),
    (Edit("content/references.bib", "On gardens", "On allotments"), "paper.pdf"),
    (Edit("content/plain.csl", "prefix=\"(\"", "prefix=\"[\""), "paper.pdf"),
    (Edit("content/images/plot.svg", "#246", "#642"), "paper.pdf"),
    (Edit("data/study.yaml", "later-minus-earlier", "earlier-minus-later"), "results.json"),
    (Edit("data/quantitative/instruments.yaml", "mean: 51.6", "mean: 41.6"), "results.json"),
    (Edit("data/quantitative/reported/describe.csv", "strain,T2,20,8.6,5.9", "strain,T2,20,8.7,5.9"), "results.json"),
    (Edit("data/quantitative/reported/change.csv", "0.414,0.11", "0.014,0.11"), "figures/forest.svg"),
    (Edit("data/quantitative/reported/share.csv", "female,20,32,62.5", "female,20,31,64.5"), "results.json"),
    (Edit("data/quantitative/reported/reported.yaml", "table: Table 1", "table: Table 2"), "manifest.json"),
    (Edit("data/quantitative/participants.csv", "P2,male", "P2,female"), "results.json"),
    (Edit("data/quantitative/responses.csv", "P2,T2,49", "P2,T2,39"), "tables/change.csv"),
    (Edit("data/qualitative/codebook.yaml", "label: Purpose", "label: Purposes"), "manifest.json"),
    (Edit("data/qualitative/memos/purpose.md", "[purpose, tiredness]", "[tiredness]"), "results.json"),
    (Edit("data/qualitative/excerpts.csv", "S2-P1-T2", "S2-P1-T1"), "results.json"),
    (
        Edit("data/qualitative/second-coding.csv", "S1-P2-T2/1,tiredness", "S1-P2-T2/1,purpose;tiredness"),
        "results.json",
    ),
    (Edit("templates/article/style.typ", "#let ", "#let unused = 1\n#let "), "manifest.json"),
    (Remove("templates/fonts/Mine.ttf"), "manifest.json"),
    (
        Put(
            "data/qualitative/memos/more.md",
            "---\ncodes: [tiredness]\nverbatim: false\n---\nMore.\n\n> Weeds without end.\n> — S1-P3-T1\n",
        ),
        "results.json",
    ),
    (Rename("data/qualitative/memos/purpose.md", "data/qualitative/memos/aims.md"), "manifest.json"),
    (Remove("data/qualitative/excerpts.csv"), "results.json"),
];

impl Save {
    fn to(&self, study: &Study) {
        match self {
            Edit(path, old, new) => {
                let text = String::from_utf8(study.read(path)).expect("UTF-8");
                assert!(text.contains(old), "`{old}` stands in {path}");
                study.put(path, text.replacen(old, new, 1));
            }
            Put(path, text) => study.put(path, text),
            Remove(path) => std::fs::remove_file(study.root.join(path)).expect("it can be removed"),
            Rename(from, to) => {
                std::fs::rename(study.root.join(from), study.root.join(to)).expect("it can be renamed");
            }
        }
    }

    fn path(&self) -> &str {
        match self {
            Edit(path, ..) | Put(path, _) | Remove(path) | Rename(path, _) => path,
        }
    }
}

fn changed<'a>(before: &'a Products, after: &'a Products) -> BTreeSet<&'a str> {
    let of = |one: &'a Products, other: &'a Products| {
        one.iter().filter(|(path, bytes)| other.get(*path) != Some(*bytes)).map(|(path, _)| path.as_str())
    };
    of(before, after).chain(of(after, before)).collect()
}

/// One study, one process, every kind of file saved one after the other: what it makes is what a new process makes.
#[test]
fn nothing_is_ever_stale() {
    let study = draft().write();
    let mut resident = Resident::new(&study.root);
    let first = resident.turn();
    assert!(first.came_out, "{:?}", first.run.sink.diagnostics());
    let mut before = resident.press(&mut Run::quiet()).expect("the files of the first build");
    for (save, follows) in &SAVES {
        save.to(&study);
        let turn = resident.turn();
        assert!(turn.came_out, "{}: {:?}", save.path(), turn.run.sink.diagnostics());
        let after = resident.press(&mut Run::quiet()).expect("the files of a build");
        let (_, fresh) = products(&mut Run::quiet(), &study.root, false).expect("a fresh build");
        let stale = changed(&after, &fresh);
        assert!(stale.is_empty(), "{}: stale are {stale:?}", save.path());
        let moved = changed(&before, &after);
        assert!(moved.contains(follows), "{}: {follows} follows, not only {moved:?}", save.path());
        assert!(moved.contains("manifest.json"), "{}: the manifest names every input", save.path());
        before = after;
    }
}

#[test]
fn a_fault_leaves_the_last_paper_and_goes_again() {
    let study = Draft::minimal().write();
    let mut resident = Resident::new(&study.root);
    resident.turn();
    let good = resident.press(&mut Run::quiet());
    study.edit("content/results.md", "change.wellbeing.T1-T2 }}", "change.welbeing.T1-T2 }}");
    let faulty = resident.turn();
    assert!(!faulty.came_out && faulty.line().contains("1 error; the last good paper stays"), "{}", faulty.line());
    assert!(good.is_some() && resident.press(&mut Run::quiet()) == good, "the last good files stay");
    study.edit("content/results.md", "change.welbeing.T1-T2 }}", "change.wellbeing.T1-T2 }}");
    let mended = resident.turn();
    assert!(mended.came_out && mended.line().ends_with("nothing that shows"), "{}", mended.line());
}

#[test]
fn a_save_says_what_it_changed() {
    let study = Draft::minimal().write();
    let mut resident = Resident::new(&study.root);
    resident.turn();
    study.edit("data/quantitative/reported/change.csv", "7.13,0.020", "7.13,0.210");
    let line = resident.turn().line();
    let (_, line) = line.split_once("  ").expect("how long it took, then what changed");
    assert!(line.starts_with("change.wellbeing.T1-T2.p: 0.020 → 0.210; "), "{line}");
    assert!(line.contains("; proposition 1 now contradicted; ") && line.contains("page"), "{line}");
}

/// The program in a process of its own, ended when the test ends.
pub struct Serving {
    process: Child,
    pub address: String,
}

impl Serving {
    pub fn of(study: &Study) -> Self {
        let mut command = program();
        // As it is used most: in the study's folder, which is named nowhere.
        command.current_dir(&study.root).args(["serve", "--port", "0"]);
        let mut process =
            command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the program can be started");
        let mut line = String::new();
        let mut out = BufReader::new(process.stdout.take().expect("it is piped"));
        out.read_line(&mut line).expect("it says where it is");
        // What it says later is read, or it would wait for a reader.
        std::thread::spawn(move || std::io::copy(&mut out, &mut std::io::sink()));
        let address = line.split("http://").nth(1).and_then(|rest| rest.split('/').next()).expect("an address");
        Self { process, address: address.to_owned() }
    }

    /// Status and body of an answer.
    pub fn get(&self, path: &str, host: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        write!(stream, "GET {path} HTTP/1.0\r\nHost: {host}\r\n\r\n").expect("it can be asked");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers in UTF-8");
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        (status, body.to_owned())
    }

    pub fn state(&self) -> serde_json::Value {
        let (status, body) = self.get("/state", &self.address);
        assert_eq!(status, 200);
        serde_json::from_str(&body).expect("JSON")
    }

    /// The state after a version; a machine may be slow, so the patience is long.
    pub fn after(&self, version: u64) -> serde_json::Value {
        let started = Instant::now();
        loop {
            let state = self.state();
            if state["version"].as_u64() > Some(version) {
                return state;
            }
            assert!(started.elapsed() < Duration::from_secs(120), "nothing new came after version {version}");
            std::thread::sleep(Duration::from_millis(30));
        }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn the_paper_is_served_and_renewed() {
    let study = Draft::minimal().write();
    let serving = Serving::of(&study);
    let state = serving.after(0);
    assert_eq!(state["sound"], true);
    let pages = state["pages"].as_array().expect("pages").clone();
    assert!(!pages.is_empty());
    let key = pages[0]["key"].as_str().expect("a key");
    let (status, svg) = serving.get(&format!("/sheet/{key}.svg"), &serving.address);
    assert!(status == 200 && svg.starts_with("<svg"), "{status}");
    let (_, words) = serving.get(&format!("/sheet/{key}.txt"), &serving.address);
    assert!(words.contains("Gardening for strength"), "{words}");
    for (path, begins) in [("/", "<!doctype html>"), ("/page.js", "//"), ("/page.css", ":root")] {
        let (status, body) = serving.get(path, &serving.address);
        assert!(status == 200 && body.starts_with(begins), "{path}");
    }

    // A save, an error, and the end of it.
    let version = state["version"].as_u64().expect("a number");
    study.edit("content/results.md", "Purpose was spoken of", "Of purpose spoke");
    let state = serving.after(version);
    assert_ne!(state["pages"], serde_json::Value::Array(pages), "a page looks different");
    study.edit("content/methods.md", "@doe2020", "@dough2020");
    let faulty = serving.after(state["version"].as_u64().expect("a number"));
    assert_eq!((faulty["sound"].as_bool(), faulty["errors"].as_u64()), (Some(false), Some(1)));
    assert_eq!(faulty["pages"], state["pages"], "the last good paper stays");
    let told = &faulty["diagnostics"][0];
    assert_eq!((told["file"].as_str(), told["line"].as_u64()), (Some("content/methods.md"), Some(3)), "{told}");
    study.edit("content/methods.md", "@dough2020", "@doe2020");
    let mended = serving.after(faulty["version"].as_u64().expect("a number"));
    assert_eq!(mended["errors"], 0);
}

/// A point of a page leads to the place in the file, and a number to its explanation.
#[test]
fn a_point_of_the_page_has_its_place() {
    let study = Draft::minimal().write();
    let serving = Serving::of(&study);
    let state = serving.after(0);
    let pages = state["pages"].as_array().expect("pages").len();
    let mut files = BTreeSet::new();
    let mut addresses = BTreeSet::new();
    for page in 0..pages {
        for step in 0..60 {
            for x in [120.0, 250.0, 330.0, 400.0] {
                let y = 60.0 + 12.0 * f64::from(step);
                let (status, body) = serving.get(&format!("/at?page={page}&x={x}&y={y}"), &serving.address);
                if status == 200 {
                    let found: serde_json::Value = serde_json::from_str(&body).expect("JSON");
                    files.insert(found["file"].as_str().expect("a file").to_owned());
                    addresses.extend(found["address"].as_str().map(str::to_owned));
                }
            }
        }
    }
    for file in ["content/abstract.md", "content/results.md", "content/displays.yaml"] {
        assert!(files.contains(file), "{files:?}");
    }
    assert!(addresses.iter().any(|address| address.starts_with("change.wellbeing.T1-T2")), "{addresses:?}");
    let (status, body) = serving.get("/explain?address=change.wellbeing.T1-T2.p", &serving.address);
    assert!(status == 200 && body.contains("\"printed\":\"0.020\""), "{body}");
}

/// A page of the web that a browser on this machine shows cannot ask for the study under another name.
#[test]
fn only_this_machine_is_answered() {
    let study = Draft::minimal().write();
    let serving = Serving::of(&study);
    assert!(serving.address.starts_with("127.0.0.1:"), "{}", serving.address);
    for path in ["/", "/state", "/at?page=0&x=1&y=1"] {
        assert_eq!(serving.get(path, "example.org").0, 403);
    }
    for path in ["/sheet/../book.toml.svg", "/book.toml", "/sheet/.svg", "/at?page=x", "/explain?address=%zz"] {
        assert_eq!(serving.get(path, &serving.address).0, 404, "{path}");
    }
}
