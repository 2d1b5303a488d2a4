//! The keys of a scale that say how its score comes about, and what cannot go together among them.

use std::sync::Arc;

use super::decode::{Decoder, Fields};
use super::layout::column;
use super::names::{Names, Unique};
use super::node::Node;
use crate::diag::{Diagnostic, Origin, Sink, plural};
use crate::model::{At, Instrument, Item, Scale, ScaleId, ScoreRule, Scoring};

/// What of a scale can only be looked up when all scales are read.
pub struct Pending {
    scale: At<String>,
    parts: Vec<At<String>>,
    column: Option<At<String>>,
    range: Option<Origin>,
}

/// Reads how a scale is scored; a range that the study does not give is that of the items.
pub fn scoring(
    d: &mut Decoder<'_>,
    fields: &mut Fields<'_>,
    id: Option<&At<String>>,
    range: &mut Option<At<(f64, f64)>>,
) -> (Scoring, Option<Pending>) {
    let items = d.optional(fields, "items", items);
    let reverse = d.optional(fields, "reverse", |d, n| d.list(n, Decoder::name)).unwrap_or_default();
    let rules = [("sum", ScoreRule::Sum), ("mean", ScoreRule::Mean)];
    let rule = d.optional(fields, "score", |d, n| d.choice(n, &rules)).unwrap_or(ScoreRule::Sum);
    let item_range = d.optional(fields, "item-range", Decoder::range);
    let gaps = d.optional(fields, "missing", |d, n| missing(d, n, items.as_deref()));
    let answers = d.optional(fields, "answers", |d, n| answers(d, n, item_range));
    let column = d.optional(fields, "column", |d, n| {
        column(d, n)?;
        d.name(n)
    });
    let step = d.optional(fields, "step", step);
    let parts = d.optional(fields, "total-of", parts);
    exclude(d, fields, items.is_some(), parts.is_some());
    if let Some(node) = fields.key("reverse").filter(|_| !reverse.is_empty() && fields.key("item-range").is_none()) {
        let message = "`reverse` needs `item-range`: a reversed answer counts from the other end of it";
        let diagnostic = Diagnostic::error("missing-key", message).at(&d.place(node));
        d.sink.push(diagnostic.hint("add the lowest and the highest answer to an item, such as `item-range: [1, 5]`"));
    }
    let items = items.unwrap_or_default();
    reversed_items_exist(&reverse, &items, d.sink);
    if let Some(possible) =
        item_range.filter(|_| !items.is_empty()).map(|range| scored(rule, &vec![range; items.len()]))
    {
        let of = format!("{} of {}", name(rule), plural(items.len(), "item"));
        agree(range, possible, &of, id, d.sink);
    }
    let pending = id.map(|id| Pending {
        scale: id.clone(),
        parts: parts.unwrap_or_default(),
        column: column.clone(),
        range: range.as_ref().map(|range| range.origin.clone()),
    });
    let items = items.into_iter().map(|item| {
        let reversed = reverse.iter().any(|name| name.value == item.value);
        Item { column: Arc::from(item.value), reversed }
    });
    let scoring = Scoring {
        items: items.collect(),
        parts: Vec::new(),
        rule,
        item_range,
        missing_at_most: gaps.unwrap_or(0),
        column: column.map(|column| Arc::from(column.value)),
        step,
        answers: answers.unwrap_or_default(),
    };
    (scoring, pending)
}

/// At least one name, each once.
fn items(d: &mut Decoder<'_>, node: &Node) -> Option<Vec<At<String>>> {
    let mut unique = Unique::default();
    let items = d.list(node, |d, n| {
        column(d, n)?;
        let item = d.name(n)?;
        unique.claim("item", &item, d.sink).then_some(item)
    })?;
    if items.is_empty() {
        d.report(node, "missing-value", "a list of items needs at least one");
    }
    Some(items)
}

fn parts(d: &mut Decoder<'_>, node: &Node) -> Option<Vec<At<String>>> {
    let mut unique = Unique::default();
    let parts = d.list(node, |d, n| {
        let part = d.name(n)?;
        unique.claim("part", &part, d.sink).then_some(part)
    })?;
    if parts.is_empty() {
        d.report(node, "missing-value", "a total needs at least one scale");
    }
    Some(parts)
}

/// What the labels of answers count as. A number that no answer can have is told where the range of items is known.
pub fn answers(d: &mut Decoder<'_>, node: &Node, range: Option<(f64, f64)>) -> Option<Vec<(String, f64)>> {
    let fields = d.entries(node, "map of answers")?;
    if fields.is_empty() {
        d.report(node, "missing-value", "a map of answers needs at least one label with its number");
    }
    let mut answers: Vec<(String, f64)> = Vec::new();
    for (label, key, value) in fields {
        let Some(number) = d.number(value) else { continue };
        if let Some((low, high)) = range.filter(|(low, high)| number < *low || number > *high) {
            let message = format!("`{label}` counts as {number}, outside of `item-range`, {low} to {high}");
            let diagnostic = Diagnostic::error("out-of-range", message).at(&d.place(value));
            d.sink.push(diagnostic.hint("correct the number, or `item-range`"));
        }
        let same = |(other, _): &&(String, f64)| folded(other) == folded(&label);
        match answers.iter().find(same) {
            Some((other, _)) => {
                let message = format!("`{label}` and `{other}` are the same label: capitals and blanks do not matter");
                d.report(key, "duplicate-key", message);
            }
            None => answers.push((label, number)),
        }
    }
    Some(answers)
}

/// A label as it is compared with others.
pub fn folded(label: &str) -> String {
    let plain = label.replace(['’', '‘'], "'").replace(['–', '—', '\u{2011}'], "-");
    plain.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn step(d: &mut Decoder<'_>, node: &Node) -> Option<f64> {
    let step = d.number(node)?;
    if step > 0.0 {
        return Some(step);
    }
    d.report(node, "out-of-range", "the distance between possible scores is greater than 0");
    None
}

/// How many items may be without an answer.
fn missing(d: &mut Decoder<'_>, node: &Node, items: Option<&[At<String>]>) -> Option<usize> {
    let mut fields = d.fields(node, "rule for missing answers")?;
    let at_most = d.required(&mut fields, "at-most", |d, n| {
        let number = usize::try_from(d.whole(n)?).unwrap_or(usize::MAX);
        match items.map(<[_]>::len).filter(|items| *items > 0 && number >= *items) {
            None => Some(number),
            Some(items) => {
                let message = format!("of {} at most {} may be missing", plural(items, "item"), items - 1);
                let diagnostic = Diagnostic::error("out-of-range", message).at(&d.place(n));
                d.sink.push(diagnostic.hint("of no answers there is no score"));
                None
            }
        }
    });
    d.optional(&mut fields, "fill", |d, n| d.choice(n, &[("person-mean", ())]));
    d.finish(fields);
    at_most
}

/// Keys that cannot stand together.
fn exclude(d: &mut Decoder<'_>, fields: &Fields<'_>, items: bool, parts: bool) {
    if let Some(node) = fields.key("total-of").filter(|_| items && parts) {
        let message = "a scale is scored from its `items` or as the `total-of` other scales, not both";
        d.report(node, "clashing-keys", message);
    }
    for key in ["reverse", "item-range", "missing", "answers"] {
        if let Some(node) = fields.key(key).filter(|_| fields.key("items").is_none()) {
            let diagnostic =
                Diagnostic::error("clashing-keys", format!("`{key}` is about items, and this scale has none"))
                    .at(&d.place(node))
                    .hint("name the columns of its items under `items`");
            d.sink.push(diagnostic);
        }
    }
}

fn reversed_items_exist(reverse: &[At<String>], items: &[At<String>], sink: &mut Sink) {
    for name in reverse.iter().filter(|name| !items.is_empty() && !items.iter().any(|item| item.value == name.value)) {
        let diagnostic =
            Diagnostic::error("unknown-reference", format!("`{}` is not an item of this scale", name.value))
                .at(&name.origin)
                .suggest(&name.value, items.iter().map(|item| item.value.as_str()));
        sink.push(diagnostic);
    }
}

/// The lowest and the highest sum or mean of parts with these ranges.
fn scored(rule: ScoreRule, parts: &[(f64, f64)]) -> (f64, f64) {
    let low: f64 = parts.iter().map(|range| range.0).sum();
    let high: f64 = parts.iter().map(|range| range.1).sum();
    let by = if rule == ScoreRule::Mean { parts.len().max(1) as f64 } else { 1.0 };
    (low / by, high / by)
}

fn name(rule: ScoreRule) -> &'static str {
    match rule {
        ScoreRule::Sum => "the sum",
        ScoreRule::Mean => "the mean",
    }
}

/// A range that the study gives must be the one that scoring gives; one that it does not give is that one.
fn agree(range: &mut Option<At<(f64, f64)>>, possible: (f64, f64), of: &str, id: Option<&At<String>>, sink: &mut Sink) {
    let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * (1.0 + a.abs().max(b.abs()));
    match range {
        Some(At { value: (low, high), origin }) => {
            if !near(*low, possible.0) || !near(*high, possible.1) {
                let message = format!("this is not the range of {of}: that is [{}, {}]", possible.0, possible.1);
                let hint = "correct `range`, or leave it out: it follows from what is scored";
                sink.push(Diagnostic::error("impossible-range", message).at(origin).hint(hint));
            }
        }
        None => *range = id.map(|id| At { value: possible, origin: id.origin.clone() }),
    }
}

/// Puts the parts of totals into their scales, and checks what needs all scales.
pub fn resolve(
    instruments: &mut [Instrument],
    pending: &[Pending],
    variables: &[At<String>],
    file: &'static str,
    complete: bool,
    sink: &mut Sink,
) {
    let ids: Vec<String> = instruments.iter().flat_map(|i| &i.scales).map(|scale| scale.id.to_string()).collect();
    let names = Names::new("scale", file, ids, complete);
    for total in pending {
        let known = total.parts.iter().filter(|part| names.check(&part.value, &part.origin, sink));
        let parts: Vec<ScaleId> = known.map(|part| ScaleId::new(part.value.as_str())).collect();
        if let Some(scale) = scale_mut(instruments, &total.scale.value) {
            scale.scoring.parts = parts;
        }
    }
    for total in pending.iter().filter(|total| !total.parts.is_empty()) {
        match leads_to(instruments, &total.scale.value) {
            Some(through) => cycle(total, &through, sink),
            None => range_of_total(instruments, total, sink),
        }
    }
    columns(instruments, pending, variables, sink);
}

fn scale_mut<'a>(instruments: &'a mut [Instrument], id: &str) -> Option<&'a mut Scale> {
    instruments.iter_mut().flat_map(|instrument| &mut instrument.scales).find(|scale| scale.id.as_str() == id)
}

fn scale<'a>(instruments: &'a [Instrument], id: &str) -> Option<&'a Scale> {
    instruments.iter().flat_map(|instrument| &instrument.scales).find(|scale| scale.id.as_str() == id)
}

/// The way from a scale over its parts back to itself, if there is one.
fn leads_to(instruments: &[Instrument], id: &str) -> Option<Vec<String>> {
    let mut seen: Vec<&str> = Vec::new();
    let mut ways = vec![vec![id.to_owned()]];
    while let Some(way) = ways.pop() {
        let Some(last) = way.last().and_then(|last| scale(instruments, last)) else { continue };
        for part in &last.scoring.parts {
            if part.as_str() == id {
                return Some(way);
            }
            if !seen.contains(&part.as_str()) {
                seen.push(part.as_str());
                ways.push(way.iter().cloned().chain([part.to_string()]).collect());
            }
        }
    }
    None
}

fn cycle(total: &Pending, way: &[String], sink: &mut Sink) {
    let through: Vec<String> = way[1..].iter().map(|id| format!("`{id}`")).collect();
    let message = match through.is_empty() {
        true => format!("`{}` is a total of itself", total.scale.value),
        false => format!("`{}` is a total of itself, through {}", total.scale.value, through.join(" and ")),
    };
    let next = way.get(1).unwrap_or(&way[0]);
    let at = total.parts.iter().find(|part| part.value == *next).unwrap_or(&total.scale);
    sink.push(Diagnostic::error("total-cycle", message).at(&at.origin));
}

/// The range of a total, where those of its parts are known. A part that is a total itself is looked into.
fn range_of_total(instruments: &mut [Instrument], total: &Pending, sink: &mut Sink) {
    let Some(found) = scale(instruments, &total.scale.value) else { return };
    let Some(possible) = derived(instruments, found) else { return };
    let mut range = found
        .range
        .filter(|_| total.range.is_some())
        .map(|value| At { value, origin: total.range.clone().unwrap_or_else(|| total.scale.origin.clone()) });
    let of = format!("{} of {}", name(found.scoring.rule), plural(total.parts.len(), "scale"));
    agree(&mut range, possible, &of, Some(&total.scale), sink);
    if let Some(scale) = scale_mut(instruments, &total.scale.value) {
        scale.range = range.map(|range| range.value);
    }
}

/// None where the range of a part is not known, or a part is a total of itself.
fn derived(instruments: &[Instrument], total: &Scale) -> Option<(f64, f64)> {
    let range = |id: &ScaleId| {
        let part = scale(instruments, id.as_str())?;
        if part.scoring.parts.is_empty() || part.range.is_some() {
            return part.range;
        }
        if leads_to(instruments, id.as_str()).is_some() { None } else { derived(instruments, part) }
    };
    let parts: Option<Vec<(f64, f64)>> = total.scoring.parts.iter().map(range).collect();
    parts.map(|parts| scored(total.scoring.rule, &parts))
}

/// No column holds the scores of two scales, and none is both an item and a variable.
fn columns(instruments: &[Instrument], pending: &[Pending], variables: &[At<String>], sink: &mut Sink) {
    let mut scores = Unique::default();
    for column in pending.iter().filter_map(|pending| pending.column.as_ref()) {
        scores.claim("column of scores", column, sink);
    }
    for variable in variables {
        let uses = |scale: &&Scale| {
            scale.scoring.items.iter().any(|item| *item.column == variable.value)
                || scale.scoring.column.as_deref() == Some(&variable.value)
        };
        if let Some(scale) = instruments.iter().flat_map(|i| &i.scales).find(uses) {
            let message =
                format!("the variable `{}` has the name of a column of the scale `{}`", variable.value, scale.id);
            sink.push(Diagnostic::error("duplicate-id", message).at(&variable.origin));
        }
    }
}
