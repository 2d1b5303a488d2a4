//! What a printed figure may stand for, and what slip would explain a wrong one.

use crate::model::{Printed, fixed};
use crate::stats::Span;

/// How figures are taken to have been printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// Rounded, either way at a half: `0.2` is 0.15 to 0.25.
    Rounded,
    /// Rounded or cut off: `0.2` is 0.15 to 0.3.
    Either,
}

/// Every number that may have been printed so.
pub fn span(printed: &Printed, reading: Reading) -> Span {
    let (low, high) = printed.interval();
    let slack = 1e-9 * (1.0 + printed.value().abs());
    let unit = if printed.is_bound() { 0.0 } else { high - low };
    let negative = printed.text().starts_with('\u{2212}');
    let none = printed.value() == 0.0 && !negative;
    let (low, high) = match reading {
        _ if printed.is_bound() => (low, high),
        Reading::Rounded => (low, high),
        Reading::Either if none => (-unit, unit),
        Reading::Either if negative => (printed.value() - unit, high),
        Reading::Either => (low, printed.value() + unit),
    };
    Span::new(low - slack, high + slack)
}

/// Where the size of a figure lies, without its sign.
pub fn size(printed: &Printed, reading: Reading) -> Span {
    let span = span(printed, reading);
    if span.low >= 0.0 {
        span
    } else if span.high <= 0.0 {
        Span::new(-span.high, -span.low)
    } else {
        Span::new(0.0, span.high.max(-span.low))
    }
}

/// A common slip that would explain a figure.
#[derive(Debug, Clone, PartialEq)]
pub enum Slip {
    Sign,
    /// The decimal point stands so many places off; what the figure would be.
    Point(String),
    /// A standard error where a standard deviation should stand, or the other way round.
    ErrorForDeviation,
    DeviationForError,
    /// Half of the p value, or twice it.
    OneTail,
    TwoTails,
}

impl Slip {
    /// How much it weighs among figures that may each be the wrong one.
    pub fn weight(&self) -> u32 {
        match self {
            Slip::ErrorForDeviation | Slip::DeviationForError => 2,
            _ => 3,
        }
    }

    /// Half a sentence.
    pub fn words(&self) -> String {
        match self {
            Slip::Sign => "the other sign would explain it".to_owned(),
            Slip::Point(figure) => format!("a decimal point in another place, {figure}, would explain it"),
            Slip::ErrorForDeviation => {
                "a standard error in the place of a standard deviation would explain it".to_owned()
            }
            Slip::DeviationForError => {
                "a standard deviation in the place of a standard error would explain it".to_owned()
            }
            Slip::OneTail => "a one-tailed test would explain it".to_owned(),
            Slip::TwoTails => "a p value that was doubled would explain it".to_owned(),
        }
    }
}

/// The slip that leads from where the figure ought to lie to what is printed. `near` is where figures like it lie.
pub fn slip(field: &str, printed: &Printed, ought: &[Span], n: Option<u64>, near: Option<Span>) -> Option<Slip> {
    if printed.is_bound() || printed.value() == 0.0 || ought.is_empty() {
        return None;
    }
    let own = span(printed, Reading::Either);
    let ought: Vec<Span> = ought.iter().map(|span| span.and(near.unwrap_or(Span::ALL))).collect();
    let meets = |factor: f64| ought.iter().any(|ought| !own.times(factor).and(*ought).is_empty());
    // Where it may lie almost anywhere, any slip would lead there.
    let finite = |ought: &Span| ought.low.is_finite() && ought.high.is_finite();
    let telling =
        |ought: &Span| finite(ought) && ought.high - ought.low <= printed.value().abs().max(ought.high.abs()) * 0.5;
    if near.is_none() && !ought.iter().all(telling) {
        return None;
    }
    if field == "p" {
        return match (meets(2.0), meets(0.5)) {
            (true, _) => Some(Slip::OneTail),
            (_, true) => Some(Slip::TwoTails),
            _ => None,
        };
    }
    if meets(-1.0) && field != "sd" && field != "se" {
        return Some(Slip::Sign);
    }
    let root = n.map_or(1.0, |n| (n as f64).sqrt());
    let other = match field {
        "sd" if root > 1.0 && meets(root) => Some((Slip::ErrorForDeviation, root)),
        "se" if root > 1.0 && meets(root.recip()) => Some((Slip::DeviationForError, root.recip())),
        _ => None,
    };
    match (shifted(printed, meets), other) {
        (Some(Slip::Point(figure)), Some((other, factor))) => {
            // Both would do: the one that leads nearer to the middle.
            let middle = ought.iter().map(|span| (span.low + span.high) / 2.0).sum::<f64>() / ought.len() as f64;
            let far = |value: f64| (value / middle).abs().ln().abs();
            let shifted = figure.replace('\u{2212}', "-").parse().unwrap_or(f64::INFINITY);
            Some(if far(shifted) < far(printed.value() * factor) { Slip::Point(figure) } else { other })
        }
        (Some(point), None) => Some(point),
        (_, other) => other.map(|(slip, _)| slip),
    }
}

fn shifted(printed: &Printed, meets: impl Fn(f64) -> bool) -> Option<Slip> {
    let places = [1, -1, 2, -2, 3, -3].into_iter().find(|places| meets(10f64.powi(*places)))?;
    let decimals = (i32::try_from(printed.decimals()).unwrap_or(0) - places).max(0) as usize;
    Some(Slip::Point(fixed(printed.value() * 10f64.powi(places), decimals)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_rounded_or_cut() {
        let printed = |text| Printed::parse(text).expect("a number");
        let close = |span: Span, low: f64, high: f64| (span.low - low).abs() < 1e-6 && (span.high - high).abs() < 1e-6;
        assert!(close(span(&printed("0.2"), Reading::Rounded), 0.15, 0.25));
        assert!(close(span(&printed("0.2"), Reading::Either), 0.15, 0.3));
        assert!(close(span(&printed("-0.2"), Reading::Either), -0.3, -0.15));
        assert!(close(span(&printed("-0.0"), Reading::Either), -0.1, 0.05));
        assert!(close(span(&printed("0.0"), Reading::Either), -0.1, 0.1));
        assert!(close(size(&printed("-0.27"), Reading::Either), 0.265, 0.28));
        assert_eq!(span(&printed("<0.001"), Reading::Either).low, f64::NEG_INFINITY);
    }

    #[test]
    fn slips_are_seen() {
        let printed = |text| Printed::parse(text).expect("a number");
        let ought = [Span::new(8.8, 9.2)];
        assert_eq!(slip("sd", &printed("9017"), &ought, None, None), Some(Slip::Point("9.017".into())));
        assert_eq!(slip("sd", &printed("2.01"), &ought, Some(20), None), Some(Slip::ErrorForDeviation));
        assert_eq!(slip("change", &printed("-9.0"), &ought, None, None), Some(Slip::Sign));
        assert_eq!(slip("p", &printed("0.02"), &[Span::new(0.038, 0.042)], None, None), Some(Slip::OneTail));
        assert_eq!(slip("mean", &printed("7"), &ought, None, None), None);
    }
}
