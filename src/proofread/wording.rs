//! Words of direction, likeness, size and significance beside the results that they are said of.

use std::ops::Range;

use super::bearing::{self, Borne};
use super::clause::{Beside, Said, clauses, corrected, is_of_others, is_statistical, said};
use super::judge::{Answer, answer, scale_of};
use super::lexicon::Sense;
use super::sentence::{Kind as TokenKind, Sentence, Token};
use super::spared::{excepted, spared, turned_round};
use super::subject::Names;
use crate::analyse::{Findings, Kind, StudyResult};
use crate::diag::{Diagnostic, Sink};
use crate::model::{ScaleId, Text};

/// A result that a sentence rests on.
#[derive(Clone, Copy)]
pub struct Evidence<'a> {
    pub result: &'a StudyResult,
    /// Whether the author keeps a claim that it contradicts, and has said so.
    pub kept: bool,
    /// Whether `comparable` is expected of it, so that its verdict tells already what its interval shows.
    pub judged: bool,
    /// The token that names it, in prose.
    pub token: Option<usize>,
}

/// Where a sentence stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Finding,
    /// The proposition itself, which rests on all of its findings.
    Statement,
    Prose,
}

/// What a word is set against: the results, and the names of what they are of.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    pub findings: &'a Findings,
    pub names: &'a Names,
    pub part: Part,
    /// What bears a sentence out besides its own evidence, such as the results of its neighbours.
    pub borne: &'a Borne<'a>,
}

/// Warns of each word in a sentence that its evidence contradicts or cannot bear.
pub fn check(text: &Text, sentence: &Sentence, evidence: &[Evidence<'_>], known: Known<'_>, sink: &mut Sink) {
    if evidence.is_empty() && !known.borne.voices {
        return;
    }
    let mut subjects: Vec<(ScaleId, Range<usize>)> = Vec::new();
    let mut told: Vec<String> = Vec::new();
    let names: Vec<Range<usize>> = known.names.scales(sentence).into_iter().map(|(_, at)| at).collect();
    for clause in clauses(sentence) {
        let inside = &sentence[clause.clone()];
        let mut named = known.names.scales(inside);
        // `with the exception of pride`: of the scale that is named the rest is not said.
        named.retain(|(_, at)| !excepted(&inside[..at.start]));
        let fresh = !named.is_empty();
        if fresh {
            subjects = named.into_iter().map(|(id, at)| (id, clause.start + at.start..clause.start + at.end)).collect();
        }
        // Prose says much of what it binds no value of: a clause speaks of a result where it binds it or names its
        // scale. So does a statement, which is a thought and no report.
        let bound = inside.iter().any(|token| token.kind == TokenKind::Value);
        if known.part != Part::Finding && !bound && !fresh {
            continue;
        }
        // Before the first scale of a sentence something else is spoken of: `Expectations had risen, and … fell`.
        if !bound && !fresh && subjects.is_empty() && !names.is_empty() {
            continue;
        }
        let words: Vec<Said> = said(sentence, clause.clone());
        for word in &words {
            let significance = word.sense.is_significance();
            if spared(sentence, &clause, word, &names)
                || qualifies_a_negation(word, &words)
                || (significance && (corrected(sentence) || !is_statistical(sentence, word)))
                || is_of_others(sentence, &clause, word)
            {
                continue;
            }
            let word = &as_tested(word, &words, sentence, &clause);
            let here = relevant(word, inside, &clause, evidence, known.names);
            // Of scales in a list each is spoken of; of others any may be.
            let listed = fresh && is_list(sentence, &subjects);
            let groups: Vec<Vec<Evidence<'_>>> = match (subjects.is_empty(), listed) {
                (true, _) => vec![here],
                (false, true) => subjects.iter().map(|(id, _)| of_scales(&here, &[id])).collect(),
                (false, false) => {
                    let ids: Vec<&ScaleId> = subjects.iter().map(|(id, _)| id).collect();
                    vec![of_scales(&here, &ids)]
                }
            };
            let turned = turned_round(sentence, &clause, word);
            let mut groups = groups.iter().filter(|_| !turned);
            let found = groups.find_map(|group| contradiction(text, sentence, word, group, known, &mut told));
            let found = found.or_else(|| bearing::beyond(text, sentence, &clause, word, evidence, known, &mut told));
            found.into_iter().for_each(|diagnostic| sink.push(diagnostic));
        }
    }
}

/// `did not change significantly`, `no difference was found`: what is denied is a result of a test, and no more.
fn as_tested(word: &Said, words: &[Said], sentence: &Sentence, clause: &Range<usize>) -> Said {
    const FOUND: [&str; 13] = [
        "found",
        "detected",
        "shown",
        "seen",
        "evident",
        "evidence",
        "observed",
        "demonstrated",
        "apparent",
        "reached",
        "statistical",
        "statistically",
        "discernible",
    ];
    let tested = words.iter().any(|other| other.sense.is_significance())
        || sentence[clause.clone()].iter().any(|token| token.is_one_of(&FOUND));
    let denies =
        word.sense.is_absence() && is_denial(&sentence[word.at.clone()]) || word.sense == Sense::Differ && word.negated;
    match denies && tested {
        true => Said { sense: Sense::NotSignificant, negated: false, ..word.clone() },
        false => word.clone(),
    }
}

/// Whether a word of likeness is made of a negation: `not change`, `no difference`.
fn is_denial(word: &[Token]) -> bool {
    word.iter().any(|token| token.is("no") || token.is("not") || token.lower.ends_with("n't"))
}

fn of_scales<'a>(evidence: &[Evidence<'a>], ids: &[&ScaleId]) -> Vec<Evidence<'a>> {
    let of = |evidence: &&Evidence<'a>| scale_of(evidence.result).is_some_and(|scale| ids.contains(&scale));
    evidence.iter().filter(of).copied().collect()
}

/// `did not fall significantly`: the negation is of both words together, and is told at the first.
fn qualifies_a_negation(word: &Said, words: &[Said]) -> bool {
    let beside = |other: &&Said| {
        !other.sense.is_significance()
            && other.negated
            && (other.at.start.abs_diff(word.at.end) <= 1 || word.at.start.abs_diff(other.at.end) <= 1)
    };
    let same = |other: &&Said| {
        let apart = |from: usize, to: usize| from.abs_diff(to) <= 1;
        other.sense.is_absence() && (apart(other.at.start, word.at.end) || apart(word.at.start, other.at.end))
    };
    word.sense.is_significance() && (words.iter().any(|other| beside(&other)) || words.iter().any(|other| same(&other)))
}

/// Whether nothing but commas, `and` and the like stands between the names.
fn is_list(sentence: &[Token], subjects: &[(ScaleId, Range<usize>)]) -> bool {
    let links = [",", "and", "both", "the", "satisfaction", "with", "in", "of", "a", "an"];
    subjects.windows(2).all(|pair| {
        let between = sentence.get(pair[0].1.end..pair[1].1.start).unwrap_or_default();
        between.iter().all(|token| token.is_one_of(&links))
    })
}

/// The evidence that can speak to a word: of the right kind, of the clause's own values and timepoints where it has any.
fn relevant<'a>(
    word: &Said,
    inside: &[Token],
    clause: &Range<usize>,
    evidence: &[Evidence<'a>],
    names: &Names,
) -> Vec<Evidence<'a>> {
    let of_kind = |evidence: &&Evidence<'a>| {
        let result = evidence.result;
        match (word.sense, &result.kind) {
            (_, Kind::Change { .. }) => {
                word.beside != Some(Beside::Others) && !matches!(word.sense, Sense::Below | Sense::Above)
            }
            (Sense::Significant | Sense::NotSignificant, Kind::Attrition { .. }) => word.beside != Some(Beside::Before),
            (sense, _) if sense.is_change() => false,
            (_, Kind::Norm { .. } | Kind::Contrast { .. }) => word.beside != Some(Beside::Before),
            _ => false,
        }
    };
    let mut found: Vec<Evidence<'a>> = evidence.iter().filter(of_kind).copied().collect();
    let narrow = |found: &mut Vec<Evidence<'a>>, keep: &dyn Fn(&Evidence<'a>) -> bool| {
        if found.iter().any(keep) {
            found.retain(|evidence| keep(evidence));
        }
    };
    let bound = inside.iter().any(|token| token.kind == TokenKind::Value);
    if bound {
        narrow(&mut found, &|evidence| evidence.token.is_some_and(|token| clause.contains(&token)));
    }
    let times = names.timepoints(inside);
    narrow(&mut found, &|evidence| match &evidence.result.kind {
        Kind::Change { comparison, .. } => times.contains(&comparison.to),
        Kind::Norm { timepoint, .. } => times.contains(timepoint),
        _ => false,
    });
    // A sentence may bind several fields of a result.
    let mut once: Vec<Evidence<'a>> = Vec::new();
    for evidence in found {
        if !once.iter().any(|other| other.result.address == evidence.result.address) {
            once.push(evidence);
        }
    }
    once
}

/// The warning, where all the evidence that can speak contradicts the word; the note, where none of it shows an absence.
fn contradiction(
    text: &Text,
    sentence: &Sentence,
    word: &Said,
    evidence: &[Evidence<'_>],
    known: Known<'_>,
    told: &mut Vec<String>,
) -> Option<Diagnostic> {
    let mut against: Option<(&StudyResult, String)> = None;
    let mut unshown: Option<(&StudyResult, String)> = None;
    for piece in evidence {
        match answer(word, piece.result, known.findings) {
            // The author has said why this claim stays, or its verdict says the same.
            Answer::Contradicts(_) if piece.kept => {}
            Answer::NotShown(_) if piece.kept || piece.judged => {}
            Answer::Contradicts(why) => {
                against.get_or_insert((piece.result, why));
            }
            Answer::NotShown(why) => {
                unshown.get_or_insert((piece.result, why));
            }
            Answer::Fits | Answer::Silent => return None,
        }
    }
    let (absent, (result, why)) = match (unshown, against) {
        (Some(unshown), _) => (true, unshown),
        (None, against) => (false, against?),
    };
    let address = result.address.as_str();
    if told.iter().any(|told| told == address) {
        return None;
    }
    told.push(address.to_owned());
    let (words, place) = spelled(sentence, word)?;
    let not = if word.negated { ", which is negated here," } else { "" };
    let others = match evidence.len() {
        1 => String::new(),
        many => format!(" (and so for {})", crate::diag::plural(many - 1, "further result")),
    };
    let diagnostic = if absent {
        let message = format!("the word `{words}`{not} is not shown by `{address}`: {why}{others}");
        Diagnostic::note("not-shown", message)
            .hint("say that no difference was found, or set a bound (`equivalence`) that the interval keeps within")
    } else {
        let message = format!("the word `{words}`{not} does not fit `{address}`: {why}{others}");
        Diagnostic::warning("wording", message).hint("change the word, or name the evidence that it is said of")
    };
    Some(diagnostic.at(&text.place(place)).about(address))
}

/// A word as it stands in a sentence, and its place.
pub(super) fn spelled(sentence: &Sentence, word: &Said) -> Option<(String, Range<usize>)> {
    let tokens = &sentence[word.at.clone()];
    let words: Vec<&str> = tokens.iter().map(|token| token.text.as_str()).collect();
    Some((words.join(" "), tokens.first()?.range.start..tokens.last()?.range.end))
}
