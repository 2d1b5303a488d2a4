//! The citation library asked for citations and references, and what it gets wrong about names put right.
//!
//! It tells works apart in citations by adding names and by letters behind the year, as a style wants it, but counts
//! the letters in the order of citing and not of the list, does not add initials for two authors of one family name, and
//! prints in the list only the names that a citation shows. So the list is taken from a run that tells nothing apart.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use hayagriva::archive::{ArchivedStyle, locales};
use hayagriva::citationberg::taxonomy::Locator;
use hayagriva::citationberg::{
    DisambiguationRule, IndependentStyle, LayoutRenderingElement, Locale, LocaleCode, Name, NamesChild, Style,
    StyleClass,
};
use hayagriva::types::Person;
use hayagriva::{
    BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, Elem, ElemChild, ElemChildren, ElemMeta,
    Entry, LocatorPayload, Rendered, SpecificLocator, TransparentLocator,
};

use crate::compose::document::Citation;
use crate::model::{Csl, References};

pub static LOCALES: LazyLock<Vec<Locale>> = LazyLock::new(locales);

/// The style, with what the library needs written out.
pub fn style(csl: &Csl) -> Option<IndependentStyle> {
    let mut style = match csl {
        Csl::Named(name) => match ArchivedStyle::by_name(name)?.get() {
            Style::Independent(style) => Some(style),
            Style::Dependent(_) => None,
        },
        Csl::File { text, .. } => IndependentStyle::from_xml(text).ok(),
    }?;
    named(&mut style.citation.layout.elements);
    if let Some(list) = &mut style.bibliography {
        named(&mut list.layout.elements);
    }
    style.macros.iter_mut().for_each(|text| named(&mut text.children));
    Some(style)
}

/// Names that say nothing of how each name looks print it in the usual way; the library prints none of them.
fn named(elements: &mut [LayoutRenderingElement]) {
    for element in elements {
        match element {
            LayoutRenderingElement::Names(names) => {
                let said = names.children.iter().any(|child| matches!(child, NamesChild::Name(_)));
                if !said && !names.children.is_empty() {
                    names.children.insert(0, NamesChild::Name(Name::default()));
                }
                for child in &mut names.children {
                    if let NamesChild::Substitute(substitute) = child {
                        named(&mut substitute.children);
                    }
                }
            }
            LayoutRenderingElement::Group(group) => named(&mut group.children),
            LayoutRenderingElement::Choose(choose) => {
                named(&mut choose.if_.children);
                choose.else_if.iter_mut().for_each(|branch| named(&mut branch.children));
                if let Some(branch) = &mut choose.otherwise {
                    named(&mut branch.children);
                }
            }
            LayoutRenderingElement::Text(_)
            | LayoutRenderingElement::Date(_)
            | LayoutRenderingElement::Number(_)
            | LayoutRenderingElement::Label(_) => {}
        }
    }
}

pub fn is_note_style(style: &IndependentStyle) -> bool {
    style.settings.class == StyleClass::Note
}

/// All citations in their order, and the list of references.
pub fn rendered(
    style: &IndependentStyle,
    references: &References,
    groups: &[Vec<Citation>],
    language: &str,
) -> Rendered {
    let driver = Run { groups, language };
    let cited: BTreeSet<&str> = groups.iter().flatten().map(|citation| citation.key.as_str()).collect();
    let works: BTreeMap<&str, &Entry> =
        cited.iter().filter_map(|key| Some((*key, &references.get(*key)?.work))).collect();
    let sorted = style.bibliography.as_ref().is_some_and(|list| list.sort.is_some());
    let apart = style.citation.disambiguate_add_names
        || style.citation.disambiguate_add_givenname
        || style.citation.disambiguate_add_year_suffix;
    if !sorted || !apart || is_note_style(style) || !share_a_name(&works) {
        return driver.run(style, &works, &[]);
    }
    let mut alike = style.clone();
    alike.citation.disambiguate_add_names = false;
    alike.citation.disambiguate_add_givenname = false;
    alike.citation.disambiguate_add_year_suffix = false;
    let list = driver.run(&alike, &works, &[]).bibliography;
    let order: Vec<String> = list.iter().flat_map(|list| list.items.iter().map(|item| item.key.clone())).collect();
    let told = told_apart(style, &alike, &works, &order, language);
    let told: BTreeMap<&str, &Entry> = works.iter().map(|(key, work)| (*key, told.get(key).unwrap_or(work))).collect();
    alike.citation.disambiguate_add_year_suffix = style.citation.disambiguate_add_year_suffix;
    let mut rendered = driver.run(&alike, &told, &order);
    if let (Some(mut list), Some(now)) = (list, &rendered.bibliography) {
        for item in &mut list.items {
            let Some(other) = now.items.iter().find(|other| other.key == item.key) else { continue };
            let mut names = Vec::new();
            collect_names(&item.content, &mut names);
            let mut content = other.content.clone();
            put_names(&mut content, &mut names.into_iter());
            item.content = content;
        }
        rendered.bibliography = Some(list);
    }
    rendered
}

/// Works whose citations show more names or initials than those of others, because these would look the same: what is
/// to be seen stands in place of the first author's family name.
///
/// The library finds out for works that are each cited once only, in the order of the list.
fn told_apart<'k>(
    style: &IndependentStyle,
    alike: &IndependentStyle,
    works: &BTreeMap<&'k str, &Entry>,
    order: &[String],
    language: &str,
) -> BTreeMap<&'k str, Entry> {
    let mut told = with_initials(style, works);
    if !style.citation.disambiguate_add_names && !style.citation.disambiguate_add_givenname {
        return told;
    }
    let keys: Vec<&'k str> =
        order.iter().filter_map(|key| works.iter().find(|(_, work)| work.key() == key).map(|(key, _)| *key)).collect();
    let once: Vec<Vec<Citation>> =
        keys.iter().map(|key| vec![Citation { key: (*key).to_owned(), locator: None }]).collect();
    let initialled: BTreeMap<&str, &Entry> =
        works.iter().map(|(key, work)| (*key, told.get(key).unwrap_or(work))).collect();
    let mut apart = style.clone();
    apart.citation.givenname_disambiguation_rule = DisambiguationRule::ByCite;
    apart.citation.disambiguate_add_year_suffix = false;
    let run = Run { groups: &once, language };
    let (apart, alike) = (run.run(&apart, &initialled, &[]), run.run(alike, &initialled, &[]));
    let mut changed = Vec::new();
    for ((key, apart), alike) in keys.iter().zip(&apart.citations).zip(&alike.citations) {
        let (shown, usual) = (names_of(&apart.citation), names_of(&alike.citation));
        if shown == usual || shown.is_empty() {
            continue;
        }
        let mut work = (*initialled[key]).clone();
        let Some(mut authors) = work.authors().map(<[Person]>::to_vec) else { continue };
        let name = |name: &str| Person {
            name: name.to_owned(),
            given_name: None,
            prefix: None,
            suffix: None,
            comma_suffix: false,
            alias: None,
        };
        match usual.rfind(" et al").filter(|at| shown.ends_with(&usual[*at..])) {
            Some(at) => authors[0] = name(&shown[..shown.len() - (usual.len() - at)]),
            None => authors = vec![name(&shown)],
        }
        work.set_authors(authors);
        changed.push((*key, work));
    }
    told.extend(changed);
    told
}

/// The names that a citation shows.
fn names_of(citation: &ElemChildren) -> String {
    let mut names = Vec::new();
    collect_names(citation, &mut names);
    names.first().map(|elem| words_of(&elem.children)).unwrap_or_default()
}

fn words_of(children: &ElemChildren) -> String {
    let each = children.0.iter().map(|child| match child {
        ElemChild::Text(text) | ElemChild::Link { text, .. } => text.text.clone(),
        ElemChild::Elem(elem) => words_of(&elem.children),
        ElemChild::Markup(_) | ElemChild::Transparent { .. } => String::new(),
    });
    each.collect()
}

struct Run<'a> {
    groups: &'a [Vec<Citation>],
    language: &'a str,
}

impl Run<'_> {
    /// Works whose keys are in `first` are cited before all others and unseen, in that order: letters behind years are
    /// given in the order of citing.
    fn run(&self, style: &IndependentStyle, works: &BTreeMap<&str, &Entry>, first: &[String]) -> Rendered {
        let locale = LocaleCode(self.language.to_owned());
        let mut driver = BibliographyDriver::new();
        let unseen = first.iter().filter_map(|key| works.values().find(|work| work.key() == key));
        let unseen: Vec<_> = unseen.map(|work| CitationItem::new(*work, None, None, true, None)).collect();
        let ahead = usize::from(!unseen.is_empty());
        if ahead > 0 {
            driver.citation(CitationRequest::new(unseen, style, Some(locale.clone()), &LOCALES, None));
        }
        for citations in self.groups {
            let items = citations.iter().filter_map(|citation| {
                let work: &Entry = works.get(citation.key.as_str())?;
                let locator = citation.locator.clone().map(|locator| {
                    let payload = LocatorPayload::Transparent(TransparentLocator::new(locator));
                    SpecificLocator(Locator::Custom, payload)
                });
                Some(CitationItem::new(work, locator, None, false, None))
            });
            driver.citation(CitationRequest::new(items.collect(), style, Some(locale.clone()), &LOCALES, None));
        }
        let mut rendered = driver.finish(BibliographyRequest { style, locale: Some(locale), locale_files: &LOCALES });
        rendered.citations.drain(..ahead);
        rendered
    }
}

/// Whom a work is cited by.
fn people(work: &Entry) -> &[Person] {
    work.authors().or_else(|| work.editors()).unwrap_or_default()
}

/// Whether two works have a first author of one family name, so that there is something to tell apart.
fn share_a_name(works: &BTreeMap<&str, &Entry>) -> bool {
    let mut seen = BTreeSet::new();
    let first = works.values().map(|work| match people(work).first() {
        Some(person) => person.name.to_lowercase(),
        // Works without an author are cited by their titles.
        None => work.title().map(|title| title.value.to_string().to_lowercase()).unwrap_or_default(),
    });
    first.into_iter().any(|name| !seen.insert(name))
}

/// Works whose citations show initials, because another person of the same family name is cited, where the style wants
/// that whatever the year: the initials stand within the family name, which is what a citation prints.
fn with_initials<'k>(style: &IndependentStyle, works: &BTreeMap<&'k str, &Entry>) -> BTreeMap<&'k str, Entry> {
    use DisambiguationRule::{AllNames, AllNamesWithInitials, ByCite, PrimaryName, PrimaryNameWithInitials};
    let (first_only, initials) = match style.citation.givenname_disambiguation_rule {
        ByCite => return BTreeMap::new(),
        AllNames => (false, false),
        AllNamesWithInitials => (false, true),
        PrimaryName => (true, false),
        PrimaryNameWithInitials => (true, true),
    };
    if !style.citation.disambiguate_add_givenname {
        return BTreeMap::new();
    }
    let shown = |person: &Person| {
        let mut out = String::new();
        if initials {
            person.initials(&mut out, Some(". "), true).ok()?;
        } else {
            out.push_str(person.given_name.as_deref()?)
        }
        (!out.is_empty()).then_some(out)
    };
    let take = |work: &Entry| if first_only { 1 } else { people(work).len() };
    let mut by_family: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for work in works.values() {
        for person in people(work).iter().take(take(work)) {
            by_family.entry(person.name.clone()).or_default().extend(shown(person));
        }
    }
    let mut out = BTreeMap::new();
    for (key, work) in works {
        let count = take(work);
        let Some(mut authors) = work.authors().map(<[Person]>::to_vec) else { continue };
        let mut changed = false;
        for person in authors.iter_mut().take(count) {
            if by_family.get(&person.name).is_some_and(|given| given.len() > 1)
                && let Some(given) = shown(person)
            {
                person.name = format!("{given} {}", person.name);
                changed = true;
            }
        }
        if changed {
            let mut work = (*work).clone();
            work.set_authors(authors);
            out.insert(*key, work);
        }
    }
    out
}

fn is_names(elem: &Elem) -> bool {
    matches!(elem.meta, Some(ElemMeta::Names(_)))
}

fn collect_names(children: &ElemChildren, out: &mut Vec<Elem>) {
    for child in &children.0 {
        if let ElemChild::Elem(elem) = child {
            if is_names(elem) {
                out.push(elem.clone());
            } else {
                collect_names(&elem.children, out);
            }
        }
    }
}

fn put_names(children: &mut ElemChildren, names: &mut std::vec::IntoIter<Elem>) {
    for child in &mut children.0 {
        if let ElemChild::Elem(elem) = child {
            if is_names(elem) {
                if let Some(other) = names.next() {
                    *elem = other;
                }
            } else {
                put_names(&mut elem.children, names);
            }
        }
    }
}
