//! The places of a text that name a person.

use super::names;
use regex::Regex;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use totality::source::Span;

/// What names a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// An e-mail address.
    Mail,
    /// The number of an alien file.
    AlienNumber,
    /// A social security number.
    SecurityNumber,
    /// A telephone number.
    Telephone,
    /// A date of birth.
    Birth,
    /// A name, or another value of a field that names people.
    Name,
}

/// A place that names a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Where it is.
    pub(super) span: Span,
    /// What stands there.
    pub(super) kind: Kind,
}

/// Words after which a date is one of birth.
const BORN: &str = r"(?i)\b(?:d\.?o\.?b\.?|date of birth|birth ?date|born)";

/// What may stand between such a word and the date, also over the end of a line.
const SOON: &str = r"\W{0,6}(?:on|in)?\W{0,3}";

/// A date with a month in words.
const MONTH: &str =
    r"(?:\d{1,2}\W{1,2})?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?(?:\W{1,2}\d{1,2})?\W{1,2}\d{4}";

/// What stands in the place of a month may be of any language if the date is written as usual.
const ANY_MONTH: &str = r"(?:\d{1,2}(?:st|nd|rd|th)?\s+)?[a-z]{3,9}\.?\s+(?:\d{1,2}(?:st|nd|rd|th)?,?\s+)?\d{4}";

/// What is found by its shape, each in parts that are joined. If there is a group, it alone is found.
const SHAPES: [(Kind, &[&str]); 8] = [
    (Kind::Mail, &[r"[\w.%+-]+@[\w-]+(?:\.[\w-]+)+"]),
    // With the letter or words before it: A012345678, A 012 345 678, A# 012-345-678, Alien no. 12 345 678.
    (
        Kind::AlienNumber,
        &[
            r"(?i)\ba(?:lien)?[\s#:.-]{0,3}(?:no\.?|number|file)?[\s#:.-]{0,3}[ #:.-]*",
            r"(?:\d{3}[\s-]?\d{3}[\s-]?\d{2,3}|\d{2}[\s-]?\d{3}[\s-]?\d{3})\b",
        ],
    ),
    (Kind::AlienNumber, &[r"\b\d{3}[ -]\d{3}[ -]\d{3}\b"]),
    (Kind::SecurityNumber, &[r"\b\d{3}-\d{2}-\d{4}\b"]),
    (Kind::Telephone, &[r"(?:\+?1[\s.-]?)?(?:\(\d{3}\)\s?|\b\d{3}[\s.-])\d{3}[\s.-]\d{4}\b"]),
    (Kind::Telephone, &[r"\+\d{1,3}(?:[\s.-]?\d{2,4}){2,5}\b"]),
    (Kind::Birth, &[BORN, r"(?:\b[^\d\n]{0,24}?|", SOON, r")(\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4})"]),
    (Kind::Birth, &[BORN, r"(?:\b[^\d\n]{0,12}?|", SOON, ")(", MONTH, "|", ANY_MONTH, ")"]),
];

static PATTERNS: LazyLock<Vec<(Kind, Regex)>> = LazyLock::new(|| {
    // A pattern that did not compile would be left out; the test below sees to it that there is none.
    SHAPES.into_iter().filter_map(|(kind, shape)| Some((kind, Regex::new(&shape.concat()).ok()?))).collect()
});

/// What names a person in one text.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    /// Where it stands, in order of the text, apart from each other.
    pub(super) places: Vec<Place>,
    /// The words that stand there, by which other texts are searched for the same.
    pub(super) words: BTreeMap<String, Kind>,
}

impl Found {
    /// Finds in a text what has the shape of it, some values of its fields, and some names. What is found once is found
    /// wherever the text repeats it by itself: a date of birth seldom says twice that it is one.
    pub(super) fn of<'n>(text: &str, values: &[Span], names: impl IntoIterator<Item = &'n str>) -> Self {
        let mut places = shapes(text);
        // A field may be left empty.
        let filled = values.iter().filter(|span| span.start < span.end);
        places.extend(filled.map(|span| Place { span: *span, kind: Kind::Name }));
        let mut words = BTreeMap::new();
        for Place { span, kind } in &places {
            let told = text.get(span.start..span.end).map(|told| told_by(told, *kind)).filter(|told| !told.is_empty());
            if let Some(told) = told {
                words.entry(told.to_owned()).or_insert(*kind);
            }
        }
        let mut named = |value: &str| {
            for name in names::names(value) {
                words.entry(name.to_uppercase()).or_insert(Kind::Name);
                words.entry(name.to_owned()).or_insert(Kind::Name);
            }
        };
        values.iter().filter_map(|span| text.get(span.start..span.end)).for_each(&mut named);
        names.into_iter().for_each(named);
        places.extend(alone(text, &words));
        Self { places: apart(places), words }
    }

    /// Finds in other words, such as a message about the text, what names a person in the text or has the shape of it.
    pub(super) fn repeated(&self, said: &str) -> Vec<Place> {
        let mut places = shapes(said);
        places.extend(alone(said, &self.words));
        apart(places)
    }
}

/// What is found by its shape.
pub(super) fn shapes(text: &str) -> Vec<Place> {
    let found = PATTERNS.iter().flat_map(|(kind, pattern)| pattern.captures_iter(text).map(|found| (*kind, found)));
    found
        .filter_map(|(kind, found)| Some((kind, found.get(1).or_else(|| found.get(0))?)))
        .map(|(kind, found)| Place { span: Span::new(found.start(), found.end()), kind })
        .collect()
}

/// Places in order of the text and apart from each other: of those that overlap, the first says what the whole is.
pub(super) fn apart(mut places: Vec<Place>) -> Vec<Place> {
    places.sort_by_key(|Place { span, .. }| (span.start, usize::MAX - span.end));
    let mut joined: Vec<Place> = Vec::new();
    for place in places {
        match joined.last_mut() {
            Some(last) if last.span.overlaps(place.span) => last.span = last.span.cover(place.span),
            _ => joined.push(place),
        }
    }
    joined
}

/// Where a word stands, also inside others.
pub(super) fn anywhere(text: &str, word: &str) -> impl Iterator<Item = Span> {
    let found: Vec<usize> = memchr::memmem::find_iter(text.as_bytes(), word.as_bytes()).collect();
    let length = word.len();
    found.into_iter().map(move |start| Span::new(start, start + length))
}

/// Where words stand by themselves.
fn alone(text: &str, words: &BTreeMap<String, Kind>) -> Vec<Place> {
    let is_part = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let is_alone =
        |at: &Span| !is_part(text[..at.start].chars().next_back()) && !is_part(text[at.end..].chars().next());
    let found = words.iter().flat_map(|(word, kind)| anywhere(text, word).map(|span| Place { span, kind: *kind }));
    found.filter(|place| is_alone(&place.span)).collect()
}

/// What of a place tells who it is: of a number without the words before it, which need not be repeated with it.
fn told_by(told: &str, kind: Kind) -> &str {
    match kind {
        Kind::AlienNumber => told.trim_start_matches(|c: char| !c.is_numeric()),
        _ => told.trim(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'t>(text: &'t str, names: &[&str]) -> Vec<&'t str> {
        let found = Found::of(text, &[], names.iter().copied());
        found.places.iter().map(|place| &text[place.span.start..place.span.end]).collect()
    }

    #[test]
    fn every_shape_is_a_pattern() {
        assert_eq!(PATTERNS.len(), SHAPES.len());
    }

    #[test]
    fn shapes_are_found_however_they_are_written() {
        for (text, expected) in [
            ("A-number: A000 114 201, alien no. 12345678", "A000 114 201|alien no. 12345678"),
            ("file 212-345-678 of +52 55 1234 5678", "212-345-678|+52 55 1234 5678"),
            ("1 915.555.0188, a%b@example.org", "1 915.555.0188|a%b@example.org"),
            ("Date of birth:\n02/11/83", "02/11/83"),
            ("born 3-Mar-1990", "3-Mar-1990"),
            ("born in Tela on 3rd marzo 1990", "3rd marzo 1990"),
            ("8 U.S.C. 1182, § 13-1204, 9 years, convicted on 03/02/2019", ""),
        ] {
            assert_eq!(found(text, &[]).join("|"), expected, "{text}");
        }
    }

    #[test]
    fn what_is_found_once_is_found_where_it_is_repeated() {
        let text = "DOB: 02/11/1983; on 02/11/1983 A012345678, 012345678 or 9012345678";
        assert_eq!(found(text, &[]), ["02/11/1983", "02/11/1983", "A012345678", "012345678"]);
        let found = Found::of(text, &[], []);
        assert_eq!(found.repeated("02/11/1983 and 02/11/1984").len(), 1);
    }

    #[test]
    fn places_that_overlap_are_one() {
        let place = |start, end, kind| Place { span: Span::new(start, end), kind };
        let places = vec![place(4, 9, Kind::Telephone), place(2, 6, Kind::Name), place(9, 10, Kind::Name)];
        assert_eq!(apart(places), [place(2, 9, Kind::Name), place(9, 10, Kind::Name)]);
    }

    #[test]
    fn names_are_found_as_words_by_themselves_and_in_capitals() {
        let text = "Ana O’Brien-Sol of Brienville, BRIEN; an ana. Bo Li and Li. BO LI.";
        assert_eq!(found(text, &["Ana O’Brien-Sol", "Bo Li"]), ["Ana O’Brien-Sol", "BRIEN", "Bo Li", "BO LI"]);
    }
}
