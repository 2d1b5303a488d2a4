//! Formulas as MathML, which browsers set themselves.

use super::escape::{attribute, html};
use crate::compose::Formula;
use crate::compose::formula::{Accent, Term};

/// A formula, with its source for readers who cannot see it.
pub fn formula(formula: &Formula) -> String {
    let display = if formula.display { "block" } else { "inline" };
    let alt = attribute(&formula.source);
    format!("<math display=\"{display}\" alttext=\"{alt}\">{}</math>", row(&formula.terms))
}

fn row(terms: &[Term]) -> String {
    format!("<mrow>{}</mrow>", terms.iter().map(term).collect::<String>())
}

fn term(part: &Term) -> String {
    match part {
        Term::Symbol(c) if c.is_alphabetic() => format!("<mi>{c}</mi>"),
        Term::Symbol(c) => format!("<mo>{}</mo>", html(&c.to_string())),
        Term::Number(number) => format!("<mn>{}</mn>", html(number)),
        Term::Words(words) => format!("<mtext>{}</mtext>", html(words)),
        Term::Space => "<mspace width=\"0.28em\"></mspace>".to_owned(),
        Term::Group(inside) => row(inside),
        Term::Fraction(above, below) => format!("<mfrac>{}{}</mfrac>", row(above), row(below)),
        Term::Root(inside) => format!("<msqrt>{}</msqrt>", row(inside)),
        Term::Accent(accent, inside) => {
            let mark = match accent {
                Accent::Bar => "‾",
                Accent::Hat => "^",
                Accent::Tilde => "~",
            };
            format!("<mover accent=\"true\">{}<mo>{mark}</mo></mover>", row(inside))
        }
        Term::Scripts { base, sub, sup } => {
            let base = term(base);
            match (sub, sup) {
                (Some(sub), Some(sup)) => format!("<msubsup>{base}{}{}</msubsup>", row(sub), row(sup)),
                (Some(sub), None) => format!("<msub>{base}{}</msub>", row(sub)),
                (None, Some(sup)) => format!("<msup>{base}{}</msup>", row(sup)),
                (None, None) => base,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::formula;
    use crate::compose::formula::parse;

    #[test]
    fn a_formula_keeps_its_shape() {
        let parsed = parse(r"d = \frac{\bar{x}_1}{s^2} < 3", false).expect("it can be read");
        assert_eq!(
            formula(&parsed),
            "<math display=\"inline\" alttext=\"d = \\frac{\\bar{x}_1}{s^2} &lt; 3\"><mrow><mi>d</mi><mo>=</mo>\
             <mfrac><mrow><msub><mover accent=\"true\"><mrow><mi>x</mi></mrow><mo>‾</mo></mover><mrow><mn>1</mn>\
             </mrow></msub></mrow><mrow><msup><mi>s</mi><mrow><mn>2</mn></mrow></msup></mrow></mfrac><mo>&lt;</mo>\
             <mn>3</mn></mrow></math>"
        );
    }
}
