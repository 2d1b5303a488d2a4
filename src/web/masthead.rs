//! What stands over the first page: title, authors, keywords, licence and notice.

use super::escape::{attribute, html};
use super::writer::Writer;

/// What every page of a paper on simulated data says.
pub const SIMULATED: &str = "Simulated data: made to agree with published figures, answered by nobody";

pub fn masthead(w: &mut Writer<'_>) {
    let document = w.book.document;
    w.raw("<header class=\"syn-masthead\">");
    if let Some(kind) = &document.kind {
        w.raw(&format!("<p class=\"syn-kind\">{}</p>", html(kind)));
    }
    let title = html(&document.title);
    w.raw(&format!("<h1 class=\"syn-title\" id=\"paper\"><a class=\"header\" href=\"#paper\">{title}</a></h1>"));
    if let Some(subtitle) = &document.subtitle {
        w.raw(&format!("<p class=\"syn-subtitle\">{}</p>", html(subtitle)));
    }
    authors(w);
    if document.draft {
        w.raw("<p class=\"syn-aside\">Draft with verdicts</p>");
    }
    if let Some(date) = document.date_in_words() {
        w.raw(&format!("<p class=\"syn-aside\"><b>Date</b> {date}</p>"));
    }
    if !document.keywords.is_empty() {
        w.raw(&format!("<p class=\"syn-aside\"><b>Keywords</b> {}</p>", html(&document.keywords.join("; "))));
    }
    w.raw("</header>\n\n");
    for (name, blocks) in [("licence", &document.licence), ("notice", &document.notice)] {
        if !blocks.is_empty() {
            w.raw(&format!("<div class=\"syn-{name}\">\n\n"));
            w.blocks(blocks);
            w.raw("</div>\n\n");
        }
    }
}

fn authors(w: &mut Writer<'_>) {
    let document = w.book.document;
    let many = document.affiliations.len() > 1;
    let authors: Vec<String> = document
        .authors
        .iter()
        .map(|author| {
            let numbers: Vec<String> = author.affiliations.iter().map(|index| (index + 1).to_string()).collect();
            let mark =
                if many && !numbers.is_empty() { format!("<sup>{}</sup>", numbers.join(",")) } else { String::new() };
            format!("{}{mark}", html(&author.name))
        })
        .collect();
    if !authors.is_empty() {
        w.raw(&format!("<p class=\"syn-authors\">{}</p>", authors.join(", ")));
    }
    let affiliations: Vec<String> = document
        .affiliations
        .iter()
        .enumerate()
        .map(|(index, name)| {
            let mark = if many { format!("<sup>{}</sup> ", index + 1) } else { String::new() };
            format!("{mark}{}", html(name))
        })
        .collect();
    if !affiliations.is_empty() {
        w.raw(&format!("<p class=\"syn-aside\">{}</p>", affiliations.join("; ")));
    }
    let addresses = document.authors.iter().filter(|author| author.corresponding).filter_map(|a| a.email.as_deref());
    let addresses: Vec<String> =
        addresses.map(|email| format!("<a href=\"mailto:{}\">{}</a>", attribute(email), html(email))).collect();
    if !addresses.is_empty() {
        w.raw(&format!("<p class=\"syn-aside\">Correspondence: {}</p>", addresses.join(" ")));
    }
}
