//! What a claim was judged by, in words.

use super::grid::Claim;
use super::size::Yardstick;
use crate::analyse::{Field, Known, Open, Unit};
use crate::model::{at_most, p_value};

/// What was observed, such as `p = 0.020`.
pub fn observed(claim: &Claim) -> Option<String> {
    let shown = |field: Field, known: &Known| match &known.printed {
        Some(printed) => printed.text().replace('\u{2212}', "-"),
        None if field.is_p() && known.open != Open::default() && known.rounded.is_none() => {
            known.text(field, Some(4), Unit::Pure)
        }
        // A bound where four decimals would say 0 or 1.
        None if field.is_p() && p_value(known.value, 4).starts_with(['<', '>']) => p_value(known.value, 4),
        None => at_most(known.value, 4).replace('\u{2212}', "-"),
    };
    let parts: Vec<String> = claim
        .tests
        .iter()
        .filter_map(|test| {
            let (of, known) = (test.field?, test.observed.as_ref()?);
            let (field, value, shown) = (of.as_str(), shown(of, known), |known| shown(of, known));
            Some(match (&test.interval, &test.yardstick) {
                (Some([low, high]), Some(Yardstick::Within(bound))) => {
                    format!("{field} = {value} ({} to {}; bound ±{})", shown(low), shown(high), shown(bound))
                }
                _ => match value.strip_prefix(['<', '>']) {
                    Some(bound) => format!("{field} {} {bound}", &value[..1]),
                    None => format!("{field} = {value}"),
                },
            })
        })
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}
