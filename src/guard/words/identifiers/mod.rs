//! What in an excerpt could tell who speaks: ages, dates, names, places, numbers, and what only few participants are.
//!
//! It reads English. It points at words and changes none: whether a name is the name of a participant is for the author
//! to say, and so is how to put it otherwise.

mod capitals;
mod cells;
mod lists;
mod patterns;

use std::collections::BTreeSet;
use std::ops::Range;

use super::Found;
use super::people::People;
use crate::analyse::Findings;
use crate::diag::{Diagnostic, Severity, Sink};
use crate::guard::Log;
use crate::model::{Excerpt, Profile, Study};

/// What a stretch of an excerpt is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Email,
    Url,
    Number,
    Phone,
    Postcode,
    Handle,
    Date,
    Age,
    Organisation,
    Place,
    Name,
    Role,
}

impl Kind {
    fn words(self) -> &'static str {
        match self {
            Kind::Email => "an e-mail address",
            Kind::Url => "a web address",
            Kind::Number => "a number that is somebody's own",
            Kind::Phone => "a telephone number",
            Kind::Postcode => "a postcode",
            Kind::Handle => "a name on a social network",
            Kind::Date => "a date",
            Kind::Age => "an age",
            Kind::Organisation => "an organisation",
            Kind::Place => "a place",
            Kind::Name => "a name",
            Kind::Role => "a rare role",
        }
    }

    /// What might stand there instead.
    fn instead(self) -> &'static str {
        match self {
            Kind::Email => "write `[e-mail address]`",
            Kind::Url => "write `[web page]`",
            Kind::Number => "write `[number]`",
            Kind::Phone => "write `[telephone number]`",
            Kind::Postcode => "write `[town]` or leave it out",
            Kind::Handle => "write `[account]`",
            Kind::Date => "say how long before or after, or the season: `two years before`",
            Kind::Age => "give an age band, such as `in their forties`, or say `young` or `at school`",
            Kind::Organisation => "say what it is: `[hospital]`, `[employer]`",
            Kind::Place => "say what it is: `[town]`, `[street]`, `[country]`",
            Kind::Name => {
                "say who it is: `[friend]`, `[nurse]`; or list a word that names nobody under `disclosure.known-words`"
            }
            Kind::Role => "say it more broadly: `works in a school`, `a senior post`",
        }
    }
}

/// A stretch of a text that could tell who speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    pub range: Range<usize>,
    pub kind: Kind,
    /// Whether it is told of a paraphrase, too, where an author has chosen the words already.
    pub sure: bool,
}

/// Words that identify nobody: those of the codebook, the instruments and the title, and those that the study lists.
#[derive(Debug, Default)]
pub struct Vocabulary {
    words: BTreeSet<String>,
    phrases: Vec<String>,
    keys: Vec<String>,
}

impl Vocabulary {
    fn of(study: &Study) -> Self {
        let mut vocabulary = Self { keys: study.citation_keys.clone(), ..Self::default() };
        for theme in &study.qualitative.codebook.themes {
            vocabulary.add(&theme.label);
            theme.definition.iter().for_each(|text| vocabulary.add(&text.markdown));
            for code in &theme.codes {
                vocabulary.add(&code.label);
                code.definition.iter().for_each(|text| vocabulary.add(&text.markdown));
            }
        }
        for instrument in &study.measures.instruments {
            vocabulary.add(&instrument.name);
            instrument.short.iter().for_each(|short| vocabulary.add(short));
            instrument.scales.iter().for_each(|scale| vocabulary.add(&scale.label));
        }
        study.strands.iter().for_each(|strand| vocabulary.add(&strand.label));
        study.timepoints.iter().for_each(|timepoint| vocabulary.add(&timepoint.label));
        study.timepoints.iter().for_each(|timepoint| vocabulary.add(timepoint.id.as_str()));
        vocabulary.add(&study.manifest.title);
        study.paper.keywords.iter().for_each(|word| vocabulary.add(word));
        study.known_words.iter().for_each(|word| vocabulary.know(word));
        vocabulary
    }

    /// Words and phrases that the study lists.
    pub fn know(&mut self, words: &str) {
        self.add(words);
        self.phrases.push(words.to_lowercase());
    }

    fn add(&mut self, text: &str) {
        let words = text.split(|c: char| !c.is_alphanumeric() && c != '-' && c != '’' && c != '\'');
        self.words.extend(words.filter(|word| !word.is_empty()).map(str::to_lowercase));
    }

    fn has(&self, word: &str) -> bool {
        let word = word.to_lowercase();
        let bare = word.trim_end_matches("'s").trim_end_matches("’s");
        self.words.contains(&word) || self.words.contains(bare)
    }

    fn has_phrase(&self, text: &str) -> bool {
        self.phrases.contains(&text.to_lowercase())
    }
}

/// Everything in a text that could tell who speaks, in order, none over another.
pub fn hits(text: &str, vocabulary: &Vocabulary) -> Vec<Hit> {
    let mut found = patterns::hits(text);
    found.extend(capitals::hits(text, vocabulary));
    let brackets = brackets(text);
    found.retain(|hit| {
        let words = &text[hit.range.clone()];
        let handled =
            hit.kind == Kind::Handle && vocabulary.keys.iter().any(|key| key == words.trim_start_matches('@'));
        let replaced = brackets.iter().any(|range| range.start <= hit.range.start && hit.range.end <= range.end);
        !handled && !replaced && !vocabulary.has_phrase(words)
    });
    // Of two that lie over each other the surer, then the longer, then the plainer kind is told.
    found.sort_by_key(|hit| (!hit.sure, std::cmp::Reverse(hit.range.len()), hit.kind, hit.range.start));
    let mut kept: Vec<Hit> = Vec::new();
    for hit in found {
        if kept.iter().all(|other| hit.range.end <= other.range.start || other.range.end <= hit.range.start) {
            kept.push(hit);
        }
    }
    kept.sort_by_key(|hit| hit.range.start);
    kept
}

/// What stands in square brackets was put there by the author.
fn brackets(text: &str) -> Vec<Range<usize>> {
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(open) = text[at..].find('[').map(|open| at + open) {
        let Some(close) = text[open..].find(']').map(|close| open + close + 1) else { break };
        found.push(open..close);
        at = close;
    }
    found
}

/// Tells what could identify, of every excerpt of the study.
///
/// Where the profile is `open` these are notes, and of paraphrases only what is sure is told.
pub fn scan(findings: &Findings, people: &People, log: &mut Log, sink: &mut Sink) {
    let study = &findings.study;
    let vocabulary = Vocabulary::of(study);
    let cells = cells::small(findings);
    let severity = if study.disclosure.profile == Profile::Open { Severity::Note } else { Severity::Warning };
    for excerpt in &study.qualitative.excerpts {
        let text = &excerpt.text.markdown;
        let found = hits(text, &vocabulary);
        let id = people.excerpt(&excerpt.id).to_string();
        for (range, level) in cells::crossings(text, &cells, &found) {
            let message = format!("names `{level}`, of which there is a small count in the participants table");
            let hint = "say it more broadly or leave it out: with the table beside it, a reader may know who speaks";
            let told = Diagnostic::new(severity, "identifying-excerpt", message).hint(hint);
            tell(told, "what few participants are", excerpt, range, &id, study, log, sink);
        }
        for hit in found.into_iter().filter(|hit| hit.sure || excerpt.verbatim) {
            let words = text[hit.range.clone()].split_whitespace().collect::<Vec<_>>().join(" ");
            let message = format!("`{words}` looks like {}, which can tell who speaks", hit.kind.words());
            let told = Diagnostic::new(severity, "excerpt-identifier", message).hint(hit.kind.instead());
            tell(told, hit.kind.words(), excerpt, hit.range, &id, study, log, sink);
        }
    }
}

/// An acceptance names the excerpt, or the word, or both with a dot between.
#[expect(clippy::too_many_arguments, reason = "one door for both kinds of finding")]
fn tell(
    diagnostic: Diagnostic,
    kind: &'static str,
    excerpt: &Excerpt,
    range: Range<usize>,
    id: &str,
    study: &Study,
    log: &mut Log,
    sink: &mut Sink,
) {
    let words = &excerpt.text.markdown[range.clone()];
    let origin = excerpt.text.place(range.clone());
    let by_word = study.accept.iter().any(|accepted| {
        accepted.code == diagnostic.code && accepted.about.as_deref().is_some_and(|about| about == words)
    });
    let about = if by_word { words.to_owned() } else { format!("{id}.{words}") };
    log.found.push(Found { code: diagnostic.code, kind, origin: origin.clone() });
    sink.push(diagnostic.at(&origin).about(about));
}

#[cfg(test)]
mod tests;
