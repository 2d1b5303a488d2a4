//! How the program speaks: in colour or not, of everything or of errors alone; to shells, to `man`, to programs.

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::driver::{Draft, Ran, Study, files_under};

/// A study of which a warning is told, and one of which an error is told, too.
fn warned() -> Study {
    let bib = "\n@book{poe, author = {Poe, P.}, title = {Prose}, publisher = {P}, year = {2000}}\n";
    let study = Draft::minimal().append("content/references.bib", bib).append(
        "content/displays.yaml",
        "  - id: more\n    kind: change-forest\n    caption: More.\n    alt: More rows.\n",
    );
    study.write()
}

const RED: &str = "\u{1b}[1;31m";
const YELLOW: &str = "\u{1b}[1;33m";

fn with(study: &Study, arguments: &[&str], environment: &[(&str, &str)]) -> Ran {
    study.run_in(arguments, environment)
}

#[test]
fn colour_is_as_it_was_asked_for() {
    let study = warned();
    let check = |more: &[&str], environment: &[(&str, &str)]| {
        let arguments = [&["check"], more].concat();
        let ran = with(&study, &arguments, environment);
        assert_eq!(ran.code, 0);
        assert!(!ran.stdout.contains('\u{1b}'), "data are never coloured");
        assert!(ran.stderr.contains("unplaced-display"), "{}", ran.stderr);
        ran.stderr.contains(YELLOW)
    };
    assert!(!check(&[], &[]), "no terminal");
    assert!(check(&["--color", "always"], &[]));
    assert!(check(&["--color=always"], &[("NO_COLOR", "1")]), "what is asked for comes first");
    assert!(check(&[], &[("CLICOLOR_FORCE", "1")]));
    assert!(!check(&["--color", "never"], &[("CLICOLOR_FORCE", "1")]));
    assert!(!check(&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    // Also before the command, and in what programs read never.
    assert!(with(&study, &["--color", "always", "check"], &[]).stderr.contains(YELLOW));
    let json = with(&study, &["check", "--format", "json", "--color", "always"], &[]);
    assert!(!json.stdout.contains('\u{1b}') && json.stderr.is_empty());
    assert_eq!(with(&study, &["check", "--color", "blue"], &[]).code, 2);
}

#[test]
fn quiet_tells_errors_alone() {
    let study = warned();
    let full = study.run(&["check"]);
    let quiet = study.run(&["--quiet", "check"]);
    assert!(full.stderr.contains("warning[unplaced-display]") && full.stderr.contains("note[uncited-reference]"));
    assert_eq!((quiet.stderr.as_str(), &quiet.stdout, quiet.code), ("", &full.stdout, full.code));
    study.edit("content/methods.md", "{{ share.gender.female.percent }}", "{{ share.gender.femal.percent }}");
    let full = study.run(&["check"]);
    let quiet = study.run(&["check", "-q", "--color", "always"]);
    assert!(quiet.stderr.contains(RED) && quiet.stderr.contains("content/methods.md:7:"), "{}", quiet.stderr);
    assert!(!quiet.stderr.contains("uncited-reference") && !quiet.stderr.contains("unplaced-display"));
    assert_eq!((&quiet.stdout, quiet.code), (&full.stdout, full.code));
    assert_eq!(study.run(&["build", "-q"]).code, 1);
}

#[test]
fn a_build_for_programs() {
    let study = warned();
    let ran = study.run(&["build", "--format", "json"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    let report: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    assert_eq!(report["paper"], "build/paper.pdf");
    assert_eq!(report["outputs"], study.json("build/manifest.json")["outputs"]);
    let outputs = report["outputs"].as_object().expect("files");
    assert!(outputs["paper.pdf"].as_str().is_some_and(|hash| hash.len() == 64));
    let codes = |report: &Value| -> Vec<String> {
        let told = report["diagnostics"].as_array().expect("a list").iter();
        told.map(|told| told["code"].as_str().expect("a code").to_owned()).collect()
    };
    assert!(codes(&report).contains(&"unplaced-display".to_owned()));
    let again = study.run(&["build", "--format", "json"]);
    assert_eq!(again.stdout, ran.stdout, "the same study, the same report");
    study.edit("content/methods.md", "{{ share.gender.female.percent }}", "{{ share.gender.femal.percent }}");
    let ran = study.run(&["build", "--format", "json"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""));
    let report: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    assert!(report["paper"].is_null() && report["outputs"].as_object().is_some_and(serde_json::Map::is_empty));
    assert!(codes(&report).contains(&"unknown-address".to_owned()), "{report}");
}

/// Every shell gets a script that knows the commands; that of bash can be read by it.
#[test]
fn shells_complete() {
    let study = Draft::empty().write();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = study.run(&["completions", shell]).quiet();
        for command in ["disclosure", "simulate", "completions"] {
            assert!(script.contains(command), "{shell} does not know {command}");
        }
    }
    assert_eq!(study.run(&["completions", "tcsh"]).code, 2);
    let script = study.run(&["completions", "bash"]).quiet();
    if let Ok(mut bash) = Command::new("bash").arg("-n").stdin(Stdio::piped()).spawn() {
        bash.stdin.take().expect("an input").write_all(script.as_bytes()).expect("bash reads it");
        assert!(bash.wait().expect("it ends").success());
    }
}

/// The page of the program names the page of each command, and each has its parts.
#[test]
fn there_is_a_manual() {
    let study = Draft::empty().write();
    let page = study.run(&["man"]).quiet();
    assert!(page.contains(".TH synthesist 1"), "{page}");
    let said = study.run(&["man", "--out", study.root.join("man").to_str().expect("UTF-8")]).quiet();
    let files = files_under(&study.root.join("man"));
    assert!(said.starts_with(&format!("{} pages in ", files.len())), "{said}");
    let names: Vec<String> =
        files.iter().map(|path| path.file_name().expect("a name").to_string_lossy().into_owned()).collect();
    assert_eq!(study.read("man/synthesist.1"), page.as_bytes());
    for name in &names {
        let text = String::from_utf8(study.read(&format!("man/{name}"))).expect("UTF-8");
        let title = name.trim_end_matches(".1");
        for part in [&format!(".TH {title} 1"), ".SH NAME", ".SH SYNOPSIS", ".SH OPTIONS"] {
            assert!(text.contains(part), "{name} lacks {part}");
        }
        if title != "synthesist" {
            assert!(
                page.contains(&format!("{}(1)", title.replace('-', "\\-"))),
                "the first page does not name {title}"
            );
        }
    }
    assert!(names.len() > 12);
    // Where there is a formatter, it has nothing to complain of.
    let roff = study.root.join("man/synthesist.1");
    if let Ok(output) = Command::new("groff").args(["-man", "-Tutf8", "-ww"]).arg(roff).output() {
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
        assert!(String::from_utf8_lossy(&output.stdout).contains("synthesist-build(1)"));
    }
}
