//! Files of a study that stand under another name than the one that is read.
//!
//! Most files may be left out, so that one with a slip in its name would be passed over in silence.

use std::sync::Arc;

use super::folder::Folder;
use crate::diag::{Diagnostic, Origin, Sink, nearest};

/// The endings under which people keep what belongs into a file of another ending.
const ENDINGS: [&str; 11] = ["yaml", "yml", "csv", "tsv", "txt", "xlsx", "xls", "ods", "md", "bib", "bibtex"];

/// Tells of each file that is missing under its own name and is there under a similar one.
pub fn misnamed(folder: &mut Folder<'_>, src: &str, sink: &mut Sink) {
    let places: [(&str, &[&str]); 5] = [
        (src, &["SUMMARY.md", "paper.yaml", "propositions.yaml", "displays.yaml", "references.bib"]),
        ("data", &["study.yaml"]),
        ("data/quantitative", &["instruments.yaml"]),
        ("data/quantitative/reported", &["describe.csv", "change.csv", "share.csv", "again.csv", "reported.yaml"]),
        ("data/qualitative", &["codebook.yaml", "excerpts.csv", "second-coding.csv"]),
    ];
    for (home, names) in places {
        let there = folder.list(home, &[""]);
        for wanted in names.iter().filter(|wanted| !there.iter().any(|name| name == *wanted)) {
            let path = format!("{home}/{wanted}");
            let others = there.iter().filter(|name| !names.contains(&name.as_str()));
            let Some(found) = others.into_iter().find(|name| meant(name, wanted)) else { continue };
            // A file system that does not tell capitals apart reads it all the same.
            if folder.exists(&path) {
                continue;
            }
            let here: Arc<str> = Arc::from(format!("{home}/{found}"));
            let diagnostic = Diagnostic::error("misnamed-file", format!("{here} is not read"));
            sink.push(diagnostic.at(&Origin::start_of(&here)).hint(advice(found, wanted)));
            folder.miss(path);
        }
    }
}

/// Whether a file name may be a slip for another one.
fn meant(name: &str, wanted: &str) -> bool {
    let (Some((stem, ending)), Some((wanted_stem, wanted_ending))) = (name.rsplit_once('.'), wanted.rsplit_once('.'))
    else {
        return false;
    };
    let ending = ending.to_lowercase();
    if !ENDINGS.contains(&ending.as_str()) {
        return false;
    }
    // Chapters stand beside the other files of prose, and are called as their authors like.
    let own_kind = ending != "md" || wanted_ending == "md";
    let same = stem.eq_ignore_ascii_case(wanted_stem);
    let near = ending == wanted_ending && ending != "md" && nearest(stem, [wanted_stem]).is_some();
    own_kind && (same || near)
}

fn advice(found: &str, wanted: &str) -> String {
    let text = ["yaml", "yml", "csv", "md", "bib", "bibtex"];
    let ending = found.rsplit('.').next().unwrap_or("").to_lowercase();
    match wanted.ends_with(".csv") && !text.contains(&ending.as_str()) {
        true => format!("save it as CSV in UTF-8, with the name {wanted}"),
        false => format!("name it {wanted}"),
    }
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn a_slip_is_seen_and_another_file_is_not() {
        for (name, wanted) in [
            ("propositions.yml", "propositions.yaml"),
            ("Describe.csv", "describe.csv"),
            ("refrences.bib", "references.bib"),
            ("share.xlsx", "share.csv"),
            ("summary.md", "SUMMARY.md"),
        ] {
            assert!(meant(name, wanted), "{name}");
        }
        for (name, wanted) in [("shares.md", "share.csv"), ("papers.md", "paper.yaml"), ("notes.csv", "describe.csv")] {
            assert!(!meant(name, wanted), "{name}");
        }
    }
}
