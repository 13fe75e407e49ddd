//! The words by which names of people are known: they stand in `people.toml`, not here.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What `people.toml` says.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct People {
    /// Labels of fields that name people.
    labels: Vec<String>,
    /// Words before a name that an A-number follows.
    before_names: Vec<String>,
    /// Words after which a date is one of birth.
    born: Vec<String>,
    /// Names of each month.
    months: Vec<Vec<String>>,
    /// Letters with a mark, by the plain one.
    letters: BTreeMap<String, String>,
}

/// The file that is built in. A test sees to it that it can be read.
pub(super) static PEOPLE: LazyLock<People> =
    LazyLock::new(|| toml::from_str(include_str!("people.toml")).unwrap_or_default());

impl People {
    /// A pattern for the labels, wherever they stand in a longer one.
    pub(super) fn label(&self) -> String {
        format!(r"(?i)(?:^|[^\p{{L}}\p{{N}}])(?:{})s?(?:$|[^\p{{L}}\p{{N}}])", any(self.labels.iter()))
    }

    /// A pattern for words before a name.
    pub(super) fn before_name(&self) -> String {
        format!("(?i:{})", any(self.before_names.iter()))
    }

    /// A pattern for words after which a date is one of birth.
    pub(super) fn born(&self) -> String {
        format!(r"(?i)\b(?:{})", any(self.born.iter()))
    }

    /// A pattern for the name of a month, cut or not.
    pub(super) fn month(&self) -> String {
        format!("(?:{})[a-z]*", any(self.months.iter().flatten()))
    }

    /// The number of a month, from 1.
    pub(super) fn number_of_month(&self, name: &str) -> Option<u16> {
        let name = self.fold(name);
        let at = self.months.iter().position(|names| names.contains(&name))?;
        u16::try_from(at + 1).ok()
    }

    /// A word as it is compared: in lower case, without marks on its letters.
    pub(super) fn fold(&self, word: &str) -> String {
        let plain = |c: char| {
            let found = self.letters.iter().find(|(_, marked)| !c.is_ascii() && marked.contains(c));
            found.and_then(|(plain, _)| plain.chars().next()).unwrap_or(c)
        };
        word.chars().flat_map(char::to_lowercase).map(plain).collect()
    }
}

/// A pattern for any of some words, the longest first.
fn any<'w>(words: impl Iterator<Item = &'w String>) -> String {
    let mut words: Vec<&String> = words.collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let pattern = |word: &String| regex::escape(word).replace(r"\-", r"[\s-]?").replace(' ', r"\s+");
    words.into_iter().map(pattern).collect::<Vec<_>>().join("|")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_can_be_read() {
        let people: People = toml::from_str(include_str!("people.toml")).expect("is well formed");
        assert_eq!(people.months.len(), 12);
        assert!(people.letters.keys().all(|plain| plain.len() == 1));
        for pattern in [people.label(), people.born(), people.before_name(), people.month()] {
            assert!(regex::Regex::new(&pattern).is_ok(), "{pattern}");
        }
        assert_eq!(people.number_of_month("MAR"), Some(3));
        assert_eq!(people.fold("José Ñandú"), "jose nandu");
    }
}
