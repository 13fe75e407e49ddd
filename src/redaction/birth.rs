//! Dates of birth, known again however they are written.

use super::people::PEOPLE;
use regex::Regex;
use std::collections::BTreeSet;
use std::sync::LazyLock;
use totality::source::Span;

/// A day as it may be meant: the year of the century, the month, the day.
pub(super) type Day = (u16, u16, u16);

/// A date as people write it.
static DATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let month = PEOPLE.month();
    let day = r"\d{1,2}(?:st|nd|rd|th)?";
    let patterns = [
        r"\b\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}\b".to_owned(),
        format!(r"\b{day}[\s.,-]{{1,2}}(?:of\s|de\s)?{month}[\s.,-]{{1,2}}(?:de\s)?(?:\d{{4}}|\d{{2}})\b"),
        format!(r"\b{month}[\s.,-]{{1,2}}{day}[\s.,-]{{1,2}}(?:\d{{4}}|\d{{2}})\b"),
        r"\b\d{8}\b".to_owned(),
    ];
    Regex::new(&format!("(?i)(?:{})", patterns.join("|"))).ok()
});

/// The days that a date may mean: of numbers alone it is not known which is the month.
pub(super) fn days(date: &str) -> Vec<Day> {
    let parts = date.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    let (mut numbers, mut month) = (Vec::new(), None);
    for part in parts {
        let digits = part.trim_end_matches(char::is_alphabetic);
        match digits.parse::<u32>() {
            Ok(number) => numbers.push((number, digits.len())),
            Err(_) => month = month.or_else(|| PEOPLE.number_of_month(part)),
        }
    }
    let small = |number: u32| u16::try_from(number % 10_000).unwrap_or_default();
    let day = |year: u32, month: u32, day: u32| (small(year % 100), small(month), small(day));
    let found = match (numbers.as_slice(), month) {
        ([(d, _), (y, _)], Some(month)) => vec![day(*y, month.into(), *d)],
        ([(y, 4), (m, _), (d, _)], None) => vec![day(*y, *m, *d), day(*y, *d, *m)],
        ([(a, _), (b, _), (y, _)], None) => vec![day(*y, *a, *b), day(*y, *b, *a)],
        ([(n, 8)], None) => vec![
            day(n % 10_000, n / 1_000_000, n / 10_000 % 100),
            day(n % 10_000, n / 10_000 % 100, n / 1_000_000),
            day(n / 10_000, n / 100 % 100, n % 100),
        ],
        ([(n, 6)], None) => vec![
            day(n % 100, n / 10_000, n / 100 % 100),
            day(n % 100, n / 100 % 100, n / 10_000),
            day(n / 10_000, n / 100 % 100, n % 100),
        ],
        _ => Vec::new(),
    };
    found.into_iter().filter(|(_, month, day)| (1..=12).contains(month) && (1..=31).contains(day)).collect()
}

/// Where a text has one of these days again.
pub(super) fn again(text: &str, births: &BTreeSet<Day>) -> Vec<Span> {
    let Some(date) = DATE.as_ref().filter(|_| !births.is_empty()) else { return Vec::new() };
    let found = date.find_iter(text).filter(|found| days(found.as_str()).iter().any(|day| births.contains(day)));
    found.map(|found| Span::new(found.start(), found.end())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_day_is_known_in_every_form() {
        let births: BTreeSet<Day> = days("March 4, 1985").into_iter().collect();
        let text = "03/04/1985, 4 March 1985, 4-MAR-85, 1985-03-04, the 4th of March 1985, 4 de marzo de 1985, 03041985; \
                    03/05/1985, March 4, 1986";
        let found: Vec<_> = again(text, &births).into_iter().map(|span| &text[span.start..span.end]).collect();
        assert_eq!(
            found,
            [
                "03/04/1985",
                "4 March 1985",
                "4-MAR-85",
                "1985-03-04",
                "4th of March 1985",
                "4 de marzo de 1985",
                "03041985"
            ]
        );
        assert_eq!(days("99/99/1985"), []);
    }
}
