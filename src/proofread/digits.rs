//! Digits typed in prose, in findings and notes: those that a result stands behind, and those that none does.

use super::facts::facts;
use super::sentence::{Kind, Sentence, Token, sentences};
use super::subject::{places, timepoints, words};
use crate::analyse::{Field, Kind as ResultKind, StudyResult};
use crate::diag::{Diagnostic, Sink, plural};
use crate::model::{Described, Study, Text};
use crate::synthesise::Grid;

/// So many of a kind are told one by one in a file; one note more says how many there are besides.
const TOLD: usize = 5;

/// At most so many addresses are offered for a number.
const OFFERED: usize = 3;

/// A number that nothing else is named for has to match at most so many fields.
const RARE: usize = 3;

/// Notes the numbers of the study's texts that ought to be bound to a result, or that no result bears out.
pub fn check(grid: &Grid, sink: &mut Sink) {
    let study = &grid.findings.study;
    let known = Known { grid, facts: facts(study) };
    for chapter in &study.chapters {
        known.file(&[&chapter.text], sink);
    }
    let mut texts: Vec<&Text> = Vec::new();
    for proposition in &study.propositions {
        texts.push(&proposition.statement);
        texts.extend(&proposition.note);
        texts.extend(proposition.findings.iter().flat_map(|(_, findings)| findings).map(|finding| &finding.text));
        texts.extend(&proposition.interpretation);
    }
    known.file(&texts, sink);
}

struct Known<'a> {
    grid: &'a Grid,
    facts: Vec<f64>,
}

/// A number as it was typed.
struct Typed {
    /// Without its sign.
    value: f64,
    decimals: usize,
    percent: bool,
}

impl Typed {
    fn parse(token: &Token) -> Option<Self> {
        let text = token.text.trim_start_matches(['-', '\u{2212}', '+']);
        let percent = text.ends_with('%');
        let plain = text.trim_end_matches('%').replace(',', "");
        let decimals = plain.split_once('.').map_or(0, |(_, fraction)| fraction.len());
        // `3.0.1` is a version.
        let sound = plain.matches('.').count() <= 1 && plain.len() < 16;
        let value = plain.parse().ok().filter(|_| sound)?;
        Some(Self { value, decimals, percent })
    }

    /// Whether a value rounds to what was typed.
    fn is(&self, value: f64) -> bool {
        let scale = 10f64.powi(self.decimals as i32);
        // Half a unit, and a little for what binary fractions cannot hold.
        ((value.abs() - self.value) * scale).abs() <= 0.5 + 1e-9
    }
}

/// A field that a number may have been taken from.
struct Offer {
    address: String,
    score: usize,
    named: bool,
}

impl Known<'_> {
    fn file(&self, texts: &[&Text], sink: &mut Sink) {
        let (mut bare, mut unbound) = (Vec::new(), Vec::new());
        for text in texts {
            for sentence in sentences(&text.markdown) {
                if sentence.iter().any(|token| token.kind == Kind::Citation) {
                    continue;
                }
                for at in 0..sentence.len() {
                    self.number(text, &sentence, at, &mut bare, &mut unbound);
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
        if self.facts.iter().any(|fact| (fact - typed.value).abs() < 1e-9) {
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
        let times = timepoints(sentence, study);
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
            let named = names(result, study).iter().any(|name| !places(sentence, name).is_empty());
            let timed = times.iter().any(|time| has_timepoint(result, time.as_str()));
            for field in fields {
                let cued = cue(field, sentence, at);
                let score = 8 * usize::from(named) + 4 * usize::from(cued) + 2 * usize::from(timed);
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
        Field::Direction | Field::NormMean | Field::NormSd | Field::NormN => false,
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
    let sure = best.named && (typed.decimals > 0 || typed.percent || best.score > 8);
    (sure || rare).then_some(likely)
}

/// Whether digits that match nothing say something of the data: they have decimals, or are counted in people or per
/// cent.
fn claims_something(typed: &Typed, sentence: &Sentence, at: usize) -> bool {
    const PEOPLE: [&str; 9] =
        ["participants", "people", "patients", "respondents", "pairs", "women", "men", "workers", "interviews"];
    let next = sentence.get(at + 1).is_some_and(|next| next.is_one_of(&PEOPLE));
    let sample = at > 1 && sentence[at - 1].text == "=" && sentence[at - 2].is("n");
    typed.decimals > 0 || typed.percent || next || sample
}

/// Numbers that are none of the study's results: years, dates, names of tables, hedged reckonings.
fn passed_over(sentence: &Sentence, at: usize) -> bool {
    const NAMED: [&str; 34] = [
        "table",
        "tables",
        "figure",
        "figures",
        "fig",
        "section",
        "sections",
        "chapter",
        "appendix",
        "box",
        "step",
        "stage",
        "phase",
        "wave",
        "study",
        "site",
        "sites",
        "question",
        "item",
        "items",
        "version",
        "v",
        "proposition",
        "propositions",
        "page",
        "pages",
        "p",
        "pp",
        "volume",
        "footnote",
        "part",
        "day",
        "week",
        "model",
    ];
    const HEDGES: [&str; 12] = [
        "about",
        "around",
        "roughly",
        "approximately",
        "some",
        "nearly",
        "almost",
        "circa",
        "perhaps",
        "say",
        "well",
        "ca",
    ];
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    const UNITS: [&str; 14] = [
        "month", "months", "year", "years", "week", "weeks", "day", "days", "minute", "minutes", "hour", "hours",
        "decimals", "point",
    ];
    let token = &sentence[at];
    let before = |back: usize| at.checked_sub(back).map(|at| &sentence[at]);
    let next = sentence.get(at + 1);
    let whole = !token.text.contains('.');
    let year = whole && token.text.len() == 4 && (token.text.starts_with("19") || token.text.starts_with("20"));
    let named = before(1).is_some_and(|token| token.is_one_of(&NAMED));
    // `about 0.046 to 0.055`, `about 50.0 and 49.7`: the hedge reaches to the second.
    let hedge = |back: usize| before(back).is_some_and(|token| token.is_one_of(&HEDGES));
    let second = before(1).is_some_and(|token| token.is_one_of(&["to", "and", "or", "–", "-"]))
        && before(2).is_some_and(|token| token.kind == Kind::Number);
    let hedged = hedge(1) || (second && hedge(3));
    let dated =
        next.is_some_and(|next| next.is_one_of(&MONTHS)) || before(1).is_some_and(|token| token.is_one_of(&MONTHS));
    let unit = whole && next.is_some_and(|next| next.is_one_of(&UNITS));
    let bound = before(1).is_some_and(|token| matches!(token.text.as_str(), "<" | ">" | "≤" | "≥"));
    let joined = next
        .is_some_and(|next| next.range.start == token.range.end && matches!(next.text.as_str(), "/" | "–"))
        && whole;
    year || named || hedged || dated || unit || bound || joined
}

/// What a result is called.
fn names(result: &StudyResult, study: &Study) -> Vec<Vec<String>> {
    let measures = &study.measures;
    let book = &study.qualitative.codebook;
    let mut found: Vec<String> = Vec::new();
    let mut scale = |id: &str| {
        found.extend(measures.scale(id).map(|scale| scale.label.clone()));
        found.push(id.replace('-', " "));
    };
    match &result.kind {
        ResultKind::DescribeScale { scale: id, .. }
        | ResultKind::Norm { scale: id, .. }
        | ResultKind::Change { scale: id, .. }
        | ResultKind::Reliability { scale: id, .. }
        | ResultKind::Missing { scale: id, .. }
        | ResultKind::Contrast { scale: id, .. }
        | ResultKind::Attrition { subject: Described::Scale(id), .. } => scale(id.as_str()),
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
        ResultKind::Family { .. } | ResultKind::Flow { .. } => {}
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
    match field {
        Field::N | Field::Total => any(&["n", "people", "participants"]),
        Field::Count => any(&["people", "participants", "of"]),
        Field::Mean => any(&["mean", "average", "averaged", "m"]),
        Field::Sd => any(&["sd", "deviation"]),
        field if field.is_p() => any(&["p"]),
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
