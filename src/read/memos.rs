//! `data/qualitative/memos/` and `excerpts.csv`: the excerpts with their attributions and codes.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use regex::Regex;

use super::decode::Decoder;
use super::folder::Folder;
use super::names::Names;
use super::node::{File, parse_yaml};
use super::speakers;
use super::study::Attribution;
use super::table::{self, Row};
use crate::diag::{Diagnostic, Origin, Sink};
use crate::model::{At, CodeId, Excerpt, ExcerptId, Participant, Text, TimepointId};

const FOLDER: &str = "data/qualitative/memos";

/// What excerpts may refer to.
pub struct Known<'a> {
    pub codes: &'a Names,
    pub timepoints: &'a Names,
    pub attribution: &'a Attribution,
    pub study: &'a Origin,
    /// The participants whose answers are known; none where the study brings no answers.
    pub people: &'a [Box<str>],
}

/// Every excerpt of the memos in the order of their file names, then those of `excerpts.csv`.
pub fn excerpts(folder: &mut Folder<'_>, known: &Known<'_>, sink: &mut Sink) -> Vec<Excerpt> {
    let mut found = Vec::new();
    for name in folder.list(FOLDER, &[".md"]) {
        if let Some(file) = folder.text(&format!("{FOLDER}/{name}"), sink) {
            memo(&file, known, &mut found, sink);
        }
    }
    let columns = table::Columns { required: &["attribution", "codes", "text"], optional: &["verbatim"], refused: &[] };
    table::each_row(folder, "data/qualitative/excerpts.csv", &columns, sink, |row| {
        found.extend(further(row, known));
    });
    let pattern = match known.attribution {
        Attribution::Pattern(pattern) => pattern,
        Attribution::Faulty => return Vec::new(),
        Attribution::Unsaid if found.is_empty() => return Vec::new(),
        Attribution::Unsaid => {
            let message = "the excerpts have attributions, and study.yaml does not say how to read them";
            let hint = "add `attribution:` with a regular expression that names the group `person`";
            sink.push(Diagnostic::error("no-attribution", message).at(known.study).hint(hint));
            return Vec::new();
        }
    };
    speakers::repeated(&found, sink);
    let reading = Reading {
        pattern,
        example: found.iter().map(|draft| &draft.attribution.value).find(|name| pattern.is_match(name)).cloned(),
    };
    let mut counts: BTreeMap<Arc<str>, usize> = BTreeMap::new();
    let mut places = Vec::new();
    let mut read = Vec::new();
    for draft in found {
        let place = draft.attribution.origin.clone();
        if let Some(excerpt) = finish(draft, &reading, known, &mut counts, sink) {
            places.push(place);
            read.push(excerpt);
        }
    }
    speakers::unknown(&read, &places, known.people, sink);
    read
}

/// How attributions are read, and one that can be read.
struct Reading<'a> {
    pattern: &'a Regex,
    example: Option<String>,
}

/// An excerpt whose attribution is not read yet.
pub struct Draft {
    pub attribution: At<String>,
    pub codes: Vec<CodeId>,
    pub text: Text,
    verbatim: bool,
    pub origin: Origin,
}

fn finish(
    draft: Draft,
    reading: &Reading<'_>,
    known: &Known<'_>,
    counts: &mut BTreeMap<Arc<str>, usize>,
    sink: &mut Sink,
) -> Option<Excerpt> {
    let At { value: name, origin } = &draft.attribution;
    let Some(groups) = reading.pattern.captures(name) else {
        let message = format!("the attribution `{name}` is not of the form that study.yaml gives");
        let diagnostic = Diagnostic::error("bad-attribution", message).at(origin);
        let diagnostic = match &reading.example {
            Some(example) => diagnostic.hint(format!("write it as the others are written, such as `{example}`")),
            None => diagnostic,
        };
        let form = reading.pattern.as_str().trim_start_matches("^(?:").trim_end_matches(")$");
        sink.push(diagnostic.hint(format!("the form is `attribution: {form}`")));
        return None;
    };
    let group = |name: &str| groups.name(name).map(|found| Arc::from(found.as_str()));
    let timepoint = match groups.name("timepoint") {
        None => None,
        Some(found) => {
            let mut place = origin.clone();
            place.column += u32::try_from(name[..found.start()].chars().count()).unwrap_or(0);
            place.width = u32::try_from(found.as_str().chars().count()).unwrap_or(1);
            if !known.timepoints.check(found.as_str(), &place, sink) {
                return None;
            }
            Some(TimepointId::new(found.as_str()))
        }
    };
    let attribution: Arc<str> = Arc::from(name.as_str());
    let number = counts.entry(attribution.clone()).or_default();
    *number += 1;
    Some(Excerpt {
        id: ExcerptId { attribution, number: *number },
        participant: Participant { site: group("site"), person: group("person")? },
        timepoint,
        codes: draft.codes,
        text: draft.text,
        verbatim: draft.verbatim,
        origin: draft.origin,
    })
}

/// What a memo's front matter says.
struct Front {
    codes: Vec<CodeId>,
    verbatim: bool,
    /// Where the memo's Markdown begins.
    body: usize,
}

fn memo(file: &File, known: &Known<'_>, found: &mut Vec<Draft>, sink: &mut Sink) {
    let Some(front) = front_matter(file, known, sink) else { return };
    let body = &file.text[front.body..];
    let mut depth = 0;
    let mut start = 0;
    for (event, span) in Parser::new(body).into_offset_iter() {
        match event {
            Event::Start(Tag::BlockQuote(_)) => {
                if depth == 0 {
                    start = span.start;
                }
                depth += 1;
            }
            Event::End(TagEnd::BlockQuote(_)) => {
                depth -= 1;
                if depth == 0 {
                    let quote = front.body + start..front.body + span.end;
                    found.extend(blockquote(file, quote, &front, known, sink));
                }
            }
            _ => {}
        }
    }
}

fn front_matter(file: &File, known: &Known<'_>, sink: &mut Sink) -> Option<Front> {
    let text = &file.text;
    let end = text.strip_prefix("---\n").and_then(|rest| rest.find("\n---").map(|at| at + 4));
    let Some(end) = end else {
        let open = text.starts_with("---\n");
        let (message, hint) = match open {
            true => ("the front matter of this memo is not closed", "write a second line of `---` below its last key"),
            false => (
                "a memo begins with front matter between two lines of `---`",
                "add `---`, `codes: [some-code]`, `---` at the top, a line each",
            ),
        };
        let place = file.place(&(0..if open { 3 } else { 1 }));
        sink.push(Diagnostic::error("no-front-matter", message).at(&place).hint(hint));
        return None;
    };
    // Everything but the front matter is blanked, so that places in it stay places in the file.
    let head: String = text[4..end].to_owned();
    let front = File { path: file.path.clone(), text: Arc::from(format!("   \n{head}")) };
    let root = parse_yaml(&front, sink)?;
    let mut d = Decoder { file: &front, sink };
    let mut fields = d.fields(&root, "memo's front matter")?;
    let codes = d.required(&mut fields, "codes", |d, n| d.list(n, Decoder::name));
    let verbatim = d.optional(&mut fields, "verbatim", Decoder::boolean);
    d.optional(&mut fields, "author", Decoder::string);
    d.optional(&mut fields, "date", Decoder::string);
    d.finish(fields);
    let codes = codes?.into_iter().filter(|code| known.codes.check(&code.value, &code.origin, sink));
    let codes = codes.map(|code| CodeId::new(code.value)).collect();
    let body = text[end..].find('\n').map_or(text.len(), |_| {
        let line_end = text[end + 1..].find('\n').map_or(text.len(), |at| end + 1 + at);
        line_end.min(text.len())
    });
    Some(Front { codes, verbatim: verbatim.unwrap_or(true), body })
}

/// A blockquote's text, and its last line as the attribution.
fn blockquote(file: &File, span: Range<usize>, front: &Front, known: &Known<'_>, sink: &mut Sink) -> Option<Draft> {
    let lines = quoted_lines(file, span.clone());
    let origin = file.place(&(span.start..span.start + 1));
    let Some((last, line_span)) = lines.last().filter(|(line, _)| line.starts_with(['—', '–', '-'])) else {
        let matches = |name: &str| matches!(known.attribution, Attribution::Pattern(pattern) if pattern.is_match(name));
        let last = lines.last().map(|(line, _)| line.as_str()).filter(|line| matches(line));
        let below = file.text[span.end..].lines().map(str::trim).find(|line| !line.is_empty());
        let below = below.map(|line| line.trim_start_matches(['—', '–', '-', ' '])).filter(|name| matches(name));
        let hint = match (last, below) {
            (Some(name), _) => format!("begin its last line with a dash: `> — {name}`"),
            (None, Some(name)) => format!("put the line below into the blockquote: `> — {name}`"),
            (None, None) => "end the blockquote with a line that says whose words they are: `> — …`".to_owned(),
        };
        sink.push(Diagnostic::error("no-attribution", "this excerpt has no attribution").at(&origin).hint(hint));
        return None;
    };
    let rest = last.trim_start_matches(['—', '–', '-', ' ']);
    let (name, bracket) = match rest.split_once('[') {
        Some((name, bracket)) => (name.trim(), Some(bracket.trim_end().trim_end_matches(']'))),
        None => (rest.trim(), None),
    };
    let place = |part: &str| {
        let at = file.text[line_span.clone()].find(part).unwrap_or(0);
        file.place(&(line_span.start + at..line_span.start + at + part.len().max(1)))
    };
    let codes = match bracket {
        None => front.codes.clone(),
        Some(list) => list
            .split([',', ' '])
            .map(str::trim)
            .filter(|code| !code.is_empty() && known.codes.check(code, &place(code), sink))
            .map(CodeId::new)
            .collect(),
    };
    let words: Vec<&str> = lines[..lines.len() - 1].iter().map(|(line, _)| line.as_str()).collect();
    let text = words.join("\n").trim().to_owned();
    if text.is_empty() {
        let hint = "write the words above the attribution, in the same blockquote";
        sink.push(Diagnostic::error("empty-excerpt", "this excerpt has no text").at(&origin).hint(hint));
        return None;
    }
    Some(Draft {
        attribution: At { value: name.to_owned(), origin: place(name) },
        codes,
        text: Text::scalar(text, &file.path, &file.text, span),
        verbatim: front.verbatim,
        origin,
    })
}

/// The lines of a blockquote without their markers, with their bytes in the file; blank ones at the end left out.
fn quoted_lines(file: &File, span: Range<usize>) -> Vec<(String, Range<usize>)> {
    let mut at = span.start;
    let mut lines = Vec::new();
    for line in file.text[span].split_inclusive('\n') {
        let bare = line.trim_start().trim_start_matches('>').trim();
        lines.push((bare.to_owned(), at..at + line.trim_end().len()));
        at += line.len();
    }
    while lines.last().is_some_and(|(line, _)| line.is_empty()) {
        lines.pop();
    }
    lines
}

fn further(row: Row<'_>, known: &Known<'_>) -> Option<Draft> {
    let attribution = At { value: row.cell("attribution").to_owned(), origin: row.place("attribution") };
    let codes: Vec<String> =
        row.cell("codes").split([' ', ',', ';']).filter(|c| !c.is_empty()).map(str::to_owned).collect();
    let text = Text::scalar(row.cell("text"), &row.file.path, &row.file.text, row.bytes("text"));
    let verbatim = match row.cell("verbatim") {
        "" | "true" => true,
        "false" => false,
        other => {
            let message = format!("`{other}` in column `verbatim` should be `true` or `false`");
            row.sink.push(Diagnostic::error("wrong-type", message).at(&row.place("verbatim")));
            return None;
        }
    };
    let origin = row.origin();
    if text.is_empty() {
        row.sink.push(Diagnostic::error("empty-excerpt", "this excerpt has no text").at(&origin));
        return None;
    }
    let codes = codes.into_iter().filter(|code| {
        let origin = row.place_of("codes", code);
        known.codes.check(code, &origin, row.sink)
    });
    let codes = codes.map(CodeId::new).collect();
    Some(Draft { attribution, codes, text, verbatim, origin })
}
