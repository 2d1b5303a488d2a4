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
    for at in 0..plan.roles.len() {
        let labels = rows.labels(at);
        if labels.is_empty() {
            continue;
        }
        let (wrong, what) = match plan.roles[at] {
            Role::Timepoint => (plan.timepoints.bind(&labels), "timepoint"),
            Role::Group => (plan.group.as_mut().map_or_else(Vec::new, |group| group.meaning.bind(&labels)), "level"),
            Role::Value { meaning, .. } => {
                bind_numbers(rows, at, &mut plan.columns[meaning], &labels, faults);
                let wrong = plan.columns[meaning].meaning.bind(&labels);
                let digits = plan.columns[meaning].digits();
                if let Role::Value { digits: old, .. } = &mut plan.roles[at] {
                    *old = digits;
                }
                (wrong, "level")
            }
            Role::Skip | Role::Unnamed | Role::Id | Role::Simulated => continue,
        };
        for Contradiction { code, label, labelled, valued } in wrong {
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
}

/// Tells where the labels of a column of numbers are numbers themselves, and other ones.
fn bind_numbers<R: Rows>(
    rows: &mut R,
    at: usize,
    column: &mut Column,
    labels: &[(String, String)],
    faults: &mut Faults<'_>,
) {
    let Meaning::Number(numbers) = &mut column.meaning else { return };
    let name = rows.names()[at].clone();
    if let Some(answers) = &mut numbers.answers {
        if let Some((code, label, number)) = answers.bind(labels) {
            let message = format!(
                "the file has `{label}` of `{name}` as {code}, and `answers` as {number}: `answers` is followed"
            );
            let place = rows.header(Some(at));
            faults.at(Fault::note("answer-recoded", message), place);
        }
        return;
    }
    let other = labels.iter().find(|(code, label)| {
        let (code, label) = (number(code), number(label));
        label.is_some() && code != label
    });
    if let Some((code, label)) = other {
        let message =
            format!("the file labels `{code}` of `{name}` as `{label}`: the code is taken, and not the label");
        let hint = "if the labels are the answers, map them on the scale: `answers: {\"0\": 0, …}`";
        let place = rows.header(Some(at));
        faults.at(Fault::warning("label-against-value", message).hint(hint), place);
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
