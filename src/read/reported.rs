//! `data/quantitative/reported/`: results as printed elsewhere, in CSV files, with a note of their source.

use std::collections::BTreeMap;

use super::decode::Decoder;
use super::folder::Folder;
use super::names::Names;
use super::node::Node;
use super::table::{Columns, Refused, Row, each_row};
use crate::diag::{Diagnostic, Origin, Severity, Sink};
use crate::model::{
    AgainRow, ChangeRow, CitationKey, Comparison, DescribeRow, Described, LevelId, Measures, Places, Printed, Reported,
    ScaleId, ShareRow, SourceNote, Timepoint, TimepointId, VariableId,
};

const DESCRIBE: [&str; 7] = ["scale", "timepoint", "n", "mean", "sd", "min", "max"];
const CHANGE: [&str; 9] = ["scale", "from", "to", "n", "change", "ci_low", "ci_high", "p", "es"];
const SHARE: [&str; 6] = ["variable", "timepoint", "level", "count", "total", "percent"];
const AGAIN: [&str; 4] = ["address", "field", "printed", "place"];
const DESCRIBE_MORE: [&str; 3] = ["se", "median", "note"];
const CHANGE_MORE: [&str; 6] = ["t", "df", "sd", "se", "r", "note"];
const NOTE: [&str; 1] = ["note"];

const GROUPS: Refused = Refused {
    names: &["group", "groups", "arm", "condition"],
    why: "printed results of separate groups cannot be entered yet; a row is of everybody in the table",
    hint: "take the column out: give each group a scale or variable of its own in instruments.yaml, such as \
           `wellbeing-control`, or enter everybody’s figures and keep those of the groups in `note`",
};
const QUARTILES: Refused = Refused {
    names: &["q1", "q3", "iqr", "q25", "q75", "p25", "p75"],
    why: "printed quartiles cannot be entered yet",
    hint: "take them out and keep them in `note`, such as `IQR 3 to 7`; a printed median has the column `median`",
};
const MEANS: Refused = Refused {
    names: &["mean_from", "mean_to", "sd_from", "sd_to", "median"],
    why: "the means of the two timepoints have no place in a row of a change",
    hint: "enter them in describe.csv, a row for each timepoint, and take them out here",
};
const LIMITS: Refused = Refused {
    names: &["ci_low", "ci_high"],
    why: "printed limits cannot be entered here: those of a mean are worked out from n, mean and sd, those of a \
          percentage from count and total",
    hint: "take them out, and keep what is printed in `note`",
};

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
    let before = sink.count(Severity::Error);
    for (shape, name) in
        [(Shape::Describe, "describe"), (Shape::Change, "change"), (Shape::Share, "share"), (Shape::Again, "again")]
    {
        rows(folder, &format!("data/quantitative/reported/{name}.csv"), shape, known, &mut reported, sink);
    }
    duplicates(&reported, sink);
    // A row that could not be read is not missing, too.
    if sink.count(Severity::Error) == before {
        repeated(&reported, sink);
    }
    sources(folder, known, &mut reported, sink);
    reported
}

/// What the rows of a file of printed results are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Describe,
    Change,
    Share,
    Again,
}

impl Shape {
    /// The shape that has a header's columns.
    pub fn of(header: &[&str]) -> Option<Self> {
        let has = |names: &[&str]| names.iter().all(|name| header.contains(name));
        let shapes = [
            (Shape::Again, &["address", "field"][..]),
            (Shape::Change, &["from", "to"]),
            (Shape::Share, &["variable", "level"]),
            (Shape::Describe, &["scale", "mean"]),
        ];
        shapes.into_iter().find(|(_, names)| has(names)).map(|(shape, _)| shape)
    }

    fn columns(self) -> Columns<'static> {
        match self {
            Shape::Describe => {
                Columns { required: &DESCRIBE, optional: &DESCRIBE_MORE, refused: &[GROUPS, QUARTILES, LIMITS] }
            }
            Shape::Change => {
                Columns { required: &CHANGE, optional: &CHANGE_MORE, refused: &[GROUPS, QUARTILES, MEANS] }
            }
            Shape::Share => Columns { required: &SHARE, optional: &NOTE, refused: &[GROUPS, LIMITS] },
            Shape::Again => Columns { required: &AGAIN, optional: &NOTE, refused: &[] },
        }
    }
}

/// Reads the rows of one file.
pub fn rows(
    folder: &mut Folder<'_>,
    path: &str,
    shape: Shape,
    known: &Known<'_>,
    reported: &mut Reported,
    sink: &mut Sink,
) {
    each_row(folder, path, &shape.columns(), sink, |row| match shape {
        Shape::Describe => reported.describe.extend(describe_row(row, known)),
        Shape::Change => reported.change.extend(change_row(row, known)),
        Shape::Share => reported.share.extend(share_row(row, known)),
        Shape::Again => reported.again.extend(again_row(row)),
    });
}

/// The places of some cells of a row.
fn places(row: &Row<'_>, columns: &[&'static str]) -> Places {
    let filled = columns.iter().filter(|column| !row.cell(column).is_empty());
    Places::new(filled.map(|column| (*column, row.place(column))).collect())
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
            let labels = known.measures.variables.iter().map(|v| (v.label.clone(), v.id.to_string()));
            let labels = scale_labels(known).chain(labels);
            scale_names(scales.chain(variables).collect(), known).called(labels).check(&name, &origin, row.sink);
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
        row.report("missing-value", message, &origin, Some("write the id of the timepoint here, as study.yaml has it"));
        return None;
    }
    let read = DescribeRow {
        n: row.whole("n"),
        mean: row.printed("mean"),
        sd: row.printed("sd"),
        min: row.printed("min"),
        max: row.printed("max"),
        se: row.printed("se"),
        median: row.printed("median"),
        note: row.note(),
        origin: row.origin(),
        places: places(&row, &["n", "mean", "sd", "min", "max", "se", "median", "note"]),
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

fn scale_labels<'a>(known: &'a Known<'_>) -> impl Iterator<Item = (String, String)> + 'a {
    known.measures.scales().map(|scale| (scale.label.clone(), scale.id.to_string()))
}

fn change_row(mut row: Row<'_>, known: &Known<'_>) -> Option<ChangeRow> {
    let name = row.cell("scale").to_owned();
    let origin = row.place("scale");
    let names = scale_names(known.measures.scales().map(|s| s.id.as_str().to_owned()).collect(), known);
    let names = names.called(scale_labels(known));
    let scale = names.check(&name, &origin, row.sink).then(|| ScaleId::new(name));
    let from = timepoint_in(&mut row, "from", known);
    let to = timepoint_in(&mut row, "to", known);
    let read = ChangeRow {
        n: row.whole("n"),
        change: row.printed("change"),
        ci_low: row.printed("ci_low"),
        ci_high: row.printed("ci_high"),
        p: row.printed("p").map(Printed::as_p),
        es: row.printed("es"),
        t: row.printed("t"),
        df: row.printed("df"),
        sd: row.printed("sd"),
        se: row.printed("se"),
        r: row.printed("r"),
        note: row.note(),
        origin: row.origin(),
        places: places(&row, &["n", "change", "ci_low", "ci_high", "p", "es", "t", "df", "sd", "se", "r", "note"]),
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
        let labels = variable.levels.iter().map(|level| (level.label.clone(), level.id.to_string()));
        names.called(labels).check(&level, &origin, row.sink).then(|| LevelId::new(level.clone()))
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
        places: places(&row, &["count", "total", "percent", "note"]),
        level: level_id?,
        timepoint: timepoint?,
    };
    if let (Some(count), Some(total)) = (read.count, read.total)
        && count > total
    {
        let origin = row.place("count");
        let message = format!("the count {count} is more than its total {total}");
        row.report("count-over-total", message, &origin, Some("correct the count, or the total beside it"));
    }
    Some(read)
}

fn again_row(mut row: Row<'_>) -> Option<AgainRow> {
    for column in AGAIN {
        if row.cell(column).is_empty() {
            let origin = row.place(column);
            row.report("missing-value", format!("a figure that is printed again needs its `{column}`"), &origin, None);
            return None;
        }
    }
    Some(AgainRow {
        address: row.cell("address").to_owned(),
        field: row.cell("field").to_owned(),
        printed: row
            .printed("printed")
            .map(|printed| if row.cell("field") == "p" { printed.as_p() } else { printed })?,
        place: row.cell("place").to_owned(),
        note: row.note(),
        origin: row.origin(),
        places: places(&row, &AGAIN),
    })
}

/// A figure that is printed again names a row of the other files, and a column of it.
pub fn repeated(reported: &Reported, sink: &mut Sink) {
    let rows: BTreeMap<String, &Places> = reported.rows().collect();
    let columns: [(&str, &[&str]); 3] = [
        ("describe.", &["n", "mean", "sd", "min", "max", "se", "median"]),
        ("change.", &["n", "change", "ci_low", "ci_high", "p", "es", "t", "df", "sd", "se", "r"]),
        ("share.", &["count", "total", "percent"]),
    ];
    for row in &reported.again {
        let origin = |column: &str| row.places.of(column).unwrap_or(&row.origin).clone();
        let Some(places) = rows.get(&row.address) else {
            let message = format!("no row of the reported results is `{}`", row.address);
            let names = rows.keys().map(String::as_str);
            let unknown = Diagnostic::error("unknown-address", message).at(&origin("address"));
            sink.push(unknown.suggest(&row.address, names));
            continue;
        };
        let known = columns.iter().find(|(prefix, _)| row.address.starts_with(prefix)).map_or(&[][..], |(_, c)| *c);
        if !known.contains(&row.field.as_str()) {
            let message = format!("`{}` has no field `{}`", row.address, row.field);
            let unknown = Diagnostic::error("unknown-field", message).at(&origin("field"));
            let unknown = unknown.suggest(&row.field, known.iter().copied());
            sink.push(unknown.hint(format!("its fields are {}", known.join(", "))));
        } else if places.of(&row.field).is_none() {
            let message = format!("`{}.{}` is not printed in its own row", row.address, row.field);
            let hint = "enter it there first: here stands only what is printed a second time";
            sink.push(Diagnostic::error("missing-value", message).at(&origin("field")).hint(hint));
        }
    }
}

/// The same result printed twice would give an address two values.
pub fn duplicates(reported: &Reported, sink: &mut Sink) {
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
            let hint = format!("it stands first on line {}: keep one of the two", first.line);
            sink.push(Diagnostic::error("duplicate-row", message).at(origin).hint(hint));
        } else {
            seen.insert(name, origin);
        }
    }
}

fn sources(folder: &mut Folder<'_>, known: &Known<'_>, reported: &mut Reported, sink: &mut Sink) {
    let Some(file) = folder.optional("data/quantitative/reported/reported.yaml", sink) else { return };
    let Some(root) = folder.yaml(&file, sink) else { return };
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
