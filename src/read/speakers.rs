//! Excerpts that stand twice, and speakers who are not among the participants.

use std::collections::{BTreeMap, BTreeSet};

use super::memos::Draft;
use crate::diag::{Diagnostic, Origin, Sink};
use crate::model::Excerpt;

/// Warns of the same words of the same person that carry the same code a second time: they would count twice.
pub fn repeated(drafts: &[Draft], sink: &mut Sink) {
    let mut seen: BTreeMap<(&str, String), Vec<&Draft>> = BTreeMap::new();
    for draft in drafts {
        let words = draft.text.markdown.split_whitespace().collect::<Vec<_>>().join(" ");
        let others = seen.entry((&draft.attribution.value, words)).or_default();
        if let Some(first) = others.iter().find(|first| first.codes.iter().any(|code| draft.codes.contains(code))) {
            let name = &draft.attribution.value;
            let message = format!("this excerpt of `{name}` stands twice with the same code, and counts twice");
            let hint =
                format!("it stands first at {}:{}: take one of the two out", first.origin.file, first.origin.line);
            let diagnostic = Diagnostic::warning("excerpt-twice", message).at(&draft.attribution.origin);
            sink.push(diagnostic.about(name.clone()).hint(hint));
        }
        others.push(draft);
    }
}

/// Warns of speakers who are not among the participants, where most of the others are.
///
/// Excerpts and answers may have ids of their own. Where half of the speakers or more are found among the participants by
/// one way of writing them, the ids are the same, and who is not found is a slip. `places` are those of the attributions.
pub fn unknown(excerpts: &[Excerpt], places: &[Origin], people: &[Box<str>], sink: &mut Sink) {
    let known: BTreeSet<String> = people.iter().map(|id| id.to_lowercase()).collect();
    if known.is_empty() {
        return;
    }
    let ways: [fn(&Excerpt) -> String; 3] = [
        |excerpt| excerpt.participant.person.to_lowercase(),
        |excerpt| match &excerpt.participant.site {
            Some(site) => format!("{site}-{}", excerpt.participant.person).to_lowercase(),
            None => excerpt.participant.person.to_lowercase(),
        },
        without_timepoint,
    ];
    for way in ways {
        let speakers: BTreeSet<String> = excerpts.iter().map(way).collect();
        let found = speakers.iter().filter(|speaker| known.contains(*speaker)).count();
        if found == 0 || found * 2 < speakers.len() {
            continue;
        }
        let mut told = BTreeSet::new();
        for (excerpt, place) in excerpts.iter().zip(places) {
            let speaker = way(excerpt);
            if known.contains(&speaker) || !told.insert(speaker.clone()) {
                continue;
            }
            let person = &excerpt.participant.person;
            let message = format!("nobody among the participants is `{person}`, who speaks here");
            let diagnostic = Diagnostic::warning("unknown-speaker", message).at(place).about(person.to_string());
            let near = crate::diag::nearest(&speaker, known.iter().map(String::as_str));
            let near = people.iter().find(|id| near == Some(id.to_lowercase().as_str()));
            let diagnostic = near.into_iter().fold(diagnostic, |told, id| told.hint(format!("did you mean `{id}`?")));
            let hint = "correct the attribution, or add the person to participants.csv or responses.csv";
            sink.push(diagnostic.hint(hint));
        }
        return;
    }
}

/// An attribution without its timepoint and the sign before it.
fn without_timepoint(excerpt: &Excerpt) -> String {
    let whole = excerpt.id.attribution.to_lowercase();
    let timepoint = excerpt.timepoint.as_ref().map_or(String::new(), |id| id.as_str().to_lowercase());
    match whole.strip_suffix(&timepoint).filter(|_| !timepoint.is_empty()) {
        Some(rest) => rest.trim_end_matches(|c: char| !c.is_alphanumeric()).to_owned(),
        None => whole,
    }
}
