//! How many tests there are, and words on significance beside a p value.

use super::Tables;
use super::figure::{Reading, span};
use super::finding::{Finding, Verdict};
use crate::diag::plural;
use crate::model::{ChangeRow, Comparison, Printed, fixed};
use crate::stats::{Undefined, benjamini_hochberg, holm};

/// A family of tests, and how many of them are below the level of significance.
#[derive(Debug, Clone, PartialEq)]
pub struct Family {
    /// `None` for all tests together.
    pub comparison: Option<Comparison>,
    pub tests: usize,
    /// The level of significance.
    pub alpha: f64,
    /// The fewest and the most that the printed figures leave possible: they differ where only bounds are printed.
    pub below: (usize, usize),
    /// Still below after Holm's adjustment, and after Benjamini and Hochberg's.
    pub holm: (usize, usize),
    pub bh: (usize, usize),
}

impl Family {
    /// One sentence.
    pub fn words(&self) -> String {
        let of = self.comparison.as_ref().map_or("Of all".to_owned(), |comparison| format!("Of {comparison}:"));
        let expected = self.alpha * self.tests as f64;
        format!(
            "{of} {}, {} below {}; about {} would be if nothing had changed; {} after Holm's adjustment, {} after Benjamini and Hochberg's.",
            plural(self.tests, "test"),
            range(self.below),
            self.alpha,
            fixed(expected, 0),
            range(self.holm),
            range(self.bh)
        )
    }
}

/// A family for each comparison, and all tests last where there are several families.
pub fn families(tables: &Tables<'_>) -> Vec<Family> {
    let rows = &tables.reported.change;
    let mut comparisons: Vec<&Comparison> = Vec::new();
    for row in rows {
        if !comparisons.contains(&&row.comparison) {
            comparisons.push(&row.comparison);
        }
    }
    let alpha = tables.conventions.alpha();
    let of = |comparison: Option<&Comparison>| {
        let own = rows.iter().filter(|row| comparison.is_none_or(|wanted| row.comparison == *wanted));
        family(&own.collect::<Vec<_>>(), comparison.cloned(), alpha)
    };
    let several = comparisons.len() > 1;
    let mut families: Vec<Family> = comparisons.into_iter().map(|comparison| of(Some(comparison))).collect();
    families.extend(several.then(|| of(None)));
    families.retain(|family| family.tests > 0);
    families
}

fn family(rows: &[&ChangeRow], comparison: Option<Comparison>, alpha: f64) -> Family {
    let printed = rows.iter().filter_map(|row| row.p.as_ref());
    let p: Vec<&Printed> = printed.filter(|p| (0.0..=1.0).contains(&p.value())).collect();
    let at = |end: fn(&Printed) -> f64| p.iter().map(|p| end(p)).collect::<Vec<f64>>();
    // A bound reaches to 0 or 1; any other figure is taken for the number that it names.
    let least = at(|p| if p.is_bound() { p.interval().0.max(0.0) } else { p.value() });
    let most = at(|p| if p.is_bound() { p.interval().1.min(1.0) } else { p.value() });
    let below = |method: fn(&[f64]) -> Result<Vec<f64>, Undefined>| {
        let (Ok(least), Ok(most)) = (method(&least), method(&most)) else { return (0, 0) };
        let under = |p: &Printed| p.is_bound() && p.text().starts_with('<');
        let sure = most.iter().zip(&p).filter(|(high, p)| **high < alpha || under(p) && **high <= alpha).count();
        (sure, sure.max(least.iter().filter(|low| **low < alpha).count()))
    };
    Family {
        comparison,
        tests: p.len(),
        alpha,
        below: below(|p| Ok(p.to_vec())),
        holm: below(holm),
        bh: below(benjamini_hochberg),
    }
}

/// `2`, or `0 to 2`.
fn range((least, most): (usize, usize)) -> String {
    if least == most { least.to_string() } else { format!("{least} to {most}") }
}

/// What the notes of rows say of significance, against their p values.
pub fn words(tables: &Tables<'_>) -> Vec<Finding> {
    let alpha = tables.conventions.alpha();
    let rows = tables.reported.change.iter();
    rows.filter_map(|row| {
        let note = row.note.as_ref()?;
        let said = claimed(&note.to_lowercase())?;
        let p = row.p.as_ref()?;
        let lies = span(p, Reading::Rounded);
        let origin = row.places.of("note").unwrap_or(&row.origin);
        let finding = |verdict| {
            Finding::new("significance-word", row.address(), origin, verdict)
                .field("note")
                .printed(p.text())
                .recomputed(format!("{} {alpha}", if said { "below" } else { "at least" }))
        };
        let word = if said { "significant" } else { "not significant" };
        let (below, above) = (lies.high < alpha || p.is_bound() && lies.high <= alpha + 1e-6, lies.low > alpha);
        Some(match (said, below, above) {
            (true, true, _) | (false, _, true) => {
                finding(Verdict::Consistent).say(format!("The note says `{word}`, and p is {}.", p.text()))
            }
            (true, _, true) | (false, true, _) => finding(Verdict::Inconsistent)
                .say(format!("The note says `{word}`, and p is {}; the level is {alpha}.", p.text())),
            _ => finding(Verdict::CannotTell)
                .say(format!("The note says `{word}`; a p of {} may lie on either side of {alpha}.", p.text())),
        })
    })
    .collect()
}

/// Whether a note says that a change is significant; `None` where it says neither.
fn claimed(note: &str) -> Option<bool> {
    let denied = [
        "not significant",
        "not statistically significant",
        "non-significant",
        "nonsignificant",
        "insignificant",
        "no significant",
    ];
    if denied.iter().any(|word| note.contains(word)) {
        return Some(false);
    }
    note.contains("significant").then_some(true)
}

#[cfg(test)]
mod tests {
    use super::claimed;

    #[test]
    fn words_are_read() {
        assert_eq!(claimed("printed as not statistically significant"), Some(false));
        assert_eq!(claimed("a significant fall"), Some(true));
        assert_eq!(claimed("cut off"), None);
    }
}
