//! Evidence to accounts: which features spoke for an outcome, and how strongly, for those who ask why.

use super::clauses::Forms;
use super::features::{self, Gather};
use super::{Evidence, of_clause, statements, trimmed};
use crate::lexicon::weights::{self, Features, Hashed, Kind, Sums, Weights, probability};
use crate::mentions::{Mention, Reading};
use crate::span::Span;
use std::collections::BTreeMap;

/// How a clause or a sentence was weighed for one outcome.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    /// The outcome: a factor it may cite, a decision it may state, a rule's matter it may mention, or what a sentence may
    /// do with it.
    pub outcome: String,
    /// How likely it is, from 0 to 1.
    pub likely: f32,
    /// The words that were weighed.
    pub span: Span,
    /// What spoke for it and against it, the strongest first.
    pub tells: Vec<Tell>,
}

/// A feature that told.
#[derive(Clone, Debug, PartialEq)]
pub struct Tell {
    /// What it is: its kind and its words.
    pub feature: String,
    /// How strongly it speaks for the outcome; below zero, against it. Logarithm of odds.
    pub weight: f32,
}

/// Remembers features by name.
#[derive(Default)]
struct Named(BTreeMap<u64, (String, Kind)>);

impl Gather for Named {
    fn add(&mut self, kind: Kind, one: &str, other: &str) {
        let name = format!("{} {one} {other}", kind.name());
        let key = weights::key(kind, Hashed::new(one), Hashed::new(other));
        self.0.insert(key, (name.trim_end().to_owned(), kind));
    }
}

/// Accounts of every outcome that is anything but unlikely, in order of the text.
pub(crate) fn accounts(reading: &Reading<'_>, phrases: &[Mention], evidence: &Evidence) -> Vec<Account> {
    const UNLIKELY: f32 = 0.1;
    let mut accounts = Vec::new();
    let lexicon = reading.lexicon;
    let setting = evidence.setting(reading);
    let mut last = None;
    for weighed in &evidence.clauses {
        let clause = &weighed.clause;
        let forms = Forms::of(reading, clause.sentence);
        if last != Some(clause.sentence) && !lexicon.sentence_weights.is_empty() {
            let mut named = Named::default();
            statements::of_sentence_again(reading, clause.sentence, phrases, &evidence.clauses, &setting, &mut named);
            let span = reading.span(&trimmed(reading, &reading.sentence(clause.sentence).words));
            let mut sums = Sums::default();
            lexicon.sentence_weights.start(&mut sums);
            let mut features = Features::new();
            named.0.iter().for_each(|(key, (_, kind))| features.push(*key, *kind));
            lexicon.sentence_weights.add_each(&mut features, &mut sums);
            for (outcome, name) in lexicon.sentence_weights.outcomes.iter().enumerate() {
                // which rule is broken is asked where one is
                let shared = lexicon.rule(name).map(|rule| &rule.weighed).filter(|shared| *shared != name);
                let shared = shared.and_then(|shared| lexicon.sentence_weights.outcome(shared));
                let likely = probability(sums.of(outcome)) * shared.map_or(1.0, |shared| probability(sums.of(shared)));
                if likely > UNLIKELY {
                    accounts.push(account(&lexicon.sentence_weights, outcome, likely, span, &named));
                }
            }
        }
        last = Some(clause.sentence);
        let likely = weighed.likely.iter().filter(|(_, likely)| *likely > UNLIKELY);
        let mut named = Named::default();
        features::of_sentence(reading, clause.sentence, &forms, &mut named);
        of_clause(reading, clause, &forms, phrases, &mut named);
        let span = reading.span(&trimmed(reading, &clause.words));
        accounts.extend(
            likely.map(|(outcome, likely)| {
                account(&lexicon.clause_weights, usize::from(*outcome), *likely, span, &named)
            }),
        );
    }
    accounts
}

fn account(weights: &Weights, outcome: usize, likely: f32, span: Span, named: &Named) -> Account {
    const MOST: usize = 8;
    const SLIGHT: f32 = 0.1;
    let mut tells: Vec<Tell> = Vec::new();
    for (key, (feature, kind)) in &named.0 {
        let weight = weights.of(*key).into_iter().find(|(known, _)| *known == outcome);
        let weight = weight.map_or(0.0, |(_, weight)| weight * kind.value());
        if weight.abs() >= SLIGHT {
            tells.push(Tell { feature: feature.clone(), weight });
        }
    }
    tells.sort_by(|one, other| {
        other.weight.abs().total_cmp(&one.weight.abs()).then_with(|| one.feature.cmp(&other.feature))
    });
    tells.truncate(MOST);
    Account { outcome: weights.outcomes[outcome].clone(), likely, span, tells }
}
