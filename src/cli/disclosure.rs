//! `disclosure`: what is kept from every output and why, in words for the file of an ethics committee.
//!
//! It holds no figure that is withheld, no old id of anybody and nothing that leads from a new id to an old one; of what
//! was found in the excerpts it gives the kind and the place, not the words.

use serde_json::{Value, json};

use super::Outcome;
use super::arguments::{Arguments, DisclosureFormat};
use super::output::print;
use super::stages::Run;
use crate::diag::{Diagnostic, plural};
use crate::guard::{Entry, Found, Log};
use crate::model::{Attribution, Disclosure, Zeros};

pub fn command(arguments: &Arguments, format: DisclosureFormat) -> Outcome {
    let mut run = Run::new();
    let Ok(grid) = run.grid(&arguments.study) else {
        run.tell();
        return Outcome::Faulty;
    };
    let study = &grid.findings.study;
    print(&match format {
        DisclosureFormat::Human => human(&study.manifest.title, &study.disclosure, &run.log, &run),
        DisclosureFormat::Json => format!("{:#}\n", report(&study.disclosure, &run.log, &run)),
    });
    Outcome::Well
}

fn human(title: &str, disclosure: &Disclosure, log: &Log, run: &Run) -> String {
    let mut out = format!("Disclosure control of: {title}\n\n");
    out.push_str(&format!("Profile       {}\n", disclosure.profile.as_str()));
    out.push_str(&format!("Small counts  {}\n", threshold(disclosure)));
    out.push_str(&format!("Attributions  {}\n\n", attribution(disclosure.attribution)));
    if log.entries.is_empty() {
        out.push_str("Nothing is withheld or changed.\n");
    } else {
        out.push_str(&format!(
            "What is withheld or changed, in every output ({})\n",
            plural(log.entries.len(), "entry")
        ));
        out.push_str(&entries(&log.entries));
    }
    let found: Vec<(&Found, Option<&str>)> = log.found.iter().map(|found| (found, accepted(found, run))).collect();
    let open = found.iter().filter(|(_, accepted)| accepted.is_none()).count();
    out.push_str("\nWhat in the excerpts could tell who speaks\n");
    if found.is_empty() {
        out.push_str(
            "  Nothing was found. The search reads English and knows forms, not people: it does not replace reading.\n",
        );
        return out;
    }
    for (found, accepted) in &found {
        let place = format!("{}:{}:{}", found.origin.file, found.origin.line, found.origin.column);
        match accepted {
            Some(reason) => out.push_str(&format!("  {place}  {}; accepted: {reason}\n", found.kind)),
            None => out.push_str(&format!("  {place}  {}; stands, and nobody has accepted it\n", found.kind)),
        }
    }
    out.push_str(&format!("  {} found, {open} of them not accepted.\n", plural(found.len(), "place")));
    out
}

/// A rule and its reason once, and below it what it was applied to.
fn entries(entries: &[Entry]) -> String {
    let alike = |one: &Entry, other: &Entry| (one.action, one.rule, &one.why) == (other.action, other.rule, &other.why);
    let mut groups: Vec<Vec<&Entry>> = Vec::new();
    for entry in entries {
        match groups.iter_mut().find(|group| alike(group[0], entry)) {
            Some(group) => group.push(entry),
            None => groups.push(vec![entry]),
        }
    }
    let mut out = String::new();
    for group in groups {
        out.push_str(&format!("  {} ({}): {}\n", group[0].action.as_str(), group[0].rule, group[0].why));
        group.iter().for_each(|entry| out.push_str(&format!("    {}\n", entry.about)));
    }
    out
}

fn threshold(disclosure: &Disclosure) -> String {
    match disclosure.threshold {
        0 => "all counts are shown".to_owned(),
        threshold => {
            let zeros = match disclosure.zeros {
                Zeros::Show => "counts of nobody are shown",
                Zeros::Withhold => "counts of nobody are withheld, too",
            };
            format!("counts of people under {threshold} are small; {zeros}")
        }
    }
}

fn attribution(attribution: Attribution) -> &'static str {
    match attribution {
        Attribution::AsIs => "as the files name them",
        Attribution::Renumbered => "new ids in no order of the old ones, kept nowhere beside them",
        Attribution::WithoutSite => "new ids in no order of the old ones, kept nowhere beside them, and no site",
    }
}

/// Why the author lets a finding stand.
fn accepted<'a>(found: &Found, run: &'a Run) -> Option<&'a str> {
    let same = |diagnostic: &&Diagnostic| {
        diagnostic.code == found.code
            && diagnostic.origin.as_ref() == Some(&found.origin)
            && diagnostic.accepted.is_some()
    };
    run.sink.diagnostics().iter().find(same)?.accepted.as_deref()
}

fn report(disclosure: &Disclosure, log: &Log, run: &Run) -> Value {
    let entries = log.entries.iter().map(
        |entry| json!({"action": entry.action.as_str(), "about": entry.about, "rule": entry.rule, "why": entry.why}),
    );
    let found = log.found.iter().map(|found| {
        json!({
            "code": found.code,
            "kind": found.kind,
            "file": &*found.origin.file,
            "line": found.origin.line,
            "column": found.origin.column,
            "accepted": accepted(found, run),
        })
    });
    json!({
        "profile": disclosure.profile.as_str(),
        "threshold": disclosure.threshold,
        "zeros": match disclosure.zeros { Zeros::Show => "show", Zeros::Withhold => "withhold" },
        "attribution": match disclosure.attribution {
            Attribution::AsIs => "as-is",
            Attribution::Renumbered => "renumbered",
            Attribution::WithoutSite => "without-site",
        },
        "entries": entries.collect::<Vec<_>>(),
        "found": found.collect::<Vec<_>>(),
    })
}
