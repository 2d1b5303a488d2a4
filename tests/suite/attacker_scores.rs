//! An attacker who is after single scores: everybody less those who stayed, group by group, by sums and by squares.
//!
//! They know who was measured when, who is in which group, the range and steps of the scale, and every figure of
//! `results`. For each sample each sum is tried that its figures admit all together: mean, SD, standard error, interval, t, p
//! and effect sizes, within their rounding. From these sums follows what sets of few people can have scored together.
//! This shares no code with what withholds.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::attacker_sums::{System, quantile};

/// What the attacker knows beforehand.
#[derive(Debug, Clone)]
pub struct Knowledge {
    pub scale: String,
    pub timepoints: Vec<String>,
    /// Who has a score, by timepoint and person; the true ones are for the test alone.
    pub scores: Vec<Vec<Option<i64>>>,
    pub groups: Vec<Option<String>>,
    pub highest: i64,
    pub decimals: i32,
    /// Mean, SD and size of the norm.
    pub norm: Option<(f64, f64, f64)>,
    pub threshold: usize,
}

type Span = (f64, f64);

/// What a figure says of a sample of n people with mean m and SD s.
#[derive(Debug, Clone, Copy)]
enum Says {
    Mean(Span),
    Sd(Span),
    /// m and so many s.
    Reach(f64, Span),
    /// (m less something) / s.
    PerSd(f64, Span),
    /// (m less a norm) over both errors; sign or not.
    Welch {
        norm: (f64, f64, f64),
        t: Span,
    },
}

/// A sample: its people, and how often their score at each timepoint counts.
#[derive(Debug, Clone)]
struct Sample {
    people: Vec<usize>,
    counts: Vec<(usize, i64)>,
    says: Vec<Says>,
    /// Sums that are possible, each with the span of its SD.
    sums: Vec<(i64, Span)>,
}

pub struct Attack {
    samples: Vec<Sample>,
    known: Knowledge,
}

/// A set of people of whom too few sums are left.
#[derive(Debug, PartialEq, Eq)]
pub struct Told {
    pub people: Vec<usize>,
    pub counts: Vec<(usize, i64)>,
    pub left: Vec<i64>,
    pub truth: i64,
}

fn around(value: f64, decimals: i32) -> Span {
    let half = 0.5 * 10f64.powi(-decimals) + 1e-9;
    (value - half, value + half)
}

fn meet(one: Span, other: Span) -> Span {
    (one.0.max(other.0), one.1.min(other.1))
}

fn times(span: Span, by: f64) -> Span {
    if by < 0.0 { (span.1 * by, span.0 * by) } else { (span.0 * by, span.1 * by) }
}

impl Attack {
    pub fn on(results: &[Value], known: &Knowledge) -> Self {
        let mut attack = Self { samples: Vec::new(), known: known.clone() };
        for result in results {
            attack.read(result);
        }
        for sample in &mut attack.samples {
            sample.sums = possible_sums(sample, known);
        }
        attack
    }

    /// Adds what another build of the study shows, of people who are numbered as in this one.
    pub fn and(mut self, other: Self) -> Self {
        self.samples.extend(other.samples);
        self
    }

    fn wave(&self, name: &str) -> Option<usize> {
        self.known.timepoints.iter().position(|timepoint| timepoint == name)
    }

    fn there(&self, people: Vec<usize>, counts: &[(usize, i64)]) -> Vec<usize> {
        let all = |person: &usize| counts.iter().all(|(wave, _)| self.known.scores[*wave][*person].is_some());
        people.into_iter().filter(all).collect()
    }

    fn group(&self, name: Option<&str>) -> Vec<usize> {
        let people = 0..self.known.groups.len();
        people.filter(|person| name.is_none_or(|name| self.known.groups[*person].as_deref() == Some(name))).collect()
    }

    fn add(&mut self, people: Vec<usize>, counts: Vec<(usize, i64)>, says: Vec<Says>) {
        let people = self.there(people, &counts);
        self.add_exactly(people, counts, says);
    }

    fn read(&mut self, result: &Value) {
        let address = result["address"].as_str().expect("an address");
        let (path, group) = address.split_once('@').map_or((address, None), |(path, group)| (path, Some(group)));
        let parts: Vec<&str> = path.split('.').collect();
        if parts.get(1) != Some(&self.known.scale.as_str()) {
            return;
        }
        let number = |field: &str| result[field].as_f64();
        let decimals = self.known.decimals;
        let span = |field: &str, decimals: i32| number(field).map(|value| around(value, decimals));
        let n = number("n").unwrap_or(0.0);
        match (parts[0], parts.get(2)) {
            ("describe", Some(timepoint)) => {
                let Some(wave) = self.wave(timepoint) else { return };
                let mut says: Vec<Says> = span("mean", decimals).map(Says::Mean).into_iter().collect();
                says.extend(span("sd", decimals).map(Says::Sd));
                says.extend(span("se", decimals).map(|se| Says::Sd(times(se, n.sqrt()))));
                says.extend(limits(result, n, decimals, 0.0));
                self.add(self.group(group), vec![(wave, 1)], says);
            }
            ("norm", Some(timepoint)) => {
                let (Some(wave), Some(norm)) = (self.wave(timepoint), self.known.norm) else { return };
                let shift = |span: Span| (span.0 + norm.0, span.1 + norm.0);
                let mut says: Vec<Says> =
                    span("difference", decimals).map(|span| Says::Mean(shift(span))).into_iter().collect();
                says.extend(span("smd", 2).map(|span| Says::Mean(shift(times(span, norm.1)))));
                says.extend(span("t", 2).map(|t| Says::Welch { norm, t }));
                if let (Some(low), Some(high)) = (number("ci_low"), number("ci_high")) {
                    let middle = (low + high) / 2.0;
                    says.push(Says::Mean(shift(around(middle, decimals))));
                }
                self.add(self.group(group), vec![(wave, 1)], says);
            }
            ("change", Some(timepoints)) => {
                let Some((from, to)) = timepoints.split_once('-') else { return };
                let (Some(from), Some(to)) = (self.wave(from), self.wave(to)) else { return };
                let both = self.there(self.group(group), &[(from, 1), (to, 1)]);
                for (wave, mean, sd) in [(from, "mean_from", "sd_from"), (to, "mean_to", "sd_to")] {
                    let mut says: Vec<Says> = span(mean, decimals).map(Says::Mean).into_iter().collect();
                    says.extend(span(sd, decimals).map(Says::Sd));
                    self.add_exactly(both.clone(), vec![(wave, 1)], says);
                }
                let mut says: Vec<Says> = span("change", decimals).map(Says::Mean).into_iter().collect();
                says.extend(span("sd", decimals).map(Says::Sd));
                says.extend(span("se", decimals).map(|se| Says::Sd(times(se, n.sqrt()))));
                says.extend(limits(result, n, decimals, 0.0));
                says.extend(span("t", 2).map(|t| Says::PerSd(0.0, times(t, 1.0 / n.sqrt()))));
                says.extend(span("es_change", 2).map(|es| Says::PerSd(0.0, es)));
                for (es, sd) in [("es_baseline_pairs", "sd_from")] {
                    if let (Some(es), Some(sd)) = (span(es, 2), span(sd, decimals)) {
                        let ends = [es.0 * sd.0, es.0 * sd.1, es.1 * sd.0, es.1 * sd.1];
                        let least = ends.iter().copied().fold(f64::INFINITY, f64::min);
                        says.push(Says::Mean((least, ends.iter().copied().fold(f64::NEG_INFINITY, f64::max))));
                    }
                }
                self.add_exactly(both, vec![(from, -1), (to, 1)], says);
            }
            ("contrast", Some(timepoint)) => {
                let Some((first, second)) = group.and_then(|pair| pair.split_once("-vs-")) else { return };
                let counts = match timepoint.split_once('-') {
                    None => self.wave(timepoint).map(|wave| vec![(wave, 1)]),
                    Some((from, to)) => self.wave(from).zip(self.wave(to)).map(|(from, to)| vec![(from, -1), (to, 1)]),
                };
                let Some(counts) = counts else { return };
                for (name, mean, sd) in [(first, "mean_first", "sd_first"), (second, "mean_second", "sd_second")] {
                    let mut says: Vec<Says> = span(mean, decimals).map(Says::Mean).into_iter().collect();
                    says.extend(span(sd, decimals).map(Says::Sd));
                    self.add(self.group(Some(name)), counts.clone(), says);
                }
            }
            ("attrition", None) => {
                let last = self.known.timepoints.len() - 1;
                let first = self.there(self.group(None), &[(0, 1)]);
                let (stayed, left): (Vec<usize>, Vec<usize>) =
                    first.into_iter().partition(|person| self.known.scores[last][*person].is_some());
                for (people, mean, sd) in [(stayed, "mean_first", "sd_first"), (left, "mean_second", "sd_second")] {
                    let mut says: Vec<Says> = span(mean, decimals).map(Says::Mean).into_iter().collect();
                    says.extend(span(sd, decimals).map(Says::Sd));
                    self.add_exactly(people, vec![(0, 1)], says);
                }
            }
            _ => {}
        }
    }

    fn add_exactly(&mut self, people: Vec<usize>, counts: Vec<(usize, i64)>, says: Vec<Says>) {
        match self.samples.iter_mut().find(|sample| sample.people == people && sample.counts == counts) {
            Some(sample) => sample.says.extend(says),
            None => self.samples.push(Sample { people, counts, says, sums: Vec::new() }),
        }
    }

    /// Every set of few people of whom fewer sums are left than the threshold, although there could be as many.
    pub fn told(&self) -> Vec<Told> {
        let atoms = self.atoms();
        let mut told = Vec::new();
        for set in self.sets(&atoms) {
            let people: Vec<usize> = set.iter().flat_map(|atom| atoms[*atom].iter().copied()).collect();
            let waves = self.known.timepoints.len();
            let mut asked: Vec<Vec<(usize, i64)>> = (0..waves).map(|wave| vec![(wave, 1)]).collect();
            asked.extend((0..waves).flat_map(|from| (from + 1..waves).map(move |to| vec![(from, -1), (to, 1)])));
            for counts in asked {
                if self.there(people.clone(), &counts) != people {
                    continue;
                }
                let span: i64 = people.len() as i64 * self.known.highest * counts.len() as i64;
                let need = self.known.threshold.min(span as usize + 1);
                let (left, whole) = self.left(&atoms, &set, &counts, need);
                let truth = self.truth(&people, &counts);
                assert!(
                    !whole || left.contains(&truth),
                    "the attacker is wrong: {people:?} {counts:?} {left:?} {truth}"
                );
                if left.len() < need {
                    told.push(Told { people: people.clone(), counts, left, truth });
                }
            }
        }
        told
    }

    fn truth(&self, people: &[usize], counts: &[(usize, i64)]) -> i64 {
        let scores = |person: &usize| {
            counts.iter().map(|(wave, times)| times * self.known.scores[*wave][*person].unwrap_or(0)).sum::<i64>()
        };
        people.iter().map(scores).sum()
    }

    /// People whom no sample sets apart.
    fn atoms(&self) -> Vec<Vec<usize>> {
        let mut atoms: BTreeMap<Vec<usize>, Vec<usize>> = BTreeMap::new();
        for person in 0..self.known.groups.len() {
            let told = self.samples.iter().enumerate().filter(|(_, sample)| sample.says_of_a_sum());
            let inside: Vec<usize> =
                told.filter(|(_, sample)| sample.people.contains(&person)).map(|(at, _)| at).collect();
            atoms.entry(inside).or_default().push(person);
        }
        atoms.into_iter().filter(|(inside, _)| !inside.is_empty()).map(|(_, people)| people).collect()
    }

    fn sets(&self, atoms: &[Vec<usize>]) -> Vec<Vec<usize>> {
        let mut sets: Vec<Vec<usize>> = Vec::new();
        for (at, atom) in atoms.iter().enumerate() {
            let size = |set: &[usize]| set.iter().map(|atom| atoms[*atom].len()).sum::<usize>();
            if atom.len() < self.known.threshold {
                let room = self.known.threshold - atom.len();
                let more: Vec<Vec<usize>> =
                    sets.iter().filter(|set| size(set) < room).map(|set| [&set[..], &[at]].concat()).collect();
                sets.push(vec![at]);
                sets.extend(more);
            }
        }
        sets.truncate(60);
        sets
    }

    /// Sums of a set that are possible, up to as many as are needed, and whether these are all of them.
    fn left(&self, atoms: &[Vec<usize>], set: &[usize], counts: &[(usize, i64)], need: usize) -> (Vec<i64>, bool) {
        let mut system = System::default();
        let mut cells: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for (at, people) in atoms.iter().enumerate() {
            for wave in 0..self.known.timepoints.len() {
                if people.iter().all(|person| self.known.scores[wave][*person].is_some()) {
                    cells.insert((at, wave), system.add(0, people.len() as i64 * self.known.highest));
                }
            }
        }
        for sample in self.samples.iter().filter(|sample| !sample.sums.is_empty() && sample.says_of_a_sum()) {
            let (low, high) = (sample.sums[0].0, sample.sums[sample.sums.len() - 1].0);
            let mut terms: Vec<(usize, i64)> = vec![(system.add(low, high), -1)];
            for (at, _) in atoms.iter().enumerate().filter(|(_, atom)| sample.people.contains(&atom[0])) {
                terms.extend(sample.counts.iter().map(|(wave, times)| (cells[&(at, *wave)], *times)));
            }
            system.sums.push(terms);
        }
        let span = self.known.highest * counts.len() as i64 * set.iter().map(|at| atoms[*at].len() as i64).sum::<i64>();
        let wanted = system.add(-span, span);
        let mut terms: Vec<(usize, i64)> = vec![(wanted, -1)];
        for at in set {
            terms.extend(counts.iter().map(|(wave, times)| (cells[&(*at, *wave)], *times)));
        }
        system.sums.push(terms);
        let mut bounds = system.bounds.clone();
        if !system.tighten(&mut bounds) {
            return (Vec::new(), true);
        }
        let people: Vec<usize> = set.iter().flat_map(|atom| atoms[*atom].iter().copied()).collect();
        let (low, high) = bounds[wanted];
        let mut found = Vec::new();
        for value in low..=high {
            let mut tried = bounds.clone();
            tried[wanted] = (value, value);
            let mut effort = 3000;
            if self.squares_admit(&people, counts, value) && system.solve(tried, &mut effort) {
                found.push(value);
                if found.len() >= need {
                    return (found, false);
                }
            }
        }
        (found, true)
    }

    /// Whether the squares of two samples that differ by these people leave room for their squares.
    fn squares_admit(&self, people: &[usize], counts: &[(usize, i64)], value: i64) -> bool {
        let [(wave, 1)] = counts else { return true };
        let of_wave = || self.samples.iter().filter(|sample| sample.counts == [(*wave, 1)] && !sample.sums.is_empty());
        let m = people.len() as f64;
        let least = (value * value) as f64 / m;
        let whole = value / self.known.highest;
        let rest = value - whole * self.known.highest;
        let most = (whole * self.known.highest * self.known.highest + rest * rest) as f64;
        of_wave().all(|larger| {
            of_wave().all(|smaller| {
                let inside = smaller.people.iter().all(|person| larger.people.contains(person));
                let apart: Vec<usize> =
                    larger.people.iter().copied().filter(|person| !smaller.people.contains(person)).collect();
                let mut same = people.to_vec();
                same.sort_unstable();
                if !inside || apart != same {
                    return true;
                }
                larger.sums.iter().any(|(sum, sd)| {
                    smaller.sums.iter().filter(|(other, _)| sum - other == value).any(|(other, other_sd)| {
                        let squares = |n: usize, sum: i64, sd: f64| {
                            let n = n as f64;
                            (n - 1.0) * sd * sd + (sum * sum) as f64 / n
                        };
                        let (n, k) = (larger.people.len(), smaller.people.len());
                        let low = squares(n, *sum, sd.0) - squares(k, *other, other_sd.1);
                        let high = squares(n, *sum, sd.1) - squares(k, *other, other_sd.0);
                        low <= most + 1e-6 && high >= least - 1e-6
                    })
                })
            })
        })
    }
}

impl Sample {
    fn says_of_a_sum(&self) -> bool {
        self.says.iter().any(|says| !matches!(says, Says::Sd(_)))
    }
}

/// An interval's ends: the mean and so many SDs.
fn limits(result: &Value, n: f64, decimals: i32, less: f64) -> Vec<Says> {
    if n < 2.0 {
        return Vec::new();
    }
    let reach = quantile(n - 1.0, 0.05) / n.sqrt();
    let of = |field: &str, reach: f64| {
        result[field].as_f64().map(|value| Says::Reach(reach, around(value + less, decimals)))
    };
    of("ci_low", -reach).into_iter().chain(of("ci_high", reach)).collect()
}

/// The sums that all figures of a sample admit, with the SDs that they leave.
fn possible_sums(sample: &Sample, known: &Knowledge) -> Vec<(i64, Span)> {
    let n = sample.people.len() as i64;
    if n < 1 || !sample.says_of_a_sum() {
        return Vec::new();
    }
    let least: i64 = sample.counts.iter().map(|(_, times)| times.min(&0) * known.highest * n).sum();
    let most: i64 = sample.counts.iter().map(|(_, times)| times.max(&0) * known.highest * n).sum();
    (least..=most).filter_map(|sum| Some((sum, sds(sample, sum as f64 / n as f64)?))).collect()
}

fn sds(sample: &Sample, mean: f64) -> Option<Span> {
    let n = sample.people.len() as f64;
    let mut sd: Span = (0.0, 1e6);
    for says in &sample.says {
        let here = match *says {
            Says::Mean(span) if span.0 <= mean && mean <= span.1 => continue,
            Says::Mean(_) => return None,
            Says::Sd(span) => span,
            Says::Reach(by, span) => times((span.0 - mean, span.1 - mean), 1.0 / by),
            Says::PerSd(less, span) => {
                let over = mean - less;
                if span.0 <= 0.0 && span.1 >= 0.0 {
                    continue;
                }
                let ends = (over / span.0, over / span.1);
                (ends.0.min(ends.1), ends.0.max(ends.1))
            }
            Says::Welch { norm, t } => {
                let over = mean - norm.0;
                if t.0 <= 0.0 && t.1 >= 0.0 {
                    continue;
                }
                if over * t.0 < 0.0 {
                    return None;
                }
                let of = |t: f64| (n * ((over / t).powi(2) - norm.1 * norm.1 / norm.2)).max(0.0).sqrt();
                (of(t.0).min(of(t.1)), of(t.0).max(of(t.1)))
            }
        };
        sd = meet(sd, (here.0 - 1e-9, here.1 + 1e-9));
    }
    (sd.0 <= sd.1).then_some(sd)
}
