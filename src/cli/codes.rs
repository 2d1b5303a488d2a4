//! `check --explain`: what a code of a diagnostic, or a rule of the audit, means.

use super::Outcome;
use super::output::print;
use super::stages::Run;
use crate::diag::{Diagnostic, Explanation, codes, explain};

/// One code, or all of them where none is named.
pub fn command(code: &str) -> Outcome {
    if code.is_empty() {
        print(&list());
        return Outcome::Well;
    }
    match explain(code) {
        Some(explanation) => {
            print(&told(&explanation));
            Outcome::Well
        }
        None => {
            let diagnostic = Diagnostic::error("unknown-code", format!("there is no code `{code}`"))
                .suggest(code, codes())
                .hint("`synthesist check --explain` lists every code");
            let mut run = Run::new();
            run.sink.push(diagnostic);
            run.tell();
            Outcome::WrongUsage
        }
    }
}

/// `error`, `warning or note`; a rule of the audit has no severity of its own.
fn severities(explanation: &Explanation) -> String {
    let mut names: Vec<&str> = explanation.severities.iter().map(|severity| severity.as_str()).collect();
    names.dedup();
    if names.is_empty() { "rule".to_owned() } else { names.join(" or ") }
}

/// A line a code.
fn list() -> String {
    let lines = codes().into_iter().filter_map(explain).map(|known| {
        let row = known.rows.first().cloned().or_else(|| known.section.as_deref().map(first_sentence));
        format!("{:<16} {:<26} {}\n", severities(&known), known.code, row.unwrap_or_default())
    });
    lines.collect()
}

fn first_sentence(text: &str) -> String {
    let paragraph = text.split("\n\n").next().unwrap_or("");
    let line = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
    line.split_once(". ").map_or(line.clone(), |(first, _)| format!("{first}."))
}

fn told(explanation: &Explanation) -> String {
    let mut out = format!("{}[{}]\n", severities(explanation), explanation.code);
    for row in &explanation.rows {
        out.push_str(&format!("\nWhat to do: {row}.\n"));
    }
    if let Some(section) = &explanation.section {
        out.push_str(&format!("\n{section}\n"));
    }
    out
}
