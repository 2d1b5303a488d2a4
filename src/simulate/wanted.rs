//! The printed figures of a study, as targets for the search.

use super::targets::{Change, Grid, Targets, Wave};
use crate::model::{DescribeRow, Described, Printed, Scale, Study, Variable, VariableKind};

/// The scales of which something is printed, in the study's order, with their targets.
pub fn scales(study: &Study) -> Vec<(&Scale, Targets)> {
    study.measures.scales().filter_map(|scale| Some((scale, of_scale(study, scale)?))).collect()
}

fn of_scale(study: &Study, scale: &Scale) -> Option<Targets> {
    let described: Vec<&DescribeRow> =
        study.reported.describe.iter().filter(|row| row.subject == Described::Scale(scale.id.clone())).collect();
    let at = |id: &str| study.timepoints.iter().position(|timepoint| timepoint.id.as_str() == id);
    let changes: Vec<Change> = study
        .reported
        .change
        .iter()
        .filter(|row| row.scale == scale.id)
        .filter_map(|row| {
            Some(Change {
                from: at(row.comparison.from.as_str())?,
                to: at(row.comparison.to.as_str())?,
                n: row.n,
                change: row.change.clone(),
                low: row.ci_low.clone(),
                high: row.ci_high.clone(),
                p: row.p.clone(),
                es: row.es.clone(),
                t: row.t.clone(),
                df: row.df.clone(),
                sd: row.sd.clone(),
                se: row.se.clone(),
                r: row.r.clone(),
            })
        })
        .collect();
    if described.is_empty() && changes.is_empty() {
        return None;
    }
    let wide = scale.range.is_none_or(|(low, high)| high - low >= 10.0);
    // Scores of a narrow range are mostly means of items.
    let guess = Grid::likely(if wide { 1 } else { 10 });
    let low = scale.range.map_or(0.0, |(low, _)| low);
    let grid = scale.scoring.step.and_then(|step| Grid::sure(low, step)).unwrap_or(guess);
    let id = scale.id.as_str().to_owned();
    Some(Targets { id, range: scale.range, grid, waves: waves(study, &described), changes })
}

/// The variables that are numbers and of which something is printed. Each comes once for what is known of people once,
/// and once for all timepoints at which it was asked.
pub fn numbers(study: &Study) -> Vec<(&Variable, bool, Targets)> {
    let mut found = Vec::new();
    for variable in study.measures.variables.iter().filter(|variable| variable.kind != VariableKind::Categorical) {
        let subject = Described::Variable(variable.id.clone());
        let rows = || study.reported.describe.iter().filter(|row| row.subject == subject);
        let once: Vec<&DescribeRow> = rows().filter(|row| row.timepoint.is_none()).collect();
        let asked: Vec<&DescribeRow> = rows().filter(|row| row.timepoint.is_some()).collect();
        if let [row, ..] = once[..] {
            found.push((variable, false, of_variable(variable, vec![wave("", row)])));
        }
        if !asked.is_empty() {
            found.push((variable, true, of_variable(variable, waves(study, &asked))));
        }
    }
    found
}

fn of_variable(variable: &Variable, waves: Vec<Wave>) -> Targets {
    let count = variable.kind == VariableKind::Count;
    let grid = if count { Grid::sure(0.0, 1.0) } else { None };
    let highest = waves.iter().map(highest).try_fold(0.0, |most: f64, high| Some(most.max(high?)));
    let range = highest.filter(|_| count).map(|high| (0.0, high));
    Targets {
        id: variable.id.as_str().to_owned(),
        range,
        grid: grid.unwrap_or(Grid::likely(1)),
        waves,
        changes: Vec::new(),
    }
}

/// A number that no value of n with this mean and SD exceeds: none lies further than SD·(n − 1)/√n from the mean.
fn highest(wave: &Wave) -> Option<f64> {
    if wave.n.is_none() && wave.mean.is_none() && wave.sd.is_none() {
        return Some(0.0);
    }
    let end =
        |printed: &Option<Printed>| printed.as_ref().map(|printed| printed.interval().1).filter(|x| x.is_finite());
    let by_spread = end(&wave.mean)? + end(&wave.sd)? * (wave.n? as f64).sqrt();
    Some(by_spread.max(end(&wave.max).unwrap_or(0.0)).ceil() + 1.0)
}

/// A wave for each timepoint of the study, empty where nothing is printed.
fn waves(study: &Study, rows: &[&DescribeRow]) -> Vec<Wave> {
    let at =
        |id: &str| rows.iter().find(|row| row.timepoint.as_ref().is_some_and(|timepoint| timepoint.as_str() == id));
    let ids = study.timepoints.iter().map(|timepoint| timepoint.id.as_str());
    ids.map(|id| at(id).map_or_else(|| Wave { timepoint: id.to_owned(), ..Wave::default() }, |row| wave(id, row)))
        .collect()
}

fn wave(timepoint: &str, row: &DescribeRow) -> Wave {
    Wave {
        timepoint: timepoint.to_owned(),
        n: row.n,
        mean: row.mean.clone(),
        sd: row.sd.clone(),
        min: row.min.clone(),
        max: row.max.clone(),
        se: row.se.clone(),
    }
}
