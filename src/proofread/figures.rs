//! Words beside the figures of the same sentence: `fell from 31.8 to 34.9`, `(p < 0.05; …)` beside another p.

use std::ops::Range;

use super::clause::{Said, clauses, corrected, is_of_others, said};
use super::judge::{Answer, answer};
use super::lexicon::{HEDGES, LITERATURE, Sense};
use super::sentence::{Kind as TokenKind, Sentence, Token};
use super::spared::spared;
use super::typed::Typed;
use super::wording::{Evidence, Known, Part, spelled};
use crate::analyse::{Field, Kind, Quantity, StudyResult};
use crate::diag::{Diagnostic, Sink};
use crate::model::{Better, ScaleId, Text};

/// Warns of each word of direction that the two figures after it contradict, and of each typed bound of p that the p
/// of its result contradicts.
pub fn check(text: &Text, sentence: &Sentence, evidence: &[Evidence<'_>], known: Known<'_>, sink: &mut Sink) {
    if !sentence.iter().any(|token| matches!(token.kind, TokenKind::Number | TokenKind::Value)) {
        return;
    }
    for clause in clauses(sentence) {
        let told = direction(sentence, &clause, evidence, known);
        told.into_iter().for_each(|(place, diagnostic)| sink.push(diagnostic.at(&text.place(place))));
        let told = bound_of_p(sentence, &clause, evidence, known);
        told.into_iter().for_each(|(place, diagnostic)| sink.push(diagnostic.at(&text.place(place))));
    }
}

/// A warning, and the bytes of the text that it points at.
type Told = (Range<usize>, Diagnostic);

const HINT: &str = "change the word, or name the evidence that it is said of";

/// A mean or typed number, with its rounding interval.
struct Figure<'a> {
    low: f64,
    high: f64,
    /// The described scale; none of a typed number.
    result: Option<&'a StudyResult>,
    shown: String,
}

impl<'a> Figure<'a> {
    /// Of a typed number only where it has decimals or is a percentage: whole numbers may be years, items or months.
    fn at(sentence: &Sentence, at: usize, evidence: &[Evidence<'a>]) -> Option<Self> {
        let token = sentence.get(at)?;
        match token.kind {
            TokenKind::Value => {
                let bound = evidence.iter().find(|evidence| evidence.token == Some(at))?.result;
                let mean = token.text.split(':').next()?.trim_end_matches([' ', ')']).ends_with(".mean");
                let known = bound.quantity(Field::Mean).and_then(Quantity::known).filter(|_| mean)?;
                matches!(bound.kind, Kind::DescribeScale { .. }).then(|| Self {
                    low: known.low,
                    high: known.high,
                    result: Some(bound),
                    shown: known.in_words(Field::Mean, 2),
                })
            }
            TokenKind::Number => {
                let typed = Typed::parse(token).filter(|typed| typed.decimals > 0 || typed.percent)?;
                let sign = if token.text.starts_with(['-', '\u{2212}']) { -1.0 } else { 1.0 };
                let (value, half) = (sign * typed.value, 0.5 * 10f64.powi(-(typed.decimals as i32)));
                Some(Self { low: value - half, high: value + half, result: None, shown: token.text.clone() })
            }
            TokenKind::Word | TokenKind::Citation | TokenKind::Mark => None,
        }
    }

    fn scale(&self) -> Option<&'a ScaleId> {
        match &self.result?.kind {
            Kind::DescribeScale { scale, .. } => Some(scale),
            _ => None,
        }
    }
}

/// The first word of direction that `from … to …` after it contradicts.
fn direction(sentence: &Sentence, clause: &Range<usize>, evidence: &[Evidence<'_>], known: Known<'_>) -> Option<Told> {
    let names: Vec<Range<usize>> = known.names.scales(sentence).into_iter().map(|(_, at)| at).collect();
    said(sentence, clause.clone()).into_iter().find_map(|word| {
        let (first, second) = from_to(sentence, &word, clause, evidence)?;
        let named = known.names.scales(&sentence[clause.clone()]);
        let only = if named.len() == 1 { named.first().map(|(id, _)| id) } else { None };
        let scale = first.scale().or(only);
        let better = scale.and_then(|scale| known.findings.study.measures.scale(scale.as_str())).map(|s| s.better);
        let up = match (word.sense, better) {
            (Sense::Up, _) | (Sense::Improved, Some(Better::Higher)) | (Sense::Worsened, Some(Better::Lower)) => true,
            (Sense::Down, _) | (Sense::Improved, Some(Better::Lower)) | (Sense::Worsened, Some(Better::Higher)) => {
                false
            }
            _ => return None,
        };
        let wrong = if up { second.high <= first.low } else { second.low >= first.high };
        // A result that contradicts the word is told with the word.
        let already =
            evidence.iter().any(|piece| matches!(answer(&word, piece.result, known.findings), Answer::Contradicts(_)));
        if !wrong || word.negated || already || spared(sentence, clause, &word, &names) {
            return None;
        }
        if is_of_others(sentence, clause, &word) {
            return None;
        }
        let (words, place) = spelled(sentence, &word)?;
        let side = if second.low >= first.high { "higher" } else { "lower" };
        let of = match (first.result, second.result) {
            (Some(a), Some(b)) => format!("`{}` and `{}`", a.address, b.address),
            _ => "the figures after it".to_owned(),
        };
        let why = format!("from {} to {}, the second being {side}", first.shown, second.shown);
        let about = first.result.map_or_else(|| words.clone(), |result| result.address.to_string());
        let message = format!("the word `{words}` does not fit {of}: {why}");
        Some((place, Diagnostic::warning("wording", message).hint(HINT).about(about)))
    })
}

/// The two figures of `from 31.8 (SD 9.1) to 34.9` right after a word, or of bound means anywhere in its clause.
fn from_to<'a>(
    sentence: &Sentence,
    word: &Said,
    clause: &Range<usize>,
    evidence: &[Evidence<'a>],
) -> Option<(Figure<'a>, Figure<'a>)> {
    const OTHER: [&str; 7] = ["interval", "intervals", "limits", "range", "ranging", "ranged", "ci"];
    let starts = clause.clone().filter(|at| sentence[*at].is("from"));
    starts.filter_map(|from| pair(sentence, from, clause.end, evidence).map(|pair| (from, pair))).find_map(
        |(from, (first, second))| {
            let near = sentence.get(word.at.end..from).filter(|between| between.len() <= 6);
            let after = near.is_some_and(|between| {
                between.iter().all(|token| token.kind == TokenKind::Word && !token.is_one_of(&OTHER))
            });
            let same = match (first.result, second.result) {
                (Some(a), Some(b)) => first.scale() == second.scale() && a.group == b.group && a.address != b.address,
                (None, None) => after,
                _ => false,
            };
            same.then_some((first, second))
        },
    )
}

/// The figures after `from` and after the `to` that belongs to it.
fn pair<'a>(
    sentence: &Sentence,
    from: usize,
    end: usize,
    evidence: &[Evidence<'a>],
) -> Option<(Figure<'a>, Figure<'a>)> {
    const BEFORE: [&str; 6] = ["a", "an", "the", "mean", "score", "of"];
    const UNITS: [&str; 6] = ["month", "months", "year", "years", "week", "weeks"];
    let lead = |at: usize| at + sentence[at..end].iter().take_while(|token| token.is_one_of(&BEFORE)).count();
    let one = lead(from + 1);
    let first = Figure::at(sentence, one, evidence)?;
    let to = (one + 1..end.min(one + 12)).find(|at| sentence[*at].is("to"))?;
    // Between them: `(SD 9.1)`, `points`, `at baseline`.
    let mut depth = 0_usize;
    let plain = sentence[one + 1..to].iter().all(|token| {
        match token.text.as_str() {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ => return depth > 0 || token.kind == TokenKind::Word,
        }
        true
    });
    let two = lead(to + 1);
    let unit = sentence.get(two + 1).is_some_and(|next| next.is_one_of(&UNITS));
    let second = Figure::at(sentence, two, evidence)?;
    (plain && !unit).then_some((first, second))
}

/// `(p < 0.05; {{ change.pain.T1-T3 }})`: the first typed bound that the p of its one result contradicts.
fn bound_of_p(sentence: &Sentence, clause: &Range<usize>, evidence: &[Evidence<'_>], known: Known<'_>) -> Option<Told> {
    const OTHERWISE: [&str; 19] = [
        "wilcoxon",
        "rank",
        "alpha",
        "level",
        "threshold",
        "criterion",
        "considered",
        "taken",
        "regarded",
        "set",
        "interaction",
        "trend",
        "permutation",
        "unadjusted",
        "regression",
        "levene",
        "shapiro",
        "anova",
        "groups",
    ];
    let other = |token: &Token| token.is_one_of(&OTHERWISE) || token.is_one_of(HEDGES) || token.is_one_of(LITERATURE);
    let bounds: Vec<usize> = clause.clone().filter(|at| is_bound(sentence, *at)).collect();
    if bounds.is_empty()
        || corrected(sentence)
        || sentence.iter().any(|token| other(token) || token.kind == TokenKind::Citation)
    {
        return None;
    }
    bounds.iter().find_map(|at| {
        let result = result_beside(sentence, *at, clause, evidence, known.part, bounds.len() == 1)?;
        let p = result.quantity(Field::P)?.known()?;
        let bound = Typed::parse(&sentence[at + 2])?.value;
        let wrong = match sentence[at + 1].text.as_str() {
            "<" => p.low >= bound,
            "≤" => p.above(bound),
            ">" => p.high <= bound,
            _ => p.below(bound),
        };
        if !wrong {
            return None;
        }
        let tokens = &sentence[*at..at + 3];
        let words: Vec<&str> = tokens.iter().map(|token| token.text.as_str()).collect();
        let message =
            format!("`{}` does not fit `{}`: p is {}", words.join(" "), result.address, p.in_words(Field::P, 3));
        let hint =
            format!("write `{{{{ {}.p }}}}` in place of the digits, or name the result that it is of", result.address);
        let told = Diagnostic::warning("wording", message).hint(hint).about(result.address.as_str());
        Some((tokens[0].range.start..tokens[2].range.end, told))
    })
}

fn is_bound(sentence: &Sentence, at: usize) -> bool {
    let next = |ahead: usize| sentence.get(at + ahead);
    sentence[at].is_one_of(&["p", "p-value", "ps"])
        && next(1).is_some_and(|mark| matches!(mark.text.as_str(), "<" | ">" | "≤" | "≥"))
        && next(2).is_some_and(|number| number.kind == TokenKind::Number)
}

/// The one result with a p that stands in the same parentheses; where none does, the one of the clause, or of a finding.
fn result_beside<'a>(
    sentence: &Sentence,
    at: usize,
    clause: &Range<usize>,
    evidence: &[Evidence<'a>],
    part: Part,
    alone: bool,
) -> Option<&'a StudyResult> {
    let open = sentence[..at].iter().rposition(|token| matches!(token.text.as_str(), "(" | ")"));
    let open = open.filter(|at| sentence[*at].text == "(");
    let close = sentence[at..].iter().position(|token| token.text == ")").map_or(sentence.len(), |close| at + close);
    let inside = open.map(|open| open..close).filter(|inside| bound_in(sentence, inside) > 0);
    let leads = at.checked_sub(1).is_some_and(|at| sentence[at].is_one_of(&["(", ",", ";", "with", "at"]));
    let of_finding = part != Part::Prose && bound_in(sentence, &(0..sentence.len())) == 0;
    let within = match inside {
        Some(inside) => inside,
        None if alone && leads => clause.clone(),
        None => return None,
    };
    let mut found: Vec<&StudyResult> = Vec::new();
    for piece in evidence {
        let here = piece.token.map_or(of_finding, |token| within.contains(&token));
        // `p_holm` is another p.
        let own = piece.token.is_none_or(|token| !sentence[token].text.contains(".p_"));
        let known = piece.result.quantity(Field::P).is_some();
        if here && known && !own {
            return None;
        }
        if here && known && !piece.kept && !found.iter().any(|other| other.address == piece.result.address) {
            found.push(piece.result);
        }
    }
    match found[..] {
        [one] => Some(one),
        _ => None,
    }
}

fn bound_in(sentence: &Sentence, range: &Range<usize>) -> usize {
    sentence[range.clone()].iter().filter(|token| token.kind == TokenKind::Value).count()
}
