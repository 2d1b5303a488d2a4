//! Codes as people name them: by id or label, one or several in a cell, and with the theme before them as programs for
//! coding export them.

use super::names::{Named, Names, plain};
use crate::diag::{Diagnostic, Origin, Sink};
use crate::model::{CodeId, Codebook};

const FILE: &str = "data/qualitative/codebook.yaml";

/// The codes and themes of a study by their names.
pub struct CodeNames {
    pub codes: Names,
    pub themes: Names,
    /// Each code with its theme.
    parents: Vec<(String, String)>,
}

/// What programs for coding call the whole of the codes, before the first theme.
const ROOTS: [&str; 5] = ["codes", "nodes", "code-system", "codesystem", "codebook"];

/// What programs for coding put between a theme and its code; the longer ones first.
const STEPS: [&str; 10] = ["\\\\", "::", "->", ": ", "\\", "/", ">", "»", "›", "→"];

/// What a piece of a list stands for.
enum Piece {
    Code(String),
    Fault(Diagnostic),
    Unknown,
}

impl CodeNames {
    pub fn of(codebook: &Codebook, complete: bool) -> Self {
        let ids = codebook.codes().map(|code| code.id.to_string()).collect();
        let labels = codebook.codes().map(|code| (code.label.clone(), code.id.to_string()));
        let codes = Names::new("code", FILE, ids, complete).or_called(labels);
        let ids = codebook.themes.iter().map(|theme| theme.id.to_string()).collect();
        let labels = codebook.themes.iter().map(|theme| (theme.label.clone(), theme.id.to_string()));
        let themes = Names::new("theme", FILE, ids, complete).or_called(labels);
        let parents = codebook.themes.iter();
        let parents =
            parents.flat_map(|theme| theme.codes.iter().map(|code| (code.id.to_string(), theme.id.to_string())));
        Self { codes, themes, parents: parents.collect() }
    }

    /// The code that a text names; reports it where there is none.
    pub fn one(&self, text: &str, origin: &Origin, sink: &mut Sink) -> Option<CodeId> {
        match self.piece(text) {
            Piece::Code(code) => Some(CodeId::new(code)),
            Piece::Fault(diagnostic) => {
                sink.push(diagnostic.at(origin));
                None
            }
            Piece::Unknown => {
                self.unknown(text, origin, sink);
                None
            }
        }
    }

    /// The codes of a list, each once: separated by semicolons, vertical bars or lines; or by commas or blanks, where
    /// these are no part of a name. `place` is that of a part of the list.
    pub fn list(&self, list: &str, place: impl Fn(&str) -> Origin, sink: &mut Sink) -> Vec<CodeId> {
        let mut found: Vec<CodeId> = Vec::new();
        let mut add = |code: Option<CodeId>| {
            if let Some(code) = code.filter(|code| !found.contains(code)) {
                found.push(code);
            }
        };
        if let Piece::Code(code) = self.piece(list) {
            return vec![CodeId::new(code)];
        }
        for part in list.split([';', '\n', '|']).map(str::trim).filter(|part| !part.is_empty()) {
            if !matches!(self.piece(part), Piece::Unknown) {
                add(self.one(part, &place(part), sink));
                continue;
            }
            for part in self.runs(part, ",") {
                if !matches!(self.piece(part), Piece::Unknown) {
                    add(self.one(part, &place(part), sink));
                    continue;
                }
                for part in self.runs(part, " ") {
                    add(self.one(part, &place(part), sink));
                }
            }
        }
        found
    }

    /// A list cut at a separator into the longest runs that name a code; what names none stays together.
    fn runs<'t>(&self, list: &'t str, separator: &str) -> Vec<&'t str> {
        let mut starts = vec![0];
        starts.extend(list.match_indices(separator).map(|(at, found)| at + found.len()));
        let ends: Vec<usize> = list.match_indices(separator).map(|(at, _)| at).chain([list.len()]).collect();
        let (mut found, mut unknown, mut at) = (Vec::new(), None::<usize>, 0);
        while at < starts.len() {
            let named = |end: &usize| matches!(self.piece(&list[starts[at]..ends[*end]]), Piece::Code(_));
            match (at..ends.len()).rev().find(named) {
                Some(end) => {
                    if let Some(from) = unknown.take() {
                        found.push(list[from..ends[at - 1]].trim());
                    }
                    found.push(list[starts[at]..ends[end]].trim());
                    at = end + 1;
                }
                // Between commas each part is a name of its own; words without a code among them are one name.
                None if separator == "," => {
                    found.push(list[starts[at]..ends[at]].trim());
                    at += 1;
                }
                None => {
                    unknown.get_or_insert(starts[at]);
                    at += 1;
                }
            }
        }
        if let Some(from) = unknown {
            found.push(list[from..].trim());
        }
        found.retain(|part| !part.is_empty());
        found
    }

    /// What one name stands for: a code, or a code behind its theme.
    fn piece(&self, text: &str) -> Piece {
        let text = text.trim().trim_matches(['"', '“', '”']).trim();
        match self.codes.find(text) {
            Named::One(code) => return Piece::Code(code),
            Named::Several(codes) => return Piece::Fault(self.codes.ambiguous(text, &codes)),
            Named::Unknown => {}
        }
        for step in STEPS {
            let Some((before, last)) = text.rsplit_once(step) else { continue };
            let theme = before.rsplit(step).next().unwrap_or("").trim();
            match self.behind(theme, last.trim(), text) {
                Piece::Unknown => {}
                found => return found,
            }
        }
        Piece::Unknown
    }

    /// A code behind a theme, or behind what stands for all codes.
    fn behind(&self, theme: &str, code: &str, whole: &str) -> Piece {
        let codes = match self.codes.find(code) {
            Named::Unknown => return Piece::Unknown,
            Named::One(code) => vec![code],
            Named::Several(codes) => codes,
        };
        let root = theme.is_empty() || ROOTS.contains(&plain(theme).as_str());
        let Named::One(theme) = self.themes.find(theme) else {
            return match codes.as_slice() {
                [code] if root => Piece::Code(code.clone()),
                several if root => Piece::Fault(self.codes.ambiguous(whole, several)),
                _ => Piece::Unknown,
            };
        };
        let within: Vec<&String> = codes.iter().filter(|code| self.parent(code) == Some(theme.as_str())).collect();
        match (within.as_slice(), codes.as_slice()) {
            ([code], _) => Piece::Code((*code).clone()),
            ([], [code, ..]) => {
                let parent = self.parent(code).unwrap_or("");
                let message = format!("`{whole}`: the code `{code}` belongs to the theme `{parent}`, not to `{theme}`");
                Piece::Fault(Diagnostic::error("unknown-reference", message).hint(format!("write `{code}` alone")))
            }
            _ => Piece::Fault(self.codes.ambiguous(whole, &codes)),
        }
    }

    fn parent(&self, code: &str) -> Option<&str> {
        self.parents.iter().find(|(own, _)| own == code).map(|(_, theme)| theme.as_str())
    }

    fn unknown(&self, text: &str, origin: &Origin, sink: &mut Sink) {
        if let Named::One(theme) = self.themes.find(text) {
            let message = format!("`{text}` is a theme, and excerpts carry codes");
            let codes: Vec<&str> =
                self.parents.iter().filter(|(_, own)| *own == theme).map(|(code, _)| code.as_str()).collect();
            let hint = format!("write one of its codes: {}", codes.join(", "));
            let diagnostic = Diagnostic::error("unknown-reference", message).at(origin);
            sink.push(if codes.is_empty() {
                diagnostic.hint("give it a code in the codebook")
            } else {
                diagnostic.hint(hint)
            });
            return;
        }
        self.codes.check(text, origin, sink);
    }
}
