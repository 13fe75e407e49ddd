//! Which conclusions occur in many documents, in bounded memory (lossy counting).
//!
//! A conclusion that was seen once takes a few bytes, and its words are kept from the second time on. When the table
//! is full, those seen least often are dropped and the possible error of all counts grows by as much; it is said.

use crate::audit::entry::Conclusion;
use std::collections::HashMap;

/// The most conclusions under count at once.
const MOST: usize = 1 << 18;

/// One conclusion.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Same {
    /// In how many documents it was seen.
    pub(crate) documents: u32,
    /// Its words in one of them.
    pub(crate) words: Option<Box<str>>,
    /// The name of that document.
    pub(crate) path: Option<Box<str>>,
}

/// The conclusions under count.
#[derive(Debug, Default)]
pub(crate) struct Sameness {
    counts: HashMap<Box<str>, Same>,
    /// By how many a count may be too low.
    dropped: u32,
}

impl Sameness {
    /// Counts a conclusion of a document.
    pub(crate) fn add(&mut self, conclusion: &Conclusion, path: &str) {
        if self.counts.len() >= MOST && !self.counts.contains_key(conclusion.key.as_str()) {
            while self.counts.len() >= MOST {
                self.dropped += 1;
                let least = self.dropped;
                self.counts.retain(|_, same| same.documents > least);
            }
        }
        let same = self.counts.entry(conclusion.key.as_str().into()).or_default();
        same.documents += 1;
        if same.documents == 2 {
            same.words = Some(conclusion.place.text.as_str().into());
            same.path = Some(path.into());
        }
    }

    /// Those in at least so many documents, the most frequent first.
    pub(crate) fn frequent(&self, least: u32) -> Vec<(&str, &Same)> {
        let mut found: Vec<_> = self.counts.iter().filter(|(_, same)| same.documents >= least.max(2)).collect();
        found.sort_by(|a, b| b.1.documents.cmp(&a.1.documents).then(a.0.cmp(b.0)));
        found.into_iter().map(|(key, same)| (&**key, same)).collect()
    }

    /// By how many documents a count may be too low.
    pub(crate) const fn error(&self) -> u32 {
        self.dropped
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::entry::{Place, Range};

    fn conclusion(key: u64) -> Conclusion {
        let place = Place { span: Range { start: 0, end: 1 }, line: 1, column: 1, text: format!("words {key}") };
        Conclusion { key: format!("{key:016x}"), place }
    }

    #[test]
    fn what_is_frequent_survives_any_number_of_others() {
        let mut sameness = Sameness::default();
        for number in 0..(MOST as u64 * 3) {
            sameness.add(&conclusion(number + 10), "a.md");
            if number % 100 == 0 {
                sameness.add(&conclusion(1), "b.md");
            }
        }
        assert!(sameness.counts.len() <= MOST && sameness.error() > 0);
        let frequent = sameness.frequent(100);
        assert_eq!(frequent.len(), 1);
        let (_, same) = frequent[0];
        assert!(u64::from(same.documents + sameness.error()) >= MOST as u64 * 3 / 100);
        assert_eq!(same.words.as_deref(), Some("words 1"));
    }
}
