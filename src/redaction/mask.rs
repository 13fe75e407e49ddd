//! Masks over what names a person, as long as what they hide.
//!
//! A mask has as many bytes and characters as what it hides, so that every place stays right. The text is masked after
//! it was checked, and words that were masked in it are masked wherever a message repeats them.

use super::birth::Day;
use super::names;
use super::places::{Found, Kind, Place, anywhere, apart, born, shapes};
use crate::batch::Checked;
use crate::output::trouble::Trouble;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;
use totality::diagnostic::Diagnostic;
use totality::fingerprint::sha256;
use totality::source::Span;

/// A word is masked in messages only if it has more letters: inside other words, a short one means nothing.
const SHORT_WORD: usize = 2;

/// What hides names in a run: in each text and what is reported of it, and in all that is said beside. What one text
/// told is hidden in everything that is said after it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Mask {
    told: Rc<RefCell<Told>>,
}

/// What messages must not repeat.
#[derive(Debug, Default)]
struct Told {
    words: BTreeSet<String>,
    births: BTreeSet<Day>,
}

impl Mask {
    /// Masks what names a person in a document, in its name, its text and every message about it. `values` are the
    /// places in it that fields say to be names.
    pub(crate) fn document(&self, document: &mut Checked, values: &[Span]) {
        let text = document.source.text();
        let found = Found::of(text, values, []);
        let text = masked(text, &found.places);
        document.source = document.source.with_text(text);
        document.is_redacted = true;
        let told = Told::by(&found);
        document.name = told.without(&document.name);
        for answered in &mut document.answered {
            finding(&mut answered.diagnostic, &told);
            answered.by.redact(|said| told.without(said));
        }
        for diagnostic in &mut document.report.diagnostics {
            finding(diagnostic, &told);
        }
        let mut all = self.told.borrow_mut();
        all.words.extend(told.words);
        all.births.extend(told.births);
    }

    /// A line that is said beside the reports, such as the name of a file.
    pub(crate) fn line(&self, said: &str) -> String {
        self.told.borrow().without(said)
    }

    /// What could not be done.
    pub(crate) fn trouble(&self, trouble: &Trouble) -> Trouble {
        trouble.with(|said| self.line(said))
    }
}

impl Told {
    /// What was found, and the words of it, since a message may quote a part.
    fn by(found: &Found) -> Self {
        let all = found.words.keys().map(String::as_str);
        let words = all.flat_map(|words| std::iter::once(words).chain(names::words(words)));
        let words = words.filter(|word| word.chars().count() > SHORT_WORD).map(str::to_owned).collect();
        Self { words, births: found.births.clone() }
    }

    /// A message, masked by its shapes and by the words that were masked in the text. They are masked inside others as
    /// well: names of files run words together.
    fn without(&self, said: &str) -> String {
        let mut places = shapes(said);
        let repeated = self.words.iter().flat_map(|word| anywhere(said, word));
        places.extend(repeated.map(|span| Place { span, kind: Kind::Name }));
        places.extend(born(said, &self.births));
        masked(said, &apart(places))
    }
}

/// Masks what a finding says.
fn finding(diagnostic: &mut Diagnostic, told: &Told) {
    diagnostic.message = told.without(&diagnostic.message);
    for label in &mut diagnostic.labels {
        label.text = told.without(&label.text);
    }
    // A hash of few words can be guessed back: what is passed on names the finding by what it shows.
    let shown =
        format!("redacted\0{}\0{}\0{:?}", diagnostic.rule, diagnostic.message, diagnostic.span.map(|span| span.start));
    diagnostic.fingerprint = sha256(shown.as_bytes()).chars().take(32).collect();
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
        let masked = Mask::default().line(text);
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
        assert_eq!(Told::by(&found).without(said), "****Memo *********, *** and *** on **********; an A-number");
    }
}
