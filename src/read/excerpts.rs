//! `data/qualitative/memos/` and `excerpts.csv`: the excerpts with their attributions and codes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::attribution::{self, Form, Within};
use super::code_names::CodeNames;
use super::folder::Folder;
use super::study::Attribution;
use super::table::{self, Row};
use super::{excerpt_signs, memo, memo_files, same_words, speakers};
use crate::diag::{Diagnostic, Origin, Sink};
use crate::model::{At, CodeId, Excerpt, ExcerptId, Text};

/// What excerpts may refer to.
pub struct Known<'a> {
    pub codes: &'a CodeNames,
    pub form: &'a Form<'a>,
    pub attribution: &'a Attribution,
    pub study: &'a Origin,
    /// The participants whose answers are known; none where the study brings no answers.
    pub people: &'a [Box<str>],
}

/// An excerpt whose attribution is not read yet.
pub struct Draft {
    pub attribution: At<String>,
    pub codes: Vec<CodeId>,
    pub text: Text,
    pub verbatim: bool,
    pub origin: Origin,
}

/// What the files hold: excerpts, and attributions that stand among their words.
#[derive(Default)]
pub struct Gathered {
    pub drafts: Vec<Draft>,
    pub within: Vec<Within>,
}

/// Every excerpt of the memos in the order of their file names, then those of `excerpts.csv`. The same words of one
/// person at one timepoint are one excerpt.
pub fn excerpts(folder: &mut Folder<'_>, known: &Known<'_>, sink: &mut Sink) -> Vec<Excerpt> {
    let mut gathered = Gathered::default();
    for path in memo_files::memo_files(folder, sink) {
        if let Some(file) = folder.text(&path, sink) {
            memo::memo(&file, known, &mut gathered, sink);
        }
    }
    let columns = table::Columns { required: &["attribution", "codes", "text"], optional: &["verbatim"], refused: &[] };
    table::each_row(folder, "data/qualitative/excerpts.csv", &columns, sink, |row| {
        let draft = further(row, known, &mut gathered.within);
        gathered.drafts.extend(draft);
    });
    let Gathered { drafts, within } = gathered;
    let names: BTreeSet<&str> = drafts.iter().map(|draft| draft.attribution.value.as_str()).collect();
    attribution::told(within, known.form, &names, sink);
    match known.attribution {
        Attribution::Pattern(_) => {}
        Attribution::Faulty => return Vec::new(),
        Attribution::Unsaid if drafts.is_empty() => return Vec::new(),
        Attribution::Unsaid => {
            let message = "the excerpts have attributions, and study.yaml does not say how to read them";
            let hint = "add `attribution:` with a regular expression that names the group `person`";
            sink.push(Diagnostic::error("no-attribution", message).at(known.study).hint(hint));
            return Vec::new();
        }
    }
    drafts.iter().for_each(|draft| excerpt_signs::excerpt_signs(draft, sink));
    let read = read(drafts, known, sink);
    let read = same_words::joined(read, sink);
    let places: Vec<Origin> = read.iter().map(|(_, place)| place.clone()).collect();
    let read: Vec<Excerpt> = read.into_iter().map(|(excerpt, _)| excerpt).collect();
    let read = numbered(read);
    speakers::written_alike(&read, &places, sink);
    speakers::unknown(&read, &places, known.people, sink);
    read
}

/// Drafts with their attributions read, each with the place of its attribution. They have no numbers yet.
fn read(drafts: Vec<Draft>, known: &Known<'_>, sink: &mut Sink) -> Vec<(Excerpt, Origin)> {
    let example = drafts.iter().map(|draft| &draft.attribution.value).find(|name| known.form.fits(name)).cloned();
    let read = drafts.into_iter().filter_map(|draft| {
        let speaker = attribution::speaker(&draft.attribution, known.form, example.as_deref(), sink)?;
        let excerpt = Excerpt {
            id: ExcerptId { attribution: Arc::from(draft.attribution.value.as_str()), number: 0 },
            participant: speaker.participant,
            timepoint: speaker.timepoint,
            codes: draft.codes,
            text: draft.text,
            verbatim: draft.verbatim,
            origin: draft.origin,
        };
        Some((excerpt, draft.attribution.origin))
    });
    read.collect()
}

/// The numbers of the excerpts of each attribution, in their order.
fn numbered(mut excerpts: Vec<Excerpt>) -> Vec<Excerpt> {
    let mut counts: BTreeMap<Arc<str>, usize> = BTreeMap::new();
    for excerpt in &mut excerpts {
        let number = counts.entry(excerpt.id.attribution.clone()).or_default();
        *number += 1;
        excerpt.id.number = *number;
    }
    excerpts
}

fn further(row: Row<'_>, known: &Known<'_>, found: &mut Vec<Within>) -> Option<Draft> {
    let name = row.cell("attribution").trim_matches(crate::diag::is_invisible).trim().to_owned();
    let attribution = At { value: name, origin: row.place("attribution") };
    let text = Text::words(row.cell("text"), &row.file.path, &row.file.text, row.bytes("text"));
    let verbatim = match row.cell("verbatim").to_ascii_lowercase().as_str() {
        "" | "true" => true,
        "false" => false,
        _ => {
            let message = format!("`{}` in column `verbatim` should be `true` or `false`", row.cell("verbatim"));
            row.sink.push(Diagnostic::error("wrong-type", message).at(&row.place("verbatim")));
            return None;
        }
    };
    let origin = row.origin();
    if text.is_empty() {
        row.sink.push(Diagnostic::error("empty-excerpt", "this excerpt has no text").at(&origin));
        return None;
    }
    let mut merged = false;
    for line in text.markdown.lines() {
        if let Some((name, part)) = attribution::within(line, known.form) {
            let hint = match name == attribution.value {
                true => "take it out of the text: the column `attribution` says whose words they are",
                false => "a row holds one excerpt: put the words of each person into a row of their own",
            };
            found.push(Within { name, origin: row.place_of("text", part), hint: hint.to_owned() });
            merged = true;
        }
    }
    if merged && !known.form.loose {
        return None;
    }
    let list = row.cell("codes").to_owned();
    let mut told = Sink::new();
    let codes = known.codes.list(&list, |code| row.place_of("codes", code), &mut told);
    row.sink.extend(told);
    Some(Draft { attribution, codes, text, verbatim, origin })
}
