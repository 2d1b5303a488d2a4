//! `layout:` of `data/study.yaml`: how the tables of participant-level data are laid out.

use std::sync::Arc;

use super::decode::Decoder;
use super::names::Unique;
use super::node::Node;
use crate::diag::{Diagnostic, Origin};
use crate::model::At;

/// How the tables of participants and responses are laid out.
#[derive(Debug, Clone)]
pub struct Layout {
    /// Where a row holds all the timepoints of a person: how a column is named.
    pub wide: Option<Pattern>,
    /// The column of participants' ids.
    pub participant: String,
    /// The column of timepoints, where a row holds one of them.
    pub timepoint: String,
    /// Which sheet of a workbook is read.
    pub sheet: Option<At<String>>,
    /// What means no answer, besides an empty cell.
    pub missing: Vec<At<String>>,
    /// Whether the study says it itself, so that it has a place.
    pub missing_said: bool,
    /// Columns that are not read; a `*` at the end stands for anything, and nothing for a column without a name.
    pub ignore: Vec<At<String>>,
}

impl Default for Layout {
    fn default() -> Self {
        Self {
            wide: None,
            participant: "participant".to_owned(),
            timepoint: "timepoint".to_owned(),
            sheet: None,
            missing: vec![At { value: "NA".to_owned(), origin: Origin::start_of(&Arc::from("data/study.yaml")) }],
            missing_said: false,
            ignore: Vec::new(),
        }
    }
}

impl Layout {
    /// The name or pattern by which a column is left alone.
    pub fn ignores(&self, column: &str) -> Option<&At<String>> {
        self.ignore.iter().find(|name| match name.value.strip_suffix('*') {
            Some(start) => column.starts_with(start),
            None => column == name.value,
        })
    }
}

/// How the columns of a wide table are named: `{item}_{timepoint}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    before: String,
    between: String,
    after: String,
    item_first: bool,
}

impl Pattern {
    /// Both placeholders once each, in either order.
    fn parse(text: &str) -> Option<Self> {
        let (item, timepoint) = (text.find("{item}")?, text.find("{timepoint}")?);
        let item_first = item < timepoint;
        let (first, second) = if item_first { ("{item}", "{timepoint}") } else { ("{timepoint}", "{item}") };
        let (before, rest) = text.split_once(first)?;
        let (between, after) = rest.split_once(second)?;
        let plain = |part: &str| !part.contains(['{', '}']);
        let sound = plain(before) && plain(between) && plain(after);
        sound.then(|| Self {
            before: before.to_owned(),
            between: between.to_owned(),
            after: after.to_owned(),
            item_first,
        })
    }

    /// The column of an item at a timepoint.
    pub fn name(&self, item: &str, timepoint: &str) -> String {
        let (first, second) = if self.item_first { (item, timepoint) } else { (timepoint, item) };
        format!("{}{first}{}{second}{}", self.before, self.between, self.after)
    }
}

/// Reads the `layout` of a study.
pub fn layout(d: &mut Decoder<'_>, node: &Node) -> Option<Layout> {
    let mut fields = d.fields(node, "layout")?;
    let mut layout = Layout { wide: d.optional(&mut fields, "wide", pattern), ..Layout::default() };
    let participant = d.optional(&mut fields, "participant", column);
    let timepoint = d.optional(&mut fields, "timepoint", column);
    layout.sheet = d.optional(&mut fields, "sheet", Decoder::name);
    if let Some(missing) = d.optional(&mut fields, "missing", |d, n| d.list(n, Decoder::name)) {
        layout.missing = missing;
        layout.missing_said = true;
    }
    layout.ignore = d.optional(&mut fields, "ignore", |d, n| d.list(n, Decoder::name)).unwrap_or_default();
    d.finish(fields);
    let mut unique = Unique::default();
    for (name, given) in [(&mut layout.participant, participant), (&mut layout.timepoint, timepoint)] {
        if let Some(given) = given {
            *name = given;
        }
        let at = At { value: name.clone(), origin: d.place(node) };
        unique.claim("column", &at, d.sink);
    }
    Some(layout)
}

fn pattern(d: &mut Decoder<'_>, node: &Node) -> Option<Pattern> {
    let text = d.string(node)?;
    let pattern = Pattern::parse(&text);
    if pattern.is_none() {
        let message = format!("`{text}` does not say how a column is named");
        let hint = "write `{item}` and `{timepoint}` where they stand in the names: `wide: \"{item}_{timepoint}\"`";
        let diagnostic = Diagnostic::error("malformed-pattern", message).at(&d.place(node)).hint(hint);
        d.sink.push(diagnostic);
    }
    pattern
}

/// The name of a column; a name without letters is a slip.
pub fn column(d: &mut Decoder<'_>, node: &Node) -> Option<String> {
    let name = d.string(node)?;
    if name.is_empty() {
        d.report(node, "wrong-type", "this should be the name of a column");
        return None;
    }
    Some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_stand_in_either_order() {
        let name = |text: &str| Pattern::parse(text).map(|pattern| pattern.name("q1", "T2"));
        assert_eq!(name("{item}_{timepoint}").as_deref(), Some("q1_T2"));
        assert_eq!(name("w{timepoint}.{item}!").as_deref(), Some("wT2.q1!"));
        assert_eq!(name("{item}{timepoint}").as_deref(), Some("q1T2"));
        for faulty in ["{item}", "{timepoint}_", "{item}_{item}_{timepoint}", "{item}_{time}{timepoint}", ""] {
            assert_eq!(name(faulty), None, "{faulty}");
        }
    }

    #[test]
    fn a_star_at_the_end_stands_for_anything() {
        let at = |name: &str| At { value: name.to_owned(), origin: Origin::start_of(&Arc::from("study.yaml")) };
        let layout = Layout { ignore: vec![at("date"), at("x_*"), at("")], ..Layout::default() };
        let ignored = ["date", "date2", "x_", "x_1", "y", ""].map(|name| layout.ignores(name).is_some());
        assert_eq!(ignored, [true, false, true, true, false, true]);
    }
}
