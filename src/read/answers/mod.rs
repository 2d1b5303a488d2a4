//! Participant-level data: `participants` and `responses` in any of their formats, to [`Answers`].
//!
//! A file is found, its header is laid beside the names that the study knows, and its rows are taken in one by one, so
//! that a file of any size needs little more memory than its answers. Faults are told as in every reader: all of them
//! in one run, the first of each kind singly. Nothing is scored here.

mod date;
mod delimited;
mod fault;
mod file;
mod group;
mod growing;
mod header;
mod intake;
mod meaning;
mod rows;
mod same_person;
mod spss;
mod totals;
mod workbook;

use std::sync::Arc;

use fault::Faults;
use file::{Format, Found};
use header::Which;
use intake::Intake;
use meaning::{Levels, Meaning};
use rows::Rows;

use super::folder::Folder;
use super::layout::Layout;
use super::names::kebab;
use crate::diag::{Diagnostic, Sink, Sources, plural};
use crate::model::{Answers, At, Measures, Reported, Timepoint, Variable};

/// What the tables may refer to.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    pub measures: &'a Measures,
    pub timepoints: &'a [Timepoint],
    pub layout: &'a Layout,
    /// The column by which people are compared.
    pub group: Option<&'a At<String>>,
    /// Whether the files that give all this could be read whole.
    pub complete: bool,
}

/// Reads the participant-level data of a study, where it has any; and the variable that tells groups apart, where the
/// study names a column of which `instruments.yaml` says nothing.
pub fn answers(folder: &mut Folder<'_>, known: &Known<'_>, sink: &mut Sink) -> Option<(Answers, Option<Variable>)> {
    let participants = file::find(folder, "participants", sink);
    let responses = file::find(folder, "responses", sink);
    if participants.is_none() && responses.is_none() {
        group::without_data(known, sink);
        return None;
    }
    if known.timepoints.is_empty() {
        // That is reported already, and there is nothing that answers could belong to.
        return None;
    }
    let sound = group::check(known, sink);
    let known = &Known { group: known.group.filter(|_| sound), ..*known };
    let mut intake = Intake::new(known);
    let mut whole = true;
    if let Some(found) = &participants {
        whole = open(folder, found, Which::Participants, &mut intake, sink);
        // Of people whose file cannot be read nobody is unknown.
        if whole {
            intake.close(&found.path);
        }
    }
    if let Some(found) = &responses {
        whole &= open(folder, found, Which::Responses, &mut intake, sink);
    }
    intake.settle(folder.sources, sink);
    let (answers, levels) = intake.finish();
    let group = if whole { group::variable(known, &answers, levels, sink) } else { None };
    Some((answers, group))
}

/// Reads a file; false where it could not be read to its end.
fn open(folder: &mut Folder<'_>, found: &Found, which: Which, intake: &mut Intake<'_>, sink: &mut Sink) -> bool {
    let Some(stream) = folder.stream(&found.path, sink) else { return false };
    match found.format {
        Format::Delimited => {
            let rows = delimited::Delimited::open(&stream, sink);
            rows.is_some_and(|rows| table(rows, &found.path, which, intake, folder.sources, sink))
        }
        Format::Workbook => {
            let book = workbook::Workbook::open(&stream, intake.known.layout, sink);
            book.is_some_and(|mut book| {
                let rows = book.rows(sink);
                rows.is_some_and(|rows| table(rows, &found.path, which, intake, folder.sources, sink))
            })
        }
        Format::Spss => {
            let rows = spss::Cases::open(&stream, sink);
            rows.is_some_and(|rows| table(rows, &found.path, which, intake, folder.sources, sink))
        }
    }
}

/// Reads a table whose format is known.
fn table<R: Rows>(
    mut rows: R,
    path: &Arc<str>,
    which: Which,
    intake: &mut Intake<'_>,
    sources: &mut Sources,
    sink: &mut Sink,
) -> bool {
    let mut faults = Faults::new(path, sources, sink);
    let Some(mut plan) = header::plan(&mut rows, which, intake.known, &intake.missing, &mut faults) else {
        return false;
    };
    intake.prepare(path, which, &plan);
    let mut any = false;
    loop {
        match rows.advance() {
            Ok(true) => intake.row(&mut rows, &mut plan, which, &mut faults),
            Ok(false) => break,
            Err(broken) => {
                let place = rows.place(None);
                faults.broken(broken, place);
                faults.finish(rows.names(), R::ROW);
                return false;
            }
        }
        any = true;
    }
    if !any {
        let place = rows.header(None);
        let message = format!("{path} has a header and no {}", if R::ROW == "case" { "cases" } else { "rows" });
        faults.at(fault::Fault::new("empty-table", message), place);
    }
    faults.finish(rows.names(), R::ROW);
    true
}

/// Tells the scales of which there is nothing at all.
pub fn without_data(answers: &Answers, measures: &Measures, reported: &Reported, sink: &mut Sink) {
    let there = |column: &str| answers.waves.iter().any(|wave| wave.column(column).is_some());
    for scale in measures.scales().filter(|scale| scale.scoring.parts.is_empty()) {
        let id = scale.id.as_str();
        let printed = reported.describe.iter().any(|row| row.subject.as_str() == id)
            || reported.change.iter().any(|row| row.scale == scale.id);
        let scored = header::score_column(scale).is_some_and(there);
        if printed || scored || scale.scoring.items.iter().any(|item| there(&item.column)) {
            continue;
        }
        let message = match header::score_column(scale) {
            Some(column) => format!("there are no data for the scale `{id}`: no file has a column `{column}`"),
            None => {
                let items = plural(scale.scoring.items.len(), "item");
                format!("there are no data for the scale `{id}`: no file has a column for any of its {items}")
            }
        };
        sink.push(Diagnostic::warning("no-data", message).at(&scale.origin));
    }
}

impl Known<'_> {
    /// The timepoint that a text stands for: by its value, its id or its label.
    fn wave(&self, text: &str) -> Option<usize> {
        let by = |test: &dyn Fn(&Timepoint) -> bool| self.timepoints.iter().position(test);
        by(&|timepoint| timepoint.value.as_deref() == Some(text))
            .or_else(|| by(&|timepoint| timepoint.id.as_str() == text))
            .or_else(|| by(&|timepoint| timepoint.id.as_str().to_lowercase() == text.to_lowercase()))
            .or_else(|| by(&|timepoint| timepoint.label.to_lowercase() == text.to_lowercase()))
    }

    fn timepoints_hint(&self) -> String {
        let ids: Vec<&str> = self.timepoints.iter().map(|timepoint| timepoint.id.as_str()).collect();
        format!(
            "the timepoints are {}; what else stands for one in the data is its `value` in study.yaml",
            ids.join(", ")
        )
    }

    /// The id of the variable of groups: that of a declared one, or what the column's name makes.
    pub fn group_id(&self) -> Option<String> {
        let column = &self.group?.value;
        Some(match self.measures.variable(column) {
            Some(variable) => variable.id.to_string(),
            None => Some(kebab(column)).filter(|id| !id.is_empty()).unwrap_or_else(|| "group".to_owned()),
        })
    }

    /// How the column of groups is read: by its declared levels, or by what is found there.
    fn group_meaning(&self) -> Option<Meaning> {
        let group = self.group?;
        Some(match self.measures.variable(&group.value) {
            Some(variable) => Meaning::Level(Levels::of(variable)),
            None => Meaning::Gathered(indexmap::IndexSet::new()),
        })
    }
}
