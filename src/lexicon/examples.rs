//! The examples that stand beside the lexicon's words, for whoever wants to run them.
//!
//! An entry says in whole sentences what it finds and what it must not find. The test suite runs them all; so can the
//! author of a lexicon of their own.

use super::schema::Examples;
use super::{Lexicon, Role};
use crate::report::{Decision, Status};
use std::sync::OnceLock;

/// An entry of the lexicon with its examples.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    /// The file, below the lexicon's folder.
    pub file: &'a str,
    /// The entry's name in it.
    pub name: &'a str,
    /// What its words stand for.
    pub stands_for: StandsFor<'a>,
    /// Its sentences, in the order of the file; none where the entry has no examples.
    pub examples: Vec<Example<'a>>,
}

/// What the words of an entry stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StandsFor<'a> {
    /// The factor with this identifier.
    Factor(&'a str),
    /// A cue of this name.
    Cue(&'a str),
    /// This decision.
    Decision(Decision),
    /// The subject of a case.
    Subject,
    /// Words of the rule with this identifier.
    Rule(&'a str),
}

/// A sentence, and what is to be found in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Example<'a> {
    /// What is to be found.
    pub expected: Expected,
    /// The sentence; a few are a small form or a list of several lines.
    pub text: &'a str,
}

/// What is to be found in an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// The factor with this status; with [`Status::Asserted`], the cue, the decision, the subject or the rule.
    Found(Status),
    /// A mention to review, where the words are a rule's.
    Review,
    /// Nothing that the entry stands for.
    Silent,
}

/// The examples of a lexicon's entries. Those of the built-in one stay packed until somebody asks: checking needs none.
#[derive(Debug, Default)]
pub(super) struct Stored {
    packed: &'static [u8],
    /// Each entry that has some, by its number, in order.
    unpacked: OnceLock<Vec<(usize, Examples)>>,
}

impl Stored {
    /// Of these entries, by their numbers, in order.
    pub(super) fn of(examples: Vec<(usize, Examples)>) -> Self {
        Self { packed: &[], unpacked: examples.into() }
    }

    /// As [`Stored::table`] wrote them.
    pub(super) const fn packed(packed: &'static [u8]) -> Self {
        Self { packed, unpacked: OnceLock::new() }
    }

    pub(super) fn table(&self) -> Vec<u8> {
        // Plain data in memory is always written.
        postcard::to_stdvec(self.all()).unwrap_or_default()
    }

    fn all(&self) -> &[(usize, Examples)] {
        self.unpacked.get_or_init(|| postcard::from_bytes(self.packed).unwrap_or_default())
    }

    fn of_entry(&self, number: usize) -> Option<&Examples> {
        let all = self.all();
        all.binary_search_by_key(&number, |(number, _)| *number).ok().map(|at| &all[at].1)
    }
}

impl Lexicon {
    /// Every entry with its examples, also those that have none.
    pub fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        // Labels and headings belong to another entry and have no examples of their own.
        let all_entries = self.entries.iter().enumerate();
        let own = all_entries.filter(|(_, entry)| !matches!(entry.role, Role::Label(_) | Role::Under(_)));
        own.map(|(number, entry)| Entry {
            file: &entry.file,
            name: &entry.name,
            stands_for: self.stands_for(entry.role),
            examples: self.examples.of_entry(number).map(all).unwrap_or_default(),
        })
    }

    /// A role with names for numbers; a label stands for what its entry stands for.
    pub(crate) fn stands_for(&self, role: Role) -> StandsFor<'_> {
        match role {
            Role::Factor(factor) => StandsFor::Factor(&self.factors[factor].id),
            Role::Cue(cue) => StandsFor::Cue(&self.cues[cue]),
            Role::Decision(decision) => StandsFor::Decision(decision),
            Role::Subject => StandsFor::Subject,
            Role::Rule(rule) => StandsFor::Rule(&self.rules[rule].id),
            Role::Label(owner) | Role::Under(owner) => self.stands_for(self.entries[owner].role),
        }
    }
}

fn all(examples: &Examples) -> Vec<Example<'_>> {
    [
        (Expected::Found(Status::Asserted), &examples.asserted),
        (Expected::Found(Status::Negated), &examples.negated),
        (Expected::Found(Status::Hypothetical), &examples.hypothetical),
        (Expected::Found(Status::Other), &examples.other),
        (Expected::Review, &examples.review),
        (Expected::Silent, &examples.silent),
    ]
    .into_iter()
    .flat_map(|(expected, texts)| texts.iter().map(move |text| Example { expected, text }))
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_that_are_packed_are_those_that_were_stored() {
        let examples = Examples { asserted: vec!["He is 81.".to_owned()], ..Examples::default() };
        let stored = Stored::of(vec![(3, examples)]);
        let again = Stored::packed(stored.table().leak());
        for stored in [&stored, &again] {
            assert_eq!(
                stored.of_entry(3).map(|examples| examples.asserted.as_slice()),
                Some(&["He is 81.".to_owned()][..])
            );
            assert!(stored.of_entry(2).is_none() && stored.of_entry(4).is_none());
        }
        assert!(Stored::default().of_entry(0).is_none());
    }
}
