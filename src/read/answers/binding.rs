//! Labels that a file gives to its values, laid beside what the study says of them; and columns that are not to be read
//! though something names them.

use super::fault::{Fault, Faults};
use super::header::{Plan, Role};
use super::levels::Contradiction;
use super::meaning::{Column, Meaning};
use super::number::number;
use super::rows::Rows;
use crate::diag::Diagnostic;
use crate::model::At;

/// A column that is not to be read, and that something else names.
pub fn swallowed(pattern: &At<String>, name: &str, role: Role, faults: &mut Faults<'_>) {
    let what = match role {
        Role::Id => "the column of participants' ids",
        Role::Timepoint => "the column of timepoints",
        Role::Group => "the column by which people are compared",
        Role::Value { .. } | Role::Simulated | Role::Skip | Role::Unnamed => "a column of instruments.yaml",
    };
    let message = format!("`{}` under `ignore` takes the column `{name}`, and that is {what}", pattern.value);
    let hint = match pattern.value.ends_with('*') {
        true => "write a longer beginning of the names that are meant, or the names themselves",
        false => "take the name out of `ignore`, or out of what names it",
    };
    faults.sink.push(Diagnostic::error("ignored-column", message).at(&pattern.origin).hint(hint));
}

/// Takes over the labels of a file that labels its values, and tells where they are against what the study says.
pub fn bind<R: Rows>(rows: &mut R, plan: &mut Plan, faults: &mut Faults<'_>) {
    let mut odd = Vec::new();
    for at in 0..plan.roles.len() {
        let labels = rows.labels(at);
        if labels.is_empty() {
            continue;
        }
        let (wrong, what) = match plan.roles[at] {
            Role::Timepoint => (plan.timepoints.bind(&labels), "timepoint"),
            Role::Group => (plan.group.as_mut().map_or_else(Vec::new, |group| group.meaning.bind(&labels)), "level"),
            Role::Value { meaning, .. } => {
                let name = &rows.names()[at];
                odd.extend(bind_numbers(name, &mut plan.columns[meaning], &labels).map(|odd| (at, odd)));
                let wrong = plan.columns[meaning].meaning.bind(&labels);
                let digits = plan.columns[meaning].digits();
                if let Role::Value { digits: old, .. } = &mut plan.roles[at] {
                    *old = digits;
                }
                (wrong, "level")
            }
            Role::Skip | Role::Unnamed | Role::Id | Role::Simulated => continue,
        };
        // What is wrong with one code is mostly wrong with the others of its column.
        if let Some(Contradiction { code, label, labelled, valued }) = wrong.into_iter().next() {
            let name = rows.names()[at].clone();
            let message = format!(
                "the file labels `{code}` of `{name}` as `{label}`, which is the {what} `{labelled}`, and `value: {code}` is \
                 the {what} `{valued}`"
            );
            let hint = "take `value` out where the file labels its codes, or correct it: the labels decide";
            let place = rows.header(Some(at));
            faults.at(Fault::new("label-against-value", message).hint(hint), place);
        }
    }
    tell_odd(rows, &odd, faults);
}

/// Labels of a column of numbers that say other numbers than the codes.
struct Odd {
    /// The scale that the column belongs to.
    scale: Option<String>,
    /// What is said of the labels, and whether the study says that they count.
    message: String,
    mapped: bool,
}

/// Takes over the labels of a column of numbers.
fn bind_numbers(name: &str, column: &mut Column, labels: &[(String, String)]) -> Option<Odd> {
    let Meaning::Number(numbers) = &mut column.meaning else { return None };
    let scale = numbers.scale.clone();
    if let Some(answers) = &mut numbers.answers {
        let (code, label, number) = answers.bind(labels)?;
        let message = format!("the file has `{label}` of `{name}` as {code}, and `answers` as {number}");
        return Some(Odd { scale, message, mapped: true });
    }
    let (code, label) = labels.iter().find(|(code, label)| {
        let (code, label) = (number(code), number(label));
        label.is_some() && code != label
    })?;
    let message = format!("the file labels `{code}` of `{name}` as `{label}`");
    Some(Odd { scale, message, mapped: false })
}

/// Tells the labels that say other numbers than their codes; those of one scale once.
fn tell_odd<R: Rows>(rows: &mut R, odd: &[(usize, Odd)], faults: &mut Faults<'_>) {
    for (index, (at, first)) in odd.iter().enumerate() {
        let alike = |other: &&(usize, Odd)| (&other.1.scale, other.1.mapped) == (&first.scale, first.mapped);
        if first.scale.is_some() && odd[..index].iter().any(|other| alike(&other)) {
            continue;
        }
        let more = if first.scale.is_some() { odd[index + 1..].iter().filter(alike).count() } else { 0 };
        let so = if more > 0 { format!(", and so of {more} more") } else { String::new() };
        let fault = match (first.mapped, &first.scale) {
            (true, _) => Fault::note("answer-recoded", format!("{}{so}: `answers` is followed", first.message)),
            (false, scale) => {
                let message = format!("{}{so}: the code is taken, and not the label", first.message);
                Fault::warning("label-against-value", message).hint(match scale {
                    Some(scale) => format!(
                        "if the labels are the answers, say so on `{scale}` in instruments.yaml: `answers: {{\"0\": 0, …}}`"
                    ),
                    None => "if the labels are meant, make them the values in SPSS; else take them away there".to_owned(),
                })
            }
        };
        let place = rows.header(Some(*at));
        faults.at(fault, place);
    }
}

impl Meaning {
    /// Takes over the labels that a file gives to values.
    fn bind(&mut self, labels: &[(String, String)]) -> Vec<Contradiction> {
        match self {
            Meaning::Level(levels) | Meaning::Set(levels) => levels.bind(labels),
            Meaning::Gathered(gathered) => {
                gathered.bind(labels);
                Vec::new()
            }
            Meaning::Number(_) => Vec::new(),
        }
    }
}
