//! Numbers that the study sets itself: its design, its instruments, its bounds. To type them is to retype nothing.

use crate::model::{Expect, Magnitude, Study, VariableKind};
use crate::synthesise::LARGE_SMD;

/// Every number of the study's design, without signs.
pub fn facts(study: &Study) -> Vec<f64> {
    let mut found = vec![LARGE_SMD, study.timepoints.len() as f64, study.strands.len() as f64];
    let conventions = &study.conventions;
    found.extend([conventions.confidence, 100.0 * conventions.confidence, conventions.alpha()]);
    found.extend([0.05, 0.01, 0.001]);
    found.push(study.disclosure.threshold as f64);
    let spread = conventions.spread;
    found.extend([spread.participant, spread.site, 100.0 * spread.participant, 100.0 * spread.site]);
    found.extend(conventions.equivalence.iter().map(|bound| bound.bound));
    match &conventions.magnitude {
        Some(Magnitude::Custom { from, .. }) => found.extend(from),
        Some(Magnitude::Cohen1988) => found.extend([0.2, 0.5, 0.8]),
        Some(Magnitude::Sawilowsky2009) => found.extend([0.01, 0.2, 0.5, 0.8, 1.2, 2.0]),
        None => {}
    }
    found.extend(study.timepoints.iter().map(|timepoint| timepoint.month));
    found.push(study.measures.scales().count() as f64);
    for scale in study.measures.scales() {
        found.extend(scale.range.iter().flat_map(|(low, high)| [*low, *high]));
        found.extend(scale.scoring.item_range.iter().flat_map(|(low, high)| [*low, *high]));
        found.extend(scale.equivalence.iter().map(|bound| bound.bound));
        if !scale.scoring.items.is_empty() {
            found.push(scale.scoring.items.len() as f64);
        }
        if let Some(norm) = &scale.norm {
            found.extend([norm.mean.value(), norm.sd.value()]);
            found.extend(norm.n.map(|n| n as f64));
        }
    }
    let categorical = study.measures.variables.iter().filter(|variable| variable.kind == VariableKind::Categorical);
    // A level may be named by numbers, such as an age group.
    for level in categorical.flat_map(|variable| &variable.levels) {
        let digits = level.label.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse::<f64>().ok());
        found.extend(digits);
    }
    let findings = study.propositions.iter().flat_map(|proposition| &proposition.findings);
    let evidence = findings.flat_map(|(_, findings)| findings).flat_map(|finding| &finding.evidence);
    found.extend(evidence.flat_map(|evidence| &evidence.expect).filter_map(|expect| match &expect.value {
        Expect::Compare { number, .. } => Some(number.abs()),
        Expect::Word(_) => None,
    }));
    found.iter().map(|number| number.abs()).collect()
}
