//! What each column of a table is: the header of a file beside the names that the study knows.

use std::collections::BTreeMap;

use super::Known;
use super::binding::{bind, swallowed};
use super::fault::{Fault, Faults};
use super::levels::Levels;
use super::meaning::Column;
use super::missing::quoted;
use super::near::meant;
use super::rows::Rows;
use super::wanted::{Wanted, columns, score_column, wanted};
use crate::diag::nearest;
use crate::model::Scale;

/// A column in which a file says of its rows that they are simulated.
const SIMULATED: &str = "simulated";

/// Unknown columns that are told one by one; of more there is one message with all their names.
const UNKNOWN: usize = 5;

/// Names in one message.
const LISTED: usize = 40;

/// Which of the two files is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    Participants,
    Responses,
}

/// Where the values of a column go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// To what is known of people once.
    Facts,
    /// To the timepoint of the row.
    Row,
    /// To one timepoint, by its position.
    Wave(usize),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Skip,
    Unnamed,
    Id,
    Timepoint,
    Simulated,
    Group,
    /// `field` is the position among the fields of facts, or among those of waves.
    Value {
        field: usize,
        meaning: usize,
        digits: u16,
        target: Target,
    },
}

/// A column of answers: its name without a timepoint, and where it stands in the file.
#[derive(Debug, Clone)]
pub struct Field {
    pub name: String,
    /// From 1; for each timepoint, where they have columns of their own.
    pub at: Vec<(Target, u32)>,
    pub set: bool,
}

/// How a file is read.
pub struct Plan {
    pub roles: Vec<Role>,
    pub columns: Vec<Column>,
    /// What stands for a timepoint.
    pub timepoints: Levels,
    /// How the column of groups is read.
    pub group: Option<Column>,
    pub facts: Vec<Field>,
    pub asked: Vec<Field>,
    pub id: usize,
    pub timepoint: Option<usize>,
    pub wide: bool,
}

/// Reads a header; without a column of ids, or of timepoints where one is needed, rows cannot be read.
pub fn plan<R: Rows>(rows: &mut R, which: Which, known: &Known<'_>, faults: &mut Faults<'_>) -> Option<Plan> {
    let names = rows.names().to_vec();
    let wanted = wanted(known, which);
    let wide = known.layout.wide.as_ref().filter(|_| which == Which::Responses);
    let columns = columns(&wanted, which, known);
    let mut plan = Plan {
        roles: Vec::new(),
        columns: Vec::new(),
        timepoints: Levels::of_timepoints(known.timepoints),
        group: known.group_column(),
        facts: Vec::new(),
        asked: Vec::new(),
        id: usize::MAX,
        timepoint: None,
        wide: wide.is_some(),
    };
    let mut unknown = Vec::new();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, name) in names.iter().enumerate() {
        // Of one timepoint a file needs no column, and then it may be left alone.
        let needed = known.timepoints.len() > 1 || known.layout.ignores(name).is_none();
        let timepoint = plan.needs_column(which) && *name == known.layout.timepoint && needed;
        let named = *name == known.layout.participant || timepoint || columns.contains_key(name);
        let ignored = known.layout.ignores(name);
        let role = if ignored.is_some() && !named {
            Role::Skip
        } else if name.is_empty() {
            Role::Unnamed
        } else if seen.insert(name, at).is_some() {
            let place = rows.header(Some(at));
            faults.at(Fault::new("duplicate-column", format!("the column `{name}` stands twice")), place);
            Role::Skip
        } else if *name == known.layout.participant {
            plan.id = at;
            Role::Id
        } else if timepoint {
            plan.timepoint = Some(at);
            Role::Timepoint
        } else if name == SIMULATED {
            Role::Simulated
        } else if let Some([(target, field), others @ ..]) = columns.get(name).map(Vec::as_slice) {
            if let [(_, other), ..] = others {
                let message = format!("the column `{name}` may be of `{field}` or of `{other}`");
                let hint = "put something between `{item}` and `{timepoint}` in `layout: {wide: …}` and in the names";
                let place = rows.header(Some(at));
                faults.at(Fault::new("ambiguous-column", message).hint(hint), place);
            }
            value(&mut plan, at, *target, field, &wanted[field]).unwrap_or_else(|other| {
                let message = format!("the columns `{}` and `{name}` are the same", names[other]);
                let place = rows.header(Some(at));
                faults.at(Fault::new("duplicate-column", message).hint("keep one of the two"), place);
                Role::Skip
            })
        } else {
            unknown.push(at);
            Role::Skip
        };
        if let Some(pattern) = ignored.filter(|_| named) {
            swallowed(pattern, name, role, faults);
        }
        plan.roles.push(role);
    }
    bind(rows, &mut plan, faults);
    if known.complete {
        let mut all: Vec<&str> = columns.keys().map(String::as_str).collect();
        all.push(&known.layout.participant);
        if plan.needs_timepoint(which, known) {
            all.push(&known.layout.timepoint);
        }
        let meant = tell_unknown(rows, &names, &unknown, &all, which, known, faults);
        missing_items(rows, &plan, &meant, known, faults);
        needed(rows, &plan, which, &meant, known, faults);
    }
    (plan.id != usize::MAX && (plan.timepoint.is_some() || !plan.needs_timepoint(which, known))).then_some(plan)
}

impl Plan {
    /// Whether a column may say at which timepoint a row was answered.
    fn needs_column(&self, which: Which) -> bool {
        which == Which::Responses && !self.wide
    }

    fn needs_timepoint(&self, which: Which, known: &Known<'_>) -> bool {
        which == Which::Responses && !self.wide && known.timepoints.len() > 1
    }
}

/// The role of a column of values; or the column that is the same already.
fn value(plan: &mut Plan, at: usize, target: Target, name: &str, what: &Wanted) -> Result<Role, usize> {
    let column = match what {
        Wanted::Group => return Ok(Role::Group),
        Wanted::Known(column) | Wanted::Asked(column) => column.clone(),
    };
    let fields = if target == Target::Facts { &mut plan.facts } else { &mut plan.asked };
    let number = u32::try_from(at + 1).unwrap_or(u32::MAX);
    let field = match fields.iter().position(|field| field.name == name) {
        Some(field) => field,
        None => {
            fields.push(Field { name: name.to_owned(), at: Vec::new(), set: column.meaning.is_set() });
            fields.len() - 1
        }
    };
    if let Some((_, other)) = fields[field].at.iter().find(|(other, _)| *other == target) {
        return Err(*other as usize - 1);
    }
    fields[field].at.push((target, number));
    let digits = column.digits();
    plan.columns.push(column);
    Ok(Role::Value { field, meaning: plan.columns.len() - 1, digits, target })
}

/// Tells the columns that nobody knows, and gives the names that were probably meant.
fn tell_unknown<'a, R: Rows>(
    rows: &mut R,
    names: &[String],
    unknown: &[usize],
    all: &[&'a str],
    which: Which,
    known: &Known<'_>,
    faults: &mut Faults<'_>,
) -> Vec<&'a str> {
    let mut found = Vec::new();
    if unknown.len() > UNKNOWN {
        tell_many(rows, names, unknown, faults);
        return found;
    }
    for at in unknown {
        let name = &names[*at];
        let mut fault = Fault::new("unknown-column", format!("unknown column `{name}`"));
        let near = nearest(name, all.iter().copied());
        found.extend(near);
        fault.hints.extend(meant(name, all.iter().copied()));
        let elsewhere = which == Which::Participants && known.measures.scales().any(|scale| has(scale, name));
        fault = match elsewhere {
            true => fault.hint("answers and scores stand in the file of responses"),
            false => fault.hint(format!(
                "where it is not to be read, say so in study.yaml: `layout: {{ignore: [{}]}}`",
                quoted(name)
            )),
        };
        let place = rows.header(Some(*at));
        faults.at(fault, place);
    }
    found
}

fn tell_many<R: Rows>(rows: &mut R, names: &[String], unknown: &[usize], faults: &mut Faults<'_>) {
    let listed: Vec<&str> = unknown.iter().take(LISTED).map(|at| names[*at].as_str()).collect();
    let rest = unknown.len() - listed.len();
    let more = if rest > 0 { format!(", … ({rest} more)") } else { String::new() };
    let message = format!("{} columns are unknown: {}{more}", unknown.len(), listed.join(", "));
    let hint = "correct their names, or list them under `layout: {ignore: […]}` in study.yaml, where a `*` at the end \
                of a name stands for anything";
    let place = rows.header(unknown.first().copied());
    faults.at(Fault::new("unknown-column", message).hint(hint), place);
}

fn has(scale: &Scale, column: &str) -> bool {
    score_column(scale) == Some(column) || scale.scoring.items.iter().any(|item| *item.column == *column)
}

/// Some items of a scale without the others give no score.
fn missing_items<R: Rows>(rows: &mut R, plan: &Plan, meant: &[&str], known: &Known<'_>, faults: &mut Faults<'_>) {
    let targets: Vec<Target> = match plan.wide {
        true => (0..known.timepoints.len()).map(Target::Wave).collect(),
        false => vec![Target::Row],
    };
    for scale in known.measures.scales() {
        for target in &targets {
            let there = |name: &str| {
                plan.asked.iter().any(|field| field.name == name && field.at.iter().any(|(at, _)| at == target))
            };
            let column = |name: &str| match (&known.layout.wide, target) {
                (Some(pattern), Target::Wave(wave)) => pattern.name(name, known.timepoints[*wave].id.as_str()),
                _ => name.to_owned(),
            };
            let gone: Vec<String> = scale
                .scoring
                .items
                .iter()
                .filter(|item| !there(&item.column))
                .map(|item| column(&item.column))
                .collect();
            let some = gone.len() < scale.scoring.items.len();
            let score = scale.scoring.column.as_deref().filter(|score| some && !there(score)).map(column);
            let gone = if some { gone } else { Vec::new() };
            // A column whose name is misspelt is not missing, too.
            let gone: Vec<String> = gone
                .into_iter()
                .chain(score)
                .filter(|name| !meant.contains(&name.as_str()))
                .map(|n| format!("`{n}`"))
                .collect();
            if !gone.is_empty() && !scale.scoring.items.is_empty() {
                let what = if gone.len() == 1 { "there is no column" } else { "there are no columns" };
                let message = format!("{what} {} of the scale `{}`", gone.join(", "), scale.id);
                let place = rows.header(None);
                faults.at(
                    Fault::new("missing-column", message).hint(
                        "a scale needs all of its columns: correct the header, or what `items` and `column` name",
                    ),
                    place,
                );
            }
        }
    }
}

/// Tells the columns without which no row can be read.
fn needed<R: Rows>(
    rows: &mut R,
    plan: &Plan,
    which: Which,
    meant: &[&str],
    known: &Known<'_>,
    faults: &mut Faults<'_>,
) {
    let mut lacks = |name: &str, hint: &str| {
        if !meant.contains(&name) {
            let place = rows.header(None);
            faults.at(Fault::new("missing-column", format!("there is no column `{name}`")).hint(hint), place);
        }
    };
    if plan.id == usize::MAX {
        let hint = "name the column of participants' ids in study.yaml: `layout: {participant: NAME}`";
        lacks(&known.layout.participant, hint);
    }
    if plan.timepoint.is_none() && plan.needs_timepoint(which, known) {
        let hint = "name the column of timepoints in study.yaml, `layout: {timepoint: NAME}`; or, where a row holds all \
                    timepoints, say how its columns are named: `layout: {wide: \"{item}_{timepoint}\"}`";
        lacks(&known.layout.timepoint, hint);
    }
}
