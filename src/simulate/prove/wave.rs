//! Contradictions within one timepoint: mean, SD, smallest and greatest score among so many people.

use super::words::{lies, listed, spoken};
use super::{Set, contradicting, heaviest};
use crate::model::Printed;
use crate::simulate::outcome::Proof;
use crate::simulate::targets::{Grid, Span, Wave, rounding};
use crate::stats::{Sample, possible_on_grid};

const MEAN: Set = 1;
const SD: Set = 2;
const MIN: Set = 4;
const MAX: Set = 8;
const FIGURES: [(Set, &str, &str); 4] =
    [(MEAN, "mean", "a mean"), (SD, "sd", "an SD"), (MIN, "min", "a minimum"), (MAX, "max", "a maximum")];
/// Heavier than any figure alone, so that the fewest are given up.
const WEIGHTS: [u32; 4] = [104, 103, 102, 101];

/// A timepoint with its number of people.
pub struct WaveFacts<'a> {
    pub wave: &'a Wave,
    pub n: u64,
    /// Whether the number is printed.
    pub certain: bool,
    pub range: Option<(f64, f64)>,
    pub grid: &'a Grid,
}

/// The figures of a timepoint that may stand together, as spans, and the proofs against the others.
#[derive(Debug, Clone)]
pub struct KeptWave {
    pub sample: Sample,
    pub mean: Option<Span>,
    pub sd: Option<Span>,
    pub min: Option<Span>,
    pub max: Option<Span>,
    /// By the name of the field.
    pub impossible: Vec<(&'static str, Proof)>,
}

impl WaveFacts<'_> {
    /// Keeps what is possible together. `address` names the timepoint's result.
    pub fn keep(&self, address: &str) -> KeptWave {
        let printed: Set = FIGURES.iter().filter(|(bit, ..)| self.figure(*bit).is_some()).map(|(bit, ..)| bit).sum();
        let kept = heaviest(printed, &WEIGHTS, |set| self.possible(set));
        let given_up = FIGURES.iter().filter(|(bit, ..)| printed & !kept & bit != 0);
        let impossible = given_up.map(|&(bit, field, _)| (field, self.proof(bit, kept, address))).collect();
        let span = |bit: Set| if kept & bit != 0 { self.figure(bit).map(rounding) } else { None };
        KeptWave {
            sample: self.sample(kept),
            mean: span(MEAN),
            sd: span(SD),
            min: span(MIN),
            max: span(MAX),
            impossible,
        }
    }

    fn figure(&self, bit: Set) -> Option<&Printed> {
        let Wave { mean, sd, min, max, .. } = self.wave;
        match bit {
            MEAN => mean.as_ref(),
            SD => sd.as_ref(),
            MIN => min.as_ref(),
            _ => max.as_ref(),
        }
    }

    fn span(&self, set: Set, bit: Set) -> Option<Span> {
        self.figure(bit).filter(|_| set & bit != 0).map(rounding)
    }

    fn sample(&self, set: Set) -> Sample {
        let range = self.range.map_or(Span::ALL, |(low, high)| Span::new(low, high));
        let end = |bit: Set| self.span(set, bit).unwrap_or(Span::ALL);
        Sample::new(self.n, self.certain, range, end(MIN), end(MAX))
    }

    fn possible(&self, set: Set) -> bool {
        let sample = self.sample(set);
        if !sample.is_possible() {
            return false;
        }
        let mean = self.span(set, MEAN).unwrap_or(Span::ALL).and(sample.means());
        if mean.is_empty() {
            return false;
        }
        if let Some(sd) = self.span(set, SD) {
            let possible = sample.deviations(mean);
            let slack = 1e-9 * (1.0 + possible.high.abs().min(1e9));
            if (self.certain && self.n < 2)
                || sd.high < possible.low - slack
                || sd.low > possible.high + slack
                || sd.high < 0.0
            {
                return false;
            }
        }
        let any = Span::new(0.0, f64::INFINITY);
        let certain = self.certain && self.grid.sure && self.n > 1;
        !certain || possible_on_grid(&sample, self.grid, mean, self.span(set, SD).unwrap_or(any))
    }

    fn proof(&self, bit: Set, kept: Set, address: &str) -> Proof {
        let against = contradicting(bit, kept, |set| self.possible(set));
        let fields = FIGURES.iter().filter(|(other, ..)| against & other != 0);
        let contradicts = fields.map(|(_, field, _)| format!("{address}.{field}")).collect();
        Proof { reason: self.reason(bit, against), contradicts }
    }

    fn reason(&self, bit: Set, against: Set) -> String {
        let printed = self.figure(bit).expect("only a printed figure is given up");
        let sample = self.sample(against);
        match bit {
            SD if self.certain && self.n < 2 => "a single score has no SD".to_owned(),
            SD if rounding(printed).high < 0.0 => "an SD is not below 0".to_owned(),
            MIN | MAX if self.outside(printed) => {
                let (low, high) = self.range.expect("it is outside of the range");
                format!("the scale goes from {} to {}", spoken(low, 6), spoken(high, 6))
            }
            MEAN if self.outside_of(sample.means(), printed) => {
                format!("the mean of {} {}", self.scores(against), lies(sample.means(), printed.decimals()))
            }
            SD if !self.fits(against, printed) => {
                let mean = self.span(against, MEAN).unwrap_or(Span::ALL);
                let with = if against & MEAN != 0 { self.named(MEAN) } else { String::new() };
                let with = if with.is_empty() { with } else { format!(" with {with}") };
                let lies = lies(sample.deviations(mean), printed.decimals());
                format!("the SD of {}{with} {lies}", self.scores(against))
            }
            _ => {
                let others: Vec<String> =
                    FIGURES.map(|f| f.0).iter().filter(|f| against & **f != 0).map(|f| self.named(*f)).collect();
                let steps = if self.grid.sure {
                    format!(" in steps of {}", spoken(self.grid.step(), 6))
                } else {
                    String::new()
                };
                let with =
                    if others.is_empty() { String::new() } else { format!(" together with {}", listed(&others)) };
                format!("no {} scores{steps} have it{with}", self.n)
            }
        }
    }

    fn outside(&self, printed: &Printed) -> bool {
        self.range.is_some_and(|(low, high)| self.outside_of(Span::new(low, high), printed))
    }

    fn outside_of(&self, span: Span, printed: &Printed) -> bool {
        rounding(printed).and(span).is_empty()
    }

    /// Whether an SD is possible but for the grid.
    fn fits(&self, against: Set, sd: &Printed) -> bool {
        let mean = self.span(against, MEAN).unwrap_or(Span::ALL);
        !rounding(sd).and(self.sample(against).deviations(mean)).is_empty()
    }

    fn named(&self, bit: Set) -> String {
        let name = FIGURES.iter().find(|(other, ..)| *other == bit).map_or("", |(.., name)| name);
        format!("{name} of {}", self.figure(bit).map_or("", Printed::text))
    }

    /// `20 scores from 32.0 to 69.0`.
    fn scores(&self, against: Set) -> String {
        let end = |bit: Set, of_range: Option<f64>| match self.figure(bit).filter(|_| against & bit != 0) {
            Some(printed) => Some(printed.text().to_owned()),
            None => of_range.map(|limit| spoken(limit, 6)),
        };
        let low = end(MIN, self.range.map(|range| range.0));
        let high = end(MAX, self.range.map(|range| range.1));
        match (low, high) {
            (Some(low), Some(high)) => format!("{} scores from {low} to {high}", self.n),
            (Some(low), None) => format!("{} scores from {low} up", self.n),
            (None, Some(high)) => format!("{} scores up to {high}", self.n),
            (None, None) => format!("{} scores", self.n),
        }
    }
}
