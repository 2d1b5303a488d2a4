//! `book.toml` and `SUMMARY.md` are mdBook's own: unmodified mdBook accepts them.

use std::path::Path;

use mdbook_core::config::Config;
use mdbook_summary::SummaryItem;

use crate::driver::{Draft, Study, files_under, repository};

/// The studies of the repository, and the one of the tests.
fn studies() -> Vec<Study> {
    let mut studies = vec![Study::at(repository()), Draft::minimal().write()];
    let further = files_under(&repository().join("tests/studies")).into_iter();
    let books = further.filter(|path| path.file_name().is_some_and(|name| name == "book.toml"));
    studies.extend(books.filter_map(|path| path.parent().map(Study::at)));
    studies
}

#[test]
fn mdbook_loads_the_manifest() {
    for study in studies() {
        let config = Config::from_disk(study.root.join("book.toml")).expect("mdBook reads it");
        assert!(config.book.title.is_some() && config.build.build_dir == Path::new("build"));
        // Without it `mdbook build` would look for a program called mdbook-synthesist.
        let optional: Option<bool> = config.get("output.synthesist.optional").expect("a boolean");
        assert_eq!(optional, Some(true), "{}", study.root.display());
        // mdBook makes chapters that are missing unless told not to, and would hide a misspelt name.
        assert!(!config.build.create_missing, "{}", study.root.display());
    }
}

#[test]
fn mdbook_reads_the_summary() {
    for study in studies() {
        let config = Config::from_disk(study.root.join("book.toml")).expect("mdBook reads it");
        let src = study.root.join(&config.book.src);
        let text = std::fs::read_to_string(src.join("SUMMARY.md")).expect("a readable file");
        let summary = mdbook_summary::parse_summary(&text).expect("mdBook reads it");
        let chapters = [summary.prefix_chapters, summary.numbered_chapters, summary.suffix_chapters].concat();
        for item in &chapters {
            let SummaryItem::Link(link) = item else { continue };
            let file = link.location.as_ref().expect("a chapter has a file");
            assert!(src.join(file).is_file(), "{}", file.display());
        }
    }
}
