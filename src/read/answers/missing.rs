//! What stands for no answer in a column.

use super::number::number;
use super::rows::Cell;

#[derive(Debug, Clone)]
pub struct Missing {
    texts: Vec<String>,
    numbers: Vec<f64>,
    /// Where the study says so for this column alone: the scale or variable.
    pub owner: Option<String>,
}

impl Missing {
    /// The texts of one scale or variable, or of the study.
    pub fn new<'a>(texts: impl IntoIterator<Item = &'a str>, owner: Option<&str>) -> Self {
        let texts: Vec<String> = texts.into_iter().map(str::to_owned).collect();
        let numbers = texts.iter().filter_map(|text| number(text)).collect();
        Self { texts, numbers, owner: owner.map(str::to_owned) }
    }

    /// What to write so that one text more means no answer.
    pub fn with(&self, text: &str) -> String {
        let all: Vec<String> = self.texts.iter().map(String::as_str).chain([text]).map(quoted).collect();
        match &self.owner {
            Some(owner) => format!("`no-answer: [{}]` on `{owner}` in instruments.yaml", all.join(", ")),
            None => format!("`layout: {{missing: [{}]}}` in study.yaml", all.join(", ")),
        }
    }

    /// The same for one scale or variable alone.
    pub fn with_own(&self, text: &str, owner: &str) -> String {
        Self { owner: Some(owner.to_owned()), ..self.clone() }.with(text)
    }

    pub fn holds(&self, cell: &Cell<'_>) -> bool {
        match cell {
            Cell::Empty => true,
            Cell::Text(text, _) => self.texts.iter().any(|missing| missing == text),
            Cell::Number(number, _) => self.has(*number),
            Cell::Fault(name) => self.texts.iter().any(|missing| missing == name),
            Cell::Date(_) | Cell::Uncomputed => false,
        }
    }

    pub fn has(&self, number: f64) -> bool {
        self.numbers.contains(&number)
    }
}

/// Negative numbers that mark that there is no answer and are hardly ever one themselves: -7, -88, -99, -998.
pub fn is_negative_mark(number: f64) -> bool {
    const MARKS: [f64; 17] = [
        -7.0, -8.0, -9.0, -66.0, -77.0, -88.0, -95.0, -96.0, -97.0, -98.0, -99.0, -777.0, -888.0, -997.0, -998.0,
        -999.0, -9999.0,
    ];
    MARKS.contains(&number)
}

/// A text as it may stand in a list of YAML.
pub fn quoted(text: &str) -> String {
    let plain = text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-')) && !text.starts_with('-');
    if plain && !text.is_empty() {
        text.to_owned()
    } else {
        format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
    }
}

/// Numbers by which questionnaires and programs mark that there is no answer.
pub fn is_sentinel(number: f64) -> bool {
    const MARKS: [f64; 12] = [8.0, 9.0, 66.0, 77.0, 88.0, 96.0, 97.0, 98.0, 99.0, 888.0, 999.0, 9999.0];
    number.fract() == 0.0 && (number < 0.0 || MARKS.contains(&number) || number == 99_999.0 || number == 998.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_to_write_keeps_what_is_there() {
        let missing = Missing::new(["NA"], None);
        assert_eq!(missing.with("-99"), "`layout: {missing: [NA, \"-99\"]}` in study.yaml");
        assert_eq!(missing.with_own("?", "strain"), "`no-answer: [NA, \"?\"]` on `strain` in instruments.yaml");
        assert!([-99.0, 99.0, 9.0, 999.0].into_iter().all(is_sentinel) && !is_sentinel(55.0));
    }
}
