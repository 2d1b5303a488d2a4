//! Charts of participants: where each of them stands, and who took part when.

use super::scales::polarity;
use super::ticks;
use crate::analyse::{Field, Findings, Source, StudyResult};
use crate::compose::chart::{
    Bin, Course, Distribution, DistributionPanel, DistributionWave, FlowColumn, FlowWave, ParticipantFlow, Spread,
};
use crate::compose::shown::Shown;
use crate::model::{Column, Instrument, LevelOf, Scale, ScaleId, ScoreRule, TimepointId};

/// More participants than this at one timepoint are shown as bins, not as marks of their own.
const MARKS: usize = 200;
/// More courses than this would hide each other.
const COURSES: usize = 80;
/// Bins over the range of a scale that has no steps of its own.
const BINS: usize = 24;

/// The scores of everybody, or of each group beside the others.
pub fn distribution(scales: &[ScaleId], timepoints: &[TimepointId], groups: bool, findings: &Findings) -> Distribution {
    let study = &findings.study;
    let waves: Vec<usize> = study
        .timepoints
        .iter()
        .enumerate()
        .filter(|(_, timepoint)| timepoints.contains(&timepoint.id))
        .map(|(wave, _)| wave)
        .collect();
    let levels: &[LevelOf] = match study.group() {
        Some(group) if groups => &group.levels,
        _ => &[],
    };
    let members = Members::new(findings, levels);
    let mut panels = Vec::new();
    for instrument in &study.measures.instruments {
        for scale in instrument.scales.iter().filter(|scale| scales.contains(&scale.id)) {
            // Where participants are guarded there are no scores, and the results alone say what was asked.
            let described = |wave: &usize| findings.describe(&scale.id, &study.timepoints[*wave].id);
            let asked = |wave: &usize| match study.disclosure.guards() {
                true => described(wave).is_some_and(|result| result.source == Source::Computed),
                false => findings.scores.at(&scale.id, *wave).is_some(),
            };
            if waves.iter().any(asked) {
                panels.push(panel(instrument, scale, &waves, levels, &members, findings));
            }
        }
    }
    Distribution {
        ticks: ticks(study, Some(timepoints)),
        groups: levels.iter().map(|level| level.label.clone()).collect(),
        panels,
    }
}

/// In which group each person is.
struct Members<'a> {
    column: Option<&'a Column>,
    people: usize,
}

impl<'a> Members<'a> {
    fn new(findings: &'a Findings, levels: &[LevelOf]) -> Self {
        let answers = findings.study.answers.as_ref();
        let group = findings.study.group.as_ref().filter(|_| !levels.is_empty());
        Self {
            column: group.and_then(|group| answers?.facts.column(group.as_str())),
            people: answers.map_or(0, |answers| answers.people.len()),
        }
    }

    /// The position of a person's group; 0 for everybody where no groups are told apart.
    fn group(&self, person: usize) -> Option<usize> {
        match self.column {
            Some(column) => column.number(person).map(|level| level as usize),
            None => Some(0),
        }
    }
}

fn panel(
    instrument: &Instrument,
    scale: &Scale,
    waves: &[usize],
    levels: &[LevelOf],
    members: &Members<'_>,
    findings: &Findings,
) -> DistributionPanel {
    let timepoint = |wave: usize| &findings.study.timepoints[wave].id;
    let groups: Vec<Option<&LevelOf>> = match levels {
        [] => vec![None],
        levels => levels.iter().map(Some).collect(),
    };
    let at = |wave: usize| findings.scores.at(&scale.id, wave);
    let scores = |wave: usize, at_group: usize| -> Vec<f64> {
        let of_group = (0..members.people).filter(|person| members.group(*person) == Some(at_group));
        let mut scores: Vec<f64> =
            at(wave).map(|column| of_group.filter_map(|person| column.number(person)).collect()).unwrap_or_default();
        scores.sort_by(f64::total_cmp);
        scores
    };
    // One panel shows all its timepoints in one way.
    let each = waves.iter().flat_map(|wave| (0..groups.len()).map(move |group| (*wave, group)));
    let many = each.map(|(wave, group)| scores(wave, group).len()).max().unwrap_or(0) > MARKS;
    let wave_of = |wave: usize, at_group: usize, group: Option<&LevelOf>| {
        let address = format!("describe.{}.{}", scale.id, timepoint(wave));
        let result = findings.of(address, group.map(|group| &group.id));
        let value = |field| result.and_then(|result| result.value(field));
        let scores = scores(wave, at_group);
        DistributionWave {
            count: match findings.study.disclosure.guards() {
                true => value(Field::N).unwrap_or(0.0) as u64,
                false => scores.len() as u64,
            },
            quartiles: value(Field::Q1)
                .zip(value(Field::Median))
                .zip(value(Field::Q3))
                .map(|((q1, median), q3)| (q1, median, q3)),
            spread: if many { bins(&scores, scale) } else { Spread::Dots(scores) },
            shown: result.map(Shown::whole),
        }
    };
    let waves_of =
        |wave: &usize| groups.iter().enumerate().map(|(index, group)| wave_of(*wave, index, *group)).collect();
    DistributionPanel {
        group: instrument.name.clone(),
        title: scale.label.clone(),
        range: scale.range,
        polarity: polarity(scale),
        norm: scale.norm.as_ref().map(|norm| (norm.mean.value(), norm.sd.value())),
        decimals: scale.decimals,
        waves: waves.iter().map(waves_of).collect(),
        shown: Some(Shown::at(&scale.origin)),
        courses: courses(scale, waves, members, findings),
    }
}

/// Everybody's course who has two scores or more; none where they are too many.
fn courses(scale: &Scale, waves: &[usize], members: &Members<'_>, findings: &Findings) -> Vec<Course> {
    let columns: Vec<Option<&Column>> = waves.iter().map(|wave| findings.scores.at(&scale.id, *wave)).collect();
    let mut courses = Vec::new();
    for person in 0..members.people {
        let Some(group) = members.group(person) else { continue };
        let values: Vec<Option<f64>> =
            columns.iter().map(|column| column.and_then(|column| column.number(person))).collect();
        if values.iter().flatten().count() >= 2 {
            courses.push(Course { group, values });
        }
        if courses.len() > COURSES {
            return Vec::new();
        }
    }
    courses
}

/// The same without groups, for lines behind means.
pub fn plain_courses(scale: &Scale, findings: &Findings) -> Vec<Vec<Option<f64>>> {
    let waves: Vec<usize> = (0..findings.study.timepoints.len()).collect();
    let members = Members::new(findings, &[]);
    courses(scale, &waves, &members, findings).into_iter().map(|course| course.values).collect()
}

/// The scores as bins.
fn bins(scores: &[f64], scale: &Scale) -> Spread {
    let (Some(least), Some(most)) = (scores.first().copied(), scores.last().copied()) else {
        return Spread::Bins(Vec::new());
    };
    let (low, high) = scale.range.unwrap_or((least, most));
    let (low, high) = (low.min(least), high.max(most));
    // Scores that go in steps have a bin for as many steps as another, and no bin ends at a score.
    let (low, width, count) = match step(scores, scale) {
        Some(step) => {
            let steps = ((high - low) / step).round() + 1.0;
            let each = (steps / BINS as f64).ceil().max(1.0);
            (low - step / 2.0, each * step, (steps / each).ceil() as usize)
        }
        None => (low, ((high - low) / BINS as f64).max(f64::MIN_POSITIVE), BINS),
    };
    let mut counts = vec![0_u64; count.max(1)];
    let last = counts.len() - 1;
    for score in scores {
        counts[(((score - low) / width) as usize).min(last)] += 1;
    }
    let bin = |(at, count): (usize, u64)| {
        let from = low + at as f64 * width;
        Bin { low: from, high: from + width, count }
    };
    Spread::Bins(counts.into_iter().enumerate().map(bin).collect())
}

/// The distance between possible scores, where there is one.
fn step(scores: &[f64], scale: &Scale) -> Option<f64> {
    let scoring = &scale.scoring;
    let of_items = match (scoring.items.len(), scoring.rule) {
        (0, _) => None,
        (count, ScoreRule::Mean) => Some(1.0 / count as f64),
        (_, ScoreRule::Sum) => Some(1.0),
    };
    let whole = || scores.iter().all(|score| score.fract() == 0.0).then_some(1.0);
    scoring.step.or(of_items).or_else(whole)
}

/// Who took part when, of everybody or a column a group.
pub fn flow(groups: bool, findings: &Findings) -> ParticipantFlow {
    let study = &findings.study;
    let count = |address: String, group: Option<&LevelOf>, field| {
        let result = findings.of(address, group.map(|group| &group.id));
        result.and_then(|result| result.value(field)).unwrap_or(0.0) as u64
    };
    let shown =
        |address: &str, group: Option<&LevelOf>| findings.of(address, group.map(|group| &group.id)).map(Shown::whole);
    let column = |group: Option<&LevelOf>| {
        let waves = study.timepoints.iter().map(|timepoint| {
            let of = |field| count(format!("flow.{}", timepoint.id), group, field);
            FlowWave {
                answered: of(Field::Participants),
                lost: of(Field::Lost),
                returned: of(Field::Returned),
                joined: of(Field::Joined),
                shown: shown(&format!("flow.{}", timepoint.id), group),
            }
        });
        FlowColumn {
            label: group.map(|group| group.label.clone()).unwrap_or_default(),
            enrolled: count("flow".into(), group, Field::Participants),
            waves: waves.collect(),
            complete: count("flow".into(), group, Field::Complete),
            shown: shown("flow", group),
        }
    };
    if findings.get("flow").is_none() {
        return ParticipantFlow { ticks: ticks(study, None), enrolled: 0, shown: None, columns: Vec::new() };
    }
    let columns = match study.group() {
        Some(group) if groups => {
            let hidden = |level: &&LevelOf| findings.of("flow", Some(&level.id)).is_some_and(StudyResult::withholds);
            group.levels.iter().filter(|level| !hidden(level)).map(|level| column(Some(level))).collect()
        }
        _ => vec![column(None)],
    };
    let enrolled = count("flow".into(), None, Field::Participants);
    ParticipantFlow { ticks: ticks(study, None), enrolled, shown: shown("flow", None), columns }
}
