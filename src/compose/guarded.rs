//! What a display says of figures that are withheld, and how they stand in it.
//!
//! Nothing is withheld here: that is `guard`.

use super::document::plain;
use super::number::MARK;
use super::table::{Cell, Table, TableRow};
use crate::analyse::{Field, Findings, Kind, StudyResult};
use crate::model::{FigureKind, ScaleId, Study};

/// Takes from a table the columns that hold nothing but marks, and the signs around a mark; says what is withheld.
pub fn tidy(table: &mut Table, study: &Study) -> Option<String> {
    if !study.disclosure.guards() {
        return None;
    }
    each_number(table, |text, before, after| {
        // The lower end of a range stands before the upper one.
        if text == MARK || before.contains(MARK) {
            *text = MARK.to_owned();
            before.clear();
            after.clear();
        }
    });
    let dropped = drop_columns(table);
    let (mut bound, mut mark) = (None, false);
    each_number(table, |text, _, after| {
        mark |= text == MARK;
        if text.starts_with('<') && after.is_empty() && !text.contains('.') {
            bound = Some(text.clone());
        }
    });
    let mut said = Vec::new();
    if let Some(bound) = bound {
        said.push(format!("{bound}: a count of people that small is not shown."));
    }
    if mark {
        said.push(format!("{MARK} withheld, as it would reveal a small count or single participants."));
    }
    if !dropped.is_empty() {
        said.push(format!("Withheld to protect participants: {}.", dropped.join(", ")));
    }
    (!said.is_empty()).then(|| said.join(" "))
}

fn each_number(table: &mut Table, mut visit: impl FnMut(&mut String, &mut String, &mut String)) {
    for row in &mut table.rows {
        let TableRow::Data(cells) = row else { continue };
        for cell in cells {
            if let Cell::Number { text, before, after, .. } = cell {
                visit(text, before, after);
            }
        }
    }
}

/// Drops columns of marks; gives what their heads say.
fn drop_columns(table: &mut Table) -> Vec<String> {
    let bare = |at: usize| {
        let mut marks = 0;
        let others = table.rows.iter().any(|row| match row {
            TableRow::Group(_) => false,
            TableRow::Data(cells) => match cells.get(at) {
                None | Some(Cell::Empty) => false,
                Some(Cell::Number { text, .. }) if text == MARK => {
                    marks += 1;
                    false
                }
                Some(_) => true,
            },
        });
        marks > 0 && !others
    };
    let bare: Vec<usize> = (0..table.columns.len()).filter(|at| bare(*at)).collect();
    // A table that is withheld as a whole says so in its cells.
    if bare.len() + 1 >= table.columns.len() {
        return Vec::new();
    }
    let mut heads: Vec<(String, String)> = Vec::new();
    for at in bare.iter().rev() {
        let mut over = String::new();
        table.columns.remove(*at);
        for row in &mut table.rows {
            if let TableRow::Data(cells) = row
                && *at < cells.len()
            {
                cells.remove(*at);
            }
        }
        let lines = table.header.len();
        for (line, row) in table.header.iter_mut().enumerate() {
            let mut from = 0;
            let found = row.iter().position(|cell| {
                from += cell.span;
                from > *at
            });
            let Some(found) = found else { continue };
            let head = plain(&row[found].content);
            if line + 1 < lines {
                over.clone_from(&head);
            } else if !heads.contains(&(over.clone(), head.clone())) {
                heads.insert(0, (over.clone(), head));
            }
            row[found].span -= 1;
            if row[found].span == 0 {
                row.remove(found);
            }
        }
    }
    // Where other columns of that head are left, the head above tells which are not.
    let left: Vec<String> = table.header.last().into_iter().flatten().map(|cell| plain(&cell.content)).collect();
    let mut named: Vec<String> = heads
        .into_iter()
        .map(|(over, head)| if left.contains(&head) && !over.is_empty() { format!("{over}: {head}") } else { head })
        .collect();
    named.dedup();
    named
}

/// What a figure leaves out, in words.
pub fn left_out(kind: &FigureKind, findings: &Findings) -> Option<String> {
    if !findings.study.disclosure.guards() {
        return None;
    }
    let people = "Single participants are not shown, to protect them.";
    let points = "Figures that would reveal a small count or single participants are left out.";
    let withheld = |scales: &[ScaleId], field: Field| {
        findings.results().iter().any(|result| {
            let hidden = result.quantity(field).is_some_and(|quantity| quantity.withheld().is_some());
            hidden && scale_of(result).is_some_and(|scale| scales.contains(scale))
        })
    };
    let (individual, missing) = match kind {
        FigureKind::Distribution { scales, .. } => (true, withheld(scales, Field::Median)),
        FigureKind::Trajectories { scales, participants, .. } => (*participants, withheld(scales, Field::Mean)),
        FigureKind::ChangeForest { scales, .. } => (false, withheld(scales, Field::EsBaselineAll)),
        FigureKind::NormProfile { scales, .. } => (false, withheld(scales, Field::Smd)),
        FigureKind::ParticipantFlow { groups } => {
            let hidden = |result: &StudyResult| matches!(result.kind, Kind::Flow { .. }) && result.withholds();
            (false, *groups && findings.results().iter().any(hidden))
        }
        _ => (false, false),
    };
    let said: Vec<&str> = individual.then_some(people).into_iter().chain(missing.then_some(points)).collect();
    (!said.is_empty()).then(|| said.join(" "))
}

fn scale_of(result: &StudyResult) -> Option<&ScaleId> {
    match &result.kind {
        Kind::DescribeScale { scale, .. } | Kind::Norm { scale, .. } | Kind::Change { scale, .. } => Some(scale),
        _ => None,
    }
}
