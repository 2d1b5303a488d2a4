//! p-values of a family, adjusted for its size.
//!
//! What belongs to a family is the author's decision and made elsewhere.

use super::undefined::Undefined;

/// Holm's step-down adjustment: it bounds the chance of one false rejection or
/// more, whatever the dependence.
///
/// With p₍₁₎ ≤ … ≤ p₍ₘ₎, the i-th is the largest of (m − j + 1)·p₍ⱼ₎ over j ≤ i,
/// at most 1. In the order of the input; an empty family stays empty. Undefined
/// if a value lies outside 0 to 1.
///
/// Reference: Holm (1979), A simple sequentially rejective multiple test
/// procedure, Scandinavian Journal of Statistics 6(2), 65–70.
pub fn holm(p: &[f64]) -> Result<Vec<f64>, Undefined> {
    let order = ascending(p)?;
    let mut adjusted = vec![0.0; p.len()];
    let mut running = 0.0_f64;
    for (rank, &at) in order.iter().enumerate() {
        running = running.max((p.len() - rank) as f64 * p[at]);
        adjusted[at] = running.min(1.0);
    }
    Ok(adjusted)
}

/// Benjamini and Hochberg's step-up adjustment: it bounds the expected share of
/// false rejections, for independent or positively dependent tests.
///
/// With p₍₁₎ ≤ … ≤ p₍ₘ₎, the i-th is the smallest of (m / j)·p₍ⱼ₎ over j ≥ i, at
/// most 1. In the order of the input; an empty family stays empty. Undefined if
/// a value lies outside 0 to 1.
///
/// Reference: Benjamini & Hochberg (1995), Controlling the false discovery
/// rate, Journal of the Royal Statistical Society B 57(1), 289–300.
pub fn benjamini_hochberg(p: &[f64]) -> Result<Vec<f64>, Undefined> {
    let order = ascending(p)?;
    let mut adjusted = vec![0.0; p.len()];
    let mut running = 1.0_f64;
    for (rank, &at) in order.iter().enumerate().rev() {
        running = running.min(p.len() as f64 / (rank + 1) as f64 * p[at]);
        adjusted[at] = running;
    }
    Ok(adjusted)
}

/// The indices in ascending order of p.
fn ascending(p: &[f64]) -> Result<Vec<usize>, Undefined> {
    if !p.iter().all(|value| (0.0..=1.0).contains(value)) {
        return Err(Undefined::NotAProbability);
    }
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|&a, &b| p[a].total_cmp(&p[b]));
    Ok(order)
}
