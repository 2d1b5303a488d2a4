//! Numbers that the study sets itself: its design, its instruments, its bounds. To type them is to retype nothing.

use super::sentence::Sentence;
use super::subject::Names;
use crate::model::{Expect, LARGE_SMD, Scale, Study, VariableKind};

/// The numbers of the study's design, without signs.
pub struct Facts<'a> {
    study: &'a Study,
    names: &'a Names,
    /// Known in any sentence.
    anywhere: Vec<f64>,
}

impl<'a> Facts<'a> {
    pub fn of(study: &'a Study, names: &'a Names) -> Self {
        let conventions = &study.conventions;
        let mut anywhere = vec![LARGE_SMD, 0.05, 0.01, 0.001];
        anywhere.extend([conventions.confidence, 100.0 * conventions.confidence, conventions.alpha()]);
        anywhere.extend([conventions.spread.participant, conventions.spread.site]);
        anywhere.extend(conventions.equivalence.iter().map(|bound| bound.bound));
        anywhere.extend(conventions.magnitude.iter().flat_map(|rule| rule.from()));
        // The bounds of expectations; whole numbers there are counts as often as not.
        let findings = study.propositions.iter().flat_map(|proposition| &proposition.findings);
        let evidence = findings.flat_map(|(_, findings)| findings).flat_map(|finding| &finding.evidence);
        anywhere.extend(evidence.flat_map(|evidence| &evidence.expect).filter_map(|expect| match &expect.value {
            Expect::Compare { number, .. } if number.fract() != 0.0 => Some(number.abs()),
            _ => None,
        }));
        Self { study, names, anywhere }
    }

    /// Whether a number is one that this sentence may state without a result: of the design wherever it stands, of an
    /// instrument where it is named or its norm or range is spoken of.
    pub fn hold(&self, value: f64, sentence: &Sentence) -> bool {
        let same = |fact: f64| (fact.abs() - value).abs() < 1e-9;
        if self.anywhere.iter().copied().any(same) {
            return true;
        }
        let speaks =
            |words: &[&str]| sentence.iter().any(|token| words.iter().any(|word| token.lower.starts_with(word)));
        let study = self.study;
        let times = [study.timepoints.len(), study.strands.len()].map(|count| count as f64);
        if speaks(&["time", "wave", "strand", "occasion"]) && times.into_iter().any(same) {
            return true;
        }
        if speaks(&["month", "year"]) && study.timepoints.iter().any(|timepoint| same(timepoint.month)) {
            return true;
        }
        if speaks(&["threshold", "fewer", "disclos", "suppress", "withh"]) && same(study.disclosure.threshold as f64) {
            return true;
        }
        if speaks(&["scale", "measure", "subscale"]) && same(study.measures.scales().count() as f64) {
            return true;
        }
        let named = self.names.scales(sentence);
        let meant = |scale: &&Scale| named.is_empty() || named.iter().any(|(id, _)| *id == scale.id);
        let instruments = speaks(&["norm", "range", "scale", "item", "score", "population", "mean", "sd"]);
        let of_scales = study
            .measures
            .scales()
            .filter(meant)
            .any(|scale| (instruments || !named.is_empty()) && of_scale(scale).into_iter().any(same));
        of_scales || self.levels().any(same)
    }

    /// Numbers in the names of levels, such as an age group.
    fn levels(&self) -> impl Iterator<Item = f64> {
        let categorical = self.study.measures.variables.iter().filter(|v| v.kind == VariableKind::Categorical);
        categorical
            .flat_map(|variable| &variable.levels)
            .flat_map(|level| level.label.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok()))
    }
}

/// What is known of a scale before anybody answers.
fn of_scale(scale: &Scale) -> Vec<f64> {
    let ranges = scale.range.iter().chain(&scale.scoring.item_range);
    let mut found: Vec<f64> = ranges.flat_map(|(low, high)| [*low, *high]).collect();
    found.extend(scale.equivalence.iter().map(|bound| bound.bound));
    if !scale.scoring.items.is_empty() {
        found.push(scale.scoring.items.len() as f64);
    }
    if let Some(norm) = &scale.norm {
        found.extend([norm.mean.value(), norm.sd.value()]);
        found.extend(norm.n.map(|n| n as f64));
    }
    found
}
