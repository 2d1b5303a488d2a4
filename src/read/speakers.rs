//! Speakers whose ids are written in two ways, and speakers who are not among the participants.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Diagnostic, Difference, Origin, Severity, Sink, difference, folded};
use crate::model::Excerpt;

/// What is told of two ids that differ in writing only; each is read as somebody's, or some site's, of its own.
pub fn two_ways(id: &str, other: &str, what: Difference, whose: &str, severity: Severity) -> Diagnostic {
    let message = format!("`{id}` and `{other}` differ {} only, and are read as two {whose}", what.words());
    Diagnostic::new(severity, "id-written-two-ways", message).about(id)
}

/// How bad it is where nothing tells whether two ids are one.
pub fn severity(what: Difference) -> Severity {
    if what.may_be_two() { Severity::Warning } else { Severity::Error }
}

/// Tells the people and sites of excerpts whose ids differ in writing only. `places` are those of the attributions.
pub fn written_alike(excerpts: &[Excerpt], places: &[Origin], sink: &mut Sink) {
    let sites =
        excerpts.iter().zip(places).filter_map(|(excerpt, place)| Some((excerpt.participant.site.as_deref()?, place)));
    alike(sites.map(|(site, place)| (String::new(), site, place)), "sites", sink);
    let people = excerpts.iter().zip(places).map(|(excerpt, place)| {
        // People of a site that is written in two ways are not told one by one.
        let site = excerpt.participant.site.as_deref().map_or_else(String::new, folded);
        (site, &*excerpt.participant.person, place)
    });
    alike(people, "people", sink);
}

fn alike<'a>(ids: impl Iterator<Item = (String, &'a str, &'a Origin)>, whose: &str, sink: &mut Sink) {
    let mut seen: BTreeMap<(String, String), Vec<(&str, &Origin)>> = BTreeMap::new();
    for (home, id, place) in ids {
        let others = seen.entry((home, folded(id))).or_default();
        if others.iter().any(|(other, _)| *other == id) {
            continue;
        }
        if let Some((other, there)) = others.first()
            && let Some(what) = difference(id, other)
        {
            let hint = format!(
                "`{other}` stands at {}:{}: write an id in one way throughout; ids of two should differ in more",
                there.file, there.line
            );
            sink.push(two_ways(id, other, what, whose, severity(what)).at(place).hint(hint));
        }
        others.push((id, place));
    }
}

/// Warns of speakers who are not among the participants, where most of the others are, and of those who are there under
/// an id that is written in another way.
///
/// Excerpts and answers may have ids of their own. Where half of the speakers or more are found among the participants by
/// one way of writing them, the ids are the same, and who is not found is a slip. `places` are those of the attributions.
pub fn unknown(excerpts: &[Excerpt], places: &[Origin], people: &[Box<str>], sink: &mut Sink) {
    let exact: BTreeSet<&str> = people.iter().map(|id| &**id).collect();
    let mut known: BTreeMap<String, &str> = BTreeMap::new();
    for id in people {
        known.entry(folded(id)).or_insert(id);
    }
    if known.is_empty() {
        return;
    }
    let ways: [fn(&Excerpt) -> String; 3] = [
        |excerpt| excerpt.participant.person.to_string(),
        |excerpt| match &excerpt.participant.site {
            Some(site) => format!("{site}-{}", excerpt.participant.person),
            None => excerpt.participant.person.to_string(),
        },
        without_timepoint,
    ];
    for way in ways {
        let speakers: BTreeSet<String> = excerpts.iter().map(way).collect();
        let found = speakers.iter().filter(|speaker| known.contains_key(&folded(speaker))).count();
        if found == 0 || found * 2 < speakers.len() {
            continue;
        }
        // Ids may be written in another way throughout, as small letters in one file and capitals in the other.
        let same = speakers.iter().filter(|speaker| exact.contains(speaker.as_str())).count() * 2 >= found;
        if !same {
            throughout(way, excerpts, places, &known, sink);
        }
        let mut told = BTreeSet::new();
        for (excerpt, place) in excerpts.iter().zip(places) {
            let speaker = way(excerpt);
            if exact.contains(speaker.as_str()) || !told.insert(speaker.clone()) {
                continue;
            }
            match known.get(&folded(&speaker)) {
                Some(_) if !same => {}
                Some(id) => {
                    let Some(what) = difference(&speaker, id) else { continue };
                    let message = format!(
                        "`{speaker}` speaks here, and the participants have `{id}`: they differ {} only",
                        what.words()
                    );
                    let diagnostic = Diagnostic::warning("id-written-two-ways", message).at(place).about(speaker);
                    sink.push(diagnostic.hint("write the id as the other files have it"));
                }
                None => sink.push(stranger(excerpt, &speaker, people).at(place)),
            }
        }
        return;
    }
}

/// Warns once of ids that all speakers have in another way than the participants: excerpts and answers are not those of
/// the same people then.
fn throughout(
    way: fn(&Excerpt) -> String,
    excerpts: &[Excerpt],
    places: &[Origin],
    known: &BTreeMap<String, &str>,
    sink: &mut Sink,
) {
    let differs = excerpts.iter().zip(places).find_map(|(excerpt, place)| {
        let speaker = way(excerpt);
        let id = known.get(&folded(&speaker))?;
        Some((place, difference(&speaker, id)?, speaker, id))
    });
    if let Some((place, what, speaker, id)) = differs {
        let message = format!(
            "speakers are written as `{speaker}` throughout, and the participants as `{id}`: they differ {} only, and are \
             read as other people",
            what.words()
        );
        let hint = "write the ids in one way in all files, so that words and answers of one person are known as such";
        sink.push(Diagnostic::warning("id-written-two-ways", message).at(place).about(speaker).hint(hint));
    }
}

fn stranger(excerpt: &Excerpt, speaker: &str, people: &[Box<str>]) -> Diagnostic {
    let person = &excerpt.participant.person;
    let message = format!("nobody among the participants is `{person}`, who speaks here");
    let diagnostic = Diagnostic::warning("unknown-speaker", message).about(person.to_string());
    diagnostic
        .suggest(speaker, people.iter().map(|id| &**id))
        .hint("correct the attribution, or add the person to participants.csv or responses.csv")
}

/// An attribution without its timepoint and the sign before it.
fn without_timepoint(excerpt: &Excerpt) -> String {
    let whole = &*excerpt.id.attribution;
    let timepoint = excerpt.timepoint.as_ref().map_or("", |id| id.as_str());
    match whole.strip_suffix(timepoint).filter(|_| !timepoint.is_empty()) {
        Some(rest) => rest.trim_end_matches(|c: char| !c.is_alphanumeric()).to_owned(),
        None => whole.to_owned(),
    }
}
