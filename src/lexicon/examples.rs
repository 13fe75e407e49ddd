//! The examples that stand beside the lexicon's words, for whoever wants to run them.
//!
//! An entry says in whole sentences what it finds and what it must not find. The test suite runs them all; so can the
//! author of a lexicon of their own.

use super::schema::Examples;
use super::{Lexicon, Role};
use crate::report::{Decision, Status};

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

impl Lexicon {
    /// Every entry with its examples, also those that have none.
    pub fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        // Labels and headings belong to another entry and have no examples of their own.
        let own = self.entries.iter().filter(|entry| !matches!(entry.role, Role::Label(_) | Role::Under(_)));
        own.map(|entry| Entry {
            file: &entry.file,
            name: &entry.name,
            stands_for: self.stands_for(entry.role),
            examples: all(&entry.examples),
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
