//! Contradictions between a change, its interval, its p value, its effect size, and the two timepoints.
//!
//! The test is Student's t of the pairs: the limits are change ± t·error, and |change| / error is the t of the p value.

use super::words::{lies, listed, spoken};
use super::{KeptWave, Set, contradicting, heaviest};
use crate::model::{EffectSize, Printed};
use crate::simulate::outcome::Proof;
use crate::simulate::targets::{Change, Rules, Span, rounding};
use crate::stats::{Half, Region, StudentT};

const CHANGE: Set = 1;
const LOW: Set = 2;
const HIGH: Set = 4;
const P: Set = 8;
const ES: Set = 16;
const SD_FROM: Set = 32;
const SD_TO: Set = 64;
const MEAN_FROM: Set = 128;
const MEAN_TO: Set = 256;
const FIGURES: [(Set, &str, &str); 5] = [
    (CHANGE, "change", "a change"),
    (LOW, "ci_low", "a lower limit"),
    (HIGH, "ci_high", "an upper limit"),
    (P, "p", "a p value"),
    (ES, "es", "an effect size"),
];
/// Heavier than any figure alone, so that the fewest are given up.
const WEIGHTS: [u32; 5] = [105, 104, 103, 102, 101];

/// A change with what is known of its timepoints.
pub struct ChangeFacts<'a> {
    pub change: &'a Change,
    pub rules: &'a Rules,
    pub from: &'a KeptWave,
    pub to: &'a KeptWave,
    /// How many people have both scores, where that is certain.
    pub pairs: Option<u64>,
    /// Results of the change and of its two timepoints.
    pub address: String,
    pub waves: [String; 2],
    /// Names of the timepoints.
    pub timepoints: [String; 2],
}

/// The figures of a change that may stand together, and the proofs against the others.
#[derive(Debug, Clone, Default)]
pub struct KeptChange {
    pub change: Option<Span>,
    pub low: Option<Span>,
    pub high: Option<Span>,
    /// Of |change| / error, from the p value.
    pub t: Option<Span>,
    pub es: Option<Span>,
    /// Of the change, where the p value goes together with one sign only.
    pub sign: Option<f64>,
    /// A change and a standard error that agree with all of them, where anything is known of these.
    pub aim: Option<(f64, f64)>,
    /// By the name of the field.
    pub impossible: Vec<(&'static str, Proof)>,
}

impl ChangeFacts<'_> {
    /// Keeps what is possible together.
    pub fn keep(&self) -> KeptChange {
        let printed: Set = FIGURES.iter().filter(|(bit, ..)| self.figure(*bit).is_some()).map(|(bit, ..)| bit).sum();
        let known =
            [(MEAN_FROM, self.from.mean), (MEAN_TO, self.to.mean), (SD_FROM, self.from.sd), (SD_TO, self.to.sd)];
        let waves: Set = known.iter().filter(|(_, span)| span.is_some()).map(|(bit, _)| bit).sum();
        // Figures of the timepoints were found possible; should rounding say otherwise here, they prove nothing.
        let waves = if self.possible(waves) { waves } else { 0 };
        let kept = heaviest(printed, &WEIGHTS, |set| self.possible(set | waves));
        let given_up = FIGURES.iter().filter(|(bit, ..)| printed & !kept & bit != 0);
        let impossible = given_up.map(|&(bit, field, _)| (field, self.proof(bit, kept | waves))).collect();
        let span = |bit: Set| if kept & bit != 0 { self.figure(bit).map(rounding) } else { None };
        let telling = kept & (CHANGE | LOW | HIGH | P) != 0;
        KeptChange {
            change: span(CHANGE),
            low: span(LOW),
            high: span(HIGH),
            t: span(P).and(self.t()),
            es: span(ES),
            sign: self.sign(kept | waves),
            aim: if telling { self.aim(kept | waves) } else { None },
            impossible,
        }
    }

    fn figure(&self, bit: Set) -> Option<&Printed> {
        let Change { change, low, high, p, es, .. } = self.change;
        match bit {
            CHANGE => change.as_ref(),
            LOW => low.as_ref(),
            HIGH => high.as_ref(),
            P => p.as_ref(),
            ES => es.as_ref(),
            _ => None,
        }
    }

    fn span(&self, set: Set, bit: Set) -> Option<Span> {
        self.figure(bit).filter(|_| set & bit != 0).map(rounding)
    }

    fn law(&self) -> Option<StudentT> {
        self.pairs.filter(|pairs| *pairs > 1).and_then(|pairs| StudentT::new((pairs - 1) as f64).ok())
    }

    /// Half the interval in standard errors. Where the pairs are not known, the error is in halves of the interval.
    fn reach(&self) -> f64 {
        let quantile = self.law().and_then(|law| law.two_sided_quantile(1.0 - self.rules.confidence.level()).ok());
        quantile.unwrap_or(1.0)
    }

    /// The size of t for the printed p value.
    fn t(&self) -> Option<Span> {
        let p = rounding(self.figure(P)?);
        let law = self.law()?;
        let quantile = |p: f64, at_the_end: f64| match p > 0.0 && p < 1.0 {
            true => law.two_sided_quantile(p).unwrap_or(f64::INFINITY),
            false => at_the_end,
        };
        let low = if p.high >= 1.0 { 0.0 } else { quantile(p.high, f64::INFINITY) };
        let high = if p.low <= 0.0 { f64::INFINITY } else { quantile(p.low, 0.0) };
        Some(Span::new(low * (1.0 - 1e-9), high * (1.0 + 1e-9)))
    }

    fn possible(&self, set: Set) -> bool {
        self.regions(set).iter().any(|region| !region.is_empty())
    }

    /// Every change and standard error that agree with a set of figures; in two parts, by the sign of the change, where
    /// a p value is among them.
    fn regions(&self, set: Set) -> Vec<Region> {
        let single = self.pairs == Some(1) && set & (LOW | HIGH | P) != 0;
        let p = self.span(set, P).unwrap_or(Span::ALL);
        if single || p.low > 1.0 || p.high < 0.0 {
            return Vec::new();
        }
        let mut region = Region::new(1e7 * self.scale());
        let mut cut = |change: f64, error: f64, span: Span| {
            let slack = |end: f64| 1e-7 * (1.0 + end.abs());
            region.cut(&Half::new(change, error, span.high + slack(span.high)));
            region.cut(&Half::new(-change, -error, -span.low + slack(span.low)));
        };
        let reach = self.reach();
        let [moves, errors] = self.of_timepoints(set);
        cut(1.0, 0.0, moves);
        cut(0.0, 1.0, errors);
        self.span(set, CHANGE).into_iter().for_each(|span| cut(1.0, 0.0, span));
        self.span(set, LOW).into_iter().for_each(|span| cut(1.0, -reach, span));
        self.span(set, HIGH).into_iter().for_each(|span| cut(1.0, reach, span));
        if let Some(es) = self.span(set, ES) {
            match self.denominator(set) {
                Some(divisor) => cut(1.0, 0.0, product(es, divisor)),
                None => {
                    if let Some(root) = self.pairs.filter(|_| self.rules.es == EffectSize::SdChange) {
                        let root = (root as f64).sqrt();
                        let most = |factor: f64| if factor.is_finite() { 0.0 } else { f64::INFINITY };
                        region.cut(&Half::new(1.0, -es.high * root, most(es.high)));
                        region.cut(&Half::new(-1.0, es.low * root, most(es.low)));
                    }
                }
            }
        }
        let Some(t) = self.t().filter(|_| set & P != 0) else { return vec![region] };
        let side = |sign: f64| {
            let mut side = region.clone();
            side.cut(&Half::new(-sign, 0.0, 0.0));
            side.cut(&Half::new(-sign, t.low, 0.0));
            if t.high.is_finite() {
                side.cut(&Half::new(sign, -t.high, 0.0));
            }
            side
        };
        vec![side(1.0), side(-1.0)]
    }

    /// A number that no change or standard error exceeds by far.
    fn scale(&self) -> f64 {
        let figures =
            [CHANGE, LOW, HIGH].into_iter().filter_map(|bit| self.figure(bit)).map(|printed| printed.value().abs());
        let limits = [self.from.sample.all, self.to.sample.all];
        let limits =
            limits.into_iter().flat_map(|all| [all.low.abs(), all.high.abs()]).filter(|limit| limit.is_finite());
        figures.chain(limits).fold(1.0, f64::max)
    }

    /// The changes and the standard errors that figures of the two timepoints leave open.
    fn of_timepoints(&self, set: Set) -> [Span; 2] {
        let mean = |wave: &KeptWave, bit: Set| wave.mean.filter(|_| set & bit != 0).unwrap_or(Span::ALL);
        let sd = |wave: &KeptWave, bit: Set| wave.sd.filter(|_| set & bit != 0);
        let (from, to) = (&self.from.sample, &self.to.sample);
        let factor = self.rules.factor();
        let Some(pairs) = self.pairs.filter(|pairs| *pairs > 0) else {
            return [to.all.minus(from.all).times(factor), Span::new(0.0, f64::INFINITY)];
        };
        let (mean_from, mean_to) = (mean(self.from, MEAN_FROM), mean(self.to, MEAN_TO));
        let (sd_from, sd_to) = (sd(self.from, SD_FROM), sd(self.to, SD_TO));
        let later = to.part_means(pairs, mean_to, sd_to);
        let moves = later.minus(from.part_means(pairs, mean_from, sd_from)).times(factor);
        if pairs < 2 {
            return [moves, Span::new(0.0, f64::INFINITY)];
        }
        // The norm of a difference lies between the difference and the sum of the norms.
        let (from, to) = (from.part_norms(pairs, mean_from, sd_from), to.part_norms(pairs, mean_to, sd_to));
        let k = pairs as f64;
        let norm = Span::new((from.low - to.high).max(to.low - from.high).max(0.0), from.high + to.high);
        [moves, norm.times((k * (k - 1.0)).sqrt().recip())]
    }

    /// What a change is divided by; `None` where that is the SD of the change itself, or nothing is known of it.
    fn denominator(&self, set: Set) -> Option<Span> {
        let kept = |wave: &KeptWave, bit: Set| wave.sd.filter(|_| set & bit != 0);
        let mean = |wave: &KeptWave, bit: Set| wave.mean.filter(|_| set & bit != 0).unwrap_or(Span::ALL);
        let of_pairs = |wave: &KeptWave, mean_bit: Set, sd_bit: Set| {
            let pairs = self.pairs.filter(|pairs| *pairs > 1)?;
            let norms = wave.sample.part_norms(pairs, mean(wave, mean_bit), kept(wave, sd_bit));
            Some(norms.times(((pairs - 1) as f64).sqrt().recip()))
        };
        let from = || of_pairs(self.from, MEAN_FROM, SD_FROM);
        match self.rules.es {
            EffectSize::SdChange => None,
            EffectSize::SdBaselineAll => match kept(self.from, SD_FROM) {
                Some(sd) => Some(Span::new(sd.low.max(0.0), sd.high)),
                None => Some(self.from.sample.deviations(mean(self.from, MEAN_FROM))).filter(|span| !span.is_empty()),
            },
            EffectSize::SdBaselinePairs => from(),
            EffectSize::SdAverage => {
                let (from, to) = (from()?, of_pairs(self.to, MEAN_TO, SD_TO)?);
                Some(Span::new((from.low + to.low) / 2.0, (from.high + to.high) / 2.0))
            }
        }
    }

    fn sign(&self, set: Set) -> Option<f64> {
        match self.regions(set).as_slice() {
            [up, down] if up.is_empty() != down.is_empty() => Some(if down.is_empty() { 1.0 } else { -1.0 }),
            _ => None,
        }
    }

    fn aim(&self, set: Set) -> Option<(f64, f64)> {
        let region = self.regions(set).into_iter().find(|region| !region.is_empty())?;
        let middle = |(low, high): (f64, f64)| (low + high) / 2.0;
        Some((middle(region.ends(|change, _| change)?), middle(region.ends(|_, error| error)?)))
    }

    fn proof(&self, bit: Set, kept: Set) -> Proof {
        let against = contradicting(bit, kept, |set| self.possible(set));
        let own = FIGURES.iter().filter(|(other, ..)| against & other != 0);
        let own = own.map(|(_, field, _)| format!("{}.{field}", self.address));
        let [from, to] = &self.waves;
        let waves = [(MEAN_FROM, from, "mean"), (MEAN_TO, to, "mean"), (SD_FROM, from, "sd"), (SD_TO, to, "sd")];
        let waves = waves.into_iter().filter(|(other, ..)| against & other != 0);
        let waves = waves.map(|(_, address, field)| format!("{address}.{field}"));
        Proof { reason: self.reason(bit, against), contradicts: own.chain(waves).collect() }
    }

    fn reason(&self, bit: Set, against: Set) -> String {
        let printed = self.figure(bit).expect("only a printed figure is given up");
        if bit == P && against == 0 {
            return "a p value lies between 0 and 1".to_owned();
        }
        if self.pairs == Some(1) && bit & (LOW | HIGH | P) != 0 {
            return "a single pair has neither an interval nor a test".to_owned();
        }
        let mut given: Vec<String> = self.pairs.map(|pairs| format!("{pairs} pairs")).into_iter().collect();
        let own = FIGURES.iter().filter(|(other, ..)| against & other != 0);
        given
            .extend(own.map(|(other, _, name)| format!("{name} of {}", self.figure(*other).map_or("", Printed::text))));
        given.extend(self.of_waves(against));
        let limits = [self.from.sample.all, self.to.sample.all].map(|all| all.low.is_finite() && all.high.is_finite());
        if against & (MEAN_FROM | MEAN_TO | SD_FROM | SD_TO) != 0 && bit != ES || against == 0 {
            let all = Span::new(
                self.from.sample.all.low.min(self.to.sample.all.low),
                self.from.sample.all.high.max(self.to.sample.all.high),
            );
            if limits == [true, true] {
                given.push(format!("scores from {} to {}", spoken(all.low, 2), spoken(all.high, 2)));
            }
        }
        let given = listed(&given);
        let regions = self.regions(against);
        let regions = regions.iter().filter(|region| !region.is_empty());
        let spans: Option<Vec<Span>> = regions.map(|region| self.would_be(bit, against, region)).collect();
        match spans.filter(|spans| spans.iter().all(|span| span.and(rounding(printed)).is_empty())).as_deref() {
            Some([one]) => format!("with {given} it {}", lies(*one, printed.decimals())),
            Some([one, other]) => {
                format!("with {given} it {} or {}", lies(*one, printed.decimals()), lies(*other, printed.decimals()))
            }
            _ => format!("it does not go together with {given}"),
        }
    }

    fn of_waves(&self, against: Set) -> Vec<String> {
        let [from, to] = &self.timepoints;
        let waves = [
            (MEAN_FROM, "mean", from, self.from.mean),
            (MEAN_TO, "mean", to, self.to.mean),
            (SD_FROM, "SD", from, self.from.sd),
            (SD_TO, "SD", to, self.to.sd),
        ];
        let given = waves.into_iter().filter(|(bit, ..)| against & bit != 0);
        given
            .filter_map(|(_, name, timepoint, span)| {
                // The middle of the rounding interval is the printed number.
                let span = span.filter(|span| span.low.is_finite() && span.high.is_finite())?;
                let article = if name == "SD" { "an" } else { "a" };
                Some(format!("{article} {name} of {} at {timepoint}", spoken((span.low + span.high) / 2.0, 4)))
            })
            .collect()
    }

    /// What the figure would have to be, in one part of what is left.
    fn would_be(&self, bit: Set, against: Set, region: &Region) -> Option<Span> {
        let ends = |value: &dyn Fn(f64, f64) -> f64| region.ends(value).map(|(low, high)| Span::new(low, high));
        let reach = self.reach();
        let change = ends(&|change, _| change)?;
        match bit {
            CHANGE => Some(change),
            LOW => ends(&|change, error| change - reach * error),
            HIGH => ends(&|change, error| change + reach * error),
            P => {
                let law = self.law()?;
                let t = ends(&|change, error| (change / error).abs())?;
                let least = if change.contains(0.0) { 0.0 } else { t.low };
                let p = |t: f64| if t.is_finite() { law.two_sided_p(t).unwrap_or(0.0) } else { 0.0 };
                Some(Span::new(p(t.high), p(least)))
            }
            _ => match self.denominator(against) {
                Some(divisor) if divisor.low > 0.0 => {
                    let (low, high) = (change.times(divisor.low.recip()), change.times(divisor.high.recip()));
                    Some(Span::new(low.low.min(high.low), low.high.max(high.high)))
                }
                Some(_) => None,
                None => {
                    let root = (self.pairs? as f64).sqrt();
                    ends(&|change, error| change / (error * root))
                }
            },
        }
    }
}

/// Every product of two numbers, the second not negative.
fn product(a: Span, b: Span) -> Span {
    let times = |x: f64, y: f64| if x == 0.0 || y == 0.0 { 0.0 } else { x * y };
    let ends = [times(a.low, b.low), times(a.low, b.high), times(a.high, b.low), times(a.high, b.high)];
    Span::new(
        ends.iter().copied().fold(f64::INFINITY, f64::min),
        ends.iter().copied().fold(f64::NEG_INFINITY, f64::max),
    )
}
