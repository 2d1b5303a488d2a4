//! Rows into columns: whose answers they are, and at which timepoint.

use std::sync::Arc;

use indexmap::IndexSet;

use super::Known;
use super::fault::{Fault, Faults};
use super::growing::{Growing, Order};
use super::header::{Field, Plan, Role, Target, Which};
use super::levels::Unnamed;
use super::meaning::{Column as Reading, Gathered, Meaning, Problem, Value};
use super::missing::Missing;
use super::near::meant;
use super::number::{NoNumber, no_number, number};
use super::preview::Preview;
use super::rows::{Cell, Rows};
use super::same_person::{self, Written};
use super::totals::{self, Name};
use crate::diag::{Diagnostic, Origin, Sink, Sources, difference, nearest};
use crate::model::{Answers, Column, Table};

/// Among more people than these nobody is looked for whose id is near to an unknown one.
const SEARCHED: usize = 50_000;

/// What was read so far. People are numbered as they are met.
pub struct Intake<'a> {
    pub known: &'a Known<'a>,
    missing: Arc<Missing>,
    people: IndexSet<Box<str>>,
    written: Written,
    /// The file of participants, where there is one: nobody else takes part.
    register: Option<Arc<str>>,
    facts: Part,
    waves: Vec<Part>,
    /// What the column of groups means, and its position among the facts.
    group: Option<Reading>,
    group_field: Option<usize>,
    simulated: bool,
}

/// The columns of one timepoint, or of what was asked once.
#[derive(Default)]
struct Part {
    file: Arc<str>,
    names: Vec<(Arc<str>, u32)>,
    columns: Vec<Growing>,
    /// The row of each person; 0 where they have none.
    lines: Vec<u32>,
}

impl Part {
    fn line(&self, person: usize) -> u32 {
        self.lines.get(person).copied().unwrap_or(0)
    }

    fn enter(&mut self, person: usize, line: u32) {
        if person >= self.lines.len() {
            self.lines.resize(person + 1, 0);
        }
        self.lines[person] = line;
    }

    fn add(&mut self, name: &Arc<str>, at: u32, set: bool) {
        self.names.push((name.clone(), at));
        self.columns.push(Growing::new(set));
    }

    fn ordered(self, order: &Order) -> Table {
        let columns = self.names.into_iter().zip(self.columns);
        let columns = columns.map(|((name, at), column)| Column { name, at, values: column.ordered(order) });
        Table { file: self.file, columns: columns.collect(), lines: order.apply(self.lines, 0) }
    }
}

impl<'a> Intake<'a> {
    pub fn new(known: &'a Known<'a>) -> Self {
        Self {
            known,
            missing: known.missing(),
            people: IndexSet::new(),
            written: Written::default(),
            register: None,
            facts: Part::default(),
            waves: known.timepoints.iter().map(|_| Part::default()).collect(),
            group: known.group_column(),
            group_field: None,
            simulated: false,
        }
    }

    /// Makes the columns that a file brings.
    pub fn prepare(&mut self, file: &Arc<str>, which: Which, plan: &mut Plan) {
        let offset = self.facts.names.len();
        let place = |field: &Field, target: Target| {
            let own = field.at.iter().find(|(at, _)| *at == target);
            own.or(field.at.first()).map_or(1, |(_, at)| *at)
        };
        debug_assert!(offset == 0 || plan.facts.is_empty() || which == Which::Responses, "facts come first");
        for field in &plan.facts {
            self.facts.add(&Arc::from(field.name.as_str()), place(field, Target::Facts), field.set);
        }
        // Groups that were found in the other file are the same groups here.
        if let (Some(Meaning::Gathered(before)), Some(Meaning::Gathered(now))) =
            (self.group.as_ref().map(|group| &group.meaning), plan.group.as_mut().map(|group| &mut group.meaning))
        {
            now.found.clone_from(&before.found);
        }
        let group = plan.roles.iter().position(|role| *role == Role::Group);
        if let (Some(at), None, Some(id)) = (group, self.group_field, self.known.group_id()) {
            self.group_field = Some(self.facts.names.len());
            self.facts.add(&Arc::from(id), u32::try_from(at + 1).unwrap_or(u32::MAX), false);
        }
        if which == Which::Participants || (self.register.is_none() && !self.facts.names.is_empty()) {
            self.facts.file = file.clone();
        }
        if which == Which::Responses {
            for field in &plan.asked {
                let name: Arc<str> = Arc::from(field.name.as_str());
                for (wave, part) in self.waves.iter_mut().enumerate() {
                    let target = if plan.wide { Target::Wave(wave) } else { Target::Row };
                    part.add(&name, place(field, target), field.set);
                }
            }
            self.waves.iter_mut().for_each(|part| part.file = file.clone());
        }
    }

    /// Takes over what a file told of groups.
    pub fn done(&mut self, plan: Plan) {
        self.group = plan.group;
    }

    /// After the file of participants nobody is added.
    pub fn close(&mut self, file: &Arc<str>) {
        self.register = Some(file.clone());
    }

    /// Takes in a row.
    pub fn row<R: Rows>(
        &mut self,
        rows: &mut R,
        plan: &mut Plan,
        which: Which,
        preview: &Preview,
        faults: &mut Faults<'_>,
    ) {
        if header_again(rows, plan, faults) {
            return;
        }
        if !fits(rows, plan, faults) {
            // Who they are may still be told, so that their answers are not those of a stranger.
            if which == Which::Participants && plan.id < rows.width() {
                self.person(rows, plan, faults);
            }
            return;
        }
        if self.total(rows, plan, faults) {
            return;
        }
        let person = self.person(rows, plan, faults);
        let wave = self.wave(rows, plan, which, faults);
        let own = match (person, wave) {
            (Some(person), Ok(target)) => self.enter(rows, plan, person, target, faults).then_some(person),
            _ => None,
        };
        for at in 0..plan.roles.len() {
            match plan.roles[at] {
                Role::Skip | Role::Id | Role::Timepoint => {}
                Role::Value { field, meaning, digits, target } => {
                    let target = if target == Target::Row { wave.unwrap_or(target) } else { target };
                    if let Some(digit) = rows.digit(at).filter(|digit| digits >> digit & 1 == 1) {
                        if let Some((column, person)) = self.column(target, field).zip(own) {
                            #[expect(clippy::cast_possible_wrap, reason = "it is a digit")]
                            column.small(person, digit as i8);
                        }
                        continue;
                    }
                    let cell = rows.cell(at);
                    if cell == Cell::Empty {
                        continue;
                    }
                    match plan.columns[meaning].read(&cell) {
                        Ok(value) => {
                            if let Some((column, person)) = self.column(target, field).zip(own) {
                                put(column, person, value);
                            }
                        }
                        Err(problem) => {
                            let name = rows.names()[at].clone();
                            tell(rows, at, problem, &name, &plan.columns[meaning], faults);
                        }
                    }
                }
                Role::Group => self.group(rows, at, own, plan, faults),
                Role::Simulated => self.simulated |= !self.missing.holds(&rows.cell(at)),
                Role::Unnamed => {
                    if rows.cell(at) != Cell::Empty {
                        unnamed(rows, at, preview, faults);
                        plan.roles[at] = Role::Skip;
                    }
                }
            }
        }
    }

    fn column(&mut self, target: Target, field: usize) -> Option<&mut Growing> {
        match target {
            Target::Facts => self.facts.columns.get_mut(field),
            Target::Wave(wave) => self.waves.get_mut(wave)?.columns.get_mut(field),
            Target::Row => None,
        }
    }

    /// Whose row it is; a row of nobody, or of somebody unknown, is told.
    fn person<R: Rows>(&mut self, rows: &mut R, plan: &Plan, faults: &mut Faults<'_>) -> Option<usize> {
        let cell = rows.cell(plan.id);
        if self.missing.holds(&cell) {
            let name = self.known.layout.participant.as_str();
            faults.tell(rows, plan.id, "missing-id", |_| {
                Fault::new("missing-id", "this row names no participant")
                    .hint(format!("fill in its `{name}`, or delete the row"))
            });
            return None;
        }
        if let Some(problem) = failed(&cell) {
            let name = self.known.layout.participant.clone();
            tell(rows, plan.id, problem, &name, &self.plain(), faults);
            return None;
        }
        let id = cell.shown();
        match (self.people.get_index_of(&*id), &self.register) {
            (Some(person), _) => Some(person),
            (None, None) => {
                let id: Box<str> = Box::from(&*id);
                let person = self.people.len();
                let alike = self.written.meets(&id, person);
                self.people.insert(id);
                if alike {
                    let place = rows.place(Some(plan.id));
                    self.written.place(place);
                }
                Some(person)
            }
            (None, Some(file)) => {
                let (people, file) = (&self.people, file.clone());
                faults.tell(rows, plan.id, "unknown-participant", |rows| {
                    unknown_participant(&rows.cell(plan.id).shown(), people, &file)
                });
                None
            }
        }
    }

    /// Tells a row of totals, which is nobody's.
    fn total<R: Rows>(&self, rows: &mut R, plan: &Plan, faults: &mut Faults<'_>) -> bool {
        let named =
            |at: usize| matches!(rows.cell(at), Cell::Text(..)) && totals::name(&rows.cell(at).shown()) == Name::Total;
        let at = match self.missing.holds(&rows.cell(plan.id)) {
            // The name may stand in the column of timepoints, or in one that is not read.
            true => (0..rows.width()).find(|at| named(*at)),
            false => {
                let total = match totals::name(&rows.cell(plan.id).shown()) {
                    Name::Total => true,
                    Name::Perhaps => self.are_numbered(),
                    Name::Other => false,
                };
                total.then_some(plan.id)
            }
        };
        let Some(at) = at else { return false };
        faults.tell(rows, at, "totals-row", |rows| {
            let shown = rows.cell(at).shown().into_owned();
            Fault::new("totals-row", format!("the row `{shown}` holds totals, and nobody's answers"))
                .hint("delete the row: what it holds is computed from the others")
        });
        true
    }

    /// Whether nearly everybody so far has a number in the id, so that a word is nobody's.
    fn are_numbered(&self) -> bool {
        let numbered = self.people.iter().filter(|id| id.bytes().any(|byte| byte.is_ascii_digit())).count();
        self.people.len() >= 3 && numbered * 5 >= self.people.len() * 4
    }

    /// Tells what is seen when all rows were read: people who may be one, and rows that hold statistics of the others.
    pub fn settle(&mut self, sources: &mut Sources, sink: &mut Sink) {
        let written = std::mem::take(&mut self.written);
        let parts = || self.waves.iter().chain([&self.facts]);
        let line = |person: usize| {
            let part = parts().find(|part| part.line(person) != 0);
            part.map_or_else(String::new, |part| format!("at {}:{}", part.file, part.line(person)))
        };
        let lie = |one: usize, other: usize| {
            let answered = |person: usize| self.waves.iter().any(|part| part.line(person) != 0);
            let shared = self.waves.iter().any(|part| part.line(one) != 0 && part.line(other) != 0);
            match self.register.is_none() && answered(one) && answered(other) && !shared {
                true => same_person::Lie::Apart,
                false => same_person::Lie::Together,
            }
        };
        written.tell(|person| self.people[person].to_string(), line, lie, sources, sink);
        for part in parts() {
            for (person, what) in totals::statistics(&part.columns, self.people.len()) {
                let id = &self.people[person];
                let message = format!("the row `{id}` holds {} of its columns, and nobody's answers", what.words());
                let origin = Origin::new(&part.file, part.line(person), 1, 1);
                let diagnostic = Diagnostic::error("totals-row", message).at(&origin);
                sink.push(diagnostic.hint("delete the row: what it holds is computed from the others"));
            }
        }
    }

    /// Where a row's values go.
    fn wave<R: Rows>(&self, rows: &mut R, plan: &Plan, which: Which, faults: &mut Faults<'_>) -> Result<Target, ()> {
        let Some(at) = plan.timepoint else {
            return Ok(if which == Which::Participants || plan.wide { Target::Facts } else { Target::Wave(0) });
        };
        let cell = rows.cell(at);
        if self.missing.holds(&cell) {
            faults.tell(rows, at, "unknown-timepoint", |_| {
                Fault::new("unknown-timepoint", "this row names no timepoint").hint(self.known.timepoints_hint())
            });
            return Err(());
        }
        if let Some(problem) = failed(&cell) {
            let name = self.known.layout.timepoint.clone();
            tell(rows, at, problem, &name, &self.plain(), faults);
            return Err(());
        }
        let found = plan.timepoints.find(&cell);
        match found {
            Ok(wave) => return Ok(Target::Wave(wave)),
            Err(_) if !self.known.complete => {}
            Err(Unnamed::Several(what)) => faults.tell(rows, at, "unknown-timepoint", |rows| {
                let shown = rows.cell(at).shown().into_owned();
                Fault::new("unknown-timepoint", format!("`{shown}` may be {what}"))
                    .hint("the other cells of the column do not tell which: give the timepoints other labels or values")
            }),
            Err(Unnamed::Unknown) => faults.tell(rows, at, "unknown-timepoint", |rows| {
                let cell = rows.cell(at);
                let shown = cell.shown().into_owned();
                let label = cell.label().map_or_else(String::new, |label| format!(", in the file labelled `{label}`"));
                let mut fault = Fault::new("unknown-timepoint", format!("there is no timepoint `{shown}`{label}"));
                fault.hints.extend(meant(cell.label().unwrap_or(&shown), plan.timepoints.names()));
                fault.hint(self.known.timepoints_hint())
            }),
        }
        Err(())
    }

    /// How a column is read that holds names of any kind.
    fn plain(&self) -> Reading {
        Reading { meaning: Meaning::Gathered(Gathered::default()), missing: self.missing.clone() }
    }

    /// Notes the row of a person; false where they have one already.
    fn enter<R: Rows>(
        &mut self,
        rows: &mut R,
        plan: &Plan,
        person: usize,
        target: Target,
        faults: &mut Faults<'_>,
    ) -> bool {
        let line = rows.number();
        let part = match target {
            Target::Wave(wave) => &mut self.waves[wave],
            _ if plan.wide => &mut self.waves[0],
            _ => &mut self.facts,
        };
        let first = part.line(person);
        if first != 0 {
            let at = match target {
                Target::Wave(wave) if self.known.timepoints.len() > 1 => {
                    format!(" at {}", self.known.timepoints[wave].id)
                }
                _ => String::new(),
            };
            let id = &self.people[person];
            faults.tell(rows, plan.id, "participant-twice", |_| {
                Fault::new("participant-twice", format!("participant `{id}` stands twice{at}")).hint(format!(
                    "it stands first {} {} {first}: keep one of the two",
                    R::IN,
                    R::ROW
                ))
            });
            return false;
        }
        part.enter(person, line);
        if plan.wide {
            self.waves[1..].iter_mut().for_each(|part| part.enter(person, line));
        }
        if self.register.is_none() && !self.facts.names.is_empty() && self.facts.line(person) == 0 {
            self.facts.enter(person, line);
        }
        true
    }

    /// The group of a person, which is one throughout.
    fn group<R: Rows>(
        &mut self,
        rows: &mut R,
        at: usize,
        own: Option<usize>,
        plan: &mut Plan,
        faults: &mut Faults<'_>,
    ) {
        let (Some(group), Some(field)) = (&mut plan.group, self.group_field) else { return };
        let name = &self.facts.names[field].0;
        let value = match group.read(&rows.cell(at)) {
            Ok(Value::Number(value)) => value,
            Ok(_) => return,
            Err(problem) => return tell(rows, at, problem, name, group, faults),
        };
        let Some(person) = own else { return };
        let column = &mut self.facts.columns[field];
        match column.get(person).filter(|before| *before != value) {
            None => column.number(person, value),
            Some(before) => {
                let id = &self.people[person];
                faults.tell(rows, at, "group-changes", |rows| {
                    let shown = rows.cell(at).shown().into_owned();
                    let message = format!(
                        "participant `{id}` is of `{}` elsewhere, and here of `{shown}`",
                        group.meaning.level(before)
                    );
                    Fault::new("group-changes", message)
                        .hint("the column by which people are compared says the same in all of a person's rows")
                });
            }
        }
    }

    /// Sorts people by id. The second is the levels of a group that nobody declared, as they were found.
    pub fn finish(mut self) -> (Answers, Option<Vec<String>>) {
        let gathered = match self.group.as_ref().map(|group| &group.meaning) {
            Some(Meaning::Gathered(gathered)) => Some(sorted_levels(&gathered.found)),
            _ => None,
        };
        if let (Some((_, ranks)), Some(field)) = (&gathered, self.group_field) {
            let column = std::mem::replace(&mut self.facts.columns[field], Growing::new(false));
            for person in 0..self.people.len() {
                if let Some(value) = column.get(person) {
                    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is a position")]
                    self.facts.columns[field].number(person, ranks[value as usize] as f64);
                }
            }
        }
        let levels = gathered.filter(|_| self.group_field.is_some()).map(|(levels, _)| levels);
        let (people, order) = Order::sort(self.people.into_iter().collect());
        let facts = self.facts.ordered(&order);
        let waves = self.waves.into_iter().map(|part| part.ordered(&order)).collect();
        (Answers { people, facts, waves, simulated: self.simulated }, levels)
    }
}

/// Levels in order, of numbers or of text, and the place of each in it.
fn sorted_levels(found: &IndexSet<String>) -> (Vec<String>, Vec<usize>) {
    let mut levels: Vec<&String> = found.iter().collect();
    let numbers: Option<Vec<f64>> = levels.iter().map(|level| super::number::number(level)).collect();
    match numbers {
        Some(_) => levels.sort_by(|a, b| {
            let number = |text: &str| super::number::number(text).unwrap_or(0.0);
            number(a).total_cmp(&number(b)).then(a.cmp(b))
        }),
        None => levels.sort_by_key(|level| (level.to_lowercase(), (*level).clone())),
    }
    let rank = |level: &String| levels.iter().position(|other| *other == level).unwrap_or(0);
    let ranks = found.iter().map(rank).collect();
    (levels.into_iter().cloned().collect(), ranks)
}

fn put(column: &mut Growing, person: usize, value: Value) {
    match value {
        Value::None => {}
        Value::Number(number) => column.number(person, number),
        Value::Set(set) => column.set(person, set),
    }
}

fn tell<R: Rows>(rows: &mut R, at: usize, problem: Problem, name: &str, column: &Reading, faults: &mut Faults<'_>) {
    faults.tell(rows, at, problem.code(), |rows| problem.fault(&rows.cell(at), name, column));
}

/// Why a cell holds nothing that could name anybody or anything.
fn failed(cell: &Cell<'_>) -> Option<Problem> {
    match cell {
        Cell::Uncomputed => Some(Problem::Uncomputed),
        Cell::Fault(_) => Some(Problem::Fault),
        Cell::Text(text, _) if text.starts_with('#') && no_number(text) == NoNumber::Error => Some(Problem::Fault),
        Cell::Text(..) | Cell::Number(..) | Cell::Date(_) | Cell::Empty => None,
    }
}

/// Whether a row is the header once more, as where files were put behind one another.
fn header_again<R: Rows>(rows: &mut R, plan: &Plan, faults: &mut Faults<'_>) -> bool {
    let same = |rows: &R, at: usize| rows.names().get(at).is_some_and(|name| *name == *rows.cell(at).shown());
    if plan.id >= rows.width() || !same(rows, plan.id) {
        return false;
    }
    let all = (0..rows.names().len().min(rows.width())).all(|at| same(rows, at));
    let message = "the header stands here again";
    let fault = match all {
        true => Fault::warning("header-row", format!("{message}: this {} is not read", R::ROW))
            .hint("delete it; look whether what follows was meant to be in this file"),
        false => Fault::new("header-row", format!("{message}, with other columns"))
            .hint("the rows below have another order of columns: put them right, and delete this one"),
    };
    let place = rows.place(None);
    faults.at(fault, place);
    true
}

/// Tells a column that holds something and has no name.
fn unnamed<R: Rows>(rows: &mut R, at: usize, preview: &Preview, faults: &mut Faults<'_>) {
    let shown = rows.cell(at).shown().into_owned();
    let fault = Fault::new("unknown-column", format!("`{shown}` stands in a column without a name"));
    let fault = match preview.second.get(at).filter(|name| !name.is_empty()) {
        Some(name) => {
            fault.hint(format!("the row below the header calls it `{name}`: join the two into one row of names"))
        }
        None => fault.hint("give the column a name in the header, or empty it"),
    };
    let place = rows.place(Some(at));
    faults.at(fault, place);
}

/// Whether a row has as many cells as the header; more are right where they are empty.
fn fits<R: Rows>(rows: &mut R, plan: &Plan, faults: &mut Faults<'_>) -> bool {
    let (width, wanted) = (rows.width(), plan.roles.len());
    if width == wanted || (width > wanted && (wanted..width).all(|at| rows.cell(at) == Cell::Empty)) {
        return true;
    }
    if faults.count("csv-width", plan.id, rows.number()) {
        let cells = crate::diag::plural(width, "cell");
        let fault = Fault::new("csv-width", format!("this row has {cells}, the header {wanted}"));
        if let Some(at) = (0..width).find(|at| rows.cell(*at).shown().contains('\n')) {
            let message = "this double quote opens a cell that goes on over the next lines";
            let hint = "close the cell with another double quote, or take this one out";
            let mut place = rows.place(Some(at));
            place.origin.width = 1;
            faults.at(Fault::new("csv-syntax", message).hint(hint), place);
            return false;
        }
        let hint = match width == wanted + 1 && number(&rows.cell(0).shown()).is_some() {
            true => {
                "where the first cell is the number of the row, as R's `write.table` writes it, leave it out: \
                 `row.names = FALSE`; a cell that holds the separator needs double quotes around it"
            }
            false => "a cell that holds the separator needs double quotes around it; an empty cell needs its separator",
        };
        let place = rows.place(None);
        faults.at(fault.hint(hint), place);
    }
    false
}

fn unknown_participant(id: &str, people: &IndexSet<Box<str>>, file: &str) -> Fault {
    let fault = Fault::new("unknown-participant", format!("participant `{id}` does not stand in {file}"));
    if people.len() > SEARCHED {
        return fault;
    }
    // `p1` for `P01` is a slip more often than another person.
    if let Some((other, what)) = people.iter().find_map(|other| Some((other, difference(other, id)?))) {
        let hint = format!("did you mean `{other}`? the two differ {}", what.words());
        return fault.hint(hint).hint("write the id in one way in both files, or add a row for this person there");
    }
    let fault = match nearest(id, people.iter().map(|id| &**id)) {
        Some(near) => fault.hint(format!("did you mean `{near}`?")),
        None => fault,
    };
    fault.hint("add a row for this person there, or correct the id: ids are compared as they are written")
}
