//! The synthesis grid: a row for each proposition, a column for each strand, and in drafts the verdicts.

use super::head;
use crate::analyse::{Contrasted, Field, Findings, Kind, Unit, WITHHELD};
use crate::compose::document::{Inline, InlineKind, Place};
use crate::compose::inline::Context;
use crate::compose::markdown::inlines;
use crate::compose::number;
use crate::compose::shown::Shown;
use crate::compose::table::{Align, Cell, Column, Line, Paragraph, Table, TableRow, Width, words};
use crate::diag::{Sink, plural};
use crate::model::{Described, LevelId, Stance, Subject, VariableId};
use crate::synthesise::{Claim, JudgedFinding, Row, Tally, Test, Verdict, Yardstick};

/// More evidence than this that holds is counted, not listed.
const LISTED: usize = 4;

pub fn table(context: &Context<'_>, place: &Place, sink: &mut Sink) -> Table {
    let study = &context.grid.findings.study;
    let mut columns = vec![Column { name: "proposition".into(), align: Align::Left, width: Width::Share(0.8) }];
    let mut header = vec![head("Synthesising proposition", 1, place)];
    for strand in &study.strands {
        columns.push(Column { name: strand.id.to_string(), align: Align::Left, width: Width::Share(1.0) });
        header.push(head(strand.label.clone(), 1, place));
    }
    let draft = study.manifest.draft;
    let rows = context.grid.rows.iter().map(|row| {
        let mut cells = vec![proposition(row, context, draft, sink)];
        for cell in &row.cells {
            if cell.findings.is_empty() {
                let stated = Place::Known(context.grid.proposition(row).origin.clone());
                cells.push(Cell::prose(vec![emphasis("silent", &stated)]));
                continue;
            }
            let paragraphs = cell.findings.iter().flat_map(|finding| told(finding, context, draft, sink));
            cells.push(Cell::Prose(paragraphs.collect()));
        }
        TableRow::Data(cells)
    });
    let rows = rows.collect();
    Table { columns, header: vec![header], rows, compact: false }
}

fn paragraph(line: Line, content: Vec<Inline>) -> Paragraph {
    Paragraph { content, line }
}

fn emphasis(text: &str, place: &Place) -> Inline {
    Inline { kind: InlineKind::Emphasis(words(text, place)), place: place.clone() }
}

fn proposition(row: &Row, context: &Context<'_>, draft: bool, sink: &mut Sink) -> Cell {
    let stated = context.grid.proposition(row);
    let place = &Place::Known(stated.origin.clone());
    let mut statement = words(format!("{}. ", row.index + 1), place);
    statement.extend(inlines(&stated.statement, context, sink));
    let mut paragraphs = vec![paragraph(Line::Strong, statement)];
    let mut said = |lead: &str, text: &crate::model::Text, sink: &mut Sink| {
        let mut content = vec![emphasis(lead, place)];
        content.extend(words(" ", place));
        content.extend(inlines(text, context, sink));
        paragraphs.push(paragraph(Line::Small, content));
    };
    if let Some(note) = &stated.note {
        said("Note.", note, sink);
    }
    let fit = stated.fit.as_ref().map(|fit| fit.value.label());
    match (&stated.interpretation, fit) {
        (Some(interpretation), Some(fit)) => said(&format!("{fit}."), interpretation, sink),
        (Some(interpretation), None) => said("Interpretation.", interpretation, sink),
        (None, Some(fit)) => paragraphs.push(paragraph(Line::Small, vec![emphasis(&format!("{fit}."), place)])),
        (None, None) => {}
    }
    if draft {
        let tally = Tally::of(row.claims());
        let mut parts = vec![format!(
            "{} of {} {}",
            tally.holds,
            plural(tally.claims, "claim"),
            if tally.claims == 1 { "holds" } else { "hold" }
        )];
        if tally.contradicted > 0 {
            parts.push(format!("{} contradicted", tally.contradicted));
        }
        if tally.cannot_tell > 0 {
            parts.push(format!("{} cannot tell", tally.cannot_tell));
        }
        paragraphs.push(paragraph(Line::Small, words(format!("{}.", parts.join(", ")), place)));
    }
    Cell::Prose(paragraphs)
}

/// A finding and, in drafts, what came of its evidence: everything that does not hold, and what holds in short.
fn told(finding: &JudgedFinding, context: &Context<'_>, draft: bool, sink: &mut Sink) -> Vec<Paragraph> {
    let place = &Place::Known(finding.text.origin());
    let mut content = inlines(&finding.text, context, sink);
    if let Some(stance @ (Stance::Qualifies | Stance::Challenges)) = finding.stance {
        content.extend(words(" ", place));
        content.push(emphasis(&format!("({})", stance.as_str()), place));
    }
    let mut paragraphs = vec![paragraph(Line::Plain, content)];
    // Why the author keeps a claim that its evidence contradicts stays visible in the submitted paper, too.
    let kept = finding.claims.iter().filter(|claim| claim.verdict == Verdict::Contradicted);
    for claim in kept {
        let mut content = Vec::new();
        if draft {
            content.extend(words(observed(claim, &context.grid.findings), &Place::Shown(Shown::claim(claim))));
        }
        if let Some(why) = &claim.contradiction {
            content.extend(words(if draft { ". " } else { "" }, place));
            content.extend(inlines(why, context, sink));
        }
        if !content.is_empty() {
            paragraphs.push(paragraph(Line::Contradicted, content));
        }
    }
    if draft {
        paragraphs.extend(drafted(finding, &context.grid.findings, place));
    }
    paragraphs
}

fn drafted(finding: &JudgedFinding, findings: &Findings, place: &Place) -> Vec<Paragraph> {
    let of = |verdict: Verdict| finding.claims.iter().filter(move |claim| claim.verdict == verdict);
    let listed = |verdict| {
        let mut content = Vec::new();
        let mut claims = of(verdict).peekable();
        while let Some(claim) = claims.next() {
            let after = if claims.peek().is_some() { "; " } else { "" };
            let place = Place::Shown(Shown::claim(claim));
            content.extend(words(format!("{}{after}", observed(claim, findings)), &place));
        }
        content
    };
    let mut paragraphs = Vec::new();
    if finding.claims.is_empty() {
        paragraphs.push(paragraph(Line::Small, vec![emphasis("No evidence is named.", place)]));
    }
    if of(Verdict::CannotTell).next().is_some() {
        paragraphs.push(paragraph(Line::CannotTell, listed(Verdict::CannotTell)));
    }
    match of(Verdict::Holds).count() {
        0 => {}
        1..=LISTED => paragraphs.push(paragraph(Line::Holds, listed(Verdict::Holds))),
        many => {
            let text = format!("{many} of {} pieces of evidence", finding.claims.len());
            paragraphs.push(paragraph(Line::Holds, words(text, place)));
        }
    }
    paragraphs
}

/// A claim in words: what it is of, what was expected, what was observed.
fn observed(claim: &Claim, findings: &Findings) -> String {
    let tests: Vec<String> = claim.tests.iter().map(|test| tested(claim, test, findings)).collect();
    let tests = tests.into_iter().filter(|test| !test.is_empty()).collect::<Vec<_>>().join(", ");
    let subject = subject_label(&claim.subject, findings);
    if tests.is_empty() { subject } else { format!("{subject}: {tests}") }
}

fn tested(claim: &Claim, test: &Test, findings: &Findings) -> String {
    let Some((field, known)) = test.field.zip(test.observed.as_ref()) else {
        return match claim.subject {
            Subject::Excerpt(_) => String::new(),
            _ if test.reason.as_deref() == Some(WITHHELD) => match test.verdict {
                Verdict::Holds => expected(&test.expect),
                _ => format!("{} expected, withheld", expected(&test.expect)),
            },
            _ => format!("{} expected, not printed", expected(&test.expect)),
        };
    };
    let scale = claim.subject.address().and_then(|address| findings.get(address.as_str()));
    let unit = scale.map_or(Unit::Pure, |result| crate::compose::sentence::unit(findings, result));
    if let (Some([low, high]), Some(Yardstick::Within(bound))) = (&test.interval, &test.yardstick) {
        let limit = |known| number::field(Field::CiLow, known, None, unit);
        let interval = number::interval(&limit(low), &limit(high)).replace(' ', "\u{a0}");
        let level = number::level(findings.study.conventions.confidence);
        let bound = format!("±{}", number::field(Field::Difference, bound, None, unit.finer()));
        return match test.verdict {
            Verdict::Holds => format!("{level} CI\u{a0}{interval}, within {bound}"),
            _ => format!("comparable (within {bound}) expected, {level} CI\u{a0}{interval}"),
        };
    }
    let shown = number::field(field, known, None, unit);
    let name = field_label(field);
    let value = match shown.strip_prefix(['<', '>']) {
        Some(bound) => format!("{name}\u{a0}{}\u{a0}{bound}", &shown[..1]),
        None => format!("{name}\u{a0}=\u{a0}{shown}"),
    };
    match (test.verdict, &test.yardstick) {
        (Verdict::Holds, None) => value,
        (Verdict::Holds, Some(_)) => format!("{value}, {}", expected(&test.expect)),
        (_, Some(Yardstick::Between(from, to))) if test.expect != "over-one-sd" => {
            format!("{} ({}) expected, {value}", expected(&test.expect), size(*from, *to))
        }
        _ => format!("{} expected, {value}", expected(&test.expect)),
    }
}

/// From where to where a size reaches.
fn size(from: f64, to: f64) -> String {
    match (from > 0.0, to.is_finite()) {
        (true, true) => format!("{} to {}", number::short(from), number::short(to)),
        (true, false) => format!("{} or more", number::short(from)),
        (false, _) => format!("under {}", number::short(to)),
    }
}

/// An expectation in the page's signs: `abs(smd) <= -0.5` is |SMD| ≤ −0.5, `not-significant` not significant.
fn expected(expect: &str) -> String {
    if expect == "over-one-sd" {
        return "more than one SD".to_owned();
    }
    if !expect.contains(['<', '>', '=']) {
        return expect
            .replace("holm-", "Holm-")
            .replace("bh-", "BH-")
            .replace("not-", "not ")
            .replace("very-", "very ");
    }
    let mut text = expect.replace("<=", "≤").replace(">=", "≥").replace("==", "=").replace("!=", "≠");
    if let Some((field, rest)) = text.strip_prefix("abs(").and_then(|inner| inner.split_once(')')) {
        text = format!("|{field}|{rest}");
    }
    let name = text.trim_start_matches('|').split(['|', ' ', '<', '>', '=', '≤', '≥', '≠']).next().unwrap_or("");
    let label = Field::parse(name).map_or_else(|| name.to_owned(), field_label);
    text.replacen(name, &label, 1).replace('-', "\u{2212}").replace(' ', "\u{a0}")
}

fn field_label(field: Field) -> String {
    match field {
        Field::Smd => "SMD".to_owned(),
        Field::Es => "ES".to_owned(),
        Field::PHolm => "p (Holm)".to_owned(),
        Field::PBh => "p (BH)".to_owned(),
        Field::CiLow => "lower limit".to_owned(),
        Field::CiHigh => "upper limit".to_owned(),
        Field::TopShare => "largest share".to_owned(),
        other => other.as_str().replace('_', " "),
    }
}

/// A subject in words: the scale and when, the level, the code, or the excerpt's id.
pub fn subject_label(subject: &Subject, findings: &Findings) -> String {
    let study = &findings.study;
    let book = &study.qualitative.codebook;
    let at = |timepoint: &Option<crate::model::TimepointId>| {
        timepoint.as_ref().map(|timepoint| format!(" at {timepoint}")).unwrap_or_default()
    };
    let code = |id: &str| book.code(id).map_or_else(|| id.to_owned(), |code| code.label.clone());
    let theme = |id: &str| book.theme(id).map_or_else(|| id.to_owned(), |theme| theme.label.clone());
    match subject {
        // The parts of an id stay together.
        Subject::Excerpt(id) => id.to_string().replace('-', "\u{2011}"),
        Subject::Code(id, timepoint) => format!("{}{}", code(id.as_str()), at(timepoint)),
        Subject::Theme(id, timepoint) => format!("{}{}", theme(id.as_str()), at(timepoint)),
        Subject::Result(address) => match findings.get(address.as_str()) {
            Some(result) => match result.group.as_ref().and_then(|group| group_label(group, findings)) {
                Some(group) => format!("{}, {group}", result_label(&result.kind, findings)),
                None => result_label(&result.kind, findings),
            },
            None => address.to_string(),
        },
    }
}

/// A result in words, such as `Wellbeing, T1 to T2`.
pub fn result_label(kind: &Kind, findings: &Findings) -> String {
    let study = &findings.study;
    let scale = |id: &crate::model::ScaleId| {
        study.measures.scale(id.as_str()).map_or_else(|| id.to_string(), |scale| scale.label.clone())
    };
    let variable = |id: &crate::model::VariableId| {
        study.measures.variable(id.as_str()).map_or_else(|| id.to_string(), |variable| variable.label.clone())
    };
    let at = |timepoint: &Option<crate::model::TimepointId>| {
        timepoint.as_ref().map(|timepoint| format!(", {timepoint}")).unwrap_or_default()
    };
    match kind {
        Kind::DescribeScale { scale: id, timepoint } => format!("{}, {timepoint}", scale(id)),
        Kind::DescribeVariable { variable: id, timepoint } => format!("{}{}", variable(id), at(timepoint)),
        Kind::Norm { scale: id, timepoint } => format!("{}, {timepoint} against the norm", scale(id)),
        Kind::Change { scale: id, comparison } => format!("{}, {} to {}", scale(id), comparison.from, comparison.to),
        Kind::Share { variable: id, timepoint, level } => {
            format!("{}{}", level_label(id, level, findings), at(timepoint))
        }
        Kind::Theme { theme, timepoint } => subject_label(&Subject::Theme(theme.clone(), timepoint.clone()), findings),
        Kind::Code { code, timepoint } => subject_label(&Subject::Code(code.clone(), timepoint.clone()), findings),
        Kind::Corpus { timepoint } => format!("All excerpts{}", at(timepoint)),
        Kind::Family { comparison } => format!("Tests of {} to {}", comparison.from, comparison.to),
        Kind::Reliability { scale: id, timepoint } => format!("Reliability of {}, {timepoint}", scale(id)),
        Kind::Contrast { scale: id, when, first, second } => {
            let when = match when {
                Contrasted::At(timepoint) => timepoint.to_string(),
                Contrasted::Change(comparison) => format!("{} to {}", comparison.from, comparison.to),
            };
            let label = |group| group_label(group, findings).unwrap_or_else(|| group.to_string());
            format!("{}, {when}: {} less {}", scale(id), label(first), label(second))
        }
        Kind::Attrition { subject, level } => {
            let subject = match (subject, level) {
                (Described::Scale(id), _) => scale(id),
                (Described::Variable(id), None) => variable(id),
                (Described::Variable(id), Some(level)) => level_label(id, level, findings),
            };
            format!("{subject}: completers less drop-outs")
        }
        Kind::Missing { scale: id, timepoint } => format!("{} without a score, {timepoint}", scale(id)),
        Kind::Flow { timepoint: Some(timepoint) } => format!("Participants at {timepoint}"),
        Kind::Flow { timepoint: None } => "Participants".to_owned(),
        Kind::Agreement { code } => {
            format!("Agreement on {}", subject_label(&Subject::Code(code.clone(), None), findings))
        }
    }
}

fn level_label(variable: &VariableId, level: &LevelId, findings: &Findings) -> String {
    let found = findings.study.measures.variable(variable.as_str());
    let found = found.and_then(|variable| variable.levels.iter().find(|known| known.id == *level));
    found.map_or_else(|| level.to_string(), |level| level.label.clone())
}

/// The label of a group of people.
pub fn group_label(group: &LevelId, findings: &Findings) -> Option<String> {
    let level = findings.study.group()?.levels.iter().find(|level| level.id == *group)?;
    Some(level.label.clone())
}
