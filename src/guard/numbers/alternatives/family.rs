//! The tests of one comparison together: what one p value makes of the adjusted ones of all.

use std::collections::BTreeMap;

use super::shown::Figure;
use crate::analyse::{Field, Findings, Kind, Known, Source};
use crate::guard::numbers::plan::Plan;
use crate::guard::numbers::precision;
use crate::model::LevelId;
use crate::stats::{benjamini_hochberg, holm};

/// Every family of computed tests.
#[derive(Default)]
pub struct Families {
    families: Vec<Family>,
    /// The family of a change, by the position of its result.
    of: BTreeMap<usize, usize>,
}

#[derive(Default)]
struct Family {
    /// Positions of the changes with their p values, in the order of the results.
    tests: Vec<(usize, f64)>,
    /// Adjusted p values that are shown, as they are shown.
    shown: Vec<(Figure, Known)>,
    /// Numbers of significant tests that are shown.
    counts: Vec<(Figure, f64)>,
    alpha: f64,
}

impl Families {
    pub fn of(exact: &Findings, rounded: &Findings, plan: &Plan) -> Self {
        let mut all: BTreeMap<(String, Option<LevelId>), Family> = BTreeMap::new();
        let alpha = exact.study.conventions.alpha();
        for (at, result) in exact.results().iter().enumerate().filter(|(_, result)| result.source == Source::Computed) {
            let (Kind::Change { comparison, .. } | Kind::Family { comparison }) = &result.kind else { continue };
            let family = all.entry((comparison.to_string(), result.group.clone())).or_default();
            family.alpha = alpha;
            let known = |field| {
                let quantity = rounded.results()[at].quantity(field).filter(|_| !plan.hides(at, field));
                quantity.and_then(|quantity| quantity.known())
            };
            let shown = |field| known(field).map(|known| known.value);
            for field in [Field::PHolm, Field::PBh] {
                family.shown.extend(known(field).map(|known| ((at, field), known.clone())));
            }
            for field in [Field::Significant, Field::HolmSignificant, Field::BhSignificant] {
                family.counts.extend(shown(field).map(|value| ((at, field), value)));
            }
            if matches!(result.kind, Kind::Change { .. }) {
                family.tests.extend(result.value(Field::P).map(|p| (at, p)));
            }
        }
        let families: Vec<Family> = all.into_values().collect();
        let tests = families.iter().enumerate();
        let of = tests.flat_map(|(family, tests)| tests.tests.iter().map(move |(at, _)| (*at, family))).collect();
        Self { families, of }
    }

    /// The p values of a test for which its family would be shown as it is, all others unchanged.
    pub fn bounds(&self, at: usize, field: Field, p: f64) -> (f64, f64) {
        let Some(family) = self.of.get(&at).map(|family| &self.families[*family]) else { return (0.0, 1.0) };
        let same = |p: f64| !family.changed(&[(at, p)]).contains(&(at, field));
        let end = |mut inside: f64, mut outside: f64| {
            if same(outside) {
                return outside;
            }
            for _ in 0..30 {
                let middle = (inside + outside) / 2.0;
                if same(middle) {
                    inside = middle;
                } else {
                    outside = middle;
                }
            }
            inside
        };
        (end(p, 0.0), end(p, 1.0))
    }
}

impl Family {
    /// The figures of the family that would be shown otherwise if some of its tests had other p values.
    fn changed(&self, new: &[(usize, f64)]) -> Vec<Figure> {
        let p: Vec<f64> = self
            .tests
            .iter()
            .map(|(at, p)| new.iter().find(|(other, _)| other == at).map_or(*p, |(_, p)| *p))
            .collect();
        let adjusted = [holm(&p).unwrap_or_default(), benjamini_hochberg(&p).unwrap_or_default()];
        let place = |at: usize| self.tests.iter().position(|(other, _)| *other == at);
        let mut changed = Vec::new();
        for ((at, field), shown) in &self.shown {
            let of = &adjusted[usize::from(*field == Field::PBh)];
            let now = place(*at).and_then(|place| of.get(place)).map(|p| precision::shown_p(*field, *p, self.alpha));
            if now.as_ref() != Some(shown) {
                changed.push((*at, *field));
            }
        }
        for (figure, shown) in &self.counts {
            let of = match figure.1 {
                Field::HolmSignificant => &adjusted[0],
                Field::BhSignificant => &adjusted[1],
                other => {
                    debug_assert_eq!(other, Field::Significant);
                    &p
                }
            };
            if of.iter().filter(|p| **p < self.alpha).count() as f64 != *shown {
                changed.push(*figure);
            }
        }
        changed
    }
}
