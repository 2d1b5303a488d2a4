//! A study's printed figures to tables of people who never were.

use super::attendance::{People, Wanted};
use super::chance::Chance;
use super::fit::fit;
use super::levels::{Shared, other_level, shares};
use super::outcome::Outcome;
use super::targets::{Rules, Source, Targets};
use super::wanted::{numbers, scales};
use crate::audit::{Possible, Verdicts, audit};
use crate::model::{Better, Study, Variable, VariableId};
use crate::stats::Confidence;

/// A table of text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    pub header: Vec<String>,
    /// As wide as the header; an empty cell is no answer.
    pub rows: Vec<Vec<String>>,
}

/// Simulated data in the form of a study's files, and how far they agree with what is printed.
#[derive(Debug, Clone, PartialEq)]
pub struct Rehearsal {
    /// A row a person: what is known of people once.
    pub participants: Sheet,
    /// A row a person and timepoint: scores, and variables that were asked at timepoints.
    pub responses: Sheet,
    /// Every printed figure of scales and variables, in the study's order.
    pub outcomes: Vec<Outcome>,
    /// Variables of which more people gave an answer than the study's levels account for, each with the id of the level
    /// that stands for all other answers in the data.
    pub others: Vec<(VariableId, &'static str)>,
}

/// A column by person.
type Cells = Vec<Option<String>>;

/// Makes data for a study that has printed figures only. The same study and seed give the same data.
///
/// Scales whose scores are made of items or of other scales are left out: their answers are not simulated.
pub fn simulate(study: &Study, seed: u64) -> Rehearsal {
    let rules = Rules {
        sign: study.conventions.change,
        confidence: Confidence::new(study.conventions.confidence).expect("`read` admits levels between 0.5 and 1 only"),
        es: study.conventions.effect_size,
    };
    let audit = audit(study);
    let verdicts = Verdicts::of(&audit);
    let source = Source { rules, possible: Possible::new(study, &verdicts), verdicts: &verdicts };
    let scales: Vec<_> = scales(study)
        .into_iter()
        .filter(|(scale, _)| scale.scoring.items.is_empty() && scale.scoring.parts.is_empty())
        .collect();
    let (numbers, shares) = (numbers(study), shares(study));
    let all = scales.iter().map(|(_, targets)| targets).chain(numbers.iter().map(|(.., targets)| targets));
    let usual = usual(study, all, &shares);
    let wanted: Vec<Wanted> = scales.iter().map(|(_, targets)| Wanted::new(targets, &usual)).collect();
    let others: Vec<Wanted> = numbers
        .iter()
        .map(|(_, asked, targets)| Wanted::new(targets, if *asked { &usual } else { &usual[..1] }))
        .collect();
    let need = wanted.iter().chain(&others).map(Wanted::people);
    let need = need.chain(shares.iter().map(Shared::people)).chain(usual.iter().copied()).max().unwrap_or(0);
    let waves = study.timepoints.len();
    let people = People::new(need, waves, &wanted, &mut Chance::new(seed, "attendance"));
    let mut chance = Chance::new(seed, "people");
    let standing: Vec<f64> = (0..people.count()).map(|_| chance.normal()).collect();
    let turned: Vec<f64> = standing.iter().map(|standing| -standing).collect();

    let mut made = Made::new(waves);
    for ((scale, targets), wanted) in scales.iter().zip(&wanted) {
        let standing = if scale.better == Better::Lower { &turned } else { &standing };
        let mut chance = Chance::new(seed, scale.id.as_str());
        let fitted = fit(targets, &source, wanted, (&people, standing), &mut chance);
        let name = scale.scoring.column.as_deref().unwrap_or(scale.id.as_str());
        made.asked.push((name.to_owned(), fitted.scores.iter().map(|scores| texts(scores)).collect()));
        made.outcomes.extend(fitted.outcomes);
    }
    for ((variable, asked, targets), wanted) in numbers.iter().zip(&others) {
        let mut chance = Chance::new(seed, variable.id.as_str());
        let alone = (!asked).then(|| People::new(need, 1, std::slice::from_ref(wanted), &mut chance));
        let who = alone.as_ref().unwrap_or(&people);
        let chances: Vec<f64> = (0..people.count()).map(|_| chance.normal()).collect();
        let fitted = fit(targets, &source, wanted, (who, &chances), &mut chance);
        let columns: Vec<Cells> = fitted.scores.iter().map(|scores| texts(scores)).collect();
        made.outcomes.extend(fitted.outcomes);
        made.add(variable, *asked, columns);
    }
    for shared in &shares {
        let wave = shared.timepoint.and_then(|id| study.timepoints.iter().position(|timepoint| timepoint.id == *id));
        let purpose = format!("{}.{}", shared.variable.id, shared.timepoint.map_or("", |timepoint| timepoint.as_str()));
        let mut chance = Chance::new(seed, &purpose);
        let given = shared.give(people.count(), &ready(&people, wave, &mut chance), &mut chance);
        made.outcomes.extend(shared.settle(&given, &verdicts));
        let other = (shared.variable.id.clone(), other_level(shared.variable));
        if shared.has_other(&given) && !made.others.contains(&other) {
            made.others.push(other);
        }
        let cells = given.iter().map(|levels| cell(shared.variable, levels)).collect();
        made.put(shared.variable, wave, cells);
    }
    made.sheets(study, people.count())
}

/// How many people there are at each timepoint, where a scale does not say so: as many as at most are printed there,
/// or anywhere.
fn usual<'a>(study: &Study, all: impl Iterator<Item = &'a Targets>, shares: &[Shared<'_>]) -> Vec<u64> {
    let mut most = vec![0; study.timepoints.len().max(1)];
    let mut anywhere = shares.iter().map(Shared::people).max().unwrap_or(0);
    for targets in all {
        for (at, wave) in targets.waves.iter().enumerate() {
            let n = wave.n.unwrap_or(0);
            anywhere = anywhere.max(n);
            if !wave.timepoint.is_empty() {
                most[at] = most[at].max(n);
            }
        }
        for change in &targets.changes {
            let n = change.n.unwrap_or(0);
            anywhere = anywhere.max(n);
            most[change.from] = most[change.from].max(n);
            most[change.to] = most[change.to].max(n);
        }
    }
    // A study that prints no number of people at all.
    let anywhere = if anywhere == 0 { 30 } else { anywhere };
    most.into_iter().map(|n| if n == 0 { anywhere } else { n }).collect()
}

/// Everybody: those who took part at the timepoint first, each half in an order of chance.
fn ready(people: &People, wave: Option<usize>, chance: &mut Chance) -> Vec<usize> {
    let mut order: Vec<usize> = (0..people.count()).collect();
    chance.shuffle(&mut order);
    let there = |person: usize| wave.is_none_or(|wave| people.present()[wave][person]);
    order.sort_by_key(|person| !there(*person));
    order
}

fn texts(scores: &[Option<f64>]) -> Cells {
    scores.iter().map(|score| score.map(|score| format!("{}", score + 0.0))).collect()
}

fn cell(variable: &Variable, levels: &[usize]) -> Option<String> {
    let name = |level: &usize| match variable.levels.get(*level) {
        Some(level) => level.values.first().map_or(level.id.as_str(), String::as_str).to_owned(),
        None => other_level(variable).to_owned(),
    };
    (!levels.is_empty()).then(|| levels.iter().map(name).collect::<Vec<_>>().join(";"))
}

/// What was made so far.
struct Made {
    waves: usize,
    once: Vec<(String, Cells)>,
    /// A column for each timepoint.
    asked: Vec<(String, Vec<Cells>)>,
    outcomes: Vec<Outcome>,
    others: Vec<(VariableId, &'static str)>,
}

impl Made {
    fn new(waves: usize) -> Self {
        Self { waves, once: Vec::new(), asked: Vec::new(), outcomes: Vec::new(), others: Vec::new() }
    }

    fn add(&mut self, variable: &Variable, asked: bool, columns: Vec<Cells>) {
        for (wave, cells) in columns.into_iter().enumerate() {
            self.put(variable, asked.then_some(wave), cells);
        }
    }

    fn put(&mut self, variable: &Variable, wave: Option<usize>, cells: Cells) {
        let name = variable.id.as_str().to_owned();
        let Some(wave) = wave else { return self.once.push((name, cells)) };
        let at = self.asked.iter().position(|(known, _)| *known == name).unwrap_or_else(|| {
            self.asked.push((name, vec![Vec::new(); self.waves]));
            self.asked.len() - 1
        });
        self.asked[at].1[wave] = cells;
    }

    fn sheets(self, study: &Study, people: usize) -> Rehearsal {
        let header = |first: &[&str], names: Vec<&String>| -> Vec<String> {
            let first = first.iter().map(|name| (*name).to_owned());
            first.chain(names.into_iter().cloned()).chain(["simulated".to_owned()]).collect()
        };
        let mut participants = Sheet {
            header: header(&["participant"], self.once.iter().map(|(name, _)| name).collect()),
            rows: Vec::new(),
        };
        let first = ["participant", "timepoint"];
        let mut responses =
            Sheet { header: header(&first, self.asked.iter().map(|(name, _)| name).collect()), rows: Vec::new() };
        let digits = people.to_string().len().max(3);
        for person in 0..people {
            let id = format!("R{:0digits$}", person + 1);
            let text = |cells: &Cells| cells.get(person).cloned().flatten().unwrap_or_default();
            let known: Vec<String> = self.once.iter().map(|(_, cells)| text(cells)).collect();
            participants.rows.push([vec![id.clone()], known, vec!["yes".to_owned()]].concat());
            for (wave, timepoint) in study.timepoints.iter().enumerate() {
                let answers: Vec<String> = self.asked.iter().map(|(_, waves)| text(&waves[wave])).collect();
                if answers.iter().all(String::is_empty) {
                    continue;
                }
                let time = timepoint.values.first().map_or(timepoint.id.as_str(), String::as_str).to_owned();
                responses.rows.push([vec![id.clone(), time], answers, vec!["yes".to_owned()]].concat());
            }
        }
        Rehearsal { participants, responses, outcomes: self.outcomes, others: self.others }
    }
}
