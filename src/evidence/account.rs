//! Evidence to accounts: which features spoke for an outcome, and how strongly, for those who ask why.

use super::clauses::Forms;
use super::features::{self, Gather};
use super::in_order::InOrder;
use super::{Evidence, of_clause, statements, trimmed};
use crate::lexicon::weights::{self, Features, Hashed, Kind, Sums, Weights, log_odds, probability};
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

/// What the second reading, beside the rest of the text, and the order of words add to the first.
const AGAIN: &str = "second-reading";

/// Accounts of every outcome that is anything but unlikely, in order of the text.
pub(crate) fn accounts(reading: &Reading<'_>, phrases: &[Mention], evidence: &Evidence) -> Vec<Account> {
    const UNLIKELY: f32 = 0.1;
    let mut accounts = Vec::new();
    let lexicon = reading.lexicon;
    let setting = evidence.setting(reading);
    let shared = statements::shared(lexicon, &lexicon.sentence_weights.outcomes);
    let statements = statements::statements(&evidence.clauses);
    let soon = statements::timing_of(reading, &statements);
    let mut in_order = InOrder::of_all(reading);
    let mut sums_of_sentences = statements::sums(reading, phrases, &statements, &setting, &mut in_order).into_iter();
    let mut last = None;
    for weighed in &evidence.clauses {
        let clause = &weighed.clause;
        let forms = Forms::of(reading, clause.sentence);
        if last != Some(clause.sentence)
            && let Some(sums) = sums_of_sentences.next()
        {
            let mut named = Named::default();
            let number = clause.sentence;
            statements::of_sentence_again(reading, number, phrases, &statements, &soon, &setting, &mut named);
            let span = reading.span(&trimmed(reading, &reading.sentence(clause.sentence).words));
            let sums_of = &lexicon.sentence_weights;
            for (outcome, sum) in statements::joint(&shared, &sums).enumerate() {
                let likely = probability(sum);
                if likely > UNLIKELY {
                    let last = (!lexicon.sentence_network.is_empty()).then_some(sums[outcome]);
                    accounts.push(account(sums_of, outcome, likely, last, span, &named));
                }
            }
        }
        last = Some(clause.sentence);
        let likely = weighed.likely.iter().filter(|(_, likely)| *likely > UNLIKELY);
        let mut named = Named::default();
        features::of_sentence(reading, clause.sentence, &forms, &mut named);
        of_clause(reading, clause, &forms, phrases, &mut named);
        let span = reading.span(&trimmed(reading, &clause.words));
        accounts.extend(likely.map(|(outcome, likely)| {
            let last = (!lexicon.clause_network.is_empty()).then(|| log_odds(*likely));
            account(&lexicon.clause_weights, usize::from(*outcome), *likely, last, span, &named)
        }));
    }
    accounts
}

/// `last` is the sum by the second reading, if there was one: what it adds to the first is a tell like the others.
fn account(weights: &Weights, outcome: usize, likely: f32, last: Option<f32>, span: Span, named: &Named) -> Account {
    // beyond this, a sum is as good as certain
    const CERTAIN: f32 = 12.0;
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
    if let Some(last) = last {
        let mut first = Sums::default();
        weights.start(&mut first);
        let mut features = Features::new();
        named.0.iter().for_each(|(key, (_, kind))| features.push(*key, *kind));
        weights.add_each(&mut features, &mut first);
        let weight = last.clamp(-CERTAIN, CERTAIN) - first.of(outcome).clamp(-CERTAIN, CERTAIN);
        if weight.abs() >= SLIGHT {
            tells.push(Tell { feature: AGAIN.to_owned(), weight });
        }
    }
    tells.sort_by(|one, other| {
        other.weight.abs().total_cmp(&one.weight.abs()).then_with(|| one.feature.cmp(&other.feature))
    });
    tells.truncate(MOST);
    Account { outcome: weights.outcomes[outcome].clone(), likely, span, tells }
}
