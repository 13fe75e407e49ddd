//! Words that name a person, taken out: alien numbers, dates of birth, telephone and social security numbers, e-mail
//! addresses, and the names that fields of the text give.
//!
//! What is found by its shape is found everywhere; names are found only if a field tells them. Prose can always say
//! who someone is, so this lowers a risk and never ends it.

use regex::Regex;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

/// What is taken out, and what stands in its place.
const SHAPES: [(&str, &str); 6] = [
    ("[e-mail]", r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    ("[A-number]", r"(?i)\bA(?:lien)?(?:[ -]?(?:no|number|file|#))?[:.# -]*\d{2,3}[ -]?\d{3}[ -]?\d{3}\b"),
    ("[A-number]", r"\b\d{3}[ -]\d{3}[ -]\d{3}\b"),
    ("[number]", r"\b\d{3}-\d{2}-\d{4}\b"),
    ("[telephone]", r"(?:\+?1[ .-]?)?(?:\(\d{3}\) ?|\b\d{3}[ .-])\d{3}[ .-]\d{4}\b"),
    (
        "[date of birth]",
        r"(?i)(?:\bd\.?o\.?b\.?|\bdate of birth|\bbirth ?date|\bborn)\W{0,6}(?:on|in)?\W{0,3}((?:\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4})|(?:(?:\d{1,2}\W{1,2})?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?(?:\W{1,2}\d{1,2})?\W{1,2}\d{4}))",
    ),
];

/// What stands in the place of a name.
pub(crate) const NAME: &str = "[name]";

/// A name is taken out wherever it stands only if it has so many letters.
const LEAST_LETTERS: usize = 3;

static PATTERNS: LazyLock<Vec<(&'static str, Regex)>> = LazyLock::new(|| {
    // A pattern that did not compile would be left out; the test below sees to it that there is none.
    SHAPES.into_iter().filter_map(|(shown, shape)| Some((shown, Regex::new(shape).ok()?))).collect()
});

/// The places in one text that are taken out.
#[derive(Clone, Debug, Default)]
pub(crate) struct Redaction {
    /// In order of the text, apart from each other.
    places: Vec<(Range<usize>, &'static str)>,
}

impl Redaction {
    /// Finds what to take out of a text, with the names that its fields give.
    pub(crate) fn of<'n>(text: &str, names: impl IntoIterator<Item = &'n str>) -> Self {
        let mut places: Vec<(Range<usize>, &'static str)> = Vec::new();
        for (shown, pattern) in PATTERNS.iter() {
            // Where a part is marked, it alone is taken out.
            let found = pattern.captures_iter(text).filter_map(|found| found.get(1).or_else(|| found.get(0)));
            places.extend(found.map(|found| (found.range(), *shown)));
        }
        for name in names {
            let words = name.split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '’'));
            let is_name = |word: &&str| word.chars().count() >= LEAST_LETTERS && word.starts_with(char::is_uppercase);
            for word in words.filter(is_name) {
                for word in [Cow::Borrowed(word), Cow::Owned(word.to_uppercase())] {
                    places.extend(whole_words(text, &word).map(|place| (place, NAME)));
                }
            }
        }
        places.sort_by_key(|(place, _)| (place.start, usize::MAX - place.end));
        let mut end = 0;
        places.retain(|(place, _)| {
            let is_apart = place.start >= end;
            if is_apart {
                end = place.end;
            }
            is_apart
        });
        Self { places }
    }

    /// A part of the text without what is taken out of it.
    pub(crate) fn slice<'t>(&self, text: &'t str, part: Range<usize>) -> Cow<'t, str> {
        let touched = |(place, _): &&(Range<usize>, _)| place.start < part.end && part.start < place.end;
        let mut shown = String::new();
        let mut at = part.start;
        for (place, instead) in self.places.iter().filter(touched) {
            shown.push_str(text.get(at..place.start.max(at)).unwrap_or_default());
            shown.push_str(instead);
            at = place.end;
        }
        if at == part.start {
            return Cow::Borrowed(text.get(part).unwrap_or_default());
        }
        shown.push_str(text.get(at..part.end.max(at)).unwrap_or_default());
        Cow::Owned(shown)
    }

    /// Where an offset into the text lies in the text without what is taken out; what lies inside goes to its start.
    pub(crate) fn offset(&self, offset: usize) -> usize {
        let mut moved = offset;
        for (place, instead) in self.places.iter().take_while(|(place, _)| place.start < offset) {
            if offset < place.end {
                return moved - (offset - place.start);
            }
            moved = moved + instead.len() - place.len();
        }
        moved
    }
}

/// Where a word stands by itself.
fn whole_words<'t>(text: &'t str, word: &str) -> impl Iterator<Item = Range<usize>> + use<'t> {
    let is_part = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let found: Vec<usize> = memchr::memmem::find_iter(text.as_bytes(), word.as_bytes()).collect();
    let length = word.len();
    found
        .into_iter()
        .map(move |start| start..start + length)
        .filter(move |at| !is_part(text[..at.start].chars().next_back()) && !is_part(text[at.end..].chars().next()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redacted(text: &str, names: &[&str]) -> String {
        Redaction::of(text, names.iter().copied()).slice(text, 0..text.len()).into_owned()
    }

    #[test]
    fn every_shape_is_taken_out() {
        assert_eq!(PATTERNS.len(), SHAPES.len());
        let text = "A000-114-201, A# 212 345 678, DOB: 02/11/1983, born on March 3, 1990, call (915) 555-0188 or \
                    915-555-0188, mail a.ruiz@example.org, SSN 123-45-6789. Convicted on 03/02/2019.";
        assert_eq!(
            redacted(text, &[]),
            "[A-number], [A-number], DOB: [date of birth], born on [date of birth], call [telephone] or [telephone], mail \
             [e-mail], SSN [number]. Convicted on 03/02/2019."
        );
    }

    #[test]
    fn names_of_fields_are_taken_out_wherever_they_stand_alone() {
        let text = "Ana Ruiz-Sol of Ruizville, RUIZ; an ana.";
        assert_eq!(redacted(text, &["Ana Ruiz-Sol"]), "[name] [name]-[name] of Ruizville, [name]; an ana.");
    }

    #[test]
    fn offsets_follow_the_text() {
        let text = "é Ruiz was here. Ruiz left.";
        let redaction = Redaction::of(text, ["Ruiz"]);
        let shown = redaction.slice(text, 0..text.len()).into_owned();
        for word in ["was", "here", "left"] {
            assert_eq!(redaction.offset(text.find(word).expect("is there")), shown.find(word).expect("is there"));
        }
        assert_eq!(redaction.offset(5), 3, "inside a name");
        assert_eq!(redaction.slice(text, 5..11), "[name] was");
    }
}
