//! What a claim was judged by, in words.

use super::grid::Claim;
use super::size::Yardstick;
use crate::analyse::Known;

/// What was observed, such as `p = 0.020`.
pub fn observed(claim: &Claim) -> Option<String> {
    let shown = |known: &Known| match &known.printed {
        Some(printed) => printed.text().replace('\u{2212}', "-"),
        None => format!("{}", (known.value * 1e4).round() / 1e4),
    };
    let parts: Vec<String> = claim
        .tests
        .iter()
        .filter_map(|test| {
            let (field, value) = (test.field?.as_str(), shown(test.observed.as_ref()?));
            Some(match (&test.interval, &test.yardstick) {
                (Some([low, high]), Some(Yardstick::Within(bound))) => {
                    format!("{field} = {value} ({} to {}; bound ±{})", shown(low), shown(high), shown(bound))
                }
                _ => format!("{field} = {value}"),
            })
        })
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}
