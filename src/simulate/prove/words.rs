//! Numbers and lists in the reasons of a proof.

use crate::simulate::targets::Span;

/// A number with no more decimals than it needs and not more than given, with a true minus sign.
pub use crate::model::at_most as spoken;

/// `a, b and c`.
pub fn listed(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// Where a number lies that cannot be what is printed: one decimal more than there.
pub fn lies(span: Span, decimals: usize) -> String {
    let (low, high) = (spoken(span.low, decimals + 1), spoken(span.high, decimals + 1));
    match (span.low.is_finite(), span.high.is_finite()) {
        (true, true) if low == high => format!("is {low}"),
        (true, true) => format!("lies between {low} and {high}"),
        (true, false) => format!("is {low} at least"),
        (false, true) => format!("is {high} at most"),
        (false, false) => "may be any number".to_owned(),
    }
}
