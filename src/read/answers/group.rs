//! The column by which people are compared.

use std::collections::BTreeMap;

use super::Known;
use crate::diag::{Diagnostic, Sink};
use crate::model::{Answers, LevelId, LevelOf, Variable, VariableId, VariableKind};
use crate::read::names::kebab;

/// A group needs people.
pub fn without_data(known: &Known<'_>, sink: &mut Sink) {
    if let Some(group) = known.group {
        let message = "`group` compares participants, and there are no participant-level data";
        let hint = "add data/quantitative/participants.csv with this column, or take the key out";
        sink.push(Diagnostic::error("no-group", message).at(&group.origin).hint(hint));
    }
}

/// A declared variable must be one of which each person has one level, and an undeclared one must not take a name; false
/// where it does not hold.
pub fn check(known: &Known<'_>, sink: &mut Sink) -> bool {
    let Some(group) = known.group else { return true };
    let column = &group.value;
    let message = match known.measures.variable(column) {
        Some(variable) if variable.kind != VariableKind::Categorical => {
            format!("people cannot be compared by `{column}`: it is not categorical")
        }
        Some(variable) if variable.multiple => {
            format!("people cannot be compared by `{column}`: one person may have several of its levels")
        }
        Some(_) => return true,
        None => {
            let id = kebab(column);
            if known.measures.variable(&id).is_none() && known.measures.scale(&id).is_none() {
                return true;
            }
            format!("the group `{column}` is not the same as `{id}` in instruments.yaml, and would have its name")
        }
    };
    sink.push(Diagnostic::error("no-group", message).at(&group.origin));
    false
}

/// The variable of a group of which `instruments.yaml` says nothing, from the levels that were found.
pub fn variable(
    known: &Known<'_>,
    answers: &Answers,
    levels: Option<Vec<String>>,
    sink: &mut Sink,
) -> Option<Variable> {
    let group = known.group?;
    let id = known.group_id()?;
    if answers.facts.column(&id).is_none() {
        let message = format!("no file of participant-level data has a column `{}`", group.value);
        sink.push(Diagnostic::error("no-group", message).at(&group.origin));
        return None;
    }
    let mut ids: BTreeMap<String, &String> = BTreeMap::new();
    let levels = levels?;
    let mut made = Vec::new();
    for (at, value) in levels.iter().enumerate() {
        let id = Some(kebab(value)).filter(|id| !id.is_empty()).unwrap_or_else(|| format!("level-{}", at + 1));
        if let Some(other) = ids.insert(id.clone(), value) {
            let message = format!("`{other}` and `{value}` in column `{}` look like one group", group.value);
            let hint = format!(
                "write them alike, or declare `{}` under `variables` in instruments.yaml, each level with its `value`",
                group.value
            );
            sink.push(Diagnostic::error("no-group", message).at(&group.origin).hint(hint));
        }
        made.push(LevelOf { id: LevelId::new(id), label: capital(value), values: vec![value.clone()] });
    }
    Some(Variable {
        id: VariableId::new(id),
        label: capital(&group.value),
        kind: VariableKind::Categorical,
        unit: None,
        decimals: 1,
        levels: made,
        multiple: false,
        no_answer: None,
        origin: group.origin.clone(),
    })
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
