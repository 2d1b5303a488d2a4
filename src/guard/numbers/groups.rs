//! Statistics of few people: of small groups, of the smaller side of a split, and of whoever is left when these are
//! taken from everybody.
//!
//! n · mean and the sum of squares add up over the parts of a sample, so of a split that is shown with everybody one part
//! is never withheld alone: two or more are, and together they are at least as many people as the threshold.

use std::collections::{BTreeMap, BTreeSet};

use super::plan::{Plan, Rule};
use crate::analyse::{Contrasted, Field, Findings, Kind, Source, StudyResult};
use crate::model::LevelId;

/// Withholds the statistics of samples under the threshold, and what gives them away.
pub fn protect(findings: &Findings, hidden: &BTreeSet<LevelId>, threshold: u64, plan: &mut Plan) {
    let mut closed = Closed::default();
    closed.groups(findings, hidden, threshold);
    for (at, result) in findings.results().iter().enumerate() {
        if result.group.as_ref().is_some_and(|group| hidden.contains(group)) {
            // The group's own size is not known, and its n's would bound it.
            for (field, _) in &result.fields {
                plan.hide_wholly(at, *field, Rule::SmallGroup);
            }
            continue;
        }
        match &result.kind {
            Kind::DescribeScale { .. } | Kind::DescribeVariable { .. } | Kind::Norm { .. } | Kind::Change { .. } => {
                let own = few(result.value(Field::N), threshold);
                let key = key(result);
                if own || closed.of(&key, result.group.as_ref()) {
                    let rule = if own { Rule::SmallGroup } else { Rule::Complement };
                    plan.hide_where(at, result, rule, statistic);
                }
            }
            Kind::Reliability { .. } if few(result.value(Field::N), threshold) => {
                plan.hide_where(at, result, Rule::SmallGroup, statistic);
            }
            Kind::Contrast { scale, when, first, second } => {
                let key = match when {
                    Contrasted::At(timepoint) => format!("describe.{scale}.{timepoint}"),
                    Contrasted::Change(comparison) => format!("change.{scale}.{comparison}"),
                };
                for (group, n) in [(first, Field::NFirst), (second, Field::NSecond)] {
                    if hidden.contains(group) {
                        plan.hide_wholly(at, n, Rule::SmallGroup);
                    }
                }
                let shut = |group| hidden.contains(group) || closed.of(&key, Some(group));
                sides(at, result, [shut(first), shut(second)], plan);
            }
            Kind::Attrition { level: None, .. } => {
                let shut = attrition(result, total(findings, result), threshold);
                sides(at, result, shut, plan);
            }
            _ => {}
        }
    }
    families(findings, plan);
}

/// Goes on from changes that were withheld meanwhile: everybody's is the sum of the groups', and a contrast holds both.
pub fn follow(findings: &Findings, plan: &mut Plan) {
    let mut families: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, result) in findings.results().iter().enumerate() {
        let computed = result.source == Source::Computed && result.value(Field::N).is_some_and(|n| n > 0.0);
        if computed && matches!(result.kind, Kind::Change { .. }) {
            families.entry(key(result)).or_default().push(at);
        }
    }
    let results = findings.results();
    let all_but_size = |field: Field| !matches!(field, Field::N | Field::Df);
    for members in families.values().filter(|members| members.len() > 1) {
        let (shut, mut open): (Vec<usize>, Vec<usize>) =
            members.iter().copied().partition(|at| plan.hides(*at, Field::Change));
        // One figure of a sum that is withheld alone is what the others leave.
        open.sort_by_key(|at| results[*at].value(Field::N).unwrap_or(0.0) as u64);
        if let ([_], Some(next)) = (&shut[..], open.first()) {
            plan.hide_where(*next, &results[*next], Rule::Complement, all_but_size);
        }
    }
    for (at, result) in results.iter().enumerate() {
        let Kind::Contrast { scale, when: Contrasted::Change(comparison), first, second } = &result.kind else {
            continue;
        };
        let shut = [first, second].map(|group| {
            let address = format!("change.{scale}.{comparison}@{group}");
            let of = results.iter().position(|other| other.address.as_str() == address);
            of.is_some_and(|of| plan.hides(of, Field::Change))
        });
        sides(at, result, shut, plan);
    }
    self::families(findings, plan);
}

fn few(n: Option<f64>, threshold: u64) -> bool {
    n.is_some_and(|n| n >= 1.0 && n < threshold as f64)
}

/// Whether a field says more than how many there are, and more than what is known without the study.
fn statistic(field: Field) -> bool {
    use Field::{Items, Missing, N, NFirst, NSecond, NormMean, NormN, NormSd};
    !matches!(field, N | Missing | NormMean | NormSd | NormN | Items | NFirst | NSecond)
}

/// What a result is of, whatever its group: a norm goes with the scores that it is set against.
fn key(result: &StudyResult) -> String {
    match &result.kind {
        Kind::Norm { scale, timepoint } => format!("describe.{scale}.{timepoint}"),
        _ => {
            let address = result.address.as_str();
            address.split('@').next().unwrap_or(address).to_owned()
        }
    }
}

/// The groups whose statistics are withheld, by what they are of.
#[derive(Default)]
struct Closed(BTreeSet<(String, LevelId)>);

impl Closed {
    fn of(&self, key: &str, group: Option<&LevelId>) -> bool {
        group.is_some_and(|group| self.0.contains(&(key.to_owned(), group.clone())))
    }

    fn groups(&mut self, findings: &Findings, hidden: &BTreeSet<LevelId>, threshold: u64) {
        let mut parts: BTreeMap<String, Vec<(LevelId, u64)>> = BTreeMap::new();
        let mut whole: BTreeMap<String, u64> = BTreeMap::new();
        for result in findings.results().iter().filter(|result| result.source == Source::Computed) {
            if !matches!(result.kind, Kind::DescribeScale { .. } | Kind::DescribeVariable { .. } | Kind::Change { .. })
            {
                continue;
            }
            let n = result.value(Field::N).unwrap_or(0.0) as u64;
            match &result.group {
                None => {
                    whole.insert(key(result), n);
                }
                Some(group) if hidden.contains(group) => {}
                Some(group) => parts.entry(key(result)).or_default().push((group.clone(), n)),
            }
        }
        for (key, parts) in parts {
            let sizes: Vec<u64> = parts.iter().map(|(_, n)| *n).collect();
            let rest = whole.get(&key).copied().unwrap_or(0).saturating_sub(sizes.iter().sum());
            for ((group, _), shut) in parts.into_iter().zip(split(&sizes, rest, threshold)) {
                if shut {
                    self.0.insert((key.clone(), group));
                }
            }
        }
    }
}

/// Which parts of a sample have their statistics withheld; the rest are people in no part.
fn split(parts: &[u64], rest: u64, threshold: u64) -> Vec<bool> {
    let few = |n: u64| (1..threshold).contains(&n);
    let mut shut: Vec<bool> = parts.iter().map(|n| few(*n)).collect();
    loop {
        let inside: Vec<u64> = parts
            .iter()
            .zip(&shut)
            .filter(|(n, shut)| **shut && **n > 0)
            .map(|(n, _)| *n)
            .chain((rest > 0).then_some(rest))
            .collect();
        let sound = !inside.iter().any(|n| few(*n)) || inside.len() > 1 && inside.iter().sum::<u64>() >= threshold;
        let next = (0..parts.len()).filter(|at| !shut[*at] && parts[*at] > 0).min_by_key(|at| parts[*at]);
        match next.filter(|_| !sound) {
            Some(next) => shut[next] = true,
            None => return shut,
        }
    }
}

/// Withholds one side of a comparison or both, and with either what compares them.
fn sides(at: usize, result: &StudyResult, shut: [bool; 2], plan: &mut Plan) {
    let rule = Rule::SmallGroup;
    let of = [[Field::MeanFirst, Field::SdFirst], [Field::MeanSecond, Field::SdSecond]];
    for (fields, _) in of.iter().zip(shut).filter(|(_, shut)| *shut) {
        fields.iter().for_each(|field| plan.hide(at, *field, rule));
    }
    if shut.contains(&true) {
        let side = |field: Field| of.iter().flatten().any(|of_side| *of_side == field);
        plan.hide_where(at, result, rule, |field| statistic(field) && !side(field));
    }
}

fn attrition(result: &StudyResult, total: Option<f64>, threshold: u64) -> [bool; 2] {
    let n = |field| result.value(field).unwrap_or(0.0) as u64;
    let sizes = [n(Field::NFirst), n(Field::NSecond)];
    let rest = total.map_or(0, |total| (total as u64).saturating_sub(sizes.iter().sum()));
    let shut = split(&sizes, rest, threshold);
    [shut[0], shut[1]]
}

/// How many people a split of completers and drop-outs is made of.
fn total(findings: &Findings, result: &StudyResult) -> Option<f64> {
    let Kind::Attrition { subject, .. } = &result.kind else { return None };
    let first = findings.study.timepoints.first()?;
    let once = findings.get(&format!("computed.describe.{}", subject.as_str()));
    let then = || findings.get(&format!("computed.describe.{}.{}", subject.as_str(), first.id));
    once.or_else(then)?.value(Field::N)
}

/// Adjusted p values and counts of significant tests are made of all tests of a family.
fn families(findings: &Findings, plan: &mut Plan) {
    let mut broken = BTreeSet::new();
    let name = |result: &StudyResult| {
        let comparison = match &result.kind {
            Kind::Change { comparison, .. } | Kind::Family { comparison } => comparison.to_string(),
            _ => return None,
        };
        Some((comparison, result.group.clone(), result.source))
    };
    for (at, result) in findings.results().iter().enumerate() {
        if matches!(result.kind, Kind::Change { .. }) && plan.hides(at, Field::P) {
            broken.extend(name(result));
        }
    }
    for (at, result) in findings.results().iter().enumerate() {
        if name(result).is_some_and(|name| broken.contains(&name)) {
            plan.hide_where(at, result, Rule::Complement, |field| {
                use Field::{BhSignificant, HolmSignificant, PBh, PHolm, Significant};
                matches!(field, PHolm | PBh | Significant | HolmSignificant | BhSignificant)
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn no_part_is_withheld_alone() {
        assert_eq!(split(&[3, 22], 0, 5), [true, true]);
        assert_eq!(split(&[3, 22, 30], 0, 5), [true, true, false]);
        assert_eq!(split(&[1, 2, 22], 0, 5), [true, true, true]);
        assert_eq!(split(&[3, 4, 22], 0, 5), [true, true, false]);
        assert_eq!(split(&[12, 22], 1, 5), [true, false]);
        assert_eq!(split(&[12, 22], 0, 5), [false, false]);
        assert_eq!(split(&[12, 22], 9, 5), [false, false]);
        assert_eq!(split(&[24], 1, 5), [true]);
    }
}
