//! Which fields name people, and the names in their values.

use super::people::PEOPLE;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;
use totality::document::{Document, Word, WordKind};
use totality::source::Span;

/// A word of a value is a name by itself only if it has so many letters.
pub(super) const LEAST_LETTERS: usize = 3;

/// A word in lower case up to so many letters may be a part of a name: de, la, bin.
const LONGEST_PARTICLE: usize = 3;

/// Labels of fields that hold a name or what stands for one.
static NAMING: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(&PEOPLE.label()).ok());

/// The values in a text that name a person: of fields, of rows, and of columns under such a head; `added` are further
/// labels.
pub(crate) fn values(document: &Document, text: &str, added: &[String]) -> Vec<Span> {
    let words = |span: Span| text.get(span.start..span.end).unwrap_or_default();
    let names = |label: &str| {
        let bare = |label: &str| PEOPLE.fold(label.trim_matches(|c: char| !c.is_alphanumeric()));
        is_naming(label) || added.iter().any(|known| bare(known) == bare(label))
    };
    let place = |range: Range<usize>| -> Option<Span> {
        let of = document.words.get(range)?;
        let is_border = |word: &&Word| word.kind == WordKind::Border;
        let mut of = of.iter().filter(|word| !is_border(word));
        let first = of.next()?;
        Some(of.fold(first.span(), |whole, word| whole.cover(word.span())))
    };
    let mut values = Vec::new();
    for field in document.fields.iter().filter(|field| names(words(field.label))) {
        values.push(field.value);
    }
    for sentence in &document.sentences {
        let Range { start, end } = sentence.words;
        let label = start..start + sentence.label;
        if place(label.clone()).is_some_and(|label| names(words(label))) {
            values.extend(place(label.end..end));
        }
        for (at, (cell, head)) in sentence.columns.iter().enumerate() {
            let next = sentence.columns.get(at + 1).map_or(end, |(next, _)| *next);
            if document.blocks.get(*head).is_some_and(|head| names(words(head.span))) {
                values.extend(place(*cell..next.max(*cell)));
            }
        }
    }
    values
}

/// Whether the value of a field with this label names a person.
pub(crate) fn is_naming(label: &str) -> bool {
    NAMING.as_ref().is_some_and(|naming| naming.is_match(label))
}

/// The names that a value gives: its words, and all of it, which may be made of words too short to be found by themselves.
/// A value that says more than a name is found by its words alone, so that what else it says stays.
pub(super) fn names(value: &str) -> impl Iterator<Item = &str> {
    let value = value.trim();
    let is_of_name = |word: &str| !word.starts_with(char::is_lowercase) || word.chars().count() <= LONGEST_PARTICLE;
    let is_name = value.starts_with(char::is_uppercase)
        && value.chars().nth(1).is_some()
        && !value.contains(char::is_numeric)
        && value.split_whitespace().all(is_of_name);
    Some(value).filter(|_| is_name).into_iter().chain(words(value))
}

/// The words of a value that could stand by themselves elsewhere, and what hyphens and apostrophes join in them.
pub(super) fn words(value: &str) -> impl Iterator<Item = &str> {
    let joins = |c: char| matches!(c, '-' | '\'' | '’');
    let joined = value.split(move |c: char| !c.is_alphanumeric() && !joins(c));
    let words = joined.flat_map(move |word| std::iter::once(word).chain(word.split(joins)));
    words.filter(|word| word.chars().count() >= LEAST_LETTERS && word.starts_with(char::is_uppercase))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn labels_name_people_or_not() {
        assert!(NAMING.is_some());
        for label in [
            "Subject",
            "**Prepared by**",
            "A-number",
            "In the matter of",
            "E-mail",
            "RE",
            "Detainee",
            "A.K.A.",
            "Witnesses",
            "Judge",
            "Alien number",
            "Employers",
            "Signed_by",
        ] {
            assert!(is_naming(label), "{label}");
        }
        for label in ["Date", "Docket", "Decision", "Fromage", "Reason", "Total"] {
            assert!(!is_naming(label), "{label}");
        }
    }

    #[test]
    fn names_are_the_value_and_its_words() {
        let all = |value| names(value).collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join("|");
        assert_eq!(all("Ana Ruiz-Sol"), "Ana|Ana Ruiz-Sol|Ruiz|Ruiz-Sol|Sol");
        assert_eq!(all("Bo Li"), "Bo Li");
        assert_eq!(all("Eva de la O"), "Eva|Eva de la O");
        assert_eq!(all("D'Angelo"), "Angelo|D'Angelo");
        assert_eq!(all("Rosa Paz, charged with burglary in Tela"), "Paz|Rosa|Tela");
        assert_eq!(all("Rosa Paz, A012345678"), "A012345678|Paz|Rosa");
        assert_eq!(all("none"), "");
        assert_eq!(all(" "), "");
    }
}
