//! Levels of categorical variables, given out so that printed counts are met.
//!
//! Who answered, but gave none of the answers that are printed, gave another one: a level of the study of which nothing
//! is printed, or else one that the study does not list.

use super::chance::Chance;
use super::outcome::Outcome;
use crate::audit::Verdicts;
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
        let silent: Vec<usize> = answering.iter().copied().filter(|person| given[*person].is_empty()).collect();
        for person in silent {
            let open = self.open();
            let level = if open.is_empty() { self.other() } else { open[chance.below(open.len())] };
            given[person].push(level);
        }
        given.iter_mut().for_each(|levels| levels.sort_unstable());
        given
    }

    /// Levels of the study of which nothing is printed here.
    fn open(&self) -> Vec<usize> {
        let printed = |level: usize| self.rows.iter().any(|row| row.level == self.variable.levels[level].id);
        (0..self.variable.levels.len()).filter(|level| !printed(*level)).collect()
    }

    /// The position of the answers that the study does not list, behind those of its levels.
    fn other(&self) -> usize {
        self.variable.levels.len()
    }

    /// Whether somebody gave an answer that the study does not list.
    pub fn has_other(&self, given: &[Vec<usize>]) -> bool {
        given.iter().any(|levels| levels.contains(&self.other()))
    }

    /// What became of each printed figure.
    pub fn settle(&self, given: &[Vec<usize>], verdicts: &Verdicts<'_>) -> Vec<Outcome> {
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
                outcomes.push(Outcome::of_count(format!("{address}.count"), printed, count, verdicts));
            }
            if let Some(printed) = row.total {
                outcomes.push(Outcome::of_count(format!("{address}.total"), printed, total, verdicts));
            }
            if let Some(printed) = &row.percent {
                let achieved = (total > 0).then(|| 100.0 * count as f64 / total as f64);
                outcomes.push(Outcome::of(format!("{address}.percent"), printed, achieved, verdicts, None));
            }
        }
        outcomes
    }
}

/// An id for the answers that a study does not list, unlike those of its levels.
pub fn other_level(variable: &Variable) -> &'static str {
    let taken = |id: &&str| variable.levels.iter().any(|level| level.id.as_str() == *id);
    ["other", "other-answer", "another-answer"].into_iter().find(|id| !taken(id)).unwrap_or("simulated-other")
}
