//! [`Document`] to the pages of a book in HTML, for mdBook to put into its frame.
//!
//! Every block is one line of HTML with an empty line after it: Markdown takes such a block as it stands, so that nothing
//! of it is read as markup again. What a page says is what the PDF says; only the numbers of citations are counted in
//! the order of the text here, and in that of the sheets there.

mod citations;
mod escape;
mod formulas;
mod links;
mod masthead;
mod page;
mod tables;
mod writer;

use std::sync::Arc;

pub use links::Addresses;

use crate::compose::Document;
use crate::model::Study;

/// What a page of the book is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// A chapter, by the path of its file from the study's root.
    Chapter(Arc<str>),
    Declarations,
    References,
}

/// The content of a page: Markdown that is HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    pub part: Part,
    pub content: String,
}

/// Everything that pages are made of.
pub struct Book<'a> {
    pub document: &'a Document,
    pub study: &'a Study,
    /// The figures as SVG, by their ids.
    pub figures: &'a [(String, String)],
    /// Where the pages stand in the book.
    pub addresses: &'a Addresses,
    /// Whether a page brings its own look along; other programs than mdBook's HTML have theirs.
    pub styled: bool,
}

/// The pages of the book: the chapters in the order of the paper, then the declarations and the references where the
/// paper has any. The title stands at the head of the first page of [`Addresses`].
pub fn pages(book: &Book<'_>) -> Vec<Page> {
    page::pages(book)
}

/// A page that says something of the whole: a title, a sentence, and text that is shown as it stands.
pub fn message(title: &str, sentence: &str, text: &str) -> String {
    let (title, sentence, text) = (escape::html(title), escape::html(sentence), escape::code(text));
    format!("<h1>{title}</h1>\n\n<p>{sentence}</p>\n\n<pre><code class=\"nohighlight\">{text}</code></pre>\n")
}
