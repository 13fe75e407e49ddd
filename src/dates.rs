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
        Some((word.kind, self.text[word.span.start..word.span.end].trim_end_matches('.').to_lowercase()))
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
            word.kind == WordKind::Mark && &self.text[word.span.start..word.span.end] == "."
        };
        at + usize::from(is_stop)
    }

    fn date(&self, at: usize) -> Option<DateMention> {
        self.numeric(at)
            .or_else(|| self.day_first(at))
            .or_else(|| self.month_first(at))
            .or_else(|| self.season(at))
            .or_else(|| self.bare_year(at))
    }

    fn numeric(&self, at: usize) -> Option<DateMention> {
        let (WordKind::Number, form) = self.form(at)? else { return None };
        let parts: Vec<i16> = form.split(['/', '-', '.']).map(|part| part.parse().ok()).collect::<Option<_>>()?;
        let full = |year: i16| if year < 100 { if year < 50 { 2000 + year } else { 1900 + year } } else { year };
        let small = |n: i16| i8::try_from(n).ok();
        match parts[..] {
            [year, month, day] if year >= 1900 => self.day_of(at..at + 1, year, small(month)?, small(day)?),
            [month, day, year] if month <= 12 => self.day_of(at..at + 1, full(year), small(month)?, small(day)?),
            [day, month, year] => self.day_of(at..at + 1, full(year), small(month)?, small(day)?),
            [month, year] if (1900..2100).contains(&year) && (1..=12).contains(&month) => {
                self.months_of(at..at + 1, year, small(month)?, small(month)?)
            }
            [year, month] if (1900..2100).contains(&year) && (1..=12).contains(&month) => {
                self.months_of(at..at + 1, year, small(month)?, small(month)?)
            }
            _ => None,
        }
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

/// A day of the lexicon, for comparison.
pub(crate) fn civil(day: Day) -> Option<Date> {
    Date::new(day.year, day.month, day.day).ok()
}
