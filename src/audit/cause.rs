//! Slips of whole cells that would make the figures of a change possible together: limits of another level, standard
//! errors for SDs, cells that were exchanged, and others that have a name.

use super::blame::Set;
use super::change::{at_timepoint, named};
use super::effect::{Denominator, fitting};
use super::figure::Reading;
use super::reach::{Reach, percent};
use super::scene::{CHANGE, DF, ES, HIGH, Held, LOW, MEAN_FROM, MEAN_TO, N, P, R, SD, SD_FROM, SD_TO, SE, Scene, T};
use super::words::listed;
use crate::model::Printed;
use crate::stats::StudentT;

/// What would explain a contradiction.
#[derive(Debug, Clone, PartialEq)]
pub enum Cause {
    /// The limits were made otherwise.
    Limits(Reach),
    /// Figures stand in each other's place.
    Exchanged,
    /// Several figures have the wrong sign.
    Signs,
    ErrorsForDeviations,
    DeviationForError,
    Variances,
    /// The p value is that of the normal distribution.
    NormalP,
    /// F, the square of t.
    SquareOfT,
    /// The degrees of freedom are the number of pairs, or those of two groups.
    DfIsN,
    DfOfGroups,
    /// One person more or fewer than the degrees of freedom say.
    OneOff,
    /// The effect size has another denominator than the others, or than the study says.
    Divided(Denominator),
}

/// Cells that a cause would explain.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    pub cells: Set,
    pub cause: Cause,
    /// How much it weighs among other explanations.
    pub weight: i64,
    /// What the cells would hold.
    pub held: Vec<(Set, Held)>,
    pub reach: Option<Reach>,
}

/// Cells that are taken for each other: an effect size for t, an SD for a standard error.
const EXCHANGES: [(Set, Set, i64); 14] = [
    (LOW, HIGH, 600),
    (MEAN_FROM, MEAN_TO, 340),
    (SD_FROM, SD_TO, 320),
    (MEAN_FROM, SD_FROM, 360),
    (MEAN_TO, SD_TO, 360),
    (SD, SE, 380),
    (T, P, 360),
    (T, ES, 360),
    (ES, P, 360),
    (CHANGE, ES, 360),
    (CHANGE, T, 360),
    (CHANGE, LOW, 360),
    (CHANGE, HIGH, 360),
    (R, P, 360),
];

/// Every explanation of a scene whose figures contradict each other.
pub fn explanations(scene: &Scene<'_>) -> Vec<Explanation> {
    let mut found = Vec::new();
    exchanged(scene, &mut found);
    limits(scene, &mut found);
    spreads(scene, &mut found);
    signs(scene, &mut found);
    tests(scene, &mut found);
    numbers(scene, &mut found);
    found.extend(divided(scene));
    found
}

fn explains(scene: &Scene<'_>, held: &[(Set, Held)]) -> bool {
    let tried = scene.supposing(held.to_vec());
    tried.possible(tried.all(), Reading::Either)
}

/// Keeps a supposition on some cells, if all figures are possible with it.
fn suppose(scene: &Scene<'_>, held: Vec<(Set, Held)>, cause: Cause, weight: i64, found: &mut Vec<Explanation>) {
    let cells = held.iter().map(|(bit, _)| bit).sum();
    let printed = held.iter().all(|(bit, _)| scene.figure(*bit).is_some_and(|figure| !figure.is_bound() || *bit == P));
    if printed && explains(scene, &held) {
        found.push(Explanation { cells, cause, weight, held, reach: None });
    }
}

fn exchanged(scene: &Scene<'_>, found: &mut Vec<Explanation>) {
    for (first, second, weight) in EXCHANGES {
        let (Some(a), Some(b)) = (scene.figure(first), scene.figure(second)) else { continue };
        let sensible = first != LOW || a.value() > b.value();
        if a.value() != b.value() && sensible {
            let held = vec![(first, Held::Figure(b.clone())), (second, Held::Figure(a.clone()))];
            suppose(scene, held, Cause::Exchanged, weight, found);
        }
    }
}

fn limits(scene: &Scene<'_>, found: &mut Vec<Explanation>) {
    let all = scene.all();
    if all & (LOW | HIGH) != LOW | HIGH || all & (P | T | SD | SE) == 0 {
        return;
    }
    let Reach::Student(level) = scene.reach else { return };
    let with = |reach: Reach| {
        let tried = Scene { reach, ..scene.clone() };
        tried.possible(tried.all(), Reading::Either)
    };
    let known = Reach::slips(level).into_iter().find(|reach| with(*reach));
    let Some(reach) = known.or_else(|| implied(scene).filter(|reach| with(*reach))) else { return };
    // Where many other reaches would do as well, that this one does says little.
    let times = scene.row.n.and_then(|n| reach.against(level, n)).unwrap_or(1.0);
    let sure = [0.85, 1.15].iter().all(|off| !with(Reach::Stretched(level, times * off)));
    let usual =
        matches!(reach, Reach::Student(level) if level >= 0.9) || matches!(reach, Reach::Normal(own) if own == level);
    let weight = match (sure, usual) {
        (true, true) => 420,
        (true, false) => 300,
        (false, _) => 120,
    };
    let p = scene.figure(P).map_or("", Printed::text);
    let digits = p.trim_start_matches(['<', '>', '0', '.']).chars().filter(char::is_ascii_digit).count();
    let coarse = all & (T | SD | SE) == 0 && digits < 2;
    let weight = match reach {
        // A p value of one digit fits many levels.
        _ if coarse => 10,
        // Any level would do for limits in the middle of which the change lies; a test beside them speaks for it.
        Reach::Implied(..) if all & T != 0 => 60,
        Reach::Implied(..) => 1,
        _ => weight,
    };
    found.push(Explanation {
        cells: LOW | HIGH,
        cause: Cause::Limits(reach),
        weight,
        held: Vec::new(),
        reach: Some(reach),
    });
}

/// The level of which the limits would be, by the standard error that everything else leaves.
fn implied(scene: &Scene<'_>) -> Option<Reach> {
    let (low, high) = (scene.figure(LOW)?.value(), scene.figure(HIGH)?.value());
    let n = scene.row.n?;
    let others = scene.all() & !(LOW | HIGH);
    let errors = scene
        .regions(others, Reading::Either, n)
        .iter()
        .filter_map(|region| region.ends(|_, error| error))
        .collect::<Vec<_>>();
    let (least, most) = errors.into_iter().reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))?;
    let reach = (high - low) / (least + most);
    let law = StudentT::new(n.saturating_sub(1) as f64).ok()?;
    let level = 1.0 - law.two_sided_p(reach).ok()?;
    let usual = scene.reach.in_errors(&law, n)?;
    // Of a standard error that is hardly known nothing follows.
    (most < 1.1 * least && (0.5..0.9999).contains(&level)).then(|| Reach::Implied(level, reach / usual))
}

fn spreads(scene: &Scene<'_>, found: &mut Vec<Explanation>) {
    let both = |held: Held| vec![(SD_FROM, held.clone()), (SD_TO, held)];
    suppose(scene, both(Held::Error), Cause::ErrorsForDeviations, 380, found);
    suppose(scene, both(Held::Square), Cause::Variances, 360, found);
    let pinned = scene.all() & ES != 0;
    for bit in [SD_FROM, SD_TO, SD] {
        // Where an effect size says what the SD is, there is little chance in it.
        let weight = if pinned && bit != SD { 330 } else { 220 };
        suppose(scene, vec![(bit, Held::Error)], Cause::ErrorsForDeviations, weight, found);
        suppose(scene, vec![(bit, Held::Square)], Cause::Variances, 220, found);
    }
    suppose(scene, vec![(SE, Held::Deviation)], Cause::DeviationForError, 220, found);
}

/// The figure with the other sign.
fn turned(printed: &Printed) -> Option<Printed> {
    let text = match printed.text().strip_prefix('\u{2212}') {
        Some(size) => size.to_owned(),
        None => format!("-{}", printed.text().trim_start_matches('+')),
    };
    Printed::parse(&text).filter(|_| !printed.is_bound())
}

fn signs(scene: &Scene<'_>, found: &mut Vec<Explanation>) {
    let other = |bit: Set| scene.figure(bit).and_then(turned);
    let (low, high) = (other(LOW), other(HIGH));
    let Some((low, high)) = low.zip(high) else { return };
    let straight = vec![(LOW, Held::Figure(low.clone())), (HIGH, Held::Figure(high.clone()))];
    let crossed = vec![(LOW, Held::Figure(high)), (HIGH, Held::Figure(low))];
    suppose(scene, straight, Cause::Signs, 280, found);
    suppose(scene, crossed.clone(), Cause::Signs, 280, found);
    if let Some(change) = other(CHANGE) {
        suppose(scene, [vec![(CHANGE, Held::Figure(change))], crossed].concat(), Cause::Signs, 240, found);
    }
}

fn tests(scene: &Scene<'_>, found: &mut Vec<Explanation>) {
    suppose(scene, vec![(T, Held::Square)], Cause::SquareOfT, 320, found);
    let known = scene.figure(P).is_some_and(|p| !p.is_bound());
    if known {
        suppose(scene, vec![(P, Held::NormalP)], Cause::NormalP, 240, found);
    }
}

fn numbers(scene: &Scene<'_>, found: &mut Vec<Explanation>) {
    let (Some(n), Some(df)) = (scene.row.n, scene.figure(DF)) else { return };
    let without = |bit: Set| scene.possible(scene.all() & !bit, Reading::Either);
    let df = df.value();
    let mut keep = |cells: Set, cause: Cause, weight: i64| {
        if without(cells) {
            found.push(Explanation { cells, cause, weight, held: Vec::new(), reach: None });
        }
    };
    let n = n as f64;
    if df == n {
        keep(DF, Cause::DfIsN, 350);
    } else if df == 2.0 * n - 2.0 && n > 2.0 {
        keep(DF, Cause::DfOfGroups, 350);
    } else if (df + 1.0 - n).abs() == 1.0 {
        keep(N, Cause::OneOff, 250);
    }
}

/// Another denominator of the effect size.
fn divided(scene: &Scene<'_>) -> Option<Explanation> {
    if scene.all() & ES == 0 {
        return None;
    }
    let own = fitting(scene).into_iter().find(|by| !scene.denominators.contains(by))?;
    Some(Explanation { cells: ES, cause: Cause::Divided(own), weight: 320, held: Vec::new(), reach: None })
}

impl Cause {
    /// The slip in words that are the same for every row, where a whole column may have it.
    pub fn column(&self) -> Option<String> {
        Some(match self {
            Cause::Limits(reach) => reach.words(),
            Cause::ErrorsForDeviations => "standard errors in the place of SDs".to_owned(),
            Cause::DeviationForError => "SDs in the place of standard errors".to_owned(),
            Cause::Variances => "variances in the place of SDs".to_owned(),
            Cause::NormalP => "p values of the normal distribution (z), where Student's t belongs".to_owned(),
            Cause::SquareOfT => "F, which is the square of t".to_owned(),
            Cause::DfIsN => "the number of pairs in the place of one less".to_owned(),
            Cause::DfOfGroups => "the degrees of freedom of two groups, 2n \u{2212} 2".to_owned(),
            Cause::Signs => "figures with the other sign".to_owned(),
            Cause::Exchanged => "figures in each other's place".to_owned(),
            Cause::OneOff | Cause::Divided(_) => return None,
        })
    }

    /// A sentence on the cells of one row, without its full stop; `would` is what they would have to be.
    pub fn sentence(&self, scene: &Scene<'_>, cells: Set, would: &str) -> String {
        let figures = figures(scene, cells);
        let printed = listed(&figures);
        let would = match (self, scene.reach) {
            _ if would.is_empty() => String::new(),
            (Cause::Limits(_), Reach::Student(level)) => {
                format!("; as those of a {} interval {would}", percent(level))
            }
            _ => format!("; {would}"),
        };
        match self {
            Cause::Limits(reach) => {
                let [low, high] = [LOW, HIGH].map(|bit| scene.figure(bit).map_or("", |figure| figure.text()));
                format!("The limits are printed as {low} and {high}: these are {}{would}", reach.words())
            }
            Cause::Exchanged => format!("{} stand in each other's place", capital(&printed)),
            Cause::Signs => {
                format!("{} would go together with the others if they had the other sign", capital(&printed))
            }
            Cause::ErrorsForDeviations => format!(
                "{}: a standard error in the place of an SD (SD = SE · √n) would explain it{would}",
                capital(&printed)
            ),
            Cause::DeviationForError => {
                format!("{}: an SD in the place of a standard error would explain it{would}", capital(&printed))
            }
            Cause::Variances => {
                format!("{}: a variance in the place of an SD would explain it{would}", capital(&printed))
            }
            Cause::NormalP => {
                format!("{} is that of the normal distribution (z), not of Student's t{would}", capital(&printed))
            }
            Cause::SquareOfT => format!("{}: F, the square of t, would explain it{would}", capital(&printed)),
            Cause::DfIsN => {
                format!(
                    "{} is the number of pairs; a paired test has one degree of freedom less{would}",
                    capital(&printed)
                )
            }
            Cause::DfOfGroups => {
                format!("{} is that of two groups (2n − 2); a paired test has n − 1{would}", capital(&printed))
            }
            Cause::OneOff => {
                let df = scene.figure(DF).map_or("", |df| df.text());
                let n = scene.row.n.unwrap_or(0);
                format!("{n} pairs are printed, and df of {df}, which is one less than the number of pairs{would}")
            }
            Cause::Divided(by) => {
                let (from, to) = (scene.row.comparison.from.as_str(), scene.row.comparison.to.as_str());
                let held = scene.denominators.first().map_or(String::new(), |held| held.words(from, to));
                format!(
                    "{} is the change divided by {}, where {held} is meant{would}",
                    capital(&printed),
                    by.words(from, to)
                )
            }
        }
    }
}

/// `the mean at T1 of 12.0`, in the order of the columns.
fn figures(scene: &Scene<'_>, cells: Set) -> Vec<String> {
    let of = |bit: Set| {
        let (_, name) = named(bit);
        let at = at_timepoint(scene, bit);
        Some(format!("the {name} of {}{at}", scene.figure(bit)?.text()))
    };
    super::blame::bits(cells).filter_map(of).collect()
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().collect::<String>() + letters.as_str())
}
