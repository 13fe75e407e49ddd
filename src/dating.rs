//! When a text is from, and whether the guidelines were in force then.
//!
//! A date may leave room ("March 2022"): it is kept as the first and the last day it may mean, and a time that is
//! partly inside and partly outside is called uncertain.

use crate::check::Checker;
use crate::dates;
use crate::document::{Document, Format};
use crate::lexicon::schema::Interval;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The day or the time that a date stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TextDate {
    /// The first day it may mean.
    pub earliest: Date,
    /// The last day it may mean.
    pub latest: Date,
}

impl TextDate {
    /// Its month (`2022-03`), if it leaves no room for another.
    #[must_use]
    pub fn month(&self) -> Option<String> {
        let month = |date: Date| (date.year(), date.month());
        let (year, number) = month(self.earliest);
        (month(self.latest) == (year, number)).then(|| format!("{year:04}-{number:02}"))
    }
}

/// Whether the guidelines were in force at some time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standing {
    /// They were.
    InForce,
    /// They were not yet.
    NotYet,
    /// They no longer were.
    Ended {
        /// What had ended them.
        by: String,
        /// Whether no source confirms the day on which they ended.
        unverified: bool,
    },
    /// The date leaves room for both.
    Uncertain,
}

impl Checker {
    /// The first date among the words.
    #[must_use]
    pub fn date_in(&self, words: &str) -> Option<TextDate> {
        // The clock of a time stamp (2022-03-04T10:00, 20220304T1000) is no part of the date.
        let words = match words.trim().split_once(['T', 't']) {
            Some((day, clock)) if matches!(day.len(), 8 | 10) && clock.starts_with(|c: char| c.is_ascii_digit()) => day,
            _ => words,
        };
        if let Some(day) = compact(words) {
            return Some(TextDate { earliest: day, latest: day });
        }
        let lexicon = self.lexicon();
        let document = Document::parse(words, Format::Plain, &lexicon.abbreviations);
        let found = dates::find(&document, words, lexicon, 0..document.words.len()).into_iter().next()?;
        Some(TextDate { earliest: found.earliest, latest: found.latest })
    }

    /// Whether the guidelines were in force at that time.
    #[must_use]
    pub fn standing(&self, date: &TextDate) -> Standing {
        let intervals = &self.lexicon().in_force;
        let within = |day: Date| intervals.iter().any(|interval| holds(interval, day));
        match (within(date.earliest), within(date.latest)) {
            (true, true) => return Standing::InForce,
            (false, false) => {}
            _ => return Standing::Uncertain,
        }
        let started = |interval: &&Interval| dates::civil(interval.from).is_some_and(|from| from <= date.latest);
        match intervals.iter().filter(started).max_by_key(|interval| dates::civil(interval.from)) {
            // A time so long that it holds a whole interval ("2020 to 2025") is neither in nor out.
            Some(last) if dates::civil(last.from).is_some_and(|from| date.earliest <= from) => Standing::Uncertain,
            Some(last) => Standing::Ended { by: last.ended_by.clone(), unverified: last.end_unverified },
            None => Standing::NotYet,
        }
    }
}

/// The day that eight digits at the start of a value mean: 20220304. In prose such a number may be anything; where a date
/// is expected, it is one.
fn compact(words: &str) -> Option<Date> {
    let first = words.split(|c: char| !c.is_alphanumeric()).find(|part| !part.is_empty())?;
    if first.len() != 8 || !first.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let part = |range: std::ops::Range<usize>| first.get(range)?.parse::<i16>().ok();
    let year = part(0..4).filter(|year| (1900..2100).contains(year))?;
    let small = |range| part(range).and_then(|number| i8::try_from(number).ok());
    Date::new(year, small(4..6)?, small(6..8)?).ok()
}

fn holds(interval: &Interval, day: Date) -> bool {
    let is_after_start = dates::civil(interval.from).is_none_or(|from| from <= day);
    let is_before_end = interval.until.and_then(dates::civil).is_none_or(|until| day < until);
    is_after_start && is_before_end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(words: &str) -> Standing {
        let checker = Checker::embedded();
        checker.standing(&checker.date_in(words).unwrap_or_else(|| panic!("{words:?} is a date")))
    }

    #[test]
    fn the_days_at_which_the_guidelines_start_and_end_are_exact() {
        for day in ["2021-11-29", "June 24, 2022", "2023-07-28", "19 January 2025", "2022-03-04T10:11:12Z"] {
            assert_eq!(standing(day), Standing::InForce, "{day}");
        }
        assert_eq!(standing("2021-11-28"), Standing::NotYet);
        for (day, is_unverified) in [("2022-06-25", false), ("27 July 2023", false), ("2025-01-20", true)] {
            let found = standing(day);
            assert!(
                matches!(found, Standing::Ended { unverified, .. } if unverified == is_unverified),
                "{day} {found:?}"
            );
        }
    }

    #[test]
    fn a_day_is_read_however_it_is_written() {
        let checker = Checker::embedded();
        let words = [
            "June 9, 2022",
            "9 June 2022",
            "Jun. 9, 2022",
            "9 Jun. 2022",
            "9 Jun 2022",
            "JUN. 9 2022",
            "June 9th, 2022",
            "9-Jun-2022",
            "20220609",
            "20220609T101112Z",
            "2022-06-09T10:11:12Z",
            "Thursday, June 9, 2022",
            "Thu. 9 Jun. 2022 10:15",
            "06/09/2022",
            "Reno, NV, Jun. 9, 2022",
        ];
        for words in words {
            let found = checker.date_in(words).map(|date| (date.earliest.to_string(), date.latest.to_string()));
            assert_eq!(found, Some(("2022-06-09".to_owned(), "2022-06-09".to_owned())), "{words}");
        }
        let september = checker.date_in("Sept. 9, 2022").map(|date| date.latest.to_string());
        assert_eq!(september.as_deref(), Some("2022-09-09"));
        assert_eq!(checker.date_in("Sept. 2022").and_then(|date| date.month()).as_deref(), Some("2022-09"));
    }

    #[test]
    fn a_date_that_leaves_room_is_uncertain() {
        assert_eq!(standing("June 2022"), Standing::Uncertain);
        assert_eq!(standing("2022"), Standing::Uncertain);
        assert_eq!(standing("March 2022"), Standing::InForce);
    }

    #[test]
    fn a_month_is_named_only_if_it_is_known() {
        let checker = Checker::embedded();
        let month = |words| checker.date_in(words).and_then(|date| date.month());
        assert_eq!(month("9 June 2022").as_deref(), Some("2022-06"));
        assert_eq!(month("2022"), None);
        assert_eq!(month("20229999"), None);
        assert_eq!(checker.date_in("none stated"), None);
    }
}
