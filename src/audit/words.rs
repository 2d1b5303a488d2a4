//! How intervals and lists are said in findings.

use crate::stats::Span;

pub use crate::model::at_most as spoken;

/// `a, b and c`.
pub fn listed(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// `4.1 to 4.3`, `4 at least`: one decimal more than is printed.
fn lies(span: Span, decimals: usize) -> String {
    let (low, high) = (spoken(span.low, decimals + 1), spoken(span.high, decimals + 1));
    match (span.low.is_finite(), span.high.is_finite()) {
        (true, true) if low == high => low,
        (true, true) => format!("{low} to {high}"),
        (true, false) => format!("{low} at least"),
        (false, true) => format!("{high} at most"),
        (false, false) => "any number".to_owned(),
    }
}

/// One or more places where a figure ought to lie, to one decimal more than it is printed with.
pub fn ought(spans: &[Span], decimals: usize) -> String {
    let mut told: Vec<String> = spans.iter().map(|span| lies(*span, decimals)).collect();
    told.dedup();
    told.join(" or ")
}

/// A limit of a scale.
pub fn limit(value: f64) -> String {
    spoken(value, 6)
}

/// `a` or `an` before a name.
pub fn article(name: &str) -> &'static str {
    let vowel = name == "n" || ["SD", "SE", "effect", "upper"].iter().any(|start| name.starts_with(start));
    if vowel { "an" } else { "a" }
}
