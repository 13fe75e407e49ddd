//! Clauses to the decision: what the whole text decides, by which of its clauses decide and by what it finds.

use super::features::{self, Clauses};
use super::keys::Keys;
use super::{DECISIONS, SAYS, Weighed, trimmed};
use crate::lexicon::weights::{Sums, Weights};
use crate::mentions::{Mention, Reading};
use crate::report::Decision;
use std::ops::Range;

/// What a text decides, and the sentence and words that state it best.
pub(crate) type Decided = (Decision, Option<(usize, Range<usize>)>);

/// Whether it was learned how decisions are stated.
pub(super) fn are_known(weights: &Weights) -> bool {
    DECISIONS.iter().any(|(name, _)| weights.outcome(name).is_some())
}

/// The decision of a text; `facts` are what it cites.
pub(super) fn decide(reading: &Reading<'_>, facts: &[Mention], weighed: &[Weighed]) -> Decided {
    let lexicon = reading.lexicon;
    let weights = &lexicon.decision_weights;
    let outcomes = DECISIONS.map(|(name, _)| lexicon.clause_weights.outcome(name));
    let likely = |weighed: &Weighed| outcomes.map(|at| at.map_or(0.0, |at| weighed.likely(at)));
    let clauses: Clauses = weighed.iter().map(likely).collect();
    let stated = |which: usize, least: f32| stated_best(&clauses, which, least);
    let Some((number, _)) = (if weights.is_empty() {
        let best = [0, 1].into_iter().filter_map(|which| Some((which, stated(which, SAYS)?.0)));
        best.max_by(|one, other| one.1.total_cmp(&other.1))
    } else {
        let (mut keys, mut sums) = (Keys::new(weights), Sums::default());
        weights.start(&mut sums);
        let facts = facts.iter().map(|mention| (mention.factor, mention.status));
        features::of_decision(lexicon, &clauses, facts, &mut keys);
        keys.settle(&mut sums);
        let sum = |name: &str| weights.outcome(name).map_or(f32::MIN, |outcome| sums.of(outcome));
        let open = sum(Decision::Unknown.name());
        let made = DECISIONS.iter().enumerate().map(|(which, (name, _))| (which, sum(name)));
        made.max_by(|one, other| one.1.total_cmp(&other.1)).filter(|(_, sum)| *sum > open)
    }) else {
        return (Decision::Unknown, None);
    };
    let place = stated(number, 0.0).map(|(_, at)| &weighed[at].clause);
    (DECISIONS[number].1, place.map(|clause| (clause.sentence, trimmed(reading, &clause.words))))
}

/// How likely the clause is that states a decision best, and which it is: of nearly equal ones, the later.
fn stated_best(clauses: &Clauses, which: usize, least: f32) -> Option<(f32, usize)> {
    const NEARLY: f32 = 0.1;
    let mut best: Option<(f32, usize)> = None;
    for (at, likely) in clauses.iter().map(|likely| likely[which]).enumerate() {
        let most = best.map_or(0.0, |(most, _)| most);
        if likely > least && likely >= most - NEARLY {
            best = Some((likely.max(most), at));
        }
    }
    best
}
