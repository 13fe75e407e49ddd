//! What metadata are called: labels of header lines and heads of columns, brought under one name.
//!
//! Which labels mean the same stands in `labels.toml`, not here.

use crate::redaction::is_naming;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// The longest label and the longest value that are kept, in bytes; what is longer is prose.
const LONGEST_LABEL: usize = 60;
const LONGEST_VALUE: usize = 200;

/// What a label that nobody knows, and its value, may have at most, in words and in bytes; a value of so many words is no
/// sentence, whatever ends it.
const MOST_WORDS: usize = 4;
const LONGEST_PLAIN_VALUE: usize = 100;
const SHORT_VALUE: usize = 2;

/// The name of the date of a text, among the names of metadata.
pub(crate) const DATE: &str = "date";

/// The names under which people appear.
const PEOPLE: [&str; 3] = ["subject", "officer", "supervisor"];

/// The name of what a case is looked up by.
const CASE: &str = "case";

/// The names of metadata that name nobody. What else a text says of itself may.
const HARMLESS: [&str; 3] = [DATE, "decision", "office"];

/// Whether metadata of this name hold who somebody is.
pub(crate) fn is_person(name: &str) -> bool {
    !HARMLESS.contains(&name) && (PEOPLE.contains(&name) || name == CASE || is_naming(&name.replace('-', " ")))
}

/// The names for labels.
#[derive(Debug, Default)]
pub(crate) struct Labels {
    names: BTreeMap<String, String>,
    /// Names that the user has asked for.
    asked: BTreeSet<String>,
    /// Words that no label has.
    prose: BTreeSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    prose: BTreeSet<String>,
    names: BTreeMap<String, Vec<String>>,
}

impl Labels {
    /// The usual ones, with those that the user adds (`name=label`) and the names by which documents are to be grouped.
    ///
    /// # Errors
    /// What is wrong with an addition, or with the file that is built in.
    pub(crate) fn new(added: &[String], group_by: &[String]) -> Result<Self, String> {
        let File { prose, names: known } =
            toml::from_str(include_str!("labels.toml")).map_err(|error| error.to_string())?;
        let mut names = BTreeMap::new();
        for (name, labels) in known {
            names.extend(labels.into_iter().map(|label| (label, name.clone())));
        }
        let mut asked = BTreeSet::new();
        for pair in added {
            match pair.split_once('=') {
                Some((name, label)) if !plain(name).is_empty() && !plain(label).is_empty() => {
                    names.insert(plain(label), plain(name));
                    asked.insert(plain(name));
                }
                _ => return Err(format!("`{pair}` is no pair of a name and a label")),
            }
        }
        let mut labels = Self { names, asked, prose };
        labels.asked.extend(group_by.iter().filter_map(|name| labels.name(name)).collect::<Vec<_>>());
        Ok(labels)
    }

    /// The name for a label; `None` for what is none.
    pub(crate) fn name(&self, label: &str) -> Option<String> {
        let label = plain(label);
        if label.is_empty() || label.len() > LONGEST_LABEL {
            return None;
        }
        Some(self.names.get(&label).cloned().unwrap_or(label))
    }

    /// Whether a label is one of those that are known or asked for: it is metadata wherever it stands.
    pub(crate) fn knows(&self, label: &str) -> bool {
        let label = plain(label);
        self.names.contains_key(&label) || self.asked.contains(&label)
    }

    /// Whether a line that nobody knows, among the first of a text, may be a label with its value rather than prose: a
    /// short label that starts with a capital and has no word of a sentence, and a short value that is no sentence.
    pub(crate) fn may_be(&self, label: &str, value: &str) -> bool {
        let label = label.trim_matches(|c: char| !c.is_alphanumeric());
        let words: Vec<&str> = label.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let is_prose = words.iter().any(|word| self.prose.contains(&word.to_lowercase()));
        let is_short = words.len() <= MOST_WORDS && value.len() <= LONGEST_PLAIN_VALUE;
        let is_sentence = value.ends_with(['.', '!', '?', ';']) && value.split_whitespace().count() > SHORT_VALUE;
        let starts_well = label.starts_with(char::is_uppercase) && !label.contains(|c: char| c.is_ascii_digit());
        starts_well && is_short && !is_prose && !is_sentence
    }

    /// Whether values of this name name nobody: what may be shown of a text whose names are taken out.
    pub(crate) fn is_harmless(&self, name: &str) -> bool {
        HARMLESS.contains(&name) || (self.asked.contains(name) && !is_person(name))
    }

    /// Whether this is a name of the known labels, or one that was asked for.
    pub(crate) fn is_known(&self, name: &str) -> bool {
        self.asked.contains(name) || self.names.values().any(|known| known == name)
    }

    /// The names that were asked for and are not known anyway, in order: what is taken for metadata depends on them.
    pub(crate) fn asked(&self) -> impl Iterator<Item = &str> {
        let is_known = |name: &&String| self.names.values().any(|known| known == *name);
        self.asked.iter().filter(move |name| !is_known(name)).map(String::as_str)
    }

    /// Adds a label and its value to metadata; the first value of a name stays.
    pub(crate) fn add(&self, metadata: &mut BTreeMap<String, String>, label: &str, value: &str) {
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        let value = value.trim_matches(['*', '_', '`']).trim();
        if value.is_empty() || value.len() > LONGEST_VALUE {
            return;
        }
        if let Some(name) = self.name(label) {
            metadata.entry(name).or_insert_with(|| value.to_owned());
        }
    }
}

/// A label as it is compared: lower case, its words joined by one hyphen.
pub(crate) fn plain(label: &str) -> String {
    let words = label.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_that_mean_the_same_have_one_name() {
        let labels = Labels::new(&["office=Sub-Station".to_owned()], &[]).expect("is a pair");
        let name = |label| labels.name(label);
        assert_eq!(name("**Field Office**").as_deref(), Some("office"));
        assert_eq!(name("sub station").as_deref(), Some("office"));
        assert_eq!(name("Docket").as_deref(), Some("docket"));
        assert_eq!(name(" : "), None);
        assert!(Labels::new(&["office".to_owned()], &[]).is_err());
    }

    #[test]
    fn a_line_with_a_colon_is_no_label_if_it_is_prose() {
        let labels = Labels::new(&[], &["Country".to_owned()]).expect("the built-in labels are well formed");
        for (label, value) in [("Docket", "4"), ("Country of citizenship", "Peru"), ("**Region**", "West.")] {
            assert!(labels.may_be(label, value), "{label}");
        }
        for (label, value) in [
            ("He said", "no"),
            ("To be fair", "he has two sons"),
            ("note", "x"),
            ("0612", "Coffee stop"),
            ("Note", "the record is silent."),
            ("A very long label of words", "x"),
        ] {
            assert!(!labels.may_be(label, value), "{label}");
        }
        assert!(labels.knows("country") && labels.knows("Dated") && !labels.knows("Docket"));
        assert!(labels.is_harmless("country") && labels.is_harmless("office") && !labels.is_harmless("subject"));
    }

    #[test]
    fn the_first_value_stays_and_prose_is_none() {
        let labels = Labels::new(&[], &[]).expect("the built-in labels are well formed");
        let mut metadata = BTreeMap::new();
        labels.add(&mut metadata, "Date", " 9  June 2022 ");
        labels.add(&mut metadata, "Dated", "2020");
        labels.add(&mut metadata, "To be fair", &"word ".repeat(60));
        assert_eq!(metadata, BTreeMap::from([("date".to_owned(), "9 June 2022".to_owned())]));
    }
}
