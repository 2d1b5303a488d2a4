//! Blocks and inlines as HTML: every block a line.

use std::collections::{BTreeMap, BTreeSet};

use super::citations::citation;
use super::escape::{attribute, code, html};
use super::links::{href, propositions};
use super::{Book, Part, formulas, tables};
use crate::compose::{Block, BlockKind, Body, Citing, DisplayView, Inline, InlineKind, Place, chapter_of, plain};

/// What is counted over all pages.
#[derive(Debug, Default)]
pub struct Ledger {
    /// Numbers of footnotes by the text that they belong to, and their label there.
    notes: BTreeMap<String, usize>,
    count: usize,
}

/// Writes a page.
pub struct Writer<'a> {
    pub book: &'a Book<'a>,
    pub targets: &'a BTreeMap<String, Part>,
    pub ledger: &'a mut Ledger,
    /// The page's own path in the book.
    pub path: String,
    /// Whether the citation style puts citations into footnotes.
    pub in_notes: bool,
    pub html: String,
    /// The page's footnotes with their numbers.
    notes: Vec<(usize, String)>,
    /// Names of headings that have none of their own.
    ids: BTreeSet<String>,
    /// How many levels the page's headings stand below where they stand on paper.
    pub raised: usize,
}

impl<'a> Writer<'a> {
    pub fn new(
        book: &'a Book<'a>,
        targets: &'a BTreeMap<String, Part>,
        ledger: &'a mut Ledger,
        path: String,
        in_notes: bool,
    ) -> Self {
        let (html, notes, ids) = (String::new(), Vec::new(), BTreeSet::new());
        Self { book, targets, ledger, path, in_notes, html, notes, ids, raised: 0 }
    }

    pub fn raw(&mut self, text: &str) {
        self.html.push_str(text);
    }

    /// Blocks of a page, an empty line after each.
    pub fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
            self.raw("\n\n");
        }
    }

    /// Blocks within a block: they must not end its line.
    fn nested(&mut self, blocks: &[Block]) {
        blocks.iter().for_each(|block| self.block(block));
    }

    fn block(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Heading { level, label, content } => {
                let level = level.saturating_sub(self.raised).max(1);
                self.heading(level, label.as_deref(), content);
            }
            BlockKind::Paragraph(content) => self.element("p", "", content),
            BlockKind::List { start, items } => {
                let (open, close) = match start {
                    Some(1) => ("<ol>".to_owned(), "</ol>"),
                    Some(start) => (format!("<ol start=\"{start}\">"), "</ol>"),
                    None => ("<ul>".to_owned(), "</ul>"),
                };
                self.raw(&open);
                for item in items {
                    self.raw("<li>");
                    self.nested(item);
                    self.raw("</li>");
                }
                self.raw(close);
            }
            BlockKind::Quote(blocks) => {
                self.raw("<blockquote>");
                self.nested(blocks);
                self.raw("</blockquote>");
            }
            BlockKind::Code(text) => self.raw(&format!("<pre><code class=\"nohighlight\">{}</code></pre>", code(text))),
            BlockKind::Math(formula) => self.raw(&format!("<p>{}</p>", formulas::formula(formula))),
            BlockKind::Rule => self.raw("<hr>"),
            BlockKind::Table(table) => {
                self.raw("<div class=\"syn-scroll\" role=\"group\" tabindex=\"0\">");
                tables::table(self, table, None, &[]);
                self.raw("</div>");
            }
            BlockKind::Image { file, alt } => {
                let source = super::page::image(self.book, file, &self.path);
                self.raw(&format!("<p class=\"syn-image\"><img src=\"{source}\" alt=\"{}\"></p>", attribute(alt)));
            }
            BlockKind::Display(index) => {
                if let Some(view) = self.book.document.displays.get(*index) {
                    self.display(view);
                }
            }
            BlockKind::Changed(blocks) => self.nested(blocks),
        }
    }

    /// A heading as mdBook writes them: it leads to itself.
    pub fn heading(&mut self, level: usize, label: Option<&str>, content: &[Inline]) {
        let level = level.min(6);
        let id = label.map_or_else(|| self.id(&plain(content)), str::to_owned);
        self.raw(&format!("<h{level} id=\"{}\">", attribute(&id)));
        let links = |inline: &Inline| {
            matches!(
                inline.kind,
                InlineKind::Link { .. } | InlineKind::Cite(_) | InlineKind::Reference(_) | InlineKind::Footnote { .. }
            )
        };
        // A link cannot stand in another.
        let (within, behind) = match content.iter().position(links) {
            Some(at) => content.split_at(at),
            None => (content, &[][..]),
        };
        self.raw(&format!("<a class=\"header\" href=\"{}\">", attribute(&href("", "", &id))));
        self.inlines(within);
        self.raw("</a>");
        self.inlines(behind);
        self.raw(&format!("</h{level}>"));
    }

    /// A name for a heading that has none, made of its words; no other of the page has it.
    fn id(&mut self, words: &str) -> String {
        let lower = words.trim().to_lowercase();
        let kept = lower.chars().filter_map(|c| match c {
            c if c.is_alphanumeric() || matches!(c, '-' | '_') => Some(c),
            c if c.is_whitespace() => Some('-'),
            _ => None,
        });
        let stem: String = kept.collect();
        let stem = if stem.is_empty() { "section".to_owned() } else { stem };
        let taken = |id: &str, ids: &BTreeSet<String>| self.targets.contains_key(id) || ids.contains(id);
        let more = (1..).map(|count| format!("{stem}-{count}"));
        let id = std::iter::once(stem.clone()).chain(more).find(|id| !taken(id, &self.ids)).unwrap_or(stem.clone());
        self.ids.insert(id.clone());
        id
    }

    pub fn element(&mut self, name: &str, class: &str, content: &[Inline]) {
        match class {
            "" => self.raw(&format!("<{name}>")),
            class => self.raw(&format!("<{name} class=\"{class}\">")),
        }
        self.inlines(content);
        self.raw(&format!("</{name}>"));
    }

    pub fn inlines(&mut self, inlines: &[Inline]) {
        for (at, inline) in inlines.iter().enumerate() {
            let next = inlines.get(at + 1).map(|inline| &inline.kind);
            match (&inline.kind, next) {
                // The citation says what stands between it and the word before it.
                (InlineKind::Text(text), Some(InlineKind::Cite(citing))) if citing.joint.is_given() => {
                    self.raw(&html(text.trim_end()));
                }
                _ => self.inline(inline),
            }
        }
    }

    fn cite(&mut self, citing: &Citing) {
        self.raw(citing.joint.text());
        let words = citation(self.book, citing.group, &self.path);
        if !self.in_notes {
            return self.raw(&words);
        }
        let number = self.number();
        self.notes.push((number, words));
        self.call(number, true);
    }

    fn inline(&mut self, inline: &Inline) {
        match &inline.kind {
            InlineKind::Text(text) => self.raw(&html(text)),
            InlineKind::Emphasis(content) => self.element("em", "", content),
            InlineKind::Strong(content) => self.element("strong", "", content),
            InlineKind::Strike(content) => self.element("del", "", content),
            InlineKind::Code(code) => self.raw(&format!("<code>{}</code>", html(code))),
            InlineKind::Link { url, content } => {
                let url = match url.strip_prefix('#') {
                    Some(label) => self.to(label),
                    None => url.clone(),
                };
                self.raw(&format!("<a href=\"{}\">", attribute(&url)));
                self.inlines(content);
                self.raw("</a>");
            }
            InlineKind::Cite(citing) => self.cite(citing),
            InlineKind::Reference(target) => {
                let to = self.to(&target.label);
                // A reference does not break between its word and its number.
                let words = html(&target.text.replace(' ', "\u{a0}"));
                self.raw(&format!("<a href=\"{}\">{words}</a>", attribute(&to)));
            }
            InlineKind::Math(formula) => self.raw(&formulas::formula(formula)),
            InlineKind::Footnote { label, content } => self.footnote(&inline.place, label, content.as_deref()),
            InlineKind::Break => self.raw("<br>"),
            InlineKind::Inserted(content) => self.element("ins", "", content),
            InlineKind::Deleted(words) => self.raw(&format!("<del>{}</del>", html(words))),
        }
    }

    /// Where something with a label stands, as this page writes it.
    fn to(&self, label: &str) -> String {
        if let Some(file) = chapter_of(label) {
            let there = self.book.addresses.chapters.get(file).cloned().unwrap_or_else(|| self.path.clone());
            return href(&self.path, &there, "").trim_end_matches('#').to_owned();
        }
        let there = self.targets.get(label).map_or_else(|| self.path.clone(), |part| self.book.addresses.of(part));
        href(&self.path, &there, label)
    }

    fn number(&mut self) -> usize {
        self.ledger.count += 1;
        self.ledger.count
    }

    fn call(&mut self, number: usize, first: bool) {
        let id = if first { format!(" id=\"call-{number}\"") } else { String::new() };
        let link = format!("<a href=\"#note-{number}\" role=\"doc-noteref\">{number}</a>");
        self.raw(&format!("<sup class=\"syn-call\"{id}>{link}</sup>"));
    }

    fn footnote(&mut self, place: &Place, label: &str, content: Option<&[Block]>) {
        // One file may hold several texts, each with notes of its own.
        let text = match place {
            Place::Part(text, _) => text.origin(),
            Place::Known(_) | Place::Shown(_) => place.origin(),
        };
        let key = format!("{}:{}:{}:{label}", text.file, text.line, text.column);
        match content {
            Some(blocks) => {
                let number = self.number();
                self.ledger.notes.insert(key, number);
                self.call(number, true);
                let outside = std::mem::take(&mut self.html);
                self.nested(blocks);
                let note = std::mem::replace(&mut self.html, outside);
                self.notes.push((number, note));
            }
            None => {
                if let Some(number) = self.ledger.notes.get(&key).copied() {
                    self.call(number, false);
                }
            }
        }
    }

    fn display(&mut self, view: &DisplayView) {
        let (id, number) = (attribute(&view.label), view.number.clone().unwrap_or_default());
        let caption = format!("<b>{}.</b> ", html(&number));
        match &view.body {
            Body::Table(table) => {
                self.raw(&format!("<figure class=\"syn-display\" id=\"{id}\">"));
                self.raw(&format!("<div class=\"syn-scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{number}\">"));
                let anchors = propositions(&view.id, &view.body, self.book.study);
                tables::table(self, table, Some((&caption, &view.caption)), &anchors);
                self.raw("</div>");
            }
            Body::Figure { alt, .. } => {
                self.raw(&format!("<figure class=\"syn-display\" id=\"{id}\">"));
                self.raw(&format!("<div class=\"syn-scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{number}\">"));
                let svg = self.book.figures.iter().find(|(known, _)| *known == view.id);
                let source = svg.map(|(_, svg)| super::escape::data("image/svg+xml", svg.as_bytes()));
                let alt = attribute(alt);
                self.raw(&format!("<img class=\"syn-chart\" src=\"{}\" alt=\"{alt}\">", source.unwrap_or_default()));
                self.raw(&format!("</div><figcaption>{caption}"));
                self.inlines(&view.caption);
                self.raw("</figcaption>");
            }
        }
        if !view.note.is_empty() {
            self.element("p", "syn-note", &view.note);
        }
        self.raw("</figure>");
    }

    /// The page's footnotes, at its end.
    pub fn finish(mut self) -> String {
        let mut notes = std::mem::take(&mut self.notes);
        notes.sort_by_key(|(number, _)| *number);
        if !notes.is_empty() {
            self.raw("<section class=\"syn-notes\" role=\"doc-endnotes\" aria-label=\"Notes\">");
        }
        let any = !notes.is_empty();
        for (number, note) in notes {
            self.raw(&format!("<div class=\"syn-endnote\" id=\"note-{number}\"><span>{number}</span><div>"));
            self.raw(&note);
            let back =
                format!("<a href=\"#call-{number}\" role=\"doc-backlink\" aria-label=\"Back to the text\">↩</a>");
            self.raw(&format!(" {back}</div></div>"));
        }
        if any {
            self.raw("</section>\n\n");
        }
        self.html
    }
}
