//! A factor that speaks for the subject is turned against them.

use super::{Case, Finding};
use crate::mentions::cue;
use crate::report::Status;

/// Fires where a mention of one of the factors stands in reach of a cue that turns it round.
pub(super) fn check(case: Case<'_>, factors: &[String], turned: &str, findings: &mut Vec<Finding>) {
    let reading = case.reading;
    if !case.ledger.justification || !case.ledger.calls_for_assessment(reading.lexicon) {
        return;
    }
    let mut last_sentence = usize::MAX;
    for mention in &case.ledger.mentions {
        let factor = &reading.lexicon.factors[mention.factor];
        let meant = factors.iter().any(|name| *name == factor.id || *name == factor.kind)
            && mention.status == Status::Asserted
            && mention.sentence != last_sentence;
        if !meant || reading.in_reach_of(cue::DISCLAIMER, mention.sentence, &mention.words).is_some() {
            continue;
        }
        let decided = reading
            .in_reach_of(turned, mention.sentence, &mention.words)
            .filter(|hit| reading.in_reach_of(cue::NEGATION, hit.sentence, &hit.words).is_none())
            .or_else(|| super::used_as_reason::taken_up_by(reading, mention.sentence, turned));
        if let Some(decided) = decided {
            last_sentence = mention.sentence;
            findings.push(
                Finding::at(case.id, reading.span(&mention.words))
                    .because(Some(decided.span(reading.document)), "counted against the subject by these words"),
            );
        }
    }
}
