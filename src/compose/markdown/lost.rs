//! What Markdown would silently leave out: cells beyond a table's head, the second footnote or link of a name, titles,
//! classes, definitions that nothing uses.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag};

use super::blocks::Reader;
use crate::diag::{Diagnostic, plural};
use crate::model::Text;

/// A name as Markdown compares it: case and the length of white space do not matter.
pub fn folded(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

impl Reader<'_, '_> {
    /// A row has as many cells as the head: others would be left out, or stand under the wrong head.
    pub(super) fn width(&mut self, wanted: usize, row: &Range<usize>) {
        let line = self.text.markdown[row.clone()].trim_end().to_owned();
        let found = cells(&line);
        if found == wanted {
            return;
        }
        let message = format!("this row has {}, and the head of its table {wanted}", plural(found, "cell"));
        let code = line.split('`').skip(1).step_by(2).any(|code| code.contains('|') && !code.contains("\\|"));
        let hint = match (found > wanted, found == 1 && !line.contains('|')) {
            (_, true) if line.starts_with(": ") || line.starts_with("Table:") => {
                "a table in the text has no caption: say it in a sentence above it, with an empty line between"
            }
            (_, true) => "put an empty line after the table",
            (true, _) if code => "within backticks, too, a stroke that is no border is `\\|`",
            (true, _) => "give the head a cell more, or take one out; a stroke that is no border is `\\|`",
            (false, _) => "write a `|` for each empty cell, too",
        };
        self.report("table-width", &message, &(row.start..row.start + line.len()), hint);
    }

    pub(super) fn second_note(&mut self, label: &str, range: &Range<usize>, first: &Range<usize>) {
        let at = range.start..range.start + label.len() + 3;
        let place = self.text.place(first.start..first.start + 1);
        let hint = format!("it has its first at {}:{}: give one of them another name", place.file, place.line);
        self.report("duplicate-footnote", &format!("the footnote `{label}` has a second text"), &at, &hint);
    }

    /// A footnote that nothing calls is not printed. One that only such a footnote calls is told of with it.
    pub fn idle_notes(&mut self) {
        let idle: Vec<_> = self.notes.iter().filter(|(label, _)| !self.called.contains(*label)).collect();
        let within: BTreeSet<String> = idle
            .iter()
            .flat_map(|(own, (events, _))| events.iter().map(move |(event, _)| (own.as_str(), event)))
            .filter_map(|(own, event)| match event {
                Event::FootnoteReference(label) if folded(label) != own => Some(folded(label)),
                _ => None,
            })
            .collect();
        let all = idle.iter().all(|(label, _)| within.contains(*label));
        let told: Vec<Diagnostic> = idle
            .iter()
            .filter(|(label, _)| all || !within.contains(*label))
            .map(|(label, (_, range))| {
                let start = range.start..range.start + label.len() + 3;
                Diagnostic::warning("idle-footnote", format!("nothing calls the footnote `{label}`"))
                    .at(&self.text.place(start))
                    .hint(format!("put `[^{label}]` where it belongs, or take it out"))
            })
            .collect();
        told.into_iter().for_each(|diagnostic| self.sink.push(diagnostic));
    }

    /// A heading takes an id; whatever else stands between its braces is not printed.
    pub(super) fn attributes(
        &mut self,
        range: &Range<usize>,
        classes: &[CowStr<'_>],
        attributes: &[(CowStr<'_>, Option<CowStr<'_>>)],
    ) {
        let class = classes.iter().map(|class| format!(".{class}"));
        let key = attributes.iter().map(|(key, value)| match value {
            Some(value) => format!("{key}={value}"),
            None => key.to_string(),
        });
        let all: Vec<String> = class.chain(key).collect();
        let Some(first) = all.first() else { return };
        let line = &self.text.markdown[range.clone()];
        let open = line.rfind('{').unwrap_or(0);
        let close = line.rfind('}').map_or(line.len(), |at| at + 1).max(open);
        let at = range.start + open..range.start + close;
        let word = attributes.iter().any(|(key, value)| value.is_none() && &**key != "-");
        let (message, hint) = match word {
            true => (
                format!("`{first}` is left out: braces at the end of a heading hold its id"),
                "braces meant as text are `\\{ … \\}`",
            ),
            false => (
                format!("`{first}` means nothing here: headings have no numbers and no classes"),
                "take it out; `{#sec-id}` gives the heading an id",
            ),
        };
        let diagnostic = match word {
            true => Diagnostic::error("unknown-attribute", message),
            false => Diagnostic::warning("unknown-attribute", message),
        };
        self.sink.push(diagnostic.at(&self.text.place(at)).hint(hint));
    }

    /// The title of a link or image, which shows on a screen alone.
    pub(super) fn title(&mut self, what: &str, title: &str, range: &Range<usize>) {
        if title.trim().is_empty() {
            return;
        }
        let at = self.text.markdown[range.clone()].rfind(title).map(|at| range.start + at);
        let at = at.map_or_else(|| range.clone(), |at| at..at + title.len());
        let message = format!("the title of {} {what} is not printed", if what == "image" { "an" } else { "a" });
        let hint = match what {
            "image" => "say it in the description, or in a sentence below the image",
            _ => "say it in the text, or take it out",
        };
        self.sink.push(Diagnostic::warning("unprinted-title", message).at(&self.text.place(at)).hint(hint));
    }

    /// One tilde on either side strikes out in Markdown, and lowers in Pandoc's.
    pub(super) fn single_tilde(&mut self, range: &Range<usize>) {
        let source = self.text.markdown[range.clone()].to_owned();
        if source.starts_with("~~") {
            return;
        }
        let words = source.trim_matches('~');
        let hint =
            format!("write `~~{words}~~` to strike it out; lowered it is mathematics, such as `$x_{{{words}}}$`");
        self.report("foreign-mark", "one tilde on either side makes no subscript", range, &hint);
    }

    /// Code that R Markdown or Quarto would run.
    pub(super) fn run_code(&mut self, code: &str, range: &Range<usize>) {
        let engine = ["r ", "{r} ", "{python} ", "{julia} ", "python ", "julia "];
        let Some(rest) = engine.iter().find_map(|engine| code.strip_prefix(engine)) else { return };
        let call = code.starts_with('{') || rest.contains(['(', '$', '[']) || rest.contains("::");
        if call && rest.starts_with(|c: char| c.is_alphabetic() || c == '.') {
            let hint = "a result stands in the text as `{{ ADDRESS }}`";
            self.report("foreign-mark", "this code is not run", range, hint);
        }
    }

    /// Notes the name that a link or image is written with.
    pub(super) fn used(&mut self, kind: LinkType, label: &str) {
        if matches!(kind, LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut) {
            self.links.insert(folded(label));
        }
    }

    /// Addresses of links that stand on lines of their own: none is given twice, and each is used.
    pub fn idle_links(&mut self, definitions: Vec<Definition>) {
        let mut seen: Vec<Definition> = Vec::new();
        for definition in definitions {
            if let Some(first) = seen.iter().find(|first| folded(&first.label) == folded(&definition.label)) {
                if first.address != definition.address {
                    let place = self.text.place(first.at.clone());
                    let message = format!("the link `{}` has a second address", definition.label);
                    let hint =
                        format!("it has its first at {}:{}: give one of them another name", place.file, place.line);
                    self.report("duplicate-link", &message, &definition.at, &hint);
                }
                continue;
            }
            // `[//]: # (words)` is a comment to many.
            let comment = matches!(definition.address.as_str(), "#" | "<>");
            if !comment && !self.links.contains(&folded(&definition.label)) {
                let label = &definition.label;
                let message =
                    format!("this line gives the link `{label}` an address, and is not printed: nothing uses it");
                let hint =
                    format!("write `[words][{label}]` where it belongs, or take it out; text is `\\[{label}]: …`");
                self.sink.push(
                    Diagnostic::warning("idle-link", message).at(&self.text.place(definition.at.clone())).hint(hint),
                );
            }
            seen.push(definition);
        }
    }
}

/// `[label]: address`.
pub struct Definition {
    label: String,
    address: String,
    at: Range<usize>,
}

/// The definitions of a text: lines that no block holds, since Markdown makes nothing of them.
pub fn definitions(text: &Text, events: &[(Event<'_>, Range<usize>)]) -> Vec<Definition> {
    let source = &*text.markdown;
    if !source.contains("]:") {
        return Vec::new();
    }
    let mut held: Vec<Range<usize>> = Vec::new();
    for (event, range) in events {
        let leaf = matches!(
            event,
            Event::Start(Tag::Paragraph | Tag::Heading { .. } | Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::Table(_))
                | Event::Text(_)
                | Event::Rule
        );
        if leaf {
            held.push(range.clone());
        }
    }
    let mut at = 0;
    let mut found = Vec::new();
    for line in source.split_inclusive('\n') {
        let start = at + line.len() - line.trim_start_matches([' ', '>']).len();
        at += line.len();
        let words = source[start.min(at)..at].trim_end();
        let Some((label, rest)) = words.strip_prefix('[').and_then(|rest| rest.split_once("]:")) else { continue };
        let address = rest.split_whitespace().next().unwrap_or("");
        let fine = !label.is_empty() && !label.starts_with('^') && !label.contains(['[', ']']) && !address.is_empty();
        if fine && !held.iter().any(|held| held.start < at && start < held.end) {
            let at = start..start + words.len();
            found.push(Definition { label: label.to_owned(), address: address.to_owned(), at });
        }
    }
    found
}

/// How many cells a row has: a stroke behind a backslash is none of its borders.
fn cells(line: &str) -> usize {
    let line = line.trim();
    let inner = line.strip_prefix('|').unwrap_or(line);
    let mut cells = 1;
    let mut escaped = false;
    let mut last = None;
    for (at, c) in inner.char_indices() {
        if c == '|' && !escaped {
            cells += 1;
            last = Some(at);
        }
        escaped = c == '\\' && !escaped;
    }
    // A stroke at the end closes the last cell.
    cells - usize::from(last.is_some_and(|at| at + 1 == inner.len()))
}

#[cfg(test)]
mod tests {
    use super::cells;

    #[test]
    fn cells_are_counted_as_markdown_counts_them() {
        for (line, wanted) in [
            ("| a | b |", 2),
            ("a | b", 2),
            ("| a | b", 2),
            ("| a | b | c |", 3),
            (r"| a \| b | c |", 2),
            (r"| `a|b` | c |", 3),
            (r"| `a\|b` | c |", 2),
            ("||", 1),
            ("| a | |", 2),
            ("text", 1),
        ] {
            assert_eq!(cells(line), wanted, "{line}");
        }
    }
}
