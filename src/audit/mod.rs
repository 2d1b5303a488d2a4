//! Printed results to [`Audit`]: whether printed figures can stand beside each other.
//!
//! First the rows of each timepoint by themselves, then each change with its two timepoints, then counts, samples and
//! what is printed twice. Everything is decided on the intervals that rounding leaves. A finding is *inconsistent* only
//! if no data whatever could have been printed so, by any way of rounding or by cutting off; a check that lacks an input
//! says *cannot tell* and what it would need. Of figures that contradict each other the fewest are named. Nothing is
//! corrected here, and nothing is written.

mod accuse;
mod again;
mod blame;
mod cause;
mod change;
mod column;
mod divided;
mod effect;
mod figure;
mod finding;
mod multiple;
mod ought;
mod possible;
mod reach;
mod recurring;
mod region;
mod relations;
mod samples;
mod scene;
mod share;
mod shared;
mod slip;
mod total;
mod wave;
mod wave_findings;
mod words;

pub use figure::{as_cut, as_rounded};
pub use finding::{Audit, Finding, RULES, Verdict};
pub use multiple::Family;
pub use possible::{KeptChange, KeptWave, Possible, Verdicts};

use crate::diag::{Acceptance, Diagnostic, Origin, Sink, plural};
use crate::model::{Conventions, Impossible, Measures, Reported, Study};

/// Printed results, and what is known beside them.
pub struct Tables<'a> {
    pub reported: &'a Reported,
    pub measures: &'a Measures,
    pub conventions: &'a Conventions,
    /// Whether the conventions are the study's own; else the sign of a change is taken from the table.
    pub stated: bool,
    pub accept: &'a [Acceptance],
}

impl<'a> Tables<'a> {
    /// The reported results of a study.
    pub fn of(study: &'a Study) -> Self {
        Self {
            reported: &study.reported,
            measures: &study.measures,
            conventions: &study.conventions,
            stated: true,
            accept: &study.accept,
        }
    }
}

/// Audits the study's reported results.
pub fn audit(study: &Study) -> Audit {
    audit_tables(&Tables::of(study))
}

/// Audits printed results.
pub fn audit_tables(all: &Tables<'_>) -> Audit {
    // What cannot be by itself says nothing of the figures beside it.
    let (kept, impossible) = all.reported.without_impossible();
    let tables = &Tables { reported: &kept, ..*all };
    let (mut findings, faulty) = wave_findings::findings(tables);
    findings.extend(change::findings(tables, &faulty));
    findings.extend(samples::findings(tables));
    findings.extend(share::findings(tables));
    findings.extend(total::findings(tables, &faulty));
    findings.extend(again::findings(all));
    let columns = column::findings(tables, &findings);
    findings.extend(columns);
    findings.extend(multiple::words(tables));
    recurring::merge(&mut findings, tables);
    findings.extend(impossible.into_iter().map(|(address, one)| alone(address, &one)));
    let order = |finding: &Finding| (finding.origin.clone(), finding.rule);
    findings.sort_by(|a, b| order(a).cmp(&order(b)));
    for finding in &mut findings {
        finding.accept(tables.accept);
    }
    Audit { findings, families: multiple::families(tables) }
}

/// The rule of figures that cannot be, whatever stands beside them.
const ALONE: &str = "impossible-value";

/// A figure that cannot be, whatever stands beside it.
fn alone(address: String, one: &Impossible) -> Finding {
    Finding::new(ALONE, address, &one.origin, Verdict::Inconsistent)
        .field(one.column)
        .printed(one.text.clone())
        .say(format!("{} {}.", one.text, one.reason))
}

/// One warning for each file with figures that cannot stand together and that nobody accepted; and one for a table that
/// divides its effect sizes otherwise than the study says.
pub fn tell(audit: &Audit, sink: &mut Sink) {
    let divided = |finding: &&Finding| finding.rule == divided::RULE;
    for finding in audit.open().filter(divided) {
        let warning =
            Diagnostic::warning("another-denominator", finding.message.trim_end_matches('.')).at(&finding.origin);
        let warning = warning.about(finding.about());
        sink.push(match &finding.advice {
            Some(advice) => warning.hint(advice.clone()),
            None => warning,
        });
    }
    // The analysis has a warning of its own for each figure that cannot be.
    let faulty = || audit.open().filter(|finding| !divided(finding) && finding.rule != ALONE);
    let mut files: Vec<&std::sync::Arc<str>> = faulty().map(|finding| &finding.origin.file).collect();
    files.dedup();
    for file in files {
        let own = faulty().filter(|finding| finding.origin.file == *file);
        let count: usize = own.map(|finding| finding.cells.len().max(1)).sum();
        let message = format!("{} cannot stand beside the others of {file}", plural(count, "printed figure"));
        let hint = "`synthesist audit` says which, and why; `accept` in study.yaml lets one stand";
        let warning = Diagnostic::warning("audit-inconsistent", message).at(&Origin::start_of(file));
        sink.push(warning.about(file.to_string()).hint(hint));
    }
}
