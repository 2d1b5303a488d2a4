//! The guide and the readme tell the truth: their files build, their commands are the commands, their words are said.

use std::collections::BTreeSet;
use std::fs;

use regex::Regex;

use crate::driver::{Draft, files_under, repository};

/// A document of the repository.
pub fn document(path: &str) -> String {
    fs::read_to_string(repository().join(path)).expect("a readable file").replace("\r\n", "\n")
}

/// Fenced blocks: what follows the opening fence, and the text within.
pub fn blocks(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let Some(info) = line.strip_prefix("```").filter(|info| !info.is_empty()) else { continue };
        let fence = if info.starts_with('`') { "````" } else { "```" };
        let body: Vec<&str> = lines.by_ref().take_while(|line| *line != fence).collect();
        found.push((info.trim_start_matches('`').to_owned(), body.join("\n") + "\n"));
    }
    found
}

/// The study in a document: the blocks that have a file's name as their title.
pub fn study_in(path: &str) -> Draft {
    let mut draft = Draft::empty();
    for (info, body) in blocks(&document(path)) {
        if let Some(path) = info.split_once("title=\"").and_then(|(_, rest)| rest.strip_suffix('"')) {
            draft = draft.with(path, body);
        }
    }
    draft
}

#[test]
fn the_first_study_builds() {
    let study = study_in("docs/guide.md").write();
    assert_eq!(study.run(&["build"]).quiet(), "build/paper.pdf\n");
    assert!(study.products().len() > 5);
}

/// What the guide shows the program to say is what it says, and so after the edit that the guide suggests.
#[test]
fn the_first_study_says_what_the_guide_shows() {
    let guide = document("docs/guide.md");
    let shown: Vec<String> = blocks(&guide)
        .into_iter()
        .filter_map(|(info, body)| {
            body.strip_prefix("$ synthesist -C walking check\n").filter(|_| info == "text").map(str::to_owned)
        })
        .collect();
    let [sound, edited] = &shown[..] else { panic!("the guide shows two runs of check, and not {}", shown.len()) };
    let study = study_in("docs/guide.md").write();
    assert_eq!(study.run(&["check"]).quiet(), *sound);
    let change = "data/quantitative/reported/change.csv";
    let text = String::from_utf8(study.read(change)).expect("UTF-8");
    let row = text.lines().nth(1).expect("a row");
    let p = row.split(',').nth(7).expect("a p value").to_owned();
    study.edit(change, &format!(",{p},"), ",0.12,");
    let ran = study.run(&["check"]);
    assert_eq!((ran.code, format!("{}{}", ran.stderr, ran.stdout)), (1, edited.clone()));
}

#[test]
fn the_readme_has_two_commands() {
    let commands: Vec<String> =
        blocks(&document("README.md")).into_iter().filter(|(info, _)| info == "sh").map(|(_, body)| body).collect();
    assert_eq!(commands, ["cargo run -- build\n", "cargo test\n"]);
}

/// The readme shows a claim of the worked example, and what `check` says of it when nobody keeps it.
#[test]
fn the_readme_shows_what_is_said() {
    let readme = document("README.md");
    let said = blocks(&readme).into_iter().find(|(_, body)| body.starts_with("warning[")).expect("a message").1;
    let study = crate::driver::Study::copy_of(repository());
    let path = "content/propositions.yaml";
    let text = String::from_utf8(study.read(path)).expect("UTF-8");
    // The reason that the author gives is taken out of the first claim that has one.
    let (before, rest) = text.split_once("              contradiction: >-\n").expect("a kept contradiction");
    let after = rest.lines().skip_while(|line| line.starts_with("                ")).collect::<Vec<_>>().join("\n");
    study.put(path, format!("{before}{after}\n"));
    let ran = study.run(&["check"]);
    assert!(ran.stderr.contains(&said), "the readme shows\n{said}\nand check says\n{}", ran.stderr);
}

/// Every code of a diagnostic stands in the guide's tables, and every code there is one of the program's.
#[test]
fn the_guide_lists_every_message() {
    let guide = document("docs/guide.md");
    let (_, section) = guide.split_once("\n## 14. Diagnostics\n").expect("a section on diagnostics");
    let section = section.split("\n## ").next().expect("a section");
    let name = Regex::new("`([a-z][a-z0-9-]*)`").expect("a sound pattern");
    let rows = section.lines().filter(|line| line.starts_with("| `"));
    let cells = rows.filter_map(|row| row.trim_start_matches("| ").split(" |").next());
    let listed: BTreeSet<String> =
        cells.flat_map(|cell| name.captures_iter(cell).map(|found| found[1].to_owned()).collect::<Vec<_>>()).collect();
    // A code is the first text in a diagnostic's making, or stands beside a node that it is about.
    let made = Regex::new(
        r#"(?:(?:Diagnostic::(?:error|warning|note)|Fault::(?:new|warning|note))\(\s*|\bcode: |\brefuse\(sink, |Problem::[^="]*=> |Diagnostic::new\([^,]+,\s*|\breport\((?:[^",;]+,\s*)?|\bself\.(?:error|warn)\(\s*)"([a-z0-9-]+)"|Some\(\("([a-z]+-[a-z]+)""#,
    )
    .expect("a sound pattern");
    let mut codes = BTreeSet::new();
    for path in files_under(&repository().join("src")) {
        let text = fs::read_to_string(&path).unwrap_or_default();
        codes.extend(
            made.captures_iter(&text)
                .filter_map(|found| found.get(1).or(found.get(2)).map(|code| code.as_str().to_owned())),
        );
    }
    let missing: Vec<&String> = codes.difference(&listed).collect();
    let stale: Vec<&String> = listed.difference(&codes).collect();
    assert!(missing.is_empty() && stale.is_empty(), "the guide lacks {missing:?} and has {stale:?} too many");
}

/// Every example of a command in the guide and the readme names a command that there is.
#[test]
fn commands_that_are_named_are_there() {
    let command =
        Regex::new(r"(?m)(?:^|\$ |`)(?:synthesist|cargo run --) (?:-C \S+ )?([a-z]+)").expect("a sound pattern");
    let known = [
        "audit",
        "build",
        "check",
        "diff",
        "completions",
        "disclosure",
        "explain",
        "figures",
        "tables",
        "results",
        "grid",
        "man",
        "new",
        "schema",
        "serve",
        "simulate",
        "watch",
    ];
    let documents = [
        "README.md",
        "docs/guide.md",
        "docs/statistics.md",
        "docs/audit.md",
        "docs/claims.md",
        "docs/diff.md",
        "docs/disclosure.md",
        "docs/mdbook.md",
        "CONTRIBUTING.md",
    ];
    for path in documents {
        let text = document(path);
        for found in command.captures_iter(&text) {
            assert!(known.contains(&&found[1]), "{path} names `{}`", &found[0]);
        }
    }
}

/// Links to other files of the repository lead somewhere.
#[test]
fn links_lead_somewhere() {
    let link = Regex::new(r"\]\(([^)#\s]+)(?:#[^)]*)?\)").expect("a sound pattern");
    let code = Regex::new("`[^`\n]*`").expect("a sound pattern");
    for path in [
        "README.md",
        "docs/guide.md",
        "docs/statistics.md",
        "docs/audit.md",
        "docs/diff.md",
        "docs/mdbook.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
    ] {
        let text = document(path);
        let prose: String = {
            let mut inside = false;
            let lines = text.lines().filter(|line| {
                inside ^= line.starts_with("```");
                !inside && !line.starts_with("```")
            });
            lines.map(|line| line.to_owned() + "\n").collect()
        };
        let prose = code.replace_all(&prose, "");
        let folder = repository().join(path).parent().expect("a folder").to_owned();
        for found in link.captures_iter(&prose).filter(|found| !found[1].contains("://")) {
            assert!(folder.join(&found[1]).exists(), "{path} links to {}", &found[1]);
        }
    }
}

/// Each rule of the audit has its section, with an example and what to do, and each section is one of a rule.
#[test]
fn the_chapter_on_the_audit_has_every_rule() {
    let text = document("docs/audit.md");
    let sections: Vec<(&str, &str)> =
        text.split("\n### `").skip(1).filter_map(|section| section.split_once("`\n")).collect();
    let named: Vec<&str> = sections.iter().map(|(rule, _)| *rule).collect();
    assert_eq!(named, synthesist::audit::RULES);
    for (rule, body) in sections {
        let body = body.split("\n## ").next().expect("a section");
        for part in ["*Example:*", "*What to do:*", "*To silence:*"] {
            assert!(body.contains(part), "`{rule}` lacks {part}");
        }
    }
}
