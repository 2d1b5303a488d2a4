//! Words of direction that are said of something else, or the other way round: nothing is told of them.
//!
//! A check that cries wolf is switched off. Where a sentence may mean another thing than its evidence, it is believed.

use std::ops::Range;

use super::clause::Said;
use super::lexicon::{NORM, Sense};
use super::sentence::{Kind, Token};

/// Words that begin a clause of circumstances.
const SUBORDINATORS: [&str; 10] =
    ["as", "despite", "although", "though", "while", "whereas", "when", "after", "which", "since"];

/// Nouns of a change, of which something else may be said: *the rise was sustained*.
const CHANGES: [&str; 18] = [
    "rise",
    "rises",
    "fall",
    "falls",
    "increase",
    "increases",
    "decrease",
    "decreases",
    "drop",
    "drops",
    "gain",
    "gains",
    "loss",
    "losses",
    "decline",
    "declines",
    "improvement",
    "improvements",
];

/// Feelings that are the other side of what a scale measures.
const TURNED: [&str; 5] = ["dissatisfaction", "dissatisfied", "discontent", "disagreement", "distrust"];

/// What has limits within which a true change may lie.
const INTERVALS: [&str; 7] = ["interval", "intervals", "limit", "limits", "range", "ci", "cis"];

/// What an interval does to the changes that lie in it.
const HOLDS: [&str; 22] = [
    "include",
    "includes",
    "included",
    "including",
    "contain",
    "contains",
    "contained",
    "containing",
    "span",
    "spans",
    "spanned",
    "spanning",
    "cover",
    "covers",
    "covered",
    "compatible",
    "encompasses",
    "encompassed",
    "reaches",
    "ranges",
    "ranged",
    "allows",
];

/// Whether a word of a clause may be meant of something else. `names` are the places of scales in the sentence.
pub fn spared(sentence: &[Token], clause: &Range<usize>, word: &Said, names: &[Range<usize>]) -> bool {
    let before = &sentence[clause.start..word.at.start];
    let after = &sentence[word.at.end..clause.end];
    of_the_norm(before, word.sense)
        || of_a_change(before, after, word.sense)
        || of_circumstances(sentence, clause, word, names)
        || before.iter().chain(after.iter().take(3)).any(|token| token.is_one_of(&TURNED))
        || of_fewer(before, after, word.sense)
        || of_an_interval(sentence, word, names)
        || after.first().is_some_and(|next| next.is("again"))
        || before.last().is_some_and(|last| {
            // `increased losses`; `increased significantly` and `increased slightly` are said of the increase.
            let attribute = !word.sense.is_size() && !word.sense.is_significance();
            last.is_one_of(&["then", "again"]) || (attribute && last.is_one_of(&["increased", "decreased"]))
        })
        || is_same_thing(before, &sentence[word.at.clone()], after)
        || after.iter().take(3).any(|token| token.is_one_of(&["threshold", "alpha"]))
        || (word.sense == Sense::Below || word.sense == Sense::Above)
            && after.iter().take(3).any(|token| token.is_one_of(&["level"]))
}

/// `higher after training than at four months`: what is compared stands between the word and `than`. Where the earlier
/// time stands behind `than`, nothing is turned.
pub fn turned_round(sentence: &[Token], clause: &Range<usize>, word: &Said) -> bool {
    const WHEN: [&str; 9] = ["after", "at", "before", "in", "initially", "first", "earlier", "among", "for"];
    const EARLY: [&str; 9] =
        ["baseline", "before", "start", "beginning", "outset", "enrolment", "entry", "initially", "previously"];
    let before = &sentence[clause.start..word.at.start];
    let after = &sentence[word.at.end..clause.end];
    let than = after.iter().position(|token| token.is_one_of(&["than", "and"]));
    let (near, far) = than.map_or((after, &[][..]), |than| (&after[..than], &after[than..]));
    let turned = than.is_some_and(|than| after[than].is("than"))
        && near.iter().any(|token| token.is_one_of(&WHEN))
        && !far.iter().any(|token| token.is_one_of(&EARLY));
    let extreme = ["beginning", "start", "outset", "highest", "lowest"];
    let since = |tokens: &[Token], at: usize| {
        tokens[at.saturating_sub(3)..at].iter().any(|token| token.is_one_of(&["than", "from", "since", "with", "to"]))
    };
    let early = |tokens: &[Token]| (0..tokens.len()).any(|at| tokens[at].is_one_of(&extreme) && !since(tokens, at));
    turned || early(near) || (far.is_empty() && early(after)) || early(before)
}

/// `fewer people improved`, `the number of losses fell`, `less improvement`: people or events are counted, or the word is
/// turned. `less than half an SD` and `significantly less pain` are said of the result.
fn of_fewer(before: &[Token], after: &[Token], sense: Sense) -> bool {
    const PEOPLE: [&str; 7] = ["people", "participants", "patients", "respondents", "women", "men", "of"];
    let counted = |tokens: &[Token], first: usize| {
        (0..tokens.len().min(first)).any(|at| {
            let next = |word: &str| tokens.get(at + 1).is_some_and(|next| next.is(word));
            let previous = at.checked_sub(1).map(|at| &tokens[at]);
            // `over a number of months`
            tokens[at].is("number") && !(next("of") && previous.is_some_and(|token| token.is("a")))
                || tokens[at].is("fewer") && !next("than")
        })
    };
    let near = &after[..after.len().min(3)];
    let significantly_fewer = sense.is_significance()
        && near.first().is_some_and(|next| next.is("fewer"))
        && !near.get(1).is_some_and(|next| next.is_one_of(&PEOPLE));
    let less = |pair: &[Token]| pair[0].is("less") && !pair[1].is("than");
    let turned = match sense.is_size() || sense.is_significance() {
        true => false,
        false => before.windows(2).any(less),
    };
    counted(before, before.len())
        || (counted(after, 3) && !significantly_fewer)
        || turned
        || before.last().is_some_and(|last| last.is("less"))
}

/// `the interval includes both a fall and a rise`: what may be, and not what was found.
fn of_an_interval(sentence: &[Token], word: &Said, names: &[Range<usize>]) -> bool {
    let before = &sentence[..word.at.start];
    let from = before.iter().rposition(|token| token.text == ";").map_or(0, |at| at + 1);
    let Some(holds) = before.iter().rposition(|token| token.is_one_of(&HOLDS)).filter(|at| *at > from) else {
        return false;
    };
    let interval =
        before[holds].is("compatible") || before[from..holds].iter().any(|token| token.is_one_of(&INTERVALS));
    // `the interval includes zero, and pain fell`
    let comma = before[holds..].iter().rposition(|token| token.text == ",").map(|at| holds + at);
    let another = comma.is_some_and(|comma| names.iter().any(|name| name.start > comma && name.end <= word.at.start));
    interval && !another
}

/// Whether what follows is left out of what is said: `with the exception of`, `apart from`, `unlike`.
pub fn excepted(before: &[Token]) -> bool {
    let near = &before[before.len().saturating_sub(3)..];
    near.iter().any(|token| {
        token.is_one_of(&["except", "excepting", "unlike", "excluding", "besides", "exception", "apart", "aside"])
    })
}

/// `the norm was lower`: the norm, or those whom it is of, are what is spoken of.
fn of_the_norm(before: &[Token], sense: Sense) -> bool {
    let compares =
        matches!(sense, Sense::Low | Sense::High | Sense::Better | Sense::Worse | Sense::Below | Sense::Above);
    let beside = ["than", "compared", "relative", "against", "beside", "with", "from", "to", "unlike", "like"];
    let at = before.iter().position(|token| token.is_one_of(NORM) || token.is("nurses"));
    compares && at.is_some_and(|at| !before[..at].iter().any(|token| token.is_one_of(&beside)))
}

/// `the rise was maintained`: a word of staying that is said of a change.
fn of_a_change(before: &[Token], after: &[Token], sense: Sense) -> bool {
    let nouns = |tokens: &[Token]| tokens.iter().any(|token| token.is_one_of(&CHANGES));
    let raised = before.iter().any(|token| token.is_one_of(&["raised", "level"]));
    sense == Sense::Same && (nouns(before) || nouns(after) || raised)
}

/// `As demands rose, wellbeing fell`: a clause of circumstances without a scale of its own.
fn of_circumstances(sentence: &[Token], clause: &Range<usize>, word: &Said, names: &[Range<usize>]) -> bool {
    let before = &sentence[clause.start..word.at.start];
    let Some(from) = before.iter().rposition(|token| token.is_one_of(&SUBORDINATORS)) else { return false };
    let from = clause.start + from;
    let comma = |range: Range<usize>| range.into_iter().find(|at| sentence[*at].text == ",");
    let Some(end) = comma(word.at.end..clause.end) else { return false };
    let named = names.iter().any(|name| name.start >= from && name.end <= end);
    let bound = sentence[from..end].iter().any(|token| token.kind == Kind::Value);
    comma(from..word.at.start).is_none() && !named && !bound
}

/// `the same scale`, `the same happened`: sameness of something else than a score.
fn is_same_thing(before: &[Token], word: &[Token], after: &[Token]) -> bool {
    let stays = ["remained", "stayed", "were", "was", "is", "are", "remain", "remains", "about", "much", "nearly"];
    let same = word.iter().any(|token| token.is("same"));
    let as_before = after.first().is_some_and(|next| next.is_one_of(&["as", "at", "throughout", "over"]));
    let near = &before[before.len().saturating_sub(2)..];
    same && !as_before && !near.iter().any(|token| token.is_one_of(&stays))
}
