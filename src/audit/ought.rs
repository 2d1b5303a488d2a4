//! Where a figure of a scene would have to lie beside others.

use super::blame::Set;
use super::effect::{Beside, Over};
use super::figure::{Reading, size};
use super::scene::{CHANGE, ES, HIGH, LOW, MEAN_FROM, MEAN_TO, P, SD, SD_FROM, SE, Scene, T};
use crate::stats::{Region, Span, StudentT};

impl Scene<'_> {
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
        let reach = self.reach.in_errors(&law, n)?;
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
                let other = self.span(others, other, Reading::Either, n)?;
                let moved = change.times(self.factor? * sign);
                Span::new(other.low + moved.low, other.high + moved.high)
            }
            ES => self.sizes(others, region, n, change)?,
            SD_FROM if self.denominators.first().is_some_and(|by| by.over == Over::From) && others & ES != 0 => {
                let es = size(self.figure(ES)?, Reading::Either);
                let far = far(change);
                (es.low > 0.0).then(|| Span::new(far.low / es.high, far.high / es.low))?
            }
            _ => return None,
        };
        let close = |end: f64| end.abs() < 1e5 * (1.0 + self.row.change.as_ref().map_or(1.0, |c| c.value().abs()));
        (close(span.low) && close(span.high)).then_some(span)
    }

    /// The effect sizes of a region by the first denominator, with the sign of the change.
    fn sizes(&self, others: Set, region: &Region, n: u64, change: Span) -> Option<Span> {
        let by = self.denominators.first()?;
        let (low, high) = region.ends(|_, error| error)?;
        let beside = Beside { scene: self, set: others, reading: Reading::Either, n, error: Span::new(low, high) };
        let divisor = by.divisor(&beside)?;
        let factor = by.factor(n);
        let ends: Vec<f64> = [change.low, change.high]
            .iter()
            .flat_map(|change| [divisor.low, divisor.high].map(|sd| change / sd))
            .flat_map(|d| [d * factor.low, d * factor.high])
            .collect();
        let all = ends.iter().all(|end| end.is_finite());
        let low = ends.iter().copied().fold(f64::INFINITY, f64::min);
        let high = ends.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        all.then_some(Span::new(low, high))
    }
}

/// How large the numbers of a span are, whatever their sign.
fn far(span: Span) -> Span {
    let low = if span.contains(0.0) { 0.0 } else { span.low.abs().min(span.high.abs()) };
    Span::new(low, span.low.abs().max(span.high.abs()))
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
