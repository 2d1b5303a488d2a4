//! Words of direction, likeness and significance beside the results that they are said of.

use std::ops::Range;

use super::clause::{Beside, Said, clauses, corrected, is_significance, said};
use super::judge::{Answer, answer, scale_of};
use super::lexicon::Sense;
use super::sentence::{Kind as TokenKind, Sentence, Token};
use super::spared::spared;
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
    /// The token that names it, in prose.
    pub token: Option<usize>,
}

/// What a word is set against: the results, and the names of what they are of.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    pub findings: &'a Findings,
    pub names: &'a Names,
}

/// Warns of each word in a sentence that its evidence contradicts.
pub fn check(text: &Text, sentence: &Sentence, evidence: &[Evidence<'_>], known: Known<'_>, sink: &mut Sink) {
    if evidence.is_empty() {
        return;
    }
    let mut subjects: Vec<(ScaleId, Range<usize>)> = Vec::new();
    let mut told: Vec<&str> = Vec::new();
    let names: Vec<Range<usize>> = known.names.scales(sentence).into_iter().map(|(_, at)| at).collect();
    for clause in clauses(sentence) {
        let inside = &sentence[clause.clone()];
        let named = known.names.scales(inside);
        let fresh = !named.is_empty();
        if fresh {
            subjects = named.into_iter().map(|(id, at)| (id, clause.start + at.start..clause.start + at.end)).collect();
        }
        // Prose says much of what it binds no value of: a clause speaks of a result where it binds it or names its
        // scale.
        let bound = inside.iter().any(|token| token.kind == TokenKind::Value);
        let prose = evidence.iter().any(|evidence| evidence.token.is_some());
        if prose && !bound && !fresh {
            continue;
        }
        // Before the first scale of a sentence something else is spoken of: `Expectations had risen, and … fell`.
        if !bound && !fresh && subjects.is_empty() && !names.is_empty() {
            continue;
        }
        let words = said(sentence, clause.clone());
        for word in &words {
            if spared(sentence, &clause, word, &names)
                || qualifies_a_negation(word, &words)
                || (is_significance(word.sense) && corrected(sentence))
            {
                continue;
            }
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
            for group in groups {
                if let Some(diagnostic) = contradiction(text, sentence, word, &group, known.findings, &mut told) {
                    sink.push(diagnostic);
                    break;
                }
            }
        }
    }
}

fn of_scales<'a>(evidence: &[Evidence<'a>], ids: &[&ScaleId]) -> Vec<Evidence<'a>> {
    let of = |evidence: &&Evidence<'a>| scale_of(evidence.result).is_some_and(|scale| ids.contains(&scale));
    evidence.iter().filter(of).copied().collect()
}

/// `did not fall significantly`: the negation is of both words together, and is told at the first.
fn qualifies_a_negation(word: &Said, words: &[Said]) -> bool {
    let beside = |other: &&Said| {
        !is_significance(other.sense)
            && other.negated
            && (other.at.start.abs_diff(word.at.end) <= 1 || word.at.start.abs_diff(other.at.end) <= 1)
    };
    let same = |other: &&Said| other.sense == Sense::Same && other.at.start.abs_diff(word.at.end) <= 1;
    is_significance(word.sense) && (words.iter().any(|other| beside(&other)) || words.iter().any(|other| same(&other)))
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
            (Sense::Down | Sense::Up | Sense::Improved | Sense::Worsened | Sense::Same, _) => false,
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

/// The warning, where all the evidence that can speak contradicts the word.
fn contradiction<'a>(
    text: &Text,
    sentence: &Sentence,
    word: &Said,
    evidence: &[Evidence<'a>],
    findings: &Findings,
    told: &mut Vec<&'a str>,
) -> Option<Diagnostic> {
    let mut against: Option<(&'a StudyResult, String)> = None;
    for piece in evidence {
        match answer(word.sense, word.negated, piece.result, findings) {
            // The author has said why this claim stays.
            Answer::Contradicts(_) if piece.kept => {}
            Answer::Contradicts(why) => {
                against.get_or_insert((piece.result, why));
            }
            Answer::Fits | Answer::Silent => return None,
        }
    }
    let (result, why) = against?;
    let address = result.address.as_str();
    if told.contains(&address) {
        return None;
    }
    told.push(address);
    let tokens = &sentence[word.at.clone()];
    let words: Vec<&str> = tokens.iter().map(|token| token.text.as_str()).collect();
    let place = tokens.first()?.range.start..tokens.last()?.range.end;
    let not = if word.negated { ", which is negated here," } else { "" };
    let others = match evidence.len() {
        1 => String::new(),
        many => format!(" (and so for {})", crate::diag::plural(many - 1, "further result")),
    };
    let message = format!("the word `{}`{not} does not fit `{address}`: {why}{others}", words.join(" "));
    let diagnostic = Diagnostic::warning("wording", message)
        .at(&text.place(place))
        .about(address)
        .hint("change the word, or name the evidence that it is said of");
    Some(diagnostic)
}
