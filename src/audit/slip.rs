//! A common slip that leads from where one figure ought to lie to what is printed.

use super::figure::{Reading, span};
use crate::model::{Printed, fixed};
use crate::stats::Span;

/// A common slip that would explain a figure.
#[derive(Debug, Clone, PartialEq)]
pub enum Slip {
    Sign,
    /// The decimal point stands so many places off; what the figure would be.
    Point(String),
    /// Two digits stand the other way round; what the figure would be.
    Digits(String),
    /// One digit is another; what the figure would be.
    Digit(String),
    /// A standard error where a standard deviation should stand, or the other way round.
    ErrorForDeviation,
    DeviationForError,
    /// A variance where a standard deviation should stand.
    Variance,
    /// Half of the p value, or twice it.
    OneTail,
    TwoTails,
}

impl Slip {
    /// How much it weighs among figures that may each be the wrong one.
    pub fn weight(&self) -> i64 {
        match self {
            Slip::ErrorForDeviation | Slip::DeviationForError => 200,
            Slip::Digit(_) => 80,
            Slip::Digits(_) => 250,
            Slip::Sign | Slip::Point(_) | Slip::Variance | Slip::OneTail | Slip::TwoTails => 300,
        }
    }

    /// Its name, the same for every figure with the same slip.
    pub fn name(&self) -> &'static str {
        match self {
            Slip::Sign => "another sign",
            Slip::Point(_) => "a decimal point in another place",
            Slip::Digits(_) => "two digits the other way round",
            Slip::Digit(_) => "one other digit",
            Slip::ErrorForDeviation => "a standard error in the place of a standard deviation",
            Slip::DeviationForError => "a standard deviation in the place of a standard error",
            Slip::Variance => "a variance in the place of a standard deviation",
            Slip::OneTail => "a one-tailed test",
            Slip::TwoTails => "a p value that was doubled",
        }
    }

    /// Half a sentence.
    pub fn words(&self) -> String {
        match self {
            Slip::Sign => "the other sign would explain it".to_owned(),
            Slip::Point(figure) => format!("a decimal point in another place, {figure}, would explain it"),
            Slip::Digits(figure) => format!("two digits the other way round, {figure}, would explain it"),
            Slip::Digit(figure) => format!("one other digit, {figure}, would explain it"),
            _ => format!("{} would explain it", self.name()),
        }
    }
}

/// The slip that leads from where the figure ought to lie to what is printed. `near` is where figures like it lie.
pub fn slip(field: &str, printed: &Printed, ought: &[Span], n: Option<u64>, near: Option<Span>) -> Option<Slip> {
    if printed.is_bound() || printed.value() == 0.0 || ought.is_empty() {
        return None;
    }
    let own = span(printed, Reading::Either);
    let ought: Vec<Span> = ought.iter().map(|span| span.and(near.unwrap_or(Span::ALL))).collect();
    let meets = |factor: f64| ought.iter().any(|ought| !own.times(factor).and(*ought).is_empty());
    // Where it may lie almost anywhere, any slip would lead there.
    let finite = |ought: &Span| ought.low.is_finite() && ought.high.is_finite();
    let telling =
        |ought: &Span| finite(ought) && ought.high - ought.low <= printed.value().abs().max(ought.high.abs()) * 0.5;
    if near.is_none() && !ought.iter().all(telling) {
        return None;
    }
    if field == "p" {
        return match (meets(2.0), meets(0.5)) {
            (true, _) => Some(Slip::OneTail),
            (_, true) => Some(Slip::TwoTails),
            _ => close(shifted(printed, meets))
                .or_else(|| transposed(printed, &ought))
                .or_else(|| mistyped(printed, &ought)),
        };
    }
    let spread = field == "sd" || field == "se";
    if meets(-1.0) && !spread {
        return Some(Slip::Sign);
    }
    let root = n.map_or(1.0, |n| (n as f64).sqrt());
    let squared = |ought: &Span| own.low > 0.0 && !Span::new(own.low.sqrt(), own.high.sqrt()).and(*ought).is_empty();
    let other = match field {
        "sd" if root > 1.0 && meets(root) => Some((Slip::ErrorForDeviation, root)),
        "se" if root > 1.0 && meets(root.recip()) => Some((Slip::DeviationForError, root.recip())),
        "sd" if ought.iter().any(squared) => Some((Slip::Variance, printed.value().abs().sqrt().recip())),
        _ => None,
    };
    match (shifted(printed, meets), other) {
        (Some(Slip::Point(figure)), Some((other, factor))) => {
            // Both would do: the one that leads nearer to the middle.
            let middle = ought.iter().map(|span| (span.low + span.high) / 2.0).sum::<f64>() / ought.len() as f64;
            let far = |value: f64| (value / middle).abs().ln().abs();
            let shifted = figure.replace('\u{2212}', "-").parse().unwrap_or(f64::INFINITY);
            Some(if far(shifted) < far(printed.value() * factor) { Slip::Point(figure) } else { other })
        }
        (Some(point), None) => Some(point),
        (_, Some((other, _))) => Some(other),
        (_, None) => transposed(printed, &ought).or_else(|| mistyped(printed, &ought)),
    }
}

/// A moved point of a figure with two digits at least: with one alone it would fit too easily.
fn close(slip: Option<Slip>) -> Option<Slip> {
    let digits = |figure: &str| figure.trim_start_matches(['0', '.']).chars().filter(char::is_ascii_digit).count();
    slip.filter(|slip| matches!(slip, Slip::Point(figure) if digits(figure) > 1))
}

fn shifted(printed: &Printed, meets: impl Fn(f64) -> bool) -> Option<Slip> {
    let places = [1, -1, 2, -2, 3, -3].into_iter().find(|places| meets(10f64.powi(*places)))?;
    let decimals = (i32::try_from(printed.decimals()).unwrap_or(0) - places).max(0) as usize;
    Some(Slip::Point(fixed(printed.value() * 10f64.powi(places), decimals)))
}

/// Two neighbouring digits, exchanged; only where the figure is known more closely than the exchange moves it.
fn transposed(printed: &Printed, ought: &[Span]) -> Option<Slip> {
    let text: Vec<char> = printed.text().chars().collect();
    let places: Vec<usize> = (0..text.len()).filter(|at| text[*at].is_ascii_digit()).collect();
    places.windows(2).filter(|pair| text[pair[0]] != text[pair[1]]).find_map(|pair| {
        let mut other = text.clone();
        other.swap(pair[0], pair[1]);
        fitting(printed, other, ought).map(Slip::Digits)
    })
}

/// One digit in the place of another, in a figure of three digits at least.
fn mistyped(printed: &Printed, ought: &[Span]) -> Option<Slip> {
    let text: Vec<char> = printed.text().chars().collect();
    let places: Vec<usize> = (0..text.len()).filter(|at| text[*at].is_ascii_digit()).collect();
    let digits = || places.iter().flat_map(|at| ('0'..='9').map(move |digit| (*at, digit)));
    digits().filter(|_| places.len() > 2).find_map(|(at, digit)| {
        let mut other = text.clone();
        other[at] = digit;
        fitting(printed, other, ought).map(Slip::Digit)
    })
}

/// A figure with other digits, where it fits and where what is known is closer than what the digits move.
fn fitting(printed: &Printed, other: Vec<char>, ought: &[Span]) -> Option<String> {
    let other = Printed::parse(&other.into_iter().collect::<String>())?;
    let moved = (other.value() - printed.value()).abs();
    let fits = |ought: &Span| ought.high - ought.low < moved && !span(&other, Reading::Either).and(*ought).is_empty();
    ought.iter().any(fits).then(|| other.text().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_seen() {
        let printed = |text| Printed::parse(text).expect("a number");
        let ought = [Span::new(8.8, 9.2)];
        assert_eq!(slip("sd", &printed("9017"), &ought, None, None), Some(Slip::Point("9.017".into())));
        assert_eq!(slip("sd", &printed("2.01"), &ought, Some(20), None), Some(Slip::ErrorForDeviation));
        assert_eq!(slip("sd", &printed("81.2"), &ought, Some(20), None), Some(Slip::Variance));
        assert_eq!(slip("change", &printed("-9.0"), &ought, None, None), Some(Slip::Sign));
        assert_eq!(slip("p", &printed("0.02"), &[Span::new(0.038, 0.042)], None, None), Some(Slip::OneTail));
        assert_eq!(slip("mean", &printed("7"), &ought, None, None), None);
        let ought = [Span::new(12.5, 12.7)];
        assert_eq!(slip("mean", &printed("16.2"), &ought, None, None), Some(Slip::Digits("12.6".into())));
    }
}
