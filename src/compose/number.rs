//! The one number formatter: every figure on the page, in a table or a chart label passes here.
//!
//! A printed figure stays as it was printed. A computed one gets the decimals of its field. A minus is U+2212, zero has
//! no sign, and no p value is ever `0.000`.

use crate::analyse::{Field, Known, Withheld};

/// A number with a fixed count of decimals.
pub fn fixed(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let zero = text.trim_start_matches('-').chars().all(|c| c == '0' || c == '.');
    if zero { text.trim_start_matches('-').to_owned() } else { text.replace('-', "\u{2212}") }
}

/// A p value: three decimals, and a bound where these would all be zeros or nines.
pub fn p_value(p: f64) -> String {
    if p == 1.0 {
        "1.000".to_owned()
    } else if p < 0.0005 {
        "<0.001".to_owned()
    } else if p > 0.9995 {
        ">0.999".to_owned()
    } else {
        fixed(p, 3)
    }
}

/// A field's value as text. `decimals` are those that the author asks for; `scale` those of the scale it is of.
pub fn field(field: Field, known: &Known, decimals: Option<usize>, scale: usize) -> String {
    match (decimals, &known.printed) {
        (None, Some(printed)) => printed.text().to_owned(),
        (Some(_), Some(printed)) if printed.is_bound() => printed.text().to_owned(),
        (_, None) if field.is_p() && known.open.high => format!("<{}", bound_of_p(known.value)),
        (_, None) if field.is_p() && known.open.low => format!(">{}", bound_of_p(known.value)),
        (decimals, None) if known.open.low != known.open.high => {
            outward(known, decimals.unwrap_or_else(|| usual_decimals(field, known.value, scale)))
        }
        (Some(decimals), _) if field.is_p() && known.value < 0.5 * 10f64.powi(-(decimals as i32)) => {
            format!("<{}1", &fixed(0.0, decimals)[..=decimals])
        }
        (Some(decimals), _) => fixed(known.value, decimals),
        (None, None) if field.is_p() => p_value(known.value),
        (None, None) => fixed(known.value, usual_decimals(field, known.value, scale)),
    }
}

/// A bound of a *p* value without needless zeros: `0.05`.
fn bound_of_p(p: f64) -> String {
    let text = p_value(p);
    let text = text.trim_start_matches(['<', '>']);
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text.to_owned() }
}

/// A bound that nobody printed, rounded to the side on which it stays true.
fn outward(known: &Known, decimals: usize) -> String {
    let unit = 10f64.powi(decimals as i32);
    let nearly = 1e-9 * known.value.abs().max(1.0) * unit;
    match known.open.high {
        true => format!("<{}", fixed((known.value * unit - nearly).ceil() / unit, decimals)),
        false => format!(">{}", fixed((known.value * unit + nearly).floor() / unit, decimals)),
    }
}

fn usual_decimals(field: Field, value: f64, scale: usize) -> usize {
    match field {
        _ if field.is_count() => 0,
        Field::Percent | Field::PercentFirst | Field::PercentSecond => 1,
        Field::Df if value.fract() == 0.0 => 0,
        Field::Df => 1,
        Field::Mean
        | Field::Sd
        | Field::Se
        | Field::Min
        | Field::Q1
        | Field::Median
        | Field::Q3
        | Field::Max
        | Field::CiLow
        | Field::CiHigh
        | Field::Difference
        | Field::Change
        | Field::MeanFrom
        | Field::MeanTo
        | Field::SdFrom
        | Field::SdTo
        | Field::MeanFirst
        | Field::MeanSecond
        | Field::SdFirst
        | Field::SdSecond
        | Field::NormMean
        | Field::NormSd => scale,
        _ => 2,
    }
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
    field.is_count() && field != Field::Direction
}

/// A setting such as a level of significance, without needless zeros: `0.05`.
pub fn short(value: f64) -> String {
    value.to_string().replace('-', "\u{2212}")
}

/// A share from 0 to 1 as a whole per cent.
pub fn percent(share: f64) -> String {
    format!("{}%", fixed(100.0 * share, 0))
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
        assert_eq!(
            (p_value(0.0), p_value(0.0004), p_value(0.02), p_value(0.9999)),
            ("<0.001".into(), "<0.001".into(), "0.020".into(), ">0.999".into())
        );
        assert_eq!(field(Field::P, &Known::exact(0.0001), Some(2), 1), "<0.01");
        assert_eq!(
            (words(0), words(21), words(40), words(101)),
            ("zero".into(), "twenty-one".into(), "forty".into(), "101".into())
        );
    }
}
