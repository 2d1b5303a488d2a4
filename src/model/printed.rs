//! A number as it stands in print, which is an interval.

use super::numeral::round;

/// A printed number: its text, the value it names, and the interval that rounding or a bound leaves.
///
/// `0.2` is 0.15 to 0.25, both ends included; `<0.001` is everything below 0.001, the end not included.
#[derive(Debug, Clone, PartialEq)]
pub struct Printed {
    text: String,
    value: f64,
    low: f64,
    high: f64,
    decimals: usize,
}

impl Printed {
    /// Reads a printed number: an optional `<` or `>`, an optional sign (hyphen or minus), digits with at most one
    /// decimal point. `None` for anything else, a decimal comma included.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (bound, digits) = match text.chars().next()? {
            sign @ ('<' | '>') => (Some(sign), text[1..].trim_start()),
            _ => (None, text),
        };
        let plain = digits.replace('\u{2212}', "-");
        let unsigned = plain.strip_prefix(['-', '+']).unwrap_or(&plain);
        let well_formed = unsigned.chars().all(|c| c.is_ascii_digit() || c == '.')
            && unsigned.matches('.').count() <= 1
            && unsigned.chars().any(|c| c.is_ascii_digit());
        if !well_formed {
            return None;
        }
        // More digits than any source prints are no figure.
        if unsigned.len() > 30 {
            return None;
        }
        let value: f64 = plain.parse().ok().filter(|v: &f64| v.is_finite())?;
        let value = if value == 0.0 { 0.0 } else { value };
        let decimals = unsigned.split_once('.').map_or(0, |(_, fraction)| fraction.len());
        let half = half_unit(decimals);
        let (low, high) = match bound {
            Some('<') => (f64::NEG_INFINITY, value),
            Some(_) => (value, f64::INFINITY),
            // As decimals: 0.2 is 0.15 to 0.25, and not 0.15000000000000002.
            None => (round(value - half, decimals + 1), round(value + half, decimals + 1)),
        };
        Some(Self { text: text.replace('-', "\u{2212}"), value, low, high, decimals })
    }

    /// As printed, with a true minus sign.
    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn value(&self) -> f64 {
        self.value
    }

    /// The rounding interval, or everything on one side of a bound.
    pub fn interval(&self) -> (f64, f64) {
        (self.low, self.high)
    }

    pub fn decimals(&self) -> usize {
        self.decimals
    }

    /// Whether only a bound is printed, such as `<0.001`.
    pub fn is_bound(&self) -> bool {
        self.text.starts_with(['<', '>'])
    }
}

/// Half a unit of the last printed place, correctly rounded.
fn half_unit(decimals: usize) -> f64 {
    format!("0.{}5", "0".repeat(decimals)).parse().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::Printed;

    #[test]
    fn a_printed_number_is_an_interval() {
        let p = Printed::parse("-0.20").expect("a number");
        assert_eq!((p.text(), p.value(), p.decimals()), ("\u{2212}0.20", -0.2, 2));
        assert!((p.interval().0 + 0.205).abs() < 1e-15 && (p.interval().1 + 0.195).abs() < 1e-15);
        assert_eq!(Printed::parse("<0.001").map(|p| p.interval()), Some((f64::NEG_INFINITY, 0.001)));
        assert_eq!(Printed::parse("-0.0").map(|p| p.value().is_sign_negative()), Some(false));
        for wrong in ["", "1,5", "1.2.3", "n/a", "1e5", "--1", ".", "<"] {
            assert_eq!(Printed::parse(wrong), None, "{wrong}");
        }
    }
}
