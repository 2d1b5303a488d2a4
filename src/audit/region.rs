//! What of the plane of a change and its standard error the figures of a scene leave.

use super::blame::Set;
use super::effect::{Beside, Denominator};
use super::figure::Reading;
use super::scene::{
    CHANGE, DF, ES, HIGH, Held, LIMITS, LOW, MEAN_FROM, MEAN_TO, N, P, R, SD, SD_FROM, SD_TO, SE, Scene, T,
};
use super::wave;
use crate::stats::{Half, Region, Span, StudentT, normal_quantile};

impl Scene<'_> {
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
    pub fn regions(&self, set: Set, reading: Reading, n: u64) -> Vec<Region> {
        let p = self.span(set, P, reading, n);
        if p.is_some_and(|p| p.low > 1.0 || p.high < 0.0) {
            return Vec::new();
        }
        let law = StudentT::new(n.saturating_sub(1) as f64).ok();
        let tested = set & (LOW | HIGH | P | T | SD | SE) != 0;
        let Some(law) = law else { return if tested { Vec::new() } else { vec![self.start()] } };
        let Some(reach) = self.reach.in_errors(&law, n) else { return Vec::new() };
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
            if let Some(span) = self.span(set, bit, reading, n) {
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
        let es = self.size(set, ES, reading);
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
                Some(es) => left.extend(self.divided(set, reading, n, (es, sign), &side)),
            }
        }
        left.retain(|region| !region.is_empty());
        left
    }

    /// What an effect size of this size leaves of a side of the plane, for each denominator.
    fn divided(&self, set: Set, reading: Reading, n: u64, (es, sign): (Span, f64), side: &Region) -> Vec<Region> {
        let Some((low, high)) = side.ends(|_, error| error) else { return Vec::new() };
        let by = |denominator: &Denominator| {
            let mut side = side.clone();
            let beside = Beside { scene: self, set, reading, n, error: Span::new(low, high) };
            for half in denominator.halves(&beside, es, sign) {
                side.cut(&half);
            }
            side
        };
        self.denominators.iter().map(by).collect()
    }

    fn start(&self) -> Region {
        let figures = [CHANGE, LOW, HIGH, SD, SE, SD_FROM, SD_TO, MEAN_FROM, MEAN_TO];
        let scale = figures.into_iter().filter_map(|bit| self.figure(bit)).map(|printed| printed.value().abs());
        Region::new(1e6 * scale.fold(1.0, f64::max))
    }

    /// The sizes of change / error that the p value and t leave; `None` where neither is in the set.
    pub fn ratio(&self, set: Set, reading: Reading, law: &StudentT) -> Option<Span> {
        let t = self.size(set, T, reading);
        let normal = self.holds(P) == Some(&Held::NormalP);
        let quantile = |p: f64, at_the_end: f64| match p > 0.0 && p < 1.0 {
            true if normal => normal_quantile(p / 2.0).unwrap_or(f64::INFINITY),
            true => law.two_sided_quantile(p).unwrap_or(f64::INFINITY),
            false => at_the_end,
        };
        let by_p = self.span(set, P, reading, 0).map(|p| {
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
        let of = |bit: Set| {
            let at = if bit & (MEAN_FROM | SD_FROM) != 0 { counts[0] } else { counts[1] };
            self.span(set, bit, reading, at)
        };
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
        let norm = match self
            .span(set, R, reading, n)
            .filter(|_| counts == [n, n] && set & (SD_FROM | SD_TO) == SD_FROM | SD_TO)
        {
            Some(r) => difference(a, b, r.and(Span::new(-1.0, 1.0))),
            None => Span::new((a.low - b.high).max(b.low - a.high).max(0.0), a.high + b.high),
        };
        [moves, norm.times((k * (k - 1.0)).sqrt().recip())]
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
