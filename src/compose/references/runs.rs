//! What the citation library made as runs of words, each in one look, with what its types have no place for put in.

use hayagriva::citationberg::taxonomy::{OtherTerm, Term};
use hayagriva::citationberg::{
    Display, FontStyle, FontVariant, FontWeight, IndependentStyle, TermForm, TextDecoration, VerticalAlign,
};
use hayagriva::{BibliographyItem, Elem, ElemChild, ElemChildren, ElemMeta, Formatting};

use super::Listed;
use super::render::LOCALES;
use crate::compose::document::Citation;
use crate::model::marks::{self, INSTEAD_OF_DATE, LITERAL, OTHERS};
use crate::model::{Reference, References};

/// How words look.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Look {
    pub italic: bool,
    pub bold: bool,
    pub light: bool,
    pub small_caps: bool,
    pub underline: bool,
    pub raised: bool,
    pub lowered: bool,
}

/// A part of a citation or reference.
#[derive(Debug, Clone, PartialEq)]
pub enum Run {
    Text {
        text: String,
        look: Look,
    },
    /// Words that lead to an address.
    Link {
        text: String,
        url: String,
        look: Look,
    },
    /// Words that lead to a reference of the list.
    To {
        key: String,
        runs: Vec<Run>,
    },
    /// Words on lines of their own.
    Lines {
        indent: bool,
        runs: Vec<Run>,
    },
}

impl Run {
    pub fn is_raised(&self) -> bool {
        match self {
            Run::Text { look, .. } | Run::Link { look, .. } => look.raised,
            Run::To { runs, .. } | Run::Lines { runs, .. } => runs.first().is_some_and(Run::is_raised),
        }
    }
}

/// The words of runs.
pub fn plain(runs: &[Run]) -> String {
    let each = runs.iter().map(|run| match run {
        Run::Text { text, .. } | Run::Link { text, .. } => text.clone(),
        Run::To { runs, .. } | Run::Lines { runs, .. } => plain(runs),
    });
    each.collect()
}

/// Whether a citation is a number in brackets.
pub fn is_number(runs: &[Run]) -> bool {
    let text = plain(runs);
    text.strip_prefix(['[', '(']).is_some_and(|inside| inside.starts_with(|c: char| c.is_ascii_digit()))
        && text.chars().all(|c| !c.is_alphabetic())
}

pub struct Flat<'a> {
    references: &'a References,
    /// What stands for those who are not named.
    et_al: String,
}

/// What is being made flat: a reference of the list, or a group of citations.
struct Scene<'a> {
    reference: Option<&'a Reference>,
    citations: &'a [Citation],
    listed: &'a dyn Fn(&str) -> bool,
    /// Styles that signs within texts turned on.
    marks: [bool; 5],
    /// Runs that stand in the margin.
    margin: Vec<Run>,
    in_date: bool,
}

impl<'a> Flat<'a> {
    pub fn new(references: &'a References, style: &IndependentStyle, language: &str) -> Self {
        let term = Term::Other(OtherTerm::EtAl);
        let fits = |lang: Option<&str>| lang.is_none_or(|lang| lang.split('-').next() == language.split('-').next());
        let own = style.locale.iter().filter(|locale| fits(locale.lang.as_ref().map(|lang| lang.0.as_str())));
        let all = LOCALES
            .iter()
            .filter(|locale| locale.lang.is_some() && fits(locale.lang.as_ref().map(|lang| lang.0.as_str())));
        let found =
            own.chain(all).find_map(|locale| locale.term(term, TermForm::default())?.single().map(str::to_owned));
        Self { references, et_al: found.unwrap_or_else(|| "et al.".to_owned()) }
    }

    pub fn listed(&self, item: &BibliographyItem) -> Listed {
        let mut scene = Scene {
            reference: self.references.get(&item.key),
            citations: &[],
            listed: &|_| false,
            marks: [false; 5],
            margin: Vec::new(),
            in_date: false,
        };
        let mut label = Vec::new();
        if let Some(first) = &item.first_field {
            child(first, &mut scene, &mut label);
        }
        let mut words = Vec::new();
        children(&item.content, &mut scene, &mut words);
        label.append(&mut scene.margin);
        Listed { key: item.key.clone(), label: self.finished(label), words: self.finished(words) }
    }

    pub fn cited(&self, words: &ElemChildren, citations: &[Citation], listed: &dyn Fn(&str) -> bool) -> Vec<Run> {
        let mut scene =
            Scene { reference: None, citations, listed, marks: [false; 5], margin: Vec::new(), in_date: false };
        let mut out = Vec::new();
        self.children_of_group(words, &mut scene, &mut out);
        if let Some(Run::Text { text, .. }) = out.first_mut() {
            *text = text.trim_start().to_owned();
        }
        self.finished(out)
    }

    /// Each citation of a group knows its own reference.
    fn children_of_group(&self, words: &ElemChildren, scene: &mut Scene<'_>, out: &mut Vec<Run>) {
        for part in &words.0 {
            if let ElemChild::Elem(Elem { meta: Some(ElemMeta::Entry(index)), children: inside, .. }) = part
                && let Some(reference) = scene.citations.get(*index).and_then(|c| self.references.get(&c.key))
            {
                let mut own = Scene { reference: Some(reference), marks: [false; 5], margin: Vec::new(), ..*scene };
                let mut runs = Vec::new();
                children(inside, &mut own, &mut runs);
                let key = reference.work.key();
                if (scene.listed)(key) {
                    out.push(Run::To { key: key.to_owned(), runs: self.finished(runs) });
                } else {
                    out.extend(runs);
                }
            } else {
                child(part, scene, out);
            }
        }
    }

    /// Runs of one look together, and `and others` as the style has it.
    fn finished(&self, runs: Vec<Run>) -> Vec<Run> {
        let mut out: Vec<Run> = Vec::new();
        for run in runs {
            match (run, out.last_mut()) {
                (Run::Text { text, .. }, _) if text.is_empty() => {}
                (Run::Text { text, look }, Some(Run::Text { text: last, look: same })) if look == *same => {
                    last.push_str(&text)
                }
                (run, _) => out.push(run),
            }
        }
        let mut before = 'x';
        for run in &mut out {
            match run {
                Run::Text { text, .. } => {
                    *text = spaced(&self.with_others(text), before);
                    before = text.chars().next_back().unwrap_or(before);
                }
                Run::Link { .. } | Run::To { .. } | Run::Lines { .. } => before = 'x',
            }
        }
        out
    }

    fn with_others(&self, text: &str) -> String {
        let Some((before, after)) = text.split_once(OTHERS) else { return text.to_owned() };
        let mut before = before.trim_end();
        for and in ["&", "…", "and", "und", "et", "y", "e", "en", "och", "og"] {
            if let Some(rest) =
                before.strip_suffix(and).filter(|rest| rest.ends_with(char::is_whitespace) || rest.is_empty())
            {
                before = rest.trim_end();
                break;
            }
        }
        // A term that ends with a point needs no other.
        let after = if self.et_al.ends_with('.') { after.strip_prefix('.').unwrap_or(after) } else { after };
        format!("{before} {}{}", self.et_al, self.with_others(after))
    }
}

/// The library leaves two blanks where a part between them is empty, and a point behind a question mark.
fn spaced(text: &str, mut before: char) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        let twice = sign == ' ' && before == ' ';
        let ended = matches!(sign, '.' | ',') && matches!(before, '?' | '!');
        if !twice && !ended {
            out.push(sign);
            before = sign;
        }
    }
    // A comma before a month that is not there, and a date that is none.
    out.replace(",)", ")").replace("Published online in press", "In press")
}

fn children(children: &ElemChildren, scene: &mut Scene<'_>, out: &mut Vec<Run>) {
    children.0.iter().for_each(|part| child(part, scene, out));
}

fn child(part: &ElemChild, scene: &mut Scene<'_>, out: &mut Vec<Run>) {
    match part {
        ElemChild::Text(text) => words(&text.text, look(&text.formatting), scene, out),
        ElemChild::Elem(inner) => elem(inner, scene, out),
        // No text of a bibliography is mathematics by the time it is here.
        ElemChild::Markup(markup) => words(markup, Look::default(), scene, out),
        ElemChild::Link { text, url } => {
            let address = scene.reference.and_then(|reference| reference.beside.address.clone());
            let printed =
                if text.text == *url { address.unwrap_or_else(|| text.text.clone()) } else { text.text.clone() };
            let text = printed.replace(LITERAL, "");
            out.push(Run::Link { text, url: url.clone(), look: look(&text_format(part)) });
        }
        ElemChild::Transparent { cite_idx, format } => {
            let locator = scene.citations.get(*cite_idx).and_then(|citation| citation.locator.clone());
            words(&locator.unwrap_or_default(), look(format), scene, out);
        }
    }
}

fn text_format(part: &ElemChild) -> Formatting {
    match part {
        ElemChild::Text(text) | ElemChild::Link { text, .. } => text.formatting,
        ElemChild::Elem(_) | ElemChild::Markup(_) | ElemChild::Transparent { .. } => Formatting::default(),
    }
}

fn elem(inner: &Elem, scene: &mut Scene<'_>, out: &mut Vec<Run>) {
    let outer = scene.in_date;
    scene.in_date |= inner.meta == Some(ElemMeta::Date);
    let mut runs = Vec::new();
    children(&inner.children, scene, &mut runs);
    scene.in_date = outer;
    match inner.display {
        Some(Display::LeftMargin) => scene.margin.append(&mut runs),
        Some(Display::Block) => out.push(Run::Lines { indent: false, runs }),
        Some(Display::Indent) => out.push(Run::Lines { indent: true, runs }),
        Some(Display::RightInline) | None => out.append(&mut runs),
    }
}

/// A text, split where a sign within it turns a style on or off.
fn words(text: &str, base: Look, scene: &mut Scene<'_>, out: &mut Vec<Run>) {
    let text = dated(&text.replace(LITERAL, ""), scene);
    let mut part = String::new();
    let mut push = |part: &mut String, marks: &[bool; 5]| {
        if !part.is_empty() {
            out.push(Run::Text { text: std::mem::take(part), look: marked(base, marks) });
        }
    };
    for sign in text.chars() {
        match marks::style(sign) {
            Some((style, on)) => {
                push(&mut part, &scene.marks);
                if let Some(mark) = scene.marks.get_mut(style as usize) {
                    *mark = on;
                }
            }
            None => part.push(sign),
        }
    }
    push(&mut part, &scene.marks);
}

/// A year with the later one of its range, and words where a date would stand.
fn dated(text: &str, scene: &Scene<'_>) -> String {
    let Some(reference) = scene.reference else { return text.to_owned() };
    if let Some(words) = &reference.beside.instead_of_date {
        let number = INSTEAD_OF_DATE.to_string();
        let letter =
            text.split_once(&number).is_some_and(|(_, after)| after.starts_with(|c: char| c.is_ascii_lowercase()));
        return text.replace(&number, &if letter { format!("{words}-") } else { words.clone() });
    }
    match (reference.beside.until, reference.work.date()) {
        (Some(until), Some(date)) if scene.in_date => {
            let year = date.year.to_string();
            text.replacen(&year, &format!("{year}–{until}"), 1)
        }
        _ => text.to_owned(),
    }
}

/// A style within a text that has it already is its contrary: italics within italics are upright.
fn marked(base: Look, marks: &[bool; 5]) -> Look {
    let [italic, bold, small_caps, raised, lowered] = *marks;
    Look {
        italic: base.italic != italic,
        bold: base.bold || bold,
        small_caps: base.small_caps || small_caps,
        raised: base.raised || raised,
        lowered: base.lowered || lowered,
        ..base
    }
}

fn look(format: &Formatting) -> Look {
    Look {
        italic: format.font_style == FontStyle::Italic,
        bold: format.font_weight == FontWeight::Bold,
        light: format.font_weight == FontWeight::Light,
        small_caps: format.font_variant == FontVariant::SmallCaps,
        underline: format.text_decoration == TextDecoration::Underline,
        raised: format.vertical_align == VerticalAlign::Sup,
        lowered: format.vertical_align == VerticalAlign::Sub,
    }
}
