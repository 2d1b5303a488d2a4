//! A whole result in its usual sentence form, for `{{ ADDRESS }}` and for the text column of charts.

use super::number;
use crate::analyse::{Field, Findings, Kind, StudyResult, Unit, WITHHELD};

/// The unit of a result's figures.
pub fn unit(findings: &Findings, result: &StudyResult) -> Unit {
    Unit::of(result, &findings.study.measures)
}

/// What a printed figure is called on the page.
pub fn field_label(field: Field) -> &'static str {
    match field {
        Field::Mean => "mean",
        Field::Sd => "SD",
        Field::Min => "minimum",
        Field::Max => "maximum",
        Field::CiLow => "lower limit",
        Field::CiHigh => "upper limit",
        Field::Es => "effect size",
        Field::Percent => "per cent",
        other => other.as_str(),
    }
}

/// A field as text, or nothing where it is absent.
pub fn shown(findings: &Findings, result: &StudyResult, field: Field) -> Option<String> {
    Some(number::field(field, result.quantity(field)?.known()?, None, unit(findings, result)))
}

/// A field as it stands in a table: a figure that is withheld has a mark there.
pub fn shown_or_mark(findings: &Findings, result: &StudyResult, field: Field) -> Option<String> {
    match result.quantity(field)?.withheld() {
        Some(withheld) => Some(number::withheld(field, withheld)),
        None => shown(findings, result, field),
    }
}

/// `p = 0.020`, or `p < 0.001` where only a bound is known.
pub fn p_clause(p: &str) -> String {
    match p.strip_prefix(['<', '>']) {
        Some(bound) => format!("p {} {bound}", &p[..1]),
        None => format!("p = {p}"),
    }
}

/// The usual sentence form of a result; parts that are absent are left out.
pub fn whole(findings: &Findings, result: &StudyResult) -> String {
    let get = |field| shown(findings, result, field);
    let level = format!("{} CI", number::level(findings.study.conventions.confidence));
    let interval = get(Field::CiLow).zip(get(Field::CiHigh)).map(|(low, high)| number::interval(&low, &high));
    let mut parts: Vec<String> = Vec::new();
    let mut push = |lead: &str, text: Option<String>| parts.extend(text.map(|text| format!("{lead}{text}")));
    match &result.kind {
        Kind::DescribeScale { .. } | Kind::DescribeVariable { .. } => {
            push("mean ", get(Field::Mean));
            push("SD ", get(Field::Sd));
            push("range ", get(Field::Min).zip(get(Field::Max)).map(|(low, high)| number::interval(&low, &high)));
            push("n = ", get(Field::N));
        }
        Kind::Norm { .. } => {
            push("mean ", get(Field::Mean));
            push("norm ", get(Field::NormMean));
            push("difference ", get(Field::Difference));
            push(&format!("{level} "), interval);
            push("standardised ", get(Field::Smd));
            push("", get(Field::P).map(|p| p_clause(&p)));
        }
        Kind::Change { .. } => {
            push("mean change ", get(Field::Change));
            push(&format!("{level} "), interval);
            push("", get(Field::P).map(|p| p_clause(&p)));
            push("ES ", get(Field::Es));
            push("n = ", get(Field::N));
        }
        Kind::Share { .. } => {
            let percent = get(Field::Percent).map(|percent| format!(" ({percent}%)")).unwrap_or_default();
            push("", of_total(findings, result, Field::Count, Field::Total).map(|of| of + &percent));
        }
        Kind::Theme { .. } | Kind::Code { .. } => {
            push("", count(result, Field::Participants, "participant"));
            push("", count(result, Field::Excerpts, "excerpt"));
        }
        Kind::Corpus { .. } => {
            push("", count(result, Field::Excerpts, "excerpt"));
            push("", count(result, Field::Participants, "participant"));
        }
        Kind::Family { .. } => {
            push("", count(result, Field::Tests, "test"));
            push("significant ", get(Field::Significant));
            push("after Holm ", get(Field::HolmSignificant));
        }
        Kind::Reliability { .. } => {
            push("Cronbach’s alpha ", get(Field::Alpha));
            push(&format!("{level} "), interval);
            push("n = ", get(Field::N));
        }
        Kind::Attrition { level: Some(_), .. } => {
            let share = |count, total| of_total(findings, result, count, total);
            push("", share(Field::CountFirst, Field::TotalFirst));
            push("against ", share(Field::CountSecond, Field::TotalSecond));
        }
        Kind::Contrast { .. } | Kind::Attrition { .. } => {
            push("mean ", get(Field::MeanFirst));
            push("against ", get(Field::MeanSecond));
            push("difference ", get(Field::Difference));
            push(&format!("{level} "), interval);
            push("", get(Field::P).map(|p| p_clause(&p)));
        }
        Kind::Missing { .. } => {
            let of = get(Field::Missing).zip(get(Field::Participants)).map(|(none, all)| format!("{none} of {all}"));
            push("without a score ", of);
        }
        Kind::Flow { .. } => {
            push("", count(result, Field::Participants, "participant"));
            push("missing ", get(Field::Missing));
        }
        Kind::Agreement { .. } => {
            push("Cohen’s kappa ", get(Field::Kappa));
            push(&format!("{level} "), interval);
            push("n = ", get(Field::N));
        }
    }
    match (parts.is_empty(), result.withholds()) {
        (true, true) => WITHHELD.to_owned(),
        // A sample's size alone says that there is more.
        (false, true) if parts.iter().all(|part| part.starts_with("n = ")) => {
            format!("{}, the rest withheld", parts.join(", "))
        }
        _ => parts.join(", "),
    }
}

/// `7 of 32`, `fewer than 5 of 32`.
fn of_total(findings: &Findings, result: &StudyResult, count: Field, total: Field) -> Option<String> {
    let of = |field| match result.quantity(field)?.withheld() {
        Some(withheld) => Some(number::withheld_in_words(field, withheld)),
        None => shown(findings, result, field),
    };
    let all = result.quantity(total)?.withheld().is_none();
    if !all {
        return Some(number::withheld_in_words(count, result.quantity(count)?.withheld()?));
    }
    Some(format!("{} of {}", of(count)?, of(total)?))
}

fn count(result: &StudyResult, field: Field, what: &str) -> Option<String> {
    let value = result.value(field)?;
    Some(crate::diag::plural(value as usize, what))
}
