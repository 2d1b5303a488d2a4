//! Formulas as Typst mathematics. Every symbol is written as a string or an escaped character, so none can be code.

use super::escape::literal;
use crate::compose::formula::{Accent, Term};

/// Writes terms between dollar signs.
pub fn terms(out: &mut String, terms: &[Term]) {
    for part in terms {
        term(out, part);
        out.push(' ');
    }
}

fn group(out: &mut String, inside: &[Term]) {
    terms(out, inside);
}

fn term(out: &mut String, part: &Term) {
    match part {
        Term::Symbol(c) => symbol(out, *c),
        Term::Number(number) => out.push_str(&format!("#text({})", literal(number))),
        Term::Words(words) => out.push_str(&format!("upright({})", literal(words))),
        Term::Space => out.push_str("space "),
        Term::Group(inside) => {
            // An empty group stands for a missing base.
            if inside.is_empty() {
                out.push_str("zws");
            } else {
                group(out, inside);
            }
        }
        Term::Fraction(above, below) => {
            out.push_str("frac(");
            group(out, above);
            out.push_str(", ");
            group(out, below);
            out.push(')');
        }
        Term::Root(inside) => {
            out.push_str("sqrt(");
            group(out, inside);
            out.push(')');
        }
        Term::Accent(accent, inside) => {
            out.push_str(match accent {
                Accent::Bar => "overline(",
                Accent::Hat => "hat(",
                Accent::Tilde => "tilde(",
            });
            group(out, inside);
            out.push(')');
        }
        Term::Scripts { base, sub, sup } => {
            out.push_str("attach(");
            term(out, base);
            for (side, script) in [("b", sub), ("t", sup)] {
                if let Some(script) = script {
                    out.push_str(&format!(", {side}: "));
                    group(out, script);
                }
            }
            out.push(')');
        }
    }
}

/// A letter stands alone, which Typst reads as a variable; everything else is escaped.
fn symbol(out: &mut String, c: char) {
    match c {
        // Roots are shorthands of Typst that want something to stand under them.
        '√' | '∛' | '∜' => out.push_str(&literal(&c.to_string())),
        c if c.is_alphabetic() => out.push(c),
        c if c.is_ascii() => {
            out.push('\\');
            out.push(c);
        }
        c => out.push(c),
    }
}
