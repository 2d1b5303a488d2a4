//! Numbers on the page: every figure in prose, a table or a chart label passes here.
//!
//! A printed figure stays as it was printed. A computed one gets the decimals of its field, which `analyse` knows; the
//! rule of rounding is that of `model`. A minus is U+2212, zero has no sign, and no p value is ever `0.000`.

use crate::analyse::{Field, Known, Role, Unit, Withheld};
use crate::model::at_most;
pub use crate::model::fixed;

/// A field's value as text. `decimals` are those that the author asks for; `unit` is that of its result.
pub fn field(field: Field, known: &Known, decimals: Option<usize>, unit: Unit) -> String {
    known.text(field, decimals, unit)
}

/// What stands in a table for a figure that is withheld and of which nothing is shown.
pub const MARK: &str = "\u{2021}";

/// The same in running text.
pub const NOT_SHOWN: &str = "withheld";

/// A withheld figure in a table: `<5`, or a mark that the table's note explains.
pub fn withheld(field: Field, withheld: &Withheld) -> String {
    match withheld.under {
        Some(under) => format!("<{}", bound(field, under)),
        None => MARK.to_owned(),
    }
}

/// A withheld figure in running text, before which a sign of per cent may be left out.
pub fn withheld_in_words(field: Field, withheld: &Withheld) -> String {
    match withheld.under {
        Some(under) if field.is_count() => format!("fewer than {}", bound(field, under)),
        Some(under) => format!("under {}", bound(field, under)),
        None if counts_people(field) => "an undisclosed number".to_owned(),
        None => NOT_SHOWN.to_owned(),
    }
}

/// The same with the number spelled out.
pub fn withheld_spelled_out(field: Field, withheld: &Withheld) -> String {
    match withheld.under {
        Some(under) if field.is_count() => format!("fewer than {}", words(under as u64)),
        _ => withheld_in_words(field, withheld),
    }
}

fn bound(field: Field, under: f64) -> String {
    fixed(under, if field.is_count() { 0 } else { 1 })
}

fn counts_people(field: Field) -> bool {
    field.role() == Role::Count
}

/// A setting such as a level of significance, without needless zeros: `0.05`.
pub fn short(value: f64) -> String {
    value.to_string().replace('-', "\u{2212}")
}

/// A share from 0 to 1 as a whole per cent.
pub fn percent(share: f64) -> String {
    format!("{}%", fixed(100.0 * share, 0))
}

/// A level of confidence: `95%`, `97.5%`.
pub fn level(confidence: f64) -> String {
    format!("{}%", at_most(100.0 * confidence, 4))
}

/// An interval in running text: `0.67 to 7.13`.
pub fn interval(low: &str, high: &str) -> String {
    format!("{low} to {high}")
}

/// A whole number in English words; digits from a hundred on.
pub use crate::model::in_words as words;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_impossible_is_printed() {
        assert_eq!(fixed(-0.001, 2), "0.00");
        assert_eq!(fixed(-1.5, 1), "\u{2212}1.5");
        assert_eq!(field(Field::P, &Known::exact(0.0001), Some(2), Unit::Pure), "<0.01");
        assert_eq!((level(0.95), level(0.975), level(0.999)), ("95%".into(), "97.5%".into(), "99.9%".into()));
        assert_eq!(
            (words(0), words(21), words(40), words(101)),
            ("zero".into(), "twenty-one".into(), "forty".into(), "101".into())
        );
    }
}
