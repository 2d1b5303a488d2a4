//! `diff`: two papers beside each other, as text, as JSON and as a paper with its changes marked.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::driver::{Draft, Ran, Study, repository};
use crate::page::{letters, plain};

/// Nothing of the tester's own Git.
const ALONE: [(&str, &str); 7] = [
    ("GIT_CONFIG_GLOBAL", "/dev/null"),
    ("GIT_CONFIG_NOSYSTEM", "1"),
    ("GIT_AUTHOR_NAME", "A. Author"),
    ("GIT_AUTHOR_EMAIL", "a@example.org"),
    ("GIT_COMMITTER_NAME", "A. Author"),
    ("GIT_COMMITTER_EMAIL", "a@example.org"),
    ("GIT_AUTHOR_DATE", "2024-05-06T07:08:09Z"),
];

fn git(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(arguments).envs(ALONE).env("GIT_COMMITTER_DATE", "2024-05-06T07:08:09Z");
    let output = command.output().expect("`git` is installed");
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8").trim().to_owned()
}

/// A study in a repository of its own, with one revision.
fn committed(draft: &Draft) -> Study {
    let study = draft.write();
    git(&study.root, &["init", "--quiet", "--initial-branch=main"]);
    commit(&study.root);
    study
}

fn commit(folder: &Path) -> String {
    git(folder, &["add", "--all"]);
    git(folder, &["commit", "--quiet", "--message=A revision"]);
    git(folder, &["rev-parse", "--short=7", "HEAD"])
}

fn diff(study: &Study, arguments: &[&str]) -> Ran {
    let arguments: Vec<&str> = ["diff"].into_iter().chain(arguments.iter().copied()).collect();
    study.run_in(&arguments, &ALONE)
}

/// The minimal study, and some of everything changed in it.
fn revised(draft: Draft) -> Draft {
    draft
        .edit("data/quantitative/reported/change.csv", "7.13,0.020", "7.13,0.210")
        .edit("content/results.md", "Purpose was spoken of by", "Of purpose spoke")
        .edit("content/methods.md", "We asked twice", "We asked all of them twice")
        .edit("content/propositions.yaml", "It is tiring, too.", "It is exhausting, too.")
        .edit("content/displays.yaml", "caption: Changes.", "caption: Changes of all scales.")
        .edit("content/methods.md", "## Sample\n", "## People\n")
        .append("content/details.md", "\nA last paragraph came.\n")
}

const SAID: &str = "\
HEAD (COMMIT) → the working folder: 1 proposition turned, 1 proposition changed otherwise, 1 printed figure, \
6 computed figures, 2 tables, 1 drawing, 5 sentences

Propositions and verdicts
  1. stronger: holds → contradicted
     change.wellbeing.T1-T2 (significant, better): holds → contradicted; observed p = 0.020 → p = 0.210
  2. tiring
     statement: It is [-tiring-]{+exhausting+}, too.

Figures
  printed in the source
    change.wellbeing.T1-T2.p  0.020 → 0.210
  computed, or following from what is printed
    change.wellbeing.T1-T2  p_holm 0.040 → 0.420, p_bh 0.040 → 0.414
    change.strain.T1-T2  p_holm 0.414 → 0.420
    family.T1-T2  significant 1 → 0, holm_significant 1 → 0, bh_significant 1 → 0

Tables and figures of the paper
  Table 1, tbl-change
    Wellbeing, T1-T2 p: 0.020 → 0.210
  Table 2, tbl-grid
    3 cells of the grid; see the propositions
  Figure 1, fig-forest: drawn of other data
    caption: Changes{+ of all scales+}.

Sentences
  content/methods.md:3
    We asked {+all of them +}twice [@doe2020, p. 3], and averaged: $m = \\frac{1}{n}$.
  content/methods.md:5
    [-Sample-]{+People+}
  content/results.md:3
    Wellbeing rose: mean change 3.9, 95% CI 0.67 to 7.13, p = [-0.020-]{+0.210+}, ES 0.43, n = 20.
  content/results.md:9
    [-Purpose was spoken of by-]{+Of purpose spoke+} 2 people.[^one]
  content/details.md:9
    {+A last paragraph came.+}
";

/// What is said of a revision and the working folder is said of two revisions, of two folders and of two builds.
#[test]
fn wherever_two_papers_lie_the_same_is_said() {
    let study = committed(&Draft::minimal());
    study.put(".gitignore", "build\n");
    let first = git(&study.root, &["rev-parse", "--short=7", "HEAD"]);
    study.run(&["build"]).quiet();
    revised(Draft::minimal()).put_over(&study);
    assert_eq!(diff(&study, &["HEAD"]).quiet(), SAID.replace("COMMIT", &first));
    let second = commit(&study.root);
    let body = SAID.split_once(": ").expect("a head").1;
    assert_eq!(diff(&study, &["HEAD~1", "main"]).quiet(), format!("HEAD~1 ({first}) → main ({second}): {body}"));

    let root = study.root.to_str().expect("UTF-8");
    let build = format!("{root}/build");
    assert_eq!(diff(&study, &[&build, root]).quiet(), format!("{build} → {root}: {body}"));
    let later = revised(Draft::minimal()).write();
    later.run(&["build"]).ended(0);
    let later = format!("{}/build", later.root.display());
    let ran = diff(&study, &[&build, &later]).quiet();
    assert_eq!(ran, format!("{build} → {later}: {body}"));
    let coloured = diff(&study, &["HEAD~1", "--color", "always"]).quiet();
    assert!(coloured.contains("p = \u{1b}[31m[-0.020-]\u{1b}[0m\u{1b}[32m{+0.210+}\u{1b}[0m"), "{coloured}");
    // The other way round everything that came is gone, and nothing else.
    let back = diff(&study, &[&later, &build]).quiet();
    assert!(back.contains("\n    [-A last paragraph came.-]\n") && back.contains("p  0.210 → 0.020\n"), "{back}");
}

#[test]
fn what_is_the_same_is_said_to_be() {
    let study = committed(&Draft::minimal());
    let commit = git(&study.root, &["rev-parse", "--short=7", "HEAD"]);
    assert_eq!(diff(&study, &["main"]).quiet(), format!("main ({commit}) → the working folder: nothing differs\n"));
    let told: Value = serde_json::from_str(&diff(&study, &["main", "--format", "json"]).quiet()).expect("JSON");
    assert_eq!((&told["same"], &told["summary"]), (&true.into(), &"nothing differs".into()));
    for list in ["propositions", "results", "displays", "sentences"] {
        assert_eq!(told[list], serde_json::json!([]), "{list}");
    }
    assert!(told["pages"].is_null());
}

/// A folder of the name of a branch goes first only if there is something in it to compare.
#[test]
fn a_branch_may_have_the_name_of_a_folder() {
    let study = committed(&Draft::minimal());
    assert!(Path::new("content").is_dir(), "tests run in the repository's root");
    git(&study.root, &["branch", "content"]);
    let said = diff(&study, &["content"]).quiet();
    assert!(said.starts_with("content (") && said.ends_with(": nothing differs\n"), "{said}");
}

#[test]
fn what_cannot_be_compared_is_said_with_all_that_was_tried() {
    let study = committed(&Draft::minimal());
    diff(&study, &["nonsense"]).said(
        2,
        "\
error[nothing-to-compare]: `nonsense` is neither a folder with a study or a build nor a revision of the study
  = help: as a folder: there is no such folder
  = help: as a Git revision: the study's repository knows no such commit
1 error
",
    );
    let root = study.root.to_str().expect("UTF-8");
    let folder = format!("{root}/content");
    let ran = diff(&study, &["HEAD", &folder]);
    assert!(
        ran.stderr.contains("as a folder: the folder has neither a study (`book.toml`) nor a build"),
        "{}",
        ran.stderr
    );
    assert_eq!(ran.code, 2);
    diff(&study, &["--", "--output=x"]).ended(2);
    // A commit from before the study.
    git(&study.root, &["checkout", "--quiet", "--orphan", "early"]);
    git(&study.root, &["rm", "--quiet", "-r", "--cached", "."]);
    git(&study.root, &["commit", "--quiet", "--allow-empty", "--message=Nothing yet"]);
    let ran = diff(&study, &["early"]);
    assert!(ran.stderr.contains("has no book.toml") && ran.code == 2, "{}", ran.stderr);
    // No repository at all.
    let alone = Draft::minimal().write();
    let ran = diff(&alone, &["HEAD"]);
    assert!(ran.stderr.contains("as a Git revision: the study lies in no Git repository"), "{}", ran.stderr);
    // A build of another version, and one that cannot be set anew.
    study.run(&["build"]).quiet();
    let build = format!("{root}/build");
    let ran = diff(&study, &["main", &build, "--pdf", "marked.pdf"]);
    assert!(ran.stderr.starts_with("error[no-study-to-set]: ") && ran.code == 2, "{}", ran.stderr);
    for (paper, fault) in [("{}", "it does not say its form"), ("{\"form\": 99}", "it has form 99"), ("{", "EOF")] {
        study.put("build/paper.json", paper);
        let ran = diff(&study, &[&build]);
        assert!(ran.stderr.starts_with("error[unreadable-build]: ") && ran.stderr.contains(fault), "{}", ran.stderr);
        assert_eq!(ran.code, 1);
    }
    std::fs::remove_file(study.root.join("build/paper.json")).expect("it is there");
    let ran = diff(&study, &[&build]);
    assert!(ran.stderr.contains("it has no `paper.json`") && ran.code == 1, "{}", ran.stderr);
}

#[test]
fn a_side_that_cannot_be_made_says_which_it_is_and_why() {
    let study = committed(&Draft::minimal().edit("content/methods.md", "@doe2020", "@dough2020"));
    let commit = git(&study.root, &["rev-parse", "--short=7", "HEAD"]);
    Draft::minimal().put_over(&study);
    let ran = diff(&study, &["HEAD"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""));
    let head = format!("the old paper, HEAD ({commit}), cannot be made:\nerror[unknown-reference]: ");
    assert!(ran.stderr.starts_with(&head), "{}", ran.stderr);
    assert!(ran.stderr.contains("--> content/methods.md:3:"), "{}", ran.stderr);
}

/// A study in a folder of its repository; what lies beside it is no part of it, and a link out of it brings nothing in.
#[test]
fn a_study_may_be_a_part_of_its_repository() {
    let repository = tempfile::TempDir::with_prefix("synthesist-").expect("a temporary folder");
    let study = Draft::minimal().write();
    let inner = Study::at(repository.path().join("papers/first"));
    Draft::minimal().put_over(&inner);
    std::fs::write(repository.path().join("elsewhere.md"), "# Elsewhere\n\nA secret.\n").expect("it can be written");
    git(repository.path(), &["init", "--quiet", "--initial-branch=main"]);
    commit(repository.path());
    inner.edit("content/methods.md", "We asked twice", "We asked thrice");
    let said = diff(&inner, &["HEAD"]).quiet();
    assert!(said.contains("\n    We asked [-twice-]{+thrice+} [@doe2020"), "{said}");
    // The study of another folder is compared with the same name.
    let root = study.root.to_str().expect("UTF-8");
    let said = diff(&inner, &[root]).quiet();
    assert!(said.contains("We asked [-twice-]{+thrice+}"), "{said}");
    #[cfg(unix)]
    {
        std::fs::remove_file(inner.root.join("content/details.md")).expect("it is there");
        let secret = repository.path().join("elsewhere.md");
        std::os::unix::fs::symlink(secret, inner.root.join("content/details.md")).expect("a link");
        commit(repository.path());
        std::fs::remove_file(inner.root.join("content/details.md")).expect("it is there");
        inner.put("content/details.md", "# Details\n\nNothing.\n");
        let ran = diff(&inner, &["HEAD"]);
        assert!(ran.code == 1 && ran.stderr.contains("error[outside-study]"), "{}", ran.stderr);
        assert!(!ran.stderr.contains("secret") && !ran.stdout.contains("secret"));
    }
}

#[test]
fn rows_columns_lists_and_chapters_come_and_go() {
    let study = committed(
        &Draft::minimal()
            .append("content/details.md", "| Strain | 6 |\n\n- first\n- second\n- third\n")
            .append("content/results.md", "\nThis paragraph goes away altogether. It has two sentences.\n"),
    );
    let later = Draft::minimal()
        .append("content/details.md", "| Strain | 7 |\n| Hope | 3 |\n\n- first\n- third\n- fourth\n")
        .with("content/SUMMARY.md", "# Summary\n\n[Abstract](abstract.md)\n\n- [Methods](methods.md)\n- [Results](results.md)\n- [More](more.md)\n\n[Details](details.md)\n")
        .with("content/more.md", "# More\n\nA chapter came.\n")
        .edit("content/propositions.yaml", "  - id: tiring", "  - id: wearing")
        .edit("content/paper.yaml", "name: A. Author", "name: B. Author");
    let later = later.edit("content/displays.yaml", "kind: change\n", "kind: change\n    scales: [wellbeing]\n");
    later.put_over(&study);
    let said = diff(&study, &["HEAD"]).quiet();
    for line in [
        "  2. wearing is new (holds)\n",
        "  tiring is gone (it was 2, holds)\n",
        "  the first page, authors\n    [-A-]{+B+}. Author\n",
        "  content/more.md:1\n    {+More+}\n",
        "    {+A chapter came.+}\n",
        "    [-This paragraph goes away altogether. It has two sentences.-]\n",
        "    [-second-]\n",
        "    {+fourth+}\n",
        "  Table 1, tbl-change\n    1 row removed: Strain\n",
        "Strain | [-6-]{+7; Hope | 3+}",
    ] {
        assert!(said.contains(line), "{line:?} is not in\n{said}");
    }
    let pdf = marked(&study, "HEAD");
    for words in [
        "This paragraph goes away altogether",
        "second",
        "fourth",
        "A chapter came",
        "Hope",
        "Strain200.6−0.902.100.4140.11",
    ] {
        assert!(pdf.contains(&plain(words)), "{words}");
    }
}

/// The letters of the marked paper.
fn marked(study: &Study, old: &str) -> String {
    let file = study.root.join("marked.pdf");
    diff(study, &[old, "--pdf", file.to_str().expect("UTF-8")]).ended(0);
    letters(&study.read("marked.pdf"))
}

#[test]
fn the_marked_paper_has_what_came_and_what_went() {
    let study = committed(&Draft::minimal());
    revised(Draft::minimal()).put_over(&study);
    let pdf = marked(&study, "HEAD");
    for words in [
        "Changes marked: HEAD (",
        "What came is underlined, what went struck through",
        "We asked all of them twice",
        "SamplePeople",
        "p = 0.0200.210",
        "Purpose was spoken of byOf purpose spoke",
        "2. It is tiringexhausting, too.",
        "Changes of all scales. (figure changed)",
        "A last paragraph came.",
        "What changed",
        "Proposition 1, stronger: holds contradicted",
        "): p 0.020 0.210",
        "Table 1: 1 cell changed",
    ] {
        let wanted = plain(words).replace("Whatchanged", "WHATCHANGED");
        assert!(pdf.contains(&wanted), "{wanted} is not in\n{pdf}");
    }
    // A build is enough to compare with.
    let old = Draft::minimal().write();
    old.run(&["build"]).quiet();
    let again = marked(&study, &format!("{}/build", old.root.display()));
    let after = |pdf: &str| pdf.split_once("struckthrough").expect("the box").1.to_owned();
    let body = |pdf: &str| after(pdf).split("WHATCHANGED").next().expect("a paper").to_owned();
    assert_eq!(body(&again), body(&pdf));
    // A paper that is the same has no marks.
    Draft::minimal().put_over(&study);
    let same = marked(&study, "HEAD");
    assert!(same.contains("nothingdiffers") && !same.contains("figurechanged"), "{same}");
}

/// A template of the study's own need not know the marks.
#[test]
fn a_template_of_ones_own_is_marked() {
    const PAPER: &str = "\
#import \"/style.typ\": *
#show: article
#title()
<% for chapter in chapters %>
#include \"<< chapter | safe >>\"
<% endfor %>
<% if bibliography %>
#bibliography(\"/references.bib\", style: paper.style, title: [References])
<% endif %>
<% for chapter in appendices %>
#include \"<< chapter | safe >>\"
<% endfor %>
";
    let style = std::fs::read_to_string(repository().join("templates/article/style.typ")).expect("the template");
    let template = |draft: Draft| {
        draft.with("templates/plain/paper.typ", PAPER).with("templates/plain/style.typ", &style).edit(
            "book.toml",
            "draft = true",
            "draft = true\ntemplate = \"plain\"",
        )
    };
    let study = committed(&template(Draft::minimal()));
    revised(template(Draft::minimal())).put_over(&study);
    let pdf = marked(&study, "HEAD");
    for words in ["p = 0.0200.210", "Purpose was spoken of byOf purpose spoke", "): p 0.020 0.210"] {
        assert!(pdf.contains(&plain(words)), "{words} is not in\n{pdf}");
    }
}

#[test]
fn json_has_the_keys_of_its_chapter() {
    let study = committed(&Draft::minimal());
    revised(Draft::minimal()).put_over(&study);
    let ran = diff(&study, &["HEAD", "--format", "json"]).quiet();
    assert_eq!(ran, diff(&study, &["HEAD", "--format", "json"]).quiet(), "the same papers, the same bytes");
    let told: Value = serde_json::from_str(&ran).expect("JSON");
    let keys = |value: &Value| value.as_object().expect("an object").keys().cloned().collect::<Vec<_>>().join(" ");
    let shapes = [
        ("", "old new same summary tally propositions results displays sentences pages"),
        ("/old", "name kind commit"),
        (
            "/tally",
            "verdicts claims propositions_added propositions_removed propositions_changed figures_printed \
             figures_computed tables drawings sentences",
        ),
        ("/propositions/0", "id status old_number new_number moved old_verdict new_verdict claims wording"),
        (
            "/propositions/0/claims/0",
            "strand evidence status old_expect new_expect old_observed new_observed old_verdict new_verdict",
        ),
        ("/propositions/1/wording/0", "of pieces"),
        ("/results/0", "address label status figures"),
        ("/results/0/figures/0", "field old new printed"),
        ("/displays/0", "label status old_number new_number caption line wording table drawing grid"),
        ("/displays/0/table", "columns_added columns_removed rows_added rows_removed cells"),
        ("/displays/0/table/cells/0", "row column old new"),
        ("/sentences/0", "file line shape status figures_only pieces"),
    ];
    let guide = crate::guide::document("docs/diff.md");
    for (pointer, wanted) in shapes {
        assert_eq!(keys(told.pointer(pointer).expect("it is there")), wanted, "{pointer}");
        for key in wanted.split_whitespace() {
            assert!(guide.contains(&format!("\"{key}\"")), "the chapter does not show `{key}`");
        }
    }
    assert_eq!(
        told["results"][0]["figures"][0],
        serde_json::json!({"field": "p", "old": "0.020", "new": "0.210", "printed": true})
    );
    let figures: Vec<bool> =
        told["sentences"].as_array().expect("a list").iter().map(|one| one["figures_only"] == true).collect();
    assert_eq!(figures, [false, false, true, false, false]);
}

/// What a guarded build does not show, a comparison of two does not show: neither in its text, nor in the file that a
/// build keeps for it.
#[test]
fn what_is_withheld_stays_so() {
    let guarded = |draft: Draft| draft.edit("data/study.yaml", "profile: open", "profile: standard");
    let share = "data/quantitative/reported/share.csv";
    let few = |draft: Draft, women: &str, men: &str| {
        draft.edit(share, "female,20,32,62.5", &format!("female,{women}")).edit(
            share,
            "male,12,32,37.5",
            &format!("male,{men}"),
        )
    };
    let study = committed(&few(guarded(Draft::minimal()), "29,32,90.6", "3,32,9.4"));
    few(guarded(Draft::minimal()), "30,32,93.8", "2,32,6.3").put_over(&study);
    study.run_in(&["build"], &ALONE).ended(0);
    let kept = String::from_utf8(study.read("build/paper.json")).expect("UTF-8");
    let said = diff(&study, &["HEAD"]);
    let json = diff(&study, &["HEAD", "--format", "json"]);
    for figure in ["90.6", "93.8", "9.4", "6.3"] {
        for text in [&said.stdout, &json.stdout, &kept] {
            assert!(!text.contains(figure), "{figure} is in\n{text}");
        }
    }
    assert_eq!((said.code, json.code), (0, 0), "{}", said.stderr);
    // Beside an open paper the withheld ones stand as tables show them.
    let open = few(Draft::minimal(), "29,32,90.6", "3,32,9.4").write();
    let said = diff(&study, &[open.root.to_str().expect("UTF-8")]).ended(0);
    assert!(said.contains("share.gender.male.count") || said.contains("share.gender.male  count"), "{said}");
    assert!(!said.contains("93.8"), "{said}");
}

#[test]
fn settings_of_the_study_s_own_repository_run_nothing() {
    let study = committed(&Draft::minimal().with(".gitattributes", "* filter=evil diff=evil\n"));
    let ran = study.root.join("ran");
    let command = format!("touch '{}'; cat", ran.display());
    let hooks = study.root.join(".git/hooks");
    std::fs::create_dir_all(&hooks).expect("a folder can be made");
    for (key, value) in [
        ("filter.evil.smudge", command.as_str()),
        ("filter.evil.process", &command),
        ("diff.evil.textconv", &command),
        ("diff.evil.command", &command),
        ("diff.external", &command),
        ("core.fsmonitor", &command),
        ("core.sshCommand", &command),
        ("core.pager", &command),
        ("core.hooksPath", &hooks.display().to_string()),
    ] {
        git(&study.root, &["config", key, value]);
    }
    for hook in ["post-index-change", "post-checkout", "reference-transaction"] {
        let path = hooks.join(hook);
        std::fs::write(&path, format!("#!/bin/sh\n{command}\n")).expect("a file can be written");
        #[cfg(unix)]
        {
            let runnable = std::os::unix::fs::PermissionsExt::from_mode(0o755);
            std::fs::set_permissions(&path, runnable).expect("the mode can be set");
        }
    }
    let told = diff(&study, &["HEAD"]).ended(0);
    assert!(told.contains("nothing differs"), "{told}");
    assert!(!ran.exists(), "a command of the repository's settings ran");
}
