//! Citations and the list of references as HTML: the same words as in print.

use super::Book;
use super::escape::{attribute, html};
use super::links::href;
use crate::compose::references::{Look, Run, anchor};

/// A citation as it stands in the text of the page at a path.
pub fn citation(book: &Book<'_>, group: usize, path: &str) -> String {
    let runs = book.document.printed.groups.get(group).map_or(&[][..], Vec::as_slice);
    let link = |key: &str| href(path, &book.addresses.references, &anchor(key));
    format!("<span class=\"syn-cite\">{}</span>", words(runs, &link))
}

/// The page of references.
pub fn references(book: &Book<'_>) -> String {
    let printed = &book.document.printed;
    let mut out = "<h1 id=\"references\"><a class=\"header\" href=\"#references\">References</a></h1>\n\n".to_owned();
    let class = if printed.hanging { "syn-references syn-hanging" } else { "syn-references" };
    out.push_str(&format!("<ul class=\"{class}\">"));
    let link = |key: &str| format!("#{}", anchor(key));
    for item in &printed.items {
        let label = match item.label.is_empty() {
            true => String::new(),
            false => format!("<span class=\"syn-prefix\">{}</span> ", words(&item.label, &link)),
        };
        let id = attribute(&anchor(&item.key));
        out.push_str(&format!("<li id=\"{id}\">{label}<span>{}</span></li>", words(&item.words, &link)));
    }
    out.push_str("</ul>\n\n");
    out
}

fn words(runs: &[Run], link: &dyn Fn(&str) -> String) -> String {
    let each = runs.iter().map(|run| match run {
        Run::Text { text, look } => looking(&html(text), *look),
        Run::Link { text, url, look } => {
            format!("<a href=\"{}\">{}</a>", attribute(url), looking(&html(text), *look))
        }
        Run::To { key, runs } => format!("<a href=\"{}\">{}</a>", attribute(&link(key)), words(runs, link)),
        Run::Lines { indent: false, runs } => format!("<span class=\"syn-block\">{}</span>", words(runs, link)),
        Run::Lines { indent: true, runs } => {
            format!("<span class=\"syn-block syn-indent\">{}</span>", words(runs, link))
        }
    });
    each.collect()
}

fn looking(words: &str, look: Look) -> String {
    let mut out = words.to_owned();
    let mut wrap = |wanted: bool, open: &str, close: &str| {
        if wanted {
            out = format!("{open}{out}{close}");
        }
    };
    wrap(look.italic, "<em>", "</em>");
    wrap(look.small_caps, "<span style=\"font-variant: small-caps\">", "</span>");
    wrap(look.bold, "<strong>", "</strong>");
    wrap(look.light, "<span style=\"font-weight: lighter\">", "</span>");
    wrap(look.underline, "<u>", "</u>");
    wrap(look.raised, "<sup>", "</sup>");
    wrap(look.lowered, "<sub>", "</sub>");
    out
}
