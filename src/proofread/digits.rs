//! Digits typed in prose, in findings and notes: those that a result stands behind, and those that none does.

use super::facts::Facts;
use super::sentence::{Kind, Read, Sentence};
use super::subject::{Names, places, words};
use super::typed::{Typed, claims_something, passed_over};
use crate::analyse::{Field, Kind as ResultKind, Role, StudyResult};
use crate::diag::{Diagnostic, Sink, plural};
use crate::model::{Described, ScaleId, Study, Text};
use crate::synthesise::Grid;

/// So many of a kind are told one by one in a file; one note more says how many there are besides.
const TOLD: usize = 5;

/// At most so many addresses are offered for a number.
const OFFERED: usize = 3;

/// A number that nothing else is named for has to match at most so many fields.
const RARE: usize = 3;

/// Notes the numbers of the study's texts that ought to be bound to a result, or that no result bears out.
pub fn check(grid: &Grid, names: &Names, chapters: &[Read<'_>], sink: &mut Sink) {
    let study = &grid.findings.study;
    let known = Known { grid, names, facts: Facts::of(study, names) };
    for chapter in chapters {
        known.file(std::slice::from_ref(chapter), sink);
    }
    let mut texts: Vec<&Text> = Vec::new();
    for proposition in &study.propositions {
        texts.push(&proposition.statement);
        texts.extend(&proposition.note);
        texts.extend(proposition.findings.iter().flat_map(|(_, findings)| findings).map(|finding| &finding.text));
        texts.extend(&proposition.interpretation);
    }
    let texts: Vec<Read<'_>> = texts.into_iter().map(Read::of).collect();
    known.file(&texts, sink);
}

struct Known<'a> {
    grid: &'a Grid,
    names: &'a Names,
    facts: Facts<'a>,
}

/// A field that a number may have been taken from.
struct Offer {
    address: String,
    score: usize,
    named: bool,
}

impl Known<'_> {
    fn file(&self, texts: &[Read<'_>], sink: &mut Sink) {
        let (mut bare, mut unbound) = (Vec::new(), Vec::new());
        for Read { text, sentences } in texts {
            for sentence in sentences {
                if sentence.iter().any(|token| token.kind == Kind::Citation) {
                    continue;
                }
                for at in 0..sentence.len() {
                    self.number(text, sentence, at, &mut bare, &mut unbound);
                }
            }
        }
        summarised(bare, "bare-number", "match a result", sink);
        summarised(unbound, "unbound-number", "match no result", sink);
    }

    fn number(
        &self,
        text: &Text,
        sentence: &Sentence,
        at: usize,
        bare: &mut Vec<Diagnostic>,
        unbound: &mut Vec<Diagnostic>,
    ) {
        let token = &sentence[at];
        if token.kind != Kind::Number || passed_over(sentence, at) {
            return;
        }
        let Some(typed) = Typed::parse(token) else { return };
        if self.facts.hold(typed.value, sentence) {
            return;
        }
        let percent = typed.percent || sentence.get(at + 1).is_some_and(|next| next.is_one_of(&["percent", "per"]));
        let typed = Typed { percent, ..typed };
        let offers = self.offers(&typed, sentence, at);
        let place = text.place(token.range.clone());
        if let Some(offered) = worth_offering(&typed, &offers) {
            let list: Vec<String> = offered.iter().map(|offer| format!("`{{{{ {} }}}}`", offer.address)).collect();
            let message = format!("`{}` is typed here, and is the value of {}", token.text, list.join(" or "));
            let diagnostic = Diagnostic::note("bare-number", message).at(&place).about(token.text.clone());
            bare.push(diagnostic.hint("write the address in place of the digits, so that they change with the data"));
        } else if offers.is_empty() && claims_something(&typed, sentence, at) {
            let message = format!("`{}` is typed here, and no result has this value", token.text);
            let diagnostic = Diagnostic::note("unbound-number", message).at(&place).about(token.text.clone());
            unbound.push(diagnostic.hint("check it: nothing will notice when it is no longer true"));
        }
    }

    /// The fields that hold the number, the likeliest first.
    fn offers(&self, typed: &Typed, sentence: &Sentence, at: usize) -> Vec<Offer> {
        let study = &self.grid.findings.study;
        let times = self.names.timepoints(sentence);
        let spoken_of = self.names.scales(sentence);
        let mut found: Vec<Offer> = Vec::new();
        for result in self.grid.findings.own() {
            let fields: Vec<Field> = result
                .fields
                .iter()
                .filter(|(field, _)| holds(typed, result, *field))
                .map(|(field, _)| *field)
                .collect();
            if fields.is_empty() {
                continue;
            }
            let of_scale = measured(result).is_some_and(|scale| spoken_of.iter().any(|(id, _)| id == scale));
            let named = of_scale || names(result, study).iter().any(|name| places(sentence, name).next().is_some());
            let timed = times.iter().any(|time| has_timepoint(result, time.as_str()));
            for field in fields {
                let cued = cue(field, sentence, at);
                let marks = [(named, 16), (cued, 8), (timed, 4), (is_usual(field), 1)];
                let score = marks.iter().filter(|(mark, _)| *mark).map(|(_, weight)| weight).sum();
                found.push(Offer { address: format!("{}.{}", result.address, field.as_str()), score, named });
            }
        }
        found.sort_by_key(|offer| std::cmp::Reverse(offer.score));
        found
    }
}

/// Of several kinds of field only that which the number's form allows: a per cent is a percentage or a share, and
/// anything else is not.
fn holds(typed: &Typed, result: &StudyResult, field: Field) -> bool {
    use Field::{CiHigh, CiLow, Percent, PercentFirst, PercentSecond, Share, TopShare};
    let Some(value) = result.value(field) else { return false };
    let share = matches!(result.kind, ResultKind::Share { .. });
    match field {
        Percent | PercentFirst | PercentSecond => typed.percent && typed.is(value),
        CiLow | CiHigh if share => typed.percent && typed.is(value),
        Share | TopShare => typed.percent && typed.is(100.0 * value),
        Field::NormMean | Field::NormSd | Field::NormN => false,
        field if field.role() == Role::Sign => false,
        _ if typed.percent => false,
        field if field.is_count() => typed.decimals == 0 && typed.is(value),
        // Digits without a decimal point are nobody's mean, unless it was printed so.
        _ => (typed.decimals > 0 || value.fract() == 0.0) && typed.is(value),
    }
}

/// The offers worth making: those of what the sentence names, or the few that there are.
fn worth_offering<'a>(typed: &Typed, offers: &'a [Offer]) -> Option<Vec<&'a Offer>> {
    let best = offers.first()?;
    let likely: Vec<&Offer> = offers.iter().filter(|offer| offer.score == best.score).take(OFFERED).collect();
    let rare = typed.decimals > 0 && offers.len() <= RARE;
    // A whole number is many things; only its subject beside it makes it a result.
    let sure = best.named && (typed.decimals > 0 || typed.percent || best.score > 17);
    (sure || rare).then_some(likely)
}

/// The scale that a result is of.
fn measured(result: &StudyResult) -> Option<&ScaleId> {
    match &result.kind {
        ResultKind::DescribeScale { scale, .. }
        | ResultKind::Norm { scale, .. }
        | ResultKind::Change { scale, .. }
        | ResultKind::Reliability { scale, .. }
        | ResultKind::Missing { scale, .. }
        | ResultKind::Contrast { scale, .. }
        | ResultKind::Attrition { subject: Described::Scale(scale), .. } => Some(scale),
        _ => None,
    }
}

/// What a result that is of no scale is called.
fn names(result: &StudyResult, study: &Study) -> Vec<Vec<String>> {
    let measures = &study.measures;
    let book = &study.qualitative.codebook;
    let mut found: Vec<String> = Vec::new();
    match &result.kind {
        ResultKind::DescribeVariable { variable, .. }
        | ResultKind::Attrition { subject: Described::Variable(variable), .. } => {
            found.extend(measures.variable(variable.as_str()).map(|variable| variable.label.clone()));
            found.push(variable.as_str().replace('-', " "));
        }
        ResultKind::Share { variable, level, .. } => {
            let level = measures.variable(variable.as_str()).and_then(|v| v.levels.iter().find(|l| l.id == *level));
            found.extend(level.map(|level| level.label.clone()));
        }
        ResultKind::Theme { theme, .. } => found.extend(book.theme(theme.as_str()).map(|theme| theme.label.clone())),
        ResultKind::Code { code, .. } | ResultKind::Agreement { code } => {
            found.extend(book.code(code.as_str()).map(|code| code.label.clone()));
        }
        ResultKind::Corpus { .. } => found.push("excerpts".to_owned()),
        _ => {}
    }
    found.iter().map(|name| words(name)).collect()
}

fn has_timepoint(result: &StudyResult, timepoint: &str) -> bool {
    result.address.as_str().split(['.', '-', '@']).any(|part| part == timepoint)
}

/// Whether a word near the number names the field.
fn cue(field: Field, sentence: &Sentence, at: usize) -> bool {
    let near = &sentence[at.saturating_sub(6)..(at + 4).min(sentence.len())];
    let any = |words: &[&str]| near.iter().any(|token| token.is_one_of(words));
    // `p = 0.020` names its field; a p that stands somewhere near does not.
    let equals = |name: &str| {
        let back = |steps: usize| at.checked_sub(steps).map(|at| &sentence[at]);
        back(1).is_some_and(|sign| matches!(sign.text.as_str(), "=" | "of" | "was"))
            && back(2).is_some_and(|token| token.is(name))
    };
    match field {
        field if field.is_p() => equals("p"),
        Field::N | Field::Total => equals("n") || any(&["people", "participants", "pairs"]),
        Field::Count => any(&["people", "participants", "of"]),
        Field::Mean => any(&["mean", "average", "averaged", "m"]),
        Field::Sd => any(&["sd", "deviation"]),
        Field::CiLow | Field::CiHigh => any(&["ci", "interval"]),
        Field::Change => any(&["fell", "rose", "change", "changed", "fall", "rise", "points", "by"]),
        Field::Percent | Field::Share => any(&["%", "percent"]) || near.iter().any(|token| token.text.ends_with('%')),
        Field::Smd | Field::Es => any(&["sd", "sds", "effect", "d"]),
        Field::Excerpts => any(&["excerpt", "excerpts"]),
        Field::Participants => any(&["participants", "people"]),
        Field::Sites => any(&["sites"]),
        _ => false,
    }
}

/// Whether a field is one of those that papers print most.
fn is_usual(field: Field) -> bool {
    matches!(field, Field::Mean | Field::Sd | Field::Change | Field::Count | Field::Percent | Field::Es | Field::Smd)
        || field == Field::P
}

/// The first of many, and how many more there are.
fn summarised(found: Vec<Diagnostic>, code: &'static str, what: &str, sink: &mut Sink) {
    let more = found.len().saturating_sub(TOLD);
    let last = found.get(TOLD).and_then(|diagnostic| diagnostic.origin.clone());
    found.into_iter().take(TOLD).for_each(|diagnostic| sink.push(diagnostic));
    if let Some(origin) = last {
        let message = format!("{} more in this file, from here on, {what}", plural(more, "typed number"));
        sink.push(Diagnostic::note(code, message).at(&origin));
    }
}
