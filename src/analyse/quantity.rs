//! A number that may be absent, and that may be known only within an interval.

use crate::model::Printed;
use crate::stats::Undefined;

/// A known number: its value, and the closed interval in which it lies for all that is printed.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    pub value: f64,
    pub low: f64,
    pub high: f64,
    /// Ends that the number does not reach, as in `<0.001`.
    pub open: Open,
    /// The number as it stands in print, where it was taken from there.
    pub printed: Option<Printed>,
    /// The decimals to which a disclosure profile rounded it, where one did: there is nothing behind them.
    pub rounded: Option<usize>,
}

/// Which ends of an interval do not belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Open {
    pub low: bool,
    pub high: bool,
}

impl Known {
    pub fn exact(value: f64) -> Self {
        let value = if value == 0.0 { 0.0 } else { value };
        Self { value, low: value, high: value, open: Open::default(), printed: None, rounded: None }
    }

    /// Whether the number is below another for certain.
    pub fn below(&self, other: f64) -> bool {
        self.high < other || (self.high == other && self.open.high)
    }

    /// Whether the number is above another for certain.
    pub fn above(&self, other: f64) -> bool {
        self.low > other || (self.low == other && self.open.low)
    }
}

/// A number that is there and not shown, with what may be known of it all the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Withheld {
    /// The closed interval in which it lies for all that is shown; infinite where nothing is known.
    pub low: f64,
    pub high: f64,
    /// What it is under, where so much is shown: 5 for a count of 1 to 4.
    pub under: Option<f64>,
    /// The rule that withholds it, such as `small-count`.
    pub rule: &'static str,
}

impl Withheld {
    /// A number of which nothing is known.
    pub fn unknown(rule: &'static str) -> Self {
        Self { low: f64::NEG_INFINITY, high: f64::INFINITY, under: None, rule }
    }

    /// All that is known of it, for claims that this decides. Its value is nothing to be shown.
    pub fn interval(&self) -> Known {
        Known { value: 0.0, low: self.low, high: self.high, open: Open::default(), printed: None, rounded: None }
    }
}

/// A field of a result: known, absent with the reason in words, or withheld.
#[derive(Debug, Clone, PartialEq)]
pub enum Quantity {
    Known(Known),
    Absent(String),
    Withheld(Withheld),
}

impl Quantity {
    pub fn exact(value: f64) -> Self {
        Self::Known(Known::exact(value))
    }

    pub fn count(count: u64) -> Self {
        Self::exact(count as f64)
    }

    pub fn absent(reason: impl Into<String>) -> Self {
        Self::Absent(reason.into())
    }

    /// A count that may not be printed.
    pub fn printed_count(count: Option<u64>) -> Self {
        count.map_or_else(|| Self::absent(NOT_PRINTED), Self::count)
    }

    /// A figure that may not be printed.
    pub fn printed(printed: Option<&Printed>) -> Self {
        match printed {
            None => Self::absent(NOT_PRINTED),
            Some(printed) => {
                let (low, high) = printed.interval();
                let open =
                    Open { low: printed.is_bound() && low.is_finite(), high: printed.is_bound() && high.is_finite() };
                Self::Known(Known {
                    value: printed.value(),
                    low,
                    high,
                    open,
                    printed: Some(printed.clone()),
                    rounded: None,
                })
            }
        }
    }

    pub fn known(&self) -> Option<&Known> {
        match self {
            Quantity::Known(known) => Some(known),
            Quantity::Absent(_) | Quantity::Withheld(_) => None,
        }
    }

    pub fn value(&self) -> Option<f64> {
        self.known().map(|known| known.value)
    }

    pub fn withheld(&self) -> Option<&Withheld> {
        match self {
            Quantity::Withheld(withheld) => Some(withheld),
            Quantity::Known(_) | Quantity::Absent(_) => None,
        }
    }
}

/// Why a claim about a withheld figure cannot be told.
pub const WITHHELD: &str = "withheld to protect participants";

pub const NOT_PRINTED: &str = "the source does not print it";

/// Why a figure cannot be told that follows from a bound.
pub const ONLY_A_BOUND: &str = "the source prints only a bound of what it is made of";

/// A function of quantities, with the interval that their intervals leave to it.
///
/// The function must be monotone in each argument while the others stand still; its extremes over the box of the
/// arguments' intervals are then at corners. A corner where it is undefined leaves the interval open. Absent where an
/// argument is absent or the value itself is undefined. Of a bound such as `<5` only a bound can follow; where neither
/// end of what follows is known, it is absent.
pub fn derive(arguments: &[&Quantity], f: impl Fn(&[f64]) -> Result<f64, Undefined>) -> Quantity {
    let mut known = Vec::with_capacity(arguments.len());
    for argument in arguments {
        match argument {
            Quantity::Known(argument) => known.push(argument),
            Quantity::Absent(reason) => return Quantity::Absent(reason.clone()),
            Quantity::Withheld(_) => return Quantity::absent(WITHHELD),
        }
    }
    let nominal: Vec<f64> = known.iter().map(|k| k.value).collect();
    let value = match f(&nominal) {
        Ok(value) => value,
        Err(undefined) => return Quantity::Absent(undefined.to_string()),
    };
    let (mut low, mut high) = (value, value);
    let free: Vec<usize> = (0..known.len()).filter(|i| known[*i].low < known[*i].high).collect();
    for corner in 0..1_u32 << free.len() {
        let mut at = nominal.clone();
        for (bit, index) in free.iter().enumerate() {
            at[*index] = if corner >> bit & 1 == 0 { known[*index].low } else { known[*index].high };
        }
        let (from, to) = match f(&at) {
            Ok(value) => (value, value),
            Err(_) => (f64::NEG_INFINITY, f64::INFINITY),
        };
        low = low.min(from);
        high = high.max(to);
    }
    if known.iter().any(|known| known.open != Open::default()) {
        return of_bounds(value, low, high);
    }
    let value = if value == 0.0 { 0.0 } else { value };
    Quantity::Known(Known { value, low, high, open: Open::default(), printed: None, rounded: None })
}

/// What follows from bounds: exact where the function does not care, a bound where one end is known.
fn of_bounds(value: f64, low: f64, high: f64) -> Quantity {
    let (value, open) = match (low.is_finite(), high.is_finite()) {
        (true, true) if low == high => (value, Open::default()),
        (false, true) => (high, Open { low: false, high: true }),
        (true, false) => (low, Open { low: true, high: false }),
        _ => return Quantity::absent(ONLY_A_BOUND),
    };
    let value = if value == 0.0 { 0.0 } else { value };
    Quantity::Known(Known { value, low, high, open, printed: None, rounded: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_is_carried_through() {
        let mean = Quantity::printed(Printed::parse("3.0").as_ref());
        let norm = Quantity::printed(Printed::parse("8.9").as_ref());
        let sd = Quantity::printed(Printed::parse("7.4").as_ref());
        let smd = derive(&[&mean, &norm, &sd], |x| Ok((x[0] - x[1]) / x[2]));
        let smd = smd.known().expect("known");
        assert!((smd.value + 5.9 / 7.4).abs() < 1e-15);
        assert!((smd.low + 6.0 / 7.35).abs() < 1e-12 && (smd.high + 5.8 / 7.45).abs() < 1e-12);
        let absent = derive(&[&mean, &Quantity::absent("why")], |x| Ok(x[0]));
        assert_eq!(absent, Quantity::absent("why"));
    }
}
