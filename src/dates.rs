//! Dates as people write them, and how precisely: a day, a month, a season, a year.
//!
//! A date that leaves room for doubt keeps it: "2020" may be before or after any day of that year. Names of months
//! and seasons come from the lexicon.

use crate::document::{Document, WordKind};
use crate::lexicon::Lexicon;
use crate::lexicon::schema::Day;
use jiff::civil::Date;
use std::ops::Range;

/// A date in the text, as the time it may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DateMention {
    /// The words, as indices into the document's words.
    pub(crate) words: Range<usize>,
    /// The first day it may mean.
    pub(crate) earliest: Date,
    /// The last day it may mean.
    pub(crate) latest: Date,
}

/// The dates among the words.
pub(crate) fn find(document: &Document, text: &str, lexicon: &Lexicon, words: Range<usize>) -> Vec<DateMention> {
    let mut found = Vec::new();
    let mut at = words.start;
    let reader = Reader { document, text, lexicon, end: words.end };
    while at < words.end {
        match reader.date(at) {
            Some(date) => {
                at = date.words.end.max(at + 1);
                found.push(date);
            }
            None => at += 1,
        }
    }
    found
}

/// A day in the text, as far as it is written: "March 11, 2021", "3/11", "on the 14th".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DayMention {
    year: Option<i16>,
    month: Option<i8>,
    day: i8,
}

impl DayMention {
    /// About how many days this one is after the other; what is not written is taken to be near.
    pub(crate) fn days_after(self, other: Self) -> i32 {
        const OF_MONTH: i32 = 30;
        const OF_YEAR: i32 = 365;
        let nearest = |days: i32, period: i32| {
            let rest = days.rem_euclid(period);
            if rest > period / 2 { rest - period } else { rest }
        };
        let days = i32::from(self.day) - i32::from(other.day);
        let (Some(month), Some(of_other)) = (self.month, other.month) else { return nearest(days, OF_MONTH) };
        let days = days + (i32::from(month) - i32::from(of_other)) * OF_YEAR / 12;
        match (self.year, other.year) {
            (Some(year), Some(of_other)) => days + (i32::from(year) - i32::from(of_other)) * OF_YEAR,
            _ => nearest(days, OF_YEAR),
        }
    }
}

/// The days among the words.
pub(crate) fn days<'a>(
    document: &'a Document,
    text: &'a str,
    lexicon: &'a Lexicon,
    words: Range<usize>,
) -> impl Iterator<Item = DayMention> + 'a {
    let reader = Reader { document, text, lexicon, end: words.end };
    let numbers = words.clone().filter(|at| document.words[*at].kind == WordKind::Number);
    numbers.filter_map(move |at| reader.day_at(words.start, at))
}

struct Reader<'a> {
    document: &'a Document,
    text: &'a str,
    lexicon: &'a Lexicon,
    end: usize,
}

impl Reader<'_> {
    fn form(&self, at: usize) -> Option<(WordKind, String)> {
        if at >= self.end {
            return None;
        }
        let word = &self.document.words[at];
        Some((word.kind, self.text[word.span().start..word.span().end].trim_end_matches('.').to_lowercase()))
    }

    fn year(&self, at: usize) -> Option<i16> {
        let (kind, form) = self.form(at)?;
        (kind == WordKind::Number && form.len() == 4)
            .then(|| form.parse().ok())
            .flatten()
            .filter(|year| (1900..2100).contains(year))
    }

    fn month(&self, at: usize) -> Option<i8> {
        let (kind, form) = self.form(at)?;
        (kind == WordKind::Word).then(|| self.lexicon.months.get(&form).copied()).flatten()
    }

    fn day(&self, at: usize) -> Option<i8> {
        let (kind, form) = self.form(at)?;
        let digits = form.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        (kind == WordKind::Number).then(|| digits.parse().ok()).flatten().filter(|day| (1..=31).contains(day))
    }

    /// The place after a comma or a small word between the parts of a date.
    fn over(&self, at: usize) -> usize {
        match self.form(at) {
            Some((WordKind::Mark, mark)) if mark == "," => at + 1,
            Some((WordKind::Word, word)) if self.lexicon.date_links.contains(&word) => at + 1,
            _ => at,
        }
    }

    /// The place after the full stop with which the name of a month was cut ("Sept. 9").
    fn over_stop(&self, at: usize) -> usize {
        let is_stop = at < self.end && {
            let word = &self.document.words[at];
            word.kind == WordKind::Mark && &self.text[word.span().start..word.span().end] == "."
        };
        at + usize::from(is_stop)
    }

    fn date(&self, at: usize) -> Option<DateMention> {
        self.numeric(at)
            .or_else(|| self.compact(at))
            .or_else(|| self.day_first(at))
            .or_else(|| self.month_first(at))
            .or_else(|| self.season(at))
            .or_else(|| self.bare_year(at))
    }

    fn numeric(&self, at: usize) -> Option<DateMention> {
        let (WordKind::Number, form) = self.form(at)? else { return None };
        let parts: Vec<i16> = form.split(['/', '-', '.']).map(|part| part.parse().ok()).collect::<Option<_>>()?;
        let small = |n: i16| i8::try_from(n).ok();
        match parts[..] {
            [year, month, day] if year >= 1900 => self.day_of(at..at + 1, year, small(month)?, small(day)?),
            [month, day, year] if month <= 12 => self.day_of(at..at + 1, full_year(year), small(month)?, small(day)?),
            [day, month, year] => self.day_of(at..at + 1, full_year(year), small(month)?, small(day)?),
            [month, year] if (1900..2100).contains(&year) && (1..=12).contains(&month) => {
                self.months_of(at..at + 1, year, small(month)?, small(month)?)
            }
            [year, month] if (1900..2100).contains(&year) && (1..=12).contains(&month) => {
                self.months_of(at..at + 1, year, small(month)?, small(month)?)
            }
            _ => None,
        }
    }

    /// "31OCT20", "14FEB2022".
    fn compact(&self, at: usize) -> Option<DateMention> {
        let (_, form) = self.form(at)?;
        let (day, rest) = form.split_at_checked(form.find(|c: char| !c.is_ascii_digit())?)?;
        let (month, year) = rest.split_at_checked(rest.find(|c: char| c.is_ascii_digit())?)?;
        let month = self.lexicon.months.get(month).copied()?;
        self.day_of(at..at + 1, full_year(year.parse().ok()?), month, day.parse().ok()?)
    }

    fn day_first(&self, at: usize) -> Option<DateMention> {
        let day = self.day(at)?;
        let next = self.over(at + 1);
        let month = self.month(next)?;
        let last = self.over(self.over_stop(next + 1));
        let year = self.year(last)?;
        self.day_of(at..last + 1, year, month, day)
    }

    fn month_first(&self, at: usize) -> Option<DateMention> {
        let month = self.month(at)?;
        let after = self.over_stop(at + 1);
        if let Some(day) = self.day(after) {
            let last = self.over(after + 1);
            if let Some(year) = self.year(last) {
                return self.day_of(at..last + 1, year, month, day);
            }
        }
        let last = self.over(after);
        let year = self.year(last)?;
        self.months_of(at..last + 1, year, month, month)
    }

    fn season(&self, at: usize) -> Option<DateMention> {
        let (WordKind::Word, form) = self.form(at)? else { return None };
        let &(first, last) = self.lexicon.seasons.get(&form)?;
        // "late summer of 2019": the later word is the closer one
        if let Some(closer) = self.season(at + 1) {
            return Some(DateMention { words: at..closer.words.end, ..closer });
        }
        if let Some(month) = self.month_first(at + 1) {
            return Some(DateMention { words: at..month.words.end, ..month });
        }
        let next = self.over(self.over(at + 1));
        let year = self.year(next)?;
        self.months_of(at..next + 1, year, first, last)
    }

    fn bare_year(&self, at: usize) -> Option<DateMention> {
        let year = self.year(at)?;
        self.months_of(at..at + 1, year, 1, 12)
    }

    /// The day that the number at this place writes, or is part of; `first` is the first word that belongs to it.
    fn day_at(&self, first: usize, at: usize) -> Option<DayMention> {
        let (WordKind::Number, form) = self.form(at)? else { return None };
        if let Some(date) = self.numeric(at).filter(|date| date.earliest == date.latest) {
            let day = date.earliest;
            return Some(DayMention { year: Some(day.year()), month: Some(day.month()), day: day.day() });
        }
        if let Some((month, day)) = form.split_once('/') {
            let within = |part: &str, most: i8| part.parse().ok().filter(|number| (1..=most).contains(number));
            return Some(DayMention { year: None, month: Some(within(month, 12)?), day: within(day, 31)? });
        }
        let day = self.day(at)?;
        let month_before = || {
            let before = at.checked_sub(1).filter(|before| *before >= first)?;
            let of_stop =
                || before.checked_sub(1).filter(|of_stop| *of_stop >= first && self.over_stop(before) > before);
            self.month(before).or_else(|| self.month(of_stop()?))
        };
        if let Some(month) = month_before() {
            return Some(DayMention { year: self.year(self.over(at + 1)), month: Some(month), day });
        }
        let next = self.over(at + 1);
        if let Some(month) = self.month(next) {
            let year = self.year(self.over(self.over_stop(next + 1)));
            return Some(DayMention { year, month: Some(month), day });
        }
        // an ordinal by itself, but not that of a name ("9th Circuit")
        let is_name = self.document.words.get(at + 1).filter(|_| at + 1 < self.end).is_some_and(|word| {
            word.kind == WordKind::Word && self.text[word.span().start..].starts_with(char::is_uppercase)
        });
        let is_ordinal = form.ends_with(|c: char| c.is_ascii_alphabetic());
        (is_ordinal && !is_name).then_some(DayMention { year: None, month: None, day })
    }

    fn day_of(&self, words: Range<usize>, year: i16, month: i8, day: i8) -> Option<DateMention> {
        let date = Date::new(year, month, day).ok()?;
        Some(DateMention { words, earliest: date, latest: date })
    }

    fn months_of(&self, words: Range<usize>, year: i16, first: i8, last: i8) -> Option<DateMention> {
        Some(DateMention {
            words,
            earliest: Date::new(year, first, 1).ok()?,
            latest: Date::new(year, last, 1).ok()?.last_of_month(),
        })
    }
}

/// A year of which the century may have been left out.
const fn full_year(year: i16) -> i16 {
    match year {
        0..50 => 2000 + year,
        50..100 => 1900 + year,
        _ => year,
    }
}

/// A day of the lexicon, for comparison.
pub(crate) fn civil(day: Day) -> Option<Date> {
    Date::new(day.year, day.month, day.day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Format;

    fn days_in(text: &str) -> Vec<DayMention> {
        let lexicon = Lexicon::embedded();
        let document = Document::parse(text, Format::Plain, &lexicon.abbreviations);
        days(&document, text, &lexicon, 0..document.words.len()).collect()
    }

    #[test]
    fn a_day_is_read_as_far_as_it_is_written() {
        let day = |year, month, day| DayMention { year, month, day };
        for (text, expected) in [
            ("On March 11 he wrote.", day(None, Some(3), 11)),
            ("On Sept. 9, 2021, he wrote.", day(Some(2021), Some(9), 9)),
            ("On 11 March 2021 he wrote.", day(Some(2021), Some(3), 11)),
            ("On 3/11 he wrote.", day(None, Some(3), 11)),
            ("On 03/11/2021 he wrote.", day(Some(2021), Some(3), 11)),
            ("On the 14th he wrote.", day(None, None, 14)),
        ] {
            assert_eq!(days_in(text), [expected], "{text}");
        }
        for text in
            ["He is 41.", "The 9th Circuit wrote in 2019.", "He served 24/7.", "In March 2021 he wrote.", "40 miles"]
        {
            assert_eq!(days_in(text), [], "{text}");
        }
    }

    #[test]
    fn dates_are_read_in_the_notations_of_logs_and_memos() {
        let lexicon = Lexicon::embedded();
        for (text, expected) in [
            ("Entry on foot 31OCT20, alone.", ["2020-10-31", "2020-10-31"]),
            ("Entry: 14feb2022", ["2022-02-14", "2022-02-14"]),
            ("He came on May 9, 2019.", ["2019-05-09", "2019-05-09"]),
            ("He came in August of 2014.", ["2014-08-01", "2014-08-31"]),
            ("He came in the spring of 2018.", ["2018-03-01", "2018-06-30"]),
        ] {
            let document = Document::parse(text, Format::Plain, &lexicon.abbreviations);
            let found = find(&document, text, &lexicon, 0..document.words.len());
            let found: Vec<[String; 2]> =
                found.iter().map(|date| [date.earliest.to_string(), date.latest.to_string()]).collect();
            assert_eq!(found, [expected.map(str::to_owned)], "{text}");
        }
        for text in ["He flew on UA20.", "Form 10MAYBE99 was read.", "Unit 40MAR20 came."] {
            let document = Document::parse(text, Format::Plain, &lexicon.abbreviations);
            assert_eq!(find(&document, text, &lexicon, 0..document.words.len()), [], "{text}");
        }
    }

    #[test]
    fn days_are_counted_over_what_is_not_written() {
        for (text, days) in [
            ("On March 11 he wrote; on March 14 the file was opened.", 3),
            ("On the 30th he wrote; on the 2nd the file was opened.", 2),
            ("On December 30 he wrote; on January 2 the file was opened.", 3),
            ("On May 3, 2019 he wrote; on May 3, 2021 the file was opened.", 730),
            ("On the 14th the file was opened; on the 11th he wrote.", -3),
        ] {
            let found = days_in(text);
            assert_eq!(found[1].days_after(found[0]), days, "{text}");
        }
    }
}
