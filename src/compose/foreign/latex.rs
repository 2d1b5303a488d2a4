//! Commands of LaTeX outside formulas.

use super::Mark;
use crate::compose::formula;
use crate::compose::inline::Scan;

/// Commands without an argument that are known for LaTeX's.
const BARE: [&str; 24] = [
    "appendix",
    "bigskip",
    "centering",
    "cleardoublepage",
    "clearpage",
    "hfill",
    "indent",
    "item",
    "LaTeX",
    "linebreak",
    "listoffigures",
    "listoftables",
    "maketitle",
    "medskip",
    "newline",
    "newpage",
    "noindent",
    "nopagebreak",
    "pagebreak",
    "par",
    "quad",
    "smallskip",
    "tableofcontents",
    "TeX",
];

impl Scan<'_, '_> {
    /// `\cite{key}`, `\newpage`, `\alpha`.
    pub(super) fn latex(&self) -> Option<Mark> {
        // A formula that is not closed is told at its dollar sign.
        if (0..self.run.chars.len()).any(|at| self.sign(at) == Some('$')) {
            return None;
        }
        let letters = (self.at + 1..).take_while(|at| self.sign(*at).is_some_and(|c| c.is_ascii_alphabetic())).count();
        let name = self.run.text(self.at + 1..self.at + 1 + letters);
        let mut end = self.at + 1 + letters;
        if self.sign(end) == Some('*') && matches!(self.sign(end + 1), Some('{')) {
            end += 1;
        }
        let mut argument = String::new();
        while let Some(close) = self.argument(end) {
            argument = self.run.text(end + 1..close - 1);
            end = close;
        }
        let symbol = formula::symbol(&name);
        let known = end > self.at + 1 + letters || BARE.contains(&name.as_str()) || symbol.is_some();
        if letters < 2 || !known || self.before().is_some_and(|c| c.is_alphanumeric() || matches!(c, ':' | '\\')) {
            return None;
        }
        let hint = match name.as_str() {
            "ref" | "autoref" | "cref" | "Cref" | "eqref" | "pageref" | "nameref" => {
                "write `@tbl-ID`, `@fig-ID`, `@prop-ID` or `@sec-ID`".to_owned()
            }
            "textbf" | "textsc" => format!("write `**{argument}**`"),
            "textit" | "emph" | "textsl" | "underline" => format!("write `*{argument}*`"),
            "footnote" | "footnotetext" => {
                "write `[^name]` here, and `[^name]: ` with its text on a line of its own".to_owned()
            }
            "section" | "subsection" | "subsubsection" | "chapter" | "paragraph" => format!("write `## {argument}`"),
            "label" => "write `{#sec-id}` behind the words of the heading".to_owned(),
            "url" => format!("write `<{argument}>`"),
            "href" => "write `[words](https://…)`".to_owned(),
            "includegraphics" => "write `![What it shows](file.png)`, alone in its paragraph".to_owned(),
            "item" => "write `- ` at the beginning of the line".to_owned(),
            "newline" | "linebreak" => "end the line with a backslash".to_owned(),
            "textsuperscript" => format!("write it as mathematics, `$^{{{argument}}}$`"),
            "textsubscript" => format!("write it as mathematics, `$_{{{argument}}}$`"),
            _ if name.contains("cite") => format!("write `[@{}]`", argument.replace(',', "; @").replace("; @ ", "; @")),
            _ if symbol.is_some() && argument.is_empty() => format!("write `$\\{name}$`"),
            _ if BARE.contains(&name.as_str()) => {
                "take it out: where lines and pages end is the template's matter".to_owned()
            }
            _ => "write it in Markdown, or as mathematics between dollar signs".to_owned(),
        };
        let hint = format!("{hint}; a backslash meant as text is `\\\\`");
        Mark::error(end, format!("`\\{name}` is LaTeX, which is not run here"), hint)
    }

    /// Where an argument in braces or brackets ends that begins at a place.
    fn argument(&self, at: usize) -> Option<usize> {
        let (open, close) = match self.sign(at)? {
            '{' => ('{', '}'),
            '[' => ('[', ']'),
            _ => return None,
        };
        let mut depth = 0;
        for here in at..self.run.chars.len() {
            match self.sign(here) {
                Some(c) if c == open => depth += 1,
                Some(c) if c == close => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return Some(here + 1);
            }
        }
        None
    }

    /// `\( … \)` and `\[ … \]`, whose backslashes Markdown takes away.
    pub(super) fn latex_formula(&self) -> Option<Mark> {
        let (open, ..) = self.run.chars[self.at];
        let close = if open == '(' { ')' } else { ']' };
        let chars = &self.run.chars;
        let end = (self.at + 1..chars.len()).find(|at| chars[*at].2 && chars[*at].0 == close)?;
        let inside = self.run.text(self.at + 1..end);
        if !inside.contains(['\\', '^', '_', '=']) {
            return None;
        }
        let signs = if open == '(' { "$" } else { "$$" };
        let hint = format!("write `{signs}{}{signs}`", inside.trim());
        Mark::error(end + 1, format!("a formula does not stand between `\\{open}` and `\\{close}`"), hint)
    }
}
