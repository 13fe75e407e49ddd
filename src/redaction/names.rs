//! Which fields name people, and the names in their values.

use regex::Regex;
use std::sync::LazyLock;

/// A word of a value is a name by itself only if it has so many letters.
const LEAST_LETTERS: usize = 3;

/// A word in lower case up to so many letters may be a part of a name: de, la, bin.
const LONGEST_PARTICLE: usize = 3;

/// Labels of fields that hold a name or what stands for one.
static NAMING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let labels = r"(?ix)\b(?:names?|subject|respondent|applicant|petitioner|alien|noncitizen|officer|agent|supervisor|attorney
        |counsel|from|to|cc|by|author|prepared|approved|spouse|victim|witness|in\ re|in\ the\ matter\ of
        |a-?(?:number|file|no)|dob|date\ of\ birth|phone|telephone|mobile|cell|address|e-?mail)\b";
    Regex::new(labels).ok()
});

/// Whether the value of a field with this label names a person.
pub(super) fn is_naming(label: &str) -> bool {
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
        for label in ["Subject", "**Prepared by**", "A-number", "In the matter of", "E-mail"] {
            assert!(is_naming(label), "{label}");
        }
        for label in ["Date", "Docket", "Decision", "Fromage"] {
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
