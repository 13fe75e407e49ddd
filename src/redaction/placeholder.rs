//! Words in the place of what names a person, that say what stood there; and where places are among them.

use super::names::LEAST_LETTERS;
use super::people::PEOPLE;
use super::places::{Found, Kind, Place};
use std::borrow::Cow;
use std::ops::Range;
use totality::source::Span;

/// What stands in the place of a name.
pub(super) const NAME: &str = "[name]";

impl Kind {
    /// What stands in its place.
    const fn placeholder(self) -> &'static str {
        match self {
            Self::Mail => "[e-mail]",
            Self::AlienNumber => "[A-number]",
            Self::SecurityNumber => "[number]",
            Self::Telephone => "[telephone]",
            Self::Birth => "[date of birth]",
            Self::Name => NAME,
        }
    }
}

/// The places in one text that are taken out.
#[derive(Clone, Debug, Default)]
pub(crate) struct Redaction {
    found: Found,
}

impl Redaction {
    /// Finds what to take out of a text: some values of its fields, some names, and what has the shape of it.
    pub(crate) fn of<'n>(text: &str, values: &[Span], names: impl IntoIterator<Item = &'n str>) -> Self {
        Self { found: Found::of(text, values, names) }
    }

    /// Whether other words tell what was found, in whatever case and however they are joined ("ruiz-ana"), or have the
    /// shape of it.
    pub(crate) fn is_told_by(&self, said: &str) -> bool {
        let said_words: Vec<String> = words_of(said).collect();
        let mut names = self.found.words.keys().flat_map(|words| words_of(words));
        !self.found.repeated(said).is_empty() || names.any(|name| said_words.contains(&name))
    }

    /// The same of the name of a file, where words are run together: a word of some length counts inside others as well.
    pub(crate) fn is_told_by_file(&self, said: &str) -> bool {
        let folded = PEOPLE.fold(said);
        let mut names = self.found.words.keys().flat_map(|words| words_of(words));
        let is_inside = |name: String| name.chars().count() > LEAST_LETTERS && folded.contains(&name);
        has_long_number(said) || self.is_told_by(said) || names.any(is_inside)
    }

    /// Other words, such as a message about the text, without what is taken out of the text and what has its shape.
    pub(crate) fn repeated(&self, said: &str) -> String {
        without(said, 0..said.len(), &self.found.repeated(said)).into_owned()
    }

    /// A part of the text without what is taken out of it.
    pub(crate) fn slice<'t>(&self, text: &'t str, part: Range<usize>) -> Cow<'t, str> {
        without(text, part, &self.found.places)
    }

    /// Where an offset into the text lies in the text without what is taken out; what lies inside goes to its start.
    pub(crate) fn offset(&self, offset: usize) -> usize {
        let mut moved = offset;
        for Place { span, kind } in self.found.places.iter().take_while(|place| place.span.start < offset) {
            if offset < span.end {
                return moved - (offset - span.start);
            }
            moved = moved + kind.placeholder().len() - (span.end - span.start);
        }
        moved
    }
}

/// Whether so many digits stand together that they may number a person; a day has one less.
fn has_long_number(said: &str) -> bool {
    said.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() > 8)
}

/// The words of a name as they are compared, without those so short that they may be anything.
fn words_of(words: &str) -> impl Iterator<Item = String> {
    let words = words.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() >= LEAST_LETTERS);
    words.map(|word| PEOPLE.fold(word))
}

/// A part of a text with placeholders in some places of it. A place of which a part is in it is taken out whole.
fn without<'t>(text: &'t str, part: Range<usize>, places: &[Place]) -> Cow<'t, str> {
    let touched = |Place { span, .. }: &&Place| span.start < part.end && part.start < span.end;
    let mut shown = String::new();
    let mut at = part.start;
    for Place { span, kind } in places.iter().filter(touched) {
        shown.push_str(text.get(at..span.start.max(at)).unwrap_or_default());
        shown.push_str(kind.placeholder());
        at = span.end;
    }
    if at == part.start {
        return Cow::Borrowed(text.get(part).unwrap_or_default());
    }
    shown.push_str(text.get(at..part.end.max(at)).unwrap_or_default());
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redacted(text: &str, names: &[&str]) -> String {
        Redaction::of(text, &[], names.iter().copied()).slice(text, 0..text.len()).into_owned()
    }

    #[test]
    fn every_shape_is_taken_out() {
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
        assert_eq!(redacted(text, &["Ana Ruiz-Sol"]), "[name] of Ruizville, [name]; an ana.");
    }

    #[test]
    fn messages_repeat_nothing_that_the_text_told() {
        let redaction = Redaction::of("Ana Ruiz, DOB 03/04/1985, A-number: 012345678", &[], ["Ana Ruiz"]);
        assert_eq!(
            redaction.repeated("RUIZ on 03/04/1985, 012345678, b@example.org, Ruizville, 03/04/1986"),
            "[name] on [date of birth], [A-number], [e-mail], Ruizville, 03/04/1986"
        );
    }

    #[test]
    fn what_tells_a_name_is_known_however_it_is_joined() {
        let redaction = Redaction::of("Ana Ruiz, A012345678", &[], ["José Ruiz"]);
        for said in ["ruiz-ana", "JOSE_R", "x A012345678", "2012 ana.ruiz@example.org"] {
            assert!(redaction.is_told_by(said), "{said}");
        }
        assert!(!redaction.is_told_by("ruizville an a"));
        assert!(redaction.is_told_by_file("RuizvilleMemo") && redaction.is_told_by_file("x212345678y"));
        assert!(!redaction.is_told_by_file("20220609 analysis"));
    }

    #[test]
    fn offsets_follow_the_text() {
        let text = "é Ruiz was here. Ruiz left.";
        let redaction = Redaction::of(text, &[], ["Ruiz"]);
        let shown = redaction.slice(text, 0..text.len()).into_owned();
        for word in ["was", "here", "left"] {
            assert_eq!(redaction.offset(text.find(word).expect("is there")), shown.find(word).expect("is there"));
        }
        assert_eq!(redaction.offset(5), 3, "inside a name");
        assert_eq!(redaction.slice(text, 5..11), "[name] was");
    }
}
