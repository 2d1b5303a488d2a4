//! The list of references and the citations as Typst markup. What they say was made before; nothing in it is markup.

use super::escape::literal;
use super::glyphs::Glyphs;
use super::markup::Writer;
use super::pages::Pages;
use crate::compose::references::{Listed, Look, Run, anchor};
use crate::compose::{Document, Place};
use crate::diag::{Origin, Sink};
use crate::model::Bibliography;

const PATH: &str = "/references.typ";

/// What the main file begins with, so that it can print the list.
const IMPORT: &str = "#import \"/references.typ\": references, printed-list\n";

/// Typst's own list, which templates printed before the list was made here, and ours: names of one length, so that
/// places in the template stay where they are.
const TYPSTS: &str = "bibliography(\"/references.bib\"";
const OURS: &str = "printed-list(\"/references.bib\"";

/// A line of the main file as it stands in the template.
pub fn as_written(line: &str) -> String {
    line.replace(OURS, TYPSTS)
}

/// Adds the file that prints the list, and has the main file print it.
pub fn behind(document: &Document, main: String, pages: &mut Pages, glyphs: &Glyphs, sink: &mut Sink) -> String {
    let Some(bibliography) = document.bibliography.as_ref().filter(|_| document.cites) else { return main };
    let mut writer = Writer::new(glyphs, &[], &[], sink);
    writer.raw("#let reference-items = (\n");
    for item in &document.printed.items {
        listed(&mut writer, item, bibliography);
    }
    writer.raw(")\n");
    writer.raw(if document.printed.hanging { "#let indent = 1.5em\n" } else { "#let indent = 0em\n" });
    let numbered = document.printed.items.iter().any(|item| !item.label.is_empty());
    writer.raw(if numbered { NUMBERED } else { PLAIN });
    writer.raw(LIST);
    pages.add(PATH, writer.markup);
    format!("{IMPORT}{}", main.replace(TYPSTS, OURS))
}

const NUMBERED: &str = r##"
#let reference-list() = enum(
  numbering: number => reference-items.at(number - 1).at(0), number-align: start + top, indent: 0pt,
  body-indent: 0.65em, tight: false, spacing: auto,
  ..reference-items.map(item => enum.item(item.at(1))),
)
"##;

const PLAIN: &str = r##"
#let reference-list() = list(
  marker: none, indent: 0pt, body-indent: 0pt, tight: false, spacing: auto,
  ..reference-items.map(item => list.item({ set par(hanging-indent: indent); item.at(1) })),
)
"##;

const LIST: &str = r##"
#let references(title: [References]) = {
  if title != none { heading(level: 1, if title == auto [References] else { title }) }
  [#block(width: 100%, { set par(first-line-indent: 0pt); reference-list() })<references>]
}
#let printed-list(..given) = references(title: given.named().at("title", default: auto))
"##;

fn listed(w: &mut Writer<'_>, item: &Listed, bibliography: &Bibliography) {
    let at = bibliography.references.get(&item.key).map(|reference| reference.key_at.clone());
    let origin = Origin::of_range(&bibliography.file, &bibliography.text, at.unwrap_or_default());
    let place = Place::Known(origin);
    w.placed(&place.clone(), |w| {
        w.raw("([");
        runs(w, &item.label, &place);
        w.raw(&format!("], [#metadata(none)#label({})", literal(&anchor(&item.key))));
        runs(w, &item.words, &place);
        w.raw("]),\n");
    });
}

/// Runs of words as markup.
pub fn runs(w: &mut Writer<'_>, runs: &[Run], place: &Place) {
    for run in runs {
        match run {
            Run::Text { text, look } => looking(w, *look, |w| words(w, text, place)),
            Run::Link { text, url, look } => looking(w, *look, |w| {
                w.check(text, place);
                // Typst breaks an address where its parts end, if the words are the address alone.
                w.raw(&format!("#link({}, {});", literal(url), literal(text)));
            }),
            Run::To { key, runs: inside } => {
                w.raw(&format!("#link(label({}))[", literal(&anchor(key))));
                self::runs(w, inside, place);
                w.raw("];");
            }
            Run::Lines { indent, runs: inside } => {
                w.raw(if *indent { "#block(inset: (left: 1.5em))[" } else { "#block[" });
                self::runs(w, inside, place);
                w.raw("];");
            }
        }
    }
}

/// A range of pages or numbers stays on one line.
fn words(w: &mut Writer<'_>, text: &str, place: &Place) {
    let mut rest = text;
    while let Some(range) = range_of_digits(rest) {
        w.text(&rest[..range.start], place);
        w.raw("#box[");
        w.text(&rest[range.clone()], place);
        w.raw("];");
        rest = &rest[range.end..];
    }
    w.text(rest, place);
}

/// The first digits with a dash and digits behind them.
fn range_of_digits(text: &str) -> Option<std::ops::Range<usize>> {
    for (dash, _) in text.match_indices('–') {
        let (before, behind) = (&text[..dash], &text[dash + '–'.len_utf8()..]);
        let start = before.len() - before.chars().rev().take_while(char::is_ascii_alphanumeric).count();
        let end = behind.chars().take_while(char::is_ascii_alphanumeric).count();
        let short = dash - start <= 12 && end <= 12;
        if short
            && before.ends_with(|c: char| c.is_ascii_digit())
            && behind.starts_with(|c: char| c.is_ascii_alphanumeric())
        {
            return Some(start..dash + '–'.len_utf8() + end);
        }
    }
    None
}

fn looking(w: &mut Writer<'_>, look: Look, write: impl FnOnce(&mut Writer<'_>)) {
    let styles = [
        (look.italic, "#emph["),
        (look.bold, "#strong["),
        (look.light, "#text(weight: \"light\")["),
        (look.small_caps, "#smallcaps["),
        (look.underline, "#underline["),
        (look.raised, "#super["),
        (look.lowered, "#sub["),
    ];
    let open = styles.iter().filter(|(wanted, _)| *wanted);
    let count = open.map(|(_, open)| w.raw(open)).count();
    write(w);
    w.raw(&"];".repeat(count));
}
