//! One thing is edited, and what should change changes: the page, the tables, the verdicts, and nothing else.

use crate::driver::{Draft, Study};
use crate::page::{letters, plain};

const PROPOSITIONS: &str = "content/propositions.yaml";
const CHANGE: &str = "data/quantitative/reported/change.csv";

/// A study built, edited and built again: the names of the products that changed.
fn changed(study: &Study, path: &str, old: &str, new: &str) -> Vec<String> {
    study.run(&["build"]).quiet();
    let before = study.products();
    study.edit(path, old, new);
    study.run(&["build"]).ended(0);
    let after = study.products();
    assert!(before.keys().eq(after.keys()), "an edit makes no file and takes none away");
    after.into_iter().filter(|(name, bytes)| before[name] != *bytes).map(|(name, _)| name).collect()
}

/// The words of the paper without their spaces, because lines may be broken anywhere.
fn page(study: &Study) -> String {
    letters(&study.read("build/paper.pdf"))
}

#[track_caller]
fn page_says(study: &Study, words: &str) {
    let (page, words) = (page(study), plain(words));
    assert!(page.contains(&words), "the page does not say `{words}`:\n{page}");
}

#[test]
fn a_word_of_a_proposition() {
    let study = Draft::minimal().write();
    let changed = changed(&study, PROPOSITIONS, "makes people stronger", "makes people serene");
    assert_eq!(changed, ["grid.json", "manifest.json", "paper.json", "paper.pdf", "tables/grid.csv"]);
    page_says(&study, "Gardening makes people serene");
    assert_eq!(study.json("build/grid.json")["rows"][0]["statement"], "Gardening makes people serene.");
}

#[test]
fn a_sentence_of_prose() {
    let study = Draft::minimal().write();
    let changed = changed(&study, "content/methods.md", "We asked twice", "We asked on two occasions");
    assert_eq!(changed, ["manifest.json", "paper.json", "paper.pdf"]);
    page_says(&study, "We asked on two occasions");
}

#[test]
fn a_printed_figure() {
    let study = Draft::minimal().write();
    let changed = changed(&study, CHANGE, "20,3.9,0.67,7.13", "20,4.1,0.67,7.13");
    assert_eq!(
        changed,
        [
            "figures/forest.png",
            "figures/forest.svg",
            "manifest.json",
            "paper.json",
            "paper.pdf",
            "results.json",
            "tables/change.csv",
            "tables/grid.csv"
        ]
    );
    page_says(&study, "4.1");
    let table = String::from_utf8(study.read("build/tables/change.csv")).expect("UTF-8");
    assert!(table.contains("4.1") && !table.contains("3.9"), "{table}");
    let results = study.json("build/results.json");
    let result = results.as_array().expect("a list").iter().find(|r| r["address"] == "change.wellbeing.T1-T2");
    assert_eq!(result.expect("the result")["change"], 4.1);
}

#[test]
fn an_excerpt() {
    let study = Draft::minimal().write();
    let changed = changed(&study, "data/qualitative/memos/purpose.md", "> — S1-P1-T1", "> — S1-P3-T1");
    assert_eq!(changed, ["manifest.json"], "nobody shows who spoke, and as many people did");
    study.edit("data/qualitative/memos/purpose.md", "> — S1-P3-T1", "> — S1-P2-T1");
    let ran = study.run(&["build"]);
    assert!(
        ran.stderr.contains("`code.purpose` contradicts the claim `participants >= 2`: participants is 1"),
        "{}",
        ran.stderr
    );
    page_says(&study, "Purpose was spoken of by 1 people");
}

#[test]
fn a_figure_that_overturns_a_claim_is_told() {
    let study = Draft::minimal().write();
    study.run(&["check"]).quiet();
    study.edit(CHANGE, "0.020", "0.200");
    let ran = study.run(&["check"]);
    assert_eq!(ran.code, 1);
    assert_eq!(
        ran.stderr,
        "\
warning[audit-inconsistent]: 1 printed figure cannot stand beside the others of data/quantitative/reported/change.csv
 --> data/quantitative/reported/change.csv:1:1
  |
1 | scale,from,to,n,change,ci_low,ci_high,p,es
  | ^
  = help: `synthesist audit` says which, and why; `accept` in study.yaml lets one stand
warning[contradicted-claim]: `change.wellbeing.T1-T2` contradicts the claim `significant`: p is 0.200
 --> content/propositions.yaml:9:24
  |
9 |             - {result: change.wellbeing.T1-T2, expect: [significant, better]}
  |                        ^^^^^^^^^^^^^^^^^^^^^^
  = help: change the finding, or keep it and say why: `contradiction: …` on the evidence
2 warnings
"
    );
    assert_eq!(
        ran.stdout,
        "\
contradicted 1. stronger: 3 hold, 1 contradicted, 0 cannot tell
  rests on 2 excerpts, 2 participants, 1 site, T1 and T2; most from one: 50%; 1 supporting
  contradicted change.wellbeing.T1-T2: significant, better; observed p = 0.200, change = 3.9
holds        2. tiring: 2 hold, 0 contradicted, 0 cannot tell
  rests on 1 excerpt, 1 participant, 1 site, T2; most from one: 100%; 1 supporting
6 claims: 5 hold, 1 contradicted, 0 cannot tell
"
    );
    study.run(&["build", "--strict"]).said(
        1,
        "\
warning[audit-inconsistent]: 1 printed figure cannot stand beside the others of data/quantitative/reported/change.csv
 --> data/quantitative/reported/change.csv:1:1
  |
1 | scale,from,to,n,change,ci_low,ci_high,p,es
  | ^
  = help: `synthesist audit` says which, and why; `accept` in study.yaml lets one stand
warning[contradicted-claim]: `change.wellbeing.T1-T2` contradicts the claim `significant`: p is 0.200
 --> content/propositions.yaml:9:24
  |
9 |             - {result: change.wellbeing.T1-T2, expect: [significant, better]}
  |                        ^^^^^^^^^^^^^^^^^^^^^^
  = help: change the finding, or keep it and say why: `contradiction: …` on the evidence
error[strict]: 1 claim contradicted, and `--strict` admits none
1 error, 2 warnings
",
    );
}

/// A build knows the verdicts of the last one and tells which have changed, for better or worse.
#[test]
fn a_verdict_that_changed_since_the_last_build_is_told() {
    let study = Draft::minimal().write();
    study.run(&["build"]).quiet();
    study.edit(CHANGE, "0.414", "0.014");
    let ran = study.run(&["build"]);
    let told = "\
warning[verdict-changed]: proposition `tiring`: the verdict on `change.strain.T1-T2` was `holds` at the last build and is now `contradicted`
  --> content/propositions.yaml:24:24
   |
24 |             - {result: change.strain.T1-T2, expect: [not-significant]}
   |                        ^^^^^^^^^^^^^^^^^^^
";
    assert!(ran.code == 0 && ran.stderr.contains(told), "{}", ran.stderr);
    study.edit(CHANGE, "0.014", "0.414");
    let ran = study.run(&["build"]);
    assert!(ran.code == 0 && ran.stderr.starts_with("note[verdict-changed]: "), "{}", ran.stderr);
    study.run(&["build"]).quiet();
}

/// A printed p of 0.05 lies between 0.045 and 0.055, so that nobody can say.
#[test]
fn rounding_leaves_a_claim_open() {
    let study = Draft::minimal().edit(CHANGE, "0.020", "0.05").write();
    let ran = study.run(&["check"]);
    assert_eq!(ran.code, 0);
    assert_eq!(
        ran.stderr,
        "\
note[undecided-claim]: `change.wellbeing.T1-T2` cannot tell whether `significant` holds: the rounding of the printed figure leaves it open
 --> content/propositions.yaml:9:24
  |
9 |             - {result: change.wellbeing.T1-T2, expect: [significant, better]}
  |                        ^^^^^^^^^^^^^^^^^^^^^^
warning[audit-inconsistent]: 1 printed figure cannot stand beside the others of data/quantitative/reported/change.csv
 --> data/quantitative/reported/change.csv:1:1
  |
1 | scale,from,to,n,change,ci_low,ci_high,p,es
  | ^
  = help: `synthesist audit` says which, and why; `accept` in study.yaml lets one stand
1 warning, 1 note
"
    );
}

/// The sign of a change is the study's convention: turned about, better is worse.
#[test]
fn the_sign_convention_turns_verdicts() {
    let study = Draft::minimal().edit("data/study.yaml", "later-minus-earlier", "earlier-minus-later").write();
    let ran = study.run(&["check"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.stderr.contains("`change.wellbeing.T1-T2` contradicts the claim `better`: change is 3.9"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_contradiction_is_kept_with_its_reason_and_stays_visible() {
    let claim = "{result: change.strain.T1-T2, expect: [not-significant]}";
    let kept = "{result: change.strain.T1-T2, expect: [significant], contradiction: The source says so.}";
    let study = Draft::minimal().edit(PROPOSITIONS, claim, kept).write();
    let ran = study.run(&["build"]);
    assert_eq!(ran.code, 0);
    assert!(ran.stderr.contains("warning[kept-contradiction]: `change.strain.T1-T2` contradicts"), "{}", ran.stderr);
    page_says(&study, "The source says so.");
    let told = Draft::minimal()
        .edit(PROPOSITIONS, "[not-significant]}", "[not-significant], contradiction: Why.}")
        .run(&["check"]);
    assert!(told.stderr.contains("warning[needless-contradiction]"), "{}", told.stderr);
}

#[test]
fn what_no_claim_uses_is_told() {
    let told = |draft: Draft| draft.run(&["check"]).stderr;
    let idle = Draft::minimal()
        .edit(PROPOSITIONS, "            - {result: change.wellbeing.T1-T2, expect: [significant, better]}\n", "")
        .edit(PROPOSITIONS, "          evidence:\n            - {theme: effort}\n", "")
        .edit(PROPOSITIONS, "            - {excerpt: S1-P2-T2/1}\n", "");
    assert_eq!(
        told(idle),
        "\
note[unused-code]: no proposition uses the code `tiredness`
  --> data/qualitative/codebook.yaml:10:14
   |
10 |       - {id: tiredness, label: Tiredness, valence: negative}
   |              ^^^^^^^^^
warning[no-evidence]: this finding names no evidence, so nothing bears it out
  --> content/propositions.yaml:24:17
   |
24 |         - text: Some were worn out.
   |                 ^
  = help: add `evidence:` with a `result`, `code`, `theme` or `excerpt`
warning[unused-result]: no proposition uses `change.wellbeing.T1-T2`, a significant change
 --> data/quantitative/reported/change.csv:2:1
  |
2 | wellbeing,T1,T2,20,3.9,0.67,7.13,0.020,0.43
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  = help: name it as evidence where it bears on a proposition
warning[unused-theme]: no proposition uses the theme `effort`
 --> data/qualitative/codebook.yaml:7:9
  |
7 |   - id: effort
  |         ^^^^^^
  = help: name the theme, one of its codes or an excerpt as evidence
warning[beyond-evidence]: the word `rose` says more than its evidence: no result behind it is a change, or is there at two timepoints
 --> content/propositions.yaml:7:27
  |
7 |         - text: Wellbeing rose.
  |                           ^^^^
  = help: name the result that bears it, such as `change.wellbeing.T1-T2`, or change the word
4 warnings, 1 note
"
    );
    let silent = Draft::minimal().edit(
        PROPOSITIONS,
        "      qualitative:\n        - text: People spoke of purpose.\n          stance: supports\n          evidence:\n            - {code: purpose, expect: [\"participants >= 2\"]}\n            - {excerpt: S1-P2-T2/1}\n",
        "",
    );
    assert!(told(silent).contains("warning[silent-strand]: proposition `stronger`: no finding from qualitative\n"));
}
