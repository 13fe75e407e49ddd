//! What metadata are called: labels of header lines and heads of columns, brought under one name.
//!
//! Which labels mean the same stands in `labels.toml`, not here.

use serde::Deserialize;
use std::collections::BTreeMap;

/// The longest label and the longest value that are kept, in bytes; what is longer is prose.
const LONGEST_LABEL: usize = 60;
const LONGEST_VALUE: usize = 200;

/// The name of the date of a text, among the names of metadata.
pub(crate) const DATE: &str = "date";

/// The name of the person whose case it is.
pub(crate) const SUBJECT: &str = "subject";

/// The names under which people appear.
pub(crate) const PEOPLE: [&str; 3] = [SUBJECT, "officer", "supervisor"];

/// The names for labels.
#[derive(Debug, Default)]
pub(crate) struct Labels {
    names: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(transparent)]
struct File(BTreeMap<String, Vec<String>>);

impl Labels {
    /// The usual ones, with those that the user adds (`name=label`).
    ///
    /// # Errors
    /// What is wrong with an addition, or with the file that is built in.
    pub(crate) fn new(added: &[String]) -> Result<Self, String> {
        let File(known) = toml::from_str(include_str!("labels.toml")).map_err(|error| error.to_string())?;
        let mut names = BTreeMap::new();
        for (name, labels) in known {
            names.extend(labels.into_iter().map(|label| (label, name.clone())));
        }
        for pair in added {
            match pair.split_once('=') {
                Some((name, label)) if !plain(name).is_empty() && !plain(label).is_empty() => {
                    names.insert(plain(label), plain(name));
                }
                _ => return Err(format!("`{pair}` is no pair of a name and a label")),
            }
        }
        Ok(Self { names })
    }

    /// The name for a label; `None` for what is none.
    pub(crate) fn name(&self, label: &str) -> Option<String> {
        let label = plain(label);
        if label.is_empty() || label.len() > LONGEST_LABEL {
            return None;
        }
        Some(self.names.get(&label).cloned().unwrap_or(label))
    }

    /// Whether a label is one of those that are known.
    pub(crate) fn knows(&self, label: &str) -> bool {
        self.names.contains_key(&plain(label))
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
        let labels = Labels::new(&["office=Sub-Station".to_owned()]).expect("is a pair");
        let name = |label| labels.name(label);
        assert_eq!(name("**Field Office**").as_deref(), Some("office"));
        assert_eq!(name("sub station").as_deref(), Some("office"));
        assert_eq!(name("Docket").as_deref(), Some("docket"));
        assert_eq!(name(" : "), None);
        assert!(Labels::new(&["office".to_owned()]).is_err());
    }

    #[test]
    fn the_first_value_stays_and_prose_is_none() {
        let labels = Labels::new(&[]).expect("the built-in labels are well formed");
        let mut metadata = BTreeMap::new();
        labels.add(&mut metadata, "Date", " 9  June 2022 ");
        labels.add(&mut metadata, "Dated", "2020");
        labels.add(&mut metadata, "To be fair", &"word ".repeat(60));
        assert_eq!(metadata, BTreeMap::from([("date".to_owned(), "9 June 2022".to_owned())]));
    }
}
