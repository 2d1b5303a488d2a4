//! `simulate`: a rehearsal of a study, with data that were never observed, in a folder of its own.

use std::collections::BTreeMap;
use std::path::Path;

use super::Outcome;
use super::arguments::Arguments;
use super::other_levels::with_other_levels;
use super::output::{is_free, print, replace_all};
use super::stages::Run;
use crate::diag::{Diagnostic, Sink, plural};
use crate::model::Study;
use crate::simulate::{Outcome as Figure, Rehearsal, Sheet, Status, simulate};

const MARK: &str = "A rehearsal: the participant-level data of this folder are simulated, not observed.";

/// More people than any search would end for.
const MOST_PEOPLE: u64 = 100_000;

pub fn command(arguments: &Arguments, out: &Path, seed: u64) -> Outcome {
    let mut run = Run::new();
    if !free(out, &mut run.sink) {
        run.tell();
        return Outcome::WrongUsage;
    }
    let study = run.stage("read", |run| {
        let study = crate::read::read(&arguments.study, &mut run.sources, &mut run.sink);
        let what = study.as_ref().map_or(String::new(), |study| plural(study.inputs.len(), "file"));
        (study, what)
    });
    let Ok(study) = study else {
        run.tell();
        return Outcome::Faulty;
    };
    refuse(&study, &mut run.sink);
    if run.has_errors() {
        run.tell();
        return Outcome::Faulty;
    }
    let rehearsal = run.stage("simulate", |_| {
        let rehearsal = simulate(&study, seed);
        let what = plural(rehearsal.participants.rows.len(), "participant");
        (rehearsal, what)
    });
    let files = copied(&arguments.study, &study, &rehearsal, &mut run.sink);
    if let Some(mut files) = files {
        files.insert("data/quantitative/participants.csv".to_owned(), csv(&rehearsal.participants));
        files.insert("data/quantitative/responses.csv".to_owned(), csv(&rehearsal.responses));
        files.insert("SIMULATED.md".to_owned(), report(&rehearsal, seed).into_bytes());
        replace_all(out, ".", &files, &mut run.sink);
    }
    run.tell();
    if run.has_errors() {
        return Outcome::Faulty;
    }
    print(&told(&rehearsal));
    Outcome::Well
}

/// Whether the folder is not there yet, or is empty.
fn free(out: &Path, sink: &mut Sink) -> bool {
    let free = is_free(out);
    if !free {
        let message = format!("{} is there already and is no empty folder", out.display());
        let hint = "name a new folder with `--out`: nothing is ever written over";
        sink.push(Diagnostic::error("folder-not-empty", message).hint(hint));
    }
    free
}

/// What there can be no rehearsal of.
fn refuse(study: &Study, sink: &mut Sink) {
    if study.answers.is_some() {
        let message = "the study has participant-level data, which simulated ones would be mixed with";
        let hint = "a rehearsal is for a study that has results from print only";
        sink.push(Diagnostic::error("data-observed", message).at(&study.origin).hint(hint));
    }
    for scale in study.measures.scales() {
        let what = match (scale.scoring.items.is_empty(), scale.scoring.parts.is_empty()) {
            (false, _) => "items",
            (_, false) => "other scales",
            _ => continue,
        };
        let message =
            format!("the scores of `{}` are made of {what}, and such answers cannot be simulated yet", scale.id);
        let hint = "for the rehearsal, leave the keys of scoring out of a copy of the study";
        sink.push(Diagnostic::error("simulate-items", message).at(&scale.origin).hint(hint));
    }
    let most = printed_people(study).max().unwrap_or(0);
    if most > MOST_PEOPLE {
        let message = format!("{most} people are printed, and a rehearsal has {MOST_PEOPLE} at most");
        sink.push(Diagnostic::error("too-many-people", message).at(&study.origin));
    }
    if study.reported.describe.is_empty() && study.reported.change.is_empty() && study.reported.share.is_empty() {
        let message = "the study has no results from print that data could be made to agree with";
        let hint = "write them into `data/quantitative/reported/`";
        sink.push(Diagnostic::error("nothing-reported", message).at(&study.origin).hint(hint));
    }
}

/// Every printed number of people.
fn printed_people(study: &Study) -> impl Iterator<Item = u64> {
    let described = study.reported.describe.iter().filter_map(|row| row.n);
    let changed = study.reported.change.iter().filter_map(|row| row.n);
    let shared = study.reported.share.iter().flat_map(|row| [row.count, row.total]).flatten();
    described.chain(changed).chain(shared)
}

/// The study's own files, marked where their format has comments.
fn copied(root: &Path, study: &Study, rehearsal: &Rehearsal, sink: &mut Sink) -> Option<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    for (path, _) in &study.inputs {
        match std::fs::read(root.join(&**path)) {
            Ok(bytes) => files.insert(path.to_string(), marked(path, bytes, study, rehearsal)),
            Err(error) => {
                let message = format!("cannot read {path}: {error}");
                sink.push(Diagnostic::error("unreadable-file", message));
                return None;
            }
        };
    }
    Some(files)
}

fn marked(path: &str, bytes: Vec<u8>, study: &Study, rehearsal: &Rehearsal) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(&bytes) else { return bytes };
    let levelled = with_other_levels(path, text, study, rehearsal);
    let text = levelled.trim_start_matches('\u{feff}');
    let ending = path.rsplit('.').next().unwrap_or("");
    let chapter = study.chapters.iter().any(|chapter| &*chapter.file == path);
    match ending {
        "yaml" | "yml" if path == "data/study.yaml" => {
            format!("# {MARK}\n{}", long(text, study, rehearsal)).into_bytes()
        }
        "yaml" | "yml" | "toml" => format!("# {MARK}\n{text}").into_bytes(),
        "bib" => format!("% {MARK}\n{text}").into_bytes(),
        // A chapter begins with its title.
        "md" if chapter => match text.split_once('\n') {
            Some((title, rest)) if title.starts_with("# ") => {
                format!("{title}\n\n<!-- {MARK} -->\n{rest}").into_bytes()
            }
            _ => format!("{text}\n\n<!-- {MARK} -->\n").into_bytes(),
        },
        "md" => match text.split_once('\n') {
            // Only within the front matter a memo has comments.
            Some((fence, rest)) if fence.trim_end() == "---" => format!("---\n# {MARK}\n{rest}").into_bytes(),
            _ => bytes,
        },
        _ => bytes,
    }
}

/// `data/study.yaml` for tables as they are written here: without a layout, and without a group that they do not have.
fn long(text: &str, study: &Study, rehearsal: &Rehearsal) -> String {
    let grouped =
        study.group.as_ref().is_none_or(|group| rehearsal.participants.header.iter().any(|n| n == group.as_str()));
    let mut kept = String::new();
    let mut inside = false;
    for line in text.split_inclusive('\n') {
        let starts = line.starts_with(|c: char| c.is_ascii_alphabetic() || c == '"' || c == '\'');
        if starts {
            inside = line.starts_with("layout:") || !grouped && line.starts_with("group:");
        }
        if !inside {
            kept.push_str(line);
        }
    }
    kept
}

fn csv(sheet: &Sheet) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let sound =
        writer.write_record(&sheet.header).is_ok() && sheet.rows.iter().all(|row| writer.write_record(row).is_ok());
    debug_assert!(sound, "writing CSV to memory cannot fail");
    writer.into_inner().unwrap_or_default()
}

fn count(rehearsal: &Rehearsal, of: fn(&Status) -> bool) -> usize {
    rehearsal.outcomes.iter().filter(|figure| of(&figure.status)).count()
}

fn impossible(status: &Status) -> bool {
    matches!(status, Status::Impossible(_))
}

fn tally(rehearsal: &Rehearsal) -> String {
    let mut parts = vec![
        format!("{} exact", count(rehearsal, |status| *status == Status::Exact)),
        format!("{} within rounding", count(rehearsal, |status| *status == Status::WithinRounding)),
    ];
    let cut = count(rehearsal, |status| *status == Status::CutOff);
    parts.extend((cut > 0).then(|| format!("{cut} cut off")));
    parts.push(format!("{} missed", count(rehearsal, |status| *status == Status::Missed)));
    let open = count(rehearsal, |status| matches!(status, Status::Undetermined(_)));
    parts.extend((open > 0).then(|| format!("{open} undetermined")));
    parts.push(format!("{} impossible", count(rehearsal, impossible)));
    format!("{}: {}", plural(rehearsal.outcomes.len(), "printed figure"), parts.join(", "))
}

/// What a terminal is told: the tally, and what is not met.
fn told(rehearsal: &Rehearsal) -> String {
    let mut out = tally(rehearsal) + "\n";
    for figure in &rehearsal.outcomes {
        let why = match &figure.status {
            Status::Impossible(why) => format!("impossible: {why}"),
            Status::Undetermined(why) => format!("undetermined: {why}"),
            Status::Missed => "missed".to_owned(),
            Status::Exact | Status::WithinRounding | Status::CutOff => continue,
        };
        out.push_str(&format!("{} printed {}, data {}: {why}\n", figure.address, figure.printed, achieved(figure)));
    }
    out
}

/// `SIMULATED.md`.
fn report(rehearsal: &Rehearsal, seed: u64) -> String {
    let mut out = format!(
        "# Simulated data\n\n\
        The participant-level data of this folder are simulated, not observed. `synthesist simulate --seed {seed}` made \
        them agree with the printed results of the study as far as any data can. Nobody gave these answers; nothing \
        follows from them about anybody.\n\n{}.\n",
        tally(rehearsal)
    );
    for (variable, level) in &rehearsal.others {
        out.push_str(&format!(
            "\nMore people gave an answer on `{variable}` than its levels account for; the others have the level \
            `{level}` here, which stands for all answers that the study does not list.\n"
        ));
    }
    let rows = |out: &mut String, of: fn(&Status) -> bool| {
        for figure in rehearsal.outcomes.iter().filter(|figure| of(&figure.status)) {
            let (status, why) = match &figure.status {
                Status::Exact => ("exact", String::new()),
                Status::WithinRounding => ("within rounding", String::new()),
                Status::CutOff => ("cut off", String::new()),
                Status::Missed => ("missed", "no data were found; whether there are any is not known".to_owned()),
                Status::Undetermined(why) => ("undetermined", why.clone()),
                Status::Impossible(why) => ("impossible", why.clone()),
            };
            let row = [&format!("`{}`", figure.address), &figure.printed, &achieved(figure), status, &why]
                .map(|cell| cell.replace('|', "\\|"));
            out.push_str(&format!("| {} |\n", row.join(" | ")));
        }
    };
    let header = "\n| figure | printed | data | status | why |\n|---|---|---|---|---|\n";
    let unmet: fn(&Status) -> bool =
        |status| impossible(status) || matches!(status, Status::Missed | Status::Undetermined(_));
    if count(rehearsal, unmet) > 0 {
        out.push_str("\n## Not met\n");
        out.push_str(
            "\nWhat is impossible contradicts other printed figures, or the limits of its scale: these are the findings of \
            `synthesist audit`. Of what is undetermined it is not known by what rule it was made.\n",
        );
        out.push_str(header);
        rows(&mut out, unmet);
    }
    out.push_str("\n## Met\n");
    out.push_str(header);
    rows(&mut out, |status| matches!(status, Status::Exact | Status::WithinRounding | Status::CutOff));
    out
}

/// A figure of the data, with two decimals more than the printed one.
fn achieved(figure: &Figure) -> String {
    let Some(value) = figure.achieved else { return "none".to_owned() };
    if value.fract() == 0.0 && figure.status == Status::Exact {
        return figure.printed.clone();
    }
    let whole =
        figure.address.ends_with(".n") || figure.address.ends_with(".count") || figure.address.ends_with(".total");
    let decimals = figure.printed.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    let decimals = if whole { 0 } else { decimals + 2 };
    crate::model::fixed(value, decimals)
}
