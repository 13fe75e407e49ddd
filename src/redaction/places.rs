//! The places of a text that name a person.

use super::birth::{self, Day};
use super::names;
use super::people::PEOPLE;
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
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

/// What may stand between a word that says that somebody was born and the date, also over the end of a line.
const SOON: &str = r"\W{0,6}(?:on|in|el)?\W{0,3}(?:the)?\W{0,3}";

/// What stands in the place of a month may be of any language if the date is written as usual.
const ANY_MONTH: &str = concat!(
    r"(?:\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+|de\s+)?)?\p{L}{3,10}[.,]?\s+",
    r"(?:de\s+|\d{1,2}(?:st|nd|rd|th)?,?\s+)?\d{4}"
);

/// What is found by its shape. If there is a group, it alone is found.
fn shape() -> Vec<(Kind, String)> {
    let (born, month) = (PEOPLE.born(), PEOPLE.month());
    let month = format!(r"(?:\d{{1,2}}\W{{1,2}})?{month}\.?(?:\W{{1,2}}\d{{1,2}})?\W{{1,2}}(?:\d{{4}}|\d{{2}}\b)");
    let alien = r"(?i)\ba(?:lien)?[\s#:.-]{0,3}(?:no\.?|number|file)?[\s#:.-]{0,3}[ #:.-]*";
    let name = r"(?:[\p{L}'’.-]+[ \t]+){0,4}[\p{L}'’.-]+";
    vec![
        (Kind::Mail, r"[\w.%+-]+@[\w-]+(?:\.[\w-]+)+".to_owned()),
        // With the letter or words before it: A012345678, A 012 345 678, A# 012-345-678, Alien no. 12 345 678.
        (
            Kind::AlienNumber,
            format!(r"{alien}(?:\d{{3}}[\s-]?\d{{3}}[\s-]?\d{{2,3}}|\d{{2}}[\s-]?\d{{3}}[\s-]?\d{{3}})\b"),
        ),
        // Right behind the letter, the digits may be parted anywhere.
        (Kind::AlienNumber, r"(?i)\ba[#-]{0,2}\d(?:[ -]?\d){6,8}\b".to_owned()),
        (Kind::AlienNumber, r"\b\d{3}[ -]\d{3}[ -]\d{3}\b".to_owned()),
        (Kind::SecurityNumber, r"\b\d{3}[ -]\d{2}[ -]\d{4}\b".to_owned()),
        (Kind::Telephone, r"(?:\+?1[\s.-]?)?(?:\(\d{3}\)\s?|\b\d{3}[\s.-])\d{3}[\s.-]\d{4}\b".to_owned()),
        (Kind::Telephone, r"\+\d{1,3}(?:[\s.-]?\d{1,4}){2,6}\b".to_owned()),
        // Neither an area nor an exchange begins with 0 or 1.
        (Kind::Telephone, r"\b[2-9]\d{2}[2-9]\d{6}\b".to_owned()),
        (Kind::Telephone, r"\b[2-9]\d{2}-\d{4}\b".to_owned()),
        (Kind::Birth, format!(r"{born}(?:\b[^\d\n]{{0,24}}?|{SOON})(\d{{1,4}}[/.-]\d{{1,2}}[/.-]\d{{1,4}})")),
        (Kind::Birth, format!(r"{born}(?:\b[^\d\n]{{0,24}}?|{SOON})(\d{{8}}|\d{{6}})\b")),
        (Kind::Birth, format!(r"{born}(?:\b[^\d\n]{{0,12}}?|{SOON})({month}|{ANY_MONTH})")),
        (Kind::Name, format!(r"\b{}[\s:]+({name}),?[ \t]*\(?A[#-]?[ \t]*\d{{3}}", PEOPLE.before_name())),
    ]
}

static PATTERNS: LazyLock<Vec<(Kind, Regex)>> = LazyLock::new(|| {
    // A pattern that did not compile would be left out; the test below sees to it that there is none.
    shape().into_iter().filter_map(|(kind, shape)| Some((kind, Regex::new(&shape).ok()?))).collect()
});

/// What names a person in one text.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    /// Where it stands, in order of the text, apart from each other.
    pub(super) places: Vec<Place>,
    /// The words that stand there, by which other texts are searched for the same.
    pub(super) words: BTreeMap<String, Kind>,
    /// The days of birth.
    pub(super) births: BTreeSet<Day>,
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
            let Some(told) = told else { continue };
            words.entry(told.to_owned()).or_insert(*kind);
            if *kind == Kind::AlienNumber {
                // Elsewhere, its digits may stand together.
                words.entry(told.chars().filter(char::is_ascii_digit).collect()).or_insert(*kind);
            }
        }
        let of_kind = |wanted: Kind| places.iter().filter(move |place| place.kind == wanted);
        let words_of = |place: &Place| text.get(place.span.start..place.span.end);
        let births: BTreeSet<Day> = of_kind(Kind::Birth).filter_map(words_of).flat_map(birth::days).collect();
        let shown: Vec<&str> = of_kind(Kind::Name).filter_map(words_of).collect();
        let mut named = |value: &str| {
            for name in names::names(value) {
                words.entry(name.to_uppercase()).or_insert(Kind::Name);
                words.entry(name.to_owned()).or_insert(Kind::Name);
            }
        };
        shown.into_iter().for_each(&mut named);
        names.into_iter().for_each(named);
        places.extend(alone(text, &words));
        places.extend(born(text, &births));
        Self { places: apart(places), words, births }
    }

    /// Finds in other words, such as a message about the text, what names a person in the text or has the shape of it.
    pub(super) fn repeated(&self, said: &str) -> Vec<Place> {
        let mut places = shapes(said);
        places.extend(alone(said, &self.words));
        places.extend(born(said, &self.births));
        apart(places)
    }
}

/// Where a day of birth stands, in whatever form.
pub(super) fn born(text: &str, births: &BTreeSet<Day>) -> Vec<Place> {
    birth::again(text, births).into_iter().map(|span| Place { span, kind: Kind::Birth }).collect()
}

/// What is found by its shape.
pub(super) fn shapes(text: &str) -> Vec<Place> {
    // In the name of a file, the low line stands for a space.
    let spaced = text.replace('_', " ");
    let text_for = |kind: Kind| if kind == Kind::Mail { text } else { spaced.as_str() };
    let found =
        PATTERNS.iter().flat_map(|(kind, pattern)| pattern.captures_iter(text_for(*kind)).map(|found| (*kind, found)));
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
            Some(last) if last.span.overlaps(place.span) => {
                // The value of a field is called a name only if it does not start with what has another shape.
                if last.kind == Kind::Name && last.span.start == place.span.start {
                    last.kind = place.kind;
                }
                last.span = last.span.cover(place.span);
            }
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
    let mut places: Vec<Place> = found.filter(|place| is_alone(&place.span)).collect();
    // The marks on letters are often left out, or put in.
    let is_name = |(word, kind): &(&String, &Kind)| **kind == Kind::Name && word.chars().all(char::is_alphanumeric);
    let names: BTreeSet<String> = words.iter().filter(is_name).map(|(word, _)| PEOPLE.fold(word)).collect();
    if !names.is_empty() {
        let mut at = 0;
        for word in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
            let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
            if bare.starts_with(char::is_uppercase) && names.contains(&PEOPLE.fold(bare)) {
                places.push(Place { span: Span::new(at, at + bare.len()), kind: Kind::Name });
            }
            at += word.len();
        }
    }
    places
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
        assert_eq!(PATTERNS.len(), shape().len());
    }

    #[test]
    fn shapes_are_found_however_they_are_written() {
        for (text, expected) in [
            ("A-number: A000 114 201, alien no. 12345678", "A000 114 201|alien no. 12345678"),
            ("file 212-345-678 of +52 55 1234 5678", "212-345-678|+52 55 1234 5678"),
            ("1 915.555.0188, a%b@example.org", "1 915.555.0188|a%b@example.org"),
            ("Date of birth:\n02/11/83", "02/11/83"),
            ("born 3-Mar-1990", "3-Mar-1990"),
            ("DOB: 04-MAR-85, dob 03041985", "04-MAR-85|03041985"),
            ("born on the 4th of March 1985 in Tela", "4th of March 1985"),
            ("fecha de nacimiento: 3/4/1985; on March 4, 1985", "3/4/1985|March 4, 1985"),
            ("5551234567 then, +52 1 55 1234 5678, 555-4567", "+52 1 55 1234 5678|555-4567"),
            ("9155550188", "9155550188"),
            ("123 45 6789, A012-34-5678", "123 45 6789|A012-34-5678"),
            ("memo_A012345678.md, A012345678_memo", "A012345678|A012345678"),
            ("Case of Ilse Marchetti, A000-519-302: Marchetti", "Ilse Marchetti|A000-519-302|Marchetti"),
            ("born in Tela on 3rd marzo 1990", "3rd marzo 1990"),
            ("8 U.S.C. 1182, § 13-1204, 9 years, convicted on 03/02/2019", ""),
        ] {
            assert_eq!(found(text, &[]).join("|"), expected, "{text}");
        }
    }

    #[test]
    fn what_is_found_once_is_found_where_it_is_repeated() {
        let text = "DOB: 02/11/1983; on 02/11/1983 A012345678, 012345678 or 90123456789";
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
        assert_eq!(found("Maria and JOSÉ", &["María José"]), ["Maria", "JOSÉ"]);
    }
}
