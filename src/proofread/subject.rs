//! Which scales and timepoints a stretch of text names.

use std::ops::Range;

use super::sentence::{Kind, Token};
use crate::model::{Scale, ScaleId, Study, Timepoint, TimepointId, in_words};

/// A name in its words, in lower case.
pub fn words(name: &str) -> Vec<String> {
    let plain = name.to_lowercase().replace('\u{2019}', "'");
    let parts = plain.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '-')));
    parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// Where a name stands in some tokens, each word in its order.
pub fn places<'a>(tokens: &'a [Token], name: &'a [String]) -> impl Iterator<Item = Range<usize>> + 'a {
    let starts = if name.is_empty() { 0 } else { (tokens.len() + 1).saturating_sub(name.len()) };
    let here = move |at: &usize| tokens[*at..].iter().zip(name).all(|(token, word)| alike(&token.lower, word));
    (0..starts).filter(here).map(move |at| at..at + name.len())
}

/// The same word, but for a plural.
fn alike(found: &str, word: &str) -> bool {
    found == word || found.strip_suffix('s') == Some(word) || word.strip_suffix('s') == Some(found)
}

/// A shorter word is too common to stand for a label.
const LEAST_LETTERS: usize = 8;

/// Larger numbers of months are written in digits.
const MOST_IN_WORDS: u64 = 24;

/// The names of a study's scales and timepoints in their words, taken apart once.
pub struct Names {
    scales: Vec<(ScaleId, Vec<Vec<String>>)>,
    timepoints: Vec<(TimepointId, Vec<String>, f64)>,
}

impl Names {
    pub fn of(study: &Study) -> Self {
        let last = |label: &str| words(label).last().cloned().unwrap_or_default();
        let ends: Vec<String> = study.measures.scales().map(|scale| last(&scale.label)).collect();
        let of_scale = |scale: &Scale| {
            let mut names = vec![words(&scale.label), words(&scale.id.as_str().replace('-', " "))];
            let short = last(&scale.label);
            if short.len() >= LEAST_LETTERS && ends.iter().filter(|end| **end == short).count() == 1 {
                names.push(vec![short]);
            }
            (scale.id.clone(), names)
        };
        let of_timepoint = |timepoint: &Timepoint| (timepoint.id.clone(), words(&timepoint.label), timepoint.month);
        Self {
            scales: study.measures.scales().map(of_scale).collect(),
            timepoints: study.timepoints.iter().map(of_timepoint).collect(),
        }
    }

    /// The scales that are named, each where it is named first, in the order of the text. The words of a timepoint's
    /// label are no scale: *after training* is not satisfaction with training. The last word of a label stands for it
    /// where no other label ends so: *exhaustion* is emotional exhaustion.
    pub fn scales(&self, tokens: &[Token]) -> Vec<(ScaleId, Range<usize>)> {
        let labels = self.timepoints.iter().map(|(_, label, _)| label).filter(|label| label.len() > 1);
        let taken: Vec<Range<usize>> = labels.flat_map(|label| places(tokens, label)).collect();
        let free = |place: &Range<usize>| !taken.iter().any(|taken| taken.start < place.end && place.start < taken.end);
        let mut found: Vec<(ScaleId, Range<usize>)> = Vec::new();
        for (id, names) in &self.scales {
            let place = names.iter().flat_map(|name| places(tokens, name)).find(free);
            found.extend(place.map(|place| (id.clone(), place)));
        }
        // A shorter name within a longer one is not meant: *communication* in *team communication*.
        let longer = found.clone();
        found.retain(|(_, place)| {
            !longer.iter().any(|(_, other)| other != place && other.start <= place.start && place.end <= other.end)
        });
        found.sort_by_key(|(_, place)| place.start);
        found
    }

    /// The timepoints that are named: by id, by label, or by their months (`at four and at twelve months`).
    pub fn timepoints(&self, tokens: &[Token]) -> Vec<TimepointId> {
        let months = tokens.iter().any(|token| token.lower.contains("month"));
        let counted = |token: &Token| {
            let first = token.lower.split('-').next().unwrap_or("");
            let number = (0..=MOST_IN_WORDS).find(|number| in_words(*number) == first).map(|number| number as f64);
            number.or_else(|| first.parse().ok())
        };
        let counts: Vec<f64> = if months { tokens.iter().filter_map(counted).collect() } else { Vec::new() };
        let named = self.timepoints.iter().filter(|(id, label, month)| {
            let by_id = tokens.iter().any(|token| token.kind == Kind::Word && token.text == id.as_str());
            by_id || places(tokens, label).next().is_some() || (*month > 0.0 && counts.contains(month))
        });
        named.map(|(id, ..)| id.clone()).collect()
    }
}
