//! The numbers that the profile withholds.
//!
//! Counts of few people, the statistics of few people, the values of single people, and whatever would give these away
//! beside what is shown. What may be shown of computed statistics is rounded to what a table prints. At last the study
//! itself loses what it says of persons, so that no later room can show it.

mod alternatives;
mod attack;
mod candidates;
mod clean;
mod differencing;
mod groups;
mod persons;
mod plan;
mod precision;
mod samples;
mod search;
mod shares;

use super::log::Log;
use crate::analyse::{Field, Findings, Kind};
use crate::diag::{Diagnostic, Sink};
use crate::model::{Profile, Zeros};
use plan::Plan;
use search::Rules;

pub fn guard(mut findings: Findings, log: &mut Log, sink: &mut Sink) -> Findings {
    let disclosure = findings.study.disclosure;
    if !disclosure.guards() {
        return findings;
    }
    let rules = Rules { threshold: disclosure.threshold as i64, zeros: disclosure.zeros == Zeros::Withhold };
    let mut plan = Plan::default();
    let hidden = shares::protect(&findings, rules, &mut plan);
    groups::protect(&findings, &hidden, disclosure.threshold, &mut plan);
    persons::protect(&findings, disclosure.threshold, &mut plan);
    let exact = findings.clone();
    precision::round(&mut findings);
    alternatives::protect(&exact, &findings, disclosure.threshold, &mut plan);
    differencing::protect(&findings, disclosure.threshold, &mut plan);
    candidates::protect(&findings, &mut plan);
    plan.both_sources(&findings);
    // After that: what is withheld of print alone is still shown from the data.
    differencing::two_sources(&findings, disclosure.threshold, &mut plan);
    let tally = plan.apply(&mut findings, log);
    clean::study(&mut findings);
    tally.tell(&findings, sink);
    findings
}

/// What a build under `open` says: that small counts stand in it as they are, and which means and SDs leave few
/// samples. Nothing under the other profiles.
pub fn open(findings: &Findings, sink: &mut Sink) {
    if findings.study.disclosure.guards() {
        return;
    }
    candidates::tell(findings, sink);
    let few = Rules { threshold: Profile::Standard.threshold() as i64, zeros: false };
    let counts = [Field::Count, Field::CountFirst, Field::CountSecond];
    let small = findings.results().iter().any(|result| {
        matches!(result.kind, Kind::Share { .. } | Kind::Attrition { .. })
            && counts.iter().any(|field| result.value(*field).is_some_and(|count| few.small(count as i64)))
    });
    let message = "figures are shown as they are, small counts too: the profile is `open`";
    let hint = "set `disclosure: {profile: standard}` where participants are to be guarded";
    if small {
        sink.push(Diagnostic::note("disclosure-open", message).about("open").at(&findings.study.origin).hint(hint));
    }
}
