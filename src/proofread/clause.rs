//! The clauses of a sentence, the words of the lexicon in them, and whether these are negated.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use super::lexicon::{self, Entry, HEDGES, LEXICON, NEGATORS, NORM, OTHERS, Sense, TURNS};
use super::sentence::{Kind, Token};

/// A word of the lexicon in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    pub sense: Sense,
    pub negated: bool,
    /// Whether a word of likeness says that there is nothing at all: `no change`, `the same`, and not `close to`.
    pub denies: bool,
    /// The tokens of the word.
    pub at: Range<usize>,
    /// Its bytes in the text.
    pub bytes: Range<usize>,
    /// What it compares with, where a word tells.
    pub beside: Option<Beside>,
    /// How exactly a size is meant.
    pub reach: Reach,
}

/// `half an SD`, `more than half an SD`, `nearly half an SD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    Plain,
    AtLeast,
    AtMost,
    About,
}

impl Reach {
    fn of(before: &[Token]) -> Self {
        let near = &before[before.len().saturating_sub(3)..];
        let any = |words: &[&str]| near.iter().any(|token| token.is_one_of(words));
        if any(&["more", "over", "least", "exceeding", "exceeded", "beyond", "above"]) {
            Reach::AtLeast
        } else if any(&["less", "under", "below", "within", "fewer", "most"]) {
            Reach::AtMost
        } else if any(&["about", "around", "nearly", "almost", "roughly", "approximately", "close"]) {
            Reach::About
        } else {
            Reach::Plain
        }
    }
}

impl Said {
    /// Whether a token is one of the word's, by its place in the text.
    pub fn covers(&self, token: &Token) -> bool {
        self.bytes.start <= token.range.start && token.range.end <= self.bytes.end
    }
}

/// With what a comparison is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beside {
    /// The norm, or another group.
    Others,
    /// What was before.
    Before,
}

/// The clauses of a sentence, as ranges of its tokens.
pub fn clauses(tokens: &[Token]) -> Vec<Range<usize>> {
    let mut cuts = vec![0];
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        match token.text.as_str() {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > 0 {
            continue;
        }
        let breaks = matches!(token.text.as_str(), ";" | ":" | "—" | "–");
        let after_comma = at > 0 && tokens[at - 1].text == ",";
        let joins =
            after_comma && token.is_one_of(&["and", "or", "nor", "so", "as", "after", "with", "neither", "not"]);
        if breaks || joins || (at > 0 && token.is_one_of(TURNS)) {
            cuts.push(at);
        } else if token.is("and") && first_word(&tokens[cuts[cuts.len() - 1]..at]).is_some() {
            // `Wellbeing fell and strain rose`: both sides have a word of their own.
            let rest = &tokens[at + 1..];
            let end = rest.iter().position(|t| matches!(t.text.as_str(), ";" | ":" | ",")).unwrap_or(rest.len());
            if first_word(&rest[..end]).is_some_and(|word| word > 0) {
                cuts.push(at);
            }
        }
    }
    cuts.push(tokens.len());
    cuts.windows(2).map(|pair| pair[0]..pair[1]).filter(|range| !range.is_empty()).collect()
}

/// Where the first word of the lexicon stands.
fn first_word(tokens: &[Token]) -> Option<usize> {
    (0..tokens.len()).find(|at| entry_at(tokens, *at).is_some())
}

/// The words of the lexicon in a clause; none in one that asks, wishes or supposes.
pub fn said(tokens: &[Token], clause: Range<usize>) -> Vec<Said> {
    let inside = &tokens[clause.clone()];
    let asks = tokens.last().is_some_and(|last| last.text == "?");
    if asks || inside.iter().any(|token| token.is_one_of(HEDGES)) {
        return Vec::new();
    }
    let mut found: Vec<Said> = Vec::new();
    let mut at = 0;
    while at < inside.len() {
        let Some((entry, length)) = entry_at(inside, at) else {
            at += 1;
            continue;
        };
        let from = found.last().map_or(0, |last: &Said| {
            // A negation reaches over a word of significance to the word that it belongs to.
            if last.negated && last.at.end >= clause.start + at && last.sense.is_significance() {
                last.at.start - clause.start
            } else {
                last.at.end - clause.start
            }
        });
        let reached = found.last().is_some_and(|last: &Said| {
            last.negated && last.sense.is_significance() && last.at.end == clause.start + at
        });
        let mut negated = reached || negated(&inside[from.min(at)..at]);
        let inside_phrase = ["no", "not", "hardly", "barely", "little"].iter().any(|word| inside[at].is(word));
        if inside_phrase || inside[at].lower.ends_with("n't") {
            negated = false;
        }
        let here = clause.start + at..clause.start + at + length;
        if (entry.sense.is_size() || !wished(inside, at))
            && !general(inside, at)
            && !inside[at..at + length].iter().any(|token| token.quoted)
        {
            let bytes = inside[at].range.start..inside[at + length - 1].range.end;
            // `back to the norm`
            let normal = inside[at..at + length].iter().any(|token| token.is("normal") || token.is_one_of(NORM));
            let beside = if normal { Some(Beside::Others) } else { beside(&inside[at + length..]) };
            let nothing = |token: &Token| token.is_one_of(&["no", "not", "same"]) || token.lower.ends_with("n't");
            let denies = inside[at..at + length].iter().any(nothing);
            let reach = Reach::of(&inside[..at]);
            found.push(Said { sense: entry.sense, negated, denies, at: here, bytes, beside, reach });
        }
        at += length;
    }
    found
}

/// `to improve`: an aim, unless something seemed, tended or went on to do so.
fn wished(inside: &[Token], at: usize) -> bool {
    let seems =
        ["seemed", "seem", "seems", "tended", "tend", "tends", "appeared", "appears", "continued", "began", "failed"];
    let verb = inside[at].lower.ends_with('e') || !inside[at].lower.ends_with(['d', 's', 'r', 't']);
    at > 0 && inside[at - 1].is("to") && verb && !(at > 1 && inside[at - 2].is_one_of(&seems))
}

/// `a higher score is better`: how a scale is read, not what was found.
fn general(inside: &[Token], at: usize) -> bool {
    let read = |pair: &[Token]| {
        pair[0].is_one_of(&["score", "scores", "values"])
            && ["indicat", "denot", "mean", "reflect", "represent"].iter().any(|stem| pair[1].lower.starts_with(stem))
    };
    if inside[..at].windows(2).any(read) {
        return true;
    }
    at > 1
        && inside[at - 1].is_one_of(&["is", "are"])
        && inside[at - 2].is_one_of(&["score", "scores", "value", "values", "higher", "lower", "more", "less"])
}

/// Whether the words before a word turn it: a negation among the last of them, with no clause between.
fn negated(before: &[Token]) -> bool {
    let near = &before[before.len().saturating_sub(5)..];
    near.iter().enumerate().any(|(at, token)| {
        let turns = token.is_one_of(NEGATORS) || token.lower.ends_with("n't");
        let next = near.get(at + 1);
        let only = next.is_some_and(|next| next.is_one_of(&["only", "just", "merely", "doubt", "surprise", "matter"]));
        // `rather than`, `instead of`; `rather lower` is not turned.
        let rather = token.is("rather") && !next.is_some_and(|next| next.is("than"));
        let instead = token.is("instead") && !next.is_some_and(|next| next.is("of"));
        let failed = token.is("failed") && !next.is_some_and(|next| next.is("to"));
        let stopped = near[at..].iter().any(|token| token.text == ",");
        turns && !only && !rather && !instead && !failed && !stopped
    })
}

/// An entry in one of its forms, word by word.
type Form = (&'static Entry, Vec<&'static str>);

/// The forms of the lexicon by their first words.
static FORMS: LazyLock<BTreeMap<&str, Vec<Form>>> = LazyLock::new(|| {
    let mut forms: BTreeMap<&str, Vec<Form>> = BTreeMap::new();
    for entry in LEXICON {
        for form in entry.forms.split(' ') {
            let words: Vec<&str> = form.split('_').collect();
            forms.entry(words[0]).or_default().push((entry, words));
        }
    }
    forms
});

/// The longest entry that begins here and means what it says.
fn entry_at(tokens: &[Token], at: usize) -> Option<(&'static Entry, usize)> {
    let token = tokens.get(at).filter(|token| token.kind == Kind::Word)?;
    // `didn't` is a form of `not`, too.
    let also = if token.lower.ends_with("n't") { FORMS.get("not") } else { None };
    let matching = FORMS.get(token.lower.as_str()).into_iter().chain(also).flatten();
    let found = matching.filter_map(|(entry, words)| {
        let here = tokens.get(at..at + words.len())?;
        let fits = here.iter().zip(words).all(|(token, word)| {
            token.kind == Kind::Word && (token.is(word) || (*word == "not" && token.lower.ends_with("n't")))
        });
        (fits && means(entry, tokens, at, words.len())).then_some((*entry, words.len()))
    });
    found.max_by_key(|(_, length)| *length)
}

fn means(entry: &Entry, tokens: &[Token], at: usize, length: usize) -> bool {
    let listed = |list: &str, word: &str| list.split(' ').any(|known| known == word);
    let next = tokens.get(at + length).map_or("END", |token| token.lower.as_str());
    let before = at.checked_sub(1).map_or("", |at| tokens[at].lower.as_str());
    let wanted = match entry.only_before {
        "" => true,
        "NORM" => {
            let rest = &tokens[at + length..];
            rest.iter().take(5).take_while(|token| token.kind != Kind::Mark).any(|token| token.is_one_of(NORM))
        }
        "SIZED" => of_size(tokens, at, length),
        "MOVED" => {
            let near = tokens[at.saturating_sub(3)..at].iter().chain(tokens[at + length..].iter().take(3));
            near.filter(|token| token.kind == Kind::Word).any(|t| lexicon::MOVED.iter().any(|m| t.lower.starts_with(m)))
        }
        list => listed(list, next) || tokens.get(at + length).is_some_and(|token| token.kind != Kind::Word),
    };
    wanted && !listed(entry.not_before, next) && !listed(entry.not_after, before)
}

/// `a large effect`, `the effect was large`: whether a size is said of a difference.
fn of_size(tokens: &[Token], at: usize, length: usize) -> bool {
    let sized = |token: &Token| token.is_one_of(lexicon::SIZED);
    let attribute = tokens[at + length..].iter().take(4).take_while(|token| token.kind == Kind::Word).any(sized);
    let copula = at > 0 && tokens[at - 1].is_one_of(&["was", "were", "is", "are", "very", "rather"]);
    attribute || (copula && tokens[at.saturating_sub(6)..at].iter().any(sized))
}

/// Whether `significant` is said as of a test, and not of what matters: `a significant fall`, `was significant.`
pub fn is_statistical(tokens: &[Token], word: &Said) -> bool {
    const NOUNS: [&str; 20] = [
        "change",
        "changes",
        "difference",
        "differences",
        "increase",
        "increases",
        "decrease",
        "decreases",
        "rise",
        "fall",
        "drop",
        "decline",
        "reduction",
        "improvement",
        "improvements",
        "deterioration",
        "gain",
        "effect",
        "association",
        "correlation",
    ];
    let said = &tokens[word.at.start];
    let before = |back: usize| word.at.start.checked_sub(back).map(|at| &tokens[at]);
    if word.sense == Sense::NotSignificant && said.lower.starts_with("non") {
        return true;
    }
    if before(1).is_some_and(|token| token.is("statistically") || token.is("statistical")) {
        return true;
    }
    let rest = &tokens[word.at.end..];
    let next = rest.first();
    let ends = next.is_none_or(|next| {
        next.kind == Kind::Mark || next.is_one_of(&["at", "after", "over", "by", "in", "between", "and", "or", "but"])
    });
    match said.lower.as_str() {
        "significance" => {
            before(1).is_some_and(|token| token.is_one_of(&["reach", "reached", "reaching", "attain", "of"]))
        }
        "significantly" => {
            let near = tokens[word.at.start.saturating_sub(3)..word.at.start].iter().chain(rest.iter().take(3));
            let moved = |t: &Token| {
                lexicon::MOVED.iter().any(|m| t.lower.starts_with(m))
                    || t.is_one_of(&["more", "less", "fewer", "associated", "correlated", "related", "predicted"])
            };
            ends || near.filter(|token| token.kind == Kind::Word).any(moved)
        }
        _ => {
            let noun = rest.iter().take(4).take_while(|token| token.kind == Kind::Word).any(|t| t.is_one_of(&NOUNS));
            let copula = before(1).is_some_and(|token| {
                token.is_one_of(&[
                    "was", "were", "is", "are", "not", "remained", "became", "be", "being", "longer", "highly", "nor",
                    "neither", "all", "both", ",",
                ])
            });
            // `the odds ratio was 2.53, and significant`
            let joined = before(1).is_some_and(|token| token.is_one_of(&["and", "but", "yet", "though"]))
                && tokens[..word.at.start].iter().any(|token| token.is_one_of(&["was", "were", "is", "are"]));
            noun || (ends && (copula || joined))
        }
    }
}

/// Whether a clause speaks of other studies, or of what people thought, and not of what was measured here.
pub fn is_of_others(tokens: &[Token], clause: &Range<usize>, word: &Said) -> bool {
    let before = &tokens[clause.start..word.at.start.max(clause.start)];
    let literature = before.iter().position(|token| token.is_one_of(lexicon::LITERATURE));
    let beside = |at: usize| before[..at].iter().any(|token| token.is_one_of(lexicon::BESIDE_OTHERS));
    let inside = &tokens[clause.clone()];
    let cited = inside.iter().any(|token| token.kind == Kind::Citation)
        && !inside.iter().any(|token| token.kind == Kind::Value);
    // `in line with earlier findings`, `similar to what people said`
    const TOLD: [&str; 14] = [
        "earlier",
        "findings",
        "results",
        "expectations",
        "expectation",
        "hypothesis",
        "hypotheses",
        "theory",
        "accounts",
        "interviews",
        "reports",
        "what",
        "study",
        "work",
    ];
    let told = |token: &Token| token.is_one_of(lexicon::LITERATURE) || token.is_one_of(&TOLD);
    let likened = word.sense == Sense::Similar
        && tokens[word.at.end..].iter().take(5).take_while(|token| token.text != ",").any(told);
    literature.is_some_and(|at| !beside(at))
        || cited
        || likened
        || before.iter().any(|token| token.is_one_of(lexicon::THOUGHT))
}

/// With what is compared, as the next words tell.
fn beside(rest: &[Token]) -> Option<Beside> {
    let near: Vec<&Token> = rest.iter().take(7).collect();
    let than = near.iter().position(|token| token.is("than") || token.is("to") || token.is("with"));
    if near.iter().any(|token| token.is_one_of(NORM)) {
        return Some(Beside::Others);
    }
    let after = &near[than? + 1..];
    let before = ["before", "at", "baseline", "earlier", "in", "initially", "previously", "it", "they"];
    match after.first() {
        Some(first) if first.is_one_of(&before) => Some(Beside::Before),
        _ if after.iter().any(|token| token.is_one_of(OTHERS)) => Some(Beside::Others),
        _ => None,
    }
}

/// Whether the sentence speaks of tests that were corrected for others.
pub fn corrected(tokens: &[Token]) -> bool {
    tokens.iter().any(|token| token.is_one_of(lexicon::CORRECTED))
}
