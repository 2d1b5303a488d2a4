//! A change with its two timepoints: which of the printed figures can stand together.
//!
//! The test is Student's t of the pairs: the limits are change ± quantile · error, the t is change / error, and the SD
//! of the change is error · √n. Figures cut the plane of the change and its standard error; what is left over is every
//! pair of these that agrees with all of them. Signs of t and of an effect size are looked at elsewhere, since sources
//! print them by rules of their own.

use super::blame::Set;
use super::effect::Denominator;
use super::figure::{Reading, size, span};
use super::wave::{self, Wave};
use crate::model::{ChangeRow, Printed};
use crate::stats::{Confidence, Half, Region, Span, StudentT};

pub const CHANGE: Set = 1;
pub const LOW: Set = 1 << 1;
pub const HIGH: Set = 1 << 2;
pub const P: Set = 1 << 3;
pub const T: Set = 1 << 4;
pub const DF: Set = 1 << 5;
pub const SD: Set = 1 << 6;
pub const SE: Set = 1 << 7;
pub const R: Set = 1 << 8;
pub const ES: Set = 1 << 9;
pub const N: Set = 1 << 10;
pub const MEAN_FROM: Set = 1 << 11;
pub const MEAN_TO: Set = 1 << 12;
pub const SD_FROM: Set = 1 << 13;
pub const SD_TO: Set = 1 << 14;
/// The smallest and the greatest scores and the range of the scale: known, and never blamed here.
pub const LIMITS: Set = 1 << 15;

/// Figures with the names of their columns, and with their own.
pub const FIGURES: [(Set, &str, &str); 15] = [
    (CHANGE, "change", "change"),
    (LOW, "ci_low", "lower limit"),
    (HIGH, "ci_high", "upper limit"),
    (P, "p", "p value"),
    (T, "t", "t"),
    (DF, "df", "df"),
    (SD, "sd", "SD of the change"),
    (SE, "se", "standard error"),
    (R, "r", "correlation"),
    (ES, "es", "effect size"),
    (N, "n", "number of pairs"),
    (MEAN_FROM, "mean", "mean"),
    (MEAN_TO, "mean", "mean"),
    (SD_FROM, "sd", "SD"),
    (SD_TO, "sd", "SD"),
];

/// A row of changes with its two timepoints.
#[derive(Clone)]
pub struct Scene<'a> {
    pub row: &'a ChangeRow,
    pub from: Option<Wave<'a>>,
    pub to: Option<Wave<'a>>,
    /// Figures of the two timepoints that were found wrong by themselves.
    pub faulty: [Set; 2],
    /// 1 where a change is later minus earlier, −1 where it is the other way round, `None` where that is not known.
    pub factor: Option<f64>,
    pub level: Confidence,
    /// What effect sizes may have been divided by; none where they prove nothing.
    pub denominators: Vec<Denominator>,
    /// Figures to be tried in the place of the printed ones.
    pub instead: Vec<(Set, Printed)>,
}

impl<'a> Scene<'a> {
    pub fn figure(&self, bit: Set) -> Option<&Printed> {
        if let Some((_, other)) = self.instead.iter().find(|(replaced, _)| *replaced == bit) {
            return Some(other);
        }
        let row = self.row;
        let of = |wave: &Option<Wave<'a>>, faulty: Set, bit: Set| -> Option<&'a Printed> {
            wave.as_ref().filter(|_| faulty & bit == 0).and_then(|wave| wave.figure(bit))
        };
        match bit {
            CHANGE => row.change.as_ref(),
            LOW => row.ci_low.as_ref(),
            HIGH => row.ci_high.as_ref(),
            P => row.p.as_ref(),
            T => row.t.as_ref(),
            DF => row.df.as_ref(),
            SD => row.sd.as_ref(),
            SE => row.se.as_ref(),
            R => row.r.as_ref(),
            ES => row.es.as_ref(),
            MEAN_FROM => of(&self.from, self.faulty[0], wave::MEAN),
            MEAN_TO => of(&self.to, self.faulty[1], wave::MEAN),
            SD_FROM => of(&self.from, self.faulty[0], wave::SD),
            SD_TO => of(&self.to, self.faulty[1], wave::SD),
            _ => None,
        }
    }

    /// Every figure that is printed and that proves something.
    pub fn all(&self) -> Set {
        let printed: Set = FIGURES.iter().filter(|(bit, ..)| self.figure(*bit).is_some()).map(|(bit, ..)| bit).sum();
        let printed = if self.denominators.is_empty() { printed & !ES } else { printed };
        let limits = self.from.is_some() && self.to.is_some();
        printed | if self.row.n.is_some() { N } else { 0 } | if limits { LIMITS } else { 0 }
    }

    /// How many people were measured at the two timepoints.
    fn counts(&self) -> Option<[u64; 2]> {
        let n = |wave: &Option<Wave<'a>>, faulty: Set| {
            wave.as_ref().filter(|_| faulty & wave::N == 0).and_then(|wave| wave.row.n)
        };
        Some([n(&self.from, self.faulty[0])?, n(&self.to, self.faulty[1])?])
    }

    /// Whether the figures of both timepoints are of the pairs alone.
    pub fn same_people(&self) -> bool {
        self.counts().zip(self.row.n).is_some_and(|(counts, n)| counts == [n, n])
    }

    /// Whether both timepoints have as many people as the degrees of freedom say there are pairs.
    pub fn people_by_df(&self) -> bool {
        let by_df = self.row.df.as_ref().map(|df| df.value() + 1.0);
        self.counts().zip(by_df).is_some_and(|(counts, n)| counts.iter().all(|count| *count as f64 == n))
    }

    fn span(&self, set: Set, bit: Set, reading: Reading) -> Option<Span> {
        self.figure(bit).filter(|_| set & bit != 0).map(|printed| span(printed, reading))
    }

    /// The numbers of pairs that a set of figures leaves; without any, those that are worth a try.
    fn numbers(&self, set: Set, reading: Reading) -> Vec<u64> {
        let whole = self.figure(DF).filter(|df| df.decimals() == 0).map(Printed::value);
        let by_df: Option<Vec<u64>> = self.span(set, DF, reading).map(|df| {
            let (first, last) = (df.low.ceil().max(1.0) as u64, df.high.floor().max(0.0) as u64);
            // Degrees of freedom of pairs are whole: printed so, none were cut off.
            let (first, last) = whole.map_or((first, last), |df| (df.max(1.0) as u64, df.max(0.0) as u64));
            (first..=last.min(first + 20)).map(|df| df + 1).collect()
        });
        match (self.row.n.filter(|_| set & N != 0), by_df) {
            (Some(n), None) => vec![n],
            (Some(n), Some(others)) => others.into_iter().filter(|other| *other == n).collect(),
            (None, Some(others)) => others,
            (None, None) => (2..=400).chain([450, 500, 600, 700, 800, 1000, 1500, 2000, 5000, 10_000]).collect(),
        }
    }

    /// Whether some data can have been printed with all figures of the set.
    pub fn possible(&self, set: Set, reading: Reading) -> bool {
        self.numbers(set, reading).into_iter().any(|n| !self.regions(set, reading, n).is_empty())
    }

    /// The numbers of pairs that go with the other figures, first and last.
    pub fn possible_numbers(&self, set: Set) -> Option<(u64, u64)> {
        let fits: Vec<u64> = self
            .numbers(set, Reading::Either)
            .into_iter()
            .filter(|n| !self.regions(set, Reading::Either, *n).is_empty())
            .collect();
        Some((*fits.first()?, *fits.last()?))
    }

    /// What is left of the plane, for each denominator and each sign of the change.
    fn regions(&self, set: Set, reading: Reading, n: u64) -> Vec<Region> {
        let p = self.span(set, P, reading);
        if p.is_some_and(|p| p.low > 1.0 || p.high < 0.0) {
            return Vec::new();
        }
        let law = StudentT::new(n.saturating_sub(1) as f64).ok();
        let tested = set & (LOW | HIGH | P | T | SD | SE) != 0;
        let Some(law) = law else { return if tested { Vec::new() } else { vec![self.start()] } };
        let Ok(reach) = law.two_sided_quantile(1.0 - self.level.level()) else { return Vec::new() };
        let root = (n as f64).sqrt();
        let mut region = self.start();
        let cut = |region: &mut Region, change: f64, error: f64, span: Span| {
            let slack = |end: f64| 1e-9 * (1.0 + end.abs());
            region.cut(&Half::new(change, error, span.high + slack(span.high)));
            region.cut(&Half::new(-change, -error, -span.low + slack(span.low)));
        };
        let lines = [(CHANGE, 1.0, 0.0), (LOW, 1.0, -reach), (HIGH, 1.0, reach), (SE, 0.0, 1.0), (SD, 0.0, root)];
        // Without a number of pairs an SD says nothing about the error.
        let knows_n = set & (N | DF) != 0;
        for (bit, change, error) in lines.into_iter().filter(|(bit, ..)| *bit != SD || knows_n || self.row.n.is_some())
        {
            if let Some(span) = self.span(set, bit, reading) {
                cut(&mut region, change, error, span);
            }
        }
        let [moves, errors] = self.of_timepoints(set, reading, n);
        cut(&mut region, 1.0, 0.0, moves);
        cut(&mut region, 0.0, 1.0, errors);
        if region.is_empty() {
            return Vec::new();
        }
        let ratio = self.ratio(set, reading, &law);
        let es = self.figure(ES).filter(|_| set & ES != 0).map(|es| size(es, reading));
        if ratio.is_none() && es.is_none() {
            return vec![region];
        }
        if ratio.is_some_and(|ratio| ratio.is_empty()) {
            return Vec::new();
        }
        let mut left = Vec::new();
        for sign in [1.0, -1.0] {
            let mut side = region.clone();
            side.cut(&Half::new(-sign, 0.0, 0.0));
            if let Some(ratio) = ratio {
                side.cut(&Half::new(-sign, ratio.low.max(0.0), 0.0));
                if ratio.high.is_finite() {
                    side.cut(&Half::new(sign, -ratio.high, 0.0));
                }
            }
            match es.filter(|_| !self.denominators.is_empty()) {
                None => left.push(side),
                Some(es) => left.extend(self.denominators.iter().map(|denominator| {
                    let mut side = side.clone();
                    for half in denominator.halves(self, set, reading, n, es, sign) {
                        side.cut(&half);
                    }
                    side
                })),
            }
        }
        left.retain(|region| !region.is_empty());
        left
    }

    fn start(&self) -> Region {
        let figures = [CHANGE, LOW, HIGH, SD, SE, SD_FROM, SD_TO, MEAN_FROM, MEAN_TO];
        let scale = figures.into_iter().filter_map(|bit| self.figure(bit)).map(|printed| printed.value().abs());
        Region::new(1e6 * scale.fold(1.0, f64::max))
    }

    /// The sizes of change / error that the p value and t leave; `None` where neither is in the set.
    fn ratio(&self, set: Set, reading: Reading, law: &StudentT) -> Option<Span> {
        let t = self.figure(T).filter(|_| set & T != 0).map(|t| size(t, reading));
        let quantile = |p: f64, at_the_end: f64| match p > 0.0 && p < 1.0 {
            true => law.two_sided_quantile(p).unwrap_or(f64::INFINITY),
            false => at_the_end,
        };
        let by_p = self.span(set, P, reading).map(|p| {
            let low = if p.high >= 1.0 { 0.0 } else { quantile(p.high, f64::INFINITY) };
            let high = if p.low <= 0.0 { f64::INFINITY } else { quantile(p.low, 0.0) };
            Span::new(low * (1.0 - 1e-9), high * (1.0 + 1e-9))
        });
        match (t, by_p) {
            (Some(t), Some(p)) => Some(t.and(p)),
            (t, p) => t.or(p),
        }
    }

    /// The changes and the standard errors that figures of the two timepoints leave open to so many pairs.
    fn of_timepoints(&self, set: Set, reading: Reading, n: u64) -> [Span; 2] {
        let open = [Span::ALL, Span::new(0.0, f64::INFINITY)];
        let (Some(counts), Some(from), Some(to)) = (self.counts(), &self.from, &self.to) else { return open };
        if n < 2 || n > counts[0].min(counts[1]) {
            return open;
        }
        let limits = if set & LIMITS != 0 { wave::MIN | wave::MAX | wave::RANGE } else { 0 };
        let known = |faulty: Set| (limits | wave::N) & !faulty;
        let samples = [from.sample(known(self.faulty[0]), reading), to.sample(known(self.faulty[1]), reading)];
        if samples.iter().any(|sample| !sample.is_possible()) {
            return open;
        }
        let of = |bit: Set| self.span(set, bit, reading);
        let mean = |bit: Set| of(bit).unwrap_or(Span::ALL);
        let earlier = samples[0].part_means(n, mean(MEAN_FROM), of(SD_FROM));
        let later = samples[1].part_means(n, mean(MEAN_TO), of(SD_TO));
        let moves = match self.factor {
            Some(factor) => later.minus(earlier).times(factor),
            None => {
                let moves = later.minus(earlier);
                let far = moves.high.max(-moves.low);
                Span::new(-far, far)
            }
        };
        let a = samples[0].part_norms(n, mean(MEAN_FROM), of(SD_FROM));
        let b = samples[1].part_norms(n, mean(MEAN_TO), of(SD_TO));
        // A timepoint that is impossible by itself is told there, and proves nothing here.
        if a.is_empty() || b.is_empty() {
            return [moves, Span::new(0.0, f64::INFINITY)];
        }
        let k = n as f64;
        let norm =
            match self.span(set, R, reading).filter(|_| counts == [n, n] && set & (SD_FROM | SD_TO) == SD_FROM | SD_TO)
            {
                Some(r) => difference(a, b, r.and(Span::new(-1.0, 1.0))),
                None => Span::new((a.low - b.high).max(b.low - a.high).max(0.0), a.high + b.high),
            };
        [moves, norm.times((k * (k - 1.0)).sqrt().recip())]
    }

    /// Where a figure would have to lie beside others, in each part of what is left.
    pub fn ought(&self, bit: Set, others: Set) -> Vec<Span> {
        let others = others & !bit;
        let mut spans: Vec<Span> = Vec::new();
        for n in self.numbers(others, Reading::Either).into_iter().take(400) {
            for region in self.regions(others, Reading::Either, n) {
                spans.extend(self.would_be(bit, others, &region, n));
            }
        }
        merged(spans)
    }

    fn would_be(&self, bit: Set, others: Set, region: &Region, n: u64) -> Option<Span> {
        let ends = |value: &dyn Fn(f64, f64) -> f64| region.ends(value).map(|(low, high)| Span::new(low, high));
        let law = StudentT::new(n.saturating_sub(1) as f64).ok()?;
        let reach = law.two_sided_quantile(1.0 - self.level.level()).ok()?;
        let change = ends(&|change, _| change)?;
        let ratio =
            || ends(&|change, error| if error > 0.0 { change / error } else { f64::INFINITY * change.signum() });
        let span = match bit {
            CHANGE => change,
            LOW => ends(&|change, error| change - reach * error)?,
            HIGH => ends(&|change, error| change + reach * error)?,
            SE => ends(&|_, error| error)?,
            SD => ends(&|_, error| error * (n as f64).sqrt())?,
            T => ratio()?,
            P => {
                let ratio = ratio()?;
                let least = if ratio.contains(0.0) { 0.0 } else { ratio.low.abs().min(ratio.high.abs()) };
                let most = ratio.low.abs().max(ratio.high.abs());
                let p = |t: f64| if t.is_finite() { law.two_sided_p(t).unwrap_or(0.0) } else { 0.0 };
                Span::new(p(most), p(least))
            }
            MEAN_FROM | MEAN_TO if self.same_people() => {
                let (other, sign) = if bit == MEAN_FROM { (MEAN_TO, -1.0) } else { (MEAN_FROM, 1.0) };
                let other = self.span(others, other, Reading::Either)?;
                let moved = change.times(self.factor? * sign);
                Span::new(other.low + moved.low, other.high + moved.high)
            }
            SD_FROM if matches!(self.denominators[..], [Denominator::From]) && others & ES != 0 => {
                let es = size(self.figure(ES)?, Reading::Either);
                let far = Span::new(
                    if change.contains(0.0) { 0.0 } else { change.low.abs().min(change.high.abs()) },
                    change.low.abs().max(change.high.abs()),
                );
                (es.low > 0.0).then(|| Span::new(far.low / es.high, far.high / es.low))?
            }
            _ => return None,
        };
        let close = |end: f64| end.abs() < 1e5 * (1.0 + self.row.change.as_ref().map_or(1.0, |c| c.value().abs()));
        (close(span.low) && close(span.high)).then_some(span)
    }
}

/// The norms of a difference of two vectors, given their norms and the cosine between them.
fn difference(a: Span, b: Span, r: Span) -> Span {
    let square = |a: f64, b: f64, r: f64| (a * a + b * b - 2.0 * r * a * b).max(0.0);
    let mut least = f64::INFINITY;
    let mut most = 0.0_f64;
    for r in [r.low, r.high] {
        for x in [a.low, a.high] {
            // The nearest point on the other vector's line, where it is within reach.
            for y in [b.low, b.high, (r * x).clamp(b.low, b.high)] {
                least = least.min(square(x, y, r));
                most = most.max(square(x, y, r));
            }
        }
        for y in [b.low, b.high] {
            least = least.min(square((r * y).clamp(a.low, a.high), y, r));
        }
    }
    Span::new(least.sqrt() * (1.0 - 1e-9), most.sqrt() * (1.0 + 1e-9))
}

/// Spans that overlap become one.
fn merged(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_by(|a, b| a.low.total_cmp(&b.low));
    let mut kept: Vec<Span> = Vec::new();
    for span in spans {
        match kept.last_mut().filter(|last| last.high >= span.low - 1e-9) {
            Some(last) => last.high = last.high.max(span.high),
            None => kept.push(span),
        }
    }
    kept
}
