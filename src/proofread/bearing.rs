//! Words that say more than the evidence can bear, whatever its figures are: of significance where nothing was tested,
//! of change where nothing was measured twice, of comparison where nothing is compared, of size where nothing is
//! standardised.

use std::ops::Range;

use super::clause::Said;
use super::judge::scale_of;
use super::lexicon::{GROUPS, Sense, THOUGHT};
use super::sentence::{Kind as TokenKind, Sentence, Token};
use super::wording::{Evidence, Known, Part, spelled};
use crate::analyse::{Contrasted, Field, Kind, Quantity, StudyResult};
use crate::diag::Diagnostic;
use crate::model::Text;

/// What stands behind a sentence besides the results that its words are held against.
#[derive(Default)]
pub struct Borne<'a> {
    /// Codes, themes or excerpts: people may tell of change and difference themselves.
    pub voices: bool,
    /// Results of the sentences around it.
    pub around: Vec<&'a StudyResult>,
    /// Whether the sentence has evidence that could not be found, or points at a table or figure.
    pub elsewhere: bool,
}

/// What a word needs of its evidence.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Need {
    Test,
    Change,
    Norm,
    Groups,
    Comparison,
    Size,
}

impl Need {
    fn lacking(self) -> &'static str {
        match self {
            Need::Test => "no result behind it has a *p*",
            Need::Change => "no result behind it is a change, or is there at two timepoints",
            Need::Norm => "no result behind it is a distance from a norm",
            Need::Groups => "no result behind it compares groups",
            Need::Comparison => "no result behind it compares anything",
            Need::Size => "no result behind it is a standardised difference",
        }
    }

    /// Whether these results together can bear it; so can what is withheld.
    fn met(self, results: &[&StudyResult]) -> bool {
        let any = |test: fn(&StudyResult) -> bool| results.iter().any(|result| test(result));
        match self {
            Need::Test => any(|result| {
                matches!(result.kind, Kind::Family { .. }) || has(result, &[Field::P, Field::PHolm, Field::PWilcoxon])
            }),
            Need::Change => any(of_time) || twice(results, |a, b| a.1 == b.1 && a.2 != b.2),
            Need::Norm => any(|result| matches!(result.kind, Kind::Norm { .. })) || several(results),
            Need::Groups => any(of_groups) || several(results),
            Need::Comparison => {
                any(|result| of_time(result) || of_groups(result) || matches!(result.kind, Kind::Norm { .. }))
                    || several(results)
            }
            Need::Size => any(|result| {
                has(result, &[Field::Smd, Field::Es, Field::EsBaselineAll, Field::EsBaselinePairs, Field::EsChange])
            }),
        }
    }
}

fn has(result: &StudyResult, fields: &[Field]) -> bool {
    let there = |quantity: &Quantity| !matches!(quantity, Quantity::Absent(_));
    fields.iter().any(|field| result.quantity(*field).is_some_and(there))
}

/// Whether a result is one of the passing of time.
fn of_time(result: &StudyResult) -> bool {
    match &result.kind {
        Kind::Change { .. } | Kind::Family { .. } | Kind::Attrition { .. } | Kind::Flow { .. } => true,
        Kind::Contrast { when, .. } => matches!(when, Contrasted::Change(_)),
        Kind::DescribeScale { .. }
        | Kind::DescribeVariable { .. }
        | Kind::Norm { .. }
        | Kind::Share { .. }
        | Kind::Theme { .. }
        | Kind::Code { .. }
        | Kind::Corpus { .. }
        | Kind::Reliability { .. }
        | Kind::Missing { .. }
        | Kind::Agreement { .. } => false,
    }
}

fn of_groups(result: &StudyResult) -> bool {
    matches!(result.kind, Kind::Contrast { .. } | Kind::Attrition { .. })
}

/// Two results that can be set beside each other: of one kind, and of another thing, group or timepoint.
fn several(results: &[&StudyResult]) -> bool {
    twice(results, |a, b| a.1 != b.1 || a.2 != b.2 || a.3 != b.3)
}

/// The kind of a result, what it is of, at which timepoint, and of which group.
type Stand = (String, String, Option<String>, Option<String>);

fn twice(results: &[&StudyResult], differ: impl Fn(&Stand, &Stand) -> bool) -> bool {
    let stands: Vec<Stand> = results.iter().map(|result| stand(result)).collect();
    stands.iter().enumerate().any(|(at, a)| stands[..at].iter().any(|b| a.0 == b.0 && differ(a, b)))
}

fn stand(result: &StudyResult) -> Stand {
    let time = match &result.kind {
        Kind::DescribeScale { timepoint, .. }
        | Kind::Norm { timepoint, .. }
        | Kind::Reliability { timepoint, .. }
        | Kind::Missing { timepoint, .. } => Some(timepoint.to_string()),
        Kind::DescribeVariable { timepoint, .. }
        | Kind::Share { timepoint, .. }
        | Kind::Theme { timepoint, .. }
        | Kind::Code { timepoint, .. }
        | Kind::Corpus { timepoint }
        | Kind::Flow { timepoint } => timepoint.as_ref().map(ToString::to_string),
        Kind::Change { comparison, .. } | Kind::Family { comparison } => Some(comparison.to_string()),
        Kind::Contrast { when, .. } => Some(when.to_string()),
        Kind::Attrition { .. } | Kind::Agreement { .. } => None,
    };
    let bare = result.address.as_str();
    let bare = bare.strip_prefix("reported.").or_else(|| bare.strip_prefix("computed.")).unwrap_or(bare);
    let bare = bare.split('@').next().unwrap_or(bare);
    let (kind, of) = bare.split_once('.').unwrap_or((bare, ""));
    let of: Vec<&str> = of.split('.').filter(|part| time.as_deref() != Some(*part)).collect();
    (kind.to_owned(), of.join("."), time, result.group.as_ref().map(ToString::to_string))
}

/// The warning for a word that no result among the evidence can bear.
pub fn beyond(
    text: &Text,
    sentence: &Sentence,
    clause: &Range<usize>,
    word: &Said,
    evidence: &[Evidence<'_>],
    known: Known<'_>,
    told: &mut Vec<String>,
) -> Option<Diagnostic> {
    let inside = &sentence[clause.clone()];
    let need = need(sentence, clause, word)?;
    let results: Vec<&StudyResult> =
        evidence.iter().map(|evidence| evidence.result).chain(known.borne.around.iter().copied()).collect();
    // People tell of change and difference themselves; only a test needs figures.
    if known.borne.elsewhere || (known.borne.voices && need != Need::Test) || need.met(&results) {
        return None;
    }
    if results.is_empty() && !said_of_a_test(sentence, word) {
        return None;
    }
    if known.part != Part::Finding && (!matches!(need, Need::Test | Need::Change) || typed_p(sentence)) {
        return None;
    }
    // In prose only of a scale's scores is it known that a change is said of them.
    let scores = |result: &&StudyResult| matches!(result.kind, Kind::DescribeScale { .. } | Kind::Norm { .. });
    if known.part != Part::Finding && need == Need::Change && !evidence.iter().map(|e| e.result).any(|r| scores(&r)) {
        return None;
    }
    if need == Need::Change && counts_people(inside, word, &results, known) {
        return None;
    }
    let lacking = need.lacking().replace('*', "`");
    if told.contains(&lacking) {
        return None;
    }
    told.push(lacking.clone());
    let (words, place) = spelled(sentence, word)?;
    let message = format!("the word `{words}` says more than its evidence: {lacking}");
    let diagnostic = Diagnostic::warning("beyond-evidence", message).at(&text.place(place)).about(words);
    Some(match could_bear(need, &results, known) {
        Some(address) => {
            diagnostic.hint(format!("name the result that bears it, such as `{address}`, or change the word"))
        }
        None => diagnostic.hint("change the word to one that the evidence bears, or name the result that bears it"),
    })
}

/// What a word needs where it stands.
fn need(sentence: &Sentence, clause: &Range<usize>, word: &Said) -> Option<Need> {
    let after = &sentence[word.at.end..clause.end];
    let inside = &sentence[clause.clone()];
    let near = &after[..after.len().min(8)];
    // `more than half`, `below 3`: a threshold, and nobody else.
    let than = near.iter().position(|token| token.is("than"));
    let than = than.or_else(|| near.iter().position(|token| token.is_one_of(&["to", "with", "from"])));
    let other = than.map_or(near, |than| &near[than + 1..]);
    let number = |token: &Token| {
        token.kind == TokenKind::Number
            || token.kind == TokenKind::Value
            || token.is_one_of(&["half", "one", "two", "three", "expected", "zero", "chance"])
    };
    let threshold = than.is_some() && other.first().is_some_and(number);
    let norm = near.iter().any(|token| token.is_one_of(&["norm", "norms", "normative", "benchmark"]))
        || near.windows(2).any(|pair| pair[0].is("general") && pair[1].is("population"));
    let groups = other.iter().take(5).any(|token| token.is_one_of(GROUPS))
        && (than.is_some() || near.iter().any(|token| token.is("between")));
    match word.sense {
        sense if sense.is_significance() => Some(Need::Test),
        _ if threshold => None,
        sense if sense.is_change() && groups && than.is_some_and(|than| near[than].is("than")) => Some(Need::Groups),
        sense if sense.is_change() => Some(Need::Change),
        Sense::Below | Sense::Above => norm.then_some(Need::Norm),
        sense if sense.is_comparison() && norm => Some(Need::Norm),
        sense if sense.is_comparison() && groups => Some(Need::Groups),
        sense if sense.is_comparison() => {
            let set_beside = than.is_some() || inside.iter().any(|token| token.is_one_of(&["compared", "between"]));
            set_beside.then_some(Need::Comparison)
        }
        Sense::HalfSd | Sense::OneSd => Some(Need::Size),
        Sense::Small | Sense::Medium | Sense::Large => {
            let sized = near.iter().take(3).any(|token| token.is_one_of(&["effect", "effects"]));
            sized.then_some(Need::Size)
        }
        _ => None,
    }
}

/// `statistically significant`: a test even where only voices are named.
fn said_of_a_test(sentence: &Sentence, word: &Said) -> bool {
    let before = word.at.start.checked_sub(1).map(|at| &sentence[at]);
    before.is_some_and(|token| token.is("statistically")) || sentence.iter().any(|token| token.is("p"))
}

/// Whether a p is typed into the sentence.
fn typed_p(sentence: &Sentence) -> bool {
    sentence.windows(2).any(|pair| pair[0].is("p") && matches!(pair[1].text.as_str(), "=" | "<" | ">"))
}

/// `24 of 64 improved`, `most said that it had risen`: people are counted, and the level that they are counted in may
/// be the change itself.
fn counts_people(inside: &[Token], word: &Said, results: &[&StudyResult], known: Known<'_>) -> bool {
    const PEOPLE: [&str; 20] = [
        "participants",
        "people",
        "respondents",
        "patients",
        "workers",
        "students",
        "carers",
        "members",
        "women",
        "men",
        "most",
        "half",
        "majority",
        "minority",
        "third",
        "quarter",
        "many",
        "few",
        "some",
        "who",
    ];
    let shares = results.iter().all(|result| matches!(result.kind, Kind::Share { .. }));
    let counted = inside.iter().any(|token| {
        token.is_one_of(&PEOPLE)
            || token.is_one_of(THOUGHT)
            || token.is_one_of(&["reported", "rated", "reports"])
            || matches!(token.kind, TokenKind::Number | TokenKind::Value)
    });
    // A change that was asked about is a variable, whose name tells of it.
    let labels = results.iter().filter_map(|result| match &result.kind {
        Kind::DescribeVariable { variable, .. } | Kind::Share { variable, .. } => {
            let variable = known.findings.study.measures.variable(variable.as_str())?;
            let levels = variable.levels.iter().map(|level| level.label.as_str());
            Some(levels.chain([variable.label.as_str()]).collect::<Vec<_>>().join(" ").to_lowercase())
        }
        _ => None,
    });
    let stem = |token: &Token| token.lower.chars().take(5).collect::<String>();
    let stems: Vec<String> =
        inside.iter().filter(|token| token.kind == TokenKind::Word && word.covers(token)).map(stem).collect();
    let asked = labels.into_iter().any(|label| stems.iter().any(|stem| label.contains(stem.as_str())));
    (shares && counted) || asked
}

/// A result of the same scale that could bear the word.
fn could_bear<'a>(need: Need, results: &[&StudyResult], known: Known<'a>) -> Option<&'a str> {
    let subject = results.iter().find_map(|result| match &result.kind {
        Kind::DescribeScale { scale, .. } | Kind::Reliability { scale, .. } | Kind::Missing { scale, .. } => {
            Some(scale)
        }
        _ => scale_of(result),
    })?;
    let fits = |result: &&StudyResult| scale_of(result) == Some(subject) && need.met(&[result]);
    known.findings.own().find(fits).map(|result| result.address.as_str())
}
