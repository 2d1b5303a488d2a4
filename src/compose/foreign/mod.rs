//! Marks of other programs within running text, which would be printed as they stand: those of Pandoc, Quarto,
//! R Markdown, MyST, Obsidian, LaTeX and Typst. Each is told with what to write here.

mod latex;

use super::inline::Scan;
use crate::diag::{Diagnostic, Severity};

/// A mark, where it ends, and what is told of it.
struct Mark {
    end: usize,
    severity: Severity,
    code: &'static str,
    message: String,
    hint: String,
}

impl Mark {
    fn error(end: usize, message: impl Into<String>, hint: impl Into<String>) -> Option<Self> {
        let (severity, code) = (Severity::Error, "foreign-mark");
        Some(Self { end, severity, code, message: message.into(), hint: hint.into() })
    }

    /// It may be meant as it stands.
    fn warning(end: usize, message: impl Into<String>, hint: impl Into<String>) -> Option<Self> {
        Self::error(end, message, hint).map(|mark| Self { severity: Severity::Warning, ..mark })
    }
}

/// The longest sub- or superscript that is taken for one.
const SCRIPT: usize = 16;

impl Scan<'_, '_> {
    /// A mark of another program. An error leaves nothing on the page; what is warned of is printed as it stands.
    pub(super) fn foreign(&mut self) -> bool {
        let Some((c, _, escaped)) = self.run.chars.get(self.at) else { return false };
        let mark = match (*c, *escaped) {
            ('(' | '[', true) => self.latex_formula(),
            (_, true) => None,
            ('^', _) => self.caret(),
            ('~', _) => self.tilde(),
            ('\\', _) => self.latex(),
            ('{', _) => self.braces(),
            ('[', _) => self.bracket(),
            (']', _) => self.apart(),
            ('=', _) => self.highlight(),
            ('`', _) => self.backticks(),
            ('*', _) => self.asterisks(),
            ('&', _) => self.entity(),
            ('#', _) => self.typst(),
            ('<', _) => self.comment(),
            _ => None,
        };
        let Some(mark) = mark else { return false };
        let origin = self.place(self.at..mark.end).origin();
        let told = Diagnostic::new(mark.severity, mark.code, mark.message).at(&origin).hint(mark.hint);
        match mark.severity {
            Severity::Error => self.fault(told, mark.end),
            Severity::Warning | Severity::Note => {
                self.sink.push(told);
                self.keep(mark.end);
            }
        }
        true
    }

    /// A character of the run that no backslash stands before.
    fn sign(&self, at: usize) -> Option<char> {
        self.run.chars.get(at).filter(|(_, _, escaped)| !escaped).map(|(c, ..)| *c)
    }

    fn before(&self) -> Option<char> {
        self.at.checked_sub(1).and_then(|at| self.run.chars.get(at)).map(|(c, ..)| *c)
    }

    /// The letters and digits before this place.
    fn base(&self) -> Option<String> {
        let letters = (0..self.at).rev().take_while(|at| self.run.chars[*at].0.is_alphanumeric()).count();
        (letters > 0).then(|| self.run.text(self.at - letters..self.at))
    }

    /// What stands between two signs without a space in it, and where the second is.
    fn between(&self, from: usize, sign: char) -> Option<(String, usize)> {
        let end = (from..(from + SCRIPT).min(self.run.chars.len())).find(|at| self.sign(*at) == Some(sign))?;
        let inside = self.run.text(from..end);
        let fine = !inside.is_empty() && !inside.contains(char::is_whitespace);
        fine.then_some((inside, end))
    }

    /// `^[note]`, `x^2^` and `x^2`.
    fn caret(&self) -> Option<Mark> {
        let at = self.at;
        if self.sign(at + 1) == Some('[') {
            let end = self.run.find(at + 2, "]").map_or(at + 2, |end| end + 1);
            let hint = "write `[^name]` here, and `[^name]: ` with its text on a line of its own; a caret meant as text \
                        is `\\^`";
            return Mark::error(end, "`^[…]` makes no footnote", hint);
        }
        let base = self.base().or_else(|| self.before().filter(|c| matches!(c, ')' | ']' | '%')).map(String::from))?;
        if let Some((inside, end)) = self.between(at + 1, '^') {
            let hint =
                format!("write it as mathematics, such as `${base}^{{{inside}}}$`; a caret meant as text is `\\^`");
            return Mark::error(end + 1, format!("`^{inside}^` makes no superscript"), hint);
        }
        let open = usize::from(matches!(self.sign(at + 1), Some('-' | '+' | '\u{2212}' | '{' | '(')));
        let digits = (at + 1 + open..self.run.chars.len())
            .take_while(|at| self.sign(*at).is_some_and(|c| c.is_ascii_alphanumeric() || c == '-'));
        let count = digits.count();
        let first = self.sign(at + 1 + open)?;
        if !(1..=4).contains(&count) || (first.is_alphabetic() && count > 1) {
            return None;
        }
        let close = usize::from(matches!(self.sign(at + 1 + open + count), Some('}' | ')')) && open == 1);
        let end = at + 1 + open + count + close;
        let power: String =
            self.run.text(at + 1..end).chars().filter(|c| !matches!(c, '{' | '}' | '(' | ')')).collect();
        let hint = format!("write it as mathematics, such as `${base}^{{{power}}}$`; a caret meant as text is `\\^`");
        Mark::warning(end, "this caret is printed as it stands", hint)
    }

    /// `H~2~O`, where Markdown does not strike it through.
    fn tilde(&self) -> Option<Mark> {
        let base = self.base()?;
        let (inside, end) = self.between(self.at + 1, '~')?;
        let hint = format!("write it as mathematics, such as `${base}_{{{inside}}}$`; a tilde meant as text is `\\~`");
        Mark::error(end + 1, format!("`~{inside}~` makes no subscript"), hint)
    }

    /// `{.class}`, `{#id}`, `{width=50%}`, roles of MyST, templates of others, and marks of changes.
    fn braces(&self) -> Option<Mark> {
        let at = self.at;
        let closed = |with: &str| self.run.find(at + 2, with).map_or(at + 2, |end| end + with.chars().count());
        match self.sign(at + 1)? {
            '%' => {
                let hint =
                    "take it out; a result stands in the text as `{{ ADDRESS }}`, and a brace meant as text is `\\{`";
                return Mark::error(closed("%}"), "`{% … %}` belongs to another program, and means nothing here", hint);
            }
            sign @ ('+' | '=' | '>') if self.sign(at + 2) == Some(sign) => {
                let hint = "accept or reject the change, and take the marks out; a brace meant as text is `\\{`";
                let close = if sign == '>' { "<<}".to_owned() } else { format!("{sign}{sign}}}") };
                return Mark::error(closed(&close), "a mark of a proposed change means nothing here", hint);
            }
            _ => {}
        }
        let close = self.run.find(at + 1, "}")?;
        let inside = self.run.text(at + 1..close);
        if self.text.markdown[self.run.chars[close].1.end..].starts_with('`') && is_role(&inside) {
            let hint = match inside.as_str() {
                role if role.starts_with("cite") => "a citation is `[@key]`",
                "sub" | "sup" | "math" => "write it as mathematics, such as `$x^2$`",
                "ref" | "numref" | "doc" | "eq" => "write `@tbl-ID`, `@fig-ID` or `@sec-ID`, or `[words](chapter.md)`",
                _ => "take it out",
            };
            let hint = format!("{hint}; a brace meant as text is `\\{{`");
            return Mark::error(close + 1, format!("`{{{inside}}}` is a role of MyST, and means nothing here"), hint);
        }
        self.attributes(&inside, close + 1)
    }

    fn attributes(&self, inside: &str, end: usize) -> Option<Mark> {
        let first = inside.split_whitespace().next()?;
        let named =
            |sign: char| first.strip_prefix(sign).is_some_and(|name| name.starts_with(|c: char| c.is_alphabetic()));
        let keyed = first.split_once('=').is_some_and(|(key, value)| {
            !value.is_empty()
                && key.starts_with(|c: char| c.is_alphabetic())
                && key.chars().all(|c| c.is_alphanumeric() || c == '-')
        });
        let raw = first.starts_with('=') && first.len() > 1 && self.at == 0;
        if !(named('.') || named('#') || keyed || raw || (first == "-" && inside.trim() == "-")) {
            return None;
        }
        let hint = match first.strip_prefix('#') {
            Some(id) if id.starts_with("sec-") => {
                // A reference to it tells where it stands.
                let label = format!("@{id}");
                let mut chapters = self.context.grid.findings.study.chapters.iter();
                if chapters.any(|chapter| chapter.text.markdown.contains(&label)) {
                    return None;
                }
                "put it at the end of a heading, `## Title {#sec-id}`"
            }
            Some(_) => "tables and figures with a number are those of displays.yaml; take it out",
            None if keyed && self.at == 0 => {
                "take it out: an image is as wide as it is, and at most as wide as the text"
            }
            None if self.before() == Some(']') => "take it out, with the brackets; `*words*` sets words off",
            None => "take it out",
        };
        let hint = format!("{hint}; a brace meant as text is `\\{{`");
        Mark::error(end, format!("`{{{inside}}}` is an attribute of another program, and means nothing here"), hint)
    }

    /// `[-@key]`, `[[page]]`, `[!NOTE]`, `[ ]` at the beginning of an item.
    fn bracket(&self) -> Option<Mark> {
        let at = self.at;
        let close = self.run.find(at + 1, "]");
        if self.run.starts(at, "[-@") {
            let end = close? + 1;
            let hint = format!("write `[{}]`: the style says what a citation shows", self.run.text(at + 2..end - 1));
            let told = Mark::error(end, "a citation cannot leave its author out", hint);
            return told.map(|mark| Mark { code: "malformed-citation", ..mark });
        }
        if self.run.starts(at, "[[") && self.sign(at + 2).is_some_and(char::is_alphabetic) {
            let end = self.run.find(at + 2, "]]")? + 2;
            let hint = "write `[words](chapter.md)`; a bracket meant as text is `\\[`";
            return Mark::warning(end, "`[[…]]` makes no link", hint);
        }
        if at > 0 {
            return None;
        }
        let inside = self.run.text(at + 1..close?);
        if ["!NOTE", "!TIP", "!IMPORTANT", "!WARNING", "!CAUTION"].contains(&inside.as_str()) {
            return Mark::error(
                close? + 1,
                "a quotation has no kind: this is printed as it stands",
                "take it out, or write it in words",
            );
        }
        let start = self.run.chars[at].1.start;
        let before = self.text.markdown[..start].rsplit('\n').next().unwrap_or("").trim_end();
        let item = before.ends_with(['-', '*', '+', '.']) && before.len() < start;
        if item && matches!(inside.as_str(), " " | "x" | "X") && self.sign(close? + 1).is_some_and(char::is_whitespace)
        {
            let hint = "take it out, or write in words what is done; a bracket meant as text is `\\[`";
            return Mark::warning(close? + 1, "a list of tasks has no boxes: this is printed as it stands", hint);
        }
        None
    }

    /// A space between the words of a link and its address, and brackets with nothing in them behind the words.
    fn apart(&self) -> Option<Mark> {
        let bad = |mark: Mark| Mark { code: "bad-link", ..mark };
        let opened = (0..self.at).rev().any(|at| self.sign(at) == Some('['));
        if opened && ["] (http", "] (www", "] (mailto"].iter().any(|start| self.run.starts(self.at, start)) {
            let end = self.run.find(self.at, ")")? + 1;
            let hint = format!("write `[words]{}`", self.run.text(self.at + 2..end));
            return Mark::error(end, "a space stands between the words of this link and its address", hint).map(bad);
        }
        if opened && self.run.starts(self.at, "][]") {
            let hint = "write the address in round brackets, `[words](https://…)`";
            return Mark::error(self.at + 3, "nothing says where this link leads", hint).map(bad);
        }
        None
    }

    /// `==words==`.
    fn highlight(&self) -> Option<Mark> {
        let at = self.at;
        let begins = self.run.starts(at, "==") && self.before() != Some('=');
        if !begins || !self.sign(at + 2).is_some_and(char::is_alphanumeric) {
            return None;
        }
        let close =
            self.run.find(at + 2, "==").filter(|close| self.sign(close - 1).is_some_and(|c| !c.is_whitespace()))?;
        let hint = "write `**words**`; an equals sign meant as text is `\\=`";
        Mark::error(close + 2, "`==…==` highlights nothing", hint)
    }

    /// LaTeX's quotation marks.
    fn backticks(&self) -> Option<Mark> {
        let begins = self.run.starts(self.at, "``") && self.sign(self.at + 2).is_some_and(char::is_alphanumeric);
        let hint = "write `\"words\"`; a backtick meant as text is `` \\` ``";
        if begins { Mark::error(self.at + 2, "two backticks make no quotation mark", hint) } else { None }
    }

    /// `**words **`, whose asterisks are printed. A note's stars stand at its beginning, and before a p.
    fn asterisks(&self) -> Option<Mark> {
        let at = self.at;
        let begins = self.run.starts(at, "**") && self.sign(at + 2).is_some_and(char::is_alphabetic);
        if !begins || self.before() == Some('*') || !self.sign(at + 3).is_some_and(char::is_alphabetic) {
            return None;
        }
        let close = self.run.find(at + 2, "**").filter(|close| close - at < 80)?;
        let spaced = self.sign(close - 1).is_some_and(char::is_whitespace);
        let alone = self.sign(close + 2).is_none_or(|c| !c.is_alphanumeric());
        if !spaced || !alone || (close + 3..close + 6).any(|at| matches!(self.sign(at), Some('<' | '='))) {
            return None;
        }
        let words = self.run.text(at + 2..close);
        let hint = format!("write `**{}**`; an asterisk meant as text is `\\*`", words.trim());
        let mark =
            Mark::warning(close + 2, "these asterisks are printed as they stand: a space stands before the last", hint);
        mark.map(|mark| Mark { code: "lone-asterisks", ..mark })
    }

    /// `&nbps;`: what Markdown knows is a character by now.
    fn entity(&self) -> Option<Mark> {
        if self.run.chars[self.at].1.len() != 1 {
            return None;
        }
        let (name, end) = self.between(self.at + 1, ';')?;
        let fine =
            name.len() > 1 && name.chars().all(|c| c.is_ascii_alphanumeric()) && name.starts_with(char::is_alphabetic);
        let hint = "write the character itself; an ampersand meant as text is `\\&`";
        if fine { Mark::warning(end + 1, format!("there is no character `&{name};`"), hint) } else { None }
    }

    /// `#pagebreak()`.
    fn typst(&self) -> Option<Mark> {
        let known = [
            "cite",
            "figure",
            "footnote",
            "grid",
            "h",
            "image",
            "import",
            "include",
            "label",
            "linebreak",
            "lorem",
            "pagebreak",
            "ref",
            "set",
            "show",
            "table",
            "text",
            "v",
        ];
        let letters = (self.at + 1..).take_while(|at| self.sign(*at).is_some_and(|c| c.is_ascii_alphabetic())).count();
        let name = self.run.text(self.at + 1..self.at + 1 + letters);
        if !known.contains(&name.as_str()) || self.sign(self.at + 1 + letters) != Some('(') {
            return None;
        }
        let end = self.run.find(self.at, ")").map_or(self.at + 1 + letters, |end| end + 1);
        let hint = "take it out, or write it in Markdown; a number sign meant as text is `\\#`";
        Mark::error(end, format!("`#{name}` is Typst, which is not run here"), hint)
    }

    /// A comment that nothing closes in its paragraph.
    fn comment(&self) -> Option<Mark> {
        if !self.run.starts(self.at, "<!--") && !self.run.starts(self.at, "<!–") {
            return None;
        }
        let mark = Mark::error(
            self.run.chars.len(),
            "this comment is opened, and nothing closes it",
            "write `-->` where it ends",
        );
        mark.map(|mark| Mark { code: "unclosed-comment", ..mark })
    }
}

/// Whether the word between braces names a role, such as `cite:p`.
fn is_role(word: &str) -> bool {
    let fine = |c: char| c.is_ascii_lowercase() || matches!(c, ':' | '-' | '+');
    word.starts_with(|c: char| c.is_ascii_lowercase()) && word.chars().all(fine)
}
