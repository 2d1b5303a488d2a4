//! What a cell means in its column: a number within bounds, a count, a level, several levels.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use indexmap::IndexSet;
use regex::Regex;

use super::fault::Fault;
use super::rows::Cell;
use crate::model::Variable;

/// What stands for no answer.
pub struct Missing {
    texts: Vec<String>,
    numbers: Vec<f64>,
}

impl Missing {
    pub fn new(texts: &[String]) -> Self {
        Self { texts: texts.to_vec(), numbers: texts.iter().filter_map(|text| number(text)).collect() }
    }

    pub fn holds(&self, cell: &Cell<'_>) -> bool {
        match cell {
            Cell::Empty => true,
            Cell::Text(text, _) => self.texts.iter().any(|missing| missing == text),
            Cell::Number(number, _) => self.has(*number),
            Cell::Date(_) | Cell::Fault(_) | Cell::Uncomputed => false,
        }
    }

    pub fn has(&self, number: f64) -> bool {
        self.numbers.contains(&number)
    }
}

/// The lowest and the highest number of a column, and what sets them.
#[derive(Debug, Clone, PartialEq)]
pub struct Bounds {
    pub low: f64,
    pub high: f64,
    /// Such as `the range of the scale `strain``.
    pub what: String,
}

/// How the cells of a column are read.
pub enum Meaning {
    Number {
        bounds: Vec<Bounds>,
        whole: bool,
    },
    Level(Levels),
    Set(Levels),
    /// Levels that nobody named: they are what the column holds.
    Gathered(IndexSet<String>),
}

/// More levels than a variable has that people are compared by.
const MOST_GATHERED: usize = 50;

/// A cell's value: levels are their positions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value {
    None,
    Number(f64),
    Set(u64),
}

/// Why a cell has no value.
#[derive(Debug, Clone, PartialEq)]
pub enum Problem {
    NoNumber,
    DecimalComma,
    Date,
    NotWhole,
    Negative,
    /// By the position of its bounds.
    Outside(usize),
    Level(String),
    TooManyLevels,
    Fault,
    Uncomputed,
}

impl Meaning {
    pub fn is_set(&self) -> bool {
        matches!(self, Meaning::Set(_))
    }

    /// The digits that are values as they stand: a bit each.
    pub fn digits(&self, missing: &Missing) -> u16 {
        let Meaning::Number { bounds, .. } = self else { return 0 };
        let sound = |digit: &u16| {
            let number = f64::from(*digit);
            !missing.has(number) && bounds.iter().all(|bounds| bounds.low <= number && number <= bounds.high)
        };
        (0..10).filter(sound).fold(0, |digits, digit| digits | 1 << digit)
    }

    /// What a level is called, by its position.
    pub fn level(&self, at: f64) -> &str {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is a position")]
        let at = at as usize;
        match self {
            Meaning::Level(levels) | Meaning::Set(levels) => levels.ids.get(at).map_or("", String::as_str),
            Meaning::Gathered(found) => found.get_index(at).map_or("", String::as_str),
            Meaning::Number { .. } => "",
        }
    }

    /// Reads a cell.
    pub fn read(&mut self, cell: &Cell<'_>, missing: &Missing) -> Result<Value, Problem> {
        match cell {
            Cell::Fault(_) => return Err(Problem::Fault),
            Cell::Uncomputed => return Err(Problem::Uncomputed),
            cell if missing.holds(cell) => return Ok(Value::None),
            _ => {}
        }
        match self {
            Meaning::Number { bounds, whole } => {
                let Some(number) = numeric(cell, missing)? else { return Ok(Value::None) };
                if *whole && number.fract() != 0.0 {
                    return Err(Problem::NotWhole);
                }
                if *whole && number < 0.0 {
                    return Err(Problem::Negative);
                }
                let outside = bounds.iter().position(|bounds| number < bounds.low || number > bounds.high);
                outside.map_or(Ok(Value::Number(number)), |at| Err(Problem::Outside(at)))
            }
            Meaning::Level(levels) => match levels.find(cell) {
                Some(at) => Ok(Value::Number(at as f64)),
                None => Err(Problem::Level(cell.shown().into_owned())),
            },
            Meaning::Set(levels) => levels.set(cell, missing),
            Meaning::Gathered(found) => {
                let text = cell.label().map_or_else(|| cell.shown().into_owned(), str::to_owned);
                let at = found.get_index_of(&text).unwrap_or_else(|| found.insert_full(text).0);
                if at < MOST_GATHERED { Ok(Value::Number(at as f64)) } else { Err(Problem::TooManyLevels) }
            }
        }
    }
}

/// The number that a cell holds; none where it means no answer.
fn numeric(cell: &Cell<'_>, missing: &Missing) -> Result<Option<f64>, Problem> {
    match cell {
        Cell::Number(number, _) if number.is_finite() => Ok(Some(*number)),
        Cell::Text(text, _) => match number(text) {
            Some(number) if missing.has(number) => Ok(None),
            Some(number) => Ok(Some(number)),
            None if is_decimal_comma(text) => Err(Problem::DecimalComma),
            None if is_date(text) => Err(Problem::Date),
            None => Err(Problem::NoNumber),
        },
        Cell::Date(_) => Err(Problem::Date),
        _ => Err(Problem::NoNumber),
    }
}

/// A finite number in digits, with a point and an exponent where it has them.
pub fn number(text: &str) -> Option<f64> {
    let plain = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+' | b'e' | b'E');
    if text.bytes().all(plain) {
        return text.parse().ok().filter(|number: &f64| number.is_finite());
    }
    let minus = text.strip_prefix('\u{2212}').filter(|rest| rest.bytes().all(|b| b.is_ascii_digit() || b == b'.'));
    minus.and_then(|rest| rest.parse::<f64>().ok()).map(|number| -number)
}

fn is_decimal_comma(text: &str) -> bool {
    let Some((whole, fraction)) = text.split_once(',') else { return false };
    let whole = whole.trim_start_matches(['-', '+', '\u{2212}']);
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    digits(&whole.replace('.', "")) && !fraction.is_empty() && digits(fraction)
}

fn is_date(text: &str) -> bool {
    static DATE: LazyLock<Regex> = LazyLock::new(|| {
        let month = "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|\
                     oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";
        let forms = [
            r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T].*)?",
            &format!(r"\d{{1,2}}[-/. ]{month}([-/. ]\d{{2,4}})?"),
            &format!(r"{month}[-/. ]\d{{1,4}}"),
            r"\d{1,2}:\d{2}(:\d{2})?",
        ];
        Regex::new(&format!("(?i)^(?:{})$", forms.join("|"))).expect("a sound pattern")
    });
    text.bytes().any(|byte| byte.is_ascii_digit()) && DATE.is_match(text)
}

/// The levels of a variable by what stands for them in the data.
pub struct Levels {
    exact: BTreeMap<String, usize>,
    folded: BTreeMap<String, usize>,
    ids: Vec<String>,
}

impl Levels {
    /// By value, id and label, in this order; ids and labels in upper or lower case.
    pub fn of(variable: &Variable) -> Self {
        let mut levels = Self { exact: BTreeMap::new(), folded: BTreeMap::new(), ids: Vec::new() };
        let values = variable.levels.iter().enumerate().filter_map(|(at, level)| Some((level.value.clone()?, at)));
        levels.exact.extend(values);
        for (at, level) in variable.levels.iter().enumerate() {
            levels.exact.entry(level.id.to_string()).or_insert(at);
        }
        for (at, level) in variable.levels.iter().enumerate() {
            for name in [level.id.as_str(), &level.label].into_iter().chain(level.value.as_deref()) {
                levels.folded.entry(name.to_lowercase()).or_insert(at);
            }
            levels.ids.push(level.id.to_string());
        }
        levels
    }

    fn named(&self, text: &str) -> Option<usize> {
        self.exact.get(text).or_else(|| self.folded.get(&text.to_lowercase())).copied()
    }

    fn find(&self, cell: &Cell<'_>) -> Option<usize> {
        self.named(&cell.shown()).or_else(|| self.named(cell.label()?))
    }

    fn set(&self, cell: &Cell<'_>, missing: &Missing) -> Result<Value, Problem> {
        if let Some(at) = self.find(cell) {
            return Ok(Value::Set(1 << at));
        }
        let text = cell.shown();
        let mut set = 0_u64;
        for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            if missing.holds(&Cell::Text(part.into(), None)) {
                continue;
            }
            set |= 1 << self.named(part).ok_or_else(|| Problem::Level(part.to_owned()))?;
        }
        Ok(if set == 0 { Value::None } else { Value::Set(set) })
    }
}

const MEANS_NO_ANSWER: &str = "if it means no answer, name it under `layout: {missing: […]}` in study.yaml";

impl Problem {
    pub fn code(&self) -> &'static str {
        match self {
            Problem::NoNumber | Problem::NotWhole => "not-a-number",
            Problem::DecimalComma => "decimal-comma",
            Problem::Date => "date-for-number",
            Problem::Negative | Problem::Outside(_) => "out-of-range",
            Problem::Level(_) | Problem::TooManyLevels => "unknown-level",
            Problem::Fault => "error-cell",
            Problem::Uncomputed => "uncomputed-formula",
        }
    }

    /// What is wrong with a cell of a column.
    pub fn fault(self, cell: &Cell<'_>, column: &str, meaning: &Meaning) -> Fault {
        let shown = cell.shown();
        let fault = |message: String| Fault::new(self.code(), message);
        match &self {
            Problem::NoNumber if shown.starts_with('#') && shown.ends_with(['!', '?', 'A']) => {
                Fault::new("error-cell", format!("`{shown}` in column `{column}` is an error of the spreadsheet"))
                    .hint("mend the formula, and put its value in its place")
            }
            Problem::NoNumber => fault(format!("`{shown}` in column `{column}` is not a number")).hint(MEANS_NO_ANSWER),
            Problem::DecimalComma => {
                let point = shown.replace('.', "").replace(',', ".");
                fault(format!("`{shown}` in column `{column}` has a decimal comma"))
                    .hint(format!("write the decimal point as `.`: `{point}`"))
            }
            Problem::Date => fault(format!("`{shown}` in column `{column}` is a date where a number should be")).hint(
                "a spreadsheet makes dates of what looks like one: enter the number again in a cell of plain format",
            ),
            Problem::NotWhole => fault(format!("`{shown}` in column `{column}` is a count, and not a whole number")),
            Problem::Negative => {
                fault(format!("`{shown}` in column `{column}` is a count, and less than 0")).hint(MEANS_NO_ANSWER)
            }
            Problem::Outside(at) => {
                let bounds = match meaning {
                    Meaning::Number { bounds, .. } => bounds.get(*at),
                    _ => None,
                };
                let said = bounds.map_or_else(String::new, |b| format!(" {}, {} to {}", b.what, b.low, b.high));
                fault(format!("`{shown}` in column `{column}` lies outside{said}")).hint(MEANS_NO_ANSWER)
            }
            Problem::Level(part) => {
                let ids: &[String] = match meaning {
                    Meaning::Level(levels) | Meaning::Set(levels) => &levels.ids,
                    _ => &[],
                };
                let names: Vec<&str> = match meaning {
                    Meaning::Level(levels) | Meaning::Set(levels) => levels.folded.keys().map(String::as_str).collect(),
                    _ => Vec::new(),
                };
                let near = crate::diag::nearest(part, ids.iter().map(String::as_str).chain(names));
                let mut fault = fault(format!("`{part}` is not a level of `{column}`"));
                fault.hints.extend(near.map(|near| format!("did you mean `{near}`?")));
                fault.hint(format!(
                    "the levels are {}; what else stands for one in the data is its `value`",
                    ids.join(", ")
                ))
            }
            Problem::TooManyLevels => {
                fault(format!("the column `{column}` has more than {MOST_GATHERED} different values"))
                    .hint("`group` in study.yaml names a column that tells a few groups apart")
            }
            Problem::Fault => fault(format!("the cell holds the error `{shown}`, not a value for `{column}`"))
                .hint("mend the formula, or empty the cell"),
            Problem::Uncomputed => fault(format!(
                "the file does not hold the value of the formula in column `{column}`"
            ))
            .hint("open the workbook in Excel or LibreOffice and save it again, or put values in place of formulas"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_from_what_looks_like_them() {
        assert_eq!(
            ["3", "-0.5", "+2", "1e3", "5.", ".5", "\u{2212}4"].map(number),
            [Some(3.0), Some(-0.5), Some(2.0), Some(1000.0), Some(5.0), Some(0.5), Some(-4.0)]
        );
        assert_eq!(["", "-", "e", "inf", "NaN", "0x1", "1e999", "3,5", "1 2"].map(number), [None; 9]);
        assert!(["3,5", "-0,25", "1.234,5"].into_iter().all(is_decimal_comma));
        assert!(!["a,b", "3,", "3,4,5"].into_iter().any(is_decimal_comma));
        assert!(
            ["2021-03-04", "3.5.2021", "4/5/21", "5-Mar", "Mar 05", "5 March 2021", "12:30"].into_iter().all(is_date)
        );
        assert!(!["3.5", "5 marks", "maybe", "1-2"].into_iter().any(is_date));
    }
}
