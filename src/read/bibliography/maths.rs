//! The simple mathematics of titles as characters: Greek letters, signs of comparison, raised and lowered figures.

use super::value::{Style, Value};

/// Mathematics as characters, or `None` where it has any that no line of text can show.
pub fn converted(source: &str) -> Option<Value> {
    let mut reader = Reader { rest: source, out: Value::default() };
    reader.sequence(0, true)?;
    Some(reader.out)
}

struct Reader<'t> {
    rest: &'t str,
    out: Value,
}

const DEEPEST: usize = 20;

impl Reader<'_> {
    /// Reads to the end, or to the brace that closes. Letters are italic, but not in `\mathrm` and its like.
    fn sequence(&mut self, depth: usize, italic: bool) -> Option<()> {
        while let Some(sign) = self.rest.chars().next() {
            if sign == '}' {
                return (depth > 0).then_some(());
            }
            self.one(depth, italic)?;
        }
        (depth == 0).then_some(())
    }

    fn one(&mut self, depth: usize, italic: bool) -> Option<()> {
        let sign = self.rest.chars().next()?;
        self.rest = &self.rest[sign.len_utf8()..];
        match sign {
            '{' => {
                if depth >= DEEPEST {
                    return None;
                }
                self.sequence(depth + 1, italic)?;
                self.rest = self.rest.strip_prefix('}')?;
            }
            '^' | '_' => self.script(depth, sign == '^')?,
            '\\' => self.command(depth, italic)?,
            '=' | '<' | '>' | '≤' | '≥' | '≈' | '≠' => self.relation(sign.encode_utf8(&mut [0; 4])),
            '-' => self.out.push("−", true),
            '~' => self.out.push("\u{a0}", true),
            '\'' => self.out.push("′", true),
            _ if sign.is_whitespace() => {}
            _ if sign.is_ascii_digit() => self.out.push_char(sign, true),
            _ if sign.is_alphabetic() => {
                if italic {
                    self.styled(Style::Italic, |reader| reader.out.push_char(sign, true));
                } else {
                    self.out.push_char(sign, true);
                }
            }
            '+' | '*' | '/' | '(' | ')' | '[' | ']' | '|' | '.' | ',' | ':' | ';' | '!' | '%' | '±' | '×' | '·'
            | '°' => {
                self.out.push_char(sign, true);
            }
            _ => return None,
        }
        Some(())
    }

    fn styled(&mut self, style: Style, write: impl FnOnce(&mut Self)) {
        self.out.push_char(style.on(), true);
        write(self);
        self.out.push_char(style.off(), true);
    }

    fn relation(&mut self, sign: &str) {
        self.out.push(" ", true);
        self.out.push(sign, true);
        self.out.push(" ", true);
    }

    /// Figures that Unicode has raised or lowered are those signs, all else is moved by a style.
    fn script(&mut self, depth: usize, raised: bool) -> Option<()> {
        if depth >= DEEPEST {
            return None;
        }
        self.rest = self.rest.trim_start();
        let kept = std::mem::take(&mut self.out);
        self.one(depth + 1, false)?;
        let script = std::mem::replace(&mut self.out, kept);
        let plain = script.plain();
        if plain == "∘" || plain == "°" {
            self.out.push("°", true);
            return Some(());
        }
        let signs: Option<String> = plain.chars().map(|sign| figure(sign, raised)).collect();
        match signs {
            Some(signs) => self.out.push(&signs, true),
            None => {
                let style = if raised { Style::Raised } else { Style::Lowered };
                self.styled(style, |reader| reader.out.append(script));
            }
        }
        Some(())
    }

    fn command(&mut self, depth: usize, italic: bool) -> Option<()> {
        let name = super::commands::name(self.rest).to_owned();
        self.rest = &self.rest[name.len()..];
        if depth >= DEEPEST {
            return None;
        }
        match name.as_str() {
            "mathrm" | "mathsf" | "mathtt" | "operatorname" | "text" | "textrm" | "mbox" | "mathbf" | "textbf"
            | "textnormal" | "boldsymbol" | "rm" => self.upright(depth, name.starts_with("text") || name == "mbox"),
            "mathit" | "mathnormal" | "textit" | "emph" => {
                self.rest = self.rest.trim_start();
                self.one(depth + 1, true)
            }
            "frac" => {
                self.one(depth + 1, italic)?;
                self.out.push("/", true);
                self.one(depth + 1, italic)
            }
            "sqrt" => {
                self.out.push("√", true);
                self.one(depth + 1, italic)
            }
            "bar" | "overline" | "hat" | "tilde" => {
                self.one(depth + 1, italic)?;
                let mark = match name.as_str() {
                    "hat" => '\u{302}',
                    "tilde" => '\u{303}',
                    _ => '\u{304}',
                };
                // The mark belongs to the letter, inside of its italics.
                let mut end = String::new();
                if let Some((text, _)) = self.out.parts.last_mut()
                    && text.chars().next_back().is_some_and(super::value::is_mark)
                {
                    end.extend(text.pop());
                }
                self.out.push_char(mark, true);
                self.out.push(&end, true);
                Some(())
            }
            "left" | "right" | "," | "!" | ";" | ":" | " " | "displaystyle" | "limits" | "quad" => Some(()),
            "%" | "&" | "$" | "#" | "_" | "{" | "}" => {
                self.out.push(&name, true);
                Some(())
            }
            "rightarrow" | "to" | "leq" | "le" | "geq" | "ge" | "neq" | "ne" | "approx" | "equiv" | "leqslant"
            | "geqslant" | "ll" | "gg" | "leftarrow" | "leftrightarrow" | "Rightarrow" | "pm" | "times" | "div"
            | "in" | "subset" | "cup" | "cap" => {
                self.relation(letter(&name)?);
                Some(())
            }
            _ => {
                self.out.push(letter(&name)?, true);
                Some(())
            }
        }
    }

    fn upright(&mut self, depth: usize, spaces: bool) -> Option<()> {
        self.rest = self.rest.trim_start();
        if spaces && let Some(inside) = self.rest.strip_prefix('{') {
            let end = inside.find('}')?;
            let words = &inside[..end];
            if words.contains(['{', '\\', '$']) {
                return None;
            }
            self.out.push(words, true);
            self.rest = &inside[end + 1..];
            return Some(());
        }
        self.one(depth + 1, false)
    }
}

fn figure(sign: char, raised: bool) -> Option<char> {
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let digit = sign.to_digit(10)?;
    if raised { RAISED.get(digit as usize).copied() } else { char::from_u32(0x2080 + digit) }
}

/// A letter or sign that LaTeX names, such as `\alpha`.
pub fn letter(name: &str) -> Option<&'static str> {
    Some(match name {
        "alpha" | "textalpha" => "α",
        "beta" | "textbeta" => "β",
        "gamma" | "textgamma" => "γ",
        "delta" | "textdelta" => "δ",
        "epsilon" | "varepsilon" => "ε",
        "zeta" => "ζ",
        "eta" => "η",
        "theta" | "vartheta" => "θ",
        "iota" => "ι",
        "kappa" | "textkappa" => "κ",
        "lambda" | "textlambda" => "λ",
        "mu" => "μ",
        "nu" => "ν",
        "xi" => "ξ",
        "pi" | "varpi" => "π",
        "rho" | "varrho" => "ρ",
        "sigma" | "textsigma" => "σ",
        "varsigma" => "ς",
        "tau" => "τ",
        "upsilon" => "υ",
        "phi" | "varphi" => "φ",
        "chi" => "χ",
        "psi" => "ψ",
        "omega" | "textomega" => "ω",
        "Gamma" => "Γ",
        "Delta" | "textDelta" => "Δ",
        "Theta" => "Θ",
        "Lambda" => "Λ",
        "Xi" => "Ξ",
        "Pi" => "Π",
        "Sigma" => "Σ",
        "Upsilon" => "Υ",
        "Phi" => "Φ",
        "Psi" => "Ψ",
        "Omega" => "Ω",
        "times" => "×",
        "div" => "÷",
        "pm" => "±",
        "mp" => "∓",
        "cdot" | "cdots" => "·",
        "ast" => "∗",
        "star" => "⋆",
        "circ" => "∘",
        "bullet" => "•",
        "leq" | "le" | "leqslant" => "≤",
        "geq" | "ge" | "geqslant" => "≥",
        "neq" | "ne" => "≠",
        "approx" => "≈",
        "equiv" => "≡",
        "ll" => "≪",
        "gg" => "≫",
        "lt" => "<",
        "gt" => ">",
        "propto" => "∝",
        "infty" => "∞",
        "partial" => "∂",
        "nabla" => "∇",
        "sum" => "∑",
        "prod" => "∏",
        "int" => "∫",
        "forall" => "∀",
        "exists" => "∃",
        "in" => "∈",
        "subset" => "⊂",
        "cup" => "∪",
        "cap" => "∩",
        "emptyset" => "∅",
        "rightarrow" | "to" | "textrightarrow" => "→",
        "leftarrow" | "textleftarrow" => "←",
        "leftrightarrow" => "↔",
        "Rightarrow" => "⇒",
        "uparrow" | "textuparrow" => "↑",
        "downarrow" | "textdownarrow" => "↓",
        "ell" => "ℓ",
        "hbar" => "ℏ",
        "Re" => "ℜ",
        "prime" => "′",
        "langle" => "⟨",
        "rangle" => "⟩",
        "mid" => "|",
        "backslash" => "\\",
        "checkmark" => "✓",
        _ => return None,
    })
}
