//! `data/quantitative/instruments.yaml`: instruments, scales with their norms, and variables.

use super::decode::{Decoder, Names, Unique};
use super::folder::Folder;
use super::node::{Kind, Node, parse_yaml};
use crate::diag::{Diagnostic, Severity, Sink};
use crate::model::{
    Better, CitationKey, Instrument, InstrumentId, LevelId, LevelOf, Measures, Norm, Scale, ScaleId, Variable,
    VariableId, VariableKind,
};

const FILE: &str = "data/quantitative/instruments.yaml";

/// The measures, and whether the file could be read whole; a study of words alone has none.
pub fn measures(folder: &mut Folder<'_>, keys: &Names, sink: &mut Sink) -> (Measures, bool) {
    if !folder.exists(FILE) {
        return (Measures::default(), true);
    }
    let before = sink.count(Severity::Error);
    let Some(file) = folder.text(FILE, sink) else { return (Measures::default(), false) };
    let Some(root) = parse_yaml(&file, sink) else { return (Measures::default(), false) };
    let mut d = Decoder { file: &file, sink };
    let Some(mut fields) = d.fields(&root, "file of measures") else { return (Measures::default(), false) };
    let mut ids = Unique::default();
    let mut instruments_seen = Unique::default();
    let instruments = d.optional(&mut fields, "instruments", |d, node| {
        d.list(node, |d, node| instrument(d, node, keys, &mut ids, &mut instruments_seen))
    });
    let variables = d.optional(&mut fields, "variables", |d, node| d.list(node, |d, node| variable(d, node, &mut ids)));
    d.finish(fields);
    let complete = sink.count(Severity::Error) == before;
    (Measures { instruments: instruments.unwrap_or_default(), variables: variables.unwrap_or_default() }, complete)
}

fn citation(d: &mut Decoder<'_>, node: &Node, keys: &Names) -> Option<CitationKey> {
    let key = d.name(node)?;
    keys.check(&key.value, &key.origin, d.sink).then(|| CitationKey::new(key.value))
}

fn instrument(
    d: &mut Decoder<'_>,
    node: &Node,
    keys: &Names,
    scales_seen: &mut Unique,
    seen: &mut Unique,
) -> Option<Instrument> {
    let mut fields = d.fields(node, "instrument")?;
    let id = d.required(&mut fields, "id", Decoder::id);
    let name = d.required(&mut fields, "name", Decoder::string);
    let short = d.optional(&mut fields, "short", Decoder::string);
    let cited = d.optional(&mut fields, "citation", |d, n| citation(d, n, keys));
    let scales = d.required(&mut fields, "scales", |d, n| d.list(n, |d, n| scale(d, n, keys, scales_seen)));
    d.finish(fields);
    let id = id?;
    seen.claim("instrument", &id, d.sink);
    Some(Instrument { id: InstrumentId::new(id.value), name: name?, short, citation: cited, scales: scales? })
}

fn scale(d: &mut Decoder<'_>, node: &Node, keys: &Names, seen: &mut Unique) -> Option<Scale> {
    let mut fields = d.fields(node, "scale")?;
    let polarity = [("higher", Better::Higher), ("lower", Better::Lower), ("neither", Better::Neither)];
    let id = d.required(&mut fields, "id", Decoder::id);
    let label = d.required(&mut fields, "label", Decoder::string);
    let range = d.optional(&mut fields, "range", Decoder::range);
    let better = d.required(&mut fields, "better", |d, n| d.choice(n, &polarity));
    let decimals = d.optional(&mut fields, "decimals", decimals);
    let norm = d.optional(&mut fields, "norm", |d, n| norm(d, n, keys));
    // What scoring needs is part of the format; a study of reported results may carry it along.
    for key in ["items", "column", "reverse", "score", "item-range", "missing"] {
        fields.get(key);
    }
    d.finish(fields);
    let id = id?;
    seen.claim("scale or variable", &id, d.sink);
    Some(Scale {
        id: ScaleId::new(id.value),
        label: label?,
        origin: id.origin,
        range,
        better: better?,
        decimals: decimals.unwrap_or(1),
        norm,
        scoring: crate::model::Scoring::default(),
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
    let levels = d.optional(&mut fields, "levels", |d, n| d.list(n, |d, n| level(d, n, &mut levels_seen)));
    d.finish(fields);
    let (id, kind) = (id?, kind?);
    seen.claim("scale or variable", &id, d.sink);
    if kind == VariableKind::Categorical && levels.is_none() {
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
        origin: id.origin,
    })
}

/// A level with a label, or an id alone.
fn level(d: &mut Decoder<'_>, node: &Node, seen: &mut Unique) -> Option<LevelOf> {
    if let Kind::Scalar { .. } = node.kind {
        let id = d.id(node)?;
        seen.claim("level", &id, d.sink);
        let words = id.value.replace('-', " ");
        let label = words[..1].to_uppercase() + &words[1..];
        return Some(LevelOf { id: LevelId::new(id.value), label, value: None });
    }
    let mut fields = d.fields(node, "level")?;
    let id = d.required(&mut fields, "id", Decoder::id);
    let label = d.required(&mut fields, "label", Decoder::string);
    d.finish(fields);
    let id = id?;
    seen.claim("level", &id, d.sink);
    Some(LevelOf { id: LevelId::new(id.value), label: label?, value: None })
}
