//! Dates of a bibliography, in the many ways they are written.

use hayagriva::types::Date;

/// What a date field says.
#[derive(Debug, Clone, PartialEq)]
pub enum Read {
    /// A date, and the year that a range ends with.
    Date(Date, Option<i32>),
    /// Words in place of a date: `in press`.
    Words(String),
    /// Nothing that a date is made of.
    Unclear,
}

fn date(year: i32, month: Option<u8>, day: Option<u8>, approximate: bool) -> Date {
    let day = day.filter(|_| month.is_some());
    Date { year, month, day, approximate, season: None }
}

/// A `date`, `urldate` or `eventdate`: `2020`, `2020-05`, `2020-05-06`, `2020-05-06/2020-05-08`, `2020/..`, `2020~`.
pub fn date_field(text: &str) -> Read {
    let text = text.trim();
    let approximate = text.contains(['~', '?', '%']);
    let plain = text.replace(['~', '?', '%'], "").replace('–', "/");
    let (first, last) = match plain.split_once('/') {
        // `2020/05/06` is no range.
        Some((year, rest)) if rest.contains('/') && year.trim().len() == 4 => (plain.replace('/', "-"), None),
        Some((first, last)) => (first.trim().to_owned(), Some(last.trim().to_owned())),
        None => (plain.trim().to_owned(), None),
    };
    let open = |part: &str| part.is_empty() || part == "..";
    if let Some((year, month, day)) = iso(&first).filter(|_| first.len() > 3 && !plain.contains(' ')) {
        let end = last.as_deref().and_then(iso).map(|(year, ..)| year).filter(|end| *end > year);
        return Read::Date(date(year, month, day, approximate), end);
    }
    if open(&first)
        && let Some((year, month, day)) = last.as_deref().and_then(iso)
    {
        return Read::Date(date(year, month, day, approximate), None);
    }
    written(text)
}

/// `2020`, `2020-05` or `2020-05-06`, with or without a time behind it; months and days count from 0.
fn iso(text: &str) -> Option<(i32, Option<u8>, Option<u8>)> {
    let text = text.split(['T', 't', ' ']).next()?;
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text),
    };
    let mut parts = digits.split('-');
    let year = parts.next().filter(|year| (1..=4).contains(&year.len()) && year.bytes().all(|b| b.is_ascii_digit()))?;
    let number = |part: Option<&str>, most: u8| match part {
        None => Some(None),
        Some(part) => {
            let number = part.parse::<u8>().ok().filter(|_| part.len() <= 2)?;
            (1..=most).contains(&number).then(|| Some(number - 1))
        }
    };
    let month = parts.next();
    // EDTF counts the seasons from 21 to 24; a reference prints the year.
    let month =
        if month.is_some_and(|month| matches!(month, "21" | "22" | "23" | "24")) { None } else { number(month, 12)? };
    let day = number(parts.next(), month.map_or(31, days))?;
    parts.next().is_none().then_some((sign * year.parse::<i32>().ok()?, month, day))
}

fn days(month: u8) -> u8 {
    match month {
        1 => 29,
        3 | 5 | 8 | 10 => 30,
        _ => 31,
    }
}

/// A date in words, such as `6 May 2020`, `May 6, 2020` or `06.05.2020`.
fn written(text: &str) -> Read {
    let Some(year) = only_year(text) else {
        let words = text.trim_matches(['(', ')', '[', ']', ' ']);
        return if words.chars().any(char::is_alphabetic) && !words.chars().any(|c| c.is_ascii_digit()) {
            Read::Words(words.to_owned())
        } else {
            Read::Unclear
        };
    };
    let month = text.split(|c: char| !c.is_alphabetic()).find_map(month_of_name);
    let others = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let numbers: Vec<u8> = others.filter(|part| part.len() < 3).filter_map(|part| part.parse().ok()).collect();
    let (month, day) = match (month, numbers.as_slice()) {
        (Some(month), [day, ..]) if (1..=days(month)).contains(day) => (Some(month), Some(day - 1)),
        (Some(month), _) => (Some(month), None),
        // Only a day beyond 12 tells day and month apart.
        (None, [day, month]) if (1..=12).contains(month) && *day > 12 && *day <= days(month - 1) => {
            (Some(month - 1), Some(day - 1))
        }
        (None, [month, day]) if (1..=12).contains(month) && *day > 12 && *day <= days(month - 1) => {
            (Some(month - 1), Some(day - 1))
        }
        _ => (None, None),
    };
    let approximate = text.trim_start().to_lowercase().starts_with("c");
    Read::Date(date(year, month, day, approximate), end_year(text, year))
}

/// The year of a text that has one: four digits that no digit stands beside.
fn only_year(text: &str) -> Option<i32> {
    text.split(|c: char| !c.is_ascii_digit()).find(|part| part.len() == 4)?.parse().ok()
}

/// The later year of `2013/2014`, `2013-2014` and `2013--14`.
fn end_year(text: &str, year: i32) -> Option<i32> {
    let written = year.to_string();
    let behind = text.split_once(&written)?.1.trim_start_matches(['/', '-', '–', ' ']);
    let digits: String = behind.chars().take_while(char::is_ascii_digit).collect();
    let end = match digits.len() {
        4 => digits.parse().ok()?,
        2 if text.contains(&format!("{written}/"))
            || text.contains(&format!("{written}–"))
            || text.contains(&format!("{written}-")) =>
        {
            year / 100 * 100 + digits.parse::<i32>().ok()?
        }
        _ => return None,
    };
    (end > year && end < year + 100).then_some(end)
}

/// A `year` with its `month` and `day`; `Err` holds the name of a field that cannot be used.
pub fn three_fields(year: &str, month: Option<&str>, day: Option<&str>) -> (Read, Vec<&'static str>) {
    let mut bad = Vec::new();
    let read = match iso(year.trim()) {
        Some((year, None, None)) => Read::Date(date(year, None, None, false), None),
        _ => written(year),
    };
    let Read::Date(mut found, end) = read else { return (read, bad) };
    if let Some(text) = month.filter(|text| !text.trim().is_empty()) {
        match month_field(text) {
            Some((month, within)) => {
                found.month = month;
                found.day = within.filter(|day| month.is_some_and(|month| *day < days(month)));
            }
            None => bad.push("month"),
        }
    }
    if let Some(text) = day.filter(|text| !text.trim().is_empty()) {
        match text.trim().parse::<u8>().ok().filter(|day| (1..=found.month.map_or(31, days)).contains(day)) {
            Some(day) => found.day = found.month.map(|_| day - 1),
            None => bad.push("day"),
        }
    }
    (Read::Date(found, end), bad)
}

/// The month of a `month` field, and its day where one stands there: `5`, `may`, `May`, `May~6`, `6 May`, `May/June`.
/// A season is no month, and no fault.
fn month_field(text: &str) -> Option<(Option<u8>, Option<u8>)> {
    let text = text.trim();
    let words: Vec<&str> = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    let numbers: Vec<u8> = text.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect();
    if let Some(first) = words.first() {
        if matches!(first.to_lowercase().as_str(), "spring" | "summer" | "autumn" | "fall" | "winter") {
            return Some((None, None));
        }
        let month = words.iter().find_map(|word| month_of_name(word))?;
        // `6--8 May` and `May/June` begin with a day and a month.
        let day = numbers.first().copied().filter(|day| (1..=days(month)).contains(day)).map(|day| day - 1);
        return Some((
            Some(month),
            day.filter(|_| words.iter().filter(|word| month_of_name(word).is_some()).count() == 1),
        ));
    }
    match numbers.as_slice() {
        [month] | [month, _] if (1..=12).contains(month) => Some((Some(month - 1), None)),
        _ => None,
    }
}

/// Whether a name is one of BibTeX's own for a month.
pub fn is_month(name: &str) -> bool {
    name.len() == 3 && month_of_name(name).is_some()
}

fn month_of_name(word: &str) -> Option<u8> {
    const NAMES: [&[&str]; 12] = [
        &["january", "jan", "januar", "janvier", "enero", "janeiro", "gennaio", "januari", "jänner"],
        &["february", "feb", "februar", "février", "fevrier", "febrero", "fevereiro", "febbraio", "februari"],
        &["march", "mar", "märz", "maerz", "mars", "marzo", "março", "maart"],
        &["april", "apr", "avril", "abril", "aprile"],
        &["may", "mai", "mayo", "maio", "maggio", "mei"],
        &["june", "jun", "juni", "juin", "junio", "junho", "giugno"],
        &["july", "jul", "juli", "juillet", "julio", "julho", "luglio"],
        &["august", "aug", "août", "aout", "agosto", "augustus"],
        &["september", "sep", "sept", "septembre", "septiembre", "setembro", "settembre"],
        &["october", "oct", "oktober", "octobre", "octubre", "outubro", "ottobre", "okt"],
        &["november", "nov", "novembre", "noviembre", "novembro"],
        &["december", "dec", "dezember", "décembre", "decembre", "diciembre", "dezembro", "dicembre", "dez"],
    ];
    let word = word.to_lowercase();
    NAMES.iter().position(|names| names.contains(&word.as_str())).and_then(|at| u8::try_from(at).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(read: Read, year: i32, month: Option<u8>, day: Option<u8>, end: Option<i32>) {
        let Read::Date(date, until) = read else { panic!("{read:?}") };
        let found = (date.year, date.month.map(|m| m + 1), date.day.map(|d| d + 1), until);
        assert_eq!(found, (year, month, day, end));
    }

    #[test]
    fn dates_are_read_as_people_write_them() {
        is(date_field("2020-05-06"), 2020, Some(5), Some(6), None);
        is(date_field("2020-05-06T10:00:00Z"), 2020, Some(5), Some(6), None);
        is(date_field("2020/05/06"), 2020, Some(5), Some(6), None);
        is(date_field("2013/2014"), 2013, None, None, Some(2014));
        is(date_field("2020-01-05/2020-01-08"), 2020, Some(1), Some(5), None);
        is(date_field("2020/.."), 2020, None, None, None);
        is(date_field("2020~"), 2020, None, None, None);
        is(date_field("6 May 2020"), 2020, Some(5), Some(6), None);
        is(date_field("May 6, 2020"), 2020, Some(5), Some(6), None);
        is(date_field("26.05.2020"), 2020, Some(5), Some(26), None);
        is(date_field("2020-21"), 2020, None, None, None);
        assert_eq!(date_field("20"), Read::Unclear);
        assert_eq!(date_field("in press"), Read::Words("in press".to_owned()));
        assert_eq!(date_field("2020-13"), Read::Date(date(2020, None, None, false), None));
        let three = |year, month, day| three_fields(year, month, day);
        is(three("2020", Some("jan"), None).0, 2020, Some(1), None, None);
        is(three("2020", Some("05"), Some("6")).0, 2020, Some(5), Some(6), None);
        is(three("2020", Some("mar\u{a0}5"), None).0, 2020, Some(3), Some(5), None);
        is(three("2020", Some("May/June"), None).0, 2020, Some(5), None, None);
        is(three("2020", Some("Spring"), None).0, 2020, None, None, None);
        is(three("2013/2014", None, None).0, 2013, None, None, Some(2014));
        is(three("2020a", None, None).0, 2020, None, None, None);
        assert_eq!(three("2020", Some("Foo"), None).1, ["month"]);
        assert_eq!(three("2020", Some("13"), None).1, ["month"]);
        assert_eq!(three("2020", Some("2"), Some("31")).1, ["day"]);
    }
}
