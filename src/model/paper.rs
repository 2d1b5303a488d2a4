//! What stands around the prose: who wrote it, where, under which licence.

use super::Text;

#[derive(Debug, Clone)]
pub struct Paper {
    pub subtitle: Option<String>,
    /// The running head.
    pub short_title: Option<String>,
    /// The label over the title, such as `Research article`.
    pub kind: Option<String>,
    pub authors: Vec<Author>,
    pub affiliations: Vec<Affiliation>,
    pub keywords: Vec<String>,
    /// Set apart on the first page.
    pub notice: Option<Text>,
    pub licence: Option<Text>,
    /// Year, month and day; no clock is ever read.
    pub date: Option<(i32, u8, u8)>,
    pub declarations: Vec<Declaration>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    pub name: String,
    /// Positions in [`Paper::affiliations`].
    pub affiliations: Vec<usize>,
    pub orcid: Option<String>,
    pub email: Option<String>,
    pub corresponding: bool,
}

#[derive(Debug, Clone)]
pub struct Affiliation {
    pub name: String,
}

#[derive(Debug, Clone)]
pub struct Declaration {
    pub label: String,
    pub text: Text,
}
