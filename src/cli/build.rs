//! `build`, `figures` and `tables`: from the study to the files in its build folder.

use std::collections::BTreeMap;
use std::path::Path;

use super::Outcome;
use super::arguments::{Arguments, BuildFormat};
use super::flips::flips;
use super::manner::is_quiet;
use super::output::report_unwritable;
use super::output_folder::{MANIFEST, OutputFolder, Unwritable};
use super::stages::Run;
use super::stamp::{Before, Stamp, note, unchanged};
use super::{grid as grid_command, results as results_command};
use crate::compose::{Body, Document};
use crate::diag::{Diagnostic, Sink, Stop, plural};
use crate::model::Study;
use crate::read::sha256;
use crate::revise::Edition;
use crate::synthesise::Grid;
use crate::typeset::{Figure, Pages, Sheets, Typesetter};

/// Everything that a build makes, by path in the build folder.
pub type Products = BTreeMap<String, Vec<u8>>;

pub fn command(arguments: &Arguments, strict: bool, format: BuildFormat) -> Outcome {
    let root = &arguments.study;
    let before = Before::of(root);
    if let Some(last) = before.as_ref().and_then(|before| unchanged(root, before))
        && format == BuildFormat::Human
        && !(strict && last.contradicted > 0)
    {
        return same_as_last(root, &last);
    }
    let mut run = Run::new();
    let built = build_with(&mut run, root, strict);
    if let (Ok((_, grid)), Some(before), false) = (&built, &before, run.has_errors()) {
        note(root, before, &grid.findings.study, grid.tally().contradicted, &run.sink);
    }
    let built = built.map(|(what, _)| what);
    match format {
        BuildFormat::Human => finish(run, built),
        BuildFormat::Json => super::report::report(&run, root, &built),
    }
}

/// What is said of a build that would be the last one again.
fn same_as_last(root: &Path, last: &Stamp) -> Outcome {
    let said: Vec<String> = [(last.warnings, "warning"), (last.notes, "note")]
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| plural(*count, what))
        .collect();
    let said = if said.is_empty() { String::new() } else { format!(" ({}: `check` tells them)", said.join(", ")) };
    if !is_quiet() {
        super::output::tell(&format!("nothing changed since the last build{said}\n"));
    }
    let folder = crate::read::folders(root).map_or_else(|| "build".to_owned(), |(_, build)| build);
    if let Ok(opened) = OutputFolder::open(root, Path::new(&folder)) {
        opened.remove_temporary(outputs_of(&opened.read(MANIFEST).unwrap_or_default()).iter().map(String::as_str));
    }
    super::output::print(&format!("{folder}/paper.pdf\n"));
    Outcome::Well
}

pub fn figures_command(arguments: &Arguments) -> Outcome {
    let mut run = Run::new();
    let built = some(&mut run, &arguments.study, figures);
    finish(run, built)
}

pub fn tables_command(arguments: &Arguments) -> Outcome {
    let mut run = Run::new();
    let built = some(&mut run, &arguments.study, |_, document, _| Ok(tables(document)));
    finish(run, built)
}

fn finish(mut run: Run, built: Result<String, Stop>) -> Outcome {
    run.tell();
    match built {
        Ok(_) if run.has_errors() => Outcome::Faulty,
        Ok(what) => {
            super::output::print(&format!("{what}\n"));
            Outcome::Well
        }
        Err(_) => Outcome::Faulty,
    }
}

/// Builds everything and writes it.
///
/// # Errors
/// When the study has errors, or with `strict` a contradicted claim. Nothing is written then.
pub fn build(run: &mut Run, root: &Path, strict: bool) -> Result<String, Stop> {
    build_with(run, root, strict).map(|(what, _)| what)
}

fn build_with(run: &mut Run, root: &Path, strict: bool) -> Result<(String, Grid), Stop> {
    let (grid, made) = products(run, root, strict)?;
    let folder = grid.findings.study.manifest.build_dir.clone();
    put(run, root, &folder, &grid, &made)?;
    Ok((format!("{folder}/paper.pdf"), grid))
}

/// Builds everything and writes it into another folder than the study's own.
///
/// # Errors
/// As [`build`].
pub(super) fn build_into(run: &mut Run, root: &Path, folder: &Path) -> Result<(), Stop> {
    let (grid, made) = products(run, root, false)?;
    put(run, root, &folder.to_string_lossy(), &grid, &made)
}

/// Writes a build, and says which verdicts it turned.
fn put(run: &mut Run, root: &Path, folder: &str, grid: &Grid, made: &Products) -> Result<(), Stop> {
    if let Some(before) = OutputFolder::peek(root, Path::new(folder), "grid.json") {
        flips(&before, grid).into_iter().for_each(|flip| run.sink.push(flip));
        run.sink.accept(&grid.findings.study.accept);
    }
    run.stage("write", |run| {
        write(run, root, folder, made);
        ((), format!("{} in {folder}/", plural(made.len(), "file")))
    });
    run.sink.stop_on_errors()
}

/// Makes everything that a build writes, and writes nothing.
///
/// # Errors
/// As [`build`].
pub fn products(run: &mut Run, root: &Path, strict: bool) -> Result<(Grid, Products), Stop> {
    let grid = run.grid(root)?;
    let document = judged(run, &grid, strict)?;
    let mut presses = Presses::new(&grid.findings.study);
    let made = printed(run, &grid, &document, &mut presses)?;
    Ok((grid, made))
}

/// The composed paper of a grid; with `strict` a contradicted claim is an error.
///
/// # Errors
/// As [`build`].
pub(super) fn judged(run: &mut Run, grid: &Grid, strict: bool) -> Result<Document, Stop> {
    crate::guard::open(&grid.findings, &mut run.sink);
    let contradicted = grid.tally().contradicted;
    if strict && contradicted > 0 {
        let message = format!("{} contradicted, and `--strict` admits none", plural(contradicted, "claim"));
        run.sink.push(Diagnostic::error("strict", message));
    }
    run.sink.stop_on_errors()?;
    run.document(grid)
}

/// All files of a build; the figures are made on a thread of their own meanwhile.
///
/// # Errors
/// When a page or a figure cannot be set; the sink says where.
fn printed(run: &mut Run, grid: &Grid, document: &Document, presses: &mut Presses) -> Result<Products, Stop> {
    let Presses { paper, figures, .. } = presses;
    let ((pdf, sheets), figures) = beside_figures(run, figures, document, |run| {
        let sheets = laid(run, document, &grid.findings.study, paper)?;
        Ok((bound(run, document, paper, &sheets)?, sheets))
    })?;
    let pages = presses.sheets.insert(sheets).0.count();
    Ok(assembled(run, grid, document, pages, pdf, figures))
}

/// The files of a build whose pages are laid out already.
///
/// # Errors
/// As [`build`].
pub(super) fn pressed(
    run: &mut Run,
    grid: &Grid,
    document: &Document,
    presses: &mut Presses,
) -> Result<Products, Stop> {
    let Presses { paper, figures, sheets, .. } = presses;
    let sheets = sheets.as_ref().expect("pages are laid out before they are bound");
    let (pdf, figures) = beside_figures(run, figures, document, |run| bound(run, document, paper, sheets))?;
    Ok(assembled(run, grid, document, sheets.0.count(), pdf, figures))
}

/// Makes something of the paper, and the figures on a thread of their own meanwhile. What is wrong with either is told.
fn beside_figures<T>(
    run: &mut Run,
    press: &mut Typesetter,
    document: &Document,
    make: impl FnOnce(&mut Run) -> Result<T, Stop>,
) -> Result<(T, Vec<Figure>), Stop> {
    let (made, figures, said) = std::thread::scope(|scope| {
        let figures = scope.spawn(|| {
            let mut said = Sink::new();
            let figures = press.figures(document, &mut said);
            (figures, said)
        });
        let made = make(run);
        let (figures, said) = figures.join().expect("drawing figures does not panic");
        (made, figures, said)
    });
    run.sink.extend(said);
    Ok((made?, figures?))
}

/// Pages that are laid out, and the markup that they were made of.
pub(super) type Laid = (Sheets, Pages);

/// The pages of the paper, laid out.
///
/// # Errors
/// When Typst refuses something, or a table runs out of its column; the sink says where.
pub(super) fn laid(run: &mut Run, document: &Document, study: &Study, paper: &mut Typesetter) -> Result<Laid, Stop> {
    let pages = run.stage("mark up", |run| {
        let pages = paper.markup(document, study, &mut run.sink);
        let what = pages.as_ref().map_or(String::new(), |pages| plural(pages.files.len(), "file"));
        (pages, what)
    })?;
    run.stage("lay out", |run| {
        let sheets = paper.sheets(document, &pages, &mut run.sink);
        let what = sheets.as_ref().map_or(String::new(), |sheets| plural(sheets.count(), "page"));
        (sheets.map(|sheets| (sheets, pages)), what)
    })
}

/// Sets the paper and binds it, and keeps nothing.
///
/// # Errors
/// As [`build`], but for the files.
pub(super) fn proved(run: &mut Run, document: &Document, study: &Study) -> Result<(), Stop> {
    let mut paper = Typesetter::new(study);
    let sheets = laid(run, document, study, &mut paper)?;
    bound(run, document, &paper, &sheets).map(|_| ())
}

fn bound(run: &mut Run, document: &Document, paper: &Typesetter, sheets: &Laid) -> Result<Vec<u8>, Stop> {
    run.stage("bind", |run| {
        let pdf = paper.bound(&sheets.0, document, &sheets.1, &mut run.sink);
        let what = pdf.as_ref().map_or(String::new(), |pdf| format!("{} kB", pdf.len() / 1000));
        (pdf, what)
    })
}

fn assembled(
    run: &mut Run,
    grid: &Grid,
    document: &Document,
    pages: usize,
    pdf: Vec<u8>,
    figures: Vec<Figure>,
) -> Products {
    run.stage("list", |_| {
        let mut made = tables(document);
        made.insert("paper.pdf".into(), pdf);
        made.extend(files(figures));
        made.insert("results.json".into(), results_command::json(&grid.findings).into_bytes());
        made.insert("grid.json".into(), grid_command::json(grid).into_bytes());
        made.insert("paper.json".into(), Edition::of(grid, document, Some(pages)).to_json());
        made.insert(MANIFEST.into(), manifest(grid, &made));
        let what = plural(made.len(), "file");
        (made, what)
    })
}

/// A typesetter for the paper, and one for the figures, which are made meanwhile. A process that stays keeps them.
pub struct Presses {
    pub paper: Typesetter,
    pub figures: Typesetter,
    /// The fonts of the study that they were made with.
    fonts: Vec<(std::sync::Arc<str>, std::sync::Arc<[u8]>)>,
    /// The pages that were laid out last, and the markup that they were made of.
    pub sheets: Option<(Sheets, Pages)>,
}

impl Presses {
    pub fn new(study: &Study) -> Self {
        let fonts = study.template.fonts.clone();
        Self { paper: Typesetter::new(study), figures: Typesetter::new(study), fonts, sheets: None }
    }

    /// Whether they are still those of a study.
    pub fn serve(&self, study: &Study) -> bool {
        self.fonts == study.template.fonts
    }
}

/// Runs the stages up to the document, makes some of the products and writes them.
fn some(
    run: &mut Run,
    root: &Path,
    make: impl FnOnce(&mut Run, &Document, &Grid) -> Result<Products, Stop>,
) -> Result<String, Stop> {
    let grid = run.grid(root)?;
    let document = run.document(&grid)?;
    let made = make(run, &document, &grid)?;
    let folder = &grid.findings.study.manifest.build_dir;
    let written: Vec<String> = made.keys().map(|path| format!("{folder}/{path}")).collect();
    write_some(run, root, folder, made);
    Ok(written.join("\n"))
}

fn tables(document: &Document) -> Products {
    let tables = document.displays.iter().filter_map(|view| match &view.body {
        Body::Table(table) => Some((format!("tables/{}.csv", view.id), table.to_csv())),
        Body::Figure { .. } => None,
    });
    tables.collect()
}

fn figures(run: &mut Run, document: &Document, grid: &Grid) -> Result<Products, Stop> {
    let mut typesetter = Typesetter::new(&grid.findings.study);
    let figures = run.stage("figures", |run| {
        let figures = typesetter.figures(document, &mut run.sink);
        let what = figures.as_ref().map_or(String::new(), |figures| plural(figures.len(), "figure"));
        (figures, what)
    })?;
    Ok(files(figures))
}

fn files(figures: Vec<Figure>) -> Products {
    let mut made = Products::new();
    for figure in figures {
        made.insert(format!("figures/{}.svg", figure.id), figure.svg);
        made.insert(format!("figures/{}.png", figure.id), figure.png);
    }
    made
}

/// What went in and what came out, by hash: two builds with the same manifest are the same build.
///
/// Where participants are guarded a file of data has no hash: whoever knows all of it but a withheld figure could try
/// which one makes the hash.
fn manifest(grid: &Grid, made: &Products) -> Vec<u8> {
    let study = &grid.findings.study;
    let guarded = |path: &str| study.disclosure.guards() && !path.starts_with("templates/");
    let inputs: BTreeMap<&str, Option<&str>> =
        study.inputs.iter().map(|(path, hash)| (&**path, (!guarded(path)).then_some(hash.as_str()))).collect();
    let outputs: BTreeMap<&str, String> = made.iter().map(|(path, bytes)| (path.as_str(), sha256(bytes))).collect();
    let manifest = serde_json::json!({
        "program": "synthesist",
        "version": env!("CARGO_PKG_VERSION"),
        "inputs": inputs,
        "outputs": outputs,
    });
    format!("{manifest:#}\n").into_bytes()
}

/// Writes the products, and removes what an earlier build made and this one does not.
pub(super) fn write(run: &mut Run, root: &Path, folder: &str, made: &Products) {
    write_with(run, root, folder, |opened| {
        let before = opened.read(MANIFEST).unwrap_or_default();
        let stale = outputs_of(&before).into_iter().filter(|path| !made.contains_key(path)).collect();
        opened.replace(made, stale)
    });
}

/// Writes some of the products; the last build's manifest is kept true of what lies there.
fn write_some(run: &mut Run, root: &Path, folder: &str, mut made: Products) {
    write_with(run, root, folder, |opened| {
        let before = opened.read(MANIFEST).unwrap_or_default();
        let of_kind = |path: &str| made.keys().any(|new| new.split('/').next() == path.split('/').next());
        let mut stale: Vec<String> = outputs_of(&before).into_iter().filter(|path| of_kind(path)).collect();
        if let Ok(serde_json::Value::Object(mut manifest)) = serde_json::from_slice(&before)
            && let Some(outputs) = manifest.get_mut("outputs").and_then(serde_json::Value::as_object_mut)
        {
            outputs.retain(|path, _| !stale.contains(path));
            outputs.extend(made.iter().map(|(path, bytes)| (path.clone(), sha256(bytes).into())));
            outputs.sort_keys();
            made.insert(MANIFEST.into(), format!("{:#}\n", serde_json::Value::Object(manifest)).into_bytes());
        }
        stale.retain(|path| !made.contains_key(path));
        opened.replace(&made, stale)
    });
}

fn write_with(run: &mut Run, root: &Path, folder: &str, write: impl FnOnce(&OutputFolder) -> Result<(), Unwritable>) {
    let written = OutputFolder::open(root, Path::new(folder)).and_then(|opened| write(&opened));
    if let Err(fault) = written {
        report_unwritable(folder, &fault, &mut run.sink);
    }
}

/// The outputs that a manifest lists, as far as they are plain paths of ours.
fn outputs_of(manifest: &[u8]) -> Vec<String> {
    let manifest: serde_json::Value = serde_json::from_slice(manifest).unwrap_or_default();
    let outputs = manifest.get("outputs").and_then(serde_json::Value::as_object);
    let ours = |path: &&String| (path.starts_with("figures/") || path.starts_with("tables/")) && !path.contains("..");
    outputs.map(|outputs| outputs.keys().filter(ours).cloned().collect()).unwrap_or_default()
}
