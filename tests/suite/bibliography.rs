//! The bibliography: what is printed of it, and what is told of it.

use std::fs;

use synthesist::compose::Citation;
use synthesist::compose::references::{Look, Printed, Run, printed};
use synthesist::diag::{Sink, Sources};
use synthesist::model::{Bibliography, Csl};

use crate::driver::{Draft, Ran, matches_file, repository};
use crate::page::{letters, plain};

const REFERENCES: &str = "content/references.bib";

/// A bibliography of the field, as it was found.
fn found(name: &str) -> String {
    let path = repository().join("tests/suite/field/bibliography").join(name);
    fs::read_to_string(path).expect("it lies there")
}

/// A study that has these references beside its own and cites some.
fn citing(bib: &str, keys: &[&str], style: &str) -> Draft {
    let cites: String = keys.iter().map(|key| format!(" Said [@{key}].")).collect();
    Draft::minimal()
        .append(REFERENCES, &format!("\n{bib}\n"))
        .append("content/methods.md", &format!("\nWords.{cites}\n"))
        .edit("book.toml", "draft = true", &format!("draft = true\ncsl = \"{style}\""))
}

pub fn read(bib: &str) -> Bibliography {
    let study = Draft::minimal().append(REFERENCES, &format!("\n{bib}\n")).write();
    let mut sink = Sink::new();
    let read = synthesist::read::read(&study.root, &mut Sources::default(), &mut sink);
    read.ok().and_then(|study| study.bibliography).unwrap_or_else(|| panic!("{:?}", sink.diagnostics()))
}

/// Citations, one after the other, and the list of references.
pub fn in_style(bibliography: &Bibliography, style: &str, groups: &[&[&str]]) -> Printed {
    let groups =
        groups.iter().map(|keys| keys.iter().map(|key| Citation { key: (*key).to_owned(), locator: None }).collect());
    let groups: Vec<Vec<Citation>> = groups.collect();
    printed(bibliography, &Csl::Named(style.to_owned()), &groups, "en").expect("a style")
}

/// Runs as text: italics between underscores, bold between asterisks.
pub fn marked(runs: &[Run]) -> String {
    let mut out = String::new();
    for run in runs {
        let (text, look) = match run {
            Run::Text { text, look } | Run::Link { text, look, .. } => (text.clone(), *look),
            Run::To { runs, .. } | Run::Lines { runs, .. } => (marked(runs), Look::default()),
        };
        for (is, mark) in [(look.italic, "_"), (look.bold, "*"), (look.raised, "^"), (look.lowered, "~")] {
            if is {
                out.push_str(mark);
            }
        }
        out.push_str(&text);
        for (is, mark) in [(look.lowered, "~"), (look.raised, "^"), (look.bold, "*"), (look.italic, "_")] {
            if is {
                out.push_str(mark);
            }
        }
    }
    out
}

/// The reference of one entry in a style.
fn reference(bib: &str, key: &str, style: &str) -> String {
    let printed = in_style(&read(bib), style, &[&[key]]);
    marked(&printed.items[0].words)
}

fn told(ran: &Ran, words: &[&str]) {
    for word in words {
        assert!(ran.stderr.contains(word), "{word} is not said:\n{}", ran.stderr);
    }
}

#[test]
fn references_of_the_field() {
    let bib = found("bib1.bib");
    for (key, printed) in [
        ("others2011", "T. Buggey, G. Hoomes, et al., “Using and others,” _J_, vol. 1, pp. 1–9, 2011."),
        ("others2012", "R. Aaij, C. Beteta, B. Adeva, et al., “Three and others,” _J_, vol. 1, pp. 1–9, 2012."),
        ("bls2026", "Bureau of Labor Statistics, “News release,” BLS, USDL-26-0599, 2026."),
        (
            "elocator",
            "A. Smith, “Article number,” _BMC J_, vol. 22, no. Suppl 1, pp. S12–S19, 2022, doi: 10.1186/s12888-022-03999-9.",
        ),
        (
            "enum",
            "B. Smith, “E number: DNA and the American iPhone,” _BMC J_, vol. 22, p. e0123456, 2022, doi: 10.1186/s12888-022-03999-9.",
        ),
        ("eid", "C. Smith, “eid entry,” _PLoS_, vol. 22, no. 3, p. e98765, 2022."),
        ("thesis", "X. Wu, “Thesis title,” PhD thesis, Univ, 2015."),
        ("proc", "Y. Xi, “Proc title,” in _Proceedings of X_, 2016, pp. 34, 37–39."),
        ("inpress", "Z. Yi, “In press,” _J_, in press."),
        ("range", "Z. Za, “Ranges,” _J_, vol. 4–5, no. 1/2, pp. 1123–1145, 2013–2014."),
        ("chap", "A. Kim and B. Lee, “Chapter title,” in _The Book_, C. Park and D. Choi, Eds., Pub, 2010, pp. 12–34."),
    ] {
        assert_eq!(reference(&bib, key, "ieee"), printed, "{key}");
    }
}

/// Dollar signs, code and commands in a bibliography are words, in `check` and in `build`.
#[test]
fn nothing_in_a_bibliography_runs() {
    let dollar = found("bib-dollar.bib");
    let study = citing(&dollar, &["ray"], "ieee").write();
    study.run(&["check"]).ended(0);
    study.run(&["build"]).ended(0);
    assert!(letters(&study.read("build/paper.pdf")).contains(&plain("Costs $5 or more")));
    let study = citing(&found("bib-code.bib"), &["ray", "loop"], "apa").write();
    study.run(&["check"]).ended(0);
    let ran = study.run(&["build"]);
    told(&ran, &["warning[raw-latex]"]);
    let page = letters(&study.read("build/paper.pdf"));
    for words in ["$#for i in range(9) {\"x\"}$", "#text(size: 20pt, fill: red)[BIG] #str(sys.version)"] {
        assert!(page.contains(&plain(words)), "{words} is not in\n{page}");
    }
}

/// Circles, growth without measure and addresses that do something are told, each at its place.
#[test]
fn hostile_bibliographies_are_told() {
    let check = |name: &str| citing(&found(name), &["fetters2013"], "apa").run(&["check"]);
    let ran = check("bib-crossref-self.bib");
    assert_eq!(ran.code, 1);
    told(
        &ran,
        &[
            "error[bib-syntax]: this reference would have its fields from itself: `fetters2013` → `fetters2013`",
            ":18:33",
        ],
    );
    let ran = check("bib-string-doubling.bib");
    assert_eq!(ran.code, 1);
    told(&ran, &["error[bib-syntax]: the text of `@string` `s16` is longer than 65536 characters"]);
    let ran = check("bib-javascript-url.bib");
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    told(&ran, &["warning[bib-value]: an address that begins with `javascript:` is left out"]);
}

/// All faults of a file at once, each at its place, and none that follows from another.
#[test]
fn every_fault_is_told_at_once() {
    let bib = "@article{one, title = {A}, year = 2020\n  author = {B}}\n@article{two,\n  title = {Open,\n  year = {2020}\n}\n\
               @book{three, title = nothing}\n@book{three, title = {Twice}}\n@article{four,\n  title = {A} year = {1}\n}\n";
    let ran = Draft::minimal().with(REFERENCES, bib).run(&["check"]);
    assert_eq!(ran.code, 1);
    let mut places: Vec<&str> =
        ran.stderr.lines().filter_map(|line| line.trim().strip_prefix("--> content/references.bib:")).collect();
    places.sort_unstable();
    assert_eq!(places, ["10:15", "2:3", "4:11", "7:22", "8:7"], "{}", ran.stderr);
}

const STYLES: [&str; 8] = [
    "american-medical-association",
    "elsevier-vancouver",
    "springer-vancouver",
    "bmj",
    "the-lancet",
    "apa",
    "nature",
    "ieee",
];

/// Every kind of reference in every style that the guide names. Beside each file lies what Pandoc prints of the same
/// entries, and `differences.md` says why the two differ where they do.
#[test]
fn golden_references() {
    let bib = fs::read_to_string(repository().join("tests/golden/references/entries.bib")).expect("it lies there");
    let bibliography = read(&bib);
    let own = ["doe2020", "roe2018"];
    let mut keys: Vec<(usize, &str)> = bibliography
        .references
        .iter()
        .filter(|(key, _)| !own.contains(&key.as_str()))
        .map(|(key, reference)| (reference.key_at.start, key.as_str()))
        .collect();
    keys.sort_unstable();
    let groups: Vec<Vec<&str>> = keys.iter().map(|(_, key)| vec![*key]).collect();
    let groups: Vec<&[&str]> = groups.iter().map(Vec::as_slice).collect();
    for style in STYLES {
        let printed = in_style(&bibliography, style, &groups);
        let mut out = String::new();
        for ((_, key), runs) in keys.iter().zip(&printed.groups) {
            out.push_str(&format!("{key}: {}\n", marked(runs)));
        }
        out.push('\n');
        for item in &printed.items {
            out.push_str(&format!("{}: {} {}\n", item.key, marked(&item.label), marked(&item.words)));
        }
        matches_file(&format!("golden/references/{style}.txt"), &out.replace("  ", " "));
    }
}
