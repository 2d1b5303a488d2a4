//! Counts of people by the levels of a variable: small ones, and those that would give them away.
//!
//! One family holds all counts of a variable at a timepoint: of everybody, of each group, of completers and drop-outs,
//! with every sum that ties them, and the people who are in no level, no group and neither side.

use std::collections::{BTreeMap, BTreeSet};

use super::plan::{Plan, Rule};
use super::search::{Count, Family, Rules, State, complement};
use crate::analyse::{Field, Findings, Kind, Source, StudyResult, Withheld};
use crate::model::{Described, LevelId, TimepointId, Variable, VariableId};

/// A level's count of everybody.
type Key = (VariableId, Option<TimepointId>, LevelId);

/// Withholds what is small in all variables; gives the groups whose own size is withheld.
pub fn protect(findings: &Findings, rules: Rules, plan: &mut Plan) -> BTreeSet<LevelId> {
    let mut groups = BTreeSet::new();
    if let Some(variable) = findings.study.group() {
        let solved = solve(findings, std::slice::from_ref(variable), &groups, rules);
        for table in &solved {
            groups.extend(table.hidden().map(|(_, _, level)| level));
        }
    }
    for table in solve(findings, &findings.study.measures.variables, &groups, rules) {
        table.withhold(findings, rules, plan);
    }
    groups
}

/// All tables of some variables, solved so that a count which one source withholds is withheld in both.
fn solve(findings: &Findings, variables: &[Variable], groups: &BTreeSet<LevelId>, rules: Rules) -> Vec<Table> {
    let mut forced: BTreeSet<Key> = BTreeSet::new();
    loop {
        let tables: Vec<Table> = variables
            .iter()
            .flat_map(|variable| tables(findings, variable, groups, &forced, rules))
            .map(|mut table| {
                table.further = complement(&table.family, rules);
                table
            })
            .collect();
        let before = forced.len();
        let hidden: BTreeSet<Key> = tables.iter().flat_map(Table::hidden).collect();
        let shown = tables.iter().flat_map(Table::shown);
        forced.extend(shown.filter(|key| hidden.contains(key)));
        if forced.len() == before {
            return tables;
        }
    }
}

/// A family of counts, with the figures that they are.
struct Table {
    variable: VariableId,
    timepoint: Option<TimepointId>,
    family: Family,
    /// A count's result and field; none for people who are listed nowhere.
    places: Vec<Option<(usize, Field)>>,
    /// The levels that are counts of everybody.
    levels: BTreeMap<usize, LevelId>,
    /// What is withheld besides; `None` where nothing short of the whole is enough.
    further: Option<BTreeSet<usize>>,
}

impl Table {
    fn is_hidden(&self, at: usize) -> bool {
        match (self.family.counts[at].state, &self.further) {
            (State::Shown, Some(further)) => further.contains(&at),
            _ => true,
        }
    }

    fn keys(&self, hidden: bool) -> impl Iterator<Item = Key> + '_ {
        let levels = self.levels.iter().filter(move |(at, _)| self.is_hidden(**at) == hidden);
        levels.map(|(_, level)| (self.variable.clone(), self.timepoint.clone(), level.clone()))
    }

    fn hidden(&self) -> impl Iterator<Item = Key> + '_ {
        self.keys(true)
    }

    fn shown(&self) -> impl Iterator<Item = Key> + '_ {
        self.keys(false)
    }

    fn withhold(&self, findings: &Findings, rules: Rules, plan: &mut Plan) {
        for (at, place) in self.places.iter().enumerate() {
            let Some((at_result, field)) = *place else { continue };
            if !self.is_hidden(at) {
                continue;
            }
            let count = &self.family.counts[at];
            let (rule, low) = match (count.state, &self.further) {
                (_, None) => (Rule::Complement, None),
                (State::Small { low }, _) => (Rule::SmallCount, Some(low)),
                (State::Hidden, _) => (Rule::SmallGroup, None),
                _ => (Rule::Complement, None),
            };
            let [percent, total] = beside(field);
            if let Some(low) = low {
                let under = rules.threshold as f64;
                let known = |low, high, under| Withheld { low, high, under, rule: rule.as_str() };
                plan.bound(at_result, field, rule, known(low as f64, under - 1.0, Some(under)));
                let of = findings.results()[at_result].value(total).filter(|total| *total > under);
                if let Some(of) = of {
                    let share = |count: f64| 100.0 * count / of;
                    // A printed percentage may be another than that of its count.
                    if findings.results()[at_result].value(percent).is_some_and(|printed| printed < share(under)) {
                        plan.bound(at_result, percent, rule, known(0.0, share(under), Some(share(under))));
                    }
                }
            }
            plan.hide(at_result, field, rule);
            for field in [percent, Field::CiLow, Field::CiHigh, Field::Difference] {
                plan.hide(at_result, field, rule);
            }
            if self.further.is_none() {
                plan.hide(at_result, total, rule);
            }
        }
    }
}

/// Percentage and total of a count.
fn beside(count: Field) -> [Field; 2] {
    match count {
        Field::CountFirst => [Field::PercentFirst, Field::TotalFirst],
        Field::CountSecond => [Field::PercentSecond, Field::TotalSecond],
        _ => [Field::Percent, Field::Total],
    }
}

/// A count with its total, as a result says it.
#[derive(Clone, Copy)]
struct Row {
    value: i64,
    total: Option<i64>,
    place: (usize, Field),
}

impl Row {
    /// A count that is not printed follows from percentage and total.
    fn of(at: usize, result: &StudyResult, count: Field) -> Option<Row> {
        let [percent, total] = beside(count);
        let total = result.value(total);
        let implied = || Some((result.value(percent)? * total? / 100.0).round());
        let value = result.value(count).or_else(implied)?;
        Some(Row { value: value as i64, total: total.map(|total| total as i64), place: (at, count) })
    }
}

/// The counts of one sample, by level.
struct Sample {
    counts: Vec<Option<usize>>,
    total: Option<i64>,
    /// Whether each person has one level at most, and all totals are the same.
    single: bool,
}

/// The tables of a variable: one a source and timepoint.
fn tables(
    findings: &Findings,
    variable: &Variable,
    groups: &BTreeSet<LevelId>,
    forced: &BTreeSet<Key>,
    rules: Rules,
) -> Vec<Table> {
    let mut everybody: BTreeMap<(Source, Option<TimepointId>), BTreeMap<LevelId, Row>> = BTreeMap::new();
    let mut grouped: BTreeMap<(Option<TimepointId>, LevelId), BTreeMap<LevelId, Row>> = BTreeMap::new();
    let mut sides: [BTreeMap<LevelId, Row>; 2] = Default::default();
    for (at, result) in findings.results().iter().enumerate() {
        match (&result.kind, &result.group) {
            (Kind::Share { variable: of, timepoint, level }, None) if *of == variable.id => {
                let row = Row::of(at, result, Field::Count).map(|row| (level.clone(), row));
                everybody.entry((result.source, timepoint.clone())).or_default().extend(row);
            }
            // Who is in a group is known of it.
            (Kind::Share { variable: of, timepoint, level }, Some(group))
                if *of == variable.id && findings.study.group.as_ref() != Some(of) && !groups.contains(group) =>
            {
                let row = Row::of(at, result, Field::Count).map(|row| (level.clone(), row));
                grouped.entry((timepoint.clone(), group.clone())).or_default().extend(row);
            }
            // Who of each group took part is shown, so who of them dropped out is no secret.
            (Kind::Attrition { subject: Described::Variable(of), level: Some(_) }, _)
                if findings.study.group.as_ref() == Some(of) && groups.is_empty() => {}
            (Kind::Attrition { subject: Described::Variable(of), level: Some(level) }, _) if *of == variable.id => {
                for (side, count) in sides.iter_mut().zip([Field::CountFirst, Field::CountSecond]) {
                    side.extend(Row::of(at, result, count).map(|row| (level.clone(), row)));
                }
            }
            _ => {}
        }
    }
    let asked_once = everybody.contains_key(&(Source::Computed, None));
    let first = findings.study.timepoints.first().map(|timepoint| &timepoint.id);
    let built = everybody.into_iter().map(|((source, timepoint), rows)| {
        let mut made = Making::new(variable, timepoint.clone(), rules);
        let hidden = |level: &LevelId| forced.contains(&(variable.id.clone(), timepoint.clone(), level.clone()));
        let whole = made.sample(&rows, hidden);
        for (level, count) in variable.levels.iter().zip(&whole.counts) {
            made.table.levels.extend(count.map(|count| (count, level.id.clone())));
        }
        if source == Source::Computed {
            let of_here = grouped.iter().filter(|((at, _), _)| *at == timepoint);
            let samples: Vec<Sample> = of_here.map(|(_, rows)| made.sample(rows, |_| false)).collect();
            made.parts(&whole, &samples);
            let here = if asked_once { timepoint.is_none() } else { timepoint.as_ref() == first };
            if here && sides.iter().any(|side| !side.is_empty()) {
                let samples: Vec<Sample> = sides.iter().map(|rows| made.sample(rows, |_| false)).collect();
                made.parts(&whole, &samples);
            }
        }
        made.table
    });
    built.collect()
}

struct Making<'a> {
    variable: &'a Variable,
    rules: Rules,
    table: Table,
}

/// More people than any count of a study whose total is not known.
const MANY: i64 = 1_000_000;

impl<'a> Making<'a> {
    fn new(variable: &'a Variable, timepoint: Option<TimepointId>, rules: Rules) -> Self {
        let table = Table {
            variable: variable.id.clone(),
            timepoint,
            family: Family::default(),
            places: Vec::new(),
            levels: BTreeMap::new(),
            further: None,
        };
        Self { variable, rules, table }
    }

    fn add(&mut self, count: Count, place: Option<(usize, Field)>) -> usize {
        self.table.family.counts.push(count);
        self.table.places.push(place);
        self.table.family.counts.len() - 1
    }

    fn few(&self, count: i64) -> bool {
        (1..self.rules.threshold).contains(&count)
    }

    fn unlisted(&mut self, value: i64, most: i64, matters: bool) -> usize {
        self.add(Count { value, most, state: State::Unlisted { matters } }, None)
    }

    /// Adds the counts of one sample with the sums among themselves.
    fn sample(&mut self, rows: &BTreeMap<LevelId, Row>, hidden: impl Fn(&LevelId) -> bool) -> Sample {
        let levels = self.variable.levels.iter().map(|level| &level.id);
        let rows: Vec<(LevelId, Option<Row>)> = levels.map(|id| (id.clone(), rows.get(id).copied())).collect();
        let known = || rows.iter().filter_map(|(_, row)| *row);
        let mut totals: Vec<Option<i64>> = known().map(|row| row.total).collect();
        totals.dedup();
        let total = if let [total] = totals[..] { total } else { None };
        let sum: i64 = known().map(|row| row.value).sum();
        let single = !self.variable.multiple && total.is_some_and(|total| sum <= total);
        let mut counts = Vec::new();
        for (level, row) in &rows {
            let Some(row) = row else {
                counts.push(None);
                continue;
            };
            let nobody = row.total == Some(0);
            let state = if row.total.is_some_and(|total| self.few(total)) {
                State::Hidden
            } else if self.rules.small(row.value) && !nobody {
                State::Small { low: if self.rules.zeros { 0 } else { 1 } }
            } else if hidden(level) {
                State::Taken
            } else {
                State::Shown
            };
            let most = row.total.unwrap_or(MANY).max(row.value);
            let count = self.add(Count { value: row.value, most, state }, Some(row.place));
            counts.push(Some(count));
            if let (false, Some(total)) = (single, row.total.filter(|total| *total >= row.value)) {
                let others = total - row.value;
                let matters = self.rules.small(others) && !nobody;
                let others = self.unlisted(others, total, matters);
                self.table.family.sums.push((vec![(count, 1), (others, 1)], total));
            }
        }
        if let (true, Some(total)) = (single, total) {
            let mut terms: Vec<(usize, i64)> = counts.iter().flatten().map(|count| (*count, 1)).collect();
            if total > sum {
                let matters = self.few(total - sum);
                terms.push((self.unlisted(total - sum, total, matters), 1));
            }
            self.table.family.sums.push((terms, total));
        }
        Sample { counts, total, single }
    }

    /// Adds the sums of samples that are parts of another, with those who are in none of them.
    fn parts(&mut self, whole: &Sample, parts: &[Sample]) {
        if parts.is_empty() {
            return;
        }
        let totals: Option<Vec<i64>> = parts.iter().map(|part| part.total).collect();
        let rest = whole.total.zip(totals).map(|(whole, parts)| whole - parts.iter().sum::<i64>());
        let few = rest.is_some_and(|rest| self.few(rest));
        let mut unlisted = Vec::new();
        for level in 0..self.variable.levels.len() {
            let Some(all) = whole.counts[level] else { continue };
            let Some(of_parts) = parts.iter().map(|part| part.counts[level]).collect::<Option<Vec<usize>>>() else {
                continue;
            };
            let value = |at: usize| self.table.family.counts[at].value;
            let others = value(all) - of_parts.iter().map(|at| value(*at)).sum::<i64>();
            let most = rest.unwrap_or(MANY);
            if others < 0 || others > most {
                continue;
            }
            let mut terms = vec![(all, 1)];
            terms.extend(of_parts.into_iter().map(|at| (at, -1)));
            if rest != Some(0) {
                let matters = few || self.few(others);
                let others = self.unlisted(others, most, matters);
                unlisted.push((others, 1));
                terms.push((others, -1));
            }
            self.table.family.sums.push((terms, 0));
        }
        if let (true, Some(rest)) = (whole.single, rest.filter(|rest| *rest > 0)) {
            let sum: i64 = unlisted.iter().map(|(at, _)| self.table.family.counts[*at].value).sum();
            if rest > sum {
                unlisted.push((self.unlisted(rest - sum, rest, few), 1));
            }
            self.table.family.sums.push((unlisted, rest));
        }
    }
}
