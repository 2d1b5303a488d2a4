//! What each code means: the rows and sections of the documentation that is built into the program.
//!
//! The guide's tables say what to do about each diagnostic; longer chapters have a section for a code or a rule of the
//! audit, headed by its name in backticks.

use super::Severity;

const GUIDE: &str = include_str!("../../docs/guide.md");

/// Chapters with a section a code, a line each.
const CHAPTERS: &[&str] = &[
    include_str!("../../docs/claims.md"),
    include_str!("../../docs/disclosure.md"),
    include_str!("../../docs/audit.md"),
    include_str!("../../docs/disclosure-words.md"),
];

/// What is known of a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    pub code: String,
    /// The severities that the guide lists it under; none for a rule of the audit.
    pub severities: Vec<Severity>,
    /// What to do, from the guide's tables, in the order of the severities.
    pub rows: Vec<String>,
    /// A section of a chapter, without its heading.
    pub section: Option<String>,
}

impl Explanation {
    /// Whether a diagnostic of this code may be accepted: one that is always an error may not.
    pub fn acceptable(&self) -> bool {
        self.severities.is_empty() || self.severities.iter().any(|severity| *severity != Severity::Error)
    }

    /// The worst severity that it is told with; a rule of the audit is told with none.
    pub fn severity(&self) -> Option<Severity> {
        self.severities.iter().copied().max()
    }
}

/// What a code means; `None` where there is no such code.
pub fn explain(code: &str) -> Option<Explanation> {
    let rows = rows().filter(|row| row.codes.contains(&code));
    let (severities, rows): (Vec<Severity>, Vec<String>) = rows.map(|row| (row.severity, row.text.to_owned())).unzip();
    let section = sections().find(|(name, _)| *name == code).map(|(_, text)| text.to_owned());
    let known = !rows.is_empty() || section.is_some();
    known.then(|| Explanation { code: code.to_owned(), severities, rows, section })
}

/// Every code, in the order of the guide and then of the chapters.
pub fn codes() -> Vec<&'static str> {
    let mut found: Vec<&str> = Vec::new();
    for code in rows().flat_map(|row| row.codes).chain(sections().map(|(name, _)| name)) {
        if !found.contains(&code) {
            found.push(code);
        }
    }
    found
}

/// A row of the guide's tables of diagnostics.
struct Row {
    severity: Severity,
    codes: Vec<&'static str>,
    text: &'static str,
}

fn rows() -> impl Iterator<Item = Row> {
    let section = GUIDE.split_once("\n## 14. Diagnostics").map_or("", |(_, rest)| rest);
    let section = section.split("\n## ").next().unwrap_or("");
    let mut severity = Severity::Error;
    section.lines().filter_map(move |line| {
        if let Some(heading) = line.strip_prefix("### ") {
            severity = match heading.split([':', ' ']).next() {
                Some("Warnings") => Severity::Warning,
                Some("Notes") => Severity::Note,
                _ => Severity::Error,
            };
            return None;
        }
        let (head, text) = line.trim_end().strip_prefix("| `")?.strip_suffix(" |")?.split_once(" | ")?;
        let codes = head.split(", ").map(|code| code.trim_matches('`')).collect();
        Some(Row { severity, codes, text })
    })
}

/// The sections of the chapters: the name in the heading, and the text below it.
fn sections() -> impl Iterator<Item = (&'static str, &'static str)> {
    CHAPTERS.iter().flat_map(|chapter| {
        let parts = chapter.split("\n### ").skip(1);
        parts.filter_map(|part| {
            let (heading, text) = part.split_once('\n')?;
            let name = heading.trim().strip_prefix('`')?.strip_suffix('`')?;
            Some((name, text.split("\n## ").next().unwrap_or(text).trim()))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_explained_by_its_row() {
        let told = explain("csv-separator").expect("a code of the guide");
        assert_eq!((told.severities.as_slice(), told.section.as_ref()), (&[Severity::Error][..], None));
        assert!(told.rows[0].starts_with("save the table") && !told.acceptable());
        let both = explain("verdict-changed").expect("a code of the guide");
        assert_eq!(both.severities, [Severity::Warning, Severity::Note]);
        assert!(both.acceptable());
        assert_eq!(explain("no-such-code"), None);
    }

    #[test]
    fn no_code_has_two_sections() {
        let mut names: Vec<&str> = sections().map(|(name, _)| name).collect();
        names.sort_unstable();
        let all = names.len();
        names.dedup();
        assert_eq!(names.len(), all);
    }
}
