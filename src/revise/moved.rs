//! Figures that moved, and the tables and charts that show others.

use std::collections::BTreeMap;

use super::difference::{DisplayChange, FigureChange, ResultChange, Status, wording};
use super::edition::{Displayed, Shown};
use super::tables::TableChange;

/// Results of which figures moved, in the order of the new paper; those that are gone last.
pub fn results(old: &[Shown], new: &[Shown]) -> Vec<ResultChange> {
    let by_address: BTreeMap<&str, &Shown> = old.iter().map(|shown| (shown.address.as_str(), shown)).collect();
    let there: BTreeMap<&str, &Shown> = new.iter().map(|shown| (shown.address.as_str(), shown)).collect();
    let now = new.iter().map(|shown| (by_address.get(shown.address.as_str()).copied(), Some(shown)));
    let gone = old.iter().filter(|shown| !there.contains_key(shown.address.as_str())).map(|shown| (Some(shown), None));
    let changes = now.chain(gone).filter_map(|(was, now)| {
        let shown = now.or(was)?;
        let figures = figures(was, now);
        let status = Status::of(was, now);
        let (address, label) = (shown.address.clone(), shown.label.clone());
        (!figures.is_empty()).then_some(ResultChange { address, label, status, figures })
    });
    changes.collect()
}

fn figures(was: Option<&Shown>, now: Option<&Shown>) -> Vec<FigureChange> {
    let text = |shown: Option<&Shown>, field: &str| -> Option<(String, bool)> {
        let shown = shown?;
        let printed = shown.printed.get(field).map(|text| (text.clone(), true));
        printed.or_else(|| shown.computed.get(field).map(|text| (text.clone(), false)))
    };
    let fields =
        |shown: &'_ Shown| -> Vec<String> { shown.printed.keys().chain(shown.computed.keys()).cloned().collect() };
    let mut all = now.map(fields).unwrap_or_default();
    all.extend(
        was.map(fields)
            .unwrap_or_default()
            .into_iter()
            .filter(|field| now.is_none_or(|now| text(Some(now), field).is_none())),
    );
    let moved = all.into_iter().filter_map(|field| {
        let (old, new) = (text(was, &field), text(now, &field));
        let printed =
            old.as_ref().is_some_and(|(_, printed)| *printed) || new.as_ref().is_some_and(|(_, printed)| *printed);
        let (old, new) = (old.map(|(text, _)| text), new.map(|(text, _)| text));
        (old != new).then_some(FigureChange { field, old, new, printed })
    });
    moved.collect()
}

/// Tables and figures that are not what they were, in the order of the new paper; those that are gone last.
pub fn displays(old: &[Displayed], new: &[Displayed]) -> Vec<DisplayChange> {
    let find = |some: &'_ [Displayed], label: &str| some.iter().position(|display| display.label == label);
    let mut out: Vec<DisplayChange> = Vec::new();
    for display in new {
        let was = find(old, &display.label).map(|at| &old[at]);
        out.extend(display_change(was, Some(display)));
    }
    let gone = old.iter().filter(|was| find(new, &was.label).is_none());
    out.extend(gone.filter_map(|was| display_change(Some(was), None)));
    out
}

fn display_change(was: Option<&Displayed>, now: Option<&Displayed>) -> Option<DisplayChange> {
    let shown = now.or(was)?;
    let number = |display: Option<&Displayed>| display.and_then(|display| display.number.clone());
    // One that no chapter places is not in the paper; its CSV is written all the same.
    let status = Status::of(was, now);
    let mut change = DisplayChange {
        label: shown.label.clone(),
        status,
        old_number: number(was),
        new_number: number(now),
        caption: shown.caption.clone(),
        line: shown.line,
        wording: Vec::new(),
        table: None,
        drawing: false,
        grid: shown.grid,
    };
    if let (Some(was), Some(now)) = (was, now) {
        change.wording.extend(wording("caption", &was.caption, &now.caption));
        change.wording.extend(wording("note", &was.note, &now.note));
        if let (Some(from), Some(to)) = (&was.table, &now.table) {
            change.table = Some(TableChange::between(from, to)).filter(|change| !change.is_empty());
        }
        change.drawing = was.chart != now.chart;
        let renumbered = change.old_number != change.new_number;
        if change.wording.is_empty() && change.table.is_none() && !change.drawing && !renumbered {
            return None;
        }
    }
    Some(change)
}
