//! A day as it is written, from its number.

/// The year, month and day, such as `2021-03-04`, of a day counted from 1970-01-01 in the Gregorian calendar.
///
/// The algorithm is `civil_from_days` of H. Hinnant, chrono-compatible low-level date algorithms (2013).
pub fn of_day(day: i64) -> String {
    let shifted = day + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

/// Hours and minutes, such as `12:30`, of a number of seconds.
pub fn of_time(seconds: i64) -> String {
    format!("{}:{:02}", seconds.div_euclid(3600), seconds.rem_euclid(3600) / 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        let shown = [0, -1, 18_690, 19_782, 11_016, -25_567, 2_932_896].map(of_day);
        assert_eq!(
            shown,
            ["1970-01-01", "1969-12-31", "2021-03-04", "2024-02-29", "2000-02-29", "1900-01-01", "9999-12-31"]
        );
        assert_eq!(of_time(45_000), "12:30");
    }
}
