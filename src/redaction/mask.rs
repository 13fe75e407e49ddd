//! Masks over what names a person, as long as what they hide.
//!
//! A mask has as many bytes and characters as what it hides, so that every place stays right. The text is masked after
//! it was checked, and words that were masked in it are masked wherever a message repeats them.

use super::names;
use super::places::{Found, Kind, Place, anywhere, apart, shapes};
use crate::batch::Checked;
use std::collections::BTreeSet;
use totality::diagnostic::Diagnostic;
use totality::fingerprint::sha256;
use totality::source::Span;

/// A word is masked in messages only if it has more letters: inside other words, a short one means nothing.
const SHORT_WORD: usize = 2;

/// Masks what names a person in a document, in its name, its text and every message about it.
pub(crate) fn redact(document: &mut Checked) {
    let text = document.source.text();
    let words = |span: Span| text.get(span.start..span.end);
    let fields = document.report.fields.iter();
    let naming = fields.filter(|(label, _)| words(*label).is_some_and(names::is_naming));
    let values: Vec<Span> = naming.map(|(_, value)| *value).collect();
    let found = Found::of(text, &values, []);
    let text = masked(text, &found.places);
    document.source = document.source.with_text(text);
    document.is_redacted = true;
    let words = told(&found);
    document.name = line(&document.name, &words);
    for answered in &mut document.answered {
        finding(&mut answered.diagnostic, &words);
        answered.by.redact(|said| line(said, &words));
    }
    for diagnostic in &mut document.report.diagnostics {
        finding(diagnostic, &words);
    }
}

/// The name of a file, masked by its shapes.
pub(crate) fn name(name: &str) -> String {
    line(name, &BTreeSet::new())
}

/// What messages must not repeat: what was found, and the words of it, since a message may quote a part.
fn told(found: &Found) -> BTreeSet<&str> {
    let found = found.words.keys().map(String::as_str);
    let words = found.flat_map(|words| std::iter::once(words).chain(names::words(words)));
    words.filter(|word| word.chars().count() > SHORT_WORD).collect()
}

/// Masks what a finding says.
fn finding(diagnostic: &mut Diagnostic, words: &BTreeSet<&str>) {
    diagnostic.message = line(&diagnostic.message, words);
    for label in &mut diagnostic.labels {
        label.text = line(&label.text, words);
    }
    // A hash of few words can be guessed back: what is passed on names the finding by what it shows.
    let shown =
        format!("redacted\0{}\0{}\0{:?}", diagnostic.rule, diagnostic.message, diagnostic.span.map(|span| span.start));
    diagnostic.fingerprint = sha256(shown.as_bytes()).chars().take(32).collect();
}

/// A message, masked by its shapes and by the words that were masked in the text. They are masked inside others as well:
/// names of files run words together.
fn line(said: &str, words: &BTreeSet<&str>) -> String {
    let mut places = shapes(said);
    let repeated = words.iter().flat_map(|word| anywhere(said, word));
    places.extend(repeated.map(|span| Place { span, kind: Kind::Name }));
    masked(said, &apart(places))
}

/// The text with masks of the same length in bytes, characters and UTF-16 units; line ends and space stay. The places
/// are in order and apart.
fn masked(text: &str, places: &[Place]) -> String {
    let mut places = places.iter().map(|place| place.span).peekable();
    text.char_indices()
        .map(|(at, character)| {
            while places.next_if(|span| span.end <= at).is_some() {}
            let is_masked = places.peek().is_some_and(|span| span.start <= at);
            match character.len_utf8() {
                _ if character.is_whitespace() || character.is_control() || !is_masked => character,
                1 => '*',
                2 => '\u{b7}',
                3 => '\u{2588}',
                _ => '\u{1f7e5}',
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let masked = name(text);
        assert_eq!(masked.len(), text.len());
        assert_eq!(masked.chars().count(), text.chars().count());
        assert_eq!(masked.encode_utf16().count(), text.encode_utf16().count());
        masked
    }

    #[test]
    fn numbers_and_addresses_are_masked_by_their_shape() {
        for (text, expected) in [
            ("A012345678 and A# 012-345-678.", "********** and ** ***********."),
            ("DOB: 03/04/1985, convicted 05/06/2009", "DOB: **********, convicted 05/06/2009"),
            ("born on March 4, 1985 in Tela", "born on ***** ** **** in Tela"),
            ("call (555) 123-4567 or 555.123.4567", "call ***** ******** or ************"),
            ("write to ana.ruiz@example.org, please", "write to ********************, please"),
            ("SSN 123-45-6789", "SSN ***********"),
            ("8 U.S.C. 1182, § 13-1204, 9 years", "8 U.S.C. 1182, § 13-1204, 9 years"),
        ] {
            assert_eq!(shown(text), expected);
        }
    }

    #[test]
    fn a_mask_is_as_long_as_what_it_hides() {
        let text = "é漢😀 x";
        let all = Place { span: Span::new(0, text.len()), kind: Kind::Name };
        assert_eq!(masked(text, &[all]), "\u{b7}\u{2588}\u{1f7e5} *");
    }

    #[test]
    fn messages_repeat_nothing_that_the_text_told() {
        let text = "Ana Ruiz-Sol, ana.Paz@example.org, A012345678, DOB 03/04/1985";
        let found = Found::of(text, &[Span::new(0, 12)], []);
        let said = "RuizMemo 012345678, SOL and Paz on 03/04/1985; an A-number";
        assert_eq!(line(said, &told(&found)), "****Memo *********, *** and *** on **********; an A-number");
    }
}
