//! By what a whole table divides its effect sizes, beside what the study says.

use super::Tables;
use super::change::place;
use super::effect::{Correction, Denominator, fitting};
use super::figure::Reading;
use super::finding::{Finding, Verdict};
use super::scene::{ES, Scene};
use crate::diag::plural;

/// The rule; the warning has the same code.
pub const RULE: &str = "another-denominator";

/// The fewest effect sizes that show by which rule a table was made.
const FEWEST: usize = 4;

/// The rule of a table.
#[derive(Debug, Clone, Default)]
pub struct Divided {
    /// What its effect sizes are held to; none where nothing is known.
    pub by: Vec<Denominator>,
    /// Whether only an effect size that fits another denominator is held to it.
    loose: bool,
    /// How many effect sizes show it.
    fitting: usize,
}

/// By what the effect sizes of a table were divided, where most of those that can show it agree; or else by what the
/// study says, in a table of few rows.
///
/// A source divides all its effect sizes by the same thing. Where the SDs of the pairs themselves are printed, what was
/// divided by is among the denominators, and every sound effect size fits it; so of several those are kept that fit the
/// most rows.
pub fn of_table(scenes: &[Scene<'_>], tables: &Tables<'_>) -> Divided {
    let telling = scenes.iter().filter(|scene| scene.figure(ES).is_some() && scene.same_people());
    let sound = telling.filter(|scene| scene.possible(scene.all(), Reading::Either));
    let rows: Vec<Vec<Denominator>> = sound.map(fitting).collect();
    let count = |denominator: Denominator| rows.iter().filter(|fits| fits.contains(&denominator)).count();
    let most = Denominator::all().map(count).max().unwrap_or(0);
    let best: Vec<Denominator> =
        Denominator::all().filter(|denominator| most > 0 && count(*denominator) == most).collect();
    let of = |by: Vec<Denominator>, loose: bool| Divided { by, loose, fitting: most };
    if most >= FEWEST && 4 * most >= 3 * rows.len() {
        return of(best, false);
    }
    if most >= FEWEST && 2 * most > rows.len() {
        return of(best, true);
    }
    let stated = Denominator::of(tables.conventions.effect_size);
    if !tables.stated || rows.len() >= FEWEST {
        return Divided::default();
    }
    // A few rows that all agree on another denominator are a table of it.
    if rows.len() > 1 && most == rows.len() && count(stated) == 0 {
        return of(best, false);
    }
    of(vec![stated], true)
}

impl Divided {
    /// What one row is held to.
    pub fn of_row(&self, scene: &Scene<'_>) -> Vec<Denominator> {
        let own = || {
            let free = Scene { denominators: Vec::new(), ..scene.clone() };
            !free.possible(free.all(), Reading::Either) || !fitting(&free).is_empty()
        };
        if scene.same_people() && scene.figure(ES).is_some() && (!self.loose || own()) {
            self.by.clone()
        } else {
            Vec::new()
        }
    }

    /// Where a table divides by something else than the study says, one finding for all of it.
    pub fn against_study(&self, scenes: &[Scene<'_>], tables: &Tables<'_>) -> Option<Finding> {
        let stated = Denominator::of(tables.conventions.effect_size);
        let by = self.by.iter().min_by_key(|by| (by.correction != Correction::None, by.convention().is_none()))?;
        if !tables.stated || self.by.contains(&stated) || self.fitting == 0 {
            return None;
        }
        let fits = |scene: &&Scene<'_>| scene.denominators.contains(by) && fitting(scene).contains(by);
        let fitting: Vec<&Scene<'_>> = scenes.iter().filter(fits).collect();
        let first = fitting.first()?;
        let (from, to) = (first.row.comparison.from.as_str(), first.row.comparison.to.as_str());
        let (address, origin) = place(first, ES);
        let text = first.figure(ES).map_or("", |es| es.text()).to_owned();
        let alone = plural(
            scenes.iter().filter(|scene| scene.same_people() && scene.figure(ES).is_some()).count(),
            "effect size",
        );
        let message = format!(
            "{} of {alone} are the change divided by {}; by the study's convention it would be {}.",
            fitting.len(),
            by.words(from, to),
            stated.words(from, to),
        );
        let advice = match by.convention() {
            Some(convention) => format!(
                "write `effect-size: {convention}` under `conventions` in data/study.yaml, if the source divides so"
            ),
            None => "no convention of data/study.yaml means it: say in the text by what the source divides".to_owned(),
        };
        let cells = fitting.iter().map(|scene| {
            let (address, origin) = place(scene, ES);
            (format!("{address}.es"), origin.clone())
        });
        Some(
            Finding::new(RULE, address, origin, Verdict::Inconsistent)
                .field("es")
                .printed(text)
                .cells(cells.collect())
                .advise(advice)
                .say(message),
        )
    }
}
