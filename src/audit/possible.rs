//! What printed figures leave possible, for data that are to agree with them: the same figures, by the same engine, that
//! the audit judges.

use std::collections::BTreeMap;

use super::blame::Set;
use super::change::scenes;
use super::effect::Denominator;
use super::figure::{Reading, span};
use super::finding::{Audit, Finding, Verdict};
use super::scene::{self, CHANGE, ES, HIGH, LOW, P, R, SD, SE, Scene};
use super::wave::{self, Wave};
use super::{Tables, divided};
use crate::model::{EffectSize, Study};
use crate::stats::{Sample, Span, StudentT};

/// What the audit says against single figures, by their addresses.
pub struct Verdicts<'a> {
    cells: BTreeMap<String, &'a Finding>,
    /// Against all figures of a result, where no one of them can be named.
    results: Vec<&'a Finding>,
}

/// Rules that say nothing against the figure itself: what is printed again, words beside it, what the study says of it.
const ABOUT_OTHERS: [&str; 3] = ["printed-twice", "significance-word", divided::RULE];

impl<'a> Verdicts<'a> {
    pub fn of(audit: &'a Audit) -> Self {
        let mut verdicts = Self { cells: BTreeMap::new(), results: Vec::new() };
        let against =
            |finding: &&Finding| finding.verdict == Verdict::Inconsistent && !ABOUT_OTHERS.contains(&finding.rule);
        for finding in audit.findings.iter().filter(against) {
            let cells = finding.cells.iter().map(|(about, _)| about.clone());
            let cells: Vec<String> = cells.chain(finding.field.map(|_| finding.about())).collect();
            if cells.is_empty() {
                verdicts.results.push(finding);
            }
            for cell in cells {
                verdicts.cells.entry(cell).or_insert(finding);
            }
        }
        verdicts
    }

    /// What is said against a figure, such as `change.mood.T1-T2.p`: against itself, or else against its whole result.
    pub fn against(&self, about: &str) -> Option<&'a Finding> {
        let of_result = |finding: &&&Finding| {
            about.strip_prefix(finding.address.as_str()).is_some_and(|rest| rest.starts_with('.'))
        };
        self.cells.get(about).copied().or_else(|| self.results.iter().find(of_result).copied())
    }
}

/// The figures of a timepoint that can stand together, for so many people.
#[derive(Debug, Clone)]
pub struct KeptWave {
    pub sample: Sample,
    pub mean: Option<Span>,
    pub sd: Option<Span>,
    pub min: Option<Span>,
    pub max: Option<Span>,
}

/// The figures of a change that can stand together, for so many pairs.
#[derive(Debug, Clone, Default)]
pub struct KeptChange {
    pub change: Option<Span>,
    pub low: Option<Span>,
    pub high: Option<Span>,
    /// Of |change| / error, from the p value and t.
    pub t: Option<Span>,
    pub es: Option<Span>,
    /// The standard error of the change, from itself and from its SD.
    pub error: Option<Span>,
    pub r: Option<Span>,
    /// Why nothing is known of the effect size, where one is printed.
    pub undetermined: Option<String>,
    /// Of the change, where the figures go together with one sign only.
    pub sign: Option<f64>,
    /// A change and a standard error that agree with all of them, where anything is known of these.
    pub aim: Option<(f64, f64)>,
}

/// The printed figures of a study without those that cannot be.
pub struct Possible<'a> {
    waves: BTreeMap<String, (Wave<'a>, Set)>,
    scenes: BTreeMap<String, (Scene<'a>, Set)>,
    es: EffectSize,
}

impl<'a> Possible<'a> {
    pub fn new(study: &'a Study, verdicts: &Verdicts<'_>) -> Self {
        let tables = Tables::of(study);
        let against = |address: &str, figures: &[(Set, &str, &str)]| -> Set {
            let bad =
                figures.iter().filter(|(_, column, _)| verdicts.against(&format!("{address}.{column}")).is_some());
            bad.map(|(bit, ..)| bit).sum()
        };
        let mut waves = BTreeMap::new();
        for row in &study.reported.describe {
            let bad = against(&row.address(), &wave::FIGURES);
            waves.entry(row.address()).or_insert((Wave::new(row, &study.measures), bad));
        }
        let faulty = waves.iter().map(|(address, (_, bad))| (address.clone(), *bad)).collect();
        let mut changes = BTreeMap::new();
        for scene in scenes(&tables, &faulty).0 {
            let address = scene.row.address();
            let bad = against(&address, &scene::FIGURES[..scene::OF_ROW]);
            changes.entry(address).or_insert((scene, bad));
        }
        Self { waves, scenes: changes, es: study.conventions.effect_size }
    }

    /// What is left of a timepoint. `people` are as many as the data have there.
    pub fn wave(&self, address: &str, people: u64, range: Option<(f64, f64)>) -> KeptWave {
        let all = range.map_or(Span::ALL, |(low, high)| Span::new(low, high));
        let Some((wave, bad)) = self.waves.get(address) else {
            let sample = Sample::new(people, false, all, Span::ALL, Span::ALL);
            return KeptWave { sample, mean: None, sd: None, min: None, max: None };
        };
        let set = wave.all() & !bad;
        let reading = reading(|reading| wave.possible(set, reading));
        let figure = |bit: Set| wave.figure(bit).filter(|_| set & bit != 0).map(|printed| span(printed, reading));
        let [min, max] = [wave::MIN, wave::MAX].map(figure);
        let certain = wave.row.n == Some(people) && set & wave::N != 0;
        let sample = Sample::new(people, certain, all, min.unwrap_or(Span::ALL), max.unwrap_or(Span::ALL));
        KeptWave { sample, mean: figure(wave::MEAN), sd: wave.deviation(set, reading), min, max }
    }

    /// What is left of a change. `pairs` are as many as the data have.
    pub fn change(&self, address: &str, pairs: u64) -> KeptChange {
        let Some((scene, bad)) = self.scenes.get(address) else { return KeptChange::default() };
        let plain = Scene { denominators: Vec::new(), ..scene.clone() };
        let set = plain.all() & !bad;
        let es = self.effect_size(scene, set, bad & ES != 0);
        let with_es = Scene { denominators: es.by.into_iter().collect(), ..scene.clone() };
        let both = if with_es.denominators.is_empty() { set } else { set | ES };
        let reading = reading(|reading| with_es.possible(both, reading));
        let figure = |bit: Set| plain.span(set, bit, reading, pairs);
        let by_sd = figure(SD).map(|sd| sd.times((pairs as f64).sqrt().recip()));
        let regions = plain.regions(set, reading, pairs);
        let ends = || regions.iter().filter_map(|region| region.ends(|change, _| change));
        let up = ends().all(|(low, high)| low >= 0.0 && high > 0.0);
        let down = ends().all(|(low, high)| high <= 0.0 && low < 0.0);
        let middle = |(low, high): (f64, f64)| (low + high) / 2.0;
        let aim = regions.first().filter(|_| set & (CHANGE | LOW | HIGH | P) != 0).and_then(|region| {
            Some((middle(region.ends(|change, _| change)?), middle(region.ends(|_, error| error)?)))
        });
        KeptChange {
            change: figure(CHANGE),
            low: figure(LOW),
            high: figure(HIGH),
            t: StudentT::new(pairs.saturating_sub(1) as f64).ok().and_then(|law| plain.ratio(set, reading, &law)),
            es: es.kept.then(|| scene.figure(ES).map(|printed| span(printed, reading))).flatten(),
            error: match (figure(SE), by_sd) {
                (Some(se), Some(sd)) => Some(se.and(sd)),
                (se, sd) => se.or(sd),
            },
            r: figure(R),
            undetermined: es.undetermined,
            sign: if regions.is_empty() || up == down { None } else { Some(if up { 1.0 } else { -1.0 }) },
            aim,
        }
    }

    /// The effect size by the study's convention; where it cannot be that, why nothing is known of it.
    fn effect_size(&self, scene: &Scene<'_>, set: Set, bad: bool) -> KeptSize {
        let by = Denominator::of(self.es);
        if bad || scene.figure(ES).is_none() {
            return KeptSize::default();
        }
        let of_pairs = matches!(self.es, EffectSize::SdBaselinePairs | EffectSize::SdAverage);
        // The SDs of the pairs are printed only where nobody else was measured.
        if of_pairs && !scene.same_people() || !by.is_known(scene) {
            return KeptSize { kept: true, ..KeptSize::default() };
        }
        let tried = Scene { denominators: vec![by], ..scene.clone() };
        if tried.possible(set | ES, Reading::Either) {
            return KeptSize { kept: true, by: Some(by), undetermined: None };
        }
        let (from, to) = (scene.row.comparison.from.as_str(), scene.row.comparison.to.as_str());
        let reason =
            format!("it is not the change divided by {}; by what it was divided is not known", by.words(from, to));
        KeptSize { undetermined: Some(reason), ..KeptSize::default() }
    }
}

/// What is kept of an effect size.
#[derive(Default)]
struct KeptSize {
    kept: bool,
    /// What it was divided by, where that is printed.
    by: Option<Denominator>,
    undetermined: Option<String>,
}

/// Rounded, if the figures can have been; else rounded or cut off.
fn reading(possible: impl Fn(Reading) -> bool) -> Reading {
    if possible(Reading::Rounded) { Reading::Rounded } else { Reading::Either }
}
