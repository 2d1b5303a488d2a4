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
        // Written in one way, whatever the source's: `< .05` and `<0.05` are the same figure.
        let sign: String = bound.into_iter().chain(plain.chars().next().filter(|c| matches!(c, '-' | '+'))).collect();
        let zero = if unsigned.starts_with('.') { "0" } else { "" };
        let text = format!("{sign}{zero}{unsigned}").replace('-', "\u{2212}");
        Some(Self { text, value, low, high, decimals })
    }

    /// The same figure as a *p* value, which is never 0 and seldom 1: what is printed as zeros alone, `0.000`, is the
    /// bound that it can stand for, `<0.001`, cut off or rounded; and `1.000` is `>0.999`.
    #[must_use]
    pub fn as_p(self) -> Self {
        let (zero, one) = (self.value == 0.0, self.value == 1.0);
        if self.is_bound() || !(zero || one) {
            return self;
        }
        let bound = match (zero, self.decimals) {
            (true, 0) => "<0.5".to_owned(),
            (false, 0) => ">0.5".to_owned(),
            (true, decimals) => format!("<0.{}1", "0".repeat(decimals - 1)),
            (false, decimals) => format!(">0.{}", "9".repeat(decimals)),
        };
        Self::parse(&bound).unwrap_or(self)
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
        let text = |text: &str| Printed::parse(text).map(|printed| printed.text().to_owned());
        assert_eq!(text("< .05").as_deref(), Some("<0.05"));
        assert_eq!(text("-.5").as_deref(), Some("\u{2212}0.5"));
        for wrong in ["", "1,5", "1.2.3", "n/a", "1e5", "--1", ".", "<"] {
            assert_eq!(Printed::parse(wrong), None, "{wrong}");
        }
    }
    #[test]
    fn no_p_value_is_zero() {
        let cases = [("0.000", "<0.001"), (".00", "<0.01"), ("0.0", "<0.1"), ("1.000", ">0.999"), ("1.00", ">0.99")];
        for (printed, meant) in cases.into_iter().chain([("0.001", "0.001"), ("<0.001", "<0.001"), ("0", "<0.5")]) {
            let p = Printed::parse(printed).expect("a number").as_p();
            assert_eq!(p.text(), meant, "{printed}");
        }
        let zero = Printed::parse("0.000").expect("a number").as_p();
        assert_eq!((zero.is_bound(), zero.interval().1), (true, 0.001));
    }
}
