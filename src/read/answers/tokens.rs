//! What is said to mean no answer, laid beside what is an answer: the same text cannot be both.

use super::Known;
use super::number::{folded, labelled, number};
use super::wanted::score_column;
use crate::diag::{Diagnostic, Origin, Sink};
use crate::model::{Scale, Timepoint, Variable};

/// Tells where an answer is said to mean that there is none.
pub fn check(known: &Known<'_>, sink: &mut Sink) {
    let layout: Vec<Token<'_>> = known
        .layout
        .missing
        .iter()
        .map(|text| Token { text: &text.value, origin: known.layout.missing_said.then_some(&text.origin) })
        .collect();
    for variable in &known.measures.variables {
        let own = tokens(variable.no_answer.as_deref(), &layout);
        levels(variable, &own, sink);
    }
    for scale in known.measures.scales() {
        let own = tokens(scale.no_answer.as_deref(), &layout);
        answers(scale, &own, sink);
    }
    timepoints(known, &layout, sink);
    shared(known, sink);
}

/// A text that means no answer, and where the study says so.
struct Token<'a> {
    text: &'a str,
    origin: Option<&'a Origin>,
}

fn tokens<'a>(own: Option<&'a [String]>, layout: &[Token<'a>]) -> Vec<Token<'a>> {
    match own {
        Some(texts) => texts.iter().map(|text| Token { text, origin: None }).collect(),
        None => layout.iter().map(|token| Token { text: token.text, origin: token.origin }).collect(),
    }
}

fn tell(token: &Token<'_>, what: &str, place: &Origin, hint: &str, sink: &mut Sink) {
    let said = if token.origin.is_none() && token.text == "NA" { " where nothing else is said" } else { "" };
    let message = format!("`{}` means no answer{said}, and is {what}", token.text);
    sink.push(Diagnostic::error("missing-is-answer", message).at(token.origin.unwrap_or(place)).hint(hint));
}

/// What to write so that a text is an answer of one scale or variable.
fn otherwise(token: &Token<'_>, own: &[Token<'_>], id: &str) -> String {
    let others = own.iter().filter(|other| other.text != token.text).map(|other| super::missing::quoted(other.text));
    let others: Vec<String> = others.collect();
    format!(
        "if it is an answer there, list for `{id}` alone what is none: `no-answer: [{}]` in instruments.yaml; else write \
         another text in the data where there is no answer",
        others.join(", ")
    )
}

/// A token that names a level.
fn levels(variable: &Variable, tokens: &[Token<'_>], sink: &mut Sink) {
    for token in tokens {
        let same = |name: &str| folded(name) == folded(token.text);
        let found = variable.levels.iter().find_map(|level| {
            let what = if level.values.iter().any(|value| same(value)) {
                "`value`"
            } else if same(level.id.as_str()) {
                "id"
            } else if same(&level.label) {
                "label"
            } else {
                return None;
            };
            Some(format!("the {what} of the level `{}` of `{}`", level.id, variable.id))
        });
        if let Some(what) = found {
            tell(token, &what, &variable.origin, &otherwise(token, tokens, variable.id.as_str()), sink);
        }
    }
}

/// A token that is an answer to an item, a score, or the label of an answer.
fn answers(scale: &Scale, tokens: &[Token<'_>], sink: &mut Sink) {
    let scoring = &scale.scoring;
    let items = scoring.item_range.filter(|_| !scoring.items.is_empty());
    let scores = scale.range.filter(|_| score_column(scale).is_some());
    for token in tokens {
        let id = scale.id.as_str();
        let within =
            |number: f64, range: Option<(f64, f64)>| range.is_some_and(|(low, high)| low <= number && number <= high);
        let label = scoring.answers.iter().find(|(label, _)| folded(label) == folded(token.text));
        let plain = number(token.text);
        let words = labelled(token.text).map(|(number, _)| number);
        let what = if let Some((label, number)) = label {
            format!("the label of an answer of `{id}`, `{label}: {number}`")
        } else if let Some((low, high)) = items.filter(|_| plain.is_some_and(|number| within(number, items))) {
            format!("an answer to the items of `{id}`, {low} to {high}")
        } else if let Some((low, high)) = scores.filter(|_| plain.is_some_and(|number| within(number, scores))) {
            format!("a score of `{id}`, {low} to {high}")
        } else if let Some(number) = words.filter(|number| within(*number, items)) {
            let message =
                format!("`{}` means no answer, and looks like the answer {number} to the items of `{id}`", token.text);
            let hint = format!(
                "take it out, and say on `{id}` in instruments.yaml what each label counts as: `answers: {{{}: {number}, …}}`",
                super::missing::quoted(&folded(labelled(token.text).map_or("", |(_, label)| label)))
            );
            let origin = token.origin.unwrap_or(&scale.origin);
            sink.push(Diagnostic::error("missing-is-answer", message).at(origin).hint(hint));
            continue;
        } else if !scoring.items.is_empty() && looks_like_an_answer(token.text) {
            let message = format!("`{}` means no answer, and looks like the label of one", token.text);
            let hint = format!("if it is one, take it out, and say on `{id}` what it counts as: `answers: {{…}}`");
            let origin = token.origin.unwrap_or(&scale.origin);
            sink.push(Diagnostic::warning("missing-is-answer", message).at(origin).hint(hint));
            continue;
        } else {
            continue;
        };
        tell(token, &what, &scale.origin, &otherwise(token, tokens, id), sink);
    }
}

/// Words of the labels that questionnaires give to their answers.
fn looks_like_an_answer(text: &str) -> bool {
    const WORDS: [&str; 16] = [
        "agree",
        "disagree",
        "strongly",
        "always",
        "never",
        "often",
        "sometimes",
        "rarely",
        "seldom",
        "usually",
        "very",
        "extremely",
        "satisfied",
        "dissatisfied",
        "moderately",
        "somewhat",
    ];
    let text = folded(text);
    text.split(|c: char| !c.is_alphabetic()).any(|word| WORDS.contains(&word))
}

/// A token that names a timepoint.
fn timepoints(known: &Known<'_>, tokens: &[Token<'_>], sink: &mut Sink) {
    for token in tokens {
        let same = |name: &str| folded(name) == folded(token.text);
        let names = |timepoint: &&Timepoint| {
            same(timepoint.id.as_str()) || same(&timepoint.label) || timepoint.values.iter().any(|value| same(value))
        };
        if let (Some(timepoint), Some(origin)) = (known.timepoints.iter().find(names), token.origin) {
            let what = format!("what stands for the timepoint `{}`", timepoint.id);
            tell(token, &what, origin, "write another text in the data where there is no answer", sink);
        }
    }
}

/// An item of two scales has one meaning.
fn shared(known: &Known<'_>, sink: &mut Sink) {
    let scales: Vec<&Scale> = known.measures.scales().collect();
    for (at, scale) in scales.iter().enumerate() {
        let shares = |other: &&&Scale| {
            other.scoring.items.iter().any(|item| scale.scoring.items.iter().any(|own| own.column == item.column))
        };
        for other in scales[..at].iter().filter(shares) {
            let keys = [
                ("answers", scale.scoring.answers != other.scoring.answers),
                ("no-answer", scale.no_answer != other.no_answer),
            ];
            for (key, _) in keys.into_iter().filter(|(_, differ)| *differ) {
                let message = format!("`{}` and `{}` share an item, and have not the same `{key}`", other.id, scale.id);
                let hint = format!("write the same `{key}` on both, or on their instrument");
                sink.push(Diagnostic::error("clashing-keys", message).at(&scale.origin).hint(hint));
            }
        }
    }
}
