//! Rows of totals below or among people: the mean, the sum or the number of a column is nobody's answer.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::growing::Growing;

/// What a row is by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Name {
    /// Nobody is called so.
    Total,
    /// Somebody may be, as Max or by initials; not where the others have numbers for ids.
    Perhaps,
    Other,
}

/// Names of statistics, in the languages of spreadsheets.
const TOTALS: &str = "mean means average avg total totals subtotal median variance stdev minimum maximum \
    mittelwert mittel durchschnitt gesamt insgesamt summe gesamtsumme standardabweichung stabw anzahl varianz \
    moyenne somme médiane effectif promedio suma mediana desviación desvío totale somma gemiddelde totaal aantal \
    standaarddeviatie média soma medelvärde standardavvikelse gjennomsnitt gennemsnit średnia suma среднее итого всего сумма";

/// Those by which a person could be called, too.
const PERHAPS: &str = "n m max min sum count sd s.d se sem std var range media medel summa valid missing nobs";

/// What may stand beside them.
const BESIDE: &str = "of the all and column columns row score scores overall grand sample group participants people cases \
    std standard deviation dev error écart type estándar padrão n sd se general item items";

static WORDS: LazyLock<[BTreeSet<&str>; 3]> =
    LazyLock::new(|| [TOTALS, PERHAPS, BESIDE].map(|words| words.split_whitespace().collect()));

/// What a row is by its id.
pub fn name(id: &str) -> Name {
    // Most ids are seen to be none at once.
    let digits = id.bytes().any(|byte| byte.is_ascii_digit());
    if id.len() > 60 || (digits && (id.len() <= 8 || id.starts_with(|c: char| c.is_ascii_digit()))) {
        return Name::Other;
    }
    let [totals, perhaps, beside] = &*WORDS;
    let plain = id.to_lowercase();
    let plain = plain.split(['(', '=']).next().unwrap_or("");
    let words: Vec<&str> = plain
        .split(|c: char| c.is_whitespace() || matches!(c, '_' | '-' | ':' | '/' | ',' | ';'))
        .map(|word| word.trim_matches('.'))
        .filter(|word| !word.is_empty())
        .collect();
    let known = |word: &&str| totals.contains(*word) || perhaps.contains(*word) || beside.contains(*word);
    if words.is_empty() || !words.iter().all(known) {
        return Name::Other;
    }
    let deviation = words.windows(2).any(|pair| matches!(pair, ["std" | "standard", "deviation" | "dev" | "error"]));
    if deviation || words.iter().any(|word| totals.contains(word)) {
        Name::Total
    } else if words.iter().any(|word| perhaps.contains(word)) {
        Name::Perhaps
    } else {
        Name::Other
    }
}

/// What a person's values are of those of all others, in every column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Statistic {
    Mean,
    Sum,
    Number,
}

impl Statistic {
    pub fn words(self) -> &'static str {
        match self {
            Statistic::Mean => "the means",
            Statistic::Sum => "the sums",
            Statistic::Number => "the numbers of answers",
        }
    }
}

/// Fewer others than these make no statistic that could not be an answer.
const LEAST: usize = 4;

/// The numbers of a column but for one person's.
struct Others {
    n: usize,
    sum: f64,
    max: f64,
    whole: bool,
}

/// Sums of a column, from which those of the others of each person follow.
struct Sums {
    n: usize,
    sum: f64,
    fractions: usize,
    /// The two greatest.
    top: [f64; 2],
}

impl Sums {
    fn of(column: &Growing, people: usize) -> Self {
        let mut sums = Self { n: 0, sum: 0.0, fractions: 0, top: [f64::NEG_INFINITY; 2] };
        for value in (0..people).filter_map(|person| column.get(person)) {
            sums.n += 1;
            sums.sum += value;
            sums.fractions += usize::from(value.fract() != 0.0);
            if value > sums.top[0] {
                sums.top = [value, sums.top[0]];
            } else if value > sums.top[1] {
                sums.top[1] = value;
            }
        }
        sums
    }

    fn without(&self, value: f64) -> Others {
        Others {
            n: self.n - 1,
            sum: self.sum - value,
            max: if value < self.top[0] { self.top[0] } else { self.top[1] },
            whole: self.fractions == usize::from(value.fract() != 0.0),
        }
    }
}

/// The people whose values are a statistic of all the others' in each of two columns or more, as nobody's answers are:
/// fractions among whole numbers that are the means, or numbers beyond all others that are the sums.
pub fn statistics(columns: &[Growing], people: usize) -> Vec<(usize, Statistic)> {
    let numbers = columns.iter().filter(|column| !matches!(column, Growing::Sets(_)));
    let columns: Vec<(&Growing, Sums)> = numbers.map(|column| (column, Sums::of(column, people))).collect();
    let of = |person: usize| {
        [Statistic::Mean, Statistic::Sum, Statistic::Number].into_iter().find(|what| {
            let mut telling = 0;
            let all =
                columns.iter().filter_map(|(column, sums)| Some((column.get(person)?, sums))).all(|(value, sums)| {
                    let others = sums.without(value);
                    if others.n < LEAST {
                        return false;
                    }
                    let mean = others.sum / others.n as f64;
                    let (is, tells) = match what {
                        Statistic::Mean => ((value - mean).abs() <= 0.0051, others.whole && value.fract() != 0.0),
                        Statistic::Sum => ((value - others.sum).abs() < 1e-6 * (1.0 + value.abs()), value > others.max),
                        Statistic::Number => (value == others.n as f64, value > others.max),
                    };
                    telling += usize::from(is && tells);
                    is
                });
            all && telling >= 2
        })
    };
    (0..people).filter_map(|person| Some((person, of(person)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_totals_are_known_and_names_of_people_are_not() {
        for id in [
            "Mean",
            "TOTAL",
            "Total:",
            "Average score",
            "Grand total",
            "Mean (SD)",
            "Mittelwert",
            "Gesamt",
            "Std. Dev.",
            "Standard deviation",
            "Sub-total",
            "Total (n = 31)",
            "moyenne",
            "Écart type moyenne",
        ] {
            assert_eq!(name(id), Name::Total, "{id}");
        }
        for id in ["N", "SD", "Max", "Sum", "Valid N", "S.D."] {
            assert_eq!(name(id), Name::Perhaps, "{id}");
        }
        for id in ["P01", "001", "Ann", "total01", "Mean Street 3", "Group A", "Norm", "", "all"] {
            assert_eq!(name(id), Name::Other, "{id}");
        }
    }

    #[test]
    fn a_person_is_no_statistic_of_the_others() {
        let column = |values: &[f64]| {
            let mut column = Growing::new(false);
            values.iter().enumerate().for_each(|(person, value)| column.number(person, *value));
            column
        };
        let all = |rows: &[[f64; 2]]| {
            let columns: Vec<Growing> =
                (0..2).map(|at| column(&rows.iter().map(|row| row[at]).collect::<Vec<_>>())).collect();
            statistics(&columns, rows.len())
        };
        let people = [[1.0, 2.0], [2.0, 2.0], [4.0, 5.0], [5.0, 1.0], [2.0, 3.0], [3.0, 4.0]];
        let with = |row: [f64; 2]| [&people[..], &[row]].concat();
        assert!(all(&people).is_empty());
        assert_eq!(all(&with([2.83, 2.83])), [(6, Statistic::Mean)]);
        assert_eq!(all(&with([17.0, 17.0])), [(6, Statistic::Sum)]);
        assert_eq!(all(&with([6.0, 6.0])), [(6, Statistic::Number)]);
        assert!(all(&with([3.0, 3.0])).is_empty());
    }
}
