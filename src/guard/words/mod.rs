//! The words that the profile withholds: who is quoted, and what in an excerpt says who that is.

mod identifiers;
mod people;
mod texts;
mod typed;

use std::sync::Arc;

use super::log::{Action, Entry, Log};
use crate::analyse::Findings;
use crate::diag::{Diagnostic, Origin, Sink};
use crate::model::{Attribution, DisplayKind, FigureKind, Study, Subject, Text};
use people::People;
use typed::{Finder, Typed};

/// Tells what in the excerpts could say who speaks, and gives everybody who is quoted the id that the policy asks for,
/// wherever the old one stands. It needs the counts before any is withheld.
pub fn guard(mut findings: Findings, log: &mut Log, sink: &mut Sink) -> Findings {
    let policy = findings.study.disclosure.attribution;
    let people = People::of(&findings.study.qualitative, &findings.study.timepoints, policy);
    identifiers::scan(&findings, &people, log, sink);
    let study = &mut findings.study;
    if people.is_empty() {
        return findings;
    }
    tell(&people, policy, log);
    let ids = study.answers.as_ref().map(|answers| answers.people.clone()).unwrap_or_default();
    let finder = Finder::new(&people, &ids);
    named(study, &finder, sink);
    references(study, &people);
    texts::each_text(study, &mut |text| rewrite(text, &finder, log, sink));
    texts::each_label(study, &mut |label| {
        if let Some(new) = finder.renamed(label) {
            *label = new;
        }
    });
    files(study, &finder);
    findings
}

/// What is done, for the log: it names nobody's old id, and no old id stands beside a new one.
fn tell(people: &People, policy: Attribution, log: &mut Log) {
    for label in people.labels() {
        log.entries.push(Entry {
            action: Action::Renumbered,
            about: label,
            rule: "attribution",
            why: "this participant stands under a new id in every output, so that nobody who knows the old ids learns who is quoted".to_owned(),
        });
    }
    if policy == Attribution::WithoutSite && !people.sites.is_empty() {
        log.entries.push(Entry {
            action: Action::Removed,
            about: "sites of excerpts".to_owned(),
            rule: "attribution",
            why: "no attribution, table or chart of excerpts says at which site a participant was, because a site and a timepoint can make a speaker known".to_owned(),
        });
    }
}

/// Excerpts and whatever refers to them by id.
fn references(study: &mut Study, people: &People) {
    for excerpt in &mut study.qualitative.excerpts {
        excerpt.id = people.excerpt(&excerpt.id);
        excerpt.participant = people.participant(&excerpt.participant);
    }
    for coding in &mut study.qualitative.second_coding {
        coding.excerpt = people.excerpt(&coding.excerpt);
    }
    // Files that are sorted by the old ids would show the rank of each.
    study.qualitative.excerpts.sort_by(|one, other| one.id.cmp(&other.id));
    let findings = study.propositions.iter_mut().flat_map(|proposition| &mut proposition.findings);
    for evidence in findings.flat_map(|(_, findings)| findings).flat_map(|finding| &mut finding.evidence) {
        if let Subject::Excerpt(id) = &mut evidence.subject {
            *id = people.excerpt(id);
        }
    }
    for display in &mut study.displays {
        if let DisplayKind::Figure(FigureKind::JointDisplay { rows }) = &mut display.kind {
            rows.iter_mut().flat_map(|row| &mut row.excerpts).for_each(|id| *id = people.excerpt(id));
        }
    }
}

/// Puts new ids in place of old ones that the author typed; what cannot be decided is told.
fn rewrite(text: &mut Text, finder: &Finder<'_>, log: &mut Log, sink: &mut Sink) {
    let mut words = Vec::new();
    let found = match text.is_literal() {
        true => finder.find_in_words(&text.markdown),
        false => finder.find(&text.markdown),
    };
    for (range, typed) in found {
        let origin = text.place(range.clone());
        let written = text.markdown[range.clone()].to_owned();
        match typed {
            Typed::Known(new) => {
                log.entries.push(Entry {
                    action: Action::Renumbered,
                    about: format!("{}:{}", origin.file, origin.line),
                    rule: "typed-attribution",
                    why: "an id that was typed into the text is the new one in every output".to_owned(),
                });
                words.push((range, new));
            }
            Typed::Shared => {
                let message = format!("`{written}` is a part of more than one id, and ids are renumbered");
                let hint = "write the whole id, so that the new one can stand for it, or take it out";
                sink.push(Diagnostic::error("typed-attribution", message).at(&origin).about(written).hint(hint));
            }
            Typed::Unquoted => {
                let message = format!("`{written}` is the id of a participant, and no output names one");
                let hint = "say it without the id: who is not quoted has no new one";
                sink.push(Diagnostic::error("typed-attribution", message).at(&origin).about(written).hint(hint));
            }
            Typed::Fixed => {
                let message = format!("`{written}` stands where no other id can be put, and ids are renumbered");
                let hint = "give the link or the section another name";
                sink.push(Diagnostic::error("typed-attribution", message).at(&origin).about(written).hint(hint));
            }
            Typed::Perhaps => {
                let message = format!("`{written}` may be a participant, whose id is renumbered");
                let hint = "take the name out; or accept this, if it is another word";
                sink.push(Diagnostic::warning("typed-name", message).at(&origin).about(written).hint(hint));
            }
            Typed::Site => {
                let message = format!("`{written}` is a site as the old ids name it, and these are in no output");
                let hint = "say it without the site; or accept this, if nobody who is quoted can be known by it";
                sink.push(Diagnostic::warning("typed-site", message).at(&origin).about(written).hint(hint));
            }
        }
    }
    if !words.is_empty() {
        *text = text.with_words(&words);
    }
}

/// An id that names a part of the study is in addresses and file names: it cannot be changed here.
fn named(study: &Study, finder: &Finder<'_>, sink: &mut Sink) {
    let themes = study.qualitative.codebook.themes.iter().map(|theme| (theme.id.as_str(), &theme.origin));
    let codes = study.qualitative.codebook.codes().map(|code| (code.id.as_str(), &code.origin));
    let displays = study.displays.iter().map(|display| (display.id.as_str(), &display.origin));
    let propositions = study.propositions.iter().map(|proposition| (proposition.id.as_str(), &proposition.origin));
    for (id, origin) in themes.chain(codes).chain(displays).chain(propositions) {
        if finder.find(id).iter().any(|(_, typed)| matches!(typed, Typed::Known(_) | Typed::Shared | Typed::Fixed)) {
            let message = format!("the id `{id}` holds the id of a participant, and these are renumbered");
            let hint = "choose another id: it stands in addresses and in names of files";
            sink.push(Diagnostic::error("typed-attribution", message).at(origin).about(id).hint(hint));
        }
    }
}

/// Names of files that the manifest and `paper.json` list, images as chapters name them, and the bibliography.
fn files(study: &mut Study, finder: &Finder<'_>) {
    for (path, _) in &mut study.inputs {
        if let Some(new) = finder.renamed(path) {
            *path = new.into();
        }
    }
    for chapter in &mut study.chapters {
        if let Some(new) = finder.renamed(&chapter.file) {
            chapter.file = new.into();
        }
    }
    for image in &mut study.images {
        if let Some(new) = finder.renamed(&image.file) {
            image.file = new.into();
        }
    }
    if let Some(bibliography) = &mut study.bibliography
        && let Some(new) = finder.renamed_throughout(&bibliography.text)
    {
        bibliography.text = Arc::from(new);
        bibliography.references = crate::read::references_again(bibliography);
    }
}

/// A finding of the scan, for the log: what kind of thing stands where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The code of its diagnostic.
    pub code: &'static str,
    /// Such as `an age`.
    pub kind: &'static str,
    pub origin: Origin,
}
