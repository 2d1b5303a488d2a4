//! What each column of a table is: the header of a file beside the names that the study knows.

use std::collections::BTreeMap;

use super::Known;
use super::fault::{Fault, Faults};
use super::meaning::{Bounds, Levels, Meaning, Missing};
use super::rows::Rows;
use crate::diag::nearest;
use crate::model::{Scale, Variable};

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
    pub meanings: Vec<Meaning>,
    pub facts: Vec<Field>,
    pub asked: Vec<Field>,
    pub id: usize,
    pub timepoint: Option<usize>,
    pub wide: bool,
}

/// What a name stands for.
#[derive(Clone)]
enum Wanted<'a> {
    Number(Vec<Bounds>),
    Variable(&'a Variable),
    Group,
}

/// Reads a header; without a column of ids, or of timepoints where one is needed, rows cannot be read.
pub fn plan<R: Rows>(
    rows: &mut R,
    which: Which,
    known: &Known<'_>,
    missing: &Missing,
    faults: &mut Faults<'_>,
) -> Option<Plan> {
    let names = rows.names().to_vec();
    let wanted = wanted(known, which);
    let wide = known.layout.wide.as_ref().filter(|_| which == Which::Responses);
    let columns = columns(&wanted, which, known);
    let mut plan = Plan {
        roles: Vec::new(),
        meanings: Vec::new(),
        facts: Vec::new(),
        asked: Vec::new(),
        id: usize::MAX,
        timepoint: None,
        wide: wide.is_some(),
    };
    let mut unknown = Vec::new();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, name) in names.iter().enumerate() {
        let role = if name.is_empty() {
            Role::Unnamed
        } else if known.layout.ignores(name) {
            Role::Skip
        } else if seen.insert(name, at).is_some() {
            let place = rows.header(Some(at));
            faults.at(Fault::new("duplicate-column", format!("the column `{name}` stands twice")), place);
            Role::Skip
        } else if *name == known.layout.participant {
            plan.id = at;
            Role::Id
        } else if which == Which::Responses && wide.is_none() && *name == known.layout.timepoint {
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
            value(&mut plan, at, *target, field, &wanted[field], missing).unwrap_or_else(|other| {
                let message = format!("the columns `{}` and `{name}` are the same", names[other]);
                let place = rows.header(Some(at));
                faults.at(Fault::new("duplicate-column", message).hint("keep one of the two"), place);
                Role::Skip
            })
        } else {
            unknown.push(at);
            Role::Skip
        };
        plan.roles.push(role);
    }
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
    fn needs_timepoint(&self, which: Which, known: &Known<'_>) -> bool {
        which == Which::Responses && !self.wide && known.timepoints.len() > 1
    }
}

/// What each column stands for that a file may have; more than one thing where the pattern of names leaves it open.
fn columns(
    wanted: &BTreeMap<String, Wanted<'_>>,
    which: Which,
    known: &Known<'_>,
) -> BTreeMap<String, Vec<(Target, String)>> {
    let mut columns: BTreeMap<String, Vec<(Target, String)>> = BTreeMap::new();
    let mut add = |column: String, target, name: &str| {
        let meant = columns.entry(column).or_default();
        let this = (target, name.to_owned());
        if !meant.contains(&this) {
            meant.push(this);
        }
    };
    for (name, what) in wanted {
        match (which, &known.layout.wide) {
            (Which::Participants, _) => add(name.clone(), Target::Facts, name),
            (Which::Responses, None) => add(name.clone(), Target::Row, name),
            (Which::Responses, Some(pattern)) => {
                for (wave, timepoint) in known.timepoints.iter().enumerate() {
                    for text in [Some(timepoint.id.as_str()), timepoint.value.as_deref()].into_iter().flatten() {
                        add(pattern.name(name, text), Target::Wave(wave), name);
                    }
                }
                // What was asked once may stand beside what was asked at each timepoint.
                if !matches!(what, Wanted::Number(_)) {
                    add(name.clone(), Target::Facts, name);
                }
            }
        }
    }
    columns
}

/// Every name that may stand in a file, without timepoints.
fn wanted<'a>(known: &Known<'a>, which: Which) -> BTreeMap<String, Wanted<'a>> {
    let mut wanted = BTreeMap::new();
    let group = known.group.map(|group| group.value.as_str());
    for variable in &known.measures.variables {
        let what = if group == Some(variable.id.as_str()) { Wanted::Group } else { Wanted::Variable(variable) };
        wanted.insert(variable.id.to_string(), what);
    }
    if let Some(group) = group {
        wanted.insert(group.to_owned(), Wanted::Group);
    }
    if which == Which::Participants {
        return wanted;
    }
    let mut number = |column: &str, bounds: Option<Bounds>| {
        let entry = wanted.entry(column.to_owned()).or_insert_with(|| Wanted::Number(Vec::new()));
        if let Wanted::Number(all) = entry {
            all.extend(bounds.filter(|bounds| !all.iter().any(|b| (b.low, b.high) == (bounds.low, bounds.high))));
        }
    };
    for scale in known.measures.scales() {
        let within = |range: Option<(f64, f64)>, what: String| range.map(|(low, high)| Bounds { low, high, what });
        for item in &scale.scoring.items {
            let what = format!("the range of an item of `{}`", scale.id);
            number(&item.column, within(scale.scoring.item_range, what));
        }
        if let Some(column) = score_column(scale) {
            number(column, within(scale.range, format!("the range of `{}`", scale.id)));
        }
    }
    wanted
}

/// The column of a scale's scores; its own id where the study does not say how else it is scored.
pub fn score_column(scale: &Scale) -> Option<&str> {
    let scoring = &scale.scoring;
    match &scoring.column {
        Some(column) => Some(column),
        None => (scoring.items.is_empty() && scoring.parts.is_empty()).then_some(scale.id.as_str()),
    }
}

/// The role of a column of values; or the column that is the same already.
fn value(
    plan: &mut Plan,
    at: usize,
    target: Target,
    name: &str,
    what: &Wanted<'_>,
    missing: &Missing,
) -> Result<Role, usize> {
    let meaning = match what {
        Wanted::Group => return Ok(Role::Group),
        Wanted::Number(bounds) => Meaning::Number { bounds: bounds.clone(), whole: false },
        Wanted::Variable(variable) => Meaning::of(variable),
    };
    let fields = if target == Target::Facts { &mut plan.facts } else { &mut plan.asked };
    let number = u32::try_from(at + 1).unwrap_or(u32::MAX);
    let field = match fields.iter().position(|field| field.name == name) {
        Some(field) => field,
        None => {
            fields.push(Field { name: name.to_owned(), at: Vec::new(), set: meaning.is_set() });
            fields.len() - 1
        }
    };
    if let Some((_, other)) = fields[field].at.iter().find(|(other, _)| *other == target) {
        return Err(*other as usize - 1);
    }
    fields[field].at.push((target, number));
    let digits = meaning.digits(missing);
    plan.meanings.push(meaning);
    Ok(Role::Value { field, meaning: plan.meanings.len() - 1, digits, target })
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
    let mut meant = Vec::new();
    if unknown.len() > UNKNOWN {
        tell_many(rows, names, unknown, faults);
        return meant;
    }
    for at in unknown {
        let name = &names[*at];
        let mut fault = Fault::new("unknown-column", format!("unknown column `{name}`"));
        let near = nearest(name, all.iter().copied());
        meant.extend(near);
        fault.hints.extend(near.map(|near| format!("did you mean `{near}`?")));
        let elsewhere = which == Which::Participants && known.measures.scales().any(|scale| has(scale, name));
        fault = match elsewhere {
            true => fault.hint("answers and scores stand in the file of responses"),
            false => {
                fault.hint(format!("where it is not to be read, say so in study.yaml: `layout: {{ignore: [{name}]}}`"))
            }
        };
        let place = rows.header(Some(*at));
        faults.at(fault, place);
    }
    meant
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

impl Meaning {
    /// How the values of a variable are read.
    pub fn of(variable: &Variable) -> Self {
        use crate::model::VariableKind;
        match variable.kind {
            VariableKind::Categorical if variable.multiple => Meaning::Set(Levels::of(variable)),
            VariableKind::Categorical => Meaning::Level(Levels::of(variable)),
            VariableKind::Continuous => Meaning::Number { bounds: Vec::new(), whole: false },
            VariableKind::Count => Meaning::Number { bounds: Vec::new(), whole: true },
        }
    }
}
