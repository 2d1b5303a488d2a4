//! `data/quantitative/instruments.yaml`: instruments, scales with their norms, and variables.
//!
//! How a scale is scored is read in `scoring`.

use super::conventions::equivalence;
use super::decode::Decoder;
use super::folder::Folder;
use super::names::{Names, Unique};
use super::node::{Kind, Node};
use super::scoring::{self, Pending};
use crate::diag::{Diagnostic, Severity, Sink};
use crate::model::{
    At, Better, CitationKey, Instrument, InstrumentId, LevelId, LevelOf, Measures, Norm, Scale, ScaleId, Variable,
    VariableId, VariableKind,
};

const FILE: &str = "data/quantitative/instruments.yaml";

/// Levels of a variable of which one person may have several: a set of them is kept in the bits of one number.
const MOST_LEVELS: usize = 64;

/// The measures, and whether the file could be read whole; a study of words alone has none.
pub fn measures(folder: &mut Folder<'_>, keys: &Names, sink: &mut Sink) -> (Measures, bool) {
    if !folder.exists(FILE) {
        return (Measures::default(), !folder.missed(FILE));
    }
    let before = sink.count(Severity::Error);
    let Some(file) = folder.text(FILE, sink) else { return (Measures::default(), false) };
    let Some(root) = folder.yaml(&file, sink) else { return (Measures::default(), false) };
    let mut d = Decoder { file: &file, sink };
    let Some(mut fields) = d.fields(&root, "file of measures") else { return (Measures::default(), false) };
    let mut seen = Seen::default();
    let instruments =
        d.optional(&mut fields, "instruments", |d, node| d.list(node, |d, node| instrument(d, node, keys, &mut seen)));
    let variables =
        d.optional(&mut fields, "variables", |d, node| d.list(node, |d, node| variable(d, node, &mut seen.measures)));
    d.finish(fields);
    let (mut instruments, variables) = (instruments.unwrap_or_default(), variables.unwrap_or_default());
    let named = variables.iter().map(|v| At { value: v.id.to_string(), origin: v.origin.clone() }).collect::<Vec<_>>();
    let complete = sink.count(Severity::Error) == before;
    scoring::resolve(&mut instruments, &seen.pending, &named, FILE, complete, sink);
    let complete = sink.count(Severity::Error) == before;
    (Measures { instruments, variables }, complete)
}

/// What is kept from scale to scale.
#[derive(Default)]
struct Seen {
    /// Scales and variables share one space of names.
    measures: Unique,
    instruments: Unique,
    pending: Vec<Pending>,
}

fn citation(d: &mut Decoder<'_>, node: &Node, keys: &Names) -> Option<CitationKey> {
    let key = d.name(node)?;
    keys.check(&key.value, &key.origin, d.sink).then(|| CitationKey::new(key.value))
}

fn instrument(d: &mut Decoder<'_>, node: &Node, keys: &Names, seen: &mut Seen) -> Option<Instrument> {
    let mut fields = d.fields(node, "instrument")?;
    let id = d.required(&mut fields, "id", Decoder::id);
    let name = d.required(&mut fields, "name", Decoder::string);
    let short = d.optional(&mut fields, "short", Decoder::string);
    let cited = d.optional(&mut fields, "citation", |d, n| citation(d, n, keys));
    let scales = d.required(&mut fields, "scales", |d, n| d.list(n, |d, n| scale(d, n, keys, seen)));
    let answers = fields.get("answers");
    let no_answer = d.optional(&mut fields, "no-answer", |d, n| d.list(n, Decoder::string));
    let scales = scales.map(|mut scales| {
        of_instrument(d, &mut scales, answers, no_answer.as_ref());
        scales
    });
    d.finish(fields);
    let id = id?;
    seen.instruments.claim("instrument", &id, d.sink);
    Some(Instrument { id: InstrumentId::new(id.value), name: name?, short, citation: cited, scales: scales? })
}

/// Gives to the scales of an instrument what it says for all of them; what a scale says itself stands.
fn of_instrument(d: &mut Decoder<'_>, scales: &mut [Scale], answers: Option<&Node>, no_answer: Option<&Vec<String>>) {
    let items: Vec<&mut Scale> = scales.iter_mut().filter(|scale| !scale.scoring.items.is_empty()).collect();
    if let Some(node) = answers {
        if items.is_empty() {
            d.report(node, "clashing-keys", "`answers` is about items, and no scale of this instrument has any");
        }
        let without: Vec<&mut Scale> = items.into_iter().filter(|scale| scale.scoring.answers.is_empty()).collect();
        // Each range is checked once; the labels and numbers are the same for all.
        let mut ranges: Vec<Option<(f64, f64)>> = without.iter().map(|scale| scale.scoring.item_range).collect();
        ranges.dedup();
        let read: Vec<_> = ranges.iter().map(|range| scoring::answers(d, node, *range)).collect();
        for scale in without {
            let at = ranges.iter().position(|range| *range == scale.scoring.item_range);
            let found = at.and_then(|at| read[at].clone());
            scale.scoring.answers = found.unwrap_or_default();
        }
    }
    for scale in scales.iter_mut().filter(|scale| scale.no_answer.is_none()) {
        scale.no_answer = no_answer.cloned();
    }
}

fn scale(d: &mut Decoder<'_>, node: &Node, keys: &Names, seen: &mut Seen) -> Option<Scale> {
    let mut fields = d.fields(node, "scale")?;
    let polarity = [("higher", Better::Higher), ("lower", Better::Lower), ("neither", Better::Neither)];
    let id = d.required(&mut fields, "id", Decoder::id);
    let label = d.required(&mut fields, "label", Decoder::string);
    let mut range = d.optional(&mut fields, "range", |d, n| d.range(n).map(|value| At { value, origin: d.place(n) }));
    let better = d.required(&mut fields, "better", |d, n| d.choice(n, &polarity));
    let decimals = d.optional(&mut fields, "decimals", decimals);
    let norm = d.optional(&mut fields, "norm", |d, n| norm(d, n, keys));
    let equivalence = d.optional(&mut fields, "equivalence", |d, n| equivalence(d, n, "difference", keys));
    let no_answer = d.optional(&mut fields, "no-answer", |d, n| d.list(n, Decoder::string));
    let (scoring, pending) = scoring::scoring(d, &mut fields, id.as_ref(), &mut range);
    d.finish(fields);
    let id = id?;
    seen.measures.claim("scale or variable", &id, d.sink);
    seen.pending.extend(pending);
    Some(Scale {
        id: ScaleId::new(id.value),
        label: label?,
        origin: id.origin,
        range: range.map(|range| range.value),
        better: better?,
        decimals: decimals.unwrap_or(1),
        norm,
        equivalence,
        scoring,
        no_answer,
    })
}

fn decimals(d: &mut Decoder<'_>, node: &Node) -> Option<usize> {
    let number = d.whole(node)?;
    if number > 6 {
        d.report(node, "out-of-range", "decimals lie between 0 and 6");
        return None;
    }
    usize::try_from(number).ok()
}

fn norm(d: &mut Decoder<'_>, node: &Node, keys: &Names) -> Option<Norm> {
    let mut fields = d.fields(node, "norm")?;
    let mean = d.required(&mut fields, "mean", Decoder::printed);
    let sd = d.required(&mut fields, "sd", |d, n| {
        let sd = d.printed(n)?;
        if sd.value() > 0.0 {
            return Some(sd);
        }
        d.report(n, "out-of-range", "the standard deviation of a norm is greater than 0");
        None
    });
    let n = d.optional(&mut fields, "n", Decoder::whole);
    let population = d.optional(&mut fields, "population", Decoder::string);
    let cited = d.optional(&mut fields, "citation", |d, n| citation(d, n, keys));
    d.finish(fields);
    Some(Norm { mean: mean?, sd: sd?, n, population: population.unwrap_or_default(), citation: cited })
}

fn variable(d: &mut Decoder<'_>, node: &Node, seen: &mut Unique) -> Option<Variable> {
    let mut fields = d.fields(node, "variable")?;
    let kinds = [
        ("categorical", VariableKind::Categorical),
        ("continuous", VariableKind::Continuous),
        ("count", VariableKind::Count),
    ];
    let id = d.required(&mut fields, "id", Decoder::id);
    let label = d.required(&mut fields, "label", Decoder::string);
    let kind = d.required(&mut fields, "kind", |d, n| d.choice(n, &kinds));
    let unit = d.optional(&mut fields, "unit", Decoder::string);
    let places = d.optional(&mut fields, "decimals", decimals);
    let multiple = d.optional(&mut fields, "multiple", Decoder::boolean);
    let mut levels_seen = Unique::default();
    let levels = d.optional(&mut fields, "levels", |d, n| {
        let levels = d.list(n, |d, n| level(d, n, &mut levels_seen))?;
        if levels.len() > MOST_LEVELS && multiple == Some(true) {
            let message = format!("a variable of which one person may have several levels has {MOST_LEVELS} at most");
            d.report(n, "out-of-range", message);
        }
        values_are_distinct(&levels, d.sink);
        Some(levels.into_iter().map(|(level, _)| level).collect::<Vec<_>>())
    });
    let no_answer = d.optional(&mut fields, "no-answer", |d, n| d.list(n, Decoder::string));
    let told = fields.key("levels").is_some();
    d.finish(fields);
    let (id, kind) = (id?, kind?);
    seen.claim("scale or variable", &id, d.sink);
    if kind == VariableKind::Categorical && levels.is_none() && !told {
        let message = format!("the categorical variable `{}` needs `levels`", id.value);
        d.sink.push(Diagnostic::error("missing-key", message).at(&id.origin).hint("add `levels: [first, second]`"));
    }
    Some(Variable {
        id: VariableId::new(id.value),
        label: label?,
        kind,
        unit,
        decimals: places.unwrap_or(1),
        levels: levels.unwrap_or_default(),
        multiple: multiple.unwrap_or(false),
        no_answer,
        origin: id.origin,
    })
}

/// A level with a label, or an id alone; and where its values stand.
fn level(d: &mut Decoder<'_>, node: &Node, seen: &mut Unique) -> Option<(LevelOf, Vec<At<String>>)> {
    if let Kind::Scalar { .. } = node.kind {
        let id = d.id(node)?;
        seen.claim("level", &id, d.sink);
        let words = id.value.replace('-', " ");
        let label = words[..1].to_uppercase() + &words[1..];
        return Some((LevelOf { id: LevelId::new(id.value), label, values: Vec::new() }, Vec::new()));
    }
    let mut fields = d.fields(node, "level")?;
    let id = d.required(&mut fields, "id", Decoder::id);
    let label = d.required(&mut fields, "label", Decoder::string);
    let values = d.optional(&mut fields, "value", Decoder::names).unwrap_or_default();
    d.finish(fields);
    let id = id?;
    seen.claim("level", &id, d.sink);
    let written = values.iter().map(|value| value.value.clone()).collect();
    Some((LevelOf { id: LevelId::new(id.value), label: label?, values: written }, values))
}

/// What stands for a level in the data may stand for no other.
fn values_are_distinct(levels: &[(LevelOf, Vec<At<String>>)], sink: &mut Sink) {
    let mut unique = Unique::default();
    for value in levels.iter().flat_map(|(_, values)| values) {
        unique.claim("value", value, sink);
        let other = levels
            .iter()
            .map(|(level, _)| level)
            .find(|level| level.id.as_str() == value.value && !level.values.contains(&value.value));
        if let Some(other) = other {
            let message = format!("the value `{}` is the id of another level", other.id);
            sink.push(Diagnostic::error("duplicate-id", message).at(&value.origin));
        }
    }
}
