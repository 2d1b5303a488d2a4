//! Mathematics: the part of LaTeX's notation that statistics needs, as a tree.
//!
//! Nothing of the source reaches the page unread: a command that is not known here is an error at its place.

use std::ops::Range;

/// A formula, with its source as the alternative text.
#[derive(Debug, Clone, PartialEq)]
pub struct Formula {
    pub source: String,
    pub display: bool,
    pub terms: Vec<Term>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Term {
    /// A letter or symbol.
    Symbol(char),
    Number(String),
    /// Upright words.
    Words(String),
    Group(Vec<Term>),
    Fraction(Vec<Term>, Vec<Term>),
    Root(Vec<Term>),
    Accent(Accent, Vec<Term>),
    Scripts {
        base: Box<Term>,
        sub: Option<Vec<Term>>,
        sup: Option<Vec<Term>>,
    },
    Space,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accent {
    Bar,
    Hat,
    Tilde,
}

/// What is wrong, and where in the source.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    pub message: String,
    pub range: Range<usize>,
}

const SYMBOLS: &[(&str, char)] = &[
    ("alpha", 'α'),
    ("beta", 'β'),
    ("gamma", 'γ'),
    ("delta", 'δ'),
    ("epsilon", 'ε'),
    ("eta", 'η'),
    ("theta", 'θ'),
    ("kappa", 'κ'),
    ("lambda", 'λ'),
    ("mu", 'μ'),
    ("nu", 'ν'),
    ("xi", 'ξ'),
    ("pi", 'π'),
    ("rho", 'ρ'),
    ("sigma", 'σ'),
    ("tau", 'τ'),
    ("phi", 'φ'),
    ("chi", 'χ'),
    ("psi", 'ψ'),
    ("omega", 'ω'),
    ("Delta", 'Δ'),
    ("Gamma", 'Γ'),
    ("Sigma", 'Σ'),
    ("Phi", 'Φ'),
    ("Omega", 'Ω'),
    ("le", '≤'),
    ("leq", '≤'),
    ("ge", '≥'),
    ("geq", '≥'),
    ("ne", '≠'),
    ("neq", '≠'),
    ("approx", '≈'),
    ("sim", '∼'),
    ("times", '×'),
    ("cdot", '⋅'),
    ("pm", '±'),
    ("mp", '∓'),
    ("div", '÷'),
    ("infty", '∞'),
    ("in", '∈'),
    ("sum", '∑'),
    ("prod", '∏'),
    ("to", '→'),
    ("rightarrow", '→'),
    ("ldots", '…'),
    ("dots", '…'),
    ("%", '%'),
    ("&", '&'),
    ("#", '#'),
    ("$", '$'),
    ("_", '_'),
    ("{", '{'),
    ("}", '}'),
];

/// The character that a command stands for, without its backslash.
pub fn symbol(name: &str) -> Option<char> {
    SYMBOLS.iter().find(|(known, _)| *known == name).map(|(_, symbol)| *symbol)
}

/// Reads a formula.
pub fn parse(source: &str, display: bool) -> Result<Formula, Fault> {
    let mut parser = Parser { source, at: 0, depth: 0 };
    let terms = parser.terms(None)?;
    if !terms.iter().any(is_seen) {
        return Err(Fault { message: "this formula has nothing in it".to_owned(), range: 0..source.len().max(1) });
    }
    Ok(Formula { source: source.trim().to_owned(), display, terms })
}

/// Whether a term shows anything.
fn is_seen(term: &Term) -> bool {
    match term {
        Term::Space => false,
        Term::Words(words) => !words.trim().is_empty(),
        Term::Group(terms) => terms.iter().any(is_seen),
        Term::Symbol(_)
        | Term::Number(_)
        | Term::Fraction(..)
        | Term::Root(_)
        | Term::Accent(..)
        | Term::Scripts { .. } => true,
    }
}

/// Deeper than any formula that can be read on paper.
const DEEPEST: usize = 32;

struct Parser<'a> {
    source: &'a str,
    at: usize,
    depth: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<char> {
        self.source[self.at..].chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    fn fault(&self, message: impl Into<String>, from: usize) -> Fault {
        Fault { message: message.into(), range: from..self.at.max(from + 1).min(self.source.len().max(from + 1)) }
    }

    fn terms(&mut self, close: Option<char>) -> Result<Vec<Term>, Fault> {
        let start = self.at;
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.fault("this formula is nested too deeply", start));
        }
        let mut terms = Vec::new();
        loop {
            match self.peek() {
                None if close.is_none() => break,
                None => return Err(self.fault("this formula has an opening brace that nothing closes", start)),
                Some(c) if Some(c) == close => {
                    self.next();
                    break;
                }
                Some(_) => terms.extend(self.scripted()?),
            }
        }
        self.depth -= 1;
        Ok(terms)
    }

    /// A term with what stands below and above it.
    fn scripted(&mut self) -> Result<Option<Term>, Fault> {
        let base = if matches!(self.peek(), Some('_' | '^')) { Some(Term::Group(Vec::new())) } else { self.term()? };
        let Some(base) = base else { return Ok(None) };
        let (mut sub, mut sup) = (None, None);
        loop {
            let from = self.at;
            let slot = match self.peek() {
                Some('_') => &mut sub,
                Some('^') => &mut sup,
                Some('\'') => {
                    self.next();
                    sup.get_or_insert_with(Vec::new).push(Term::Symbol('′'));
                    continue;
                }
                _ => break,
            };
            if slot.is_some() {
                return Err(self.fault("two scripts stand in the same place", from));
            }
            self.next();
            *slot = Some(self.argument()?);
        }
        Ok(Some(match (sub, sup) {
            (None, None) => base,
            (sub, sup) => Term::Scripts { base: Box::new(base), sub, sup },
        }))
    }

    /// A group in braces, or one term.
    fn argument(&mut self) -> Result<Vec<Term>, Fault> {
        while self.peek().is_some_and(char::is_whitespace) {
            self.next();
        }
        let from = self.at;
        self.depth += 1;
        let read = self.read_argument(from);
        self.depth -= 1;
        match read {
            Ok(terms) if terms.is_empty() => Err(self.fault("something is missing here", from)),
            read => read,
        }
    }

    fn read_argument(&mut self, from: usize) -> Result<Vec<Term>, Fault> {
        if self.depth > DEEPEST {
            return Err(self.fault("this formula is nested too deeply", from));
        }
        match self.peek() {
            None => Err(self.fault("something is missing at the end of this formula", from.saturating_sub(1))),
            Some('{') => {
                self.next();
                self.terms(Some('}'))
            }
            Some(_) => match self.term()? {
                Some(term) => Ok(vec![term]),
                None => Err(self.fault("something is missing here", from)),
            },
        }
    }

    fn term(&mut self) -> Result<Option<Term>, Fault> {
        let from = self.at;
        Ok(Some(match self.next() {
            None => return Ok(None),
            Some(c) if c.is_whitespace() => return Ok(None),
            Some('{') => Term::Group(self.terms(Some('}'))?),
            Some('}') => return Err(self.fault("this formula has a closing brace that nothing opens", from)),
            Some('\\') => return self.command(from),
            Some(c) if c.is_ascii_digit() => {
                while self.peek().is_some_and(|c| c.is_ascii_digit() || c == '.') {
                    self.next();
                }
                Term::Number(self.source[from..self.at].to_owned())
            }
            Some('-') => Term::Symbol('−'),
            Some('*') => Term::Symbol('∗'),
            Some('&' | '#' | '%' | '~') => {
                return Err(self.fault("this character has a meaning of its own in LaTeX; write `\\` before it", from));
            }
            Some(c) => Term::Symbol(c),
        }))
    }

    fn command(&mut self, from: usize) -> Result<Option<Term>, Fault> {
        let start = self.at;
        while self.peek().is_some_and(|c| c.is_ascii_alphabetic()) {
            self.next();
        }
        if start == self.at {
            self.next();
        }
        let name = self.source[start..self.at].to_owned();
        if let Some(symbol) = symbol(&name) {
            return Ok(Some(Term::Symbol(symbol)));
        }
        Ok(Some(match name.as_str() {
            "frac" => Term::Fraction(self.argument()?, self.argument()?),
            "sqrt" => Term::Root(self.argument()?),
            "bar" | "overline" => Term::Accent(Accent::Bar, self.argument()?),
            "hat" => Term::Accent(Accent::Hat, self.argument()?),
            "tilde" => Term::Accent(Accent::Tilde, self.argument()?),
            "mathrm" | "text" | "operatorname" | "textrm" => Term::Words(self.words()?),
            "left" | "right" | "," | ";" | ":" | "!" | " " | "quad" => {
                return Ok(if name == "quad" || name == " " { Some(Term::Space) } else { None });
            }
            "" => return Err(self.fault("a backslash stands alone in this formula", from)),
            _ => return Err(self.fault(format!("the command `\\{name}` is not known"), from)),
        }))
    }

    /// The text of a group, as it stands.
    fn words(&mut self) -> Result<String, Fault> {
        let from = self.at;
        if self.next() != Some('{') {
            return Err(self.fault("words in a formula stand in braces", from));
        }
        let end = self.source[self.at..].find(['{', '}']).map(|end| self.at + end);
        match end.filter(|end| self.source[*end..].starts_with('}')) {
            Some(end) => {
                let words = self.source[self.at..end].to_owned();
                self.at = end + 1;
                Ok(words)
            }
            None => Err(self.fault("this formula has an opening brace that nothing closes", from)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statistics_can_be_written_and_nothing_else_passes() {
        let formula = parse(r"d_z = \frac{\bar{x}}{\mathrm{SD}^2} \le 0.5", false).expect("a formula");
        assert!(matches!(&formula.terms[0], Term::Scripts { base, .. } if **base == Term::Symbol('d')));
        for (wrong, at) in [(r"\input{x}", 0), ("{a", 1), ("a}", 1), (r"a_b_c", 3), (r"x \", 2)] {
            assert_eq!(parse(wrong, false).map_err(|fault| fault.range.start), Err(at), "{wrong}");
        }
    }
}
