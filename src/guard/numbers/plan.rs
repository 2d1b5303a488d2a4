//! What is to be withheld, figure by figure, and how it is done and told at last.

use std::collections::BTreeMap;

use crate::analyse::{Field, Findings, Quantity, Source, StudyResult, Withheld};
use crate::diag::{Diagnostic, Sink, plural};
use crate::guard::log::{Action, Entry, Log};

/// Why a figure is withheld.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    SmallCount,
    Complement,
    SmallGroup,
    Extreme,
    Position,
    Differencing,
    CandidateSamples,
}

impl Rule {
    pub fn as_str(self) -> &'static str {
        match self {
            Rule::SmallCount => "small-count",
            Rule::Complement => "complement",
            Rule::SmallGroup => "small-group",
            Rule::Extreme => "extreme",
            Rule::Position => "position",
            Rule::Differencing => "differencing",
            Rule::CandidateSamples => "candidate-samples",
        }
    }

    /// In words, for the log.
    fn why(self) -> &'static str {
        match self {
            Rule::SmallCount => "it counts fewer people than the threshold",
            Rule::Complement => "with what else is shown it would give away a figure that is withheld",
            Rule::SmallGroup => "it is of fewer people than the threshold",
            Rule::Extreme => "it is the value of fewer people than the threshold",
            Rule::Position => "too few people lie on one side of it",
            Rule::Differencing => "beside a result of nearly the same people it would give away those who differ",
            Rule::CandidateSamples => "n, mean and SD together leave at most three possible samples",
        }
    }

    fn plural(self, count: usize) -> String {
        let what = match self {
            Rule::SmallCount => "figure of a small count",
            Rule::Complement => "figure that would reveal one",
            Rule::SmallGroup => "figure of a small group",
            Rule::Extreme => "extreme value",
            Rule::Position => "quartile",
            Rule::Differencing => "figure of nearly the same people",
            Rule::CandidateSamples => "figure that few samples have",
        };
        match what.split_once(' ') {
            Some(("figure", rest)) => format!("{} {rest}", plural(count, "figure")),
            _ => plural(count, what),
        }
    }
}

/// Figures to withhold, by the position of their result.
#[derive(Debug, Default)]
pub struct Plan {
    figures: BTreeMap<(usize, Field), (Rule, Withheld)>,
}

impl Plan {
    /// Withholds a figure of which something is said all the same; one that is withheld already stays as it is.
    pub fn bound(&mut self, result: usize, field: Field, rule: Rule, withheld: Withheld) {
        self.figures.entry((result, field)).or_insert((rule, withheld));
    }

    /// Withholds a figure; one that is withheld already stays as it is.
    pub fn hide(&mut self, result: usize, field: Field, rule: Rule) {
        self.bound(result, field, rule, Withheld::unknown(rule.as_str()));
    }

    /// Withholds some figures of a result.
    pub fn hide_where(&mut self, at: usize, result: &StudyResult, rule: Rule, which: impl Fn(Field) -> bool) {
        for (field, _) in result.fields.iter().filter(|(field, _)| which(*field)) {
            self.hide(at, *field, rule);
        }
    }

    /// Withholds a figure of which something was said until now.
    pub fn hide_wholly(&mut self, result: usize, field: Field, rule: Rule) {
        self.figures.insert((result, field), (rule, Withheld::unknown(rule.as_str())));
    }

    pub fn hides(&self, result: usize, field: Field) -> bool {
        self.figures.contains_key(&(result, field))
    }

    /// A figure that one source withholds is withheld in both.
    pub fn both_sources(&mut self, findings: &Findings) {
        let results = findings.results();
        let places: BTreeMap<&str, usize> =
            results.iter().enumerate().map(|(at, result)| (result.address.as_str(), at)).collect();
        for (reported, result) in results.iter().enumerate() {
            let bare = result.address.as_str().strip_prefix("reported.");
            let Some(computed) = bare.and_then(|bare| places.get(bare)).copied() else { continue };
            for (field, _) in &result.fields {
                let (one, other) = ((reported, *field), (computed, *field));
                match (self.figures.get(&one).cloned(), self.figures.get(&other).cloned()) {
                    // Only the data can tell that many people share a lowest or highest value.
                    (Some((rule, _)), None) if rule != Rule::Extreme => self.hide(other.0, other.1, rule),
                    (None, Some((rule, _))) => self.hide(one.0, one.1, rule),
                    _ => {}
                }
            }
        }
    }

    /// Puts what is withheld in the place of the figures, and writes it down.
    pub fn apply(self, findings: &mut Findings, log: &mut Log) -> Tally {
        let mut tally = Tally::default();
        for ((at, field), (rule, withheld)) in self.figures {
            let Some(result) = findings.results_mut().get_mut(at) else { continue };
            let about = format!("{}.{}", result.address, field.as_str());
            // Why a computed figure is absent tells of the scores, too: that there is one, or that all are alike.
            let absent_tells = result.source == Source::Computed;
            for (name, quantity) in &mut result.fields {
                if *name == field && (quantity.known().is_some() || absent_tells && quantity.withheld().is_none()) {
                    *quantity = Quantity::Withheld(withheld.clone());
                    *tally.0.entry(rule).or_default() += 1;
                    let why = rule.why().to_owned();
                    log.entries.push(Entry {
                        action: Action::Withheld,
                        about: about.clone(),
                        rule: rule.as_str(),
                        why,
                    });
                }
            }
        }
        tally
    }
}

/// How many figures each rule withheld.
#[derive(Debug, Default)]
pub struct Tally(BTreeMap<Rule, usize>);

impl Tally {
    /// One note for all.
    pub fn tell(&self, findings: &Findings, sink: &mut Sink) {
        let all: usize = self.0.values().sum();
        if all == 0 {
            return;
        }
        let parts: Vec<String> = self.0.iter().map(|(rule, count)| rule.plural(*count)).collect();
        let profile = findings.study.disclosure.profile.as_str();
        let message = format!("{} withheld under `{profile}`: {}", plural(all, "figure"), parts.join(", "));
        sink.push(Diagnostic::note("withheld", message).about(profile).at(&findings.study.origin));
    }
}
