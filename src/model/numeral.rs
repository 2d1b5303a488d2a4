//! Numbers as text: decimals by the one rule of rounding, and whole numbers in English words.

const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 10] = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// A whole number in words; digits from a hundred on.
pub fn in_words(number: u64) -> String {
    match number {
        0..=19 => SMALL[number as usize].to_owned(),
        20..=99 if number.is_multiple_of(10) => TENS[number as usize / 10].to_owned(),
        20..=99 => format!("{}-{}", TENS[number as usize / 10], SMALL[number as usize % 10]),
        _ => number.to_string(),
    }
}

/// The digits that a double is taken at: its own last bits, where two programs differ, lie beyond them.
const DIGITS: usize = 15;

/// A number with a fixed count of decimals, rounded as the decimal that it stands for, halves away from zero: 2.675 is
/// 2.68 and −0.25 is −0.3, though the doubles lie a little below. A minus is U+2212, and zero has no sign.
pub fn fixed(value: f64, decimals: usize) -> String {
    let text = magnitude(value.abs(), decimals);
    let zero = text.chars().all(|c| c == '0' || c == '.');
    if value < 0.0 && !zero { format!("\u{2212}{text}") } else { text }
}

/// A number rounded by the same rule; never −0.
pub fn round(value: f64, decimals: usize) -> f64 {
    let rounded = magnitude(value.abs(), decimals).parse().unwrap_or(value.abs());
    if value < 0.0 && rounded != 0.0 { -rounded } else { rounded }
}

/// A number with no more decimals than given, and no zeros at their end.
pub fn at_most(value: f64, decimals: usize) -> String {
    let text = fixed(value, decimals);
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "\u{2212}0" { "0".to_owned() } else { text.to_owned() }
}

/// A number as a power of ten, such as `1.3e-4`, by the same rule.
pub fn scientific(value: f64, decimals: usize) -> String {
    let exact = format!("{:.*e}", DIGITS - 1, value.abs());
    let Some((digits, exponent)) = exact.split_once('e') else { return exact };
    let (Ok(digits), Ok(exponent)) = (digits.parse::<f64>(), exponent.parse::<i32>()) else { return exact };
    let sign = if value < 0.0 { "\u{2212}" } else { "" };
    match fixed(digits, decimals) {
        ten if ten.starts_with("10") => format!("{sign}{}e{}", fixed(1.0, decimals), exponent + 1),
        digits => format!("{sign}{digits}e{exponent}"),
    }
}

/// A p value: a bound where the decimals would all be zeros, or would make it 1 though it is not.
pub fn p_value(p: f64, decimals: usize) -> String {
    let text = fixed(p, decimals);
    let unit = fixed(10_f64.powi(-i32::try_from(decimals).unwrap_or(0)), decimals);
    if text == fixed(0.0, decimals) {
        format!("<{unit}")
    } else if p < 1.0 && text == fixed(1.0, decimals) && decimals > 0 {
        format!(">0.{}", "9".repeat(decimals))
    } else {
        text
    }
}

/// The rule for a number that is not negative: its first 15 digits, of which as many are kept as are asked for.
fn magnitude(value: f64, decimals: usize) -> String {
    let scientific = format!("{value:.*e}", DIGITS - 1);
    let Some((digits, exponent)) = scientific.split_once('e') else { return scientific };
    let Ok(exponent) = exponent.parse::<i32>() else { return scientific };
    let digits: String = digits.chars().filter(char::is_ascii_digit).collect();
    let kept = exponent + 1 + i32::try_from(decimals).unwrap_or(i32::MAX - 400);
    match usize::try_from(kept) {
        // No digit is left that could be a half.
        Ok(kept) if kept >= DIGITS => format!("{value:.decimals$}"),
        Ok(kept) => {
            let up = digits.as_bytes()[kept] >= b'5';
            let whole: u64 = digits[..kept].parse().unwrap_or(0) + u64::from(up);
            let text = format!("{whole:0width$}", width = decimals + 1);
            let (before, after) = text.split_at(text.len() - decimals);
            if decimals == 0 { before.to_owned() } else { format!("{before}.{after}") }
        }
        Err(_) => format!("{:.decimals$}", 0.0),
    }
}

#[cfg(test)]
mod tests {
    use super::{at_most, fixed, p_value, round, scientific};

    #[test]
    fn halves_are_rounded_as_decimals_away_from_zero() {
        let cases = [
            (2.675, 2, "2.68"),
            (8.345, 2, "8.35"),
            (1.005, 2, "1.01"),
            (0.145, 2, "0.15"),
            (-0.045, 2, "\u{2212}0.05"),
            (21.25, 1, "21.3"),
            (-21.25, 1, "\u{2212}21.3"),
            (0.5, 0, "1"),
            (1.5, 0, "2"),
            (-0.5, 0, "\u{2212}1"),
            (0.49, 0, "0"),
            (-0.004, 2, "0.00"),
            (0.015, 2, "0.02"),
            (0.025, 2, "0.03"),
            (99.95, 1, "100.0"),
            (0.9995, 3, "1.000"),
            (1234567.125, 2, "1234567.13"),
            (0.1 + 0.2, 1, "0.3"),
            (1.0 / 3.0, 6, "0.333333"),
            (0.00049, 3, "0.000"),
            (1e15, 0, "1000000000000000"),
            (123456789012345680.0, 1, "123456789012345680.0"),
            (0.0, 2, "0.00"),
            // Short of a half by the last bit of a double only.
            (1.1049999999999998, 2, "1.11"),
            (1.10499999, 2, "1.10"),
        ];
        for (value, decimals, text) in cases {
            assert_eq!(fixed(value, decimals), text, "{value} to {decimals}");
            assert_eq!(
                round(value, decimals),
                text.replace('\u{2212}', "-").parse::<f64>().expect("a number"),
                "{value}"
            );
        }
        assert!(!round(-0.001, 2).is_sign_negative());
        let powers = [0.000125, -0.000_099_96, 2.5e-7, 0.0].map(|value| scientific(value, 1));
        assert_eq!(powers, ["1.3e-4", "\u{2212}1.0e-4", "2.5e-7", "0.0e0"]);
        let p = [0.0, 0.00049, 0.0005, 0.02, 0.9995, 1.0].map(|p| p_value(p, 3));
        assert_eq!(p, ["<0.001", "<0.001", "0.001", "0.020", ">0.999", "1.000"]);
        assert_eq!([0.004, 0.005, 0.015, 0.995].map(|p| p_value(p, 2)), ["<0.01", "0.01", "0.02", ">0.99"]);
        assert_eq!((at_most(1.50, 2), at_most(-0.001, 2), at_most(3.0, 1)), ("1.5".into(), "0".into(), "3".into()));
    }
}
