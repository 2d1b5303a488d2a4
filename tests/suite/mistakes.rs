//! What people do wrong when they write YAML, CSV, BibTeX and Markdown for the first time, and what they are told.
//!
//! The list is in `mistakes/`. Of each mistake it says where the caret has to stand, which code is told and which words
//! the hint has, so that no blessing can hide a worse message; `mistakes.txt` shows the mistakes with the whole of
//! what is told, for people to review. `BLESS=1 cargo test` writes it anew.

mod data;
mod evidence;
mod files;
mod paper;
mod study;

use std::fmt::Write;

use crate::driver::{Draft, errors, matches_file};

/// A study with one mistake, and what has to be told of it.
pub struct Mistake {
    title: &'static str,
    study: Draft,
    /// The file in which it was made, and what became of its lines.
    file: String,
    change: String,
    /// Where the caret stands: file, line, column, width.
    place: Option<(String, usize, usize, usize)>,
    code: &'static str,
    hint: &'static str,
    severity: &'static str,
    /// How many errors and warnings are told.
    told: Option<usize>,
    /// The program's command that finds it.
    command: &'static str,
}

/// Puts other words into a file of a study; `«` and `»` stand around what the caret has to point at, or before a place
/// that it points at with nothing in it.
pub fn edit(title: &'static str, study: Draft, file: &str, old: &str, new: &str) -> Mistake {
    let before = study.text(file);
    let (plain, _) = unmarked(new);
    let at = before.find(old).unwrap_or_else(|| panic!("{title}: `{old}` stands in {file}"));
    assert_eq!(before.matches(old).count(), 1, "{title}: `{old}` stands once in {file}");
    let marked = before.replacen(old, new, 1);
    let study = study.with(file, before.replacen(old, &plain, 1));
    let change = difference(&before, at, old, &plain);
    Mistake::new(title, study, file, change).at_mark(file, &marked)
}

/// Puts more at the end of a file.
pub fn more(title: &'static str, study: Draft, file: &str, new: &str) -> Mistake {
    let before = study.text(file);
    let (plain, _) = unmarked(new);
    let change = plain.lines().map(|line| format!("+ {}\n", shown(line))).collect();
    let study = study.with(file, format!("{before}{plain}"));
    Mistake::new(title, study, file, change).at_mark(file, &format!("{before}{new}"))
}

/// Writes a file anew, or one more.
pub fn write(title: &'static str, study: Draft, file: &str, new: &str) -> Mistake {
    let (plain, _) = unmarked(new);
    let change = plain.lines().map(|line| format!("+ {}\n", shown(line))).collect();
    Mistake::new(title, study.with(file, &plain), file, change).at_mark(file, new)
}

/// A mistake that no edit of text makes.
pub fn other(title: &'static str, study: Draft, file: &str, change: &str) -> Mistake {
    Mistake::new(title, study, file, format!("* {change}\n"))
}

impl Mistake {
    fn new(title: &'static str, study: Draft, file: &str, change: String) -> Self {
        let file = file.to_owned();
        Self {
            title,
            study,
            file,
            change,
            place: None,
            code: "",
            hint: "",
            severity: "error",
            told: Some(1),
            command: "check",
        }
    }

    fn at_mark(mut self, file: &str, marked: &str) -> Self {
        self.place = unmarked(marked).1.map(|(line, column, width)| (file.to_owned(), line, column, width));
        self
    }

    /// The caret stands in another file: at the marked part of words that stand there once.
    pub fn seen_in(self, file: &str, words: &str) -> Self {
        let text = self.study.text(file);
        let (plain, _) = unmarked(words);
        assert_eq!(text.matches(&plain).count(), 1, "{}: `{plain}` stands once in {file}", self.title);
        let marked = text.replacen(&plain, words, 1);
        self.at_mark(file, &marked)
    }

    /// The caret stands at a place of a file that is not text.
    pub fn seen_at(mut self, file: &str, line: usize, column: usize) -> Self {
        self.place = Some((file.to_owned(), line, column, 1));
        self
    }

    /// What is told: the code, and words of the hint.
    pub fn tells(mut self, code: &'static str, hint: &'static str) -> Self {
        (self.code, self.hint) = (code, hint);
        self
    }

    /// It is no error.
    pub fn warns(mut self, code: &'static str, hint: &'static str) -> Self {
        self.severity = "warning";
        self.tells(code, hint)
    }

    /// It is found only when the paper is set.
    pub fn built(mut self) -> Self {
        self.command = "build";
        self
    }

    /// The study has other warnings for reasons of its own.
    pub fn among_others(mut self) -> Self {
        self.told = None;
        self
    }

    /// So many errors and warnings are told, because there are so many mistakes.
    pub fn times(mut self, told: usize) -> Self {
        self.told = Some(told);
        self
    }
}

/// A text without its marks, and the place that they stand at: line, column, width.
fn unmarked(text: &str) -> (String, Option<(usize, usize, usize)>) {
    let plain = text.replace(['«', '»'], "");
    let Some(at) = text.find('«') else { return (plain, None) };
    let before = &text[..at];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    let rest = &text[at + '«'.len_utf8()..];
    let marked = rest.split('»').next().unwrap_or("").lines().next().unwrap_or("");
    (plain, Some((line, column, marked.chars().count().max(1))))
}

/// The lines that an edit touches, before and after.
fn difference(before: &str, at: usize, old: &str, new: &str) -> String {
    let start = before[..at].rfind('\n').map_or(0, |at| at + 1);
    let end = before[at + old.len()..].find('\n').map_or(before.len(), |rest| at + old.len() + rest);
    let after = format!("{}{new}{}", &before[start..at], &before[at + old.len()..end]);
    let lines =
        |sign: char, text: &str| text.lines().map(|line| format!("{sign} {}\n", shown(line))).collect::<String>();
    lines('-', &before[start..end]) + &lines('+', &after)
}

/// Signs that cannot be seen, made visible.
fn shown(line: &str) -> String {
    line.replace('\t', "⇥").replace('\u{a0}', "⍽").replace('\u{feff}', "")
}

fn all() -> Vec<Mistake> {
    [paper::mistakes(), evidence::mistakes(), study::mistakes(), data::mistakes(), files::mistakes()]
        .into_iter()
        .flatten()
        .collect()
}

#[test]
fn every_mistake_is_pointed_at() {
    let mut page = String::new();
    let mut faults = Vec::new();
    for (index, mistake) in all().iter().enumerate() {
        let study = mistake.study.write();
        let ran = study.run(&[mistake.command]);
        let wrong = wrong(mistake, &ran.stderr, ran.code);
        if !study.products().is_empty() {
            faults.push(format!("{}: something was built", mistake.title));
        }
        let other = study.run(&[if mistake.command == "check" { "build" } else { "check" }]);
        if errors(&ran.stderr) != errors(&other.stderr) {
            faults.push(format!("{}: `check` and `build` tell other errors\n{}", mistake.title, other.stderr));
        }
        faults.extend(wrong.into_iter().map(|wrong| format!("{}: {wrong}\n{}", mistake.title, ran.stderr)));
        let number = index + 1;
        let said = match mistake.told {
            Some(_) => ran.stderr,
            None => ran.stderr.split_inclusive('\n').take(7).collect::<String>() + "…\n",
        };
        let _ = write!(page, "{number}. {}\n{}\n{}\n{}\n", mistake.title, mistake.file, mistake.change, said);
    }
    if crate::driver::blessing() {
        matches_file("suite/mistakes.txt", &page);
    }
    assert!(faults.is_empty(), "{} of {} fail:\n{}", faults.len(), all().len(), faults.join("\n"));
    assert!(all().len() >= 75, "the list is no shorter than it was");
    matches_file("suite/mistakes.txt", &page);
}

/// What is not as it has to be.
fn wrong(mistake: &Mistake, said: &str, code: i32) -> Vec<String> {
    let mut wrong = Vec::new();
    let wanted = i32::from(mistake.severity == "error");
    if code != wanted && mistake.told.is_some() {
        wrong.push(format!("exit status {code}"));
    }
    let heads: Vec<&str> =
        said.lines().filter(|line| line.starts_with("error[") || line.starts_with("warning[")).collect();
    if mistake.told.is_some_and(|told| heads.len() != told) {
        wrong.push(format!("{} are told, not {:?}", heads.len(), mistake.told));
    }
    // The first that is no note, up to the next.
    let lines = said.lines().skip_while(|line| !heads.contains(line));
    let mut first = lines.clone().take(1).collect::<Vec<_>>();
    let heading = |line: &&str| ["error[", "warning[", "note["].iter().any(|start| line.starts_with(start));
    first.extend(lines.skip(1).take_while(|line| !heading(line)));
    if !heads.first().is_some_and(|head| head.starts_with(&format!("{}[{}]", mistake.severity, mistake.code))) {
        wrong.push(format!("the code is not {}", mistake.code));
    }
    let pointed = first.iter().find_map(|line| line.trim_start().strip_prefix("--> "));
    let place = mistake.place.as_ref().map(|(file, line, column, _)| format!("{file}:{line}:{column}"));
    if pointed != place.as_deref() {
        wrong.push(format!("the place is not {}", place.as_deref().unwrap_or("unsaid")));
    }
    let drawn = |line: &&&str| line.contains('^') && line.chars().all(|c| matches!(c, ' ' | '|' | '^'));
    let carets = first.iter().find(drawn).map(|line| line.matches('^').count());
    if let (Some((_, _, _, width)), Some(carets)) = (&mistake.place, carets)
        && *width != carets
    {
        wrong.push(format!("the caret is {carets} wide, not {width}"));
    }
    let helps = first.iter().filter(|line| line.starts_with("  = help: ")).any(|line| line.contains(mistake.hint));
    if !helps || mistake.hint.is_empty() {
        wrong.push(format!("no hint says `{}`", mistake.hint));
    }
    wrong
}

/// What looks like a mistake and is none: nothing is said.
#[test]
fn what_is_no_mistake_is_passed_over() {
    for (title, study) in files::harmless() {
        let ran = study.run(&["check"]);
        assert_eq!((ran.stderr.as_str(), ran.code), ("", 0), "{title}");
    }
}
