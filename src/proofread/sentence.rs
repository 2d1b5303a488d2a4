//! Markdown to sentences of tokens, each with its place. What is not the author's running text is passed over:
//! headings, tables, quotations, code, mathematics, links' addresses.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::scan::{Letter, tokens};
use crate::model::Text;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Word,
    /// Digits that may be a result: a sign and a per cent sign belong to it.
    Number,
    /// `{{ … }}`: the text is what stands between the braces.
    Value,
    /// `[@key]`.
    Citation,
    /// Anything else: a mark, or something that is no text.
    Mark,
}

/// A word, number or mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    pub kind: Kind,
    /// As written.
    pub text: String,
    /// In lower case.
    pub lower: String,
    /// Bytes of the text's Markdown.
    pub range: Range<usize>,
    /// In italics or in quotation marks: a word that is spoken of, not said.
    pub quoted: bool,
}

impl Token {
    pub fn is(&self, word: &str) -> bool {
        self.lower == word
    }

    pub fn is_one_of(&self, words: &[&str]) -> bool {
        words.contains(&self.lower.as_str())
    }
}

/// The tokens of a sentence, its last mark included.
pub type Sentence = Vec<Token>;

/// A text, taken apart once for all who read it.
pub struct Read<'a> {
    pub text: &'a Text,
    pub sentences: Vec<Sentence>,
}

impl<'a> Read<'a> {
    pub fn of(text: &'a Text) -> Self {
        Self { text, sentences: sentences(&text.markdown) }
    }
}

/// The sentences of a text.
pub fn sentences(markdown: &str) -> Vec<Sentence> {
    blocks(markdown).into_iter().flat_map(|letters| split(tokens(&letters))).collect()
}

/// The letters of each paragraph, item and note.
fn blocks(markdown: &str) -> Vec<Vec<Letter>> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_MATH;
    let mut found: Vec<Vec<Letter>> = Vec::new();
    let mut open: Vec<Letter> = Vec::new();
    let (mut passed_over, mut italics) = (0_usize, 0_usize);
    for (event, range) in Parser::new_ext(markdown, options).into_offset_iter() {
        match event {
            Event::Start(tag) => match tag {
                Tag::Heading { .. } | Tag::CodeBlock(_) | Tag::BlockQuote(_) | Tag::Table(_) | Tag::HtmlBlock => {
                    passed_over += 1;
                }
                Tag::Emphasis => italics += 1,
                Tag::Paragraph | Tag::Item | Tag::FootnoteDefinition(_) => found.push(std::mem::take(&mut open)),
                _ => {}
            },
            Event::End(tag) => match tag {
                TagEnd::Heading(_) | TagEnd::CodeBlock | TagEnd::BlockQuote(_) | TagEnd::Table | TagEnd::HtmlBlock => {
                    passed_over = passed_over.saturating_sub(1);
                }
                TagEnd::Emphasis => italics = italics.saturating_sub(1),
                TagEnd::Paragraph | TagEnd::Item | TagEnd::FootnoteDefinition => {
                    found.push(std::mem::take(&mut open));
                }
                _ => {}
            },
            _ if passed_over > 0 => {}
            Event::Text(text) => {
                // An escaped or decoded piece is not what stands in the file; its place is all of it.
                let same = markdown.get(range.clone()) == Some(&*text);
                let mut at = range.start;
                for letter in text.chars() {
                    let here = if same { at..at + letter.len_utf8() } else { range.clone() };
                    at += letter.len_utf8();
                    open.push(Letter { letter, range: here, quoted: italics > 0 });
                }
            }
            Event::SoftBreak | Event::HardBreak => open.push(Letter { letter: ' ', range, quoted: false }),
            // Code, a formula, a footnote's mark: something stands there, and is no word.
            _ => open.push(Letter { letter: '\u{fffc}', range, quoted: false }),
        }
    }
    found.push(open);
    found.retain(|letters| !letters.is_empty());
    found
}

/// Words before whose full stop a sentence does not end.
const ABBREVIATIONS: [&str; 14] =
    ["vs", "cf", "fig", "figs", "no", "nos", "pp", "al", "approx", "ca", "dr", "st", "eq", "resp"];

fn split(tokens: Vec<Token>) -> Vec<Sentence> {
    let mut found = Vec::new();
    let mut open: Sentence = Vec::new();
    let mut rest = tokens.into_iter().peekable();
    while let Some(token) = rest.next() {
        let stop = token.kind == Kind::Mark && [".", "!", "?"].contains(&token.text.as_str());
        let end = token.range.end;
        let abbreviated = open.last().is_some_and(|before| {
            before.is_one_of(&ABBREVIATIONS)
                || (before.kind == Kind::Word && before.text.len() == 1 && before.text != "I" && token.text == ".")
        });
        open.push(token);
        let ends = stop
            && rest.peek().is_none_or(|next| {
                let begins = next.text.chars().next().is_none_or(|c| !c.is_lowercase());
                next.range.start > end && begins && !abbreviated
            });
        if ends {
            found.push(std::mem::take(&mut open));
        }
    }
    if !open.is_empty() {
        found.push(open);
    }
    found
}
