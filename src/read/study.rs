//! `data/study.yaml`: timepoints, strands, conventions, and how the data are laid out.

use regex::Regex;

use super::conventions;
use super::decode::Decoder;
use super::folder::Folder;
use super::layout::{self, Layout};
use super::names::{Names, Unique};
use super::node::{Kind, Node, parse_yaml};
use crate::diag::{Acceptance, Diagnostic, Origin, Severity, Sink, codes, explain};
use crate::model::{
    At, Attribution as Attributed, Conventions, Disclosure, Profile, Strand, StrandId, Timepoint, TimepointId, Zeros,
};

/// What the other readers need to know of the study.
pub struct Frame {
    pub timepoints: Vec<Timepoint>,
    pub strands: Vec<Strand>,
    pub conventions: Conventions,
    pub disclosure: Disclosure,
    pub known_words: Vec<String>,
    pub accept: Vec<Acceptance>,
    pub attribution: Attribution,
    pub layout: Layout,
    /// The column of participants by which they are compared.
    pub group: Option<At<String>>,
    pub origin: Origin,
    /// Whether the file could be read whole.
    complete: bool,
}

/// How an attribution is read.
pub enum Attribution {
    /// The study does not say.
    Unsaid,
    /// What the study says is wrong, and reported.
    Faulty,
    Pattern(Regex),
}

impl Frame {
    pub fn timepoint_names(&self) -> Names {
        let names = self.timepoints.iter().map(|timepoint| timepoint.id.as_str().to_owned()).collect();
        let labels = self.timepoints.iter().map(|timepoint| (timepoint.label.clone(), timepoint.id.to_string()));
        Names::new("timepoint", "data/study.yaml", names, self.complete).called(labels)
    }

    pub fn strand_names(&self) -> Names {
        let names = self.strands.iter().map(|strand| strand.id.as_str().to_owned()).collect();
        Names::new("strand", "data/study.yaml", names, self.complete)
    }
}

pub fn frame(folder: &mut Folder<'_>, keys: &Names, sink: &mut Sink) -> Option<Frame> {
    let before = sink.count(Severity::Error);
    if folder.missed("data/study.yaml") {
        return None;
    }
    let file = folder.text("data/study.yaml", sink)?;
    let root = parse_yaml(&file, sink)?;
    let mut d = Decoder { file: &file, sink };
    let mut fields = d.fields(&root, "study")?;
    let timepoints = d.required(&mut fields, "timepoints", timepoints);
    let strands = d.required(&mut fields, "strands", strands);
    let attribution = match fields.get("attribution") {
        None => Attribution::Unsaid,
        Some(node) => attribution(&mut d, node).map_or(Attribution::Faulty, Attribution::Pattern),
    };
    let group = d.optional(&mut fields, "group", Decoder::name);
    let layout = d.optional(&mut fields, "layout", layout::layout).unwrap_or_default();
    let conventions = fields.get("conventions");
    let disclosure = d.optional(&mut fields, "disclosure", disclosure);
    let (disclosure, known_words) = disclosure.unwrap_or((Disclosure::of(Profile::Standard), Vec::new()));
    let accept = d.optional(&mut fields, "accept", |d, node| d.list(node, acceptance)).unwrap_or_default();
    let conventions = conventions::conventions(&mut d, conventions, keys).unwrap_or_default();
    d.misplaced(&mut fields, &conventions::KEYS, "conventions");
    d.finish(fields);
    // What is missing is told; the other files are read all the same, so that one run tells all.
    let (timepoints, strands) = (timepoints.unwrap_or_default(), strands.unwrap_or_default());
    let complete = sink.count(Severity::Error) == before;
    let origin = file.start();
    Some(Frame {
        timepoints,
        strands,
        conventions,
        disclosure,
        known_words,
        accept,
        attribution,
        layout,
        group,
        origin,
        complete,
    })
}

fn timepoints(d: &mut Decoder<'_>, node: &Node) -> Option<Vec<Timepoint>> {
    let mut unique = Unique::default();
    let mut values = Vec::new();
    let mut months = Vec::new();
    let read = |d: &mut Decoder<'_>, node: &Node| {
        let mut fields = d.fields(node, "timepoint")?;
        let id = d.required(&mut fields, "id", Decoder::name);
        let label = d.optional(&mut fields, "label", Decoder::string);
        let place = fields.get("month").map(|node| d.place(node));
        let month = d.required(&mut fields, "month", Decoder::number);
        let stands = d.optional(&mut fields, "value", Decoder::names).unwrap_or_default();
        d.finish(fields);
        let (id, month) = (id?, month?);
        if id.value.is_empty() || !id.value.chars().all(|c| c.is_ascii_alphanumeric()) {
            let message = format!("`{}` is not a timepoint id", id.value);
            let hint = "a timepoint id is letters and digits, such as `T1`";
            d.sink.push(Diagnostic::error("malformed-id", message).at(&id.origin).hint(hint));
            return None;
        }
        unique.claim("timepoint", &id, d.sink);
        months.extend(place);
        Some(Timepoint {
            label: label.unwrap_or_else(|| id.value.clone()),
            id: TimepointId::new(id.value),
            month,
            values: stands
                .into_iter()
                .map(|value| {
                    values.push(value.clone());
                    value.value
                })
                .collect(),
        })
    };
    let timepoints = d.list(node, read)?;
    distinct(&timepoints, &values, d);
    if timepoints.is_empty() && matches!(&node.kind, Kind::List(items) if items.is_empty()) {
        d.report(node, "missing-key", "a study needs at least one timepoint");
    }
    if let Some(at) = timepoints.windows(2).position(|pair| pair[0].month >= pair[1].month) {
        let [first, second] = [&timepoints[at], &timepoints[at + 1]];
        let message = format!("`{}` comes after `{}`, and its month is not a later one", second.id, first.id);
        let origin = months.get(at + 1).cloned().unwrap_or_else(|| d.place(node));
        let hint = "put the timepoints in the order of their months, or correct the month";
        d.sink.push(Diagnostic::error("timepoint-order", message).at(&origin).hint(hint));
    }
    Some(timepoints)
}

/// What stands for a timepoint in the data may stand for no other.
fn distinct(timepoints: &[Timepoint], values: &[At<String>], d: &mut Decoder<'_>) {
    let mut unique = Unique::default();
    for value in values {
        let own = |t: &&Timepoint| !t.values.contains(&value.value) && t.id.as_str() == value.value;
        if let Some(other) = timepoints.iter().find(own) {
            let message = format!("the value `{}` is the id of another timepoint", other.id);
            d.sink.push(Diagnostic::error("duplicate-id", message).at(&value.origin));
        }
        unique.claim("value", value, d.sink);
    }
}

fn strands(d: &mut Decoder<'_>, node: &Node) -> Option<Vec<Strand>> {
    let mut unique = Unique::default();
    let strands = d.list(node, |d, node| {
        let mut fields = d.fields(node, "strand")?;
        let id = d.required(&mut fields, "id", Decoder::id);
        let label = d.required(&mut fields, "label", Decoder::string);
        d.finish(fields);
        let id = id?;
        unique.claim("strand", &id, d.sink);
        Some(Strand { id: StrandId::new(id.value), label: label? })
    })?;
    if strands.is_empty() && matches!(&node.kind, Kind::List(items) if items.is_empty()) {
        d.report(node, "missing-key", "a study needs at least one strand");
    }
    Some(strands)
}

fn attribution(d: &mut Decoder<'_>, node: &Node) -> Option<Regex> {
    let pattern = d.string(node)?;
    if pattern.starts_with(['“', '”', '„', '‘', '’']) {
        let diagnostic = Diagnostic::error("bad-attribution", "these are the curled quotes of a word processor");
        d.sink.push(diagnostic.at(&d.place(node)).hint("write straight single quotes around the pattern: `'…'`"));
        return None;
    }
    // The whole attribution must match, or a longer id would lose its end.
    match Regex::new(&format!("^(?:{pattern})$")) {
        Ok(regex) if regex.capture_names().flatten().any(|name| name == "person") => Some(regex),
        Ok(_) => {
            let message = "the attribution pattern does not say which part of it is the person";
            let hint = "put a group around that part, such as `(?<person>P[0-9]+)`";
            d.sink.push(Diagnostic::error("bad-attribution", message).at(&d.place(node)).hint(hint));
            None
        }
        Err(error) => {
            let reason = error.to_string();
            let reason = reason.lines().last().unwrap_or("").trim_start_matches("error: ");
            let hint = match reason {
                "unclosed group" => "each `(` needs its `)`",
                "unclosed character class" => "each `[` needs its `]`",
                "unopened group" => "each `)` needs its `(`; one that is meant as text is `[)]`",
                _ => "a pattern such as `P(?<person>[0-9]+)-(?<timepoint>T[0-9])` reads `P03-T2`",
            };
            let diagnostic =
                Diagnostic::error("bad-attribution", format!("this is not a regular expression: {reason}"));
            d.sink.push(diagnostic.at(&d.place(node)).hint(hint));
            None
        }
    }
}

/// How participants are guarded; a study that says nothing of it is guarded by `standard`.
fn disclosure(d: &mut Decoder<'_>, node: &Node) -> Option<(Disclosure, Vec<String>)> {
    if let Kind::Scalar { value, .. } = &node.kind {
        let message = "this should be a disclosure setting, written as `key: value` pairs, not a single value";
        let diagnostic = Diagnostic::error("wrong-type", message).at(&d.place(node));
        d.sink.push(diagnostic.hint(format!("write `disclosure: {{profile: {value}}}`")));
        return None;
    }
    let mut fields = d.fields(node, "disclosure setting")?;
    let profiles = Profile::ALL.map(|profile| (profile.as_str(), profile));
    let profile = d.optional(&mut fields, "profile", |d, n| d.choice(n, &profiles)).unwrap_or(Profile::Standard);
    let mut disclosure = Disclosure::of(profile);
    if let Some(node) = fields.get("threshold")
        && let Some(threshold) = d.whole(node)
    {
        if profile == Profile::Open {
            let hint = "set `profile: standard` or `profile: strict`, or leave the threshold out";
            let diagnostic = Diagnostic::error("clashing-keys", "the profile `open` has no threshold");
            d.sink.push(diagnostic.at(&d.file.place(&node.span)).hint(hint));
        } else if !(2..=1000).contains(&threshold) {
            d.report(node, "out-of-range", "a threshold lies between 2 and 1000, such as 5");
        } else {
            disclosure.threshold = threshold;
        }
    }
    let zeros = [("show", Zeros::Show), ("withhold", Zeros::Withhold)];
    disclosure.zeros = d.optional(&mut fields, "zeros", |d, n| d.choice(n, &zeros)).unwrap_or(disclosure.zeros);
    let attributed = [
        ("as-is", Attributed::AsIs),
        ("renumbered", Attributed::Renumbered),
        ("without-site", Attributed::WithoutSite),
    ];
    disclosure.attribution =
        d.optional(&mut fields, "attribution", |d, n| d.choice(n, &attributed)).unwrap_or(disclosure.attribution);
    let known_words = d.optional(&mut fields, "known-words", |d, n| d.list(n, Decoder::string));
    d.finish(fields);
    Some((disclosure, known_words.unwrap_or_default()))
}

/// A finding that the author lets stand, with the reason.
fn acceptance(d: &mut Decoder<'_>, node: &Node) -> Option<Acceptance> {
    let mut fields = d.fields(node, "acceptance")?;
    let code = d.required(&mut fields, "code", Decoder::name);
    let about = d.optional(&mut fields, "about", Decoder::string);
    let file = d.optional(&mut fields, "file", Decoder::string);
    let reason = d.required(&mut fields, "reason", Decoder::string);
    d.finish(fields);
    let code = code?;
    match explain(&code.value) {
        None => {
            let message = format!("there is no code `{}` that could be accepted", code.value);
            let diagnostic = Diagnostic::error("unknown-code", message).at(&code.origin).suggest(&code.value, codes());
            d.sink.push(diagnostic.hint("`synthesist check --explain` lists every code"));
        }
        Some(explanation) if !explanation.acceptable() => {
            let message = format!("`{}` is an error, and errors cannot be accepted", code.value);
            let hint = "mend what it points at, and take this entry out";
            d.sink.push(Diagnostic::error("accepted-error", message).at(&code.origin).hint(hint));
        }
        Some(_) => {}
    }
    Some(Acceptance { code: code.value, about, file, reason: reason?, origin: code.origin })
}
