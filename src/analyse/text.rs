//! A figure as text: as it was printed, or with the decimals of its field.
//!
//! Rounding is `model::fixed`'s. What stands where a figure is withheld is the page's matter.

use super::field::{Field, Unit};
use super::quantity::{Known, Open};
use crate::model::{fixed, p_value};

impl Known {
    /// The figure with the decimals that are asked for, or with its own.
    ///
    /// A printed figure stays as it was printed, but for a p value of nothing but zeros, which is a bound. A figure that
    /// a disclosure profile rounded is shown with fewer decimals only where all that it may stand for rounds to the same:
    /// 21.4 is 21, and 21.5, which may have been 21.46, stays as it is.
    pub fn text(&self, field: Field, decimals: Option<usize>, unit: Unit) -> String {
        if let Some(printed) = self.printed.as_ref().filter(|printed| decimals.is_none() || printed.is_bound()) {
            let nothing = field.is_p() && printed.value() == 0.0 && !printed.is_bound();
            return match printed.decimals() {
                // A bare 0 stands for anything that rounds to it.
                0 if nothing => "<0.5".to_owned(),
                decimals if nothing => p_value(0.0, decimals),
                _ => printed.text().to_owned(),
            };
        }
        let own = self.decimals(field, unit);
        let decimals = match decimals {
            Some(fewer) if fewer < own && self.is_torn(fewer) => own,
            Some(asked) => asked,
            None => own,
        };
        if !field.is_p() {
            return if self.open.low == self.open.high { fixed(self.value, decimals) } else { self.bound(decimals) };
        }
        match (self.open.low, self.open.high && self.low <= 0.0) {
            (_, true) => format!("<{}", shortened(p_value(self.value, decimals).trim_start_matches('<'))),
            (true, false) => format!(">{}", shortened(p_value(self.value, decimals).trim_start_matches('>'))),
            (false, false) => p_value(self.value, decimals),
        }
    }

    /// A bound that nobody printed, rounded to the side on which it stays true.
    fn bound(&self, decimals: usize) -> String {
        let unit = 10f64.powi(decimals as i32);
        let nearly = 1e-9 * (self.value * unit).abs().max(1.0);
        match self.open.high {
            true => format!("<{}", fixed((self.value * unit - nearly).ceil() / unit, decimals)),
            false => format!(">{}", fixed((self.value * unit + nearly).floor() / unit, decimals)),
        }
    }

    /// The figure in a message: as it was printed, or with so many decimals, three at least of a p value.
    pub fn in_words(&self, field: Field, decimals: usize) -> String {
        match &self.printed {
            Some(printed) => printed.text().to_owned(),
            None if field.is_count() => fixed(self.value, 0),
            None if field.is_p() && self.rounded.is_none() && self.open != Open::default() => {
                self.text(field, Some(decimals.max(3)), Unit::Pure)
            }
            None if field.is_p() => p_value(self.value, decimals.max(3)),
            None => fixed(self.value, decimals),
        }
    }

    /// Whether what a profile rounded could be either of two figures with fewer decimals.
    fn is_torn(&self, decimals: usize) -> bool {
        // The upper end is what would round up.
        let inside = self.low + (self.high - self.low) * (1.0 - 1e-6);
        self.rounded.is_some() && fixed(self.low, decimals) != fixed(inside, decimals)
    }
}

/// A bound without needless zeros: `0.05`.
fn shortened(bound: &str) -> &str {
    if bound.contains('.') { bound.trim_end_matches('0').trim_end_matches('.') } else { bound }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rounded(value: f64, half: f64, decimals: usize) -> Known {
        Known { low: value - half, high: value + half, rounded: Some(decimals), ..Known::exact(value) }
    }

    #[test]
    fn what_was_rounded_is_not_rounded_to_another_figure() {
        let unit = Unit::Measure { decimals: 1, counts: false };
        let text = |value, decimals| rounded(value, 0.05, 1).text(Field::Mean, decimals, unit);
        assert_eq!(
            (text(21.4, Some(0)), text(21.5, Some(0)), text(21.6, Some(0))),
            ("21".into(), "21.5".into(), "22".into())
        );
        assert_eq!((text(-21.5, Some(0)), text(-0.5, None)), ("\u{2212}21.5".into(), "\u{2212}0.5".into()));
        let p = |value, decimals| rounded(value, 0.0005, 3).text(Field::P, decimals, unit);
        assert_eq!(
            (p(0.015, Some(2)), p(0.014, Some(2)), p(0.02, None)),
            ("0.015".into(), "0.01".into(), "0.020".into())
        );
    }

    #[test]
    fn no_p_value_is_nought() {
        let printed = |text| crate::analyse::Quantity::printed(crate::model::Printed::parse(text).as_ref());
        let text = |text, decimals| printed(text).known().expect("a number").text(Field::P, decimals, Unit::Pure);
        assert_eq!(
            (text("0.000", None), text("0.00", None), text("0", None)),
            ("<0.001".into(), "<0.01".into(), "<0.5".into())
        );
        assert_eq!(
            (text("<0.001", Some(2)), text("0.03", None), text("0.000", Some(2))),
            ("<0.001".into(), "0.03".into(), "<0.01".into())
        );
    }
}
