//! Which scales and timepoints a stretch of text names.

use std::ops::Range;

use super::sentence::{Kind, Token};
use crate::model::{ScaleId, Study, TimepointId, in_words};

/// A name in its words, in lower case.
pub fn words(name: &str) -> Vec<String> {
    let plain = name.to_lowercase().replace('\u{2019}', "'");
    let parts = plain.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '-')));
    parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// Where a name stands in some tokens, each word in its order.
pub fn places(tokens: &[Token], name: &[String]) -> Vec<Range<usize>> {
    if name.is_empty() || name.len() > tokens.len() {
        return Vec::new();
    }
    let starts = 0..=tokens.len() - name.len();
    let here = |at: &usize| tokens[*at..].iter().zip(name).all(|(token, word)| alike(&token.lower, word));
    starts.filter(here).map(|at| at..at + name.len()).collect()
}

/// The same word, but for a plural.
fn alike(found: &str, word: &str) -> bool {
    found == word || found.strip_suffix('s') == Some(word) || word.strip_suffix('s') == Some(found)
}

/// The scales that are named, each where it is named first, in the order of the text. The words of a timepoint's label
/// are no scale: *after training* is not satisfaction with training. The last word of a label stands for it where no
/// other label ends so: *exhaustion* is emotional exhaustion.
pub fn scales(tokens: &[Token], study: &Study) -> Vec<(ScaleId, Range<usize>)> {
    let labels = study.timepoints.iter().map(|timepoint| words(&timepoint.label)).filter(|label| label.len() > 1);
    let taken: Vec<Range<usize>> = labels.flat_map(|label| places(tokens, &label)).collect();
    let last = |label: &str| words(label).last().cloned().unwrap_or_default();
    let mut found: Vec<(ScaleId, Range<usize>)> = Vec::new();
    for scale in study.measures.scales() {
        let mut names = vec![words(&scale.label), words(&scale.id.as_str().replace('-', " "))];
        let short = last(&scale.label);
        let alone = study.measures.scales().filter(|other| last(&other.label) == short).count() == 1;
        if alone && short.len() >= LEAST_LETTERS {
            names.push(vec![short]);
        }
        let free = |place: &Range<usize>| !taken.iter().any(|taken| taken.start < place.end && place.start < taken.end);
        let place = names.iter().flat_map(|name| places(tokens, name)).find(free);
        found.extend(place.map(|place| (scale.id.clone(), place)));
    }
    // A shorter name within a longer one is not meant: *communication* in *team communication*.
    let longer = found.clone();
    found.retain(|(_, place)| {
        !longer.iter().any(|(_, other)| other != place && other.start <= place.start && place.end <= other.end)
    });
    found.sort_by_key(|(_, place)| place.start);
    found
}

/// A shorter word is too common to stand for a label.
const LEAST_LETTERS: usize = 8;

/// Larger numbers of months are written in digits.
const MOST_IN_WORDS: u64 = 24;

/// The timepoints that are named: by id, by label, or by their months (`at four and at twelve months`).
pub fn timepoints(tokens: &[Token], study: &Study) -> Vec<TimepointId> {
    let months = tokens.iter().any(|token| token.lower.contains("month"));
    let named = study.timepoints.iter().filter(|timepoint| {
        let id = tokens.iter().any(|token| token.kind == Kind::Word && token.text == timepoint.id.as_str());
        let label = !places(tokens, &words(&timepoint.label)).is_empty();
        let month = months
            && timepoint.month > 0.0
            && tokens.iter().any(|token| {
                let first = token.lower.split('-').next().unwrap_or("");
                let number = (0..=MOST_IN_WORDS).find(|number| in_words(*number) == first).map(|number| number as f64);
                number.or_else(|| first.parse().ok()) == Some(timepoint.month)
            });
        id || label || month
    });
    named.map(|timepoint| timepoint.id.clone()).collect()
}
