//! Sound studies of which there is something to say, and the exact words: warnings and notes stop nothing.
//!
//! The words stand in `tests/suite/remarks/`, a file a remark; `BLESS=1 cargo test` writes them anew.

use crate::driver::{Draft, files_under, matches_file, repository};

const BOOK: &str = "book.toml";
const PROPOSITIONS: &str = "content/propositions.yaml";
const DISPLAYS: &str = "content/displays.yaml";
/// A citation style that prints titles alone.
const NAMELESS: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0" default-locale="en-GB">
  <info><title>House</title><id>house</id><updated>2024-01-01T00:00:00+00:00</updated></info>
  <citation><layout><text variable="citation-number"/></layout></citation>
  <bibliography><layout suffix="."><text variable="title"/><date variable="issued" prefix=", "><date-part name="year"/></date><text variable="publisher" prefix=", "/></layout></bibliography>
</style>
"#;
const REFERENCES: &str = "content/references.bib";
const DESCRIBE: &str = "data/quantitative/reported/describe.csv";
const SHARE: &str = "data/quantitative/reported/share.csv";

/// A test a remark: what `check` says and how it ends.
macro_rules! remarks {
    ($($name:ident: $code:literal, $make:expr;)*) => {
        $(
            #[test]
            fn $name() {
                let make: fn(Draft) -> Draft = $make;
                let ran = make(Draft::minimal()).run(&["check"]);
                assert_eq!(ran.code, $code, "{}", ran.stderr);
                assert!(!ran.stderr.contains("error["), "{}", ran.stderr);
                matches_file(concat!("suite/remarks/", stringify!($name), ".txt"), &ran.stderr);
            }
        )*

        const NAMES: &[&str] = &[$(stringify!($name)),*];
    };
}

#[test]
fn every_reference_belongs_to_a_remark() {
    for path in files_under(&repository().join("tests/suite/remarks")) {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        assert!(NAMES.contains(&name.as_str()), "{name}.txt belongs to no test");
    }
}

remarks! {
    impossible_sd: 0, |s| s.edit(DESCRIBE, "strain,T2,20,8.6,5.9", "strain,T2,20,8.6,59");
    impossible_mean: 0, |s| s.edit(DESCRIBE, "strain,T2,20,8.6,5.9", "strain,T2,20,86,5.9");
    impossible_limits: 0, |s| s.edit(DESCRIBE, "strain,T2,20,8.6,5.9,0,22", "strain,T2,20,8.6,5.9,22,0");
    impossible_percentage: 0, |s| s.edit(SHARE, "20,32,62.5", "20,32,625");
    departure_from_the_norm_unused: 0, |s| s.edit(DESCRIBE, "wellbeing,T1,32,49.0", "wellbeing,T1,32,40.0");
    nothing_expected: 0, |s| s.edit(PROPOSITIONS, ", expect: [not-significant]", "");
    code_that_nobody_carries: 1, |s| s.edit(PROPOSITIONS, "{theme: effort}", "{code: purpose.T1, expect: [\"excerpts >= 9\"]}")
        .edit("data/qualitative/memos/purpose.md", "[purpose, tiredness]", "[purpose]");
    contradicted_by_its_rounding: 1, |s| s.edit(PROPOSITIONS, "[not-significant]", "[\"p == 0.5\"]");
    silence_that_is_none: 0, |s| s.edit("data/study.yaml", "  effect-size:", "  fit: farmer-2006\n  effect-size:")
        .edit(PROPOSITIONS, "fit: confirmation", "fit: agreement").edit(PROPOSITIONS, "fit: discordance", "fit: silence");
    table_of_nothing: 0, |s| s.edit(DISPLAYS, "    kind: propositions", "    kind: shares\n    variable: gender\n    timepoints: [T1]")
        .edit("content/results.md", ", @prop-stronger", "");
    latex_in_a_title: 0, |s| s.edit(REFERENCES, "{On gardens}", "{On \\emph{gardens} and \\gardens{plots}}");
    style_without_authors: 0, |s| s.edit(BOOK, "draft = true", "csl = \"house.csl\"").with("house.csl", NAMELESS);
    reference_that_nothing_cites: 0, |s| s.append(REFERENCES, "\n@book{idle1999,\n  author = {Idle, Eric},\n  title = {Idle},\n  year = {1999},\n}\n");
    display_that_is_not_placed: 0, |s| s.edit("content/results.md", "{{ figure forest }}\n\n", "").edit("content/results.md", "@fig-forest, ", "");
}
