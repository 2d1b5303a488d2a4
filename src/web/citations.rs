//! Citations and the list of references, in the study's own citation style.
//!
//! The style and the words are made by the library that the typesetter uses, from the same requests, so that a citation
//! reads as it does on paper.

use std::sync::LazyLock;

use hayagriva::archive::{ArchivedStyle, locales};
use hayagriva::citationberg::taxonomy::Locator;
use hayagriva::citationberg::{
    Display, FontStyle, FontVariant, FontWeight, IndependentStyle, Locale, LocaleCode, Style, StyleClass,
    TextDecoration, VerticalAlign,
};
use hayagriva::{
    BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, Elem, ElemChild, ElemChildren, ElemMeta,
    Entry, Formatting, LocatorPayload, Rendered, SpecificLocator, TransparentLocator,
};

use super::Book;
use super::escape::{attribute, html};
use super::links::href;
use crate::compose::Citation;
use crate::model::Csl;

static LOCALES: LazyLock<Vec<Locale>> = LazyLock::new(locales);

/// Every citation as it stands in the text, and the list of references.
#[derive(Default)]
pub struct Cited {
    groups: Vec<String>,
    /// Key, what stands before, and the reference itself.
    items: Vec<(String, Option<String>, String)>,
    hanging: bool,
}

impl Cited {
    pub fn group(&self, index: usize) -> &str {
        self.groups.get(index).map_or("", String::as_str)
    }

    /// The page of references.
    pub fn references(&self) -> String {
        let mut out =
            "<h1 id=\"references\"><a class=\"header\" href=\"#references\">References</a></h1>\n\n".to_owned();
        let class = if self.hanging { "syn-references syn-hanging" } else { "syn-references" };
        out.push_str(&format!("<ul class=\"{class}\">"));
        for (key, prefix, body) in &self.items {
            let prefix = prefix.as_ref().map(|prefix| format!("<span class=\"syn-prefix\">{prefix}</span> "));
            let id = attribute(&anchor(key));
            out.push_str(&format!("<li id=\"{id}\">{}<span>{body}</span></li>", prefix.unwrap_or_default()));
        }
        out.push_str("</ul>\n\n");
        out
    }
}

fn anchor(key: &str) -> String {
    format!("ref-{key}")
}

fn style(csl: &Csl) -> Option<IndependentStyle> {
    match csl {
        Csl::Named(name) => match ArchivedStyle::by_name(name)?.get() {
            Style::Independent(style) => Some(style),
            Style::Dependent(_) => None,
        },
        Csl::File { text, .. } => IndependentStyle::from_xml(text).ok(),
    }
}

/// Whether a style puts its citations into footnotes.
pub fn is_note_style(csl: &Csl) -> bool {
    style(csl).is_some_and(|style| style.settings.class == StyleClass::Note)
}

/// Citations that stand together, each with the page that they stand on.
type Group = (String, Vec<Citation>);

/// All citations of a book. The reader has read style and references already, so what cannot be read here is not there.
pub fn cited(book: &Book<'_>, groups: &[Group]) -> Cited {
    let library = book.document.bibliography.as_ref().and_then(|(_, text)| hayagriva::io::from_biblatex_str(text).ok());
    let (Some(style), Some(library)) = (style(&book.document.csl), library) else { return Cited::default() };
    let rendered = rendered(&style, &library, groups, &book.document.language);
    let (items, hanging) = match &rendered.bibliography {
        Some(list) => (list.items.as_slice(), list.hanging_indent),
        None => (&[][..], false),
    };
    let listed = |key: &str| items.iter().any(|item| item.key == key);
    let groups = groups.iter().zip(&rendered.citations).map(|((page, citations), rendered)| {
        let link = |index: usize| {
            let key = &citations.get(index)?.key;
            listed(key).then(|| href(page, &book.addresses.references, &anchor(key)))
        };
        let locator = |index: usize| citations.get(index)?.locator.clone();
        let scene = Scene { link: &link, locator: &locator };
        let words = scene.children(&rendered.citation, &mut None, true);
        format!("<span class=\"syn-cite\">{words}</span>")
    });
    let nothing = Scene { link: &|_| None, locator: &|_| None };
    let items = items.iter().map(|item| {
        let mut prefix = item.first_field.as_ref().map(|first| nothing.child(first, &mut None, false));
        let body = {
            let mut margin = Some(prefix.take().unwrap_or_default());
            let body = nothing.children(&item.content, &mut margin, false);
            prefix = margin.filter(|prefix| !prefix.is_empty());
            body
        };
        (item.key.clone(), prefix, body)
    });
    Cited { groups: groups.collect(), items: items.collect(), hanging }
}

fn rendered(style: &IndependentStyle, library: &hayagriva::Library, groups: &[Group], language: &str) -> Rendered {
    let locale = LocaleCode(language.to_owned());
    let mut driver = BibliographyDriver::new();
    for (_, citations) in groups {
        let items: Vec<CitationItem<'_, Entry>> = citations
            .iter()
            .filter_map(|citation| {
                let entry = library.get(&citation.key)?;
                let locator = citation.locator.clone().map(|locator| {
                    let payload = LocatorPayload::Transparent(TransparentLocator::new(locator));
                    SpecificLocator(Locator::Custom, payload)
                });
                Some(CitationItem::new(entry, locator, None, false, None))
            })
            .collect();
        driver.citation(CitationRequest::new(items, style, Some(locale.clone()), &LOCALES, None));
    }
    driver.finish(BibliographyRequest { style, locale: Some(locale), locale_files: &LOCALES })
}

/// What the words of one citation refer to.
struct Scene<'a> {
    link: &'a dyn Fn(usize) -> Option<String>,
    locator: &'a dyn Fn(usize) -> Option<String>,
}

impl Scene<'_> {
    /// What stands in the left margin goes into `margin`, where there is one.
    fn children(&self, children: &ElemChildren, margin: &mut Option<String>, trim: bool) -> String {
        let each = children.0.iter().enumerate();
        each.map(|(index, child)| self.child(child, margin, trim && index == 0)).collect()
    }

    fn child(&self, child: &ElemChild, margin: &mut Option<String>, trim: bool) -> String {
        match child {
            ElemChild::Text(text) => {
                let words = if trim { text.text.trim_start() } else { &text.text };
                formatted(&html(words), &text.formatting)
            }
            ElemChild::Elem(elem) => self.elem(elem, margin),
            ElemChild::Markup(markup) => html(markup),
            ElemChild::Link { text, url } => {
                let words = formatted(&html(&text.text), &text.formatting);
                format!("<a href=\"{}\">{words}</a>", attribute(url))
            }
            ElemChild::Transparent { cite_idx, format } => {
                let words = (self.locator)(*cite_idx).unwrap_or_default();
                formatted(&html(&words), format)
            }
        }
    }

    fn elem(&self, elem: &Elem, margin: &mut Option<String>) -> String {
        let block = matches!(elem.display, Some(Display::Block | Display::Indent));
        let inside = match block {
            true => self.children(&elem.children, &mut None, false),
            false => self.children(&elem.children, margin, false),
        };
        if matches!(elem.display, Some(Display::LeftMargin))
            && let Some(margin) = margin
        {
            margin.push_str(&inside);
            return String::new();
        }
        let inside = match elem.display {
            Some(Display::Block) => format!("<span class=\"syn-block\">{inside}</span>"),
            Some(Display::Indent) => format!("<span class=\"syn-block syn-indent\">{inside}</span>"),
            _ => inside,
        };
        match &elem.meta {
            Some(ElemMeta::Entry(index)) => match (self.link)(*index) {
                Some(to) => format!("<a href=\"{}\">{inside}</a>", attribute(&to)),
                None => inside,
            },
            _ => inside,
        }
    }
}

fn formatted(words: &str, format: &Formatting) -> String {
    let mut out = words.to_owned();
    let mut wrap = |wanted: bool, open: &str, close: &str| {
        if wanted {
            out = format!("{open}{out}{close}");
        }
    };
    wrap(format.font_style == FontStyle::Italic, "<em>", "</em>");
    wrap(format.font_variant == FontVariant::SmallCaps, "<span style=\"font-variant: small-caps\">", "</span>");
    wrap(format.font_weight == FontWeight::Bold, "<strong>", "</strong>");
    wrap(format.font_weight == FontWeight::Light, "<span style=\"font-weight: lighter\">", "</span>");
    wrap(format.text_decoration == TextDecoration::Underline, "<u>", "</u>");
    wrap(format.vertical_align == VerticalAlign::Sup, "<sup>", "</sup>");
    wrap(format.vertical_align == VerticalAlign::Sub, "<sub>", "</sub>");
    out
}
