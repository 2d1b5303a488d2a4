//! `content/displays.yaml`: the tables and figures that the author asks for.

use super::decode::{Decoder, Fields};
use super::folder::Folder;
use super::names::{Names, Unique};
use super::node::Node;
use super::propositions::excerpt_id;
use crate::diag::{Diagnostic, Sink};
use crate::model::{
    Answers, AuditShow, CodeId, Comparison, Described, Display, DisplayId, DisplayKind, FigureKind, InstrumentId,
    JointRequest, Level, Measures, Reported, ScaleId, Shape, TableKind, ThemeId, Timepoint, TimepointId, VariableId,
};

/// What displays may refer to.
pub struct Known<'a> {
    pub measures: &'a Measures,
    pub measures_complete: bool,
    pub reported: &'a Reported,
    pub answers: Option<&'a Answers>,
    pub reported_complete: bool,
    pub timepoints: &'a [Timepoint],
    pub timepoint_names: &'a Names,
    pub codes: Names,
    pub themes: Names,
    pub excerpts: Names,
}

const TABLES: &str = "participants, shares, outcomes, change, pairs, contrasts, reliability, missing, attrition, \
                      agreement, audit, propositions, excerpts, codebook, coverage";
const FIGURES: &str = "trajectories, distribution, participant-flow, change-forest, norm-profile, themes-by-timepoint, \
                       evidence-map, evidence-spread, joint-display";

pub fn displays(folder: &mut Folder<'_>, path: &str, known: &Known<'_>, sink: &mut Sink) -> Vec<Display> {
    let Some(file) = folder.optional(path, sink) else { return Vec::new() };
    let Some(root) = folder.yaml(&file, sink) else { return Vec::new() };
    let mut d = Decoder { file: &file, sink };
    let Some(mut fields) = d.fields(&root, "file of displays") else { return Vec::new() };
    let mut all = Vec::new();
    for (key, shape) in [("tables", Shape::Table), ("figures", Shape::Figure)] {
        let mut seen = Unique::default();
        let read = d.optional(&mut fields, key, |d, n| d.list(n, |d, n| display(d, n, shape, known, &mut seen)));
        all.extend(read.unwrap_or_default());
    }
    d.finish(fields);
    all
}

fn display(d: &mut Decoder<'_>, node: &Node, shape: Shape, known: &Known<'_>, seen: &mut Unique) -> Option<Display> {
    let mut fields = d.fields(node, shape.as_str())?;
    let id = d.required(&mut fields, "id", Decoder::id);
    let kind = d.required(&mut fields, "kind", Decoder::name);
    let caption = d.required(&mut fields, "caption", Decoder::text);
    let note = d.optional(&mut fields, "note", Decoder::text);
    let alt = match shape {
        Shape::Table => None,
        Shape::Figure => d.required(&mut fields, "alt", Decoder::text),
    };
    let landscape = d.optional(&mut fields, "landscape", Decoder::boolean).unwrap_or(false);
    let Some(kind) = kind else {
        // Which further keys there may be depends on the kind.
        return None;
    };
    let made = match shape {
        Shape::Table => table(d, &kind.value, &mut fields, known).map(DisplayKind::Table),
        Shape::Figure => figure(d, &kind.value, &mut fields, known).map(DisplayKind::Figure),
    };
    let Some(made) = made else {
        let (names, others) = if shape == Shape::Table { (TABLES, FIGURES) } else { (FIGURES, TABLES) };
        let diagnostic =
            Diagnostic::error("unknown-kind", format!("there is no kind of {} `{}`", shape.as_str(), kind.value))
                .at(&kind.origin);
        let diagnostic = if others.split(", ").any(|other| other == kind.value) {
            let other = if shape == Shape::Table { "figure" } else { "table" };
            diagnostic.hint(format!("`{}` is a kind of {other}: put it under `{other}s:`", kind.value))
        } else {
            diagnostic.suggest(&kind.value, names.split(", "))
        };
        d.sink.push(diagnostic.hint(format!("the kinds are {names}")));
        return None;
    };
    d.finish(fields);
    let id = id?;
    seen.claim(shape.as_str(), &id, d.sink);
    if shape == Shape::Figure && alt.is_none() {
        return None;
    }
    Some(Display {
        id: DisplayId::new(id.value),
        kind: made,
        caption: caption?,
        alt,
        note,
        landscape,
        origin: id.origin,
    })
}

fn table(d: &mut Decoder<'_>, kind: &str, fields: &mut Fields<'_>, known: &Known<'_>) -> Option<TableKind> {
    Some(match kind {
        "participants" => {
            let asked = |id: &VariableId| !asked_again(id, known);
            TableKind::Participants { variables: variables(d, fields, known, asked), groups: flag(d, fields, "groups") }
        }
        "shares" => {
            let variable = d.required(fields, "variable", |d, n| one_variable(d, n, known));
            let timepoints = timepoints(d, fields, known);
            // A fault is reported already; the kind is known.
            TableKind::Shares { variable: variable.unwrap_or_else(|| VariableId::new("")), timepoints }
        }
        "outcomes" => TableKind::Outcomes {
            instruments: instruments(d, fields, known),
            timepoints: timepoints(d, fields, known),
            groups: flag(d, fields, "groups"),
        },
        "change" => TableKind::Change {
            comparisons: comparisons(d, fields, known),
            scales: scales(d, fields, known),
            groups: flag(d, fields, "groups"),
        },
        "pairs" => TableKind::Pairs { comparisons: comparisons(d, fields, known), scales: scales(d, fields, known) },
        "contrasts" => contrasts(d, fields, known),
        "reliability" => {
            TableKind::Reliability { scales: scales(d, fields, known), timepoints: timepoints(d, fields, known) }
        }
        "missing" => TableKind::Missing { scales: scales(d, fields, known), timepoints: timepoints(d, fields, known) },
        "attrition" => {
            let asked = |id: &VariableId| asked_at_first(id, known);
            TableKind::Attrition { scales: scales(d, fields, known), variables: variables(d, fields, known, asked) }
        }
        "agreement" => TableKind::Agreement { codes: codes(d, fields, known) },
        "audit" => {
            let findings = AuditShow::Findings { undecided: flag(d, fields, "undecided") };
            let shows = [("differences", AuditShow::Differences), ("all", AuditShow::All), ("findings", findings)];
            let show = d.optional(fields, "show", |d, n| d.choice(n, &shows)).unwrap_or(AuditShow::Differences);
            TableKind::Audit { show }
        }
        "propositions" => TableKind::Propositions,
        "excerpts" => TableKind::Excerpts {
            codes: codes(d, fields, known),
            at_most: d.optional(fields, "at-most", Decoder::whole).and_then(|n| usize::try_from(n).ok()),
        },
        "codebook" => TableKind::Codebook,
        "coverage" => TableKind::Coverage,
        _ => return None,
    })
}

fn figure(d: &mut Decoder<'_>, kind: &str, fields: &mut Fields<'_>, known: &Known<'_>) -> Option<FigureKind> {
    let levels = [("theme", Level::Theme), ("code", Level::Code)];
    let level = |d: &mut Decoder<'_>, fields: &mut Fields<'_>| {
        d.optional(fields, "level", |d, n| d.choice(n, &levels)).unwrap_or(Level::Code)
    };
    Some(match kind {
        "trajectories" => FigureKind::Trajectories {
            scales: scales(d, fields, known),
            groups: flag(d, fields, "groups"),
            participants: flag(d, fields, "participants"),
        },
        "distribution" => FigureKind::Distribution {
            scales: scales(d, fields, known),
            timepoints: timepoints(d, fields, known),
            groups: flag(d, fields, "groups"),
        },
        "participant-flow" => FigureKind::ParticipantFlow { groups: flag(d, fields, "groups") },
        "change-forest" => {
            FigureKind::ChangeForest { comparisons: comparisons(d, fields, known), scales: scales(d, fields, known) }
        }
        "norm-profile" => {
            FigureKind::NormProfile { timepoints: timepoints(d, fields, known), scales: scales(d, fields, known) }
        }
        "themes-by-timepoint" => FigureKind::ThemesByTimepoint { level: level(d, fields) },
        "evidence-map" => FigureKind::EvidenceMap,
        "evidence-spread" => FigureKind::EvidenceSpread { level: level(d, fields) },
        "joint-display" => {
            let rows = d.required(fields, "rows", |d, n| d.list(n, |d, n| joint_row(d, n, known)));
            FigureKind::JointDisplay { rows: rows.unwrap_or_default() }
        }
        _ => return None,
    })
}

/// A setting that is off unless it is said.
fn flag(d: &mut Decoder<'_>, fields: &mut Fields<'_>, key: &'static str) -> bool {
    d.optional(fields, key, Decoder::boolean).unwrap_or(false)
}

/// Where timepoints or comparisons are named, just those; else everything.
fn contrasts(d: &mut Decoder<'_>, fields: &mut Fields<'_>, known: &Known<'_>) -> TableKind {
    let named = |fields: &mut Fields<'_>, key| fields.get(key).is_some();
    let (some_timepoints, some_comparisons) = (named(fields, "timepoints"), named(fields, "comparisons"));
    let scales = scales(d, fields, known);
    let timepoints = timepoints(d, fields, known);
    let comparisons = comparisons(d, fields, known);
    TableKind::Contrasts {
        scales,
        timepoints: if some_comparisons && !some_timepoints { Vec::new() } else { timepoints },
        comparisons: if some_timepoints && !some_comparisons { Vec::new() } else { comparisons },
    }
}

fn joint_row(d: &mut Decoder<'_>, node: &Node, known: &Known<'_>) -> Option<JointRequest> {
    let mut fields = d.fields(node, "row of a joint display")?;
    let scale = d.required(&mut fields, "scale", |d, n| one_scale(d, n, known));
    let codes = picked(d, &mut fields, "codes", &known.codes).into_iter().map(CodeId::new).collect();
    let themes = picked(d, &mut fields, "themes", &known.themes).into_iter().map(ThemeId::new).collect();
    let excerpts = d.optional(&mut fields, "excerpts", |d, n| {
        d.list(n, |d, n| {
            let name = d.name(n)?;
            excerpt_id(&name.value, &name.origin, &known.excerpts, d.sink)
        })
    });
    d.finish(fields);
    Some(JointRequest { scale: scale?, codes, themes, excerpts: excerpts.unwrap_or_default() })
}

/// The names that a list key picks; none where it is left out.
fn picked(d: &mut Decoder<'_>, fields: &mut Fields<'_>, key: &'static str, names: &Names) -> Vec<String> {
    let picked = d.optional(fields, key, |d, n| {
        d.list(n, |d, n| {
            let name = d.name(n)?;
            names.resolve(&name.value, &name.origin, d.sink)
        })
    });
    picked.unwrap_or_default()
}

const MEASURES: &str = "data/quantitative/instruments.yaml";

fn scale_names(known: &Known<'_>) -> Names {
    let names = known.measures.scales().map(|scale| scale.id.as_str().to_owned()).collect();
    Names::new("scale", MEASURES, names, known.measures_complete)
}

fn one_scale(d: &mut Decoder<'_>, node: &Node, known: &Known<'_>) -> Option<ScaleId> {
    let name = d.name(node)?;
    scale_names(known).check(&name.value, &name.origin, d.sink).then(|| ScaleId::new(name.value))
}

/// The scales that are named, or every scale.
fn scales(d: &mut Decoder<'_>, fields: &mut Fields<'_>, known: &Known<'_>) -> Vec<ScaleId> {
    let named: Vec<ScaleId> = picked(d, fields, "scales", &scale_names(known)).into_iter().map(ScaleId::new).collect();
    if named.is_empty() { known.measures.scales().map(|scale| scale.id.clone()).collect() } else { named }
}

fn one_variable(d: &mut Decoder<'_>, node: &Node, known: &Known<'_>) -> Option<VariableId> {
    let name = d.name(node)?;
    let names = known.measures.variables.iter().map(|v| v.id.as_str().to_owned()).collect();
    let names = Names::new("variable", MEASURES, names, known.measures_complete);
    names.check(&name.value, &name.origin, d.sink).then(|| VariableId::new(name.value))
}

/// The variables that are named, or every one of which a display has something to show.
fn variables(
    d: &mut Decoder<'_>,
    fields: &mut Fields<'_>,
    known: &Known<'_>,
    shown: impl Fn(&VariableId) -> bool,
) -> Vec<VariableId> {
    let named = d.optional(fields, "variables", |d, n| d.list(n, |d, n| one_variable(d, n, known)));
    let all = known.measures.variables.iter().map(|variable| variable.id.clone());
    named.filter(|named| !named.is_empty()).unwrap_or_else(|| all.filter(shown).collect())
}

/// Whether a variable was asked at timepoints, and not once.
fn asked_again(id: &VariableId, known: &Known<'_>) -> bool {
    let described = Described::Variable(id.clone());
    let answered =
        known.answers.is_some_and(|answers| answers.waves.iter().any(|wave| wave.column(id.as_str()).is_some()));
    answered
        || known.reported.share.iter().any(|row| &row.variable == id && row.timepoint.is_some())
        || known.reported.describe.iter().any(|row| row.subject == described && row.timepoint.is_some())
}

/// Whether a variable was asked once, or at the first timepoint.
fn asked_at_first(id: &VariableId, known: &Known<'_>) -> bool {
    let first = known.answers.and_then(|answers| answers.waves.first());
    !asked_again(id, known) || first.is_some_and(|wave| wave.column(id.as_str()).is_some())
}

fn instruments(d: &mut Decoder<'_>, fields: &mut Fields<'_>, known: &Known<'_>) -> Vec<InstrumentId> {
    let all: Vec<String> = known.measures.instruments.iter().map(|i| i.id.as_str().to_owned()).collect();
    let names = Names::new("instrument", MEASURES, all.clone(), known.measures_complete);
    let named = picked(d, fields, "instruments", &names);
    let chosen = if named.is_empty() { all } else { named };
    chosen.into_iter().map(InstrumentId::new).collect()
}

fn codes(d: &mut Decoder<'_>, fields: &mut Fields<'_>, known: &Known<'_>) -> Vec<CodeId> {
    picked(d, fields, "codes", &known.codes).into_iter().map(CodeId::new).collect()
}

/// The timepoints that are named, or all of them; in the study's order.
fn timepoints(d: &mut Decoder<'_>, fields: &mut Fields<'_>, known: &Known<'_>) -> Vec<TimepointId> {
    let named = picked(d, fields, "timepoints", known.timepoint_names);
    let all = known.timepoints.iter().map(|timepoint| timepoint.id.clone());
    all.filter(|id| named.is_empty() || named.iter().any(|name| name == id.as_str())).collect()
}

/// The comparisons that are named, such as `T1-T2`; or all: those that were reported and, where a study brings answers,
/// every pair of timepoints, in the order of these.
fn comparisons(d: &mut Decoder<'_>, fields: &mut Fields<'_>, known: &Known<'_>) -> Vec<Comparison> {
    let mut possible: Vec<Comparison> = Vec::new();
    for row in &known.reported.change {
        if !possible.contains(&row.comparison) {
            possible.push(row.comparison.clone());
        }
    }
    if known.answers.is_some() {
        for (at, from) in known.timepoints.iter().enumerate() {
            for to in &known.timepoints[at + 1..] {
                let comparison = Comparison { from: from.id.clone(), to: to.id.clone() };
                if !possible.contains(&comparison) {
                    possible.push(comparison);
                }
            }
        }
        let place = |id: &TimepointId| known.timepoints.iter().position(|timepoint| timepoint.id == *id);
        possible.sort_by_key(|comparison| (place(&comparison.from), place(&comparison.to)));
    }
    let written = possible.iter().map(ToString::to_string).collect();
    let (what, file) = match known.answers {
        Some(_) => ("comparison", "data/study.yaml"),
        None => ("reported comparison", "data/quantitative/reported/change.csv"),
    };
    let names = Names::new(what, file, written, known.reported_complete);
    let named = picked(d, fields, "comparisons", &names);
    if named.is_empty() {
        return possible;
    }
    named.iter().filter_map(|name| possible.iter().find(|c| &c.to_string() == name).cloned()).collect()
}
