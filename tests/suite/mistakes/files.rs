//! Mistakes with whole files: their names, places, encodings; templates and fonts; and what is no mistake at all.

use super::{Mistake, edit, other, write};
use crate::driver::Draft;

const PROPOSITIONS: &str = "content/propositions.yaml";
const METHODS: &str = "content/methods.md";
const REFERENCES: &str = "content/references.bib";
const STUDY: &str = "data/study.yaml";
const CHANGE: &str = "data/quantitative/reported/change.csv";
const DESCRIBE: &str = "data/quantitative/reported/describe.csv";
const SHARE: &str = "data/quantitative/reported/share.csv";
const MEMO: &str = "data/qualitative/memos/purpose.md";
const PAPER_TYP: &str = "templates/article/paper.typ";

pub fn mistakes() -> Vec<Mistake> {
    [names(), encodings(), conflicts(), templates()].into_iter().flatten().collect()
}

fn moved(from: &str, to: &str) -> Draft {
    let text = Draft::minimal().text(from);
    Draft::minimal().without(from).with(to, text)
}

fn names() -> Vec<Mistake> {
    let s = Draft::minimal;
    vec![
        other(
            "A file with another ending",
            moved(PROPOSITIONS, "content/propositions.yml"),
            PROPOSITIONS,
            "is called propositions.yml",
        )
        .seen_at("content/propositions.yml", 1, 1)
        .tells("misnamed-file", "propositions.yaml"),
        other(
            "A file with a capital",
            moved(DESCRIBE, "data/quantitative/reported/Describe.csv"),
            DESCRIBE,
            "is called Describe.csv",
        )
        .seen_at("data/quantitative/reported/Describe.csv", 1, 1)
        .tells("misnamed-file", "describe.csv"),
        other(
            "A file with a name of its own",
            moved(REFERENCES, "content/refrences.bib"),
            REFERENCES,
            "is called refrences.bib",
        )
        .seen_at("content/refrences.bib", 1, 1)
        .tells("misnamed-file", "references.bib"),
        other(
            "A table as a workbook",
            s().without(SHARE).with("data/quantitative/reported/share.xlsx", "PK"),
            SHARE,
            "is called share.xlsx",
        )
        .seen_at("data/quantitative/reported/share.xlsx", 1, 1)
        .tells("misnamed-file", "CSV"),
        other(
            "A folder where a file is expected",
            s().without(REFERENCES).with("content/references.bib/references.bib", s().text(REFERENCES)),
            REFERENCES,
            "is a folder",
        )
        .tells("unreadable-file", "file"),
        other("study.yaml with another ending", moved(STUDY, "data/study.yml"), STUDY, "is called study.yml")
            .seen_at("data/study.yml", 1, 1)
            .tells("misnamed-file", "study.yaml"),
        other("No study.yaml", s().without(STUDY), STUDY, "is not there").tells("unreadable-file", "timepoints"),
        write("An empty file", s(), PROPOSITIONS, "«»").tells("wrong-type", "take the file away"),
        write("A table without a header", s(), SHARE, "«gender»,,female,20,32,62.5\ngender,,male,12,32,37.5\n")
            .tells("missing-column", "first row"),
    ]
}

fn encodings() -> Vec<Mistake> {
    let s = Draft::minimal;
    let utf_16 = |text: String| {
        let units = text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        [&[0xff, 0xfe], &units[..]].concat()
    };
    let latin =
        |text: String| text.chars().map(|sign| u8::try_from(u32::from(sign)).unwrap_or(b'?')).collect::<Vec<u8>>();
    let described = || s().text(STUDY).replace("label: Before", "label: Zuvor gärtnern");
    vec![
        other(
            "A table saved as UTF-16",
            s().with(SHARE, utf_16(s().text(SHARE))),
            SHARE,
            "is saved as Unicode text of a spreadsheet",
        )
        .seen_at(SHARE, 1, 1)
        .tells("not-utf-8", "CSV UTF-8"),
        other(
            "YAML saved with an old encoding",
            s().with(STUDY, latin(described())),
            STUDY,
            "is saved as Windows-1252, with an ä on line 2",
        )
        .seen_at(STUDY, 2, 28)
        .tells("not-utf-8", "UTF-8"),
        other(
            "A workbook that is called a table",
            s().with(SHARE, b"PK\x03\x04\x14\x00\x06\xb5"),
            SHARE,
            "is a workbook",
        )
        .seen_at(SHARE, 1, 1)
        .tells("not-utf-8", "CSV UTF-8"),
    ]
}

fn conflicts() -> Vec<Mistake> {
    let s = Draft::minimal;
    vec![
        edit(
            "A conflict of versions in YAML",
            s(),
            PROPOSITIONS,
            "    note: Within a year.\n",
            "«<<<<<<< HEAD»\n    note: Within a year.\n=======\n    note: Within a month.\n>>>>>>> draft\n",
        )
        .tells("merge-conflict", "keep"),
        edit(
            "A conflict of versions in a table",
            s(),
            SHARE,
            "gender,,male,12,32,37.5\n",
            "«<<<<<<< HEAD»\ngender,,male,12,32,37.5\n=======\ngender,,male,12,32,37\n>>>>>>> draft\n",
        )
        .tells("merge-conflict", "keep"),
        edit(
            "A conflict of versions in a chapter",
            s(),
            METHODS,
            "Most were women",
            "«<<<<<<< HEAD»\nMost were women\n=======\nMany were women\n>>>>>>> draft\n",
        )
        .tells("merge-conflict", "keep"),
    ]
}

fn templates() -> Vec<Mistake> {
    let s = Draft::minimal;
    let paper = include_str!("../../../templates/article/paper.typ");
    let style = include_str!("../../../templates/article/style.typ");
    let own = || s().with(PAPER_TYP, paper).with("templates/article/style.typ", style);
    vec![
        write("A condition that is not closed", own(), PAPER_TYP, "«<% if title %>»\n<< title >>\n")
            .built()
            .tells("template", "<% endif %>"),
        write("A name that the template does not have", own(), PAPER_TYP, "= << «titel» >>\n")
            .built()
            .tells("template", "`title`"),
        write("A bracket of Typst that is not closed", own(), PAPER_TYP, "#import \"/style.typ\": *\n#let x = «(»\n")
            .built()
            .tells("typesetting", ")"),
        other(
            "A font that is none",
            s().with("templates/fonts/house.ttf", "<!DOCTYPE html>"),
            "templates/fonts/house.ttf",
            "is a web page",
        )
        .seen_at("templates/fonts/house.ttf", 1, 1)
        .tells("bad-font", "download"),
    ]
}

/// Studies of which nothing is said.
pub fn harmless() -> Vec<(&'static str, Draft)> {
    let s = Draft::minimal;
    vec![
        (
            "line ends of Windows",
            s().with(PROPOSITIONS, s().text(PROPOSITIONS).replace('\n', "\r\n"))
                .with(SHARE, s().text(SHARE).replace('\n', "\r\n"))
                .with(MEMO, s().text(MEMO).replace('\n', "\r\n")),
        ),
        ("a comma at the end of every row", s().with(SHARE, s().text(SHARE).replace('\n', ",\n"))),
        ("a comma at the end of a row", s().edit(CHANGE, "0.020,0.43\n", "0.020,0.43,\n")),
        ("a sign of LaTeX in a title", s().edit(REFERENCES, "On gardens", "On gardens \\& people")),
        ("the mark at the beginning", s().with(SHARE, format!("\u{feff}{}", s().text(SHARE)))),
        ("empty rows at the end", s().append(SHARE, "\n,,,,,\n\n")),
        (
            "one expectation without brackets",
            s().edit(PROPOSITIONS, "expect: [not-significant]", "expect: not-significant"),
        ),
        ("empty lines at the end", s().append(PROPOSITIONS, "\n\n").append(MEMO, "\n\n\n")),
    ]
}
