//! How an attribution is written: its dash, its form, and whose it is.

use std::collections::BTreeSet;
use std::sync::Arc;

use regex::Regex;

use super::names::Names;
use super::study::Attribution;
use crate::diag::{Diagnostic, Origin, Sink, is_dash, is_invisible};
use crate::model::{At, Participant, TimepointId};

/// What people say in interviews: a form that fits these says little of what an attribution is.
const EVERYDAY: [&str; 5] = ["No", "and then I left", "I went home.", "Well", "yes, we did"];

/// The form of attributions, as the study gives it.
pub struct Form<'a> {
    pattern: Option<&'a Regex>,
    timepoints: &'a Names,
    /// Whether the form fits what anybody may say.
    pub loose: bool,
}

impl<'a> Form<'a> {
    pub fn of(attribution: &'a Attribution, timepoints: &'a Names) -> Self {
        let pattern = match attribution {
            Attribution::Pattern(pattern) => Some(pattern),
            Attribution::Faulty | Attribution::Unsaid => None,
        };
        let loose = pattern.is_some_and(|pattern| EVERYDAY.iter().any(|words| pattern.is_match(words)));
        Self { pattern, timepoints, loose }
    }

    /// Whether a text is an attribution, of a timepoint of the study where it names one.
    pub fn fits(&self, text: &str) -> bool {
        let groups = self.pattern.and_then(|pattern| pattern.captures(text));
        groups.is_some_and(|groups| {
            groups
                .name("timepoint")
                .is_none_or(|name| self.timepoints.contains(name.as_str()) || !self.timepoints.complete())
        })
    }

    /// The attribution that a text is but for a slip: dashes of another kind, signs that are not seen, blanks,
    /// capitals, a full stop.
    pub fn meant(&self, text: &str) -> Option<String> {
        let seen: String = text.chars().filter(|c| !is_invisible(*c)).collect();
        let hyphens: String = seen.chars().map(|c| if is_dash(c) { '-' } else { c }).collect();
        let blanks = hyphens.split_whitespace().collect::<Vec<_>>().join(" ");
        let ends = ['.', ',', ';', ':', '(', ')', '"', '“', '”', '*', '_'];
        let bare = blanks.trim_matches(|c: char| ends.contains(&c) || c.is_whitespace()).to_owned();
        let joined: String = bare.split_whitespace().collect();
        let cases = [bare.to_uppercase(), bare.to_lowercase(), joined.to_uppercase(), joined.to_lowercase()];
        [seen, hyphens, blanks, bare, joined].into_iter().chain(cases).find(|text| self.fits(text))
    }
}

/// The rest of a line that begins with a dash.
pub fn after_dash(line: &str) -> Option<&str> {
    let line = line.trim_start_matches(|c: char| c.is_whitespace() || is_invisible(c));
    let rest = line.strip_prefix(is_dash)?;
    Some(rest.trim_start_matches(|c: char| is_dash(c) || c.is_whitespace() || is_invisible(c)))
}

/// An attribution's name, and what stands in brackets behind it.
pub fn parts(rest: &str) -> (&str, Option<&str>) {
    match rest.split_once('[') {
        Some((name, bracket)) => (name.trim(), Some(bracket.trim_end().trim_end_matches(']'))),
        None => (rest.trim(), None),
    }
}

/// An attribution among somebody's words: that of a line, and where it stands.
pub struct Within {
    pub name: String,
    pub origin: Origin,
    /// What to do about it.
    pub hint: String,
}

/// The attribution that a line of words is, or that it ends in.
pub fn within<'t>(line: &'t str, form: &Form<'_>) -> Option<(String, &'t str)> {
    let whole = match after_dash(line) {
        Some(rest) => Some(parts(rest).0),
        None => Some(parts(line).0).filter(|_| !form.loose),
    };
    let last = line.char_indices().rev().find(|(at, c)| is_dash(*c) && line[..*at].ends_with(char::is_whitespace));
    let ending = last.and_then(|(at, _)| after_dash(&line[at..])).map(|rest| parts(rest).0);
    [whole, ending].into_iter().flatten().find_map(|name| {
        if form.fits(name) {
            return Some((name.to_owned(), name));
        }
        let meant = form.meant(name).filter(|_| !form.loose)?;
        Some((meant, name))
    })
}

/// Tells the attributions that stand among words: one person's words would be another's. Where the form fits anything,
/// only those are told that stand elsewhere as attributions, too.
pub fn told(found: Vec<Within>, form: &Form<'_>, known: &BTreeSet<&str>, sink: &mut Sink) {
    for Within { name, origin, hint } in found {
        if form.loose && !known.contains(name.as_str()) {
            continue;
        }
        let message = format!("the attribution `{name}` stands among the words of an excerpt, and parts them");
        sink.push(Diagnostic::error("inner-attribution", message).at(&origin).hint(hint));
    }
}

/// Whose an excerpt is, and of which timepoint.
pub struct Speaker {
    pub participant: Participant,
    pub timepoint: Option<TimepointId>,
}

/// Reads an attribution; `example` is one that can be read.
pub fn speaker(name: &At<String>, form: &Form<'_>, example: Option<&str>, sink: &mut Sink) -> Option<Speaker> {
    let At { value: name, origin } = name;
    let pattern = form.pattern?;
    let Some(groups) = pattern.captures(name) else {
        sink.push(bad(name, pattern, form, example).at(origin));
        return None;
    };
    let group = |name: &str| groups.name(name).map(|found| Arc::from(found.as_str()));
    let timepoint = match groups.name("timepoint") {
        None => None,
        Some(found) => {
            let mut place = origin.clone();
            place.column += u32::try_from(name[..found.start()].chars().count()).unwrap_or(0);
            place.width = u32::try_from(found.as_str().chars().count()).unwrap_or(1);
            if !form.timepoints.check(found.as_str(), &place, sink) {
                return None;
            }
            Some(TimepointId::new(found.as_str()))
        }
    };
    Some(Speaker { participant: Participant { site: group("site"), person: group("person")? }, timepoint })
}

fn bad(name: &str, pattern: &Regex, form: &Form<'_>, example: Option<&str>) -> Diagnostic {
    if name.is_empty() {
        let diagnostic = Diagnostic::error("bad-attribution", "this excerpt does not say whose words it holds");
        return example.into_iter().fold(diagnostic, |told, example| told.hint(format!("write it as `{example}`")));
    }
    let message = format!("the attribution `{name}` is not of the form that study.yaml gives");
    let diagnostic = Diagnostic::error("bad-attribution", message);
    let diagnostic = match form.meant(name) {
        Some(meant) => match crate::diag::difference(name, &meant) {
            Some(what) => diagnostic.hint(format!("write `{meant}`: the two differ {}", what.words())),
            None => diagnostic.hint(format!("write `{meant}`")),
        },
        None => match example {
            Some(example) => diagnostic.hint(format!("write it as the others are written, such as `{example}`")),
            None => diagnostic,
        },
    };
    let form = pattern.as_str().trim_start_matches("^(?:").trim_end_matches(")$");
    diagnostic.hint(format!("the form is `attribution: {form}`"))
}
