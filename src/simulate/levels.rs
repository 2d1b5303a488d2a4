//! Levels of categorical variables, given out so that printed counts are met.

use super::chance::Chance;
use super::outcome::{Outcome, Proof};
use super::settle::{count_outcome, outcome};
use crate::model::{ShareRow, Study, TimepointId, Variable, VariableKind};

/// The printed shares of a variable at one timepoint, or of what was asked once.
pub struct Shared<'a> {
    pub variable: &'a Variable,
    pub timepoint: Option<&'a TimepointId>,
    rows: Vec<&'a ShareRow>,
    /// How many people answered.
    total: u64,
}

/// Every variable with printed shares, once for each timepoint at which there are any.
pub fn shares(study: &Study) -> Vec<Shared<'_>> {
    let categorical = study.measures.variables.iter().filter(|variable| variable.kind == VariableKind::Categorical);
    let times: Vec<Option<&TimepointId>> =
        std::iter::once(None).chain(study.timepoints.iter().map(|timepoint| Some(&timepoint.id))).collect();
    let of = |variable| times.iter().filter_map(move |time| Shared::of(study, variable, *time)).collect::<Vec<_>>();
    categorical.flat_map(of).collect()
}

impl<'a> Shared<'a> {
    fn of(study: &'a Study, variable: &'a Variable, timepoint: Option<&'a TimepointId>) -> Option<Self> {
        let here = |row: &&ShareRow| row.variable == variable.id && row.timepoint.as_ref() == timepoint;
        let rows: Vec<&ShareRow> = study.reported.share.iter().filter(here).collect();
        if rows.is_empty() {
            return None;
        }
        let counts: Vec<u64> = rows.iter().filter_map(|row| row.count).collect();
        let added = if variable.multiple { counts.iter().copied().max() } else { Some(counts.iter().sum()) };
        let printed = rows.iter().filter_map(|row| row.total).max();
        // Without any number of people, a hundred make the percentages.
        let total = printed.unwrap_or_else(|| added.filter(|added| *added > 0).unwrap_or(100));
        Some(Self { variable, timepoint, rows, total })
    }

    /// How many people are needed.
    pub fn people(&self) -> u64 {
        if self.variable.multiple { self.total } else { self.total.max(self.counts().iter().sum()) }
    }

    fn counts(&self) -> Vec<u64> {
        let count = |row: &&ShareRow| match (row.count, &row.percent) {
            (Some(count), _) => count,
            (None, Some(percent)) => (percent.value().clamp(0.0, 100.0) / 100.0 * self.total as f64).round() as u64,
            (None, None) => 0,
        };
        self.rows.iter().map(count).collect()
    }

    /// The levels of each of the people, as positions among those of the variable; none where nothing is answered.
    /// `ready` are the people, those first who answer first.
    pub fn give(&self, count: usize, ready: &[usize], chance: &mut Chance) -> Vec<Vec<usize>> {
        let mut answering: Vec<usize> = ready.iter().copied().take(self.people() as usize).collect();
        chance.shuffle(&mut answering);
        let mut given = vec![Vec::new(); count];
        if answering.is_empty() {
            return given;
        }
        let mut next = 0;
        for (row, wanted) in self.rows.iter().zip(self.counts()) {
            let Some(level) = self.variable.levels.iter().position(|level| level.id == row.level) else { continue };
            // One after the other, so that everybody has a level before anybody has a second one.
            for _ in 0..wanted.min(answering.len() as u64) {
                given[answering[next % answering.len()]].push(level);
                next += 1;
            }
        }
        given.iter_mut().for_each(|levels| levels.sort_unstable());
        given
    }

    /// What became of each printed figure.
    pub fn settle(&self, given: &[Vec<usize>]) -> Vec<Outcome> {
        let name = match self.timepoint {
            Some(timepoint) => format!("share.{}.{timepoint}", self.variable.id),
            None => format!("share.{}", self.variable.id),
        };
        let total = given.iter().filter(|levels| !levels.is_empty()).count() as u64;
        let mut outcomes = Vec::new();
        for row in &self.rows {
            let address = format!("{name}.{}", row.level);
            let level = self.variable.levels.iter().position(|level| level.id == row.level);
            let count = given.iter().filter(|levels| levels.iter().any(|given| Some(*given) == level)).count() as u64;
            if let Some(printed) = row.count {
                outcomes.push(count_outcome(format!("{address}.count"), printed, count, None));
            }
            let crowd = row.total.and_then(|printed| self.crowd(printed, &name));
            if let Some(printed) = row.total {
                outcomes.push(count_outcome(format!("{address}.total"), printed, total, crowd.as_ref()));
            }
            if let Some(printed) = &row.percent {
                let achieved = (total > 0).then(|| 100.0 * count as f64 / total as f64);
                let quotient = self.quotient(row, &address).or(crowd);
                outcomes.push(outcome(format!("{address}.percent"), printed, achieved, quotient.as_ref()));
            }
        }
        outcomes
    }

    /// Why the printed number of people is not that of the levels.
    fn crowd(&self, total: u64, name: &str) -> Option<Proof> {
        let counts: Option<Vec<u64>> = self.rows.iter().map(|row| row.count).collect();
        let counts = counts?;
        let added: u64 = counts.iter().sum();
        let listed = self.rows.len() == self.variable.levels.len();
        let all: Vec<String> = self.rows.iter().map(|row| format!("{name}.{}.count", row.level)).collect();
        let printed: Vec<u64> = self.rows.iter().filter_map(|row| row.total).collect();
        if let Some(other) = printed.iter().find(|other| **other != total) {
            let reason = format!("the same people are {total} in one row and {other} in another");
            let rows = self.rows.iter().filter(|row| row.total == Some(*other));
            return Some(Proof {
                reason,
                contradicts: rows.map(|row| format!("{name}.{}.total", row.level)).collect(),
            });
        }
        if added < total && listed {
            let reason =
                format!("{total} gave an answer, and the counts of the levels that the study names make {added}");
            return Some(Proof { reason, contradicts: all });
        }
        (added > total && !self.variable.multiple).then(|| {
            let reason = format!("{total} gave an answer, and the counts of the levels make {added}");
            Proof { reason, contradicts: all }
        })
    }

    /// Why a percentage is not the one of its own count and total.
    fn quotient(&self, row: &ShareRow, address: &str) -> Option<Proof> {
        let (count, total, percent) = (row.count?, row.total?, row.percent.as_ref()?);
        let made = 100.0 * count as f64 / total as f64;
        let (low, high) = percent.interval();
        let reason = format!("{count} of {total} is {} per cent", crate::model::fixed(made, 2));
        let contradicts = vec![format!("{address}.count"), format!("{address}.total")];
        (total > 0 && !(low - 1e-9..=high + 1e-9).contains(&made)).then_some(Proof { reason, contradicts })
    }
}
