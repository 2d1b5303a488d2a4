//! What is said of a cell that has no value in its column, and what to do about it.

use super::fault::Fault;
use super::levels::Levels;
use super::meaning::{Column, MOST_GATHERED, Meaning, Numbers, Problem};
use super::missing::{is_sentinel, quoted};
use super::near::meant;
use super::number::{NoNumber, folded};
use super::rows::Cell;

/// Known names in one hint.
const LISTED: usize = 12;

impl Problem {
    pub fn code(&self) -> &'static str {
        match self {
            Problem::NoNumber(NoNumber::Thousands(_)) => "thousands-separator",
            Problem::NoNumber(NoNumber::DecimalComma(_)) => "decimal-comma",
            Problem::NoNumber(NoNumber::Date) => "date-for-number",
            Problem::NoNumber(NoNumber::Error) | Problem::Fault => "error-cell",
            Problem::NoNumber(NoNumber::Labelled(..) | NoNumber::Words | NoNumber::NoAnswer | NoNumber::Other)
            | Problem::NotWhole => "not-a-number",
            Problem::UnknownAnswer(_) | Problem::AnswerDiffers(..) | Problem::UnlabelledAnswer => "unknown-answer",
            Problem::Negative | Problem::Outside(_) => "out-of-range",
            Problem::Level(_) | Problem::SeveralLevels(..) => "unknown-level",
            Problem::UnlabelledGroup | Problem::TooManyLevels => "unknown-level",
            Problem::Uncomputed => "uncomputed-formula",
        }
    }

    /// What is wrong with a cell of a column.
    pub fn fault(self, cell: &Cell<'_>, name: &str, column: &Column) -> Fault {
        let shown = cell.shown();
        let fault = |message: String| Fault::new(self.code(), message);
        let no_answer = || format!("if it means no answer, name it: {}", column.missing.with(&shown));
        match (&self, &column.meaning) {
            (Problem::NoNumber(what), meaning) => no_number(what, &shown, name, meaning, column, fault),
            (Problem::NotWhole, _) if thousands_point(&shown) => {
                fault(format!("`{shown}` in column `{name}` is a count, and not a whole number"))
                    .hint(format!("if the point parts thousands, write `{}`", shown.replace('.', "")))
            }
            (Problem::NotWhole, _) => fault(format!("`{shown}` in column `{name}` is a count, and not a whole number")),
            (Problem::Negative, _) => {
                fault(format!("`{shown}` in column `{name}` is a count, and less than 0")).hint(no_answer())
            }
            (Problem::Outside(at), Meaning::Number(numbers)) => outside(*at, cell, name, numbers, column, fault),
            (Problem::UnknownAnswer(label), Meaning::Number(numbers)) => {
                unknown_answer(label, cell, name, numbers, column, fault)
            }
            (Problem::AnswerDiffers(number, said), _) => fault(format!(
                "`{shown}` in column `{name}` is {number} by its number, and {said} by its label in `answers`"
            ))
            .hint("correct the cell, or the number under `answers`"),
            (Problem::UnlabelledAnswer, _) => fault(format!(
                "`{shown}` in column `{name}` has no label, and the labels of the other codes say other numbers than these"
            ))
            .hint("give it its label in SPSS, or take `answers` out, so that the codes are the answers"),
            (Problem::Level(part), Meaning::Level(levels) | Meaning::Set(levels)) => {
                unknown_level(part, cell, name, levels, column, fault)
            }
            (Problem::SeveralLevels(text, what), _) => fault(format!("`{text}` in column `{name}` may be {what}"))
                .hint("the other cells of the column do not tell which: give the levels other labels, or other values"),
            (Problem::UnlabelledGroup, _) => {
                fault(format!("`{shown}` in column `{name}` has no label, and is the label of another code"))
                    .hint("label all codes of the column, or none of them")
            }
            (Problem::TooManyLevels, _) => {
                fault(format!("the column `{name}` has more than {MOST_GATHERED} different values"))
                    .hint("`group` in study.yaml names a column that tells a few groups apart")
            }
            (Problem::Fault, _) => fault(format!("`{shown}` in column `{name}` is an error of the spreadsheet"))
                .hint("mend the formula and put its value in its place, or empty the cell"),
            (Problem::Uncomputed, _) => fault(format!("the file does not hold the value of the formula in column `{name}`"))
                .hint("open the workbook in Excel or LibreOffice and save it again, or put values in place of formulas"),
            (Problem::Outside(_) | Problem::UnknownAnswer(_) | Problem::Level(_), _) => {
                fault(format!("`{shown}` in column `{name}` cannot be read"))
            }
        }
    }
}

/// Whether the point of a number may part thousands: three digits follow.
fn thousands_point(text: &str) -> bool {
    let Some((whole, rest)) = text.split_once('.') else { return false };
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    (1..=3).contains(&whole.len()) && !whole.starts_with('0') && rest.len() == 3 && digits(whole) && digits(rest)
}

/// A text that is no number.
fn no_number(
    what: &NoNumber,
    shown: &str,
    name: &str,
    meaning: &Meaning,
    column: &Column,
    fault: impl Fn(String) -> Fault,
) -> Fault {
    let scale = match meaning {
        Meaning::Number(numbers) => numbers.scale.as_deref(),
        _ => None,
    };
    match what {
        NoNumber::Thousands(plain) => {
            let both = if shown.contains(',') { "; if it is a decimal comma, write a point" } else { "" };
            fault(format!("`{shown}` in column `{name}` has a mark between thousands"))
                .hint(format!("write the number without it: `{plain}`{both}"))
        }
        NoNumber::DecimalComma(point) => fault(format!("`{shown}` in column `{name}` has a decimal comma"))
            .hint(format!("write the decimal point as `.`: `{point}`")),
        NoNumber::Date => fault(format!("`{shown}` in column `{name}` is a date where a number should be"))
            .hint("a spreadsheet makes dates of what looks like one: enter the number again in a cell of plain format"),
        NoNumber::Error => fault(format!("`{shown}` in column `{name}` is an error of the spreadsheet"))
            .hint("mend the formula and put its value in its place, or empty the cell"),
        NoNumber::NoAnswer | NoNumber::Other => fault(format!("`{shown}` in column `{name}` is not a number"))
            .hint(format!("if it means no answer, name it: {}", column.missing.with(shown))),
        NoNumber::Labelled(number, label) => {
            let fault = fault(format!("`{shown}` in column `{name}` is a number with words, and not a number alone"));
            match scale {
                Some(scale) => fault.hint(format!(
                    "if the words are the label of the answer, say on `{scale}` in instruments.yaml what each label counts as: \
                     `answers: {{{}: {number}, …}}`",
                    quoted(&folded(label))
                )),
                None => fault.hint(format!("if the number is all that is meant, write it alone: `{number}`")),
            }
        }
        NoNumber::Words => {
            let fault = fault(format!("`{shown}` in column `{name}` is not a number"));
            match scale {
                Some(scale) => fault
                    .hint(format!(
                        "if it is the label of an answer, say on `{scale}` in instruments.yaml what each label counts as: \
                         `answers: {{{}: …}}`",
                        quoted(&folded(shown))
                    ))
                    .hint(format!("only if it means no answer: {}", column.missing.with(shown))),
                None => fault.hint(format!("if it means no answer, name it: {}", column.missing.with(shown))),
            }
        }
    }
}

/// A number that is no answer to the item, or no score of the scale.
fn outside(
    at: usize,
    cell: &Cell<'_>,
    name: &str,
    numbers: &Numbers,
    column: &Column,
    fault: impl Fn(String) -> Fault,
) -> Fault {
    let shown = cell.shown();
    let said = numbers.bounds.get(at).map_or_else(String::new, |b| format!(" {}, {} to {}", b.what, b.low, b.high));
    let fault = fault(format!("`{shown}` in column `{name}` lies outside{said}"));
    if let Some(label) = cell.label().filter(|label| label.parse::<f64>().is_err()) {
        return fault.hint(format!(
            "the file labels it `{label}`: if that is no answer, declare it missing in SPSS, or name it: {}",
            column.missing.with(&shown)
        ));
    }
    match shown.parse::<f64>() {
        Ok(number) if is_sentinel(number) => {
            let own = numbers.scale.as_deref().filter(|_| number >= 0.0);
            let write = own.map_or_else(|| column.missing.with(&shown), |scale| column.missing.with_own(&shown, scale));
            fault.hint(format!("`{shown}` mostly marks that there is no answer: if it does here, write {write}"))
        }
        _ => fault.hint(format!(
            "correct the cell or the range; only if it means no answer, name it: {}",
            column.missing.with(&shown)
        )),
    }
}

/// A label of an answer that the study does not know.
fn unknown_answer(
    label: &str,
    cell: &Cell<'_>,
    name: &str,
    numbers: &Numbers,
    column: &Column,
    fault: impl Fn(String) -> Fault,
) -> Fault {
    let shown = cell.shown();
    let known: &[String] = numbers.answers.as_ref().map_or(&[], |answers| answers.written());
    let what = if *label == *shown { String::new() } else { format!(", the label of `{shown}`,") };
    let mut fault = fault(format!("`{label}`{what} in column `{name}` is not among the `answers`"));
    fault.hints.extend(meant(label, known.iter().map(String::as_str)));
    let more = if known.len() > LISTED { ", …" } else { "" };
    let listed: Vec<&str> = known.iter().take(LISTED).map(String::as_str).collect();
    fault.hint(format!(
        "the labels are {}{more}; add this one with its number, or, if it means no answer: {}",
        listed.join(", "),
        column.missing.with(&shown)
    ))
}

fn unknown_level(
    part: &str,
    cell: &Cell<'_>,
    name: &str,
    levels: &Levels,
    column: &Column,
    fault: impl Fn(String) -> Fault,
) -> Fault {
    let label = cell.label().filter(|label| *label != part);
    let said = label.map_or_else(String::new, |label| format!(", in the file labelled `{label}`,"));
    let mut fault = fault(format!("`{part}`{said} is not a level of `{name}`"));
    fault.hints.extend(meant(label.unwrap_or(part), levels.names()));
    let ids: Vec<&str> = levels.ids().collect();
    let mut hint = format!(
        "the levels are {}; what else stands for one in the data is its `value`, which may be a list",
        ids.join(", ")
    );
    let number = part.parse::<f64>().is_ok_and(is_sentinel);
    if number || super::number::no_number(part) == NoNumber::NoAnswer {
        hint = format!("{hint}; if it means no answer, name it: {}", column.missing.with(part));
    }
    fault.hint(hint)
}
