//! What a printed figure may stand for.

use crate::model::Printed;
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

/// Every number that may have been rounded to the figure.
pub fn as_rounded(printed: &Printed) -> Span {
    span(printed, Reading::Rounded)
}

/// Every number that may have been rounded to the figure, or cut off to it.
pub fn as_cut(printed: &Printed) -> Span {
    span(printed, Reading::Either)
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
}
