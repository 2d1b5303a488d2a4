//! The document put together: displays numbered, targets known, prose and displays composed.

use std::collections::{BTreeMap, BTreeSet};

use super::document::{Block, BlockKind, Body, DisplayView, Document, Inline, InlineKind, Place, Section, Target};
use super::inline::Context;
use super::markdown::{Heading, blocks, headings, inlines, placed};
use super::references::{self, Printed, cited_keys};
use super::table::{Cell, Column, TableRow, Width, words};
use super::{figures, guarded, tables};
use crate::analyse::Findings;
use crate::diag::{Diagnostic, Origin, Severity, Sink, nearest};
use crate::model::{Chapter, Display, DisplayKind, PdfStandard, Reference, Role, Shape, Study};
use crate::synthesise::Grid;

pub fn document(grid: &Grid, sink: &mut Sink) -> Document {
    let study = &grid.findings.study;
    let numbers = numbers(study, sink);
    let targets = targets(grid, &numbers, sink);
    let context = Context { grid, targets: &targets };
    let chapters = |role: Role, sink: &mut Sink| -> Vec<Section> {
        let wanted = study.chapters.iter().filter(|chapter| chapter.role == role);
        wanted.map(|chapter| section(chapter, &context, sink)).collect()
    };
    let summary = study.chapters.iter().find(|chapter| chapter.role == Role::Abstract);
    let summary = summary.map(|chapter| without_title(section(chapter, &context, sink).blocks));
    let text = |text: &Option<crate::model::Text>, sink: &mut Sink| {
        text.as_ref().map(|text| blocks(text, 0, &context, sink)).unwrap_or_default()
    };
    let paper = &study.paper;
    let displays = study.displays.iter().enumerate().map(|(index, display)| {
        let number = numbers.get(&index).cloned();
        view(display, number, &context, sink)
    });
    let mut document = Document {
        displays: displays.collect(),
        title: study.manifest.title.clone(),
        subtitle: paper.subtitle.clone(),
        short_title: paper.short_title.clone().unwrap_or_else(|| study.manifest.title.clone()),
        kind: paper.kind.clone(),
        language: study.manifest.language.clone(),
        authors: paper.authors.clone(),
        affiliations: paper.affiliations.iter().map(|affiliation| affiliation.name.clone()).collect(),
        keywords: paper.keywords.clone(),
        date: paper.date,
        notice: text(&paper.notice, sink),
        licence: text(&paper.licence, sink),
        summary: summary.unwrap_or_default(),
        chapters: chapters(Role::Body, sink),
        declarations: paper
            .declarations
            .iter()
            .map(|declaration| (declaration.label.clone(), blocks(&declaration.text, 0, &context, sink)))
            .collect(),
        appendices: chapters(Role::Appendix, sink),
        bibliography: study.bibliography.clone(),
        printed: Printed::default(),
        cites: false,
        csl: study.manifest.csl.clone(),
        template: study.manifest.template.clone(),
        standards: study.manifest.pdf_standards.clone(),
        draft: study.manifest.draft,
        simulated: study.answers.as_ref().is_some_and(|answers| answers.simulated),
        images: study.images.iter().map(|image| (image.file.clone(), image.bytes.clone())).collect(),
        revision: None,
    };
    let cited = cited_keys(&mut document);
    if sink.count(Severity::Error) == 0 {
        references::print(&mut document, sink);
    }
    if sink.count(Severity::Error) == 0 {
        // A citation at fault may be the one that is missing.
        uncited(study, &cited, sink);
    }
    dated(study, sink);
    document
}

/// An archival PDF carries a date, and no clock is read to make one up.
fn dated(study: &Study, sink: &mut Sink) {
    let archival = study.manifest.pdf_standards.iter().any(|standard| *standard != PdfStandard::Ua1);
    if study.paper.date.is_none() && archival {
        let origin = Origin::start_of(&format!("{}/paper.yaml", study.manifest.src).into());
        let hint = "add a line `date: 2026-01-31`, with the paper's own date, to paper.yaml";
        sink.push(
            Diagnostic::error("no-date", "an archival PDF (PDF/A) needs the paper's date").at(&origin).hint(hint),
        );
    }
}

/// References that instruments, norms and reported results name as their source.
fn named_by_data(study: &Study) -> Vec<&str> {
    let instruments = study.measures.instruments.iter().filter_map(|instrument| instrument.citation.as_ref());
    let norms = study.measures.scales().filter_map(|scale| scale.norm.as_ref()?.citation.as_ref());
    let sources = [&study.reported.describe_source, &study.reported.change_source, &study.reported.share_source];
    let sources = sources.into_iter().filter_map(|source| source.as_ref()?.citation.as_ref());
    instruments.chain(norms).chain(sources).map(crate::model::CitationKey::as_str).collect()
}

/// More references than these that nothing cites are told in one note: the file is a library.
const UNCITED: usize = 20;

/// References that nothing cites are not printed; the author ought to know.
fn uncited(study: &Study, cited: &[String], sink: &mut Sink) {
    let Some(bibliography) = &study.bibliography else { return };
    let cited: BTreeSet<&str> = cited.iter().map(String::as_str).chain(named_by_data(study)).collect();
    // One that is cited by another of its keys is cited.
    let works: BTreeSet<&str> =
        cited.iter().filter_map(|key| Some(bibliography.references.get(*key)?.work.key())).collect();
    let left: Vec<(&String, &Reference)> = bibliography
        .references
        .iter()
        .filter(|(key, reference)| !cited.contains(key.as_str()) && !works.contains(reference.work.key()))
        .collect();
    if left.len() > UNCITED {
        let (count, all) = (left.len(), bibliography.references.len());
        let message = format!("nothing cites {count} of the {all} references, which are not in the list");
        let first: Vec<String> = left.iter().take(5).map(|(key, _)| format!("`{key}`")).collect();
        let diagnostic = Diagnostic::note("uncited-reference", message).at(&Origin::start_of(&bibliography.file));
        return sink.push(diagnostic.hint(format!("among them {}", first.join(", "))));
    }
    for (key, reference) in left {
        let origin = Origin::of_range(&bibliography.file, &bibliography.text, reference.key_at.clone());
        let message = format!("nothing cites `{key}`, so it is not in the list of references");
        sink.push(Diagnostic::note("uncited-reference", message).at(&origin));
    }
}

/// Numbers of the displays by their position, in the order in which chapters place them.
pub fn numbers(study: &Study, sink: &mut Sink) -> BTreeMap<usize, String> {
    let mut numbers = BTreeMap::new();
    let mut counts: BTreeMap<Shape, usize> = BTreeMap::new();
    let mut meant = Vec::new();
    let order = |wanted: Role| study.chapters.iter().filter(move |chapter| chapter.role == wanted);
    for chapter in order(Role::Abstract).chain(order(Role::Body)).chain(order(Role::Appendix)) {
        for (shape, id, place) in placed(&chapter.text) {
            let found = study.displays.iter().position(|d| d.shape() == shape && d.id.as_str() == id);
            let Some(index) = found else {
                // A display whose id is misspelt there is placed, so that its slip is the one thing to be told.
                let ids = study.displays.iter().filter(|d| d.shape() == shape).map(|d| d.id.as_str());
                let near = nearest(&id, ids);
                meant.extend(study.displays.iter().position(|d| d.shape() == shape && near == Some(d.id.as_str())));
                continue;
            };
            if numbers.contains_key(&index) {
                let message = format!("the {} `{id}` is placed twice", shape.as_str());
                let hint = format!("refer to it the second time: `@{}`", label(&study.displays[index]));
                let diagnostic = Diagnostic::error("placed-twice", message).at(&chapter.text.place(place));
                sink.push(diagnostic.hint(hint));
                continue;
            }
            let count = counts.entry(shape).or_default();
            *count += 1;
            let word = if shape == Shape::Table { "Table" } else { "Figure" };
            numbers.insert(index, format!("{word} {count}"));
        }
    }
    for index in meant {
        numbers.entry(index).or_default();
    }
    for (index, display) in study.displays.iter().enumerate() {
        if !numbers.contains_key(&index) {
            let shape = display.shape().as_str();
            let message = format!("no chapter places the {shape} `{}`, so it is not in the paper", display.id);
            let hint = format!("put `{{{{ {shape} {} }}}}` where it should stand, alone in a paragraph", display.id);
            sink.push(Diagnostic::warning("unplaced-display", message).at(&display.origin).hint(hint));
        }
    }
    numbers
}

fn label(display: &Display) -> String {
    match display.shape() {
        Shape::Table => format!("tbl-{}", display.id),
        Shape::Figure => format!("fig-{}", display.id),
    }
}

/// Everything that a cross-reference may point at. A proposition is a target where the grid is placed.
pub fn targets(grid: &Grid, numbers: &BTreeMap<usize, String>, sink: &mut Sink) -> Vec<Target> {
    let study = &grid.findings.study;
    let mut targets: Vec<Target> = numbers
        .iter()
        .map(|(index, number)| Target { label: label(&study.displays[*index]), text: number.clone() })
        .collect();
    let grid_placed = numbers
        .keys()
        .any(|index| matches!(study.displays[*index].kind, DisplayKind::Table(crate::model::TableKind::Propositions)));
    if grid_placed {
        for (index, proposition) in study.propositions.iter().enumerate() {
            let text = format!("Proposition {}", index + 1);
            targets.push(Target { label: format!("prop-{}", proposition.id), text });
        }
    }
    let mut seen: BTreeMap<String, Origin> = BTreeMap::new();
    for chapter in &study.chapters {
        let found = headings(&chapter.text);
        levels(chapter, &found, sink);
        for (index, heading) in found.into_iter().enumerate() {
            let Some(id) = heading.label else { continue };
            let origin = chapter.text.place(heading.range);
            let fine = id.strip_prefix("sec-").is_some_and(|rest| {
                !rest.is_empty() && rest.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
            });
            if !fine {
                let message = format!("`{id}` cannot name a section");
                let hint = "write `{#sec-some-words}`, in lower case";
                sink.push(Diagnostic::error("malformed-id", message).at(&origin).hint(hint));
            } else if let Some(first) = seen.get(&id) {
                let message = format!("the section id `{id}` stands twice");
                let hint = format!("it stands first at {}:{}", first.file, first.line);
                sink.push(Diagnostic::error("duplicate-id", message).at(&origin).hint(hint));
            } else {
                // The abstract's own title is not printed, so nothing can point at it.
                if chapter.role != Role::Abstract || index > 0 {
                    let text = title(&chapter.text.part(heading.words), grid);
                    targets.push(Target { label: id.clone(), text: format!("“{text}”") });
                }
                seen.insert(id, origin);
            }
        }
    }
    targets
}

/// A heading's words as a reference repeats them: values filled in, citations left out. Its faults are told where the
/// heading itself is composed.
fn title(words: &crate::model::Text, grid: &Grid) -> String {
    let composed = inlines(words, &Context { grid, targets: &[] }, &mut Sink::new());
    let kept: Vec<Inline> = composed.into_iter().filter(|i| !matches!(i.kind, InlineKind::Cite(_))).collect();
    super::document::plain(&kept).trim().to_owned()
}

/// A chapter begins with its title, and no level of heading is skipped: PDF/UA wants it, and so do readers.
fn levels(chapter: &Chapter, found: &[Heading], sink: &mut Sink) {
    let titled =
        chapter.text.markdown.trim_start().starts_with('#') && found.first().is_some_and(|first| first.level == 1);
    if !titled {
        let message = "a chapter begins with its title";
        let hint = "write `# Title` on the first line";
        sink.push(Diagnostic::error("no-title", message).at(&chapter.text.origin()).hint(hint));
        return;
    }
    for pair in found.windows(2) {
        let (above, below) = (&pair[0], &pair[1]);
        if below.level > above.level + 1 {
            let message = format!("this heading skips a level: it stands under a heading of level {}", above.level);
            let hint = format!("write it with `{}`", "#".repeat(above.level + 1));
            let origin = chapter.text.place(below.range.clone());
            sink.push(Diagnostic::error("skipped-level", message).at(&origin).hint(hint));
        }
        if below.level == 1 {
            let message = "a chapter has one title";
            let words = chapter.text.part(below.words.clone());
            let hint = format!(
                "lower this heading, `## {}`, or make it a chapter of its own in SUMMARY.md",
                words.markdown.trim()
            );
            let origin = chapter.text.place(below.range.clone());
            sink.push(Diagnostic::error("second-title", message).at(&origin).hint(hint));
        }
    }
}

fn section(chapter: &Chapter, context: &Context<'_>, sink: &mut Sink) -> Section {
    Section { file: chapter.file.clone(), blocks: blocks(&chapter.text, chapter.depth, context, sink) }
}

fn without_title(mut blocks: Vec<Block>) -> Vec<Block> {
    if matches!(blocks.first(), Some(Block { kind: BlockKind::Heading { .. }, .. })) {
        blocks.remove(0);
    }
    blocks
}

fn view(display: &Display, number: Option<String>, context: &Context<'_>, sink: &mut Sink) -> DisplayView {
    let findings = &context.grid.findings;
    let (body, guarded) = match &display.kind {
        DisplayKind::Table(kind) => {
            let mut table = tables::table(kind, display, context, sink);
            let said = guarded::tidy(&mut table, &findings.study);
            (Body::Table(table), said)
        }
        DisplayKind::Figure(kind) => {
            let alt = display.alt.as_ref().map(|alt| inlines(alt, context, sink)).unwrap_or_default();
            let said = guarded::left_out(kind, findings);
            let alt = [super::document::plain(&alt)].into_iter().chain(said.clone()).collect::<Vec<_>>().join(" ");
            (Body::Figure { chart: figures::chart(kind, context.grid), alt }, said)
        }
    };
    if empty(&body) {
        let shape = display.shape().as_str();
        let guarded = findings.study.disclosure.guards();
        let why =
            if guarded { "what it shows is withheld, or not there" } else { "the study has nothing of what it shows" };
        let message = format!("the {shape} `{}` is empty: {why}", display.id);
        let hint = "take it out, or add the data that it needs";
        sink.push(Diagnostic::warning("empty-display", message).at(&display.origin).hint(hint));
    }
    let mut note = display.note.as_ref().map(|note| inlines(note, context, sink)).unwrap_or_default();
    if let Some(test) = test_unnamed(display, &body, findings) {
        let lead = if note.is_empty() { "" } else { " " };
        note.extend(words(lead, &Place::Known(display.origin.clone())));
        note.extend(named_test(&test, &display.origin));
    }
    if let Some(said) = guarded {
        let lead = if note.is_empty() { "" } else { " " };
        note.extend(words(format!("{lead}{said}"), &Place::Known(display.origin.clone())));
    }
    DisplayView {
        id: display.id.to_string(),
        label: label(display),
        number,
        caption: inlines(&display.caption, context, sink),
        note,
        landscape: display.landscape,
        wide: wide(&body),
        body,
        changed: false,
        origin: display.origin.clone(),
    }
}

/// The test behind the p values of a table whose note names none.
fn test_unnamed(display: &Display, body: &Body, findings: &Findings) -> Option<String> {
    let DisplayKind::Table(kind) = &display.kind else { return None };
    let Body::Table(table) = body else { return None };
    let shown = table.columns.iter().any(|column| column.name == "p" || column.name.ends_with(" p"));
    let named =
        display.note.as_ref().is_some_and(|note| note.markdown.contains("test") || note.markdown.contains("Welch"));
    tables::test_of(kind, findings).filter(|_| shown && !named)
}

/// `p: paired t-test.`, its symbol in italics.
fn named_test(test: &str, origin: &Origin) -> Vec<Inline> {
    let place = Place::Known(origin.clone());
    let symbol = Inline { kind: InlineKind::Emphasis(words("p", &place)), place: place.clone() };
    [symbol].into_iter().chain(words(format!(": {test}."), &place)).collect()
}

/// Whether a display has nothing to show but labels.
fn empty(body: &Body) -> bool {
    match body {
        Body::Figure { chart, .. } => chart.is_empty(),
        Body::Table(table) => !table.rows.iter().any(|row| match row {
            TableRow::Group(_) => false,
            TableRow::Data(cells) => cells.iter().any(|cell| matches!(cell, Cell::Number { .. } | Cell::Prose(_))),
        }),
    }
}

/// Figures and tables of many or of broad columns reach beyond the text.
fn wide(body: &Body) -> bool {
    match body {
        Body::Figure { .. } => true,
        Body::Table(table) => {
            let broad = |column: &Column| matches!(column.width, Width::Share(share) if share > 1.25);
            !table.compact || table.columns.len() > 5 || table.columns.iter().any(broad)
        }
    }
}
