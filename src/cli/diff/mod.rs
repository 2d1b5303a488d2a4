//! `diff`: what is different between two papers, for people and for programs, and the new paper with its changes marked.

mod json;
mod revision;
mod side;
mod text;

use std::path::Path;

use self::side::{Read, Side};
use super::Outcome;
use super::arguments::{Arguments, DiffFormat};
use super::build::Presses;
use super::manner::palette_of_output;
use super::output::{print, replace};
use super::stages::Run;
use crate::diag::{Diagnostic, Sink, Stop};
use crate::revise::{Difference, front, mark};

pub fn command(arguments: &Arguments, old: &str, new: Option<&str>, format: DiffFormat, pdf: Option<&Path>) -> Outcome {
    let find = |name: &str| Side::find(name, &arguments.study);
    let sides = find(old).and_then(|old| Ok((old, new.map_or_else(|| Ok(Side::here(&arguments.study)), find)?)));
    let (old, new) = match sides {
        Ok(sides) => sides,
        Err(diagnostic) => return wrong(diagnostic),
    };
    if pdf.is_some() && new.kind() == "build" {
        let message = format!("`--pdf` sets the new paper anew, and `{}` is a build without its study", new.title());
        let hint = "as NEW name the study's folder or a revision of it; OLD may be a build";
        return wrong(Diagnostic::error("no-study-to-set", message).hint(hint));
    }
    let (Some(from), Some(to)) = (old.read("old"), new.read("new")) else { return Outcome::Faulty };
    let difference = Difference::between(&from.edition, &to.edition);
    let title = format!("{} → {}", old.title(), new.title());
    match format {
        DiffFormat::Human => print(&text::human(&difference, &title, palette_of_output())),
        DiffFormat::Json => print(&format!("{:#}\n", json::report(&difference, &old, &new))),
    }
    match pdf {
        Some(path) => marked(path, &from, &to, &difference, &title),
        None => Outcome::Well,
    }
}

fn wrong(diagnostic: Diagnostic) -> Outcome {
    let mut run = Run::quiet();
    run.sink.push(diagnostic);
    run.tell();
    Outcome::WrongUsage
}

/// Writes the new paper with its changes marked.
fn marked(path: &Path, old: &Read, new: &Read, difference: &Difference, title: &str) -> Outcome {
    let mut run = Run::quiet();
    let set = set(&mut run.sink, old, new, difference, title);
    if let Ok(pdf) = set
        && replace(path, &pdf, &mut run.sink)
    {
        return Outcome::Well;
    }
    run.tell();
    Outcome::Faulty
}

fn set(sink: &mut Sink, old: &Read, new: &Read, difference: &Difference, title: &str) -> Result<Vec<u8>, Stop> {
    let (grid, document) = new.paper.as_ref().expect("a build is refused before it is read");
    let study = &grid.findings.study;
    let mut document = mark(&old.edition, document, front(difference, title));
    let mut press = Presses::new(study).paper;
    let pages = press.markup(&document, study, sink)?;
    let sheets = press.sheets(&document, &pages, sink)?;
    // Marks may break a rule of archival or accessible PDF that the paper keeps: a marked paper is for reading.
    let mut unheard = Sink::new();
    match press.bound(&sheets, &document, &pages, &mut unheard) {
        Ok(pdf) => Ok(pdf),
        Err(_) => {
            document.standards.clear();
            press.bound(&sheets, &document, &pages, sink)
        }
    }
}
