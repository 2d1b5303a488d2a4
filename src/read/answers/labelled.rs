//! What labels of answers count as: the `answers` of a scale or an instrument.

use std::collections::BTreeMap;

use super::number::folded;

/// The numbers of answers by their labels; small or capital letters and the number of blanks do not matter.
#[derive(Debug, Clone, Default)]
pub struct Labelled {
    numbers: BTreeMap<String, f64>,
    /// The labels as the study writes them, in its order.
    written: Vec<String>,
    /// In a file that labels its codes: whether some code is not the number of its label. A code without a label means
    /// nothing then.
    recoded: bool,
    /// Whether digits may be taken as they stand.
    plain: bool,
    /// Whether some label is a number itself, and stands for another.
    digits: bool,
}

/// What a label says of an answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Said {
    Number(f64),
    /// The label is not among those of the study.
    Unknown,
    /// The code has no label, and the labels of others say other numbers than their codes.
    Unlabelled,
}

impl Labelled {
    /// `None` where the study maps no labels.
    pub fn new(answers: &[(String, f64)]) -> Option<Self> {
        let numbers = answers.iter().map(|(label, number)| (folded(label), *number)).collect();
        let written = answers.iter().map(|(label, _)| label.clone()).collect();
        let digits = answers.iter().any(|(label, number)| label.parse::<f64>().is_ok_and(|label| label != *number));
        (!answers.is_empty()).then_some(Self { numbers, written, recoded: false, plain: !digits, digits })
    }

    pub fn find(&self, label: &str) -> Option<f64> {
        self.numbers.get(&folded(label)).copied()
    }

    pub fn written(&self) -> &[String] {
        &self.written
    }

    /// The lowest and the highest number.
    pub fn range(&self) -> (f64, f64) {
        let numbers = self.numbers.values();
        numbers.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), number| (low.min(*number), high.max(*number)))
    }

    /// Takes over the labels that a file gives to codes. A code whose number the study sets otherwise is given back.
    pub fn bind(&mut self, labels: &[(String, String)]) -> Option<(String, String, f64)> {
        let other = labels.iter().find_map(|(code, label)| {
            let number = self.find(label)?;
            (code.parse() != Ok(number)).then(|| (code.clone(), label.clone(), number))
        });
        self.recoded = other.is_some();
        self.plain &= !self.recoded && labels.iter().all(|(_, label)| self.find(label).is_some());
        other
    }

    /// The number of a cell that is a number itself.
    pub fn coded(&self, code: f64, label: Option<&str>) -> Said {
        match label {
            Some(label) => match self.find(label) {
                Some(number) => Said::Number(number),
                None => Said::Unknown,
            },
            None if self.recoded => Said::Unlabelled,
            None if self.digits => self.find(&(code + 0.0).to_string()).map_or(Said::Unknown, Said::Number),
            None => Said::Number(code),
        }
    }

    /// Whether digits may be taken as they stand.
    pub fn plain(&self) -> bool {
        self.plain
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map() -> Labelled {
        Labelled::new(&[("Strongly disagree".into(), 1.0), ("Agree".into(), 4.0)]).expect("a map")
    }

    #[test]
    fn labels_are_found_whatever_their_blanks_and_letters() {
        assert_eq!(map().find(" strongly\u{a0} DISAGREE "), Some(1.0));
        assert_eq!((map().find("disagree"), map().range()), (None, (1.0, 4.0)));
    }

    #[test]
    fn labels_of_a_file_say_the_number_and_codes_only_where_they_agree() {
        let labels =
            |codes: [&str; 2]| [(codes[0].into(), "Strongly disagree".into()), (codes[1].into(), "Agree".into())];
        let mut same = map();
        assert_eq!(same.bind(&labels(["1", "4"])), None);
        assert_eq!((same.coded(2.0, None), same.coded(3.0, Some("Neither"))), (Said::Number(2.0), Said::Unknown));
        let mut turned = map();
        assert!(turned.bind(&labels(["5", "2"])).is_some());
        assert_eq!(turned.coded(5.0, Some("Strongly disagree")), Said::Number(1.0));
        assert_eq!(turned.coded(3.0, None), Said::Unlabelled);
    }
}
