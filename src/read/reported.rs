//! `data/quantitative/reported/`: results as printed elsewhere, in three CSV files and a note of their source.

use std::collections::BTreeMap;

use super::decode::{Decoder, Names};
use super::folder::Folder;
use super::node::{Node, parse_yaml};
use super::table::{Columns, Row, each_row};
use crate::diag::{Diagnostic, Origin, Sink};
use crate::model::{
    ChangeRow, CitationKey, Comparison, DescribeRow, Described, LevelId, Measures, Reported, ScaleId, ShareRow,
    SourceNote, Timepoint, TimepointId, VariableId,
};

const DESCRIBE: [&str; 7] = ["scale", "timepoint", "n", "mean", "sd", "min", "max"];
const CHANGE: [&str; 9] = ["scale", "from", "to", "n", "change", "ci_low", "ci_high", "p", "es"];
const SHARE: [&str; 6] = ["variable", "timepoint", "level", "count", "total", "percent"];

/// What rows may refer to.
pub struct Known<'a> {
    pub measures: &'a Measures,
    pub measures_complete: bool,
    pub timepoints: &'a [Timepoint],
    pub timepoint_names: &'a Names,
    pub keys: &'a Names,
}

pub fn reported(folder: &mut Folder<'_>, known: &Known<'_>, sink: &mut Sink) -> Reported {
    let mut reported = Reported::default();
    let path = |name: &str| format!("data/quantitative/reported/{name}");
    let columns = |required| Columns { required, optional: &["note"] };
    each_row(folder, &path("describe.csv"), &columns(&DESCRIBE), sink, |row| {
        reported.describe.extend(describe_row(row, known));
    });
    each_row(folder, &path("change.csv"), &columns(&CHANGE), sink, |row| {
        reported.change.extend(change_row(row, known));
    });
    each_row(folder, &path("share.csv"), &columns(&SHARE), sink, |row| {
        reported.share.extend(share_row(row, known));
    });
    duplicates(&reported, sink);
    sources(folder, known, &mut reported, sink);
    reported
}

fn describe_row(mut row: Row<'_>, known: &Known<'_>) -> Option<DescribeRow> {
    let name = row.cell("scale").to_owned();
    let origin = row.place("scale");
    let subject = match (known.measures.scale(&name), known.measures.variable(&name)) {
        (Some(scale), _) => Some(Described::Scale(scale.id.clone())),
        (None, Some(variable)) => Some(Described::Variable(variable.id.clone())),
        (None, None) => {
            let scales = known.measures.scales().map(|s| s.id.as_str().to_owned());
            let variables = known.measures.variables.iter().map(|v| v.id.as_str().to_owned());
            scale_names(scales.chain(variables).collect(), known).check(&name, &origin, row.sink);
            None
        }
    };
    let timepoint = match row.cell("timepoint").is_empty() {
        true => Ok(None),
        false => timepoint_in(&mut row, "timepoint", known).map(Some).ok_or(()),
    };
    if timepoint == Ok(None) && matches!(subject, Some(Described::Scale(_))) {
        let message = format!("the scale `{name}` needs a timepoint");
        let origin = row.place("timepoint");
        row.report("missing-value", message, &origin, None);
        return None;
    }
    let read = DescribeRow {
        n: row.whole("n"),
        mean: row.printed("mean"),
        sd: row.printed("sd"),
        min: row.printed("min"),
        max: row.printed("max"),
        note: row.note(),
        origin: row.origin(),
        subject: subject?,
        timepoint: timepoint.ok()?,
    };
    Some(read)
}

fn timepoint_in(row: &mut Row<'_>, column: &str, known: &Known<'_>) -> Option<TimepointId> {
    let text = row.cell(column).to_owned();
    let origin = row.place(column);
    known.timepoint_names.check(&text, &origin, row.sink).then(|| TimepointId::new(text))
}

fn scale_names(names: Vec<String>, known: &Known<'_>) -> Names {
    Names::new("scale", "data/quantitative/instruments.yaml", names, known.measures_complete)
}

fn change_row(mut row: Row<'_>, known: &Known<'_>) -> Option<ChangeRow> {
    let name = row.cell("scale").to_owned();
    let origin = row.place("scale");
    let names = scale_names(known.measures.scales().map(|s| s.id.as_str().to_owned()).collect(), known);
    let scale = names.check(&name, &origin, row.sink).then(|| ScaleId::new(name));
    let from = timepoint_in(&mut row, "from", known);
    let to = timepoint_in(&mut row, "to", known);
    let read = ChangeRow {
        n: row.whole("n"),
        change: row.printed("change"),
        ci_low: row.printed("ci_low"),
        ci_high: row.printed("ci_high"),
        p: row.printed("p"),
        es: row.printed("es"),
        note: row.note(),
        origin: row.origin(),
        scale: scale?,
        comparison: Comparison { from: from?, to: to? },
    };
    let month = |id: &TimepointId| known.timepoints.iter().find(|t| &t.id == id).map(|t| t.month);
    if known.timepoint_names.complete() && month(&read.comparison.from) >= month(&read.comparison.to) {
        let message = format!("the change {} does not go from an earlier to a later timepoint", read.comparison);
        let origin = row.place("from");
        let hint = "write the earlier one under `from`: the sign is set by `conventions.change` in study.yaml";
        row.report("comparison-order", message, &origin, Some(hint));
        return None;
    }
    Some(read)
}

fn share_row(mut row: Row<'_>, known: &Known<'_>) -> Option<ShareRow> {
    let name = row.cell("variable").to_owned();
    let origin = row.place("variable");
    let names = known.measures.variables.iter().map(|v| v.id.as_str().to_owned()).collect();
    let names = Names::new("variable", "data/quantitative/instruments.yaml", names, known.measures_complete);
    let found = names.check(&name, &origin, row.sink);
    let variable = known.measures.variable(&name).filter(|_| found);
    let level = row.cell("level").to_owned();
    let origin = row.place("level");
    let level_id = variable.and_then(|variable| {
        let levels = variable.levels.iter().map(|level| level.id.as_str().to_owned()).collect();
        let names = Names::new("level", "data/quantitative/instruments.yaml", levels, known.measures_complete);
        names.check(&level, &origin, row.sink).then(|| LevelId::new(level.clone()))
    });
    let timepoint = match row.cell("timepoint").is_empty() {
        true => Some(None),
        false => timepoint_in(&mut row, "timepoint", known).map(Some),
    };
    let read = ShareRow {
        variable: VariableId::new(name),
        count: row.whole("count"),
        total: row.whole("total"),
        percent: row.printed("percent"),
        note: row.note(),
        origin: row.origin(),
        level: level_id?,
        timepoint: timepoint?,
    };
    if let (Some(count), Some(total)) = (read.count, read.total)
        && count > total
    {
        let origin = row.place("count");
        row.report("count-over-total", format!("the count {count} is more than its total {total}"), &origin, None);
    }
    Some(read)
}

/// The same result printed twice would give an address two values.
fn duplicates(reported: &Reported, sink: &mut Sink) {
    let mut seen: BTreeMap<String, &Origin> = BTreeMap::new();
    let at = |timepoint: &Option<TimepointId>| timepoint.as_ref().map_or(String::new(), |t| format!(" at {t}"));
    let describe =
        reported.describe.iter().map(|row| (format!("`{}`{}", row.subject.as_str(), at(&row.timepoint)), &row.origin));
    let change = reported.change.iter().map(|row| (format!("`{}` {}", row.scale, row.comparison), &row.origin));
    let share = reported
        .share
        .iter()
        .map(|row| (format!("`{}` of `{}`{}", row.level, row.variable, at(&row.timepoint)), &row.origin));
    for (name, origin) in describe.chain(change).chain(share) {
        if let Some(first) = seen.get(&name) {
            let message = format!("{name} is reported twice");
            let hint = format!("it stands first on line {}", first.line);
            sink.push(Diagnostic::error("duplicate-row", message).at(origin).hint(hint));
        } else {
            seen.insert(name, origin);
        }
    }
}

fn sources(folder: &mut Folder<'_>, known: &Known<'_>, reported: &mut Reported, sink: &mut Sink) {
    let Some(file) = folder.optional("data/quantitative/reported/reported.yaml", sink) else { return };
    let Some(root) = parse_yaml(&file, sink) else { return };
    let mut d = Decoder { file: &file, sink };
    let Some(mut fields) = d.fields(&root, "file of sources") else { return };
    reported.describe_source = d.optional(&mut fields, "describe", |d, n| source(d, n, known.keys));
    reported.change_source = d.optional(&mut fields, "change", |d, n| source(d, n, known.keys));
    reported.share_source = d.optional(&mut fields, "share", |d, n| source(d, n, known.keys));
    d.finish(fields);
}

fn source(d: &mut Decoder<'_>, node: &Node, keys: &Names) -> Option<SourceNote> {
    let mut fields = d.fields(node, "source")?;
    let citation = d.optional(&mut fields, "citation", Decoder::name);
    let table = d.optional(&mut fields, "table", Decoder::string);
    let page = d.optional(&mut fields, "page", Decoder::string);
    d.finish(fields);
    let citation = citation.filter(|key| keys.check(&key.value, &key.origin, d.sink));
    Some(SourceNote { citation: citation.map(|key| CitationKey::new(key.value)), table, page })
}
