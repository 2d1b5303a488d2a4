//! How intervals and lists are said in findings.

use crate::simulate::{lies, spoken};
use crate::stats::Span;

pub use crate::simulate::listed;

/// One or more places where a figure ought to lie, to one decimal more than it is printed with.
pub fn ought(spans: &[Span], decimals: usize) -> String {
    let mut told: Vec<String> = spans.iter().map(|span| lies(*span, decimals)).collect();
    told.dedup();
    let plain = told.iter().map(|text| {
        text.strip_prefix("lies between ")
            .map(|ends| ends.replace(" and ", " to "))
            .or_else(|| text.strip_prefix("is ").map(str::to_owned))
            .unwrap_or_else(|| text.clone())
    });
    plain.collect::<Vec<_>>().join(" or ")
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
