//! How many tests there are, and words on significance beside a p value.

use super::Tables;
use super::figure::{Reading, span};
use super::finding::{Finding, Verdict};
use crate::diag::plural;
use crate::model::{ChangeRow, Comparison, fixed};
use crate::stats::{benjamini_hochberg, holm};

/// A family of tests, and how many of them are below the level of significance.
#[derive(Debug, Clone, PartialEq)]
pub struct Family {
    /// `None` for all tests together.
    pub comparison: Option<Comparison>,
    pub tests: usize,
    /// The level of significance.
    pub alpha: f64,
    pub below: usize,
    /// Still below after Holm's adjustment, and after Benjamini and Hochberg's.
    pub holm: usize,
    pub bh: usize,
}

impl Family {
    /// One sentence.
    pub fn words(&self) -> String {
        let of = self.comparison.as_ref().map_or("Of all".to_owned(), |comparison| format!("Of {comparison}:"));
        let expected = self.alpha * self.tests as f64;
        format!(
            "{of} {}, {} below {}; about {} would be if nothing had changed; {} after Holm's adjustment, {} after Benjamini and Hochberg's.",
            plural(self.tests, "test"),
            self.below,
            self.alpha,
            fixed(expected, 0),
            self.holm,
            self.bh
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
    // A bound counts as the number that it names: below 0.001 is below 0.05.
    let p: Vec<(f64, bool)> = rows
        .iter()
        .filter_map(|row| row.p.as_ref())
        .filter(|p| (0.0..=1.0).contains(&p.value()))
        .map(|p| (p.value(), p.is_bound() && p.text().starts_with('<')))
        .collect();
    let below = |adjusted: Vec<f64>| {
        adjusted.iter().zip(&p).filter(|(value, (_, open))| **value < alpha || *open && **value <= alpha).count()
    };
    let values: Vec<f64> = p.iter().map(|(value, _)| *value).collect();
    Family {
        comparison,
        tests: values.len(),
        alpha,
        holm: holm(&values).map_or(0, below),
        bh: benjamini_hochberg(&values).map_or(0, below),
        below: below(values),
    }
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
