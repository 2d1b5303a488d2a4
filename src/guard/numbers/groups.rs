//! Statistics of few people: of small groups, and of the smaller side of a comparison.
//!
//! What the figures of other people give away of these is found by `alternatives`.

use std::collections::BTreeSet;

use super::plan::{Plan, Rule};
use crate::analyse::{Field, Findings, Kind, StudyResult};
use crate::model::LevelId;

/// Withholds the statistics of samples under the threshold, and what gives them away.
pub fn protect(findings: &Findings, hidden: &BTreeSet<LevelId>, threshold: u64, plan: &mut Plan) {
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
                if few(result.value(Field::N), threshold) {
                    plan.hide_where(at, result, Rule::SmallGroup, statistic);
                }
            }
            Kind::Reliability { .. } if few(result.value(Field::N), threshold) => {
                plan.hide_where(at, result, Rule::SmallGroup, statistic);
            }
            Kind::Contrast { first, second, .. } => {
                for (group, n) in [(first, Field::NFirst), (second, Field::NSecond)] {
                    if hidden.contains(group) {
                        plan.hide_wholly(at, n, Rule::SmallGroup);
                    }
                }
                let shut = |group, n| hidden.contains(group) || few(result.value(n), threshold);
                sides(at, result, [shut(first, Field::NFirst), shut(second, Field::NSecond)], plan);
            }
            Kind::Attrition { level: None, .. } => {
                let shut = [Field::NFirst, Field::NSecond].map(|n| few(result.value(n), threshold));
                sides(at, result, shut, plan);
            }
            // Counts of people have rules of their own; who took part, and what was said, may be shown.
            Kind::Reliability { .. }
            | Kind::Family { .. }
            | Kind::Share { .. }
            | Kind::Attrition { level: Some(_), .. }
            | Kind::Missing { .. }
            | Kind::Flow { .. }
            | Kind::Theme { .. }
            | Kind::Code { .. }
            | Kind::Corpus { .. }
            | Kind::Agreement { .. } => {}
        }
    }
    families(findings, plan);
}

fn few(n: Option<f64>, threshold: u64) -> bool {
    n.is_some_and(|n| n >= 1.0 && n < threshold as f64)
}

/// Whether a field says more than how many there are, and more than what is known without the study.
fn statistic(field: Field) -> bool {
    use Field::{Items, Missing, N, NFirst, NSecond, NormMean, NormN, NormSd};
    !matches!(field, N | Missing | NormMean | NormSd | NormN | Items | NFirst | NSecond)
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
