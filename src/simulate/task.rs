//! One try for scores: certain people, one grid, one manner.

use super::aims::{self, ChangeAims, Manner, WaveAims};
use super::chance::Chance;
use super::kept::Kept;
use super::search::{Found, search};
use super::start::{self, Shape};
use super::sums::Sums;
use super::targets::{Change, Grid, Rules, Span, Targets, Wave};
use crate::audit::KeptWave;
use crate::model::EffectSize;
use crate::stats::StudentT;

pub struct Task<'a> {
    pub targets: &'a Targets,
    pub rules: &'a Rules,
    pub kept: &'a Kept,
    pub grid: &'a Grid,
    pub manner: Manner,
    /// Each person's standing in everything, in standard deviations; turned round where a lower score is better.
    pub person: &'a [f64],
}

impl Task<'_> {
    pub fn run(&self, chance: &mut Chance) -> Found {
        let shapes: Vec<Shape> = (0..self.kept.waves.len()).map(|wave| self.shape(wave)).collect();
        let each = self.kept.waves.iter().zip(&shapes).zip(&self.targets.waves);
        let waves: Vec<WaveAims> = each.map(|((kept, shape), wave)| self.wave_aims(kept, shape, wave)).collect();
        let changes: Vec<ChangeAims> = (0..self.kept.changes.len()).map(|at| self.change_aims(at)).collect();
        let links: Vec<Vec<(u32, u32)>> = changes.iter().map(|aims| self.links(aims.from, aims.to)).collect();
        let places = start::places(&shapes, &waves, self.grid, self.person, chance);
        let mut sums = Sums::new(self.rules, self.grid, (&waves, &changes), places, &links);
        let mut found = search(&mut sums, chance);
        // An end that is not on the grid cannot be reached, and the search does not know of it.
        let ends =
            self.kept.waves.iter().zip(&waves).flat_map(|(kept, aims)| [(kept.min, aims.least), (kept.max, aims.most)]);
        found.missed += ends.filter(|(kept, aim)| kept.is_some() && aim.is_none()).count() as f64 * aims::END;
        found
    }

    /// Slots at two timepoints of the people who are there at both.
    fn links(&self, from: usize, to: usize) -> Vec<(u32, u32)> {
        let (from, to) = (&self.kept.people[from], &self.kept.people[to]);
        let slot = |person: &usize| to.binary_search(person).ok();
        from.iter().enumerate().filter_map(|(here, person)| Some((here as u32, slot(person)? as u32))).collect()
    }

    fn shape(&self, wave: usize) -> Shape {
        let (mean, sd) = (self.mean(wave), self.sd(wave));
        let follows = self.targets.changes.iter().zip(&self.kept.changes).find_map(|(change, kept)| {
            let other = if change.to == wave { change.from } else { change.to };
            if (change.from != wave && change.to != wave) || other >= wave {
                return None;
            }
            let (here, there) = (sd, self.sd(other));
            let pairs = self.links(change.from, change.to).len() as f64;
            let spread = kept.aim.map(|(_, error)| error * pairs.sqrt());
            let r = spread.map_or(0.6, |spread| (here * here + there * there - spread * spread) / (2.0 * here * there));
            Some((other, if r.is_finite() { r.clamp(-0.95, 0.99) } else { 0.6 }))
        });
        Shape { mean, sd, people: self.kept.people[wave].clone(), follows }
    }

    /// The printed mean, or one that fits the rest.
    fn mean(&self, wave: usize) -> f64 {
        let kept = &self.kept.waves[wave];
        let by_change = || {
            let known = self.targets.changes.iter().zip(&self.kept.changes);
            let mut others = known.filter_map(|(change, kept)| {
                let moved = self.rules.factor() * kept.aim?.0;
                match (change.from == wave, change.to == wave) {
                    (false, true) => Some(middle(self.kept.waves[change.from].mean?)? + moved),
                    (true, false) => Some(middle(self.kept.waves[change.to].mean?)? - moved),
                    _ => None,
                }
            });
            others.next()
        };
        let means = kept.sample.means();
        let value = kept.mean.and_then(middle).or_else(by_change).or_else(|| middle(means)).unwrap_or(0.0);
        means.nearest(value)
    }

    /// The printed SD, or one that fits the rest: an effect size, another timepoint, the limits, a standard error.
    fn sd(&self, wave: usize) -> f64 {
        let printed = |wave: usize| self.kept.waves[wave].sd.and_then(|sd| middle(Span::new(sd.low.max(0.0), sd.high)));
        let changes = || self.targets.changes.iter().zip(&self.kept.changes);
        let by_effect = || {
            let own = changes().filter(|(change, _)| change.from == wave && self.rules.es == EffectSize::SdBaselineAll);
            let mut sds = own.filter_map(|(_, kept)| Some((kept.aim?.0 / middle(kept.es?)?).abs()));
            sds.find(|sd| sd.is_finite() && *sd > 0.0)
        };
        let others = || (0..self.kept.waves.len()).find_map(printed);
        let all = self.kept.waves[wave].sample.all;
        let width = || Some((all.high - all.low) / 5.0).filter(|width| width.is_finite());
        let by_error = || {
            let pairs = |change: &Change| (self.links(change.from, change.to).len() as f64).sqrt();
            changes().filter_map(|(change, kept)| Some(kept.aim?.1 * pairs(change))).find(|sd| *sd > 0.0)
        };
        printed(wave).or_else(by_effect).or_else(others).or_else(width).or_else(by_error).unwrap_or(1.0).max(0.0)
    }

    fn wave_aims(&self, kept: &KeptWave, shape: &Shape, wave: &Wave) -> WaveAims {
        let reach = shape.sd.max(self.grid.step()) * (shape.people.len() as f64).sqrt().max(6.0);
        let all = kept.sample.all;
        let low = if all.low.is_finite() { all.low } else { (shape.mean - reach).min(all.high) };
        let high = if all.high.is_finite() { all.high } else { (shape.mean + reach).max(all.low) };
        let ends = |span: Span| {
            let (first, last) = self.grid.places(span.low, span.high);
            (first <= last && span.low.is_finite() && span.high.is_finite()).then_some((first, last))
        };
        let least = kept.min.and_then(|_| ends(kept.sample.least));
        let most = kept.max.and_then(|_| ends(kept.sample.most));
        let printed = |value: Option<f64>, ends: Option<(i64, i64)>| {
            let place = value.map(|value| self.grid.places(value, value)).filter(|(first, last)| first == last);
            let inside = |place: &(i64, i64)| ends.is_some_and(|ends| ends.0 <= place.0 && place.0 <= ends.1);
            place.filter(|place| self.manner.pinned && inside(place)).or(ends)
        };
        let least = printed(wave.min.as_ref().map(|min| min.value()), least);
        let most = printed(wave.max.as_ref().map(|max| max.value()), most);
        let limits = self.grid.places(low, high);
        let limits = (least.map_or(limits.0, |least| least.0), most.map_or(limits.1, |most| most.1));
        // A grid that has no score between the limits is left for a finer one.
        let limits = if limits.0 <= limits.1 { limits } else { (limits.0, limits.0) };
        WaveAims::new(kept, shape.sd, self.manner, limits, [least, most])
    }

    fn change_aims(&self, at: usize) -> ChangeAims {
        let Change { from, to, .. } = self.targets.changes[at];
        let pairs = self.links(from, to).len();
        let law = StudentT::new(pairs.saturating_sub(1) as f64);
        let reach = law.and_then(|law| law.two_sided_quantile(1.0 - self.rules.confidence.level())).unwrap_or(0.0);
        let error = self.kept.changes[at].aim.map_or(0.0, |(_, error)| error);
        ChangeAims::new(&self.kept.changes[at], [from, to], error, self.manner, reach)
    }
}

/// `None` where the span has no end.
fn middle(span: Span) -> Option<f64> {
    Some((span.low + span.high) / 2.0).filter(|middle| middle.is_finite())
}
