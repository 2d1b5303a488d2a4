//! Participant-level data: `participants` and `responses` in any of their formats, to [`Answers`].
//!
//! A file is found, its header is laid beside the names that the study knows, and its rows are taken in one by one, so
//! that a file of any size needs little more memory than its answers. Faults are told as in every reader: all of them
//! in one run, the first of each kind singly. Nothing is scored here.

mod binding;
mod date;
mod delimited;
mod fault;
mod file;
mod group;
mod growing;
mod header;
mod input;
mod intake;
mod labelled;
mod levels;
mod meaning;
mod missing;
mod near;
mod number;
mod preview;
mod problem;
mod rows;
mod same_person;
mod sentinel;
mod sheet_formats;
mod spss;
mod tokens;
mod totals;
mod wanted;
mod workbook;

use std::sync::Arc;

use fault::Faults;
use file::{Format, Found};
use header::Which;
use intake::Intake;
use levels::Levels;
use preview::Preview;
use rows::{Rows, Source};

use super::folder::Folder;
use super::layout::Layout;
use super::names::kebab;
use crate::diag::{Diagnostic, Severity, Sink, Sources, plural};
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

/// What was read of the participant-level data.
pub struct Taken {
    pub answers: Answers,
    /// The variable that tells groups apart, where the study names a column of which `instruments.yaml` says nothing.
    pub group: Option<Variable>,
    /// Whether nothing is wrong with the files.
    pub sound: bool,
}

/// Reads the participant-level data of a study, where it has any.
pub fn answers(folder: &mut Folder<'_>, known: &Known<'_>, sink: &mut Sink) -> Option<Taken> {
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
    tokens::check(known, sink);
    let known = &Known { group: known.group.filter(|_| sound), ..*known };
    let before = sink.count(Severity::Error);
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
    if whole && known.complete {
        sentinel::check(&answers, known, sink);
    }
    let group = if whole { group::variable(known, &answers, levels, sink) } else { None };
    let sound = sink.count(Severity::Error) == before;
    Some(Taken { answers, group, sound })
}

/// Reads a file; false where it could not be read to its end.
fn open(folder: &mut Folder<'_>, found: &Found, which: Which, intake: &mut Intake<'_>, sink: &mut Sink) -> bool {
    let Some(stream) = folder.stream(&found.path, sink) else { return false };
    let sources = &mut *folder.sources;
    match found.format {
        Format::Delimited => table(&mut delimited::File(&stream), &found.path, which, intake, sources, sink),
        Format::Workbook => {
            let book = workbook::Workbook::open(&stream, intake.known.layout, sink);
            book.is_some_and(|mut book| table(&mut book, &found.path, which, intake, sources, sink))
        }
        Format::Spss => table(&mut spss::File(&stream), &found.path, which, intake, sources, sink),
    }
}

/// Reads a table whose format is known.
fn table<S: Source>(
    source: &mut S,
    path: &Arc<str>,
    which: Which,
    intake: &mut Intake<'_>,
    sources: &mut Sources,
    sink: &mut Sink,
) -> bool {
    let preview = look(source, which, intake.known);
    let Some(mut rows) = source.rows(sink) else { return false };
    let mut faults = Faults::new(path, sources, sink);
    if let Some(number) = preview.header_below {
        let place = rows.header(None);
        let message = format!("the header stands in {} {number}, and this {} above it", S::ROW, S::ROW);
        let hint = "delete what stands above the header: a table begins with the names of its columns";
        faults.at(fault::Fault::new("header-row", message).hint(hint), place);
        return false;
    }
    let Some(mut plan) = header::plan(&mut rows, which, intake.known, &mut faults) else { return false };
    preview.settle(&mut plan);
    preview.tell(&mut rows, &mut faults);
    intake.prepare(path, which, &mut plan);
    let mut any = false;
    let row = S::ROW;
    loop {
        match rows.advance() {
            Ok(true) if preview.skips(rows.number()) => {
                preview.tell_extra(&mut rows, &mut faults);
                continue;
            }
            Ok(true) => intake.row(&mut rows, &mut plan, which, &preview, &mut faults),
            Ok(false) => break,
            Err(broken) => {
                let place = if S::HEADERS { rows.place(None) } else { rows.header(None) };
                faults.broken(broken, place);
                faults.finish(rows.names(), row);
                return false;
            }
        }
        any = true;
    }
    intake.done(plan);
    if !any {
        let place = rows.header(None);
        let message = format!("{path} has a header and no {}s", row.replace("line", "row"));
        faults.at(fault::Fault::new("empty-table", message), place);
    }
    for remark in rows.remarks() {
        let place = rows.header(None);
        faults.at(remark, place);
    }
    faults.finish(rows.names(), row);
    true
}

/// Looks at a table before it is read, where that may be needed.
fn look<S: Source>(source: &mut S, which: Which, known: &Known<'_>) -> Preview {
    let doubtful = || {
        let variables = known.measures.variables.iter().any(|variable| Levels::of(&variable.levels).doubtful());
        variables || Levels::of_timepoints(known.timepoints).doubtful()
    };
    if !S::HEADERS && !doubtful() {
        return Preview::default();
    }
    // What is wrong with the file is told when it is read.
    let rows = source.rows(&mut Sink::new());
    rows.map_or_else(Preview::default, |mut rows| preview::preview(&mut rows, which, known))
}

/// Tells the scales of which there is nothing at all.
pub fn without_data(answers: &Answers, measures: &Measures, reported: &Reported, sink: &mut Sink) {
    let there = |column: &str| answers.waves.iter().any(|wave| wave.column(column).is_some());
    for scale in measures.scales().filter(|scale| scale.scoring.parts.is_empty()) {
        let id = scale.id.as_str();
        let printed = reported.describe.iter().any(|row| row.subject.as_str() == id)
            || reported.change.iter().any(|row| row.scale == scale.id);
        let scored = wanted::score_column(scale).is_some_and(there);
        if printed || scored || scale.scoring.items.iter().any(|item| there(&item.column)) {
            continue;
        }
        let message = match wanted::score_column(scale) {
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
    fn timepoints_hint(&self) -> String {
        let ids: Vec<&str> = self.timepoints.iter().map(|timepoint| timepoint.id.as_str()).collect();
        format!(
            "the timepoints are {}; what else stands for one in the data is its `value` in study.yaml, which may be a list",
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
}
