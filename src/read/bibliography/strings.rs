//! `@string` definitions put in for their names.

use std::collections::BTreeMap;

use super::lines::Lines;
use super::scan::{Piece, Raw, RawField};
use crate::diag::{Diagnostic, Sink};

/// No definition becomes longer than this, however often it names others.
const LONGEST: usize = 1 << 16;

/// A part of a value: its text, and where it stands in the file. What a definition gave stands at its name.
#[derive(Debug, Clone)]
pub struct Spelt {
    pub text: String,
    pub at: usize,
    /// Whether places within the text are places of the file.
    pub written: bool,
}

pub struct Strings {
    texts: BTreeMap<String, String>,
    /// Whether working out was given up: what is not known then is no news.
    given_up: bool,
}

impl Strings {
    /// Works out all definitions. Circles, unknown names and definitions that grow without measure are errors.
    pub fn new(raw: &Raw<'_>, lines: &Lines, sink: &mut Sink) -> Self {
        let mut strings = Self { texts: BTreeMap::new(), given_up: raw.strings_lost };
        let defined: BTreeMap<&str, usize> =
            raw.strings.iter().enumerate().map(|(index, (name, ..))| (name.as_str(), index)).collect();
        for (index, (name, at, pieces)) in raw.strings.iter().enumerate() {
            let mut text = String::new();
            for piece in pieces {
                match piece {
                    Piece::Text(part, _) => text.push_str(part),
                    Piece::Name(part, from) => match strings.known(part) {
                        Some(known) => text.push_str(&known),
                        None if strings.given_up => {}
                        None => {
                            let at = *from..from + part.len();
                            let later = defined.get(part.to_ascii_lowercase().as_str()).copied();
                            sink.push(undefined(part, &lines.origin(&at), later.is_some_and(|at| at >= index)));
                        }
                    },
                }
                if text.len() > LONGEST {
                    let message = format!("the text of `@string` `{name}` is longer than {LONGEST} characters");
                    let hint = "it names others that name others again: write out what is meant";
                    sink.push(Diagnostic::error("bib-syntax", message).at(&lines.origin(at)).hint(hint));
                    strings.given_up = true;
                    return strings;
                }
            }
            strings.texts.insert(name.clone(), text);
        }
        strings
    }

    fn known(&self, name: &str) -> Option<String> {
        let name = name.to_ascii_lowercase();
        self.texts.get(&name).cloned().or_else(|| super::dates::is_month(&name).then_some(name))
    }

    /// The texts of a value.
    pub fn spelt(&self, field: &RawField<'_>, lines: &Lines, sink: &mut Sink) -> Vec<Spelt> {
        let mut out = Vec::new();
        for piece in &field.value {
            match piece {
                Piece::Text(text, at) => out.push(Spelt { text: (*text).to_owned(), at: *at, written: true }),
                Piece::Name(name, at) => match self.known(name) {
                    Some(text) => out.push(Spelt { text, at: *at, written: false }),
                    None if self.given_up => {}
                    None => sink.push(undefined(name, &lines.origin(&(*at..at + name.len())), false)),
                },
            }
        }
        out
    }
}

fn undefined(name: &str, origin: &crate::diag::Origin, later: bool) -> Diagnostic {
    let message = match later {
        true => format!("`{name}` is defined by itself or below this place, and means nothing here"),
        false => format!("`{name}` has no `@string` that says what it means"),
    };
    let hint = match later {
        true => "define it above, and not by itself".to_owned(),
        false => format!("put it in braces if it is text: `{{{name}}}`"),
    };
    Diagnostic::error("bib-syntax", message).at(origin).hint(hint)
}
