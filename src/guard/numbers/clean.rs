//! The study without what it says of persons and of withheld figures.

use std::sync::Arc;

use crate::analyse::{Field, Findings, StudyResult};
use crate::model::{Answers, DescribeRow, Printed, ShareRow};
use crate::score::Scores;

/// Takes answers and scores out of the study, and from its reported rows whatever their results withhold.
pub fn study(findings: &mut Findings) {
    findings.scores = Arc::new(Scores::default());
    if let Some(answers) = &mut findings.study.answers {
        *answers = Answers { simulated: answers.simulated, ..Answers::default() };
    }
    let mut reported = std::mem::take(&mut findings.study.reported);
    for row in &mut reported.describe {
        let address = match &row.timepoint {
            Some(timepoint) => format!("describe.{}.{timepoint}", row.subject.as_str()),
            None => format!("describe.{}", row.subject.as_str()),
        };
        if let Some(result) = beside(findings, &address) {
            describe(row, result);
        }
    }
    for row in &mut reported.change {
        let address = format!("change.{}.{}", row.scale, row.comparison);
        let Some(result) = beside(findings, &address) else { continue };
        let figures = [
            (&mut row.change, Field::Change),
            (&mut row.ci_low, Field::CiLow),
            (&mut row.ci_high, Field::CiHigh),
            (&mut row.p, Field::P),
            (&mut row.es, Field::Es),
            (&mut row.t, Field::T),
            (&mut row.df, Field::Df),
            (&mut row.sd, Field::Sd),
            (&mut row.se, Field::Se),
            (&mut row.r, Field::R),
        ];
        if clear(figures, result) {
            row.note = None;
        }
    }
    for row in &mut reported.share {
        let address = match &row.timepoint {
            Some(timepoint) => format!("share.{}.{timepoint}.{}", row.variable, row.level),
            None => format!("share.{}.{}", row.variable, row.level),
        };
        if let Some(result) = beside(findings, &address) {
            share(row, result);
        }
    }
    // What is withheld stands nowhere a second time.
    reported.again.retain(|row| {
        let field = Field::parse(&row.field);
        field.zip(beside(findings, &row.address)).is_none_or(|(field, result)| !hides(result, field))
    });
    findings.study.reported = reported;
}

/// The result of a reported row.
fn beside<'a>(findings: &'a Findings, address: &str) -> Option<&'a StudyResult> {
    findings.get(&format!("reported.{address}"))
}

fn hides(result: &StudyResult, field: Field) -> bool {
    result.quantity(field).is_some_and(|quantity| quantity.withheld().is_some())
}

/// Takes out what is withheld; whether anything is.
fn clear<const N: usize>(figures: [(&mut Option<Printed>, Field); N], result: &StudyResult) -> bool {
    let mut cleared = false;
    for (figure, field) in figures {
        if hides(result, field) && figure.take().is_some() {
            cleared = true;
        }
    }
    cleared
}

fn describe(row: &mut DescribeRow, result: &StudyResult) {
    let figures = [
        (&mut row.mean, Field::Mean),
        (&mut row.sd, Field::Sd),
        (&mut row.min, Field::Min),
        (&mut row.max, Field::Max),
        (&mut row.se, Field::Se),
        (&mut row.median, Field::Median),
    ];
    // A note may quote the figure that it is about.
    if clear(figures, result) {
        row.note = None;
    }
}

fn share(row: &mut ShareRow, result: &StudyResult) {
    let mut cleared = clear([(&mut row.percent, Field::Percent)], result);
    for (count, field) in [(&mut row.count, Field::Count), (&mut row.total, Field::Total)] {
        if hides(result, field) && count.take().is_some() {
            cleared = true;
        }
    }
    if cleared {
        row.note = None;
    }
}
